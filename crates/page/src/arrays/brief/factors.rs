//! Each factor.

use chainrule_array::chain::Jacobian;
use chainrule_array::{Letter, MemberStatement, Told};
use chainrule_render::{Block, FactorLine, Inline};

use super::super::general::{Marks, with_range};
use super::super::reasons::brief_reason;
use super::super::{ArrayPage, WorkedOut};

impl ArrayPage<'_> {
    /// Each factor once: on a line where the page is brief, else with every line of its working.
    pub(super) fn factors(&mut self, adjoints: &[usize], with_all_steps: bool) {
        let report = self.report;
        let mut places: Vec<usize> = Vec::new();
        for &through in adjoints.iter().flat_map(|&place| &report.calculus.adjoints[place].through) {
            if self.worked_out.insert(WorkedOut::Jacobian(through)) {
                places.push(through);
            }
        }
        if places.is_empty() {
            return;
        }
        self.section("Each factor", Inline::new(), "The factors are");
        if with_all_steps {
            for place in places {
                self.jacobian(&report.calculus.jacobians[place]);
            }
            return;
        }
        let mut marks = Marks::default();
        let jacobian = |place: usize| &report.calculus.jacobians[places[place]];
        let statements: Vec<MemberStatement> =
            (0..places.len()).map(|place| self.factor_statement(jacobian(place), &mut marks)).collect();
        let groups = self.at_once(&statements);
        let (places, left_out) = self.elision.places(groups.len());
        let lines = places.into_iter().flatten().map(|place| match &groups[place] {
            Told::One(place) => self.factor_line(jacobian(*place)),
            Told::Run(run) => {
                let line = self.in_general(run, |page| page.factor_line(jacobian(run.printed)));
                FactorLine { rule: Some(with_range(line.rule.clone(), run)), ..line }
            }
        });
        let lines = lines.collect();
        self.blocks.push(Block::Factors(lines));
        if left_out > 0 {
            let text = format!("… {left_out} more factors, all checked …");
            self.blocks.push(Block::Remark(text.as_str().into()));
        }
    }

    fn factor_line(&self, jacobian: &Jacobian) -> FactorLine {
        let letters: Vec<Letter> = jacobian.at.iter().chain(&jacobian.by).copied().collect();
        let names = self.setter.names_for(&letters);
        let (name, side) = if let Some(reading) = jacobian.reading {
            let [child, parent] = [jacobian.child, jacobian.parent].map(|one| self.setter.quantity(one));
            let name = self.setter.local_derivative(jacobian.child, jacobian.parent, &child, &parent);
            (name, self.setter.whole(self.laid_out(reading, jacobian.child, jacobian.parent)))
        } else {
            let child = self.setter.quantity_with(jacobian.child, &jacobian.at, &names);
            let parent = self.setter.quantity_with(jacobian.parent, &jacobian.by, &names);
            let name = self.setter.local_derivative(jacobian.child, jacobian.parent, &child, &parent);
            (name, self.setter.entry(jacobian.result(), &names))
        };
        FactorLine { name, sides: vec![side], rule: Some(brief_reason(&self.setter, jacobian)), value: None }
    }
}
