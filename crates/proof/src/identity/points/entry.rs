//! What is remembered of independent exponents and logarithms.

use super::super::field::{Field, Turn};
use super::super::span::Column;

/// What exponentials and angles know of one independent exponent.
pub(super) struct Entry {
    pub(super) exponential: Column,
    /// One over it.
    pub(super) below: Column,
    /// The turn by one of [`super::super::field::ANGLE_PARTS`] parts of the angle, or by the whole of it.
    pub(super) turn: Known,
}

impl Entry {
    pub(super) fn new(field: Field, exponential: Column, turn: Known) -> Self {
        Self { below: field.inverses(&exponential), exponential, turn }
    }
}

/// What is known of the turn by an angle.
pub(super) enum Known {
    /// Nothing yet: a point of the circle is drawn when it is asked for.
    Nothing,
    /// The turn by one of its [`super::super::field::ANGLE_PARTS`] parts.
    Part(Vec<Turn>),
    /// The turn by all of it, of an inverse function, and where it is not defined.
    Whole(Vec<Turn>, Vec<bool>),
}

/// The logarithm of a sum.
pub(super) struct LogAtom {
    /// One over what it is the logarithm of.
    pub(super) below: Column,
    pub(super) logarithm: Column,
}
