//! Which quantities depend on another by their definitions and through others as well.

use chainrule_array::chain::{Calculus, inputs};
use chainrule_array::{Arrays, QuantityId};
use rustc_hash::{FxHashMap, FxHashSet};

/// Pairs of quantities of which one depends on the other by its definition and through others that stand in it as well.
pub(super) fn in_two_ways(arrays: &Arrays, calculus: &Calculus) -> FxHashSet<(QuantityId, QuantityId)> {
    let count = u32::try_from(arrays.quantities().count()).unwrap_or(u32::MAX);
    // What is computed from others has a larger id than they.
    let mut consumers: FxHashMap<QuantityId, Vec<QuantityId>> = FxHashMap::default();
    for quantity in (0..count).map(QuantityId) {
        for input in inputs(arrays, quantity) {
            consumers.entry(input).or_default().push(quantity);
        }
    }
    let of = |quantity: QuantityId| consumers.get(&quantity).map_or(&[][..], Vec::as_slice);
    let mut wanted: FxHashMap<QuantityId, FxHashSet<QuantityId>> = FxHashMap::default();
    for jacobian in &calculus.jacobians {
        // Nothing computed from the first of them comes before it.
        if of(jacobian.parent).first().is_some_and(|first| *first != jacobian.child) {
            wanted.entry(jacobian.parent).or_default().insert(jacobian.child);
        }
    }
    let mut found = FxHashSet::default();
    for (parent, mut children) in wanted {
        let mut stack: Vec<QuantityId> = of(parent).iter().rev().copied().collect();
        let mut seen: FxHashSet<QuantityId> = stack.iter().copied().collect();
        while let Some(quantity) = stack.pop() {
            for &next in of(quantity) {
                if children.remove(&next) {
                    found.insert((next, parent));
                }
                if seen.insert(next) {
                    stack.push(next);
                }
            }
            if children.is_empty() {
                break;
            }
        }
    }
    found
}
