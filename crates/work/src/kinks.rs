//! Derivatives taken where none exists: at a kink, or where the two sides of min or max are equal. The convention that
//! is used there is named, however the derivative is written on the page.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_evaluator::Numbers;
use chainrule_number::Value;
use chainrule_symbolic::derivation::{Calculus, FactorId, Working, WorkingId};
use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE};
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN, SIGN};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, Walk};
use chainrule_symbolic::network::Definition;
use chainrule_symbolic::rule::differentiation::inlined;
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashSet;

/// A function put to arguments, of which a derivative was taken.
struct Taken {
    expr: ExprId,
    /// Where the reader wrote it, or the function of the reader's own in which it stands.
    place: Span,
}

/// Warns of every kink at which one of the derivatives worked out was taken.
pub(crate) fn warn(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    numbers: &mut Numbers,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let stated: FxHashSet<ExprId> = worksheet.pins.iter().map(|pin| pin.derivative).collect();
    let mut met: FxHashSet<ExprId> = FxHashSet::default();
    let mut taken: Vec<Taken> = Vec::new();
    // Most workings take no derivative of a function that has kinks: those who share one are not asked.
    let with_kinks: Vec<bool> = (0..calculus.working_count())
        .map(|place| may_have_kinks(worksheet, calculus.worked(WorkingId::from_index(place))))
        .collect();
    for (place, factor) in calculus.factors().iter().enumerate() {
        if stated.contains(&factor.name) || !factor.working.is_some_and(|working| with_kinks[working.index()])
        {
            continue;
        }
        let working = calculus.working(&mut worksheet.graph, FactorId::from_index(place));
        for step in working.iter().flat_map(Working::steps) {
            let Node::Derivative { of, .. } = worksheet.graph.node(step.before()) else { continue };
            if matches!(worksheet.graph.node(of), Node::Apply { .. }) && met.insert(of) {
                let place = worksheet.spans.get(&of).or_else(|| worksheet.places.get(&factor.child));
                taken.push(Taken { expr: of, place: place.copied().unwrap_or_default() });
            }
        }
    }
    for expr in slopes_written(worksheet) {
        let Node::Apply { function, primes, arguments } = worksheet.graph.node(expr) else { continue };
        let arguments = arguments.to_vec();
        let of = worksheet.graph.apply_primed(function, primes.saturating_sub(1), &arguments);
        if met.insert(of) {
            let place = worksheet.spans.get(&expr).copied().unwrap_or_default();
            taken.push(Taken { expr: of, place });
        }
    }
    taken.reverse();
    let mut messages: FxHashSet<(Span, String)> = FxHashSet::default();
    while let Some(Taken { expr, place }) = taken.pop() {
        let Node::Apply { function, primes, arguments } = worksheet.graph.node(expr) else { continue };
        let arguments = arguments.to_vec();
        let message = match worksheet.graph.builtin(function) {
            Some(row) if *row == MIN || *row == MAX => at_tie(worksheet, numbers, row.name, &arguments),
            Some(row) if row.kinks.is_empty() => None,
            Some(_) => at_kink(worksheet, numbers, &stated, (function, primes), &arguments),
            None => {
                let inner = derived_inside(worksheet, function, &arguments);
                let new = inner.into_iter().filter(|&inner| met.insert(inner));
                taken.extend(new.map(|expr| Taken { expr, place }));
                None
            }
        };
        if let Some(message) = message
            && messages.insert((place, message.clone()))
        {
            diagnostics.push(Diagnostic::warning(&code::KINK, place, message));
        }
    }
}

/// Whether a working derives a function that has kinks, or one of the reader's own, in which there may be some.
fn may_have_kinks(worksheet: &Worksheet, working: &Working) -> bool {
    let graph = &worksheet.graph;
    working.steps().any(|step| {
        let Node::Derivative { of, .. } = graph.node(step.before()) else { return false };
        let Node::Apply { function, .. } = graph.node(of) else { return false };
        graph.builtin(function).is_none_or(|row| *row == MIN || *row == MAX || !row.kinks.is_empty())
    })
}

/// Whether primes stand in an expression, or it is too long to say.
fn may_hold_primes(graph: &Graph, root: ExprId) -> bool {
    const MOST_LOOKED_AT: usize = 200;
    let mut stack = vec![root];
    let mut looked_at = 0;
    while let Some(id) = stack.pop() {
        looked_at += 1;
        if looked_at > MOST_LOOKED_AT || matches!(graph.node(id), Node::Apply { primes: 1.., .. }) {
            return true;
        }
        stack.extend(graph.children(id));
    }
    false
}

/// The slopes that the worksheet itself names: `relu'(Z)` in a definition or a claim.
fn slopes_written(worksheet: &Worksheet) -> Vec<ExprId> {
    let definitions =
        worksheet.defined.iter().filter_map(|&symbol| match worksheet.network.definition(symbol) {
            Definition::Formula(expr) => Some(expr),
            Definition::Dependence | Definition::Input => None,
        });
    let sides = worksheet.claims.iter().flat_map(|claim| claim.sides.iter().copied());
    // Most are a few signs long: looking for primes in them is less work than noting what was looked at.
    let roots: Vec<ExprId> =
        definitions.chain(sides).filter(|&root| may_hold_primes(&worksheet.graph, root)).collect();
    let mut below = Walk::below(&worksheet.graph, &roots);
    below.retain(|&id| matches!(worksheet.graph.node(id), Node::Apply { primes: 1.., .. }));
    below
}

fn at_kink(
    worksheet: &mut Worksheet,
    numbers: &mut Numbers,
    stated: &FxHashSet<ExprId>,
    (function, primes): (FunctionId, u8),
    arguments: &[ExprId],
) -> Option<String> {
    let row = worksheet.graph.builtin(function)?;
    let &[argument] = arguments else { return None };
    let steeper = worksheet.graph.apply_primed(function, primes.checked_add(1)?, &[argument]);
    if stated.contains(&steeper) {
        return None;
    }
    let kink = match numbers.value(&mut worksheet.graph, argument).ok()? {
        Value::Exact(at) => row.kinks.iter().find(|kink| Some(kink.at) == at.to_i64())?,
        Value::Enclosed(_) => row.kinks.iter().find(|kink| {
            let at = worksheet.graph.integer(kink.at);
            is_zero(worksheet, numbers, argument, at)
        })?,
    };
    if primes == 0 {
        return Some(format!(
            "{}'({}) is taken as {} by convention ({}): there is a kink",
            row.name, kink.at, kink.derivative, kink.convention
        ));
    }
    let value = numbers.value(&mut worksheet.graph, steeper).ok()?;
    Some(format!(
        "{}{}({}) is taken as {} by convention: there is a kink",
        row.name,
        "'".repeat(usize::from(primes) + 1),
        kink.at,
        chainrule_render::value::number(&value, None).ascii()
    ))
}

fn at_tie(
    worksheet: &mut Worksheet,
    numbers: &mut Numbers,
    name: &str,
    arguments: &[ExprId],
) -> Option<String> {
    let &[first, second] = arguments else { return None };
    let value = numbers.value(&mut worksheet.graph, first).ok()?;
    let other = numbers.value(&mut worksheet.graph, second).ok()?;
    let is_tie = match (&value, &other) {
        (Value::Exact(value), Value::Exact(other)) => value == other,
        // Digits never tell: the two may be the same function, or the same number.
        (_, _) => is_zero(worksheet, numbers, first, second),
    };
    is_tie.then(|| {
        format!(
            "{name} is taken at a tie, where both arguments are {}: its derivative by each is taken as 1/2 by convention \
             (PyTorch and JAX)",
            chainrule_render::value::number(&value, None).ascii()
        )
    })
}

/// Whether the difference of two expressions is zero, exactly.
fn is_zero(worksheet: &mut Worksheet, numbers: &mut Numbers, first: ExprId, second: ExprId) -> bool {
    let graph = &mut worksheet.graph;
    let opposite = graph.call(&NEGATE, &[second]);
    let gap = graph.call(&ADD, &[first, opposite]);
    let sign = graph.call(&SIGN, &[gap]);
    matches!(numbers.value(graph, sign), Ok(Value::Exact(sign)) if sign.is_zero())
}

/// The functions of which a derivative is taken inside a function of the reader's own.
fn derived_inside(worksheet: &mut Worksheet, function: FunctionId, arguments: &[ExprId]) -> Vec<ExprId> {
    let graph = &mut worksheet.graph;
    let Some(body) = inlined(graph, function, arguments) else { return Vec::new() };
    let mut moves: FxHashSet<ExprId> = arguments
        .iter()
        .copied()
        .filter(|&argument| !matches!(graph.node(argument), Node::Number(_)))
        .collect();
    let mut found = Vec::new();
    for id in Walk::below_until(graph, &[body], |id| moves.contains(&id)) {
        let Node::Apply { arguments, .. } = graph.node(id) else { continue };
        if !moves.contains(&id) && arguments.iter().any(|argument| moves.contains(argument)) {
            moves.insert(id);
            found.push(id);
        }
    }
    found
}
