//! Logarithms of determinants taken apart: that of a product is a sum.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Arrays, Shape, Whole, WholeId};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::MULTIPLY;
use chainrule_symbolic::function::rows::exponential::LN;
use chainrule_symbolic::function::rows::piecewise::ABS;

/// What a logarithm is the same as wherever it has a value: in it `logdet` is taken of no product, transpose or inverse, and
/// `ln(det(A))` is `logdet(A)`. Nothing where it stays as it is.
pub(super) fn apart(arrays: &mut Arrays, part: WholeId) -> Option<WholeId> {
    let logdet = |arrays: &mut Arrays, of: WholeId| arrays.word(Word::LogDeterminant, Over::All, &[of]);
    let of = match arrays.whole(part) {
        Whole::Word { word: Word::LogDeterminant, arguments, .. } => arguments[0],
        Whole::Apply { function, primes: 0, arguments } if *function == function::id(&LN) => {
            let Whole::Word { word: Word::Determinant, arguments, .. } = arrays.whole(arguments[0]) else {
                return None;
            };
            let of = arguments[0];
            return logdet(arrays, of);
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
        | Whole::Part { .. } => return None,
    };
    match arrays.whole(of).clone() {
        Whole::Product(left, right)
            if [left, right].iter().all(|&side| is_square_matrix(arrays.shape(side))) =>
        {
            let terms = [logdet(arrays, left)?, logdet(arrays, right)?];
            arrays.plus(&terms)
        }
        Whole::Transpose(inner) => logdet(arrays, inner),
        Whole::Word { word: Word::Inverse, arguments, .. } => {
            let logarithm = logdet(arrays, arguments[0])?;
            Some(arrays.minus(logarithm))
        }
        Whole::Apply { function, primes: 0, arguments } if function == function::id(&MULTIPLY) => {
            let is_number = |arrays: &Arrays, side: &WholeId| arrays.shape(*side).is_number();
            let (number, matrix) = match arguments.as_slice() {
                [a, b] if is_number(arrays, a) && is_square_matrix(arrays.shape(*b)) => (*a, *b),
                [a, b] if is_number(arrays, b) && is_square_matrix(arrays.shape(*a)) => (*b, *a),
                _ => return None,
            };
            let Shape::Matrix(size, _) = *arrays.shape(matrix) else { return None };
            let size_of_number = arrays.each_row(&ABS, &[number])?;
            let logarithm = arrays.each_row(&LN, &[size_of_number])?;
            let count = arrays.size_number(size);
            let terms = [arrays.times(&[count, logarithm])?, logdet(arrays, matrix)?];
            arrays.plus(&terms)
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
        | Whole::Word { .. }
        | Whole::Entries { .. }
        | Whole::Part { .. } => None,
    }
}

fn is_square_matrix(shape: &Shape) -> bool {
    matches!(shape, Shape::Matrix(..)) && shape.is_square()
}
