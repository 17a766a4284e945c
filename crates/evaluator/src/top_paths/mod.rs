//! The paths that carry most of a gradient.
//!
//! The derivative along a path is the product of its factors, and the paths with the largest products are found without
//! looking at the others: a ladder with 2^20000 paths has its largest found in one pass over its edges.
//!
//! - `search`: best first over the edges of the chain;
//! - `size`: products within bounds that settle most comparisons; `comparison` and `classes`: those that these do not.
//!
//! The order is never guessed: where two products can be neither told apart nor shown to be equal, that is reported.

mod classes;
mod comparison;
mod search;
mod size;

use std::cmp::Ordering;

use chainrule_number::{Elementary, Rational};
use chainrule_symbolic::derivation::{Calculus, Chain, Edge, FactorId, PathCount, Ring, fold_to_end};
use chainrule_symbolic::graph::Graph;

use crate::numbers::NumbersByPrecision;
use chainrule_number::PRECISIONS;
use chainrule_number::{Scalar, Value};
use comparison::Comparison;
use search::Search;
use size::Size;

/// As many paths may be asked for.
pub const MOST_TOP_PATHS: usize = 100;

/// The place among the precisions from which on products and sums are put together.
const LOWEST_PLACE: usize = 1;

/// Products of factors that together have up to so many binary digits are exact.
const LONGEST_EXACT_PRODUCT: u64 = 20_000;

/// The paths that carry most.
#[derive(Clone, Debug)]
pub struct TopPaths {
    /// Those with the largest products that are not zero, the largest first.
    pub paths: Vec<TopPath>,
    /// How many paths have a product that is not zero.
    pub nonzero: PathCount,
    /// The sum of the sizes of all products.
    pub sum_of_sizes: Value,
    /// Whether a path that is not listed carries as much as the last one: nothing where that could not be told.
    pub last_is_shared: Option<bool>,
    /// Whether some products could be neither told apart nor shown to be equal.
    pub undecided: bool,
}

/// A path and what it carries.
#[derive(Clone, Debug)]
pub struct TopPath {
    /// Its factors, from the target on.
    pub factors: Vec<FactorId>,
    /// Their product.
    pub product: Value,
    /// Whether it carries as much as the path before it: nothing where that could not be told.
    pub equals_previous: Option<bool>,
}

/// Why paths can't be ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unranked {
    /// This factor has no number.
    NoNumber(FactorId),
    /// It could not be told whether this factor is zero.
    PerhapsZero(FactorId),
}

impl TopPaths {
    /// Finds so many paths of a derivation, up to [`MOST_TOP_PATHS`], by its chain, which is not empty.
    ///
    /// # Errors
    /// A factor has no number, or it is not known whether it is zero.
    pub fn find(
        graph: &mut Graph,
        calculus: &Calculus,
        numbers: &mut NumbersByPrecision,
        chain: &Chain,
        count: usize,
    ) -> Result<Self, Unranked> {
        let mut comparison = Comparison::new(graph, calculus, numbers);
        let mut sizes = Vec::with_capacity(chain.edges().len());
        let mut place = LOWEST_PLACE;
        for edge in chain.edges() {
            let (size, needed) = size_of(&mut comparison, edge.factor)?;
            sizes.push(size);
            place = place.max(needed);
        }
        let sum_of_sizes = sum_of_sizes(chain, &mut comparison, place)?;
        let count = count.min(MOST_TOP_PATHS);
        let mut search = Search::new(chain, &sizes, &mut comparison);
        // One more than are listed tells whether the last place is shared.
        let mut found = search.paths(count.saturating_add(1));
        let mut equal = Vec::with_capacity(found.len());
        for pair in found.windows(2) {
            let order = search.order([&pair[0], &pair[1]]);
            equal.push(order.map(Ordering::is_eq));
        }
        let last_is_shared = if found.len() > count { equal[count - 1] } else { Some(false) };
        found.truncate(count);
        let listed: Vec<Vec<FactorId>> = found.iter().map(|detours| search.factors(detours)).collect();
        let nonzero = search.count();
        let mut paths = Vec::with_capacity(listed.len());
        for (rank, factors) in listed.into_iter().enumerate() {
            let product = product(&mut comparison, &factors, place)?;
            let equals_previous = if rank == 0 { Some(false) } else { equal[rank - 1] };
            paths.push(TopPath { factors, product, equals_previous });
        }
        Ok(Self { paths, nonzero, sum_of_sizes, last_is_shared, undecided: comparison.undecided })
    }
}

/// The size of a factor, nothing where it is exactly zero; and the place among the precisions at which that is known.
fn size_of(comparison: &mut Comparison<'_>, factor: FactorId) -> Result<(Option<Size>, usize), Unranked> {
    for (place, &bits) in PRECISIONS.iter().enumerate() {
        let value = comparison.value(factor, place).ok_or(Unranked::NoNumber(factor))?;
        if value.is_certainly_zero() {
            return Ok((None, place));
        }
        if let Some(size) = Size::of(&value.enclosure(bits)) {
            return Ok((Some(size), place));
        }
    }
    Err(Unranked::PerhapsZero(factor))
}

/// The sum of the sizes of all products, in one pass over the edges.
fn sum_of_sizes(chain: &Chain, comparison: &mut Comparison<'_>, place: usize) -> Result<Value, Unranked> {
    let sum = fold_to_end(chain, &mut Sizes { comparison, place, last: None })?;
    Ok(sum.unwrap_or_else(|| Value::Exact(Rational::zero())))
}

/// The sizes of factors as numbers at one of the precisions.
struct Sizes<'a, 'c> {
    comparison: &'a mut Comparison<'c>,
    place: usize,
    /// The factor that was multiplied last: a sum without a value goes with it.
    last: Option<FactorId>,
}

impl Ring for Sizes<'_, '_> {
    type Value = Value;
    type Error = Unranked;

    fn one(&mut self) -> Value {
        Value::Exact(Rational::one())
    }

    fn times(&mut self, upstream: &Value, edge: Edge) -> Result<Value, Unranked> {
        let without = Unranked::NoNumber(edge.factor);
        self.last = Some(edge.factor);
        let bits = PRECISIONS[self.place];
        let value = self.comparison.value(edge.factor, self.place).ok_or(without)?;
        let size = Value::elementary(Elementary::Abs, &[value], bits).map_err(|_| without)?;
        size.mul(upstream, bits).map_err(|_| without)
    }

    fn plus(&mut self, sum: Value, product: Value) -> Result<Value, Unranked> {
        let last = self.last.expect("a product comes before a sum");
        sum.add(&product, PRECISIONS[self.place]).map_err(|_| Unranked::NoNumber(last))
    }
}

/// The product of the factors of a path: exact where it is short enough.
fn product(comparison: &mut Comparison<'_>, factors: &[FactorId], place: usize) -> Result<Value, Unranked> {
    let bits = PRECISIONS[place];
    let mut values = Vec::with_capacity(factors.len());
    let mut length = 0u64;
    for &factor in factors {
        let value = comparison.value(factor, place).ok_or(Unranked::NoNumber(factor))?;
        length = length.saturating_add(value.exact().map_or(u64::MAX, Rational::bits));
        values.push(value);
    }
    let mut product = Value::Exact(Rational::one());
    for (value, &factor) in values.into_iter().zip(factors) {
        let value =
            if length > LONGEST_EXACT_PRODUCT { Value::Enclosed(value.enclosure(bits)) } else { value };
        product = product.mul(&value, bits).map_err(|_| Unranked::NoNumber(factor))?;
    }
    Ok(product)
}
