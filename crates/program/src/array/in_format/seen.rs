//! What was lost where.

use chainrule_number::Format;
use chainrule_symbolic::graph::FunctionId;

/// An operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calculation {
    /// A sum of many terms, or of a few.
    Sum,
    /// A product of two numbers.
    Product,
    /// A quotient.
    Quotient,
    /// A function, so often derived.
    Function(FunctionId, u8),
}

/// A result that is no number of the format any more, or one with fewer digits.
#[derive(Clone, Debug, PartialEq)]
pub struct OutOfRange {
    /// What was carried out.
    pub operation: Calculation,
    /// On what.
    pub operands: Vec<f64>,
    /// What the format holds of it.
    pub held: f64,
    /// At which entry of the result of the operation, counted from 0 row after row.
    pub entry: usize,
}

/// A term that left the sum that it was added to as it was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Absorbed {
    /// Which term of the sum, from 1.
    pub index: usize,
    /// Of how many.
    pub of: usize,
    /// What it was added to.
    pub sum: f64,
    /// The term.
    pub term: f64,
    /// How many additions of this sum changed nothing.
    pub count: usize,
    /// At which entry, counted from 0 row after row.
    pub entry: usize,
}

/// What was lost on the way to a quantity: of each kind the first, and how many.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Finite operands gave an infinity.
    pub overflow: Option<(OutOfRange, usize)>,
    /// What is not 0 became 0.
    pub underflow: Option<(OutOfRange, usize)>,
    /// What is not 0 became less than the smallest number of full precision.
    pub subnormal: Option<(OutOfRange, usize)>,
    /// Terms were absorbed in sums; how many sums.
    pub absorbed: Option<(Absorbed, usize)>,
}

impl Seen {
    pub(super) fn note(
        &mut self,
        format: &Format,
        (operation, entry): (Calculation, usize),
        operands: &[f64],
        (exact, rounded): (f64, f64),
    ) {
        let is_zero = rounded.abs() <= 0.0;
        let is_exact_zero = exact.abs() <= 0.0;
        let kind = if exact.is_finite()
            && operands.iter().all(|operand| operand.is_finite())
            && !rounded.is_finite()
        {
            &mut self.overflow
        } else if is_zero && !is_exact_zero {
            &mut self.underflow
        } else if !is_zero
            && rounded.abs() < chainrule_number::format::power_of_two(format.smallest_exponent())
        {
            &mut self.subnormal
        } else {
            return;
        };
        match kind {
            Some((_, count)) => *count += 1,
            None => {
                *kind =
                    Some((OutOfRange { operation, operands: operands.to_vec(), held: rounded, entry }, 1));
            }
        }
    }

    pub(super) fn note_absorbed(&mut self, absorbed: Option<Absorbed>) {
        match (&mut self.absorbed, absorbed) {
            (Some((_, sums)), Some(_)) => *sums += 1,
            (slot @ None, Some(absorbed)) => *slot = Some((absorbed, 1)),
            (_, None) => {}
        }
    }
}
