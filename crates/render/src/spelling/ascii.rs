//! Signs of ASCII text.

use super::line::Signs;
use super::unicode::LONG_NUMBER;
use crate::layout::{Function, Name, Number, Operator};
use chainrule_symbolic::function::rows::power::SQRT;

/// ASCII text.
pub(super) struct Ascii;

impl Signs for Ascii {
    fn name(&self, name: &Name) -> String {
        name.text.to_string()
    }

    fn function(&self, function: &Function) -> String {
        match function {
            Function::Builtin(row) => row.name.to_owned(),
            Function::User(name) => name.to_string(),
        }
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
            Operator::Dot => ("*", ""),
            Operator::Times => (" *", " "),
            Operator::Comma => (",", " "),
            Operator::Thin => (" ", ""),
            Operator::Equal => (" =", " "),
            Operator::About => (" ~=", " "),
            Operator::Unequal => (" !=", " "),
            Operator::Less => (" <", " "),
            Operator::AtMost => (" <=", " "),
            Operator::Greater => (" >", " "),
            Operator::AtLeast => (" >=", " "),
            Operator::From => (" <-", " "),
            Operator::Infinity => ("inf", ""),
            Operator::Sum => ("sum", ""),
            Operator::Product => ("prod", ""),
            Operator::ForAll => ("for ", ""),
        }
    }

    fn differential(&self, order: u32, immediate: bool, spelled_out: bool) -> String {
        let letter = if spelled_out { "partial" } else { "d" };
        // `d^2e1` would begin with the number 2e1.
        let space = if spelled_out || order > 1 { " " } else { "" };
        match (order, immediate) {
            (1, false) => format!("{letter}{space}"),
            (order, false) => format!("{letter}^{order}{space}"),
            (1, true) => format!("{letter}^+{space}"),
            (order, true) => format!("{letter}^+{order}{space}"),
        }
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
}

fn last(parts: &mut [String]) -> &mut String {
    parts.last_mut().expect("a number has at least one part")
}
