//! `chainrule check`: worksheets and notes, each claim judged.

use std::path::{Path, PathBuf};

use chainrule_notes::{FileReport, Kind};
use clap::ValueEnum;
use rayon::prelude::*;

use super::destination::Destination;
use super::{BAD, defect, say};

/// How the result is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// Text, for people.
    #[default]
    Text,
    /// JSON, one document.
    Json,
    /// `JUnit`'s XML, as CI servers read it.
    Junit,
}

/// A file is read up to so many bytes.
const MOST_BYTES: u64 = 64 << 20;

/// Checks the files and folders that are named, or one formula.
pub(crate) fn check(paths: &[PathBuf], formula: Option<&str>, givens: &[String], format: CheckFormat) -> u8 {
    if paths.is_empty() && formula.is_none() {
        say(
            "error: nothing was named; write `chainrule check PATH`, or `chainrule check -e '0.25 \\times 500 = 125'`\n",
        );
        return BAD;
    }
    let mut reports = Vec::new();
    if let Some(formula) = formula {
        let name = "<command line>";
        match defect::caught(|| chainrule_notes::check_formula(name, formula, givens)) {
            Ok(report) => reports.push(report),
            Err(panic) => {
                say(&defect::message(name, formula, &panic));
                return super::DEFECT;
            }
        }
    }
    let Some(files) = below(paths, |path| Kind::of(&path.to_string_lossy()).is_some()) else { return BAD };
    let bar = super::progress::Files::new(files.len());
    // Results in the order of the files, whichever thread is first.
    let checked: Vec<FileReport> = files
        .par_iter()
        .map(|path| {
            let report = one(path);
            bar.done();
            report
        })
        .collect();
    drop(bar);
    reports.extend(checked);
    let worst = reports.iter().map(FileReport::exit_code).max().unwrap_or(0);
    let text = match format {
        CheckFormat::Text => chainrule_notes::text(&reports),
        CheckFormat::Json => chainrule_notes::json(&reports),
        CheckFormat::Junit => chainrule_notes::junit(&reports),
    };
    match Destination::find(None, &[]).and_then(|mut output| output.push(&text)) {
        Ok(()) => worst,
        Err(wrong) => {
            say(&wrong);
            BAD
        }
    }
}

/// The files that are named, and below folders those that are wanted, in order; nothing where one is of no use, which is said.
pub(crate) fn below(paths: &[PathBuf], wanted: impl Fn(&Path) -> bool) -> Option<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut paths: Vec<PathBuf> = ignore::WalkBuilder::new(path)
                .require_git(false)
                .build()
                .filter_map(Result::ok)
                .map(ignore::DirEntry::into_path)
                .filter(|path| path.is_file() && wanted(path))
                .collect();
            paths.sort();
            files.append(&mut paths);
        } else if !path.exists() {
            say(&format!("error: there is no file or folder {}\n", escaped_path(path)));
            return None;
        } else if wanted(path) {
            files.push(path.clone());
        } else {
            say(&format!(
                "error: {} is neither a worksheet (.chain) nor notes (.md, .qmd, .Rmd, .ipynb, .tex)\n",
                escaped_path(path)
            ));
            return None;
        }
    }
    Some(files)
}

pub(crate) fn escaped_path(path: &Path) -> String {
    chainrule::diagnostic::escape(&path.to_string_lossy())
}

/// The text of a file, or why it is not to be had.
pub(crate) fn text_of(path: &Path) -> Result<String, String> {
    let name = escaped_path(path);
    let size = std::fs::metadata(path).map_err(|error| format!("{name}: {error}"))?.len();
    if size > MOST_BYTES {
        return Err(format!("{name}: the file has more than {MOST_BYTES} bytes: split it"));
    }
    let bytes = std::fs::read(path).map_err(|error| format!("{name}: {error}"))?;
    String::from_utf8(bytes)
        .map_err(|error| format!("{name}: byte {} is not UTF-8 text", error.utf8_error().valid_up_to() + 1))
}

fn one(path: &Path) -> FileReport {
    let name = path.to_string_lossy().into_owned();
    let text = match text_of(path) {
        Ok(text) => text,
        Err(why) => return FileReport { path: name, errors: vec![why], ..FileReport::default() },
    };
    let Some(kind) = Kind::of(&name) else {
        return FileReport {
            path: name,
            errors: vec!["it is no file that can be checked".to_owned()],
            ..FileReport::default()
        };
    };
    match defect::caught(|| chainrule_notes::check(&name, kind, &text)) {
        Ok(report) => report,
        Err(panic) => {
            let errors = vec![defect::message(&name, "", &panic)];
            FileReport { path: name, errors, ..FileReport::default() }
        }
    }
}
