//! `chainrule run`: worksheets in, their pages out, each by itself.

use std::io::Write;

use chainrule::diagnostic::{self, Source};
use chainrule::{Options, Outcome};
use chainrule_parser::markdown;

use super::arguments::{self, Output};
use super::destination::Destination;
use super::pages::Told;
use super::pictures::{Drawn, Pictures};
use super::progress::Bar;
use super::{BAD, DEFECT, defect, files, pages, say, show};

/// Two documents in one would be none.
const ONE_DOCUMENT: &str =
    "error: `--standalone` makes one document of one worksheet; name one, or leave `--standalone` out\n";

/// A picture is one of a worksheet.
const ONE_PICTURE: &str = "error: `--plot` and `--graph` draw one worksheet; name one, or leave them out\n";

/// How a worksheet becomes what is said about it and its page.
type Work<'a> = dyn Fn(Source, &Options) -> Outcome + 'a;

/// Runs the worksheets that are named, and answers with the worst exit code of all.
pub(crate) fn run(
    names: &[String],
    expression: Option<&str>,
    output: &Output,
    drawn: &arguments::Pictures,
) -> u8 {
    if names.is_empty() && expression.is_none() {
        say(
            "error: no worksheet was named; write `chainrule run FILE`, `chainrule run -`, or `chainrule run -e 'y = x^2; derive dy/dx'`\n",
        );
        return BAD;
    }
    let found = Destination::find(output.file(), names)
        .and_then(|destination| Ok((destination, Pictures::find(drawn, output.file(), names)?)));
    let (destination, pictures) = match found {
        Ok(found) => found,
        Err(wrong) => {
            say(&wrong);
            return BAD;
        }
    };
    let typed = expression.map(|text| Ok(("<command line>".to_owned(), text.as_bytes().to_vec())));
    let count = names.len() + usize::from(expression.is_some());
    let inputs = typed.into_iter().chain(names.iter().map(|name| files::read(name)));
    all(inputs, count, output, destination, pictures, &chainrule::run_source)
}

/// Works one input out after the other, so that no two are held at once.
fn all(
    inputs: impl Iterator<Item = Result<(String, Vec<u8>), String>>,
    count: usize,
    output: &Output,
    mut destination: Destination,
    pictures: Pictures,
    work: &Work<'_>,
) -> u8 {
    if count > 1 && !pictures.is_empty() {
        say(ONE_PICTURE);
        return BAD;
    }
    if count > 1 && output.is_document() {
        say(ONE_DOCUMENT);
        return BAD;
    }
    let mut worst = 0;
    let mut missing = 0;
    // What stands behind the last page, once there is one.
    let mut after = None;
    let mut drawn = None;
    for input in inputs {
        let worksheets = input.map_err(|wrong| say(&wrong)).and_then(|(name, bytes)| read(name, bytes));
        let Ok(worksheets) = worksheets else {
            (worst, missing) = (worst.max(BAD), missing + 1);
            continue;
        };
        let is_one_of_many = count > 1 || worksheets.len() > 1;
        if is_one_of_many && output.is_document() {
            say(ONE_DOCUMENT);
            return BAD;
        }
        if is_one_of_many && !pictures.is_empty() {
            say(ONE_PICTURE);
            return BAD;
        }
        for (name, source) in worksheets {
            let text = source.text().to_owned();
            let (code, result) = one(&name, source, output, &pictures, is_one_of_many, work);
            worst = worst.max(code);
            let Some((told, pictures_of_it)) = result else {
                missing += 1;
                continue;
            };
            drawn = Some(pictures_of_it);
            let name = diagnostic::escape(&name);
            let [before, behind] = pages::around(output, (!is_one_of_many).then_some(name.as_str()));
            let before = if after.is_none() { before } else { String::new() };
            after = Some(behind);
            let write = |out: &mut dyn Write| {
                out.write_all(before.as_bytes())?;
                told.write(output, out)
            };
            match defect::caught(|| destination.push_by(write)) {
                Ok(Ok(())) => {}
                Ok(Err(wrong)) => {
                    say(&wrong);
                    return worst.max(BAD);
                }
                Err(panic) => {
                    say(&defect::message(&name, &text, &panic));
                    (worst, missing) = (worst.max(DEFECT), missing + 1);
                }
            }
        }
    }
    if let Some(Err(wrong)) = after.map(|after| destination.push(&after)) {
        say(&wrong);
        return worst.max(BAD);
    }
    if let Some(Err(wrong)) = drawn.map(|drawn| pictures.write(drawn)) {
        say(&wrong);
        worst = worst.max(BAD);
    }
    // A worksheet without a page said why already; that its file is not written is said besides.
    match destination.finish(missing) {
        Ok(()) => worst,
        Err(wrong) => {
            say(&wrong);
            worst.max(BAD)
        }
    }
}

/// The worksheets of an input; where there are none, that is said.
fn read(name: String, bytes: Vec<u8>) -> Result<Vec<(String, Source)>, ()> {
    let text = chainrule_parser::decode(&name, bytes)
        .map_err(|wrong| show(&wrong.source, std::slice::from_ref(&wrong.diagnostic)))?;
    if !files::is_markdown(&name) {
        return Ok(vec![(name.clone(), Source::new(name, text))]);
    }
    let blocks = markdown::worksheets(&name, &text);
    if blocks.is_empty() {
        say(&files::no_worksheet_in(&name));
        return Err(());
    }
    Ok(blocks.into_iter().map(|block| (format!("{name}:{}", block.line_column(0).0), block)).collect())
}

/// The exit code of one worksheet, and what is told of it and its pictures, unless it has an error.
fn one(
    name: &str,
    source: Source,
    output: &Output,
    pictures: &Pictures,
    is_one_of_many: bool,
    work: &Work<'_>,
) -> (u8, Option<(Told, Drawn)>) {
    let text = source.text().to_owned();
    let bar = Bar::new();
    let files = files::of_worksheet(name, &text);
    let mut options = Options { progress: bar.progress(), files, ..output.options() };
    // What is drawn is the product of one member.
    options.by_members |= !pictures.is_empty();
    let worked = defect::caught(|| {
        let Outcome { source, diagnostics, report } = work(source, &options);
        let page = report.map(|report| {
            let name = diagnostic::escape(name);
            let (code, drawn) = (report.exit_code(), pictures.draw(&report));
            (code, (Told::of(report, output, &name, is_one_of_many), drawn))
        });
        (source, diagnostics, page)
    });
    drop(bar);
    match worked {
        Err(panic) => {
            say(&defect::message(name, &text, &panic));
            (DEFECT, None)
        }
        Ok((source, diagnostics, page)) => {
            show(&source, &diagnostics);
            page.map_or((BAD, None), |(code, page)| (code, Some(page)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DEFECT, all};
    use crate::arguments::{self, Output};
    use crate::destination::Destination;
    use crate::pictures::Pictures;

    /// Three worksheets, of which the second makes the program panic.
    fn run_with_a_panic(file: &std::path::Path) -> u8 {
        let inputs = ["y = x; derive dy/dx", "panic", "z = x^2; derive dz/dx"];
        let inputs = inputs
            .iter()
            .enumerate()
            .map(|(place, text)| Ok((format!("{place}.chain"), text.as_bytes().to_vec())));
        let destination = Destination::find(Some(file), &[]).expect("a file can be made");
        let pictures = Pictures::find(&arguments::Pictures::default(), None, &[]).expect("none is asked for");
        all(inputs, 3, &Output::default(), destination, pictures, &|source, options| {
            assert!(source.text() != "panic", "no page");
            chainrule::run_source(source, options)
        })
    }

    #[test]
    fn a_panic_ends_its_worksheet_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let old = folder.path().join("page");
        std::fs::write(&old, "old").expect("a file");
        assert_eq!(run_with_a_panic(&old), DEFECT);
        assert_eq!(std::fs::read_to_string(&old).expect("a file"), "old");
        assert_eq!(
            std::fs::read_dir(folder.path()).expect("a folder").count(),
            1,
            "something is left beside"
        );
    }

    #[cfg(unix)]
    #[test]
    fn the_other_pages_are_printed() {
        // A pipe takes pages as they come.
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
        assert!(made.success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || std::fs::read_to_string(pipe).expect("UTF-8")
        });
        assert_eq!(run_with_a_panic(&pipe), DEFECT);
        let pages = reader.join().expect("it reads");
        assert!(
            pages.contains("0.chain:") && pages.contains("2.chain:") && pages.contains("= 2x"),
            "{pages}"
        );
        assert!(!pages.contains("1.chain"), "{pages}");
    }
}
