//! Points that contradict a derivative that is stated: none of them refutes a claim.

use chainrule_proof::counterexample::Point;
use chainrule_proof::ranges::{Range, ranges_of};
use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE};
use chainrule_symbolic::graph::{ExprId, Node, Rewriter, Scope};

use super::all_values::{ranges, with_stated};
use super::written_out::down_to_leaves;
use super::{ClaimJudge, Doubt, Judgement, Refutation, pinned};

impl ClaimJudge<'_> {
    /// A claim that was refuted at a point at which a stated derivative is another number by its own formula: that says
    /// nothing.
    pub(super) fn unless_pins_are_contradicted(&mut self, judgement: Judgement) -> Judgement {
        let (Judgement::Refuted(Refutation::DifferAt(point) | Refutation::FailsAt(point)), false) =
            (&judgement, self.worksheet.pins.is_empty())
        else {
            return judgement;
        };
        let point = point.clone();
        match self.contradicted_pin(&point) {
            Some(derivative) => Doubt::AgainstPin(derivative).into(),
            None => judgement,
        }
    }

    fn contradicted_pin(&mut self, point: &Point) -> Option<ExprId> {
        let ranges = ranges(self.worksheet);
        let pins = self.worksheet.pins.clone();
        pins.into_iter().map(|pin| (pin.derivative, pin.value)).find_map(|(derivative, value)| {
            let Node::Derivative { of, by, scope: Scope::Total } = self.worksheet.graph.node(derivative)
            else {
                return None;
            };
            let Node::Symbol(target) = self.worksheet.graph.node(of) else { return None };
            // What the others say is heeded, and this one is asked for.
            let mut others = self.pinned.clone();
            others.remove(&derivative);
            let graph = &mut self.worksheet.graph;
            let derivation = self.calculus.derive(graph, target, by);
            let formula = match pinned::written(graph, self.calculus, &derivation, &others) {
                Some(formula) => with_stated(self.worksheet, formula),
                None => self.calculus.without_derivatives(graph, derivative),
            };
            let formula = down_to_leaves(self.worksheet, self.calculus, formula);
            let graph = &mut self.worksheet.graph;
            let mut at_point = Rewriter::new();
            for (leaf, number) in point {
                let number = graph.number(number.clone());
                at_point.replace(*leaf, number);
            }
            let formula = at_point.apply(graph, formula);
            let [less, negative] = [value, formula].map(|of| graph.call(&NEGATE, &[of]));
            let gaps = [graph.call(&ADD, &[formula, less]), graph.call(&ADD, &[value, negative])];
            let gaps = ranges_of(graph, &gaps, &ranges);
            gaps.into_iter().flatten().any(Range::is_positive).then_some(derivative)
        })
    }
}
