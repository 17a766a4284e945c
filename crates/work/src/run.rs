//! From text to report.

mod not_a_number;
mod with_shapes;
mod zero_logarithms;

use std::sync::Arc;

use chainrule_diagnostic::{Diagnostic, Source, code};
use chainrule_evaluator::{Numbers, NumbersByPrecision};
use chainrule_number::Rational;
use chainrule_parser::{Reading, read_with};
use chainrule_program::Failure;
use chainrule_render::Notations;
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId, Walk};
use chainrule_worksheet::Worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::array::ArrayReport;
use crate::claim::ClaimReport;
use crate::derived::{DerivedQueries, calculus_of, derive_all};
use crate::digits::place_for;
use crate::one_sided::OneSided;
use crate::options::Options;
use crate::pattern::Patterns;
use crate::pipeline::Pipeline;
use crate::report::Report;
use crate::reported::derivation::{DerivationReport, GradientReport};
use crate::verification::Verification;
use crate::warning::Warning;
use crate::without_value::WithoutValue;
use crate::{
    array, bounds, by_hand, claim, exact_quantities, family_line, finished, forward, kinks, no_derivative,
    notations, numerics, one_sided, pattern, pins, refusal, top_paths, update, zero, zero_factors,
};

/// What a run gave.
#[derive(Debug)]
pub struct Outcome {
    /// The source, for showing diagnostics.
    pub source: Source,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// The report, unless there is an error.
    pub report: Option<Report>,
}

/// Reads a worksheet, derives, verifies, evaluates and judges.
pub fn run(name: &str, text: &str, options: &Options) -> Outcome {
    run_source(Source::new(name, text), options)
}

/// The same for a source of one's own, such as a block of a larger file.
pub fn run_source(source: Source, options: &Options) -> Outcome {
    let mut reading = read_with(&source, &options.files);
    let with_shapes = reading.with_shapes.take().filter(|_| with_shapes::is_asked_for(options, &reading));
    match with_shapes {
        Some(worksheet) => with_shapes::run(source, reading, worksheet, options),
        None => run_read(source, reading, options, |_| ()),
    }
}

/// The same with derivations that are altered before they are judged: the way to try whether a wrong one is found.
pub fn run_altered(
    source: Source,
    options: &Options,
    alter: impl FnOnce(&mut [(Derivation, Option<ExprId>)]),
) -> Outcome {
    let reading = read_with(&source, &options.files);
    run_read(source, reading, options, alter)
}

fn run_read(
    source: Source,
    mut reading: Reading,
    options: &Options,
    alter: impl FnOnce(&mut [(Derivation, Option<ExprId>)]),
) -> Outcome {
    let mut diagnostics = std::mem::take(&mut reading.diagnostics);
    let before = diagnostics.len();
    let notations = notations::read(&reading, &mut diagnostics);
    let worksheet = reading.worksheet.filter(|_| diagnostics.len() == before);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.span.start, diagnostic.severity));
    let report = worksheet.and_then(|worksheet| {
        let notations = notations.settled(&worksheet, options.notation.as_ref());
        let derived = DerivedWorksheet::from(worksheet, options, alter);
        let (mut report, refused) = work_out(&source, derived, notations, options, &mut diagnostics);
        report.warnings = Warning::among(&source, &diagnostics);
        let is_good = !diagnostics.iter().any(Diagnostic::is_error);
        // A derivation without a number takes no other with it.
        diagnostics.extend(refused);
        is_good.then_some(report)
    });
    // What fails in a value fails again in what is made of it: said once.
    let mut said = FxHashSet::default();
    diagnostics.retain(|diagnostic| said.insert((diagnostic.primary.span, diagnostic.message.clone())));
    Outcome { source, diagnostics, report }
}

/// A worksheet with what it asks for, derived and not yet judged.
struct DerivedWorksheet {
    worksheet: Worksheet,
    calculus: Calculus,
    queries: DerivedQueries,
}

impl DerivedWorksheet {
    fn from(
        mut worksheet: Worksheet,
        options: &Options,
        alter: impl FnOnce(&mut [(Derivation, Option<ExprId>)]),
    ) -> Self {
        let mut calculus = calculus_of(&mut worksheet, options.paths);
        let mut queries = derive_all(&mut worksheet, &mut calculus);
        calculus.release_memory();
        alter(&mut queries.chains);
        Self { worksheet, calculus, queries }
    }
}

/// What is found of vectors and matrices, and of claims about them, which stand among the others.
fn of_arrays(
    source: &Source,
    worksheet: &mut Worksheet,
    options: &Options,
    claims: &mut Vec<ClaimReport>,
    messages: (&mut Vec<Diagnostic>, &mut Vec<Diagnostic>),
) -> Option<ArrayReport> {
    let sheet = worksheet.arrays.take()?;
    let (report, array_claims) = array::work(source, sheet, &array::Asked::by(options), messages);
    claims.extend(array_claims);
    claims.sort_by_key(|claim| claim.span.start);
    // They are told of as arrays.
    worksheet.values.clear();
    Some(report)
}

/// Evaluates, verifies and judges what was derived; with the report, what is said of derivations that have no number.
fn work_out(
    source: &Source,
    derived: DerivedWorksheet,
    notations: Notations,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Report, Vec<Diagnostic>) {
    let DerivedWorksheet {
        mut worksheet,
        mut calculus,
        queries: DerivedQueries { chains, gradients: swept },
    } = derived;
    let stated = stated_in(source, &mut worksheet);
    let mut precisions = NumbersByPrecision::new(stated.clone());
    let failures = settle(&mut worksheet, &mut calculus, &mut precisions, diagnostics);
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), 0);
    let without_value = WithoutValue::of(calculus.network(), &failures);
    let given = given_about(&mut worksheet, numbers);
    let refused = refusal::of_quantities(&mut worksheet, &mut calculus, &mut precisions, &failures);
    let pins = pins::check(source, &mut worksheet, &mut precisions, diagnostics);
    let mut pipeline = Pipeline {
        source,
        refused,
        worksheet: &mut worksheet,
        calculus: &mut calculus,
        precisions: &mut precisions,
        verification: Verification::beside(given.clone()),
        without_value: &without_value,
        stated: pins.iter().map(|pin| pin.derivative).collect(),
        digits: options.digits,
    };
    let mut derivations: Vec<DerivationReport> = chains
        .into_iter()
        .map(|(derivation, stands_for)| pipeline.derivation(derivation, stands_for))
        .collect();
    zero_factors::settle(pipeline.worksheet, pipeline.calculus, &mut derivations);
    let gradients: Vec<GradientReport> =
        swept.into_iter().map(|(gradient, leaves)| pipeline.gradient(gradient, leaves)).collect();
    let (slopes, mut refused) = (pipeline.verification.into_slopes(), pipeline.refused);
    if let Some(count) = options.top_paths {
        top_paths::find_all(&mut worksheet.graph, &calculus, &mut precisions, &mut derivations, count);
    }
    let Patterns { mut recogniser, groups, at_every_size } =
        pattern::find(source, &mut worksheet, &calculus, &mut derivations);
    let family_lines = family_line::find(&mut recogniser, &mut worksheet);
    let kept = pins.iter().map(|pin| pin.derivative);
    finished::find_all(&mut worksheet.graph, &calculus, given, kept, &mut derivations);
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), 0);
    let of_numbers = numerics::NumericOptions { formats: &options.formats, order: options.order };
    let numerics = numerics::all(&mut worksheet, &mut calculus, numbers, &stated, &derivations, of_numbers);
    let zeros = zero::all(&mut worksheet, &calculus, numbers, &derivations);
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), place_for(options.digits));
    let (bounds, always) = bounds::all(&mut worksheet, &mut calculus, numbers, &derivations);
    let forward = forward::values(&mut worksheet, numbers);
    let progress = options.progress.as_ref();
    let messages = (&mut *diagnostics, &mut refused);
    let (updates, after) = update::all(&mut worksheet, &mut calculus, numbers, progress, messages);
    let by_hand = options.rounding.map(|rounding| {
        let chosen = by_hand::chosen(&mut worksheet, &mut calculus, &derivations, &gradients);
        by_hand::work(&mut worksheet, &mut calculus, &mut precisions, &chosen, rounding)
    });
    let mut claims = claim::judge_all(&mut worksheet, &mut calculus, &mut precisions, &after, &without_value);
    let arrays = of_arrays(source, &mut worksheet, options, &mut claims, (diagnostics, &mut refused));
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), 0);
    let one_sided = beware(&mut worksheet, &calculus, numbers, &derivations, diagnostics);
    // From here on nothing is added to what was found.
    let graph = Arc::new(std::mem::take(&mut worksheet.graph));
    worksheet.graph = Graph::over(&graph);
    let report = Report {
        graph,
        worksheet,
        calculus,
        notations,
        letters: recogniser.letters().clone(),
        family_lines,
        derivations,
        groups,
        at_every_size,
        gradients,
        slopes,
        bounds,
        always,
        forward,
        numerics,
        zeros,
        one_sided,
        formats: options.formats.clone(),
        updates,
        by_hand,
        claims,
        stated: pins.iter().map(|pin| pin.derivative).collect(),
        pins,
        is_refused: !refused.is_empty(),
        warnings: Vec::new(),
        arrays,
    };
    (report, refused)
}

/// What there is to beware of once all is worked out: kinks, limits, and what was stated for nothing.
fn beware(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    numbers: &mut Numbers,
    derivations: &[DerivationReport],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<OneSided>> {
    warn_of_limits(worksheet, &numbers.limits, diagnostics);
    kinks::warn(worksheet, calculus, numbers, diagnostics);
    no_derivative::refuse(worksheet, calculus, numbers, diagnostics);
    let one_sided = one_sided::all(worksheet, calculus, numbers, derivations, diagnostics);
    warn_of_unused_pins(worksheet, calculus, derivations, diagnostics);
    one_sided
}

/// Settles the numbers of the quantities, and answers with those that have none and why.
fn settle(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    precisions: &mut NumbersByPrecision,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(SymbolId, Failure)> {
    exact_quantities::find(worksheet, calculus, precisions);
    precisions.settle(&mut worksheet.graph, calculus.network());
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), 0);
    not_a_number::refuse(worksheet, numbers, diagnostics);
    std::mem::take(&mut numbers.failures)
}

/// A number near each given value, by its name.
fn given_about(worksheet: &mut Worksheet, numbers: &Numbers) -> FxHashMap<ExprId, Rational> {
    let Worksheet { graph, values, .. } = worksheet;
    let names = values.iter().map(|given| graph.symbol(given.symbol));
    names.filter_map(|name| Some((name, numbers.about(name)?))).collect()
}

/// What the worksheet states the numbers of: names and derivatives, with those numbers.
fn stated_in(source: &Source, worksheet: &mut Worksheet) -> Vec<(ExprId, ExprId)> {
    let zeros = zero_logarithms::products_of_zero(source, worksheet);
    let Worksheet { graph, values, pins, .. } = worksheet;
    let values = values.iter().map(|given| (graph.symbol(given.symbol), given.value));
    let mut stated: Vec<(ExprId, ExprId)> = values.collect();
    stated.extend(pins.iter().map(|pin| (pin.derivative, pin.value)));
    stated.extend(zeros);
    stated
}

/// Products that were taken as 0 because that is their limit.
fn warn_of_limits(worksheet: &Worksheet, limits: &[ExprId], diagnostics: &mut Vec<Diagnostic>) {
    for product in limits {
        if let Some(&place) = worksheet.spans.get(product) {
            let message = "0 times the logarithm of 0 is taken as 0 here, its limit";
            let wrong = Diagnostic::warning(&code::LIMIT, place, message);
            diagnostics.push(wrong.note("a program that computes it as written gives NaN: 0·(-∞)"));
        }
    }
}

/// Stated derivatives that no derivation, update or claim met.
fn warn_of_unused_pins(
    worksheet: &Worksheet,
    calculus: &Calculus,
    derivations: &[DerivationReport],
    diagnostics: &mut Vec<Diagnostic>,
) {
    // Where something is wrong, that is said first; and what was refused may have met it.
    if worksheet.pins.is_empty() || diagnostics.iter().any(Diagnostic::is_error) {
        return;
    }
    let graph = &worksheet.graph;
    let mut roots: Vec<ExprId> =
        worksheet.claims.iter().flat_map(|claim| claim.sides.iter().copied()).collect();
    roots.extend(calculus.factors().iter().flat_map(|factor| [factor.name, factor.result]));
    roots.extend(derivations.iter().map(|report| report.derivation.name));
    let met: FxHashSet<ExprId> = Walk::below(graph, &roots).into_iter().collect();
    for pin in worksheet.pins.iter().filter(|pin| !met.contains(&pin.derivative)) {
        diagnostics.push(
            Diagnostic::warning(
                &code::UNUSED_PIN,
                pin.span,
                "no derivation of this worksheet meets this derivative",
            )
            .help("derive something that depends on it, or remove the statement"),
        );
    }
}
