//! Finds patterns within limits, and letters for their indices.

use chainrule_judge::pattern::{self, Finding};
use chainrule_symbolic::derivation::pattern::{Letters, Pattern, Recogniser};
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::graph::Graph;
use chainrule_symbolic::network::Network;
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashSet;

use crate::reported::pattern::Judged;

/// Patterns are looked for in derivations until so many factors were looked at: where many derivations go through the same
/// layers, all of them together are quadratic in the depth.
const MOST_FACTORS: usize = 1_000_000;

/// Patterns are multiplied out until so many factors were.
const MOST_MULTIPLIED: usize = 100_000;

/// Finds patterns in the derivations of one worksheet, within limits that all of them share.
#[derive(Debug)]
pub(super) struct Finder {
    pub(super) recogniser: Recogniser,
    pub(super) factors_left: usize,
    multiplied_left: usize,
}

impl Finder {
    pub(super) fn new(worksheet: &Worksheet, network: &Network) -> Self {
        let recogniser = Recogniser::new(letters(worksheet, network));
        Self { recogniser, factors_left: MOST_FACTORS, multiplied_left: MOST_MULTIPLIED }
    }

    /// The pattern of a derivation, and whether it was multiplied out. One that turns out to be another polynomial than
    /// the derivation is none.
    pub(super) fn pattern(
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

/// Letters for indices that no quantity, no family and no constant of the worksheet has; the worksheet's own where it has one.
fn letters(worksheet: &Worksheet, network: &Network) -> Letters {
    Letters::new(network.families().main_letter(), is_taken(worksheet, network))
}

/// Whether a name is that of a quantity or of a constant.
pub(super) fn is_taken(worksheet: &Worksheet, network: &Network) -> impl Fn(&str) -> bool + use<> {
    let quantities = network.order().iter().chain(worksheet.values.iter().map(|given| &given.symbol));
    let short = quantities.map(|&symbol| worksheet.graph.name(symbol).as_str());
    // Of members the name in front of the index: `t[t]` is no line.
    let mut names: FxHashSet<String> =
        short.filter(|name| !name.contains(['[', '^'])).map(str::to_owned).collect();
    let families = network.families();
    names.extend(families.ids().filter_map(|id| Some(families.pattern(id).split_once('[')?.0.to_owned())));
    move |name| names.contains(name)
}
