//! Which links look alike when their indices are not looked at.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::links::Link;
use super::members::Members;
use super::run::{FEWEST_PERIODS, LONGEST_PERIOD};
use crate::graph::{ExprId, Graph, Node};

/// Links of more parts than this are like no other.
const MOST_PARTS: usize = 400;

/// How far links go on as they did so many links before.
pub(super) struct Shapes {
    /// By period, less one, and by place: so many links from there on are like those one period later.
    alike: Vec<Vec<u32>>,
}

/// A run of links that look alike from period to period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) period: usize,
    pub(super) periods: usize,
}

impl Shapes {
    pub(super) fn of(graph: &Graph, members: &mut Members, links: &[Link]) -> Self {
        let shapes: Vec<u64> =
            links.iter().enumerate().map(|(place, &link)| shape(graph, members, link, place)).collect();
        let longest = LONGEST_PERIOD.min(links.len() / FEWEST_PERIODS);
        let alike = (1..=longest)
            .map(|period| {
                let mut lengths = vec![0u32; shapes.len()];
                for place in (0..shapes.len() - period).rev() {
                    if shapes[place] == shapes[place + period] {
                        lengths[place] = lengths[place + 1].saturating_add(1);
                    }
                }
                lengths
            })
            .collect();
        Self { alike }
    }

    /// The run at a place that takes the most links; of several, that of the shortest period.
    pub(super) fn longest_run(&self, place: usize) -> Option<Run> {
        let runs = self.alike.iter().enumerate().map(|(less, lengths)| {
            let period = less + 1;
            Run { period, periods: (lengths[place] as usize + period) / period }
        });
        let long = runs.filter(|run| run.periods >= FEWEST_PERIODS);
        long.max_by_key(|run| (run.period * run.periods, std::cmp::Reverse(run.period)))
    }
}

/// A number that links share which differ in indices and numbers only.
fn shape(graph: &Graph, members: &mut Members, link: Link, place: usize) -> u64 {
    let mut hasher = FxHasher::default();
    let mut stack: Vec<ExprId> = vec![link.result, link.name];
    let mut left = MOST_PARTS;
    while let Some(id) = stack.pop() {
        if left == 0 {
            return u64::MAX - place as u64;
        }
        left -= 1;
        match graph.node(id) {
            Node::Number(_) => 0u8.hash(&mut hasher),
            Node::Symbol(symbol) => (1u8, members.of(graph, symbol).number).hash(&mut hasher),
            Node::Apply { function, primes, arguments } => {
                (2u8, function, primes, arguments.len()).hash(&mut hasher);
                stack.extend(arguments.iter().rev());
            }
            Node::Derivative { of, by, scope } => {
                (3u8, members.of(graph, by).number, scope).hash(&mut hasher);
                stack.push(of);
            }
        }
    }
    hasher.finish()
}
