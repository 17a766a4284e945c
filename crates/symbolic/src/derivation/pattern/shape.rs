//! Which links look alike when their indices are not looked at.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;

use super::limits::{FEWEST_PERIODS, LONGEST_PERIOD};
use super::links::Link;
use super::members::Members;
use crate::graph::{ExprId, Graph, Node};

/// Links of more parts than this are like no other.
const MOST_PARTS: usize = 400;

/// What links look like, and how far they go on as they did so many links before.
pub(super) struct Shapes {
    shapes: Vec<u64>,
    /// By period, less one: all links between the two places are like those one period later.
    alike: [Range<usize>; LONGEST_PERIOD],
}

/// A run of links that look alike from period to period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) period: usize,
    pub(super) periods: usize,
}

impl Shapes {
    pub(super) fn of(graph: &Graph, members: &mut Members, links: &[Link]) -> Self {
        let shapes =
            links.iter().enumerate().map(|(place, &link)| shape(graph, members, link, place)).collect();
        Self { shapes, alike: [const { 0..0 }; LONGEST_PERIOD] }
    }

    /// The run at a place that takes the most links; of several, that of the shortest period. Cost: linear in the links
    /// for all places together, as long as these ascend.
    pub(super) fn longest_run(&mut self, place: usize) -> Option<Run> {
        let longest = LONGEST_PERIOD.min(self.shapes.len() / FEWEST_PERIODS);
        let long = (1..=longest).filter_map(|period| {
            let periods = (self.alike_from(place, period) + period) / period;
            (periods >= FEWEST_PERIODS).then_some(Run { period, periods })
        });
        long.max_by_key(|run| (run.period * run.periods, std::cmp::Reverse(run.period)))
    }

    /// How many links from a place on are like those one period later.
    fn alike_from(&mut self, place: usize, period: usize) -> usize {
        let Self { shapes, alike } = self;
        let run = &mut alike[period - 1];
        if !run.contains(&place) {
            let later = shapes.iter().skip(place + period);
            let count = shapes[place..].iter().zip(later).take_while(|(one, other)| one == other).count();
            *run = place..place + count;
        }
        run.end - place
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
            Node::Symbol(symbol) => (1u8, members.number(graph, symbol)).hash(&mut hasher),
            Node::Apply { function, primes, arguments } => {
                (2u8, function, primes, arguments.len()).hash(&mut hasher);
                stack.extend(arguments.iter().rev());
            }
            Node::Derivative { of, by, scope } => {
                (3u8, members.number(graph, by), scope).hash(&mut hasher);
                stack.push(of);
            }
        }
    }
    hasher.finish()
}
