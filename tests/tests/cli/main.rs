//! The command as its users meet it: what it prints, what it says where something is wrong, and its exit codes.

mod data;
mod files;

use std::path::Path;
use std::process::{Command, Stdio};

use chainrule_tests::{Folder, command_folder, new_folder};

/// What one run came to.
struct Done {
    code: i32,
    out: String,
    said: String,
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(command_folder().join("chainrule"));
    command.args(arguments).current_dir(folder);
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(variable);
    }
    command
}

fn run_in(folder: &Path, arguments: &[&str]) -> Done {
    let done = command(folder, arguments).stdin(Stdio::null()).output().expect("the command runs");
    Done {
        code: done.status.code().expect("it ends by itself"),
        out: String::from_utf8(done.stdout).expect("UTF-8"),
        said: String::from_utf8(done.stderr).expect("UTF-8"),
    }
}

/// A folder of the test's own with a good and a bad worksheet, a failing claim and a folder.
fn folder(name: &str) -> Folder {
    let folder = new_folder(&format!("chainrule-cli-{name}"));
    std::fs::create_dir(folder.join("sheets")).expect("a folder can be made");
    for (file, text) in [
        ("good.chain", "a = sigmoid(w*x)\ngiven w = 1/3, x = 2\nderive da/dw\n"),
        ("fails.chain", "y = x^2\ngiven x = 3\nclaim dy/dx = 5\n"),
        ("bad.chain", "y = (x\n"),
        ("notes.md", "# Notes\n\n```chain\ny = x^2\nderive dy/dx\n```\n\n```chain\nz = (x\n```\n"),
        ("prose.md", "# Notes\n"),
    ] {
        std::fs::write(folder.join(file), text).expect("a worksheet can be written");
    }
    folder
}

#[track_caller]
fn refused(folder: &Path, arguments: &[&str], parts: &[&str]) {
    let done = run_in(folder, arguments);
    assert_eq!(done.code, 2, "{arguments:?}: {}", done.said);
    for part in parts {
        assert!(done.said.contains(part), "{arguments:?} does not say `{part}` but\n{}", done.said);
    }
}

#[test]
fn exit_codes_are_those_of_the_reference() {
    let folder = folder("codes");
    for (arguments, code) in [
        (&["run", "good.chain"][..], 0),
        (&["run", "fails.chain"], 1),
        (&["run", "good.chain", "fails.chain"], 1),
        (&["run", "bad.chain"], 2),
        (&["run", "fails.chain", "bad.chain", "good.chain"], 2),
        (&["run", "-e", "claim x = x"], 0),
        (&["run", "-e", "y = sin(x); claim y < 1"], 1),
        (&["derive", "x^2", "--by", "x"], 0),
        (&["derive", "x^2", "--by", "z"], 2),
        (&["functions"], 0),
        (&["explain"], 0),
        (&["--help"], 0),
        (&["help", "run"], 0),
        (&["--version"], 0),
        (&[], 2),
        (&["run"], 2),
    ] {
        let done = run_in(&folder, arguments);
        assert_eq!(done.code, code, "{arguments:?}: {}", done.said);
    }
}

#[test]
fn what_cant_be_read_or_written_is_told_with_what_to_do() {
    let folder = folder("files");
    refused(&folder, &["run"], &["chainrule run FILE", "-e"]);
    refused(&folder, &["run", "nowhere.chain"], &["`nowhere.chain`", "no such file"]);
    refused(&folder, &["run", "y = x; derive dy/dx"], &["chainrule run -e"]);
    refused(&folder, &["run", "sheets"], &["it is a folder", "sheets/*.chain"]);
    refused(&folder, &["run", "good.chain", "-o", "nowhere/page"], &["no such folder", "make it first"]);
    refused(&folder, &["run", "good.chain", "-o", "sheets"], &["it is a folder", "name a file in it"]);
    refused(&folder, &["run", "-e", ""], &["E0106", "derive dy/dx"]);
    refused(&folder, &["run", "-"], &["<stdin>", "E0106"]);
    // One file that is missing does not hide the others.
    let done = run_in(&folder, &["run", "nowhere.chain", "good.chain"]);
    assert_eq!(done.code, 2);
    assert!(done.out.contains("∂a/∂w ≈"));
}

#[test]
fn worksheets_in_markdown_are_run_and_placed_in_the_file() {
    let folder = folder("markdown");
    let done = run_in(&folder, &["run", "notes.md"]);
    assert_eq!(done.code, 2);
    assert!(done.out.contains("notes.md:4:") && done.out.contains("∂y/∂x"), "{}", done.out);
    assert!(done.said.contains("notes.md:9:5"), "{}", done.said);
    refused(&folder, &["run", "prose.md"], &["`prose.md`", "```chain"]);
}

#[test]
fn what_was_meant_is_guessed() {
    let folder = folder("meant");
    refused(&folder, &["good.chain"], &["chainrule run good.chain"]);
    refused(&folder, &["y = x; derive dy/dx"], &["chainrule run -e 'y = x; derive dy/dx'"]);
    refused(&folder, &["-e", "y = x"], &["chainrule run -e"]);
    refused(&folder, &["wrok", "good.chain"], &["run, derive, functions"]);
    refused(&folder, &["functions", "sigmod"], &["did you mean `sigmoid`"]);
    refused(&folder, &["functions", "ReLU"], &["did you mean `relu`"]);
    refused(&folder, &["explain", "E9999"], &["no code `E9999`", "`chainrule explain` lists all"]);
    refused(&folder, &["explain", "name"], &["`E0301` (unknown-name)"]);
    refused(&folder, &["explain", "0205"], &["`E0205`"]);
    refused(
        &folder,
        &["run", "good.chain", "--format", "pdf"],
        &["text, latex, markdown, html, typst, json"],
    );
    refused(&folder, &["derive", "3", "--by", "x"], &["it is a number"]);
    refused(&folder, &["derive", "x*v", "--by", "z"], &["its names are `x`, `v`"]);
}

#[test]
fn options_that_would_be_ignored_are_refused() {
    let folder = folder("options");
    for width in ["0", "1", "19", "-3", "wide"] {
        refused(&folder, &["run", "good.chain", "--width", width], &["columns from 20 on"]);
    }
    for digits in ["0", "301", "-1"] {
        refused(&folder, &["run", "good.chain", "--digits", digits], &["from 1 to 300"]);
    }
    for count in ["0", "101", "-1", "many"] {
        refused(&folder, &["run", "good.chain", "--top-paths", count], &["from 1 to 100"]);
    }
    refused(&folder, &["run", "good.chain", "--standalone"], &["--format latex"]);
    refused(&folder, &["run", "good.chain", "--ascii", "--format", "json"], &["--format text"]);
    refused(&folder, &["run", "good.chain", "--width", "60", "-o", "page.html"], &["html", "--format text"]);
    refused(
        &folder,
        &["run", "good.chain", "--standalone", "--format", "markdown"],
        &["markdown", "--format typst"],
    );
    let many = ["run", "good.chain", "fails.chain", "--standalone", "--format", "latex"];
    refused(&folder, &many, &["one worksheet"]);
}

#[test]
fn the_ending_of_a_file_chooses_its_format() {
    let folder = folder("endings");
    for (file, more, begins) in [
        ("page.tex", &[][..], r"\section*{$"),
        ("page.TEX", &["--standalone"], r"\documentclass"),
        ("page.md", &[], "## $"),
        ("page.html", &[], "<!DOCTYPE html>"),
        ("page.typ", &[], "= $"),
        ("page.json", &[], "{"),
        ("page.txt", &[], "∂a/∂w ≈ 0.448315\n═"),
        ("page.unknown", &[], "∂a/∂w ≈ 0.448315\n═"),
        ("page", &[], "∂a/∂w ≈ 0.448315\n═"),
        ("other.html", &["--format", "text"], "∂a/∂w ≈ 0.448315\n═"),
        ("other.txt", &["--format", "json"], "{"),
    ] {
        let arguments = [&["run", "good.chain", "-o", file], more].concat();
        let done = run_in(&folder, &arguments);
        assert_eq!((done.code, done.out.as_str()), (0, ""), "{arguments:?}: {}", done.said);
        let page = std::fs::read_to_string(folder.join(file)).expect("it is written");
        assert!(page.starts_with(begins), "{file}: {page}");
    }
}

#[test]
fn pictures_are_named_beside_all_parts() {
    let folder = folder("pictures");
    for (parts, count) in [("all", 0), ("all,graph", 1), ("graph,plot", 2), ("chain,graph", 1)] {
        let done = run_in(&folder, &["run", "good.chain", "--format", "html", "--show", parts]);
        // The example has one factor, of which there is no plot.
        let count = if parts.contains("plot") { count - 1 } else { count };
        assert_eq!((done.code, done.out.matches("<svg").count()), (0, count), "{parts}: {}", done.said);
    }
}

#[test]
fn several_worksheets_stand_below_their_names() {
    let folder = folder("several");
    for (format, named) in [
        ("text", "good.chain:\n\n"),
        ("latex", "% good.chain\n"),
        ("markdown", "# good.chain\n"),
        ("html", "<h2>good.chain</h2>"),
        ("typst", "= good\\.chain\n"),
    ] {
        let done = run_in(&folder, &["run", "good.chain", "fails.chain", "--format", format]);
        assert_eq!(done.code, 1);
        assert!(done.out.contains(named), "{format}: {}", done.out);
        assert_eq!(done.out.matches("<!DOCTYPE").count(), usize::from(format == "html"));
        let alone = run_in(&folder, &["run", "good.chain", "--format", format]).out;
        assert!(!alone.contains(named), "{format}: {alone}");
    }
}

#[test]
fn text_keeps_to_its_width() {
    let folder = folder("width");
    for width in [40, 60, 80, 100] {
        let done = run_in(&folder, &["run", "good.chain", "--width", &width.to_string()]);
        assert_eq!(done.code, 0);
        let longest = done.out.lines().map(|line| line.chars().count()).max().expect("a page has lines");
        assert!(longest <= width, "{longest} columns where {width} were asked for");
    }
}

#[test]
fn json_has_the_digits_asked_for() {
    let folder = folder("digits");
    let done = run_in(&folder, &["run", "good.chain", "--format", "json", "--digits", "25"]);
    let report: serde_json::Value = serde_json::from_str(&done.out).expect("JSON");
    let value = &report["derivations"][0]["worked"]["value"]["decimal"];
    // σ'(2/3)·2, by mpmath at 50 digits.
    assert_eq!(value, "0.4483147798024572021047447");
}

#[test]
fn several_worksheets_are_told_apart() {
    let folder = folder("several");
    let done = run_in(&folder, &["run", "good.chain", "fails.chain"]);
    assert!(done.out.starts_with("good.chain:\n"));
    assert!(done.out.contains("\nfails.chain:\n"));
    let done = run_in(&folder, &["run", "good.chain", "fails.chain", "--format", "json"]);
    let reports = serde_json::Deserializer::from_str(&done.out).into_iter::<serde_json::Value>();
    assert_eq!(reports.flatten().count(), 2);
}

#[test]
fn completions_are_written_for_every_shell() {
    let folder = folder("completions");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let done = run_in(&folder, &["completions", shell]);
        assert_eq!(done.code, 0);
        assert!(done.out.contains("standalone") && done.out.contains("chainrule"), "{shell}");
    }
}

#[test]
fn colour_is_for_terminals() {
    let folder = folder("colour");
    for (variable, value) in [("TERM", "dumb"), ("TERM", "xterm-256color"), ("NO_COLOR", "1"), ("CI", "true")]
    {
        let done = command(&folder, &["run", "good.chain", "bad.chain"])
            .env(variable, value)
            .output()
            .expect("the command runs");
        assert!(!done.stdout.contains(&0x1b) && !done.stderr.contains(&0x1b), "{variable}={value}");
    }
}

#[test]
fn help_begins_with_what_it_does() {
    let done = run_in(&folder("help"), &["--help"]);
    assert!(done.out.starts_with("Works out the gradients of a neural network"), "{}", done.out);
}
