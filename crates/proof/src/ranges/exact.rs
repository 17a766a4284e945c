//! Ranges with exact ends: sums and products of many bounds keep each bound as it is, however small or large they get.
//!
//! Functions are what their rows say of them, whatever they are put to. Floats see more of single functions, and lose the
//! last digit of a product over fifty layers.

use chainrule_number::{Rational, Undefined, Value as Number};
use chainrule_program::Arithmetic;
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::function::{End as Stated, Function, Interval};

use super::{LeafRange, Program, Ranges};

/// Ends with more bits are given up.
const MOST_BITS: u64 = 1 << 17;

/// Larger expressions are left to floats.
const MOST_NODES: usize = 200_000;

/// An end of a range.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Below,
    Number(Rational),
    Above,
}

/// An end, and whether it is never reached.
#[derive(Clone, Debug, PartialEq)]
struct End {
    value: Value,
    open: bool,
}

/// All numbers between two ends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExactRange {
    lower: End,
    upper: End,
}

impl Value {
    fn neg(&self) -> Self {
        match self {
            Self::Below => Self::Above,
            Self::Number(number) => Self::Number(-number),
            Self::Above => Self::Below,
        }
    }

    fn place(&self) -> i8 {
        match self {
            Self::Below => -1,
            Self::Number(_) => 0,
            Self::Above => 1,
        }
    }

    fn is_less(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => one < other,
            (one, other) => one.place() < other.place(),
        }
    }

    /// −1, 0 or 1.
    fn sign(&self) -> i8 {
        match self {
            Self::Number(number) => i8::from(number.is_positive()) - i8::from(number.is_negative()),
            infinite @ (Self::Below | Self::Above) => infinite.place(),
        }
    }
}

impl End {
    fn number(value: Rational, open: bool) -> Self {
        Self { value: Value::Number(value), open }
    }

    fn neg(&self) -> Self {
        Self { value: self.value.neg(), open: self.open }
    }

    /// The sum of two lower ends, or of two upper ones: never ∞ − ∞.
    fn plus(&self, other: &Self) -> Self {
        let value = match (&self.value, &other.value) {
            (Value::Number(one), Value::Number(other)) => Value::Number(one + other),
            (Value::Number(_), infinite) | (infinite, _) => infinite.clone(),
        };
        Self { value, open: self.open || other.open }
    }

    fn times(&self, other: &Self) -> Self {
        let value = match (&self.value, &other.value) {
            (Value::Number(one), Value::Number(other)) => Value::Number(one * other),
            (one, other) => match one.sign() * other.sign() {
                0 => Value::Number(Rational::zero()),
                1 => Value::Above,
                _ => Value::Below,
            },
        };
        // Zero times what is left out is reached all the same, where zero is.
        let moves = |one: &Self, other: &Self| one.open && (other.open || other.value.sign() != 0);
        Self { value, open: moves(self, other) || moves(other, self) }
    }
}

/// The least of some ends (the largest, if not `least`); reached where one of those is.
fn extreme(ends: &[End], least: bool) -> End {
    let mut best = ends[0].clone();
    for end in &ends[1..] {
        let (one, other) = if least { (end, &best) } else { (&best, end) };
        if one.value.is_less(&other.value) {
            best = end.clone();
        } else if end.value == best.value {
            best.open &= end.open;
        }
    }
    best
}

impl ExactRange {
    fn all() -> Self {
        Self {
            lower: End { value: Value::Below, open: true },
            upper: End { value: Value::Above, open: true },
        }
    }

    fn point(value: &Rational) -> Self {
        let end = End::number(value.clone(), false);
        Self { lower: end.clone(), upper: end }
    }

    fn of_leaf(range: &LeafRange) -> Self {
        let end = |end: &Option<(Rational, bool)>, infinite: Value| match end {
            Some((value, open)) => End::number(value.clone(), *open),
            None => End { value: infinite, open: true },
        };
        Self { lower: end(&range.lower, Value::Below), upper: end(&range.upper, Value::Above) }
    }

    fn stated(range: Interval) -> Self {
        let end = |end: Stated, infinite: Value| match end.value() {
            Some(value) => End::number(value, end.is_open()),
            None => End { value: infinite, open: true },
        };
        Self { lower: end(range.lower, Value::Below), upper: end(range.upper, Value::Above) }
    }

    /// Whether no number in it is below zero; zero neither, if `strict`.
    pub(crate) fn is_not_negative(&self, strict: bool) -> bool {
        match self.lower.value.sign() {
            1 => true,
            0 => !strict || self.lower.open,
            _ => false,
        }
    }

    fn neg(&self) -> Self {
        Self { lower: self.upper.neg(), upper: self.lower.neg() }
    }

    fn plus(&self, other: &Self) -> Self {
        Self { lower: self.lower.plus(&other.lower), upper: self.upper.plus(&other.upper) }
    }

    fn times(&self, other: &Self) -> Self {
        let corners = [
            self.lower.times(&other.lower),
            self.lower.times(&other.upper),
            self.upper.times(&other.lower),
            self.upper.times(&other.upper),
        ];
        let mut product = Self { lower: extreme(&corners, true), upper: extreme(&corners, false) };
        // Where zero lies inside one of them, zero is reached, whatever the corners say.
        let holds_zero = |range: &Self| {
            let (low, high) = (range.lower.value.sign(), range.upper.value.sign());
            (low < 0 || (low == 0 && !range.lower.open)) && (high > 0 || (high == 0 && !range.upper.open))
        };
        if holds_zero(self) || holds_zero(other) {
            for end in [&mut product.lower, &mut product.upper] {
                end.open &= end.value.sign() != 0;
            }
        }
        product
    }

    fn size(&self) -> Self {
        if self.lower.value.sign() >= 0 {
            return self.clone();
        }
        if self.upper.value.sign() <= 0 {
            return self.neg();
        }
        let zero = End::number(Rational::zero(), false);
        Self { lower: zero, upper: extreme(&[self.lower.neg(), self.upper.clone()], false) }
    }

    /// One over it; nothing where that may have a pole inside.
    fn recip(&self) -> Option<Self> {
        if self.upper.value.sign() <= 0 && self.lower.value.sign() < 0 {
            return Some(self.neg().recip()?.neg());
        }
        if self.lower.value.sign() < 0 || self.upper.value.sign() <= 0 {
            return None;
        }
        let turned = |end: &End| match &end.value {
            Value::Number(number) => match number.recip() {
                Some(value) => End::number(value, end.open),
                None => End { value: Value::Above, open: true },
            },
            Value::Below | Value::Above => End::number(Rational::zero(), true),
        };
        Some(Self { lower: turned(&self.upper), upper: turned(&self.lower) })
    }

    /// A whole power above zero.
    fn power(&self, exponent: u64) -> Option<Self> {
        let base = if exponent.is_multiple_of(2) { self.size() } else { self.clone() };
        let raised = |end: &End| {
            let value = match &end.value {
                Value::Number(number) => {
                    if bits(number).saturating_mul(exponent) > MOST_BITS {
                        return None;
                    }
                    Value::Number(number.pow(i64::try_from(exponent).ok()?).ok()?)
                }
                infinite @ (Value::Below | Value::Above) => infinite.clone(),
            };
            Some(End { value, open: end.open })
        };
        // Odd powers rise everywhere, even ones where nothing is below zero.
        Some(Self { lower: raised(&base.lower)?, upper: raised(&base.upper)? })
    }

    /// A power with a whole number as its exponent; of anything else nothing is said.
    fn raised(&self, exponent: &Self) -> Self {
        let whole = match (&exponent.lower.value, &exponent.upper.value) {
            (Value::Number(lower), Value::Number(upper)) if lower == upper => lower.to_i64(),
            (Value::Number(_) | Value::Below | Value::Above, _) => None,
        };
        let power = match whole {
            Some(0) | None => None,
            Some(whole) if whole > 0 => self.power(whole.unsigned_abs()),
            Some(whole) => self.power(whole.unsigned_abs()).and_then(|power| power.recip()),
        };
        power.unwrap_or_else(Self::all)
    }

    /// Whether an end has grown too long.
    fn is_too_long(&self) -> bool {
        [&self.lower, &self.upper].into_iter().any(|end| match &end.value {
            Value::Number(number) => bits(number) > MOST_BITS,
            Value::Below | Value::Above => false,
        })
    }
}

fn bits(number: &Rational) -> u64 {
    number.numerator().bits() + number.denominator().bits()
}

/// What an expression can reach, its leaves in these ranges, as far as sums, products and the rows of functions tell.
pub(crate) fn exact_range(program: &Program, ranges: &Ranges) -> Option<ExactRange> {
    if program.size() > MOST_NODES {
        return None;
    }
    let (tape, inputs, whole) = program.tape();
    let mut registers = tape.start(&ExactEnds, &ExactRange::all()).ok()?;
    for (input, leaf) in inputs.iter().zip(&program.leaves) {
        if let Some(range) = ranges.get(leaf) {
            registers[input.index()] = ExactRange::of_leaf(range);
        }
    }
    tape.run(&ExactEnds, 0..tape.length(), &mut registers).ok()?;
    Some(registers.swap_remove(whole.index()))
}

/// The arithmetic of ranges with exact ends.
struct ExactEnds;

impl ExactEnds {
    fn sized(range: ExactRange) -> Result<ExactRange, Undefined> {
        if range.is_too_long() { Err(Undefined::TooLarge) } else { Ok(range) }
    }
}

impl Arithmetic for ExactEnds {
    type Number = ExactRange;

    fn constant(&self, value: &Number) -> Result<ExactRange, Undefined> {
        Self::sized(ExactRange::point(value.exact().ok_or(Undefined::NotRational)?))
    }

    fn add(&self, left: &ExactRange, right: &ExactRange) -> Result<ExactRange, Undefined> {
        Self::sized(left.plus(right))
    }

    fn multiply(&self, left: &ExactRange, right: &ExactRange) -> Result<ExactRange, Undefined> {
        Self::sized(left.times(right))
    }

    fn divide(&self, above: &ExactRange, below: &ExactRange) -> Result<ExactRange, Undefined> {
        Self::sized(below.recip().map_or_else(ExactRange::all, |below| above.times(&below)))
    }

    fn power(&self, base: &ExactRange, exponent: &ExactRange) -> Result<ExactRange, Undefined> {
        Self::sized(base.raised(exponent))
    }

    fn negate(&self, of: &ExactRange) -> ExactRange {
        of.neg()
    }

    fn call(&self, row: &'static Function, arguments: &[ExactRange]) -> Result<ExactRange, Undefined> {
        match arguments {
            [argument] if *row == ABS => Ok(argument.size()),
            _ => self.primed(row, 0, arguments),
        }
    }

    fn primed(
        &self,
        row: &'static Function,
        primes: u8,
        _arguments: &[ExactRange],
    ) -> Result<ExactRange, Undefined> {
        Ok(match primes {
            0 => ExactRange::stated(row.range),
            1 => ExactRange::stated(row.derivative_range),
            _ => ExactRange::all(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{End, ExactRange};
    use chainrule_number::Rational;

    fn range(lower: (i64, i64, bool), upper: (i64, i64, bool)) -> ExactRange {
        let end = |(above, below, open)| End::number(Rational::fraction(above, below), open);
        ExactRange { lower: end(lower), upper: end(upper) }
    }

    #[test]
    fn products_know_which_ends_are_reached() {
        let slope = range((0, 1, true), (1, 4, false));
        let weight = range((-9, 10, false), (9, 10, true));
        assert_eq!(slope.times(&weight), range((-9, 40, false), (9, 40, true)));
        // Zero is reached where one of the two is.
        let (open, closed) = (range((0, 1, true), (1, 1, false)), range((0, 1, false), (1, 1, false)));
        assert_eq!(open.times(&closed), range((0, 1, false), (1, 1, false)));
        assert_eq!(open.times(&open), range((0, 1, true), (1, 1, false)));
        assert_eq!(range((-1, 1, true), (0, 1, false)).times(&open), range((-1, 1, true), (0, 1, false)));
    }

    #[test]
    fn powers_and_quotients_turn_ends_round() {
        let both = range((-2, 1, true), (1, 1, false));
        assert_eq!(both.power(2).unwrap(), range((0, 1, false), (4, 1, true)));
        assert_eq!(both.power(3).unwrap(), range((-8, 1, true), (1, 1, false)));
        assert_eq!(both.recip(), None);
        assert_eq!(range((2, 1, true), (4, 1, false)).recip().unwrap(), range((1, 4, false), (1, 2, true)));
        assert_eq!(
            range((-4, 1, true), (-2, 1, false)).recip().unwrap(),
            range((-1, 2, false), (-1, 4, true))
        );
    }
}
