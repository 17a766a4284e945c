//! Arrays of numbers, entry by entry.

use chainrule::symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule::symbolic::function::rows::exponential::EXP;
use chainrule::symbolic::function::rows::piecewise::ABS;
use chainrule::symbolic::function::rows::power::SQRT;
use chainrule::symbolic::graph::ExprId;
use chainrule_latex::lower::lower_below;
use chainrule_latex::tree::{Callee, Node, NodeId, Norm, OfArray, Tree};
use rustc_hash::FxHashMap;

use super::entries::{Amount, Entries};
use crate::desk::Desk;

/// An array has so many entries at most.
const MOST_ENTRIES: usize = 400;

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

#[expect(clippy::too_many_lines, reason = "one arm for each kind of node")]
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
            let value = desk.value(symbol)?.value.clone();
            number(desk.graph.number(value))
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
        Node::Sum(terms) => {
            let mut all = terms.iter().map(of);
            let mut sum = all.next()??.clone();
            for term in all {
                sum = entrywise(&sum, term?, &mut |one, other| desk.graph.call(&ADD, &[one, other]))?;
            }
            Some(sum)
        }
        Node::Entrywise(factors) => {
            let mut all = factors.iter().map(of);
            let mut product = all.next()??.clone();
            for factor in all {
                product = entrywise(&product, factor?, &mut |one, other| {
                    desk.graph.call(&MULTIPLY, &[one, other])
                })?;
            }
            Some(product)
        }
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
            _ => None,
        },
        Node::Call { function: Callee::Builtin(row), primes, arguments } => {
            let function = chainrule::symbolic::function::id(row);
            if let &[argument] = arguments.as_slice() {
                return Some(match of(&argument)? {
                    Amount::Number(expr, _) => {
                        Amount::Number(desk.graph.apply_primed(function, *primes, &[*expr]), None)
                    }
                    Amount::Array(entries) => Amount::Array(mapped(entries, |expr| {
                        desk.graph.apply_primed(function, *primes, &[expr])
                    })),
                });
            }
            let mut numbers = Vec::new();
            for argument in arguments {
                let Amount::Number(expr, _) = of(argument)? else { return None };
                numbers.push(*expr);
            }
            number(desk.graph.apply_primed(function, *primes, &numbers))
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

fn mapped(entries: &Entries, mut work: impl FnMut(ExprId) -> ExprId) -> Entries {
    Entries { all: entries.all.iter().map(|(expr, _)| (work(*expr), None)).collect(), ..entries.clone() }
}

fn entrywise(one: &Amount, other: &Amount, work: &mut dyn FnMut(ExprId, ExprId) -> ExprId) -> Option<Amount> {
    match (one, other) {
        (Amount::Number(one, _), Amount::Number(other, _)) => Some(Amount::Number(work(*one, *other), None)),
        (Amount::Array(one), Amount::Array(other)) => {
            if !one.fits(other) {
                return None;
            }
            let shape = if one.is_list { other } else { one };
            let entries =
                one.all.iter().zip(&other.all).map(|((a, _), (b, _))| (work(*a, *b), None)).collect();
            Some(Amount::Array(Entries { all: entries, ..shape.clone() }))
        }
        // A number is added to every entry.
        (Amount::Array(one), Amount::Number(other, _)) => {
            Some(Amount::Array(mapped(one, |expr| work(expr, *other))))
        }
        (Amount::Number(one, _), Amount::Array(other)) => {
            Some(Amount::Array(mapped(other, |expr| work(*one, expr))))
        }
    }
}

fn multiplied(desk: &mut Desk, one: &Amount, other: &Amount) -> Option<Amount> {
    let (one, other) = match (one, other) {
        (Amount::Array(one), Amount::Array(other)) => (one, other),
        (Amount::Number(..), _) | (_, Amount::Number(..)) => {
            return entrywise(one, other, &mut |a, b| desk.graph.call(&MULTIPLY, &[a, b]));
        }
    };
    let count = one.all.len();
    let mut sum = |pairs: Vec<(ExprId, ExprId)>| {
        let terms: Vec<ExprId> =
            pairs.into_iter().map(|(a, b)| desk.graph.call(&MULTIPLY, &[a, b])).collect();
        if let &[one] = terms.as_slice() { one } else { desk.graph.call(&ADD, &terms) }
    };
    // Two vectors that lie alike: their inner product.
    let is_inner = one.is_vector()
        && other.is_vector()
        && other.all.len() == count
        && (one.is_list || other.is_list || (one.rows, one.columns) == (other.rows, other.columns));
    if is_inner && count > 1 {
        let pairs = one.all.iter().zip(&other.all).map(|((a, _), (b, _))| (*a, *b)).collect();
        return Some(Amount::Number(sum(pairs), None));
    }
    let one_shape = if one.is_list && other.rows == count { (1, count) } else { (one.rows, one.columns) };
    let other_shape = if other.is_list && one_shape.1 == other.all.len() {
        (other.all.len(), 1)
    } else {
        (other.rows, other.columns)
    };
    if one_shape.1 != other_shape.0 || one_shape.0 * other_shape.1 > MOST_ENTRIES {
        return None;
    }
    let mut entries = Vec::with_capacity(one_shape.0 * other_shape.1);
    for row in 0..one_shape.0 {
        for column in 0..other_shape.1 {
            let pairs = (0..one_shape.1)
                .map(|at| (one.all[row * one_shape.1 + at].0, other.all[at * other_shape.1 + column].0))
                .collect();
            entries.push((sum(pairs), None));
        }
    }
    if let [(number, _)] = entries.as_slice() {
        return Some(Amount::Number(*number, None));
    }
    let is_list = one.is_list || other.is_list;
    Some(Amount::Array(Entries { rows: one_shape.0, columns: other_shape.1, is_list, all: entries }))
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
    let sum = if let &[one] = terms.as_slice() { one } else { desk.graph.call(&ADD, &terms) };
    Some(if is_sum_of_sizes { sum } else { desk.graph.call(&SQRT, &[sum]) })
}

fn of_array(desk: &mut Desk, function: OfArray, vector: &Entries) -> Option<Amount> {
    match function {
        OfArray::Softmax => {
            if !vector.is_vector() || vector.all.len() < 2 {
                return None;
            }
            let powers: Vec<ExprId> =
                vector.all.iter().map(|(expr, _)| desk.graph.call(&EXP, &[*expr])).collect();
            let sum = desk.graph.call(&ADD, &powers);
            let entries =
                powers.into_iter().map(|power| (desk.graph.call(&DIVIDE, &[power, sum]), None)).collect();
            Some(Amount::Array(Entries { all: entries, ..vector.clone() }))
        }
        OfArray::Trace => {
            if vector.rows != vector.columns || vector.is_list || vector.rows < 2 {
                return None;
            }
            let terms: Vec<ExprId> =
                (0..vector.rows).map(|at| vector.all[at * vector.columns + at].0).collect();
            Some(Amount::Number(desk.graph.call(&ADD, &terms), None))
        }
    }
}
