//! The documentation runs: every block of README.md and docs/ is executed, and says what its info string claims.
//!
//! | block | what the test does |
//! | --- | --- |
//! | `chain` | runs the worksheet: no error, all claims hold (`exit=1` where one is to fail) |
//! | `chain error=E0205` | runs it: it gets this code, and its diagnostics are what the next output shows |
//! | `chain file=tests/worked/mazur.chain` | … and it is that file |
//! | `text output`, `latex output`, `json output` | what the last worksheet above prints, as a whole |
//! | … `from="Facts" to="Claims"` | … from the first line that holds the one to before the next that holds the other |
//! | … `width=72`, `digits=6`, `round=4dp`, `formats=f16,f32`, `order=forward` | … with these options |
//! | `console` | runs each `$ …` line in a shell at the root of the repository and compares what it prints |
//! | `sh` | runs its lines `chainrule run FILE` without options: an output of the page shows what they print, as a whole |
//! | `rust`, `text diagram` | nothing (Rust is run as a doc test of this package) |
//!
//! Any other block is refused: what is shown is run. With `UPDATE_DOCS=1` in the environment the test writes what is
//! printed now into the pages, and writes the generated pages anew.

mod blocks;
mod book;
mod commands;
mod figures;
mod generated;
mod worksheets;

use std::path::{Path, PathBuf};

use blocks::Edit;

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the repository").to_owned()
}

/// Whether pages are to be written anew.
fn is_updating() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some_and(|value| !value.is_empty() && value != "0")
}

/// Every page: README.md and all Markdown under docs/, relative to the root.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![PathBuf::from("README.md")];
    let mut folders = vec![PathBuf::from("docs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).expect("a folder of the documentation") {
            let name = entry.expect("an entry").file_name();
            let path = folder.join(name);
            if root().join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

#[test]
fn documentation_runs() {
    generated::check_or_write();
    let mut problems = Vec::new();
    for page in pages() {
        let path = root().join(&page);
        let text = std::fs::read_to_string(&path).expect("a page");
        let blocks = match blocks::read(&text) {
            Ok(blocks) => blocks,
            Err(problem) => {
                problems.push(format!("{}: {problem}", page.display()));
                continue;
            }
        };
        let mut edits: Vec<Edit> = Vec::new();
        let mut sheet: Option<worksheets::Sheet> = None;
        for block in &blocks {
            let place = format!("{}:{}", page.display(), block.line);
            let found = match block.language.as_str() {
                "chain" => worksheets::run(block).map(|run| {
                    let text = run.text.clone();
                    sheet = Some(run);
                    Some(text)
                }),
                "text" | "latex" | "json" if block.has("output") => match &sheet {
                    Some(sheet) => worksheets::output(sheet, block).map(Some),
                    None => Err("no worksheet stands above this output".to_owned()),
                },
                "console" => commands::transcript(block).map(Some),
                "sh" => commands::printed_as_shown(block, &blocks).map(|()| None),
                "rust" => Ok(None),
                "text" if block.has("diagram") => Ok(None),
                other => Err(format!("a `{other}` block that nothing runs: see tests/tests/docs/main.rs")),
            };
            match found {
                Err(problem) => problems.push(format!("{place}: {problem}")),
                Ok(Some(expected)) if expected.contains(&block.fence) => {
                    problems.push(format!("{place}: what is printed holds a fence: use a longer one"));
                }
                Ok(Some(expected)) if expected != block.content => {
                    if is_updating() {
                        edits.push(Edit { range: block.range.clone(), text: expected });
                    } else {
                        let difference = blocks::first_difference(&block.content, &expected);
                        problems.push(format!("{place}: {difference}"));
                    }
                }
                Ok(_) => {}
            }
        }
        if !edits.is_empty() {
            std::fs::write(&path, blocks::apply(&text, edits)).expect("the page can be written");
        }
    }
    assert!(
        problems.is_empty(),
        "{}\n\nUPDATE_DOCS=1 cargo test --workspace --test docs writes what is printed now\n",
        problems.join("\n")
    );
}

#[test]
fn the_limits_stated_are_those_that_hold() {
    use chainrule_parser::{MOST_BYTES, MOST_INDICES, MOST_INSTANCES, MOST_STATEMENTS, expression, lexer};
    let page = std::fs::read_to_string(root().join("docs/src/reference/language.md")).expect("a page");
    let stated = &page[page.find("## Limits").expect("the limits are stated")..];
    let numbers: Vec<usize> = stated
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "))
        .flat_map(|(_, limits)| limits.split(',').map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|limit| limit.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok())
        .collect();
    let hold = [
        MOST_BYTES >> 20,
        MOST_STATEMENTS,
        usize::try_from(MOST_INSTANCES).expect("it fits"),
        MOST_INDICES,
        lexer::MOST_STATEMENT_TOKENS,
        lexer::MOST_NAME_LENGTH,
        expression::MOST_DEPTH,
        6,
        chainrule_number::MAX_DIGITS,
        usize::try_from(chainrule_number::MAX_BITS).expect("it fits"),
        chainrule_work::claim::MOST_JUDGED,
    ];
    assert_eq!(numbers, hold);
}
