//! A number that a format holds.

use std::cmp::Ordering;
use std::fmt;

use crate::Rational;
use num_bigint::BigInt;

use super::Format;

/// What a format holds. Equal ones have the same bits: `0` and `-0` differ, and NaN equals NaN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Held {
    /// A number.
    Finite(Binary),
    /// An infinity.
    Infinite {
        /// Whether it is minus infinity.
        negative: bool,
    },
    /// Not a number.
    NotANumber,
}

/// A finite number of a format: `±significand · 2^exponent`, in the one way in which the format writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Binary {
    pub(super) negative: bool,
    pub(super) significand: u64,
    /// The exponent of the last place.
    pub(super) exponent: i32,
}

impl Binary {
    /// Whether it has a minus sign; zero may.
    pub fn is_negative(self) -> bool {
        self.negative
    }

    /// Whether it is 0 or −0.
    pub fn is_zero(self) -> bool {
        self.significand == 0
    }

    /// Whether it is below the normal numbers of its format, so that digits are lost, and not 0.
    pub fn is_subnormal(self, format: &Format) -> bool {
        self.significand != 0 && self.significand >> (format.precision - 1) == 0
    }

    /// The exponent of its leading binary digit; nothing for 0.
    pub fn top(self) -> Option<i32> {
        let length = 64 - self.significand.leading_zeros();
        (length > 0).then(|| self.exponent + i32::try_from(length).unwrap_or(0) - 1)
    }

    /// The exponent of its last place: half of that power of two is what an addition must exceed to move it.
    pub fn last_place(self) -> i32 {
        self.exponent
    }

    /// Its exact value.
    pub fn to_rational(self) -> Rational {
        let size = Rational::from_binary(&BigInt::from(self.significand), i64::from(self.exponent));
        let size = size.expect("the exponents of formats are moderate");
        if self.negative { -size } else { size }
    }
}

impl Held {
    /// Its exact value; nothing for infinities and NaN.
    pub fn to_rational(&self) -> Option<Rational> {
        match self {
            Self::Finite(number) => Some(number.to_rational()),
            Self::Infinite { .. } | Self::NotANumber => None,
        }
    }

    /// The number, unless it is an infinity or NaN.
    pub fn finite(&self) -> Option<Binary> {
        match self {
            Self::Finite(number) => Some(*number),
            Self::Infinite { .. } | Self::NotANumber => None,
        }
    }

    /// Whether it is 0 or −0.
    pub fn is_zero(&self) -> bool {
        self.finite().is_some_and(Binary::is_zero)
    }

    /// The same with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Finite(number) => Self::Finite(Binary { negative: !number.negative, ..number }),
            Self::Infinite { negative } => Self::Infinite { negative: !negative },
            Self::NotANumber => Self::NotANumber,
        }
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        match self {
            Self::Finite(number) => Self::Finite(Binary { negative: false, ..number }),
            Self::Infinite { .. } => Self::Infinite { negative: false },
            Self::NotANumber => Self::NotANumber,
        }
    }

    /// How it compares as IEEE 754 has it: 0 equals −0, and NaN compares with nothing.
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        let key = |held: &Self| match held {
            Self::NotANumber => None,
            Self::Infinite { negative } => Some((if *negative { -1 } else { 1 }, i32::MAX, 0)),
            Self::Finite(number) if number.is_zero() => Some((0, 0, 0)),
            Self::Finite(number) => {
                let sign = if number.negative { -1 } else { 1 };
                Some((
                    sign,
                    number.top().unwrap_or(0),
                    number.significand << number.significand.leading_zeros(),
                ))
            }
        };
        let (left, right) = (key(self)?, key(other)?);
        Some(left.0.cmp(&right.0).then_with(|| {
            let sizes = (left.1, left.2).cmp(&(right.1, right.2));
            if left.0 < 0 { sizes.reverse() } else { sizes }
        }))
    }

    /// As a native double, exactly: every format here is at most as wide.
    pub fn to_f64(&self) -> f64 {
        match self {
            Self::NotANumber => f64::NAN,
            Self::Infinite { negative: false } => f64::INFINITY,
            Self::Infinite { negative: true } => f64::NEG_INFINITY,
            Self::Finite(_) => {
                // Held by f64 too, where its bits are those of the native float.
                f64::from_bits(super::F64.bits(&super::F64.convert(*self)))
            }
        }
    }
}

impl fmt::Display for Held {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber => formatter.write_str("NaN"),
            Self::Infinite { negative: false } => formatter.write_str("inf"),
            Self::Infinite { negative: true } => formatter.write_str("-inf"),
            Self::Finite(number) if number.is_zero() && number.negative => formatter.write_str("-0"),
            Self::Finite(number) => fmt::Display::fmt(&number.to_rational(), formatter),
        }
    }
}
