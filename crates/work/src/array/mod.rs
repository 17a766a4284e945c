//! A worksheet with declared shapes: derived, judged, evaluated; its claims.

mod by_cases;
mod by_results;
mod claims;
mod directions;
mod entry_by_hand;
mod facts;
mod finding;
mod formats;
mod groups;
mod layers;
mod ledger;
mod no_number;
mod numbers;
mod ordered;
mod part;
mod sizes;
mod slips;
mod ties;
mod two_ways;

use chainrule_array::chain::{Adjoint, Calculus, Obstacle, indices};
use chainrule_array::word::Word;
use chainrule_array::{Arrays, EntryId, Letter, QuantityId, Role, Shape, SumFact, Whole, WholeId};
use chainrule_diagnostic::{Diagnostic, Source, Span, code};
use chainrule_judge::array::{ArrayJudge, ArrayTally};
use chainrule_number::Value;
use chainrule_proof::norm::{Bound, Norms};
use chainrule_render::array::ArraySetter;
use chainrule_symbolic::graph::SymbolId;
use chainrule_worksheet::{ArrayDefinition, ArraySheet, RangeRead, UsedFile};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::claim::ClaimReport;
use crate::refusal::Refusal;
pub use chainrule_program::array::Array;
pub use directions::LostDirections;
pub use entry_by_hand::EntryByHand;
pub use facts::ArrayFact;
pub use finding::{ArrayDifference, ArrayDoubt, ArrayGround, LikelySlip, SlipKind};
pub(crate) use formats::Asked;
pub use formats::{ArrayInFormat, Change, HeldArray, Repair};
pub use layers::{LayerTable, LayerTableRow};
pub use ledger::{LedgerFactor, LedgerRow, Map, Stretch};
pub use no_number::ArrayKink;
pub use part::DerivedPart;
pub use sizes::ArraySizes;

/// What was found about a worksheet with declared shapes.
#[derive(Debug)]
pub struct ArrayReport {
    /// Its expressions and quantities.
    pub arrays: Arrays,
    /// The leaves, in the order in which they are declared.
    pub leaves: Vec<QuantityId>,
    /// The definitions, in the order written.
    pub defined: Vec<ArrayDefinition>,
    /// What they say of a generic entry, in the same order; nothing for an inverse, whose entries have no formula.
    pub entries: Vec<Option<GenericEntry>>,
    /// What is stated.
    pub facts: Vec<SumFact>,
    /// The files from which numbers came.
    pub files: Vec<UsedFile>,
    /// All that was derived.
    pub calculus: Calculus,
    /// What was asked for.
    pub derivations: Vec<ArrayDerivation>,
    /// The numbers of quantities and of their derivatives, where all leaves that they need have values.
    pub numbers: FxHashMap<QuantityId, Array<Value>>,
    /// Bounds of the norms of factors that hold whatever the numbers, by their places.
    pub bounds: FxHashMap<usize, Bound>,
    /// The transposes of the derivatives of vectors by vectors, as arrays: what the other layout prints.
    pub turned: FxHashMap<WholeId, WholeId>,
    /// Derivatives of one number by many leaves, as tables.
    pub layers: Vec<LayerTable>,
    /// What is known of the factors, whatever the numbers.
    pub known: Vec<ArrayFact>,
    /// At how many choices of sizes everything was judged.
    pub rounds: usize,
    /// Whether that was done with indices by number in the places of smaller ones in the same order.
    pub is_renumbered: bool,
    /// Pairs of quantities of which one depends on the other by its definition and through others as well.
    pub immediate: FxHashSet<(QuantityId, QuantityId)>,
    /// Of what `max` is taken and has several largest entries at the given numbers.
    pub ties: Vec<WholeId>,
    /// Activations at kinks, where their slopes are conventions.
    pub kinks: Vec<ArrayKink>,
    /// How far indices go of which nothing is written.
    pub ranges_read: Vec<RangeRead>,
    /// Where steps are asked for: the names of the entries of vectors and matrices in the report's graph, row after row.
    pub names: Vec<(QuantityId, Vec<SymbolId>)>,
    /// Whether the shapes were read off indices: then equations by entries are what was typed.
    pub is_inferred: bool,
}

/// An equation by entries.
#[derive(Clone, Debug)]
pub struct GenericEntry {
    /// The indices.
    pub at: Vec<Letter>,
    /// What the entry is.
    pub value: EntryId,
}

/// The derivative of a number by a quantity.
#[derive(Clone, Debug)]
pub struct ArrayDerivation {
    /// Of what.
    pub of: QuantityId,
    /// By what.
    pub by: QuantityId,
    /// The adjoints on the way, those nearest to the number first; the last is the derivative. None where it is 0.
    pub adjoints: Vec<usize>,
    /// How it was judged.
    pub tally: ArrayTally,
    /// How large the derivatives on the way are, where they have numbers.
    pub sizes: Option<ArraySizes>,
    /// What programs in the formats asked for make of it.
    pub in_formats: Vec<ArrayInFormat>,
    /// One entry as it is worked out by hand, where it has numbers.
    pub by_hand: Option<EntryByHand>,
    /// Entries and lines that are asked for.
    pub parts: Vec<DerivedPart>,
    /// Where it is too long in terms of the network: by the other derivatives that are asked for.
    pub by_results: Option<WholeId>,
    /// Why it has no number although all that it is computed from has one.
    pub refusal: Option<Refusal>,
}

impl ArrayReport {
    /// Whether something is wrong, or could not be judged.
    pub fn is_refuted(&self) -> bool {
        self.derivations.iter().any(|own| !own.tally.is_sound())
    }
}

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
        files,
        ranges_read,
        entries: names,
        is_inferred,
    } = sheet;
    let entries = defined.iter().map(|own| generic_entry(&mut arrays, own)).collect();
    let mut calculus = Calculus::stating(facts.clone());
    let mut derivations: Vec<ArrayDerivation> = Vec::new();
    for query in &queries {
        let first = (query.of, query.by, calculus.gradient(&mut arrays, query.of, query.by));
        let second = query.then.map(|then| {
            let second = calculus.second(&mut arrays, query.of, [query.by, then]);
            match second {
                Ok((of, adjoints)) => (of, then, Ok(adjoints)),
                Err(obstacle) => (query.of, then, Err(obstacle)),
            }
        });
        // A first derivative that was asked for stands there already.
        let is_known = (query.then.is_some() || !query.at.is_empty())
            && derivations.iter().any(|own| (own.of, own.by) == (query.of, query.by));
        let first = Some(first).filter(|_| !is_known);
        for (of, by, found) in first.into_iter().chain(second) {
            let adjoints = match found {
                Ok(adjoints) => adjoints,
                Err(Obstacle::Independent) => Vec::new(),
                Err(Obstacle::NoRule(child, parent)) => {
                    diagnostics.push(no_rule(&arrays, child, parent, query.span));
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
    let claims: Vec<claims::DerivedClaim> =
        claims.into_iter().map(|claim| claims::derive(&mut arrays, &mut calculus, claim)).collect();
    let judge = ArrayJudge::new(&arrays, &calculus);
    judge_all(&judge, &mut arrays, &calculus, &mut derivations);
    let numbers = numbers::all(&arrays, &calculus, &sizes, &values, &mut derivations);
    let places = defined.iter().map(|own| (own.quantity, own.span)).collect();
    no_number::refuse((source, &places), (&arrays, &calculus), &numbers, &mut derivations, refused);
    for derivation in derivations.iter_mut().filter(|own| own.refusal.is_none()) {
        if let Some(&last) = derivation.adjoints.last() {
            let adjoint = &calculus.adjoints[last];
            let asked = part::first_entry(&queries, derivation);
            derivation.by_hand =
                entry_by_hand::entry_by_hand(&mut arrays, &calculus, &numbers, adjoint, asked.as_deref());
        }
    }
    by_results::find(&mut arrays, &calculus, &judge, &mut derivations);
    part::all(&mut arrays, (&judge, &calculus), &numbers, &queries, &mut derivations);
    let ties = ties::all(&arrays, &numbers);
    let kinks = no_number::kinks(&arrays, &calculus, &numbers, &derivations);
    no_number::warn(&kinks, &places, diagnostics);
    let known = facts::all(&mut arrays, &calculus, &judge, &derivations);
    let layers = layers::tables(&arrays, &numbers, &derivations);
    let written = defined.iter().map(|own| (own.quantity, own.written)).collect();
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
        numbers: numbers.shown,
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

/// Bounds of the norms of derivatives of vectors by vectors, where they are numbers.
fn bounds(arrays: &Arrays, calculus: &Calculus, numbers: &numbers::Numbers) -> FxHashMap<usize, Bound> {
    let mut norms = Norms::for_all(arrays, &numbers.sizes, numbers.bits);
    let all = calculus.jacobians.iter().enumerate();
    all.filter(|(_, own)| own.at.len() == 1 && own.by.len() == 1)
        .filter_map(|(place, own)| {
            let bound = norms.norm(own.reading?);
            (bound.amount.as_number().is_some() && !bound.rules.is_empty()).then_some((place, bound))
        })
        .collect()
}

/// The transposes of the derivatives of vectors by vectors.
fn turned(arrays: &mut Arrays, calculus: &Calculus) -> FxHashMap<WholeId, WholeId> {
    let jacobians = calculus.jacobians.iter().map(|own| (own.child, own.parent, [own.reading, None]));
    let adjoints = calculus.adjoints.iter().map(|own| (own.of, own.by, [own.reading, own.in_full]));
    let mut turned = FxHashMap::default();
    for (of, by, readings) in jacobians.chain(adjoints) {
        let is_vector = |own: QuantityId| matches!(arrays.quantity(own).shape, Shape::Vector(_));
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
        if matches!(whole, Whole::Word { word: own, .. } if *own == word) {
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
            let own = *adjoints.entry(place).or_insert_with(|| judge.adjoint(arrays, adjoint));
            derivation.tally.include(own);
            for &through in &adjoint.through {
                let jacobian = &calculus.jacobians[through];
                let own = *jacobians.entry(through).or_insert_with(|| judge.jacobian(arrays, jacobian));
                if counted.insert(through) {
                    derivation.tally.include(own);
                }
            }
        }
    }
    for group in groups::by_leaves(arrays, calculus, derivations) {
        let all: Vec<&Adjoint> = group.iter().map(|(_, place)| &calculus.adjoints[*place]).collect();
        let together = judge.directions(arrays, &all);
        for (&(derivation, _), adjoint) in group.iter().zip(&all) {
            // Where not all agree, it is said which does not.
            let own = if together.is_sound() || all.len() == 1 {
                together
            } else {
                judge.direction(arrays, adjoint)
            };
            derivations[derivation].tally.include(own);
        }
    }
}
