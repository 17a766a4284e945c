//! A worksheet with declared shapes: derived, judged, evaluated; its claims.

mod by_cases;
mod by_pieces;
mod by_results;
mod claims;
mod derivation;
mod difference;
mod directions;
mod empty_ranges;
mod entry_by_hand;
mod evaluated;
mod facts;
mod formats;
mod groups;
mod layers;
mod ledger;
mod log_determinants;
mod near;
mod no_number;
mod norms_apart;
mod numbers;
mod ordered;
mod part;
mod pieces;
pub(crate) mod report;
mod sizes;
mod slips;
mod slips_by_entries;
mod taken_apart;
mod ties;
mod two_ways;

use chainrule_array::chain::{Adjoint, Calculus, Obstacle, indices};
use chainrule_array::word::Word;
use chainrule_array::{Arrays, QuantityId, Role, Shape, Whole, WholeId};
use chainrule_diagnostic::{Diagnostic, Source, Span, code};
use chainrule_judge::array::{ArrayJudge, ArrayTally};
use chainrule_proof::norm::{Bound, Norms};
use chainrule_render::array::ArraySetter;
use chainrule_worksheet::{ArrayDefinition, ArrayQuery, ArraySheet};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::claim::judgement::ClaimReport;
pub use crate::reported::array_finding::{ArrayDifference, ArrayDoubt, ArrayGround, LikelySlip, SlipKind};
pub use chainrule_program::array::Array;
pub use derivation::{
    ArrayDerivation, ArrayInFormat, ArraySizes, Change, DerivedPart, EntryByHand, HeldArray, LedgerFactor,
    LedgerRow, LostDirections, Map, Repair, Stretch,
};
pub use facts::ArrayFact;
pub(crate) use formats::Asked;
pub use layers::{LayerTable, LayerTableRow};
pub use no_number::ArrayKink;
use numbers::Numbers;
pub use report::{ArrayReport, GenericEntry};

/// Works out a worksheet with declared shapes.
pub(crate) fn work(
    source: &Source,
    sheet: ArraySheet,
    asked: &Asked,
    (diagnostics, refused): (&mut Vec<Diagnostic>, &mut Vec<Diagnostic>),
) -> (ArrayReport, Vec<ClaimReport>) {
    let ArraySheet {
        mut arrays,
        leaves,
        defined,
        sizes,
        values,
        facts,
        queries,
        claims,
        misfits,
        files,
        ranges_read,
        entries: names,
        is_inferred,
    } = sheet;
    refused.extend(misfits);
    let entries: Vec<Option<GenericEntry>> =
        defined.iter().map(|definition| generic_entry(&mut arrays, definition)).collect();
    if !is_inferred {
        empty_ranges::refuse(&arrays, &sizes, (&defined, &entries), &claims, diagnostics);
    }
    let mut calculus = Calculus::stating(facts.clone());
    let mut derivations = derive_all(&mut arrays, &mut calculus, &queries, diagnostics);
    let claims: Vec<claims::DerivedClaim> =
        claims.into_iter().map(|claim| claims::derive(&mut arrays, &mut calculus, claim)).collect();
    let judge = ArrayJudge::new(&arrays, &calculus);
    judge_all(&judge, &mut arrays, &calculus, &mut derivations);
    let numbers = Numbers::computed(&arrays, &calculus, &sizes, &values);
    if !values.is_empty() {
        evaluated::judge_and_measure(&arrays, &calculus, &numbers, &mut derivations);
    }
    let places = defined.iter().map(|definition| (definition.quantity, definition.span)).collect();
    no_number::refuse((source, &places), (&arrays, &calculus), &numbers, &mut derivations, refused);
    for derivation in derivations.iter_mut().filter(|derivation| derivation.refusal.is_none()) {
        if let Some(&last) = derivation.adjoints.last() {
            let adjoint = &calculus.adjoints[last];
            let first_entry = part::first_entry(&queries, derivation);
            derivation.by_hand = entry_by_hand::entry_by_hand(
                &mut arrays,
                &calculus,
                &numbers,
                adjoint,
                first_entry.as_deref(),
            );
        }
    }
    by_results::find(&mut arrays, &calculus, &judge, &mut derivations);
    part::all(&mut arrays, (&judge, &calculus), &numbers, &queries, &mut derivations);
    let ties = ties::all(&arrays, &numbers);
    let kinks = no_number::kinks(&arrays, &calculus, &numbers, &derivations);
    no_number::warn(&kinks, &places, diagnostics);
    let known = facts::all(&mut arrays, &calculus, &judge, &derivations);
    let layers = layers::tables(&arrays, &numbers, &derivations);
    let written = defined.iter().map(|definition| (definition.quantity, definition.written)).collect();
    formats::all(&arrays, &calculus, &numbers, &written, &mut derivations, &asked.beside(&layers));
    let claims = claims::judge(&mut arrays, &calculus, &numbers, claims);
    let bounds = bounds(&arrays, &calculus, &numbers);
    let immediate = two_ways::in_two_ways(&arrays, &calculus);
    let turned = turned(&mut arrays, &calculus);
    let report = ArrayReport {
        arrays,
        leaves,
        defined,
        entries,
        facts,
        files,
        calculus,
        derivations,
        numbers: numbers.printed,
        bounds,
        turned,
        layers,
        known,
        rounds: judge.rounds(),
        is_renumbered: judge.is_renumbered(),
        immediate,
        ties,
        kinks,
        ranges_read,
        names,
        is_inferred,
    };
    (report, claims)
}

/// The derivatives asked for, each once.
fn derive_all(
    arrays: &mut Arrays,
    calculus: &mut Calculus,
    queries: &[ArrayQuery],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ArrayDerivation> {
    let mut derivations: Vec<ArrayDerivation> = Vec::new();
    for query in queries {
        let first = (query.of, query.by, calculus.gradient(arrays, query.of, query.by));
        // Where the first derivative is 0 or has no rule, nothing more is to be said of the second.
        let second = query.then.and_then(|then| {
            let (of, found) = calculus.second(arrays, query.of, [query.by, then]).ok()?;
            Some((of, then, found))
        });
        // A first derivative that was asked for stands there already.
        let is_known = (query.then.is_some() || !query.at.is_empty())
            && derivations.iter().any(|derivation| (derivation.of, derivation.by) == (query.of, query.by));
        let first = Some(first).filter(|_| !is_known);
        for (of, by, found) in first.into_iter().chain(second) {
            if query.then == Some(by)
                && !query.at.is_empty()
                && derivations.iter().any(|derivation| (derivation.of, derivation.by) == (of, by))
            {
                continue;
            }
            let adjoints = match found {
                Ok(adjoints) => adjoints,
                Err(Obstacle::Independent) => Vec::new(),
                Err(Obstacle::NoRule(child, parent)) => {
                    diagnostics.push(no_rule(arrays, child, parent, query.span));
                    continue;
                }
            };
            derivations.push(ArrayDerivation {
                of,
                by,
                adjoints,
                tally: ArrayTally::default(),
                sizes: None,
                in_formats: Vec::new(),
                by_hand: None,
                parts: Vec::new(),
                by_results: None,
                refusal: None,
            });
        }
    }
    derivations
}

/// Bounds of the norms of derivatives of vectors by vectors, where they are numbers.
fn bounds(arrays: &Arrays, calculus: &Calculus, numbers: &Numbers) -> FxHashMap<usize, Bound> {
    let mut norms = Norms::for_all(arrays, &numbers.sizes, numbers.bits);
    let all = calculus.jacobians.iter().enumerate();
    all.filter(|(_, jacobian)| jacobian.at.len() == 1 && jacobian.by.len() == 1)
        .filter_map(|(place, jacobian)| {
            let bound = norms.norm(jacobian.reading?);
            (bound.amount.as_number().is_some() && !bound.rules.is_empty()).then_some((place, bound))
        })
        .collect()
}

/// The transposes of the derivatives of vectors by vectors.
fn turned(arrays: &mut Arrays, calculus: &Calculus) -> FxHashMap<WholeId, WholeId> {
    let jacobians =
        calculus.jacobians.iter().map(|jacobian| (jacobian.child, jacobian.parent, [jacobian.reading, None]));
    let adjoints =
        calculus.adjoints.iter().map(|adjoint| (adjoint.of, adjoint.by, [adjoint.reading, adjoint.in_full]));
    let mut turned = FxHashMap::default();
    for (of, by, readings) in jacobians.chain(adjoints) {
        let is_vector = |quantity: QuantityId| matches!(arrays.quantity(quantity).shape, Shape::Vector(_));
        if !(is_vector(of) && is_vector(by)) {
            continue;
        }
        for reading in readings.into_iter().flatten() {
            if let Some(other) = arrays.transpose(reading) {
                turned.insert(reading, other);
            }
        }
    }
    turned
}

/// What is said of a derivative for which there is no rule.
fn no_rule(arrays: &Arrays, child: QuantityId, parent: QuantityId, span: Span) -> Diagnostic {
    let setter = ArraySetter::new(arrays, &FxHashSet::default()).quantity(child).unicode();
    let other = ArraySetter::new(arrays, &FxHashSet::default()).quantity(parent).unicode();
    if definition_has(arrays, child, Word::SpectralNorm) {
        let message = format!(
            "`{setter}` is the largest singular value of a matrix, which has no derivative where two are largest"
        );
        return Diagnostic::error(&code::BAD_QUERY, span, message)
            .help("derive `norm_F`, the root of the sum of the squares, or claim a bound of `norm_2`");
    }
    let message = match arrays.quantity(parent).role {
        Role::Adjoint { .. } => format!("`{setter}` is computed from `{other}`, which is no matrix"),
        Role::Leaf | Role::Defined(_) => {
            format!("no rule is known for the derivative of `{setter}` by `{other}`")
        }
    };
    Diagnostic::error(&code::BAD_QUERY, span, message)
}

/// Whether a word stands in what a quantity is computed as.
fn definition_has(arrays: &Arrays, quantity: QuantityId, word: Word) -> bool {
    let mut stack: Vec<WholeId> = arrays.definition(quantity).into_iter().collect();
    while let Some(id) = stack.pop() {
        let whole = arrays.whole(id);
        if matches!(whole, Whole::Word { word: other, .. } if *other == word) {
            return true;
        }
        stack.extend(arrays.parts(whole));
    }
    false
}

fn generic_entry(arrays: &mut Arrays, definition: &ArrayDefinition) -> Option<GenericEntry> {
    let shape = arrays.quantity(definition.quantity).shape.clone();
    let at = arrays.letters_for(&shape);
    let value = arrays.entry_of(definition.written, &indices(&at))?;
    Some(GenericEntry { at, value })
}

/// Judges every line that the derivations show, each once; a derivation answers for all of its own.
fn judge_all(
    judge: &ArrayJudge,
    arrays: &mut Arrays,
    calculus: &Calculus,
    derivations: &mut [ArrayDerivation],
) {
    let mut jacobians: FxHashMap<usize, ArrayTally> = FxHashMap::default();
    let mut adjoints: FxHashMap<usize, ArrayTally> = FxHashMap::default();
    for derivation in derivations.iter_mut() {
        let mut counted = FxHashSet::default();
        for &place in &derivation.adjoints {
            let adjoint = &calculus.adjoints[place];
            let tally = *adjoints.entry(place).or_insert_with(|| judge.adjoint(arrays, adjoint));
            derivation.tally.include(tally);
            for &through in &adjoint.through {
                let jacobian = &calculus.jacobians[through];
                let tally = *jacobians.entry(through).or_insert_with(|| judge.jacobian(arrays, jacobian));
                if counted.insert(through) {
                    derivation.tally.include(tally);
                }
            }
        }
    }
    for group in groups::by_leaves(arrays, calculus, derivations) {
        let all: Vec<&Adjoint> = group.iter().map(|(_, place)| &calculus.adjoints[*place]).collect();
        let directions = judge.directions(arrays, &all);
        for (&(derivation, _), adjoint) in group.iter().zip(&all) {
            // Where not all agree, it is said which does not.
            let tally = if directions.is_sound() || all.len() == 1 {
                directions
            } else {
                judge.direction(arrays, adjoint)
            };
            derivations[derivation].tally.include(tally);
        }
    }
}
