//! Signs of ASCII text.

use std::borrow::Cow;

use super::accents;
use super::line::{Place, Signs};
use super::unicode::{LONG_NUMBER, braced};
use crate::layout::commands::of_sign;
use crate::layout::{Accent, Function, Name, Number, Operator};
use chainrule_symbolic::function::rows::power::SQRT;

/// ASCII text.
pub(super) struct Ascii;

impl Signs for Ascii {
    fn name<'n>(&self, name: &'n Name) -> Cow<'n, str> {
        Cow::Borrowed(&name.text)
    }

    fn function<'n>(&self, function: &'n Function) -> Cow<'n, str> {
        Cow::Borrowed(match function {
            Function::Builtin(row) | Function::Renamed(row, _) => row.name,
            Function::User(name) => name,
        })
    }

    fn number(&self, number: &Number) -> Vec<String> {
        let mut parts = vec![if number.negative { "-".to_owned() } else { String::new() }];
        let (groups, decimals) = number.groups();
        let long = number.digits.len() > LONG_NUMBER;
        for (place, group) in groups.into_iter().enumerate() {
            if place > 0 && long {
                parts.push(String::new());
            }
            last(&mut parts).push_str(group);
        }
        let end = last(&mut parts);
        if let Some(decimals) = decimals {
            end.push('.');
            end.push_str(decimals);
        }
        if let Some(exponent) = number.exponent {
            end.push_str(&format!("e{exponent}"));
        }
        parts
    }

    fn operator(&self, operator: Operator) -> (&'static str, &'static str) {
        match operator {
            Operator::Plus => (" +", " "),
            Operator::Minus => (" -", " "),
            Operator::Negative => ("-", ""),
            Operator::Dot | Operator::Implied | Operator::ImpliedApart => ("*", ""),
            Operator::Chained | Operator::Times => (" *", " "),
            Operator::By => ("x", ""),
            Operator::Comma => (",", " "),
            Operator::Thin => (" ", ""),
            Operator::Equal => (" =", " "),
            Operator::About => (" ~=", " "),
            Operator::Unequal => (" !=", " "),
            Operator::PlusMinus => (" +-", " "),
            Operator::Becomes => (" ->", " "),
            Operator::Less => (" <", " "),
            Operator::AtMost => (" <=", " "),
            Operator::Greater => (" >", " "),
            Operator::AtLeast => (" >=", " "),
            Operator::From => (" <-", " "),
            Operator::Infinity => ("inf", ""),
            Operator::Sum => ("sum", ""),
            Operator::Product => ("prod", ""),
            Operator::ForAll => ("for ", ""),
            Operator::Each => (" .*", " "),
            Operator::EachOver => (" ./", " "),
            Operator::Transpose => ("^T", ""),
        }
    }

    fn differential(&self, order: u32, immediate: bool, spelled_out: bool) -> Cow<'static, str> {
        if (order, immediate, spelled_out) == (1, false, false) {
            return Cow::Borrowed("d");
        }
        let letter = if spelled_out { "partial" } else { "d" };
        // `d^2e1` would begin with the number 2e1.
        let space = if spelled_out || order > 1 { " " } else { "" };
        Cow::Owned(match (order, immediate) {
            (1, false) => format!("{letter}{space}"),
            (order, false) => format!("{letter}^{order}{space}"),
            (1, true) => format!("{letter}^+{space}"),
            (order, true) => format!("{letter}^+{order}{space}"),
        })
    }

    fn bars(&self) -> [&'static str; 2] {
        ["abs(", ")"]
    }

    fn root(&self) -> &'static str {
        SQRT.name
    }

    fn raised(&self, _exponent: i32) -> Option<String> {
        None
    }

    fn dots(&self, count: Option<u64>) -> String {
        match count {
            Some(count) => format!("... ({count} more) ..."),
            None => "...".to_owned(),
        }
    }

    /// As a worksheet says it.
    fn through(&self) -> [&'static str; 2] {
        [" in ", ".."]
    }

    fn text(&self, text: &str) -> String {
        text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()
    }

    fn letters(&self, text: &str) -> String {
        text.chars().map(|letter| self.sign(letter)).collect()
    }

    fn sign(&self, sign: char) -> String {
        match sign {
            '\u{2009}' => String::new(),
            '\u{2005}' | '\u{A0}' => " ".to_owned(),
            '′' => "'".to_owned(),
            '→' => "->".to_owned(),
            '⋅' | '∗' | '⋆' => "*".to_owned(),
            '…' | '⋯' => "...".to_owned(),
            other => of_sign(other).map_or(other.to_string(), str::to_owned),
        }
    }

    fn accent(&self, accent: Accent, inner: &str) -> String {
        let word = accents::word(accent);
        if inner.chars().all(|c| c.is_ascii_alphanumeric()) {
            format!("{inner}_{word}")
        } else {
            format!("{word}({inner})")
        }
    }

    fn script(&self, place: Place, inner: &str) -> String {
        match place {
            Place::Below => braced('_', inner),
            Place::Above if inner.chars().all(|c| c == '\'') => inner.to_owned(),
            Place::Above => braced('^', inner),
        }
    }

    /// Words side by side would be one.
    fn between(&self, before: &str, after: &str) -> &'static str {
        let meet = before.ends_with(|c: char| c.is_ascii_alphabetic())
            && after.starts_with(|c: char| c.is_ascii_alphabetic());
        if meet && (before.len() > 1 || after.len() > 1) { " " } else { "" }
    }

    fn holds(&self, text: &str) -> bool {
        text.is_ascii()
    }
}

fn last(parts: &mut [String]) -> &mut String {
    parts.last_mut().expect("a number has at least one part")
}
