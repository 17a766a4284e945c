//! Words whose derivative is stated by entries: softmax, the logarithm of a sum of exponentials, inverses and determinants.

use crate::arena::{Arrays, EntryId, Index, QuantityId, Whole};
use crate::rule::ArrayRule;
use crate::word::{Over, Word};

impl Arrays {
    /// The derivative of a quantity that a word with its own rule computes from another, by an entry of that one.
    pub(crate) fn stated_partial(
        &mut self,
        child: QuantityId,
        at: &[Index],
        by: QuantityId,
        of: &[Index],
    ) -> Option<(EntryId, ArrayRule)> {
        let definition = self.definition(child)?;
        let Whole::Word { word, over, arguments } = self.whole(definition).clone() else { return None };
        let [argument] = arguments.as_slice() else { return None };
        if !word.row().has_own_partial || *self.whole(*argument) != Whole::Quantity(by) {
            return None;
        }
        // Along which axis it runs, and which axis only tells lines apart.
        let (run, line) = match (over, of.len()) {
            (Over::EachRow, _) => (1, Some(0)),
            (Over::EachColumn, _) => (0, Some(1)),
            (Over::All, _) => (0, None),
        };
        let entry = match word {
            Word::Softmax => {
                // p[k]·(δ[k,i] − p[i]), within one line.
                let entry = self.of(child, at);
                let mut other = at.to_vec();
                other[run] = of[run];
                let other = self.of(child, &other);
                let delta = self.delta(at[run], of[run]);
                let minus = self.negate(other);
                let bracket = self.add(&[delta, minus]);
                let mut factors = vec![entry, bracket];
                if let Some(line) = line {
                    factors.push(self.delta(at[line], of[line]));
                }
                (self.multiply(&factors), ArrayRule::DerivativeOfSoftmax)
            }
            Word::LogSumExp | Word::Max => {
                // Of a logarithm of a sum exp(z[i])/Σ exp(z[j]), which is the softmax.
                let (share, rule) = if word == Word::LogSumExp {
                    (Word::Softmax, ArrayRule::DerivativeOfLogSumExp)
                } else {
                    (Word::Largest, ArrayRule::DerivativeOfMax)
                };
                let argument = self.quantity_whole(by);
                let share = self.auxiliary(share, over, argument)?;
                let mut factors = vec![self.of(share, of)];
                if let Some(line) = line {
                    factors.push(self.delta(at[0], of[line]));
                }
                (self.multiply(&factors), rule)
            }
            // It jumps, and does not move elsewhere.
            Word::Largest => (self.integer_entry(0), ArrayRule::DerivativeOfMax),
            Word::Inverse => {
                // −V[k,i]·V[j,l] for V = A⁻¹.
                let left = self.of(child, &[at[0], of[0]]);
                let right = self.of(child, &[of[1], at[1]]);
                let product = self.multiply(&[left, right]);
                (self.negate(product), ArrayRule::DerivativeOfInverse)
            }
            Word::Determinant | Word::LogDeterminant => {
                // The cofactor: det(A)·A⁻¹[j,i]; of the logarithm A⁻¹[j,i].
                let argument = self.quantity_whole(by);
                let inverse = self.auxiliary(Word::Inverse, Over::All, argument)?;
                let turned = self.of(inverse, &[of[1], of[0]]);
                let entry = match word {
                    Word::Determinant => {
                        let entry = self.of(child, &[]);
                        self.multiply(&[entry, turned])
                    }
                    _ => turned,
                };
                (entry, ArrayRule::DerivativeOfDeterminant)
            }
            Word::Sum
            | Word::Mean
            | Word::Norm
            | Word::FrobeniusNorm
            | Word::SpectralNorm
            | Word::Dot
            | Word::Trace
            | Word::Diag
            | Word::Diagonal
            | Word::Outer => return None,
        };
        Some(entry)
    }

    /// The quantity without a name that a word of an array is, made where it is new.
    pub fn auxiliary(
        &mut self,
        word: Word,
        over: Over,
        argument: crate::arena::WholeId,
    ) -> Option<QuantityId> {
        let whole = self.word(word, over, &[argument])?;
        Some(self.part_of_its_own(whole))
    }

    /// The quantity that a whole is; one without a name where no quantity is defined as it.
    pub fn part_of_its_own(&mut self, whole: crate::arena::WholeId) -> QuantityId {
        if let Whole::Quantity(quantity) = self.whole(whole) {
            return *quantity;
        }
        let quantity = self
            .quantities()
            .find(|(_, quantity)| quantity.role == crate::arena::Role::Defined(whole))
            .map(|(quantity, _)| quantity);
        quantity.unwrap_or_else(|| {
            let shape = self.shape(whole).clone();
            self.add_quantity("", shape, crate::arena::Role::Defined(whole))
        })
    }
}
