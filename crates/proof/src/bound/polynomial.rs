//! Sums of products of atoms: what is no sum or product is an atom.

use std::collections::BTreeMap;

use chainrule_number::{Elementary, Rational};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::function::rows::power::SQRT;
use chainrule_symbolic::function::{Definition, Function};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::FxHashMap;

use crate::ranges::{Range, Ranges, ranges_of};

/// Larger sums are not multiplied out.
const MOST_TERMS: usize = 200;

/// Longer coefficients, in bits, are given up.
const MOST_BITS: u64 = 10_000;

/// Higher powers are not multiplied out.
const HIGHEST_POWER: i64 = 8;

/// Larger exponents are not calculated with, so that none overflows.
const LARGEST_EXPONENT: u64 = 1 << 40;

/// Larger expressions are not taken apart.
const LARGEST: usize = 4000;

/// Factors and how often each; never zero times.
pub(super) type Monomial = BTreeMap<ExprId, i64>;

/// A sum of products of atoms.
#[derive(Clone, Debug, Default)]
pub(super) struct Polynomial {
    pub(super) terms: BTreeMap<Vec<(ExprId, i64)>, Rational>,
}

/// The argument of a function of one argument, where the expression is that function of something.
pub(super) fn argument_of(graph: &Graph, id: ExprId, row: &'static Function) -> Option<ExprId> {
    match graph.node(id) {
        Node::Apply { function, arguments: &[inner], primes: 0 } if graph.builtin(function) == Some(row) => {
            Some(inner)
        }
        Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => None,
    }
}

/// An exponent that is not too large to be calculated with.
fn not_too_large(exponent: Option<i64>) -> Option<i64> {
    exponent.filter(|exponent| exponent.unsigned_abs() <= LARGEST_EXPONENT)
}

impl Polynomial {
    pub(super) fn constant(value: Rational) -> Self {
        let mut terms = BTreeMap::new();
        if !value.is_zero() {
            terms.insert(Vec::new(), value);
        }
        Self { terms }
    }

    pub(super) fn atom(id: ExprId, times: i64) -> Self {
        Self { terms: BTreeMap::from([(vec![(id, times)], Rational::one())]) }
    }

    /// An expression multiplied out; nothing where that grows too large.
    pub(super) fn of(graph: &mut Graph, root: ExprId, ranges: &Ranges) -> Option<Self> {
        let order = Walk::rewritable(graph, root);
        if order.len() > LARGEST {
            return None;
        }
        let mut polynomials: FxHashMap<ExprId, Self> = FxHashMap::default();
        for id in order {
            let polynomial = match graph.node(id) {
                Node::Number(number) => Self::constant(number.clone()),
                Node::Symbol(_) | Node::Derivative { .. } => Self::atom(id, 1),
                Node::Apply { function, primes, arguments } => {
                    let row = graph.builtin(function);
                    let arguments = arguments.to_vec();
                    let of = |place: usize| &polynomials[&arguments[place]];
                    if row == Some(&ADD) {
                        (0..arguments.len()).try_fold(Self::default(), |sum, place| sum.plus(of(place)))?
                    } else if row == Some(&NEGATE) {
                        of(0).times(&Self::constant(Rational::from_integer(-1)))?
                    } else if row == Some(&MULTIPLY) {
                        (0..arguments.len()).try_fold(Self::constant(Rational::one()), |product, place| {
                            product.times(of(place))
                        })?
                    } else if row == Some(&DIVIDE) {
                        match of(1).inverse() {
                            Some(inverse) => of(0).times(&inverse)?,
                            None => of(0).times(&Self::atom(arguments[1], -1))?,
                        }
                    } else if row == Some(&POWER) {
                        match graph.node(arguments[1]) {
                            Node::Number(number) => {
                                let base = arguments[0];
                                match not_too_large(number.to_i64()) {
                                    // One over a sum is the sum as an atom, so often below.
                                    Some(whole) if whole < 0 => {
                                        of(0).to_the(whole).unwrap_or_else(|| Self::atom(base, whole))
                                    }
                                    Some(whole) => of(0).to_the(whole).unwrap_or_else(|| Self::atom(id, 1)),
                                    None => Self::atom(id, 1),
                                }
                            }
                            Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                                Self::atom(id, 1)
                            }
                        }
                    } else if primes == 0
                        && row.is_some_and(|row| {
                            matches!(row.definition, Definition::Primitive(Elementary::Abs))
                        })
                    {
                        let inner = of(0).clone();
                        inner.size(graph, ranges).unwrap_or_else(|| Self::atom(id, 1))
                    } else {
                        Self::atom(id, 1)
                    }
                }
            };
            polynomials.insert(id, polynomial);
        }
        Some(polynomials.remove(&root)?.with_single_roots(graph))
    }

    /// Roots of numbers to the first power: √3² is 3, and 1/√3 is √3/3.
    fn with_single_roots(self, graph: &Graph) -> Self {
        let number_under = |atom: ExprId| match graph.node(argument_of(graph, atom, &SQRT)?) {
            Node::Number(number) if number.is_positive() => Some(number),
            Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
        };
        let is_single = |&(atom, times): &(ExprId, i64)| times == 1 || number_under(atom).is_none();
        if self.terms.keys().all(|monomial| monomial.iter().all(is_single)) {
            return self;
        }
        let mut out = Self::default();
        for (monomial, mut coefficient) in self.terms {
            let mut reduced = Vec::with_capacity(monomial.len());
            for (atom, times) in monomial {
                let whole = number_under(atom).and_then(|number| number.pow(times.div_euclid(2)).ok());
                let left = if whole.is_some() { times.rem_euclid(2) } else { times };
                if let Some(whole) = whole {
                    coefficient = &coefficient * &whole;
                }
                if left != 0 {
                    reduced.push((atom, left));
                }
            }
            out.add(reduced, &coefficient);
        }
        out
    }

    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        let mut terms = self.terms.clone();
        for (monomial, coefficient) in &other.terms {
            let sum = terms.get(monomial).map_or_else(Rational::zero, Clone::clone);
            let sum = &sum + coefficient;
            if sum.bits() > MOST_BITS {
                return None;
            }
            if sum.is_zero() {
                terms.remove(monomial);
            } else {
                terms.insert(monomial.clone(), sum);
            }
        }
        (terms.len() <= MOST_TERMS).then_some(Self { terms })
    }

    pub(super) fn times(&self, other: &Self) -> Option<Self> {
        if self.terms.len().saturating_mul(other.terms.len()) > MOST_TERMS * 4 {
            return None;
        }
        let mut product = Self::default();
        for (left, a) in &self.terms {
            for (right, b) in &other.terms {
                let mut monomial: Monomial = left.iter().copied().collect();
                for &(atom, times) in right {
                    let sum = not_too_large(monomial.get(&atom).copied().unwrap_or(0).checked_add(times))?;
                    if sum == 0 {
                        monomial.remove(&atom);
                    } else {
                        monomial.insert(atom, sum);
                    }
                }
                let term = Self { terms: BTreeMap::from([(monomial.into_iter().collect(), a * b)]) };
                product = product.plus(&term)?;
            }
        }
        Some(product)
    }

    /// 1 over it, where it is one product.
    pub(super) fn inverse(&self) -> Option<Self> {
        let (monomial, coefficient) = self.single()?;
        let monomial = monomial.iter().map(|&(atom, times)| (atom, -times)).collect();
        Some(Self { terms: BTreeMap::from([(monomial, coefficient.recip()?)]) })
    }

    pub(super) fn single(&self) -> Option<(&Vec<(ExprId, i64)>, &Rational)> {
        if self.terms.len() == 1 { self.terms.iter().next() } else { None }
    }

    pub(super) fn to_the(&self, exponent: i64) -> Option<Self> {
        if let Some((monomial, coefficient)) = self.single() {
            let monomial: Option<Vec<(ExprId, i64)>> = monomial
                .iter()
                .map(|&(atom, times)| Some((atom, not_too_large(times.checked_mul(exponent))?)))
                .collect();
            if exponent == 0 {
                return Some(Self::constant(Rational::one()));
            }
            return Some(Self { terms: BTreeMap::from([(monomial?, coefficient.pow(exponent).ok()?)]) });
        }
        if !(0..=HIGHEST_POWER).contains(&exponent) {
            return None;
        }
        (0..exponent).try_fold(Self::constant(Rational::one()), |power, _| power.times(self))
    }

    /// Its absolute value, where it is one product: the product of absolute values.
    pub(super) fn size(&self, graph: &mut Graph, ranges: &Ranges) -> Option<Self> {
        if self.terms.is_empty() {
            return Some(self.clone());
        }
        let (monomial, coefficient) = self.single()?;
        let mut size = Self::constant(coefficient.abs());
        for &(atom, times) in monomial {
            let range = ranges_of(graph, &[atom], ranges)[0].unwrap_or(Range::ALL);
            let factor = if times % 2 == 0 || range.is_not_negative() {
                Self::atom(atom, times)
            } else if range.is_not_positive() {
                Self::atom(atom, times).times(&Self::constant(Rational::from_integer(-1)))?
            } else {
                Self::atom(graph.call(&ABS, &[atom]), times)
            };
            size = size.times(&factor)?;
        }
        Some(size)
    }

    /// Even powers of something whose absolute value stands elsewhere, as powers of that: x² = |x|².
    pub(super) fn with_sizes(self, graph: &Graph) -> Self {
        let sizes: FxHashMap<ExprId, ExprId> = self
            .atoms()
            .into_iter()
            .filter_map(|atom| Some((argument_of(graph, atom, &ABS)?, atom)))
            .collect();
        if sizes.is_empty() {
            return self;
        }
        let mut out = Self::default();
        for (monomial, coefficient) in self.terms {
            let mut powers: Monomial = BTreeMap::new();
            for (atom, times) in monomial {
                let atom = if times % 2 == 0 { sizes.get(&atom).copied().unwrap_or(atom) } else { atom };
                *powers.entry(atom).or_insert(0) += times;
            }
            powers.retain(|_, times| *times != 0);
            let key = powers.into_iter().collect();
            let sum = out.terms.remove(&key).unwrap_or_else(Rational::zero);
            let sum = &sum + &coefficient;
            if !sum.is_zero() {
                out.terms.insert(key, sum);
            }
        }
        out
    }

    /// Adds one term.
    pub(super) fn add(&mut self, monomial: Vec<(ExprId, i64)>, coefficient: &Rational) {
        let sum = self.terms.remove(&monomial).unwrap_or_else(Rational::zero);
        let sum = &sum + coefficient;
        if !sum.is_zero() {
            self.terms.insert(monomial, sum);
        }
    }

    /// By the powers of one atom: what stands with each.
    pub(super) fn by_powers_of(&self, atom: ExprId) -> BTreeMap<i64, Self> {
        let mut powers: BTreeMap<i64, Self> = BTreeMap::new();
        for (monomial, coefficient) in &self.terms {
            let times = monomial.iter().find(|(other, _)| *other == atom).map_or(0, |(_, times)| *times);
            let rest = monomial.iter().copied().filter(|(other, _)| *other != atom).collect();
            powers.entry(times).or_default().terms.insert(rest, coefficient.clone());
        }
        powers
    }

    /// The number it is, where it is one.
    pub(super) fn as_number(&self) -> Option<Rational> {
        match self.terms.iter().next() {
            None => Some(Rational::zero()),
            Some((monomial, coefficient)) if self.terms.len() == 1 && monomial.is_empty() => {
                Some(coefficient.clone())
            }
            Some(_) => None,
        }
    }

    pub(super) fn atoms(&self) -> Vec<ExprId> {
        let mut atoms: Vec<ExprId> =
            self.terms.keys().flat_map(|monomial| monomial.iter().map(|&(atom, _)| atom)).collect();
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }

    /// The factor that all terms share, of atoms that keep one sign or are taken an even number of times, and the rest.
    pub(super) fn without_common_factor(&self, ranges: &FxHashMap<ExprId, Range>) -> (Monomial, Self) {
        let mut common: Monomial = BTreeMap::new();
        for atom in self.atoms() {
            let times = |monomial: &Vec<(ExprId, i64)>| {
                monomial.iter().find(|(other, _)| *other == atom).map_or(0, |&(_, times)| times)
            };
            let mut least = self.terms.keys().map(times).min().unwrap_or(0);
            let range = ranges[&atom];
            if !range.is_not_negative() && least % 2 != 0 {
                least -= 1;
            }
            if least != 0 {
                common.insert(atom, least);
            }
        }
        let terms = self
            .terms
            .iter()
            .map(|(monomial, coefficient)| {
                let mut rest: Monomial = monomial.iter().copied().collect();
                for (&atom, &times) in &common {
                    let left = rest.get(&atom).copied().unwrap_or(0) - times;
                    if left == 0 {
                        rest.remove(&atom);
                    } else {
                        rest.insert(atom, left);
                    }
                }
                (rest.into_iter().collect(), coefficient.clone())
            })
            .collect();
        (common, Self { terms })
    }

    /// The sum as an expression over fresh names, one for each atom.
    pub(super) fn written(&self, graph: &mut Graph) -> (ExprId, Vec<(ExprId, ExprId)>) {
        let variables: Vec<(ExprId, ExprId)> = self
            .atoms()
            .into_iter()
            .map(|atom| {
                let symbol = graph.intern(&format!("'atom{}", atom.index()));
                (atom, graph.symbol(symbol))
            })
            .collect();
        let variable_of: FxHashMap<ExprId, ExprId> = variables.iter().copied().collect();
        (self.over(graph, |atom| variable_of[&atom]), variables)
    }

    /// The sum as an expression, each atom written as `of` says.
    pub(super) fn over(&self, graph: &mut Graph, of: impl Fn(ExprId) -> ExprId) -> ExprId {
        let mut terms = Vec::with_capacity(self.terms.len());
        for (monomial, coefficient) in &self.terms {
            let mut factors = Vec::with_capacity(monomial.len() + 1);
            if !coefficient.is_one() || monomial.is_empty() {
                factors.push(graph.number(coefficient.clone()));
            }
            for &(atom, times) in monomial {
                let exponent = graph.integer(times);
                let factor = of(atom);
                factors.push(if times == 1 { factor } else { graph.call(&POWER, &[factor, exponent]) });
            }
            terms.push(graph.together(&MULTIPLY, &factors));
        }
        // A sum of nothing has no value where it is evaluated: zero is a number.
        if terms.is_empty() { graph.integer(0) } else { graph.together(&ADD, &terms) }
    }
}
