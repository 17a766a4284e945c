//! Terms that came to nothing in a sum, and whether that is why a later operation lost its number.

use rustc_hash::{FxHashMap, FxHashSet};

use chainrule_number::{F64, Value};
use chainrule_program::{Enclosing, Operator, Register, rounded};

use super::{Cause, Loss, Run, is_lost};
use chainrule_number::format::Held;

/// The working precision, in bits.
const BITS: u32 = 192;

impl Run<'_> {
    pub(super) fn describe_plainly(&self, register: Register) -> Option<Loss> {
        let (operator, operands) = self.program.instruction(register)?;
        let held: Vec<Held> = operands.iter().map(|&operand| self.held(operand)).collect();
        Some(Loss {
            cause: Cause::Rounding,
            of: self.program.origin(register),
            operator: Some(operator),
            result: self.held(register),
            exact: self.exactly(operator, &held),
            truth: self.truth(register)?.clone(),
            operands: held,
            nan: None,
        })
    }

    /// The first of the sums behind each other in which a term came to nothing.
    pub(super) fn first_absorbing(&self, register: Register) -> Option<Register> {
        let mut first = self.absorbing(register)?;
        loop {
            let (_, operands) = self.program.instruction(first)?;
            let kept = operands.iter().find(|&&operand| self.held(operand) == self.held(first));
            match kept.and_then(|&kept| self.absorbing(kept)) {
                Some(before) if before != first => first = before,
                Some(_) | None => return Some(first),
            }
        }
    }

    /// The sum, behind signs, in which a term came to nothing though it was not 0.
    pub(super) fn absorbing(&self, mut register: Register) -> Option<Register> {
        loop {
            let (operator, operands) = self.program.instruction(register)?;
            match (operator, operands.as_slice()) {
                (Operator::Negate, &[of]) => register = of,
                (Operator::Add, &[left, right]) => {
                    let held = self.held(register);
                    let kept = |kept: Register, other: Register| {
                        self.held(kept) == held && !self.held(other).is_zero() && !held.is_zero()
                    };
                    return (kept(left, right) || kept(right, left)).then_some(register);
                }
                (
                    Operator::Add
                    | Operator::Multiply
                    | Operator::Negate
                    | Operator::Divide
                    | Operator::Power
                    | Operator::Call(_)
                    | Operator::Primed(..),
                    _,
                ) => return None,
            }
        }
    }

    /// Whether an operation would have given the right number if a sum behind it had kept its term: where it would not, the
    /// number was lost otherwise.
    pub(super) fn is_mended(&self, absorbed: Register, register: Register) -> bool {
        let is_sum = |operator: &Operator| matches!(operator, Operator::Add | Operator::Negate);
        let (mut met, mut between, mut waiting) = (FxHashSet::default(), Vec::new(), vec![register]);
        while let Some(at) = waiting.pop() {
            let Some((operator, operands)) = self.program.instruction(at) else { continue };
            if !met.insert(at) || (at != register && !is_sum(&operator)) {
                continue;
            }
            if at != absorbed {
                waiting.extend(&operands);
            }
            between.push((at, operator, operands));
        }
        between.sort_unstable_by_key(|(at, _, _)| *at);
        let arithmetic = Enclosing { bits: BITS, functions: self.functions };
        let mut kept: FxHashMap<Register, Value> = FxHashMap::default();
        for (at, operator, operands) in between {
            if at != absorbed && !operands.iter().any(|operand| kept.contains_key(operand)) {
                continue;
            }
            let values: Option<Vec<Value>> = operands
                .iter()
                .map(|&operand| match kept.get(&operand) {
                    Some(value) => Some(value.clone()),
                    None => self.held(operand).to_rational().map(Value::Exact),
                })
                .collect();
            let Some(Ok(value)) = values.map(|values| operator.apply(&arithmetic, &values)) else {
                return false;
            };
            kept.insert(at, value);
        }
        let (Some(value), Some(truth)) = (kept.get(&register), self.truth(register)) else { return false };
        !is_lost(self.format, rounded(&F64, value), truth)
    }
}
