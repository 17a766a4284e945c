//! Points at which functions have kinks: where there may be no derivative, and conventions stand for it.

use chainrule_number::Elementary;
use chainrule_program::Kernel;
use chainrule_proof::bound::{self, Ranges};
use chainrule_proof::counterexample::Point;
use chainrule_symbolic::function::Definition;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, NEGATE};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Walk};

/// Of so many kinks the points are known.
const MOST_KINKS: usize = 64;

/// What is 0 at the kinks of functions in these expressions. Nothing where there are very many.
pub(super) fn zeros_at_kinks(graph: &mut Graph, of: &[ExprId]) -> Vec<ExprId> {
    let mut kernel = Kernel::new();
    let written: Vec<ExprId> = of.iter().map(|&part| kernel.of(graph, part)).collect();
    let mut zeros: Vec<(ExprId, Option<ExprId>)> = Vec::new();
    for id in Walk::below(graph, &written) {
        let Node::Apply { function, arguments, .. } = graph.node(id) else { continue };
        let Some(Definition::Primitive(primitive)) = graph.builtin(function).map(|row| row.definition) else {
            continue;
        };
        match (primitive, arguments) {
            (Elementary::Abs | Elementary::Sign | Elementary::Step, &[of]) => zeros.push((of, None)),
            (Elementary::Max | Elementary::Min, &[one, other]) => zeros.push((one, Some(other))),
            (_, _) => {}
        }
    }
    if zeros.len() > MOST_KINKS {
        return Vec::new();
    }
    let difference = |(of, less): (ExprId, Option<ExprId>)| match less {
        Some(less) => {
            let negative = graph.call(&NEGATE, &[less]);
            graph.call(&ADD, &[of, negative])
        }
        None => of,
    };
    zeros.into_iter().map(difference).collect()
}

/// What has no value where these are 0.
pub(super) fn one_over(graph: &mut Graph, zeros: &[ExprId]) -> Vec<ExprId> {
    let one = graph.integer(1);
    zeros.iter().map(|&zero| graph.call(&DIVIDE, &[one, zero])).collect()
}

/// Whether one of these is 0 at a point, as far as can be told.
pub(super) fn is_one_zero(graph: &mut Graph, zeros: &[ExprId], point: &Point) -> bool {
    let mut at_point = Rewriter::new();
    for (leaf, number) in point {
        let number = graph.number(number.clone());
        at_point.replace(*leaf, number);
    }
    zeros.iter().any(|&zero| {
        let there = at_point.apply(graph, zero);
        let negative = graph.call(&NEGATE, &[there]);
        let signs = bound::ranges_of(graph, &[there, negative], &Ranges::default());
        !signs.into_iter().flatten().any(bound::Range::is_positive)
    })
}
