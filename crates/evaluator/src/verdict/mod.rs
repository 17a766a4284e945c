//! Why a gradient vanishes or explodes, by what mechanism and in which format, and what repairs it.
//!
//! - [`Size`]: healthy, vanishing or exploding; [`Blame`]: which factors make it so;
//! - [`InFormat`]: what a program in a format gives, and each [`Cause`] of its being wrong;
//! - [`cancellation`]: a formula that loses its digits; [`saturation`]: an activation on its flat side;
//! - [`absorption`]: a step too small to move what it is added to.
//!
//! A repair is a value that was computed here: none is told that was not carried out and found to help.

pub mod absorption;
pub mod cancellation;
pub mod saturation;

use chainrule_symbolic::derivation::FactorId;

use crate::ledger::{Ledger, Window};
use chainrule_symbolic::number::Rational;

use crate::number::Value;
use crate::number::format::{Format, Held};
use cancellation::Cancellation;

/// Derivatives of more than ten to this power are called exploding, of less than ten to its negative vanishing.
pub const HEALTHY: f64 = 3.0;

/// The most factors that are blamed by name.
pub const MOST_BLAMED: usize = 3;

/// Of what size a derivative is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// A weight can be moved by it.
    Healthy,
    /// Too small to move anything.
    Vanishing,
    /// Too large to be followed.
    Exploding,
    /// Exactly zero.
    Zero,
}

impl Size {
    /// The size of something with this logarithm to base 10.
    pub fn of(log10: f64) -> Self {
        if log10 == f64::NEG_INFINITY {
            Self::Zero
        } else if log10 > HEALTHY {
            Self::Exploding
        } else if log10 < -HEALTHY {
            Self::Vanishing
        } else {
            Self::Healthy
        }
    }
}

/// What a factor has to do with the size of a product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Blame {
    /// Its place in the ledger, from 0.
    pub place: usize,
    /// The factor.
    pub factor: FactorId,
    /// The logarithm of its size to base 10.
    pub log10: f64,
    /// Its share of the logarithm of the product.
    pub share: f64,
}

/// The factors that have the largest shares of the logarithm of a product, the largest first; those of an equal share in
/// the order of the ledger.
pub fn blame(ledger: &Ledger) -> Vec<Blame> {
    let whole = ledger.product.log10_abs();
    let mut blamed: Vec<Blame> = Vec::with_capacity(MOST_BLAMED + 1);
    if !whole.is_finite() || whole == 0.0 {
        return blamed;
    }
    for (place, (&factor, &log10)) in ledger.factors.iter().zip(ledger.sizes()).enumerate() {
        let share = log10 / whole;
        let at = blamed.iter().position(|other| share > other.share).unwrap_or(blamed.len());
        blamed.insert(at, Blame { place, factor, log10, share });
        blamed.truncate(MOST_BLAMED);
    }
    blamed.retain(|own| own.share > 0.0);
    blamed
}

/// What a program in a format makes of a derivative.
#[derive(Clone, Debug)]
pub struct InFormat {
    /// The format.
    pub format: &'static Format,
    /// What the program gives: every factor by its formula as written, multiplied in the order of the ledger.
    pub computed: Option<Held>,
    /// What the format would hold of the derivative itself.
    pub held: Option<Held>,
    /// Steps below this are absorbed where they are added to the quantity derived by, as a difference quotient does.
    pub absorbed_below: Option<Rational>,
    /// Why they differ as they do.
    pub causes: Vec<Cause>,
}

/// Why a format does not hold a derivative.
#[derive(Clone, Debug)]
pub enum Cause {
    /// The product falls out of the range of the format.
    Underflow {
        /// Along which path.
        path: usize,
        /// Where it first turns subnormal.
        subnormal: Option<usize>,
        /// Where it first turns zero.
        zero: Option<usize>,
        /// The scales of the loss with which it does not.
        repair: Option<Window>,
    },
    /// The product rises out of the range of the format.
    Overflow {
        /// Along which path.
        path: usize,
        /// Where it first does.
        place: usize,
        /// The scales of the loss with which it does not.
        repair: Option<Window>,
    },
    /// The formula of a factor loses its digits.
    Cancellation(Cancellation),
}

impl Cause {
    /// What the ledger of a product says about a format.
    pub fn of_range<'v>(
        ledger: &Ledger,
        path: usize,
        column: usize,
        value: impl Fn(FactorId) -> Option<&'v Value>,
    ) -> Vec<Self> {
        let own = &ledger.columns[column];
        let mut causes = Vec::new();
        if own.subnormal.is_none() && own.zero.is_none() && own.overflow.is_none() {
            return causes;
        }
        let repair = ledger.window(own.format, value);
        if own.subnormal.is_some() || own.zero.is_some() {
            causes.push(Self::Underflow { path, subnormal: own.subnormal, zero: own.zero, repair });
        }
        if let Some(place) = own.overflow {
            causes.push(Self::Overflow { path, place, repair });
        }
        causes
    }
}

/// Whether two numbers agree in about half the digits of a format: what is lost between them is more than rounding.
pub fn agree(format: &Format, left: Held, right: Held) -> bool {
    if left == right || (left.is_zero() && right.is_zero()) {
        return true;
    }
    let (Some(left), Some(right)) = (left.to_rational(), right.to_rational()) else { return false };
    let gap = (&left - &right).abs();
    let allowed = right.abs();
    let half = i64::from(format.precision / 2);
    &gap * &Rational::from_binary(&1.into(), half) <= allowed
}
