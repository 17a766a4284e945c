//! Formulas of the rows, written as text: `formula!("1 / (1 + exp(-z))")`.
//!
//! The text is read once per process, into a list of parts each of which uses earlier ones; building the formula is one
//! loop over that list. The text is the rows' own, never a reader's: a mistake in it is found by the first test that
//! touches the row.

use super::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use super::constant::PI;
use crate::function::Expressions;
use crate::function::{self, Function};
use crate::graph::{ExprId, FunctionId};
use chainrule_number::{Rational, parse_decimal};

/// A [`Build`](crate::function::Build) from the text of a formula. The arguments are `z`, or `a` and `b`; a function's
/// name may stand before its argument without brackets; `1/2` without spaces is a number.
macro_rules! formula {
    ($text:literal) => {
        |graph, arguments| {
            static FORMULA: std::sync::LazyLock<$crate::function::rows::formula::Formula> =
                std::sync::LazyLock::new(|| $crate::function::rows::formula::Formula::read($text));
            FORMULA.build(graph, arguments)
        }
    };
}
pub(super) use formula;

/// Constants too long to write into each formula.
const CONSTANTS: &[(&str, &str)] = &[
    ("LAMBDA", "1.0507009873554804934193349852946"),
    ("ALPHA", "1.6732632423543772848170429916717"),
    ("CUBIC", "0.044715"),
];

/// A formula has at most so many different parts, and a part at most so many operands: building allocates nothing.
const MOST_PARTS: usize = 32;
const MOST_OPERANDS: usize = 4;

/// A formula that has been read. The last part is the whole.
#[derive(Debug)]
pub(super) struct Formula {
    parts: Vec<Part>,
}

/// A part of a formula; operands are places of earlier parts.
#[derive(Debug, PartialEq)]
enum Part {
    Argument(usize),
    Number(Rational),
    Call { function: FunctionId, operands: Vec<usize> },
}

impl Formula {
    /// Reads the text of a formula.
    pub(super) fn read(text: &str) -> Self {
        let mut reader = Reader { parts: Vec::new(), rest: text };
        let whole = reader.sum();
        assert!(reader.rest.trim().is_empty(), "the formula `{text}` is read to its end");
        assert_eq!(whole + 1, reader.parts.len(), "the last part of `{text}` is the whole");
        assert!(reader.parts.len() <= MOST_PARTS, "the formula `{text}` has at most {MOST_PARTS} parts");
        Self { parts: reader.parts }
    }

    /// The formula over these arguments.
    pub(super) fn build(&self, graph: &mut dyn Expressions, arguments: &[ExprId]) -> ExprId {
        let mut built = [arguments[0]; MOST_PARTS];
        for (place, part) in self.parts.iter().enumerate() {
            built[place] = match part {
                Part::Argument(argument) => arguments[*argument],
                Part::Number(value) => graph.number(value.clone()),
                Part::Call { function, operands } => {
                    let mut values = [arguments[0]; MOST_OPERANDS];
                    for (value, &operand) in values.iter_mut().zip(operands) {
                        *value = built[operand];
                    }
                    graph.apply(*function, &values[..operands.len()])
                }
            };
        }
        built[self.parts.len() - 1]
    }
}

/// Recursive descent over a row's own text, which is short.
struct Reader<'text> {
    parts: Vec<Part>,
    rest: &'text str,
}

impl Reader<'_> {
    /// The place of a part; equal parts are one.
    fn part(&mut self, part: Part) -> usize {
        self.parts.iter().position(|other| *other == part).unwrap_or_else(|| {
            self.parts.push(part);
            self.parts.len() - 1
        })
    }

    fn apply(&mut self, row: &'static Function, operands: Vec<usize>) -> usize {
        assert!(
            operands.len() <= MOST_OPERANDS && row.arity.admits(operands.len()),
            "operands of {}",
            row.name
        );
        self.part(Part::Call { function: function::id(row), operands })
    }

    fn take(&mut self, sign: char) -> bool {
        let rest = self.rest.trim_start();
        let found = rest.strip_prefix(sign);
        self.rest = found.unwrap_or(rest);
        found.is_some()
    }

    fn sum(&mut self) -> usize {
        let mut terms = vec![if self.take('-') { self.negative() } else { self.product() }];
        loop {
            if self.take('+') {
                terms.push(self.product());
            } else if self.take('-') {
                terms.push(self.negative());
            } else {
                return match terms[..] {
                    [only] => self.number_below_zero(only).unwrap_or(only),
                    _ => self.joined(&ADD, terms),
                };
            }
        }
    }

    /// A minus before a number that stands alone is part of the number.
    fn number_below_zero(&mut self, place: usize) -> Option<usize> {
        let Part::Call { function, operands } = &self.parts[place] else { return None };
        let is_negative = *function == function::id(&NEGATE);
        let Part::Number(value) = &self.parts[operands[0]] else { return None };
        let below = Part::Number(-value.clone());
        is_negative.then(|| self.part(below))
    }

    fn negative(&mut self) -> usize {
        let product = self.product();
        self.apply(&NEGATE, vec![product])
    }

    fn product(&mut self) -> usize {
        let mut factors = vec![self.power()];
        loop {
            if self.take('*') {
                factors.push(self.power());
            } else if self.take('/') {
                let above = self.joined(&MULTIPLY, factors);
                let below = self.power();
                factors = vec![self.apply(&DIVIDE, vec![above, below])];
            } else {
                return self.joined(&MULTIPLY, factors);
            }
        }
    }

    /// A sum or product of several, or the only one.
    fn joined(&mut self, row: &'static Function, operands: Vec<usize>) -> usize {
        if let [only] = operands[..] { only } else { self.apply(row, operands) }
    }

    fn power(&mut self) -> usize {
        let base = self.atom();
        if !self.take('^') {
            return base;
        }
        let exponent = self.atom();
        self.apply(&POWER, vec![base, exponent])
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> &str {
        let rest = self.rest.trim_start();
        let (word, rest) = rest.split_at(rest.find(|c| !belongs(c)).unwrap_or(rest.len()));
        self.rest = rest;
        word
    }

    fn digits(&mut self) -> Rational {
        parse_decimal(self.word(|c| c.is_ascii_digit())).expect("digits are a number")
    }

    fn atom(&mut self) -> usize {
        let is_digit = |c: char| c.is_ascii_digit();
        if self.take('(') {
            let inner = self.sum();
            assert!(self.take(')'), "brackets are closed before `{}`", self.rest);
            return inner;
        }
        if self.rest.starts_with(is_digit) {
            let mut number = self.digits();
            if self.rest.strip_prefix('/').is_some_and(|below| below.starts_with(is_digit)) {
                self.rest = &self.rest[1..];
                number = number.checked_div(&self.digits()).expect("no formula divides by zero");
            }
            return self.part(Part::Number(number));
        }
        let word = self.word(|c| c.is_ascii_alphanumeric() || c == '_').to_owned();
        match word.as_str() {
            "z" | "a" => self.part(Part::Argument(0)),
            "b" => self.part(Part::Argument(1)),
            "pi" => self.apply(&PI, Vec::new()),
            _ => match CONSTANTS.iter().find(|(name, _)| *name == word) {
                Some((_, value)) => self.part(Part::Number(parse_decimal(value).expect("a decimal"))),
                None => self.call(&word),
            },
        }
    }

    fn call(&mut self, name: &str) -> usize {
        let row = function::find(name).unwrap_or_else(|| panic!("the formula names the function `{name}`"));
        if !self.take('(') {
            let argument = self.atom();
            return self.apply(row, vec![argument]);
        }
        let mut arguments = vec![self.sum()];
        while self.take(',') {
            arguments.push(self.sum());
        }
        assert!(self.take(')'), "brackets are closed before `{}`", self.rest);
        self.apply(row, arguments)
    }
}

#[cfg(test)]
mod tests {
    use super::super::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
    use super::super::exponential::EXP;
    use super::Formula;
    use crate::graph::Graph;
    use chainrule_number::Rational;

    #[test]
    fn text_becomes_the_expression_it_says() {
        let mut graph = Graph::new();
        let z = graph.intern("z");
        let z = graph.symbol(z);
        let built = Formula::read("1/2 * z / (1 + exp(-z ^ 2))").build(&mut graph, &[z]);
        let (one, two) = (graph.integer(1), graph.integer(2));
        let half = graph.number(Rational::fraction(1, 2));
        let above = graph.call(&MULTIPLY, &[half, z]);
        let square = graph.call(&POWER, &[z, two]);
        let minus = graph.call(&NEGATE, &[square]);
        let exp = graph.call(&EXP, &[minus]);
        let below = graph.call(&ADD, &[one, exp]);
        assert_eq!(built, graph.call(&DIVIDE, &[above, below]));
    }

    #[test]
    fn equal_parts_are_one() {
        assert_eq!(Formula::read("tanh z * tanh z + 1 - 1").parts.len(), 6);
    }

    #[test]
    #[should_panic(expected = "the formula names the function `swish`")]
    fn unknown_functions_are_refused() {
        Formula::read("swish z");
    }
}
