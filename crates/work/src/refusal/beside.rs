//! The slopes to points just beside the given one: at a kink they are the one-sided slopes, nearly.

use chainrule_evaluator::{Numbers, NumbersByPrecision};
use chainrule_number::PRECISIONS;
use chainrule_number::Rational;
use chainrule_number::{Scalar, Value};
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::graph::{ExprId, Node};
use chainrule_worksheet::Worksheet;

/// How far beside: ten to this power.
const EXPONENT: i64 = -20;

/// Larger networks are not evaluated twice more.
const MOST_QUANTITIES: usize = 20_000;

/// What is said of the slopes on both sides; nothing where what is derived by has no value of its own.
pub(super) fn slopes_beside(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    precisions: &mut NumbersByPrecision,
    derivation: &Derivation,
) -> Option<String> {
    let network = calculus.network();
    if network.order().len() > MOST_QUANTITIES || !worksheet.pins.is_empty() {
        return None;
    }
    let graph = &mut worksheet.graph;
    let by = graph.symbol(derivation.by);
    let target = graph.symbol(derivation.target);
    let mut stated = precisions.stated().to_vec();
    let given = stated.iter().position(|(of, _)| *of == by)?;
    let Node::Number(at) = graph.node(stated[given].1) else { return None };
    let at = at.clone();
    // A product that is 0 because its first factor is does not stay so where that moves.
    let rests_on = |of: ExprId| match graph.node(of) {
        Node::Apply { primes: 0, arguments, .. } => arguments.first() == Some(&by),
        Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => false,
    };
    let moving: Vec<ExprId> = stated.iter().map(|(of, _)| *of).filter(|&of| rests_on(of)).collect();
    stated.retain(|(of, _)| !moving.contains(of));
    let given = stated.iter().position(|(of, _)| *of == by)?;
    // Half of the digits go where the values differ.
    let place = PRECISIONS.len() - 1;
    let here = precisions.at(graph, network, place).value(graph, target).ok()?;
    let bits = PRECISIONS[place];
    let step = Rational::from_integer(10).pow(EXPONENT).ok()?;
    let mut slopes = Vec::new();
    for side in [&step, &-&step] {
        let moved = graph.number(&at + side);
        stated[given].1 = moved;
        let there = Numbers::new(graph, network, &stated, bits).value(graph, target).ok();
        let slope = there.and_then(|there| {
            let rise = there.add(&here.neg(), bits).ok()?;
            rise.div(&Value::Exact(side.clone()), bits).ok()
        });
        slopes.push(match slope {
            Some(Value::Enclosed(slope)) if slope.holds_zero() => "0 as far as it can be told".to_owned(),
            Some(slope) => chainrule_render::value::number(&slope, Some(6)).ascii(),
            None => "no number".to_owned(),
        });
    }
    let (of, name) = (graph.name(derivation.target), graph.name(derivation.by));
    let [above, below] = slopes.as_slice() else { return None };
    if above == below && above == "no number" {
        return Some(format!(
            "`{of}` has no value beside this point, where `{name}` is changed by 1e{EXPONENT}"
        ));
    }
    Some(format!(
        "the slope of `{of}` to a point beside, `{name}` changed by 1e{EXPONENT}, is {above} above and {below} below"
    ))
}
