//! Derivations written once for all members of their families, verified.
//!
//! - [`PatternReport`]: what repeats within one derivation;
//! - [`PatternBound`]: how large that is at most;
//! - [`GroupReport`]: what the derivations by all members of a family have in common;
//! - [`OpenSizeReport`]: what a derivation is at every size, where a size is left open.

mod bound;
mod finder;
mod group;
mod open_size;
mod stated_sizes;

use chainrule_diagnostic::Source;
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::derivation::pattern::{Pattern, Recogniser, Side};
use chainrule_symbolic::graph::Graph;
use chainrule_worksheet::Worksheet;

use crate::reported::derivation::DerivationReport;

pub use crate::reported::pattern::{Base, Judged, Maximum, PatternBound, PatternReport};
use bound::bound_of_pattern;
use finder::{Finder, is_taken};
pub use group::GroupReport;
pub use open_size::OpenSizeReport;
pub use stated_sizes::stated_sizes;

/// What repeats in the derivations of a worksheet.
pub(crate) struct Patterns {
    /// Takes names with indices apart.
    pub(crate) recogniser: Recogniser,
    /// Derivations by all members of a family, as one each.
    pub(crate) groups: Vec<GroupReport>,
    /// Derivations at every size, where a size is left open.
    pub(crate) at_every_size: Vec<OpenSizeReport>,
}

/// Adds its pattern to each derivation that has one, and finds what they have in common.
pub(crate) fn find(
    source: &Source,
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    derivations: &mut [DerivationReport],
) -> Patterns {
    let mut finder = Finder::new(worksheet, calculus.network());
    find_each(&mut finder, worksheet, calculus, derivations);
    let groups = group::find(&mut finder, worksheet, calculus, derivations);
    let at_every_size = open_size::find(source, worksheet, calculus);
    Patterns { recogniser: finder.recogniser, groups, at_every_size }
}

fn find_each(
    finder: &mut Finder,
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    derivations: &mut [DerivationReport],
) {
    let is_taken = is_taken(worksheet, calculus.network());
    let graph = &mut worksheet.graph;
    for (place, derivation) in derivations.iter_mut().enumerate() {
        let left = finder.factors_left.checked_sub(derivation.factors.len());
        if derivation.is_refuted() || (left.is_none() && place > 0) {
            continue;
        }
        finder.factors_left = left.unwrap_or(0);
        derivation.pattern = finder
            .pattern(graph, calculus, &derivation.derivation)
            .map(|(pattern, judged)| reported(graph, pattern, judged, &is_taken));
    }
}

/// A pattern with what is written of it, and how large it is at most.
fn reported(
    graph: &mut Graph,
    pattern: Pattern,
    judged: Judged,
    is_taken: &dyn Fn(&str) -> bool,
) -> PatternReport {
    let bound = bound_of_pattern(graph, &pattern, is_taken);
    let (names, results) = (pattern.written(graph, Side::Names), pattern.written(graph, Side::Results));
    PatternReport { pattern, names, results, judged, bound }
}
