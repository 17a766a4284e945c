//! The numbers of the factors of a derivation, found by factor.

use chainrule_number::Value;
use chainrule_symbolic::derivation::FactorId;
use rustc_hash::FxHashMap;

use crate::reported::derivation::DerivationReport;

/// The numbers of the factors of one derivation.
pub struct FactorValues<'r> {
    first: usize,
    /// From the first factor on, where those of the derivation lie together.
    near: Vec<Option<&'r Value>>,
    /// All of them where they don't.
    far: FxHashMap<FactorId, &'r Value>,
}

/// The factors of a derivation lie together where at most so many places go to each.
const MOST_SPARSENESS: usize = 4;

impl<'r> FactorValues<'r> {
    /// Those of one derivation.
    pub fn of(derivation_report: &'r DerivationReport) -> Self {
        let valued = || {
            derivation_report.factors.iter().filter_map(|factor| Some((factor.id, factor.value.as_deref()?)))
        };
        let (mut first, mut end) = (usize::MAX, 0);
        for (id, _) in valued() {
            (first, end) = (first.min(id.index()), end.max(id.index() + 1));
        }
        let span = end.saturating_sub(first);
        if span > MOST_SPARSENESS.saturating_mul(derivation_report.factors.len()) {
            return Self { first, near: Vec::new(), far: valued().collect() };
        }
        let mut near = vec![None; span];
        for (id, value) in valued() {
            near[id.index() - first] = Some(value);
        }
        Self { first, near, far: FxHashMap::default() }
    }

    /// The number of a factor, where it is known.
    pub fn get(&self, id: FactorId) -> Option<&'r Value> {
        if self.near.is_empty() {
            return self.far.get(&id).copied();
        }
        *self.near.get(id.index().checked_sub(self.first)?)?
    }
}
