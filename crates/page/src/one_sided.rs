//! What a derivative is that was taken at a kink by convention.

use chainrule_render::{Inline, Role};

use super::Page;
use chainrule_work::one_sided::OneSided;
use chainrule_work::report::DerivationReport;

impl Page<'_> {
    /// What the slopes from both sides say.
    pub(super) fn one_sided(&mut self, derivation_report: &DerivationReport, sides: &OneSided) {
        let target = self.setter.name(derivation_report.derivation.target);
        let text = match (sides, &derivation_report.value) {
            (OneSided::Slope(slope), Some(value)) => Inline::new()
                .role(Role::Bad, "not the derivative")
                .text(": from both sides the slope of ")
                .math(target)
                .text(" is ")
                .math(self.number(slope))
                .text(". The conventions at kinks give ")
                .math(self.number(value))
                .text(", which is what a program answers."),
            (OneSided::Kink { left, right }, _) => Inline::new()
                .text("At this point ")
                .math(target)
                .text(" has a kink and no derivative: its slope is ")
                .math(self.number(left))
                .text(" from the left and ")
                .math(self.number(right))
                .text(" from the right. The number above is a convention."),
            (OneSided::Jump { left, right }, _) => Inline::new()
                .text("At this point ")
                .math(target)
                .text(" jumps and has no derivative: it tends to ")
                .math(self.number(left))
                .text(" from the left and to ")
                .math(self.number(right))
                .text(" from the right. The number above is a convention."),
            (OneSided::OfNothing, _) => Inline::new()
                .text("At this point ")
                .math(target)
                .text(" does not exist, and no more does its derivative. The number above is a convention."),
            (OneSided::Slope(_), None) => return,
        };
        self.say(text);
    }
}
