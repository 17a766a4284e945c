//! Derivatives whose numbers the worksheet states: which of those on a page are not derived, and what they presuppose.

use chainrule_render::{Elision, Inline, Layout, Number, Operator};
use chainrule_symbolic::graph::{ExprId, Node, SymbolId};
use rustc_hash::FxHashSet;

use super::Page;
use chainrule_work::pins::{Need, Stated};
use chainrule_work::report::{DerivationReport, FactorReport};

/// Of so many it is told over which ways they lead.
const MOST_TOLD: usize = 8;

impl Page<'_> {
    /// What is stated of a derivation's factors, of the slopes in them, and of the derivative itself.
    pub(super) fn stated(&mut self, whole: Option<ExprId>, factors: &[FactorReport], slopes: &[ExprId]) {
        if self.report.pins.is_empty() {
            return;
        }
        let calculus = self.report.calculus();
        let met: FxHashSet<ExprId> = factors
            .iter()
            .map(|factor| calculus.factor(factor.id).name)
            .chain(slopes.iter().copied())
            .chain(whole)
            .collect();
        let stated: Vec<&Stated> =
            self.report.pins.iter().filter(|pin| met.contains(&pin.derivative)).collect();
        if stated.is_empty() {
            return;
        }
        let (places, left_out) = Elision::SHORT.places(stated.len());
        let mut text = Inline::new().text("Stated, not derived: ");
        for (position, place) in places.into_iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            text = match place {
                Some(place) => text.text(separator).math(self.equation(stated[place])),
                None => text.text(format!("{separator}… {left_out} more …")),
            };
        }
        text = text.text(".");
        let has_ways = |stated: &&&Stated| stated.ways.is_some_and(|ways| !ways.at_most(1));
        for pin in stated.iter().filter(has_ways).take(MOST_TOLD) {
            let Some((of, by)) = self.derived_by(pin.derivative) else { continue };
            text = self.total(text, pin, of, by);
        }
        for pin in &stated {
            if let Some(need) = &pin.need {
                text = self.need(text.text(" "), pin, need);
            }
        }
        self.paragraph(text);
    }

    fn equation(&self, stated: &Stated) -> Layout {
        self.setter.expression(stated.derivative).related(Operator::Equal, &self.number_of(stated))
    }

    fn number_of(&self, stated: &Stated) -> Layout {
        self.number(&stated.value)
    }

    /// `200 for ∂O₃₁/∂O₂₁ presupposes abs(w₃) ≥ 800.`
    fn need(&self, text: Inline, stated: &Stated, need: &Need) -> Inline {
        let sizes: Vec<Layout> = need.sizes.iter().map(|&size| self.setter.expression(size)).collect();
        let sign = if need.strict { Operator::Greater } else { Operator::AtLeast };
        let least = Layout::number(Number::value(&need.least, self.digits).0);
        text.text("The number for ")
            .math(self.setter.expression(stated.derivative))
            .text(" presupposes ")
            .math(Layout::joined(&sizes, Operator::Dot).related(sign, &least))
            .text(".")
    }

    /// What the stated numbers that a derivation meets presuppose, and over how many ways they lead; nothing where that is plain.
    pub(super) fn presuppositions(&self, derivation: &DerivationReport) -> Option<Inline> {
        let calculus = self.report.calculus();
        let met: FxHashSet<ExprId> = derivation
            .factors
            .iter()
            .map(|factor| calculus.factor(factor.id).name)
            .chain(derivation.slopes.iter().copied())
            .chain([derivation.derivation.name])
            .collect();
        let mut text = Inline::new();
        for pin in self.report.pins.iter().filter(|pin| met.contains(&pin.derivative)).take(MOST_TOLD) {
            if pin.ways.is_some_and(|ways| !ways.at_most(1))
                && let Some((of, by)) = self.derived_by(pin.derivative)
            {
                text = self.total(text, pin, of, by);
            }
            if let Some(need) = &pin.need {
                let before = if text.is_empty() { "" } else { " " };
                text = self.need(text.text(before), pin, need);
            }
        }
        (!text.is_empty()).then_some(text)
    }

    /// `dL/dw is the total derivative, over all ways from w to L.`
    fn total(&self, text: Inline, stated: &Stated, of: SymbolId, by: SymbolId) -> Inline {
        let before = if text.is_empty() { "" } else { " " };
        text.text(before)
            .math(self.setter.expression(stated.derivative))
            .text(" is the total derivative, over all ways from ")
            .math(self.setter.name(by))
            .text(" to ")
            .math(self.setter.name(of))
            .text(".")
    }

    fn derived_by(&self, derivative: ExprId) -> Option<(SymbolId, SymbolId)> {
        let graph = self.graph;
        let Node::Derivative { of, by, .. } = graph.node(derivative) else { return None };
        match graph.node(of) {
            Node::Symbol(of) => Some((of, by)),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
        }
    }

    /// Whether the number of a factor is stated.
    pub(super) fn is_stated(&self, name: ExprId) -> bool {
        self.report.is_stated(name)
    }
}
