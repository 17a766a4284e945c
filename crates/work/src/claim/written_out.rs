//! Expressions in terms of leaves.

use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::graph::{ExprId, Rewriter, SymbolId, Walk};
use chainrule_symbolic::network::Definition;
use chainrule_worksheet::Worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

/// The expression in terms of leaves: every quantity written out as it is defined.
pub(crate) fn down_to_leaves(worksheet: &mut Worksheet, calculus: &Calculus, expr: ExprId) -> ExprId {
    let all = all_down_to_leaves(worksheet, calculus, &[expr]);
    all.first().copied().unwrap_or(expr)
}

/// The same of several expressions.
pub(super) fn all_down_to_leaves(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    all: &[ExprId],
) -> Vec<ExprId> {
    let graph = &mut worksheet.graph;
    let network = calculus.network();
    let mut needed: Vec<SymbolId> = Vec::new();
    let mut stack: Vec<SymbolId> = all.iter().flat_map(|&expr| Walk::symbols(graph, expr, |_| {})).collect();
    let mut seen = FxHashSet::default();
    while let Some(symbol) = stack.pop() {
        if seen.insert(symbol) {
            needed.push(symbol);
            stack.extend_from_slice(network.inputs(symbol));
        }
    }
    needed.sort_unstable_by_key(|&symbol| network.rank(symbol));
    let values: FxHashMap<SymbolId, ExprId> =
        worksheet.values.iter().map(|given| (given.symbol, given.value)).collect();
    let mut rewriter = Rewriter::new();
    for symbol in needed {
        let name = graph.symbol(symbol);
        match network.definition(symbol) {
            Definition::Formula(formula) => {
                let written = rewriter.apply(graph, formula);
                rewriter.replace(name, written);
            }
            Definition::Input | Definition::Dependence => {
                rewriter.replace(name, values.get(&symbol).copied().unwrap_or(name));
            }
        }
    }
    all.iter().map(|&expr| rewriter.apply(graph, expr)).collect()
}
