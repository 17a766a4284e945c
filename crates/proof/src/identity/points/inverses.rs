//! Inverse functions, and functions of which nothing is known but that they are odd.

use chainrule_number::Rational;

use super::super::field::Turn;
use super::super::span::Column;
use super::{Entry, Known, LogAtom, Points};

// Keys of the functions of which nothing else is known.
pub(super) const ASIN: u64 = 1;
pub(super) const ATAN: u64 = 2;
pub(super) const ASINH: u64 = 3;
pub(super) const ERF: u64 = 5;
pub(super) const ACOSH: u64 = 6;
/// An angle too finely divided for its parts.
pub(super) const UNDIVIDED: u64 = 7;

impl Points<'_> {
    /// An odd function of which nothing else is known.
    pub(super) fn odd(&mut self, key: u64, argument: &[u64]) -> Column {
        let field = self.field;
        let Some((_, first)) = field.scaled(argument) else { return self.opaque(key, argument.to_vec()) };
        if field.is_positive(first) {
            return self.opaque(key, argument.to_vec());
        }
        let opposite = argument.iter().map(|&value| field.neg(value)).collect();
        self.opaque(key, opposite).into_iter().map(|value| field.neg(value)).collect()
    }

    pub(super) fn opaque(&mut self, key: u64, argument: Column) -> Column {
        let is_odd = key != ACOSH && key != UNDIVIDED;
        if is_odd && argument.iter().all(|&value| value == 0) {
            return argument;
        }
        if let Some(value) = self.opaque.get(&(key, argument.clone())) {
            return value.clone();
        }
        let value = self.fresh();
        self.bind_inverse(key, &argument, &value);
        self.opaque.insert((key, argument), value.clone());
        value
    }

    /// What exponentials and angles know of an inverse function's value: sin(asin x) = x, sinh(asinh x) = x.
    pub(super) fn bind_inverse(&mut self, key: u64, argument: &[u64], value: &[u64]) {
        let field = self.field;
        let square = field.times(argument, argument);
        let root = |of: &dyn Fn(u64) -> u64| -> (Column, Vec<bool>) {
            let half = Rational::fraction(1, 2);
            square
                .iter()
                .map(|&square| {
                    let inner = of(square);
                    let root = field.rational_power(field.size(inner), &half).unwrap_or(0);
                    (root, inner == 0 || !field.is_positive(inner))
                })
                .unzip()
        };
        match key {
            ASIN => {
                let (cosines, undefined) = root(&|square| field.sub(1, square));
                let turns = argument.iter().zip(cosines).map(|(&sin, cos)| Turn { cos, sin }).collect();
                self.bind_angle(value, turns, undefined);
            }
            ATAN => {
                let (roots, undefined) = root(&|square| field.add(1, square));
                let turns = argument
                    .iter()
                    .zip(roots)
                    .map(|(&tangent, root)| {
                        let cos = field.inverse(root);
                        Turn { cos, sin: field.mul(tangent, cos) }
                    })
                    .collect();
                self.bind_angle(value, turns, undefined);
            }
            ASINH | ACOSH => {
                let (roots, undefined) =
                    root(&|square| if key == ASINH { field.add(square, 1) } else { field.sub(square, 1) });
                for (dead, undefined) in self.dead.iter_mut().zip(undefined) {
                    *dead |= undefined;
                }
                // x + √(x² ± 1) is above zero.
                let exponential = field.plus(argument, &roots);
                for (dead, &value) in self.dead.iter_mut().zip(&exponential) {
                    *dead |= !field.is_positive(value);
                }
                self.bind(value, &exponential);
                self.log_atoms
                    .push(LogAtom { below: field.inverses(&exponential), logarithm: value.to_vec() });
            }
            _ => {}
        }
    }

    pub(super) fn bind_angle(&mut self, angle: &[u64], turns: Vec<Turn>, undefined: Vec<bool>) {
        let exponential = self.fresh_positive();
        self.span.add(angle);
        self.entries.push(Entry::new(self.field, exponential, Known::Whole(turns, undefined)));
    }
}
