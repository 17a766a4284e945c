//! What a derivative can reach, by the bounds of its factors.

use std::convert::Infallible;

use chainrule_number::Scalar;
use chainrule_proof::bound;
use chainrule_proof::ranges::{LeafRange, Range};
use chainrule_symbolic::derivation::{Derivation, Edge, FactorId, Ring, fold_to_end};
use chainrule_symbolic::graph::{ExprId, Walk};
use rustc_hash::FxHashMap;

use super::check::{Check, MOST_SEARCHED, only_factor};

/// Ranges need no working precision.
const BITS: u32 = 64;

/// Only results up to this size are searched for their least and largest value.
const SMALL: usize = 120;

/// What the factors of one derivation can reach.
pub(super) struct Reach<'c, 'a> {
    check: &'c mut Check<'a>,
    ranges: FxHashMap<FactorId, Range>,
}

impl<'c, 'a> Reach<'c, 'a> {
    pub(super) fn new(check: &'c mut Check<'a>) -> Self {
        Self { check, ranges: FxHashMap::default() }
    }

    /// Where the derivative lies, whatever is not known; nothing where that says nothing.
    pub(super) fn of(mut self, derivation: &Derivation) -> Option<LeafRange> {
        let range = match only_factor(derivation) {
            Some(only) => {
                let result = self.check.calculus.factor(only).result;
                if result == derivation.name {
                    return None;
                }
                self.reach(result)
            }
            None => match fold_to_end(&derivation.chain, &mut self) {
                Ok(range) => range.unwrap_or_else(|| Range::floats(0.0, 0.0)),
            },
        };
        let range = self.searched(derivation, range);
        let is_known = range.lower() > f64::NEG_INFINITY || range.upper() < f64::INFINITY;
        is_known.then(|| LeafRange::of_range(range))
    }

    /// A small result as a whole: where a name stands in several factors the product of their ranges is too wide.
    fn searched(&mut self, derivation: &Derivation, range: Range) -> Range {
        let check = &mut *self.check;
        let graph = &mut check.worksheet.graph;
        let is_free = range.lower() == f64::NEG_INFINITY && range.upper() == f64::INFINITY;
        if check.worksheet.pins.len() > MOST_SEARCHED
            || !Walk::has_at_most(graph, derivation.result, SMALL)
            || (is_free && check.worksheet.ranges.is_empty())
        {
            return range;
        }
        let written = check.stated.apply(graph, derivation.result);
        match bound::extent(graph, written, &check.ground.ranges) {
            Some(found) => range.intersect(found),
            None => range,
        }
    }

    fn factor(&mut self, id: FactorId) -> Range {
        if let Some(&range) = self.ranges.get(&id) {
            return range;
        }
        let factor = *self.check.calculus.factor(id);
        let is_stated = self.check.by_derivative.contains_key(&factor.name);
        let range = self.reach(if is_stated { factor.name } else { factor.result });
        self.ranges.insert(id, range);
        range
    }

    fn reach(&mut self, expr: ExprId) -> Range {
        let Check { worksheet, stated, ground, .. } = &mut *self.check;
        let written = stated.apply(&mut worksheet.graph, expr);
        ground.reach(&mut worksheet.graph, written)
    }
}

impl Ring for Reach<'_, '_> {
    type Value = Range;
    type Error = Infallible;

    fn one(&mut self) -> Range {
        Range::floats(1.0, 1.0)
    }

    fn times(&mut self, upstream: &Range, edge: Edge) -> Result<Range, Infallible> {
        let factor = self.factor(edge.factor);
        Ok(upstream.mul(&factor, BITS).unwrap_or(Range::ALL))
    }

    fn plus(&mut self, sum: Range, product: Range) -> Result<Range, Infallible> {
        Ok(sum.add(&product, BITS).unwrap_or(Range::ALL))
    }
}
