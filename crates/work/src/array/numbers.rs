//! Arrays in numbers: forward, and the derivatives back, in enclosures.

use std::cmp::Ordering;

use chainrule_array::chain::Calculus;
use chainrule_array::word::Word;
use chainrule_array::{Arrays, QuantityId, Role, Size, SizeId, Whole, WholeId};
use chainrule_judge::array::is_narrow;
use chainrule_number::singular::largest_compared;
use chainrule_number::{Enclosure, Rational, Scalar, Undefined, Value};
use chainrule_program::array::{Array, Functions, Scene, Sizes, entry, whole};
use chainrule_worksheet::ArrayValue;
use rustc_hash::{FxHashMap, FxHashSet};

/// Working precision in bits: the first at which every number is narrow.
const PRECISIONS: [u32; 3] = [128, 512, 2048];

/// Arrays with more entries than this are not worked out in numbers.
const MOST_ENTRIES: usize = 1 << 20;

/// Of so many entries each is worked out until it is told from 0.
const MOST_SURE: usize = 2048;

/// A quantity that has no number, or a derivative.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failure {
    /// Which.
    pub(super) of: QuantityId,
    /// Why.
    pub(super) why: Undefined,
}

/// The numbers of a worksheet.
pub(super) struct Numbers {
    pub(super) functions: Functions,
    pub(super) sizes: Sizes,
    pub(super) bits: u32,
    pub(super) values: FxHashMap<QuantityId, Array<Enclosure>>,
    /// Those that are fractions, exactly, where that is little work.
    pub(super) exact: FxHashMap<QuantityId, Array<Rational>>,
    /// The same as they are told.
    pub(super) printed: FxHashMap<QuantityId, Array<Value>>,
    /// Those that have no number although all that they are computed from has one.
    pub(super) failures: Vec<Failure>,
    /// These, and what is computed from them.
    without: FxHashSet<QuantityId>,
}

impl Numbers {
    /// Whether a quantity has no number although all given values are there.
    pub(super) fn is_without(&self, quantity: QuantityId) -> bool {
        self.without.contains(&quantity)
    }

    /// The leaves that are one number, with that number, where it is a fraction.
    pub(super) fn given_numbers(&self, arrays: &Arrays) -> FxHashMap<QuantityId, Rational> {
        let is_given = |quantity: QuantityId| {
            let quantity = arrays.quantity(quantity);
            quantity.role == Role::Leaf && quantity.shape.is_number()
        };
        let numbers = self.exact.iter().filter(|(quantity, _)| is_given(**quantity));
        numbers.filter_map(|(&quantity, array)| Some((quantity, array.entries.first()?.clone()))).collect()
    }

    /// Whether what a quantity is computed from, or derived of, has no number although all given values are there.
    fn rests_on_nothing(&self, arrays: &Arrays, calculus: &Calculus, quantity: QuantityId) -> bool {
        let is_missing = |whole: WholeId| {
            arrays.mentioned_in(whole).iter().any(|quantity| self.without.contains(quantity))
        };
        match arrays.quantity(quantity).role {
            Role::Leaf => false,
            Role::Defined(definition) => is_missing(definition),
            Role::Adjoint { of, .. } => {
                let reading =
                    calculus.place_of_name(quantity).and_then(|place| calculus.adjoints[place].reading);
                self.without.contains(&of) || reading.is_some_and(is_missing)
            }
        }
    }

    /// The numbers of all quantities that have some.
    pub(super) fn computed(
        arrays: &Arrays,
        calculus: &Calculus,
        sizes: &[(SizeId, u64)],
        given: &[ArrayValue],
    ) -> Self {
        let mut numbers = Self {
            functions: Functions::of(arrays),
            sizes: known_sizes(arrays, sizes),
            bits: PRECISIONS[0],
            values: FxHashMap::default(),
            exact: FxHashMap::default(),
            printed: FxHashMap::default(),
            failures: Vec::new(),
            without: FxHashSet::default(),
        };
        if given.is_empty() {
            return numbers;
        }
        for bits in PRECISIONS {
            numbers.bits = bits;
            numbers.compute(arrays, calculus, given);
            let is_told = numbers.failures.iter().all(|failure| !failure.why.is_not_told());
            let entries = || numbers.values.values().flat_map(|array| &array.entries);
            // A number that may be 0 says nothing: more digits are worked out for it where that is little work.
            let is_little = entries().count() <= MOST_SURE;
            let is_known = |value: &Enclosure| {
                is_narrow(value) && !(is_little && value.exact().is_none() && value.holds_zero())
            };
            if is_told && entries().all(is_known) {
                break;
            }
        }
        numbers.printed = numbers.values.iter().map(|(&quantity, array)| (quantity, values(array))).collect();
        for (&quantity, array) in &numbers.exact {
            let entries = array.entries.iter().cloned().map(Value::Exact).collect();
            numbers.printed.insert(quantity, Array { axes: array.axes.clone(), entries });
        }
        numbers
    }

    /// What expressions are computed from.
    pub(super) fn scene<'a>(&'a self, arrays: &'a Arrays) -> Scene<'a, Enclosure> {
        let Self { sizes, functions, values, bits, .. } = self;
        Scene { arrays, sizes, functions, values, bits: *bits }
    }

    /// A whole at the given numbers.
    pub(super) fn of(&self, arrays: &Arrays, whole: WholeId) -> Result<Array<Enclosure>, Undefined> {
        // Which of several enclosures is the largest may not be told where that of fractions is.
        whole::evaluate(&self.scene(arrays), whole).or_else(|why| {
            let exact = self.exactly(arrays, whole).ok_or(why)?;
            let entries =
                exact.entries.iter().map(|entry| Enclosure::from_rational(entry, self.bits)).collect();
            Ok(Array { axes: exact.axes, entries })
        })
    }

    /// A whole in fractions, where it has nothing else in it.
    pub(super) fn exactly(&self, arrays: &Arrays, whole: WholeId) -> Option<Array<Rational>> {
        let Self { sizes, functions, exact, bits, .. } = self;
        let scene = Scene { arrays, sizes, functions, values: exact, bits: *bits };
        whole::evaluate(&scene, whole).ok()
    }

    /// Whether `less ≤ more`, or `less < more`, at every entry by exact arithmetic: of fractions, and of the norm of a matrix
    /// of fractions and a fraction. Where it fails, the first entry at which.
    pub(super) fn decides(
        &self,
        arrays: &Arrays,
        [less, more]: [WholeId; 2],
        strictly: bool,
    ) -> Option<Result<(), Vec<usize>>> {
        let matrix = |whole: WholeId| {
            if let Whole::Word { word: Word::SpectralNorm, arguments, .. } = arrays.whole(whole) {
                self.exactly(arrays, arguments[0])
            } else {
                None
            }
        };
        let compared = |array: &Array<Rational>, number: &Rational| {
            largest_compared(*array.axes.get(1)?, &array.entries, number)
        };
        let holds = |order: Ordering| if strictly { order.is_lt() } else { order.is_le() };
        let of_norms = match (matrix(less), matrix(more)) {
            (Some(matrix), _) => Some(compared(&matrix, self.exactly(arrays, more)?.entries.first()?)?),
            (None, Some(matrix)) => {
                Some(compared(&matrix, self.exactly(arrays, less)?.entries.first()?)?.reverse())
            }
            (None, None) => None,
        };
        if let Some(order) = of_norms {
            return Some(if holds(order) { Ok(()) } else { Err(Vec::new()) });
        }
        let [less, more] = [self.exactly(arrays, less)?, self.exactly(arrays, more)?];
        let axes = if less.axes.is_empty() { &more.axes } else { &less.axes };
        let fails = Array::<Rational>::indices(axes).into_iter().find(|at| {
            let order = less.get_or_number(at).zip(more.get_or_number(at));
            !order.is_some_and(|(less, more)| holds(less.cmp(more)))
        });
        Some(fails.map_or(Ok(()), Err))
    }

    /// All quantities that have numbers, in enclosures and as fractions.
    fn compute(&mut self, arrays: &Arrays, calculus: &Calculus, given: &[ArrayValue]) {
        self.values.clear();
        self.exact.clear();
        self.failures.clear();
        self.without.clear();
        let given: FxHashMap<QuantityId, &ArrayValue> =
            given.iter().rev().map(|value| (value.quantity, value)).collect();
        let given = &given;
        for (quantity, data) in arrays.quantities() {
            let Ok(axes) = self.sizes.all(&data.shape.axes()) else { continue };
            let count = axes.iter().try_fold(1usize, |all, &size| all.checked_mul(size));
            if count.is_none_or(|count| count > MOST_ENTRIES) {
                continue;
            }
            if self.rests_on_nothing(arrays, calculus, quantity) {
                self.without.insert(quantity);
                continue;
            }
            if let Some(exact) = exactly(arrays, calculus, self, given, quantity, &axes) {
                let enclosed = |value| Enclosure::from_rational(value, self.bits);
                let entries = exact.entries.iter().map(enclosed).collect();
                self.values.insert(quantity, Array { axes, entries });
                self.exact.insert(quantity, exact);
                continue;
            }
            match one(arrays, calculus, self, given, quantity, axes) {
                Ok(array) => {
                    self.values.insert(quantity, array);
                }
                // Not all that it needs is given.
                Err(Undefined::Unknown) => {}
                Err(why) => {
                    self.failures.push(Failure { of: quantity, why });
                    self.without.insert(quantity);
                }
            }
        }
    }
}

/// Exact fractions are worked out up to so many entries.
const MOST_EXACT: usize = 256;

/// The numbers of one quantity as fractions, where they are, and those of what it is computed from are.
fn exactly(
    arrays: &Arrays,
    calculus: &Calculus,
    numbers: &Numbers,
    given: &FxHashMap<QuantityId, &ArrayValue>,
    quantity: QuantityId,
    axes: &[usize],
) -> Option<Array<Rational>> {
    if axes.iter().product::<usize>() > MOST_EXACT {
        return None;
    }
    let whole = match arrays.quantity(quantity).role {
        Role::Leaf => {
            let value = given.get(&quantity)?;
            return Some(Array { axes: axes.to_vec(), entries: value.entries.clone() });
        }
        Role::Defined(definition) => definition,
        Role::Adjoint { .. } => calculus.adjoints[calculus.place_of_name(quantity)?].reading?,
    };
    let array = numbers.exactly(arrays, whole)?;
    let is_short = array.entries.iter().all(|entry| entry.bits() < 256);
    (array.axes == axes && is_short).then_some(array)
}

/// The numbers of one quantity, where those that it needs are known.
fn one(
    arrays: &Arrays,
    calculus: &Calculus,
    numbers: &Numbers,
    given: &FxHashMap<QuantityId, &ArrayValue>,
    quantity: QuantityId,
    axes: Vec<usize>,
) -> Result<Array<Enclosure>, Undefined> {
    match arrays.quantity(quantity).role {
        Role::Leaf => {
            let value = given.get(&quantity).ok_or(Undefined::Unknown)?;
            let entries =
                value.entries.iter().map(|value| Enclosure::from_rational(value, numbers.bits)).collect();
            Ok(Array { axes, entries })
        }
        Role::Defined(definition) => numbers.of(arrays, definition),
        Role::Adjoint { .. } => {
            let place = calculus.place_of_name(quantity).ok_or(Undefined::Unknown)?;
            let adjoint = &calculus.adjoints[place];
            // As a whole, where it is one: that is less work.
            let mut why = Undefined::Unknown;
            if let Some(reading) = adjoint.reading {
                match numbers.of(arrays, reading) {
                    Ok(array) if array.axes == axes => return Ok(array),
                    Ok(_) => {}
                    Err(undefined) => why = undefined,
                }
            }
            let scene = numbers.scene(arrays);
            match entry::evaluate_all(&scene, adjoint.result(), &adjoint.free(), axes) {
                // Entries of what has no name are not known by their own.
                Err(Undefined::Unknown) => Err(why),
                found => found,
            }
        }
    }
}

fn known_sizes(arrays: &Arrays, sizes: &[(SizeId, u64)]) -> Sizes {
    let mut known_sizes = Sizes::default();
    for size in arrays.all_sizes() {
        let count = match size {
            Size::Number(count) => Some(count),
            Size::Letter(letter) => sizes.iter().find(|(size, _)| *size == letter).map(|(_, count)| *count),
        };
        if let Some(count) = count.and_then(|count| usize::try_from(count).ok()) {
            known_sizes.counts.insert(size, count);
        }
    }
    arrays.add_sums(&mut known_sizes.counts);
    known_sizes
}

pub(super) fn values(array: &Array<Enclosure>) -> Array<Value> {
    let entries = array.entries.iter().map(value).collect();
    Array { axes: array.axes.clone(), entries }
}

/// An enclosure as a number: an exact one where it is a point.
pub(super) fn value(enclosure: &Enclosure) -> Value {
    enclosure.exact().map_or_else(|| Value::Enclosed(enclosure.clone()), Value::Exact)
}
