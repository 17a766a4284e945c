//! What is told where: which parts a page has, and which of them say what another has said already.

use chainrule_symbolic::derivation::Path;
use chainrule_work::Options;
use chainrule_work::found::Size;
use chainrule_work::numerics::Numerics;
use chainrule_work::report::{DerivationReport, Report};
use chainrule_worksheet::{Part, Show, Steps};

use super::preparation::MOST_FACTORS;

/// What a page shows.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    show: Show,
    /// Whether number formats are asked for.
    formats: bool,
}

/// Where the numbers of a product stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    /// Below the chain, layer by layer: all its factors but one are symbols, so that to put them together would repeat it.
    BelowTheChain,
    /// Below the factors, put together.
    BelowTheFactors,
}

/// Sums of more products have no line of numbers.
const MOST_SUMMANDS: usize = 4;

impl Plan {
    pub(super) fn of(report: &Report, options: &Options) -> Self {
        Self { show: options.show.or(&report.worksheet().show), formats: !options.formats.is_empty() }
    }

    /// Whether the page has every part with every step: then it is laid out as a record, not as a text.
    pub(super) fn is_complete(&self) -> bool {
        self.show.has_all_parts() && self.has_all_steps()
    }

    pub(super) fn has_all_steps(&self) -> bool {
        self.show.steps == Some(Steps::All)
    }

    /// Whether a part is asked for by name, or with all others.
    pub(super) fn asks_for(&self, part: Part) -> bool {
        self.show.parts.as_ref().is_some_and(|parts| parts.contains(&part))
    }

    /// Whether a page has a part, if there is something to say in it.
    pub(super) fn shows(&self, part: Part) -> bool {
        match &self.show.parts {
            // Pictures alone are put beside what a page has by itself.
            Some(parts) if parts.iter().all(|part| part.is_picture()) => {
                parts.contains(&part) || super::parts::is_usual(part)
            }
            Some(parts) => parts.contains(&part),
            None => super::parts::is_usual(part),
        }
    }

    /// Whether the product is shown factor by factor: where something is wrong with its size, or it is asked for.
    pub(super) fn shows_ledger(&self, numerics: &Numerics) -> bool {
        let is_wrong = matches!(numerics.size, Some(Size::Vanishing | Size::Exploding));
        self.asks_for(Part::Ledger) || (self.shows(Part::Ledger) && (is_wrong || self.formats))
    }
}

/// Whether the whole derivative is one factor, whose working says all.
pub(super) fn is_single(derivation_report: &DerivationReport) -> bool {
    derivation_report.derivation.only_path().is_some_and(|path| path.factors.len() == 1)
}

/// Whether the product stands above already, what repeats in it written once: put together it would say the same, at length.
pub(super) fn is_told_by_pattern(derivation_report: &DerivationReport, plan: &Plan) -> bool {
    derivation_report.pattern.is_some() && !plan.is_complete() && plan.shows(Part::Chain)
}

/// Whether no factor of a product has a form: put together they would be the chain again.
pub(super) fn is_chain_of_names(report: &Report, derivation_report: &DerivationReport) -> bool {
    let paths = derivation_report.derivation.written_paths();
    let mut factors = paths.iter().flat_map(|path| &path.factors);
    !paths.is_empty() && factors.all(|&id| report.calculus().factor(id).working.is_none())
}

/// Whether every number of a sum of products is written out.
pub(super) fn has_number_line(paths: &[Path]) -> bool {
    let factors: usize = paths.iter().map(|path| path.factors.len()).sum();
    paths.len() <= MOST_SUMMANDS && factors <= MOST_FACTORS * paths.len().min(2) && factors > 1
}

/// Whether every number of a derivation is written out.
pub(super) fn has_number_line_of(derivation_report: &DerivationReport) -> bool {
    has_number_line(derivation_report.derivation.written_paths())
}

/// Where the numbers of a product stand.
pub(super) fn numbers(report: &Report, derivation_report: &DerivationReport) -> Numbers {
    let Some(path) = derivation_report.derivation.only_path() else { return Numbers::BelowTheFactors };
    let groups = path.groups();
    if derivation_report.value.is_none() || groups.len() < 2 || path.factors.len() > MOST_FACTORS {
        return Numbers::BelowTheFactors;
    }
    let is_symbol = |at: usize| report.calculus().factor(path.factors[at]).working.is_none();
    let symbols = groups.iter().filter(|group| group.len() == 1 && is_symbol(group.start)).count();
    if symbols > 0 && symbols + 1 >= groups.len() { Numbers::BelowTheChain } else { Numbers::BelowTheFactors }
}
