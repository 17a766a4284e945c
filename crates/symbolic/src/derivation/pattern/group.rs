//! Derivations by all members of a family: one for each index.

use rustc_hash::FxHashMap;

use super::members::Members;
use super::{Recogniser, Template};
use crate::derivation::Derivation;
use crate::graph::{Graph, SymbolId};

/// Fewer derivations than this are not taken together.
const FEWEST_TOGETHER: usize = 4;

/// Derivations of one quantity by members of one family that differ in one index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The value of the index and the place of the derivation in the list, by ascending index.
    pub members: Vec<(i64, usize)>,
}

impl Recogniser {
    /// The groups among derivations, in the order of their first members.
    pub fn groups(&mut self, graph: &Graph, derivations: &[&Derivation]) -> Vec<Group> {
        let mut by_family: FxHashMap<(SymbolId, u32), Vec<usize>> = FxHashMap::default();
        for (place, derivation) in derivations.iter().enumerate() {
            let member = self.members.of(graph, derivation.by);
            if !member.places.is_empty() {
                by_family.entry((derivation.target, member.number)).or_default().push(place);
            }
        }
        let mut families: Vec<Vec<usize>> =
            by_family.into_values().filter(|places| places.len() >= FEWEST_TOGETHER).collect();
        families.sort_unstable();
        let mut groups = Vec::new();
        for family in families {
            groups.extend(along_one_index(graph, &mut self.members, derivations, &family));
        }
        groups.sort_unstable_by_key(|group| group.members.iter().map(|(_, place)| *place).min());
        groups
    }

    /// The name of a derivation, its names taken apart.
    pub fn name(&mut self, graph: &Graph, derivation: &Derivation) -> Template {
        Template::of(graph, &mut self.members, derivation.name)
    }

    /// The name of which those of several derivations are cases: `∂L/∂w[m]`.
    pub fn name_across(
        &mut self,
        graph: &Graph,
        derivations: &[(i64, &Derivation)],
        index: &str,
    ) -> Option<Template> {
        let &[(first_at, first), (second_at, second), ..] = derivations else { return None };
        let [one, other] =
            [first, second].map(|derivation| Template::of(graph, &mut self.members, derivation.name));
        let name = Template::generalised(&one, &other, index, (first_at, second_at))?;
        let fits = |&(at, derivation): &(i64, &Derivation)| {
            name.is_at(graph, &mut self.members, (index, at), derivation.name)
        };
        derivations.iter().all(fits).then_some(name)
    }
}

/// The derivations of a family in groups along the index place that makes the largest ones.
fn along_one_index(
    graph: &Graph,
    members: &mut Members,
    derivations: &[&Derivation],
    family: &[usize],
) -> Vec<Group> {
    let values = |members: &mut Members, place: usize| -> Vec<i64> {
        members.of(graph, derivations[place].by).places.to_vec()
    };
    let indices = values(members, family[0]).len();
    let mut best: Vec<Group> = Vec::new();
    let largest = |groups: &[Group]| groups.iter().map(|group| group.members.len()).max().unwrap_or(0);
    for running in 0..indices {
        let mut split: FxHashMap<Vec<i64>, Vec<(i64, usize)>> = FxHashMap::default();
        for &place in family {
            let mut others = values(members, place);
            let value = others.remove(running);
            split.entry(others).or_default().push((value, place));
        }
        let mut groups: Vec<Group> = split
            .into_values()
            .filter(|members| members.len() >= FEWEST_TOGETHER)
            .map(|mut members| {
                members.sort_unstable();
                members.dedup_by_key(|(value, _)| *value);
                Group { members }
            })
            .collect();
        groups.retain(|group| group.members.len() >= FEWEST_TOGETHER);
        if largest(&groups) > largest(&best) {
            best = groups;
        }
    }
    best
}
