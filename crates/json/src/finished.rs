//! Finished results in the types of the schema.

use chainrule_symbolic::derivation::Step;
use chainrule_work::FinishedReport;
use chainrule_work::found::Verdict;

use super::value::verdict;
use super::{Writer, schema};

impl Writer<'_> {
    /// A result in the form a textbook prints.
    pub(super) fn finished(&self, finished_report: &FinishedReport) -> schema::Finished {
        let FinishedReport { finished, verdicts } = finished_report;
        let mut verdicts = verdicts.iter();
        let lines = finished.lines.iter().map(|line| schema::FinishedLine {
            expression: self.expression(line.expr),
            steps: line.steps.iter().map(|step| self.finishing_step(step, verdicts.next())).collect(),
        });
        schema::Finished {
            result: self.expression(finished.result()),
            lines: lines.collect(),
            named: finished.named.iter().map(|&symbol| self.name(symbol).to_owned()).collect(),
            needed: finished.needed.iter().map(|fact| self.fact(fact)).collect(),
        }
    }

    fn finishing_step(&self, step: &Step, judged: Option<&Verdict>) -> schema::Step {
        schema::Step {
            rule: self.rules.cite(step.rule()),
            before: schema::Side::Expression(self.abridged(step.before())),
            after: schema::Side::Expression(self.abridged(step.after())),
            verdict: judged.map(|judged| verdict(self.report.graph(), judged)),
        }
    }
}
