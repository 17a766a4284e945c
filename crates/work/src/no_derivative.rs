//! Powers that were to be derived by their exponent and have no derivative there.

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_evaluator::Numbers;
use chainrule_number::Value;
use chainrule_symbolic::derivation::{Calculus, FactorId, Step, Working, WorkingId};
use chainrule_symbolic::function::rows::arithmetic::POWER;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashSet;

/// Refuses every derivative of a power of a negative number by its exponent, and of a power of 0 where the exponent is
/// not above 0.
pub(crate) fn refuse(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    numbers: &mut Numbers,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let graph = &worksheet.graph;
    let is_one = |id: ExprId| power_derived(graph, id).is_some();
    if !(0..graph.len()).any(|place| is_one(ExprId::from_index(place))) {
        return;
    }
    let stated: FxHashSet<ExprId> = worksheet.pins.iter().map(|pin| pin.derivative).collect();
    let has_any: Vec<bool> = (0..calculus.working_count())
        .map(|place| {
            let working = calculus.worked(WorkingId::from_index(place));
            !powers(&worksheet.graph, working).is_empty()
        })
        .collect();
    let mut met: FxHashSet<ExprId> = FxHashSet::default();
    for (place, factor) in calculus.factors().iter().enumerate() {
        if stated.contains(&factor.name) || !factor.working.is_some_and(|working| has_any[working.index()]) {
            continue;
        }
        let Some(working) = calculus.working(&mut worksheet.graph, FactorId::from_index(place)) else {
            continue;
        };
        for power in powers(&worksheet.graph, &working) {
            if !met.insert(power) {
                continue;
            }
            let &[base, exponent] = worksheet.graph.children(power) else { continue };
            let is_zero = matches!(worksheet.graph.node(base), Node::Number(number) if number.is_zero());
            let message = if is_zero {
                let exponent = numbers.value(&mut worksheet.graph, exponent);
                let Ok(Value::Exact(at)) = exponent else { continue };
                // Below 0 the power itself has no value, which is said elsewhere.
                if !at.is_zero() {
                    continue;
                }
                "0^v has no derivative by v at v = 0, where it jumps"
            } else {
                "a power of a negative number has no derivative by its exponent"
            };
            let place = worksheet.spans.get(&power).or_else(|| worksheet.places.get(&factor.child));
            let wrong = Diagnostic::error(&code::NO_DERIVATIVE, place.copied().unwrap_or_default(), message);
            diagnostics.push(if is_zero {
                wrong.help("change the values, or the formula")
            } else {
                wrong
                    .note("it is defined at whole exponents only")
                    .help("take a positive base, or leave this derivative out")
            });
        }
    }
}

/// The powers of 0 and of negative numbers that a working derives by their exponent.
fn powers(graph: &Graph, working: &Working) -> Vec<ExprId> {
    let derived = working.steps().map(Step::before).chain(
        // What no rule takes apart is left in the result.
        Walk::below(graph, &[working.result()]),
    );
    let mut found = Vec::new();
    for id in derived {
        if let Some(power) = power_derived(graph, id)
            && !found.contains(&power)
        {
            found.push(power);
        }
    }
    found
}

/// The power of 0 or of a negative number that an expression is the derivative of.
fn power_derived(graph: &Graph, id: ExprId) -> Option<ExprId> {
    let Node::Derivative { of, .. } = graph.node(id) else { return None };
    let Node::Apply { function, arguments: &[base, exponent], primes: 0 } = graph.node(of) else {
        return None;
    };
    let is_power = graph.builtin(function) == Some(&POWER)
        && matches!(graph.node(base), Node::Number(number) if !number.is_positive())
        && !matches!(graph.node(exponent), Node::Number(_));
    is_power.then_some(of)
}
