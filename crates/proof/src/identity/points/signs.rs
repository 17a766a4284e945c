//! Signs: known, taken case by case, or free numbers.

use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::graph::{ExprId, Node};

use super::super::span::Column;
use super::Points;

/// What is known of the sign of an expression, everywhere where it is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Above zero.
    Positive,
    /// Below zero.
    Negative,
    /// Not below zero.
    NotNegative,
    /// Not above zero.
    NotPositive,
}

impl Sign {
    /// Whether the size of the expression is itself, where zero does not matter.
    pub(super) fn is_upwards(self) -> bool {
        matches!(self, Self::Positive | Self::NotNegative)
    }

    /// Whether zero is excluded.
    fn is_strict(self) -> bool {
        matches!(self, Self::Positive | Self::Negative)
    }
}

/// Whether a function of the sign takes another value at zero than beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AtZero {
    /// |u|: either sign will do.
    Same,
    /// The sign and the step jump there.
    Matters,
}

impl Points<'_> {
    /// A function of the sign that jumps at zero.
    pub(super) fn jump(&mut self, argument: ExprId, f: impl Fn(u64) -> u64) -> Column {
        self.sign(argument, AtZero::Matters).into_iter().map(f).collect()
    }

    /// The sign of an expression as numbers: −1, 0 or 1 where it is known or taken, a free number elsewhere.
    pub(super) fn sign(&mut self, root: ExprId, at_zero: AtZero) -> Column {
        let field = self.field;
        let sign = self.sign_of(root, at_zero);
        let is = |wanted: u64| sign.iter().all(|&value| value == wanted);
        if is(1) {
            self.taken.push((root, 1));
        } else if is(field.neg(1)) {
            self.taken.push((root, -1));
        }
        sign
    }

    pub(super) fn sign_of(&mut self, root: ExprId, at_zero: AtZero) -> Column {
        let field = self.field;
        let mut out = vec![1; self.count];
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if let Some(sign) = self.given_signs.get(&id)
                && (at_zero == AtZero::Same || sign.is_strict())
            {
                if !sign.is_upwards() {
                    out = out.into_iter().map(|value| field.neg(value)).collect();
                }
                continue;
            }
            match self.graph.node(id) {
                Node::Number(number) => {
                    let sign = if number.is_zero() {
                        0
                    } else if number.is_negative() {
                        field.neg(1)
                    } else {
                        1
                    };
                    out = out.into_iter().map(|value| field.mul(value, sign)).collect();
                }
                Node::Apply { function, arguments, .. }
                    if self.is(function, &MULTIPLY) || self.is(function, &DIVIDE) =>
                {
                    stack.extend_from_slice(arguments);
                }
                Node::Apply { function, arguments, .. } if self.is(function, &NEGATE) => {
                    out = out.into_iter().map(|value| field.neg(value)).collect();
                    stack.push(arguments[0]);
                }
                Node::Apply { .. } | Node::Symbol(_) | Node::Derivative { .. } => {
                    let sign = self.sign_atom(&self.values[&id].clone(), id);
                    out = field.times(&out, &sign);
                }
            }
        }
        out
    }

    /// The sign of something that is no product.
    pub(super) fn sign_atom(&mut self, of: &Column, id: ExprId) -> Column {
        let field = self.field;
        let Some((scaled, scale)) = field.scaled(of) else { return vec![0; self.count] };
        let next = self.sign_arguments.len();
        let (atom, other_scale) = *self.sign_atoms.entry(scaled).or_insert((next, scale));
        if atom == next {
            self.sign_arguments.push(id);
        }
        let same_side = field
            .small_fraction(field.mul(scale, field.inverse(other_scale)))
            .map(|ratio| ratio.is_positive());
        let (atom, same_side) = if let Some(same_side) = same_side {
            (atom, same_side)
        } else {
            self.sign_arguments.push(id);
            (self.sign_arguments.len() - 1, true)
        };
        let argument = self.sign_arguments[atom];
        let sign: Column = match self.case.pattern.iter().find(|(other, _)| *other == argument) {
            Some(&(_, sign)) => {
                if self.case.strict {
                    for (dead, &value) in self.dead.iter_mut().zip(of) {
                        *dead |= value == 0 || field.is_positive(value) != ((sign > 0) == same_side);
                    }
                }
                let value = if sign > 0 { 1 } else { field.neg(1) };
                vec![value; self.count]
            }
            None => (0u64..)
                .zip(&self.attempts)
                .map(|(point, &attempt)| field.draw(u64::MAX - atom as u64, point, attempt))
                .collect(),
        };
        if same_side { sign } else { sign.into_iter().map(|value| field.neg(value)).collect() }
    }
}
