//! The working of each factor, as whole lines with the rule that gives each.

use chainrule_render::{Inline, Layout, Operator};
use chainrule_symbolic::derivation::{FactorId, Line};
use chainrule_symbolic::graph::{ExprId, FunctionId, Node};

use super::told_before::FactorEntry;
use super::{Page, dots, line};

impl Page<'_> {
    pub(super) fn workings(&mut self, factors: &[FactorEntry]) {
        self.open(factors);
        let mut cited = Vec::new();
        for entry in factors {
            match entry {
                FactorEntry::Open(_) => {}
                FactorEntry::Cited(id) => cited.push(line(
                    self.factor_name(*id),
                    self.setter.expression(self.report.calculus().factor(*id).result),
                    Some("worked out above".into()),
                )),
                FactorEntry::LeftOut(count) => {
                    self.equations(std::mem::take(&mut cited));
                    self.equations(vec![dots(*count, " factors, all verified")]);
                }
                FactorEntry::Alike(count) => {
                    self.equations(std::mem::take(&mut cited));
                    self.equations(vec![dots(*count, " factors of this form, all verified")]);
                }
                FactorEntry::Working(id, lines) => {
                    self.equations(std::mem::take(&mut cited));
                    self.working(*id, lines.as_deref());
                }
            }
        }
        self.equations(cited);
    }

    fn factor_name(&self, id: FactorId) -> Layout {
        self.setter.expression(self.report.calculus().factor(id).name)
    }

    /// The factors whose form is left open and whose number is not stated, in one sentence.
    fn open(&mut self, factors: &[FactorEntry]) {
        let names: Vec<Layout> = factors
            .iter()
            .filter_map(|entry| match entry {
                FactorEntry::Open(id) => {
                    let name = self.report.calculus().factor(*id).name;
                    (!self.is_stated(name)).then(|| self.setter.expression(name))
                }
                FactorEntry::Cited(_)
                | FactorEntry::Working(..)
                | FactorEntry::LeftOut(_)
                | FactorEntry::Alike(_) => None,
            })
            .collect();
        let text = match names.as_slice() {
            [] => return,
            [only] => Inline::new().math(only.clone()).text(" stays a symbol: its form is left open."),
            [first @ .., last] => Inline::new()
                .math(Layout::joined(first, Operator::Comma))
                .text(" and ")
                .math(last.clone())
                .text(" stay symbols: their forms are left open."),
        };
        self.paragraph(text);
    }

    fn working(&mut self, id: FactorId, lines: Option<&[Line]>) {
        let factor = self.report.calculus().factor(id);
        let name = self.factor_name(id);
        let Some(lines) = lines else {
            let steps =
                factor.working.map_or(0, |working| self.report.calculus().worked(working).steps().count());
            let reason = Inline::new().text(format!("{steps} steps, each verified"));
            self.equations(vec![line(name, self.setter.expression(factor.result), Some(reason))]);
            return;
        };
        let mut equations = Vec::new();
        for (place, worked_line) in lines.iter().enumerate() {
            let mut reasons: Vec<Inline> = Vec::new();
            // The chain rule and each function are named once.
            let mut is_chain_named = false;
            let mut named: Vec<Option<FunctionId>> = worked_line
                .steps
                .iter()
                .filter(|step| step.rule().name == "derivative of the function")
                .map(|step| self.function_of(step.before()))
                .collect();
            for step in &worked_line.steps {
                let (rule, before) = (step.rule().name, step.before());
                let reason = if rule == "chain rule" {
                    let function = self.function_of(before);
                    let is_named = named.contains(&function);
                    named.push(function);
                    match (std::mem::replace(&mut is_chain_named, true), is_named) {
                        (true, true) => continue,
                        (true, false) => self.reason("derivative of the function", before),
                        (false, true) => Inline::from(rule),
                        (false, false) => self.reason(rule, before),
                    }
                } else {
                    self.reason(rule, before)
                };
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
            let left = if place == 0 { name.clone() } else { Layout::new() };
            let reason = reasons.into_iter().reduce(|all, next| all.text(", ").then(next));
            equations.push(line(left, self.setter.expression(worked_line.expr), reason));
        }
        self.equations(equations);
    }

    /// The function of which a derivative is taken.
    fn function_of(&self, derivative: ExprId) -> Option<FunctionId> {
        let Node::Derivative { of, .. } = self.graph.node(derivative) else { return None };
        let Node::Apply { function, .. } = self.graph.node(of) else { return None };
        Some(function)
    }

    /// The name of the rule behind a step, with the function or quantity it is about.
    pub(super) fn reason(&self, rule: &str, before: ExprId) -> Inline {
        let graph = self.graph;
        let of = match graph.node(before) {
            Node::Derivative { of, .. } => of,
            Node::Apply { primes: 1.., .. } => before,
            Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) => return rule.into(),
        };
        match (rule, graph.node(of)) {
            ("definition", Node::Symbol(symbol)) => {
                Inline::new().text("definition of ").math(self.setter.name(symbol))
            }
            ("derivative of the function", Node::Apply { function, .. }) => {
                Inline::new().text(format!("derivative of {}", graph.function_name(function)))
            }
            ("chain rule", Node::Apply { function, .. }) => {
                Inline::new().text(format!("chain rule, derivative of {}", graph.function_name(function)))
            }
            (_, _) => rule.into(),
        }
    }
}
