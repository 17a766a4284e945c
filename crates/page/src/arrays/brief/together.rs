//! The factors put together.

use chainrule_render::{Inline, Line, Relation};
use chainrule_work::ArrayDerivation;

use super::super::forward::goes_on;
use super::super::reasons::put_together_reason;
use super::super::{ArrayPage, WorkedOut};

impl ArrayPage<'_> {
    /// The derivatives of the quantities between, each from those before, and the results in one line.
    pub(super) fn put_together(
        &mut self,
        sound: &[&ArrayDerivation],
        adjoints: &[usize],
        with_all_steps: bool,
    ) {
        let report = self.report;
        let mut lines: Vec<Line> = Vec::new();
        for &place in adjoints {
            let adjoint = &report.calculus.adjoints[place];
            let is_asked = sound.iter().any(|own| own.adjoints.last() == Some(&place));
            if with_all_steps {
                if self.shown.insert(WorkedOut::Adjoint(place)) {
                    lines.extend(self.put_back(adjoint));
                }
                continue;
            }
            // A derivative of one factor stands among the factors.
            if self.is_direct(adjoint) {
                continue;
            }
            let free = adjoint.free();
            let names = self.setter.names_for(&free);
            let why = put_together_reason(&self.setter, &report.arrays, adjoint, &names);
            match adjoint.reading {
                Some(reading) => lines.push(Line {
                    left: self.setter.quantity(adjoint.name),
                    relation: Relation::Equal,
                    right: self.setter.whole(self.laid_out(reading, adjoint.of, adjoint.by)),
                    reason: why,
                }),
                None => lines.push(Line {
                    left: self.setter.quantity_with(adjoint.name, &free, &names),
                    relation: Relation::Equal,
                    right: self.setter.entry(adjoint.result(), &names),
                    reason: why,
                }),
            }
            // Of several results each stands in one line at the top already.
            let is_told_here = is_asked && (sound.len() == 1 || !self.has_results);
            if let Some(full) = adjoint.in_full.filter(|full| is_told_here && Some(*full) != adjoint.reading)
            {
                let full = self.laid_out(full, adjoint.of, adjoint.by);
                lines.push(goes_on(self.setter.whole(full), Some("in one line".into())));
            }
        }
        if lines.is_empty() {
            return;
        }
        self.section("Put together", Inline::new(), "Put together,");
        let lines = if with_all_steps { lines } else { self.cut(&lines, "lines") };
        self.equations(lines);
    }
}
