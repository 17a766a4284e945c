//! Commands in the documentation, run by a shell with the command built from this source.

use std::process::Command;

use chainrule_tests::command_folder as folder;

use super::blocks::{Block, excerpt};
use super::root;

/// Runs every `$ …` line of a block, and writes after each what it prints.
pub fn transcript(block: &Block) -> Result<String, String> {
    let mut transcript = String::new();
    for line in block.content.lines().filter(|line| line.starts_with("$ ")) {
        let command = line[2..].replace("cargo run --release -- ", "chainrule ");
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
        let code = done.status.code().unwrap_or(-1);
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
