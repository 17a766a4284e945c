//! Something convex has its least value where its slope is zero.

use chainrule_number::Rational;
use chainrule_symbolic::derivation::Working;
use chainrule_symbolic::graph::{ExprId, Graph, Scope, SymbolId};
use chainrule_symbolic::network::{Network, NetworkBuilder};

use crate::ranges::{Program, Range, exact_sign, without_own_functions};

/// An expression in one name, with its first and second derivative.
#[derive(Debug)]
pub struct Calculated {
    expr: ExprId,
    slope: ExprId,
    leaf: ExprId,
    values: Program,
    slopes: Program,
    second: Program,
}

impl Calculated {
    /// Derives it twice; nothing where the leaf is no name.
    pub fn of(graph: &mut Graph, expr: ExprId, leaf: ExprId) -> Option<Self> {
        let symbol = graph.symbol_at(leaf)?;
        let nothing = NetworkBuilder::new().finish(graph).ok()?;
        let expr = without_own_functions(graph, expr);
        let slope = derived(graph, &nothing, expr, symbol);
        let second = derived(graph, &nothing, slope, symbol);
        let [values, slopes, second] = [expr, slope, second].map(|expr| Program::with_slopes(graph, expr));
        let only = |program: &Program| program.leaves.iter().all(|&other| other == leaf);
        (only(&slopes) && only(&second)).then_some(Self { expr, slope, leaf, values, slopes, second })
    }

    /// Whether the expression is smooth and convex on a range and its slope is zero at a number in it at which it is
    /// not below zero: then it is nowhere below zero there.
    pub fn bottoms_out(&self, graph: &mut Graph, range: Range) -> bool {
        let Some(candidate) = simplest_between(range) else { return false };
        let over = |program: &Program| program.ranges(&vec![range; program.leaves.len()]).ok();
        let (Some(values), Some(slopes), Some(second)) =
            (over(&self.values), over(&self.slopes), over(&self.second))
        else {
            return false;
        };
        if !self.second.whole(&second).is_not_negative() {
            return false;
        }
        // A kink hides from the second derivative, a jump from the first: none of the three may jump.
        if self.values.gradient(&values).is_none()
            || self.slopes.gradient(&slopes).is_none()
            || self.second.gradient(&second).is_none()
        {
            return false;
        }
        let point = [candidate];
        exact_sign(graph, self.slope, &[self.leaf], &point).is_some_and(std::cmp::Ordering::is_eq)
            && exact_sign(graph, self.expr, &[self.leaf], &point).is_some_and(std::cmp::Ordering::is_ge)
    }
}

/// The derivative of an expression by a name, every other name held fixed.
pub(super) fn derived_by(graph: &mut Graph, expr: ExprId, by: SymbolId) -> ExprId {
    match NetworkBuilder::new().finish(graph) {
        Ok(nothing) => derived(graph, &nothing, expr, by),
        Err(_) => graph.derivative(expr, by, Scope::Local),
    }
}

fn derived(graph: &mut Graph, network: &Network, expr: ExprId, by: SymbolId) -> ExprId {
    let start = graph.derivative(expr, by, Scope::Local);
    Working::of(graph, network, start).result()
}

/// The fraction with the smallest denominator between two ends.
fn simplest_between(range: Range) -> Option<Rational> {
    if range.touches_zero() {
        return Some(Rational::zero());
    }
    Rational::simplest_between(&Rational::from_f64(range.lower())?, &Rational::from_f64(range.upper())?)
}

#[cfg(test)]
mod tests {
    use super::{Range, simplest_between};
    use chainrule_number::Rational;

    #[test]
    fn the_simplest_fraction() {
        assert_eq!(simplest_between(Range::floats(0.3, 0.4)), Some(Rational::fraction(1, 3)));
        assert_eq!(simplest_between(Range::floats(-0.6, -0.45)), Some(Rational::fraction(-1, 2)));
        assert_eq!(simplest_between(Range::floats(2.5, 7.5)), Some(Rational::from_integer(3)));
        assert_eq!(simplest_between(Range::floats(-1.0, 7.5)), Some(Rational::zero()));
    }
}
