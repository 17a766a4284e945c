//! The chain rule over the quantities, at both grains where they differ.

use std::sync::Arc;

use chainrule_render::{Elision, Inline, Layout, Line, Operator};
use chainrule_symbolic::derivation::{Adjoint, Form, Path};
use chainrule_symbolic::graph::{ExprId, Node, Scope, SymbolId};

use super::preparation::{Prepared, distinct_folds};
use super::{Page, dots, line};
use chainrule_work::report::{DerivationReport, FactorReport};
use chainrule_work::zero::Zero;

impl Page<'_> {
    /// A derivative that needs no factor: of a quantity by itself, or by one it does not depend on.
    pub(super) fn without_factors(&mut self, derivation_report: &DerivationReport, zero: Option<&Zero>) {
        let derivation = &derivation_report.derivation;
        let name = self.setter.expression(derivation.name);
        match &derivation.form {
            Form::Same => self.paragraph("The derivative of a quantity by itself is 1.".into()),
            Form::Independent { leaves } => {
                let (target, by) = (self.setter.name(derivation.target), self.setter.name(derivation.by));
                let mut text = Inline::new().math(target).text(" does not depend on ").math(by);
                if !leaves.is_empty() {
                    text = text.text("; it depends on ").math(self.names(leaves));
                }
                text = text.text(".");
                if let Some(Zero::NoPath(apart)) = zero {
                    text = text.then(self.apart(derivation, apart));
                }
                self.paragraph(text);
            }
            Form::Paths(_) | Form::Backpropagation(_) => {}
        }
        if let Some(value) = &derivation_report.value {
            let mut last = line(name, self.number(value), None);
            last.relation = self.relation_to(value);
            self.equations(vec![last]);
        }
    }

    pub(super) fn chain(&mut self, derivation_report: &DerivationReport, prepared: &Prepared) {
        match &derivation_report.derivation.form {
            Form::Same | Form::Independent { .. } => {}
            Form::Paths(paths) => self.along_paths(derivation_report, paths, prepared),
            Form::Backpropagation(adjoints) => self.backwards(derivation_report, adjoints),
        }
        self.immediate(&derivation_report.factors);
    }

    /// What `∂⁺` means, where it first stands on the page.
    pub(super) fn immediate(&mut self, factors: &[FactorReport]) {
        if self.told_immediate {
            return;
        }
        let graph = self.graph;
        let mut factors = factors.iter().map(|factor| self.report.calculus().factor(factor.id));
        let first = factors
            .find(|factor| matches!(graph.node(factor.name), Node::Derivative { scope: Scope::Local, .. }));
        let Some(factor) = first else { return };
        self.told_immediate = true;
        let name = self.setter.expression(factor.name);
        let (child, parent) = (self.setter.name(factor.child), self.setter.name(factor.parent));
        self.say(
            Inline::new()
                .math(name)
                .text(" is the immediate derivative: ")
                .math(parent)
                .text(" moves only where it stands in the definition of ")
                .math(child)
                .text("; the other inputs of ")
                .math(self.setter.name(factor.child))
                .text(" are held fixed."),
        );
    }

    fn along_paths(&mut self, derivation_report: &DerivationReport, paths: &[Path], prepared: &Prepared) {
        let reason = if paths.len() == 1 { "chain rule" } else { "chain rule, sum over the paths" };
        let name = self.setter.expression(derivation_report.derivation.name);
        let mut lines = Vec::new();
        // Where a layer is written once, its factors stand side by side there already.
        let is_layered = paths.iter().any(|path| !path.folds.is_empty() && path.groups().len() > 1);
        if is_layered && self.elision != Elision::SHORT {
            let coarse: Vec<Layout> = paths.iter().map(|path| self.coarse(path, prepared)).collect();
            let right = Layout::joined(&coarse, Operator::Plus);
            let reason = format!("{reason}, layer by layer");
            lines.push(line(name.clone(), right, Some(Inline::new().text(reason))));
            let folds = distinct_folds(paths);
            let (places, left_out) = self.elision.places(folds.len());
            for place in places {
                let Some(place) = place else {
                    lines.push(dots(left_out, ""));
                    continue;
                };
                let Some(fold) = prepared.fold(folds[place].0, folds[place].1) else { continue };
                lines.push(line(
                    self.setter.expression(fold.name),
                    self.setter.expression(fold.chain),
                    Some("chain rule".into()),
                ));
            }
        }
        let chains: Vec<Layout> = paths.iter().map(|path| self.setter.expression(path.chain)).collect();
        lines.push(line(name, Layout::joined(&chains, Operator::Plus), Some(reason.into())));
        self.equations(lines);
    }

    /// The chain from layer to layer.
    fn coarse(&self, path: &Path, prepared: &Prepared) -> Layout {
        let groups = path.groups();
        let (places, left_out) = self.elision.places(groups.len());
        let factors: Vec<Layout> = places
            .into_iter()
            .map(|place| match place.map(|place| groups[place].clone()) {
                None => Layout::dots(u64::try_from(left_out).ok()),
                Some(group) => {
                    let fold = (group.len() == 2).then(|| prepared.fold(path, group.start)).flatten();
                    let name = match fold {
                        Some(fold) => fold.name,
                        None => self.report.calculus().factor(path.factors[group.start]).name,
                    };
                    self.setter.expression(name)
                }
            })
            .collect();
        Layout::joined(&factors, Operator::Dot)
    }

    fn backwards(&mut self, derivation_report: &DerivationReport, adjoints: &[Arc<Adjoint>]) {
        let derivation = &derivation_report.derivation;
        let count = match derivation.paths.exact() {
            Some(count) => Inline::new().text(count.to_string()),
            None => Inline::new().text("about ").math(Layout::power_of_ten(derivation.paths.log10(), 0)),
        };
        let (most, most_factors) = self.report.calculus().limits();
        let limit = if derivation.paths.at_most(most) {
            format!(
                ", with more factors than the {most_factors} up to which the sum over them is written out"
            )
        } else {
            format!(", more than the {most} up to which the sum over them is written out")
        };
        self.paragraph(
            count
                .text(" paths lead from ")
                .math(self.setter.name(derivation.by))
                .text(" to ")
                .math(self.setter.name(derivation.target))
                .text(limit)
                .text(". The sum over them is taken backwards, quantity by quantity (backpropagation):"),
        );
        self.equations(vec![self.rule_of_backpropagation(derivation_report.derivation.target)]);
        let lines = self.backward_lines(adjoints, |adjoint| adjoint.chain, ", all verified");
        self.equations(lines);
    }

    /// Each adjoint with what it is said to be, on a line.
    pub(super) fn backward_lines(
        &self,
        adjoints: &[Arc<Adjoint>],
        what: fn(&Adjoint) -> ExprId,
        left_out_are: &str,
    ) -> Vec<Line> {
        let (places, left_out) = self.elision.places(adjoints.len());
        let line_at = |place: Option<usize>| match place.map(|place| &adjoints[place]) {
            Some(adjoint) => {
                line(self.setter.expression(adjoint.name), self.setter.expression(what(adjoint)), None)
            }
            None => dots(left_out, left_out_are),
        };
        places.into_iter().map(line_at).collect()
    }

    /// `∂L/∂q = Σ over c that uses q of ∂L/∂c·∂c/∂q`, with names that the worksheet does not have.
    pub(super) fn rule_of_backpropagation(&self, target: SymbolId) -> Line {
        let graph = self.graph;
        let fresh = |names: [&'static str; 4]| {
            Layout::name(names.into_iter().find(|name| graph.find_symbol(name).is_none()).unwrap_or(names[3]))
        };
        let (q, c) = (fresh(["q", "p", "u", "q_any"]), fresh(["c", "r", "v", "c_any"]));
        let target = self.setter.name(target);
        let term = [Layout::derivative(&target, &c), Layout::derivative(&c, &q)];
        let over = Layout::sequence(&[c, Layout::text(" that uses "), q.clone()]);
        let sum = Layout::joined(&term, Operator::Dot).summed_over(&over);
        line(Layout::derivative(&target, &q), sum, Some("chain rule".into()))
    }

    /// What each fold of the chain is, with its factors put in: `∂O21/∂O11 = ∂O21/∂Z·∂Z/∂O11 = σ'(Z)·w11`.
    pub(super) fn folds(&mut self, derivation_report: &DerivationReport, prepared: &Prepared) {
        let paths = derivation_report.derivation.written_paths();
        if paths.is_empty() || self.elision == Elision::SHORT {
            return;
        }
        let folds = distinct_folds(paths);
        let (places, left_out) = self.elision.places(folds.len());
        let mut lines = Vec::new();
        for place in places {
            match place.map(|place| prepared.fold(folds[place].0, folds[place].1)) {
                Some(None) => {}
                Some(Some(fold)) => {
                    let (name, chain) =
                        (self.setter.expression(fold.name), self.setter.expression(fold.chain));
                    lines.push(line(name, chain, Some("chain rule".into())));
                    let product = self.setter.expression(fold.product);
                    lines.push(line(Layout::new(), product, Some("factors substituted".into())));
                }
                None => lines.push(dots(left_out, "")),
            }
        }
        self.equations(lines);
    }
}
