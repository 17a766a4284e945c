//! Claims over leaves that have no value: they must hold for all values, or for all in the given ranges.

use std::cmp::Ordering;

use chainrule_number::Rational;
use chainrule_program::Kernel;
use chainrule_proof::counterexample::{self, Domain, Written};
use chainrule_proof::identity::{self};
use chainrule_proof::ranges::{LeafRange, Range, Ranges, ranges_of};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE, POWER};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, SymbolId, Walk};
use chainrule_symbolic::network::Definition;
use chainrule_worksheet::{Relation, Worksheet};
use rustc_hash::{FxHashMap, FxHashSet};

use super::agreement::{Agreement, agree};
use super::effort::Effort;
use super::off_kinks::{DerivativesOf, Kinks};
use super::ordered::ordered;
use super::written_out::down_to_leaves;
use super::{By, Doubt, Judgement, Refutation};

/// A proof or a counterexample, or neither; or that there is nothing to prove, since the two sides are nowhere both defined.
/// What is `derived` in the sides must have a value too: there is no derivative where it has none, even where the
/// formula of the derivative could be worked out.
pub(crate) fn judge(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    (left, right): (ExprId, ExprId),
    derived: &[DerivativesOf],
    relation: Relation,
    unit: Option<&Rational>,
    effort: &Effort,
) -> Judgement {
    let ranges = ranges(worksheet);
    let (left, right) = (with_stated(worksheet, left), with_stated(worksheet, right));
    let (left, right) = with_mixed_in_order(&mut worksheet.graph, (left, right));
    // With the quantities' own names first: what they are computed from may not matter.
    let written = (down_to_leaves(worksheet, calculus, left), down_to_leaves(worksheet, calculus, right));
    let mut parts = vec![written.0, written.1];
    for derived in derived {
        parts.push(down_to_leaves(worksheet, calculus, derived.of));
    }
    let graph = &mut worksheet.graph;
    let all = graph.call(&ADD, &parts);
    if ranges_of(graph, &[all], &ranges)[0].is_none() {
        return vacuous(&ranges);
    }
    let as_written = Written::new(graph, &parts, &ranges);
    let size = as_written.size() + worksheet.values.len();
    let operations = effort.operations();
    let mut as_written = as_written.with_operations(operations);
    let stated = ranges;
    let ranges = if derived.is_empty() { stated.clone() } else { as_written.narrowed(graph) };
    if !derived.is_empty() {
        as_written = Written::new(graph, &parts, &ranges).with_operations(operations);
    }
    let written = without_powers_of_zero(graph, written, &ranges);
    let decide = |graph: &mut Graph, as_written: &Written| match relation {
        Relation::Equal => equal(graph, &[(left, right), written], as_written, &ranges),
        Relation::About => about(graph, written, as_written, unit, &ranges, effort),
        Relation::Less | Relation::AtMost => {
            let pairs = [(left, right), written];
            ordered(graph, &pairs, as_written, relation == Relation::Less, &ranges, effort)
        }
        Relation::Greater | Relation::AtLeast => {
            let pairs = [(right, left), (written.1, written.0)];
            ordered(graph, &pairs, as_written, relation == Relation::Greater, &ranges, effort)
        }
    };
    let mut judgement = decide(graph, &as_written);
    // What a derivative is at a kink is a convention: another point is to refute what is claimed of one.
    if let (false, Judgement::Refuted(Refutation::DifferAt(point) | Refutation::FailsAt(point))) =
        (derived.is_empty(), &judgement)
    {
        let kinks = Kinks::new(worksheet, calculus, derived);
        let graph = &mut worksheet.graph;
        if kinks.are_at(graph, point, &ranges, |point| as_written.admits(point)) {
            let point = point.clone();
            let off_kinks = [parts.as_slice(), &kinks.one_over(graph)].concat();
            let off_kinks = Written::new(graph, &off_kinks, &ranges).with_operations(operations);
            judgement = match decide(graph, &off_kinks) {
                Judgement::Refuted(Refutation::DifferAt(other) | Refutation::FailsAt(other))
                    if kinks.are_at(graph, &other, &ranges, |point| as_written.admits(point)) =>
                {
                    Doubt::OnlyAtKink(point).into()
                }
                refuted @ Judgement::Refuted(_) => refuted,
                Judgement::Proved(_)
                | Judgement::Undecided(_)
                | Judgement::Consistent { .. }
                | Judgement::Vacuous { .. } => Doubt::OnlyAtKink(point).into(),
            };
        }
    }
    effort.settle(size, relation, &judgement);
    let graph = &mut worksheet.graph;
    match judgement {
        Judgement::Proved(_) | Judgement::Undecided(_) => {
            match (counterexample::domain(graph, written, &as_written, &ranges), &judgement) {
                (Domain::Nowhere, _) => vacuous(&stated),
                (Domain::NotFound, Judgement::Proved(_)) => Doubt::PerhapsVacuous.into(),
                (_, Judgement::Undecided(Doubt::NotProvedEqual | Doubt::NotProved { .. }))
                    if !were_compared(graph, written, &ranges) =>
                {
                    Doubt::NoPoint.into()
                }
                (Domain::Somewhere | Domain::NotFound, _) => judgement,
            }
        }
        Judgement::Consistent { .. } | Judgement::Vacuous { .. } | Judgement::Refuted(_) => judgement,
    }
}

/// Whether there was a point at which both sides are numbers that can be compared: without one nothing was tried.
fn were_compared(graph: &mut Graph, (left, right): (ExprId, ExprId), ranges: &Ranges) -> bool {
    let mut kernel = Kernel::new();
    let (left, right) = (kernel.of(graph, left), kernel.of(graph, right));
    counterexample::meet(graph, left, right, ranges)
}

/// The same with the derivatives that are left, those of open forms, taken in one order: a form that is left open is taken to be
/// smooth enough that the order does not matter.
fn with_mixed_in_order(graph: &mut Graph, (left, right): (ExprId, ExprId)) -> (ExprId, ExprId) {
    let mut rewriter = Rewriter::new();
    for id in Walk::below(graph, &[left, right]) {
        let Node::Derivative { of: first, by, scope } = graph.node(id) else { continue };
        let (mut of, mut all) = (first, vec![by]);
        while let Node::Derivative { of: inner, by, scope: other } = graph.node(of)
            && other == scope
        {
            all.push(by);
            of = inner;
        }
        let is_in_order = all.is_sorted();
        if is_in_order || !matches!(graph.node(of), Node::Symbol(_)) {
            continue;
        }
        all.sort_unstable();
        let ordered = all.into_iter().rev().fold(of, |of, by| graph.derivative(of, by, scope));
        rewriter.replace(id, ordered);
    }
    (rewriter.apply(graph, left), rewriter.apply(graph, right))
}

/// The sides with 0 for `0^v` where `v` is above 0 throughout: that such a power has a value is seen to where it is written.
fn without_powers_of_zero(
    graph: &mut Graph,
    (left, right): (ExprId, ExprId),
    ranges: &Ranges,
) -> (ExprId, ExprId) {
    let mut rewriter = Rewriter::new();
    let mut has_any = false;
    for id in Walk::rewritable_from(graph, &[left, right]) {
        let Node::Apply { function, primes: 0, arguments: &[base, exponent] } = graph.node(id) else {
            continue;
        };
        let is_of_zero = matches!(graph.node(base), Node::Number(number) if number.is_zero());
        if is_of_zero
            && graph.builtin(function) == Some(&POWER)
            && ranges_of(graph, &[exponent], ranges)[0].is_some_and(Range::is_positive)
        {
            let zero = graph.number(Rational::zero());
            rewriter.replace(id, zero);
            has_any = true;
        }
    }
    if !has_any {
        return (left, right);
    }
    (rewriter.apply(graph, left), rewriter.apply(graph, right))
}

/// What speaks of no numbers.
fn vacuous(ranges: &Ranges) -> Judgement {
    Judgement::Vacuous { within_ranges: !ranges.is_empty() }
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
            let end = |bound: &Option<chainrule_worksheet::Bound>| {
                bound.as_ref().map(|bound| (bound.value.clone(), bound.open))
            };
            (worksheet.graph.symbol(range.symbol), LeafRange::between(end(&range.lower), end(&range.upper)))
        })
        .collect()
}

/// The pairs say the same, with more or less written out.
fn equal(graph: &mut Graph, pairs: &[(ExprId, ExprId)], as_written: &Written, ranges: &Ranges) -> Judgement {
    let mut kernel = Kernel::new();
    let mut in_primitives = |graph: &mut Graph, (left, right): (ExprId, ExprId)| {
        let (left, right) = (kernel.of(graph, left), kernel.of(graph, right));
        (identity::without_extremes(graph, left), identity::without_extremes(graph, right))
    };
    let Some((&written, named_only)) = pairs.split_last() else { return Doubt::NothingCompared.into() };
    let same = || By::SameFunction.into();
    // What holds for any numbers in the place of quantities holds for theirs. Where signs matter they are looked at
    // where all is written out.
    for &pair in named_only.iter().filter(|&&pair| pair != written) {
        let (left, right) = in_primitives(graph, pair);
        if !identity::signs_matter(graph, left, right)
            && identity::holds(graph, left, right, &FxHashMap::default())
        {
            return same();
        }
    }
    let (left, right) = in_primitives(graph, written);
    if let Some(point) =
        counterexample::find_written(graph, (left, right), as_written, ranges, Ordering::is_eq)
    {
        return Refutation::DifferAt(point).into();
    }
    match agree(graph, left, right, ranges) {
        Agreement::Same => same(),
        Agreement::Nowhere => Doubt::NoPoint.into(),
        Agreement::NotShown => Doubt::NotProvedEqual.into(),
    }
}

/// Whether two sides that have numbers are the same whatever stands for what the quantities in them are computed from:
/// the definitions of the last ones are put in, and the others count as free; leaves too at first, then as the numbers
/// that they are. A long chain is not written out for it.
pub(super) fn same_by_definitions(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    given: &FxHashMap<SymbolId, ExprId>,
    (left, right): (ExprId, ExprId),
) -> bool {
    let sides = [with_stated(worksheet, left), with_stated(worksheet, right)];
    let (graph, network) = (&mut worksheet.graph, calculus.network());
    let named: Vec<SymbolId> = sides.iter().flat_map(|&side| Walk::symbols(graph, side, |_| {})).collect();
    let inputs: Vec<SymbolId> = named.iter().flat_map(|&symbol| network.inputs(symbol)).copied().collect();
    let inner: FxHashSet<SymbolId> = inputs.iter().copied().collect();
    let mut kernel = Kernel::new();
    [false, true].into_iter().any(|with_numbers| {
        let mut rewriter = Rewriter::new();
        for symbol in named.iter().chain(&inputs).filter(|_| with_numbers) {
            if let Some(&value) = given.get(symbol) {
                rewriter.replace(graph.symbol(*symbol), value);
            }
        }
        for &symbol in named.iter().filter(|symbol| !inner.contains(symbol)) {
            if let Definition::Formula(formula) = network.definition(symbol) {
                let written = rewriter.apply(graph, formula);
                rewriter.replace(graph.symbol(symbol), written);
            }
        }
        let [left, right] = sides.map(|side| {
            let written = rewriter.apply(graph, side);
            let written = kernel.of(graph, written);
            identity::without_extremes(graph, written)
        });
        !identity::signs_matter(graph, left, right)
            && identity::holds(graph, left, right, &FxHashMap::default())
    })
}

/// The sides are never further apart than half a unit of the last printed digit.
fn about(
    graph: &mut Graph,
    (left, right): (ExprId, ExprId),
    as_written: &Written,
    unit: Option<&Rational>,
    ranges: &Ranges,
    effort: &Effort,
) -> Judgement {
    let half = &Rational::fraction(1, 2) * unit.unwrap_or(&Rational::zero());
    let half = graph.number(half);
    let above = graph.call(&ADD, &[right, half]);
    match ordered(graph, &[(left, above)], as_written, false, ranges, effort) {
        Judgement::Proved(_) => {
            let below = graph.call(&NEGATE, &[half]);
            let below = graph.call(&ADD, &[right, below]);
            let is_zero = |id: ExprId| matches!(graph.node(id), Node::Number(number) if number.is_zero());
            let one_is_zero = is_zero(left) != is_zero(right);
            match ordered(graph, &[(below, left)], as_written, false, ranges, effort) {
                Judgement::Proved(mut grounds) if one_is_zero => {
                    for ground in &mut grounds {
                        ground.is_zero_as_printed = true;
                    }
                    Judgement::Proved(grounds)
                }
                other @ (Judgement::Proved(_)
                | Judgement::Consistent { .. }
                | Judgement::Vacuous { .. }
                | Judgement::Refuted(_)
                | Judgement::Undecided(_)) => other,
            }
        }
        other @ (Judgement::Consistent { .. }
        | Judgement::Vacuous { .. }
        | Judgement::Refuted(_)
        | Judgement::Undecided(_)) => other,
    }
}
