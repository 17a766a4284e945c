//! Arithmetic in a format: the exact result of the operands, rounded once.

use super::rounding::Unrounded;
use super::{Binary, Format, Held};

/// An aligned sum has room for operands whose exponents lie so far apart: 53 bits and these are fewer than 127.
const WIDEST_GAP: i32 = 64;

impl Format {
    /// The sum.
    pub fn add(&self, left: Held, right: Held) -> Held {
        match (left, right) {
            (Held::NotANumber, _) | (_, Held::NotANumber) => Held::NotANumber,
            (Held::Infinite { negative }, Held::Infinite { negative: other }) if negative != other => {
                Held::NotANumber
            }
            (Held::Infinite { negative }, _) | (_, Held::Infinite { negative }) => self.infinity(negative),
            (Held::Finite(left), Held::Finite(right)) => self.sum(left, right),
        }
    }

    /// The difference.
    pub fn sub(&self, left: Held, right: Held) -> Held {
        self.add(left, right.negated())
    }

    fn sum(&self, left: Binary, right: Binary) -> Held {
        match (left.is_zero(), right.is_zero()) {
            // A sum of zeros is −0 only where both are.
            (true, true) => return self.zero(left.negative && right.negative),
            (true, false) => return Held::Finite(right),
            (false, true) => return Held::Finite(left),
            (false, false) => {}
        }
        let (high, low) = if left.exponent >= right.exponent { (left, right) } else { (right, left) };
        let gap = high.exponent - low.exponent;
        if gap > WIDEST_GAP {
            // What is so much smaller is far below half a unit of the other: only its sign counts.
            let shifted = u128::from(high.significand) << WIDEST_GAP;
            let significand = if high.negative == low.negative { shifted } else { shifted - 1 };
            let exponent = i64::from(high.exponent - WIDEST_GAP);
            return self.nearest(high.negative, Unrounded { significand, exponent, sticky: true });
        }
        let (above, below) = (u128::from(high.significand) << gap, u128::from(low.significand));
        let (negative, significand) = if high.negative == low.negative {
            (high.negative, above + below)
        } else if above >= below {
            (high.negative, above - below)
        } else {
            (low.negative, below - above)
        };
        if significand == 0 {
            return self.zero(false);
        }
        self.nearest(negative, Unrounded { significand, exponent: low.exponent.into(), sticky: false })
    }

    /// The product.
    pub fn mul(&self, left: Held, right: Held) -> Held {
        match (left, right) {
            (Held::NotANumber, _) | (_, Held::NotANumber) => Held::NotANumber,
            (Held::Infinite { negative }, other) | (other, Held::Infinite { negative }) => {
                if other.is_zero() {
                    return Held::NotANumber;
                }
                self.infinity(negative != sign(other))
            }
            (Held::Finite(left), Held::Finite(right)) => {
                let negative = left.negative != right.negative;
                let significand = u128::from(left.significand) * u128::from(right.significand);
                let exponent = i64::from(left.exponent) + i64::from(right.exponent);
                self.nearest(negative, Unrounded { significand, exponent, sticky: false })
            }
        }
    }

    /// The quotient. By zero it is an infinity, and 0/0 is NaN.
    pub fn div(&self, left: Held, right: Held) -> Held {
        let negative = sign(left) != sign(right);
        match (left, right) {
            (Held::NotANumber, _)
            | (_, Held::NotANumber)
            | (Held::Infinite { .. }, Held::Infinite { .. }) => Held::NotANumber,
            (Held::Infinite { .. }, Held::Finite(_)) => self.infinity(negative),
            (Held::Finite(_), Held::Infinite { .. }) => self.zero(negative),
            (Held::Finite(left), Held::Finite(right)) => match (left.is_zero(), right.is_zero()) {
                (true, true) => Held::NotANumber,
                (false, true) => self.infinity(negative),
                (true, false) => self.zero(negative),
                (false, false) => {
                    // 117 bits by up to 53: the quotient has at least 64.
                    let shift = left.significand.leading_zeros() + 53;
                    let above = u128::from(left.significand) << shift;
                    let below = u128::from(right.significand);
                    let size = Unrounded {
                        significand: above / below,
                        exponent: i64::from(left.exponent) - i64::from(right.exponent) - i64::from(shift),
                        sticky: above % below != 0,
                    };
                    self.nearest(negative, size)
                }
            },
        }
    }

    /// The square root; of a number below zero it is NaN, and that of −0 is −0.
    pub fn sqrt(&self, value: Held) -> Held {
        match value {
            Held::NotANumber | Held::Infinite { negative: true } => Held::NotANumber,
            Held::Infinite { negative: false } => self.infinity(false),
            Held::Finite(number) if number.is_zero() => value,
            Held::Finite(number) if number.negative => Held::NotANumber,
            Held::Finite(number) => {
                // An even exponent, and 125 bits or more: the root has at least 62.
                let mut shift = u128::from(number.significand).leading_zeros() - 2;
                if (i64::from(number.exponent) - i64::from(shift)).rem_euclid(2) == 1 {
                    shift += 1;
                }
                let square = u128::from(number.significand) << shift;
                let root = square.isqrt();
                let exponent = (i64::from(number.exponent) - i64::from(shift)) / 2;
                let size = Unrounded { significand: root, exponent, sticky: root * root != square };
                self.nearest(false, size)
            }
        }
    }
}

/// Whether there is a minus sign.
fn sign(value: Held) -> bool {
    match value {
        Held::Finite(number) => number.negative,
        Held::Infinite { negative } => negative,
        Held::NotANumber => false,
    }
}
