//! The page as a record: every part, and every step of it, in the order in which it was worked out.

use chainrule_render::Inline;
use chainrule_symbolic::derivation::Form;
use chainrule_work::report::DerivationReport;

use super::Page;
use super::plan::is_single;
use super::preparation::Prepared;

impl Page<'_> {
    /// A derivation with all that is known of it.
    pub(super) fn derivation(&mut self, own: &DerivationReport, prepared: &Prepared, place: usize) {
        let report = self.report;
        let (bounds, numerics, zero) =
            (&report.bounds[place], &report.numerics[place], report.zeros[place].as_ref());
        let title = self.setter.expression(prepared.title);
        self.heading(1, Inline::new().text("Derivation of ").math(title));
        self.stands_for(own);
        if own.is_refuted() {
            self.refuted(&own.factors);
            return;
        }
        match &own.derivation.form {
            Form::Same | Form::Independent { .. } => self.without_factors(own, zero),
            Form::Paths(_) if is_single(own) => {
                self.stated(Some(own.derivation.name), &own.factors, &own.slopes);
                self.workings(&prepared.factors);
                self.facts(&prepared.facts);
                self.numbers(own, prepared);
                self.refused(own);
            }
            Form::Paths(_) | Form::Backpropagation(_) => {
                self.pattern(own);
                self.chain(own, prepared);
                self.heading(2, "Each factor".into());
                self.stated(Some(own.derivation.name), &own.factors, &own.slopes);
                self.workings(&prepared.factors);
                self.folds(own, prepared);
                self.facts(&prepared.facts);
                self.heading(2, "The factors put back".into());
                self.numbers(own, prepared);
                self.refused(own);
                self.ledgers(own, numerics);
                self.extremes(own, numerics);
            }
        }
        self.zero(&own.derivation, zero);
        if let Some(sides) = &report.one_sided[place] {
            self.one_sided(own, sides);
        }
        self.verdict(own, numerics);
        self.bounds(own, bounds);
        self.top_paths(own);
        self.verification(&own.tally);
    }

    /// For the derivative of a derivative: what the name of the first stands for.
    pub(super) fn stands_for(&mut self, own: &DerivationReport) {
        let Some(first) = own.stands_for else { return };
        let g = self.setter.name(own.derivation.target);
        let first = self.setter.expression(first);
        let name = self.setter.expression(own.derivation.name);
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
