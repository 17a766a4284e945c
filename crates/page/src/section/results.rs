//! The results: each derivative with its value, and a word where something is wrong with it.

use chainrule_render::{Block, Outcome, Relation, Role};
use chainrule_symbolic::graph::{ExprId, Node, Walk};
use chainrule_work::found::Size;

use super::super::Page;

/// Formulas of more parts do not stand for a result that has no number.
const MOST_PARTS: usize = 14;

/// A worksheet with more derivatives gives the first ones and the last.
const MOST_RESULTS: usize = 12;

impl Page<'_> {
    /// What the page comes to.
    pub(in super::super) fn results(&mut self) {
        let report = self.report;
        let places: Vec<usize> =
            (0..report.derivations.len()).filter(|place| !self.without_section.contains(place)).collect();
        if places.is_empty() || places.len() > MOST_RESULTS {
            return;
        }
        let outcomes = places.into_iter().map(|place| self.outcome(place)).collect();
        self.blocks.push(Block::Results(outcomes));
    }

    /// A derivative, its value, and the verdict.
    pub(in super::super) fn outcome(&self, place: usize) -> Outcome {
        let derivation = &self.report.derivations[place];
        let name = self.setter.expression(self.prepared[place].title);
        if derivation.is_refuted() {
            return Outcome { name, value: None, verdict: Some((Role::Bad, "refuted".to_owned())) };
        }
        // What has no number is no formula that is nothing but a number.
        let is_number = |&formula: &ExprId| matches!(self.graph.node(formula), Node::Number(_));
        let is_refused = derivation.refusal.is_some();
        let value = match &derivation.value {
            Some(value) => Some((self.relation_to(value), self.number(value))),
            None => self
                .short_formula(self.finished_or(place))
                .filter(|formula| derivation.derivation.has_factors() && !(is_refused && is_number(formula)))
                .map(|formula| (Relation::Equal, self.setter.expression(formula))),
        };
        Outcome { name, value, verdict: self.verdict_in_a_word(place) }
    }

    /// The form that a textbook prints, or else the product.
    fn finished_or(&self, place: usize) -> ExprId {
        let finished = self.report.derivations[place].finished.as_ref();
        let last = finished.and_then(|finished| finished.finished.lines.last());
        last.map_or(self.prepared[place].result, |line| line.expr)
    }

    fn short_formula(&self, result: ExprId) -> Option<ExprId> {
        if !Walk::has_at_most(self.graph, result, MOST_PARTS) {
            return None;
        }
        let below = Walk::below(self.graph, &[result]);
        let is_symbol = below.iter().any(|&id| matches!(self.graph.node(id), Node::Derivative { .. }));
        (!is_symbol).then_some(result)
    }

    /// What is wrong with a derivative.
    fn verdict_in_a_word(&self, place: usize) -> Option<(Role, String)> {
        let (derivation, numerics) = (&self.report.derivations[place], &self.report.numerics[place]);
        let word = if derivation.refusal.is_some() {
            "no number"
        } else if self.report.one_sided[place].is_some() {
            "at a kink"
        } else {
            match numerics.size {
                Some(Size::Exploding) => "explodes",
                Some(Size::Vanishing) => "vanishes",
                Some(Size::Zero | Size::Healthy) | None => return None,
            }
        };
        Some((Role::Bad, word.to_owned()))
    }
}
