//! From a whole to its generic entry: what each way of writing means, entry by entry.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::POWER;
use chainrule_symbolic::function::rows::exponential::{EXP, LN};
use chainrule_symbolic::function::rows::power::SQRT;

use crate::arena::{Arrays, Entry, EntryId, Index, Whole, WholeId};
use crate::entry::is;
use crate::shape::{Shape, Size};
use crate::word::{Over, Word};

impl Arrays {
    /// The entry of a whole at these indices, one for each axis; nothing for words that are no formulas over entries, such
    /// as an inverse.
    pub fn entry_of(&mut self, whole: WholeId, at: &[Index]) -> Option<EntryId> {
        match self.whole(whole).clone() {
            Whole::Number(value) => Some(self.number_entry(value)),
            Whole::Size(size) => Some(self.size_entry(size)),
            Whole::Quantity(quantity) => Some(self.of(quantity, at)),
            Whole::Ones(_) => Some(self.integer_entry(1)),
            Whole::Identity(_) => Some(self.delta(at[0], at[1])),
            Whole::Rows { from, count, .. } => {
                Some(self.keep_entry(Entry::Selected { from, at: [at[0], at[1]], count }))
            }
            Whole::OneHot(place, _) => Some(self.delta(at[0], Index::At(place))),
            Whole::Apply { function, primes, arguments } => {
                if is(function, primes, &POWER)
                    && let Some(squares) = self.square_of_norm(&arguments, at)
                {
                    return squares;
                }
                let arguments: Option<Vec<EntryId>> =
                    arguments.into_iter().map(|part| self.entry_or_number(part, at)).collect();
                Some(self.apply(function, primes, &arguments?))
            }
            Whole::Spread { vector, over, .. } => match over {
                Over::EachRow | Over::All => self.entry_of(vector, &at[1..]),
                Over::EachColumn => self.entry_of(vector, &at[..1]),
            },
            Whole::Product(left, right) => self.product_entry(left, right, at),
            Whole::Transpose(of) => {
                let turned: Vec<Index> = at.iter().rev().copied().collect();
                self.entry_of(of, &turned)
            }
            Whole::Entries { axes, body } => {
                let count = u32::try_from(axes.len()).ok()?;
                Some(self.mapped(body, &|index, depth| match index {
                    Index::Bound(level) if level >= depth => at[(count - 1 - (level - depth)) as usize],
                    other => other,
                }))
            }
            Whole::Part { of, at: fixed } => {
                let mut free = at.iter();
                let all: Option<Vec<Index>> = fixed
                    .iter()
                    .map(|place| place.map_or_else(|| free.next().copied(), |place| Some(Index::At(place))))
                    .collect();
                Some(self.of(of, &all?))
            }
            Whole::Word { word, over, arguments } => self.word_entry(word, over, &arguments, at),
        }
    }

    /// The square of a length: a sum of squares, without a root.
    #[expect(clippy::option_option, reason = "no norm, and a norm without entries, are two answers")]
    fn square_of_norm(&mut self, arguments: &[WholeId], at: &[Index]) -> Option<Option<EntryId>> {
        let Whole::Word { word: Word::Norm | Word::FrobeniusNorm, over, arguments: of } =
            self.whole(arguments[0]).clone()
        else {
            return None;
        };
        if *self.whole(arguments[1]) != Whole::Number(Rational::from_integer(2)) {
            return None;
        }
        let squares = self.summed(of[0], over, at, |arrays, entry| {
            let two = arrays.integer_entry(2);
            Some(arrays.power(entry, two))
        });
        Some(squares.map(|(sum, _)| sum))
    }

    /// A number counts at every index.
    fn entry_or_number(&mut self, part: WholeId, at: &[Index]) -> Option<EntryId> {
        if self.shape(part).is_number() { self.entry_of(part, &[]) } else { self.entry_of(part, at) }
    }

    fn product_entry(&mut self, left: WholeId, right: WholeId, at: &[Index]) -> Option<EntryId> {
        let (rows, shared, split) = match (self.shape(left).clone(), self.shape(right).clone()) {
            (Shape::Vector(_), Shape::Row(_)) => {
                let parts = [self.entry_of(left, &at[..1])?, self.entry_of(right, &at[1..])?];
                return Some(self.multiply(&parts));
            }
            (Shape::Row(size), Shape::Vector(_) | Shape::Matrix(..)) => (0, size, 0),
            (Shape::Matrix(_, size), Shape::Vector(_) | Shape::Matrix(..)) => (1, size, 1),
            _ => return None,
        };
        let letter = self.letter(shared);
        let index = Index::Letter(letter);
        let mut of_left = at[..rows].to_vec();
        of_left.push(index);
        let mut of_right = vec![index];
        of_right.extend_from_slice(&at[split..]);
        let parts = [self.entry_of(left, &of_left)?, self.entry_of(right, &of_right)?];
        let body = self.multiply(&parts);
        Some(self.sum_over(letter, body))
    }

    fn word_entry(&mut self, word: Word, over: Over, arguments: &[WholeId], at: &[Index]) -> Option<EntryId> {
        let first = *arguments.first()?;
        match word {
            Word::Sum => self.summed(first, over, at, |_, entry| Some(entry)).map(|(sum, _)| sum),
            Word::Mean => {
                let (sum, count) = self.summed(first, over, at, |_, entry| Some(entry))?;
                let counts: Vec<EntryId> = count.into_iter().map(|size| self.size_entry(size)).collect();
                let count = self.multiply(&counts);
                Some(self.divide(sum, count))
            }
            Word::Norm | Word::FrobeniusNorm => {
                let (sum, _) = self.summed(first, over, at, |arrays, entry| {
                    let two = arrays.integer_entry(2);
                    Some(arrays.power(entry, two))
                })?;
                Some(self.call(&SQRT, &[sum]))
            }
            Word::LogSumExp => {
                let (sum, _) =
                    self.summed(first, over, at, |arrays, entry| Some(arrays.call(&EXP, &[entry])))?;
                Some(self.call(&LN, &[sum]))
            }
            Word::Softmax => {
                let line = match over {
                    Over::All => &at[..0],
                    Over::EachRow => &at[..1],
                    Over::EachColumn => &at[1..],
                };
                let (sum, _) =
                    self.summed(first, over, line, |arrays, entry| Some(arrays.call(&EXP, &[entry])))?;
                let entry = self.entry_of(first, at)?;
                let entry = self.call(&EXP, &[entry]);
                Some(self.divide(entry, sum))
            }
            Word::Dot => {
                let Shape::Vector(size) = *self.shape(first) else { return None };
                let letter = self.letter(size);
                let index = [Index::Letter(letter)];
                let parts = [self.entry_of(first, &index)?, self.entry_of(arguments[1], &index)?];
                let body = self.multiply(&parts);
                Some(self.sum_over(letter, body))
            }
            Word::Outer => {
                let parts = [self.entry_of(first, &at[..1])?, self.entry_of(arguments[1], &at[1..])?];
                Some(self.multiply(&parts))
            }
            Word::Trace => {
                let Shape::Matrix(size, _) = *self.shape(first) else { return None };
                let letter = self.letter(size);
                let body = self.entry_of(first, &[Index::Letter(letter); 2])?;
                Some(self.sum_over(letter, body))
            }
            Word::Diag => {
                let parts = [self.entry_of(first, &at[..1])?, self.delta(at[0], at[1])];
                Some(self.multiply(&parts))
            }
            Word::Diagonal => self.entry_of(first, &[at[0], at[0]]),
            Word::SpectralNorm
            | Word::Inverse
            | Word::Determinant
            | Word::LogDeterminant
            | Word::Max
            | Word::Largest => None,
        }
    }

    /// The sum of something over all entries of an array, or over one line of it, and over how many it goes.
    fn summed(
        &mut self,
        of: WholeId,
        over: Over,
        line: &[Index],
        each: impl Fn(&mut Self, EntryId) -> Option<EntryId>,
    ) -> Option<(EntryId, Vec<Size>)> {
        let axes = self.shape(of).axes();
        let mut letters = Vec::new();
        let mut sizes = Vec::new();
        let mut at = Vec::new();
        for (place, &size) in axes.iter().enumerate() {
            let is_line = matches!((over, place), (Over::EachRow, 0) | (Over::EachColumn, 1));
            if is_line {
                at.push(*line.first()?);
                continue;
            }
            let letter = self.letter(size);
            letters.push(letter);
            sizes.push(size);
            at.push(Index::Letter(letter));
        }
        let entry = self.entry_of(of, &at)?;
        let mut sum = each(self, entry)?;
        for &letter in letters.iter().rev() {
            sum = self.sum_over(letter, sum);
        }
        Some((sum, sizes))
    }
}
