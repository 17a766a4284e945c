//! What each number format keeps of a step.

use chainrule_evaluator::number::{Dyadic, F64, Format, Held, Scalar, Value};
use chainrule_evaluator::training::{Double, Narrow, SingleMove, StepArithmetic};
use chainrule_symbolic::number::Rational;

/// What one float format keeps of a step.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The format.
    pub format: &'static Format,
    /// The weight before, as held.
    pub old: Held,
    /// The gradient, as held.
    pub gradient: Held,
    /// The weight after, as held; nothing where an infinity or NaN stands in the way.
    pub new: Option<Held>,
    /// The same, infinities and NaN included.
    pub result: Held,
    /// Whether the step is lost: it is not zero, and the weight does not move.
    pub lost: bool,
    /// Where the step is lost: half the distance to the next number of the format, on the side to which the weight
    /// should move. A step up to that size is absorbed.
    pub half_gap: Option<Rational>,
}

/// Carries a rule out in a format: every operand and every result is rounded to it. The gradient is the true one, rounded
/// once; `step` is how far the weight truly moves.
pub(super) fn keep(
    format: &'static Format,
    single: &SingleMove,
    old: &Value,
    gradient: &Value,
    norm: Option<&Value>,
    step: &Value,
) -> Option<Kept> {
    let (old, gradient) = (format.round_value(old)?, format.round_value(gradient)?);
    let norm = match norm {
        Some(norm) => Some(format.round_value(norm)?.to_f64()),
        None => None,
    };
    let new = if *format == F64 {
        moved(&Double, single, old, gradient, norm)
    } else {
        moved(&Narrow { format }, single, old, gradient, norm)
    }?;
    let new = format.round_f64(new);
    let moves = match step {
        Value::Exact(exact) => !exact.is_zero(),
        Value::Enclosed(enclosure) => !enclosure.holds_zero(),
    };
    let lost = moves && new == old;
    let half_gap = if lost { half_gap(format, &old, step.is_negative()?) } else { None };
    Some(Kept { format, old, gradient, new: new.finite().map(Held::Finite), result: new, lost, half_gap })
}

fn moved<A: StepArithmetic<Number = f64>>(
    arithmetic: &A,
    single: &SingleMove,
    old: Held,
    gradient: Held,
    norm: Option<f64>,
) -> Option<f64> {
    let mut registers = single.program.start(arithmetic, &0.0).ok()?;
    registers[single.weight.index()] = old.to_f64();
    registers[single.gradient.index()] = gradient.to_f64();
    if let (Some(register), Some(norm)) = (single.norm, norm) {
        registers[register.index()] = norm;
    }
    for state in &single.states {
        registers[state.index()] = 0.0;
    }
    single.program.run(arithmetic, 0..single.program.length(), &mut registers).ok()?;
    Some(registers[single.new.index()])
}

/// Half the distance from a number to the next one of its format: above where the weight should grow, below where not.
pub(super) fn half_gap(format: &Format, held: &Held, grows: bool) -> Option<Rational> {
    let number = held.finite()?;
    let mut exponent = i64::from(number.last_place());
    if let Some(top) = number.top() {
        // Just below a power of two the numbers lie twice as close.
        let is_power = number.to_rational().abs() == power_of_two(i64::from(top));
        let toward_zero = number.is_negative() == grows;
        if is_power && toward_zero && top > format.smallest_exponent() {
            exponent -= 1;
        }
    }
    Some(power_of_two(exponent - 1))
}

fn power_of_two(exponent: i64) -> Rational {
    Dyadic::power_of_two(exponent).to_rational()
}

/// Whether a step leads from one side of zero to the other. Zero lies on neither.
pub(crate) fn flips_sign(old: &Value, new: &Value) -> bool {
    let is_below = |value: &Value| value.is_negative() == Some(true);
    let is_above = |value: &Value| value.neg().is_negative() == Some(true);
    (is_below(old) && is_above(new)) || (is_above(old) && is_below(new))
}
