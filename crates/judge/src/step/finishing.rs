//! Judging how a result is brought into its finished form.

use chainrule_symbolic::finish::Finished;
use chainrule_symbolic::graph::{ExprId, Graph, Rewriter, SymbolId};
use chainrule_symbolic::network::Network;

use super::{Judge, Verdict, shape};

/// So many sets of different steps are tried for one worksheet.
const MOST_FINISHED: usize = 500;

impl Judge {
    /// The verdicts on the steps from a result to its finished form, and last on the whole; nothing where too many results
    /// were judged before.
    ///
    /// A step that holds for all values of the names in it is judged so. One that does not may rest on what the names that
    /// were put in are defined as: it is judged with their definitions in their places.
    pub fn finished(
        &mut self,
        graph: &mut Graph,
        network: &Network,
        finished: &Finished,
    ) -> Option<Vec<Verdict>> {
        let steps = finished.steps().map(|step| (step.before(), step.after()));
        let equations: Vec<(ExprId, ExprId)> = steps.chain([(finished.start, finished.result())]).collect();
        let definitions = definitions(graph, network, &finished.named);
        let written: Vec<(ExprId, ExprId)> = equations
            .iter()
            .map(|&(left, right)| (put_in(graph, &definitions, left), put_in(graph, &definitions, right)))
            .collect();
        // Both are judged under other names at once: the shape is that of the two side by side.
        let both: Vec<(ExprId, ExprId)> = equations.iter().chain(&written).copied().collect();
        let list = std::mem::take(&mut self.list);
        self.list = shape::of_equations(graph, network, SymbolId::from_index(0), &both, list);
        if let Some(verdicts) = self.finished.get(&self.list) {
            return Some(verdicts.clone());
        }
        if self.finished.len() == MOST_FINISHED {
            return None;
        }
        let shape = self.list.clone();
        let mut verdicts = self.equations(graph, network, &equations);
        let refuted: Vec<usize> = (0..verdicts.len())
            .filter(|&place| {
                matches!(verdicts[place], Verdict::Refuted { .. } | Verdict::Untested { .. })
                    && written[place] != equations[place]
            })
            .collect();
        let again: Vec<(ExprId, ExprId)> = refuted.iter().map(|&place| written[place]).collect();
        for (place, verdict) in refuted.into_iter().zip(self.equations(graph, network, &again)) {
            verdicts[place] = verdict;
        }
        self.finished.insert(shape, verdicts.clone());
        Some(verdicts)
    }
}

/// Names and what they are defined as, those computed last first: their definitions may hold the others.
fn definitions(graph: &mut Graph, network: &Network, named: &[SymbolId]) -> Vec<(ExprId, ExprId)> {
    let mut named = named.to_vec();
    named.sort_unstable_by_key(|&symbol| std::cmp::Reverse(network.rank(symbol)));
    let with_formula = named.into_iter().filter_map(|symbol| Some((symbol, network.formula(symbol)?)));
    with_formula.map(|(symbol, formula)| (graph.symbol(symbol), formula)).collect()
}

/// An expression with definitions in place of names.
fn put_in(graph: &mut Graph, definitions: &[(ExprId, ExprId)], mut expr: ExprId) -> ExprId {
    for &(name, formula) in definitions {
        let mut rewriter = Rewriter::new();
        rewriter.replace(name, formula);
        expr = rewriter.apply(graph, expr);
    }
    expr
}
