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
        if !kept.contains(&fact)
            && !is_implied(graph, &fact, &kept)
            && !holds_by_definition(graph, network, &fact)
        {
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
                    Some((row, &[radicand])) if must == Must::BeNonzero && *row == SQRT => {
                        Fact::Condition { of: radicand, must: Must::BePositive }
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
                if *row == POWER
                    && matches!(graph.node(exponent), Node::Number(number) if number.is_integer()) =>
            {
                stack.push(base);
            }
            Some(_) | None if matches!(graph.node(id), Node::Number(number) if !number.is_zero()) => {}
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

/// Whether a condition holds by what the names in it are defined as: `a ≠ 0` and `1 − a ≠ 0` where `a = σ(z)`. What is no
/// condition is not asked for, and holds.
pub fn holds_by_definition(graph: &mut Graph, network: &Network, fact: &Fact) -> bool {
    let &Fact::Condition { of, must } = fact else { return true };
    let (of, must) = match must {
        Must::BeWhole => return false,
        // A power of what is above 0 is defined, whatever the exponent.
        Must::BeDefined => match graph.children(of).first() {
            Some(&base) => (base, Must::BePositive),
            None => return false,
        },
        Must::BeNonzero | Must::BePositive | Must::LieWithin(_) => (of, must),
    };
    let of_names = written_out(graph, network, of, MOST_WRITTEN_OUT);
    if Fact::needed(graph, of_names, must).is_none() {
        return true;
    }
    let of_calls = written_out(graph, network, of, 1);
    let range = range(graph, of_calls);
    match must {
        Must::BeNonzero => !range.contains(&Rational::zero()),
        Must::BePositive => range.lies_within(Interval::POSITIVE),
        Must::LieWithin(wanted) => range.lies_within(wanted),
        Must::BeWhole | Must::BeDefined => false,
    }
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

/// The range of a function put to something, stretched and moved by numbers: of `a`, `1 − a`, `3·a/2`.
fn range(graph: &Graph, mut expr: ExprId) -> Interval {
    let (mut scale, mut offset) = (Rational::one(), Rational::zero());
    let number = |id: ExprId| match graph.node(id) {
        Node::Number(number) => Some(number.clone()),
        Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
    };
    while let Some((row, arguments)) = call(graph, expr) {
        let with_number = || match *arguments {
            [first, second] => {
                number(first).map(|number| (number, second)).or_else(|| Some((number(second)?, first)))
            }
            _ => None,
        };
        if *row == NEGATE {
            scale = -scale;
            expr = arguments[0];
        } else if *row == ADD {
            let Some((number, rest)) = with_number() else { break };
            offset = &offset + &(&scale * &number);
            expr = rest;
        } else if *row == MULTIPLY {
            let Some((number, rest)) = with_number() else { break };
            scale = &scale * &number;
            expr = rest;
        } else if *row == DIVIDE {
            let Some(divided) = number(arguments[1]).and_then(|number| scale.checked_div(&number)) else {
                break;
            };
            scale = divided;
            expr = arguments[0];
        } else {
            break;
        }
    }
    let interval = match (graph.node(expr), call(graph, expr)) {
        (Node::Apply { function, primes: 1, .. }, _) => {
            graph.builtin(function).map_or(Interval::ALL, |row| row.derivative_range)
        }
        (_, Some((row, _))) if !is_arithmetic(graph, expr) => row.range,
        (_, Some(_) | None) => Interval::ALL,
    };
    let moved = |end| moved(end, &scale, &offset);
    match (scale.is_zero(), scale.is_negative()) {
        (true, _) => Interval::ALL,
        (false, true) => Interval::new(moved(interval.upper), moved(interval.lower)),
        (false, false) => Interval::new(moved(interval.lower), moved(interval.upper)),
    }
}

/// An end times a number and moved by another; none where its numbers would be too large.
fn moved(end: End, scale: &Rational, offset: &Rational) -> End {
    let parts = || {
        let value = &(&end.value()? * scale) + offset;
        let [above, below] = [value.numerator(), value.denominator()]
            .map(|whole| Rational::from_bigint(whole.into_owned()).to_i64());
        Some((above?, below?))
    };
    match (parts(), end.is_open()) {
        (None, _) => End::Unbounded,
        (Some((above, below)), true) => End::Open(above, below),
        (Some((above, below)), false) => End::Closed(above, below),
    }
}
