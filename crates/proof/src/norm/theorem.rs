//! Inequalities between two words for one array: `max(x) ≤ logsumexp(x)`.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Shape, Whole, WholeId};
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE, POWER};
use chainrule_symbolic::function::rows::piecewise::ABS;

use super::{Norms, rule};
use crate::rule::ProofRule;

impl Norms<'_> {
    /// The theorem by which one number is at most another, whatever the sizes.
    pub(super) fn theorem(&self, less: WholeId, more: WholeId) -> Option<&'static ProofRule> {
        if let (Some((one, of)), Some((other, also))) = (self.word_of_vector(less), self.word_of_vector(more))
        {
            return match (one, other) {
                (Word::Max, Word::LogSumExp) if of == also => Some(&rule::LARGEST_BELOW_LOGSUMEXP),
                (Word::Mean, Word::Max) | (Word::Max, Word::Norm) if of == also => Some(&rule::LARGEST),
                (Word::Norm, Word::Sum) if self.arrays.arguments_of(also, &ABS) == Some(&[of]) => {
                    Some(&rule::LENGTH_BELOW_SUM)
                }
                (_, _) => None,
            };
        }
        self.is_square_of_mean(less, more)
            .then_some(&rule::SQUARE_OF_MEAN)
            .or_else(|| self.are_norms_apart(less, more).then_some(&rule::TRIANGLE_BELOW))
    }

    /// A word for a vector, and the vector.
    fn word_of_vector(&self, whole: WholeId) -> Option<(Word, WholeId)> {
        if let Whole::Word { word, over: Over::All, arguments } = self.arrays.whole(whole) {
            let of = *arguments.first()?;
            matches!(self.arrays.shape(of), Shape::Vector(_)).then_some((*word, of))
        } else {
            None
        }
    }

    fn is_two(&self, whole: WholeId) -> bool {
        *self.arrays.whole(whole) == Whole::Number(Rational::from_integer(2))
    }

    /// `mean(x)^2` and `mean(x^2)`
    fn is_square_of_mean(&self, less: WholeId, more: WholeId) -> bool {
        let mean = |whole: WholeId| {
            if let Whole::Word { word: Word::Mean, over: Over::All, arguments } = self.arrays.whole(whole) {
                arguments.first().copied()
            } else {
                None
            }
        };
        let square = |whole: WholeId| match self.arrays.arguments_of(whole, &POWER) {
            Some([base, exponent]) if self.is_two(*exponent) => Some(*base),
            _ => None,
        };
        let of_square = square(less).and_then(mean);
        of_square.is_some() && mean(more).and_then(square) == of_square
    }

    /// `abs(norm(u) - norm(v))` and `norm(u - v)` or `norm(u + v)`
    fn are_norms_apart(&self, less: WholeId, more: WholeId) -> bool {
        let norm = |whole: WholeId| {
            if let Whole::Word {
                word: word @ (Word::Norm | Word::FrobeniusNorm | Word::SpectralNorm),
                over: Over::All,
                arguments,
            } = self.arrays.whole(whole)
            {
                Some((*word, *arguments.first()?))
            } else {
                None
            }
        };
        let inner = self.arrays.arguments_of(less, &ABS).map_or(less, |inner| inner[0]);
        let Some([first, second]) = self.arrays.arguments_of(inner, &ADD) else { return false };
        let Some([taken]) = self.arrays.arguments_of(*second, &NEGATE) else { return false };
        let (Some((word, u)), Some((other, v)), Some((third, of))) = (norm(*first), norm(*taken), norm(more))
        else {
            return false;
        };
        let Some([a, b]) = self.arrays.arguments_of(of, &ADD) else { return false };
        let is_pair =
            |one: WholeId, other: WholeId| *a == one && (*b == other || self.is_negative_of(*b, other));
        word == other && word == third && (is_pair(u, v) || is_pair(v, u))
    }
}
