//! A list of operations over registers, run in any arithmetic.

use chainrule_symbolic::function::Function;

use super::StepArithmetic;
use crate::number::{Undefined, Value};

/// Where a number is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Register(pub(super) u32);

impl Register {
    /// Its place among the registers.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What is computed from earlier registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Operation {
    Add(Register, Register),
    Multiply(Register, Register),
    Negate(Register),
    Divide(Register, Register),
    Power(Register, Register),
    /// A row put to the arguments from `first` on; its derivative where `primed`.
    Call {
        row: RowId,
        primed: bool,
        first: u32,
        count: u32,
    },
}

/// A row among those that a program calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct RowId(pub(super) u32);

/// An operation and where its result goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instruction {
    pub(super) operation: Operation,
    pub(super) to: Register,
}

/// Instructions, each after those it needs. Each register is written once in a run, so that whatever a run computed can
/// be read after it. What depends on constants alone is computed once, whatever the number of runs.
#[derive(Debug, Default)]
pub struct Program {
    pub(super) constants: Vec<(Register, Value)>,
    pub(super) once: Vec<Instruction>,
    pub(super) each: Vec<Instruction>,
    pub(super) arguments: Vec<Register>,
    pub(super) rows: Vec<&'static Function>,
    pub(super) registers: u32,
}

impl Program {
    /// How many instructions a run takes.
    pub fn length(&self) -> usize {
        self.each.len()
    }

    /// The registers with the constants in them, and what depends on them alone; the others hold `nothing`.
    ///
    /// # Errors
    /// The arithmetic can't hold a constant, or an operation has no value.
    pub fn start<A: StepArithmetic>(
        &self,
        arithmetic: &A,
        nothing: &A::Number,
    ) -> Result<Vec<A::Number>, Undefined> {
        let mut registers = vec![nothing.clone(); self.registers as usize];
        for (register, value) in &self.constants {
            registers[register.index()] = arithmetic.constant(value)?;
        }
        self.carry_out(arithmetic, &self.once, &mut registers)?;
        Ok(registers)
    }

    /// Carries out the instructions from one place to another.
    ///
    /// # Errors
    /// An operation has no value in this arithmetic.
    pub fn run<A: StepArithmetic>(
        &self,
        arithmetic: &A,
        places: std::ops::Range<usize>,
        registers: &mut [A::Number],
    ) -> Result<(), Undefined> {
        self.carry_out(arithmetic, &self.each[places], registers)
    }

    fn carry_out<A: StepArithmetic>(
        &self,
        arithmetic: &A,
        instructions: &[Instruction],
        registers: &mut [A::Number],
    ) -> Result<(), Undefined> {
        let mut own: Vec<A::Number> = Vec::new();
        for instruction in instructions {
            let at = |register: Register| &registers[register.index()];
            let result = match instruction.operation {
                Operation::Add(left, right) => arithmetic.add(at(left), at(right))?,
                Operation::Multiply(left, right) => arithmetic.multiply(at(left), at(right))?,
                Operation::Negate(of) => arithmetic.negate(at(of)),
                Operation::Divide(above, below) => arithmetic.divide(at(above), at(below))?,
                Operation::Power(base, exponent) => arithmetic.power(at(base), at(exponent))?,
                Operation::Call { row, primed, first, count } => {
                    own.clear();
                    let places = first as usize..(first + count) as usize;
                    own.extend(self.arguments[places].iter().map(|&place| at(place).clone()));
                    arithmetic.call(self.rows[row.0 as usize], primed, &own)?
                }
            };
            registers[instruction.to.index()] = result;
        }
        Ok(())
    }
}
