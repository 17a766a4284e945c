//! Points at which expressions have values, where random ones do not meet their domain.
//!
//! `ln(T - 273.15)` has none for small numbers. How far the arguments of functions lie outside their domains is a number that
//! a search makes smaller: name after name, by steps of all sizes, until nothing is left. Only floats are asked here: a
//! point is no more than a proposal.

use chainrule_number::Rational;
use chainrule_symbolic::function::{Domain as Stated, End, Function, Interval};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::{FxHashMap, FxHashSet};

use chainrule_program::Kernel;

/// Larger sets of expressions are not searched, nor those over more names.
const LARGEST: usize = 2_000;
const MOST_NAMES: usize = 64;

/// So many operations are carried out for one point, about.
const MOST_OPERATIONS: usize = 500_000;

/// So many points are drawn before the search.
const DRAWN: usize = 512;

/// The sizes of steps, as exponents of 2.
const STEPS: std::ops::RangeInclusive<i32> = -40..=60;

/// An operation whose arguments have no value counts so much: more than one that lies outside its domain.
const HIDDEN: f64 = 2.0;

/// Some expressions, written out in functions of the table.
#[derive(Debug)]
pub(super) struct Search {
    /// The expressions, children before parents.
    order: Vec<ExprId>,
    /// By expression: its place in the order.
    places: FxHashMap<ExprId, usize>,
    /// In the same order: which free number each is, where it is one.
    names: Vec<Option<usize>>,
    /// Whether each free number is met at all.
    is_met: Vec<bool>,
}

impl Search {
    /// Over the values of these free numbers; nothing where there is too much to search.
    pub(super) fn new(graph: &mut Graph, free: &[ExprId], roots: &[ExprId]) -> Option<Self> {
        if free.len() > MOST_NAMES {
            return None;
        }
        let mut kernel = Kernel::in_rows(FxHashSet::default());
        let written: Vec<ExprId> = roots.iter().map(|&root| kernel.of(graph, root)).collect();
        let order = Walk::below_until(graph, &written, |id| {
            matches!(graph.node(id), Node::Derivative { .. }) || free.contains(&id)
        });
        if order.len() > LARGEST {
            return None;
        }
        let places: FxHashMap<ExprId, usize> = order.iter().copied().zip(0..).collect();
        let names = order.iter().map(|id| free.iter().position(|leaf| leaf == id)).collect();
        let is_met = free.iter().map(|id| places.contains_key(id)).collect();
        Some(Self { order, places, names, is_met })
    }

    /// A point at which everything has a value, found from this one, or from a better one of those drawn with a seed; nothing
    /// where the search ends elsewhere.
    pub(super) fn from(&self, graph: &Graph, start: &[Rational], seed: u64) -> Option<Vec<Rational>> {
        let mut point: Vec<f64> = start.iter().map(Rational::to_f64).collect();
        let mut values = Vec::with_capacity(self.order.len());
        let mut left = MOST_OPERATIONS / self.order.len().max(1);
        let mut outside = self.outside(graph, &point, &mut values);
        // Numbers of all sizes: where one name has to move with another, steps of one alone lead nowhere.
        let mut draws = Draws::new(seed);
        for _ in 0..DRAWN.min(left / 2) {
            if outside == 0.0 {
                break;
            }
            let candidate: Vec<f64> = point.iter().map(|_| draws.number()).collect();
            let gap = self.outside(graph, &candidate, &mut values);
            if gap < outside {
                (outside, point) = (gap, candidate);
            }
        }
        while outside > 0.0 {
            let before = outside;
            for place in (0..point.len()).filter(|&place| self.is_met[place]) {
                let kept = point[place];
                let mut best = kept;
                for step in STEPS.map(|exponent| f64::from(exponent).exp2()) {
                    for value in [kept + step, kept - step, step, -step] {
                        left = left.checked_sub(1)?;
                        point[place] = value;
                        let gap = self.outside(graph, &point, &mut values);
                        if gap < outside {
                            (outside, best) = (gap, value);
                        }
                    }
                }
                point[place] = best;
                if outside == 0.0 {
                    break;
                }
            }
            if outside >= before {
                return None;
            }
        }
        point.into_iter().map(Rational::from_f64).collect()
    }

    /// How far the arguments of functions lie outside their domains, all together.
    fn outside(&self, graph: &Graph, point: &[f64], values: &mut Vec<f64>) -> f64 {
        values.clear();
        let mut outside = 0.0;
        for (&id, name) in self.order.iter().zip(&self.names) {
            let value = match graph.node(id) {
                _ if name.is_some() => name.map_or(f64::NAN, |place| point[place]),
                Node::Number(number) => number.to_f64(),
                // A derivative may be anything.
                Node::Symbol(_) | Node::Derivative { .. } => 1.0,
                Node::Apply { function, arguments, .. } => {
                    let inputs: Vec<f64> =
                        arguments.iter().map(|argument| values[self.places[argument]]).collect();
                    match graph.builtin(function) {
                        _ if inputs.iter().any(|value| value.is_nan()) => {
                            outside += HIDDEN;
                            f64::NAN
                        }
                        None => f64::NAN,
                        Some(row) => {
                            let distance = distance(row, &inputs);
                            if distance > 0.0 {
                                outside += 1.0 + distance.ln_1p() / (1.0 + distance.ln_1p());
                                f64::NAN
                            } else {
                                applied(row, &inputs)
                            }
                        }
                    }
                }
            };
            values.push(value);
        }
        outside
    }
}

/// Numbers that depend on nothing but a seed.
struct Draws(u64);

impl Draws {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D)
    }

    /// A number of either sign, as likely of one size as of another.
    fn number(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let [sign, size, first, second, ..] = self.0.to_le_bytes();
        let size = (f64::from(size % 24) - 4.0).exp2();
        let part = 1.0 + f64::from(u16::from_le_bytes([first, second])) / 65_536.0;
        if sign % 3 == 0 { -part * size } else { part * size }
    }
}

/// A function at numbers; sums and products of many by their parts.
fn applied(row: &Function, arguments: &[f64]) -> f64 {
    match arguments {
        [first, rest @ ..] if rest.len() > 1 => {
            rest.iter().fold(*first, |whole, &part| (row.kernel.compute)(&[whole, part]))
        }
        _ => (row.kernel.compute)(arguments),
    }
}

/// How far arguments lie outside the inside of a domain: at its ends there may be no derivative.
fn distance(row: &Function, arguments: &[f64]) -> f64 {
    match (row.domain, arguments) {
        (Stated::Within(interval), &[argument]) => beyond(interval, argument),
        (Stated::NonzeroDivisor, &[_, 0.0]) => f64::MIN_POSITIVE,
        (Stated::Power, &[base, exponent]) if base <= 0.0 && (exponent.fract() != 0.0 || base == 0.0) => {
            f64::MIN_POSITIVE - base
        }
        (
            Stated::Everywhere
            | Stated::Within(_)
            | Stated::NonzeroDivisor
            | Stated::Power
            | Stated::AwayFromPoles,
            _,
        ) => 0.0,
    }
}

fn beyond(interval: Interval, argument: f64) -> f64 {
    let end = |end: End| end.value().map(|value| value.to_f64());
    let below = end(interval.lower).map_or(-1.0, |lower| lower - argument);
    let above = end(interval.upper).map_or(-1.0, |upper| argument - upper);
    let beyond = below.max(above);
    if beyond == 0.0 { f64::MIN_POSITIVE } else { beyond.max(0.0) }
}
