//! One factor of a chain: the derivative of a quantity by one of its inputs.

use std::num::NonZeroU32;

use crate::graph::{ExprId, SymbolId};

/// The place of a factor among those of a [`super::Calculus`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactorId(pub(super) u32);

impl FactorId {
    /// The factor at a position.
    pub fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).expect("fewer than 2^32 factors"))
    }

    /// Position among the factors.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The place of a working among those of a [`super::Calculus`]. Factors of one shape share a working: theirs is the same
/// but for the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkingId(NonZeroU32);

impl WorkingId {
    /// The working at a position.
    pub fn from_index(index: usize) -> Self {
        // One more than the position: then a factor without a working takes no more room than one with it.
        let number = u32::try_from(index + 1).ok().and_then(NonZeroU32::new);
        Self(number.expect("fewer than 2^32 workings"))
    }

    /// Position among the workings.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The local derivative along one edge of the network, worked out once however many paths use it.
///
/// Memory: 20 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor {
    /// The quantity derived.
    pub child: SymbolId,
    /// The input it is derived by.
    pub parent: SymbolId,
    /// `∂child/∂parent`, or `∂⁺child/∂parent` where another way leads from `parent` to `child`.
    pub name: ExprId,
    /// How it is worked out, where the child has a formula: [`super::Calculus::working`] writes it in its own names.
    pub working: Option<WorkingId>,
    /// What it is: the result of the working, or its own name where the form is left open or a number is stated.
    pub result: ExprId,
}

const _: () = assert!(size_of::<Factor>() == 20);
