//! Products of a number and what it lacks to 1: the slope of a sigmoid, written with its value.

use chainrule_array::{Whole, WholeId};
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY, NEGATE};

use super::Norms;
use super::span::{Span, SpanEnd};

impl Norms<'_> {
    /// From where to where a product goes, entry by entry.
    pub(super) fn span_of_factors(&self, factors: &[WholeId], spans: &[Span]) -> Span {
        let mut product: Option<Span> = None;
        let mut open: Vec<usize> = (0..factors.len()).collect();
        while let Some(place) = open.pop() {
            let pair = open.iter().enumerate().find_map(|(at, &other)| {
                let lacks =
                    |one: usize, other: usize| self.lacking_to_one(factors[one]) == Some(factors[other]);
                if factors[place] == factors[other] {
                    return Some((at, spans[place].power(2)));
                }
                let of = if lacks(place, other) {
                    other
                } else if lacks(other, place) {
                    place
                } else {
                    return None;
                };
                Some((at, spans[of].times_what_lacks()))
            });
            let span = match pair {
                Some((at, span)) => {
                    open.remove(at);
                    span
                }
                None => spans[place].clone(),
            };
            product = Some(product.map_or_else(|| span.clone(), |product| product.times(&span)));
        }
        product.unwrap_or(Span::ALL)
    }

    /// `u` of `1 - u`.
    fn lacking_to_one(&self, whole: WholeId) -> Option<WholeId> {
        let is = |whole: WholeId, value: i64| matches!(self.arrays.whole(whole), Whole::Number(number) if *number == Rational::from_integer(value));
        let [first, second] = self.arrays.arguments_of(whole, &ADD)? else { return None };
        let negative = if is(*first, 1) {
            *second
        } else if is(*second, 1) {
            *first
        } else {
            return None;
        };
        match (self.arrays.arguments_of(negative, &NEGATE), self.arrays.arguments_of(negative, &MULTIPLY)) {
            (Some([of]), _) => Some(*of),
            (_, Some([minus_one, of])) if is(*minus_one, -1) => Some(*of),
            (_, _) => None,
        }
    }
}

impl Span {
    /// From where to where `u·(1 - u)` goes, which rises up to `u = 1/2`, where it is 1/4, and falls behind it.
    fn times_what_lacks(&self) -> Self {
        let one = Rational::one();
        let half = Rational::fraction(1, 2);
        let at = |end: &SpanEnd| {
            let (value, open) = end.as_ref()?;
            Some((value * &(&one - value), *open))
        };
        let [low, high] = [&self.low, &self.high].map(at);
        let rises = self.high.as_ref().is_some_and(|(high, _)| *high <= half);
        let falls = self.low.as_ref().is_some_and(|(low, _)| *low >= half);
        let most = if rises {
            high.clone()
        } else if falls {
            low.clone()
        } else {
            Some((Rational::fraction(1, 4), false))
        };
        let least = match (low, high) {
            (Some(low), Some(high)) if low.0 == high.0 => Some((low.0, low.1 && high.1)),
            (Some(low), Some(high)) => Some(if low.0 < high.0 { low } else { high }),
            (_, _) => None,
        };
        Self { low: least, high: most }
    }
}
