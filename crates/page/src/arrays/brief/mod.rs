//! A page about arrays as an author would lay it out: the result first, the network, the chain, each factor on a line, the
//! factors put together, numbers, what is known. What several derivatives share is told once.
//!
//! - `network`: definitions, what is given; `chain`: the chain rule; `factors`: each factor on a line;
//! - `put_together`: the factors put together; `in_numbers`: the same in numbers, and one entry as it is worked out by hand;
//! - `what_is_known`: what holds whatever the numbers.

mod chain;
mod factors;
mod in_numbers;
mod network;
mod put_together;
mod what_is_known;

use chainrule_array::word::{Over, Word};
use chainrule_array::{Arrays, MemberStatement, QuantityId, Told, Whole, WholeId};
use chainrule_number::{Rational, Value};
use chainrule_render::{Block, Elision, Inline, Layout, Line, Outcome, Relation, Role, Section, value};
use chainrule_work::found::Size;
use chainrule_work::{ArrayDerivation, ArrayReport, DerivedPart};
use chainrule_worksheet::Part;
use rustc_hash::FxHashSet;

use super::ArrayPage;
use super::general::Marks;
use super::numbers::DIGITS;
use crate::facts::fraction;
use crate::plan::Plan;

/// Of so many derivatives fewer lines are shown of each part.
const MANY_RESULTS: usize = 10;

impl ArrayPage<'_> {
    pub(super) fn brief(&mut self, plan: &Plan) {
        if plan.shows(Part::Result) {
            self.has_results = true;
            self.results();
        }
        if plan.shows(Part::Network) {
            self.network();
        }
        if plan.shows(Part::Given) {
            self.given();
        }
        if plan.shows(Part::Forward) {
            self.forward_numbers();
        }
        self.unsound();
        let report = self.report;
        let sound: Vec<&ArrayDerivation> = report
            .derivations
            .iter()
            .filter(|derivation| derivation.tally.is_sound() && !derivation.adjoints.is_empty())
            .collect();
        let mut seen: FxHashSet<usize> = FxHashSet::default();
        let all = sound.iter().flat_map(|derivation| derivation.adjoints.iter().copied());
        let adjoints: Vec<usize> = all.filter(|&place| seen.insert(place)).collect();
        if sound.len() > MANY_RESULTS && self.elision == Elision::MODERATE {
            self.elision = Elision::FEW;
        }
        if plan.shows(Part::Chain) {
            self.chain_rule(&sound, &adjoints);
        }
        if plan.shows(Part::Factors) {
            self.factors(&adjoints, plan.has_all_steps());
        }
        if plan.shows(Part::PutTogether) {
            self.put_together(&sound, &adjoints, plan.has_all_steps());
            self.numbers_back(&sound, &adjoints);
            self.one_by_hand(&sound);
            self.without_number(&report.derivations);
            self.conventions();
            self.sums_to_state();
        }
        if plan.shows(Part::Bound) {
            self.what_is_known();
        }
        if plan.shows(Part::Ledger) {
            self.ledgers(plan.asks_for(Part::Ledger));
        }
    }

    /// Why derivatives have no number, each reason once.
    pub(super) fn without_number(&mut self, derivations: &[ArrayDerivation]) {
        let mut messages: Vec<&str> = Vec::new();
        for refusal in derivations.iter().filter_map(|derivation| derivation.refusal.as_ref()) {
            let message = refusal.diagnostic.message.as_str();
            if !messages.contains(&message) {
                messages.push(message);
                let text = Inline::new().role(Role::Bad, "no number");
                self.blocks.push(Block::Remark(text.text(format!(": {}.", message.replace('`', "")))));
            }
        }
    }

    /// Where an activation is at a kink, its slope is a convention; where several entries are largest, their shares are.
    pub(super) fn conventions(&mut self) {
        for convention in &self.report.kinks {
            let name = convention.function.name;
            let at: Vec<String> = convention.at.iter().map(ToString::to_string).collect();
            let place = if at.is_empty() { "there".to_owned() } else { format!("at [{}]", at.join(",")) };
            let more = match convention.count {
                0 | 1 => String::new(),
                count => format!(" and at {} more", count - 1),
            };
            let (lead, tail) = match convention.kink {
                Some(kink) => (
                    format!(
                        "{name}'({}) is taken as {} by convention ({}): ",
                        kink.at, kink.derivative, kink.convention
                    ),
                    format!(" is {} {place}{more}.", kink.at),
                ),
                None => (
                    format!(
                        "Where both arguments of {name} are equal, its derivative by each is taken as 1/2 (PyTorch and JAX): "
                    ),
                    format!(" equals the other {place}{more}."),
                ),
            };
            let text = Inline::new().text(lead).math(self.setter.whole(convention.of)).text(tail);
            self.blocks.push(Block::Remark(text));
        }
        self.ties();
    }

    /// Sums of given entries that are 1, where they stand in results: a stated fact would make these shorter.
    fn sums_to_state(&mut self) {
        let report = self.report;
        let arrays = &report.arrays;
        // Where no shape is declared it cannot be stated.
        let leaves = report.leaves.iter().filter(|_| !report.is_inferred);
        for &leaf in leaves {
            let is_stated = report.facts.iter().any(|fact| fact.of == leaf);
            let Some(numbers) = report.numbers.get(&leaf).filter(|array| !is_stated && array.axes.len() == 1)
            else {
                continue;
            };
            let exact: Option<Vec<&Rational>> = numbers
                .entries
                .iter()
                .map(|entry| if let Value::Exact(number) = entry { Some(number) } else { None })
                .collect();
            let sum = exact.map(|all| all.into_iter().fold(Rational::zero(), |sum, number| &sum + number));
            if !sum.is_some_and(|sum| sum.is_one()) {
                continue;
            }
            let stands =
                report.derivations.iter().filter_map(|derivation| derivation.adjoints.last()).any(|&place| {
                    let adjoint = &report.calculus.adjoints[place];
                    adjoint.in_full.or(adjoint.reading).is_some_and(|whole| adds_up(arrays, whole, leaf))
                });
            if stands {
                let name = self.setter.quantity(leaf);
                let text = Inline::from("The entries of ").math(name.clone());
                let text = text
                    .text(format!(" add up to 1 here: with given sum({}) = 1 that is used.", name.ascii()));
                self.blocks.push(Block::Remark(text));
            }
        }
    }

    fn ties(&mut self) {
        for &of in &self.report.ties {
            let of = self.setter.whole(of);
            let text = Inline::from("Several entries of ").math(of);
            self.blocks.push(Block::Remark(text.text(
                " are largest at the given numbers: max has no derivative there, and by convention they share it equally, as in PyTorch and JAX.",
            )));
        }
    }

    /// How large the derivatives are, where something is wrong with that, or it is asked for.
    fn ledgers(&mut self, is_asked_for: bool) {
        let report = self.report;
        for derivation in &report.derivations {
            let is_sound = derivation.tally.is_sound() && !derivation.adjoints.is_empty();
            let is_wrong = derivation.sizes.as_ref().is_some_and(|sizes| {
                matches!(sizes.size, Size::Vanishing | Size::Exploding) || sizes.lost.is_some()
            });
            if is_sound && (is_wrong || is_asked_for || self.asks_for_formats) {
                self.sizes(derivation);
            }
        }
        self.layers();
    }

    pub(super) fn section(&mut self, title: &str, beside: Inline, prose: &str) {
        let (is_sentence, is_silent) = (!beside.is_empty(), false);
        let (title, prose) = (title.into(), prose.into());
        self.blocks.push(Block::Section(Section { title, beside, prose, is_sentence, is_silent }));
    }

    fn results(&mut self) {
        let derivations = &self.report.derivations;
        let groups = self.results_at_once();
        let (places, left_out) = Elision::LINES.places(groups.len());
        let dots = || Outcome {
            name: Layout::dots(None),
            value: None,
            verdict: Some((Role::Dim, format!("{left_out} more"))),
        };
        let mut outcomes: Vec<Outcome> = Vec::new();
        for place in places {
            let derivation = match place.map(|place| &groups[place]) {
                None => {
                    outcomes.push(dots());
                    continue;
                }
                Some(Told::Run(run)) => {
                    let derivation = &derivations[run.printed];
                    let outcome = self.in_general(run, |page| page.outcome_as(derivation, false));
                    let range = format!("for {} in {}..{}", run.letter, run.from, run.to);
                    let verdict =
                        outcome.verdict.clone().map(|(role, text)| (role, format!("{text} {range}")));
                    outcomes.push(Outcome { verdict: verdict.or(Some((Role::Dim, range))), ..outcome });
                    continue;
                }
                Some(Told::One(place)) => &derivations[*place],
            };
            if derivation.tally.is_sound() {
                outcomes.extend(derivation.parts.iter().map(|part| self.outcome_of_part(part)));
            }
            outcomes.push(self.outcome(derivation));
        }
        if !outcomes.is_empty() {
            self.blocks.push(Block::Results(outcomes));
        }
    }

    /// Derivatives by members of a family that are the same function of what is before them, told at once.
    fn results_at_once(&self) -> Vec<Told> {
        let report = self.report;
        let mut marks = Marks::default();
        let nothing = || MemberStatement { about: Vec::new(), says: Vec::new() };
        let statements: Vec<MemberStatement> = report
            .derivations
            .iter()
            .map(|derivation| {
                let is_wrong = derivation.refusal.is_some()
                    || derivation
                        .sizes
                        .as_ref()
                        .is_some_and(|sizes| matches!(sizes.size, Size::Vanishing | Size::Exploding));
                let adjoint = derivation.adjoints.last().map(|&place| &report.calculus.adjoints[place]);
                match adjoint
                    .filter(|_| derivation.tally.is_sound() && derivation.parts.is_empty() && !is_wrong)
                {
                    Some(adjoint) if self.only_number(adjoint).is_none() => {
                        Self::adjoint_statement(adjoint, &mut marks)
                    }
                    Some(_) | None => nothing(),
                }
            })
            .collect();
        self.at_once(&statements)
    }

    /// An entry or a line that is asked for, and what it is.
    fn outcome_of_part(&self, part: &DerivedPart) -> Outcome {
        let (name, mut right) = (self.setter.whole(part.left), self.setter.whole(part.right));
        if let Some(numbers) = &part.numbers {
            let digits = Some(self.digits.unwrap_or(DIGITS));
            let is_about =
                numbers.entries.iter().any(|entry| value::relation_to(entry, digits) == Relation::About);
            let sign = if is_about { Relation::About } else { Relation::Equal };
            let row: Vec<Layout> = numbers.entries.iter().map(|entry| self.number(entry)).collect();
            let number = match row.as_slice() {
                [only] if numbers.axes.is_empty() => only.clone(),
                [..] => Layout::rows(&[row]),
            };
            right = right.related(sign.operator(), &number);
        }
        let shape = self.report.arrays.shape(part.left);
        let verdict = (!shape.is_number()).then(|| (Role::Dim, self.setter.shape(shape).unicode()));
        Outcome { name, value: Some((Relation::Equal, right)), verdict }
    }

    /// A derivative, what it is, its shape, and a word where something is wrong with it.
    fn outcome(&self, derivation: &ArrayDerivation) -> Outcome {
        self.outcome_as(derivation, true)
    }

    /// The same, in one line where that is short or by the derivatives before it.
    fn outcome_as(&self, derivation: &ArrayDerivation, in_one_line: bool) -> Outcome {
        let name = self.name_of(derivation);
        if derivation.adjoints.is_empty() {
            let zero = fraction(&Rational::zero());
            return Outcome { name, value: Some((Relation::Equal, zero)), verdict: None };
        }
        if !derivation.tally.is_sound() {
            let word = if derivation.tally.refuted > 0 { "refuted" } else { "not verified" };
            return Outcome { name, value: None, verdict: Some((Role::Bad, word.to_owned())) };
        }
        let Some(adjoint) = derivation.adjoints.last().map(|&place| &self.report.calculus.adjoints[place])
        else {
            return Outcome { name, value: None, verdict: None };
        };
        let short = adjoint.in_full.filter(|_| in_one_line);
        let whole = short.or(derivation.by_results.filter(|_| in_one_line)).or(adjoint.reading);
        let (name, mut right) = if let Some(whole) = whole {
            (name, self.setter.whole(self.laid_out(whole, adjoint.of, adjoint.by)))
        } else {
            let free = adjoint.free();
            let names = self.setter.names_for(&free);
            let left = self.setter.quantity_with(adjoint.name, &free, &names);
            (left, self.setter.entry(adjoint.result(), &names))
        };
        if let Some(number) = self.only_number(adjoint) {
            let sign = value::relation_to(number, Some(self.digits.unwrap_or(DIGITS))).operator();
            right = right.related(sign, &self.number(number));
        }
        let wrong = match derivation.sizes.as_ref().map(|sizes| sizes.size) {
            _ if derivation.refusal.is_some() => Some("no number"),
            Some(Size::Exploding) => Some("explodes"),
            Some(Size::Vanishing) => Some("vanishes"),
            Some(Size::Zero | Size::Healthy) | None => None,
        };
        let shape = &self.report.arrays.quantity(adjoint.name).shape;
        let shape = (!shape.is_number()).then(|| {
            let mut axes = shape.axes();
            if self.setter.is_turned(adjoint.name) {
                axes.reverse();
            }
            self.setter.shape(&chainrule_array::Shape::of_axes(&axes)).unicode()
        });
        let verdict = match (shape, wrong) {
            (shape, Some(word)) => {
                let shape = shape.map_or(String::new(), |shape| format!(", {shape}"));
                Some((Role::Bad, format!("{word}{shape}")))
            }
            (Some(shape), None) => Some((Role::Dim, shape)),
            (None, None) => None,
        };
        Outcome { name, value: Some((Relation::Equal, right)), verdict }
    }

    /// What is no part of the page because a step could not be confirmed, and what is 0.
    fn unsound(&mut self) {
        let report = self.report;
        for derivation in &report.derivations {
            if derivation.adjoints.is_empty() {
                self.independent(derivation);
            } else if !derivation.tally.is_sound() {
                self.refused(derivation);
            }
        }
    }

    /// A long list of lines without its middle.
    fn cut(&self, lines: &[Line], what: &str) -> Vec<Line> {
        let (places, left_out) = self.elision.places(lines.len());
        let dots = || Line {
            left: Layout::new(),
            relation: Relation::None,
            right: Layout::dots(None),
            reason: Some(Inline::new().text(format!("{left_out} more {what}"))),
        };
        places.into_iter().map(|place| place.map_or_else(dots, |place| lines[place].clone())).collect()
    }
}

/// Whether the sum of all entries of a leaf stands in an expression.
fn adds_up(arrays: &Arrays, whole: WholeId, leaf: QuantityId) -> bool {
    let mut stack = vec![whole];
    while let Some(id) = stack.pop() {
        let whole = arrays.whole(id);
        if let Whole::Word { word: Word::Sum, over: Over::All, arguments } = whole
            && *arrays.whole(arguments[0]) == Whole::Quantity(leaf)
        {
            return true;
        }
        stack.extend(arrays.parts(whole));
    }
    false
}

/// How large indices were tried.
pub(in super::super) const RENUMBERED: &str =
    "at small sizes, with indices by number as small ones in the same order";

/// One line on how everything was checked; nothing where something could not be.
pub(in super::super) fn checked(report: &ArrayReport) -> Option<Block> {
    let derived: Vec<&ArrayDerivation> =
        report.derivations.iter().filter(|derivation| !derivation.adjoints.is_empty()).collect();
    if derived.is_empty() || derived.iter().any(|derivation| !derivation.tally.is_sound()) {
        return None;
    }
    let is_at_numbers = derived.iter().any(|derivation| derivation.tally.directions > 1);
    let text = format!(
        " every line and matrix form checked entry by entry, the whole along a direction{}",
        if is_at_numbers { ", also at these numbers" } else { "" }
    );
    let text = if report.is_renumbered { format!("{text}; {RENUMBERED}") } else { text };
    Some(Block::Note(Inline::new().role(Role::Good, "✓").text(text)))
}
