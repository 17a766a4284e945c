//! From where to where the entries of arrays go.

use chainrule_array::word::Word;
use chainrule_array::{QuantityId, Shape, Size, Whole, WholeId};
use chainrule_number::{Enclosure, Rational, Toward};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::function::{self, End, Interval};
use chainrule_symbolic::graph::FunctionId;

use super::Norms;

/// An end, and whether it is never reached; nothing where there is no bound.
pub type SpanEnd = Option<(Rational, bool)>;

/// Numbers from one end to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The lower end.
    pub low: SpanEnd,
    /// The upper end.
    pub high: SpanEnd,
}

impl Span {
    /// All numbers.
    pub(super) const ALL: Self = Self { low: None, high: None };

    pub(super) fn between(low: Rational, high: Rational) -> Self {
        Self { low: Some((low, false)), high: Some((high, false)) }
    }

    pub(super) fn stated(range: Interval) -> Self {
        let end = |end: End| end.value().map(|value| (value, end.is_open()));
        Self { low: end(range.lower), high: end(range.upper) }
    }

    /// The largest size that a number in it has or comes near to, and whether none has it.
    pub fn size(&self) -> SpanEnd {
        let ((low, low_open), (high, high_open)) = (self.low.clone()?, self.high.clone()?);
        let (low, high) = (low.abs(), high.abs());
        Some(match low.cmp(&high) {
            std::cmp::Ordering::Less => (high, high_open),
            std::cmp::Ordering::Greater => (low, low_open),
            std::cmp::Ordering::Equal => (low, low_open && high_open),
        })
    }

    fn neg(self) -> Self {
        let turned = |end: SpanEnd| end.map(|(value, open)| (-value, open));
        Self { low: turned(self.high), high: turned(self.low) }
    }

    fn plus(&self, other: &Self) -> Self {
        let sum = |one: &SpanEnd, two: &SpanEnd| {
            let ((one, open), (two, other)) = (one.as_ref()?, two.as_ref()?);
            Some((one + two, *open || *other))
        };
        Self { low: sum(&self.low, &other.low), high: sum(&self.high, &other.high) }
    }

    /// The product of two, where both have ends; ends that are not reached count as reached, unless both start at 0.
    pub(super) fn times(&self, other: &Self) -> Self {
        let is_not_negative = |span: &Self| span.low.as_ref().is_some_and(|(low, _)| !low.is_negative());
        if is_not_negative(self) && is_not_negative(other) {
            let corner = |one: &SpanEnd, two: &SpanEnd| {
                let ((one, open), (two, other)) = (one.as_ref()?, two.as_ref()?);
                Some((one * two, (*open && two.is_positive()) || (*other && one.is_positive())))
            };
            return Self {
                low: Some(corner(&self.low, &other.low).unwrap_or((Rational::zero(), false))),
                high: corner(&self.high, &other.high),
            };
        }
        let (Some((a, _)), Some((b, _)), Some((c, _)), Some((d, _))) =
            (&self.low, &self.high, &other.low, &other.high)
        else {
            return Self::ALL;
        };
        let corners = [a * c, a * d, b * c, b * d];
        let least = corners.iter().min().cloned().unwrap_or_else(Rational::zero);
        let most = corners.iter().max().cloned().unwrap_or_else(Rational::zero);
        Self::between(least, most)
    }

    /// A whole power.
    pub(super) fn power(&self, exponent: i64) -> Self {
        if exponent % 2 == 0 {
            let size = match self.size() {
                Some((size, open)) => size.pow(exponent).ok().map(|value| (value, open)),
                None => None,
            };
            return Self { low: Some((Rational::zero(), false)), high: size };
        }
        let raised = |end: &SpanEnd| {
            let (value, open) = end.as_ref()?;
            Some((value.pow(exponent).ok()?, *open))
        };
        Self { low: raised(&self.low), high: raised(&self.high) }
    }

    /// With 0 in it.
    fn with_zero(self) -> Self {
        let zero = Rational::zero();
        let low = self.low.map(|end| if end.0.is_positive() { (zero.clone(), false) } else { end });
        let high = self.high.map(|end| if end.0.is_negative() { (zero.clone(), false) } else { end });
        let closed = |end: SpanEnd| {
            end.map(|(value, open)| {
                let open = open && !value.is_zero();
                (value, open)
            })
        };
        Self { low: closed(low), high: closed(high) }
    }
}

/// The ends of enclosures, as fractions.
pub(super) fn upper(value: &Enclosure) -> Option<Rational> {
    value.upper().rational_toward(Toward::Up)
}

fn lower(value: &Enclosure) -> Option<Rational> {
    value.lower().rational_toward(Toward::Down)
}

impl Norms<'_> {
    /// From where to where the entries of a quantity go.
    pub(super) fn span_of_quantity(&self, quantity: QuantityId) -> Span {
        if let Some(array) = self.values.get(&quantity) {
            // One end that is not known is no end of all.
            let ends = |end: fn(&Enclosure) -> Option<Rational>| {
                array.entries.iter().map(end).collect::<Option<Vec<Rational>>>()
            };
            let least = ends(lower).and_then(|all| all.into_iter().min());
            let most = ends(upper).and_then(|all| all.into_iter().max());
            return match least.zip(most) {
                Some((least, most)) => Span::between(least, most),
                None => Span::ALL,
            };
        }
        self.arrays.definition(quantity).map_or(Span::ALL, |definition| self.span(definition))
    }

    pub(super) fn span(&self, whole: WholeId) -> Span {
        let integer = Rational::from_integer;
        let unit = || Span::between(integer(0), integer(1));
        match self.arrays.whole(whole) {
            Whole::Number(value) => Span::between(value.clone(), value.clone()),
            Whole::Size(size) => match self.count(*size) {
                Some(count) => Span::between(count.clone(), count),
                None => Span { low: Some((integer(1), false)), high: None },
            },
            Whole::Quantity(quantity) | Whole::Part { of: quantity, .. } => {
                self.spans.get(quantity).cloned().unwrap_or(Span::ALL)
            }
            Whole::Ones(_) => Span::between(integer(1), integer(1)),
            Whole::Identity(_) | Whole::Rows { .. } | Whole::OneHot(..) => unit(),
            Whole::Spread { vector: whole, .. } | Whole::Transpose(whole) => self.span(*whole),
            Whole::Product(..) => self.square_or(whole, self.is_square(whole)),
            Whole::Entries { .. } => Span::ALL,
            Whole::Word { word, arguments, .. } => self.span_of_word(*word, arguments, whole),
            Whole::Apply { function, primes, arguments } => {
                self.span_of_function(*function, *primes, arguments)
            }
        }
    }

    fn span_of_word(&self, word: Word, arguments: &[WholeId], whole: WholeId) -> Span {
        let first = || arguments.first().map_or(Span::ALL, |argument| self.span(*argument));
        let (zero, one) = (Rational::zero(), Rational::one());
        match word {
            Word::Diagonal | Word::Mean | Word::Max => first(),
            Word::Diag => first().with_zero(),
            Word::Largest => Span::between(zero, one),
            // Of one entry it is 1.
            Word::Softmax => Span { low: Some((zero, true)), high: Some((one, false)) },
            Word::Norm | Word::FrobeniusNorm | Word::SpectralNorm => {
                let high = self.span_by_norm(whole).high;
                Span { low: Some((zero, false)), high }
            }
            Word::Outer => {
                let second = arguments.get(1).map_or(Span::ALL, |argument| self.span(*argument));
                first().times(&second)
            }
            Word::Dot => self.square_or(whole, arguments.first() == arguments.get(1)),
            Word::Trace => {
                self.square_or(whole, arguments.first().is_some_and(|of| self.is_square_in_a_ring(*of)))
            }
            // There is one entry at least.
            Word::Sum => match first().low.filter(|(low, _)| !low.is_negative()) {
                Some(low) => Span { low: Some(low), ..self.span_by_norm(whole) },
                None => self.span_by_norm(whole),
            },
            Word::LogSumExp | Word::Inverse | Word::Determinant | Word::LogDeterminant => {
                self.span_by_norm(whole)
            }
        }
    }

    /// By its norm, and not below 0 where it is a square.
    fn square_or(&self, whole: WholeId, is_square: bool) -> Span {
        let span = self.span_by_norm(whole);
        if is_square { Span { low: Some((Rational::zero(), false)), ..span } } else { span }
    }

    /// No entry is larger than the norm.
    fn span_by_norm(&self, whole: WholeId) -> Span {
        let bound =
            if self.arrays.shape(whole).is_number() { self.size_of(whole) } else { self.bound(whole) };
        match bound.amount.as_number() {
            Some(most) => Span { low: Some((-&most, bound.is_strict)), high: Some((most, bound.is_strict)) },
            None => Span::ALL,
        }
    }

    fn span_of_function(&self, id: FunctionId, primes: u8, arguments: &[WholeId]) -> Span {
        let Some(row) = function::TABLE.get(id.index()) else { return Span::ALL };
        let parts: Vec<Span> = arguments.iter().map(|argument| self.span(*argument)).collect();
        match (primes, parts.as_slice()) {
            (0, [..]) if *row == &ADD => parts
                .iter()
                .fold(Span::between(Rational::zero(), Rational::zero()), |sum, span| sum.plus(span)),
            (0, [_, ..]) if *row == &MULTIPLY => self.span_of_factors(arguments, &parts),
            (0, [only]) if *row == &NEGATE => only.clone().neg(),
            (0, [above, _]) if *row == &DIVIDE => {
                if let Whole::Number(value) = self.arrays.whole(arguments[1]) {
                    match value.recip() {
                        Some(value) => above.times(&Span::between(value.clone(), value)),
                        None => Span::ALL,
                    }
                } else {
                    Span::ALL
                }
            }
            (0, [base, _]) if *row == &POWER => {
                if let Whole::Number(value) = self.arrays.whole(arguments[1])
                    && value.is_integer()
                {
                    match value.to_i64() {
                        Some(exponent @ 1..=16) => base.power(exponent),
                        _ => Span::ALL,
                    }
                } else {
                    Span::ALL
                }
            }
            (0, [only]) if *row == &ABS => Span { low: Some((Rational::zero(), false)), high: only.size() },
            (0, _) => Span::stated(row.range),
            (1, [_]) => Span::stated(row.derivative_range),
            (_, _) => Span::ALL,
        }
    }

    /// A number, written or the count of a size.
    pub(super) fn number(&self, whole: WholeId) -> Option<Rational> {
        match self.arrays.whole(whole) {
            Whole::Number(value) => Some(value.clone()),
            Whole::Size(size) => self.count(*size),
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

    /// One over the size of a divisor.
    pub(super) fn divisor(&self, whole: WholeId) -> Option<Rational> {
        self.number(whole)?.abs().recip()
    }

    /// How many a size is, where that is known.
    pub(super) fn count(&self, size: Size) -> Option<Rational> {
        let number = match size {
            Size::Number(count) => i64::try_from(count).ok(),
            Size::Letter(_) if self.values.is_empty() => None,
            Size::Letter(_) => self.sizes.get(size).ok().and_then(|count| i64::try_from(count).ok()),
        };
        number.map(Rational::from_integer)
    }

    /// How many entries an array has.
    pub(super) fn entries_of(&self, shape: &Shape) -> Option<Rational> {
        shape
            .axes()
            .into_iter()
            .try_fold(Rational::one(), |product, size| Some(&product * &self.count(size)?))
    }
}
