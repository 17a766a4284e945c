//! Derivations written once for all members of their families, verified.

use std::collections::HashSet;

use chainrule_evaluator::pattern_judge::{self, Finding};
use chainrule_parser::Worksheet;
use chainrule_render::{Layout, Operator, Typesetter};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::derivation::pattern::{Kind, Letters, Pattern, Recogniser, Side, Written};
use chainrule_symbolic::function::rows::arithmetic::ADD;
use chainrule_symbolic::graph::{Graph, Node, SymbolId};
use chainrule_symbolic::network::Network;

use crate::report::DerivationReport;

/// A derivation written once for all members of its families.
#[derive(Clone, Debug)]
pub struct PatternReport {
    /// The pattern: every factor that it stands for was compared with that of the derivation, by name and by result.
    pub pattern: Pattern,
    /// By names.
    pub names: Vec<Written>,
    /// With the factors put in.
    pub results: Vec<Written>,
    /// Whether it was multiplied out besides and found to be the derivation as a polynomial in its factors; longer ones
    /// are not.
    pub multiplied_out: bool,
}

/// Adds its pattern to each derivation that has one.
pub(crate) fn find_all(worksheet: &mut Worksheet, calculus: &Calculus, derivations: &mut [DerivationReport]) {
    let mut recogniser = Recogniser::new(letters(worksheet, calculus.network()));
    for own in derivations {
        if own.tally.refuted > 0 || !own.chain_holds {
            continue;
        }
        own.pattern = recogniser
            .pattern(&mut worksheet.graph, calculus, &own.derivation)
            .and_then(|pattern| verified(worksheet, calculus, own, pattern));
    }
}

/// The pattern, unless it turns out to be another sum of products than the derivation.
fn verified(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    own: &DerivationReport,
    pattern: Pattern,
) -> Option<PatternReport> {
    let graph = &mut worksheet.graph;
    let multiplied_out = match pattern_judge::judge(graph, calculus, &own.derivation, &pattern) {
        Finding::Same => true,
        Finding::TooLong => false,
        Finding::Different => return None,
    };
    let (names, results) = (pattern.written(graph, Side::Names), pattern.written(graph, Side::Results));
    Some(PatternReport { pattern, names, results, multiplied_out })
}

/// Letters for indices that no quantity and no constant of the worksheet has.
fn letters(worksheet: &Worksheet, network: &Network) -> Letters {
    let stated: HashSet<SymbolId> = worksheet.values.iter().map(|given| given.symbol).collect();
    Letters::new(|letter| {
        worksheet.graph.find_symbol(letter).is_some_and(|symbol| {
            let place = network.rank(symbol) as usize;
            network.order().get(place) == Some(&symbol) || stated.contains(&symbol)
        })
    })
}

/// Parts side by side, as mathematics. They are nested as deep as a double sum of products: this calls itself.
pub(crate) fn layout(graph: &Graph, setter: &Typesetter<'_>, parts: &[Written]) -> Layout {
    let each = parts.iter().map(|part| match part {
        Written::Expression(expr) => {
            let own = setter.expression(*expr);
            let is_sum = matches!(graph.node(*expr), Node::Apply { function, primes: 0, .. }
                if graph.builtin(function) == Some(&ADD));
            if is_sum && parts.len() > 1 { own.fenced() } else { own }
        }
        Written::Over { kind, index, low, high, body } => {
            let sign = match kind {
                Kind::Product => Operator::Product,
                Kind::Sum => Operator::Sum,
            };
            let (low, high) = (setter.expression(*low), setter.expression(*high));
            layout(graph, setter, body).over_index(sign, &setter.name(*index), &low, &high)
        }
    });
    Layout::joined(&each.collect::<Vec<_>>(), Operator::Dot)
}
