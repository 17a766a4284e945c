//! Claims about derivatives at kinks, where a number is a convention: what holds of it need not hold of the derivative.

use chainrule_number::Value;
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};
use chainrule_symbolic::graph::{ExprId, Node, Scope, Walk};

use super::{By, ClaimJudge, Judgement, Refutation};
use crate::one_sided::{Derived, OneSided, look};

/// So many derivatives are looked at, over all claims.
pub(super) const MOST_LOOKED_AT: usize = 100;

/// What is said of a claim that numbers decided, one of which is a convention.
pub(super) enum AtKink {
    /// The derivative is another number.
    AnotherSlope {
        /// What the conventions give.
        taken: Value,
        /// The derivative.
        slope: Value,
    },
    /// There is no derivative.
    NoDerivative,
}

impl ClaimJudge<'_> {
    /// What is to be said of the derivatives in the sides of a claim that was decided by numbers.
    pub(super) fn at_kinks(&mut self, sides: &[ExprId], judgement: &Judgement) -> Option<AtKink> {
        let by_numbers = match judgement {
            Judgement::Proved(grounds) => {
                grounds.iter().any(|ground| matches!(ground.by, By::Numbers { .. } | By::SameNumber(_)))
            }
            Judgement::Refuted(Refutation::Numbers(_) | Refutation::SameNumber(None)) => true,
            Judgement::Refuted(_)
            | Judgement::Consistent { .. }
            | Judgement::Vacuous { .. }
            | Judgement::Undecided(_) => false,
        };
        if !by_numbers {
            return None;
        }
        let derivatives: Vec<ExprId> = Walk::below(&self.worksheet.graph, sides)
            .into_iter()
            .filter(|id| matches!(self.worksheet.graph.node(*id), Node::Derivative { .. }))
            .filter(|id| !self.pinned.contains(id))
            .collect();
        if derivatives.is_empty() || !self.has_kinks(&derivatives) {
            return None;
        }
        let mut found = None;
        for id in derivatives {
            match self.seen_from_both_sides(id) {
                Some((taken, OneSided::Slope(slope))) => return Some(AtKink::AnotherSlope { taken, slope }),
                Some((_, OneSided::Kink { .. } | OneSided::Jump { .. } | OneSided::OfNothing)) => {
                    found = Some(AtKink::NoDerivative);
                }
                None => {}
            }
        }
        found
    }

    /// Whether anything in the worksheet may have a kink; derivatives of derivatives always may.
    fn has_kinks(&self, derivatives: &[ExprId]) -> bool {
        let graph = &self.worksheet.graph;
        let is_higher = |id: &ExprId| matches!(graph.node(*id), Node::Derivative { of, .. } if !matches!(graph.node(of), Node::Symbol(_)));
        derivatives.iter().any(is_higher)
            || (0..graph.len()).map(ExprId::from_index).any(|id| match graph.node(id) {
                Node::Apply { function, .. } => graph
                    .builtin(function)
                    .is_none_or(|row| *row == MIN || *row == MAX || !row.kinks.is_empty()),
                Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => false,
            })
    }

    /// The number of a derivative and what the slopes from both sides say of it.
    fn seen_from_both_sides(&mut self, id: ExprId) -> Option<(Value, OneSided)> {
        let Node::Derivative { of, by, scope: Scope::Total } = self.worksheet.graph.node(id) else {
            return None;
        };
        self.looks_at_kinks = self.looks_at_kinks.checked_sub(1)?;
        let taken = self.value(id, 0).ok()?;
        let is_quantity = matches!(self.worksheet.graph.node(of), Node::Symbol(_));
        let (target, derived) =
            if is_quantity { (of, Derived::Quantity) } else { (self.worked_out(of), Derived::Derivative) };
        let numbers = self.numbers.at(&mut self.worksheet.graph, self.calculus.network(), 0);
        let sides = look(self.worksheet, self.calculus, numbers, (target, by), &taken, derived)?;
        Some((taken, sides))
    }
}
