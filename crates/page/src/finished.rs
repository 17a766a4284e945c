//! From the factors put back to the form a textbook prints.

use chainrule_render::{Inline, Layout, Line, Operator};
use chainrule_symbolic::derivation::{Fact, Step};
use chainrule_symbolic::finish::rules as finishing;

use super::{Page, line};
use chainrule_work::report::DerivationReport;

/// So many names that are put in are told one by one.
const MOST_NAMES: usize = 3;

impl Page<'_> {
    /// The lines from the product to its finished form, each with the rules that lead to it.
    pub(super) fn finished(&self, derivation: &DerivationReport, name: &Layout, lines: &mut Vec<Line>) {
        let Some(report) = &derivation.finished else { return };
        let finished_lines = report.finished.lines.iter();
        let count = report.finished.lines.len();
        for (place, worked_line) in finished_lines.enumerate() {
            let mut reasons: Vec<Inline> = Vec::new();
            let names = worked_line.steps.iter().filter(|step| *step.rule() == finishing::NAME);
            let mut left_out = names.count().saturating_sub(MOST_NAMES);
            let mut name_count = 0;
            for step in &worked_line.steps {
                if *step.rule() == finishing::NAME {
                    name_count += 1;
                    if name_count > MOST_NAMES {
                        if left_out > 0 {
                            let names = if left_out == 1 { "name" } else { "names" };
                            reasons.push(Inline::new().text(format!("{left_out} more {names}")));
                            left_out = 0;
                        }
                        continue;
                    }
                }
                let reason = self.finishing_reason(step);
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
            let mut reason = reasons.into_iter().reduce(|all, next| all.text(", ").then(next));
            if place + 1 == count
                && let Some(needed) = self.needed(&report.finished.needed)
            {
                reason = reason.map(|reason| reason.text(", for ").then(needed));
            }
            let left = if lines.is_empty() { name.clone() } else { Layout::new() };
            lines.push(line(left, self.setter.expression(worked_line.expr), reason));
        }
    }

    /// The name of the rule behind a step; where a name is put in, what it stands for.
    fn finishing_reason(&self, step: &Step) -> Inline {
        if *step.rule() == finishing::NAME {
            let sides = [step.after(), step.before()].map(|side| self.setter.expression(side));
            return Inline::new().math(Layout::joined(&sides, Operator::Equal));
        }
        self.reason(step.rule().name, step.before())
    }

    /// `x ≠ 0 and c ≠ 0`
    fn needed(&self, facts: &[Fact]) -> Option<Inline> {
        let conditions = facts.iter().filter_map(|fact| match fact {
            Fact::Condition { of, must } => Some(self.condition(*of, *must)),
            Fact::Range { .. } | Fact::Convention { .. } | Fact::Tie { .. } => None,
        });
        conditions.reduce(|all, next| all.text(" and ").then(next))
    }
}
