//! Sums made shorter: like terms gathered, common factors taken out, fractions added, products multiplied out.

use super::algebra::{Algebra, is_sum};
use super::cost::cost;
use super::product::{Product, gathered};
use crate::graph::ExprId;
use chainrule_number::Rational;

/// No more terms than this are made by multiplying out.
const MOST_TERMS: usize = 100;

/// Sums are not raised to higher powers than this.
const HIGHEST_POWER: i64 = 4;

impl Algebra<'_> {
    /// The product with the number that all terms of a sum in it have taken out, where that is shorter: `(2u + 2v)/4` is
    /// `(u + v)/2`.
    pub(super) fn without_content(&mut self, product: &Product) -> Option<ExprId> {
        let mut best = self.build(product);
        for (place, (base, exponent)) in product.factors.iter().enumerate() {
            if !exponent.is_one() || !is_sum(self.graph, *base) {
                continue;
            }
            let terms = self.terms(*base)?;
            let content = common_number(&terms).abs();
            if content.is_one() {
                continue;
            }
            let divided: Option<Vec<Product>> = terms
                .into_iter()
                .map(|mut term| {
                    term.number = term.number.checked_div(&content)?;
                    Some(term)
                })
                .collect();
            let sum = self.sum(&divided?)?;
            let mut reduced = Product::one();
            reduced.number = &product.number * &content;
            for (at, (other, power)) in product.factors.iter().enumerate() {
                reduced.take(if at == place { sum } else { *other }, power);
            }
            let candidate = self.build(&reduced);
            best = self.shorter([best, candidate]);
        }
        Some(best)
    }
}

/// What is taken out of the terms of a sum.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Common {
    /// Numbers, and factors that every term has above.
    Above,
    /// Those, and all divisors.
    Fractions,
}

impl Algebra<'_> {
    /// `x + y + 2x = 3x + y`; products inside the terms are gathered too.
    pub(super) fn like_terms(&mut self, sum: ExprId) -> Option<ExprId> {
        let terms = gathered(self.terms(sum)?);
        self.sum(&terms)
    }

    /// `u·a + u·b = u·(a + b)`
    pub(super) fn factored(&mut self, sum: ExprId) -> Option<ExprId> {
        let terms = gathered(self.terms(sum)?);
        self.with_common(&terms, Common::Above)
    }

    /// `u/a + v/b = (u·b + v·a)/(a·b)`, the sum above multiplied out where that is shorter.
    pub(super) fn one_fraction(&mut self, sum: ExprId) -> Option<ExprId> {
        let terms = gathered(self.terms(sum)?);
        let has_divisor = |term: &Product| {
            term.factors.iter().any(|(base, exponent)| exponent.is_negative() && !self.is_exponential(*base))
        };
        if terms.len() < 2 || !terms.iter().any(has_divisor) {
            return None;
        }
        let kept = self.with_common(&terms, Common::Fractions)?;
        let (common, rest) = self.take_common(&terms, Common::Fractions);
        let Some(expanded) = self.expanded_terms(&rest) else { return Some(kept) };
        let expanded = gathered(expanded);
        if expanded.len() > rest.len() {
            return Some(kept);
        }
        let whole = match self.with_common(&expanded, Common::Above) {
            Some(whole) => whole,
            None => self.sum(&expanded)?,
        };
        let whole = self.product(whole)?;
        let expanded = self.build(&common.times(&whole));
        Some(self.shorter([kept, expanded]))
    }

    /// `u·(a + b) = u·a + u·b` where terms cancel, so that there are no more of them than before; what is common to all
    /// of them taken out where that is shorter.
    pub(super) fn multiplied_out(&mut self, sum: ExprId) -> Option<ExprId> {
        let terms = gathered(self.terms(sum)?);
        let (common, rest) = self.take_common(&terms, Common::Above);
        let mut found = Vec::new();
        if let Some(expanded) = self.expanded_terms(&terms).map(gathered)
            && expanded.len() <= terms.len()
        {
            found.push(self.sum(&expanded)?);
            found.extend(self.with_common(&expanded, Common::Above));
        }
        // The factors that stand before all of it are not multiplied in.
        if let Some(expanded) = self.expanded_terms(&rest).map(gathered)
            && expanded.len() <= rest.len()
        {
            let inner = match self.with_common(&expanded, Common::Above) {
                Some(inner) => inner,
                None => self.sum(&expanded)?,
            };
            let inner = self.product(inner)?;
            found.push(self.build(&common.times(&inner)));
        }
        found.into_iter().min_by_key(|&found| cost(self.graph, found))
    }

    fn shorter(&self, [first, second]: [ExprId; 2]) -> ExprId {
        if cost(self.graph, second) < cost(self.graph, first) { second } else { first }
    }

    /// The sum with what is common to all terms before it; nothing where nothing is.
    fn with_common(&mut self, terms: &[Product], what: Common) -> Option<ExprId> {
        if terms.len() < 2 {
            return None;
        }
        let (common, rest) = self.take_common(terms, what);
        if common.factors.is_empty() && common.number.is_one() {
            return None;
        }
        let rest = gathered(self.opened_terms(rest)?);
        let inner = self.sum(&rest)?;
        if is_sum(self.graph, inner) {
            // As it stands: a product would be taken back to the sum that was met first.
            let mut whole = common;
            whole.take(inner, &Rational::one());
            return Some(self.build(&whole));
        }
        let inner = self.product(inner)?;
        Some(self.build(&common.times(&inner)))
    }

    /// The terms with those that are sums themselves opened; a sum of nothing but sums, such as one of residuals, stays.
    fn opened_terms(&mut self, terms: Vec<Product>) -> Option<Vec<Product>> {
        if terms.iter().all(|term| self.inner_sum(term).is_some()) {
            return Some(terms);
        }
        let mut opened = Vec::with_capacity(terms.len());
        for term in terms {
            let Some(sum) = self.inner_sum(&term) else {
                opened.push(term);
                continue;
            };
            for mut product in self.terms(sum)? {
                product.number = &product.number * &term.number;
                opened.push(product);
            }
        }
        Some(opened)
    }

    /// The terms with all sums in them multiplied out; nothing where there is none, or where that would be long.
    fn expanded_terms(&mut self, terms: &[Product]) -> Option<Vec<Product>> {
        let mut stack: Vec<Product> = terms.iter().rev().cloned().collect();
        let mut expanded = Vec::new();
        let mut is_changed = false;
        while let Some(mut term) = stack.pop() {
            let sum = term.factors.iter().position(|(base, exponent)| {
                let is_small = exponent.to_i64().is_some_and(|whole| (1..=HIGHEST_POWER).contains(&whole));
                is_small && is_sum(self.graph, *base)
            });
            let Some(place) = sum else {
                expanded.push(term);
                continue;
            };
            is_changed = true;
            let (base, exponent) = term.remove(place);
            let left = &exponent - &Rational::one();
            let inner = self.terms(base)?;
            self.spend(inner.len())?;
            for product in inner.iter().rev() {
                stack.push(term.with_inside(place, product, (base, &left)));
            }
            if stack.len() + expanded.len() > MOST_TERMS {
                return None;
            }
        }
        is_changed.then_some(expanded)
    }
}

impl Algebra<'_> {
    /// What some terms have in common, and what is left of each.
    fn take_common(&self, terms: &[Product], what: Common) -> (Product, Vec<Product>) {
        let mut common = Product::one();
        common.number = common_number(terms);
        let mut met: Vec<ExprId> = Vec::new();
        for term in terms {
            for (base, _) in &term.factors {
                if !met.contains(base) {
                    met.push(*base);
                }
            }
        }
        for base in met {
            let exponents = || terms.iter().map(|term| term.exponent(base));
            let (Some(least), Some(most)) = (exponents().min(), exponents().max()) else { continue };
            let power = if self.is_exponential(base) {
                // exp(−z) is no divisor: it is taken out where it stands in all terms.
                if most.is_negative() { most } else { least.max(Rational::zero()) }
            } else if what == Common::Fractions || least.is_positive() {
                least
            } else {
                Rational::zero()
            };
            if !power.is_zero() {
                common.take(base, &power);
            }
        }
        let mut inverse = Product::one();
        inverse.number = common.number.recip().unwrap_or_else(Rational::one);
        for (base, exponent) in &common.factors {
            inverse.take(*base, &-exponent);
        }
        let rest = terms.iter().map(|term| term.clone().times(&inverse)).collect();
        (common, rest)
    }
}

/// The largest number that divides the numbers of all terms; below 0 where all of them are.
fn common_number(terms: &[Product]) -> Rational {
    let (mut above, mut below) = (0u64, 1u64);
    for term in terms {
        let Some((numerator, denominator)) = term.number.as_small() else { return Rational::one() };
        above = gcd(above, numerator.unsigned_abs());
        let Some(multiple) = (below / gcd(below, denominator)).checked_mul(denominator) else {
            return Rational::one();
        };
        below = multiple;
    }
    let (Ok(above), Ok(below)) = (i64::try_from(above), i64::try_from(below)) else {
        return Rational::one();
    };
    let size = Rational::fraction(above.max(1), below.max(1));
    if terms.iter().all(|term| term.number.is_negative()) { -&size } else { size }
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
