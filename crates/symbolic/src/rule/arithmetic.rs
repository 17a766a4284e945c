//! The rules that tidy a derivative: `+ 0`, `· 1`, `· 0`, numbers multiplied, signs gathered.
//!
//! They look at one operator and its direct arguments; nothing is expanded, cancelled or reordered beyond moving the
//! numbers of a product to its front.

use super::setting::{Rule, Setting};
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER as RAISE};
use crate::graph::{ExprId, Graph, Node};
use crate::network::WIDEST_SEARCHED;
use chainrule_number::Rational;

/// Inner sums and products of up to so many parts are opened into the one around them. Longer ones stay as they are, so
/// that a tower of operators costs no more than it holds.
pub const LONGEST_OPENED: usize = WIDEST_SEARCHED;

/// Zeros dropped from a sum, inner sums opened, numbers added.
pub static SUM: Rule = Rule {
    name: "terms collected",
    statement: "u + 0 = u",
    apply: |setting, before| changed(before, sum(setting.graph, before)?),
};

/// A product with a zero is zero; ones dropped; numbers and signs gathered in front.
pub static PRODUCT: Rule = Rule {
    name: "factors collected",
    statement: "1·u = u, 0·u = 0, a·u·b = (a·b)·u for numbers a, b",
    apply: |setting, before| changed(before, product(setting.graph, before)?),
};

/// `−(−u) = u`, `−0 = 0`, the sign taken into a number.
pub static NEGATIVE: Rule = Rule {
    name: "signs collected",
    statement: "−(−u) = u",
    apply: |setting, before| changed(before, negative(setting.graph, before)?),
};

/// `0/v = 0`, `u/1 = u`, `2·u/2 = u`.
pub static QUOTIENT: Rule = Rule {
    name: "quotient simplified",
    statement: "0/v = 0, u/1 = u, c·u/(c·v) = u/v for a number c",
    apply: |setting, before| changed(before, quotient(setting.graph, before)?),
};

/// `u^1 = u`, `u^0 = 1`.
pub static POWER: Rule = Rule {
    name: "power simplified",
    statement: "u^1 = u, u^0 = 1, 1^v = 1",
    apply: |setting, before| changed(before, power(setting.graph, before)?),
};

/// The arithmetic rule that changes this expression, and what it becomes.
pub fn fitting(setting: &mut Setting<'_>, before: ExprId) -> Option<(&'static Rule, ExprId)> {
    let Node::Apply { function, primes: 0, .. } = setting.graph.node(before) else { return None };
    let row = setting.graph.builtin(function)?;
    let rule = if *row == ADD {
        &SUM
    } else if *row == MULTIPLY {
        &PRODUCT
    } else if *row == NEGATE {
        &NEGATIVE
    } else if *row == DIVIDE {
        &QUOTIENT
    } else if *row == RAISE {
        &POWER
    } else {
        return None;
    };
    (rule.apply)(setting, before).map(|after| (rule, after))
}

fn changed(before: ExprId, after: ExprId) -> Option<ExprId> {
    (before != after).then_some(after)
}

/// The parts, if they are few enough to be opened.
fn short(parts: Option<&[ExprId]>) -> Option<&[ExprId]> {
    parts.filter(|parts| parts.len() <= LONGEST_OPENED)
}

fn number(graph: &Graph, expr: ExprId) -> Option<&Rational> {
    match graph.node(expr) {
        Node::Number(number) => Some(number),
        Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
    }
}

fn sum(graph: &mut Graph, before: ExprId) -> Option<ExprId> {
    let mut terms = Vec::new();
    let mut constant = Rational::zero();
    let mut numbers = 0;
    let mut first_number = 0;
    for &term in graph.arguments_of(before, &ADD)? {
        let inner = short(graph.arguments_of(term, &ADD)).unwrap_or(std::slice::from_ref(&term));
        for &term in inner {
            match number(graph, term) {
                Some(value) => {
                    if numbers == 0 {
                        first_number = terms.len();
                    }
                    numbers += 1;
                    constant = &constant + value;
                }
                None => terms.push(term),
            }
        }
    }
    if !constant.is_zero() {
        let constant = graph.number(constant);
        terms.insert(first_number, constant);
    }
    Some(match terms.as_slice() {
        [] => graph.integer(0),
        [only] => *only,
        _ => graph.call(&ADD, &terms),
    })
}

fn product(graph: &mut Graph, before: ExprId) -> Option<ExprId> {
    let mut coefficient = Rational::one();
    let mut factors = Vec::new();
    // Inner products and signs are opened.
    let mut stack: Vec<ExprId> = graph.arguments_of(before, &MULTIPLY)?.iter().rev().copied().collect();
    while let Some(factor) = stack.pop() {
        if let Some(value) = number(graph, factor) {
            coefficient = &coefficient * value;
        } else if let Some(inner) = short(graph.arguments_of(factor, &MULTIPLY)) {
            stack.extend(inner.iter().rev());
        } else if let Some([inner]) = graph.arguments_of(factor, &NEGATE) {
            coefficient = -&coefficient;
            stack.push(*inner);
        } else {
            factors.push(factor);
        }
    }
    Some(with_coefficient(graph, &coefficient, &factors))
}

/// `c·factors`, with `c` left out where it is 1, its sign in front of the whole, and alone where it is 0.
fn with_coefficient(graph: &mut Graph, coefficient: &Rational, factors: &[ExprId]) -> ExprId {
    if coefficient.is_zero() || factors.is_empty() {
        return graph.number(coefficient.clone());
    }
    let size = coefficient.abs();
    let product = if size.is_one() {
        match factors {
            [only] => *only,
            _ => graph.call(&MULTIPLY, factors),
        }
    } else {
        let mut all = Vec::with_capacity(factors.len() + 1);
        all.push(graph.number(size));
        all.extend_from_slice(factors);
        graph.call(&MULTIPLY, &all)
    };
    if coefficient.is_negative() { graph.call(&NEGATE, &[product]) } else { product }
}

fn negative(graph: &mut Graph, before: ExprId) -> Option<ExprId> {
    let &[inner] = graph.arguments_of(before, &NEGATE)? else { return None };
    if let Some(value) = number(graph, inner) {
        let value = -value;
        return Some(graph.number(value));
    }
    if let Some(&[doubly]) = graph.arguments_of(inner, &NEGATE) {
        return Some(doubly);
    }
    Some(before)
}

fn quotient(graph: &mut Graph, before: ExprId) -> Option<ExprId> {
    let &[above, below] = graph.arguments_of(before, &DIVIDE)? else { return None };
    if number(graph, below).is_some_and(Rational::is_one) {
        return Some(above);
    }
    let Some(above_value) = number(graph, above) else {
        return Some(common_divisor_cancelled(graph, above, below).unwrap_or(before));
    };
    match number(graph, below) {
        // A zero divisor stays visible: it is for evaluation to refuse.
        Some(below_value) => match above_value.checked_div(below_value) {
            Some(value) => Some(graph.number(value)),
            None => Some(before),
        },
        None if above_value.is_zero() => Some(graph.integer(0)),
        None => Some(before),
    }
}

/// `2·u/2` is `u`, `6·u/(4·v)` is `3·u/(2·v)`: whole numbers before both, without their common divisor.
fn common_divisor_cancelled(graph: &mut Graph, above: ExprId, below: ExprId) -> Option<ExprId> {
    let (over, rest_above) = coefficient(graph, above);
    let (under, rest_below) = coefficient(graph, below);
    if !over.is_integer() || !under.is_integer() || rest_above.is_empty() {
        return None;
    }
    let ratio = over.checked_div(&under)?;
    let [over_left, under_left] =
        [ratio.numerator(), ratio.denominator()].map(|part| Rational::from_bigint(part.into_owned()));
    if under_left == under.abs() {
        return None;
    }
    let above = with_coefficient(graph, &over_left, &rest_above);
    if under_left.is_one() && rest_below.is_empty() {
        return Some(above);
    }
    let below = with_coefficient(graph, &under_left, &rest_below);
    Some(graph.call(&DIVIDE, &[above, below]))
}

/// The number in front of an expression, and the factors behind it.
fn coefficient(graph: &Graph, expr: ExprId) -> (Rational, Vec<ExprId>) {
    let (inner, is_negative) = match graph.arguments_of(expr, &NEGATE) {
        Some(&[inner]) => (inner, true),
        _ => (expr, false),
    };
    let mut factors = graph.arguments_of(inner, &MULTIPLY).map_or_else(|| vec![inner], <[ExprId]>::to_vec);
    let first = factors.first().and_then(|&first| number(graph, first)).cloned();
    if first.is_some() {
        factors.remove(0);
    }
    let first = first.unwrap_or_else(Rational::one);
    (if is_negative { -&first } else { first }, factors)
}

fn power(graph: &mut Graph, before: ExprId) -> Option<ExprId> {
    let &[base, exponent] = graph.arguments_of(before, &RAISE)? else { return None };
    if number(graph, exponent).is_some_and(Rational::is_one) {
        return Some(base);
    }
    let is_one = number(graph, base).is_some_and(Rational::is_one);
    // 0^0 too: an empty product.
    let to_zero = number(graph, exponent).is_some_and(Rational::is_zero);
    Some(if is_one || to_zero { graph.integer(1) } else { before })
}
