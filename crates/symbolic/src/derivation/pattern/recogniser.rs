//! Finding the pattern of a derivation.

use std::borrow::Cow;

use super::form::{Part, Pattern};
use super::letters::Letters;
use super::limits::MOST_PARTS;
use super::links::{self, Link, Stretch};
use super::members::Members;
use super::{recurrence_end, run, sum};
use crate::derivation::{Calculus, Derivation};
use crate::graph::Graph;

/// Finds patterns; remembers the names it took apart.
#[derive(Debug)]
pub struct Recogniser {
    letters: Letters,
    pub(super) members: Members,
}

impl Recogniser {
    /// With these letters for indices.
    pub fn new(letters: Letters) -> Self {
        Self { letters, members: Members::default() }
    }

    /// The letters.
    pub fn letters(&self) -> &Letters {
        &self.letters
    }

    /// The pattern of a derivation; nothing where none repeats often enough, or where part of it fits none.
    pub fn pattern(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        derivation: &Derivation,
    ) -> Option<Pattern> {
        let mut parts = Vec::new();
        let mut repeats = false;
        let mut links: Cow<'_, [Link]> = Cow::default();
        let found_links = links::links(graph, calculus, &derivation.chain);
        for stretch in links::stretches(graph, &derivation.chain, &found_links) {
            let (section, link) = match stretch {
                Stretch::Links(more) => {
                    if links.is_empty() {
                        links = more;
                    } else {
                        links.to_mut().extend_from_slice(&more);
                    }
                    continue;
                }
                Stretch::Section(section, link) => (section, link),
            };
            let members = &mut self.members;
            let found = sum::over_steps(graph, members, &section, &self.letters)
                .or_else(|| recurrence_end::into_the_end(graph, members, &section, &self.letters));
            match found {
                Some(found) => {
                    self.links(graph, &std::mem::take(&mut links), &mut parts)?;
                    parts.extend(found);
                    repeats = true;
                }
                None => links.to_mut().push(link?),
            }
        }
        repeats |= self.links(graph, &links, &mut parts)?;
        repeats.then_some(Pattern { parts })
    }

    /// Links with their runs as products; says whether there is one. Nothing where too much stands beside them.
    fn links(&mut self, graph: &Graph, links: &[Link], parts: &mut Vec<Part>) -> Option<bool> {
        if let Some(found) = run::with_products(graph, &mut self.members, links, &self.letters.layer) {
            parts.extend(found);
            return Some(true);
        }
        if links.len() > MOST_PARTS {
            return None;
        }
        parts.extend(links.iter().map(|&link| Part::Factor(run::unit(graph, &mut self.members, link))));
        Some(false)
    }

    /// The derivation factor by factor, nothing taken together: for products too short to be a pattern. Nothing where it
    /// has more factors than a pattern has parts.
    pub fn unrolled(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        derivation: &Derivation,
    ) -> Option<Pattern> {
        let mut parts = Vec::new();
        let found_links = links::links(graph, calculus, &derivation.chain);
        for stretch in links::stretches(graph, &derivation.chain, &found_links) {
            let links = match stretch {
                Stretch::Links(links) => links,
                Stretch::Section(_, link) => Cow::Owned(vec![link?]),
            };
            if parts.len() + links.len() > MOST_PARTS {
                return None;
            }
            parts.extend(links.iter().map(|&link| Part::Factor(run::unit(graph, &mut self.members, link))));
        }
        Some(Pattern { parts })
    }
}
