//! Powers and roots: roots multiply, and √(u²) is |u|.

use chainrule_number::Rational;
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, POWER};
use chainrule_symbolic::graph::{ExprId, FunctionId, Node};

use super::super::span::Column;
use super::Points;
use super::signs::AtZero;

impl Points<'_> {
    pub(super) fn power(&mut self, id: ExprId, base: ExprId, exponent: ExprId) -> Column {
        let field = self.field;
        let constant = match self.graph.node(exponent) {
            Node::Number(number) => Some(number.clone()),
            Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                let column = &self.values[&exponent];
                let same = column.iter().all(|value| *value == column[0]);
                same.then(|| field.small_fraction(column[0])).flatten()
            }
        };
        if let Some(number) = constant {
            match number.to_i64() {
                Some(whole) => {
                    let size = whole.unsigned_abs();
                    let raised = self.each(base, |value| field.power(value, size));
                    if whole >= 0 {
                        return raised;
                    }
                    let inverse = self.inverse(&self.values[&base].clone());
                    inverse.into_iter().map(|value| field.power(value, size)).collect()
                }
                None => self.root(base, &number),
            }
        } else {
            for (dead, &value) in self.dead.iter_mut().zip(&self.values[&base]) {
                *dead |= value == 0;
            }
            // u^v is |u|^v, with a sign where u is negative and v whole.
            let logarithm = self.logarithm_of_power(id, base, exponent);
            let size = self.exponential(&logarithm);
            field.times(&size, &self.sign_of_power(base, exponent))
        }
    }

    /// A fractional power: defined where the base is positive.
    pub(super) fn root(&mut self, base: ExprId, exponent: &Rational) -> Column {
        let field = self.field;
        for (dead, &value) in self.dead.iter_mut().zip(&self.values[&base]) {
            *dead |= value != 0 && !field.is_positive(value);
        }
        let mut out = vec![1; self.count];
        let mut stack = vec![(base, exponent.clone())];
        while let Some((id, exponent)) = stack.pop() {
            if let Some((inner, whole)) = self.whole_power(id) {
                let exponent = &exponent * &Rational::from_integer(whole);
                let even = whole % 2 == 0;
                match exponent.to_i64() {
                    // √(u²) is |u|.
                    Some(whole) if even => {
                        let sign = self.sign(inner, AtZero::Same);
                        let size = field.times(&self.values[&inner], &sign);
                        let magnitude = whole.unsigned_abs();
                        let size: Column =
                            size.into_iter().map(|value| field.power(value, magnitude)).collect();
                        let size = if whole < 0 { self.inverse(&size) } else { size };
                        out = field.times(&out, &size);
                    }
                    Some(_) | None => stack.push((inner, exponent)),
                }
                continue;
            }
            match self.graph.node(id) {
                Node::Apply { function, arguments, .. } if self.is(function, &MULTIPLY) => {
                    stack.extend(arguments.iter().map(|&factor| (factor, exponent.clone())));
                }
                Node::Apply { function, arguments, .. } if self.is(function, &DIVIDE) => {
                    stack.push((arguments[0], exponent.clone()));
                    stack.push((arguments[1], -&exponent));
                }
                Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => {
                    let powers: Vec<Option<u64>> = self.values[&id]
                        .iter()
                        .map(|&value| {
                            if value == 0 { None } else { field.rational_power(field.size(value), &exponent) }
                        })
                        .collect();
                    for (dead, power) in self.dead.iter_mut().zip(&powers) {
                        *dead |= power.is_none();
                    }
                    let powers: Column = powers.into_iter().map(|power| power.unwrap_or(0)).collect();
                    out = field.times(&out, &powers);
                }
            }
        }
        out
    }

    pub(super) fn is(&self, function: FunctionId, row: &'static Function) -> bool {
        self.graph.builtin(function) == Some(row)
    }

    /// `u^n` for a whole number n, taken apart.
    pub(super) fn whole_power(&self, id: ExprId) -> Option<(ExprId, i64)> {
        let Node::Apply { function, arguments, .. } = self.graph.node(id) else { return None };
        if !self.is(function, &POWER) {
            return None;
        }
        let Node::Number(number) = self.graph.node(arguments[1]) else { return None };
        number.to_i64().filter(|&whole| whole != 0).map(|whole| (arguments[0], whole))
    }
}
