//! How precisely is computed for so many digits.

use chainrule_number::PRECISIONS;

/// Values are wanted with so many certain binary digits, or with as many as the reader asks for.
const CERTAIN_BITS: i64 = 80;

/// The certain binary digits that so many decimal ones need: log2(10) < 10/3 for each, and a few to round by.
pub(crate) fn wanted_bits(digits: Option<usize>) -> i64 {
    digits.map_or(CERTAIN_BITS, |count| {
        CERTAIN_BITS.max(i64::try_from(count).unwrap_or(i64::MAX / 20) * 10 / 3 + 8)
    })
}

/// The place among [`PRECISIONS`] at which so many digits are left where no more than a few cancel.
pub(crate) fn place_for(digits: Option<usize>) -> usize {
    let fits = |&bits: &u32| digits.is_none() || i64::from(bits) >= wanted_bits(digits) + CANCELLED_BITS;
    PRECISIONS.iter().position(fits).unwrap_or(PRECISIONS.len() - 1)
}

/// Where the precisions begin that are tried for so many digits.
pub(crate) fn first_place_for(digits: Option<usize>) -> usize {
    digits.map_or(0, |_| place_for(digits))
}

/// So many binary digits may cancel.
const CANCELLED_BITS: i64 = 32;
