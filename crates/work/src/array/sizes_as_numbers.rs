//! Sizes that stand as numbers in a claim: what is 0 at the few sizes that are tried, `(n - 2)·(n - 3)·(n - 4)`, need not be 0 at
//! others.

use chainrule_array::{Arrays, Entry, Size, Whole, WholeId};
use rustc_hash::FxHashMap;

/// The least of the larger sizes.
const LEAST: usize = 5;

/// Larger sizes for all letters, each of its own, where one stands as a number in one of the sides.
pub(super) fn larger(arrays: &Arrays, sides: [WholeId; 2]) -> Option<FxHashMap<Size, usize>> {
    let mut stack = sides.to_vec();
    let mut stands = false;
    while let Some(id) = stack.pop() {
        let whole = arrays.whole(id);
        stands |= match whole {
            Whole::Size(size) => matches!(size, Size::Letter(_)),
            Whole::Entries { body, .. } => {
                arrays.entries_in(*body).any(|(_, entry)| matches!(entry, Entry::Size(Size::Letter(_))))
            }
            _ => false,
        };
        stack.extend(arrays.parts(whole));
    }
    let letters = arrays.all_sizes().into_iter().filter(|size| matches!(size, Size::Letter(_)));
    stands.then(|| letters.enumerate().map(|(place, size)| (size, LEAST + place * 2 % 9)).collect())
}
