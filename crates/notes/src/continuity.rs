//! Where a formula is continuous, and what it comes to there.

use chainrule::symbolic::function::Function;
use chainrule::symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule::symbolic::function::rows::constant::PI;
use chainrule::symbolic::function::rows::exponential::{EXP, LN};
use chainrule::symbolic::function::rows::gaussian::ERF;
use chainrule::symbolic::function::rows::hyperbolic::TANH;
use chainrule::symbolic::function::rows::logistic::{SIGMOID, SOFTPLUS};
use chainrule::symbolic::function::rows::piecewise::{ABS, MAX, MIN};
use chainrule::symbolic::function::rows::power::SQRT;
use chainrule::symbolic::function::rows::rectifier::RELU;
use chainrule::symbolic::function::rows::trigonometric::{ATAN, COS, SIN};
use chainrule::symbolic::graph::{ExprId, Rewriter, SymbolId};
use chainrule::value_of;

use crate::desk::Desk;

pub(crate) fn put_in(desk: &mut Desk, expr: ExprId, symbol: SymbolId, by: ExprId) -> ExprId {
    let symbol = desk.graph.symbol(symbol);
    let mut rewriter = Rewriter::new();
    rewriter.replace(symbol, by);
    rewriter.apply(&mut desk.graph, expr)
}

pub(crate) fn is_smooth(row: &Function) -> bool {
    [&SIGMOID, &TANH, &EXP, &LN, &SQRT, &ADD, &MULTIPLY, &NEGATE, &DIVIDE, &POWER].contains(&row)
}

pub(crate) fn is_continuous(row: &Function) -> bool {
    is_smooth(row) || [&RELU, &ABS, &SIN, &COS, &ATAN, &SOFTPLUS, &ERF, &MAX, &MIN, &PI].contains(&row)
}

pub(crate) fn is_below_zero(desk: &mut Desk, expr: ExprId) -> Option<bool> {
    value_of(&mut desk.graph, expr).ok()?.is_negative()
}
