//! The functions, from their rows.

use std::io::Write;

use chainrule::symbolic::function::{self, End, Function, Interval};

/// Lists all functions, or shows one; the exit code.
pub(crate) fn list(name: Option<&str>) -> u8 {
    let text = match name {
        None => function::TABLE
            .iter()
            .filter(|row| row.name.starts_with(|c: char| c.is_ascii_alphabetic()))
            .map(|row| format!("{:<14} {}\n", row.name, row.title))
            .collect(),
        Some(name) => match function::find(name) {
            Some(row) => page(row),
            None => {
                let text = format!(
                    "error: there is no function `{}`; `chainrule functions` lists them\n",
                    chainrule::diagnostic::escape(name)
                );
                let _ = std::io::stderr().lock().write_all(text.as_bytes());
                return 2;
            }
        },
    };
    u8::from(std::io::stdout().lock().write_all(text.as_bytes()).is_err())
}

fn page(row: &Function) -> String {
    let mut text = format!("{}: {}\n", row.name, row.title);
    if !row.spellings.is_empty() {
        text.push_str(&format!("also written: {}\n", row.spellings.join(", ")));
    }
    text.push_str(&format!("range: {}\n", interval(row.range)));
    if !row.derivative_range.is_all() {
        text.push_str(&format!("range of the derivative: {}\n", interval(row.derivative_range)));
    }
    for kink in row.kinks {
        text.push_str(&format!(
            "at {} the derivative is taken as {} ({})\n",
            kink.at, kink.derivative, kink.convention
        ));
    }
    for example in row.examples {
        text.push_str(&format!("{}({}) = {}\n", row.name, example.arguments.join(", "), example.value));
    }
    text.push_str(&format!("source: {}\n", row.source));
    text
}

fn interval(interval: Interval) -> String {
    let end = |end: End, none: &str| end.value().map_or(none.to_owned(), |value| value.to_string());
    let left = if matches!(interval.lower, End::Closed(..)) { '[' } else { '(' };
    let right = if matches!(interval.upper, End::Closed(..)) { ']' } else { ')' };
    format!("{left}{}, {}{right}", end(interval.lower, "-∞"), end(interval.upper, "∞"))
}
