//! The ledger of a product: one row a factor, the product so far, and what each number format holds of it.
//!
//! A ledger itself keeps only what came of the whole product; its rows are worked out again when they are asked for, so
//! that a product of a million factors takes no more room than its list of factors.
//!
//! The product so far is exact while it is short, and enclosed after that. In a format every factor is rounded, and the
//! product after every multiplication: what is lost there is lost to the range of the format, and depends on the order.

use chainrule_symbolic::derivation::FactorId;
use chainrule_symbolic::number::Rational;

use crate::number::format::{Binary, Format, Held};
use crate::number::{Kept, Scalar, Undefined, Value};

/// The product so far: exact up to 512 binary digits.
pub type Running = Kept<512>;

/// The largest scale of a loss, as an exponent of 2.
const LARGEST_SCALE: i64 = 1_000;

/// The working precision of enclosed products, in bits.
const BITS: u32 = 192;

/// In which order a product is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// From the target back, as backpropagation multiplies.
    #[default]
    Backward,
    /// From the quantity derived by on, as forward mode multiplies.
    Forward,
}

/// One product, factor by factor.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The order in which it is taken.
    pub order: Order,
    /// The factors in that order.
    pub factors: Vec<FactorId>,
    /// The product.
    pub product: Running,
    /// The place of the factor of the largest size, and of the smallest.
    pub largest: usize,
    /// The place of the factor of the smallest size.
    pub smallest: usize,
    /// What came of it in each format.
    pub columns: Vec<Column>,
}

/// What came of a product in a format.
#[derive(Clone, Debug)]
pub struct Column {
    /// The format.
    pub format: &'static Format,
    /// The product; nothing where an enclosure does not tell what a factor is rounded to.
    pub product: Option<Held>,
    /// Where it first turns subnormal,
    pub subnormal: Option<usize>,
    /// … where it turns zero though no factor so far is zero,
    pub zero: Option<usize>,
    /// … and where it turns infinite, or NaN, or is held at the largest number.
    pub overflow: Option<usize>,
}

/// One row of a ledger.
#[derive(Clone, Debug)]
pub struct Row<'v> {
    /// Its place, from 0.
    pub place: usize,
    /// The factor.
    pub factor: FactorId,
    /// Its number.
    pub value: &'v Value,
    /// The product so far.
    pub product: Running,
    /// What each format holds of the product so far, in the order of the columns.
    pub held: Vec<Option<Held>>,
}

/// What happens to a product in a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// It falls below the normal numbers: digits are lost.
    Subnormal,
    /// It falls below the smallest number.
    Zero,
    /// It rises above the largest number.
    Overflow,
}

impl Column {
    /// What happens first at this place.
    pub fn event(&self, place: usize) -> Option<Event> {
        [(self.zero, Event::Zero), (self.overflow, Event::Overflow), (self.subnormal, Event::Subnormal)]
            .into_iter()
            .find_map(|(at, event)| (at == Some(place)).then_some(event))
    }
}

impl Ledger {
    /// The ledger of some factors, listed from the target back.
    ///
    /// Nothing where a factor has no number.
    pub fn new<'v>(
        factors: &[FactorId],
        order: Order,
        formats: &[&'static Format],
        value: impl Fn(FactorId) -> Option<&'v Value>,
    ) -> Option<Self> {
        let mut factors = factors.to_vec();
        if order == Order::Forward {
            factors.reverse();
        }
        let (mut largest, mut smallest) = ((f64::NEG_INFINITY, 0), (f64::INFINITY, 0));
        let columns = formats.iter().map(|&format| Column {
            format,
            product: None,
            subnormal: None,
            zero: None,
            overflow: None,
        });
        let mut columns: Vec<Column> = columns.collect();
        let mut product = one();
        let mut count = 0;
        for row in Rows::new(&factors, formats, &value) {
            let row = row.ok()?;
            let size = row.value.log10_abs();
            if size > largest.0 {
                largest = (size, row.place);
            }
            if size < smallest.0 {
                smallest = (size, row.place);
            }
            let is_zero = row.product.is_certainly_zero();
            for (column, held) in columns.iter_mut().zip(&row.held) {
                column.take(row.place, *held, is_zero);
            }
            product = row.product;
            count += 1;
        }
        (count == factors.len()).then_some(Self {
            order,
            factors,
            product,
            largest: largest.1,
            smallest: smallest.1,
            columns,
        })
    }

    /// The rows, in order; `value` gives the numbers that it was made from.
    pub fn rows<'v>(&self, value: impl Fn(FactorId) -> Option<&'v Value>) -> impl Iterator<Item = Row<'v>> {
        let formats: Vec<&'static Format> = self.columns.iter().map(|column| column.format).collect();
        Rows::new(&self.factors, &formats, value).map_while(Result::ok)
    }
}

impl Column {
    fn take(&mut self, place: usize, held: Option<Held>, is_zero: bool) {
        self.product = held;
        let Some(held) = held else { return };
        let first = |at: &mut Option<usize>, happens: bool| {
            if happens && at.is_none() {
                *at = Some(place);
            }
        };
        match held {
            Held::Finite(number) => {
                first(&mut self.zero, number.is_zero() && !is_zero);
                first(&mut self.subnormal, number.is_subnormal(self.format));
                let largest = self.format.infinity(false);
                first(&mut self.overflow, held.abs() == largest);
            }
            Held::Infinite { .. } | Held::NotANumber => first(&mut self.overflow, true),
        }
    }
}

/// The rows of a ledger, worked out one after another.
struct Rows<'f, F> {
    factors: std::iter::Enumerate<std::slice::Iter<'f, FactorId>>,
    formats: Vec<&'static Format>,
    value: F,
    product: Running,
    held: Vec<Option<Held>>,
}

impl<'f, F> Rows<'f, F> {
    fn new(factors: &'f [FactorId], formats: &[&'static Format], value: F) -> Self {
        let held = formats.iter().map(|format| Some(format.round(&Rational::one()))).collect();
        Self { factors: factors.iter().enumerate(), formats: formats.to_vec(), value, product: one(), held }
    }
}

impl<'v, F: Fn(FactorId) -> Option<&'v Value>> Iterator for Rows<'_, F> {
    type Item = Result<Row<'v>, Undefined>;

    fn next(&mut self) -> Option<Self::Item> {
        let (place, &factor) = self.factors.next()?;
        let Some(value) = (self.value)(factor) else { return Some(Err(Undefined::Unknown)) };
        self.product = match self.product.mul(&short(value), BITS) {
            Ok(product) => product,
            Err(why) => return Some(Err(why)),
        };
        for (held, format) in self.held.iter_mut().zip(&self.formats) {
            *held = held.zip(format.round_value(value)).map(|(held, factor)| format.mul(held, factor));
        }
        let (product, held) = (self.product.clone(), self.held.clone());
        Some(Ok(Row { place, factor, value, product, held }))
    }
}

fn one() -> Running {
    Running::Exact(Rational::one())
}

/// A value as a product takes it: enclosed where it is long.
fn short(value: &Value) -> Running {
    match value {
        Kept::Exact(exact) if exact.bits() <= 512 => Running::Exact(exact.clone()),
        Kept::Exact(_) | Kept::Enclosed(_) => Running::Enclosed(value.enclosure(BITS)),
    }
}

/// A scale by powers of two, with which a product stays among the normal numbers of a format all the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The exponent of the smallest scale,
    pub lowest: i64,
    /// … and of the largest.
    pub highest: i64,
}

impl Ledger {
    /// The scales of the loss with which every product so far stays among the normal numbers of a format: the loss is scaled
    /// before it enters the format. Both ends are tried, by carrying the product out in the format.
    ///
    /// Nothing where there is none, and for the forward order, in which the loss comes last.
    pub fn window<'v>(
        &self,
        format: &'static Format,
        value: impl Fn(FactorId) -> Option<&'v Value>,
    ) -> Option<Window> {
        if self.order == Order::Forward {
            return None;
        }
        let (mut lowest, mut highest) = (i64::MIN, i64::MAX);
        for row in self.rows(&value) {
            let size = row.product.enclosure(64).size();
            let (low, high) = (size.lower().top()?, size.upper().top()?);
            lowest = lowest.max(i64::from(format.smallest_exponent()).saturating_sub(low));
            highest = highest.min(i64::from(format.largest_exponent()).saturating_sub(high));
        }
        // Scales that a double holds: nobody can scale by others.
        lowest = lowest.max(-LARGEST_SCALE);
        highest = highest.min(LARGEST_SCALE);
        // Rounding may carry a product over a power of two: then the next scale is tried.
        let lowest = [lowest, lowest.saturating_add(1)]
            .into_iter()
            .find(|&scale| scale <= highest && self.stays_normal(format, scale, &value))?;
        let highest = [highest, highest.saturating_sub(1)]
            .into_iter()
            .find(|&scale| scale >= lowest && self.stays_normal(format, scale, &value))?;
        Some(Window { lowest, highest })
    }

    /// Whether the product, its first factor times a power of two, stays among the normal numbers of a format.
    fn stays_normal<'v>(
        &self,
        format: &'static Format,
        scale: i64,
        value: impl Fn(FactorId) -> Option<&'v Value>,
    ) -> bool {
        let is_normal = |held: Held| {
            held.finite().is_some_and(|number: Binary| !number.is_zero() && !number.is_subnormal(format))
        };
        let mut product = None;
        for &factor in &self.factors {
            let Some(value) = value(factor) else { return false };
            let next = match product {
                None => {
                    let size = value.enclosure(BITS);
                    format.round_enclosure(&size.scaled(scale))
                }
                Some(product) => format.round_value(value).map(|held| format.mul(product, held)),
            };
            let Some(next) = next.filter(|&held| is_normal(held)) else { return false };
            product = Some(next);
        }
        product.is_some()
    }
}

#[cfg(test)]
mod tests {
    use chainrule_symbolic::derivation::Calculus;
    use chainrule_symbolic::graph::Graph;
    use chainrule_symbolic::network::NetworkBuilder;

    use super::{Event, FactorId, Ledger, Order, Window};
    use crate::number::Value;
    use crate::number::format::{BF16, F16, F32, F64, Format};
    use chainrule_symbolic::number::Rational;

    /// Ids of factors: those of a chain `q1 = q0*1`, `q2 = q1*1`, …
    fn ids(count: usize) -> Vec<FactorId> {
        let mut graph = Graph::new();
        let mut builder = NetworkBuilder::new();
        let names: Vec<_> = (0..=count).map(|place| graph.intern(&format!("q{place}"))).collect();
        for pair in names.windows(2) {
            let input = graph.symbol(pair[0]);
            builder.define(pair[1], input);
        }
        let network = builder.finish(&graph).expect("no cycle");
        let mut calculus = Calculus::new(&mut graph, network);
        let derivation = calculus.derive(&mut graph, names[count], names[0]);
        match derivation.form {
            chainrule_symbolic::derivation::Form::Paths(paths) => paths[0].factors.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn first_zero(format: &'static Format, count: usize) -> Option<usize> {
        let factors = ids(count);
        let quarter = Value::Exact(Rational::fraction(1, 4));
        let ledger = Ledger::new(&factors, Order::Backward, &[format], |_| Some(&quarter)).expect("numbers");
        ledger.columns[0].zero.map(|place| place + 1)
    }

    #[test]
    fn powers_of_a_quarter_become_zero_where_the_formats_end() {
        assert_eq!(first_zero(&F16, 20), Some(13));
        assert_eq!(first_zero(&BF16, 80), Some(67));
        assert_eq!(first_zero(&F32, 80), Some(75));
        assert_eq!(first_zero(&F64, 537), None);
        assert_eq!(first_zero(&F64, 600), Some(538));
    }

    #[test]
    fn f16_overflows_at_the_third_factor_and_order_counts() {
        let factors = ids(4);
        let values = [300, 200, 125, -1].map(|number| Value::Exact(Rational::from_integer(number)));
        let small = Value::Exact(Rational::fraction(1, 1_000_000));
        let value = |id: FactorId| factors.iter().position(|own| *own == id).map(|place| &values[place]);
        let ledger = Ledger::new(&factors, Order::Backward, &[&F16], value).expect("numbers");
        assert_eq!(ledger.columns[0].event(2), Some(Event::Overflow));
        assert_eq!(ledger.window(&F16, value), Some(Window { lowest: -22, highest: -7 }));
        let value = |id: FactorId| if id == factors[3] { Some(&small) } else { value(id) };
        let forward = Ledger::new(&factors, Order::Forward, &[&F16], value).expect("numbers");
        assert_eq!((forward.columns[0].subnormal, forward.columns[0].overflow), (Some(0), None));
        assert_eq!(forward.window(&F16, value), None);
    }
}
