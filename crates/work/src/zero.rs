//! Why a derivative is 0: no path, a factor that is 0 on every path, or terms that cancel.

use chainrule_evaluator::Numbers;
use chainrule_number::Value;
use chainrule_symbolic::derivation::{Calculus, FactorId};
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::rectifier::RELU;
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId};
use chainrule_symbolic::network::Network;
use chainrule_worksheet::Worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::factor_values::FactorValues;
use crate::reported::derivation::DerivationReport;

/// Why a derivative is 0.
#[derive(Debug)]
pub enum Zero {
    /// The target is not computed from the quantity.
    NoPath(Apart),
    /// Whatever the values: the derivative is the number 0.
    Always,
    /// Each path passes one of these factors, and each of them is 0.
    Factors(Vec<ZeroFactor>),
    /// No factor is 0: terms cancel.
    Cancelled,
}

/// How a quantity lies beside the target that is not computed from it.
#[derive(Debug)]
pub enum Apart {
    /// The quantity itself is computed from the target.
    Behind,
    /// Nothing is computed from it.
    Unused,
    /// What is computed from it ends in these quantities, from which nothing is computed.
    EndsIn(Vec<SymbolId>),
    /// Too much is computed from it to be told.
    Elsewhere,
}

/// A factor that is 0.
#[derive(Debug)]
pub struct ZeroFactor {
    /// Which.
    pub id: FactorId,
    /// Why, where that is told.
    pub because: Option<Because>,
}

/// What makes a factor 0.
#[derive(Debug)]
pub enum Because {
    /// This part of it, a factor in its turn.
    Part(ExprId),
    /// A function that is flat at its argument.
    Flat {
        /// The derivative of the function.
        slope: ExprId,
        /// Its argument.
        argument: ExprId,
        /// What that comes to.
        at: Value,
        /// How it comes to be flat there.
        how: Flat,
    },
}

/// How a function comes to have the slope 0.
#[derive(Clone, Copy, Debug)]
pub enum Flat {
    /// A rectifier that is off.
    Dead,
    /// By the convention for a kink.
    Convention,
    /// Elsewhere.
    Level,
    /// A slope of a slope.
    Plain,
}

/// So many quantities are visited to see where what is computed from one of them ends.
const MOST_VISITED: usize = 1_000;

/// The reasons, in the order of the derivations; nothing for those that are not 0.
pub fn all(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    numbers: &mut Numbers,
    derivations: &[DerivationReport],
) -> Vec<Option<Zero>> {
    derivations.iter().map(|derivation| why(worksheet, calculus, numbers, derivation)).collect()
}

fn why(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    numbers: &mut Numbers,
    derivation_report: &DerivationReport,
) -> Option<Zero> {
    let derivation = &derivation_report.derivation;
    // What has no number is not zero.
    if derivation_report.refusal.is_some() {
        return None;
    }
    if derivation.is_independent() {
        return Some(Zero::NoPath(apart(calculus.network(), derivation.target, derivation.by)));
    }
    if !derivation.has_factors() {
        return None;
    }
    if is_number_zero(&worksheet.graph, derivation.result) {
        return Some(Zero::Always);
    }
    let is_told = derivation_report.value.as_ref().is_some_and(is_exactly_zero);
    // Where some value is not known, a factor may still be 0 on every path.
    if derivation_report.value.is_some() && !is_told {
        return None;
    }
    let chain = &derivation.chain;
    let values = FactorValues::of(derivation_report);
    let mut is_reached = vec![false; chain.len()];
    is_reached[0] = true;
    let mut zeros: Vec<FactorId> = Vec::new();
    let mut is_known = true;
    // Users stand before what they use.
    for edge in chain.edges() {
        if !is_reached[edge.user()] {
            continue;
        }
        let of = calculus.factor(edge.factor);
        let value = values.get(edge.factor);
        let is_whole = of.name == derivation.name && is_told;
        if is_whole || value.is_some_and(is_exactly_zero) || is_number_zero(&worksheet.graph, of.result) {
            zeros.push(edge.factor);
            continue;
        }
        is_known &= value.is_some_and(is_certainly_nonzero);
        is_reached[edge.input()] = true;
    }
    if is_reached.last() == Some(&true) {
        return (is_told && is_known).then_some(Zero::Cancelled);
    }
    let place_told: FxHashMap<FactorId, usize> =
        derivation_report.factors.iter().enumerate().map(|(place, factor)| (factor.id, place)).collect();
    zeros.sort_unstable_by_key(|id| place_told.get(id));
    let factors = zeros
        .into_iter()
        .map(|id| ZeroFactor { id, because: because(worksheet, numbers, calculus.factor(id).result) });
    Some(Zero::Factors(factors.collect()))
}

fn is_exactly_zero(value: &Value) -> bool {
    matches!(value, Value::Exact(value) if value.is_zero())
}

fn is_certainly_nonzero(value: &Value) -> bool {
    match value {
        Value::Exact(value) => !value.is_zero(),
        Value::Enclosed(enclosure) => !enclosure.holds_zero(),
    }
}

fn is_number_zero(graph: &Graph, expr: ExprId) -> bool {
    matches!(graph.node(expr), Node::Number(number) if number.is_zero())
}

fn apart(network: &Network, target: SymbolId, by: SymbolId) -> Apart {
    let reach = |from: SymbolId, next: fn(&Network, SymbolId) -> &[SymbolId]| {
        let mut seen = FxHashSet::from_iter([from]);
        let mut stack = vec![from];
        let mut ends = Vec::new();
        while let Some(symbol) = stack.pop() {
            let following = next(network, symbol);
            if following.is_empty() && symbol != from {
                ends.push(symbol);
            }
            stack.extend(following.iter().copied().filter(|&other| seen.insert(other)));
            if seen.len() > MOST_VISITED {
                return None;
            }
        }
        ends.sort_by_key(|&symbol| network.rank(symbol));
        Some((seen, ends))
    };
    if network.users(by).is_empty() && network.inputs(by).is_empty() {
        return Apart::Unused;
    }
    if reach(by, Network::inputs).is_some_and(|(below, _)| below.contains(&target)) {
        return Apart::Behind;
    }
    match reach(by, Network::users) {
        Some((_, ends)) if ends.is_empty() => Apart::Unused,
        Some((_, ends)) => Apart::EndsIn(ends),
        None => Apart::Elsewhere,
    }
}

/// The first part of a product that is 0.
fn because(worksheet: &mut Worksheet, numbers: &mut Numbers, whole: ExprId) -> Option<Because> {
    let mut stack = vec![whole];
    while let Some(part) = stack.pop() {
        let graph = &worksheet.graph;
        let inner: Vec<ExprId> = match graph.node(part) {
            Node::Apply { function, primes: 0, arguments } => match graph.builtin(function) {
                Some(row) if *row == MULTIPLY => arguments.iter().rev().copied().collect(),
                Some(row) if *row == NEGATE || *row == DIVIDE => vec![arguments[0]],
                Some(row) if *row == POWER && matches!(graph.node(arguments[1]), Node::Number(_)) => {
                    vec![arguments[0]]
                }
                Some(_) | None => Vec::new(),
            },
            Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => Vec::new(),
        };
        if !inner.is_empty() {
            stack.extend(inner);
            continue;
        }
        if matches!(graph.node(part), Node::Number(_)) {
            continue;
        }
        if !matches!(numbers.value(&mut worksheet.graph, part), Ok(Value::Exact(value)) if value.is_zero()) {
            continue;
        }
        return flat(worksheet, numbers, part).or(Some(Because::Part(part)));
    }
    None
}

/// Where a part is the slope of a function of one argument: the argument and its value.
fn flat(worksheet: &mut Worksheet, numbers: &mut Numbers, slope: ExprId) -> Option<Because> {
    let Node::Apply { function, primes: primes @ 1.., arguments: &[argument] } = worksheet.graph.node(slope)
    else {
        return None;
    };
    let row = worksheet.graph.builtin(function)?;
    let at = numbers.value(&mut worksheet.graph, argument).ok()?;
    let exact = match &at {
        Value::Exact(exact) => exact.to_i64(),
        Value::Enclosed(_) => None,
    };
    let how = if row.kinks.iter().any(|kink| Some(kink.at) == exact) {
        Flat::Convention
    } else if primes > 1 {
        Flat::Plain
    } else if *row == RELU {
        Flat::Dead
    } else {
        Flat::Level
    };
    Some(Because::Flat { slope, argument, at, how })
}
