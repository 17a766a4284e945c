//! What holds of an expression, and what was taken for granted.

use super::certain_sign::CertainSign;
use super::formula;
use crate::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE, POWER};
use crate::function::rows::piecewise::{MAX, MIN};
use crate::function::rows::power::SQRT;
use crate::function::{Domain, Function, Interval, Kink};
use crate::graph::{ExprId, Graph, Node, Walk};
use chainrule_number::Rational;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Must {
    /// Not zero.
    BeNonzero,
    /// Greater than zero.
    BePositive,
    /// Within an interval.
    LieWithin(Interval),
    /// A whole number.
    BeWhole,
    /// A power that is defined: with a positive base, with a base of 0 and an exponent that is not negative, or with a
    /// negative base and a whole exponent.
    BeDefined,
}

impl Must {
    /// Within an interval.
    pub(super) fn lie_within(range: Interval) -> Self {
        if range == Interval::POSITIVE { Self::BePositive } else { Self::LieWithin(range) }
    }

    /// Whether a number is what it must be.
    pub fn is_met_by(self, number: &Rational) -> bool {
        match self {
            Self::BeNonzero => !number.is_zero(),
            Self::BePositive => number.is_positive(),
            Self::LieWithin(range) => range.contains(number),
            Self::BeWhole => number.is_integer(),
            Self::BeDefined => true,
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
                facts.extend(Self::needed(graph, arguments[0], Must::lie_within(range)));
            }
            Domain::NonzeroDivisor => {
                facts.extend(Self::needed(graph, arguments[1], Must::BeNonzero));
            }
            Domain::Power => {
                if let Some((of, must)) = power_condition(graph, expr, arguments[0], arguments[1]) {
                    facts.extend(Self::needed(graph, of, must));
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

    /// A condition, unless it holds whatever the names in it are; the root that must not be 0 as what stands under it. Numbers
    /// that a condition does not depend on are left out of it: `6·x > 0` is `x > 0`.
    pub(crate) fn needed(graph: &Graph, mut of: ExprId, mut must: Must) -> Option<Self> {
        if must == Must::BeNonzero {
            of = without_number(graph, of, |number| !number.is_zero());
            while let Some(base) = base_of_whole_power(graph, of) {
                of = without_number(graph, base, |number| !number.is_zero());
            }
            if let Some(inner) = under_root(graph, of) {
                (of, must) = (inner, Must::BePositive);
            }
        }
        if must == Must::BePositive || must == Must::LieWithin(Interval::NOT_NEGATIVE) {
            of = without_number(graph, of, Rational::is_positive);
        }
        let sign = || CertainSign::of(graph, of);
        let holds = if let Node::Number(number) = graph.node(of) {
            must.is_met_by(number)
        } else {
            match must {
                Must::BeNonzero | Must::BePositive => sign() == CertainSign::Positive,
                Must::LieWithin(range) => range == Interval::NOT_NEGATIVE && sign() != CertainSign::Unknown,
                Must::BeWhole | Must::BeDefined => false,
            }
        };
        (!holds).then_some(Self::Condition { of, must })
    }
}

/// The one factor beside numbers of a kind, or what is divided by one; the whole where there is no such. A minus counts as
/// the number -1.
fn without_number(graph: &Graph, mut expr: ExprId, is_left_out: impl Fn(&Rational) -> bool) -> ExprId {
    let is_number = |id: ExprId| matches!(graph.node(id), Node::Number(number) if is_left_out(number));
    while let Node::Apply { function, arguments, primes: 0 } = graph.node(expr) {
        let row = graph.builtin(function);
        expr = match *arguments {
            [first, second] if row == Some(&MULTIPLY) && is_number(first) => second,
            [first, second] if row == Some(&MULTIPLY) && is_number(second) => first,
            [above, below] if row == Some(&DIVIDE) && is_number(below) => above,
            [inner] if row == Some(&NEGATE) && is_left_out(&Rational::from_integer(-1)) => inner,
            _ => return expr,
        };
    }
    expr
}

/// The base of a power with a whole exponent above 0, which is 0 where the power is.
fn base_of_whole_power(graph: &Graph, expr: ExprId) -> Option<ExprId> {
    let Node::Apply { function, arguments: &[base, exponent], primes: 0 } = graph.node(expr) else {
        return None;
    };
    let is_whole =
        matches!(graph.node(exponent), Node::Number(number) if number.is_integer() && number.is_positive());
    (graph.builtin(function) == Some(&POWER) && is_whole).then_some(base)
}

/// What stands under a root.
fn under_root(graph: &Graph, expr: ExprId) -> Option<ExprId> {
    let Node::Apply { function, arguments, primes: 0 } = graph.node(expr) else { return None };
    let row = graph.builtin(function)?;
    let is_root = *row == SQRT
        || (*row == POWER
            && matches!(graph.node(arguments[1]), Node::Number(number) if !number.is_integer() && number.is_positive()));
    is_root.then(|| arguments[0])
}

/// What a power needs, and of which of its parts; nothing for whole exponents that are not negative.
fn power_condition(graph: &Graph, power: ExprId, base: ExprId, exponent: ExprId) -> Option<(ExprId, Must)> {
    if let Node::Number(number) = graph.node(exponent) {
        return if number.is_integer() {
            number.is_negative().then_some((base, Must::BeNonzero))
        } else if number.is_positive() {
            Some((base, Must::LieWithin(Interval::NOT_NEGATIVE)))
        } else {
            Some((base, Must::BePositive))
        };
    }
    match graph.node(base) {
        Node::Number(number) if number.is_zero() => Some((exponent, Must::LieWithin(Interval::NOT_NEGATIVE))),
        Node::Number(number) => number.is_negative().then_some((exponent, Must::BeWhole)),
        Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {
            (CertainSign::of(graph, base) != CertainSign::Positive).then_some((power, Must::BeDefined))
        }
    }
}
