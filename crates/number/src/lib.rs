//! Numbers: exact ones, and those that formulas are evaluated in.
//!
//! - [`Rational`]: the only numbers an expression holds; [`parse_decimal`] reads them as people write them, [`terminating`]
//!   and [`scientific`] write them out; [`Elementary`]: the primitives that every number system implements itself;
//! - [`Scalar`]: what a number system offers: exact fractions and all of these implement it;
//! - [`Enclosure`]: a rigorous interval of any precision, without overflow or underflow;
//! - [`Dual`]: a value with a derivative, over any of them: the judge of every step;
//! - [`singular`]: the singular values of matrices, enclosed;
//! - [`mod@format`]: the float formats, as one rounding function; [`DecimalRounding`]: the digits that a hand writes down.
//!
//! Absent on purpose: expressions.

#![warn(clippy::wildcard_enum_match_arm)]

mod constant;
mod decimal;
mod dual;
mod dyadic;
mod elementary;
mod enclosed_scalar;
mod enclosure;
mod error_function;
mod exact;
mod exponential;
mod fixed;
pub mod format;
mod inner_product;
mod literal;
mod powers_of_ten;
mod precisions;
mod primitive;
mod rational;
mod rising;
mod scalar;
mod series;
mod series_over;
pub mod singular;
mod undefined;
mod value;
mod words;
mod written;

pub use decimal::{
    DecimalRounding, Digits, MOST_ROUNDED_DIGITS, Ties, UnknownRounding, first_place, power_of_ten,
    rounded_up, units_apart,
};
pub use dual::Dual;
pub use dyadic::{Dyadic, Toward};
pub use enclosure::Enclosure;
pub use exact::power as exact_power;
pub use format::{ALL_FORMATS, F32, F64, FORMATS, Format, Held, Overflow, Specials};
pub use literal::{LiteralError, MAX_DIGITS, parse_decimal};
pub use precisions::{PRECISIONS, USUAL_PRECISION};
pub use primitive::Elementary;
pub use rational::{MAX_BITS, PowerError, Rational};
pub use scalar::Scalar;
pub use undefined::{Edge, Undefined};
pub use value::{Kept, LONGEST_VALUE, Value};
pub use written::{Scientific, scientific, terminating};
