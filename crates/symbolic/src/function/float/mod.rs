//! Float kernels that take more than one call of `libm`, behind the rows.
//!
//! What they have in common: the result keeps its relative accuracy wherever it is a normal float. Nothing overflows on
//! the way to a finite result, nothing underflows on the way to a nonzero one, and no digits cancel near a zero.
//! Arguments are finite; NaN gives NaN.
//!
//! - [`arithmetic`]: sums and products of many floats, rounded once;
//! - [`logistic`]: the sigmoid and what is built on it;
//! - [`gaussian`]: the bell curve, its integral and what is built on them.

pub(super) mod arithmetic;
pub(super) mod gaussian;
pub(super) mod logistic;
