//! Whether two expressions are the same function, wherever both are defined.
//!
//! - `field`: finite fields that behave like the real numbers under multiplication;
//! - `primes`: which of them are taken;
//! - `constants`: in which of them √3 − √2 plays a positive number, as it is;
//! - `span`: linear relations between exponents;
//! - `points`: both sides at random points of the field, with atoms for what is not rational;
//! - `linear`: which signs can go together;
//! - `cases`: case by case over the signs inside absolute values, steps, minima and maxima.
//!
//! A proof here is one with a chance of error, far below that of the machine: both sides are the same rational function
//! of their atoms, unless a polynomial that is not zero vanishes at six random points of each of several fields of about
//! 2^61 elements.

mod cases;
mod constants;
mod field;
mod linear;
mod points;
mod primes;
mod span;

pub use cases::{MOST_STEPS, holds, holds_within, signs_asked, signs_matter, without_extremes};
pub(crate) use linear::{Linear, can_be_positive};
pub use points::Sign;
