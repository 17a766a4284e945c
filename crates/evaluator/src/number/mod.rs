//! The number systems that formulas are evaluated in.
//!
//! - [`Scalar`]: what a number system offers; exact fractions and enclosures implement it;
//! - [`Enclosure`]: a rigorous interval of any precision, without overflow or underflow;
//! - [`Dual`]: a value with a derivative, over any of them: the judge of every step;
//! - [`DecimalRounding`]: the digits that a hand writes down;
//! - [`Format`]: the float formats, as one rounding function.

mod constant;
mod decimal;
mod dual;
mod dyadic;
mod elementary;
mod enclosure;
mod error_function;
mod exact;
mod format;
mod scalar;
mod series;
mod value;

pub use decimal::{
    DecimalRounding, Digits, MOST_ROUNDED_DIGITS, Ties, UnknownRounding, first_place, power_of_ten,
    units_apart,
};
pub use dual::Dual;
pub use dyadic::{Dyadic, Toward};
pub use enclosure::Enclosure;
pub use exact::power as exact_power;
pub use format::{BF16, F16, F32, F64, FORMATS, Format, Rounded};
pub use scalar::{Scalar, Undefined};
pub use value::{Kept, Value};
