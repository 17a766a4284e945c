//! `x^n` at `n = 0` is 1 for every `x`: its derivative is 0 also where the formula `n·x^(n-1)` has no number.

use chainrule_evaluator::NumbersByPrecision;
use chainrule_number::Rational;
use chainrule_render::{Notations, Typesetter};
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::function::rows::arithmetic::POWER;
use chainrule_symbolic::graph::{ExprId, Node, Walk};
use chainrule_symbolic::network::Definition;
use chainrule_worksheet::Worksheet;

/// What is said of the first such power on the way from the target to what is derived by.
pub(super) fn zero_exponent(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    precisions: &mut NumbersByPrecision,
    derivation: &Derivation,
) -> Option<String> {
    let paths = derivation.written_paths();
    let network = calculus.network();
    let graph = &mut worksheet.graph;
    let numbers = precisions.at(graph, network, 0);
    for &id in paths.iter().flat_map(|path| &path.factors) {
        let (of, by) = (calculus.factor(id).child, calculus.factor(id).parent);
        let Definition::Formula(formula) = network.definition(of) else { continue };
        for power in Walk::below(graph, &[formula]) {
            let Node::Apply { function, arguments: &[base, exponent], primes: 0 } = graph.node(power) else {
                continue;
            };
            let depends = |expr: ExprId| Walk::symbols(graph, expr, |_| {}).contains(&by);
            if graph.builtin(function) != Some(&POWER) || !depends(base) || depends(exponent) {
                continue;
            }
            let mut is_zero = |expr: ExprId| {
                let value = numbers.value(graph, expr);
                value.is_ok_and(|value| value.exact().is_some_and(Rational::is_zero))
            };
            if is_zero(base) && is_zero(exponent) {
                let written =
                    |expr: ExprId| Typesetter::new(graph, &Notations::new()).expression(expr).ascii();
                return Some(format!(
                    "`{}` with `{} = 0` is 1 whatever its base is: its derivative by `{}` is 0",
                    written(power),
                    written(exponent),
                    graph.name(by),
                ));
            }
        }
    }
    None
}
