//! Signs of Unicode text.

use chainrule_symbolic::function::Notation;
use chainrule_symbolic::graph;

use super::greek::greek_letter;
use super::line::Signs;
use crate::layout::{Function, Name, Number, Operator};

/// Unicode text.
pub(super) struct Unicode;

/// Whole numbers with more digits than this may be cut at the end of a line.
pub(super) const LONG_NUMBER: usize = 45;

impl Signs for Unicode {
    fn name(&self, name: &Name) -> String {
        spelled(name.parts())
    }

    fn function(&self, function: &Function) -> String {
        match function {
            Function::Builtin(row) => match row.notation {
                Notation::Call { unicode, .. } | Notation::Constant { unicode, .. } => unicode.to_owned(),
                Notation::Sum
                | Notation::Product
                | Notation::Negation
                | Notation::Quotient
                | Notation::Power
                | Notation::Root
                | Notation::Absolute => row.name.to_owned(),
            },
            Function::User(name) => spelled(graph::Name::from_canonical(name)),
        }
    }

    fn number(&self, number: &Number) -> Vec<String> {
        let (groups, decimals) = number.groups();
        // A number with decimals is read again only as one word.
        let separator = if number.value || decimals.is_none() { "\u{202F}" } else { "" };
        let mut parts = vec![if number.negative { "-".to_owned() } else { String::new() }];
        let long = number.digits.len() > LONG_NUMBER;
        for (place, group) in groups.into_iter().enumerate() {
            if place > 0 {
                last(&mut parts).push_str(separator);
                if long {
                    parts.push(String::new());
                }
            }
            last(&mut parts).push_str(group);
        }
        let end = last(&mut parts);
        if let Some(decimals) = decimals {
            end.push('.');
            end.push_str(decimals);
        }
        match (number.exponent, number.value) {
            (Some(exponent), true) => end.push_str(&format!("×10{}", superscript(&exponent.to_string()))),
            (Some(exponent), false) => end.push_str(&format!("e{exponent}")),
            (None, _) => {}
        }
        parts
    }

    fn operator(&self, operator: Operator) -> (&'static str, &'static str) {
        match operator {
            Operator::Plus => (" +", " "),
            Operator::Minus => (" -", " "),
            Operator::Negative => ("-", ""),
            Operator::Dot => ("·", ""),
            Operator::Times => (" ×", " "),
            Operator::Comma => (",", " "),
            Operator::Thin => ("", ""),
            Operator::Equal => (" =", " "),
            Operator::About => (" ≈", " "),
            Operator::Unequal => (" ≠", " "),
            Operator::Less => (" <", " "),
            Operator::AtMost => (" ≤", " "),
            Operator::Greater => (" >", " "),
            Operator::AtLeast => (" ≥", " "),
            Operator::From => (" ←", " "),
            Operator::Infinity => ("∞", ""),
            Operator::Sum => ("Σ", ""),
            Operator::Product => ("∏", ""),
            Operator::ForAll => ("for ", ""),
        }
    }

    fn differential(&self, order: u32, immediate: bool, _spelled_out: bool) -> String {
        let plus = if immediate { "⁺" } else { "" };
        let order = if order > 1 { superscript(&order.to_string()) } else { String::new() };
        format!("∂{plus}{order}")
    }

    fn root(&self) -> &'static str {
        "√"
    }

    fn raised(&self, exponent: i32) -> Option<String> {
        Some(superscript(&exponent.to_string()))
    }

    fn dots(&self, count: Option<u64>) -> String {
        match count {
            Some(count) => format!("… ({count} more) …"),
            None => "…".to_owned(),
        }
    }

    fn through(&self) -> [&'static str; 2] {
        [" = ", ", …, "]
    }

    fn text(&self, text: &str) -> String {
        text.to_owned()
    }
}

fn last(parts: &mut [String]) -> &mut String {
    parts.last_mut().expect("a number has at least one part")
}

/// A name: Greek letters as letters, digits as subscripts, the layer as a superscript.
fn spelled(name: graph::Name<'_>) -> String {
    let stem = greek_letter(name.stem()).map_or(name.stem().to_owned(), String::from);
    // Digits right behind an underscore stay as they are: they are a part of the name's own.
    let subscript: String = if stem.ends_with('_') {
        name.subscript().to_owned()
    } else {
        name.subscript().chars().map(subscript).collect()
    };
    let label = match name.label() {
        "" => String::new(),
        label if label.chars().all(|c| c.is_ascii_digit()) => superscript(&format!("({label})")),
        label => format!("^{{({label})}}"),
    };
    let member = match name.member() {
        "" => String::new(),
        member => format!("[{member}]"),
    };
    format!("{stem}{subscript}{label}{member}")
}

fn subscript(digit: char) -> char {
    digit.to_digit(10).and_then(|d| char::from_u32(0x2080 + d)).unwrap_or(digit)
}

/// Digits, signs and brackets as superscripts.
fn superscript(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '-' => '⁻',
            '(' => '⁽',
            ')' => '⁾',
            '0' => '⁰',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            '4' => '⁴',
            '5' => '⁵',
            '6' => '⁶',
            '7' => '⁷',
            '8' => '⁸',
            '9' => '⁹',
            other => other,
        })
        .collect()
}
