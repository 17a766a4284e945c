//! What is known of quantities after the steps of an update.

use chainrule_number::{Undefined, Value};
use chainrule_program::{Meaning, Observed};
use chainrule_symbolic::graph::SymbolId;
use rustc_hash::FxHashMap;

/// Why a quantity has no number after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoNumber {
    /// It is infinite.
    Infinite {
        /// Whether it is minus infinity.
        negative: bool,
    },
    /// It is NaN.
    NotANumber,
    /// An operation has no value.
    Undefined(Undefined),
    /// The run ends before.
    Diverges {
        /// In this step,
        step: u64,
        /// … in which this is not finite.
        what: Meaning,
    },
    /// Nothing is known of it.
    Unknown,
}

/// What is known of quantities after some steps, by what stands for them in claims; or why nothing is.
pub(crate) type AfterValues = FxHashMap<SymbolId, Result<Value, NoNumber>>;

/// What stands for an observed number in a claim.
pub(crate) fn claimable(observed: &Observed) -> Result<Value, NoNumber> {
    match observed {
        Observed::Value(value) => Ok(value.clone()),
        &Observed::Infinite { negative } => Err(NoNumber::Infinite { negative }),
        Observed::NotANumber => Err(NoNumber::NotANumber),
    }
}
