//! `f16(x)` in claims: what a number format holds of a number.
//!
//! A name that no worksheet can write stands for it; its number is put in where a side is evaluated. Without a number
//! nothing is claimed about it: for all values there are no floats here.

use chainrule_number::{Format, Held, Undefined, Value};
use chainrule_program::{Failure, Observed};
use chainrule_symbolic::graph::{ExprId, Walk};
use chainrule_worksheet::Rounding;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{ClaimJudge, Refutation};

impl ClaimJudge<'_> {
    /// The roundings that some expressions speak of, inner ones first.
    pub(super) fn roundings_in(&self, sides: &[ExprId]) -> Vec<Rounding> {
        if self.worksheet.roundings.is_empty() {
            return Vec::new();
        }
        let graph = &self.worksheet.graph;
        let mut met: FxHashSet<ExprId> = Walk::below(graph, sides).into_iter().collect();
        let mut found = Vec::new();
        // Outer ones come later in the list, and may speak of inner ones.
        for rounding in self.worksheet.roundings.iter().rev() {
            let is_met = met
                .iter()
                .any(|&id| graph.node(id) == chainrule_symbolic::graph::Node::Symbol(rounding.symbol));
            if is_met {
                met.extend(Walk::below(graph, &[rounding.of]));
                found.push(rounding.clone());
            }
        }
        found.reverse();
        found
    }

    /// The numbers of the roundings that a side speaks of, at a precision.
    pub(super) fn rounded(
        &mut self,
        side: ExprId,
        place: usize,
    ) -> Result<FxHashMap<ExprId, Value>, Failure> {
        let mut known = FxHashMap::default();
        for rounding in self.roundings_in(&[side]) {
            let value = self.value_with(rounding.of, place, known.clone())?;
            let name = self.worksheet.graph.symbol(rounding.symbol);
            let fail = |why| Failure { why, at: name };
            let format = Format::find(rounding.format).ok_or_else(|| fail(Undefined::Unknown))?;
            // Where the enclosure does not tell, the next precision may.
            let held = format.round_value(&value).ok_or_else(|| fail(Undefined::NotRational))?;
            let Some(number) = held.to_rational() else {
                let held = match held {
                    Held::Infinite { negative } => Observed::Infinite { negative },
                    Held::NotANumber | Held::Finite(_) => Observed::NotANumber,
                };
                self.out_of_range = Some(Refutation::NotHeld { format: format.name, held });
                return Err(fail(Undefined::TooLarge));
            };
            known.insert(name, Value::Exact(number));
        }
        Ok(known)
    }
}

#[cfg(test)]
mod tests {
    use chainrule_number::Format;
    use chainrule_worksheet::NUMBER_FORMATS;

    #[test]
    fn every_format_that_claims_know_is_one() {
        assert!(NUMBER_FORMATS.iter().all(|name| Format::find(name).is_some()));
    }
}
