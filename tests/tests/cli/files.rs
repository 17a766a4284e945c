//! Files, pipes and devices: what is read to its limit, what is written whole or not at all.

use std::io::{Read, Write};
use std::process::Stdio;

use super::{command, folder, refused, run_in};

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
