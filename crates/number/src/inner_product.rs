//! Inner products of enclosures: their ends are added up exactly, and rounded once.

use super::Enclosure;
use super::dyadic::{Factor, Toward, WideSum};

/// Numbers that are multiplied by others, made ready.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    numbers: Vec<&'a Enclosure>,
    /// The ends of each; nothing where some have too many digits.
    ends: Option<Vec<[Factor; 2]>>,
    /// The exponent of a power of two that all are below; nothing where all are 0.
    reach: Option<i64>,
    /// Whether all are single numbers.
    is_exact: bool,
}

impl<'a> Line<'a> {
    pub(super) fn of(numbers: impl IntoIterator<Item = &'a Enclosure>) -> Self {
        let numbers: Vec<&Enclosure> = numbers.into_iter().collect();
        let ends: Option<Vec<[Factor; 2]>> = numbers
            .iter()
            .map(|number| Some([Factor::of(&number.lower)?, Factor::of(&number.upper)?]))
            .collect();
        let all = || ends.iter().flatten();
        let reach = all().flatten().filter_map(Factor::reach).max();
        let is_exact = all().all(|[lower, upper]| lower == upper);
        Self { numbers, ends, reach, is_exact }
    }

    /// The sum of the products with as many others.
    pub(super) fn times(&self, other: &Self, bits: u32) -> Enclosure {
        self.rounded_once(other, bits).unwrap_or_else(|| {
            let pairs = self.numbers.iter().zip(&other.numbers);
            pairs.fold(Enclosure::integer(0), |sum, (left, right)| sum.plus(&left.times(right, bits), bits))
        })
    }

    /// The same by its exact ends, each rounded once; nothing where those have too many digits.
    fn rounded_once(&self, other: &Self, bits: u32) -> Option<Enclosure> {
        let (lefts, rights) = (self.ends.as_ref()?, other.ends.as_ref()?);
        let Some(reach) = self.reach.zip(other.reach) else { return Some(Enclosure::integer(0)) };
        let at = |reach: i64| {
            let mut lower = WideSum::below(reach);
            if self.is_exact && other.is_exact {
                for ([left, _], [right, _]) in lefts.iter().zip(rights) {
                    lower.add_product(left, right);
                }
                return Some([lower.clone(), lower]);
            }
            let mut upper = lower.clone();
            for (left, right) in lefts.iter().zip(rights) {
                let [least, most] = corners(left, right)?;
                lower.add_product(least.0, least.1);
                upper.add_product(most.0, most.1);
            }
            Some([lower, upper])
        };
        let [mut lower, mut upper] = at(reach.0.checked_add(reach.1)?)?;
        if lower.is_cut() || upper.is_cut() {
            // The largest number of the one line does not meet the largest of the other.
            let reach = |ends: &[Factor; 2]| ends.iter().filter_map(Factor::reach).max();
            let reaches =
                lefts.iter().zip(rights).filter_map(|(left, right)| Some(reach(left)? + reach(right)?));
            let Some(largest) = reaches.max() else { return Some(Enclosure::integer(0)) };
            [lower, upper] = at(largest)?;
        }
        Some(Enclosure::between(lower.rounded(bits, Toward::Down), upper.rounded(bits, Toward::Up)))
    }
}

impl Enclosure {
    /// The sum of the products of pairs.
    pub fn sum_of_products<'a>(pairs: impl Iterator<Item = (&'a Self, &'a Self)>, bits: u32) -> Self {
        let (left, right): (Vec<&Self>, Vec<&Self>) = pairs.unzip();
        Line::of(left).times(&Line::of(right), bits)
    }
}

/// The ends whose product is the smallest, and those whose product is the largest; nothing where both hold numbers on both
/// sides of 0.
fn corners<'a>(left: &'a [Factor; 2], right: &'a [Factor; 2]) -> Option<[(&'a Factor, &'a Factor); 2]> {
    let ([least, most], [low, high]) = (left, right);
    Some(match [least, most, low, high].map(|end| end.is_negative) {
        [false, _, from_below, to_below] => {
            [(if from_below { most } else { least }, low), (if to_below { least } else { most }, high)]
        }
        [true, true, from_below, to_below] => {
            [(if to_below { most } else { least }, high), (if from_below { least } else { most }, low)]
        }
        [true, false, false, _] => [(least, high), (most, high)],
        [true, false, true, true] => [(most, low), (least, low)],
        [true, false, true, false] => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dyadic, Rational, Scalar};

    /// A linear congruential generator (Knuth's numbers): what is tried stays the same.
    struct Draws(u64);

    impl Draws {
        fn below(&mut self, bound: u64) -> u64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % bound
        }

        fn number(&mut self, reach: u64) -> Rational {
            let mut number =
                Rational::from_integer(i64::try_from(self.below(1 << 31)).expect("small") - (1 << 30));
            for _ in 0..self.below(4) {
                number = &(&number * &Rational::power_of_two(31)) + &Rational::from_integer(12_345);
            }
            let exponent = i16::try_from(self.below(2 * reach + 1)).expect("small")
                - i16::try_from(reach).expect("small");
            &number * &Rational::power_of_two(exponent)
        }

        fn enclosure(&mut self, reach: u64, bits: u32) -> Enclosure {
            let (one, other) = (self.number(reach), self.number(reach));
            match self.below(4) {
                0 => Enclosure::integer(0),
                1 => Enclosure::from_range((&one).min(&other), (&one).max(&other), bits),
                _ => Enclosure::from_rational(&one, bits),
            }
        }
    }

    fn exact(end: &Dyadic) -> Rational {
        end.to_rational().expect("of moderate size")
    }

    /// The ends by the four corners of each product, in fractions.
    fn by_fractions(left: &[Enclosure], right: &[Enclosure]) -> [Rational; 2] {
        let mut sums = [Rational::zero(), Rational::zero()];
        for (a, b) in left.iter().zip(right) {
            let [a, b] = [a, b].map(|of| [exact(of.lower()), exact(of.upper())]);
            let corners = a.iter().flat_map(|a| b.iter().map(move |b| a * b));
            sums[0] = &sums[0] + &corners.clone().min().expect("four corners");
            sums[1] = &sums[1] + &corners.max().expect("four corners");
        }
        sums
    }

    #[test]
    fn ends_are_the_exact_ones_rounded_once() {
        let mut draws = Draws(1);
        let mut tried = 0;
        for turn in 0..600 {
            let bits = [24, 53, 100, 128][turn % 4];
            let count = draws.below(20);
            let mut numbers =
                || -> Vec<Enclosure> { (0..count).map(|_| draws.enclosure(40, bits)).collect() };
            let (left, right) = (numbers(), numbers());
            let Some(found) = Line::of(&left).rounded_once(&Line::of(&right), bits) else { continue };
            tried += 1;
            let [lower, upper] = by_fractions(&left, &right);
            assert_eq!(found.lower, Dyadic::from_rational(&lower, bits, Toward::Down));
            assert_eq!(found.upper, Dyadic::from_rational(&upper, bits, Toward::Up));
        }
        assert!(tried > 300, "{tried} of 600 have few enough digits");
    }

    /// Products far below the others are cut off to the outer side.
    #[test]
    fn what_is_cut_off_widens() {
        let mut draws = Draws(2);
        for _ in 0..300 {
            let count = draws.below(20);
            let mut numbers =
                || -> Vec<Enclosure> { (0..count).map(|_| draws.enclosure(700, 128)).collect() };
            let (left, right) = (numbers(), numbers());
            let Some(found) = Line::of(&left).rounded_once(&Line::of(&right), 128) else { continue };
            let [lower, upper] = by_fractions(&left, &right);
            assert!(exact(&found.lower) <= lower && upper <= exact(&found.upper));
        }
        let [one, tiny] = [0, -600].map(|exponent| Enclosure::at(Dyadic::power_of_two(exponent)));
        let minus_one = Scalar::neg(&one);
        let rest = Line::of([&one, &tiny, &minus_one]).rounded_once(&Line::of([&one; 3]), 128);
        let rest = rest.expect("few digits");
        assert!(rest.lower <= *tiny.lower() && rest.upper >= *tiny.upper() && rest.upper.top() < Some(-400));
        let rest = Line::of([&one, &tiny, &minus_one]).rounded_once(&Line::of([&one, &minus_one, &one]), 128);
        let rest = rest.expect("few digits");
        assert!(rest.lower <= tiny.lower().neg() && rest.upper >= tiny.upper().neg());
    }
}
