//! The page as a record: every part, and every step of it, in the order in which it was worked out.

use chainrule_render::Inline;
use chainrule_work::report::DerivationReport;

use super::Page;
use super::plan::is_single;
use super::preparation::Prepared;

impl Page<'_> {
    /// A derivation with all that is known of it.
    pub(super) fn derivation(
        &mut self,
        derivation_report: &DerivationReport,
        prepared: &Prepared,
        place: usize,
    ) {
        let report = self.report;
        let (bounds, numerics, zero) =
            (&report.bounds[place], &report.numerics[place], report.zeros[place].as_ref());
        let title = self.setter.expression(prepared.title);
        self.heading(1, Inline::new().text("Derivation of ").math(title));
        self.stands_for(derivation_report);
        if derivation_report.is_refuted() {
            self.refuted(&derivation_report.factors);
            return;
        }
        if !derivation_report.derivation.has_factors() {
            self.without_factors(derivation_report, zero);
        } else if is_single(derivation_report) {
            self.stated(
                Some(derivation_report.derivation.name),
                &derivation_report.factors,
                &derivation_report.slopes,
            );
            self.workings(&prepared.factors);
            self.facts(&prepared.facts);
            self.numbers(derivation_report, prepared);
            self.refused(derivation_report);
        } else {
            self.pattern(derivation_report);
            self.chain(derivation_report, prepared);
            self.heading(2, "Each factor".into());
            self.stated(
                Some(derivation_report.derivation.name),
                &derivation_report.factors,
                &derivation_report.slopes,
            );
            self.workings(&prepared.factors);
            self.folds(derivation_report, prepared);
            self.facts(&prepared.facts);
            self.heading(2, "The factors put back".into());
            self.numbers(derivation_report, prepared);
            self.refused(derivation_report);
            self.ledgers(derivation_report, numerics);
            self.extremes(derivation_report, numerics);
        }
        self.zero(&derivation_report.derivation, zero);
        if let Some(sides) = &report.one_sided[place] {
            self.one_sided(derivation_report, sides);
        }
        self.verdict(derivation_report, numerics);
        self.bounds(derivation_report, bounds);
        self.top_paths(derivation_report);
        self.verification(&derivation_report.tally);
    }

    /// For the derivative of a derivative: what the name of the first stands for.
    pub(super) fn stands_for(&mut self, derivation_report: &DerivationReport) {
        let Some(first) = derivation_report.stands_for else { return };
        let g = self.setter.name(derivation_report.derivation.target);
        let first = self.setter.expression(first);
        let name = self.setter.expression(derivation_report.derivation.name);
        self.paragraph(
            Inline::new()
                .text("Write ")
                .math(g)
                .text(" for ")
                .math(first)
                .text("; wanted is ")
                .math(name)
                .text("."),
        );
    }
}
