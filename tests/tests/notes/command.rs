//! The commands over folders: `check`, `weave`, `fmt`.

use std::path::Path;
use std::process::{Command, Stdio};

use chainrule_tests::{Folder, command_folder, new_folder};

/// A folder of the test's own.
fn own_folder(name: &str) -> Folder {
    new_folder(&format!("chainrule-notes-{name}"))
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let done = Command::new(command_folder().join("chainrule"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the command runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code().expect("it ends by itself"), text(done.stdout), text(done.stderr))
}

#[test]
fn the_command_checks_folders() {
    let folder = own_folder("check");
    for (name, text) in [
        ("a.md", "# A\n\n$1 + 1 = 2$\n\n```chain\ny = x^2\ngiven x = 3\nclaim dy/dx = 6\n```\n"),
        ("b.chain", "y = x^2\ngiven x = 3\nclaim dy/dx = 5\n"),
        (".gitignore", "ignored.md\n"),
        ("ignored.md", "$1 + 1 = 3$\n"),
        ("text.txt", "$1 + 1 = 3$\n"),
    ] {
        std::fs::write(folder.join(name), text).expect("a file can be written");
    }
    let (code, out, _) = run(&folder, &["check", ".", "--format", "json"]);
    assert_eq!(code, 1, "{out}");
    let found: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(found["schema"], 1);
    let files = found["files"].as_array().expect("files");
    let verdicts: Vec<(&str, Vec<&str>)> = files
        .iter()
        .map(|file| {
            let lines = file["lines"].as_array().expect("lines");
            let verdicts = lines.iter().map(|line| line["verdict"].as_str().expect("a verdict")).collect();
            (file["path"].as_str().expect("a path"), verdicts)
        })
        .collect();
    assert_eq!(verdicts, [("./a.md", vec!["equal", "proved"]), ("./b.chain", vec!["wrong"])]);
    let line = &files[0]["lines"][0];
    for key in
        ["line", "column", "latex", "role", "relation", "verdict", "value", "slip", "because", "built_on"]
    {
        assert!(line.get(key).is_some(), "{key}");
    }
    assert_eq!(run(&folder, &["check", "a.md"]).0, 0);
    std::fs::write(folder.join("c.chain"), "y = (x\n").expect("a file can be written");
    assert_eq!(run(&folder, &["check", "."]).0, 2);
    assert_eq!(run(&folder, &["check", "missing.md"]).0, 2);
    assert_eq!(run(&folder, &["check"]).0, 2);
    assert_eq!(run(&folder, &["check", "-e", r"\sigma(z)(1-\sigma(z)) = \sigma'(z)"]).0, 0);
    let (code, out, _) =
        run(&folder, &["check", "-e", r"\alpha w = 2", "--given", r"\alpha = 0.001", "--given", "w = 200"]);
    assert_eq!(code, 1);
    assert!(out.contains("right: 0.2"), "{out}");
    let (_, out, _) = run(&folder, &["check", "b.chain", "--format", "junit"]);
    assert!(out.contains("<testsuite name=\"b.chain\" tests=\"1\" failures=\"1\""), "{out}");
}

#[test]
fn the_command_weaves_and_says_what_is_stale() {
    let folder = own_folder("weave");
    let text = "```chain\ny = x^2\nderive dy/dx\n```\n";
    std::fs::write(folder.join("a.md"), text).expect("a file can be written");
    let (code, out, _) = run(&folder, &["weave", "--check", "."]);
    assert_eq!(code, 1);
    assert!(out.starts_with("--- ./a.md\n+++ ./a.md\n@@"), "{out}");
    assert_eq!(std::fs::read_to_string(folder.join("a.md")).expect("the file"), text);
    assert_eq!(run(&folder, &["weave", "."]).0, 0);
    assert_eq!(run(&folder, &["weave", "--check", "."]).0, 0);
    std::fs::write(folder.join("b.md"), "```chain\ny = (x\n```\n").expect("a file can be written");
    let (code, _, said) = run(&folder, &["weave", "."]);
    assert_eq!(code, 2);
    assert!(said.contains("b.md:2:"), "{said}");
    assert_eq!(run(&folder, &["mdbook", "supports", "html"]).0, 0);
    assert_eq!(run(&folder, &["mdbook", "supports", "latex"]).0, 1);
}

#[test]
fn the_command_lays_worksheets_out() {
    let folder = own_folder("fmt");
    let (text, laid_out) = ("z=w*x # a\nderive  dz/dw", "z = w*x  # a\nderive dz/dw\n");
    std::fs::write(folder.join("a.chain"), text).expect("a file can be written");
    let read = || std::fs::read_to_string(folder.join("a.chain")).expect("the file");
    let (code, out, _) = run(&folder, &["fmt", "--check", "."]);
    assert_eq!(code, 1);
    assert!(out.starts_with("--- ./a.chain\n+++ ./a.chain\n@@"), "{out}");
    assert_eq!(read(), text);
    assert_eq!(run(&folder, &["fmt", "."]).0, 0);
    assert_eq!(read(), laid_out);
    assert_eq!(run(&folder, &["fmt", "--check", "."]), (0, String::new(), String::new()));
    std::fs::write(folder.join("b.chain"), "y = (x\n").expect("a file can be written");
    let (code, _, said) = run(&folder, &["fmt", "b.chain"]);
    assert_eq!(code, 2);
    assert!(said.contains("b.chain can't be read, and stays as it is"), "{said}");
    let notes = "a\n\n```chain\nz=w*x # a\nderive  dz/dw\n```\n";
    std::fs::write(folder.join("c.md"), notes).expect("a file can be written");
    assert_eq!(run(&folder, &["fmt", "--check", "c.md"]).0, 1);
    assert_eq!(run(&folder, &["fmt", "c.md"]).0, 0);
    let written = std::fs::read_to_string(folder.join("c.md")).expect("the file");
    assert_eq!(written, format!("a\n\n```chain\n{laid_out}```\n"));
    assert_eq!(run(&folder, &["fmt"]).0, 2);
    assert_eq!(run(&folder, &["fmt", "missing.chain"]).0, 2);
}
