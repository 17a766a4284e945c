//! The words for arrays, in a format.

use chainrule_array::WholeId;
use chainrule_array::word::{Over, Word};
use chainrule_number::Undefined;
use chainrule_symbolic::function::rows::exponential::{EXP, LN};
use chainrule_symbolic::function::rows::power::SQRT;

use super::super::whole::{by_lines, lines};
use super::Run;
use super::operations::diagonal_of;
use super::seen::Calculation;
use crate::array::Array;

impl Run<'_> {
    pub(super) fn word(
        &mut self,
        word: Word,
        over: Over,
        arguments: &[WholeId],
    ) -> Result<Array<f64>, Undefined> {
        let is_shifted = self.is_shifted;
        let parts: Result<Vec<Array<f64>>, Undefined> =
            arguments.iter().map(|part| self.evaluate(*part)).collect();
        let parts = parts?;
        self.is_shifted = is_shifted;
        let first = &parts[0];
        let all = lines(first, over);
        let each = |entries: Vec<f64>| {
            let axes = if over == Over::All { Vec::new() } else { vec![entries.len()] };
            Array { axes, entries }
        };
        match word {
            Word::Sum => Ok(each(all.iter().enumerate().map(|(at, line)| self.sum(line, at)).collect())),
            Word::Mean => {
                let means = all.iter().enumerate().map(|(at, line)| {
                    let (sum, count) = (self.sum(line, at), self.held_size(line.len()));
                    self.divide(sum, count, at)
                });
                Ok(each(means.collect()))
            }
            Word::Norm | Word::FrobeniusNorm => {
                let lengths = all.iter().enumerate().map(|(at, line)| {
                    let squares = self.squares(line, at);
                    self.kernel(&SQRT, squares, at)
                });
                Ok(each(lengths.collect()))
            }
            Word::Max => Ok(each(all.iter().map(|line| largest(line)).collect())),
            Word::Largest => {
                let shares = all.iter().flat_map(|line| {
                    let most = largest(line);
                    let count = line.iter().filter(|number| number.to_bits() == most.to_bits()).count();
                    let share =
                        self.how.format.round_double(1.0 / f64::from(u32::try_from(count).unwrap_or(1)));
                    line.iter()
                        .map(move |number| if number.to_bits() == most.to_bits() { share } else { 0.0 })
                        .collect::<Vec<f64>>()
                });
                Ok(by_lines(shares.collect(), first, over))
            }
            Word::Softmax => {
                let mut entries = Vec::with_capacity(first.entries.len());
                for (at, line) in all.iter().enumerate() {
                    let (exponentials, _) = self.exponentials(line, at);
                    let total = self.sum(&exponentials, at);
                    for exponential in exponentials {
                        entries.push(self.divide(exponential, total, at));
                    }
                }
                Ok(by_lines(entries, first, over))
            }
            Word::LogSumExp => {
                let sums = all.iter().enumerate().map(|(at, line)| {
                    let (exponentials, most) = self.exponentials(line, at);
                    let total = self.sum(&exponentials, at);
                    let log = self.kernel(&LN, total, at);
                    self.rounded(log + most, (Calculation::Sum, at), &[log, most])
                });
                Ok(each(sums.collect()))
            }
            Word::Dot | Word::Outer | Word::Trace | Word::Diag | Word::Diagonal => {
                self.matrices(word, &parts)
            }
            Word::Inverse | Word::Determinant | Word::LogDeterminant | Word::SpectralNorm => {
                Err(Undefined::Unknown)
            }
        }
    }

    fn matrices(&mut self, word: Word, parts: &[Array<f64>]) -> Result<Array<f64>, Undefined> {
        let first = &parts[0];
        let diagonal = || -> Vec<f64> {
            let columns = first.axes.get(1).copied().unwrap_or(1);
            (0..first.axes[0]).map(|place| first.entries[place * columns + place]).collect()
        };
        Ok(match word {
            Word::Dot => {
                let pairs = first.entries.iter().zip(&parts[1].entries);
                let terms: Vec<f64> = pairs.map(|(one, other)| self.multiply(*one, *other, 0)).collect();
                Array::number(self.sum(&terms, 0))
            }
            Word::Outer => {
                let columns = parts[1].entries.len();
                let mut entries = Vec::with_capacity(first.entries.len() * columns);
                for one in &first.entries {
                    for other in &parts[1].entries {
                        let at = entries.len();
                        entries.push(self.multiply(*one, *other, at));
                    }
                }
                Array { axes: vec![first.entries.len(), columns], entries }
            }
            Word::Trace => Array::number(self.sum(&diagonal(), 0)),
            Word::Diag => diagonal_of(&first.entries),
            Word::Diagonal => {
                let entries = diagonal();
                Array { axes: vec![entries.len()], entries }
            }
            Word::Sum
            | Word::Mean
            | Word::Norm
            | Word::FrobeniusNorm
            | Word::SpectralNorm
            | Word::Softmax
            | Word::LogSumExp
            | Word::Inverse
            | Word::Determinant
            | Word::LogDeterminant
            | Word::Max
            | Word::Largest => return Err(Undefined::Unknown),
        })
    }

    /// Exponentials with the largest exponent taken away, as frameworks do, and that exponent; as they are written where
    /// nothing is taken away.
    pub(super) fn exponentials(&mut self, line: &[f64], entry: usize) -> (Vec<f64>, f64) {
        if !self.is_shifted {
            return (line.iter().map(|number| self.kernel(&EXP, *number, entry)).collect(), 0.0);
        }
        let most = largest(line);
        let shifted = line.iter().map(|number| {
            let gap = self.rounded(number - most, (Calculation::Sum, entry), &[*number, -most]);
            self.kernel(&EXP, gap, entry)
        });
        (shifted.collect(), most)
    }
}

fn largest(line: &[f64]) -> f64 {
    line.iter()
        .copied()
        .fold(f64::NEG_INFINITY, |most, number| if number > most || number.is_nan() { number } else { most })
}
