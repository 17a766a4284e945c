//! Counterexamples in which what does not matter is 0.

use chainrule_array::chain::Calculus;
use chainrule_array::{Arrays, QuantityId, WholeId};
use chainrule_number::Enclosure;
use chainrule_program::array::{Array, Scene, whole};
use rustc_hash::FxHashSet;

use super::drawn::{Drawn, is_chosen};
use super::sides::entry_at;
use super::smooth::Smooth;
use super::{ArrayJudge, Difference, rounds};

impl ArrayJudge {
    /// Numbers at which two sides differ, with those of these leaves put to 0 without which they differ as well.
    pub fn simplified(
        &self,
        arrays: &Arrays,
        calculus: &Calculus,
        sides: [WholeId; 2],
        difference: &Difference,
        leaves: &[QuantityId],
    ) -> Difference {
        let mut found = difference.clone();
        let mut zeros = FxHashSet::default();
        let is_free = |leaf: QuantityId| !self.given.contains_key(&leaf) && !is_chosen(arrays, leaf);
        for &leaf in leaves.iter().filter(|&&leaf| is_free(leaf)) {
            zeros.insert(leaf);
            match self.with_zeros(arrays, calculus, sides, &found, &zeros) {
                Some(simpler) => found = simpler,
                None => {
                    zeros.remove(&leaf);
                }
            }
        }
        found
    }

    /// The same with these leaves 0, if the sides differ there.
    fn with_zeros(
        &self,
        arrays: &Arrays,
        calculus: &Calculus,
        sides: [WholeId; 2],
        difference: &Difference,
        zeros: &FxHashSet<QuantityId>,
    ) -> Option<Difference> {
        let Difference { values: before, sizes, bits, .. } = difference;
        let draw = |quantity: QuantityId, place: usize| {
            let value = before.get(&quantity).and_then(|array| array.entries.get(place));
            value.filter(|_| !zeros.contains(&quantity)).cloned().unwrap_or_else(|| Enclosure::integer(0))
        };
        let functions = &self.functions;
        // What facts are stated of a leaf put to 0 is seen to again; indices stay those that were chosen.
        let is_known =
            |quantity: QuantityId| self.given.contains_key(&quantity) || is_chosen(arrays, quantity);
        let drawn = Drawn { entry: &draw, is_known: &is_known, are_positive: false, choice: 0 };
        let values = rounds::compute(arrays, calculus, functions, (sizes, *bits), &drawn).ok()?;
        if self.passes_over_kinks {
            let smooth = |quantity: QuantityId, place: usize| Smooth(draw(quantity, place));
            let drawn = Drawn { entry: &smooth, is_known: &is_known, are_positive: false, choice: 0 };
            rounds::compute(arrays, calculus, functions, (sizes, *bits), &drawn).ok()?;
        }
        let scene = Scene { arrays, sizes, functions, values: &values, bits: *bits };
        let [one, other] = sides.map(|side| whole::evaluate(&scene, side).ok());
        let (one, other) = (one?, other?);
        let axes = if one.axes.is_empty() { &other.axes } else { &one.axes };
        let (at, sides) = Array::<Enclosure>::indices(axes).into_iter().find_map(|at| {
            let (left, right) = (entry_at(&one, &at)?, entry_at(&other, &at)?);
            left.is_disjoint(&right).then_some((at, [left, right]))
        })?;
        Some(Difference { at, sides, sizes: sizes.clone(), values, ..*difference })
    }
}
