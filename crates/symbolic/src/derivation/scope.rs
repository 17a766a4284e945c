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
pub(super) fn of_edge(network: &Network, child: SymbolId, parent: SymbolId) -> Scope {
    let users = network.users(parent);
    let place = users.partition_point(|&user| network.rank(user) < network.rank(child));
    let top = network.level(child);
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
