//! The size of the product, factor by factor, and what makes it so.

use super::super::Page;
use super::super::preparation::Prepared;

impl Page<'_> {
    pub(in super::super) fn size_by_factor(&mut self, place: usize, _: &Prepared) {
        let report = self.report;
        let (derivation, numerics) = (&report.derivations[place], &report.numerics[place]);
        if derivation.derivation.has_factors() && self.plan.shows_ledger(numerics) {
            self.ledgers(derivation, numerics);
            self.extremes(derivation, numerics);
        }
        self.top_paths(derivation);
    }
}
