//! The errors of layers: the derivative of the cost by what is put into an activation, δ where a course writes it so.

use chainrule_symbolic::function::Prime;
use chainrule_symbolic::graph::{Graph, Name, Node, SymbolId};
use chainrule_symbolic::network::Network;
use rustc_hash::FxHashMap;

/// What the name of an error begins with.
const LETTER: &str = "delta";

/// The quantity whose derivatives are the errors, and the name of each.
#[derive(Clone, Debug)]
pub(crate) struct Errors {
    of: SymbolId,
    /// By the quantity that is put into an activation.
    names: FxHashMap<SymbolId, ErrorName>,
}

/// `delta[1]` for `z[1]`.
#[derive(Clone, Debug)]
pub(crate) struct ErrorName {
    pub(crate) text: String,
    /// Whether its first index counts layers.
    pub(crate) is_layered: bool,
}

impl Errors {
    /// Those of a network with one quantity from which nothing else is computed; nothing where a name would stand for
    /// two things.
    pub(crate) fn of(graph: &Graph, network: &Network, layered: &[String]) -> Option<Self> {
        let mut ends = network.order().iter().filter(|&&symbol| network.users(symbol).is_empty());
        let of = *ends.find(|&&end| network.formula(end).is_some())?;
        if ends.any(|&end| network.formula(end).is_some()) {
            return None;
        }
        let mut names = FxHashMap::default();
        for &symbol in network.order() {
            let Some(Node::Apply { function, primes: 0, arguments: &[argument] }) =
                network.formula(symbol).map(|formula| graph.node(formula))
            else {
                continue;
            };
            let is_activation = graph.builtin(function).is_some_and(|row| row.prime == Prime::Named);
            if let Node::Symbol(inner) = graph.node(argument)
                && is_activation
                && network.formula(inner).is_some()
            {
                let symbol_name = graph.name(inner);
                let stem = symbol_name.as_str().split_once('[').map(|(stem, _)| stem);
                let is_layered = stem.is_some_and(|stem| layered.iter().any(|other| other == stem));
                names.insert(inner, ErrorName { text: name(symbol_name), is_layered });
            }
        }
        let mut all: Vec<&str> =
            names.values().map(|error_name: &ErrorName| error_name.text.as_str()).collect();
        all.sort_unstable();
        let is_taken = |candidate: &&str| graph.find_symbol(candidate).is_some();
        let are_apart = all.windows(2).all(|pair| pair[0] != pair[1]) && !all.iter().any(is_taken);
        (are_apart && !names.is_empty()).then_some(Self { of, names })
    }

    /// The name of the derivative of one quantity by another, where it is an error.
    pub(crate) fn name(&self, of: SymbolId, by: SymbolId) -> Option<&ErrorName> {
        if of == self.of { self.names.get(&by) } else { None }
    }
}

/// `delta[1]` for `z[1]`, `delta_o1` for `net_o1`, `delta3` for `z3`.
fn name(of: Name<'_>) -> String {
    let text = of.as_str();
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    format!("{LETTER}{}", &text[end..])
}
