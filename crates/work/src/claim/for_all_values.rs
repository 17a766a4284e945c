//! Claims whose sides have no numbers: by a proof, or by a point at which they fail.

use chainrule_number::Rational;
use chainrule_symbolic::graph::ExprId;
use chainrule_worksheet::Relation;

use super::off_kinks::{DerivativesOf, derivatives_in};
use super::{ClaimJudge, Judgement, all_values};

impl ClaimJudge<'_> {
    /// By a proof or a counterexample.
    pub(super) fn for_all_values(
        &mut self,
        left: ExprId,
        right: ExprId,
        relation: Relation,
        unit: Option<&Rational>,
    ) -> Judgement {
        let derived = self.derived(&[left, right]);
        if relation == Relation::Equal
            && self.worksheet.pins.is_empty()
            && let Some(sides) = self.links.in_common(&mut self.worksheet.graph, self.calculus, (left, right))
            && let Some(judgement) =
                self.at_once.judge(self.worksheet, self.calculus, &self.given, sides, &derived, relation)
        {
            return judgement;
        }
        let sides = (self.worked_out(left), self.worked_out(right));
        let at_once =
            self.at_once.judge(self.worksheet, self.calculus, &self.given, sides, &derived, relation);
        if let Some(judgement) = at_once {
            return judgement;
        }
        all_values::judge(self.worksheet, self.calculus, sides, &derived, relation, unit, &self.effort)
    }

    /// The quantities of which derivatives are taken in the sides, but for those whose numbers are stated.
    fn derived(&self, sides: &[ExprId]) -> Vec<DerivativesOf> {
        let graph = &self.worksheet.graph;
        let mut derived = derivatives_in(graph, sides, |id| self.pinned.contains(&id));
        derived.retain(|derived| graph.symbol_at(derived.of).is_some());
        derived
    }
}
