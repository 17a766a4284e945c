//! The numbers that programs start from.

use chainrule_evaluator::Numbers;
use chainrule_number::Value;
use chainrule_symbolic::graph::ExprId;
use chainrule_symbolic::network::Network;
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashMap;

/// The numbers of leaves and stated derivatives, those that have one.
pub(crate) fn program_inputs(
    worksheet: &mut Worksheet,
    network: &Network,
    numbers: &mut Numbers,
) -> FxHashMap<ExprId, Value> {
    let names = worksheet.values.iter().map(|given| given.symbol);
    let leaves = names.filter(|&symbol| network.is_leaf(symbol));
    let graph = &mut worksheet.graph;
    let mut given: Vec<ExprId> = leaves.map(|symbol| graph.symbol(symbol)).collect();
    given.extend(worksheet.pins.iter().map(|pin| pin.derivative));
    given.into_iter().filter_map(|of| Some((of, numbers.value(graph, of).ok()?))).collect()
}
