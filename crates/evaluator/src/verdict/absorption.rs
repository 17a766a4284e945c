//! A step too small to move what it is added to: `w - αg == w`, `x + h == x`.

use chainrule_number::Rational;

use chainrule_number::format::{Format, Held};

/// A step that was absorbed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absorption {
    /// Half the gap to the next number on the side of the step: steps up to this may be lost.
    pub half_gap: Rational,
    /// The smallest power of two that does move it, tried.
    pub moves: Held,
}

/// Whether adding a step leaves a number as it is though the step is not zero.
pub fn absorbed(format: &Format, number: Held, step: Held) -> Option<Absorption> {
    if step.is_zero() || number.finite().is_none() || step.finite().is_none() {
        return None;
    }
    if !same_number(format.add(number, step), number) {
        return None;
    }
    let is_up = step.abs() == step;
    let half_gap = half_gap(format, number, is_up)?;
    Some(Absorption { half_gap, moves: smallest_power(format, number, is_up)? })
}

/// Below which size steps are absorbed where they are added to a number; tried with a step of three quarters of it, which is
/// absorbed, and with one of one and a half times it, which is not.
pub fn absorbed_below(format: &Format, number: Held) -> Option<Rational> {
    let half_gap = half_gap(format, number, true)?;
    let moves = |above: i64, below: i64| {
        let step = format.round(&(&half_gap * &Rational::fraction(above, below)));
        Some(!same_number(format.add(number, step), number)).filter(|_| !step.is_zero())
    };
    (moves(3, 4) == Some(false) && moves(3, 2) == Some(true)).then_some(half_gap)
}

/// Half the gap between a number and the next one above or below it.
pub fn half_gap(format: &Format, number: Held, is_up: bool) -> Option<Rational> {
    let exact = number.to_rational()?;
    let finite = number.finite()?;
    // Towards zero the gap of a power of two is half as wide.
    let mut place = finite.last_place();
    let unit = |place: i32| Rational::from_binary(&1.into(), place.into()).ok();
    let toward_zero = exact.is_positive() != is_up && !exact.is_zero();
    if toward_zero {
        let narrower = unit(place - 1)?;
        let nearer = if is_up { &exact + &narrower } else { &exact - &narrower };
        if format.round(&nearer).to_rational()? == nearer {
            place -= 1;
        }
    }
    unit(place - 1)
}

/// The smallest power of two that moves a number, by trying them.
fn smallest_power(format: &Format, number: Held, is_up: bool) -> Option<Held> {
    let place = i64::from(number.finite()?.last_place());
    (place - 3..=place + 1).find_map(|exponent| {
        let size = format.round(&Rational::from_binary(&1.into(), exponent).ok()?);
        let step = if is_up { size } else { size.negated() };
        (!size.is_zero() && !same_number(format.add(number, step), number)).then_some(size)
    })
}

fn same_number(left: Held, right: Held) -> bool {
    left == right || (left.is_zero() && right.is_zero())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "a format holds one number exactly")]

    use super::{absorbed, half_gap};
    use chainrule_number::Rational;
    use chainrule_number::format::{BF16, F16, F32, F64, Format};

    /// The first k at which 1 − 0.01·0.25^k is 1.
    fn first_absorbed(format: &'static Format) -> u32 {
        let held = |value: &Rational| format.round(value);
        let rate = held(&Rational::fraction(1, 100));
        let quarter = held(&Rational::fraction(1, 4));
        let one = held(&Rational::one());
        let mut gradient = one;
        for k in 1..100 {
            gradient = format.mul(gradient, quarter);
            if absorbed(format, one, format.mul(rate, gradient).negated()).is_some() {
                return k;
            }
        }
        0
    }

    #[test]
    fn updates_of_1_are_absorbed_first_at_3_2_10_and_24() {
        assert_eq!([&F16, &BF16, &F32, &F64].map(first_absorbed), [3, 2, 10, 24]);
    }

    #[test]
    fn gaps_are_those_of_the_format() {
        let one = F32.round(&Rational::one());
        assert_eq!(half_gap(&F32, one, true), Some(Rational::power_of_two(-24)));
        assert_eq!(half_gap(&F32, one, false), Some(Rational::power_of_two(-25)));
        let step = F32.round(&Rational::power_of_two(-24));
        let found = absorbed(&F32, one, step).expect("a tie goes to the even one");
        assert_eq!(found.moves.to_f64(), 2f64.powi(-23));
        assert_eq!(absorbed(&F32, one, step.negated()), None);
    }
}
