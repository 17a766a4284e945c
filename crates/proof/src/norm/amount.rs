//! What bounds of norms are made of: sums of products of norms, with numbers in front that are not negative.

use chainrule_array::WholeId;
use chainrule_number::Rational;

/// Which norm of an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The largest singular value; the length of a vector, the size of a number.
    Spectral,
    /// The square root of the sum of all squares: never less.
    Frobenius,
}

/// A norm that stays a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Atom {
    /// Of what.
    pub of: WholeId,
    /// Which.
    pub kind: Kind,
}

/// A product of norms with a number in front.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    coefficient: Rational,
    /// In order, each as often as it is a factor.
    atoms: Vec<Atom>,
}

/// A sum of such products.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    terms: Vec<Term>,
}

/// Sums of more products are given up.
const MOST_TERMS: usize = 64;

/// … and products of more factors.
const MOST_FACTORS: usize = 256;

impl Amount {
    /// A number that is not negative.
    pub fn number(value: Rational) -> Self {
        if value.is_zero() {
            return Self::default();
        }
        Self { terms: vec![Term { coefficient: value, atoms: Vec::new() }] }
    }

    /// A norm.
    pub fn atom(of: WholeId, kind: Kind) -> Self {
        Self { terms: vec![Term { coefficient: Rational::one(), atoms: vec![Atom { of, kind }] }] }
    }

    /// The number that it is, where it is one.
    pub fn as_number(&self) -> Option<Rational> {
        match self.terms.as_slice() {
            [] => Some(Rational::zero()),
            [only] if only.atoms.is_empty() => Some(only.coefficient.clone()),
            [..] => None,
        }
    }

    /// The terms, each its number and its norms.
    pub fn terms(&self) -> impl Iterator<Item = (&Rational, &[Atom])> {
        self.terms.iter().map(|term| (&term.coefficient, term.atoms.as_slice()))
    }

    /// The sum; nothing where it grows too long.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        let mut sum = self.clone();
        for term in &other.terms {
            match sum.terms.iter_mut().find(|other| other.atoms == term.atoms) {
                Some(like) => like.coefficient = &like.coefficient + &term.coefficient,
                None => sum.terms.push(term.clone()),
            }
        }
        (sum.terms.len() <= MOST_TERMS).then_some(sum)
    }

    /// The product; nothing where it grows too long.
    pub fn times(&self, other: &Self) -> Option<Self> {
        let mut product = Self::default();
        for left in &self.terms {
            for right in &other.terms {
                let mut atoms: Vec<Atom> = left.atoms.iter().chain(&right.atoms).copied().collect();
                atoms.sort_unstable();
                if atoms.len() > MOST_FACTORS {
                    return None;
                }
                let coefficient = &left.coefficient * &right.coefficient;
                product = product.plus(&Self { terms: vec![Term { coefficient, atoms }] })?;
            }
        }
        Some(product)
    }

    /// Whether it is at most another, or less, whatever the norms in both: each product of one lies below one of the other.
    pub fn is_at_most(&self, other: &Self, strictly: bool) -> bool {
        let mut left: Vec<(Rational, &[Atom])> =
            other.terms.iter().map(|term| (term.coefficient.clone(), term.atoms.as_slice())).collect();
        for term in &self.terms {
            let mut rest = term.coefficient.clone();
            // The same product first, then those that are never less.
            for exact in [true, false] {
                for (have, atoms) in &mut left {
                    let fits =
                        if exact { *atoms == term.atoms.as_slice() } else { is_below(&term.atoms, atoms) };
                    if fits && rest.is_positive() {
                        let taken = if rest <= *have { rest.clone() } else { have.clone() };
                        rest = &rest - &taken;
                        *have = &*have - &taken;
                    }
                }
            }
            if rest.is_positive() {
                return false;
            }
        }
        !strictly || left.iter().any(|(rest, atoms)| atoms.is_empty() && rest.is_positive())
    }
}

/// Whether a product of norms is never above another of the same arrays.
fn is_below(lower: &[Atom], upper: &[Atom]) -> bool {
    lower.len() == upper.len()
        && lower.iter().zip(upper).all(|(one, other)| one.of == other.of && one.kind <= other.kind)
}
