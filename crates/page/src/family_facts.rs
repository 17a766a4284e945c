//! Facts about the members of a family, told once.

use chainrule_symbolic::derivation::pattern::Stretch;
use chainrule_symbolic::derivation::{Fact, FactorId, Slope, WorkingId, primed_function};
use chainrule_symbolic::graph::{ExprId, FunctionId};
use rustc_hash::FxHashMap;

use super::ranged::{FEWEST_TOGETHER, Ranged};
use super::told_before::{Draft, MOST_CHECKED, NewFacts, ToldBefore};
use chainrule_work::report::FactorReport;

/// What falls into more stretches than this is no family that a reader would see.
const MOST_STRETCHES: usize = 4;

/// The facts of more members than this are not compared with one: each costs what a fact that is told costs. The first
/// of them are told instead, and how many more there are.
const MOST_COMPARED: usize = 20_000;

/// Things by what they have in common, in the order in which the first of each kind was met.
fn by_kind<K: Eq + std::hash::Hash + Copy, T>(things: impl Iterator<Item = (K, T)>) -> Vec<(K, Vec<T>)> {
    let mut places: FxHashMap<K, usize> = FxHashMap::default();
    let mut kinds: Vec<(K, Vec<T>)> = Vec::new();
    for (kind, thing) in things {
        let place = *places.entry(kind).or_insert(kinds.len());
        if place == kinds.len() {
            kinds.push((kind, Vec::new()));
        }
        kinds[place].1.push(thing);
    }
    kinds.retain(|(_, members)| (FEWEST_TOGETHER..=MOST_COMPARED).contains(&members.len()));
    kinds
}

/// The stretches of lines that are the cases of one, where they are few.
fn stretches(draft: &mut Draft<'_>, lines: &[Vec<ExprId>]) -> Vec<(Stretch, Ranged)> {
    let Draft { report, graph, recogniser, .. } = draft;
    let index = recogniser.letters().layer.clone();
    let families = report.calculus().network().families();
    let found = recogniser.stretches(graph, families, lines, &index, FEWEST_TOGETHER);
    if found.len() > MOST_STRETCHES {
        return Vec::new();
    }
    let ranged = |stretch: Stretch| {
        let ranged = Ranged::of(graph, &index, &stretch);
        (stretch, ranged)
    };
    found.into_iter().map(ranged).collect()
}

impl ToldBefore {
    /// The formulas behind primed functions put to members of a family, each compared with the one that is told.
    pub(super) fn slopes_together(
        &mut self,
        draft: &mut Draft<'_>,
        slopes: &[ExprId],
        new_facts: &mut NewFacts,
    ) {
        let fresh = slopes.iter().copied().filter(|primed| !self.slopes.contains(primed));
        let graph = &draft.graph;
        let kinds: Vec<((FunctionId, u8), Vec<ExprId>)> =
            by_kind(fresh.filter_map(|primed| Some((primed_function(graph, primed)?, primed))));
        for (_, primed) in kinds {
            let Draft { report, graph, .. } = &mut *draft;
            // What a formula rests on is told for each.
            if !Fact::ties(graph, primed[0]).is_empty() {
                continue;
            }
            let slopes = report.calculus().slopes_of(graph, primed);
            let lines: Vec<Vec<ExprId>> =
                slopes.iter().map(|slope| vec![slope.primed, slope.formula, slope.named]).collect();
            for (stretch, ranged) in stretches(draft, &lines) {
                let graph = &mut draft.graph;
                let mut written = stretch.general.iter().map(|general| general.written(graph));
                let (Some(primed), Some(formula), Some(named)) =
                    (written.next(), written.next(), written.next())
                else {
                    continue;
                };
                new_facts.family_slopes.push((Slope { primed, formula, named }, ranged));
                for slope in &slopes[stretch.places] {
                    self.slopes.insert(slope.primed);
                    self.slopes_of_families.insert(slope.primed);
                }
            }
        }
    }

    /// What holds of the factors of a family, each compared with what is told.
    pub(super) fn facts_together(
        &mut self,
        draft: &mut Draft<'_>,
        factors: &[FactorReport],
        new_facts: &mut NewFacts,
    ) {
        let is_certain_left_out = factors.len() <= MOST_CHECKED;
        let calculus = draft.report.calculus();
        let fresh = factors
            .iter()
            .map(|factor| factor.id)
            .filter(|id| !self.told_of.contains(id) && !self.told_of_families.contains(id));
        let kinds: Vec<(WorkingId, Vec<FactorId>)> =
            by_kind(fresh.filter_map(|id| Some((calculus.factor(id).working?, id))));
        for (working, ids) in kinds {
            if self.count_of(draft, working) == 0 {
                continue;
            }
            let each: Vec<Vec<Fact>> =
                ids.iter().map(|&id| self.facts_of(draft, id, is_certain_left_out)).collect();
            let lines: Vec<Vec<ExprId>> =
                each.iter().map(|facts| facts.iter().filter_map(Fact::about_what).collect()).collect();
            for (stretch, ranged) in stretches(draft, &lines) {
                let graph = &mut draft.graph;
                let mut written = stretch.general.iter().map(|general| general.written(graph));
                for fact in &each[stretch.places.start] {
                    if fact.about_what().is_none() {
                        if self.is_first(fact) {
                            new_facts.facts.push(fact.clone());
                        }
                        continue;
                    }
                    let general = fact.with(&mut written);
                    let says = |(other, at): &(Fact, Ranged)| *other == general && at.holds(ranged);
                    if self.family_facts.iter().chain(&new_facts.family_facts).any(says) {
                        continue;
                    }
                    new_facts.family_facts.retain(|(other, at)| *other != general || !ranged.holds(*at));
                    new_facts.family_facts.push((general, ranged));
                }
                self.told_of_families.extend(&ids[stretch.places]);
            }
        }
        self.family_facts.extend(new_facts.family_facts.iter().cloned());
    }
}
