//! Derivations written once for all members of their families, verified.
//!
//! - [`PatternReport`]: what repeats within one derivation;
//! - [`GroupReport`]: what the derivations by all members of a family have in common;
//! - [`layout()`]: both as mathematics.

mod group;
mod layout;

use std::collections::HashSet;

use chainrule_evaluator::pattern_judge::{self, Finding};
use chainrule_parser::Worksheet;
use chainrule_symbolic::derivation::pattern::{Letters, Pattern, Recogniser, Side, Written};
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::graph::{Graph, SymbolId};
use chainrule_symbolic::network::Network;

use crate::report::DerivationReport;

pub use group::GroupReport;
pub(crate) use group::find as find_groups;
pub(crate) use layout::layout;

/// Patterns are looked for in derivations until so many factors were looked at: where many derivations go through the same
/// layers, all of them together are quadratic in the depth.
const MOST_FACTORS: usize = 1_000_000;

/// Patterns are multiplied out until so many factors were.
const MOST_MULTIPLIED: usize = 100_000;

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

/// Finds patterns in the derivations of one worksheet, within limits that all of them share.
#[derive(Debug)]
pub(crate) struct Finder {
    pub(crate) recogniser: Recogniser,
    factors_left: usize,
    multiplied_left: usize,
}

impl Finder {
    pub(crate) fn new(worksheet: &Worksheet, network: &Network) -> Self {
        let recogniser = Recogniser::new(letters(worksheet, network));
        Self { recogniser, factors_left: MOST_FACTORS, multiplied_left: MOST_MULTIPLIED }
    }

    /// The pattern of a derivation, and whether it was multiplied out. One that turns out to be another polynomial than
    /// the derivation is none.
    pub(crate) fn pattern(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        derivation: &Derivation,
    ) -> Option<(Pattern, bool)> {
        let pattern = self.recogniser.pattern(graph, calculus, derivation)?;
        match pattern_judge::judge(graph, calculus, derivation, &pattern, &mut self.multiplied_left) {
            Finding::Same => Some((pattern, true)),
            Finding::TooLong => Some((pattern, false)),
            Finding::Different => None,
        }
    }
}

/// Adds its pattern to each derivation that has one.
pub(crate) fn find_all(
    finder: &mut Finder,
    graph: &mut Graph,
    calculus: &Calculus,
    derivations: &mut [DerivationReport],
) {
    for (place, own) in derivations.iter_mut().enumerate() {
        let left = finder.factors_left.checked_sub(own.factors.len());
        if own.is_refuted() || (left.is_none() && place > 0) {
            continue;
        }
        finder.factors_left = left.unwrap_or(0);
        own.pattern = finder
            .pattern(graph, calculus, &own.derivation)
            .map(|(pattern, multiplied_out)| PatternReport::new(graph, pattern, multiplied_out));
    }
}

impl PatternReport {
    fn new(graph: &mut Graph, pattern: Pattern, multiplied_out: bool) -> Self {
        let (names, results) = (pattern.written(graph, Side::Names), pattern.written(graph, Side::Results));
        Self { pattern, names, results, multiplied_out }
    }
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
