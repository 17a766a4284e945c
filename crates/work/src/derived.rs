//! What a worksheet asks for, derived.

use chainrule_symbolic::derivation::{Calculus, Chain, Derivation, Shortcut};
use chainrule_symbolic::graph::{ExprId, Node, Scope, SymbolId};
use chainrule_worksheet::Worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

/// Up to so many leaves of a gradient are derived one by one, each with its own paths; more are derived in one sweep.
pub const MOST_DERIVED_APART: usize = 24;

/// A calculus over the network of a worksheet, with the derivatives that it states.
/// `paths` is how many of them are written out at most, where the reader says so.
pub(crate) fn calculus_of(worksheet: &mut Worksheet, paths: Option<usize>) -> Calculus {
    let mut calculus = Calculus::new(&mut worksheet.graph, worksheet.network.clone());
    if let Some(most) = paths {
        calculus = calculus.with_most_paths(most);
    }
    for pin in &worksheet.pins {
        if let Node::Derivative { of, by, scope: Scope::Total } = worksheet.graph.node(pin.derivative)
            && let Node::Symbol(child) = worksheet.graph.node(of)
        {
            calculus.add_shortcut(Shortcut { child, parent: by });
        }
    }
    calculus
}

/// What is asked for, derived.
#[derive(Default)]
pub(crate) struct DerivedQueries {
    /// One derivation each; with what the derived name stands for, where that is a derivative.
    pub(crate) chains: Vec<(Derivation, Option<ExprId>)>,
    /// Gradients by more than [`MOST_DERIVED_APART`] leaves, with the places of the leaves.
    pub(crate) gradients: Vec<(Chain, Vec<usize>)>,
}

/// Everything asked for; derivatives of higher order as chains of first ones, each a quantity of its own.
pub(crate) fn derive_all(worksheet: &mut Worksheet, calculus: &mut Calculus) -> DerivedQueries {
    let mut derived = DerivedQueries::default();
    let constants: FxHashSet<SymbolId> =
        worksheet.values.iter().filter(|given| given.constant).map(|given| given.symbol).collect();
    for query in worksheet.queries.clone() {
        if query.by.is_empty() {
            let mut leaves = calculus.leaves_below(query.of);
            leaves.retain(|leaf| !constants.contains(leaf) && !query.except.contains(leaf));
            if leaves.len() > MOST_DERIVED_APART
                && let Some(gradient) = calculus.gradient(&mut worksheet.graph, query.of)
            {
                let places: FxHashMap<SymbolId, usize> =
                    gradient.quantities().iter().enumerate().map(|(place, &of)| (of, place)).collect();
                let leaves = leaves.iter().map(|leaf| places[leaf]).collect();
                derived.gradients.push((gradient, leaves));
                continue;
            }
            for leaf in leaves {
                derived.chains.push((calculus.derive(&mut worksheet.graph, query.of, leaf), None));
            }
            continue;
        }
        let mut derivation = calculus.derive(&mut worksheet.graph, query.of, query.by[0]);
        let mut stands_for = None;
        for &by in &query.by[1..] {
            let name = fresh_name(worksheet);
            let again = calculus.derive_again(&mut worksheet.graph, &derivation, name, by);
            let first = std::mem::replace(&mut derivation, again);
            let of = first.name;
            derived.chains.push((first, stands_for));
            stands_for = Some(of);
        }
        derived.chains.push((derivation, stands_for));
    }
    derived
}

/// A name for a derivative that is itself derived: `g`, or `g2`, … where that is taken, by a function too.
fn fresh_name(worksheet: &mut Worksheet) -> SymbolId {
    let mut number = 1;
    loop {
        let name = if number == 1 { "g".to_owned() } else { format!("g{number}") };
        let is_function = worksheet.graph.user_functions().any(|function| function.name == name);
        if !is_function && worksheet.graph.find_symbol(&name).is_none() {
            return worksheet.graph.intern(&name);
        }
        number += 1;
    }
}
