//! Exponentials and angles: sums of exponents are products, sums of angles are turns one after another.

use chainrule_number::Rational;

use super::super::field::{ANGLE_PARTS, Turn};
use super::super::span::Column;
use super::inverses::UNDIVIDED;
use super::{Entry, Known, Points};

impl Points<'_> {
    pub(super) fn pi(&mut self) -> Column {
        if let Some(pi) = &self.pi {
            return pi.clone();
        }
        let field = self.field;
        let pi = self.fresh_positive();
        let part = *self.part_of_pi.get_or_insert_with(|| field.part_of_pi());
        let exponential = self.fresh_positive();
        self.span.add(&pi);
        self.entries.push(Entry::new(self.field, exponential, Known::Part(vec![part; self.count])));
        self.pi = Some(pi.clone());
        pi
    }

    /// The entries whose sum, with these coefficients, the exponent is; a new one where it is independent.
    pub(super) fn combination(&mut self, exponent: &[u64]) -> Vec<(usize, Rational)> {
        if let Some(combination) = self.span.express(exponent) {
            return combination;
        }
        let exponential = self.fresh_positive();
        let entry = self.span.add(exponent);
        self.entries.push(Entry::new(self.field, exponential, Known::Nothing));
        vec![(entry, Rational::one())]
    }

    pub(super) fn exponential(&mut self, exponent: &[u64]) -> Column {
        let field = self.field;
        let mut out = vec![1; self.count];
        for (entry, coefficient) in self.combination(exponent) {
            let bases = &self.entries[entry].exponential;
            for ((product, dead), &base) in out.iter_mut().zip(&mut self.dead).zip(bases) {
                let factor = match coefficient.to_i64() {
                    Some(whole) if whole < 0 => Some(field.power(field.inverse(base), whole.unsigned_abs())),
                    Some(whole) => Some(field.power(base, whole.unsigned_abs())),
                    // Only a large prime may play a negative number, and has no roots then.
                    None if field.is_positive(base) => field.rational_power(base, &coefficient),
                    None => None,
                };
                *dead |= factor.is_none();
                *product = field.mul(*product, factor.unwrap_or(0));
            }
        }
        out
    }

    pub(super) fn turn(&mut self, angle: &[u64]) -> Vec<Turn> {
        let field = self.field;
        let mut combination = self.combination(angle);
        if !combination.iter().all(|(entry, coefficient)| self.steps(*entry, coefficient).is_some()) {
            // An angle too finely divided: independent of the others.
            let stand_in = self.opaque(UNDIVIDED, angle.to_vec());
            combination = self.combination(&stand_in);
        }
        let mut out = vec![Turn::NONE; self.count];
        for (entry, coefficient) in combination {
            let steps = self.steps(entry, &coefficient).unwrap_or(0);
            if matches!(self.entries[entry].turn, Known::Nothing) {
                let drawn = self.fresh();
                self.entries[entry].turn =
                    Known::Part(drawn.into_iter().map(|t| field.turn_of_half_tangent(t)).collect());
            }
            let turns = match &self.entries[entry].turn {
                Known::Nothing => continue,
                Known::Part(part) => part,
                Known::Whole(whole, undefined) => {
                    for (dead, undefined) in self.dead.iter_mut().zip(undefined) {
                        *dead |= undefined;
                    }
                    whole
                }
            };
            for (turn, step) in out.iter_mut().zip(turns) {
                *turn = field.then(*turn, field.turn_times(*step, steps));
            }
        }
        out
    }

    /// How many of an entry's turns make so much of its angle; nothing where they do not come out even.
    pub(super) fn steps(&self, entry: usize, coefficient: &Rational) -> Option<i64> {
        match self.entries[entry].turn {
            Known::Nothing | Known::Part(_) => (coefficient * &Rational::from_integer(ANGLE_PARTS)).to_i64(),
            Known::Whole(..) => coefficient.to_i64(),
        }
    }
}
