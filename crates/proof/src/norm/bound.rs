//! Bounds of norms of vectors and matrices.

use chainrule_array::word::{Over, Word};
use chainrule_array::{QuantityId, Shape, Size, Whole, WholeId};
use chainrule_number::{Enclosure, Rational, Scalar, Toward};
use chainrule_program::array::Array;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::function::rows::hyperbolic::TANH;
use chainrule_symbolic::function::rows::logistic::{SIGMOID, SOFTPLUS};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::function::rows::rectifier::{RELU, SOFTSIGN};
use chainrule_symbolic::function::rows::trigonometric::{ATAN, COS, SIN};
use chainrule_symbolic::function::{self, Function};
use chainrule_symbolic::graph::FunctionId;

use super::amount::{Amount, Kind};
use super::span::{Span, upper};
use super::{Norms, rule};
use crate::rule::ProofRule;

/// A number, or a sum of products of norms, that a norm is not above.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The bound.
    pub amount: Amount,
    /// Whether the norm is always less.
    pub is_strict: bool,
    /// By which rules, each once.
    pub rules: Vec<&'static ProofRule>,
}

impl Bound {
    /// A bound by a rule.
    pub(super) fn by(amount: Amount, rule: &'static ProofRule) -> Self {
        Self { amount, is_strict: false, rules: vec![rule] }
    }

    /// What bounds itself.
    pub(super) fn without_rule(amount: Amount) -> Self {
        Self { amount, is_strict: false, rules: Vec::new() }
    }

    pub(super) fn and(mut self, rules: &[&'static ProofRule]) -> Self {
        for rule in rules {
            if !self.rules.contains(rule) {
                self.rules.push(rule);
            }
        }
        self
    }

    /// The bound of a sum.
    pub(super) fn plus(self, other: &Self) -> Option<Self> {
        let amount = self.amount.plus(&other.amount)?;
        let is_strict = self.is_strict || other.is_strict;
        Some(Self { amount, is_strict, rules: self.rules }.and(&other.rules))
    }

    /// The bound of a product.
    pub(super) fn times(self, other: &Self) -> Option<Self> {
        let amount = self.amount.times(&other.amount)?;
        let is_positive = |bound: &Self| bound.amount.as_number().is_some_and(|value| value.is_positive());
        let is_strict = (self.is_strict && is_positive(other)) || (other.is_strict && is_positive(&self));
        Some(Self { amount, is_strict, rules: self.rules }.and(&other.rules))
    }
}

/// Functions without jumps, so that what is said of their slopes says how far they go.
static WITHOUT_JUMPS: [&Function; 9] =
    [&TANH, &SIGMOID, &RELU, &SIN, &COS, &ATAN, &SOFTPLUS, &ABS, &SOFTSIGN];

/// Those of them that are 0 at 0.
static ARE_0_AT_0: [&Function; 6] = [&TANH, &RELU, &SIN, &ATAN, &ABS, &SOFTSIGN];

/// A number that the largest singular value of given numbers, or their length, is not above.
pub(super) fn norm_of(array: &Array<Enclosure>, bits: u32) -> Option<Rational> {
    let columns = array.axes.get(1).copied().unwrap_or(1);
    upper(&Enclosure::spectral_norm(columns, &array.entries, bits).ok()?)
}

impl Norms<'_> {
    /// The norm of an array as a letter.
    pub(super) fn letter(whole: WholeId) -> Bound {
        Bound::without_rule(Amount::atom(whole, Kind::Spectral))
    }

    /// The bound of a quantity; nothing where its norm stays a letter.
    pub(super) fn bound_of_quantity(&self, quantity: QuantityId) -> Option<Bound> {
        if matches!(self.arrays.quantity(quantity).shape, Shape::Tensor(_)) {
            return None;
        }
        if let Some(array) = self.values.get(&quantity)
            && let Some(most) = norm_of(array, self.bits)
        {
            return Some(Bound::by(Amount::number(most), &rule::NUMBERS));
        }
        if self.arrays.whole_of(quantity).is_some_and(|whole| self.kept.contains(&whole)) {
            return None;
        }
        let definition = self.arrays.definition(quantity)?;
        let is_number = self.arrays.shape(definition).is_number();
        Some(if is_number { self.size_of(definition) } else { self.bound(definition) })
    }

    /// A bound of the norm of a vector or matrix, those of quantities being known.
    pub(super) fn bound(&self, whole: WholeId) -> Bound {
        if self.kept.contains(&whole) {
            return Self::letter(whole);
        }
        self.of_whole(whole).unwrap_or_else(|| Self::letter(whole))
    }

    fn of_whole(&self, whole: WholeId) -> Option<Bound> {
        let one = || Amount::number(Rational::one());
        match self.arrays.whole(whole) {
            Whole::Number(_) | Whole::Size(_) => Some(self.size_of(whole)),
            Whole::Quantity(quantity) => self.of_quantities.get(quantity)?.clone(),
            Whole::Ones(_) => {
                let count = self.entries_of(self.arrays.shape(whole))?;
                Some(Bound::without_rule(Amount::number(root_above(&count)?)))
            }
            Whole::Identity(_) | Whole::Rows { .. } | Whole::OneHot(..) => Some(Bound::without_rule(one())),
            Whole::Transpose(of) => Some(self.bound(*of)),
            Whole::Spread { vector, count, .. } => {
                let count = root_above(&self.count(*count)?)?;
                self.bound(*vector).times(&Bound::without_rule(Amount::number(count)))
            }
            Whole::Product(left, right) => {
                Some(self.bound(*left).times(&self.bound(*right))?.and(&[&rule::PRODUCT]))
            }
            Whole::Word { word, over, arguments } => self.of_word(*word, *over, arguments),
            Whole::Apply { function, primes, arguments } => {
                self.of_function(whole, (*function, *primes), arguments)
            }
            // Nothing is known of what is defined by its entries alone.
            Whole::Entries { .. } => None,
            // A line or an entry is never longer than the whole.
            Whole::Part { of, .. } => {
                let bound = self.of_quantities.get(of)?.clone()?;
                bound.amount.as_number().is_some().then_some(bound)
            }
        }
    }

    fn of_word(&self, word: Word, over: Over, arguments: &[WholeId]) -> Option<Bound> {
        let first = *arguments.first()?;
        match word {
            Word::Diag => {
                let (size, is_strict) = self.span(first).size()?;
                let bound = Bound::by(Amount::number(size), &rule::DIAGONAL);
                Some(Bound { is_strict, ..bound }.and(&[&rule::RANGES]))
            }
            Word::Outer => {
                let second = self.bound(*arguments.get(1)?);
                Some(self.bound(first).times(&second)?.and(&[&rule::PRODUCT]))
            }
            Word::Softmax | Word::Largest if over == Over::All => {
                matches!(self.arrays.shape(first), Shape::Vector(_))
                    .then(|| Bound::by(Amount::number(Rational::one()), &rule::ON_A_SIMPLEX))
            }
            Word::Diagonal
            | Word::Inverse
            | Word::Softmax
            | Word::Largest
            | Word::Sum
            | Word::Mean
            | Word::Norm
            | Word::FrobeniusNorm
            | Word::SpectralNorm
            | Word::Dot
            | Word::Trace
            | Word::LogSumExp
            | Word::Determinant
            | Word::LogDeterminant
            | Word::Max => None,
        }
    }

    fn of_function(
        &self,
        whole: WholeId,
        (id, primes): (FunctionId, u8),
        arguments: &[WholeId],
    ) -> Option<Bound> {
        let row = function::TABLE.get(id.index())?;
        let is = |other: &'static Function| primes == 0 && **row == *other;
        if is(&NEGATE) {
            return Some(self.bound(arguments[0]));
        }
        if is(&ADD) {
            if let Some(bound) = self.softmax_slope(arguments) {
                return Some(bound);
            }
            if let Some(bound) = self.by_slopes(arguments) {
                return Some(bound);
            }
            let shape = self.arrays.shape(whole);
            if arguments.iter().any(|part| self.arrays.shape(*part) != shape) {
                return self.by_entries(whole);
            }
            let (first, others) = arguments.split_first()?;
            let sum = others.iter().try_fold(self.bound(*first), |sum, part| sum.plus(&self.bound(*part)))?;
            return Some(sum.and(&[&rule::SUM]));
        }
        if is(&MULTIPLY) {
            return self.of_factors(whole, arguments);
        }
        if is(&DIVIDE) {
            if !matches!(self.arrays.whole(arguments[1]), Whole::Number(_) | Whole::Size(_)) {
                return self.by_entries(whole);
            }
            let below = self.divisor(arguments[1])?;
            return self.bound(arguments[0]).times(&Bound::without_rule(Amount::number(below)));
        }
        if primes == 0
            && let [argument] = arguments
            && ARE_0_AT_0.contains(row)
            && matches!(self.arrays.shape(*argument), Shape::Vector(_))
            && (self.kept.contains(argument) || self.by_entries(whole).is_none())
        {
            return Self::by_slope(row, self.bound(*argument));
        }
        self.by_entries(whole)
    }

    /// `f(u) − f(v)` of vectors, where the other side speaks of `u − v`: so it is for lengths, not for largest singular values.
    fn by_slopes(&self, terms: &[WholeId]) -> Option<Bound> {
        let [first, second] = terms else { return None };
        let Whole::Apply { function, primes: 0, arguments } = self.arrays.whole(*first) else { return None };
        let Whole::Apply { function: minus, primes: 0, arguments: taken } = self.arrays.whole(*second) else {
            return None;
        };
        let Whole::Apply { function: other, primes: 0, arguments: others } =
            self.arrays.whole(*taken.first()?)
        else {
            return None;
        };
        let row = function::TABLE.get(function.index())?;
        let ([u], [v]) = (arguments.as_slice(), others.as_slice()) else { return None };
        let is_vector = matches!(self.arrays.shape(*u), Shape::Vector(_));
        if *minus != function::id(&NEGATE) || function != other || !(is_vector && WITHOUT_JUMPS.contains(row))
        {
            return None;
        }
        let is_difference = |whole: &&WholeId| {
            if let Some(arguments) = self.arrays.arguments_of(**whole, &ADD) {
                matches!(arguments, [a, b] if (a == u && self.is_negative_of(*b, *v))
                    || (a == v && self.is_negative_of(*b, *u)))
            } else {
                false
            }
        };
        let apart = *self.kept.iter().find(is_difference)?;
        Self::by_slope(row, Self::letter(apart))
    }

    pub(super) fn is_negative_of(&self, whole: WholeId, of: WholeId) -> bool {
        self.arrays.arguments_of(whole, &NEGATE) == Some(&[of])
    }

    /// As far as the slopes of a function let it go, where its argument goes so far.
    fn by_slope(row: &'static Function, argument: Bound) -> Option<Bound> {
        let (slope, _) = Span::stated(row.derivative_range).size()?;
        argument.times(&Bound::by(Amount::number(slope), &rule::SLOPES))
    }

    /// Numbers and arrays multiplied entry by entry.
    fn of_factors(&self, whole: WholeId, arguments: &[WholeId]) -> Option<Bound> {
        let mut bound = Bound::without_rule(Amount::number(Rational::one()));
        let (numbers, arrays): (Vec<WholeId>, Vec<WholeId>) =
            arguments.iter().partition(|part| self.arrays.shape(**part).is_number());
        for number in numbers {
            bound = bound.times(&self.size_of(number))?;
        }
        if !matches!(self.arrays.shape(whole), Shape::Vector(_)) {
            // A vector in each row, or in each column, is the product with a diagonal matrix.
            let (lines, mut others): (Vec<WholeId>, Vec<WholeId>) =
                arrays.into_iter().partition(|part| matches!(self.arrays.whole(*part), Whole::Spread { .. }));
            for line in lines {
                match self.span(line).size() {
                    Some((size, is_strict)) if !others.is_empty() => {
                        let diagonal = Bound::by(Amount::number(size), &rule::DIAGONAL);
                        bound = bound.times(&Bound { is_strict, ..diagonal }.and(&[&rule::RANGES]))?;
                    }
                    Some(_) | None => others.push(line),
                }
            }
            let several = others.len() > 1;
            for part in others {
                bound = bound.times(&self.bound(part))?;
            }
            return Some(if several { bound.and(&[&rule::ENTRIES_OF_MATRICES]) } else { bound });
        }
        // One factor counts by its length, the others by their largest entries.
        let sizes: Vec<_> = arrays.iter().map(|part| self.span(*part).size()).collect();
        let unbounded = sizes.iter().position(Option::is_none);
        let by_length = unbounded.unwrap_or(arrays.len().saturating_sub(1));
        for (place, (part, size)) in arrays.iter().zip(sizes).enumerate() {
            let factor_bound = match size {
                Some((size, is_strict)) if place != by_length => {
                    let bound = Bound::by(Amount::number(size), &rule::ENTRY_BY_ENTRY);
                    Bound { is_strict, ..bound }.and(&[&rule::RANGES])
                }
                // An entry is at most as large as the vector is long.
                Some(_) | None => self.bound(*part),
            };
            bound = bound.times(&factor_bound)?;
        }
        Some(if arrays.len() > 1 { bound.and(&[&rule::ENTRY_BY_ENTRY]) } else { bound })
    }

    /// `√n` times the largest entry.
    fn by_entries(&self, whole: WholeId) -> Option<Bound> {
        let (size, is_strict) = self.span(whole).size()?;
        let count = root_above(&self.entries_of(self.arrays.shape(whole))?)?;
        let bound = Bound::by(Amount::number(&size * &count), &rule::RANGES);
        Some(Bound { is_strict, ..bound })
    }

    /// `diag(p) − p·pᵀ`, where p is a softmax.
    fn softmax_slope(&self, terms: &[WholeId]) -> Option<Bound> {
        let [first, second] = terms else { return None };
        let Whole::Word { word: Word::Diag, arguments, .. } = self.arrays.whole(*first) else { return None };
        let vector = arguments[0];
        let Whole::Apply { function, primes: 0, arguments } = self.arrays.whole(*second) else { return None };
        let Whole::Product(left, right) = self.arrays.whole(*arguments.first()?) else { return None };
        let is_square = *function == function::id(&NEGATE)
            && *left == vector
            && matches!(self.arrays.whole(*right), Whole::Transpose(of) if *of == vector);
        let definition = if let Whole::Quantity(quantity) = self.arrays.whole(vector) {
            self.arrays.definition(*quantity)?
        } else {
            vector
        };
        let is_softmax =
            matches!(self.arrays.whole(definition), Whole::Word { word: Word::Softmax, over: Over::All, .. });
        let half = Amount::number(Rational::fraction(1, 2));
        if !(is_square && is_softmax) {
            return None;
        }
        // Of two entries, 1/2 and 1/2, it is 1/2; of more, none of which is 0, it is less.
        let is_strict = matches!(self.arrays.shape(vector), Shape::Vector(Size::Number(3..)));
        Some(Bound { is_strict, ..Bound::by(half, &rule::SOFTMAX) })
    }
}

/// A fraction that is not below the root of a number; the root itself, where that is one.
fn root_above(value: &Rational) -> Option<Rational> {
    value.nth_root_exact(2).or_else(|| {
        let enclosure = Enclosure::from_rational(value, 64);
        enclosure.upper().sqrt(64, Toward::Up).rational_toward(Toward::Up)
    })
}
