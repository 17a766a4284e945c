//! Derivations that are judged along a direction at once.

use chainrule_array::chain::Calculus;
use chainrule_array::{Arrays, QuantityId, Role};
use rustc_hash::{FxHashMap, FxHashSet};

use super::derivation::ArrayDerivation;

/// Derivatives of one quantity by several leaves are judged by one pass, so that many cost no more than one each: the places
/// of their derivations and of their adjoints. What is computed from others moves with them, and stands alone.
pub(super) fn by_leaves(
    arrays: &Arrays,
    calculus: &Calculus,
    derivations: &[ArrayDerivation],
) -> Vec<Vec<(usize, usize)>> {
    let mut groups: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut group_of: FxHashMap<QuantityId, usize> = FxHashMap::default();
    let mut seen: FxHashSet<usize> = FxHashSet::default();
    for (derivation, array_derivation) in derivations.iter().enumerate() {
        let Some(&last) = array_derivation.adjoints.last() else { continue };
        let adjoint = &calculus.adjoints[last];
        let is_leaf = matches!(arrays.quantity(adjoint.by).role, Role::Leaf);
        if !is_leaf || !seen.insert(last) {
            groups.push(vec![(derivation, last)]);
            continue;
        }
        let group = *group_of.entry(adjoint.of).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push((derivation, last));
    }
    groups
}
