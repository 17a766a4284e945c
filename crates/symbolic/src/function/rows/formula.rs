//! Formulas of the rows, written as text: `1 / (1 + exp(-z))`.
//!
//! The text is the rows' own, never a reader's: a mistake in it is found by the first test that touches the row.

use super::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use super::constant::PI;
use crate::function;
use crate::graph::{ExprId, Graph};
use crate::number::{Rational, parse_decimal};

/// Constants too long to write into each formula.
const CONSTANTS: &[(&str, &str)] = &[
    ("LAMBDA", "1.0507009873554804934193349852946"),
    ("ALPHA", "1.6732632423543772848170429916717"),
    ("CUBIC", "0.044715"),
];

/// Builds a formula over the arguments: the first is `z` or `a`, the second `b`. A function's name may stand before its
/// argument without brackets.
pub(super) fn formula(graph: &mut Graph, arguments: &[ExprId], text: &str) -> ExprId {
    let mut reader = Reader { graph, arguments, rest: text };
    let expr = reader.sum();
    assert!(reader.rest.trim().is_empty(), "the formula `{text}` is read to its end");
    expr
}

/// Recursive descent over a row's own text, which is short.
struct Reader<'a> {
    graph: &'a mut Graph,
    arguments: &'a [ExprId],
    rest: &'a str,
}

impl Reader<'_> {
    fn take(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start();
        let found = rest.strip_prefix(sign);
        self.rest = found.unwrap_or(rest);
        found.is_some()
    }

    fn sum(&mut self) -> ExprId {
        let first = if self.take('-') { self.negative() } else { self.product() };
        let mut terms = vec![first];
        loop {
            if self.take('+') {
                terms.push(self.product());
            } else if self.take('-') {
                let negative = self.negative();
                terms.push(negative);
            } else {
                return if terms.len() == 1 { first } else { self.graph.call(&ADD, &terms) };
            }
        }
    }

    fn negative(&mut self) -> ExprId {
        let product = self.product();
        self.graph.call(&NEGATE, &[product])
    }

    fn product(&mut self) -> ExprId {
        let mut factors = vec![self.power()];
        loop {
            if self.take('*') {
                factors.push(self.power());
            } else if self.take('/') {
                let above = self.joined(&factors);
                let below = self.power();
                factors = vec![self.graph.call(&DIVIDE, &[above, below])];
            } else {
                return self.joined(&factors);
            }
        }
    }

    fn joined(&mut self, factors: &[ExprId]) -> ExprId {
        match factors {
            [only] => *only,
            _ => self.graph.call(&MULTIPLY, factors),
        }
    }

    fn power(&mut self) -> ExprId {
        let base = self.atom();
        if !self.take('^') {
            return base;
        }
        let exponent = self.atom();
        self.graph.call(&POWER, &[base, exponent])
    }

    fn word(&mut self, inside: impl Fn(char) -> bool) -> String {
        let rest = self.rest.trim_start();
        let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        self.rest = &rest[end..];
        rest[..end].to_owned()
    }

    fn atom(&mut self) -> ExprId {
        if self.take('(') {
            let inner = self.sum();
            assert!(self.take(')'), "brackets are closed before `{}`", self.rest);
            return inner;
        }
        if self.rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
            let digits = self.word(|c| c.is_ascii_digit() || c == '/');
            let (above, below) =
                digits.split_once('/').filter(|(_, below)| !below.is_empty()).unwrap_or((&digits, "1"));
            // `1 / (…)` keeps its sign for the caller.
            if digits.ends_with('/') {
                unreachable!("write a space before `/` in a formula");
            }
            let parse = |text: &str| parse_decimal(text).expect("digits are a number");
            let number = parse(above).checked_div(&parse(below)).expect("no formula divides by zero");
            return self.graph.number(number);
        }
        let word = self.word(|c| c.is_ascii_alphanumeric() || c == '_');
        match word.as_str() {
            "z" | "a" => self.arguments[0],
            "b" => self.arguments[1],
            "pi" => self.graph.call(&PI, &[]),
            _ => match CONSTANTS.iter().find(|(name, _)| *name == word) {
                Some((_, value)) => {
                    let value: Rational = parse_decimal(value).expect("a decimal");
                    self.graph.number(value)
                }
                None => self.call(&word),
            },
        }
    }

    fn call(&mut self, name: &str) -> ExprId {
        let row = function::find(name).unwrap_or_else(|| panic!("the formula names the function `{name}`"));
        if !self.take('(') {
            let argument = self.atom();
            return self.graph.call(row, &[argument]);
        }
        let mut arguments = vec![self.sum()];
        while self.take(',') {
            arguments.push(self.sum());
        }
        assert!(self.take(')'), "brackets are closed before `{}`", self.rest);
        self.graph.call(row, &arguments)
    }
}
