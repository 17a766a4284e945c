//! Tests over all crates. The Rust in README.md and in the book is run as doc tests of this package.

pub mod judging;
pub mod mutation;
pub mod reading;
pub mod sheets;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use chainrule::render::{Document, Format, Page, Settings};
use chainrule::{Options, Report, Show};

/// The page of a report with every part and every step.
pub fn page(report: &Report) -> Document {
    chainrule::page(report, &everything())
}

/// Every part and every step, and nothing else that is not usual.
pub fn everything() -> Options {
    Options { show: Show::everything(), ..Options::default() }
}

/// The page of a report, where nothing is asked for.
pub fn usual_page(report: &Report) -> Document {
    chainrule::page(report, &Options::default())
}

/// How pages are written, where nothing is asked for.
pub const SETTINGS: Settings =
    Settings { width: 100, ascii: false, color: false, standalone: false, equations: false, named: false };

/// A page in the format of this name.
pub fn in_format(format: &str, document: &Document) -> String {
    in_format_with(format, document, &SETTINGS)
}

/// The same, written otherwise.
pub fn in_format_with(format: &str, document: &Document, settings: &Settings) -> String {
    Format::find(format).expect("a format").write(&[Page { name: "sheet.chain", document }], settings)
}

/// A report as JSON, where nothing is asked for.
pub fn json(report: &Report) -> String {
    chainrule::json(report, &Options::default())
}

/// The root of the workspace.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lie in the workspace")
}

/// A folder that goes when the test ends, well or not.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl std::ops::Deref for Folder {
    type Target = PathBuf;

    fn deref(&self) -> &PathBuf {
        &self.0
    }
}

impl AsRef<Path> for Folder {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed stays: the test has said what it had to say.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An empty folder that no other test has, now or before: a number that a process had is given to another later on.
pub fn new_folder(name: &str) -> Folder {
    let base = std::env::temp_dir();
    let folders = (0..10_000).map(|count| base.join(format!("{name}-{}-{count}", std::process::id())));
    let mut made = folders.filter(|folder| std::fs::create_dir(folder).is_ok());
    Folder(made.next().expect("a folder can be made"))
}

/// The folder of the `chainrule` command; built once, which costs nothing where it is built already.
pub fn command_folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let test = std::env::current_exe().expect("the test has a path");
        let folder = test.ancestors().nth(2).expect("tests lie under deps/").to_owned();
        let target = folder.parent().expect("profiles lie in the target folder");
        let profile = match folder.file_name().and_then(|name| name.to_str()) {
            Some("debug") | None => "dev",
            Some(name) => name,
        };
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--workspace", "--bin", "chainrule", "--profile", profile]);
        build.arg("--target-dir").arg(target).current_dir(root());
        let status = build.status().expect("cargo runs");
        assert!(status.success(), "the command can't be built");
        folder
    })
}

#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

#[cfg(doctest)]
#[doc = include_str!("../../docs/src/reference/library.md")]
struct Library;
