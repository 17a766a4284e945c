//! From an entry back to vectors and matrices.
//!
//! The factors of a product are edges between its letters: a letter that is summed and stands on two factors is a product
//! of linear algebra, on one a sum of rows, on a vector and two matrices a scaling; factors on the same letters multiply
//! entry by entry; two vectors on the free letters are an outer product. Which side a transpose stands on follows from
//! which letter is summed. Where nothing of two letters or fewer fits, there is no reading, and the entries are the result.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::power::SQRT;

use crate::arena::{Arrays, Entry, EntryId, Index, Letter, Whole, WholeId};
use crate::contraction::Contraction;
use crate::entry::is;
use crate::operand::{Operand, all_letters, all_ones, fitted};
use crate::shape::Shape;
use crate::word::{Over, Word};

/// The array whose entry at these letters this is; nothing where it is none of linear algebra.
pub fn read(arrays: &mut Arrays, entry: EntryId, free: &[Letter]) -> Option<WholeId> {
    if free.len() > 2 {
        return None;
    }
    let operand = read_operand(arrays, entry)?;
    match (operand.letters.len(), free) {
        (0, [only]) => {
            let size = arrays.size_of(*only);
            let ones = arrays.ones(size);
            arrays.times(&[operand.whole, ones])
        }
        (0, [rows, columns]) => {
            let ones = all_ones(arrays, *rows, *columns)?;
            arrays.times(&[operand.whole, ones])
        }
        (_, _) => fitted(arrays, &operand, free),
    }
}

/// An entry as a part of a reading, with the letters that it has.
fn read_operand(arrays: &mut Arrays, entry: EntryId) -> Option<Operand> {
    match arrays.entry(entry).clone() {
        Entry::Number(value) => Some(Operand::number(arrays.number(value))),
        Entry::Size(size) => Some(Operand::number(arrays.size_number(size))),
        Entry::Of(quantity, at) => read_quantity(arrays, quantity, &at),
        Entry::Delta(Index::Letter(left), Index::Letter(right)) => {
            let size = arrays.size_of(left);
            Some(Operand { letters: vec![left, right], whole: arrays.identity(size) })
        }
        Entry::Delta(Index::Letter(letter), Index::At(place)) => {
            let size = arrays.size_of(letter);
            Some(Operand { letters: vec![letter], whole: arrays.one_hot(place, size) })
        }
        Entry::Selected { from, at: [Index::Letter(row), Index::Letter(column)], count } => {
            let of = arrays.size_of(column);
            Some(Operand { letters: vec![row, column], whole: arrays.rows(from, count, of) })
        }
        Entry::Delta(..) | Entry::Selected { .. } | Entry::Aligned { .. } | Entry::Derivative { .. } => None,
        Entry::Sum(size, body) => {
            let noted = arrays.read_by.len();
            let operand = Contraction::of(arrays, entry, read_operand)
                .and_then(|contraction| contraction.operand(arrays));
            operand.or_else(|| {
                arrays.read_by.truncate(noted);
                read_term_by_term(arrays, size, body)
            })
        }
        Entry::Apply { function, primes, arguments } => {
            let is_product = is(function, primes, &MULTIPLY)
                || is(function, primes, &DIVIDE)
                || is(function, primes, &NEGATE)
                || (is(function, primes, &POWER)
                    && arrays.whole_number(arguments[1]).is_some_and(|power| power > 0));
            if is_product {
                return Contraction::of(arrays, entry, read_operand)?.operand(arrays);
            }
            let noted = arrays.read_by.len();
            let operands: Option<Vec<Operand>> =
                arguments.iter().map(|&part| read_operand(arrays, part)).collect();
            let operands = operands?;
            // What a function is put to is told where that is read by itself.
            if !is(function, primes, &ADD) {
                arrays.read_by.truncate(noted);
            }
            let letters = all_letters(&operands)?;
            let parts: Option<Vec<WholeId>> = operands
                .iter()
                .map(|operand| {
                    let is_sum = is(function, primes, &ADD);
                    // What a function is put to keeps its numbers; in a sum beside a square matrix they are spelled out.
                    if operand.letters.is_empty() && !is_sum {
                        return Some(operand.whole);
                    }
                    fitted(arrays, operand, &letters)
                })
                .collect();
            let parts = parts?;
            if is(function, primes, &SQRT)
                && let Some(norm) = norm_under(arrays, parts[0])
            {
                return Some(Operand { letters, whole: norm });
            }
            Some(Operand { whole: arrays.each(function, primes, &parts)?, letters })
        }
    }
}

/// A sum over terms, each summed by itself.
fn read_term_by_term(arrays: &mut Arrays, size: crate::shape::Size, body: EntryId) -> Option<Operand> {
    let (letter, body) = arrays.opened(size, body);
    let Entry::Apply { function, primes, arguments } = arrays.entry(body).clone() else { return None };
    if !is(function, primes, &ADD) {
        return None;
    }
    let terms: Vec<EntryId> = arguments.into_iter().map(|term| arrays.sum_over(letter, term)).collect();
    let sum = arrays.add(&terms);
    read_operand(arrays, sum)
}

/// The length of which this is the square.
fn norm_under(arrays: &mut Arrays, whole: WholeId) -> Option<WholeId> {
    if let Whole::Word { word: Word::Sum, over, arguments } = arrays.whole(whole).clone()
        && let Whole::Apply { function, primes, arguments: power } = arrays.whole(arguments[0]).clone()
        && is(function, primes, &POWER)
        && *arrays.whole(power[1]) == Whole::Number(Rational::from_integer(2))
    {
        let word = if over == Over::All { Word::FrobeniusNorm } else { Word::Norm };
        return arrays.word(word, over, &[power[0]]);
    }
    let Whole::Apply { function, primes, arguments } = arrays.whole(whole) else { return None };
    // A constant such as π has no arguments.
    let [of, exponent] = arguments.as_slice() else { return None };
    let is_square = is(*function, *primes, &POWER)
        && *arrays.whole(*exponent) == Whole::Number(Rational::from_integer(2));
    let is_norm = matches!(arrays.whole(*of), Whole::Word { word: Word::Norm | Word::FrobeniusNorm, .. });
    (is_square && is_norm).then_some(*of)
}

fn read_quantity(arrays: &mut Arrays, quantity: crate::arena::QuantityId, at: &[Index]) -> Option<Operand> {
    let mut letters = Vec::new();
    let mut fixed = Vec::new();
    for index in at {
        match index {
            Index::Letter(letter) => {
                letters.push(*letter);
                fixed.push(None);
            }
            Index::At(place) => fixed.push(Some(*place)),
            Index::Bound(_) | Index::Size(_) => return None,
        }
    }
    if letters.len() > 2 {
        return None;
    }
    let whole = if fixed.iter().any(Option::is_some) {
        arrays.part(quantity, &fixed)?
    } else {
        arrays.quantity_whole(quantity)
    };
    if letters.len() == 2 && letters[0] == letters[1] {
        if !matches!(arrays.shape(whole), Shape::Matrix(..)) {
            return None;
        }
        let diagonal = arrays.word(Word::Diagonal, crate::word::Over::All, &[whole])?;
        return Some(Operand { letters: vec![letters[0]], whole: diagonal });
    }
    Some(Operand { letters, whole })
}
