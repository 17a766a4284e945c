//! Signs that are certain whatever the names in an expression are.

use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use crate::function::rows::piecewise::{ABS, MAX, MIN};
use crate::function::rows::power::SQRT;
use crate::function::{End, Function};
use crate::graph::{ExprId, Graph, Node};
use rustc_hash::{FxHashMap, FxHashSet};

/// Larger expressions are not looked at.
const LARGEST: usize = 200;

/// What is certain of a sign, wherever the expression is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CertainSign {
    /// Nothing, or that it may be negative.
    Unknown,
    /// Not negative.
    NotNegative,
    /// Above 0.
    Positive,
}

impl CertainSign {
    /// The sign of an expression.
    pub(super) fn of(graph: &Graph, root: ExprId) -> Self {
        if matches!(graph.node(root), Node::Symbol(_) | Node::Derivative { .. }) {
            return Self::Unknown;
        }
        let Some(order) = few_below(graph, root) else { return Self::Unknown };
        let mut sign_of: FxHashMap<ExprId, Self> = FxHashMap::default();
        for id in order {
            let sign = match graph.node(id) {
                Node::Number(number) if number.is_positive() => Self::Positive,
                Node::Number(number) if number.is_zero() => Self::NotNegative,
                Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => Self::Unknown,
                Node::Apply { function, primes, arguments } => match graph.builtin(function) {
                    Some(row) => {
                        let signs: Vec<Self> = arguments
                            .iter()
                            .map(|argument| sign_of.get(argument).copied().unwrap_or(Self::Unknown))
                            .collect();
                        let is_even = arguments.get(1).is_some_and(|&exponent| {
                            matches!(graph.node(exponent), Node::Number(number) if number.to_i64().is_some_and(|whole| whole % 2 == 0))
                        });
                        Self::of_call(row, primes, &signs, is_even)
                    }
                    None => Self::Unknown,
                },
            };
            sign_of.insert(id, sign);
        }
        sign_of.get(&root).copied().unwrap_or(Self::Unknown)
    }

    /// The sign of a function of arguments with these signs.
    fn of_call(row: &'static Function, primes: u8, signs: &[Self], is_even_power: bool) -> Self {
        let least = signs.iter().copied().min().unwrap_or(Self::Unknown);
        let largest = signs.iter().copied().max().unwrap_or(Self::Unknown);
        if primes > 1 {
            return Self::Unknown;
        }
        if primes == 1 {
            return Self::from_end(row.derivative_range.lower);
        }
        if *row == ADD {
            // One that is above 0 is enough, where no other is below.
            return if least == Self::Unknown { Self::Unknown } else { largest };
        }
        if *row == MULTIPLY || *row == MIN {
            return least;
        }
        if *row == DIVIDE {
            // A divisor is not 0.
            return if signs.get(1).is_some_and(|&below| below != Self::Unknown) {
                signs[0]
            } else {
                Self::Unknown
            };
        }
        if *row == NEGATE {
            return Self::Unknown;
        }
        if *row == POWER {
            let base = signs.first().copied().unwrap_or(Self::Unknown);
            return if is_even_power { base.max(Self::NotNegative) } else { base };
        }
        if *row == MAX {
            return largest;
        }
        if *row == SQRT || *row == ABS {
            return largest.max(Self::NotNegative);
        }
        Self::from_end(row.range.lower)
    }

    /// The sign of everything above an end.
    fn from_end(end: End) -> Self {
        let Some(value) = end.value() else { return Self::Unknown };
        if value.is_positive() || (value.is_zero() && end.is_open()) {
            Self::Positive
        } else if value.is_zero() {
            Self::NotNegative
        } else {
            Self::Unknown
        }
    }
}

/// An expression and what is below it, each after its parts; nothing where that is much.
fn few_below(graph: &Graph, root: ExprId) -> Option<Vec<ExprId>> {
    let mut seen = FxHashSet::from_iter([root]);
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        for &child in graph.children(id) {
            if seen.insert(child) {
                if seen.len() > LARGEST {
                    return None;
                }
                stack.push(child);
            }
        }
    }
    let mut order: Vec<ExprId> = seen.into_iter().collect();
    order.sort_unstable();
    Some(order)
}
