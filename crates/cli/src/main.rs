//! The `chainrule` command: the only place that reads files and prints.

mod arguments;
mod check;
mod choices;
mod defect;
mod destination;
mod explain;
mod files;
mod fmt;
mod functions;
mod identity;
mod pages;
mod pictures;
mod progress;
mod rules;
mod run;
mod shells;
mod usage;
mod weave;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use arguments::{Command, Output};
use chainrule::diagnostic::{self, Diagnostic, Source, Style};
use clap::{CommandFactory, Parser};
use destination::Destination;
use pages::Told;

/// Bad worksheet or usage.
const BAD: u8 = 2;

/// A panic: `EX_SOFTWARE` of `sysexits.h`.
const DEFECT: u8 = 70;

fn main() -> ExitCode {
    defect::watch();
    let mut words: Vec<std::ffi::OsString> = std::env::args_os().collect();
    if let Some(command) = words.first().and_then(|program| shells::by_name(program)) {
        words.insert(1, command.into());
    }
    let arguments = match arguments::Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(wrong) => return usage::refuse(&wrong),
    };
    if let Some(wrong) = usage::conflict(&arguments) {
        say(&wrong);
        return ExitCode::from(BAD);
    }
    let code = match arguments.command {
        Command::Run { files, expression, output, pictures } => {
            run::run(&files, expression.as_deref(), &output, &pictures)
        }
        Command::Derive { expression, by, output } => derive(&expression, &by, &output),
        Command::Check { paths, expression, givens, format } => {
            check::check(&paths, expression.as_deref(), &givens, format)
        }
        Command::Fmt { paths, check } => fmt::fmt(&paths, check),
        Command::Weave { paths, math, check } => weave::weave(&paths, math, check),
        Command::Mdbook { arguments } => shells::mdbook(&arguments),
        Command::Pandoc { target: _ } => shells::pandoc(),
        Command::Functions { name } => say_or_answer(functions::list(name.as_deref())),
        Command::Rules { name } => say_or_answer(rules::list(name.as_deref())),
        Command::Explain { code } => say_or_answer(explain::explain(code.as_deref())),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut arguments::Arguments::command(), "chainrule", &mut script);
            say_or_answer(Ok(String::from_utf8_lossy(&script).into_owned()))
        }
    };
    ExitCode::from(code)
}

/// Derives one expression by one name.
fn derive(expression: &str, by: &str, output: &Output) -> u8 {
    let worked = Destination::find(output.file(), &[]).map(|destination| {
        let worked = defect::caught(|| {
            let derived = chainrule::derive(expression, by, &output.options());
            let page = derived.report.map(|report| {
                let name = diagnostic::escape(expression);
                let [before, after] = pages::around(output, Some(&name));
                let (code, mut page) = (report.exit_code(), before.into_bytes());
                Told::of(report, output, &name, false)
                    .write(output, &mut page)
                    .expect("memory takes what is written to it");
                page.extend(after.into_bytes());
                (code, page)
            });
            (derived.said, page)
        });
        (destination, worked)
    });
    let (mut destination, worked) = match worked {
        Ok(worked) => worked,
        Err(wrong) => {
            say(&wrong);
            return BAD;
        }
    };
    let (said, page) = match worked {
        Ok(worked) => worked,
        Err(panic) => {
            let worksheet = format!("y = {expression}\nderive dy/d{by}\n");
            say(&defect::message("<expression>", &worksheet, &panic));
            return DEFECT;
        }
    };
    for (source, diagnostic) in &said {
        show(source, std::slice::from_ref(diagnostic));
    }
    let Some((code, page)) = page else { return BAD };
    match destination.push_by(|out| out.write_all(&page)).and_then(|()| destination.finish(0)) {
        Ok(()) => code,
        Err(wrong) => {
            say(&wrong);
            BAD
        }
    }
}

/// Writes an answer, or says on standard error why there is none.
fn say_or_answer(answer: Result<String, String>) -> u8 {
    match answer {
        Ok(text) => match Destination::find(None, &[]).and_then(|mut output| output.push(&text)) {
            Ok(()) => 0,
            Err(wrong) => {
                say(&wrong);
                BAD
            }
        },
        Err(wrong) => {
            say(&wrong);
            BAD
        }
    }
}

fn width(output: &Output) -> usize {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    output.width.or_else(terminal).unwrap_or(100)
}

fn colored(output: &Output) -> bool {
    output.file().is_none() && takes_color(&std::io::stdout())
}

/// Whether a stream takes colour: a terminal does, unless the reader or the terminal says otherwise.
fn takes_color(stream: &impl IsTerminal) -> bool {
    stream.is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|value| value != "dumb")
}

fn show(source: &Source, diagnostics: &[Diagnostic]) {
    if diagnostics.is_empty() {
        return;
    }
    let color = takes_color(&std::io::stderr());
    say(&diagnostic::render(source, diagnostics, if color { Style::Color } else { Style::Plain }));
}

/// Says something on standard error.
fn say(text: &str) {
    // Where even that can't be written, nobody is listening.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
