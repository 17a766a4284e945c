//! An array as numbers times a bare array.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};

use crate::arena::{Arrays, Whole, WholeId};
use crate::entry::is;
use crate::powers;
use crate::word::{Over, Word};

/// Numbers in front of an array.
#[derive(Clone, Debug)]
pub(super) struct Scaled {
    pub(super) coefficient: Rational,
    /// Factors that are numbers, each once, with their powers.
    pub(super) numbers: Vec<(WholeId, i64)>,
    /// The array; nothing of a number.
    pub(super) bare: Option<WholeId>,
}

impl Scaled {
    fn one() -> Self {
        Self { coefficient: Rational::one(), numbers: Vec::new(), bare: None }
    }

    /// Multiplies by a number to a power.
    pub(super) fn push(&mut self, number: WholeId, power: i64) {
        powers::multiply(&mut self.numbers, number, power);
    }

    /// Multiplies by a number to a power, where nothing is cancelled that may be 0.
    pub(super) fn push_safely(&mut self, arrays: &Arrays, number: WholeId, power: i64) -> Option<()> {
        let present = self.power_of(number);
        let vanishes = present.signum() * power.signum() < 0 && present.max(power) >= -present.min(power);
        if vanishes && !arrays.is_divisor(number) {
            return None;
        }
        self.push(number, power);
        Some(())
    }

    /// Multiplies by what another has in front.
    pub(super) fn push_all(&mut self, arrays: &Arrays, other: &Self) -> Option<()> {
        self.coefficient = &self.coefficient * &other.coefficient;
        other.numbers.iter().try_for_each(|&(number, power)| self.push_safely(arrays, number, power))
    }

    /// Its power of a number.
    pub(super) fn power_of(&self, number: WholeId) -> i64 {
        self.numbers.iter().find(|(base, _)| *base == number).map_or(0, |(_, power)| *power)
    }

    /// The numbers, whatever their order.
    pub(super) fn key(&self) -> (Option<WholeId>, Vec<(WholeId, i64)>) {
        (self.bare, powers::sorted(&self.numbers))
    }
}

impl Arrays {
    /// Numbers in front of a whole, and the array behind them; nothing where a factor would be cancelled that may be 0.
    pub(super) fn scaled_parts(&mut self, whole: WholeId) -> Option<Scaled> {
        let mut out = Scaled::one();
        let mut raised: Vec<(WholeId, i64)> = Vec::new();
        let mut bare: Vec<WholeId> = Vec::new();
        let mut stack = vec![(whole, 1i64)];
        while let Some((id, power)) = stack.pop() {
            let is_number = self.shape(id).is_number();
            match self.whole(id).clone() {
                Whole::Number(value) if !(value.is_zero() && power < 0) => {
                    out.coefficient = &out.coefficient * &value.pow(power).ok()?;
                }
                Whole::Apply { function, primes, arguments } if is(function, primes, &NEGATE) => {
                    if power % 2 != 0 {
                        out.coefficient = -&out.coefficient;
                    }
                    stack.push((arguments[0], power));
                }
                Whole::Apply { function, primes, arguments }
                    if is(function, primes, &MULTIPLY) && (is_number || power == 1) =>
                {
                    stack.extend(arguments.into_iter().rev().map(|part| (part, power)));
                }
                Whole::Apply { function, primes, arguments }
                    if is(function, primes, &DIVIDE) && self.shape(arguments[1]).is_number() =>
                {
                    stack.push((arguments[1], -power));
                    stack.push((arguments[0], power));
                }
                Whole::Apply { function, primes, arguments }
                    if is(function, primes, &DIVIDE)
                        && power == 1
                        && !self.is_written(id)
                        && !matches!(self.whole(arguments[0]), Whole::Number(_)) =>
                {
                    // The numbers above the line of a quotient entry by entry.
                    let above = self.scaled_parts(arguments[0])?;
                    out.coefficient = &out.coefficient * &above.coefficient;
                    raised.extend(above.numbers);
                    let above = match above.bare {
                        Some(bare) => bare,
                        None => self.number(Rational::one()),
                    };
                    bare.push(self.over(above, arguments[1])?);
                }
                Whole::Apply { function, primes, arguments }
                    if is_number
                        && is(function, primes, &POWER)
                        && matches!(self.whole(arguments[1]), Whole::Number(number) if number.is_integer()) =>
                {
                    let Whole::Number(exponent) = self.whole(arguments[1]) else { return None };
                    let exponent = powers::times(exponent.to_i64()?, power)?;
                    stack.push((arguments[0], exponent));
                }
                Whole::Product(..) if !is_number => {
                    let (chain, scale) = self.chain_in_order(id)?;
                    out.coefficient = &out.coefficient * &scale.coefficient;
                    raised.extend(scale.numbers);
                    bare.push(chain);
                }
                Whole::Product(left, right) if self.transpose(left) == Some(right) => {
                    // `xᵀ·x` is the square of a length.
                    let norm = self.word(Word::Norm, Over::All, &[right])?;
                    raised.push((norm, powers::times(power, 2)?));
                }
                Whole::Product(..) if is_number => raised.push((self.number_in_order(id)?, power)),
                _ if is_number => raised.push((id, power)),
                Whole::Apply { function, primes, .. } if is(function, primes, &ADD) => {
                    let (content, rest) = self.without_content(id)?;
                    out.coefficient = &out.coefficient * &content;
                    bare.push(rest);
                }
                _ => bare.push(id),
            }
        }
        for (number, power) in self.cancelled(&raised)? {
            out.push(number, power);
        }
        // Entry by entry ones leave the others as they are.
        let is_ones = |arrays: &Self, whole: WholeId| matches!(arrays.whole(whole), Whole::Ones(_));
        if bare.iter().any(|&part| !is_ones(self, part) && self.shape(part) == self.shape(whole)) {
            bare.retain(|&part| !is_ones(self, part));
        }
        out.bare = match bare.as_slice() {
            [] => None,
            [only] => Some(*only),
            [..] => Some(self.times(&bare)?),
        };
        // One sign is turned, or none.
        if self.turned_number(&mut out).is_none() {
            out = self.turned(out);
        }
        Some(out)
    }

    /// Powers of numbers put together. What would vanish altogether must be a divisor of a definition.
    fn cancelled(&self, raised: &[(WholeId, i64)]) -> Option<Vec<(WholeId, i64)>> {
        let mut numbers: Vec<WholeId> = Vec::new();
        for (number, _) in raised {
            if !numbers.contains(number) {
                numbers.push(*number);
            }
        }
        let mut out = Vec::new();
        for number in numbers {
            let powers = || raised.iter().filter(|(base, _)| *base == number).map(|(_, power)| *power);
            let total = powers().try_fold(0, powers::plus)?;
            let least = powers().min().unwrap_or(0);
            if least < 0 && total >= 0 && !self.is_divisor(number) {
                return None;
            }
            out.push((number, total));
        }
        Some(out)
    }

    /// A number behind a minus that is a difference, the other way round, where nobody wrote it so.
    fn turned_number(&mut self, scaled: &mut Scaled) -> Option<()> {
        if !scaled.coefficient.is_negative() {
            return None;
        }
        let place = scaled.numbers.iter().position(|&(number, power)| {
            power == 1
                && !self.is_written(number)
                && matches!(self.whole(number), Whole::Apply { function, primes, arguments }
                    if is(*function, *primes, &ADD) && arguments.iter().any(|&argument| self.is_negative(argument)))
        })?;
        let Whole::Apply { arguments, .. } = self.whole(scaled.numbers[place].0).clone() else { return None };
        let terms: Vec<WholeId> = arguments.iter().map(|&term| self.minus(term)).collect();
        scaled.numbers[place].0 = self.positive_first(&terms)?;
        scaled.coefficient = -&scaled.coefficient;
        Some(())
    }

    fn is_negative(&self, whole: WholeId) -> bool {
        match self.whole(whole) {
            Whole::Apply { function, primes, .. } => is(*function, *primes, &NEGATE),
            Whole::Number(value) => value.is_negative(),
            _ => false,
        }
    }

    /// A sum behind a minus with its terms the other way round, where nobody wrote it so.
    fn turned(&mut self, mut scaled: Scaled) -> Scaled {
        let Some(bare) =
            scaled.bare.filter(|&bare| scaled.coefficient.is_negative() && !self.is_written(bare))
        else {
            return scaled;
        };
        if let Some(new) = self.factor_turned(bare) {
            scaled.coefficient = -&scaled.coefficient;
            scaled.bare = Some(new);
            return scaled;
        }
        let Whole::Apply { function, primes, arguments } = self.whole(bare).clone() else { return scaled };
        if !is(function, primes, &ADD) || !arguments.iter().any(|&argument| self.is_negative(argument)) {
            return scaled;
        }
        let terms: Vec<WholeId> = arguments.iter().map(|&term| self.minus(term)).collect();
        if let Some(sum) = self.positive_first(&terms) {
            scaled.coefficient = -&scaled.coefficient;
            scaled.bare = Some(sum);
        }
        scaled
    }

    /// A product in which a difference that nobody wrote so stands the other way round.
    fn factor_turned(&mut self, product: WholeId) -> Option<WholeId> {
        let is_product = matches!(self.whole(product), Whole::Product(..))
            || matches!(self.whole(product), Whole::Apply { function, primes, .. } if is(*function, *primes, &MULTIPLY));
        if !is_product {
            return None;
        }
        let parts = self.parts(self.whole(product));
        for (place, &part) in parts.iter().enumerate() {
            let (inner, is_transposed) = self.under_transpose(part);
            // Of `u·uᵀ` neither is turned.
            let stands_twice = || {
                parts
                    .iter()
                    .enumerate()
                    .any(|(at, &part)| at != place && self.under_transpose(part).0 == inner)
            };
            if stands_twice() {
                continue;
            }
            let new = if let Whole::Apply { function, primes, arguments } = self.whole(inner).clone()
                && is(function, primes, &ADD)
                && !self.is_written(inner)
                && arguments.iter().any(|&argument| self.is_negative(argument))
            {
                let terms: Vec<WholeId> = arguments.iter().map(|&term| self.minus(term)).collect();
                self.positive_first(&terms)?
            } else if let Some(new) = self.factor_turned(inner) {
                new
            } else {
                continue;
            };
            let mut new_parts = parts.clone();
            new_parts[place] = if is_transposed { self.transposed_as_written(new)? } else { new };
            return self.rebuilt(product, &new_parts);
        }
        None
    }

    /// What a transpose is of, and whether it is one.
    fn under_transpose(&self, part: WholeId) -> (WholeId, bool) {
        match *self.whole(part) {
            Whole::Transpose(of) => (of, true),
            _ => (part, false),
        }
    }

    /// A sum that begins with a term that is added, where there is one.
    pub(super) fn positive_first(&mut self, terms: &[WholeId]) -> Option<WholeId> {
        let mut terms = terms.to_vec();
        if let Some(place) = terms.iter().position(|&term| !self.is_negative(term)) {
            let first = terms.remove(place);
            terms.insert(0, first);
        }
        self.plus(&terms)
    }

    /// The numbers and the array in one.
    pub(super) fn written_scaled(&mut self, scaled: &Scaled) -> Option<WholeId> {
        if scaled.coefficient.is_zero() {
            return None;
        }
        let named = self.by_its_definition(scaled);
        let scaled = named.as_ref().unwrap_or(scaled);
        let size = scaled.coefficient.abs();
        let [above, below] = [size.numerator(), size.denominator()]
            .map(|part| Rational::from_bigint(part.into_owned()))
            .map(|part| (!part.is_one()).then(|| self.number(part)));
        let (mut above, mut below): (Vec<WholeId>, Vec<WholeId>) =
            (above.into_iter().collect(), below.into_iter().collect());
        for &(number, power) in &scaled.numbers {
            let whole = if power.abs() == 1 {
                number
            } else {
                let exponent = self.number(Rational::from_integer(power.abs()));
                self.raised(number, exponent)?
            };
            if power > 0 { above.push(whole) } else { below.push(whole) }
        }
        above.extend(scaled.bare);
        let mut whole = self.times(&above)?;
        if !below.is_empty() {
            let divisor = self.times(&below)?;
            whole = self.over(whole, divisor)?;
        }
        Some(if scaled.coefficient.is_negative() { self.minus(whole) } else { whole })
    }
}
