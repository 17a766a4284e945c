//! The `chainrule` command: the only place that reads files and prints.

mod arguments;
mod derive;
mod functions;

use std::io::{IsTerminal, Read, Write};
use std::process::ExitCode;

use arguments::{Command, Format, Output};
use chainrule::diagnostic::{self, Diagnostic, Source, Style};
use chainrule::{Options, Outcome, Report};
use clap::{CommandFactory, Parser};

/// Bad worksheet or usage.
const BAD: u8 = 2;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    let code = match arguments.command {
        Command::Run { files, expression, output } => run(&files, expression.as_deref(), &output),
        Command::Derive { expression, by, output } => {
            let derived = derive::derive(&expression, &by, &Options { digits: output.digits });
            for (source, diagnostic) in &derived.said {
                show(source, std::slice::from_ref(diagnostic));
            }
            match derived.report {
                None => BAD,
                Some(report) => {
                    let page = page(&report, &output);
                    if write(&page, &output) { report.exit_code() } else { BAD }
                }
            }
        }
        Command::Functions { name } => functions::list(name.as_deref()),
        Command::Explain { code } => explain(&code),
        Command::Completions { shell } => {
            let mut command = arguments::Arguments::command();
            clap_complete::generate(shell, &mut command, "chainrule", &mut anstream::stdout());
            0
        }
    };
    ExitCode::from(code)
}

fn run(files: &[String], expression: Option<&str>, output: &Output) -> u8 {
    let mut texts = Vec::new();
    if let Some(expression) = expression {
        texts.push(("<command line>".to_owned(), expression.as_bytes().to_vec()));
    }
    for file in files {
        let bytes = if file == "-" {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            std::fs::read(file)
        };
        match bytes {
            Ok(bytes) => texts.push((if file == "-" { "<stdin>".to_owned() } else { file.clone() }, bytes)),
            Err(error) => {
                say(&format!("error: `{}` can't be read: {error}\n", diagnostic::escape(file)));
                return BAD;
            }
        }
    }
    if texts.is_empty() {
        say(
            "error: no worksheet was named; write `chainrule run FILE`, `chainrule run -`, or `chainrule run -e 'y = x^2; derive dy/dx'`\n",
        );
        return BAD;
    }
    all(texts, output)
}

/// Runs every text and writes what came of it; the worst exit code of all.
fn all(texts: Vec<(String, Vec<u8>)>, output: &Output) -> u8 {
    let mut all_pages = String::new();
    let mut worst = 0;
    for (name, bytes) in texts {
        let text = match chainrule_parser::decode(&name, bytes) {
            Ok(text) => text,
            Err(wrong) => {
                show(&wrong.source, std::slice::from_ref(&wrong.diagnostic));
                worst = worst.max(BAD);
                continue;
            }
        };
        let Outcome { source, diagnostics, report } =
            chainrule::run(&name, &text, &Options { digits: output.digits });
        show(&source, &diagnostics);
        match report {
            None => worst = worst.max(BAD),
            Some(report) => {
                worst = worst.max(report.exit_code());
                all_pages.push_str(&page(&report, output));
            }
        }
    }
    if write(&all_pages, output) { worst } else { BAD }
}

fn page(report: &Report, output: &Output) -> String {
    match output.format {
        Format::Text => report.text(width(output), output.ascii, colored(output)),
        Format::Latex => report.latex(output.standalone),
        Format::Json => report.json(),
    }
}

fn width(output: &Output) -> usize {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    output.width.or_else(terminal).unwrap_or(100)
}

fn colored(output: &Output) -> bool {
    output.file.is_none()
        && std::io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Writes the page to its file or to standard output. A reader that stops reading is no error.
fn write(page: &str, output: &Output) -> bool {
    let Some(path) = &output.file else {
        let mut out = std::io::stdout().lock();
        let done = out.write_all(page.as_bytes()).and_then(|()| out.flush());
        return done.is_ok() || done.is_err_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe);
    };
    match std::fs::write(path, page) {
        Ok(()) => true,
        Err(error) => {
            say(&format!("error: `{}` can't be written: {error}\n", path.display()));
            false
        }
    }
}

fn show(source: &Source, diagnostics: &[Diagnostic]) {
    if diagnostics.is_empty() {
        return;
    }
    let color =
        std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    say(&diagnostic::render(source, diagnostics, if color { Style::Color } else { Style::Plain }));
}

fn explain(wanted: &str) -> u8 {
    if let Some(code) = diagnostic::code::find(wanted) {
        return u8::from(!write(&code.page(), &Output::default()));
    }
    let ids: Vec<&str> = diagnostic::code::CODES.iter().map(|code| code.id).collect();
    say(&format!(
        "error: there is no code `{}`; the codes are {}\n",
        diagnostic::escape(wanted),
        ids.join(", ")
    ));
    BAD
}

/// Says something on standard error.
fn say(text: &str) {
    // Where even that can't be written, nobody is listening.
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}
