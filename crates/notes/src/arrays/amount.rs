//! Arrays of numbers, entry by entry.

use chainrule::symbolic::function::Function;
use chainrule::symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule::symbolic::function::rows::piecewise::ABS;
use chainrule::symbolic::function::rows::power::SQRT;
use chainrule::symbolic::graph::ExprId;
use chainrule_latex::lower::lower_below;
use chainrule_latex::tree::{Callee, Node, NodeId, Norm, Tree};
use rustc_hash::FxHashMap;

use super::arithmetic::{MOST_ENTRIES, entrywise, mapped, multiplied};
use super::of_array::{matrix_power, of_array};
use crate::desk::Desk;
use crate::entries::{Amount, Entries};

/// What a side comes to, where all of it are numbers.
pub(crate) fn evaluate(desk: &mut Desk, tree: &Tree) -> Option<Amount> {
    if tree.is_empty() || tree.len() > 4 * MOST_ENTRIES {
        return None;
    }
    let mut done: FxHashMap<NodeId, Amount> = FxHashMap::default();
    for id in tree.below(tree.root()) {
        let amount = one(desk, tree, id, &done)?;
        done.insert(id, amount);
    }
    done.remove(&tree.root())
}

fn one(desk: &mut Desk, tree: &Tree, id: NodeId, done: &FxHashMap<NodeId, Amount>) -> Option<Amount> {
    let of = |id: &NodeId| done.get(id);
    let number = |expr: ExprId| Some(Amount::Number(expr, None));
    match tree.node(id) {
        Node::Number(_) | Node::Euler | Node::Pi => {
            let expr = lower_below(tree, id, &mut desk.graph, &desk.functions).expr;
            Some(Amount::Number(expr, tree.printed_at(id)))
        }
        Node::Name(name) => {
            if let Some(array) = desk.arrays.get(&name.canonical()) {
                return Some(array.clone());
            }
            let symbol = desk.graph.intern(&name.canonical());
            let symbol = desk.graph.symbol(symbol);
            let given = desk.value(symbol)?.clone();
            number(given.written.unwrap_or_else(|| desk.graph.number(given.value)))
        }
        Node::Array { rows, is_list } => {
            let mut entries = Vec::new();
            for &id in rows.iter().flatten() {
                let Amount::Number(expr, _) = of(&id)? else { return None };
                entries.push((*expr, tree.printed_at(id)));
            }
            let columns = rows.first()?.len();
            Some(Amount::Array(Entries { rows: rows.len(), columns, is_list: *is_list, all: entries }))
        }
        Node::Negate(inner) => Some(match of(inner)? {
            Amount::Number(expr, _) => {
                Amount::Number(desk.graph.call(&NEGATE, &[*expr]), tree.printed_at(id))
            }
            Amount::Array(entries) => {
                Amount::Array(mapped(entries, |expr| desk.graph.call(&NEGATE, &[expr])))
            }
        }),
        Node::Transpose(inner) => match of(inner)? {
            Amount::Array(entries) => Some(Amount::Array(entries.transposed())),
            Amount::Number(..) => None,
        },
        Node::Sum(terms) => all_entrywise(desk, &ADD, terms.iter().map(of)),
        Node::Entrywise(factors) => all_entrywise(desk, &MULTIPLY, factors.iter().map(of)),
        Node::Product(factors) => {
            let printed = tree.printed_at(id);
            let mut all = factors.iter().map(of);
            let mut product = all.next()??.clone();
            for factor in all {
                product = multiplied(desk, &product, factor?)?;
            }
            Some(match product {
                Amount::Number(expr, _) => Amount::Number(expr, printed),
                array @ Amount::Array(_) => array,
            })
        }
        Node::Quotient(above, below) => {
            let Amount::Number(below, _) = of(below)? else { return None };
            Some(match of(above)? {
                Amount::Number(above, _) => Amount::Number(desk.graph.call(&DIVIDE, &[*above, *below]), None),
                Amount::Array(entries) => {
                    Amount::Array(mapped(entries, |expr| desk.graph.call(&DIVIDE, &[expr, *below])))
                }
            })
        }
        Node::Power(base, exponent) => match (of(base)?, of(exponent)?) {
            (Amount::Number(base, _), Amount::Number(exponent, _)) => {
                Some(Amount::Number(desk.graph.call(&POWER, &[*base, *exponent]), tree.printed_at(id)))
            }
            (Amount::Array(base), Amount::Number(..)) => {
                matrix_power(desk, base, tree.rational(*exponent)?.to_i64()?)
            }
            (Amount::Number(..) | Amount::Array(_), Amount::Array(_)) => None,
        },
        Node::Call { function: Callee::Builtin(row), primes, arguments } => {
            let arguments: Option<Vec<&Amount>> = arguments.iter().map(of).collect();
            applied(desk, row, *primes, &arguments?)
        }
        Node::Norm { kind, of: inner } => {
            let Amount::Array(entries) = of(inner)? else { return None };
            norm(desk, *kind, entries).and_then(number)
        }
        Node::OfArray { function, of: inner } => {
            let Amount::Array(entries) = of(inner)? else { return None };
            of_array(desk, *function, entries)
        }
        Node::Call { function: Callee::Own(_), .. }
        | Node::Derivative { .. }
        | Node::Gradient { .. }
        | Node::Reduction { .. }
        | Node::At { .. }
        | Node::Extremum { .. }
        | Node::Cases(_)
        | Node::Limit { .. }
        | Node::Series { .. }
        | Node::Infinity
        | Node::Unknown(_) => None,
    }
}

/// What a function of two numbers makes of several amounts, from left to right.
fn all_entrywise<'a>(
    desk: &mut Desk,
    function: &'static Function,
    mut all: impl Iterator<Item = Option<&'a Amount>>,
) -> Option<Amount> {
    let mut amount = all.next()??.clone();
    for next in all {
        amount = entrywise(&amount, next?, &mut |one, other| desk.graph.call(function, &[one, other]))?;
    }
    Some(amount)
}

/// A function put to numbers, or to each entry of one array.
fn applied(
    desk: &mut Desk,
    function: &'static Function,
    primes: u8,
    arguments: &[&Amount],
) -> Option<Amount> {
    let function = chainrule::symbolic::function::id(function);
    if let &[Amount::Array(entries)] = arguments {
        return Some(Amount::Array(mapped(entries, |expr| {
            desk.graph.apply_primed(function, primes, &[expr])
        })));
    }
    let numbers: Option<Vec<ExprId>> = arguments
        .iter()
        .map(|argument| match argument {
            Amount::Number(expr, _) => Some(*expr),
            Amount::Array(_) => None,
        })
        .collect();
    Some(Amount::Number(desk.graph.apply_primed(function, primes, &numbers?), None))
}

fn norm(desk: &mut Desk, kind: Norm, entries: &Entries) -> Option<ExprId> {
    let is_plain = match kind {
        Norm::Plain | Norm::One | Norm::Two => entries.is_vector(),
        Norm::Frobenius => true,
    };
    if !is_plain {
        return None;
    }
    let is_sum_of_sizes = kind == Norm::One;
    let terms: Vec<ExprId> = entries
        .all
        .iter()
        .map(|(expr, _)| {
            if is_sum_of_sizes {
                desk.graph.call(&ABS, &[*expr])
            } else {
                desk.graph.call(&MULTIPLY, &[*expr, *expr])
            }
        })
        .collect();
    let sum = desk.graph.together(&ADD, &terms);
    Some(if is_sum_of_sizes { sum } else { desk.graph.call(&SQRT, &[sum]) })
}
