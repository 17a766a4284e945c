//! What a page needs that adds expressions to the graph, made before anything is typeset.

use chainrule_render::Elision;
use chainrule_symbolic::derivation::{FactorId, Fold, Path, primed_function};
use chainrule_symbolic::graph::{ExprId, Scope};
use rustc_hash::{FxHashMap, FxHashSet};

use super::gradient::PreparedGradient;
use super::group::without_section;
use super::tellings::{Slopes, Telling};
use super::told_before::{Draft, FactorEntry, NewFacts, ToldBefore};
use chainrule_work::report::DerivationReport;

/// Products of more factors have no line of numbers.
pub(super) const MOST_FACTORS: usize = 12;

/// One derivation, made ready to be typeset.
pub(super) struct Prepared {
    /// What is derived, in full: `∂²a/∂w²`, where the derivation itself derives a name for `∂a/∂w`.
    pub(super) title: ExprId,
    /// The factors that are shown.
    pub(super) factors: Vec<FactorEntry>,
    /// What holds of them.
    pub(super) facts: NewFacts,
    folds: FxHashMap<[FactorId; 2], Fold>,
    /// How the factors are told where not every step is.
    pub(super) tellings: Vec<Telling>,
    /// What each factor is, in the reader's own quantities.
    pub(super) short: FxHashMap<FactorId, ExprId>,
    /// The whole in the reader's own quantities.
    pub(super) result: ExprId,
}

/// All derivations and gradients, made ready.
pub(super) fn all(draft: &mut Draft<'_>) -> (Vec<Prepared>, Vec<PreparedGradient>) {
    let report = draft.report;
    let mut titles: FxHashMap<ExprId, ExprId> = FxHashMap::default();
    let mut told_before = ToldBefore::default();
    let mut derivations = Vec::new();
    let without_section = without_section(report, draft.elision);
    for index in 0..report.derivations.len() {
        let derivation = &report.derivations[index];
        let (name, by) = (derivation.derivation.name, derivation.derivation.by);
        let title = match derivation.stands_for {
            None => name,
            Some(first) => {
                let of = titles.get(&first).copied().unwrap_or(first);
                draft.graph.derivative(of, by, Scope::Total)
            }
        };
        titles.insert(name, title);
        // Nothing of a derivation with a wrong step is shown, so that nothing further down may cite it.
        if without_section.contains(&index) || derivation.is_refuted() {
            derivations.push(Prepared::nothing(title));
            continue;
        }
        let elision = draft.elision_of(derivation);
        let mut prepared = Prepared { result: derivation.derivation.result, ..Prepared::nothing(title) };
        if draft.has_all_steps {
            prepared.factors = told_before.factors(draft, &derivation.factors, elision);
            prepared.facts = told_before.tell(draft, &derivation.factors, &derivation.slopes, elision);
        } else {
            let slopes = Slopes::of(draft, derivation);
            prepared.tellings = told_before.tellings(draft, &derivation.factors, &slopes, elision);
            let most = elision.most();
            for factor in derivation.factors.iter().take(most.max(MOST_FACTORS)) {
                let result = report.calculus().factor(factor.id).result;
                prepared.short.insert(factor.id, slopes.put_into(&mut draft.graph, result));
            }
            // Of a long product only the ends are shown, and slopes are told with their factors.
            let is_short = derivation.factors.len() <= most;
            if is_short {
                prepared.result = slopes.put_into(&mut draft.graph, derivation.derivation.result);
            }
            prepared.facts = told_before.tell(draft, &derivation.factors, &derivation.slopes, elision);
            prepared
                .facts
                .slopes
                .retain(|slope| !slopes.says(slope.primed) && !report.is_stated(slope.primed));
        }
        prepared.folds = folds(draft, derivation, elision);
        derivations.push(prepared);
    }
    let gradients = report
        .gradients
        .iter()
        .map(|gradient| PreparedGradient::new(draft, gradient, &mut told_before))
        .collect();
    (derivations, gradients)
}

/// The slopes of the worksheet's stated factors in the reader's own quantities, where those are known.
pub(super) fn named_slopes(draft: &mut Draft<'_>) -> FxHashMap<ExprId, ExprId> {
    let primed: Vec<ExprId> = draft.report.pins.iter().map(|pin| pin.derivative).collect();
    let primed = primed.into_iter().filter(|&slope| primed_function(&draft.graph, slope).is_some()).collect();
    let slopes = draft.report.calculus().slopes_of(&mut draft.graph, primed);
    slopes.into_iter().map(|slope| (slope.primed, slope.named)).collect()
}

impl Prepared {
    fn nothing(title: ExprId) -> Self {
        Self {
            title,
            factors: Vec::new(),
            facts: NewFacts::default(),
            folds: FxHashMap::default(),
            tellings: Vec::new(),
            short: FxHashMap::default(),
            result: title,
        }
    }

    /// What two neighbouring factors that read as one are, where that is shown.
    pub(super) fn fold(&self, path: &Path, first: usize) -> Option<&Fold> {
        self.folds.get(&pair(path, first)?)
    }
}

/// The factor at a place and the next one.
fn pair(path: &Path, first: usize) -> Option<[FactorId; 2]> {
    Some([*path.factors.get(first)?, *path.factors.get(first + 1)?])
}

/// The places of the folds of all paths that are told at the coarser grain, each pair of factors once.
pub(super) fn distinct_folds(paths: &[Path]) -> Vec<(&Path, usize)> {
    let mut seen: FxHashSet<[FactorId; 2]> = FxHashSet::default();
    let coarse = paths.iter().filter(|path| path.groups().len() > 1);
    coarse
        .flat_map(|path| path.folds.iter().map(move |&first| (path, first as usize)))
        .filter(|&(path, first)| pair(path, first).is_some_and(|pair| seen.insert(pair)))
        .collect()
}

/// The folds that are shown.
fn folds(
    draft: &mut Draft<'_>,
    derivation: &DerivationReport,
    elision: Elision,
) -> FxHashMap<[FactorId; 2], Fold> {
    let mut wanted: Vec<[FactorId; 2]> = Vec::new();
    let paths = derivation.derivation.written_paths();
    if !paths.is_empty() {
        let distinct = distinct_folds(paths);
        let (places, _) = elision.places(distinct.len());
        wanted.extend(places.into_iter().flatten().filter_map(|at| pair(distinct[at].0, distinct[at].1)));
        for path in paths {
            let groups = path.groups();
            let (places, _) = elision.places(groups.len());
            let groups = places.into_iter().flatten().map(|at| &groups[at]).filter(|group| group.len() == 2);
            wanted.extend(groups.filter_map(|group| pair(path, group.start)));
        }
    }
    let Draft { report, graph, .. } = draft;
    wanted
        .into_iter()
        .map(|[outer, inner]| ([outer, inner], report.calculus().fold(graph, outer, inner)))
        .collect()
}
