//! Points at which an equation or an inequality fails.
//!
//! Tried are the numbers at which formulas tend to break (0, ±1, the ends of ranges), then numbers of many sizes.

use std::cmp::Ordering;

use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use chainrule_symbolic::number::Rational;
use rustc_hash::FxHashMap;

use crate::bound::{LeafRange, Ranges};
use crate::evaluate::evaluate;
use crate::number::{Enclosure, Magnitude, Scalar, Value};

/// A point: each leaf with its number.
pub type Point = Vec<(ExprId, Rational)>;

/// So many points are tried, fewer for large expressions.
const MOST_POINTS: usize = 64;

/// At least so many are.
const FEWEST_POINTS: usize = 6;

/// So many operations are spent in all, about.
const MOST_OPERATIONS: usize = 40_000;

/// The working precision, in bits.
const BITS: u32 = 192;

/// Numbers at which formulas tend to break.
const POOL: &[(i64, i64)] = &[
    (0, 1),
    (1, 1),
    (-1, 1),
    (1, 2),
    (-1, 2),
    (2, 1),
    (-2, 1),
    (3, 1),
    (-3, 1),
    (1, 10),
    (-1, 10),
    (7, 3),
    (-7, 3),
    (5, 1),
    (-5, 1),
    (10, 1),
    (-10, 1),
    (50, 1),
    (-50, 1),
    (1000, 1),
];

/// A point within the ranges at which two expressions in primitives certainly do not stand in the relation that `holds`
/// asks for. `holds` is told how the left compares with the right.
pub fn find(
    graph: &Graph,
    left: ExprId,
    right: ExprId,
    ranges: &Ranges,
    holds: impl Fn(Ordering) -> bool,
) -> Option<Point> {
    let order = Walk::rewritable(graph, left).into_iter().chain(Walk::rewritable(graph, right));
    let mut size = 0;
    let mut leaves: Vec<ExprId> = Vec::new();
    for id in order {
        size += 1;
        if matches!(graph.node(id), Node::Symbol(_) | Node::Derivative { .. }) {
            leaves.push(id);
        }
    }
    leaves.sort_unstable();
    leaves.dedup();
    let tries = (MOST_OPERATIONS / size.max(1)).clamp(FEWEST_POINTS, MOST_POINTS);
    let anything = LeafRange::between(None, None);
    (0..tries).find_map(|attempt| {
        let point: Option<Point> = leaves
            .iter()
            .enumerate()
            .map(|(place, &leaf)| {
                let range = ranges.get(&leaf).unwrap_or(&anything);
                let value = number(range, attempt, place)?;
                range.contains(&value).then_some((leaf, value))
            })
            .collect();
        let point = point?;
        if surely_holds(graph, left, right, &point, &holds) {
            return None;
        }
        let known: FxHashMap<ExprId, Value> =
            point.iter().map(|(leaf, value)| (*leaf, Value::Exact(value.clone()))).collect();
        let (left, right) =
            (evaluate(graph, left, &known, BITS).ok()?, evaluate(graph, right, &known, BITS).ok()?);
        let order = match (&left, &right) {
            (Value::Exact(left), Value::Exact(right)) => left.cmp(right),
            (left, right) => {
                let difference: Enclosure = left.enclosure(BITS).sub(&right.enclosure(BITS), BITS);
                difference.sign()?
            }
        };
        (!holds(order)).then_some(point)
    })
}

/// Whether the relation certainly holds at a point, by floats with a bound of their error: most points need no more.
fn surely_holds(
    graph: &Graph,
    left: ExprId,
    right: ExprId,
    point: &Point,
    holds: impl Fn(Ordering) -> bool,
) -> bool {
    let known: FxHashMap<ExprId, Magnitude> =
        point.iter().map(|(leaf, value)| (*leaf, Magnitude::from_rational(value, BITS))).collect();
    let of = |side| evaluate(graph, side, &known, BITS).ok();
    let gap = of(left).zip(of(right)).and_then(|(left, right)| left.add(&right.neg(), BITS).ok());
    gap.and_then(Magnitude::sign).is_some_and(holds)
}

/// The number of a leaf at one attempt.
fn number(range: &LeafRange, attempt: usize, place: usize) -> Option<Rational> {
    let (above, below) = if let 0..=4 = attempt {
        POOL[attempt]
    } else {
        let drawn = mix(attempt as u64 * 1_000_003 + place as u64);
        if attempt.is_multiple_of(3) {
            (i64::try_from(drawn % 129).ok()? - 64, 16)
        } else {
            POOL[usize::try_from(drawn % POOL.len() as u64).ok()?]
        }
    };
    let value = Rational::fraction(above, below);
    let share = |count: i64| Rational::fraction(count, 1 << 16);
    match (&range.lower, &range.upper) {
        (None, None) => Some(value),
        (Some((lower, _)), None) => Some(lower + &value.abs()),
        (None, Some((upper, _))) => Some(upper - &value.abs()),
        (Some((lower, _)), Some((upper, _))) => {
            let part = match attempt {
                0 => share(0),
                1 => share(1 << 16),
                2 => share(1 << 15),
                3 | 4 if range.contains(&value) => return Some(value),
                _ => share(i64::try_from(mix((attempt * 31 + place) as u64) % (1 << 16)).ok()?),
            };
            Some(lower + &(&(upper - lower) * &part))
        }
    }
}

/// A number that depends on nothing but the seed.
fn mix(seed: u64) -> u64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D;
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}
