//! How a derivation was verified, in numbers; or where it fails.

use chainrule_number::Rational;
use chainrule_render::{Inline, Layout, Number, Role};
use chainrule_work::found::{Tally, Verdict};

use super::Page;
use chainrule_work::refusal::Refusal;
use chainrule_work::report::{DerivationReport, FactorReport};

impl Page<'_> {
    pub(super) fn verification(&mut self, tally: &Tally) {
        // What was not tested is not called verified.
        let mut text = if tally.untested > 0 {
            Inline::new().role(Role::Warning, "not fully verified")
        } else {
            Inline::new().role(Role::Good, "verified")
        };
        text = text.text(format!(
            ", {} step{}: {} exact",
            tally.steps,
            if tally.steps == 1 { "" } else { "s" },
            tally.exact
        ));
        if tally.enclosed > 0 {
            text = text.text(format!(", {} enclosed to within ", tally.enclosed));
            text = match Rational::from_f64(tally.worst_width) {
                Some(width) => text.math(Layout::number(Number::value(&width, Some(1)).0)),
                None => text.text(tally.worst_width.to_string()),
            };
        }
        if tally.untested > 0 {
            text = text.text(format!(
                ", {} untested, since no point was found at which both sides have a number that is certain",
                tally.untested
            ));
        }
        self.paragraph(text.text("."));
    }

    /// Why a derivation has no number although all that it is computed from has one.
    pub(super) fn refused(&mut self, derivation_report: &DerivationReport) {
        let Some(Refusal { diagnostic, .. }) = &derivation_report.refusal else { return };
        let mut text = Inline::new().role(Role::Bad, "no number");
        for (place, said) in std::iter::once(&diagnostic.message).chain(&diagnostic.notes).enumerate() {
            let lead = if place == 0 { ": " } else { "; " };
            text = text.text(format!("{lead}{}", said.replace('`', "")));
        }
        self.say(text.text("."));
    }

    /// A derivation with a wrong step is not printed; the place where it fails is.
    pub(super) fn refuted(&mut self, factors: &[FactorReport]) {
        let graph = self.graph;
        let mut text = Inline::new()
            .role(Role::Bad, "refuted")
            .text(": a step of this derivation is wrong, so it is not shown.");
        for verdict in factors.iter().flat_map(|factor| factor.verdicts.iter()) {
            if let Verdict::Refuted { at } = verdict {
                let at: Vec<String> =
                    at.iter().map(|(symbol, value)| format!("{} = {value}", graph.name(*symbol))).collect();
                text = text.text(format!(" The sides differ at {}.", at.join(", ")));
            }
        }
        self.paragraph(text.text(" This is a defect of chainrule: please report it with the worksheet."));
    }
}
