//! Names, numbers and signs in LaTeX.

use chainrule_symbolic::function::Notation;
use chainrule_symbolic::graph;

use super::latex_name;
use super::unicode::LONG_NUMBER;
use crate::layout::{Function, Name, Number, Operator};

pub(super) fn name(own: &Name) -> latex_name::LatexName {
    match &own.notation {
        None => latex_name::name(own.parts()),
        Some(notation) => {
            let letters = notation.chars().filter(char::is_ascii_alphanumeric).count();
            let commands = notation.matches('\\').count();
            #[expect(clippy::cast_precision_loss, reason = "a width in em")]
            let width = 0.6 * letters.saturating_sub(3 * commands).max(1) as f32;
            latex_name::LatexName { text: format!("{{{notation}}}"), width, has_label: true }
        }
    }
}

pub(super) fn function(own: &Function) -> String {
    match own {
        Function::Builtin(row) => match row.notation {
            Notation::Call { latex, .. } | Notation::Constant { latex, .. } => latex.to_owned(),
            Notation::Sum
            | Notation::Product
            | Notation::Negation
            | Notation::Quotient
            | Notation::Power
            | Notation::Root
            | Notation::Absolute => format!(r"\operatorname{{{}}}", row.name),
        },
        Function::User(own) => latex_name::name(graph::Name::from_canonical(own)).text,
    }
}

/// The digits of a number, in groups.
pub(super) fn number(number: &Number) -> Vec<String> {
    let (groups, decimals) = number.groups();
    let count = groups.len();
    let long = number.digits.len() > LONG_NUMBER;
    let mut out: Vec<String> = Vec::with_capacity(count);
    for (place, group) in groups.into_iter().enumerate() {
        let sign = if place == 0 && number.negative { "-" } else { "" };
        let separator = match (place + 1 < count, long) {
            (false, _) => "",
            (true, false) => r"\,",
            // The same width without a macro: KaTeX expands no more than a thousand.
            (true, true) => r"\mkern3mu ",
        };
        out.push(format!("{sign}{group}{separator}"));
    }
    if let Some(end) = out.last_mut() {
        if let Some(decimals) = decimals {
            end.push('.');
            end.push_str(decimals);
        }
        if let Some(exponent) = number.exponent {
            end.push_str(&format!(r" \times 10^{{{exponent}}}"));
        }
    }
    // Short numbers are not cut.
    if long { out } else { vec![out.concat()] }
}

pub(super) fn operator(operator: Operator) -> &'static str {
    match operator {
        Operator::Plus => " + ",
        Operator::Minus => " - ",
        Operator::Negative => "-",
        Operator::Dot => r" \cdot ",
        Operator::Times => r" \times ",
        Operator::Comma => ", ",
        Operator::Thin => r"\,",
        Operator::Equal => " = ",
        Operator::About => r" \approx ",
        Operator::Unequal => r" \ne ",
        Operator::Less => " < ",
        Operator::AtMost => r" \le ",
        Operator::Greater => " > ",
        Operator::AtLeast => r" \ge ",
        Operator::From => r" \leftarrow ",
        Operator::Infinity => r"\infty ",
        Operator::Sum => r"\sum",
        Operator::Product => r"\prod",
        Operator::ForAll => r"\qquad ",
    }
}

/// How readily a line ends before a sign; nothing where it does not.
pub(super) fn level(operator: Operator) -> Option<u16> {
    match operator {
        Operator::Equal
        | Operator::About
        | Operator::Unequal
        | Operator::Less
        | Operator::AtMost
        | Operator::Greater
        | Operator::AtLeast
        | Operator::From
        | Operator::ForAll => Some(0),
        Operator::Plus | Operator::Minus => Some(1),
        Operator::Dot | Operator::Times => Some(2),
        Operator::Comma
        | Operator::Negative
        | Operator::Thin
        | Operator::Infinity
        | Operator::Sum
        | Operator::Product => None,
    }
}

pub(super) fn dots(count: Option<u64>) -> String {
    match count {
        Some(count) => format!(r"\cdots\text{{ ({count} more) }}\cdots "),
        None => r"\cdots ".to_owned(),
    }
}
