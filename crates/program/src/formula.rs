//! An expression in primitives as a tape over some of its parts, for numbers of any kind.

use std::borrow::Borrow;
use std::marker::PhantomData;

use chainrule_number::{Rational, Scalar, Undefined, Value};
use chainrule_symbolic::function::Function;
use chainrule_symbolic::graph::{ExprId, Graph};

use crate::arithmetic::Arithmetic;
use crate::builder::{Builder, Names, WithoutNumber};
use crate::primitive::primitive;
use crate::tape::{Program, Register};

/// An operation without a value, and the expression in which it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub why: Undefined,
    /// Where: the smallest expression without a value.
    pub at: ExprId,
}

/// An expression written out in primitives once, and put to numbers after that.
#[derive(Debug)]
pub struct Formula {
    program: Program,
    inputs: Vec<Register>,
    result: Register,
}

impl Formula {
    /// Writes an expression out over leaves: names, stated derivatives, or whatever else in it has a number of its own.
    ///
    /// # Errors
    /// It has a name or a derivative that is no leaf.
    pub fn new(graph: &mut Graph, root: ExprId, leaves: &[ExprId]) -> Result<Self, WithoutNumber> {
        Self::with(leaves, |builder, names| builder.expression(graph, root, names))
    }

    /// The same of an expression that is in primitives already.
    ///
    /// # Errors
    /// It is not, or has a name or a derivative that is no leaf.
    pub fn of_primitives(graph: &Graph, root: ExprId, leaves: &[ExprId]) -> Result<Self, WithoutNumber> {
        Self::with(leaves, |builder, names| builder.as_written(graph, root, names))
    }

    fn with(
        leaves: &[ExprId],
        write: impl FnOnce(&mut Builder, &mut Names) -> Result<Register, WithoutNumber>,
    ) -> Result<Self, WithoutNumber> {
        let mut builder = Builder::in_primitives(leaves.iter().copied().collect());
        let mut names = Names::default();
        let inputs = leaves
            .iter()
            .map(|&leaf| {
                let input = builder.input();
                names.stated.insert(leaf, input);
                input
            })
            .collect();
        let result = write(&mut builder, &mut names)?;
        Ok(Self { program: builder.finish(), inputs, result })
    }

    /// Its value, where the leaves have these numbers, in their order.
    ///
    /// # Errors
    /// An operation has no value.
    pub fn at<S: Scalar>(&self, leaves: &[impl Borrow<S>], bits: u32) -> Result<S, Undefined> {
        let arithmetic = Primitives { bits, numbers: PhantomData };
        let mut registers = self.program.start(&arithmetic, &S::from_rational(&Rational::zero(), bits))?;
        for (input, number) in self.inputs.iter().zip(leaves) {
            registers[input.index()] = number.borrow().clone();
        }
        self.program.run(&arithmetic, 0..self.program.length(), &mut registers)?;
        Ok(registers.swap_remove(self.result.index()))
    }
}

/// Numbers of one kind, with a working precision: they know the primitives alone.
struct Primitives<S> {
    bits: u32,
    numbers: PhantomData<S>,
}

impl<S: Scalar> Arithmetic for Primitives<S> {
    type Number = S;

    fn constant(&self, value: &Value) -> Result<S, Undefined> {
        value.exact().map(|exact| S::from_rational(exact, self.bits)).ok_or(Undefined::NotRational)
    }

    fn add(&self, left: &S, right: &S) -> Result<S, Undefined> {
        left.add(right, self.bits)
    }

    fn multiply(&self, left: &S, right: &S) -> Result<S, Undefined> {
        left.mul(right, self.bits)
    }

    fn divide(&self, above: &S, below: &S) -> Result<S, Undefined> {
        above.div(below, self.bits)
    }

    fn power(&self, base: &S, exponent: &S) -> Result<S, Undefined> {
        base.pow(exponent, self.bits)
    }

    fn negate(&self, of: &S) -> S {
        of.neg()
    }

    fn call(&self, row: &'static Function, arguments: &[S]) -> Result<S, Undefined> {
        primitive(row, arguments, self.bits)
    }
}
