//! Signs of Unicode text.

use std::borrow::Cow;

use chainrule_symbolic::graph;

use super::accents::accented;
use super::line::{Place, Signs};
use super::scripts::{all_subscript, all_superscript, subscript, superscript};
use crate::greek::greek_letter;
use crate::layout::{Accent, Function, Name, Number, Operator};

/// Unicode text.
pub(super) struct Unicode;

/// Whole numbers with more digits than this may be cut at the end of a line.
pub(super) const LONG_NUMBER: usize = 45;

impl Signs for Unicode {
    fn name<'n>(&self, name: &'n Name) -> Cow<'n, str> {
        Cow::Owned(spelled(name.parts()))
    }

    fn function<'n>(&self, function: &'n Function) -> Cow<'n, str> {
        match function {
            Function::Renamed(_, symbol) => Cow::Borrowed(symbol.unicode),
            Function::Builtin(row) => Cow::Borrowed(row.symbol().map_or(row.name, |symbol| symbol.unicode)),
            Function::User(name) => Cow::Owned(spelled(graph::Name::from_canonical(name))),
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
            Operator::Chained => (" ·", " "),
            Operator::ImpliedApart => (" ", ""),
            Operator::Times => (" ×", " "),
            Operator::By => ("×", ""),
            Operator::Comma => (",", " "),
            Operator::Thin | Operator::Implied => ("", ""),
            Operator::Equal => (" =", " "),
            Operator::About => (" ≈", " "),
            Operator::Unequal => (" ≠", " "),
            Operator::PlusMinus => (" ±", " "),
            Operator::Becomes => (" →", " "),
            Operator::Less => (" <", " "),
            Operator::AtMost => (" ≤", " "),
            Operator::Greater => (" >", " "),
            Operator::AtLeast => (" ≥", " "),
            Operator::From => (" ←", " "),
            Operator::Infinity => ("∞", ""),
            Operator::Sum => ("Σ", ""),
            Operator::Product => ("∏", ""),
            Operator::ForAll => ("for ", ""),
            Operator::Each => (" ⊙", " "),
            Operator::EachOver => (" ⊘", " "),
            Operator::Transpose => ("ᵀ", ""),
        }
    }

    fn differential(&self, order: u32, immediate: bool, _spelled_out: bool) -> Cow<'static, str> {
        let plus = if immediate { "⁺" } else { "" };
        let order = if order > 1 { superscript(&order.to_string()) } else { String::new() };
        Cow::Owned(format!("∂{plus}{order}"))
    }

    fn bars(&self) -> [&'static str; 2] {
        ["|", "|"]
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

    fn letters(&self, text: &str) -> String {
        text.to_owned()
    }

    fn sign(&self, sign: char) -> String {
        match sign {
            // Too thin for a column.
            '\u{2009}' => String::new(),
            '\u{2005}' | '\u{A0}' => " ".to_owned(),
            other => other.to_string(),
        }
    }

    fn accent(&self, accent: Accent, inner: &str) -> String {
        accented(accent, inner)
    }

    fn script(&self, place: Place, inner: &str) -> String {
        let (raised, sign) = match place {
            Place::Below => (all_subscript(inner), '_'),
            Place::Above => (all_superscript(inner), '^'),
        };
        raised.unwrap_or_else(|| braced(sign, inner))
    }

    fn between(&self, _before: &str, _after: &str) -> &'static str {
        ""
    }

    fn holds(&self, _text: &str) -> bool {
        true
    }
}

/// A script that can't be raised or lowered: `_x`, `^{(l)}`.
pub(super) fn braced(sign: char, inner: &str) -> String {
    if inner.chars().count() == 1 { format!("{sign}{inner}") } else { format!("{sign}{{{inner}}}") }
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
