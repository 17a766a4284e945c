//! What holds of an expression, and what was taken for granted.

use super::formula;
use crate::function::rows::piecewise::{MAX, MIN};
use crate::function::{Domain, Function, Interval, Kink};
use crate::graph::{ExprId, Graph, Node, Walk};
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
    /// A convention for the derivatives of `min` and `max` where their arguments are equal: 1/2 by each.
    Tie {
        /// `min` or `max`.
        function: &'static Function,
        /// The primed function whose formula it stands in: `elu''(z)`; nothing where the reader wrote it.
        inside: Option<ExprId>,
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

impl Must {
    /// Whether a number is what it must be.
    pub fn is_met_by(self, number: &Rational) -> bool {
        match self {
            Self::BeNonzero => !number.is_zero(),
            Self::BePositive => number.is_positive(),
            Self::LieWithin(range) => range.contains(number),
        }
    }
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
            facts.extend(Self::conventions(row));
        }
        match row.domain {
            Domain::Everywhere | Domain::AwayFromPoles => {}
            Domain::Within(range) => {
                let must = if range == POSITIVE { Must::BePositive } else { Must::LieWithin(range) };
                facts.extend(Self::needed(graph, arguments[0], must));
            }
            Domain::NonzeroDivisor => {
                facts.extend(Self::needed(graph, arguments[1], Must::BeNonzero));
            }
            Domain::Power => {
                if let Some(must) = power_condition(graph, arguments[1]) {
                    facts.extend(Self::needed(graph, arguments[0], must));
                }
            }
        }
        facts
    }

    /// The expression that it is about; nothing where it is about functions alone.
    pub fn about_what(&self) -> Option<ExprId> {
        match self {
            Self::Range { of, .. } | Self::Condition { of, .. } => Some(*of),
            Self::Tie { inside, .. } => *inside,
            Self::Convention { .. } => None,
        }
    }

    /// The same about the next of some expressions, where it is about one.
    #[must_use]
    pub fn with(&self, about: &mut impl Iterator<Item = ExprId>) -> Self {
        let mut next = || about.next().expect("an expression for each fact that is about one");
        match *self {
            Self::Range { range, .. } => Self::Range { of: next(), range },
            Self::Condition { must, .. } => Self::Condition { of: next(), must },
            Self::Tie { function, inside } => Self::Tie { function, inside: inside.map(|_| next()) },
            Self::Convention { function, kink } => Self::Convention { function, kink },
        }
    }

    /// The conventions for the derivatives of a function at its kinks.
    pub fn conventions(row: &'static Function) -> impl Iterator<Item = Self> {
        let tie = (*row == MIN || *row == MAX).then_some(Self::Tie { function: row, inside: None });
        row.kinks.iter().map(move |kink| Self::Convention { function: row, kink }).chain(tie)
    }

    /// The ties in the formula of what a primed function is the derivative of.
    pub fn ties(graph: &mut Graph, expr: ExprId) -> Vec<Self> {
        let Node::Apply { function, primes: primes @ 2.., arguments } = graph.node(expr) else {
            return Vec::new();
        };
        let arguments = arguments.to_vec();
        let lower = graph.apply_primed(function, primes - 1, &arguments);
        let Some(formula) = formula(graph, lower) else { return Vec::new() };
        let mut ties = Vec::new();
        for id in Walk::below(graph, &[formula]) {
            let Node::Apply { function, .. } = graph.node(id) else { continue };
            if let Some(row) = graph.builtin(function).filter(|row| **row == MIN || **row == MAX) {
                ties.push(Self::Tie { function: row, inside: Some(expr) });
            }
        }
        ties.dedup();
        ties
    }

    /// A condition, unless it is one on a number that satisfies it.
    fn needed(graph: &Graph, of: ExprId, must: Must) -> Option<Self> {
        let holds = match graph.node(of) {
            Node::Number(number) => must.is_met_by(number),
            Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => false,
        };
        (!holds).then_some(Self::Condition { of, must })
    }
}

/// Every number above zero.
const POSITIVE: Interval = Interval::new(crate::function::End::Open(0, 1), crate::function::End::Unbounded);

/// Zero and every number above it.
const NOT_NEGATIVE: Interval =
    Interval::new(crate::function::End::Closed(0, 1), crate::function::End::Unbounded);

/// What a base must be for this exponent; nothing for whole exponents above 0.
fn power_condition(graph: &Graph, exponent: ExprId) -> Option<Must> {
    match graph.node(exponent) {
        // 0^0 is not defined here.
        Node::Number(number) if number.is_integer() => (!number.is_positive()).then_some(Must::BeNonzero),
        Node::Number(number) if number.is_positive() => Some(Must::LieWithin(NOT_NEGATIVE)),
        Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {
            Some(Must::BePositive)
        }
    }
}
