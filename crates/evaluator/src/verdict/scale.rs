//! The scales of a loss with which a program stays among the normal numbers of a format all the way back.

use super::Scales;
use crate::verdict::loss::is_lost;
use chainrule_number::format::power_of_two;
use chainrule_number::format::{Format, Held};
use chainrule_number::{Rational, Scalar, Value};
use chainrule_program::{Enclosing, Program, Register, Templates};
use chainrule_symbolic::graph::Graph;

/// The largest scale of a loss, as an exponent of 2.
const LARGEST_SCALE: i32 = 1_000;

/// Scales by powers of two with which every product of the way back stays among the normal numbers of a format, and the
/// derivative is right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// The exponent of the smallest scale,
    pub lowest: i32,
    /// … and of the largest.
    pub highest: i32,
    /// What the program gives with the smallest scale.
    pub result: Held,
}

/// A program whose loss can be scaled.
#[derive(Debug)]
pub(super) struct Scalable {
    program: Program,
    /// Where the scale is kept: it is not rounded, since the loss is scaled before it enters the format.
    scale: Register,
    derivative: Register,
    /// What each register comes to without a scale; nothing where that is not known.
    truths: Vec<Option<Value>>,
}

/// What became of the way back with a scale.
struct Outcome {
    /// Whether something fell below the normal numbers.
    below: bool,
    /// Whether something is infinite, NaN or the largest number.
    above: bool,
    result: Held,
}

impl Scalable {
    /// A program with the places of the scale and of the derivative, worked out without a scale.
    pub(super) fn new(graph: &mut Graph, program: Program, scale: Register, derivative: Register) -> Self {
        let functions = Templates::of_program(graph, &program);
        let unscaled = (scale, Value::Exact(Rational::one()));
        let truths = program.values(&Enclosing { bits: 192, functions: &functions }, &[unscaled]);
        Self { program, scale, derivative, truths }
    }

    /// How many instructions it has.
    pub(super) fn length(&self) -> usize {
        self.program.length()
    }

    /// The window, both ends of which are carried out, and the next scales beyond them.
    pub(super) fn scales(&self, format: &'static Format, truth: &Value) -> Scales {
        let window = self.window(format, truth);
        window.unwrap_or(Scales::NoneIsNormal)
    }

    /// Nothing where with no scale every product is a normal number.
    fn window(&self, format: &'static Format, truth: &Value) -> Option<Scales> {
        let mut registers = self.program.start_in(format);
        let mut run = |exponent: i32| self.run(format, exponent, &mut registers);
        // The larger the scale, the fewer numbers fall below the normal ones.
        let lowest = first(|exponent| !run(exponent).below)?;
        let highest = -first(|exponent| !run(-exponent).above)?;
        // Rounding may carry a number over the edge.
        let lowest = if lowest > -LARGEST_SCALE && !run(lowest - 1).below { lowest - 1 } else { lowest };
        if lowest > highest {
            return None;
        }
        let [at_lowest, at_highest] = [lowest, highest].map(run);
        if at_lowest.below || at_lowest.above || at_highest.below || at_highest.above {
            return None;
        }
        let is_right = |exponent: i32, result: Held| {
            let enclosure = truth.enclosure(192).scaled(exponent.into());
            !is_lost(format, result, &Value::Enclosed(enclosure))
        };
        if !is_right(lowest, at_lowest.result) || !is_right(highest, at_highest.result) {
            return Some(Scales::NoneIsRight);
        }
        Some(Scales::Within(Window { lowest, highest, result: at_lowest.result }))
    }

    fn run(&self, format: &'static Format, exponent: i32, registers: &mut [f64]) -> Outcome {
        registers[self.scale.index()] = power_of_two(exponent);
        self.program.run_in(format, 0..self.program.length(), registers);
        let largest = Held::Finite(format.largest());
        let (mut below, mut above) = (false, false);
        let mut look = |register: Register| {
            let held = format.round_f64(registers[register.index()]);
            let is_zero = || self.truths[register.index()].as_ref().is_some_and(Value::is_certainly_zero);
            match held.finite() {
                None => above = true,
                Some(_) if held.abs() == largest && format.infinity(false) == largest => above = true,
                Some(number) if number.is_zero() => below |= !is_zero(),
                Some(number) => below |= number.is_subnormal(format),
            }
        };
        self.program.computed().for_each(&mut look);
        let result = format.round_f64(registers[self.derivative.index()]);
        Outcome { below, above, result }
    }
}

/// The first scale for which something holds that holds for all larger ones.
fn first(mut holds: impl FnMut(i32) -> bool) -> Option<i32> {
    let (mut low, mut high) = (-LARGEST_SCALE, LARGEST_SCALE);
    if !holds(high) {
        return None;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(high)
}
