//! The sides of a claim that are numbers: how large one can be, and what the other is.

use chainrule_array::word::{Over, Word};
use chainrule_array::{Shape, Whole, WholeId};
use chainrule_number::{Enclosure, Rational, Scalar, Toward};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::function::{self, Function};
use rustc_hash::FxHashSet;

use super::amount::{Amount, Kind};
use super::bound::Bound;
use super::{Norms, rule};

/// Whole powers up to this are multiplied out.
const MOST_POWER: i64 = 256;

impl Norms<'_> {
    /// A bound of the size of a number.
    pub(super) fn size_of(&self, whole: WholeId) -> Bound {
        if self.kept.contains(&whole) {
            return Self::letter(whole);
        }
        self.size_of_parts(whole).unwrap_or_else(|| Self::letter(whole))
    }

    fn size_of_parts(&self, whole: WholeId) -> Option<Bound> {
        match self.arrays.whole(whole) {
            Whole::Number(value) => Some(Bound::without_rule(Amount::number(value.abs()))),
            Whole::Size(size) => Some(Bound::without_rule(Amount::number(self.count(*size)?))),
            Whole::Quantity(quantity) => self.of_quantities.get(quantity)?.clone(),
            Whole::Part { of, .. } => {
                let bound = self.of_quantities.get(of)?.clone()?;
                if let Some((size, is_strict)) = self.span(whole).size() {
                    let bound = Bound::by(Amount::number(size), &rule::RANGES_OF_ENTRIES);
                    return Some(Bound { is_strict, ..bound });
                }
                bound.amount.as_number().is_some().then_some(bound)
            }
            // The inner product of two vectors.
            Whole::Product(left, right) => {
                Some(self.bound(*left).times(&self.bound(*right))?.and(&[&rule::PRODUCT]))
            }
            Whole::Word { word, over: Over::All, arguments } => match word {
                Word::Norm | Word::SpectralNorm => Some(self.bound(*arguments.first()?)),
                Word::FrobeniusNorm => self.frobenius(*arguments.first()?),
                Word::Dot => {
                    let [left, right] =
                        [arguments.first()?, arguments.get(1)?].map(|whole| self.bound(*whole));
                    Some(left.times(&right)?.and(&[&rule::PRODUCT]))
                }
                Word::Mean | Word::Max => self.by_range(*arguments.first()?),
                Word::Sum
                | Word::Trace
                | Word::Diag
                | Word::Diagonal
                | Word::Softmax
                | Word::LogSumExp
                | Word::Inverse
                | Word::Determinant
                | Word::LogDeterminant
                | Word::Outer
                | Word::Largest => None,
            },
            Whole::Apply { function, primes, arguments } => {
                let row = function::TABLE.get(function.index())?;
                let is = |other: &'static Function| *primes == 0 && **row == *other;
                if is(&NEGATE) || is(&ABS) {
                    return Some(self.size_of(arguments[0]));
                }
                let sizes = || arguments.iter().map(|part| self.size_of(*part));
                if is(&ADD) {
                    return sizes()
                        .try_fold(Bound::without_rule(Amount::default()), |sum, bound| sum.plus(&bound));
                }
                if is(&MULTIPLY) {
                    let one = Bound::without_rule(Amount::number(Rational::one()));
                    return sizes().try_fold(one, |product, bound| product.times(&bound));
                }
                if is(&POWER) {
                    return self.power(arguments, &self.size_of(arguments[0]));
                }
                if is(&DIVIDE) {
                    let below = self.divisor(arguments[1])?;
                    return self.size_of(arguments[0]).times(&Bound::without_rule(Amount::number(below)));
                }
                self.by_range(whole)
            }
            Whole::Entries { .. }
            | Whole::Word { .. }
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::Rows { .. }
            | Whole::OneHot(..)
            | Whole::Spread { .. }
            | Whole::Transpose(_) => None,
        }
    }

    fn by_range(&self, whole: WholeId) -> Option<Bound> {
        let (size, is_strict) = self.span(whole).size()?;
        let bound = Bound::by(Amount::number(size), &rule::RANGES);
        Some(Bound { is_strict, ..bound })
    }

    /// Of a product of two vectors it is that of the matrix; else it stays a letter.
    fn frobenius(&self, of: WholeId) -> Option<Bound> {
        if let Whole::Quantity(quantity) = self.arrays.whole(of)
            && let Some(array) = self.values.get(quantity)
        {
            let length = Enclosure::spectral_norm(1, &array.entries, self.bits).ok()?;
            let most = length.upper().rational_toward(Toward::Up)?;
            return Some(Bound::by(Amount::number(most), &rule::NUMBERS));
        }
        Some(Bound::without_rule(Amount::atom(of, Kind::Frobenius)))
    }

    /// Of `‖A·B‖` the bounds by the norms of the factors, one of which is that of Frobenius and the others largest singular
    /// values: for every place of the one.
    pub(super) fn frobenius_of_product(&self, whole: WholeId) -> Vec<Bound> {
        let Whole::Word { word: Word::FrobeniusNorm, arguments, .. } = self.arrays.whole(whole) else {
            return Vec::new();
        };
        let factors: Vec<WholeId> =
            self.factors(self.bare(arguments[0])).into_iter().map(|(factor, _)| factor).collect();
        if factors.len() < 2 || self.kept.contains(&self.bare(arguments[0])) {
            return Vec::new();
        }
        let by_place = |place: usize| {
            let one = Bound::without_rule(Amount::number(Rational::one()));
            factors.iter().enumerate().try_fold(one, |product, (at, &factor)| {
                let is_vector = matches!(self.arrays.shape(factor), Shape::Vector(_));
                let bound =
                    if at == place && !is_vector { self.frobenius(factor)? } else { self.bound(factor) };
                product.times(&bound)
            })
        };
        let bounds = (0..factors.len()).filter_map(by_place);
        bounds.map(|bound| bound.and(&[&rule::FROBENIUS_OF_PRODUCT])).collect()
    }

    fn power(&self, arguments: &[WholeId], base: &Bound) -> Option<Bound> {
        let exponent = self.exponent(arguments[1])?;
        let one = Bound::without_rule(Amount::number(Rational::one()));
        (0..exponent).try_fold(one, |product, _| product.times(base))
    }

    /// A whole exponent that is not negative.
    fn exponent(&self, whole: WholeId) -> Option<i64> {
        let value = self.number(whole)?;
        value.to_i64().filter(|power| value.is_integer() && (0..=MOST_POWER).contains(power))
    }

    /// What a side is, in norms with numbers in front that are not negative, and of what they are norms.
    pub(super) fn exactly(&self, whole: WholeId) -> Option<(Amount, FxHashSet<WholeId>)> {
        let mut kept = FxHashSet::default();
        let amount = self.exact(whole, &mut kept)?;
        Some((amount, kept))
    }

    fn exact(&self, whole: WholeId, kept: &mut FxHashSet<WholeId>) -> Option<Amount> {
        match self.arrays.whole(whole) {
            Whole::Number(value) => (!value.is_negative()).then(|| Amount::number(value.clone())),
            Whole::Size(size) => Some(Amount::number(self.count(*size)?)),
            Whole::Word { word, over: Over::All, arguments } => {
                let kind = match word {
                    Word::Norm | Word::SpectralNorm => Kind::Spectral,
                    Word::FrobeniusNorm => Kind::Frobenius,
                    Word::Sum
                    | Word::Mean
                    | Word::Dot
                    | Word::Trace
                    | Word::Diag
                    | Word::Diagonal
                    | Word::Softmax
                    | Word::LogSumExp
                    | Word::Inverse
                    | Word::Determinant
                    | Word::LogDeterminant
                    | Word::Outer
                    | Word::Max
                    | Word::Largest => return None,
                };
                let of = self.bare(*arguments.first()?);
                kept.insert(of);
                Some(Amount::atom(of, kind))
            }
            Whole::Apply { function, primes: 0, arguments } => {
                let row = function::TABLE.get(function.index())?;
                let is = |other: &'static Function| **row == *other;
                if is(&ADD) {
                    return arguments
                        .iter()
                        .try_fold(Amount::default(), |sum, part| sum.plus(&self.exact(*part, kept)?));
                }
                if is(&MULTIPLY) {
                    let one = Amount::number(Rational::one());
                    return arguments.iter().try_fold(one, |all, part| all.times(&self.exact(*part, kept)?));
                }
                if is(&DIVIDE) {
                    let below = if let Whole::Number(value) = self.arrays.whole(arguments[1])
                        && value.is_negative()
                    {
                        return None;
                    } else {
                        self.divisor(arguments[1])?
                    };
                    return self.exact(arguments[0], kept)?.times(&Amount::number(below));
                }
                if is(&POWER) {
                    let (base, exponent) = (self.exact(arguments[0], kept)?, self.exponent(arguments[1])?);
                    let one = Amount::number(Rational::one());
                    return (0..exponent).try_fold(one, |product, _| product.times(&base));
                }
                if is(&ABS) {
                    kept.insert(arguments[0]);
                    return Some(Amount::atom(arguments[0], Kind::Spectral));
                }
                None
            }
            Whole::Quantity(_)
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::Rows { .. }
            | Whole::OneHot(..)
            | Whole::Apply { .. }
            | Whole::Spread { .. }
            | Whole::Product(..)
            | Whole::Transpose(_)
            | Whole::Word { .. }
            | Whole::Entries { .. }
            | Whole::Part { .. } => None,
        }
    }

    /// Without a transpose: the norm is the same.
    pub(super) fn bare(&self, whole: WholeId) -> WholeId {
        if let Whole::Transpose(of) = self.arrays.whole(whole) { *of } else { whole }
    }
}
