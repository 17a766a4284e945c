//! The ledger of a product: one row a factor, the product so far, and what each number format holds of it.
//!
//! A ledger itself keeps only what came of the whole product, the size of each factor, and every so often the product so
//! far; its rows are worked out again from there when they are asked for.
//!
//! - [`Ledger`]: what came of it; [`Column`]: … in one format;
//! - [`Row`]: one factor and the product so far;
//!
//! The product so far is exact while it is short, and enclosed after that. In a format every factor is rounded, and the
//! product after every multiplication: what is lost there is lost to the range of the format, and depends on the order.

mod progress;
mod rows;

use chainrule_symbolic::derivation::FactorId;

use chainrule_number::format::{Format, Held};
use chainrule_number::{Kept, Scalar, Value};
use progress::{Lately, Progress};
use rows::Rows;

/// The product so far: exact up to 512 binary digits.
pub type Running = Kept<512>;

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
    /// The logarithm of the size of each factor to base 10, approximately.
    sizes: Vec<f64>,
    /// How far the product was at every multiple of [`SPACING`] but the first, before that factor.
    marks: Vec<Progress>,
}

/// Rows are worked out again from the last of so many factors: the fewer, the more room all those places take.
const SPACING: usize = 256;

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
        let (mut sizes, mut marks) = (Vec::with_capacity(factors.len()), Vec::new());
        let (mut progress, mut lately) = (Progress::new(formats), Lately::default());
        for (place, &factor) in factors.iter().enumerate() {
            if place > 0 && place % SPACING == 0 {
                marks.push(progress.clone());
            }
            let value = value(factor)?;
            progress.take(value, formats, &mut lately).ok()?;
            let size = value.log10_abs();
            if size > largest.0 {
                largest = (size, place);
            }
            if size < smallest.0 {
                smallest = (size, place);
            }
            sizes.push(size);
            let is_zero = progress.product.is_certainly_zero();
            for (column, held) in columns.iter_mut().zip(&progress.held) {
                column.take(place, *held, is_zero);
            }
        }
        let (largest, smallest) = (largest.1, smallest.1);
        let product = progress.product;
        Some(Self { order, factors, product, largest, smallest, columns, sizes, marks })
    }

    /// The logarithm of the size of each factor to base 10, approximately, in the order of the factors.
    pub fn sizes(&self) -> &[f64] {
        &self.sizes
    }

    fn formats(&self) -> Vec<&'static Format> {
        self.columns.iter().map(|column| column.format).collect()
    }

    /// The rows, in order; `value` gives the numbers that it was made from.
    pub fn rows<'v>(&self, value: impl Fn(FactorId) -> Option<&'v Value>) -> impl Iterator<Item = Row<'v>> {
        self.rows_at(0..self.factors.len(), value)
    }

    /// The rows at some places, which rise; `value` gives the numbers that it was made from.
    pub fn rows_at<'v>(
        &self,
        places: impl IntoIterator<Item = usize>,
        value: impl Fn(FactorId) -> Option<&'v Value>,
    ) -> impl Iterator<Item = Row<'v>> {
        let mut rows = Rows::new(self, value);
        places.into_iter().map_while(move |place| rows.at(place))
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

#[cfg(test)]
mod tests {
    use chainrule_symbolic::derivation::Calculus;
    use chainrule_symbolic::graph::Graph;
    use chainrule_symbolic::network::NetworkBuilder;

    use super::{Event, FactorId, Ledger, Order, Row, SPACING};
    use chainrule_number::Rational;
    use chainrule_number::format::{BF16, F16, F32, F64, Format};
    use chainrule_number::{Enclosure, Scalar, Value};

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
        derivation.only_path().expect("one path").factors.clone()
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
        let value =
            |id: FactorId| factors.iter().position(|factor| *factor == id).map(|place| &values[place]);
        let ledger = Ledger::new(&factors, Order::Backward, &[&F16], value).expect("numbers");
        assert_eq!(ledger.columns[0].event(2), Some(Event::Overflow));
        let value = |id: FactorId| if id == factors[3] { Some(&small) } else { value(id) };
        let forward = Ledger::new(&factors, Order::Forward, &[&F16], value).expect("numbers");
        assert_eq!((forward.columns[0].subnormal, forward.columns[0].overflow), (Some(0), None));
    }

    #[test]
    fn rows_worked_out_from_nearby_are_those_worked_out_from_the_start() {
        let factors = ids(3 * SPACING + 10);
        let third = Rational::fraction(1, 3);
        let values = [
            Value::Exact(Rational::fraction(-7, 5)),
            Value::Enclosed(Enclosure::from_rational(&third, 128)),
            Value::Exact(Rational::fraction(2, 3)),
        ];
        let value = |id: FactorId| {
            factors.iter().position(|factor| *factor == id).map(|place| &values[place % values.len()])
        };
        for order in [Order::Backward, Order::Forward] {
            let ledger = Ledger::new(&factors, order, &[&F16, &F32], value).expect("numbers");
            let all: Vec<Row<'_>> = ledger.rows(value).collect();
            assert_eq!(all.len(), factors.len());
            assert_eq!(all[factors.len() - 1].product, ledger.product);
            let places = [0, 3, SPACING - 1, SPACING, SPACING + 1, 2 * SPACING + 7, factors.len() - 1];
            let some: Vec<Row<'_>> = ledger.rows_at(places, value).collect();
            assert_eq!(some.len(), places.len());
            for (row, place) in some.iter().zip(places) {
                assert_eq!((row.place, row.factor), (place, ledger.factors[place]));
                assert_eq!((&row.product, &row.held), (&all[place].product, &all[place].held));
                assert!((ledger.sizes()[place] - row.value.log10_abs()).abs() < 1e-12);
            }
            assert_eq!(ledger.rows_at([5, factors.len()], value).count(), 1);
        }
    }
}
