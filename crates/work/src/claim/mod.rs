//! Judging claims.

mod against_pins;
pub(crate) mod agreement;
pub(crate) mod all_values;
mod at_kinks;
mod at_once;
mod beyond;
mod by_links;
pub(crate) mod effort;
mod for_all_values;
pub(crate) mod judgement;
mod nothing;
mod numbers;
mod off_kinks;
mod one_function;
mod ordered;
pub(crate) mod pinned;
mod rounded;
mod roundings;
mod sweeps;
mod with_values;
pub(crate) mod written_out;

use crate::after_steps::{AfterValues, NoNumber};
use crate::by_hand::Desk;
use crate::without_value::WithoutValue;
use at_kinks::AtKink;
use chainrule_evaluator::NumbersByPrecision;
use chainrule_number::{PRECISIONS, Rational, USUAL_PRECISION, Undefined, Value};
use chainrule_program::Failure;
pub use chainrule_proof::ProofRule;
pub use chainrule_proof::counterexample::Point;
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::graph::{ExprId, Node, Rewriter, Scope, SymbolId, Walk};
pub use chainrule_worksheet::Relation;
use chainrule_worksheet::Worksheet;
pub use judgement::{By, ClaimReport, Doubt, Ground, Judgement, Refutation};
pub(crate) use off_kinks::derivatives_in;
use rustc_hash::{FxHashMap, FxHashSet};
use sweeps::Sweeps;
pub(crate) use with_values::{is_zero, with_values};

use at_once::AtOnce;
use by_links::Links;
use effort::Effort;

/// So many claims are judged: each takes numbers, and mostly a proof.
pub const MOST_JUDGED: usize = 10_000;

/// Judges claims over one worksheet.
struct ClaimJudge<'a> {
    worksheet: &'a mut Worksheet,
    calculus: &'a mut Calculus,
    numbers: &'a mut NumbersByPrecision,
    /// The values that leaves are given.
    given: FxHashMap<SymbolId, ExprId>,
    /// Derivatives that were worked out for earlier claims.
    derivations: FxHashMap<ExprId, Derivation>,
    /// Derivatives of one quantity by so many others that one sweep gives them all.
    sweeps: Sweeps,
    /// Derivatives whose numbers are stated.
    pinned: FxHashSet<ExprId>,
    /// Quantities after steps of an update.
    after: &'a AfterValues,
    without_value: &'a WithoutValue,
    /// Why a rounding has no number: its format holds an infinity or NaN.
    out_of_range: Option<Refutation>,
    /// So many more derivatives are looked at from both sides.
    looks_at_kinks: usize,
    /// What was written down by hand, for each way to round.
    hands: Vec<Desk>,
    effort: Effort,
    at_once: AtOnce,
    links: Links,
}

pub(crate) fn judge_all(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    numbers: &mut NumbersByPrecision,
    after: &AfterValues,
    without_value: &WithoutValue,
) -> Vec<ClaimReport> {
    let claims = worksheet.claims.clone();
    let pinned = worksheet.pins.iter().map(|pin| pin.derivative).collect();
    let given = worksheet.values.iter().map(|given| (given.symbol, given.value)).collect();
    let mut judge = ClaimJudge {
        worksheet,
        given,
        calculus,
        numbers,
        derivations: FxHashMap::default(),
        sweeps: Sweeps::default(),
        pinned,
        after,
        without_value,
        out_of_range: None,
        looks_at_kinks: at_kinks::MOST_LOOKED_AT,
        hands: Vec::new(),
        effort: Effort::for_claims(claims.len()),
        at_once: AtOnce::default(),
        links: Links::default(),
    };
    // How many are judged, where not all are.
    let mut judged = None;
    claims
        .into_iter()
        .enumerate()
        .map(|(place, claim)| {
            if place >= MOST_JUDGED || judge.effort.is_spent() {
                let judged = *judged.get_or_insert(place);
                return ClaimReport::new(&claim, Doubt::After(judged).into());
            }
            let mut grounds: Vec<Ground> = Vec::new();
            let mut judgement = Judgement::Undecided(Doubt::NothingCompared);
            for (place, relation) in claim.relations.iter().enumerate() {
                let (left, right) = (claim.sides[place], claim.sides[place + 1]);
                judgement = judge.one(left, right, *relation, claim.unit.as_ref());
                let Judgement::Proved(further) = &mut judgement else { break };
                further.retain(|ground| !grounds.contains(ground));
                grounds.append(further);
                *further = grounds.clone();
            }
            if let (Judgement::Refuted(_), Some(printed), &[left, right]) =
                (&judgement, &claim.rounded, claim.sides.as_slice())
                && let Some(unit) = &claim.unit
                && judge.roundings_in(&[left, right]).is_empty()
            {
                judgement = judge.as_rounded((left, right), printed, unit, judgement);
            }
            let mut by_convention = false;
            match judge.at_kinks(&claim.sides, &judgement) {
                Some(AtKink::AnotherSlope { taken, slope }) => {
                    judgement = Doubt::NotTheSlope { taken, slope }.into();
                }
                Some(AtKink::NoDerivative) => by_convention = true,
                None => {}
            }
            judgement = judge.unless_pins_are_contradicted(judgement);
            judgement = judge.with_one_function_in_doubt(judgement);
            let is_decided = matches!(judgement, Judgement::Proved(_) | Judgement::Refuted(_));
            let rounds_once = if is_decided { judge.rounded_once(&claim.sides) } else { None };
            judge.effort.is_judged();
            ClaimReport { rounds_once, by_convention, ..ClaimReport::new(&claim, judgement) }
        })
        .collect()
}

impl ClaimJudge<'_> {
    fn one(&mut self, left: ExprId, right: ExprId, relation: Relation, unit: Option<&Rational>) -> Judgement {
        let (left, right) = match (self.after_steps(left), self.after_steps(right)) {
            (Ok(left), Ok(right)) => (left, right),
            (Err((of, why)), _) | (_, Err((of, why))) => return Refutation::AfterStep { of, why }.into(),
        };
        // The formula of a slope may have a number where what it is the slope of has none.
        if let Some(why) = self.rests_on_nothing(&[left, right]) {
            return Refutation::WithoutValue(why).into();
        }
        self.derive_all(left, right);
        if let Some(judgement) = self.beyond_numbers(left, right, relation) {
            return judgement;
        }
        let mut last = None;
        // What the proof says that the sides are the same, once it was asked for.
        let mut same = None;
        for (place, &bits) in PRECISIONS.iter().enumerate() {
            // Digits never tell that two numbers are the same; a proof may.
            if bits > USUAL_PRECISION && last.is_some() && same.is_none() {
                let judgement = self.same(left, right);
                let is_proved = matches!(judgement, Judgement::Proved(_));
                same = Some(judgement);
                if is_proved {
                    break;
                }
            }
            let sides = self.value(left, place).and_then(|left| Ok((left, self.value(right, place)?)));
            match sides {
                Ok(values) => match numbers::compare(&values.0, &values.1, relation, unit, bits) {
                    Some(judgement) => return judgement,
                    // More digits ask for all numbers of the network once more: the definitions may tell before.
                    None if last.is_none() && self.same_by_definitions(left, right) => {
                        last = Some(values);
                        same = Some(By::SameFunction.into());
                        break;
                    }
                    None => last = Some(values),
                },
                Err(failure) if failure.why == Undefined::Unknown => break,
                // There is such a number, only none that can be counted in.
                Err(failure) if failure.why == Undefined::BeyondExponents => {
                    return self.beyond_exponents(left, right, relation, unit);
                }
                // A rounding that is not certain yet, or whether there is a value at all.
                Err(failure) if failure.why == Undefined::NotRational || failure.why.is_not_told() => {}
                Err(failure) => {
                    let why = self.out_of_range.take();
                    return why.unwrap_or(Refutation::WithoutValue(failure.why)).into();
                }
            }
        }
        if last.is_none()
            && let Some(rounding) = self.roundings_in(&[left, right]).first()
        {
            return Doubt::NeedsNumbers(Some(rounding.format)).into();
        }
        if let Some((about_left, about_right)) = last {
            // Too close to tell apart: only where they are equal is anything decided.
            let decided = same.unwrap_or_else(|| self.same(left, right));
            if relation == Relation::Equal {
                return decided;
            }
            let holds = matches!(relation, Relation::AtMost | Relation::AtLeast | Relation::About);
            return match decided {
                Judgement::Proved(_) if holds => By::SameNumber(None).into(),
                Judgement::Proved(_) => Refutation::SameNumber(None).into(),
                Judgement::Consistent { .. }
                | Judgement::Vacuous { .. }
                | Judgement::Refuted(_)
                | Judgement::Undecided(_) => Doubt::TooClose([about_left, about_right]).into(),
            };
        }
        self.for_all_values(left, right, relation, unit)
    }

    /// Whether two sides with numbers are the same by the definitions of the quantities that they name.
    fn same_by_definitions(&mut self, left: ExprId, right: ExprId) -> bool {
        let sides = (self.worked_out(left), self.worked_out(right));
        all_values::same_by_definitions(self.worksheet, self.calculus, &self.given, sides)
    }

    /// Whether two sides are the same, by proof.
    fn same(&mut self, left: ExprId, right: ExprId) -> Judgement {
        self.for_all_values(left, right, Relation::Equal, None)
    }

    /// A claim about a number that is too large or too small to be computed: only what holds for all numbers says anything.
    fn beyond_exponents(
        &mut self,
        left: ExprId,
        right: ExprId,
        relation: Relation,
        unit: Option<&Rational>,
    ) -> Judgement {
        match self.for_all_values(left, right, relation, unit) {
            decided @ (Judgement::Proved(_)
            | Judgement::Consistent { .. }
            | Judgement::Refuted(_)
            | Judgement::Vacuous { .. }) => decided,
            Judgement::Undecided(_) => Doubt::BeyondExponents.into(),
        }
    }

    /// The side with numbers put in for quantities after steps of an update.
    fn after_steps(&mut self, side: ExprId) -> Result<ExprId, (SymbolId, NoNumber)> {
        if self.after.is_empty() {
            return Ok(side);
        }
        let graph = &mut self.worksheet.graph;
        let mut rewriter = Rewriter::new();
        for symbol in Walk::symbols(graph, side, |_| {}) {
            match self.after.get(&symbol) {
                Some(Ok(Value::Exact(exact))) => {
                    let (name, number) = (graph.symbol(symbol), graph.number(exact.clone()));
                    rewriter.replace(name, number);
                }
                // An enclosure is put in where the side is evaluated.
                Some(Ok(Value::Enclosed(_))) | None => {}
                Some(&Err(why)) => return Err((symbol, why)),
            }
        }
        Ok(rewriter.apply(graph, side))
    }

    /// Works out the derivatives of quantities in the two sides.
    fn derive_all(&mut self, left: ExprId, right: ExprId) {
        let mut roots = vec![left, right];
        roots.extend(self.roundings_in(&roots).iter().map(|rounding| rounding.of));
        for id in Walk::rewritable_from(&self.worksheet.graph, &roots) {
            let graph = &mut self.worksheet.graph;
            let Node::Derivative { of, by, scope: Scope::Total } = graph.node(id) else { continue };
            let Node::Symbol(target) = graph.node(of) else { continue };
            if !self.pinned.contains(&id)
                && !self.derivations.contains_key(&id)
                && !self.sweeps.take_in(graph, self.calculus, id, [target, by])
            {
                let derivation = self.calculus.derive(graph, target, by);
                self.derivations.insert(id, derivation);
            }
        }
    }

    /// The value of a side at a precision.
    fn value(&mut self, side: ExprId, place: usize) -> Result<Value, Failure> {
        let rounded_values = self.rounded(side, place)?;
        self.value_with(side, place, rounded_values)
    }

    /// As [`ClaimJudge::value`], where the values of some parts are known.
    fn value_with(
        &mut self,
        side: ExprId,
        place: usize,
        mut rounded_values: FxHashMap<ExprId, Value>,
    ) -> Result<Value, Failure> {
        let graph = &mut self.worksheet.graph;
        let numbers = self.numbers.at(graph, self.calculus.network(), place);
        let mut nested = false;
        for (&symbol, value) in self.after {
            if let Ok(value) = value {
                rounded_values.insert(graph.symbol(symbol), value.clone());
            }
        }
        for id in Walk::rewritable_from(graph, &[side]) {
            if !matches!(graph.node(id), Node::Derivative { .. }) || self.pinned.contains(&id) {
                continue;
            }
            match self.derivations.get(&id) {
                Some(derivation) => {
                    rounded_values.insert(id, numbers.derivation(graph, self.calculus, derivation)?);
                }
                None => match self.sweeps.value(graph, self.calculus, numbers, (id, place)) {
                    Some(Some(value)) => {
                        rounded_values.insert(id, value);
                    }
                    Some(None) => return Err(Failure { why: Undefined::Unknown, at: id }),
                    None => nested = true,
                },
            }
        }
        // Derivatives of derivatives are worked out as expressions.
        let side = if nested { self.worked_out(side) } else { side };
        let numbers = self.numbers.at(&mut self.worksheet.graph, self.calculus.network(), place);
        numbers.value_with(&mut self.worksheet.graph, side, &rounded_values)
    }

    /// The side with its derivatives worked out, except those whose numbers are stated.
    fn worked_out(&mut self, side: ExprId) -> ExprId {
        let graph = &mut self.worksheet.graph;
        // A pin on an inner edge holds where the edge has a formula too, as it does for numbers.
        let mut over_pins = Vec::new();
        for id in Walk::below(graph, &[side]) {
            if let Some(derivation) = self.derivations.get(&id)
                && let Some(written) = pinned::written(graph, self.calculus, derivation, &self.pinned)
            {
                over_pins.push((id, written));
            }
        }
        // Stated derivatives are put aside under names while the others are worked out.
        let mut aside = Rewriter::new();
        let mut back = Rewriter::new();
        let roots: Vec<ExprId> = over_pins.iter().map(|(_, written)| *written).chain([side]).collect();
        for id in Walk::below(graph, &roots) {
            if self.pinned.contains(&id) && matches!(graph.node(id), Node::Derivative { .. }) {
                let name = graph.intern(&format!("'stated{}", id.index()));
                let symbol = graph.symbol(name);
                aside.replace(id, symbol);
                back.replace(symbol, id);
            }
        }
        for (id, written) in over_pins {
            let written = aside.apply(graph, written);
            aside.replace(id, written);
        }
        let side = aside.apply(graph, side);
        let side = self.calculus.without_derivatives(graph, side);
        back.apply(graph, side)
    }
}
