//! Products that stay at the least numbers of a format: what was lost before them by rounding makes no difference.

use rustc_hash::{FxHashMap, FxHashSet};

use chainrule_number::Value;
use chainrule_number::format::Held;
use chainrule_program::{Enclosing, Register};

use super::{Cause, Run, is_lost};

/// The working precision, in bits.
const BITS: u32 = 192;

impl Run<'_> {
    /// Where a number below the normal ones underflowed, if it would be wrong even with the right number in the register that is
    /// said to have lost it by rounding.
    pub(super) fn underflow_behind(
        &self,
        of: Register,
        lost_by_rounding: Register,
        met: &FxHashSet<Register>,
    ) -> Option<Register> {
        let is_small = self.held(of).finite().is_some_and(|number| number.is_subnormal(self.format));
        if !is_small || self.is_right_with(lost_by_rounding, of) {
            return None;
        }
        let mut all: Vec<Register> = met.iter().copied().collect();
        all.sort_unstable();
        let mut first_rounded = None;
        for register in all {
            let Some((operator, operands)) = self.program.instruction(register) else { continue };
            let held: Vec<Held> = operands.iter().map(|&operand| self.held(operand)).collect();
            let (exact, result) = (self.exactly(operator, &held), self.held(register));
            if self.cause(operator, result, exact.as_ref(), &held) == Cause::Underflow {
                return Some(register);
            }
            let is_subnormal = result.finite().is_some_and(|number| number.is_subnormal(self.format));
            let is_exact = exact.and_then(|exact| exact.exact().cloned()) == result.to_rational();
            if is_subnormal && !is_exact {
                first_rounded.get_or_insert(register);
            }
        }
        // Of numbers with two digits hardly a rounding loses half of them.
        first_rounded
    }

    /// Whether one register would be right if another held the right number.
    fn is_right_with(&self, put_right: Register, of: Register) -> bool {
        let Some(truth) = self.truth(put_right).and_then(|truth| self.format.round_value(truth)) else {
            return false;
        };
        let arithmetic = Enclosing { bits: BITS, functions: self.functions };
        let mut changed: FxHashMap<Register, Held> = FxHashMap::default();
        changed.insert(put_right, truth);
        for (to, operator, operands) in self.program.instructions() {
            if to <= put_right || to > of || !operands.iter().any(|operand| changed.contains_key(operand)) {
                continue;
            }
            let held =
                |operand: &Register| changed.get(operand).copied().unwrap_or_else(|| self.held(*operand));
            let operands: Option<Vec<Value>> =
                operands.iter().map(|operand| held(operand).to_rational().map(Value::Exact)).collect();
            let result = operands.and_then(|operands| operator.apply(&arithmetic, &operands).ok());
            let Some(result) = result.and_then(|result| self.format.round_value(&result)) else {
                return false;
            };
            changed.insert(to, result);
        }
        let (Some(&held), Some(truth)) = (changed.get(&of), self.truth(of)) else { return false };
        !is_lost(self.format, held, truth)
    }
}
