//! The derivatives of a number by many leaves, in a table: where a network has many layers.

use chainrule_array::{Arrays, QuantityId};
use chainrule_number::{Scalar, Value};
use rustc_hash::FxHashMap;

use super::derivation::ArrayDerivation;
use super::numbers::Numbers;
use super::sizes::length;

/// So many derivatives of one number are told in a table.
pub(super) const FEWEST_IN_TABLE: usize = 6;

/// The derivatives of one number by its leaves.
#[derive(Clone, Debug)]
pub struct LayerTable {
    /// Of what.
    pub of: QuantityId,
    /// By what, in the order asked.
    pub rows: Vec<LayerTableRow>,
}

/// One derivative.
#[derive(Clone, Debug)]
pub struct LayerTableRow {
    /// Its place among the derivations.
    pub derivation: usize,
    /// The length of all its entries together.
    pub gradient: Value,
    /// The same of the leaf.
    pub weight: Value,
    /// The one divided by the other: by how much of itself a step with a rate of 1 moves the leaf. Nothing where the leaf is 0.
    pub ratio: Option<Value>,
}

/// The tables, of numbers that are derived by many leaves.
pub(super) fn tables(arrays: &Arrays, numbers: &Numbers, derivations: &[ArrayDerivation]) -> Vec<LayerTable> {
    let mut rows: FxHashMap<QuantityId, Vec<LayerTableRow>> = FxHashMap::default();
    let mut order = Vec::new();
    for (place, derivation) in derivations.iter().enumerate() {
        if !arrays.quantity(derivation.of).shape.is_number() {
            continue;
        }
        let Some(gradient) = derivation.sizes.as_ref().and_then(|sizes| sizes.norms.last()) else { continue };
        let Some(weight) =
            numbers.values.get(&derivation.by).and_then(|array| length(array, numbers.bits).ok())
        else {
            continue;
        };
        let ratio = gradient.div(&weight, numbers.bits).ok();
        if !rows.contains_key(&derivation.of) {
            order.push(derivation.of);
        }
        let row = LayerTableRow { derivation: place, gradient: gradient.clone(), weight, ratio };
        rows.entry(derivation.of).or_default().push(row);
    }
    let all = order.into_iter().filter_map(|of| Some(LayerTable { of, rows: rows.remove(&of)? }));
    all.filter(|table| table.rows.len() >= FEWEST_IN_TABLE).collect()
}
