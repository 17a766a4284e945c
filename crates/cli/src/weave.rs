//! `chainrule weave`: derivations below the worksheets of notes, kept up to date.

use std::path::{Path, PathBuf};

use chainrule_notes::{FileKind, Math, Woven};
use clap::ValueEnum;
use rayon::prelude::*;

use super::check::{below, escaped_path, text_of};
use super::{BAD, DEFECT, defect, destination, say};

/// How mathematics is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum MathFormat {
    /// LaTeX between `$$`.
    #[default]
    Latex,
    /// MathML.
    Mathml,
    /// Typst.
    Typst,
    /// Text, in a block of code.
    Text,
}

impl From<MathFormat> for Math {
    fn from(format: MathFormat) -> Self {
        match format {
            MathFormat::Latex => Self::Latex,
            MathFormat::Mathml => Self::Mathml,
            MathFormat::Typst => Self::Typst,
            MathFormat::Text => Self::Text,
        }
    }
}

/// What became of one file.
enum Done {
    /// As it should be, before and after.
    Same(Woven),
    /// Its text before, and with the derivations woven in.
    Changed(String, Woven),
    /// Why it could not be read.
    Failed(String, u8),
}

/// Weaves derivations into the files and folders that are named, or only says which are stale.
pub(crate) fn weave(paths: &[PathBuf], math: MathFormat, only_check: bool) -> u8 {
    if paths.is_empty() {
        say("error: nothing was named; write `chainrule weave PATH`\n");
        return BAD;
    }
    let Some(files) = below(paths, |path| FileKind::of(&path.to_string_lossy()).is_some()) else {
        return BAD;
    };
    let bar = super::progress::Files::new(files.len());
    let done: Vec<Done> = files
        .par_iter()
        .map(|path| {
            let done = one(path, math.into());
            bar.done();
            done
        })
        .collect();
    drop(bar);
    let mut worst = 0;
    for (path, done) in files.iter().zip(done) {
        worst = worst.max(finish(path, done, only_check));
    }
    worst
}

fn one(path: &Path, math: Math) -> Done {
    let name = path.to_string_lossy().into_owned();
    let text = match text_of(path) {
        Ok(text) => text,
        Err(why) => return Done::Failed(format!("error: {why}\n"), BAD),
    };
    let Some(kind) = FileKind::of(&name) else {
        let why = format!("error: {} is no notes (.md, .qmd, .Rmd, .ipynb, .tex)\n", escaped_path(path));
        return Done::Failed(why, BAD);
    };
    match defect::caught(|| chainrule_notes::weave(&name, kind, &text, math)) {
        Ok(Ok(woven)) if woven.text == text => Done::Same(woven),
        Ok(Ok(woven)) => Done::Changed(text, woven),
        Ok(Err(why)) => Done::Failed(format!("error: {}: {why}\n", escaped_path(path)), BAD),
        Err(panic) => Done::Failed(defect::message(&name, "", &panic), DEFECT),
    }
}

fn finish(path: &Path, done: Done, only_check: bool) -> u8 {
    let (woven, code) = match done {
        Done::Failed(why, code) => {
            say(&why);
            return code;
        }
        Done::Same(woven) => (woven, 0),
        Done::Changed(before, woven) if only_check => {
            let text = difference(&escaped_path(path), &before, &woven.text);
            let printed = destination::Destination::find(None, &[]).and_then(|mut output| output.push(&text));
            if let Err(wrong) = printed {
                say(&wrong);
                return BAD;
            }
            (woven, 1)
        }
        Done::Changed(_, woven) => {
            // Through a symbolic link the file itself is replaced.
            let file = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
            match destination::replace(&file, woven.text.as_bytes()) {
                Ok(()) => (woven, 0),
                Err(error) => {
                    say(&format!(
                        "error: {} could not be written, and is as it was: {error}\n",
                        escaped_path(path)
                    ));
                    return BAD;
                }
            }
        }
    };
    for why in woven.refuted.iter().chain(&woven.errors) {
        say(why);
    }
    if woven.errors.is_empty() { code } else { BAD }
}

/// What changes between two texts, as `diff -u` shows it, with the lines around it.
pub(crate) fn difference(name: &str, before: &str, after: &str) -> String {
    const AROUND: usize = 3;
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - start;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let from = start.saturating_sub(AROUND);
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    let behind = AROUND.min(end);
    let escape = chainrule::diagnostic::escape;
    let mut out = format!("--- {name}\n+++ {name}\n");
    out.push_str(&format!(
        "@@ -{},{} +{},{} @@\n",
        from + 1,
        old_end + behind - from,
        from + 1,
        new_end + behind - from
    ));
    let mut push = |sign: char, lines: &[&str]| {
        for line in lines {
            out.push_str(&format!("{sign}{}\n", escape(line)));
        }
    };
    push(' ', &old[from..start]);
    push('-', &old[start..old_end]);
    push('+', &new[start..new_end]);
    push(' ', &old[old_end..old_end + behind]);
    out
}
