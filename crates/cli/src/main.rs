//! The `chainrule` command: the only place that reads files and prints.

mod arguments;
mod derive;
mod explain;
mod files;
mod functions;
mod progress;
mod rules;
mod usage;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use arguments::{Command, Format, Output};
use chainrule::diagnostic::{self, Diagnostic, Source, Style};
use chainrule::{Options, Outcome, Report};
use chainrule_parser::markdown;
use clap::{CommandFactory, Parser};
use progress::Bar;

/// Bad worksheet or usage.
const BAD: u8 = 2;

fn main() -> ExitCode {
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(wrong) => return usage::refuse(&wrong),
    };
    if let Some(wrong) = usage::conflict(&arguments) {
        say(&wrong);
        return ExitCode::from(BAD);
    }
    let code = match arguments.command {
        Command::Run { files, expression, output } => run(&files, expression.as_deref(), &output),
        Command::Derive { expression, by, output } => {
            let derived = derive::derive(&expression, &by, &output.options());
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

/// Writes an answer, or says on standard error why there is none.
fn say_or_answer(answer: Result<String, String>) -> u8 {
    match answer {
        Ok(text) => {
            if write(&text, &Output::default()) {
                0
            } else {
                BAD
            }
        }
        Err(wrong) => {
            say(&wrong);
            BAD
        }
    }
}

fn run(files: &[String], expression: Option<&str>, output: &Output) -> u8 {
    if files.is_empty() && expression.is_none() {
        say(
            "error: no worksheet was named; write `chainrule run FILE`, `chainrule run -`, or `chainrule run -e 'y = x^2; derive dy/dx'`\n",
        );
        return BAD;
    }
    let mut texts = Vec::new();
    let mut unread = 0;
    if let Some(expression) = expression {
        texts.push(("<command line>".to_owned(), expression.as_bytes().to_vec()));
    }
    for file in files {
        match files::read(file) {
            Ok(text) => texts.push(text),
            Err(wrong) => {
                say(&wrong);
                unread += 1;
            }
        }
    }
    if output.standalone && texts.len() + unread > 1 {
        say(ONE_DOCUMENT);
        return BAD;
    }
    let worst = if texts.is_empty() { 0 } else { all(texts, output) };
    if unread > 0 { BAD.max(worst) } else { worst }
}

/// Two documents in one would be none.
const ONE_DOCUMENT: &str =
    "error: `--standalone` makes one document of one worksheet; name one, or leave `--standalone` out\n";

/// Runs every text and writes what came of it; the worst exit code of all.
fn all(texts: Vec<(String, Vec<u8>)>, output: &Output) -> u8 {
    let mut all_pages = String::new();
    let mut worst = 0;
    let mut worksheets = Vec::new();
    for (name, bytes) in texts {
        match chainrule_parser::decode(&name, bytes) {
            Ok(text) if files::is_markdown(&name) => {
                let blocks = markdown::worksheets(&name, &text);
                if blocks.is_empty() {
                    say(&files::no_worksheet_in(&name));
                    worst = worst.max(BAD);
                }
                worksheets.extend(
                    blocks.into_iter().map(|block| (format!("{name}:{}", block.line_column(0).0), block)),
                );
            }
            Ok(text) => worksheets.push((name.clone(), Source::new(name, text))),
            Err(wrong) => {
                show(&wrong.source, std::slice::from_ref(&wrong.diagnostic));
                worst = worst.max(BAD);
            }
        }
    }
    let is_one_of_many = worksheets.len() > 1;
    if is_one_of_many && output.standalone {
        say(ONE_DOCUMENT);
        return BAD;
    }
    for (name, source) in worksheets {
        let bar = Bar::new();
        let options = Options { progress: bar.progress(), ..output.options() };
        let Outcome { source, diagnostics, report } = chainrule::run_source(source, &options);
        drop(bar);
        show(&source, &diagnostics);
        match report {
            None => worst = worst.max(BAD),
            Some(report) => {
                worst = worst.max(report.exit_code());
                if is_one_of_many {
                    all_pages.push_str(&title(&name, output.format));
                }
                all_pages.push_str(&page(&report, output));
            }
        }
    }
    if write(&all_pages, output) { worst } else { BAD }
}

/// What stands above the page of one worksheet of several.
fn title(name: &str, format: Format) -> String {
    let name = diagnostic::escape(name);
    match format {
        Format::Text => format!("{name}:\n\n"),
        Format::Latex => format!("% {name}\n"),
        Format::Json => String::new(),
    }
}

fn page(report: &Report, output: &Output) -> String {
    match output.format {
        Format::Text => {
            chainrule::page(report, &output.options()).text(width(output), output.ascii, colored(output))
        }
        Format::Latex => chainrule::page(report, &output.options()).latex(output.standalone),
        Format::Json => chainrule::json(report, &output.options()),
    }
}

fn width(output: &Output) -> usize {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    output.width.or_else(terminal).unwrap_or(100)
}

fn colored(output: &Output) -> bool {
    output.file.is_none() && takes_color(&std::io::stdout())
}

/// Writes the page to its file or to standard output. A reader that stops reading is no error.
fn write(page: &str, output: &Output) -> bool {
    match files::write(page, output.file.as_deref()) {
        Ok(()) => true,
        Err(wrong) => {
            say(&wrong);
            false
        }
    }
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
