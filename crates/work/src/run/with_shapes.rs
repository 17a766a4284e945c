//! Sheets of numbers with wide sums, worked out once for all indices where nothing is lost by it.

use std::sync::Arc;

use chainrule_array::{QuantityId, Size};
use chainrule_diagnostic::Source;
use chainrule_evaluator::Numbers;
use chainrule_evaluator::verdict::{InFormat, Size as Magnitude};
use chainrule_number::{Rational, USUAL_PRECISION, Value};
use chainrule_parser::Reading;
use chainrule_render::Notations;
use chainrule_symbolic::graph::{ExprId, Graph};
use chainrule_symbolic::network::NetworkBuilder;
use chainrule_worksheet::{ArrayValue, Show, Typed, Worksheet};
use rustc_hash::FxHashMap;

use super::{DerivedWorksheet, Outcome, run_read, work_out};
use crate::array::report::ArrayReport;
use crate::claim::judgement::{ClaimReport, Judgement};
use crate::options::Options;
use crate::report::Report;
use crate::warning::Warning;

/// Whether nothing is asked for that is told of members one by one.
pub(super) fn is_asked_for(options: &Options, reading: &Reading) -> bool {
    !options.by_members
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

/// Works out a sheet with the shapes that its indices say; member by member where anything would be left open. With
/// numbers both is done: there is more to lose, and each is compared with the other.
pub(super) fn run(
    source: Source,
    mut reading: Reading,
    mut worksheet: Worksheet,
    options: &Options,
) -> Outcome {
    let is_given = reading.worksheet.as_mut().and_then(|numbers| put_in(numbers, &mut worksheet));
    let found =
        is_given.and_then(|is_given| Some((is_given, report(&source, worksheet, options, is_given)?)));
    match found {
        None => run_read(source, reading, options, |_| ()),
        Some((true, report)) => {
            let outcome = run_read(source, reading, options, |_| ());
            let is_quiet = outcome.diagnostics.is_empty();
            let chosen = outcome.report.map(|members| {
                if is_quiet && is_all_told(&members, &report) {
                    with_typed(report, &members.graph, members.worksheet.typed)
                } else {
                    members
                }
            });
            Outcome { report: chosen, ..outcome }
        }
        Some((false, mut report)) => {
            if let Some(Worksheet { graph, typed, .. }) = reading.worksheet {
                report = with_typed(report, &Arc::new(graph), typed);
            }
            Outcome { source, diagnostics: reading.diagnostics, report: Some(report) }
        }
    }
}

/// Puts the numbers given for members into a sheet with shapes, and answers whether there are any; nothing where one is no
/// fraction.
fn put_in(numbers: &mut Worksheet, worksheet: &mut Worksheet) -> Option<bool> {
    let Worksheet { graph, values, .. } = numbers;
    let stated: Vec<(ExprId, ExprId)> =
        values.iter().map(|given| (graph.symbol(given.symbol), given.value)).collect();
    let nothing = NetworkBuilder::new().finish(graph).ok()?;
    let mut found = Numbers::new(graph, &nothing, &stated, USUAL_PRECISION);
    let sheet = worksheet.arrays.as_mut()?;
    let leaves: FxHashMap<String, QuantityId> =
        sheet.leaves.iter().map(|&leaf| (sheet.arrays.quantity(leaf).name.clone(), leaf)).collect();
    let mut entries: FxHashMap<QuantityId, Vec<Option<Rational>>> = FxHashMap::default();
    for given in values.iter().filter(|given| !given.constant) {
        let name = graph.name(given.symbol).as_str().to_owned();
        let symbol = graph.symbol(given.symbol);
        let Ok(Value::Exact(value)) = found.value(graph, symbol) else { return None };
        // What nothing is computed from stands in no equation.
        let Some((leaf, at)) = as_entry(&name).into_iter().find_map(|(of, at)| Some((*leaves.get(&of)?, at)))
        else {
            continue;
        };
        let sizes: Option<Vec<usize>> =
            sheet.arrays.quantity(leaf).shape.axes().iter().map(|size| count(*size)).collect();
        let sizes = sizes?;
        let all = entries.entry(leaf).or_insert_with(|| vec![None; sizes.iter().product()]);
        *all.get_mut(place_of(&at, &sizes)?)? = Some(value);
    }
    for (quantity, entries) in entries {
        sheet.values.push(ArrayValue { quantity, entries: entries.into_iter().collect::<Option<_>>()? });
    }
    sheet.values.sort_by_key(|value| value.quantity);
    Some(!sheet.values.is_empty())
}

/// The number that a size is: shapes that were read off indices have no others.
fn count(size: Size) -> Option<usize> {
    match size {
        Size::Number(count) => usize::try_from(count).ok(),
        Size::Letter(_) => None,
    }
}

/// Of what a member may be an entry, and of which: `w[1,2]` of w, or of w[1].
fn as_entry(name: &str) -> Vec<(String, Vec<usize>)> {
    let Some((base, indices)) = name.strip_suffix(']').and_then(|name| name.split_once('[')) else {
        return vec![(name.to_owned(), Vec::new())];
    };
    let at =
        |indices: &str| indices.split(',').map(|index| index.parse().ok()).collect::<Option<Vec<usize>>>();
    let of_family = at(indices).map(|at| (base.to_owned(), at));
    let of_layer = match indices.split_once(',') {
        Some((layer, others)) => at(others).map(|at| (format!("{base}[{layer}]"), at)),
        None => Some((name.to_owned(), Vec::new())),
    };
    of_family.into_iter().chain(of_layer).collect()
}

/// The place of an entry, row after row.
fn place_of(at: &[usize], sizes: &[usize]) -> Option<usize> {
    if at.len() != sizes.len() || at.iter().zip(sizes).any(|(index, size)| !(1..=*size).contains(index)) {
        return None;
    }
    Some(at.iter().zip(sizes).fold(0, |place, (index, size)| place * size + index - 1))
}

/// The report of a sheet with the shapes that its indices say; nothing where anything of it is left open.
fn report(source: &Source, worksheet: Worksheet, options: &Options, is_given: bool) -> Option<Report> {
    let part_count = worksheet.arrays.as_ref()?.queries.iter().filter(|query| !query.at.is_empty()).count();
    let mut diagnostics = Vec::new();
    let derived = DerivedWorksheet::from(worksheet, options, |_| ());
    let (mut report, refused) = work_out(source, derived, Notations::default(), options, &mut diagnostics);
    let arrays = report.arrays.as_ref()?;
    let is_told = arrays
        .derivations
        .iter()
        .all(|derivation| derivation.tally.is_sound() && !derivation.adjoints.is_empty());
    let derived_count: usize = arrays.derivations.iter().map(|derivation| derivation.parts.len()).sum();
    let is_decided = report
        .claims
        .iter()
        .all(|claim| matches!(claim.judgement, Judgement::Proved(_) | Judgement::Refuted(_)));
    let has_numbers = !is_given
        || arrays.defined.iter().all(|definition| arrays.numbers.contains_key(&definition.quantity));
    let is_whole = diagnostics.is_empty()
        && refused.is_empty()
        && is_told
        && derived_count == part_count
        && is_decided
        && has_numbers;
    report.warnings = Warning::among(source, &diagnostics);
    is_whole.then_some(report)
}

/// Whether there is nothing that only the page of the members would say: what is wrong with a size or in a number format, why
/// a number is 0, what is to be said of a kink; and both have the same numbers and judge claims alike.
fn is_all_told(members: &Report, report: &Report) -> bool {
    let Some(arrays) = &report.arrays else { return false };
    let is_quiet = |place: usize| {
        let numerics = &members.numerics[place];
        numerics.size == Some(Magnitude::Healthy)
            && !numerics.formats.iter().any(InFormat::is_remarkable)
            && members.zeros[place].is_none()
            && members.one_sided[place].is_none()
            && members.derivations[place].refusal.is_none()
    };
    let name = |symbol| members.graph.name(symbol).as_str();
    let one_by_one = members.derivations.iter().map(|derivation| {
        (derivation.derivation.target, derivation.derivation.by, derivation.value.as_ref())
    });
    let swept = members
        .gradients
        .iter()
        .flat_map(|gradient| gradient.by_leaf().map(|(leaf, value)| (gradient.target(), leaf, value)));
    let holds = |claims: &[ClaimReport]| claims.iter().map(ClaimReport::holds).collect::<Vec<_>>();
    !members.is_refuted()
        && (0..members.derivations.len()).all(is_quiet)
        && holds(&members.claims) == holds(&report.claims)
        && one_by_one.chain(swept).all(|(of, by, value)| {
            let other = number_by_shapes(arrays, name(of), name(by));
            value.zip(other).is_some_and(|(one, other)| may_be_equal(one, other))
        })
}

/// The number of the derivative by a member.
fn number_by_shapes<'r>(arrays: &'r ArrayReport, of: &str, by: &str) -> Option<&'r Value> {
    let named = |quantity: QuantityId| &arrays.arrays.quantity(quantity).name;
    let (derivation, at) = as_entry(by).into_iter().find_map(|(by, at)| {
        let found = arrays
            .derivations
            .iter()
            .find(|derivation| *named(derivation.of) == of && *named(derivation.by) == by)?;
        Some((found, at))
    })?;
    let adjoint = &arrays.calculus.adjoints[*derivation.adjoints.last()?];
    let numbers = arrays.numbers.get(&adjoint.name)?;
    numbers.entries.get(place_of(&at, &numbers.axes)?)
}

/// The precision at which numbers are compared, in bits.
const COMPARED_BITS: u32 = 128;

/// Whether what is known of two numbers lets them be the same, and what is known exactly of the one is known of the other.
fn may_be_equal(one: &Value, other: &Value) -> bool {
    if let Value::Exact(_) = one {
        return one == other;
    }
    let [one, other] = [one, other].map(|value| value.enclosure(COMPARED_BITS));
    !one.is_disjoint(&other)
}

/// Puts what was typed beside what was found with shapes: pages print it.
fn with_typed(mut report: Report, graph: &Arc<Graph>, typed: Typed) -> Report {
    report.worksheet.graph = Graph::over(graph);
    report.worksheet.typed = typed;
    report.graph = Arc::clone(graph);
    report
}
