//! Parts of readings, and how they fit the letters of others.

use crate::arena::{Arrays, Letter, WholeId};

/// A part of a reading: a whole, and the letters along its axes, in order.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) letters: Vec<Letter>,
    pub(crate) whole: WholeId,
}

impl Item {
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
pub(crate) fn fitted(arrays: &mut Arrays, item: &Item, wanted: &[Letter]) -> Option<WholeId> {
    match (item.letters.as_slice(), wanted) {
        (letters, wanted) if letters == wanted => Some(item.whole),
        ([_, _], [_, _]) if item.is_on(wanted) => arrays.transpose(item.whole),
        ([], [_]) => Some(item.whole),
        ([], [rows, columns]) => {
            if arrays.size_of(*rows) != arrays.size_of(*columns) {
                return Some(item.whole);
            }
            // Beside a square matrix a number could be meant as a multiple of the identity.
            let ones = all_ones(arrays, *rows, *columns)?;
            arrays.times(&[item.whole, ones])
        }
        ([only], [rows, columns]) if only == rows => {
            let size = arrays.size_of(*columns);
            let ones = arrays.ones(size);
            let ones = arrays.transpose(ones)?;
            arrays.product_in_order(item.whole, ones)
        }
        ([only], [rows, columns]) if only == columns => {
            let size = arrays.size_of(*rows);
            let ones = arrays.ones(size);
            let row = arrays.transpose(item.whole)?;
            arrays.product_in_order(ones, row)
        }
        _ => None,
    }
}

/// All letters of some parts, in the order of the first that has two.
pub(crate) fn all_letters(items: &[Item]) -> Option<Vec<Letter>> {
    let first = items.iter().find(|item| item.letters.len() == 2);
    let mut letters: Vec<Letter> = first.map(|item| item.letters.clone()).unwrap_or_default();
    for letter in items.iter().flat_map(|item| &item.letters) {
        if !letters.contains(letter) {
            letters.push(*letter);
        }
    }
    (letters.len() <= 2).then_some(letters)
}
