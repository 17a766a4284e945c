//! Bounds of norms of vectors and matrices, and claims that follow from them.
//!
//! - `amount`: what a bound is made of: sums of products of norms that stay letters;
//! - `span`: from where to where the entries of an array go, by the ranges that the table of functions states;
//! - `bound`: the norm of a product by those of its factors, and the other rules;
//! - `side`: the sides of a claim that are numbers;
//! - `square`: what is a sum of squares;
//! - `theorem`: inequalities between two words for one array.
//!
//! Norms of matrices are largest singular values, those of vectors lengths. Every rule holds for all sizes.

mod amount;
mod bound;
mod complement;
mod rule;
mod side;
mod span;
mod square;
mod theorem;

use chainrule_array::chain::inputs;
use chainrule_array::{Arrays, QuantityId, Role, Shape, Whole, WholeId};
use chainrule_number::Enclosure;
use chainrule_program::array::{Array, Sizes};
use chainrule_symbolic::function::rows::piecewise::ABS;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::rule::ProofRule;
pub use amount::{Amount, Atom, Kind};
pub use bound::Bound;
pub use span::{Span, SpanEnd};

/// Finds bounds, and remembers them.
pub struct Norms<'a> {
    arrays: &'a Arrays,
    /// The numbers that are looked at; none where a bound is to hold for all of them.
    values: FxHashMap<QuantityId, &'a Array<Enclosure>>,
    sizes: &'a Sizes,
    bits: u32,
    /// What is not taken apart: it stands on the other side of a claim.
    kept: FxHashSet<WholeId>,
    /// Nothing where it stays a letter.
    of_quantities: FxHashMap<QuantityId, Option<Bound>>,
    spans: FxHashMap<QuantityId, Span>,
}

impl<'a> Norms<'a> {
    /// Bounds that hold whatever the numbers.
    pub fn for_all(arrays: &'a Arrays, sizes: &'a Sizes, bits: u32) -> Self {
        Self {
            arrays,
            values: FxHashMap::default(),
            sizes,
            bits,
            kept: FxHashSet::default(),
            of_quantities: FxHashMap::default(),
            spans: FxHashMap::default(),
        }
    }

    /// Bounds with the numbers of the leaves that have some, whatever all others are.
    #[must_use]
    pub fn with_leaves(mut self, values: &'a FxHashMap<QuantityId, Array<Enclosure>>) -> Self {
        let leaves =
            values.iter().filter(|(quantity, _)| self.arrays.quantity(**quantity).role == Role::Leaf);
        self.values = leaves.map(|(quantity, array)| (*quantity, array)).collect();
        self
    }

    /// What does not depend on numbers is worked out for quantities in the order in which they are computed: no chain of
    /// definitions is walked by recursion.
    fn prepare(&mut self, whole: WholeId) {
        let mut reached = FxHashSet::default();
        let mut stack: Vec<QuantityId> = quantities(self.arrays, whole);
        while let Some(quantity) = stack.pop() {
            if !self.of_quantities.contains_key(&quantity) && reached.insert(quantity) {
                stack.extend(inputs(self.arrays, quantity));
            }
        }
        let mut in_order: Vec<QuantityId> = reached.into_iter().collect();
        in_order.sort_unstable();
        for quantity in in_order {
            let span = self.span_of_quantity(quantity);
            self.spans.insert(quantity, span);
            let bound = self.bound_of_quantity(quantity);
            self.of_quantities.insert(quantity, bound);
        }
    }

    /// A bound of the norm of a vector or matrix.
    pub fn norm(&mut self, whole: WholeId) -> Bound {
        self.prepare(whole);
        self.bound(whole)
    }

    /// From where to where the entries go.
    pub fn entries(&mut self, whole: WholeId) -> Span {
        self.prepare(whole);
        self.span(whole)
    }

    /// Whether `left ≤ right`, or `left < right`, follows for numbers: the rules by which it does.
    pub fn shows(&mut self, left: WholeId, right: WholeId, strict: bool) -> Option<Vec<&'static ProofRule>> {
        if let Some(rule) = self.theorem(left, right).filter(|_| !strict) {
            return Some(vec![rule]);
        }
        if self.arrays.shape(right).is_number()
            && let Some(rules) = self.shows_by_norms(left, right, strict)
        {
            return Some(rules);
        }
        // Every entry by itself.
        self.prepare(left);
        self.prepare(right);
        let (left, right) = (self.span(left), self.span(right));
        let ((most, open), (least, other)) = (left.high?, right.low?);
        let holds = if strict { most < least || (most == least && (open || other)) } else { most <= least };
        holds.then(|| vec![&rule::RANGES_OF_ENTRIES])
    }
}

impl Norms<'_> {
    /// Whether `left ≤ right` follows from norms, where the right is one number: of a vector or matrix every entry is meant,
    /// and none is larger than the norm.
    fn shows_by_norms(
        &mut self,
        left: WholeId,
        right: WholeId,
        strict: bool,
    ) -> Option<Vec<&'static ProofRule>> {
        if let Shape::Tensor(_) = self.arrays.shape(left) {
            return None;
        }
        let (right, kept) = self.exactly(right)?;
        self.kept = kept;
        // What was found before it was known what is kept counts no more.
        self.of_quantities.clear();
        self.spans.clear();
        self.prepare(left);
        let bounds = if self.arrays.shape(left).is_number() {
            let mut bounds = self.frobenius_of_product(left);
            bounds.push(self.size_of(left));
            bounds
        } else {
            vec![self.bound(self.without_signs(left)).and(&[&rule::ENTRY_BELOW_NORM])]
        };
        let found =
            bounds.into_iter().find(|bound| bound.amount.is_at_most(&right, strict && !bound.is_strict));
        self.kept.clear();
        self.of_quantities.clear();
        self.spans.clear();
        let is_frobenius =
            right.terms().any(|(_, atoms)| atoms.iter().any(|atom| atom.kind == Kind::Frobenius));
        let bound = found?;
        Some(if is_frobenius { bound.and(&[&rule::FROBENIUS]) } else { bound }.rules)
    }

    /// `u` of `abs(u)`.
    fn without_signs(&self, whole: WholeId) -> WholeId {
        self.arrays.arguments_of(whole, &ABS).map_or(whole, |arguments| arguments[0])
    }
}

/// The quantities that stand in an expression.
fn quantities(arrays: &Arrays, whole: WholeId) -> Vec<QuantityId> {
    let (mut found, mut stack) = (Vec::new(), vec![whole]);
    while let Some(id) = stack.pop() {
        match arrays.whole(id) {
            Whole::Quantity(quantity) | Whole::Part { of: quantity, .. } => found.push(*quantity),
            other @ (Whole::Number(_)
            | Whole::Size(_)
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::Rows { .. }
            | Whole::OneHot(..)
            | Whole::Apply { .. }
            | Whole::Spread { .. }
            | Whole::Product(..)
            | Whole::Transpose(_)
            | Whole::Word { .. }
            | Whole::Entries { .. }) => stack.extend(arrays.parts(other)),
        }
    }
    found
}
