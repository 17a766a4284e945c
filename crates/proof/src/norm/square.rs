//! What is a sum of squares, and so not below 0: `xᵀ·Aᵀ·A·x`, `tr(Aᵀ·A)`.

use chainrule_array::{Whole, WholeId};

use super::Norms;

/// Longer products are not looked at.
const MOST_FACTORS: usize = 64;

impl Norms<'_> {
    /// The factors of a product of linear algebra, each with whether it is transposed.
    pub(super) fn factors(&self, whole: WholeId) -> Vec<(WholeId, bool)> {
        let mut found = Vec::new();
        let mut stack = vec![(whole, false)];
        while let Some((id, is_turned)) = stack.pop() {
            if found.len() > MOST_FACTORS {
                return vec![(whole, false)];
            }
            match self.arrays.whole(id) {
                Whole::Product(left, right) => {
                    let [first, second] = if is_turned { [*right, *left] } else { [*left, *right] };
                    stack.extend([(second, is_turned), (first, is_turned)]);
                }
                Whole::Transpose(of) => stack.push((*of, !is_turned)),
                Whole::Number(_)
                | Whole::Size(_)
                | Whole::Quantity(_)
                | Whole::Ones(_)
                | Whole::Identity(_)
                | Whole::Rows { .. }
                | Whole::OneHot(..)
                | Whole::Apply { .. }
                | Whole::Spread { .. }
                | Whole::Word { .. }
                | Whole::Entries { .. }
                | Whole::Part { .. } => found.push((id, is_turned)),
            }
        }
        found
    }

    /// Whether a product is one of something with its own transpose: a number, or a matrix, that is not below 0.
    pub(super) fn is_square(&self, whole: WholeId) -> bool {
        self.arrays.shape(whole).is_number() && self.reads_backwards(&self.factors(whole))
    }

    /// Whether that is so of a product whose trace is taken: its factors may be taken in a ring.
    pub(super) fn is_square_in_a_ring(&self, whole: WholeId) -> bool {
        let mut factors = self.factors(whole);
        (0..factors.len()).any(|_| {
            factors.rotate_left(1);
            self.reads_backwards(&factors)
        })
    }

    fn reads_backwards(&self, factors: &[(WholeId, bool)]) -> bool {
        let half = factors.len() / 2;
        half > 0
            && factors.len().is_multiple_of(2)
            && factors[..half].iter().zip(factors[half..].iter().rev()).all(
                |((one, is_turned), (other, other_turned))| {
                    one == other && (is_turned != other_turned || self.is_symmetric(*one))
                },
            )
    }

    /// Whether a leaf is stated to be its own transpose.
    fn is_symmetric(&self, whole: WholeId) -> bool {
        matches!(self.arrays.whole(whole), Whole::Quantity(quantity) if self.arrays.is_stated_symmetric(*quantity))
    }
}
