//! One derivation for all members of a family.

use chainrule_symbolic::derivation::pattern::{Pattern, Template, general_pattern};
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashSet;

use super::finder::{Finder, is_taken};
use super::reported;
use crate::reported::derivation::DerivationReport;
use crate::reported::pattern::{Judged, PatternReport};

/// The derivations of one quantity by the members of a family, as one.
#[derive(Clone, Debug)]
pub struct GroupReport {
    /// `∂L/∂w[m]`
    pub name: ExprId,
    /// The index.
    pub index: SymbolId,
    /// What each of them is, with the index in it.
    pub pattern: PatternReport,
    /// For which values of the index it holds, ascending, and the place of each derivation among those of the report:
    /// each was derived on its own and compared factor by factor.
    pub members: Vec<(i64, usize)>,
}

impl GroupReport {
    /// The place of the derivation that is worked out for all: that asked for first.
    pub fn example(&self) -> usize {
        self.members.iter().map(|(_, place)| *place).min().unwrap_or(0)
    }
}

/// The groups among the derivations.
pub(super) fn find(
    finder: &mut Finder,
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    derivations: &[DerivationReport],
) -> Vec<GroupReport> {
    let is_taken = is_taken(worksheet, calculus.network());
    let graph = &mut worksheet.graph;
    let all: Vec<&Derivation> = derivations.iter().map(|derivation| &derivation.derivation).collect();
    let patterns: Vec<Option<&Pattern>> = derivations
        .iter()
        .map(|derivation| derivation.pattern.as_ref().map(|pattern| &pattern.pattern))
        .collect();
    let mut groups = Vec::new();
    for found in grouped(finder, graph, calculus, &all, &patterns) {
        if found.members.iter().any(|(_, place)| derivations[*place].is_refuted()) {
            continue;
        }
        let name = found.name.written(graph);
        let index = graph.intern(&found.index);
        let pattern = reported(graph, found.pattern, Judged::Compared, &is_taken);
        groups.push(GroupReport { name, index, pattern, members: found.members });
    }
    groups
}

/// A group, before it is written into a graph.
pub(super) struct Found {
    pub(super) name: Template,
    pub(super) index: String,
    pub(super) pattern: Pattern,
    pub(super) members: Vec<(i64, usize)>,
}

/// The groups among derivations whose patterns are known.
pub(super) fn grouped(
    finder: &mut Finder,
    graph: &mut Graph,
    calculus: &Calculus,
    derivations: &[&Derivation],
    patterns: &[Option<&Pattern>],
) -> Vec<Found> {
    let index = finder.recogniser.letters().member.clone();
    let mut all = Vec::new();
    for group in finder.recogniser.groups(graph, derivations) {
        // Near the end of the chain products are too short to be patterns: those are taken factor by factor.
        let patterns: Vec<(i64, usize, Pattern)> = group
            .members
            .iter()
            .filter_map(|&(value, place)| {
                let pattern = patterns[place].cloned();
                let pattern =
                    pattern.or_else(|| finder.recogniser.unrolled(graph, calculus, derivations[place]))?;
                Some((value, place, pattern))
            })
            .collect();
        let list: Vec<(i64, &Pattern)> =
            patterns.iter().map(|(value, _, pattern)| (*value, pattern)).collect();
        let Some(found) = general_pattern(&index, &list) else { continue };
        let held: FxHashSet<i64> = found.holds_at.iter().copied().collect();
        let members: Vec<(i64, usize)> =
            group.members.iter().copied().filter(|(value, _)| held.contains(value)).collect();
        let cases: Vec<(i64, &Derivation)> =
            members.iter().map(|&(value, place)| (value, derivations[place])).collect();
        let Some(name) = finder.recogniser.name_across(graph, &cases, &index) else { continue };
        all.push(Found { name, index: index.clone(), pattern: found.pattern, members });
    }
    all
}
