//! Finding the pattern of a derivation.

use std::borrow::Cow;

use super::form::{Part, Pattern};
use super::links::{self, Link, Stretch};
use super::members::Members;
use super::run::MOST_PARTS;
use super::{recurrence_end, run, sum};
use crate::derivation::{Calculus, Derivation};
use crate::graph::Graph;

/// Names for indices, none of them a name of the worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letters {
    /// Of a product over layers.
    pub layer: String,
    /// Of a product within a sum.
    pub inner: String,
    /// Of a sum over steps.
    pub time: String,
    /// Of the sum around it.
    pub outer: String,
    /// Of a sum over members that stand side by side.
    pub beside: String,
    /// Of the members that a derivation is asked for.
    pub member: String,
}

impl Letters {
    /// Letters that are not taken; `own` is the worksheet's, for the layers and for the steps alike: a product over layers
    /// and a sum over steps stand side by side, never one in the other.
    pub fn new(own: Option<&str>, is_taken: impl Fn(&str) -> bool) -> Self {
        let own = own.filter(|letter| !is_taken(letter)).map(str::to_owned);
        let mut used: Vec<String> = own.iter().cloned().collect();
        let mut free = |wanted: [&str; 4]| {
            let numbered = (2..).map(|number| format!("{}_{number}", wanted[0]));
            let all = wanted.iter().map(|&letter| letter.to_owned()).chain(numbered);
            let is_free = |letter: &String| !is_taken(letter) && !used.contains(letter);
            let letter = all.into_iter().find(is_free).unwrap_or_default();
            used.push(letter.clone());
            letter
        };
        Self {
            layer: own.clone().unwrap_or_else(|| free(["l", "k", "i", "j"])),
            inner: free(["k", "j", "i", "p"]),
            time: own.unwrap_or_else(|| free(["t", "r", "v", "q"])),
            outer: free(["s", "m", "n", "u"]),
            beside: free(["t", "r", "v", "q"]),
            member: free(["m", "n", "i", "j"]),
        }
    }
}

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
        let known = links::links(graph, calculus, &derivation.chain);
        for stretch in links::stretches(graph, &derivation.chain, &known) {
            let (section, link) = match stretch {
                Stretch::Links(own) => {
                    if links.is_empty() {
                        links = own;
                    } else {
                        links.to_mut().extend_from_slice(&own);
                    }
                    continue;
                }
                Stretch::Section(section, link) => (section, link),
            };
            let members = &mut self.members;
            let found = sum::over_steps(graph, members, &section, &self.letters)
                .or_else(|| recurrence_end::into_the_end(graph, members, &section, &self.letters));
            match found {
                Some(own) => {
                    self.links(graph, &std::mem::take(&mut links), &mut parts)?;
                    parts.extend(own);
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
        if let Some(own) = run::with_products(graph, &mut self.members, links, &self.letters.layer) {
            parts.extend(own);
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
        let known = links::links(graph, calculus, &derivation.chain);
        for stretch in links::stretches(graph, &derivation.chain, &known) {
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
