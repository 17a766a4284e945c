//! Parts of readings, and how they fit the letters of others.

use crate::arena::{Arrays, Letter, WholeId};

/// A part of a reading: a whole, and the letters along its axes, in order.
#[derive(Clone, Debug)]
pub(crate) struct Operand {
    pub(crate) letters: Vec<Letter>,
    pub(crate) whole: WholeId,
}

impl Operand {
    pub(crate) fn number(whole: WholeId) -> Self {
        Self { letters: Vec::new(), whole }
    }

    pub(crate) fn has(&self, letter: Letter) -> bool {
        self.letters.contains(&letter)
    }

    /// Whether it has the same letters, in any order.
    pub(crate) fn is_on(&self, letters: &[Letter]) -> bool {
        self.letters.len() == letters.len() && self.letters.iter().all(|letter| letters.contains(letter))
    }
}

pub(crate) fn all_ones(arrays: &mut Arrays, rows: Letter, columns: Letter) -> Option<WholeId> {
    let [rows, columns] = [rows, columns].map(|letter| arrays.size_of(letter));
    let (left, right) = (arrays.ones(rows), arrays.ones(columns));
    let right = arrays.transpose(right)?;
    arrays.product_in_order(left, right)
}

/// A part of a reading with these letters, in this order. A vector among matrices is repeated; a number stays one, where
/// that is read as meant.
pub(crate) fn fitted(arrays: &mut Arrays, operand: &Operand, wanted: &[Letter]) -> Option<WholeId> {
    match (operand.letters.as_slice(), wanted) {
        (letters, wanted) if letters == wanted => Some(operand.whole),
        ([_, _], [_, _]) if operand.is_on(wanted) => arrays.transpose(operand.whole),
        ([], [_]) => Some(operand.whole),
        ([], [rows, columns]) => {
            if arrays.size_of(*rows) != arrays.size_of(*columns) {
                return Some(operand.whole);
            }
            // Beside a square matrix a number could be meant as a multiple of the identity.
            let ones = all_ones(arrays, *rows, *columns)?;
            arrays.times(&[operand.whole, ones])
        }
        ([only], [rows, columns]) if only == rows => {
            let size = arrays.size_of(*columns);
            let ones = arrays.ones(size);
            let ones = arrays.transpose(ones)?;
            arrays.product_in_order(operand.whole, ones)
        }
        ([only], [rows, columns]) if only == columns => {
            let size = arrays.size_of(*rows);
            let ones = arrays.ones(size);
            let row = arrays.transpose(operand.whole)?;
            arrays.product_in_order(ones, row)
        }
        _ => None,
    }
}

/// All letters of some parts, in the order of the first that has two.
pub(crate) fn all_letters(operands: &[Operand]) -> Option<Vec<Letter>> {
    let first = operands.iter().find(|operand| operand.letters.len() == 2);
    let mut letters: Vec<Letter> = first.map(|operand| operand.letters.clone()).unwrap_or_default();
    for letter in operands.iter().flat_map(|operand| &operand.letters) {
        if !letters.contains(letter) {
            letters.push(*letter);
        }
    }
    (letters.len() <= 2).then_some(letters)
}
