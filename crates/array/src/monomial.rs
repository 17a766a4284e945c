//! A product as a number and factors, above and below the line.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::piecewise::{ABS, SIGN};
use chainrule_symbolic::function::rows::power::SQRT;

use crate::arena::{Arrays, Entry, EntryId};
use crate::entry::is;
use crate::powers;

/// A product: a number, and factors to whole powers, those below the line with negative ones.
#[derive(Clone, Debug)]
pub(crate) struct Monomial {
    pub(crate) coefficient: Rational,
    /// Factors in the order met, each once, with their powers.
    pub(crate) factors: Vec<(EntryId, i64)>,
    /// Whether a factor above the line was cancelled against one below.
    pub(crate) cancelled: bool,
}

impl Monomial {
    pub(crate) fn one() -> Self {
        Self { coefficient: Rational::one(), factors: Vec::new(), cancelled: false }
    }

    /// Multiplies by a factor to a power; no factor keeps the power 0 unless it is below the line, where it may be 0.
    pub(crate) fn push(&mut self, factor: EntryId, power: i64) {
        powers::multiply(&mut self.factors, factor, power);
    }

    /// Its factors, whatever their order.
    pub(crate) fn key(&self) -> Vec<(EntryId, i64)> {
        powers::sorted(&self.factors)
    }
}

impl Arrays {
    /// An entry as a product. What may be 0 is not cancelled.
    pub(crate) fn monomial(&self, root: EntryId) -> Monomial {
        let mut out = Monomial::one();
        let mut below = Vec::new();
        let mut stack = vec![(root, 1i64)];
        while let Some((id, power)) = stack.pop() {
            let node = self.entry(id);
            if let Entry::Number(value) = node
                && !(power < 0 && value.is_zero())
                && let Ok(raised) = value.pow(power)
            {
                out.coefficient = &out.coefficient * &raised;
                continue;
            }
            let Entry::Apply { function, primes, arguments } = node else {
                self.push_factor(&mut out, &mut below, id, power);
                continue;
            };
            if is(*function, *primes, &MULTIPLY) {
                stack.extend(arguments.iter().rev().map(|&part| (part, power)));
            } else if is(*function, *primes, &NEGATE) {
                if power % 2 != 0 {
                    out.coefficient = -&out.coefficient;
                }
                stack.push((arguments[0], power));
            } else if is(*function, *primes, &DIVIDE) {
                stack.push((arguments[1], -power));
                stack.push((arguments[0], power));
            } else if is(*function, *primes, &POWER)
                && let Some(exponent) = self.whole_number(arguments[1])
                && let Some(exponent) = powers::times(exponent, power).filter(|_| exponent > 0)
            {
                stack.push((arguments[0], exponent));
            } else if is(*function, *primes, &SQRT) && power % 2 == 0 {
                stack.push((arguments[0], power / 2));
            } else {
                self.push_factor(&mut out, &mut below, id, power);
            }
        }
        let mut gathered: Vec<(EntryId, i64)> = Vec::new();
        for (factor, power) in below {
            powers::multiply(&mut gathered, factor, power);
        }
        for (factor, power) in gathered {
            let above = out.factors.iter().find(|(other, power)| *other == factor && *power > 0);
            match above {
                // What is left below the line is 0 where it was before.
                Some((_, above)) if above + power < 0 => out.push(factor, power),
                // `x/x` is 1 only where x is not 0.
                Some(_) if !self.is_never_zero(factor) => out.factors.push((factor, power)),
                Some(_) => {
                    out.cancelled = true;
                    out.push(factor, power);
                }
                None => out.push(factor, power),
            }
        }
        self.gather_roots(&mut out);
        self.gather_signs(&mut out);
        out
    }

    /// `sign(u)/|u|` is `1/u`: both have a value where u is not 0.
    fn gather_signs(&self, out: &mut Monomial) {
        let argument = |entry: EntryId, row| match self.entry(entry) {
            Entry::Apply { function, primes, arguments } if is(*function, *primes, row) => Some(arguments[0]),
            _ => None,
        };
        let found = out.factors.iter().find_map(|&(factor, power)| {
            let of = argument(factor, &SIGN).filter(|_| power == 1)?;
            let size =
                out.factors.iter().find(|&&(other, power)| power == -1 && argument(other, &ABS) == Some(of));
            size.map(|&(size, _)| (factor, size, of))
        });
        if let Some((sign, size, of)) = found
            && !out.factors.iter().any(|(factor, _)| *factor == of)
        {
            out.factors.retain(|(factor, _)| *factor != sign);
            for (factor, _) in &mut out.factors {
                if *factor == size {
                    *factor = of;
                }
            }
        }
    }

    /// Roots beside what they are roots of: `√s/s` is `1/√s`, and `1/(s·√s)` is `1/√s³`. Only where all of it stays below
    /// the line, so that nothing is 0 that was not.
    fn gather_roots(&self, out: &mut Monomial) {
        let roots: Vec<(EntryId, EntryId)> = out
            .factors
            .iter()
            .filter_map(|&(factor, _)| {
                let Entry::Apply { function, primes, arguments } = self.entry(factor) else { return None };
                is(*function, *primes, &SQRT).then(|| (factor, arguments[0]))
            })
            .collect();
        for (root, square) in roots {
            let powers = |wanted: EntryId| {
                let mut matching = out.factors.iter().filter(|(factor, _)| *factor == wanted);
                Some(matching.next()?.1).filter(|_| matching.next().is_none())
            };
            let (Some(of_root), Some(of_square)) = (powers(root), powers(square)) else { continue };
            let Some(halves) = of_square.checked_mul(2).and_then(|doubled| doubled.checked_add(of_root))
            else {
                continue;
            };
            if of_square < 0 && halves < 0 {
                out.factors.retain(|(factor, _)| *factor != square);
                for (factor, power) in &mut out.factors {
                    if *factor == root {
                        *power = halves;
                    }
                }
            }
        }
    }

    fn push_factor(&self, out: &mut Monomial, below: &mut Vec<(EntryId, i64)>, factor: EntryId, power: i64) {
        if power < 0 {
            below.push((factor, power));
        } else if matches!(self.entry(factor), Entry::Delta(..) | Entry::Aligned { .. }) {
            // 1 and 0 are their own powers.
            if !out.factors.iter().any(|(other, _)| *other == factor) {
                out.push(factor, 1);
            }
        } else {
            out.push(factor, power);
        }
    }

    /// The whole number that an entry is.
    pub(crate) fn whole_number(&self, entry: EntryId) -> Option<i64> {
        match self.entry(entry) {
            Entry::Number(value) if value.is_integer() => value.to_i64(),
            _ => None,
        }
    }

    /// A product as an entry.
    pub(crate) fn written(&mut self, monomial: &Monomial) -> EntryId {
        if monomial.coefficient.is_zero() {
            return self.integer_entry(0);
        }
        let size = monomial.coefficient.abs();
        let [mut above, mut below] = [size.numerator(), size.denominator()].map(|part| {
            let part = Rational::from_bigint(part.into_owned());
            if part.is_one() { Vec::new() } else { vec![self.number_entry(part)] }
        });
        for &(factor, power) in &monomial.factors {
            let entry = match power.abs() {
                1 => factor,
                power => {
                    let power = self.integer_entry(power);
                    self.power(factor, power)
                }
            };
            if power > 0 { above.push(entry) } else { below.push(entry) }
        }
        let mut out = self.multiply(&above);
        if !below.is_empty() {
            let below = self.multiply(&below);
            out = self.divide(out, below);
        }
        if monomial.coefficient.is_negative() { self.negate(out) } else { out }
    }
}
