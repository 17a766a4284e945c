//! Derivations written once for all members of their families, verified.
//!
//! - [`PatternReport`]: what repeats within one derivation;
//! - [`PatternBound`]: how large that is at most;
//! - [`GroupReport`]: what the derivations by all members of a family have in common;
//! - [`OpenSizeReport`]: what a derivation is at every size, where a size is left open;

mod bound;
mod group;
mod open_size;
mod stated_sizes;

use std::collections::HashSet;

use chainrule_judge::pattern::{self, Finding};
use chainrule_symbolic::derivation::pattern::{Letters, Pattern, Recogniser, Side, Written};
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::graph::Graph;
use chainrule_symbolic::network::Network;
use chainrule_worksheet::Worksheet;

use crate::report::DerivationReport;

pub use bound::{Base, Maximum, PatternBound};
pub use group::GroupReport;
pub(crate) use group::find as find_groups;
pub use open_size::OpenSizeReport;
pub(crate) use open_size::find as find_at_every_size;
pub use stated_sizes::stated_sizes;

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
    /// How it was judged besides.
    pub judged: Judged,
    /// How large it is at most, whatever the numbers.
    pub bound: Option<PatternBound>,
}

/// How a pattern was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Factor by factor.
    Compared,
    /// It was multiplied out besides, and is the derivation as a polynomial in its factors.
    MultipliedOut,
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
    ) -> Option<(Pattern, Judged)> {
        let pattern = self.recogniser.pattern(graph, calculus, derivation)?;
        match pattern::judge(graph, calculus, derivation, &pattern, &mut self.multiplied_left) {
            Finding::Same => Some((pattern, Judged::MultipliedOut)),
            Finding::TooLong => Some((pattern, Judged::Compared)),
            Finding::Different => None,
        }
    }
}

/// Adds its pattern to each derivation that has one.
pub(crate) fn find_all(
    finder: &mut Finder,
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    derivations: &mut [DerivationReport],
) {
    let is_taken = is_taken(worksheet, calculus.network());
    let graph = &mut worksheet.graph;
    for (place, own) in derivations.iter_mut().enumerate() {
        let left = finder.factors_left.checked_sub(own.factors.len());
        if own.is_refuted() || (left.is_none() && place > 0) {
            continue;
        }
        finder.factors_left = left.unwrap_or(0);
        own.pattern = finder
            .pattern(graph, calculus, &own.derivation)
            .map(|(pattern, judged)| PatternReport::new(graph, pattern, judged, &is_taken));
    }
}

impl PatternReport {
    fn new(graph: &mut Graph, pattern: Pattern, judged: Judged, is_taken: &dyn Fn(&str) -> bool) -> Self {
        let bound = bound::bound_of_pattern(graph, &pattern, is_taken);
        let (names, results) = (pattern.written(graph, Side::Names), pattern.written(graph, Side::Results));
        Self { pattern, names, results, judged, bound }
    }
}

/// Letters for indices that no quantity, no family and no constant of the worksheet has; the worksheet's own where it has one.
fn letters(worksheet: &Worksheet, network: &Network) -> Letters {
    Letters::new(network.families().main_letter(), is_taken(worksheet, network))
}

/// Whether a name is that of a quantity or of a constant.
fn is_taken(worksheet: &Worksheet, network: &Network) -> impl Fn(&str) -> bool + use<> {
    let quantities = network.order().iter().chain(worksheet.values.iter().map(|given| &given.symbol));
    let short = quantities.map(|&symbol| worksheet.graph.name(symbol).as_str());
    // Of members the name in front of the index: `t[t]` is no line.
    let mut names: HashSet<String> =
        short.filter(|name| !name.contains(['[', '^'])).map(str::to_owned).collect();
    let families = network.families();
    names.extend(families.ids().filter_map(|id| Some(families.pattern(id).split_once('[')?.0.to_owned())));
    move |name| names.contains(name)
}
