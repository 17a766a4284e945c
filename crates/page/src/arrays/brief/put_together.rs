//! The factors put together.

use chainrule_array::MemberStatement;
use chainrule_array::chain::Adjoint;
use chainrule_render::{Inline, Line, Relation};
use chainrule_work::ArrayDerivation;
use rustc_hash::FxHashSet;

use super::super::forward::goes_on;
use super::super::general::Marks;
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
        let derived_places: FxHashSet<usize> =
            sound.iter().filter_map(|derivation| derivation.adjoints.last().copied()).collect();
        let mut lines: Vec<Line> = Vec::new();
        if with_all_steps {
            for &place in adjoints {
                if self.worked_out.insert(WorkedOut::Adjoint(place)) {
                    lines.extend(self.put_back(&report.calculus.adjoints[place]));
                }
            }
        } else {
            let adjoint = |place: &usize| &report.calculus.adjoints[*place];
            // A derivative of one factor stands among the factors.
            let places: Vec<usize> =
                adjoints.iter().copied().filter(|place| !self.is_direct(adjoint(place))).collect();
            let mut marks = Marks::default();
            let statements: Vec<MemberStatement> =
                places.iter().map(|place| Self::adjoint_statement(adjoint(place), &mut marks)).collect();
            lines = self.lines_at_once(&statements, |page, place| {
                let is_asked = derived_places.contains(&places[place]);
                // Of several results each stands in one line at the top already.
                let is_told_here = is_asked && (sound.len() == 1 || !page.has_results);
                page.adjoint_lines(adjoint(&places[place]), is_told_here)
            });
        }
        if lines.is_empty() {
            return;
        }
        self.section("Put together", Inline::new(), "Put together,");
        let lines = if with_all_steps { lines } else { self.cut(&lines, "lines") };
        self.equations(lines);
    }

    /// A derivative from those before, and in one line where that is told here.
    fn adjoint_lines(&self, adjoint: &Adjoint, in_one_line: bool) -> Vec<Line> {
        let free = adjoint.free();
        let names = self.setter.names_for(&free);
        let reason = put_together_reason(&self.setter, &self.report.arrays, adjoint, &names);
        let (left, right) = match adjoint.reading {
            Some(reading) => (
                self.setter.quantity(adjoint.name),
                self.setter.whole(self.laid_out(reading, adjoint.of, adjoint.by)),
            ),
            None => (
                self.setter.quantity_with(adjoint.name, &free, &names),
                self.setter.entry(adjoint.result(), &names),
            ),
        };
        let mut lines = vec![Line { left, relation: Relation::Equal, right, reason }];
        if let Some(full) = adjoint.in_full.filter(|full| in_one_line && Some(*full) != adjoint.reading) {
            let full = self.laid_out(full, adjoint.of, adjoint.by);
            lines.push(goes_on(self.setter.whole(full), Some("in one line".into())));
        }
        lines
    }
}
