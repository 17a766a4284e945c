//! How nested sums of products are added up: a factor stands before every sum whose index it does not have.
//!
//! `Σ_a Σ_b Σ_c A[i,a]·B[a,b]·C[b,c]` is `Σ_a A[i,a]·(Σ_b B[a,b]·(Σ_c C[b,c]))`: as a product of so many matrices it costs
//! in proportion to their number, and written out a power of the size for each.

use chainrule_array::{Arrays, Entry, EntryId, Index, Letter, Size};
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::function::{self, Function};
use rustc_hash::FxHashMap;

/// An index on which a value depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Used {
    /// Of the sum at this depth below the outermost one of a plan.
    Own(usize),
    /// Of a sum around the plan, the next one being 0.
    Around(usize),
    /// A letter.
    Letter(Letter),
}

/// A factor of a product.
#[derive(Clone, Copy, Debug)]
pub(super) enum Factor {
    /// An entry below so many sums of the plan.
    Entry {
        /// Which.
        entry: EntryId,
        /// Below how many.
        below: usize,
        /// Whether it divides.
        divides: bool,
    },
    /// −1.
    MinusOne,
    /// What this step of the plan gives.
    Step(usize),
}

/// One sum, over the product of its factors.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Over the index of which of the nested sums.
    pub(super) sum: usize,
    /// What is multiplied in each term.
    pub(super) factors: Vec<Factor>,
    /// On what the sum depends, in order.
    pub(super) uses: Vec<Used>,
}

/// Nested sums in the order in which they are added up.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// How many terms each has, the outermost first.
    pub(super) sizes: Vec<Size>,
    /// The sums, each after those that it needs.
    pub(super) steps: Vec<Step>,
    /// What all of it is the product of.
    pub(super) product: Vec<Factor>,
}

impl Plan {
    /// The plan of a sum over a size.
    pub(super) fn new(arrays: &Arrays, uses: &mut Uses, size: Size, body: EntryId) -> Self {
        let mut sizes = vec![size];
        let mut factors = Vec::new();
        collect(arrays, body, &mut sizes, &mut factors);
        let mut open: Vec<(Factor, Vec<Used>)> =
            factors.into_iter().map(|factor| (factor, uses_of_factor(arrays, uses, factor))).collect();
        let mut steps = Vec::with_capacity(sizes.len());
        for sum in (0..sizes.len()).rev() {
            let (with, without): (Vec<_>, Vec<_>) =
                open.into_iter().partition(|(_, used)| used.contains(&Used::Own(sum)));
            let mut uses: Vec<Used> = with.iter().flat_map(|(_, used)| used.iter().copied()).collect();
            uses.retain(|used| *used != Used::Own(sum));
            uses.sort_unstable();
            uses.dedup();
            open = without;
            open.push((Factor::Step(steps.len()), uses.clone()));
            let factors = with.into_iter().map(|(factor, _)| factor).collect();
            steps.push(Step { sum, factors, uses });
        }
        Self { sizes, steps, product: open.into_iter().map(|(factor, _)| factor).collect() }
    }
}

/// The factors of what is summed, and the sums that stand directly in it.
fn collect(arrays: &Arrays, body: EntryId, sizes: &mut Vec<Size>, factors: &mut Vec<Factor>) {
    let mut stack = vec![(body, false)];
    while let Some((entry, divides)) = stack.pop() {
        let is = |id, primes: u8, row: &'static Function| primes == 0 && id == function::id(row);
        match arrays.entry(entry) {
            Entry::Sum(size, inner) if entry == body && arrays.pinned(*inner).is_none() => {
                sizes.push(*size);
                return collect(arrays, *inner, sizes, factors);
            }
            Entry::Apply { function, primes, arguments } if is(*function, *primes, &MULTIPLY) => {
                stack.extend(arguments.iter().rev().map(|&factor| (factor, divides)));
            }
            Entry::Apply { function, primes, arguments } if is(*function, *primes, &NEGATE) => {
                factors.push(Factor::MinusOne);
                stack.push((arguments[0], divides));
            }
            Entry::Apply { function, primes, arguments } if is(*function, *primes, &DIVIDE) && !divides => {
                stack.extend([(arguments[1], true), (arguments[0], false)]);
            }
            Entry::Number(_)
            | Entry::Size(_)
            | Entry::Of(..)
            | Entry::Delta(..)
            | Entry::Selected { .. }
            | Entry::Aligned { .. }
            | Entry::Sum(..)
            | Entry::Apply { .. }
            | Entry::Derivative { .. } => factors.push(Factor::Entry { entry, below: sizes.len(), divides }),
        }
    }
}

fn uses_of_factor(arrays: &Arrays, uses: &mut Uses, factor: Factor) -> Vec<Used> {
    let Factor::Entry { entry, below, .. } = factor else { return Vec::new() };
    let placed = uses.of(arrays, entry).iter().map(|used| match *used {
        Used::Around(depth) if depth < below => Used::Own(below - 1 - depth),
        Used::Around(depth) => Used::Around(depth - below),
        other @ (Used::Own(_) | Used::Letter(_)) => other,
    });
    placed.collect()
}

/// On which indices entries depend: those of sums around them, and letters.
#[derive(Debug, Default)]
pub(super) struct Uses(FxHashMap<EntryId, Vec<Used>>);

impl Uses {
    pub(super) fn of(&mut self, arrays: &Arrays, root: EntryId) -> &[Used] {
        let mut stack = vec![(root, false)];
        while let Some((id, parts_are_known)) = stack.pop() {
            if self.0.contains_key(&id) {
                continue;
            }
            let entry = arrays.entry(id);
            let parts: Vec<EntryId> = match entry {
                Entry::Sum(_, body) => vec![*body],
                Entry::Apply { arguments, .. } => arguments.clone(),
                Entry::Derivative { of, .. } => vec![*of],
                Entry::Number(_)
                | Entry::Size(_)
                | Entry::Of(..)
                | Entry::Delta(..)
                | Entry::Selected { .. }
                | Entry::Aligned { .. } => Vec::new(),
            };
            if !parts_are_known && parts.iter().any(|part| !self.0.contains_key(part)) {
                stack.push((id, true));
                stack.extend(parts.into_iter().map(|part| (part, false)));
                continue;
            }
            let own = entry.own_indices().into_iter().filter_map(|index| match index {
                Index::Bound(depth) => Some(Used::Around(depth as usize)),
                Index::Letter(letter) => Some(Used::Letter(letter)),
                Index::At(_) | Index::Size(_) => None,
            });
            let mut used: Vec<Used> = own.collect();
            let is_sum = matches!(entry, Entry::Sum(..));
            for part in parts {
                let of_part = self.0.get(&part).into_iter().flatten();
                used.extend(of_part.filter_map(|used| match *used {
                    Used::Around(0) if is_sum => None,
                    Used::Around(depth) if is_sum => Some(Used::Around(depth - 1)),
                    other @ (Used::Own(_) | Used::Around(_) | Used::Letter(_)) => Some(other),
                }));
            }
            used.sort_unstable();
            used.dedup();
            self.0.insert(id, used);
        }
        self.0.get(&root).map_or(&[], Vec::as_slice)
    }
}
