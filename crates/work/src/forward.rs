//! The numbers of the quantities: what a page shows of the forward pass.

use chainrule_evaluator::Numbers;
use chainrule_number::Value;
use chainrule_symbolic::graph::{ExprId, SymbolId};
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashMap;

/// Of larger networks no page shows every number.
const MOST_QUANTITIES: usize = 60;

/// The numbers of the quantities that a worksheet defines and of what they are computed from, as far as they are known.
pub(crate) fn values(worksheet: &mut Worksheet, numbers: &mut Numbers) -> FxHashMap<ExprId, Value> {
    let mut values = FxHashMap::default();
    if worksheet.defined.len() > MOST_QUANTITIES {
        return values;
    }
    let network = &worksheet.network;
    let inputs = worksheet.defined.iter().flat_map(|&symbol| network.inputs(symbol).iter().copied());
    let symbols: Vec<SymbolId> = inputs.chain(worksheet.defined.iter().copied()).collect();
    let given = worksheet.values.iter().map(|value| value.symbol);
    for symbol in symbols.into_iter().chain(given) {
        let name = worksheet.graph.symbol(symbol);
        if values.contains_key(&name) {
            continue;
        }
        if let Ok(value) = numbers.value(&mut worksheet.graph, name) {
            values.insert(name, value);
        }
    }
    values
}
