//! What repeats from layer to layer or from step to step, written once.

use chainrule_render::{Inline, Layout, Line};
use chainrule_worksheet::Part;

use super::{Page, line, plan};
use chainrule_render::pattern::layout;
use chainrule_work::pattern::Judged;
use chainrule_work::report::DerivationReport;

impl Page<'_> {
    /// The derivation with ∏ and Σ, by names and with the factors put in.
    pub(super) fn pattern(&mut self, derivation_report: &DerivationReport) {
        let Some(pattern) = &derivation_report.pattern else { return };
        let name = self.setter.expression(derivation_report.derivation.name);
        let graph = self.graph;
        let [names, results] =
            [&pattern.names, &pattern.results].map(|written| layout(graph, &self.setter, written));
        // The heading of a section says it.
        let is_said = !self.plan.is_complete() && !self.is_compact;
        let reason = (!is_said).then(|| "chain rule, repeated factors written once".into());
        let mut lines =
            vec![line(name, names, reason), line(Layout::new(), results, Some("factors substituted".into()))];
        if plan::is_told_by_pattern(derivation_report, &self.plan)
            && self.plan.shows(Part::PutTogether)
            && let Some(value) = &derivation_report.value
        {
            lines.push(Line {
                relation: self.relation_to(value),
                ..line(Layout::new(), self.number(value), None)
            });
        }
        self.equations(lines);
        if let Some(bound) = &pattern.bound {
            self.growth(derivation_report.derivation.name, bound, None);
        }
        let compared = "Each factor that this stands for was compared with the one worked out below";
        let multiplied =
            if pattern.judged == Judged::MultipliedOut { ", and the whole was multiplied out" } else { "" };
        let more = if self.plan.is_complete() { " Written out:" } else { "" };
        self.say(Inline::new().text(format!("{compared}{multiplied}.{more}")));
    }
}
