//! Command lines that can't be understood, with what was probably meant.

use std::io::Write;
use std::process::ExitCode;

use chainrule::diagnostic::escape;
use chainrule::render::{FORMATS, Setting};
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
                || std::path::Path::new(typed).extension().is_some_and(|extension| extension == "chain")
                || std::path::Path::new(typed).is_file();
            let is_sheet = typed.contains('=');
            if is_file {
                Some(format!("A worksheet is worked out by `chainrule run {}`.", escape(typed)))
            } else if is_sheet {
                Some(format!("A worksheet is worked out by `chainrule run -e '{}'`.", escape(typed)))
            } else {
                Some(
                    "The commands are run, derive, functions, rules, explain, check, weave, mdbook, pandoc, completions and help."
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
    let format = output.format();
    let refusal = |option: &str, others: &str| {
        let name = format.name();
        format!("error: `{option}` has no meaning in {name}; write {others}, or leave it out\n")
    };
    if output.with_latex && !matches!(format, Format::Json) {
        return Some(refusal("--with-latex", "`--format json`"));
    }
    let choices = [
        (output.standalone, "--standalone", Setting::Standalone),
        (output.latex.is_some(), "--latex", Setting::Equations),
        (output.ascii, "--ascii", Setting::Ascii),
        (output.width.is_some(), "--width", Setting::Width),
    ];
    choices.into_iter().filter(|(is_asked, ..)| *is_asked).find_map(|(_, option, setting)| {
        let is_heeded = match format {
            Format::Page(format) => format.heeds.contains(&setting),
            Format::Json => false,
        };
        let heeding = FORMATS.iter().filter(|format| format.heeds.contains(&setting));
        let others: Vec<String> = heeding.map(|format| format!("`--format {}`", format.name)).collect();
        (!is_heeded).then(|| refusal(option, &others.join(" or ")))
    })
}
