//! The numbers that a leaf may be, where functions with a domain are put to a multiple of it: `ln(x - 7)` is defined for `x > 7`
//! alone.

use chainrule_number::{Rational, Scalar};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::{Domain, Interval};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};

use crate::ranges::{LeafRange, Ranges};

/// An end of a range: a number, and whether it is left out.
type End = Option<(Rational, bool)>;

/// The ranges of the leaves without the numbers for which a part of some expressions has no value. Every part is evaluated: where
/// one has no value, the whole has none.
pub(super) fn narrowed(graph: &Graph, parts: &[ExprId], mut ranges: Ranges) -> Ranges {
    for id in Walk::rewritable_from(graph, parts) {
        let Some((argument, domain)) = domain_of(graph, id) else { continue };
        let Some(Line { leaf, scale, shift }) = Line::of(graph, argument) else { continue };
        // scale·leaf + shift lies in the domain.
        let end = |bound: Option<Rational>, open: bool| {
            let distance = &bound? - &shift;
            distance.checked_div(&scale).map(|end| (end, open))
        };
        let lower = end(domain.lower.value(), domain.lower.is_open());
        let upper = end(domain.upper.value(), domain.upper.is_open());
        let (lower, upper) = if scale.is_negative() { (upper, lower) } else { (lower, upper) };
        let range = ranges.get(&leaf);
        let (own_lower, own_upper) =
            range.map_or((None, None), |range| (range.lower.clone(), range.upper.clone()));
        let lower = tighter(own_lower, lower, |new, old| new > old);
        let upper = tighter(own_upper, upper, |new, old| new < old);
        // Where nothing is left, that is found elsewhere.
        let is_empty = matches!((&lower, &upper), (Some((low, _)), Some((high, _))) if low >= high);
        if !is_empty {
            ranges.insert(leaf, LeafRange::between(lower, upper));
        }
    }
    ranges
}

/// The end that leaves less.
fn tighter(old: End, new: End, is_tighter: impl Fn(&Rational, &Rational) -> bool) -> End {
    match (old, new) {
        (Some(old), Some(new)) => Some(if new.0 == old.0 {
            (old.0, old.1 || new.1)
        } else if is_tighter(&new.0, &old.0) {
            new
        } else {
            old
        }),
        (old, new) => old.or(new),
    }
}

/// What a function is put to, and where that must lie.
fn domain_of(graph: &Graph, id: ExprId) -> Option<(ExprId, Interval)> {
    let Node::Apply { function, primes: 0, arguments } = graph.node(id) else { return None };
    let row = graph.builtin(function)?;
    match (row.domain, arguments) {
        (Domain::Within(range), &[argument]) => Some((argument, range)),
        (_, &[base, exponent]) if *row == POWER => match graph.node(exponent) {
            Node::Number(number) if !number.is_integer() => {
                let range = if number.is_negative() { Interval::POSITIVE } else { Interval::NOT_NEGATIVE };
                Some((base, range))
            }
            Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
        },
        (
            Domain::Everywhere
            | Domain::AwayFromPoles
            | Domain::NonzeroDivisor
            | Domain::Power
            | Domain::Within(_),
            _,
        ) => None,
    }
}

/// `scale·leaf + shift`; the scale is not 0.
struct Line {
    leaf: ExprId,
    scale: Rational,
    shift: Rational,
}

impl Line {
    fn of(graph: &Graph, mut expr: ExprId) -> Option<Self> {
        let (mut scale, mut shift) = (Rational::one(), Rational::zero());
        loop {
            let Node::Apply { function, primes: 0, arguments } = graph.node(expr) else {
                let is_leaf = matches!(graph.node(expr), Node::Symbol(_));
                return (is_leaf && !scale.is_zero()).then_some(Self { leaf: expr, scale, shift });
            };
            let row = graph.builtin(function)?;
            let mut others = arguments.iter().filter(|&&argument| graph.signed_number(argument).is_none());
            let numbers = || arguments.iter().filter_map(|&argument| graph.signed_number(argument));
            let inner = *others.next()?;
            if others.next().is_some() {
                return None;
            }
            if *row == NEGATE {
                scale = -&scale;
            } else if *row == ADD {
                for number in numbers() {
                    shift = shift.add(&Scalar::mul(&scale, &number, 0).ok()?, 0).ok()?;
                }
            } else if *row == MULTIPLY {
                for number in numbers() {
                    scale = Scalar::mul(&scale, &number, 0).ok()?;
                }
            } else if *row == DIVIDE && arguments.first() == Some(&inner) {
                scale = Scalar::div(&scale, &numbers().next()?, 0).ok()?;
            } else {
                return None;
            }
            expr = inner;
        }
    }
}
