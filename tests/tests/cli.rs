//! The command as its users meet it: what it prints, what it says where something is wrong, and its exit codes.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chainrule_tests::command_folder;

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
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("chainrule-cli-{name}-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("sheets")).expect("a folder can be made");
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
fn standard_input_and_output_files_work() {
    let folder = folder("streams");
    let mut child = command(&folder, &["run", "-", "-o", "page.txt"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command runs");
    child.stdin.take().expect("a pipe").write_all(b"y = x^2\nderive dy/dx\n").expect("it reads");
    let done = child.wait_with_output().expect("it ends");
    assert!(done.status.success() && done.stdout.is_empty());
    let page = std::fs::read_to_string(folder.join("page.txt")).expect("the page was written");
    assert!(page.contains("∂y/∂x = 2x") && !page.contains('\u{1b}'));
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let folder = folder("pipe");
    for arguments in [&["completions", "bash"][..], &["functions"], &["explain"], &["run", "good.chain"]] {
        let mut child = command(&folder, arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0), "{arguments:?}: {said}");
        assert!(said.is_empty(), "{arguments:?}: {said}");
    }
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

/// A worksheet and its other names are what they were, and nothing lies beside them.
#[cfg(unix)]
#[test]
fn a_worksheet_is_never_written_over() {
    let folder = folder("over");
    let text = std::fs::read_to_string(folder.join("good.chain")).expect("a worksheet");
    std::os::unix::fs::symlink("good.chain", folder.join("link")).expect("a link");
    std::os::unix::fs::symlink("../link", folder.join("sheets/far")).expect("a link");
    std::fs::hard_link(folder.join("good.chain"), folder.join("hard")).expect("a link");
    let absolute = folder.join("good.chain").display().to_string();
    let before = std::fs::read_dir(&folder).expect("a folder").count();
    for (inputs, output) in [
        (&["good.chain"][..], "good.chain"),
        (&["good.chain"], "./sheets/../good.chain"),
        (&["good.chain"], &absolute),
        (&["good.chain"], "link"),
        (&["good.chain"], "sheets/far"),
        (&["good.chain"], "hard"),
        (&["link"], "good.chain"),
        (&["sheets/far"], "hard"),
        (&["fails.chain", "good.chain"], "good.chain"),
        (&["bad.chain", "nowhere.chain", "hard"], "link"),
        (&["notes.md"], "notes.md"),
        (&["-e", "y = x; derive dy/dx", "good.chain"], "hard"),
    ] {
        for format in ["text", "json"] {
            let arguments = [&["run"][..], inputs, &["-o", output, "--format", format]].concat();
            refused(&folder, &arguments, &["worksheet of this run", "name another file"]);
        }
    }
    let open = || std::fs::File::open(folder.join("good.chain")).expect("a worksheet");
    let append = || std::fs::OpenOptions::new().append(true).open(folder.join("hard")).expect("a worksheet");
    for mut command in [
        command(&folder, &["run", "-", "-o", "link"]),
        command(&folder, &["run", "/dev/stdin", "-o", "link"]),
    ] {
        assert_eq!(command.stdin(open()).output().expect("it runs").status.code(), Some(2));
    }
    for input in ["-", "good.chain"] {
        let mut command = command(&folder, &["run", input]);
        let status = command.stdin(open()).stdout(append()).stderr(Stdio::null()).status().expect("it runs");
        assert_eq!(status.code(), Some(2), "{input}");
    }
    assert_eq!(std::fs::read_to_string(folder.join("good.chain")).expect("a worksheet"), text);
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), before, "something is left");
}

/// An output file is replaced when the page is there, and only then.
#[cfg(unix)]
#[test]
fn an_output_file_is_written_whole_or_not_at_all() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("whole");
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).expect("a file");
    std::fs::write(folder.join("page"), "old").expect("a file");
    std::fs::set_permissions(folder.join("page"), std::fs::Permissions::from_mode(0o640)).expect("its own");
    std::os::unix::fs::symlink("page", folder.join("link")).expect("a link");
    std::os::unix::fs::symlink("made", folder.join("dangling")).expect("a link");
    for inputs in [
        &["bad.chain"][..],
        &["good.chain", "bad.chain"],
        &["bad.chain", "good.chain"],
        &["good.chain", "no"],
        &["notes.md"],
    ] {
        refused(&folder, &[&["run"][..], inputs, &["-o", "link"]].concat(), &["`link` is left as it was"]);
        refused(&folder, &[&["run"][..], inputs, &["-o", "new"]].concat(), &["`new` is not written"]);
        assert!(read("page") == "old" && !folder.join("new").exists(), "{inputs:?}");
    }
    // A claim that fails has a page all the same.
    assert_eq!(run_in(&folder, &["run", "fails.chain", "-o", "link"]).code, 1);
    assert!(read("page").contains("✗"));
    assert_eq!(run_in(&folder, &["run", "good.chain", "fails.chain", "-o", "link"]).code, 1);
    assert!(read("page").starts_with("good.chain:") && read("page").contains("✗"));
    assert!(folder.join("link").is_symlink() && !folder.join("page").is_symlink());
    let mode = std::fs::metadata(folder.join("page")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(run_in(&folder, &["run", "good.chain", "-o", "dangling"]).code, 0);
    assert!(folder.join("dangling").is_symlink() && read("made").contains("∂a/∂w"));
    // A new file has the rights that any new file gets.
    std::fs::write(folder.join("any"), "").expect("a file");
    let mode = |file: &str| std::fs::metadata(folder.join(file)).expect("a file").permissions().mode();
    assert_eq!(mode("made"), mode("any"));
    let beside = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.expect("an entry").file_name().to_string_lossy().ends_with(".tmp")
    };
    assert!(!std::fs::read_dir(&folder).expect("a folder").any(beside), "something is left");
}

#[cfg(target_os = "linux")]
#[test]
fn devices_and_pipes_take_pages_as_they_come() {
    let folder = folder("devices");
    refused(&folder, &["run", "good.chain", "-o", "/dev/full"], &["`/dev/full`", "no space left"]);
    refused(&folder, &["derive", "x^2", "--by", "x", "-o", "/dev/full"], &["no space left"]);
    assert_eq!(run_in(&folder, &["run", "good.chain", "-o", "/dev/null"]).code, 0);
    let page = run_in(&folder, &["run", "good.chain"]).out;
    for output in ["/dev/stdout", "/proc/self/fd/1", "-"] {
        let done = run_in(&folder, &["run", "good.chain", "-o", output]);
        assert_eq!((done.code, done.out.as_str()), (0, page.as_str()), "{output}");
    }
    assert!(!folder.join("-").exists());
    // What another wrote to standard output before stays there.
    let mut log = std::fs::File::create(folder.join("log")).expect("a file");
    log.write_all(b"before\n").expect("a file");
    let status =
        command(&folder, &["run", "good.chain", "-o", "/dev/stdout"]).stdout(log).status().expect("it runs");
    assert!(status.success());
    assert_eq!(std::fs::read_to_string(folder.join("log")).expect("a file"), format!("before\n{page}"));
    // One bad worksheet does not keep the pages of the others.
    let done = run_in(&folder, &["run", "good.chain", "bad.chain", "fails.chain", "-o", "/dev/stdout"]);
    assert!(done.code == 2 && done.out.contains("∂a/∂w") && done.out.contains("✗"), "{}", done.out);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
    let status = command(&folder, &["run", "good.chain"])
        .stdout(full)
        .stderr(Stdio::null())
        .status()
        .expect("it runs");
    assert_eq!(status.code(), Some(2));
}

/// The limit of a worksheet's size holds while it is read, and for each input by itself.
#[cfg(target_os = "linux")]
#[test]
fn endless_input_is_refused() {
    let folder = folder("endless");
    refused(&folder, &["run", "/dev/zero"], &["E0703", "/dev/zero", "more than 67108864 bytes"]);
    let zero = || std::fs::File::open("/dev/zero").expect("a device");
    let done =
        command(&folder, &["run", "-", "good.chain", "/dev/zero"]).stdin(zero()).output().expect("it runs");
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stdout).contains("∂a/∂w"));
    // A pipe that never ends.
    let mut child = command(&folder, &["run", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || while pipe.write_all(&[b'#'; 1 << 12]).is_ok() {});
    let done = child.wait_with_output().expect("it ends");
    writer.join().expect("the pipe breaks");
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("E0703"));
}
