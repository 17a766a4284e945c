//! The number systems that formulas are evaluated in.
//!
//! - [`Scalar`]: what a number system offers: exact fractions and all of these implement it;
//! - [`Enclosure`]: a rigorous interval of any precision, without overflow or underflow;
//! - [`BoundedFloat`]: a float with a running bound of its error; [`Magnitude`]: the same with a wide exponent;
//! - [`Dual`]: a value with a derivative, over any of them: the judge of every step;
//! - [`mod@format`]: the float formats, as one rounding function; [`DecimalRounding`]: the digits that a hand writes down.

mod bounded_float;
mod constant;
mod decimal;
mod dual;
mod dyadic;
mod elementary;
mod enclosure;
mod error_function;
mod exact;
mod exponential;
mod fixed;
pub mod format;
mod magnitude;
mod scalar;
mod series;
mod value;

pub use bounded_float::BoundedFloat;
pub use decimal::{
    DecimalRounding, Digits, MOST_ROUNDED_DIGITS, Ties, UnknownRounding, first_place, power_of_ten,
    units_apart,
};
pub use dual::Dual;
pub use dyadic::{Dyadic, Toward};
pub use enclosure::Enclosure;
pub use exact::power as exact_power;
pub use format::{ALL_FORMATS, F64, FORMATS, Format, Held, Overflow, Specials};
pub use magnitude::Magnitude;
pub use scalar::{Edge, Scalar, Undefined};
pub use value::{Kept, Value};
