//! What a page needs that adds expressions to the graph, made before anything is typeset.

use std::collections::{HashMap, HashSet};

use chainrule_symbolic::derivation::{FactorId, Line};
use chainrule_symbolic::graph::{ExprId, Scope};

use crate::report::Report;

/// Workings of more lines than this are given by their result.
const LONGEST_WORKING: usize = 12;

/// One derivation, made ready to be typeset.
pub(super) struct Prepared {
    /// What is derived, in full: `∂²a/∂w²`, where the derivation itself derives a name for `∂a/∂w`.
    pub(super) title: ExprId,
    /// The factors that are shown.
    pub(super) factors: Vec<Shown>,
}

/// A factor as it is shown.
pub(super) enum Shown {
    /// Its form is left open.
    Open(FactorId),
    /// Worked out further up.
    Cited(FactorId),
    /// Worked out line by line; nothing where that would be too long.
    Working(FactorId, Option<Vec<Line>>),
    /// So many factors are not shown.
    LeftOut(usize),
}

impl Prepared {
    pub(super) fn all(report: &mut Report) -> Vec<Self> {
        let mut titles: HashMap<ExprId, ExprId> = HashMap::new();
        let mut seen: HashSet<FactorId> = HashSet::new();
        let mut all = Vec::new();
        let without_section = report.without_section();
        for index in 0..report.derivations.len() {
            let own = &report.derivations[index];
            let (name, by) = (own.derivation.name, own.derivation.by);
            let title = match own.stands_for {
                None => name,
                Some(first) => {
                    let of = titles.get(&first).copied().unwrap_or(first);
                    report.worksheet.graph.derivative(of, by, Scope::Total)
                }
            };
            titles.insert(name, title);
            // Nothing of a derivation with a wrong step is shown, so that nothing further down may cite it.
            let is_shown = !own.is_refuted() && !without_section.contains(&index);
            let factors = if is_shown { factors(report, index, &mut seen) } else { Vec::new() };
            all.push(Self { title, factors });
        }
        all
    }
}

fn factors(report: &mut Report, index: usize, seen: &mut HashSet<FactorId>) -> Vec<Shown> {
    let ids: Vec<FactorId> = report.derivations[index].factors.iter().map(|factor| factor.id).collect();
    let (places, left_out) = report.elision_of(&report.derivations[index]).places(ids.len());
    let mut out = Vec::new();
    for place in places {
        let Some(id) = place.map(|place| ids[place]) else {
            out.push(Shown::LeftOut(left_out));
            continue;
        };
        let Some(working) = report.calculus.factor(id).working.clone() else {
            out.push(Shown::Open(id));
            continue;
        };
        if !seen.insert(id) {
            out.push(Shown::Cited(id));
            continue;
        }
        let lines = working.lines(&mut report.worksheet.graph, LONGEST_WORKING);
        out.push(Shown::Working(id, lines));
    }
    out
}
