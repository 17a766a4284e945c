//! Sheets of numbers with wide sums, worked out once for all indices where nothing is lost by it.

use std::sync::Arc;

use chainrule_diagnostic::Source;
use chainrule_parser::Reading;
use chainrule_render::Notations;
use chainrule_symbolic::graph::Graph;
use chainrule_worksheet::{Show, Worksheet};

use super::{Derived, Options, work};
use crate::claim::Judgement;
use crate::report::{Report, Warning};

/// Whether nothing is asked for that is told of members one by one.
pub(super) fn is_asked_for(options: &Options, reading: &Reading) -> bool {
    options.by_shapes
        && !options.full
        && options.paths.is_none()
        && options.formats.is_empty()
        && options.accumulate.is_none()
        && options.rounding.is_none()
        && options.top_paths.is_none()
        && options.notation.is_none()
        && options.show == Show::default()
        && reading.worksheet.is_some()
}

/// The report of a sheet with the shapes that its indices say; nothing where anything of it is left open.
pub(super) fn report(source: &Source, worksheet: Worksheet, options: &Options) -> Option<Report> {
    let asked = worksheet.arrays.as_ref()?.queries.iter().filter(|query| !query.at.is_empty()).count();
    let mut diagnostics = Vec::new();
    let derived = Derived::from(worksheet, options, |_| ());
    let (mut report, refused) = work(source, derived, Notations::default(), options, &mut diagnostics);
    let arrays = report.arrays.as_ref()?;
    let is_told = arrays.derivations.iter().all(|own| own.tally.is_sound() && !own.adjoints.is_empty());
    let told: usize = arrays.derivations.iter().map(|own| own.parts.len()).sum();
    let is_decided = report
        .claims
        .iter()
        .all(|claim| matches!(claim.judgement, Judgement::Proved(_) | Judgement::Refuted(_)));
    let is_whole = diagnostics.is_empty() && refused.is_empty() && is_told && told == asked && is_decided;
    report.warnings = Warning::among(source, &diagnostics);
    is_whole.then_some(report)
}

/// Puts what was typed beside what was found with shapes: pages print it.
pub(super) fn keep_typed(report: &mut Report, numbers: Worksheet) {
    let graph = Arc::new(numbers.graph);
    report.worksheet.graph = Graph::over(&graph);
    report.worksheet.typed = numbers.typed;
    report.graph = graph;
}
