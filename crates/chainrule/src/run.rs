//! From text to report.

#[cfg(test)]
mod refuted;
pub(crate) mod undefined;

use std::collections::HashSet;
use std::sync::Arc;

use chainrule_diagnostic::{Diagnostic, Source, code};
use chainrule_evaluator::ledger::Order;
use chainrule_evaluator::number::{DecimalRounding, Format, Undefined, Value};
use chainrule_evaluator::{Failure, NumbersByPrecision, PRECISIONS, USUAL_PRECISION, highest_precision};
use chainrule_parser::{Worksheet, read};
use chainrule_render::Notations;
use chainrule_render::look_alikes::tell_apart;
use chainrule_symbolic::derivation::{Calculus, Derivation, Gradient};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId, Walk};
use chainrule_symbolic::network::Network;
use chainrule_symbolic::number::Rational;

use crate::asked::{Asked, calculus_of, derive_all};
use crate::digits::{place_for, wanted_bits};
use crate::report::{DerivationReport, GradientReport, Report, Warning};
use crate::update::Progress;
use crate::verification::Verification;
use crate::{
    bounds, by_hand, claim, family_line, kinks, no_derivative, notations, numerics, one_sided, pattern, pins,
    refusal, top_paths, update, zero, zero_factors,
};
use undefined::{undefined, undefined_derivative};

/// What a reader may ask for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Significant digits of values; all that are certain, up to 17, where nothing is asked.
    pub digits: Option<usize>,
    /// Up to so many paths the sum over paths is written out; 8 where nothing is asked.
    pub paths: Option<usize>,
    /// Who is told how far a long training is.
    pub progress: Option<Progress>,
    /// Whether long lists, sums and products are written to their ends.
    pub full: bool,
    /// Number formats whose products are shown; f64 and f32 are looked at in silence where none is named.
    pub formats: Vec<&'static Format>,
    /// The order in which products are taken.
    pub order: Order,
    /// Works the worksheet out by hand besides, with each line rounded so.
    pub rounding: Option<DecimalRounding>,
    /// Whether JSON gives expressions in LaTeX besides.
    pub with_latex: bool,
    /// How many of the paths that carry most of each derivative are listed.
    pub top_paths: Option<usize>,
}

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
    let reading = read(&source);
    let mut diagnostics = reading.diagnostics;
    let before = diagnostics.len();
    let mut notations = notations::read(&reading.notations, &mut diagnostics);
    if let Some(worksheet) = &reading.worksheet {
        notations::refuse_mistakable(worksheet, &reading.notations, &notations, &mut diagnostics);
    }
    let worksheet = reading.worksheet.filter(|_| diagnostics.len() == before);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.span.start, diagnostic.severity));
    let report = worksheet.and_then(|worksheet| {
        tell_apart(&mut notations, &worksheet.graph);
        let (mut report, refused) = work(&source, worksheet, notations, options, &mut diagnostics);
        report.warnings = Warning::among(&source, &diagnostics);
        let is_good = !diagnostics.iter().any(Diagnostic::is_error);
        // A derivation without a number takes no other with it.
        diagnostics.extend(refused);
        is_good.then_some(report)
    });
    // What fails in a value fails again in what is made of it: said once.
    let mut said = HashSet::new();
    diagnostics.retain(|diagnostic| said.insert((diagnostic.primary.span, diagnostic.message.clone())));
    Outcome { source, diagnostics, report }
}

fn work(
    source: &Source,
    mut worksheet: Worksheet,
    notations: Notations,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Report, Vec<Diagnostic>) {
    let mut calculus = calculus_of(&mut worksheet, options.paths);
    let Asked { chains, gradients: swept } = derive_all(&mut worksheet, &mut calculus);
    #[cfg(test)]
    let chains = refuted::altered(chains);
    let stated = stated_in(&mut worksheet);
    let mut precisions = NumbersByPrecision::new(stated.clone());
    precisions.settle(&mut worksheet.graph, calculus.network());
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), 0);
    let failures = std::mem::take(&mut numbers.failures);
    let without_value: HashSet<SymbolId> = failures.iter().map(|(symbol, _)| *symbol).collect();
    for (symbol, failure) in failures {
        diagnostics.push(undefined(&worksheet, symbol, failure));
    }
    let given: Vec<ExprId> = worksheet
        .values
        .iter()
        .map(|given| given.symbol)
        .map(|symbol| worksheet.graph.symbol(symbol))
        .collect();
    let given = given.into_iter().filter_map(|name| Some((name, numbers.about(name)?))).collect();
    let pins = pins::check(source, &mut worksheet, &mut precisions, diagnostics);
    let mut bench = Bench {
        source,
        refused: Vec::new(),
        worksheet: &mut worksheet,
        calculus: &mut calculus,
        precisions: &mut precisions,
        verification: Verification::beside(given),
        without_value,
        stated: pins.iter().map(|own| own.derivative).collect(),
        digits: options.digits,
    };
    let mut derivations: Vec<DerivationReport> =
        chains.into_iter().map(|(derivation, stands_for)| bench.derivation(derivation, stands_for)).collect();
    zero_factors::settle(bench.worksheet, bench.calculus, &mut derivations);
    let gradients: Vec<GradientReport> =
        swept.into_iter().map(|(gradient, leaves)| bench.gradient(gradient, leaves)).collect();
    let (slopes, refused) = (bench.verification.into_slopes(), bench.refused);
    if let Some(count) = options.top_paths {
        top_paths::find_all(&mut worksheet.graph, &calculus, &mut precisions, &mut derivations, count);
    }
    let mut finder = pattern::Finder::new(&worksheet, calculus.network());
    pattern::find_all(&mut finder, &mut worksheet, &calculus, &mut derivations);
    let groups = pattern::find_groups(&mut finder, &mut worksheet, &calculus, &derivations);
    let family_lines = family_line::find(&mut finder.recogniser, &mut worksheet);
    let at_every_size = pattern::find_at_every_size(source, &mut worksheet, &calculus);
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), 0);
    let asked = numerics::Asked { formats: &options.formats, order: options.order };
    let numerics = numerics::all(&mut worksheet, &mut calculus, numbers, &stated, &derivations, asked);
    let zeros = zero::all(&mut worksheet, &calculus, numbers, &derivations);
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), place_for(options.digits));
    let bounds = bounds::all(&mut worksheet, &mut calculus, numbers, &derivations);
    let progress = options.progress.as_ref();
    let (updates, after) = update::all(&mut worksheet, &mut calculus, numbers, progress, diagnostics);
    let by_hand = options.rounding.map(|rounding| {
        let asked = by_hand::asked(&mut worksheet, &mut calculus, &derivations, &gradients);
        by_hand::work(&mut worksheet, &mut calculus, &mut precisions, &asked, rounding)
    });
    let claims = claim::judge_all(&mut worksheet, &mut calculus, &mut precisions, &after);
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), 0);
    kinks::warn(&mut worksheet, &calculus, numbers, diagnostics);
    no_derivative::refuse(&mut worksheet, &calculus, numbers, diagnostics);
    let one_sided = one_sided::all(&mut worksheet, &calculus, numbers, &derivations, diagnostics);
    warn_of_unused_pins(&worksheet, &calculus, &derivations, diagnostics);
    // From here on nothing is added to what was found.
    let graph = Arc::new(std::mem::take(&mut worksheet.graph));
    worksheet.graph = Graph::over(&graph);
    let report = Report {
        graph,
        worksheet,
        calculus,
        notations,
        letters: finder.recogniser.letters().clone(),
        family_lines,
        derivations,
        groups,
        at_every_size,
        gradients,
        slopes,
        bounds,
        numerics,
        zeros,
        one_sided,
        formats: options.formats.clone(),
        updates,
        by_hand,
        claims,
        stated: pins.iter().map(|own| own.derivative).collect(),
        pins,
        is_refused: !refused.is_empty(),
        warnings: Vec::new(),
    };
    (report, refused)
}

/// What the worksheet states the numbers of: names and derivatives, with those numbers.
fn stated_in(worksheet: &mut Worksheet) -> Vec<(ExprId, ExprId)> {
    let Worksheet { graph, values, pins, .. } = worksheet;
    let values = values.iter().map(|given| (graph.symbol(given.symbol), given.value));
    let mut stated: Vec<(ExprId, ExprId)> = values.collect();
    stated.extend(pins.iter().map(|pin| (pin.derivative, pin.value)));
    stated
}

/// Where derivations are evaluated and verified.
struct Bench<'a> {
    worksheet: &'a mut Worksheet,
    calculus: &'a mut Calculus,
    precisions: &'a mut NumbersByPrecision,
    verification: Verification,
    /// Quantities without a value although all that they are computed from is known.
    without_value: HashSet<SymbolId>,
    /// Derivatives whose numbers the worksheet states.
    stated: HashSet<ExprId>,
    digits: Option<usize>,
    source: &'a Source,
    /// What is said of derivatives that have no number.
    refused: Vec<Diagnostic>,
}

/// Before the derivatives of a whole gradient are computed with more bits, those that hold 0 are asked for a proof.
const FEW_BITS: u32 = 256;

impl Bench<'_> {
    fn derivation(&mut self, derivation: Derivation, stands_for: Option<ExprId>) -> DerivationReport {
        // More digits are computed until enough of them are certain.
        let mut value = None;
        let mut failure = None;
        let mut precision = 0;
        let mut is_zero = None;
        for (place, &bits) in PRECISIONS.iter().enumerate() {
            if bits > USUAL_PRECISION
                && *is_zero.get_or_insert_with(|| self.is_zero(&derivation, value.as_ref()))
            {
                break;
            }
            precision = place;
            let numbers = self.precisions.at(&mut self.worksheet.graph, self.calculus.network(), place);
            let is_told;
            (value, failure, is_told) =
                match numbers.derivation(&mut self.worksheet.graph, self.calculus, &derivation) {
                    Ok(value) => {
                        let is_told = value.certain_bits() >= wanted_bits(self.digits);
                        (Some(value), None, is_told)
                    }
                    Err(failure) => (None, Some(failure), !failure.why.is_not_told()),
                };
            if is_told {
                break;
            }
        }
        let mut refused = None;
        // Where a value fails already, the derivative fails for the same reason.
        if failure.is_some_and(|own| own.why == Undefined::Unknown) && self.stated.contains(&derivation.name)
        {
            // All that is known of it is what the worksheet states.
            let numbers = self.precisions.at(&mut self.worksheet.graph, self.calculus.network(), precision);
            value = numbers.value(&mut self.worksheet.graph, derivation.name).ok();
        }
        if let Some(failure) = failure.filter(|own| own.why != Undefined::Unknown)
            && !rests_on(self.calculus.network(), derivation.target, &self.without_value)
        {
            let own = refusal::of(
                self.source,
                self.worksheet,
                self.calculus,
                self.precisions,
                &derivation,
                failure,
            );
            self.refused.push(own.diagnostic.clone());
            refused = Some(own);
        }
        // Digits never tell that a number is 0; a proof may.
        if is_zero.unwrap_or_else(|| self.is_zero(&derivation, value.as_ref())) {
            value = Some(Value::Exact(Rational::zero()));
        }
        let numbers = self.precisions.at(&mut self.worksheet.graph, self.calculus.network(), precision);
        let graph = &mut self.worksheet.graph;
        let own = self.verification.of(graph, self.calculus, numbers, derivation, stands_for, value);
        DerivationReport { refusal: refused, ..own }
    }

    /// Whether a derivative whose digits do not tell it from 0 is proved to be 0.
    fn is_zero(&mut self, derivation: &Derivation, value: Option<&Value>) -> bool {
        let Some(Value::Enclosed(enclosure)) = value else { return false };
        enclosure.holds_zero() && claim::is_zero(self.worksheet, self.calculus, derivation.result)
    }

    /// The derivatives by many leaves, which were derived in one sweep.
    fn gradient(&mut self, gradient: Gradient, leaves: Vec<usize>) -> GradientReport {
        let mut values: Vec<Option<Value>> = Vec::new();
        let mut failure: Option<Failure> = None;
        let mut precision = 0;
        let mut zeros: Option<HashSet<usize>> = None;
        let wanted = wanted_bits(self.digits);
        let highest = highest_precision(self.calculus.network());
        for (place, &bits) in PRECISIONS.iter().enumerate().take(highest + 1) {
            if bits > FEW_BITS && zeros.is_none() {
                zeros = Some(self.zeros_among(&gradient, &leaves, &values));
            }
            let is_enough = |leaf: &usize| {
                zeros.as_ref().is_some_and(|zeros| zeros.contains(leaf))
                    || values[*leaf].as_ref().is_none_or(|value| value.certain_bits() >= wanted)
            };
            let is_told = failure.is_none_or(|failure| !failure.why.is_not_told());
            if place > 0 && is_told && leaves.iter().all(is_enough) {
                break;
            }
            precision = place;
            let numbers = self.precisions.at(&mut self.worksheet.graph, self.calculus.network(), place);
            (values, failure) = numbers.gradient(&mut self.worksheet.graph, self.calculus, &gradient);
        }
        self.refused.extend(
            failure
                .filter(|_| !rests_on(self.calculus.network(), gradient.target, &self.without_value))
                .map(|failure| undefined_derivative(self.worksheet, gradient.target, failure)),
        );
        // Digits never tell that a number is 0; a proof may.
        for zero in zeros.unwrap_or_else(|| self.zeros_among(&gradient, &leaves, &values)) {
            values[zero] = Some(Value::Exact(Rational::zero()));
        }
        let graph = &mut self.worksheet.graph;
        let numbers = self.precisions.at(graph, self.calculus.network(), precision);
        self.verification.of_gradient(graph, self.calculus, numbers, gradient, leaves, values)
    }

    /// Those among the leaves of a gradient whose digits do not tell the derivative from 0, while it is proved to be 0. Once
    /// a proof is not found, none is looked for: the others are of its kind.
    fn zeros_among(
        &mut self,
        gradient: &Gradient,
        leaves: &[usize],
        values: &[Option<Value>],
    ) -> HashSet<usize> {
        let is_open = |leaf: &usize| matches!(&values[*leaf], Some(Value::Enclosed(own)) if own.holds_zero());
        let open: Vec<usize> = leaves.iter().copied().filter(is_open).collect();
        if open.is_empty() {
            return HashSet::new();
        }
        let written = self.calculus.written_out(&mut self.worksheet.graph, gradient);
        open.into_iter()
            .take_while(|&leaf| claim::is_zero(self.worksheet, self.calculus, written[leaf]))
            .collect()
    }
}

/// Whether a quantity, or one that it is computed from, is among those that have no value.
fn rests_on(network: &Network, target: SymbolId, without_value: &HashSet<SymbolId>) -> bool {
    if without_value.is_empty() {
        return false;
    }
    let mut seen = HashSet::from([target]);
    let mut stack = vec![target];
    while let Some(symbol) = stack.pop() {
        if without_value.contains(&symbol) {
            return true;
        }
        stack.extend(network.inputs(symbol).iter().copied().filter(|&input| seen.insert(input)));
    }
    false
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
    let met: HashSet<ExprId> = Walk::below(graph, &roots).into_iter().collect();
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
