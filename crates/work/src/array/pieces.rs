//! Functions of one number that are polynomials between some numbers: what absolute values and signs of such are.

use chainrule_number::Rational;

/// A function with more cuts, …
const MOST_CUTS: usize = 24;

/// … or of a higher degree is left alone.
const HIGHEST_DEGREE: usize = 12;

/// The numbers in front of the powers of a variable, the lowest first; the last is not 0.
type Polynomial = Vec<Rational>;

/// A polynomial on each interval between the cuts, and a value at each cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pieces {
    cuts: Vec<Rational>,
    /// One more than there are cuts.
    polynomials: Vec<Polynomial>,
    values: Vec<Rational>,
}

impl Pieces {
    /// A number.
    pub(super) fn number(value: Rational) -> Self {
        Self { cuts: Vec::new(), polynomials: vec![trimmed(vec![value])], values: Vec::new() }
    }

    /// The variable itself.
    pub(super) fn variable() -> Self {
        let polynomial = vec![Rational::zero(), Rational::one()];
        Self { cuts: Vec::new(), polynomials: vec![polynomial], values: Vec::new() }
    }

    /// The number that it is, where it is one.
    pub(super) fn as_number(&self) -> Option<Rational> {
        match (self.cuts.as_slice(), self.polynomials[0].as_slice()) {
            ([], []) => Some(Rational::zero()),
            ([], [only]) => Some(only.clone()),
            ([..], _) => None,
        }
    }

    /// Whether it is 0 between the cuts, and at them too.
    pub(super) fn is_zero(&self) -> bool {
        self.is_zero_between() && self.values.iter().all(Rational::is_zero)
    }

    /// Whether it is 0 between the cuts.
    pub(super) fn is_zero_between(&self) -> bool {
        self.polynomials.iter().all(Vec::is_empty)
    }

    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        self.with(other, plus, |one, other| one + other)
    }

    pub(super) fn times(&self, other: &Self) -> Option<Self> {
        self.with(other, times, |one, other| one * other)
    }

    pub(super) fn negated(&self) -> Self {
        Self {
            cuts: self.cuts.clone(),
            polynomials: self
                .polynomials
                .iter()
                .map(|one| one.iter().map(|number| -number).collect())
                .collect(),
            values: self.values.iter().map(|value| -value).collect(),
        }
    }

    /// Its sign; nothing where a place at which it changes is no fraction.
    pub(super) fn sign(&self) -> Option<Self> {
        let mut roots = Vec::new();
        for polynomial in &self.polynomials {
            roots.extend(roots_of(polynomial)?);
        }
        let cut = self.cut_at(roots)?;
        let polynomials = cut.polynomials.iter().enumerate();
        let polynomials = polynomials
            .map(|(place, polynomial)| trimmed(vec![sign(&value_of(polynomial, &cut.inside(place)))]))
            .collect();
        let values = cut.values.iter().map(sign).collect();
        Some(Self { cuts: cut.cuts, polynomials, values })
    }

    /// Its absolute value.
    pub(super) fn size(&self) -> Option<Self> {
        self.times(&self.sign()?)
    }

    /// 1 where it is above 0, else 0.
    pub(super) fn step(&self) -> Option<Self> {
        let mut steps = self.sign()?;
        for polynomial in &mut steps.polynomials {
            polynomial.retain(Rational::is_positive);
        }
        for value in &mut steps.values {
            if !value.is_positive() {
                *value = Rational::zero();
            }
        }
        Some(steps)
    }

    fn with(
        &self,
        other: &Self,
        polynomials: impl Fn(&Polynomial, &Polynomial) -> Polynomial,
        values: impl Fn(&Rational, &Rational) -> Rational,
    ) -> Option<Self> {
        let (one, other) = (self.cut_at(other.cuts.clone())?, other.cut_at(self.cuts.clone())?);
        let out = Self {
            polynomials: one
                .polynomials
                .iter()
                .zip(&other.polynomials)
                .map(|(a, b)| polynomials(a, b))
                .collect(),
            values: one.values.iter().zip(&other.values).map(|(a, b)| values(a, b)).collect(),
            cuts: one.cuts,
        };
        out.polynomials.iter().all(|polynomial| polynomial.len() <= HIGHEST_DEGREE).then_some(out)
    }

    /// The same function with more cuts.
    fn cut_at(&self, more: Vec<Rational>) -> Option<Self> {
        let mut cuts = more;
        cuts.extend(self.cuts.iter().cloned());
        cuts.sort();
        cuts.dedup();
        if cuts.len() > MOST_CUTS {
            return None;
        }
        // How many of the old cuts lie below a number.
        let below = |number: &Rational| self.cuts.partition_point(|cut| cut < number);
        let values = cuts
            .iter()
            .map(|cut| match self.cuts.binary_search(cut) {
                Ok(place) => self.values[place].clone(),
                Err(place) => value_of(&self.polynomials[place], cut),
            })
            .collect();
        let mut polynomials: Vec<Polynomial> =
            cuts.iter().map(|cut| self.polynomials[below(cut)].clone()).collect();
        polynomials.push(self.polynomials[self.cuts.len()].clone());
        Some(Self { cuts, polynomials, values })
    }

    /// A number inside of an interval.
    fn inside(&self, place: usize) -> Rational {
        let [before, behind] = [place.checked_sub(1).map(|place| &self.cuts[place]), self.cuts.get(place)];
        match (before, behind) {
            (Some(before), Some(behind)) => &(before + behind) * &Rational::fraction(1, 2),
            (Some(before), None) => before + &Rational::one(),
            (None, Some(behind)) => behind - &Rational::one(),
            (None, None) => Rational::zero(),
        }
    }
}

fn trimmed(mut polynomial: Polynomial) -> Polynomial {
    while polynomial.last().is_some_and(Rational::is_zero) {
        polynomial.pop();
    }
    polynomial
}

fn plus(one: &Polynomial, other: &Polynomial) -> Polynomial {
    let (mut sum, shorter) =
        if one.len() < other.len() { (other.clone(), one) } else { (one.clone(), other) };
    for (number, more) in sum.iter_mut().zip(shorter) {
        *number = &*number + more;
    }
    trimmed(sum)
}

fn times(one: &Polynomial, other: &Polynomial) -> Polynomial {
    let mut product = vec![Rational::zero(); (one.len() + other.len()).saturating_sub(1)];
    for (place, number) in one.iter().enumerate() {
        for (further, factor) in other.iter().enumerate() {
            product[place + further] = &product[place + further] + &(number * factor);
        }
    }
    trimmed(product)
}

fn value_of(polynomial: &Polynomial, at: &Rational) -> Rational {
    polynomial.iter().rev().fold(Rational::zero(), |value, number| &(&value * at) + number)
}

fn sign(value: &Rational) -> Rational {
    Rational::from_integer(i64::from(value.is_positive()) - i64::from(value.is_negative()))
}

/// The numbers at which a polynomial is 0; nothing where one of them may be no fraction. One that is 0 everywhere has none.
fn roots_of(polynomial: &Polynomial) -> Option<Vec<Rational>> {
    let lowest = polynomial.iter().take_while(|number| number.is_zero()).count();
    let mut roots = if lowest > 0 && lowest < polynomial.len() { vec![Rational::zero()] } else { Vec::new() };
    match &polynomial[lowest..] {
        [] | [_] => {}
        [constant, slope] => roots.push((-constant).checked_div(slope)?),
        [constant, slope, square] => {
            let four = Rational::from_integer(4);
            let discriminant = &(slope * slope) - &(&(&four * square) * constant);
            if !discriminant.is_negative() {
                let root = discriminant.nth_root_exact(2)?;
                let below = square + square;
                roots.push((&root - slope).checked_div(&below)?);
                roots.push((-&(&root + slope)).checked_div(&below)?);
            }
        }
        [..] => return None,
    }
    Some(roots)
}

#[cfg(test)]
mod tests {
    use super::Pieces;
    use chainrule_number::Rational;

    fn number(value: i64) -> Pieces {
        Pieces::number(Rational::from_integer(value))
    }

    fn larger(one: &Pieces, other: &Pieces) -> Pieces {
        let size = one.plus(&other.negated()).and_then(|gap| gap.size()).unwrap();
        let twice = one.plus(other).and_then(|sum| sum.plus(&size)).unwrap();
        twice.times(&Pieces::number(Rational::fraction(1, 2))).unwrap()
    }

    #[test]
    fn what_is_the_same_has_the_same_pieces() {
        let x = Pieces::variable();
        let relu = larger(&x, &number(0));
        let gap = |one: &Pieces, other: &Pieces| one.plus(&other.negated()).unwrap();
        assert!(gap(&relu, &x.times(&x.step().unwrap()).unwrap()).is_zero());
        assert!(gap(&x.size().unwrap(), &larger(&x, &x.negated())).is_zero());
        assert!(gap(&x.times(&x).unwrap().size().unwrap(), &x.times(&x).unwrap()).is_zero());
        // Two steps that differ at 0 alone.
        let turned = number(1).plus(&x.negated().step().unwrap().negated()).unwrap();
        let steps = gap(&x.step().unwrap(), &turned);
        assert!(steps.is_zero_between() && !steps.is_zero());
        assert!(!gap(&relu, &x).is_zero_between());
        // √2 is no fraction.
        let square = gap(&x.times(&x).unwrap(), &number(2));
        assert!(square.sign().is_none());
    }
}
