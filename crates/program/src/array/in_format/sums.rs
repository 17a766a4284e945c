//! Sums of many terms.

use chainrule_number::Format;

use super::Run;
use super::seen::{Absorbed, Calculation};

/// In which order a sum is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SumOrder {
    /// From the first term to the last.
    #[default]
    Left,
    /// Neighbours first, then neighbours of their sums, and so on.
    Pairwise,
    /// So many terms from left to right, then the sums of these blocks from left to right.
    Blocks(usize),
}

/// A sum that goes on.
struct Adding {
    format: &'static Format,
    absorbed: Option<Absorbed>,
    of: usize,
    entry: usize,
}

impl Adding {
    /// One addition; `index` is that of the first term of what is added.
    fn add(&mut self, sum: f64, term: f64, index: usize) -> f64 {
        let next = self.format.round_double(sum + term);
        let is_same = next.to_bits() == sum.to_bits();
        if is_same && term.abs() > 0.0 && sum.is_finite() {
            if let Some(absorbed) = &mut self.absorbed {
                absorbed.count += 1;
            } else {
                let (of, entry) = (self.of, self.entry);
                self.absorbed = Some(Absorbed { index: index + 1, of, sum, term, count: 1, entry });
            }
        }
        next
    }

    /// From left to right; each comes with the index of its first term.
    fn left(&mut self, terms: &[(usize, f64)]) -> f64 {
        let Some(((_, first), others)) = terms.split_first() else { return 0.0 };
        others.iter().fold(*first, |sum, (index, term)| self.add(sum, *term, *index))
    }
}

impl Run<'_> {
    /// A sum, as the order has it.
    pub(super) fn sum(&mut self, terms: &[f64], entry: usize) -> f64 {
        let mut adding = Adding { format: self.how.accumulate, absorbed: None, of: terms.len(), entry };
        let mut parts: Vec<(usize, f64)> = terms.iter().copied().enumerate().collect();
        let total = match self.how.order {
            SumOrder::Left => adding.left(&parts),
            SumOrder::Pairwise => {
                while parts.len() > 1 {
                    parts = parts
                        .chunks(2)
                        .map(|pair| match pair {
                            [(at, one), (index, other)] => (*at, adding.add(*one, *other, *index)),
                            [(at, one), ..] => (*at, *one),
                            [] => (0, 0.0),
                        })
                        .collect();
                }
                parts.first().map_or(0.0, |(_, partial_sum)| *partial_sum)
            }
            SumOrder::Blocks(size) => {
                let blocks: Vec<(usize, f64)> = parts
                    .chunks(size.max(1))
                    .map(|block| (block.first().map_or(0, |(at, _)| *at), adding.left(block)))
                    .collect();
                adding.left(&blocks)
            }
        };
        self.here.note_absorbed(adding.absorbed);
        // Overflow inside the sum is told where the result is rounded.
        let exact = if total.is_infinite() { f64::MAX.copysign(total) } else { total };
        let operands: Vec<f64> = terms.iter().copied().take(2).collect();
        self.rounded(exact, (Calculation::Sum, entry), &operands)
    }
}
