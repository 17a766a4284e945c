//! `xlogy(t, p)` with t = 0: 0 whatever p is, as libraries define it, where the product `t*ln(p)` has no number at p = 0.

use chainrule_diagnostic::Source;
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::MULTIPLY;
use chainrule_symbolic::graph::{ExprId, Node};
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashSet;

/// The name under which the product is written.
const NAME: &str = "xlogy";

/// The products written so whose first factor is given as 0, each with the number 0.
pub(crate) fn products_of_zero(source: &Source, worksheet: &mut Worksheet) -> Vec<(ExprId, ExprId)> {
    if !source.text().contains(NAME) {
        return Vec::new();
    }
    let Worksheet { graph, values, spans, .. } = worksheet;
    let zero = graph.number(Rational::zero());
    let zeros: FxHashSet<ExprId> =
        values.iter().filter(|given| given.value == zero).map(|given| graph.symbol(given.symbol)).collect();
    let products = (0..graph.len()).map(ExprId::from_index).filter(|&id| {
        let Node::Apply { function, primes: 0, arguments: &[factor, _] } = graph.node(id) else {
            return false;
        };
        let is_written = spans
            .get(&id)
            .is_some_and(|place| source.text().get(place.range()).is_some_and(|text| text.starts_with(NAME)));
        is_written
            && graph.builtin(function) == Some(&MULTIPLY)
            && (factor == zero || zeros.contains(&factor))
    });
    products.map(|product| (product, zero)).collect()
}
