//! Power series in fixed point, with one bound for all that was cut off.
//!
//! An argument is a whole number of units of 2^-places. Every multiplication and division rounds down, so that each
//! term falls short of the true one by a few units at most; their sum is told together with a bound of its error.
//!
//! Source: Brent, Zimmermann: Modern Computer Arithmetic, section 4.4.

use num_bigint::{BigInt, BigUint};
use num_traits::{One, Zero};

use super::Enclosure;
use super::dyadic::{Dyadic, Toward};

/// Which series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Series {
    /// `e^u` = Σ u^n/n!, for u up to 1/2.
    Exponential,
    /// `sinh x / x` for u = x² up to 1; with alternating signs `sin x / x`.
    Sine,
    /// `cosh x` for u = x² up to 1; with alternating signs `cos x`.
    Cosine,
    /// `atanh x / x` for u = x² up to 1/4; with alternating signs `atan x / x`.
    Arctangent,
}

/// A sum, and by how many units it may be wrong at most.
pub(super) struct Sum {
    /// A whole number.
    pub(super) units: Dyadic,
    pub(super) error: u128,
}

impl Series {
    /// The sum at `u` units of 2^-places, where `u` may be wrong by `slack` units.
    ///
    /// The error: let d(n) be how many units the n-th term kept falls short. A term is the one before times u/divisor,
    /// rounded down twice, and u/divisor is at most 1/2 in the ranges above, so d(n) ≤ d(n−1)/2 + 2 ≤ 4. (Of the
    /// arctangent the powers fall short by less than 2, since u ≤ 1/4, and the terms by less than 2.) When a term rounds
    /// to zero the true one is at most 4 units, and so is all that follows. Together 4 for each term and 4 for the rest.
    /// None of the series moves more than twice as fast as u: its slack counts twice.
    pub(super) fn sum(self, u: &BigUint, places: u32, slack: u128, alternating: bool) -> Sum {
        Self::told(self.terms(u, places, alternating), slack)
    }

    /// What so many terms come to, in units, with a bound of its error.
    pub(super) fn told((units, terms): (BigInt, u64), slack: u128) -> Sum {
        Sum { units: Dyadic::scaled(units, 0), error: Self::error(terms, slack) }
    }

    /// What the terms come to, in units, and how many there are.
    pub(super) fn terms(self, u: &BigUint, places: u32, alternating: bool) -> (BigInt, u64) {
        let mut power = BigUint::one() << places;
        let mut positive = power.clone();
        let mut negative = BigUint::zero();
        let mut terms = 0u64;
        loop {
            terms += 1;
            power = (&power * u) >> places;
            let divisor = self.divisor(terms);
            let term = if self == Self::Arctangent {
                &power / divisor
            } else {
                power /= divisor;
                power.clone()
            };
            if power.is_zero() {
                break;
            }
            let side = if alternating && terms % 2 == 1 { &mut negative } else { &mut positive };
            *side += term;
        }
        (BigInt::from(positive) - BigInt::from(negative), terms)
    }

    /// By what the `n`-th term is divided, besides the power of `u`: all that it takes from the term before, or of the
    /// arctangent from the power.
    pub(super) fn divisor(self, n: u64) -> u64 {
        match self {
            Self::Exponential => n,
            Self::Sine => 2 * n * (2 * n + 1),
            Self::Cosine => (2 * n - 1) * 2 * n,
            Self::Arctangent => 2 * n + 1,
        }
    }

    /// By how many units the sum of so many terms may be wrong.
    pub(super) fn error(terms: u64, slack: u128) -> u128 {
        4 * (u128::from(terms) + 1) + 2 * slack
    }

    /// By how many units the square of a number below 1.42 may be wrong that is wrong by `error` units itself: it grows to
    /// less than three times as much, and cutting adds less than 1.
    pub(super) fn error_of_square(error: u128) -> u128 {
        3 * error + 1
    }
}

impl Sum {
    /// The interval of units of 2^exponent that it stands for.
    pub(super) fn enclosure(&self, exponent: i64, bits: u32) -> Enclosure {
        let error = Dyadic::from(self.error);
        let lower = self.units.add(&error.neg(), bits, Toward::Down);
        let upper = self.units.add(&error, bits, Toward::Up);
        Enclosure::between(lower.times_power_of_two(exponent), upper.times_power_of_two(exponent))
    }
}
