//! The first operation of a program in a format that lost a number.
//!
//! A number is *lost* where it is not what it truly is in about half the digits of the format. From a lost result the way
//! leads back over the operands that are lost and matter, to the operations whose operands are all right, or make no
//! difference: the first of those in the order of the program is where the number was lost.

use std::cmp::Ordering;

use chainrule_symbolic::graph::ExprId;
use rustc_hash::FxHashSet;

use chainrule_number::format::{Format, Held};
use chainrule_number::{Enclosure, F64, Rational, Scalar, Value};
use chainrule_program::Templates;
use chainrule_program::{Double, Enclosing, Operator, Program, Register, rounded};

use super::half_the_digits;

mod absorbed;
mod stuck;

/// Why an operation lost a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A given number is none of the format: it becomes 0, infinite or subnormal.
    Constant,
    /// The result is larger than the largest number.
    Overflow,
    /// The result is smaller than the smallest number, or than the smallest with all its digits.
    Underflow,
    /// A term is too small to move what it is added to, and is missed later on.
    Absorption,
    /// Numbers that are almost equal are subtracted: what is left are rounding errors.
    Cancellation,
    /// There is no such number: 0·∞, ∞ − ∞, 0/0.
    Invalid,
    /// A function magnifies the rounding error of its argument.
    Magnified,
    /// Many roundings add up.
    Rounding,
}

/// An operation that lost a number.
#[derive(Clone, Debug)]
pub struct Loss {
    /// Why.
    pub cause: Cause,
    /// What was to be computed; nothing for a part of a longer sum or product.
    pub of: Option<ExprId>,
    /// The operation; nothing for a given number.
    pub operator: Option<Operator>,
    /// What it was put to.
    pub operands: Vec<Held>,
    /// What it came to.
    pub result: Held,
    /// What the operation truly gives at its operands, as they are held; nothing where it gives nothing.
    pub exact: Option<Value>,
    /// What should have been there.
    pub truth: Value,
    /// Where NaN first comes of it, if it does.
    pub nan: Option<Nan>,
}

/// Where NaN first comes up.
#[derive(Clone, Debug)]
pub struct Nan {
    /// What was to be computed.
    pub of: Option<ExprId>,
    /// The operation.
    pub operator: Operator,
    /// What it was put to.
    pub operands: Vec<Held>,
}

/// A program that was carried out in a format, and what it should have come to.
pub struct Run<'a> {
    /// The program.
    pub program: &'a Program,
    /// The functions it calls, written out.
    pub functions: &'a Templates,
    /// The format.
    pub format: &'static Format,
    /// What each register came to.
    pub values: &'a [f64],
    /// What each register should have come to; nothing where that is not known.
    pub truths: &'a [Option<Value>],
}

impl Run<'_> {
    fn held(&self, register: Register) -> Held {
        self.format.round_f64(self.values[register.index()])
    }

    fn truth(&self, register: Register) -> Option<&Value> {
        self.truths[register.index()].as_ref()
    }

    fn is_lost(&self, register: Register) -> bool {
        self.truth(register).is_some_and(|truth| is_lost(self.format, self.held(register), truth))
    }

    /// Where the number of a register was lost; nothing where that is not known.
    pub fn first_loss(&self, of: Register) -> Option<Loss> {
        let mut met = FxHashSet::default();
        let mut waiting = vec![of];
        // Of a result that is 0, infinite or NaN the cause is what came to such a number, where there is one.
        let is_no_number = |register: Register| match self.held(register) {
            Held::Finite(number) => {
                number.is_zero()
                    && !self.truth(register).is_some_and(|truth| truth.exact().is_some_and(Rational::is_zero))
            }
            Held::Infinite { .. } | Held::NotANumber => true,
        };
        let rank = |register: Register| (is_no_number(of) && !is_no_number(register), register);
        let mut first: Option<Register> = None;
        while let Some(register) = waiting.pop() {
            if !met.insert(register) {
                continue;
            }
            let behind = self
                .program
                .instruction(register)
                .map(|instruction| self.lost_operands(register, &instruction));
            match behind {
                Some(behind) if !behind.is_empty() => waiting.extend(behind),
                Some(_) | None => {
                    first = Some(first.map_or(register, |first| {
                        if rank(register) < rank(first) { register } else { first }
                    }));
                }
            }
        }
        let mut loss = self.describe(first?)?;
        if loss.cause == Cause::Rounding
            && let Some(underflow) = self.underflow_behind(of, first?, &met)
        {
            loss = Loss { cause: Cause::Underflow, ..self.describe(underflow)? };
        }
        if self.held(of) == Held::NotANumber {
            loss.nan = self.first_nan(of);
        }
        Some(loss)
    }

    /// The operands that are lost and that the result would be lost with if all others were right.
    fn lost_operands(
        &self,
        register: Register,
        (operator, operands): &(Operator, Vec<Register>),
    ) -> Vec<Register> {
        let Some(truth) = self.truth(register) else {
            return operands.iter().copied().filter(|&operand| self.is_lost(operand)).collect();
        };
        let right: Option<Vec<f64>> = operands
            .iter()
            .map(|&operand| self.truth(operand).map(|truth| rounded(&chainrule_number::F64, truth).to_f64()))
            .collect();
        let Some(right) = right else { return Vec::new() };
        let matters = |place: usize| {
            let mut exchanged = right.clone();
            exchanged[place] = self.values[operands[place].index()];
            let result = operator.apply(&Double, &exchanged);
            result.is_ok_and(|result| {
                is_lost(self.format, chainrule_number::F64.round_f64(result), truth)
                    || !self.values[operands[place].index()].is_finite()
            })
        };
        operands
            .iter()
            .enumerate()
            .filter(|&(place, &operand)| self.is_lost(operand) && matters(place))
            .map(|(_, &operand)| operand)
            .collect()
    }

    fn describe(&self, register: Register) -> Option<Loss> {
        let truth = self.truth(register)?.clone();
        let result = self.held(register);
        let of = self.program.origin(register);
        let Some((operator, operands)) = self.program.instruction(register) else {
            let exact = Some(truth.clone());
            let (cause, operator, operands, nan) = (Cause::Constant, None, Vec::new(), None);
            return Some(Loss { cause, of, operator, operands, result, exact, truth, nan });
        };
        let held: Vec<Held> = operands.iter().map(|&operand| self.held(operand)).collect();
        let exact = self.exactly(operator, &held);
        let cause = self.cause(operator, result, exact.as_ref(), &held);
        if matches!(cause, Cause::Cancellation | Cause::Magnified)
            && let Some(absorbed) = operands.iter().find_map(|&operand| self.absorbing(operand))
            && self.is_mended(absorbed, register)
        {
            let mut loss = self.describe_plainly(absorbed)?;
            loss.cause = Cause::Absorption;
            return Some(loss);
        }
        // Terms that came to nothing one after the other: the first of them.
        if cause == Cause::Rounding
            && operator == Operator::Add
            && let Some(absorbed) = self.first_absorbing(register)
            && self.is_mended(absorbed, register)
        {
            let mut loss = self.describe_plainly(absorbed)?;
            loss.cause = Cause::Absorption;
            return Some(loss);
        }
        // Below the normal numbers there are few digits: that is what lost it where the operation itself is right.
        let is_subnormal = result.finite().is_some_and(|number| number.is_subnormal(self.format));
        let is_right = |exact: &Value| !is_lost(self.format, rounded(&F64, exact), &truth);
        let is_underflow = cause == Cause::Rounding && is_subnormal && exact.as_ref().is_some_and(is_right);
        let cause = if is_underflow { Cause::Underflow } else { cause };
        let operator = Some(operator);
        Some(Loss { cause, of, operator, operands: held, result, exact, truth, nan: None })
    }

    /// What an operation truly gives at numbers that a format holds.
    fn exactly(&self, operator: Operator, held: &[Held]) -> Option<Value> {
        let operands: Option<Vec<Value>> =
            held.iter().map(|held| held.to_rational().map(Value::Exact)).collect();
        let arithmetic = Enclosing { bits: 192, functions: self.functions };
        operator.apply(&arithmetic, &operands?).ok()
    }

    fn cause(&self, operator: Operator, result: Held, exact: Option<&Value>, operands: &[Held]) -> Cause {
        let Some(exact) = exact else { return Cause::Invalid };
        let nearest = rounded(self.format, exact);
        let largest = Held::Finite(self.format.largest());
        if result.finite().is_none() || (result.abs() == largest && is_lost(self.format, result, exact)) {
            return if nearest == result || nearest.finite().is_none() {
                Cause::Overflow
            } else {
                Cause::Invalid
            };
        }
        if is_lost(self.format, result, exact) {
            let is_small =
                result.finite().is_some_and(|number| number.is_zero() || number.is_subnormal(self.format));
            return if is_small && nearest == result { Cause::Underflow } else { Cause::Rounding };
        }
        match operator {
            Operator::Add => {
                let larger = operands
                    .iter()
                    .any(|operand| operand.abs().compare(&result.abs()) == Some(Ordering::Greater));
                if larger { Cause::Cancellation } else { Cause::Rounding }
            }
            Operator::Call(_) | Operator::Primed(..) | Operator::Power => Cause::Magnified,
            Operator::Multiply | Operator::Divide | Operator::Negate => Cause::Rounding,
        }
    }

    /// The first operation behind a register that made NaN of numbers.
    fn first_nan(&self, of: Register) -> Option<Nan> {
        let mut at = of;
        loop {
            let (operator, operands) = self.program.instruction(at)?;
            let is_nan = |register: &&Register| self.values[register.index()].is_nan();
            if let Some(&behind) = operands.iter().find(is_nan) {
                at = behind;
                continue;
            }
            let operands = operands.iter().map(|&operand| self.held(operand)).collect();
            return Some(Nan { of: self.program.origin(at), operator, operands });
        }
    }
}

/// Whether a number is not what it should be in about half the digits of a format.
pub fn is_lost(format: &Format, held: Held, truth: &Value) -> bool {
    let Some(number) = held.finite() else { return true };
    let truth = match truth {
        Value::Exact(exact) if exact.is_zero() => return !held.is_zero(),
        Value::Exact(exact) => Enclosure::from_rational(exact, 128),
        Value::Enclosed(enclosure) => enclosure.clone(),
    };
    let Some(sign) = truth.sign() else {
        // Whether it is 0 is not known; that it is so large may be excluded.
        let largest = truth.lower().top().into_iter().chain(truth.upper().top()).max();
        let top = number.top().map(i64::from);
        return top.is_some_and(|top| largest.is_none_or(|largest| top > largest + 1));
    };
    if held.is_zero() {
        return sign != Ordering::Equal;
    }
    let (Some(low), Some(high)) = (truth.lower().top(), truth.upper().top()) else { return true };
    let top = i64::from(number.top().unwrap_or_default());
    if low.max(high) < top - 2 || low.min(high) > top + 2 {
        return true;
    }
    let Ok(truth) = truth.middle(128).to_rational() else { return true };
    let gap = (&number.to_rational() - &truth).abs();
    &gap * &half_the_digits(format) > truth.abs()
}
