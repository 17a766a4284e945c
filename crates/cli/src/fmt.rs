//! `chainrule fmt`: worksheets laid out canonically, those in notes too.

use std::path::{Path, PathBuf};

use chainrule_notes::{FileKind, Kind, lay_out};
use rayon::prelude::*;

use super::check::{below, escaped_path, text_of};
use super::weave::difference;
use super::{BAD, DEFECT, defect, destination, say};

/// What became of one file.
enum Done {
    Same,
    /// Its text before, and as it should be.
    Changed(String, String),
    /// Why it stays as it is.
    Failed(String, u8),
}

/// Lays out the worksheets that are named and those in the folders that are, or only says which are not.
pub(crate) fn fmt(paths: &[PathBuf], only_check: bool) -> u8 {
    if paths.is_empty() {
        say("error: nothing was named; write `chainrule fmt PATH`\n");
        return BAD;
    }
    let Some(files) = below(paths, |path| Kind::of(&path.to_string_lossy()).is_some()) else { return BAD };
    let done: Vec<Done> = files.par_iter().map(|path| one(path)).collect();
    let mut worst = 0;
    for (path, done) in files.iter().zip(done) {
        worst = worst.max(finish(path, done, only_check));
    }
    worst
}

fn one(path: &Path) -> Done {
    let name = path.to_string_lossy().into_owned();
    let Some(kind) = Kind::of(&name) else {
        let why = format!(
            "error: {} is no worksheet (.chain) and no notes (.md, .qmd, .Rmd, .ipynb, .tex)\n",
            escaped_path(path)
        );
        return Done::Failed(why, BAD);
    };
    let text = match text_of(path) {
        Ok(text) => text,
        Err(why) => return Done::Failed(format!("error: {why}\n"), BAD),
    };
    if let Kind::Notes(kind) = kind {
        return in_notes(path, kind, text);
    }
    match defect::caught(|| chainrule_parser::layout(&text)) {
        Ok(Ok(laid_out)) if laid_out == text => Done::Same,
        Ok(Ok(laid_out)) => Done::Changed(text, laid_out),
        Ok(Err(_)) => {
            let name = escaped_path(path);
            let why = format!(
                "error: {name} can't be read, and stays as it is: `chainrule run {name}` says what is wrong\n"
            );
            Done::Failed(why, BAD)
        }
        Err(panic) => Done::Failed(defect::message(&name, "", &panic), DEFECT),
    }
}

/// The worksheets in notes: one that can't be read leaves the whole file as it is.
fn in_notes(path: &Path, kind: FileKind, text: String) -> Done {
    let name = escaped_path(path);
    match defect::caught(|| lay_out(&name, kind, &text, &|sheet| chainrule_parser::layout(sheet).ok())) {
        Ok(Ok(laid_out)) if !laid_out.errors.is_empty() => Done::Failed(laid_out.errors.concat(), BAD),
        Ok(Ok(laid_out)) if laid_out.text == text => Done::Same,
        Ok(Ok(laid_out)) => Done::Changed(text, laid_out.text),
        Ok(Err(why)) => Done::Failed(format!("error: {name}: {why}\n"), BAD),
        Err(panic) => Done::Failed(defect::message(&name, "", &panic), DEFECT),
    }
}

fn finish(path: &Path, done: Done, only_check: bool) -> u8 {
    match done {
        Done::Same => 0,
        Done::Failed(why, code) => {
            say(&why);
            code
        }
        Done::Changed(before, after) if only_check => {
            let text = difference(&escaped_path(path), &before, &after);
            match destination::Destination::find(None, &[]).and_then(|mut output| output.push(&text)) {
                Ok(()) => 1,
                Err(wrong) => {
                    say(&wrong);
                    BAD
                }
            }
        }
        Done::Changed(_, after) => {
            // Through a symbolic link the file itself is replaced.
            let file = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
            match destination::replace(&file, after.as_bytes()) {
                Ok(()) => 0,
                Err(error) => {
                    say(&format!(
                        "error: {} could not be written, and is as it was: {error}\n",
                        escaped_path(path)
                    ));
                    BAD
                }
            }
        }
    }
}
