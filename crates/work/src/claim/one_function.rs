//! Claims that compare values of one function whose form is left open.

use chainrule_symbolic::graph::{Node, SymbolId};

use super::ClaimJudge;
use super::judgement::{Doubt, Judgement, Refutation};

impl ClaimJudge<'_> {
    /// A judgement, undecided where it is a refutation that takes values of one open function for apart.
    pub(super) fn with_one_function_in_doubt(&self, judgement: Judgement) -> Judgement {
        if self.rests_on_one_function(&judgement) { Doubt::OneOpenFunction.into() } else { judgement }
    }

    /// Whether a claim is refuted by different numbers for values of one open function: `a1 = f(z1)` and `a2 = f(z2)` are the
    /// same wherever z1 and z2 are.
    fn rests_on_one_function(&self, judgement: &Judgement) -> bool {
        let Judgement::Refuted(
            Refutation::DifferAt(point)
            | Refutation::FailsAt(point)
            | Refutation::SameFunction(point)
            | Refutation::SameNumber(Some(point)),
        ) = judgement
        else {
            return false;
        };
        let graph = &self.worksheet.graph;
        let quantities: Vec<SymbolId> = point
            .iter()
            .filter_map(|&(id, _)| match graph.node(id) {
                Node::Symbol(symbol) => Some(symbol),
                Node::Derivative { of, .. } => match graph.node(of) {
                    Node::Symbol(symbol) => Some(symbol),
                    Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
                },
                Node::Number(_) | Node::Apply { .. } => None,
            })
            .collect();
        let mut functions = Vec::new();
        for opened in self.worksheet.opened.iter().filter(|opened| quantities.contains(&opened.of)) {
            if let Node::Apply { function, .. } = graph.node(opened.call) {
                if functions.contains(&function) {
                    return true;
                }
                functions.push(function);
            }
        }
        false
    }
}
