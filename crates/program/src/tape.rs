//! A list of operations over registers, run in any arithmetic.

use chainrule_symbolic::function::Function;
use chainrule_symbolic::graph::ExprId;

use super::Arithmetic;
use chainrule_number::{Undefined, Value};

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
    /// A row put to the arguments from `first` on.
    Call {
        row: RowId,
        first: u32,
        count: u32,
    },
}

/// A row among those that a program calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct RowId(pub(super) u32);

/// An operation and where its result goes.
///
/// Memory: 20 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instruction {
    pub(super) operation: Operation,
    pub(super) to: Register,
}

const _: () = assert!(size_of::<Instruction>() == 20);

/// What a register is computed by, for those who follow a number back to where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// A sum of two.
    Add,
    /// A product of two.
    Multiply,
    /// A negative.
    Negate,
    /// A quotient.
    Divide,
    /// A power.
    Power,
    /// A row of the table.
    Call(&'static Function),
    /// A derivative of a row: in programs over ranges alone.
    Primed(&'static Function, u8),
}

/// Instructions, each after those it needs. Each register is written once in a run, so that whatever a run computed can
/// be read after it. What depends on constants alone is computed once, whatever the number of runs.
#[derive(Debug, Default)]
pub struct Program {
    pub(super) constants: Vec<(Register, Value)>,
    pub(super) once: Vec<Instruction>,
    pub(super) each: Vec<Instruction>,
    pub(super) arguments: Vec<Register>,
    /// Rows, each with how often it is derived.
    pub(super) rows: Vec<(&'static Function, u8)>,
    pub(super) registers: u32,
    /// By register, what it was first written for.
    pub(super) origins: Vec<Option<ExprId>>,
}

impl Program {
    /// How many instructions a run takes.
    pub fn length(&self) -> usize {
        self.each.len()
    }

    /// How many registers there are.
    pub fn register_count(&self) -> usize {
        self.registers as usize
    }

    /// The expression that a register was first written for; nothing for what has none, such as the first terms of a
    /// longer sum.
    pub fn origin(&self, register: Register) -> Option<ExprId> {
        self.origins.get(register.index()).copied().flatten()
    }

    /// The rows that are called, each with how often it is derived and how many arguments it is put to.
    pub fn calls(&self) -> impl Iterator<Item = (&'static Function, u8, usize)> {
        self.once.iter().chain(&self.each).filter_map(|instruction| match instruction.operation {
            Operation::Call { row, count, .. } => {
                let (row, primes) = self.rows[row.0 as usize];
                Some((row, primes, count as usize))
            }
            Operation::Add(..)
            | Operation::Multiply(..)
            | Operation::Negate(_)
            | Operation::Divide(..)
            | Operation::Power(..) => None,
        })
    }

    /// The instructions, each after those it needs: what is computed, by what, and from which registers.
    pub fn instructions(&self) -> impl Iterator<Item = (Register, Operator, Vec<Register>)> {
        self.once.iter().chain(&self.each).map(|instruction| {
            let (operator, operands) = self.parts(instruction.operation);
            (instruction.to, operator, operands)
        })
    }

    /// What computes a register, and from which; nothing for constants and for what is set before a run.
    pub fn instruction(&self, to: Register) -> Option<(Operator, Vec<Register>)> {
        // Registers are given out as instructions are written.
        let find = |list: &[Instruction]| {
            let place = list.binary_search_by_key(&to, |instruction| instruction.to).ok()?;
            Some(self.parts(list[place].operation))
        };
        find(&self.once).or_else(|| find(&self.each))
    }

    fn parts(&self, operation: Operation) -> (Operator, Vec<Register>) {
        match operation {
            Operation::Add(left, right) => (Operator::Add, vec![left, right]),
            Operation::Multiply(left, right) => (Operator::Multiply, vec![left, right]),
            Operation::Negate(of) => (Operator::Negate, vec![of]),
            Operation::Divide(above, below) => (Operator::Divide, vec![above, below]),
            Operation::Power(base, exponent) => (Operator::Power, vec![base, exponent]),
            Operation::Call { row, first, count } => {
                let places = first as usize..(first + count) as usize;
                let operator = match self.rows[row.0 as usize] {
                    (row, 0) => Operator::Call(row),
                    (row, primes) => Operator::Primed(row, primes),
                };
                (operator, self.arguments[places].to_vec())
            }
        }
    }

    /// The registers that each run computes.
    pub fn computed(&self) -> impl Iterator<Item = Register> {
        self.each.iter().map(|instruction| instruction.to)
    }

    /// The registers with the constants in them, and what depends on them alone; the others hold `nothing`.
    ///
    /// # Errors
    /// The arithmetic can't hold a constant, or an operation has no value.
    pub fn start<A: Arithmetic>(
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
    pub fn run<A: Arithmetic>(
        &self,
        arithmetic: &A,
        places: std::ops::Range<usize>,
        registers: &mut [A::Number],
    ) -> Result<(), Undefined> {
        self.carry_out(arithmetic, &self.each[places], registers)
    }

    fn carry_out<A: Arithmetic>(
        &self,
        arithmetic: &A,
        instructions: &[Instruction],
        registers: &mut [A::Number],
    ) -> Result<(), Undefined> {
        let mut inputs: Vec<A::Number> = Vec::new();
        for instruction in instructions {
            let at = |register: Register| &registers[register.index()];
            let result = match instruction.operation {
                Operation::Add(left, right) => arithmetic.add(at(left), at(right))?,
                Operation::Multiply(left, right) => arithmetic.multiply(at(left), at(right))?,
                Operation::Negate(of) => arithmetic.negate(at(of)),
                Operation::Divide(above, below) => arithmetic.divide(at(above), at(below))?,
                Operation::Power(base, exponent) => arithmetic.power(at(base), at(exponent))?,
                Operation::Call { row, first, count } => {
                    inputs.clear();
                    let places = first as usize..(first + count) as usize;
                    inputs.extend(self.arguments[places].iter().map(|&place| at(place).clone()));
                    match self.rows[row.0 as usize] {
                        (row, 0) => arithmetic.call(row, &inputs)?,
                        (row, primes) => arithmetic.primed(row, primes, &inputs)?,
                    }
                }
            };
            registers[instruction.to.index()] = result;
        }
        Ok(())
    }

    /// What every register comes to in one run; nothing for what has no value, and for what needs it. Registers that are
    /// set before a run hold what `inputs` says.
    pub fn values<A: Arithmetic>(
        &self,
        arithmetic: &A,
        inputs: &[(Register, A::Number)],
    ) -> Vec<Option<A::Number>> {
        let mut registers: Vec<Option<A::Number>> = vec![None; self.registers as usize];
        for (register, value) in &self.constants {
            registers[register.index()] = arithmetic.constant(value).ok();
        }
        for (register, number) in inputs {
            registers[register.index()] = Some(number.clone());
        }
        let mut numbers: Vec<A::Number> = Vec::new();
        for (to, operator, operands) in self.instructions() {
            numbers.clear();
            numbers.extend(operands.iter().filter_map(|operand| registers[operand.index()].clone()));
            let has_all = numbers.len() == operands.len();
            registers[to.index()] = has_all.then(|| operator.apply(arithmetic, &numbers).ok()).flatten();
        }
        registers
    }
}

impl Operator {
    /// The operation carried out.
    ///
    /// # Errors
    /// It has no value in this arithmetic.
    pub fn apply<A: Arithmetic>(
        self,
        arithmetic: &A,
        operands: &[A::Number],
    ) -> Result<A::Number, Undefined> {
        match (self, operands) {
            (Self::Add, [left, right]) => arithmetic.add(left, right),
            (Self::Multiply, [left, right]) => arithmetic.multiply(left, right),
            (Self::Negate, [of]) => Ok(arithmetic.negate(of)),
            (Self::Divide, [above, below]) => arithmetic.divide(above, below),
            (Self::Power, [base, exponent]) => arithmetic.power(base, exponent),
            (Self::Call(row), operands) => arithmetic.call(row, operands),
            (Self::Primed(row, primes), operands) => arithmetic.primed(row, primes, operands),
            (Self::Add | Self::Multiply | Self::Negate | Self::Divide | Self::Power, _) => {
                Err(Undefined::Unknown)
            }
        }
    }
}
