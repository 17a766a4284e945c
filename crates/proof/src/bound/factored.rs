//! Common factors taken out of sums, and what is no sum or product taken as a variable with its own range.

use std::collections::BTreeMap;

use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::graph::{ExprId, Graph, Node};
use rustc_hash::FxHashMap;

use super::polynomial::Polynomial;
use super::search::{self, Found};
use crate::budget::Budget;
use crate::ranges::{LeafRange, Range, Ranges, ranges_of, without_own_functions};

/// As [`search::search`], with every function of the leaves as a variable of its own.
pub(super) fn search(
    graph: &mut Graph,
    expr: ExprId,
    strict: bool,
    ranges: &Ranges,
    budget: &Budget,
) -> Found {
    let expr = without_own_functions(graph, expr);
    let mut at = expr;
    for _ in 0..MOST_ROUNDS {
        let Some(polynomial) =
            Polynomial::of(graph, at, ranges).map(|polynomial| polynomial.with_sizes(graph))
        else {
            return Found::Nothing;
        };
        let atoms: Vec<ExprId> = polynomial.atoms();
        let reaches: FxHashMap<ExprId, Range> = atoms
            .iter()
            .copied()
            .zip(ranges_of(graph, &atoms, ranges))
            .map(|(atom, range)| (atom, range.unwrap_or(Range::ALL)))
            .collect();
        let (common, rest) = polynomial.without_common_factor(&reaches);
        if !common.iter().all(|(atom, times)| keeps_sign(reaches[atom], *times, strict)) {
            return Found::Nothing;
        }
        if rest.terms.is_empty() {
            return if strict { Found::Nothing } else { Found::Proved };
        }
        if !strict && rest.is_quadratic_form_above_zero() {
            return Found::Proved;
        }
        if rest.atoms().len() <= MOST_VARIABLES {
            let (expr, variables) = rest.written(graph);
            let ranges: Ranges = variables
                .into_iter()
                .map(|(atom, variable)| {
                    // A leaf keeps its exact ends.
                    let range =
                        ranges.get(&atom).cloned().unwrap_or_else(|| LeafRange::of_range(reaches[&atom]));
                    (variable, range)
                })
                .collect();
            if search::search(graph, expr, strict, &ranges, budget) == Found::Proved {
                return Found::Proved;
            }
        }
        // With the common factor gone, denominators may be gone with it: what is left is another sum.
        let next = rest.over(graph, |atom| atom);
        if common.is_empty() || next == at {
            break;
        }
        at = next;
        if search::search(graph, at, strict, ranges, budget) == Found::Proved {
            return Found::Proved;
        }
    }
    Found::Nothing
}

/// Common factors are taken out so often.
const MOST_ROUNDS: usize = 3;

/// Whether a power of something in a range is never below zero (never zero either, if `strict`): then it can be taken
/// out, and where it is zero so is the whole.
pub(super) fn keeps_sign(range: Range, times: i64, strict: bool) -> bool {
    if times % 2 == 0 {
        !strict || range.is_positive() || range.is_negative()
    } else if strict {
        range.is_positive()
    } else {
        range.is_not_negative()
    }
}

/// For `|a + b·c|`, the larger `|a| + |b|·|c|`; nothing for what is no absolute value of a sum.
pub fn sum_of_sizes(graph: &mut Graph, expr: ExprId, ranges: &Ranges) -> Option<ExprId> {
    let Node::Apply { function, arguments: &[inner], primes: 0 } = graph.node(expr) else { return None };
    if graph.builtin(function) != Some(&ABS) {
        return None;
    }
    let inner = without_own_functions(graph, inner);
    let polynomial = Polynomial::of(graph, inner, ranges)?;
    if polynomial.terms.len() < 2 {
        return None;
    }
    let mut sum = Polynomial::default();
    for (monomial, coefficient) in polynomial.terms {
        let term = Polynomial { terms: BTreeMap::from([(monomial, coefficient)]) };
        sum = sum.plus(&term.size(graph, ranges)?)?;
    }
    Some(sum.over(graph, |atom| atom))
}

/// With more variables halving gets nowhere.
const MOST_VARIABLES: usize = 12;
