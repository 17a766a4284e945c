//! The size of the product, factor by factor, and what makes it so.

use super::super::Page;
use super::super::preparation::Prepared;

impl Page<'_> {
    pub(in super::super) fn size_by_factor(&mut self, place: usize, _: &Prepared) {
        let report = self.report;
        let (own, numerics) = (&report.derivations[place], &report.numerics[place]);
        if own.derivation.has_factors() && self.plan.shows_ledger(numerics) {
            self.ledgers(own, numerics);
            self.extremes(own, numerics);
        }
        self.top_paths(own);
    }
}
