//! What is wrong with the size of a derivative, what programs in number formats make of it, and what repairs it.

use super::super::Page;
use super::super::preparation::Prepared;

impl Page<'_> {
    pub(in super::super) fn in_formats(&mut self, place: usize, _: &Prepared) {
        let report = self.report;
        self.verdict(&report.derivations[place], &report.numerics[place]);
    }
}
