//! Whether the derivative of a quantity by one of its inputs is the whole derivative or only the immediate one.

use rustc_hash::FxHashSet;

use crate::graph::{Scope, SymbolId};
use crate::network::Network;

/// How many quantities are looked at in the search for another way.
const MOST_VISITED: usize = 10_000;

/// `Total` where the only way from `parent` to `child` is the edge between them: then ∂child/∂parent means one thing.
/// `Local` where another way exists: then the factor of this edge is the immediate derivative, ∂⁺child/∂parent.
///
/// Source of the notation: Pascanu, Mikolov, Bengio: On the difficulty of training recurrent neural networks (2013),
/// equation 4 ("immediate" partial derivative).
///
/// Cost: at most linear in the part of the network between `parent` and `child`, and never more than [`MOST_VISITED`]:
/// beyond that the answer is `Local`, which is true of every edge, only longer to write. Constant in layered networks,
/// where all users of a quantity lie on one level, and in recurrent ones, where the step before is asked first.
pub(super) fn of_edge(
    network: &Network,
    child: SymbolId,
    parent: SymbolId,
    lowest: &mut LowestUsers,
) -> Scope {
    let top = network.level(child);
    if lowest.of(network, parent) >= top {
        return Scope::Total;
    }
    let users = network.users(parent);
    let place = users.partition_point(|&user| network.rank(user) < network.rank(child));
    let mut seen: FxHashSet<SymbolId> = FxHashSet::default();
    for &user in users[..place].iter().rev() {
        if network.level(user) >= top || !seen.insert(user) {
            continue;
        }
        let mut stack = vec![user];
        while let Some(symbol) = stack.pop() {
            for &next in network.users(symbol) {
                if next == child {
                    return Scope::Local;
                }
                if network.level(next) < top && seen.insert(next) {
                    stack.push(next);
                }
                if seen.len() > MOST_VISITED {
                    return Scope::Local;
                }
            }
        }
    }
    Scope::Total
}

/// The lowest level on which a quantity is used: in a layered network no user stands below another.
#[derive(Debug, Default)]
pub(super) struct LowestUsers {
    /// By symbol; 0, where no user stands, says that it was not asked for.
    levels: Vec<u32>,
}

impl LowestUsers {
    fn of(&mut self, network: &Network, parent: SymbolId) -> u32 {
        let index = parent.index();
        if self.levels.len() <= index {
            self.levels.resize(network.symbol_count().max(index + 1), 0);
        }
        if self.levels[index] == 0 {
            let users = network.users(parent).iter();
            self.levels[index] = users.map(|&user| network.level(user)).min().unwrap_or(u32::MAX);
        }
        self.levels[index]
    }

    /// Another network may use a quantity lower down; and what was asked takes memory.
    pub(super) fn forget(&mut self) {
        self.levels = Vec::new();
    }
}
