//! Norms taken apart: a number comes out of them, and a transpose does not change the largest singular value.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Arrays, Shape, Whole, WholeId};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::function::rows::piecewise::ABS;

/// What a norm is the same as, wherever it has a value; nothing where it stays as it is.
pub(super) fn apart(arrays: &mut Arrays, part: WholeId) -> Option<WholeId> {
    let Whole::Word {
        word: word @ (Word::Norm | Word::FrobeniusNorm | Word::SpectralNorm),
        over: Over::All,
        arguments,
    } = arrays.whole(part).clone()
    else {
        return None;
    };
    let norm = |arrays: &mut Arrays, of: WholeId| arrays.word(word, Over::All, &[of]);
    let of = *arguments.first()?;
    match arrays.whole(of).clone() {
        Whole::Apply { function, primes: 0, arguments } => {
            if function == function::id(&NEGATE) {
                return norm(arrays, arguments[0]);
            }
            if function == function::id(&DIVIDE) && arrays.shape(arguments[1]).is_number() {
                let (above, below) = (norm(arrays, arguments[0])?, size_of(arrays, arguments[1])?);
                return arrays.over(above, below);
            }
            if function != function::id(&MULTIPLY) {
                return None;
            }
            let (numbers, others): (Vec<WholeId>, Vec<WholeId>) =
                arguments.into_iter().partition(|&factor| arrays.shape(factor).is_number());
            if numbers.is_empty() || others.is_empty() {
                return None;
            }
            let mut factors = Vec::with_capacity(numbers.len() + 1);
            for number in numbers {
                factors.push(size_of(arrays, number)?);
            }
            let array = arrays.times(&others)?;
            factors.push(norm(arrays, array)?);
            arrays.times(&factors)
        }
        Whole::Transpose(inner) if word != Word::Norm && matches!(arrays.shape(inner), Shape::Matrix(..)) => {
            norm(arrays, inner)
        }
        // A product of a column and a row.
        Whole::Product(left, right) if word != Word::Norm => {
            let Shape::Vector(_) = arrays.shape(left) else { return None };
            let Whole::Transpose(right) = *arrays.whole(right) else { return None };
            let Shape::Vector(_) = arrays.shape(right) else { return None };
            let (left, right) =
                (arrays.word(Word::Norm, Over::All, &[left])?, arrays.word(Word::Norm, Over::All, &[right])?);
            arrays.times(&[left, right])
        }
        Whole::Word { word: Word::Diag, arguments, .. } if word == Word::SpectralNorm => {
            let sizes = arrays.each_row(&ABS, &[arguments[0]])?;
            arrays.word(Word::Max, Over::All, &[sizes])
        }
        Whole::Number(_)
        | Whole::Size(_)
        | Whole::Quantity(_)
        | Whole::Ones(_)
        | Whole::Identity(_)
        | Whole::Rows { .. }
        | Whole::OneHot(..)
        | Whole::Apply { .. }
        | Whole::Spread { .. }
        | Whole::Product(..)
        | Whole::Transpose(_)
        | Whole::Word { .. }
        | Whole::Entries { .. }
        | Whole::Part { .. } => None,
    }
}

/// The absolute value of a number.
fn size_of(arrays: &mut Arrays, number: WholeId) -> Option<WholeId> {
    if let Whole::Number(value) = arrays.whole(number).clone() {
        Some(arrays.number(value.abs()))
    } else {
        arrays.each_row(&ABS, &[number])
    }
}
