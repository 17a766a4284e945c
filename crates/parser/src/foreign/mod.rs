//! Lines as they are written elsewhere, in programs, in other tools and in prose: what they are in a worksheet.
//!
//! A line that was read has one reading, and nothing here is asked about it. One in which something is wrong is looked at
//! once more, as text: where it has a form that people bring from elsewhere, what was said about it gives way to the line
//! as it is written here.

mod choice;
pub(crate) mod derivative;
mod index;
mod program;
mod prose;
mod question;
mod shapes;
mod value;
mod words;

pub(crate) use prose::task;

use std::collections::BTreeMap;

use chainrule_diagnostic::code::{self, Code};
use chainrule_diagnostic::{Diagnostic, Span};

/// Longer lines are left alone.
const LONGEST: usize = 160;

/// So many lines are looked at.
const MOST_LINES: usize = 100;

/// A line that has a form from elsewhere.
pub(super) struct Foreign<'l> {
    /// Under which code it is explained.
    code: &'static Code,
    /// The part of the line that shows it.
    place: &'l str,
    /// What is to be said of it.
    message: String,
    /// What to write instead: lines of a worksheet.
    write: Vec<String>,
    /// What else helps.
    help: Vec<String>,
    /// The line after it, where that belongs to it.
    next: Option<&'l str>,
    /// Whether it declares what other lines rest on.
    declares: bool,
}

impl<'l> Foreign<'l> {
    fn new(place: &'l str, message: impl Into<String>) -> Self {
        Self {
            code: &code::EXPECTED,
            place,
            message: message.into(),
            write: Vec::new(),
            help: Vec::new(),
            next: None,
            declares: false,
        }
    }

    fn write(mut self, line: impl Into<String>) -> Self {
        self.write.push(line.into());
        self
    }

    fn write_all(mut self, lines: Vec<String>) -> Self {
        self.write.extend(lines);
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

/// Looks for one form in a line, which has no space at its ends; the whole worksheet besides.
type Form = for<'l> fn(&'l str, &'l str) -> Option<Foreign<'l>>;

/// The forms, the most special ones first.
static FORMS: &[Form] = &[
    prose::list_item,
    program::library,
    program::function,
    program::comment,
    program::loop_before,
    program::step,
    program::assignment,
    choice::choice,
    question::at_point,
    question::at_bar,
    question::answered,
    question::second,
    question::gradient,
    question::fraction_of_calls,
    question::twice,
    derivative::call,
    derivative::prime,
    derivative::fraction,
    derivative::subscript,
    shapes::declared,
    value::cut_digits,
    value::list,
    value::several,
    value::with_unit,
    value::of_kind,
    value::distribution,
    prose::value_in_words,
    prose::definition_in_words,
    prose::claim_in_words,
    prose::two_statements,
    prose::sentences,
    prose::other_task,
    index::range,
    index::sum,
    index::dots,
    program::two_arguments,
    program::bars,
    program::argument_left_bare,
];

/// Says of lines from elsewhere how they are written here, in the place of what else was wrong with them.
pub(crate) fn replace(text: &str, diagnostics: &mut Vec<Diagnostic>) {
    // The statements that were looked at, by their starts: thousands of complaints may stand in one.
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    let mut found: Vec<(Span, Diagnostic)> = Vec::new();
    let mut declares = false;
    for diagnostic in
        diagnostics.iter().filter(|diagnostic| diagnostic.is_error() && !is_of_meaning(diagnostic))
    {
        let at = diagnostic.primary.span.start as usize;
        if seen.range(..=at).next_back().is_some_and(|(_, &end)| at <= end) {
            continue;
        }
        if seen.len() >= MOST_LINES {
            break;
        }
        let Some(before) = text.get(..at) else { continue };
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
        let (start, end) = statement(text, start, end, at);
        seen.insert(start, end);
        let line = text[start..end].trim();
        if line.is_empty() || line.len() > LONGEST || line.contains(|c: char| c.is_control() || c == '`') {
            continue;
        }
        let Some(form) = FORMS.iter().find_map(|form| form(line, text).filter(|form| form.write != [line]))
        else {
            continue;
        };
        let from = form.place.as_ptr().addr() - text.as_ptr().addr();
        let place = Span::new(from, from + form.place.len());
        let mut wrong = Diagnostic::error(form.code, place, form.message);
        if let [single] = form.write.as_slice() {
            wrong = wrong.help(format!("write `{single}`"));
        } else if !form.write.is_empty() {
            let lines: Vec<String> = form.write.iter().map(|line| format!("`{line}`")).collect();
            wrong = wrong.help(format!("write one statement a line: {}", lines.join(", then ")));
        }
        for help in form.help {
            wrong = wrong.help(help);
        }
        let end = form.next.map_or(end, |next| next.as_ptr().addr() - text.as_ptr().addr() + next.len());
        found.push((Span::new(start, end), wrong));
        declares |= form.declares;
    }
    if declares {
        // Without that declaration the worksheet was read as one of numbers.
        diagnostics.retain(|diagnostic| !diagnostic.is_error());
    }
    for (line, wrong) in found {
        let written = &text[line.range()];
        diagnostics.retain(|diagnostic| {
            let start = diagnostic.primary.span.start;
            if (line.start..=line.end).contains(&start) {
                return !diagnostic.is_error() || is_of_meaning(diagnostic);
            }
            !(follows(diagnostic)
                && text.get(diagnostic.primary.span.range()).is_some_and(|name| stands_in(written, name)))
        });
        diagnostics.push(wrong);
    }
}

/// The statement of a line in which a place lies: `;` stands between two.
fn statement(text: &str, start: usize, end: usize, at: usize) -> (usize, usize) {
    let (mut from, mut depth) = (start, 0usize);
    for (offset, letter) in text[start..end].char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ';' if depth == 0 && start + offset >= at => return (from, start + offset),
            ';' if depth == 0 => from = start + offset + 1,
            _ => {}
        }
    }
    (from, end)
}

/// Whether a complaint is about a name that a line which was not read may have made known.
fn follows(diagnostic: &Diagnostic) -> bool {
    [&code::UNKNOWN_NAME, &code::NO_MEMBER, &code::NOT_A_FUNCTION].contains(&diagnostic.code)
}

/// Whether a line speaks of a name, or of the family it is one of.
fn stands_in(line: &str, name: &str) -> bool {
    let end = name.find(|letter: char| !letter.is_alphabetic()).unwrap_or(name.len());
    end > 0 && line.contains(&name[..end])
}

/// Whether a complaint is about what a line says, and not about how it is written.
fn is_of_meaning(diagnostic: &Diagnostic) -> bool {
    let of_form = [
        &code::EXPECTED,
        &code::UNKNOWN_CHARACTER,
        &code::UNCLOSED_BRACKET,
        &code::UNEXPECTED_BRACKET,
        &code::NOT_A_FUNCTION,
        &code::UNKNOWN_FUNCTION,
        &code::ARITY,
        &code::PRIME,
        &code::BAD_QUERY,
        &code::BAD_INDEX,
        &code::BAD_DISTRIBUTION,
        &code::BAD_UPDATE,
        &code::BAD_NUMBER,
        &code::NOT_A_NUMBER,
        &code::AMBIGUOUS_DIVISION,
        &code::BAD_SHAPE,
        &code::NOT_WITH_SHAPES,
    ];
    !of_form.contains(&diagnostic.code)
}
