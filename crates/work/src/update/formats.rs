//! What each number format keeps of a step.

use chainrule_evaluator::training::{Moved, Step};
use chainrule_evaluator::verdict::{Loss, Run};
use chainrule_number::Rational;
use chainrule_number::{Format, Held, Scalar, Value};
use chainrule_program::{Register, rounded};

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
    /// Where the step came to nothing, or to no number, where it is not absorbed.
    pub why: Option<Loss>,
}

/// A step carried out in a format, as a program does: the forward pass, the adjoints, the rule. Answers its registers.
pub(super) fn in_format(format: &'static Format, step: &Step, start: &[Value]) -> Vec<f64> {
    let mut registers = step.program.start_in(format);
    for (moved, value) in step.weights.iter().zip(start) {
        registers[moved.old.index()] = rounded(format, value).to_f64();
    }
    if let Some(time) = step.time {
        registers[time.index()] = 1.0;
    }
    step.program.run_in(format, 0..step.program.length(), &mut registers);
    registers
}

/// What a format keeps of the step of one weight, which truly moves by `step`.
pub(super) fn keep(run: &Run<'_>, moved: &Moved, step: &Value) -> Kept {
    let format = run.format;
    let at = |register: Register| format.round_f64(run.values[register.index()]);
    let (old, gradient, new) = (at(moved.old), at(moved.gradient), at(moved.new));
    let is_step = match step {
        Value::Exact(exact) => !exact.is_zero(),
        Value::Enclosed(enclosure) => !enclosure.holds_zero(),
    };
    let lost = is_step && new == old;
    let is_absorbed = moved.step.is_none_or(|step| !at(step).is_zero());
    let half_gap = if lost && is_absorbed {
        step.is_negative().and_then(|grows| half_gap(format, &old, grows))
    } else {
        None
    };
    let why = match (new.finite(), moved.step) {
        (None, _) => run.first_loss(moved.new),
        (Some(_), Some(step)) if lost && !is_absorbed => run.first_loss(step),
        (Some(_), _) => None,
    };
    Kept { format, old, gradient, new: new.finite().map(Held::Finite), result: new, lost, half_gap, why }
}

/// Half the distance from a number to the next one of its format: above where the weight should grow, below where not.
pub(super) fn half_gap(format: &Format, held: &Held, grows: bool) -> Option<Rational> {
    let number = held.finite()?;
    let mut exponent = number.last_place();
    if let Some(top) = number.top() {
        // Just below a power of two the numbers lie twice as close.
        let is_power = number.to_rational().abs() == power_of_two(top)?;
        let toward_zero = number.is_negative() == grows;
        if is_power && toward_zero && top > format.smallest_exponent() {
            exponent -= 1;
        }
    }
    power_of_two(exponent - 1)
}

fn power_of_two(exponent: i32) -> Option<Rational> {
    i16::try_from(exponent).ok().map(Rational::power_of_two)
}

/// Whether a step leads from one side of zero to the other. Zero lies on neither.
pub fn flips_sign(old: &Value, new: &Value) -> bool {
    let is_below = |value: &Value| value.is_negative() == Some(true);
    let is_above = |value: &Value| value.neg().is_negative() == Some(true);
    (is_below(old) && is_above(new)) || (is_above(old) && is_below(new))
}
