//! `f16(x)` in claims: what a number format holds of a number; `in f16`: what a program in it computes; and `by hand 4dp`:
//! what a hand writes down.
//!
//! A name that no worksheet can write stands for it; its number is put in where a side is evaluated. Without a number
//! nothing is claimed about it: for all values there are no floats here.

use chainrule_number::{DecimalRounding, Format, Held, Rational, Undefined, Value};
use chainrule_program::{Failure, NetworkWriter, Observed};
use chainrule_symbolic::graph::{ExprId, Node, Scope, Walk};
use chainrule_worksheet::{Rounding, Rounds};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{ClaimJudge, Refutation};
use crate::by_hand::Desk;
use crate::program_inputs::program_inputs;

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
            let is_met = met.iter().any(|&id| graph.node(id) == Node::Symbol(rounding.symbol));
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
        let mut rounded_values = FxHashMap::default();
        for rounding in self.roundings_in(&[side]) {
            let name = self.worksheet.graph.symbol(rounding.symbol);
            let fail = |why| Failure { why, at: name };
            let format = match rounding.rounds {
                Rounds::Lines(lines) => {
                    let written = self.written_by_hand(lines, rounding.of);
                    rounded_values
                        .insert(name, Value::Exact(written.ok_or_else(|| fail(Undefined::Unknown))?));
                    continue;
                }
                Rounds::Value | Rounds::Operations => Format::find(rounding.format),
            };
            let format = format.ok_or_else(|| fail(Undefined::Unknown))?;
            let held = match rounding.rounds {
                Rounds::Value => {
                    let value = self.value_with(rounding.of, place, rounded_values.clone())?;
                    // Where the enclosure does not tell, the next precision may.
                    format.round_value(&value).ok_or_else(|| fail(Undefined::NotRational))?
                }
                Rounds::Operations | Rounds::Lines(_) => self
                    .carried_out(format, rounding.of, &rounded_values)
                    .ok_or_else(|| fail(Undefined::Unknown))?,
            };
            let Some(number) = held.to_rational() else {
                let held = match held {
                    Held::Infinite { negative } => Observed::Infinite { negative },
                    Held::NotANumber | Held::Finite(_) => Observed::NotANumber,
                };
                self.out_of_range = Some(Refutation::NotHeld { format: format.name, held });
                return Err(fail(Undefined::TooLarge));
            };
            rounded_values.insert(name, Value::Exact(number));
        }
        Ok(rounded_values)
    }

    /// What a hand writes down for an expression, working with each line rounded.
    fn written_by_hand(&mut self, rounding: DecimalRounding, of: ExprId) -> Option<Rational> {
        let at = self.hands.iter().position(|hand| hand.rounding() == rounding);
        let desk = match at {
            Some(at) => self.hands.swap_remove(at),
            None => Desk::new(rounding, self.numbers),
        };
        let (written, desk) = desk.write_down(self.worksheet, self.calculus, self.numbers, of);
        self.hands.push(desk);
        written
    }

    /// What a program in a format makes of an expression, operation by operation, derivatives by adjoints from the target
    /// back; nothing where something has no number. `rounded_values` are the numbers of other roundings.
    pub(super) fn carried_out(
        &mut self,
        format: &'static Format,
        of: ExprId,
        rounded_values: &FxHashMap<ExprId, Value>,
    ) -> Option<Held> {
        // Derivatives of derivatives are worked out as expressions.
        let graph = &self.worksheet.graph;
        let is_nested = |&id: &ExprId| matches!(graph.node(id), Node::Derivative { of, .. } if !matches!(graph.node(of), Node::Symbol(_)));
        let is_nested = Walk::below(graph, &[of]).iter().any(is_nested);
        let of = if is_nested { self.worked_out(of) } else { of };
        let graph = &mut self.worksheet.graph;
        let numbers = self.numbers.at(graph, self.calculus.network(), 0);
        let mut stated: FxHashMap<ExprId, Value> = rounded_values.clone();
        stated.extend(program_inputs(self.worksheet, self.calculus.network(), numbers));
        let graph = &mut self.worksheet.graph;
        // Products that are known to be 0, as libraries have `xlogy`.
        let is_product = |of: ExprId| matches!(graph.node(of), Node::Apply { primes: 0, .. });
        let products = self.numbers.stated().iter().filter(|(of, _)| is_product(*of));
        stated.extend(products.filter_map(|&(of, value)| match graph.node(value) {
            Node::Number(number) => Some((of, Value::Exact(number.clone()))),
            Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
        }));
        let mut writer =
            NetworkWriter::new(graph, self.calculus, stated.iter().map(|(&id, value)| (id, value)));
        writer.forward(None);
        let below = Walk::below(writer.graph, &[of]);
        for id in below {
            let Node::Derivative { of: target, by, scope: Scope::Total } = writer.graph.node(id) else {
                continue;
            };
            let Node::Symbol(target) = writer.graph.node(target) else { continue };
            if !self.pinned.contains(&id) {
                let register = writer.derivative(target, by).ok()?;
                writer.restate(id, register);
            }
        }
        let register = writer.expression(of).ok()?;
        let program = writer.finish();
        Some(format.round_f64(program.start_in(format)[register.index()]))
    }
}
