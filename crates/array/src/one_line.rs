//! Entries as arrays in few signs, and how much of that stands in one line.

use crate::arena::{Arrays, EntryId, Letter, WholeId};
use crate::read_by::ReadBy;
use crate::reading::read;

/// A derivative written into one line has at most so many parts.
pub(crate) const MOST_PARTS_IN_ONE_LINE: usize = 28;

/// An entry as an array, and what became of its indices.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) whole: WholeId,
    pub(crate) by: Vec<ReadBy>,
}

/// An entry as an array, in few signs.
pub(crate) fn read_shorter(arrays: &mut Arrays, entry: EntryId, free: &[Letter]) -> Option<Reading> {
    arrays.read_by.clear();
    let reading = read(arrays, entry, free)?;
    let notes = std::mem::take(&mut arrays.read_by);
    let whole = arrays.shorter(reading);
    Some(Reading { whole, by: arrays.notes_of(whole, notes) })
}

/// Of how many parts a whole is.
pub(crate) fn count(arrays: &Arrays, whole: WholeId) -> usize {
    let mut total = 0;
    let mut stack = vec![whole];
    while let Some(id) = stack.pop() {
        total += 1;
        if total > 4 * MOST_PARTS_IN_ONE_LINE {
            break;
        }
        stack.extend(arrays.parts(arrays.whole(id)));
    }
    total
}
