//! What a result asked for that its finished form no longer shows: `x ≠ 0` where `x/x` was cancelled.

use super::algebra::call;
use super::operations::is_arithmetic;
use crate::derivation::{Fact, Must};
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use crate::function::rows::power::SQRT;
use crate::function::{End, Interval};
use crate::graph::{ExprId, Graph, Node, Rewriter, SymbolId, Walk};
use crate::network::Network;
use chainrule_number::Rational;

/// The conditions of the first expression that are not the second's and do not hold anyway.
pub(super) fn dropped(graph: &mut Graph, network: &Network, before: ExprId, after: ExprId) -> Vec<Fact> {
    let kept = conditions(graph, after);
    let mut dropped = Vec::new();
    for fact in conditions(graph, before) {
        if !kept.contains(&fact) && !is_implied(graph, &fact, &kept) && !is_certain(graph, network, &fact) {
            dropped.push(fact);
        }
    }
    let stronger = dropped.clone();
    dropped.retain(|fact| !is_implied(graph, fact, &stronger));
    dropped
}

/// What is needed for an expression to be defined, each once; a product is not 0 where none of its factors is.
fn conditions(graph: &Graph, root: ExprId) -> Vec<Fact> {
    let mut found = Vec::new();
    for id in Walk::in_reading_order(graph, &[root], |id| matches!(graph.node(id), Node::Derivative { .. })) {
        for fact in Fact::about(graph, id) {
            let Fact::Condition { of, must } = fact else { continue };
            let parts = if must == Must::BeNonzero { factors(graph, of) } else { vec![of] };
            for of in parts {
                let fact = match call(graph, of) {
                    Some((row, &[inside])) if must == Must::BeNonzero && *row == SQRT => {
                        Fact::Condition { of: inside, must: Must::BePositive }
                    }
                    Some(_) | None => Fact::Condition { of, must },
                };
                if !found.contains(&fact) {
                    found.push(fact);
                }
            }
        }
    }
    found
}

/// The factors of a product of powers, without numbers and signs.
fn factors(graph: &Graph, product: ExprId) -> Vec<ExprId> {
    let mut stack = vec![product];
    let mut factors = Vec::new();
    while let Some(id) = stack.pop() {
        match call(graph, id) {
            Some((row, arguments)) if [&MULTIPLY, &DIVIDE, &NEGATE].contains(&row) => {
                stack.extend(arguments.iter().rev());
            }
            Some((row, &[base, exponent]))
                if *row == POWER && matches!(graph.node(exponent), Node::Number(own) if own.is_integer()) =>
            {
                stack.push(base);
            }
            Some(_) | None if matches!(graph.node(id), Node::Number(own) if !own.is_zero()) => {}
            Some(_) | None => factors.push(id),
        }
    }
    factors
}

/// What is above 0 is not 0, and has powers.
fn is_implied(graph: &Graph, fact: &Fact, by: &[Fact]) -> bool {
    let &Fact::Condition { of, must } = fact else { return false };
    let positive = match must {
        Must::BeDefined => graph.children(of).first().copied(),
        Must::BeNonzero => Some(of),
        Must::LieWithin(range) => (range == Interval::NOT_NEGATIVE).then_some(of),
        Must::BePositive | Must::BeWhole => None,
    };
    positive.is_some_and(|of| by.contains(&Fact::Condition { of, must: Must::BePositive }))
}

/// Whether a condition holds by what the names in it are defined as: `a ≠ 0` and `1 − a ≠ 0` where `a = σ(z)`.
fn is_certain(graph: &mut Graph, network: &Network, fact: &Fact) -> bool {
    let &Fact::Condition { of, must } = fact else { return true };
    if matches!(must, Must::BeWhole | Must::BeDefined) {
        return false;
    }
    let of_names = written_out(graph, network, of, MOST_WRITTEN_OUT);
    if Fact::needed(graph, of_names, must).is_none() {
        return true;
    }
    let of_calls = written_out(graph, network, of, 1);
    let range = range(graph, of_calls);
    match must {
        Must::BeNonzero => !range.contains(&Rational::zero()),
        Must::BePositive => is_above_zero(range.lower),
        Must::LieWithin(wanted) => {
            wanted == Interval::NOT_NEGATIVE
                && (is_above_zero(range.lower) || range.lower.value().is_some_and(|value| value.is_zero()))
        }
        Must::BeWhole | Must::BeDefined => false,
    }
}

fn is_above_zero(lower: End) -> bool {
    lower.value().is_some_and(|value| value.is_positive() || (value.is_zero() && lower.is_open()))
}

/// So many times formulas are put in for names.
const MOST_WRITTEN_OUT: usize = 4;

/// An expression with the formulas of the names in it, and of those in them, so many deep.
fn written_out(graph: &mut Graph, network: &Network, mut of: ExprId, depth: usize) -> ExprId {
    for _ in 0..depth {
        let names: Vec<SymbolId> = Walk::symbols(graph, of, |_| ());
        let mut rewriter = Rewriter::new();
        for &name in names.iter().take(MOST_NAMES) {
            if let Some(formula) = network.formula(name) {
                let symbol = graph.symbol(name);
                rewriter.replace(symbol, formula);
            }
        }
        of = rewriter.apply(graph, of);
    }
    of
}

/// Formulas are put in for so many names.
const MOST_NAMES: usize = 16;

/// A range of a function put to something, of its negative, and of a number and one of those: enough for `a` and
/// `1 − a`.
fn range(graph: &Graph, expr: ExprId) -> Interval {
    if let Node::Apply { function, primes: 1, .. } = graph.node(expr) {
        return graph.builtin(function).map_or(Interval::ALL, |row| row.derivative_range);
    }
    let Some((row, arguments)) = call(graph, expr) else { return Interval::ALL };
    if *row == ADD {
        let &[first, second] = arguments else { return Interval::ALL };
        let (number, other) = if let Node::Number(number) = graph.node(first) {
            (number, second)
        } else if let Node::Number(number) = graph.node(second) {
            (number, first)
        } else {
            return Interval::ALL;
        };
        let inner = match call(graph, other) {
            Some((row, &[negated])) if *row == NEGATE => {
                let inner = of_call(graph, negated);
                Interval::new(negative(inner.upper), negative(inner.lower))
            }
            Some(_) | None => of_call(graph, other),
        };
        return Interval::new(moved(inner.lower, number), moved(inner.upper, number));
    }
    of_call(graph, expr)
}

fn of_call(graph: &Graph, expr: ExprId) -> Interval {
    match call(graph, expr) {
        Some((row, _)) if !is_arithmetic(graph, expr) => row.range,
        Some(_) | None => Interval::ALL,
    }
}

fn negative(end: End) -> End {
    match end {
        End::Unbounded => End::Unbounded,
        End::Closed(numerator, denominator) => End::Closed(-numerator, denominator),
        End::Open(numerator, denominator) => End::Open(-numerator, denominator),
    }
}

/// An end, moved by a whole number; none where it is no whole number or the sum is too large.
fn moved(end: End, by: &Rational) -> End {
    let move_by = |numerator: i64, denominator: i64| {
        numerator
            .checked_add(by.to_i64()?.checked_mul(denominator)?)
            .map(|numerator| (numerator, denominator))
    };
    match end {
        End::Unbounded => End::Unbounded,
        End::Closed(numerator, denominator) => {
            move_by(numerator, denominator).map_or(End::Unbounded, |(above, below)| End::Closed(above, below))
        }
        End::Open(numerator, denominator) => {
            move_by(numerator, denominator).map_or(End::Unbounded, |(above, below)| End::Open(above, below))
        }
    }
}
