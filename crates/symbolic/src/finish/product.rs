//! A product taken apart: a number, and each different factor with its exponent.

use crate::graph::ExprId;
use chainrule_number::Rational;
use rustc_hash::FxHashMap;

/// `number · Π factor^exponent`, with the factors in the order in which they were met.
#[derive(Clone, Debug)]
pub(super) struct Product {
    pub(super) number: Rational,
    /// No exponent is 0, once the product is settled.
    pub(super) factors: Vec<(ExprId, Rational)>,
    /// Whether a factor was met above and below a fraction line, or two met that cancel.
    pub(super) cancels: bool,
    places: FxHashMap<ExprId, usize>,
}

/// The factors of a product, whatever their order: what terms are compared by.
pub(super) type Key = Vec<(ExprId, Rational)>;

impl Product {
    /// The empty product.
    pub(super) fn one() -> Self {
        Self { number: Rational::one(), factors: Vec::new(), cancels: false, places: FxHashMap::default() }
    }

    /// One more factor.
    pub(super) fn take(&mut self, factor: ExprId, exponent: &Rational) {
        let Some(&place) = self.places.get(&factor) else {
            self.places.insert(factor, self.factors.len());
            self.factors.push((factor, exponent.clone()));
            return;
        };
        let power = &mut self.factors[place].1;
        self.cancels |= power.is_negative() != exponent.is_negative() && !power.is_zero();
        *power = &*power + exponent;
    }

    /// Drops the factors with the exponent 0, and all where the number is 0.
    pub(super) fn settle(&mut self) {
        if self.number.is_zero() {
            self.factors.clear();
        }
        self.factors.retain(|(_, exponent)| !exponent.is_zero());
        self.places = self.factors.iter().enumerate().map(|(place, (factor, _))| (*factor, place)).collect();
    }

    /// Takes the factor at a place out.
    pub(super) fn remove(&mut self, place: usize) -> (ExprId, Rational) {
        let factor = self.factors.remove(place);
        self.places = self.factors.iter().enumerate().map(|(place, (factor, _))| (*factor, place)).collect();
        factor
    }

    /// Moves a factor to a place further in front.
    pub(super) fn move_to(&mut self, factor: ExprId, place: usize) {
        let Some(&from) = self.places.get(&factor) else { return };
        if place < from {
            self.factors[place..=from].rotate_right(1);
            self.settle();
        }
    }

    /// The exponent of a factor; 0 where it is none.
    pub(super) fn exponent(&self, factor: ExprId) -> Rational {
        self.places.get(&factor).map_or_else(Rational::zero, |&place| self.factors[place].1.clone())
    }

    /// The product of two.
    pub(super) fn times(mut self, other: &Self) -> Self {
        self.number = &self.number * &other.number;
        for (factor, exponent) in &other.factors {
            self.take(*factor, exponent);
        }
        self.settle();
        self
    }

    /// The product with another, and a power, at a place among its factors.
    pub(super) fn with_inside(
        &self,
        place: usize,
        other: &Self,
        (base, exponent): (ExprId, &Rational),
    ) -> Self {
        let mut product = Self::one();
        product.number = &self.number * &other.number;
        let (before, after) = self.factors.split_at(place);
        for (factor, exponent) in before.iter().chain(&other.factors) {
            product.take(*factor, exponent);
        }
        product.take(base, exponent);
        for (factor, exponent) in after {
            product.take(*factor, exponent);
        }
        product.settle();
        product
    }

    /// What terms of a sum that differ by a number have in common.
    pub(super) fn key(&self) -> Key {
        let mut key = self.factors.clone();
        key.sort_unstable();
        key
    }
}

/// Terms that differ by a number only, added; those that come to 0 are dropped.
pub(super) fn gathered(terms: Vec<Product>) -> Vec<Product> {
    let mut places: FxHashMap<Key, usize> = FxHashMap::default();
    let mut gathered: Vec<Product> = Vec::with_capacity(terms.len());
    for term in terms {
        if let Some(&place) = places.get(&term.key()) {
            gathered[place].number = &gathered[place].number + &term.number;
        } else {
            places.insert(term.key(), gathered.len());
            gathered.push(term);
        }
    }
    gathered.retain(|term| !term.number.is_zero());
    gathered
}
