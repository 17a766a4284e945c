//! Programs in number formats.

use std::ops::Range;

use super::{Double, Narrow, Program};
use chainrule_number::{F64, Format};

/// A program in a format never fails: what has no number is NaN.
const NEVER: &str = "in a format every operation has a result";

impl Program {
    /// The registers of a format with the constants in them, and what depends on them alone; 0 in the others.
    pub fn start_in(&self, format: &'static Format) -> Vec<f64> {
        if *format == F64 { self.start(&Double, &0.0) } else { self.start(&Narrow { format }, &0.0) }
            .expect(NEVER)
    }

    /// Carries out the instructions from one place to another in a format.
    pub fn run_in(&self, format: &'static Format, places: Range<usize>, registers: &mut [f64]) {
        if *format == F64 {
            self.run(&Double, places, registers)
        } else {
            self.run(&Narrow { format }, places, registers)
        }
        .expect(NEVER);
    }
}
