//! Commands in the documentation, run by a shell with the command built from this source.

use std::path::Path;
use std::process::Command;

use chainrule_tests::command_folder as folder;

use super::blocks::{Block, excerpt};
use super::root;

/// What a command prints, and its exit code.
fn run(command: &str) -> Result<(String, i32), String> {
    let path = std::env::var("PATH").unwrap_or_default();
    let done = Command::new("sh")
        .args(["-c", &format!("{{ {command}\n}} 2>&1")])
        .env("PATH", format!("{}:{path}", folder().display()))
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .current_dir(root())
        .output()
        .map_err(|error| format!("`{command}`: {error}"))?;
    let printed = String::from_utf8(done.stdout).map_err(|error| format!("`{command}`: {error}"))?;
    Ok((printed, done.status.code().unwrap_or(-1)))
}

/// Runs every line of a block that is `chainrule run` of one of the project's worksheets and nothing else. Each is to print
/// what one of the outputs of its page shows, as a whole: who types the command sees what was read.
pub fn printed_as_shown(block: &Block, all: &[Block]) -> Result<(), String> {
    let is_plain = |line: &&str| {
        let worksheet = line.strip_prefix("chainrule run ").unwrap_or_default();
        Path::new(worksheet).extension().is_some_and(|ending| ending == "chain")
            && root().join(worksheet).is_file()
    };
    for command in block.content.lines().filter(is_plain) {
        let (printed, code) = run(command)?;
        if code != 0 {
            return Err(format!("`{command}` ends with code {code}, and prints\n{printed}"));
        }
        if !all.iter().any(|other| other.has("output") && other.content == printed) {
            return Err(format!("no output of this page is what `{command}` prints:\n{printed}"));
        }
    }
    Ok(())
}

/// Runs every `$ …` line of a block, and writes after each what it prints.
pub fn transcript(block: &Block) -> Result<String, String> {
    let mut transcript = String::new();
    for line in block.content.lines().filter(|line| line.starts_with("$ ")) {
        let command = line[2..].replace("cargo run --release -- ", "chainrule ");
        let (printed, code) = run(&command)?;
        let wanted = block.number("exit")?.unwrap_or(0);
        if usize::try_from(code) != Ok(wanted) {
            return Err(format!("`{command}` ends with code {code}, not {wanted}, and prints\n{printed}"));
        }
        transcript.push_str(line);
        transcript.push('\n');
        transcript.push_str(&excerpt(block, &printed)?);
    }
    if transcript.is_empty() { Err("no line begins with `$ `".to_owned()) } else { Ok(transcript) }
}
