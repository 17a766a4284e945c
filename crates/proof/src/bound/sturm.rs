//! Polynomials in one variable with rational coefficients: their sign on an interval, decided exactly.
//!
//! Source: Sturm's theorem and Yun's squarefree factorization (von zur Gathen, Gerhard: Modern Computer Algebra, 4.5 and
//! 14.6).

use std::cmp::Ordering;

use chainrule_number::Rational;

use crate::ranges::LeafRange;

/// The coefficients, from the constant on; the last is not zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Univariate(Vec<Rational>);

impl Univariate {
    /// From the coefficients, the constant first.
    pub(super) fn new(mut coefficients: Vec<Rational>) -> Self {
        while coefficients.last().is_some_and(Rational::is_zero) {
            coefficients.pop();
        }
        Self(coefficients)
    }

    /// Whether it is at least zero (above zero, if `strict`) at every number in a range.
    pub(super) fn is_not_negative(&self, strict: bool, range: &LeafRange) -> bool {
        if self.0.is_empty() {
            return !strict;
        }
        if let (Some((lower, _)), Some((upper, _))) = (&range.lower, &range.upper)
            && lower >= upper
        {
            let sign = self.sign_at(lower);
            return lower == upper && (sign.is_gt() || (sign.is_eq() && !strict));
        }
        let changing = if strict { self.without_multiplicity() } else { self.odd_part() };
        if changing.roots_inside(strict, range) > 0 {
            return false;
        }
        // No sign changes: any point inside at which it is not zero tells the sign.
        Self::points_inside(range, self.0.len())
            .map(|point| self.sign_at(&point))
            .find(|sign| sign.is_ne())
            .is_some_and(Ordering::is_gt)
    }

    /// More points inside a range than a polynomial with so many coefficients has roots.
    fn points_inside(range: &LeafRange, count: usize) -> impl Iterator<Item = Rational> {
        let count = i64::try_from(count).unwrap_or(i64::MAX - 2) + 1;
        let (lower, upper) = (range.lower.clone(), range.upper.clone());
        (1..=count).map(move |place| match (&lower, &upper) {
            (Some((lower, _)), Some((upper, _))) => {
                lower + &(&(upper - lower) * &Rational::fraction(place, count + 1))
            }
            (Some((lower, _)), None) => lower + &Rational::from_integer(place),
            (None, Some((upper, _))) => upper - &Rational::from_integer(place),
            (None, None) => Rational::from_integer(place),
        })
    }

    /// How many roots lie in a range, for a polynomial whose roots are simple; without the ends, unless they count.
    fn roots_inside(&self, with_ends: bool, range: &LeafRange) -> usize {
        if self.0.len() < 2 {
            return 0;
        }
        let chain = self.sturm_chain();
        let variations = |sign: &dyn Fn(&Self) -> Ordering| {
            let signs: Vec<Ordering> = chain.iter().map(sign).filter(|sign| sign.is_ne()).collect();
            signs.windows(2).filter(|pair| pair[0] != pair[1]).count()
        };
        let at_lower = match &range.lower {
            Some((lower, _)) => variations(&|univariate| univariate.sign_at(lower)),
            None => variations(&Self::sign_far_left),
        };
        let at_upper = match &range.upper {
            Some((upper, _)) => variations(&|univariate| univariate.sign_at(upper)),
            None => variations(&Self::sign_far_right),
        };
        // The theorem counts the roots behind the lower end up to and with the upper end.
        let mut count = at_lower.saturating_sub(at_upper);
        if let Some((upper, open)) = &range.upper
            && self.sign_at(upper).is_eq()
            && (*open || !with_ends)
        {
            count -= 1;
        }
        if let Some((lower, open)) = &range.lower
            && self.sign_at(lower).is_eq()
            && !open
            && with_ends
        {
            count += 1;
        }
        count
    }

    fn sturm_chain(&self) -> Vec<Self> {
        let mut chain = vec![self.clone(), self.derivative()];
        while let [.., before, last] = chain.as_slice() {
            if last.0.is_empty() {
                chain.pop();
                break;
            }
            let rest = before.divided(last).1;
            if rest.0.is_empty() {
                break;
            }
            chain.push(rest.scaled(&Rational::from_integer(-1)).with_unit_size());
        }
        chain
    }

    fn sign_at(&self, point: &Rational) -> Ordering {
        let value =
            self.0.iter().rev().fold(Rational::zero(), |sum, coefficient| &(&sum * point) + coefficient);
        value.cmp(&Rational::zero())
    }

    fn sign_far_right(&self) -> Ordering {
        self.0.last().map_or(Ordering::Equal, |leading| leading.cmp(&Rational::zero()))
    }

    fn sign_far_left(&self) -> Ordering {
        // The degree is one less than the number of coefficients.
        if self.0.len().is_multiple_of(2) { self.sign_far_right().reverse() } else { self.sign_far_right() }
    }

    fn derivative(&self) -> Self {
        let coefficients = self.0.iter().enumerate().skip(1);
        Self::new(
            coefficients
                .map(|(power, coefficient)| {
                    coefficient * &Rational::from_integer(i64::try_from(power).unwrap_or(i64::MAX))
                })
                .collect(),
        )
    }

    fn scaled(&self, factor: &Rational) -> Self {
        Self::new(self.0.iter().map(|coefficient| coefficient * factor).collect())
    }

    /// Divided by the size of its leading coefficient, which changes no sign and keeps numbers short.
    fn with_unit_size(&self) -> Self {
        match self.0.last().and_then(|leading| leading.abs().recip()) {
            Some(factor) => self.scaled(&factor),
            None => self.clone(),
        }
    }

    /// The quotient and what is left.
    fn divided(&self, divisor: &Self) -> (Self, Self) {
        let Some(inverse) = divisor.0.last().and_then(Rational::recip) else {
            return (Self(Vec::new()), self.clone());
        };
        let mut rest = self.0.clone();
        let mut quotient = vec![Rational::zero(); (rest.len() + 1).saturating_sub(divisor.0.len())];
        for place in (0..quotient.len()).rev() {
            let factor = &rest[place + divisor.0.len() - 1] * &inverse;
            for (at, coefficient) in divisor.0.iter().enumerate() {
                rest[place + at] = &rest[place + at] - &(&factor * coefficient);
            }
            quotient[place] = factor;
        }
        rest.truncate(divisor.0.len() - 1);
        (Self::new(quotient), Self::new(rest))
    }

    fn gcd(&self, other: &Self) -> Self {
        let (mut a, mut b) = (self.clone(), other.clone());
        while !b.0.is_empty() {
            let rest = a.divided(&b).1.with_unit_size();
            (a, b) = (b, rest);
        }
        a
    }

    fn times(&self, other: &Self) -> Self {
        if self.0.is_empty() || other.0.is_empty() {
            return Self(Vec::new());
        }
        let mut product = vec![Rational::zero(); self.0.len() + other.0.len() - 1];
        for (left, a) in self.0.iter().enumerate() {
            for (right, b) in other.0.iter().enumerate() {
                product[left + right] = &product[left + right] + &(a * b);
            }
        }
        Self::new(product)
    }

    /// Every root once.
    fn without_multiplicity(&self) -> Self {
        self.divided(&self.gcd(&self.derivative())).0
    }

    /// The roots at which the sign changes, each once: those of odd multiplicity.
    fn odd_part(&self) -> Self {
        let mut odd = Self(vec![Rational::one()]);
        let mut more = self.gcd(&self.derivative());
        let mut once = self.divided(&more).0;
        let mut multiplicity = 1;
        while once.0.len() > 1 {
            let shared = once.gcd(&more);
            let exactly = once.divided(&shared).0;
            if multiplicity % 2 == 1 {
                odd = odd.times(&exactly);
            }
            more = more.divided(&shared).0;
            once = shared;
            multiplicity += 1;
        }
        odd
    }
}

#[cfg(test)]
mod tests {
    use super::Univariate;
    use crate::ranges::LeafRange;
    use chainrule_number::Rational;

    fn polynomial(coefficients: &[i64]) -> Univariate {
        Univariate::new(coefficients.iter().map(|&value| Rational::from_integer(value)).collect())
    }

    fn between(lower: Option<(i64, bool)>, upper: Option<(i64, bool)>) -> LeafRange {
        let end = |end: Option<(i64, bool)>| end.map(|(value, open)| (Rational::from_integer(value), open));
        LeafRange::between(end(lower), end(upper))
    }

    #[test]
    fn signs_on_the_line() {
        let all = between(None, None);
        // x⁴ − x² + 1 > 0
        assert!(polynomial(&[1, 0, -1, 0, 1]).is_not_negative(true, &all));
        // (x² − 1)²(x² + 2): zero at ±1.
        let touching = polynomial(&[2, 0, -3, 0, 0, 0, 1]);
        assert!(touching.is_not_negative(false, &all));
        assert!(!touching.is_not_negative(true, &all));
        // x⁴ − 2x² + 1 − a little more is below zero at 1.
        assert!(!polynomial(&[999, 0, -2000, 0, 1000]).is_not_negative(false, &all));
        assert!(!polynomial(&[0, 1]).is_not_negative(false, &all));
        assert!(!polynomial(&[-1, 0, -1]).is_not_negative(false, &all));
        assert!(polynomial(&[]).is_not_negative(false, &all));
        assert!(!polynomial(&[]).is_not_negative(true, &all));
    }

    #[test]
    fn ends_count_as_they_are_given() {
        // x(1 − x) on [0, 1] and inside.
        let bump = polynomial(&[0, 1, -1]);
        assert!(bump.is_not_negative(false, &between(Some((0, false)), Some((1, false)))));
        assert!(!bump.is_not_negative(true, &between(Some((0, false)), Some((1, true)))));
        assert!(!bump.is_not_negative(true, &between(Some((0, true)), Some((1, false)))));
        assert!(bump.is_not_negative(true, &between(Some((0, true)), Some((1, true)))));
        assert!(!bump.is_not_negative(false, &between(Some((0, false)), Some((2, false)))));
        // x³ − 3x + 2 = (x − 1)²(x + 2) from −2 on.
        let cubic = polynomial(&[2, -3, 0, 1]);
        assert!(cubic.is_not_negative(false, &between(Some((-2, false)), None)));
        assert!(!cubic.is_not_negative(false, &between(Some((-3, false)), None)));
        assert!(!cubic.is_not_negative(true, &between(Some((0, false)), None)));
        assert!(cubic.is_not_negative(true, &between(Some((1, true)), None)));
    }

    #[test]
    fn one_point() {
        let line = polynomial(&[-1, 1]);
        assert!(line.is_not_negative(false, &between(Some((1, false)), Some((1, false)))));
        assert!(!line.is_not_negative(true, &between(Some((1, false)), Some((1, false)))));
    }
}
