//! Quantities that have no value at the given numbers, and what is computed from them.

use chainrule_program::Failure;
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::Network;
use rustc_hash::FxHashMap;

/// A quantity that has no value takes with it what is computed from it, and nothing else of the worksheet.
#[derive(Debug, Default)]
pub(crate) struct WithoutValue {
    /// Of each quantity without a value, the one at which it failed first: itself, or one that it is computed from.
    from: FxHashMap<SymbolId, SymbolId>,
    failures: FxHashMap<SymbolId, Failure>,
}

impl WithoutValue {
    /// Those that failed although all that they are computed from is known, and all above them.
    pub(crate) fn of(network: &Network, failures: &[(SymbolId, Failure)]) -> Self {
        let mut value = Self { failures: failures.iter().copied().collect(), ..Self::default() };
        if failures.is_empty() {
            return value;
        }
        for &symbol in network.order() {
            let from = if value.failures.contains_key(&symbol) {
                Some(symbol)
            } else {
                network.inputs(symbol).iter().find_map(|input| value.from.get(input).copied())
            };
            if let Some(from) = from {
                value.from.insert(symbol, from);
            }
        }
        value
    }

    /// Where a quantity that has no value failed, and why; nothing where it may have one.
    pub(crate) fn reason(&self, symbol: SymbolId) -> Option<(SymbolId, Failure)> {
        let &from = self.from.get(&symbol)?;
        Some((from, *self.failures.get(&from)?))
    }
}
