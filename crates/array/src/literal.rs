//! Vectors and matrices that are written out: `[1, 2; 3, 4]`.
//!
//! They are sums of entries, each beside what is 1 at its place and 0 elsewhere, so that every rule holds for them as it
//! stands; that they were written out is seen when they are printed. Their sizes count as what they are.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY, NEGATE};

use crate::arena::{Arrays, Whole, WholeId};
use crate::entry::is;
use crate::shape::{Shape, Size};

/// An entry of an array that is written out: a product of numbers, of none where it is 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiteralEntry {
    /// Whether a minus stands before it.
    pub is_negative: bool,
    /// Its factors.
    pub factors: Vec<WholeId>,
}

impl Arrays {
    /// An array that is written out, row after row; one row is a vector, as rows of one entry are. The sizes are as many as
    /// there are rows and columns.
    pub fn literal(&mut self, rows: &[Vec<WholeId>], axes: &[Size]) -> Option<WholeId> {
        let counts = [rows.len(), rows.first()?.len()];
        let is_vector = counts.contains(&1);
        let lengths: Vec<usize> = if is_vector { vec![counts[0].max(counts[1])] } else { counts.to_vec() };
        if axes.len() != lengths.len() {
            return None;
        }
        for (&size, &length) in axes.iter().zip(&lengths) {
            self.fixed.insert(size, u64::try_from(length).ok()?);
        }
        let mut terms = Vec::new();
        for (place, &entry) in rows.iter().flatten().enumerate() {
            if *self.whole(entry) == Whole::Number(Rational::zero()) {
                continue;
            }
            let at = |place: usize| u64::try_from(place + 1).ok();
            let one = match axes {
                [size] => self.one_hot(at(place)?, *size),
                [height, width] => {
                    let row = self.one_hot(at(place / counts[1])?, *height);
                    let column = self.one_hot(at(place % counts[1])?, *width);
                    let column = self.transposed_as_written(column)?;
                    self.product(row, column)?
                }
                [..] => return None,
            };
            terms.push(self.times(&[entry, one])?);
        }
        if terms.is_empty() {
            let zero = self.number(Rational::zero());
            let ones = self.ones(axes[0]);
            let ones = match axes {
                [_, width] => {
                    let row = self.ones(*width);
                    let row = self.transposed_as_written(row)?;
                    self.product(ones, row)?
                }
                [..] => ones,
            };
            return self.each_row(&MULTIPLY, &[zero, ones]);
        }
        self.plus(&terms)
    }

    /// From now on a size counts as what it is: it is tried at no other.
    pub fn count_as_it_is(&mut self, size: Size, count: u64) {
        self.fixed.insert(size, count);
    }

    /// How many a size is that counts as what it is, with those of slices.
    pub fn fixed_count(&self, size: Size) -> Option<u64> {
        self.fixed.get(&size).copied()
    }

    /// The entries of an array that was written out, row after row; nothing in the place of 0.
    pub fn as_literal(&self, whole: WholeId) -> Option<Vec<Vec<Option<LiteralEntry>>>> {
        let counts: Option<Vec<u64>> =
            self.shape(whole).axes().into_iter().map(|size| self.fixed_count(size)).collect();
        let counts: Vec<usize> =
            counts?.into_iter().filter_map(|count| usize::try_from(count).ok()).collect();
        let (height, width) = match (counts.as_slice(), self.shape(whole)) {
            ([width], Shape::Vector(_)) => (1, *width),
            ([height, width], Shape::Matrix(..)) => (*height, *width),
            (_, _) => return None,
        };
        let terms = match self.whole(whole) {
            Whole::Apply { function, primes, arguments } if is(*function, *primes, &ADD) => arguments.clone(),
            Whole::Apply { function, primes, .. }
                if is(*function, *primes, &MULTIPLY) || is(*function, *primes, &NEGATE) =>
            {
                vec![whole]
            }
            _ => return None,
        };
        let mut rows = vec![vec![None; width]; height];
        for term in terms {
            let (is_negative, product) = match self.whole(term) {
                Whole::Apply { function, primes, arguments } if is(*function, *primes, &NEGATE) => {
                    (true, arguments[0])
                }
                _ => (false, term),
            };
            let (factors, one) = match self.whole(product) {
                Whole::Apply { function, primes, arguments } if is(*function, *primes, &MULTIPLY) => {
                    let (one, factors) = arguments.split_last()?;
                    if factors.iter().any(|&factor| !self.shape(factor).is_number()) {
                        return None;
                    }
                    (factors.to_vec(), *one)
                }
                _ => (Vec::new(), product),
            };
            let place = |whole: WholeId| match self.whole(whole) {
                Whole::OneHot(at, _) => usize::try_from(*at).ok()?.checked_sub(1),
                _ => None,
            };
            let (row, column) = match self.whole(one) {
                Whole::OneHot(..) => (0, place(one)?),
                Whole::Product(left, right) => match self.whole(*right) {
                    Whole::Transpose(right) => (place(*left)?, place(*right)?),
                    _ => return None,
                },
                _ => return None,
            };
            let entry = rows.get_mut(row)?.get_mut(column)?;
            if entry.is_some() {
                return None;
            }
            *entry = Some(LiteralEntry { is_negative, factors });
        }
        Some(rows)
    }
}
