//! How all of it was checked, in one line.

use chainrule_render::{Block, Inline, Role};
use chainrule_work::found::Tally;

use super::super::Page;

impl Page<'_> {
    pub(in super::super) fn checked(&mut self) {
        let report = self.report;
        let mut tally = Tally::default();
        for derivation in report.derivations.iter().filter(|derivation| !derivation.is_refuted()) {
            tally.include(&derivation.tally);
        }
        for gradient in report.gradients.iter().filter(|gradient| !gradient.is_refuted()) {
            tally.include(&gradient.tally);
        }
        if tally.steps == 0 {
            return;
        }
        let held = tally.exact + tally.enclosed;
        let text = if tally.untested > 0 {
            Inline::new().role(Role::Warning, "?").text(format!(
                " {held} of {} steps checked; for the others no point was found at which both sides have a number that is certain",
                tally.steps
            ))
        } else {
            Inline::new()
                .role(Role::Good, "✓")
                .text(format!(" every step checked ({held} of {})", tally.steps))
        };
        self.blocks.push(Block::Note(text));
    }
}
