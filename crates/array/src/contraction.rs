//! A product of entries, summed over some of its letters, as a product of vectors and matrices.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, POWER};

use crate::arena::{Arrays, Entry, EntryId, Letter, Whole, WholeId};
use crate::entry::is;
use crate::operand::{Operand, all_letters, fitted};
use crate::read_by::ReadBy;

use crate::word::{Over, Word};

/// A product, factor by factor.
#[derive(Debug)]
pub(crate) struct Contraction {
    coefficient: Rational,
    /// Factors that are numbers, above and below the line.
    above: Vec<WholeId>,
    below: Vec<WholeId>,
    operands: Vec<Operand>,
    /// The letters that are summed.
    bound: Vec<Letter>,
}

impl Contraction {
    /// The factors of an entry, its sums opened, each read as such a part.
    pub(crate) fn of(
        arrays: &mut Arrays,
        entry: EntryId,
        read: fn(&mut Arrays, EntryId) -> Option<Operand>,
    ) -> Option<Self> {
        let mut out = Self {
            coefficient: Rational::one(),
            above: Vec::new(),
            below: Vec::new(),
            operands: Vec::new(),
            bound: Vec::new(),
        };
        let mut open = vec![entry];
        let mut dividing = Vec::new();
        while let Some(entry) = open.pop() {
            if let Entry::Sum(size, body) = *arrays.entry(entry) {
                let (letter, body) = arrays.opened(size, body);
                out.bound.push(letter);
                open.push(body);
                continue;
            }
            let monomial = arrays.monomial(entry);
            out.coefficient = &out.coefficient * &monomial.coefficient;
            for &(factor, power) in &monomial.factors {
                if power == 1 && matches!(arrays.entry(factor), Entry::Sum(..)) {
                    open.push(factor);
                    continue;
                }
                let mut operand = read(arrays, factor)?;
                if power.abs() != 1 {
                    let exponent = arrays.number(Rational::from_integer(power.abs()));
                    operand.whole = arrays.raised(operand.whole, exponent)?;
                }
                match (operand.letters.is_empty(), power > 0) {
                    (true, true) => out.above.push(operand.whole),
                    (true, false) => out.below.push(operand.whole),
                    (false, true) => out.operands.push(operand),
                    (false, false) => dividing.push(operand),
                }
            }
        }
        out.merge(arrays)?;
        for operand in dividing {
            out.divide(arrays, &operand)?;
        }
        Some(out)
    }

    /// Factors on the same letters are one, entry by entry.
    fn merge(&mut self, arrays: &mut Arrays) -> Option<()> {
        let mut merged: Vec<Operand> = Vec::new();
        for operand in self.operands.drain(..) {
            let Some(partner) = merged.iter_mut().find(|other| other.is_on(&operand.letters)) else {
                merged.push(operand);
                continue;
            };
            let other = fitted(arrays, &operand, &partner.letters)?;
            partner.whole = arrays.times(&[partner.whole, other])?;
            arrays.note_reading(ReadBy::EntryByEntry);
        }
        self.operands = merged;
        self.take_diagonals(arrays)
    }

    /// The identity beside vectors and matrices on its letters is a diagonal.
    fn take_diagonals(&mut self, arrays: &mut Arrays) -> Option<()> {
        let is_identity = |operand: &Operand| matches!(arrays.whole(operand.whole), Whole::Identity(_));
        let Some(place) = self.operands.iter().position(is_identity) else { return Some(()) };
        let letters = self.operands[place].letters.clone();
        let (on, others): (Vec<Operand>, Vec<Operand>) = self
            .operands
            .drain(..)
            .enumerate()
            .map(|(index, operand)| (index == place, operand))
            .filter(|(is_identity, _)| !is_identity)
            .map(|(_, operand)| operand)
            .partition(|operand| operand.letters.len() == 1 && letters.contains(&operand.letters[0]));
        self.operands = others;
        let whole = if on.is_empty() {
            arrays.identity(arrays.size_of(letters[0]))
        } else {
            let wholes: Vec<WholeId> = on.iter().map(|operand| operand.whole).collect();
            let vector = arrays.times(&wholes)?;
            arrays.note_reading(ReadBy::Diagonal);
            arrays.word(Word::Diag, Over::All, &[vector])?
        };
        self.operands.push(Operand { letters, whole });
        Some(())
    }

    /// Divides by something entry by entry.
    fn divide(&mut self, arrays: &mut Arrays, by: &Operand) -> Option<()> {
        if let Some(operand) = self.operands.iter_mut().find(|operand| operand.is_on(&by.letters)) {
            let other = fitted(arrays, by, &operand.letters)?;
            operand.whole = arrays.over(operand.whole, other)?;
            arrays.note_reading(ReadBy::EntryByEntry);
        } else {
            let one = arrays.number(Rational::one());
            let whole = arrays.over(one, by.whole)?;
            self.operands.push(Operand { letters: by.letters.clone(), whole });
        }
        Some(())
    }

    /// The whole of it.
    pub(crate) fn operand(mut self, arrays: &mut Arrays) -> Option<Operand> {
        while !self.bound.is_empty() {
            self.merge(arrays)?;
            let degree =
                |letter: &Letter| self.operands.iter().filter(|operand| operand.has(*letter)).count();
            let place = (0..self.bound.len()).min_by_key(|&place| {
                let letter = self.bound[place];
                let widest = self
                    .operands
                    .iter()
                    .filter(|operand| operand.has(letter))
                    .map(|operand| operand.letters.len());
                // Vectors first: a product of a matrix and a vector is less work than one of matrices.
                (degree(&letter), widest.sum::<usize>())
            })?;
            let letter = self.bound.remove(place);
            self.sum(arrays, letter)?;
        }
        self.merge(arrays)?;
        let operand = self.outer(arrays)?;
        self.scaled(arrays, operand)
    }

    /// The sum over one letter.
    fn sum(&mut self, arrays: &mut Arrays, letter: Letter) -> Option<()> {
        let (mut on, others): (Vec<Operand>, Vec<Operand>) =
            self.operands.drain(..).partition(|operand| operand.has(letter));
        self.operands = others;
        on.sort_by_key(|operand| operand.letters.len());
        let new = match on.as_slice() {
            [] => {
                let size = arrays.size_of(letter);
                self.above.push(arrays.size_number(size));
                return Some(());
            }
            [only] if only.letters.len() == 1 => {
                arrays.note_reading(ReadBy::AllAddedUp(only.whole));
                self.above.push(total(arrays, only.whole)?);
                return Some(());
            }
            [only] => {
                let other = *only.letters.iter().find(|other| **other != letter)?;
                let (over, whole) = if only.letters[1] == letter {
                    arrays.note_reading(ReadBy::RowsAddedUp(only.whole));
                    (Over::EachRow, only.whole)
                } else {
                    arrays.note_reading(ReadBy::ColumnsAddedUp(only.whole));
                    (Over::EachColumn, only.whole)
                };
                let vector = arrays.sum_in_order(over, whole)?;
                Operand { letters: vec![other], whole: vector }
            }
            [vector, matrix] if vector.letters.len() == 1 => {
                let other = *matrix.letters.iter().find(|other| **other != letter)?;
                note_product(arrays, matrix, letter);
                let matrix = fitted(arrays, matrix, &[other, letter])?;
                Operand { letters: vec![other], whole: arrays.product_in_order(matrix, vector.whole)? }
            }
            [left, right] => joined(arrays, left, right, letter)?,
            [vector, left, right] if vector.letters.len() == 1 && left.letters.len() == 2 => {
                let other = *left.letters.iter().find(|other| **other != letter)?;
                let matrix = fitted(arrays, left, &[other, letter])?;
                let diagonal = arrays.word(Word::Diag, Over::All, &[vector.whole])?;
                let scaled = Operand {
                    letters: vec![other, letter],
                    whole: arrays.product_in_order(matrix, diagonal)?,
                };
                joined(arrays, &scaled, right, letter)?
            }
            [..] => return None,
        };
        self.operands.push(new);
        Some(())
    }

    /// What is left, on the free letters alone.
    fn outer(&mut self, arrays: &mut Arrays) -> Option<Operand> {
        let letters = all_letters(&self.operands)?;
        match self.operands.as_slice() {
            [] => Some(Operand::number(arrays.number(Rational::one()))),
            [only] => Some(only.clone()),
            [left, right] if left.letters.len() == 1 && right.letters.len() == 1 => {
                let row = arrays.transpose(right.whole)?;
                arrays.note_reading(ReadBy::Outer([left.whole, right.whole]));
                Some(Operand {
                    letters: vec![left.letters[0], right.letters[0]],
                    whole: arrays.product_in_order(left.whole, row)?,
                })
            }
            operands => {
                let matrix = operands.iter().find(|operand| operand.letters.len() == 2)?;
                let mut whole = matrix.whole;
                for operand in operands.iter().filter(|operand| operand.letters.len() == 1) {
                    let diagonal = arrays.word(Word::Diag, Over::All, &[operand.whole])?;
                    whole = if operand.letters[0] == letters[0] {
                        arrays.product_in_order(diagonal, whole)?
                    } else {
                        arrays.product_in_order(whole, diagonal)?
                    };
                }
                Some(Operand { letters: matrix.letters.clone(), whole })
            }
        }
    }

    /// With the numbers in front of it and below it.
    fn scaled(&self, arrays: &mut Arrays, operand: Operand) -> Option<Operand> {
        let size = self.coefficient.abs();
        let [above, below] = [size.numerator(), size.denominator()]
            .map(|part| Rational::from_bigint(part.into_owned()))
            .map(|part| (!part.is_one()).then(|| arrays.number(part)));
        let mut factors: Vec<WholeId> = above.into_iter().chain(self.above.iter().copied()).collect();
        let is_one = *arrays.whole(operand.whole) == Whole::Number(Rational::one());
        if !is_one || factors.is_empty() {
            factors.push(operand.whole);
        }
        let mut whole = arrays.times(&factors)?;
        let divisors: Vec<WholeId> = below.into_iter().chain(self.below.iter().copied()).collect();
        if !divisors.is_empty() {
            let divisor = arrays.times(&divisors)?;
            whole = arrays.over(whole, divisor)?;
        }
        if self.coefficient.is_negative() {
            whole = arrays.minus(whole);
        }
        Some(Operand { letters: operand.letters, whole })
    }
}

/// Notes which index of a matrix is summed.
fn note_product(arrays: &mut Arrays, matrix: &Operand, letter: Letter) {
    let (of, transposed) = (matrix.whole, false);
    arrays.note_reading(if matrix.letters.first() == Some(&letter) {
        ReadBy::OverRowIndex { of, transposed }
    } else {
        ReadBy::OverColumnIndex { of, transposed }
    });
}

/// Two matrices that share the letter summed.
fn joined(arrays: &mut Arrays, left: &Operand, right: &Operand, letter: Letter) -> Option<Operand> {
    let outside = |operand: &Operand| operand.letters.iter().copied().find(|other| *other != letter);
    let (rows, columns) = (outside(left)?, outside(right)?);
    if rows == columns {
        return None;
    }
    note_product(arrays, left, letter);
    note_product(arrays, right, letter);
    let left = fitted(arrays, left, &[rows, letter])?;
    let right = fitted(arrays, right, &[letter, columns])?;
    Some(Operand { letters: vec![rows, columns], whole: arrays.product_in_order(left, right)? })
}

/// The sum of all entries of a vector, as it is usually written.
fn total(arrays: &mut Arrays, vector: WholeId) -> Option<WholeId> {
    match arrays.whole(vector).clone() {
        Whole::Word { word: Word::Sum, over: Over::EachRow | Over::EachColumn, arguments } => {
            arrays.word(Word::Sum, Over::All, &arguments)
        }
        Whole::Word { word: Word::Diagonal, arguments, .. } => {
            arrays.word(Word::Trace, Over::All, &arguments)
        }
        Whole::Apply { function, primes, arguments } if is(function, primes, &MULTIPLY) => {
            let (numbers, vectors): (Vec<WholeId>, Vec<WholeId>) =
                arguments.iter().partition(|&&part| arrays.shape(part).is_number());
            let sum = if let [left, right] = vectors.as_slice() {
                let row = arrays.transpose(*left)?;
                arrays.product_in_order(row, *right)?
            } else {
                let product = arrays.times(&vectors)?;
                arrays.word(Word::Sum, Over::All, &[product])?
            };
            let mut factors = numbers;
            factors.push(sum);
            arrays.times(&factors)
        }
        Whole::Apply { function, primes, arguments }
            if is(function, primes, &DIVIDE) && arrays.shape(arguments[1]).is_number() =>
        {
            let sum = total(arrays, arguments[0])?;
            arrays.over(sum, arguments[1])
        }
        Whole::Apply { function, primes, arguments }
            if is(function, primes, &POWER)
                && *arrays.whole(arguments[1]) == Whole::Number(Rational::from_integer(2)) =>
        {
            let norm = arrays.word(Word::Norm, Over::All, &[arguments[0]])?;
            arrays.raised(norm, arguments[1])
        }
        _ => arrays.word(Word::Sum, Over::All, &[vector]),
    }
}
