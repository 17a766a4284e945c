//! Functions by their definitions, hyperbolic ones by exponentials.

use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, NEGATE};
use chainrule_symbolic::function::rows::exponential::EXP;
use chainrule_symbolic::function::rows::hyperbolic::{COSH, SINH, TANH};
use chainrule_symbolic::graph::{Graph, Rewriter, Walk};

use super::super::polynomial::argument_of;
use super::goal::{Goal, Goals};
use crate::identity::without_extremes;
use chainrule_program::Kernel;

pub(super) fn written_out(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let expr = Kernel::new().of(graph, goal.expr);
    let expr = without_extremes(graph, expr);
    let mut rewriter = Rewriter::new();
    for id in Walk::rewritable(graph, expr) {
        let [sine, cosine, tangent] = [&SINH, &COSH, &TANH].map(|row| argument_of(graph, id, row));
        let Some(argument) = sine.or(cosine).or(tangent) else { continue };
        let argument = rewriter.apply(graph, argument);
        let opposite = graph.call(&NEGATE, &[argument]);
        let (up, down) = (graph.call(&EXP, &[argument]), graph.call(&EXP, &[opposite]));
        let minus_down = graph.call(&NEGATE, &[down]);
        let sum = graph.call(&ADD, &[up, down]);
        let difference = graph.call(&ADD, &[up, minus_down]);
        let two = graph.integer(2);
        let (above, below) = if sine.is_some() {
            (difference, two)
        } else if cosine.is_some() {
            (sum, two)
        } else {
            (difference, sum)
        };
        let written = graph.call(&DIVIDE, &[above, below]);
        rewriter.replace(id, written);
    }
    let expr = rewriter.apply(graph, expr);
    if expr == goal.expr { Vec::new() } else { vec![vec![goal.of(expr)]] }
}
