//! Claims over leaves that have no value: they must hold for all values, or for all in the given ranges.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use chainrule_evaluator::bound::{self, Found, LeafRange, Ranges};
use chainrule_evaluator::identity::{self, Sign};
use chainrule_evaluator::{Kernel, counterexample};
use chainrule_parser::{Relation, Worksheet};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE};
use chainrule_symbolic::graph::{ExprId, Graph, Rewriter, SymbolId, Walk};
use chainrule_symbolic::network::Definition;
use chainrule_symbolic::number::Rational;
use rustc_hash::FxHashMap;

use super::Judgement;

/// A proof or a counterexample, or neither.
pub(super) fn judge(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    left: ExprId,
    right: ExprId,
    relation: Relation,
    unit: Option<&Rational>,
) -> Judgement {
    let ranges = ranges(worksheet);
    let (left, right) = (with_stated(worksheet, left), with_stated(worksheet, right));
    // With the quantities' own names first: what they are computed from may not matter.
    let written = (down_to_leaves(worksheet, calculus, left), down_to_leaves(worksheet, calculus, right));
    let graph = &mut worksheet.graph;
    match relation {
        Relation::Equal => equal(graph, written, &ranges),
        Relation::About => about(graph, written, unit, &ranges),
        Relation::Less | Relation::AtMost => {
            let pairs = [(left, right), written];
            ordered(graph, &pairs, relation == Relation::Less, &ranges)
        }
        Relation::Greater | Relation::AtLeast => {
            let pairs = [(right, left), (written.1, written.0)];
            ordered(graph, &pairs, relation == Relation::Greater, &ranges)
        }
    }
}

/// The expression with stated derivatives by their numbers.
pub(crate) fn with_stated(worksheet: &mut Worksheet, expr: ExprId) -> ExprId {
    let mut rewriter = Rewriter::new();
    for pin in &worksheet.pins {
        rewriter.replace(pin.derivative, pin.value);
    }
    rewriter.apply(&mut worksheet.graph, expr)
}

/// What the worksheet says of its leaves.
pub(crate) fn ranges(worksheet: &mut Worksheet) -> Ranges {
    worksheet
        .ranges
        .iter()
        .map(|range| {
            let end = |bound: &Option<chainrule_parser::Bound>| {
                bound.as_ref().map(|bound| (bound.value.clone(), bound.open))
            };
            (worksheet.graph.symbol(range.symbol), LeafRange::between(end(&range.lower), end(&range.upper)))
        })
        .collect()
}

fn equal(graph: &mut Graph, (left, right): (ExprId, ExprId), ranges: &Ranges) -> Judgement {
    let mut kernel = Kernel::new();
    let (left, right) = (kernel.of(graph, left), kernel.of(graph, right));
    let (left, right) = (identity::without_extremes(graph, left), identity::without_extremes(graph, right));
    if let Some(point) = counterexample::find(graph, left, right, ranges, Ordering::is_eq) {
        return Judgement::Refuted { how: format!("the sides differ at {}", named(graph, &point)) };
    }
    let asked = identity::signs_asked(graph, &[left, right]);
    let mut known: FxHashMap<ExprId, Sign> = bound::ranges_of(graph, &asked, ranges)
        .into_iter()
        .zip(&asked)
        .filter_map(|(range, &argument)| Some((argument, sign_in(range?)?)))
        .collect();
    for (&leaf, range) in ranges {
        if let Some(sign) = sign_in(range.range) {
            known.insert(leaf, sign);
        }
    }
    if identity::holds(graph, left, right, &known) {
        Judgement::Proved { how: "both sides are the same function".to_owned() }
    } else {
        Judgement::Undecided {
            why: "the sides agree at the points tried, but were not proved equal everywhere".to_owned(),
        }
    }
}

/// The sign of everything in a range, where it is one.
fn sign_in(range: bound::Range) -> Option<Sign> {
    if range.is_positive() {
        Some(Sign::Positive)
    } else if range.is_negative() {
        Some(Sign::Negative)
    } else if range.is_not_negative() {
        Some(Sign::NotNegative)
    } else if range.is_not_positive() {
        Some(Sign::NotPositive)
    } else {
        None
    }
}

/// The sides are never further apart than half a unit of the last printed digit.
fn about(
    graph: &mut Graph,
    (left, right): (ExprId, ExprId),
    unit: Option<&Rational>,
    ranges: &Ranges,
) -> Judgement {
    let half = &Rational::fraction(1, 2) * unit.unwrap_or(&Rational::zero());
    let half = graph.number(half);
    let above = graph.call(&ADD, &[right, half]);
    match ordered(graph, &[(left, above)], false, ranges) {
        Judgement::Proved { .. } => {
            let below = graph.call(&NEGATE, &[half]);
            let below = graph.call(&ADD, &[right, below]);
            ordered(graph, &[(below, left)], false, ranges)
        }
        other => other,
    }
}

/// The first of each pair is at most the second (below it, if `strict`); the pairs say the same, with more or less
/// written out.
fn ordered(graph: &mut Graph, pairs: &[(ExprId, ExprId)], strict: bool, ranges: &Ranges) -> Judgement {
    let holds = |order: Ordering| if strict { order.is_lt() } else { order.is_le() };
    let Some(&(low, high)) = pairs.last() else {
        return Judgement::Undecided { why: "nothing is compared".to_owned() };
    };
    for &(low, high) in pairs {
        let gap = difference(graph, high, low);
        if bound::is_plainly_not_negative(graph, gap, strict, ranges) {
            return Judgement::Proved { how: "proved by the ranges of its parts".to_owned() };
        }
    }
    let mut kernel = Kernel::new();
    let (low, high) = (kernel.of(graph, low), kernel.of(graph, high));
    if let Some(point) = counterexample::find(graph, low, high, ranges, holds) {
        return Judgement::Refuted { how: format!("it fails at {}", named(graph, &point)) };
    }
    let mut tried = Vec::new();
    for &(low, high) in pairs {
        let gap = difference(graph, high, low);
        if tried.contains(&gap) {
            continue;
        }
        tried.push(gap);
        if bound::is_not_negative(graph, gap, strict, ranges) == Found::Proved {
            return Judgement::Proved { how: "proved by the ranges of its parts".to_owned() };
        }
        let smooth = identity::without_extremes(graph, gap);
        if smooth != gap && bound::is_not_negative(graph, smooth, strict, ranges) == Found::Proved {
            return Judgement::Proved {
                how: "proved by the ranges of its parts, minima and maxima written as absolute values"
                    .to_owned(),
            };
        }
        if let Some(larger) = bound::sum_of_sizes(graph, low, ranges) {
            let gap = difference(graph, high, larger);
            if bound::is_not_negative(graph, gap, strict, ranges) == Found::Proved {
                return Judgement::Proved {
                    how: "proved by the triangle inequality and the ranges of its parts".to_owned(),
                };
            }
        }
    }
    if let Some(point) = counterexample::find_downhill(graph, low, high, ranges, holds) {
        return Judgement::Refuted { how: format!("it fails at {}", named(graph, &point)) };
    }
    if strict && let Some(point) = counterexample::find_equal(graph, low, high, ranges) {
        return Judgement::Refuted {
            how: format!("both sides are the same number at {}", named(graph, &point)),
        };
    }
    for gap in tried {
        if let Some(reasons) = bound::prove(graph, gap, strict, ranges) {
            return Judgement::Proved { how: format!("proved by {}", reasons.join(", then ")) };
        }
    }
    // A point found by the search is one of the leaves only where all is written out.
    let gap = difference(graph, high, low);
    let leaves = bound::Program::new(graph, gap).leaves;
    match bound::is_not_negative(graph, gap, strict, ranges) {
        Found::Proved => Judgement::Proved { how: "proved box by box".to_owned() },
        Found::Counterexample(point) => {
            let point: counterexample::Point = leaves.into_iter().zip(point).collect();
            Judgement::Refuted { how: format!("it fails at {}", named(graph, &point)) }
        }
        Found::Nothing => Judgement::Undecided {
            why: "it holds at the points tried, but was not proved for all values".to_owned(),
        },
    }
}

fn difference(graph: &mut Graph, left: ExprId, right: ExprId) -> ExprId {
    let opposite = graph.call(&NEGATE, &[right]);
    graph.call(&ADD, &[left, opposite])
}

/// A point in the reader's names.
fn named(graph: &Graph, point: &counterexample::Point) -> String {
    if point.is_empty() {
        return "every point".to_owned();
    }
    let notations = HashMap::new();
    let typesetter = chainrule_render::Typesetter::new(graph, &notations);
    let pieces: Vec<String> = point
        .iter()
        .map(|(leaf, value)| format!("{} = {value}", typesetter.expression(*leaf).ascii()))
        .collect();
    pieces.join(", ")
}

/// The expression in terms of leaves: every quantity written out as it is defined.
pub(crate) fn down_to_leaves(worksheet: &mut Worksheet, calculus: &Calculus, expr: ExprId) -> ExprId {
    let graph = &mut worksheet.graph;
    let network = calculus.network();
    let mut needed: Vec<SymbolId> = Vec::new();
    let mut stack = Walk::symbols(graph, expr, |_| {});
    let mut seen = HashSet::new();
    while let Some(symbol) = stack.pop() {
        if seen.insert(symbol) {
            needed.push(symbol);
            stack.extend_from_slice(network.inputs(symbol));
        }
    }
    needed.sort_unstable_by_key(|&symbol| network.rank(symbol));
    let values: HashMap<SymbolId, ExprId> =
        worksheet.values.iter().map(|given| (given.symbol, given.value)).collect();
    let mut rewriter = Rewriter::new();
    for symbol in needed {
        let name = graph.symbol(symbol);
        match network.definition(symbol) {
            Definition::Formula(formula) => {
                let written = rewriter.apply(graph, formula);
                rewriter.replace(name, written);
            }
            Definition::Input | Definition::Dependence => {
                rewriter.replace(name, values.get(&symbol).copied().unwrap_or(name));
            }
        }
    }
    rewriter.apply(graph, expr)
}
