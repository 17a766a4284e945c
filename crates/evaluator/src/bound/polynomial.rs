//! Sums of products: common factors taken out, and what is no sum or product taken as a variable with its own range.

use std::collections::BTreeMap;

use chainrule_symbolic::function::Definition;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use chainrule_symbolic::number::{Elementary, Rational};
use rustc_hash::FxHashMap;

use super::program::without_own_functions;
use super::quadratic::is_semidefinite;
use super::search::{self, Found, LeafRange, Ranges};
use super::{Range, ranges_of};

/// Larger sums are not multiplied out.
const MOST_TERMS: usize = 200;

/// Higher powers are not multiplied out.
const HIGHEST_POWER: i64 = 8;

/// Larger expressions are not taken apart.
const LARGEST: usize = 4000;

/// Factors and how often each; never zero times.
type Monomial = BTreeMap<ExprId, i64>;

/// A sum of products of atoms.
#[derive(Clone, Debug, Default)]
struct Polynomial {
    terms: BTreeMap<Vec<(ExprId, i64)>, Rational>,
}

/// As [`search::search`], with every function of the leaves as a variable of its own.
pub(super) fn search(graph: &mut Graph, expr: ExprId, strict: bool, ranges: &Ranges) -> Found {
    let expr = without_own_functions(graph, expr);
    let mut at = expr;
    for _ in 0..MOST_ROUNDS {
        let Some(polynomial) = Polynomial::of(graph, at, ranges).map(|own| own.with_sizes(graph)) else {
            return Found::Nothing;
        };
        let atoms: Vec<ExprId> = polynomial.atoms();
        let own: FxHashMap<ExprId, Range> = atoms
            .iter()
            .copied()
            .zip(ranges_of(graph, &atoms, ranges))
            .map(|(atom, range)| (atom, range.unwrap_or(Range::ALL)))
            .collect();
        let (common, rest) = polynomial.without_common_factor(&own);
        if !common.iter().all(|(atom, times)| keeps_sign(own[atom], *times, strict)) {
            return Found::Nothing;
        }
        if rest.terms.is_empty() {
            return if strict { Found::Nothing } else { Found::Proved };
        }
        if !strict && rest.is_quadratic_form_above_zero() {
            return Found::Proved;
        }
        if rest.atoms().len() <= MOST_VARIABLES {
            let (expr, variables) = rest.written(graph);
            let ranges: Ranges = variables
                .into_iter()
                .map(|(atom, variable)| {
                    // A leaf keeps its exact ends.
                    let range = ranges.get(&atom).cloned().unwrap_or_else(|| LeafRange::of_range(own[&atom]));
                    (variable, range)
                })
                .collect();
            if search::search(graph, expr, strict, &ranges) == Found::Proved {
                return Found::Proved;
            }
        }
        // With the common factor gone, denominators may be gone with it: what is left is another sum.
        let next = rest.over(graph, |atom| atom);
        if common.is_empty() || next == at {
            break;
        }
        at = next;
        if search::search(graph, at, strict, ranges) == Found::Proved {
            return Found::Proved;
        }
    }
    Found::Nothing
}

/// Common factors are taken out so often.
const MOST_ROUNDS: usize = 3;

/// Whether a power of something in a range is never below zero (never zero either, if `strict`): then it can be taken
/// out, and where it is zero so is the whole.
fn keeps_sign(range: Range, times: i64, strict: bool) -> bool {
    if times % 2 == 0 {
        !strict || range.is_positive() || range.is_negative()
    } else if strict {
        range.is_positive()
    } else {
        range.is_not_negative()
    }
}

/// For `|a + b·c|`, the larger `|a| + |b|·|c|`; nothing for what is no absolute value of a sum.
pub fn sum_of_sizes(graph: &mut Graph, expr: ExprId, ranges: &Ranges) -> Option<ExprId> {
    let Node::Apply { function, arguments: &[inner], primes: 0 } = graph.node(expr) else { return None };
    if graph.builtin(function) != Some(&ABS) {
        return None;
    }
    let inner = without_own_functions(graph, inner);
    let polynomial = Polynomial::of(graph, inner, ranges)?;
    if polynomial.terms.len() < 2 {
        return None;
    }
    let mut sum = Polynomial::default();
    for (monomial, coefficient) in polynomial.terms {
        let term = Polynomial { terms: BTreeMap::from([(monomial, coefficient)]) };
        sum = sum.plus(&term.size(graph, ranges)?)?;
    }
    Some(sum.over(graph, |atom| atom))
}

/// With more variables halving gets nowhere.
const MOST_VARIABLES: usize = 12;

impl Polynomial {
    fn constant(value: Rational) -> Self {
        let mut terms = BTreeMap::new();
        if !value.is_zero() {
            terms.insert(Vec::new(), value);
        }
        Self { terms }
    }

    fn atom(id: ExprId, times: i64) -> Self {
        Self { terms: BTreeMap::from([(vec![(id, times)], Rational::one())]) }
    }

    /// An expression multiplied out; nothing where that grows too large.
    fn of(graph: &mut Graph, root: ExprId, ranges: &Ranges) -> Option<Self> {
        let order = Walk::rewritable(graph, root);
        if order.len() > LARGEST {
            return None;
        }
        let mut known: FxHashMap<ExprId, Self> = FxHashMap::default();
        for id in order {
            let polynomial = match graph.node(id) {
                Node::Number(number) => Self::constant(number.clone()),
                Node::Symbol(_) | Node::Derivative { .. } => Self::atom(id, 1),
                Node::Apply { function, primes, arguments } => {
                    let row = graph.builtin(function);
                    let arguments = arguments.to_vec();
                    let of = |place: usize| &known[&arguments[place]];
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
                                let whole = number.to_i64();
                                whole
                                    .and_then(|whole| of(0).to_the(whole))
                                    .unwrap_or_else(|| Self::atom(id, 1))
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
            known.insert(id, polynomial);
        }
        known.remove(&root)
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        let mut terms = self.terms.clone();
        for (monomial, coefficient) in &other.terms {
            let sum = terms.get(monomial).map_or_else(Rational::zero, Clone::clone);
            let sum = &sum + coefficient;
            if sum.is_zero() {
                terms.remove(monomial);
            } else {
                terms.insert(monomial.clone(), sum);
            }
        }
        (terms.len() <= MOST_TERMS).then_some(Self { terms })
    }

    fn times(&self, other: &Self) -> Option<Self> {
        if self.terms.len().saturating_mul(other.terms.len()) > MOST_TERMS * 4 {
            return None;
        }
        let mut product = Self::default();
        for (left, a) in &self.terms {
            for (right, b) in &other.terms {
                let mut monomial: Monomial = left.iter().copied().collect();
                for &(atom, times) in right {
                    let sum = monomial.get(&atom).copied().unwrap_or(0) + times;
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
    fn inverse(&self) -> Option<Self> {
        let (monomial, coefficient) = self.single()?;
        let monomial = monomial.iter().map(|&(atom, times)| (atom, -times)).collect();
        Some(Self { terms: BTreeMap::from([(monomial, coefficient.recip()?)]) })
    }

    fn single(&self) -> Option<(&Vec<(ExprId, i64)>, &Rational)> {
        if self.terms.len() == 1 { self.terms.iter().next() } else { None }
    }

    fn to_the(&self, exponent: i64) -> Option<Self> {
        if let Some((monomial, coefficient)) = self.single() {
            let monomial: Option<Vec<(ExprId, i64)>> =
                monomial.iter().map(|&(atom, times)| Some((atom, times.checked_mul(exponent)?))).collect();
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
    fn size(&self, graph: &mut Graph, ranges: &Ranges) -> Option<Self> {
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
    fn with_sizes(self, graph: &Graph) -> Self {
        let sizes: FxHashMap<ExprId, ExprId> = self
            .atoms()
            .into_iter()
            .filter_map(|atom| match graph.node(atom) {
                Node::Apply { function, arguments: &[inner], primes: 0 }
                    if graph.builtin(function) == Some(&ABS) =>
                {
                    Some((inner, atom))
                }
                Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => None,
            })
            .collect();
        if sizes.is_empty() {
            return self;
        }
        let mut out = Self::default();
        for (monomial, coefficient) in self.terms {
            let mut own: Monomial = BTreeMap::new();
            for (atom, times) in monomial {
                let atom = if times % 2 == 0 { sizes.get(&atom).copied().unwrap_or(atom) } else { atom };
                *own.entry(atom).or_insert(0) += times;
            }
            own.retain(|_, times| *times != 0);
            let key = own.into_iter().collect();
            let sum = out.terms.remove(&key).unwrap_or_else(Rational::zero);
            let sum = &sum + &coefficient;
            if !sum.is_zero() {
                out.terms.insert(key, sum);
            }
        }
        out
    }

    /// Whether it is a quadratic polynomial that is never below zero, whatever its atoms.
    fn is_quadratic_form_above_zero(&self) -> bool {
        let atoms = self.atoms();
        let size = atoms.len() + 1;
        let mut matrix = vec![vec![Rational::zero(); size]; size];
        for (monomial, coefficient) in &self.terms {
            let mut places = Vec::new();
            for (atom, times) in monomial {
                let Ok(place) = atoms.binary_search(atom) else { return false };
                match times {
                    1 => places.push(place),
                    2 => places.extend([place, place]),
                    _ => return false,
                }
            }
            // The constant stands in the last place.
            let (row, column) = match places.as_slice() {
                [] => (size - 1, size - 1),
                [one] => (*one, size - 1),
                [one, two] => (*one, *two),
                _ => return false,
            };
            let half = coefficient * &Rational::fraction(1, 2);
            matrix[row][column] = &matrix[row][column] + &half;
            matrix[column][row] = &matrix[column][row] + &half;
        }
        is_semidefinite(matrix)
    }

    fn atoms(&self) -> Vec<ExprId> {
        let mut atoms: Vec<ExprId> =
            self.terms.keys().flat_map(|monomial| monomial.iter().map(|&(atom, _)| atom)).collect();
        atoms.sort_unstable();
        atoms.dedup();
        atoms
    }

    /// The factor that all terms share, of atoms that keep one sign or are taken an even number of times, and the rest.
    fn without_common_factor(&self, ranges: &FxHashMap<ExprId, Range>) -> (Monomial, Self) {
        let mut common: Monomial = BTreeMap::new();
        for atom in self.atoms() {
            let times = |monomial: &Vec<(ExprId, i64)>| {
                monomial.iter().find(|(own, _)| *own == atom).map_or(0, |&(_, times)| times)
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
    fn written(&self, graph: &mut Graph) -> (ExprId, Vec<(ExprId, ExprId)>) {
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
    fn over(&self, graph: &mut Graph, of: impl Fn(ExprId) -> ExprId) -> ExprId {
        let mut terms = Vec::with_capacity(self.terms.len());
        for (monomial, coefficient) in &self.terms {
            let mut factors = vec![graph.number(coefficient.clone())];
            for &(atom, times) in monomial {
                let exponent = graph.integer(times);
                let factor = of(atom);
                factors.push(if times == 1 { factor } else { graph.call(&POWER, &[factor, exponent]) });
            }
            terms.push(graph.call(&MULTIPLY, &factors));
        }
        graph.call(&ADD, &terms)
    }
}
