//! Derivations written once for all members of their families, verified.
//!
//! - [`PatternReport`]: what repeats within one derivation;
//! - [`PatternBound`]: how large that is at most;
//! - [`GroupReport`]: what the derivations by all members of a family have in common;
//! - [`OpenSizeReport`]: what a derivation is at every size, where a size is left open;

mod bound;
mod finder;
mod group;
mod open_size;
pub(crate) mod report;
mod stated_sizes;

use chainrule_symbolic::derivation::Calculus;
use chainrule_worksheet::Worksheet;

use crate::reported::derivation::DerivationReport;

pub use bound::{Base, Maximum, PatternBound};
pub(crate) use finder::Finder;
use finder::is_taken;
pub use group::GroupReport;
pub(crate) use group::find as find_groups;
pub use open_size::OpenSizeReport;
pub(crate) use open_size::find as find_at_every_size;
pub use report::{Judged, PatternReport};
pub use stated_sizes::stated_sizes;

/// Adds its pattern to each derivation that has one.
pub(crate) fn find_all(
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
            .map(|(pattern, judged)| PatternReport::new(graph, pattern, judged, &is_taken));
    }
}
