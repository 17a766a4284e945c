//! Sums and products of arrays of numbers.

use chainrule::symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule::symbolic::graph::ExprId;

use crate::desk::Desk;
use crate::entries::{Amount, Entries};

/// An array has so many entries at most.
pub(super) const MOST_ENTRIES: usize = 400;

pub(super) fn mapped(entries: &Entries, mut work: impl FnMut(ExprId) -> ExprId) -> Entries {
    Entries { all: entries.all.iter().map(|(expr, _)| (work(*expr), None)).collect(), ..entries.clone() }
}

pub(super) fn entrywise(
    one: &Amount,
    other: &Amount,
    work: &mut dyn FnMut(ExprId, ExprId) -> ExprId,
) -> Option<Amount> {
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

pub(super) fn multiplied(desk: &mut Desk, one: &Amount, other: &Amount) -> Option<Amount> {
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
        desk.graph.together(&ADD, &terms)
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
