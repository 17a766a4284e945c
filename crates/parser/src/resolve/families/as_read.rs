//! A definition over indices as it was read, for those that keep it.

use chainrule_symbolic::graph::{ExprId, SymbolId};

use super::definitions::{FamilyDefinition, FamilyHead, index_bounds};
use crate::family::clause::{Odometer, Range};
use crate::family::draft::{Draft, Mention};

impl FamilyDefinition {
    /// What it defines, in order.
    pub(in crate::resolve) fn defines(&self) -> &[SymbolId] {
        match &self.head {
            FamilyHead::Member(..) => &self.symbols,
            FamilyHead::Quantity(symbol, _) => std::slice::from_ref(symbol),
        }
    }

    /// The member on its left side, as it is written.
    pub(in crate::resolve) fn head_mention(&self) -> Option<&Mention> {
        match &self.head {
            FamilyHead::Member(_, mention) => Some(mention),
            FamilyHead::Quantity(..) => None,
        }
    }

    /// As it was read.
    pub(in crate::resolve) fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Its right side in the draft.
    pub(in crate::resolve) fn root(&self) -> ExprId {
        self.root
    }

    /// The names of its indices, those of its sums last.
    pub(in crate::resolve) fn indices(&self) -> &[String] {
        &self.indices
    }

    /// What its own indices run over.
    pub(in crate::resolve) fn own_ranges(&self) -> &[Range] {
        &self.ranges
    }

    /// Bounds of every index, those of its sums too.
    pub(in crate::resolve) fn index_bounds(&self) -> Vec<(i64, i64)> {
        index_bounds(self)
    }

    /// What it defines, with the values of its own indices, which are the first ones.
    pub(in crate::resolve) fn values_of_members(&self) -> Vec<(SymbolId, Vec<i64>)> {
        let mut values = vec![0; self.indices.len()];
        let mut odometer = Odometer::new(&self.ranges);
        let at_ranges = |values: &[i64]| self.ranges.iter().map(|range| values[range.index]).collect();
        let mut members = Vec::with_capacity(self.defines().len());
        for &symbol in self.defines() {
            if !self.ranges.is_empty() && !odometer.next(&mut values).unwrap_or(false) {
                break;
            }
            members.push((symbol, at_ranges(&values)));
        }
        members
    }
}
