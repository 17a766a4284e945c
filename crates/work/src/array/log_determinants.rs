//! Logarithms of determinants taken apart: that of a product is a sum.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Arrays, Shape, Whole, WholeId};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::MULTIPLY;
use chainrule_symbolic::function::rows::exponential::LN;
use chainrule_symbolic::function::rows::piecewise::ABS;

/// So many are taken apart on one side of a claim.
const MOST_APART: usize = 40;

/// A whole in which `logdet` is taken of no product, transpose or inverse, and in which `ln(det(A))` is `logdet(A)`: they are the
/// same wherever all of it has a value. Nothing where nothing of that stands in it.
pub(super) fn taken_apart(arrays: &mut Arrays, side: WholeId) -> Option<WholeId> {
    let mut now = side;
    for _ in 0..MOST_APART {
        let mut stack = vec![now];
        let mut found = None;
        while let Some(id) = stack.pop() {
            if let Some(apart) = apart(arrays, id) {
                found = Some((id, apart));
                break;
            }
            stack.extend(arrays.parts(arrays.whole(id)));
        }
        let Some((part, apart)) = found else { break };
        now = arrays.replaced(now, part, apart)?;
    }
    (now != side).then_some(now)
}

/// What a part is the same as.
fn apart(arrays: &mut Arrays, part: WholeId) -> Option<WholeId> {
    let logdet = |arrays: &mut Arrays, of: WholeId| arrays.word(Word::LogDeterminant, Over::All, &[of]);
    let of = match arrays.whole(part) {
        Whole::Word { word: Word::LogDeterminant, arguments, .. } => arguments[0],
        Whole::Apply { function, primes: 0, arguments } if *function == function::id(&LN) => {
            match arrays.whole(arguments[0]) {
                Whole::Word { word: Word::Determinant, arguments, .. } => {
                    let of = arguments[0];
                    return logdet(arrays, of);
                }
                _ => return None,
            }
        }
        _ => return None,
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
        _ => None,
    }
}

fn is_square_matrix(shape: &Shape) -> bool {
    matches!(shape, Shape::Matrix(..)) && shape.is_square()
}
