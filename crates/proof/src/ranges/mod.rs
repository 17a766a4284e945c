//! Ranges of expressions over boxes.
//!
//! - [`Range`]: f64 intervals that know whether their ends are reached;
//! - `primitives`: functions over them; `error_function`: erf at floats; `power`: powers;
//! - [`LeafRange`]: what is given of a leaf; `part`: a part of the box of all leaves;
//! - [`Program`]: an expression as a tape over many boxes, with the ranges that its functions' rows prove, and its slopes;
//! - `exact`: the same tape with exact ends, for sums and products of many bounds;
//! - `exact_sign`: the sign at a point.

mod error_function;
mod exact;
mod exact_sign;
mod leaf_range;
mod part;
mod power;
mod primitives;
mod program;
mod range;
mod range_scalar;

pub(crate) use exact::exact_range;
pub(crate) use exact_sign::exact_sign;
pub use leaf_range::{LeafRange, Ranges};
pub(crate) use part::{Part, halved, slid};
pub(crate) use program::without_own_functions;
pub use program::{Program, ranges_of};
pub use range::Range;
