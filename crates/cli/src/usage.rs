//! Command lines that can't be understood, with what was probably meant.

use std::io::Write;
use std::process::ExitCode;

use chainrule::diagnostic::escape;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::arguments::{Arguments, Command, Format};

/// Shows the help that was asked for, or what is wrong.
pub(crate) fn refuse(wrong: &clap::Error) -> ExitCode {
    // Where it can't be written, nobody is listening.
    let _ = wrong.print();
    if let Some(help) = probably_meant(wrong) {
        let _ = std::io::stderr().lock().write_all(format!("\n{help}\n").as_bytes());
    }
    ExitCode::from(u8::try_from(wrong.exit_code()).unwrap_or(super::BAD))
}

/// A worksheet without the word `run` before it.
fn probably_meant(wrong: &clap::Error) -> Option<String> {
    let text = |kind| match wrong.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        Some(_) | None => None,
    };
    match wrong.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = text(ContextKind::InvalidSubcommand)?;
            let is_file = typed == "-"
                || std::path::Path::new(typed).extension().is_some_and(|own| own == "chain")
                || std::path::Path::new(typed).is_file();
            let is_sheet = typed.contains('=');
            if is_file {
                Some(format!("A worksheet is worked out by `chainrule run {}`.", escape(typed)))
            } else if is_sheet {
                Some(format!("A worksheet is worked out by `chainrule run -e '{}'`.", escape(typed)))
            } else {
                Some(
                    "The commands are run, derive, functions, rules, explain, completions and help."
                        .to_owned(),
                )
            }
        }
        ErrorKind::UnknownArgument if text(ContextKind::InvalidArg) == Some("-e") => {
            Some("A worksheet on the command line is worked out by `chainrule run -e '…'`.".to_owned())
        }
        _ => None,
    }
}

/// Options that do not go together.
pub(crate) fn conflict(arguments: &Arguments) -> Option<String> {
    let (Command::Run { output, .. } | Command::Derive { output, .. }) = &arguments.command else {
        return None;
    };
    let only = |option: &str, format: &str| {
        Some(format!("error: `{option}` is for {format} only; write `--format {format}`, or leave it out\n"))
    };
    match output.format {
        Format::Text | Format::Json if output.standalone => only("--standalone", "latex"),
        Format::Text | Format::Latex if output.with_latex => only("--with-latex", "json"),
        Format::Latex | Format::Json if output.ascii => only("--ascii", "text"),
        Format::Latex | Format::Json if output.width.is_some() => only("--width", "text"),
        Format::Text | Format::Latex | Format::Json => None,
    }
}
