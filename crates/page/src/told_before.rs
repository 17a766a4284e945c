//! What is told on a page once: factors worked out, facts, and the formulas behind primed functions.

use chainrule_render::Elision;
use chainrule_symbolic::derivation::pattern::Recogniser;
use chainrule_symbolic::derivation::{Fact, Factless, FactorId, Line, Slope, WorkingId};
use chainrule_symbolic::finish::holds_by_definition;
use chainrule_symbolic::graph::{ExprId, Graph};
use chainrule_work::report::{DerivationReport, FactorReport, Report};
use rustc_hash::{FxHashMap, FxHashSet};

use super::ranged::Ranged;

/// Workings of more lines than this are given by their result.
const LONGEST_WORKING: usize = 12;

/// Of more factors than these it is not looked at which of their conditions hold by what names are defined as.
pub(super) const MOST_CHECKED: usize = 64;

/// A factor as it is shown.
pub(super) enum FactorEntry {
    /// Its form is left open.
    Open(FactorId),
    /// Worked out further up.
    Cited(FactorId),
    /// Worked out line by line; nothing where that would be too long.
    Working(FactorId, Option<Vec<Line>>),
    /// So many factors are not shown.
    LeftOut(usize),
    /// So many factors have the same working as the one before.
    Alike(usize),
}

/// Facts and formulas that were not told further up.
#[derive(Default)]
pub(super) struct NewFacts {
    pub(super) slopes: Vec<Slope>,
    pub(super) facts: Vec<Fact>,
    /// Those of the members of families, each written once.
    pub(super) family_slopes: Vec<(Slope, Ranged)>,
    pub(super) family_facts: Vec<(Fact, Ranged)>,
    /// So many more are not told.
    pub(super) left_out: usize,
}

/// What was told further up.
#[derive(Default)]
pub(super) struct ToldBefore {
    pub(super) worked_out: FxHashSet<FactorId>,
    /// By what they are about.
    facts: FxHashMap<Option<ExprId>, Vec<Fact>>,
    /// Factors all of whose facts were told.
    pub(super) told_of: FxHashSet<FactorId>,
    pub(super) slopes: FxHashSet<ExprId>,
    /// Those that were told with their family.
    pub(super) told_of_families: FxHashSet<FactorId>,
    pub(super) slopes_of_families: FxHashSet<ExprId>,
    pub(super) family_facts: Vec<(Fact, Ranged)>,
    /// How many facts a working comes with.
    counts: FxHashMap<WorkingId, usize>,
    factless: Factless,
}

/// A page before it is typeset.
pub(super) struct Draft<'r> {
    pub(super) report: &'r Report,
    /// The report's graph, and over it what the page shows besides.
    pub(super) graph: Graph,
    /// What takes names with indices apart; it remembers those it met.
    pub(super) recogniser: Recogniser,
    /// How much of long lists is shown.
    pub(super) elision: Elision,
    /// Whether every step is shown.
    pub(super) has_all_steps: bool,
}

impl Draft<'_> {
    /// How much of the long lists of a derivation is shown: less where what repeats is written once besides.
    pub(super) fn elision_of(&self, derivation_report: &DerivationReport) -> Elision {
        elision_of(self.elision, derivation_report)
    }
}

/// How much of the long lists of a derivation is shown, where so much of others is.
pub(super) fn elision_of(elision: Elision, derivation_report: &DerivationReport) -> Elision {
    if derivation_report.pattern.is_some() && elision != Elision::NOTHING { Elision::SHORT } else { elision }
}

impl ToldBefore {
    pub(super) fn factors(
        &mut self,
        draft: &mut Draft<'_>,
        factors: &[FactorReport],
        elision: Elision,
    ) -> Vec<FactorEntry> {
        let (places, left_out) = elision.places(factors.len());
        places
            .into_iter()
            .map(|place| match place {
                Some(place) => self.factor(draft, factors[place].id),
                None => FactorEntry::LeftOut(left_out),
            })
            .collect()
    }

    /// One factor, worked out where it was not further up.
    pub(super) fn factor(&mut self, draft: &mut Draft<'_>, id: FactorId) -> FactorEntry {
        let Draft { report, graph, .. } = draft;
        if report.calculus().factor(id).working.is_none() {
            return FactorEntry::Open(id);
        }
        if !self.worked_out.insert(id) {
            return FactorEntry::Cited(id);
        }
        let working = report.calculus().working(graph, id);
        FactorEntry::Working(id, working.and_then(|working| working.lines(graph, LONGEST_WORKING)))
    }

    /// The facts and formulas that were not told further up.
    pub(super) fn tell(
        &mut self,
        draft: &mut Draft<'_>,
        factors: &[FactorReport],
        slopes: &[ExprId],
        elision: Elision,
    ) -> NewFacts {
        let most = elision.most();
        let mut new_facts = NewFacts::default();
        if elision != Elision::NOTHING {
            self.slopes_together(draft, slopes, &mut new_facts);
            self.facts_together(draft, factors, &mut new_facts);
        }
        let apart: Vec<ExprId> =
            slopes.iter().copied().filter(|primed| !self.slopes_of_families.contains(primed)).collect();
        new_facts.left_out = apart.len().saturating_sub(most);
        for primed in apart.into_iter().take(most) {
            if self.slopes.insert(primed) {
                let Draft { report, graph, .. } = &mut *draft;
                new_facts.slopes.extend(report.calculus().slope(graph, primed));
                new_facts.facts.extend(Fact::ties(graph, primed));
            }
        }
        let is_certain_left_out = factors.len() <= MOST_CHECKED;
        for factor in factors {
            let Some(working) = draft.report.calculus().factor(factor.id).working else { continue };
            if self.told_of_families.contains(&factor.id) {
                continue;
            }
            if self.count_of(draft, working) == 0 {
                continue;
            }
            if new_facts.facts.len() == most && !is_certain_left_out {
                new_facts.left_out += self.count_of(draft, working);
                continue;
            }
            if self.told_of.contains(&factor.id) {
                continue;
            }
            for fact in self.facts_of(draft, factor.id, is_certain_left_out) {
                if new_facts.facts.len() == most {
                    new_facts.left_out += 1;
                } else if self.is_first(&fact) {
                    new_facts.facts.push(fact);
                }
            }
            if new_facts.facts.len() < most {
                self.told_of.insert(factor.id);
            }
        }
        new_facts
    }

    /// Whether a fact was not told before; from now on it was.
    pub(super) fn is_first(&mut self, fact: &Fact) -> bool {
        let facts = self.facts.entry(fact.about_what()).or_default();
        let is_first = !facts.contains(fact);
        if is_first {
            facts.push(fact.clone());
        }
        is_first
    }

    /// How many facts a working comes with.
    pub(super) fn count_of(&mut self, draft: &Draft<'_>, working: WorkingId) -> usize {
        let Self { counts, factless, .. } = self;
        let facts = || draft.report.calculus().worked(working).facts(&draft.graph, factless).len();
        *counts.entry(working).or_insert_with(facts)
    }

    /// The facts that a factor comes with; without the conditions that hold by what their names are defined as, where
    /// those are to be left out.
    pub(super) fn facts_of(
        &mut self,
        draft: &mut Draft<'_>,
        id: FactorId,
        is_certain_left_out: bool,
    ) -> Vec<Fact> {
        let Draft { report, graph, .. } = draft;
        let mut facts = report.calculus().facts(graph, id, &mut self.factless);
        if is_certain_left_out {
            facts.retain(|fact| {
                !matches!(fact, Fact::Condition { .. })
                    || !holds_by_definition(graph, report.calculus().network(), fact)
            });
        }
        facts
    }
}
