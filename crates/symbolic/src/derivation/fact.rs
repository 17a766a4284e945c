//! What holds of an expression, and what was taken for granted.

use crate::function::{Domain, Function, Interval, Kink};
use crate::graph::{ExprId, Graph, Node};
use crate::number::Rational;

/// Something that holds, collected from rows and rules and carried by the derivation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A range that the function's row proves: `0 < σ'(Z) ≤ 1/4`.
    Range {
        /// Of what.
        of: ExprId,
        /// The range.
        range: Interval,
    },
    /// Needed for the expression to be defined: `w ≠ 0`, `u > 0`.
    Condition {
        /// Of what.
        of: ExprId,
        /// What it must be.
        must: Must,
    },
    /// A convention for the derivative at a kink: "relu'(0) is taken as 0".
    Convention {
        /// Whose.
        function: &'static Function,
        /// Where, and what is taken.
        kink: &'static Kink,
    },
}

/// What an expression must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Must {
    /// Not zero.
    BeNonzero,
    /// Greater than zero.
    BePositive,
    /// Within an interval.
    LieWithin(Interval),
}

impl Fact {
    /// The facts that come with one expression: the range of a primed function, the domain of a divisor, of a
    /// logarithm, of a power.
    pub fn about(graph: &Graph, expr: ExprId) -> Vec<Self> {
        let Node::Apply { function, primes, arguments } = graph.node(expr) else { return Vec::new() };
        let Some(row) = graph.builtin(function) else { return Vec::new() };
        let mut facts = Vec::new();
        if primes == 1 && !row.derivative_range.is_all() {
            facts.push(Self::Range { of: expr, range: row.derivative_range });
        }
        if primes > 0 {
            facts.extend(row.kinks.iter().map(|kink| Self::Convention { function: row, kink }));
        }
        match row.domain {
            Domain::Everywhere | Domain::AwayFromPoles => {}
            Domain::Within(range) => {
                let argument = arguments[0];
                if !matches!(graph.node(argument), Node::Number(_)) {
                    let positive = range == POSITIVE;
                    let must = if positive { Must::BePositive } else { Must::LieWithin(range) };
                    facts.push(Self::Condition { of: argument, must });
                }
            }
            Domain::NonzeroDivisor => {
                if !matches!(graph.node(arguments[1]), Node::Number(_)) {
                    facts.push(Self::Condition { of: arguments[1], must: Must::BeNonzero });
                }
            }
            Domain::Power => {
                if let Some(must) = power_condition(graph, arguments[1])
                    && !matches!(graph.node(arguments[0]), Node::Number(_))
                {
                    facts.push(Self::Condition { of: arguments[0], must });
                }
            }
        }
        facts
    }
}

/// Every number above zero.
const POSITIVE: Interval = Interval::new(crate::function::End::Open(0, 1), crate::function::End::Unbounded);

/// What a base must be for this exponent; nothing for whole exponents from 0 on.
fn power_condition(graph: &Graph, exponent: ExprId) -> Option<Must> {
    match graph.node(exponent) {
        Node::Number(number) if number.is_integer() => {
            (*number < Rational::zero()).then_some(Must::BeNonzero)
        }
        Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {
            Some(Must::BePositive)
        }
    }
}
