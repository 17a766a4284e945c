//! Generic entries at given indices, by loops.

use std::cell::RefCell;
use std::rc::Rc;

use chainrule_array::{Entry, EntryId, Index, Letter, Pinned, QuantityId, Size};
use chainrule_number::{Dual, Rational, Scalar, Undefined};
use rustc_hash::FxHashMap;

use super::sums::{Factor, Plan, Used, Uses};
use super::{Array, Scene, integer, whole};

/// The indices that letters stand for, from 0.
pub type Letters = FxHashMap<Letter, usize>;

/// Entries at the numbers of a scene. What a sum inside another comes to is remembered.
pub struct Entries<'a, S> {
    scene: &'a Scene<'a, S>,
    /// How derivatives that are not worked out are taken.
    slope: Slope<S>,
    uses: RefCell<Uses>,
    plans: RefCell<FxHashMap<EntryId, Rc<Plan>>>,
    sums: RefCell<FxHashMap<SumAt, Result<S, Undefined>>>,
}

/// Derives an expression at the indices of the sums around it by an entry of a quantity.
type Slope<S> =
    fn(&Scene<'_, S>, (EntryId, &[usize]), QuantityId, &[usize], &Letters) -> Result<S, Undefined>;

/// A step of the plan of a sum, at the indices on which it depends.
type SumAt = (EntryId, usize, Box<[usize]>);

/// Where an entry is looked at.
struct Place<'a> {
    letters: &'a Letters,
    /// The indices of the sums around it, the outermost first, and behind those what is left of others.
    bound: Vec<usize>,
    /// How many sums are around it.
    depth: usize,
}

/// The values of an entry at all indices of its free letters.
///
/// # Errors
/// One of them has none.
pub fn evaluate_all<S: Scalar>(
    scene: &Scene<'_, S>,
    entry: EntryId,
    free: &[Letter],
    axes: Vec<usize>,
) -> Result<Array<S>, Undefined> {
    let all = Entries::new(scene);
    let at_indices = |at: Vec<usize>| all.at(entry, &free.iter().copied().zip(at).collect());
    let entries: Result<Vec<S>, Undefined> = Array::<S>::indices(&axes).into_iter().map(at_indices).collect();
    Ok(Array { axes, entries: entries? })
}

/// The values of an entry whose own indices are bound, at all of them.
///
/// # Errors
/// One of them has none.
pub(super) fn evaluate_bound<S: Scalar>(
    scene: &Scene<'_, S>,
    body: EntryId,
    axes: Vec<usize>,
) -> Result<Array<S>, Undefined> {
    let all = Entries::with(scene, no_slope);
    let letters = Letters::default();
    let at_indices = |at: Vec<usize>| {
        let depth = at.len();
        all.value(body, &mut Place { letters: &letters, bound: at, depth })
    };
    let entries: Result<Vec<S>, Undefined> = Array::<S>::indices(&axes).into_iter().map(at_indices).collect();
    Ok(Array { axes, entries: entries? })
}

/// The derivative of an expression by an entry of a quantity that counts as free: by dual numbers.
fn slope<S: Scalar>(
    scene: &Scene<'_, S>,
    of: (EntryId, &[usize]),
    by: QuantityId,
    at: &[usize],
    letters: &Letters,
) -> Result<S, Undefined> {
    let constant = |array: &Array<S>| Array {
        axes: array.axes.clone(),
        entries: array.entries.iter().map(|value| Dual::constant(value.clone())).collect(),
    };
    // A quantity that is computed from the other moves with it, by its own definition.
    let moved = if let Entry::Of(child, _) = *scene.arrays.entry(of.0) { Some(child) } else { None };
    let moved = moved.filter(|&child| child != by).and_then(|child| {
        let definition = scene.arrays.definition(child)?;
        // Terms that do not depend have the slope 0.
        Some((child, scene.arrays.known_restriction(definition, by).unwrap_or(definition)))
    });
    // Only what is looked at is carried over: a network has many quantities more.
    let mut looked_at = scene.arrays.quantities_in(of.0).to_vec();
    looked_at.extend(moved.iter().flat_map(|(_, definition)| scene.arrays.mentioned_in(*definition)));
    looked_at.push(by);
    let mut values: FxHashMap<QuantityId, Array<Dual<S>>> = looked_at
        .into_iter()
        .filter_map(|quantity| Some((quantity, constant(scene.values.get(&quantity)?))))
        .collect();
    let moving = values.get_mut(&by).ok_or(Undefined::Unknown)?;
    let place = moving.place(at);
    let entry = moving.entries.get_mut(place).ok_or(Undefined::Unknown)?;
    *entry = Dual::variable(entry.value.clone());
    if let Some((child, definition)) = moved {
        let array = whole::evaluate(&scene.with_values(&values), definition)?;
        values.insert(child, array);
    }
    let depth = of.1.len();
    let mut place = Place { letters, bound: of.1.to_vec(), depth };
    let moving = scene.with_values(&values);
    let all = Entries::with(&moving, no_slope);
    all.value(of.0, &mut place).map(|inner| inner.slope)
}

/// Inside a derivative none is left.
fn no_slope<S>(
    _: &Scene<'_, S>,
    _: (EntryId, &[usize]),
    _: QuantityId,
    _: &[usize],
    _: &Letters,
) -> Result<S, Undefined> {
    Err(Undefined::Unknown)
}

impl<'a, S: Scalar> Entries<'a, S> {
    /// Those of a scene.
    pub fn new(scene: &'a Scene<'a, S>) -> Self {
        Self::with(scene, slope)
    }

    fn with(scene: &'a Scene<'a, S>, slope: Slope<S>) -> Self {
        Self { scene, slope, uses: RefCell::default(), plans: RefCell::default(), sums: RefCell::default() }
    }

    /// The value of an entry.
    ///
    /// # Errors
    /// It has none: something is divided by 0, or a name has no value.
    pub fn at(&self, entry: EntryId, letters: &Letters) -> Result<S, Undefined> {
        self.value(entry, &mut Place { letters, bound: Vec::new(), depth: 0 })
    }

    fn value(&self, id: EntryId, place: &mut Place<'_>) -> Result<S, Undefined> {
        let scene = self.scene;
        let bits = scene.bits;
        match scene.arrays.entry(id) {
            Entry::Number(number) => Ok(S::from_rational(number, bits)),
            Entry::Size(size) => Ok(integer(scene.sizes.get(*size)?, bits)),
            Entry::Of(quantity, at) => {
                let at: Result<Vec<usize>, Undefined> =
                    at.iter().map(|index| self.index(index, place)).collect();
                let array = scene.values.get(quantity).ok_or(Undefined::Unknown)?;
                array.get(&at?).cloned().ok_or(Undefined::Unknown)
            }
            Entry::Delta(left, right) => {
                Ok(integer(usize::from(self.index(left, place)? == self.index(right, place)?), bits))
            }
            Entry::Selected { from, at: [row, column], count } => {
                let (row, column) = (self.index(row, place)?, self.index(column, place)?);
                let is_inside = u64::try_from(row).is_ok_and(|row| row < *count);
                let is_one = u64::try_from(column).is_ok_and(|column| row as u64 + from - 1 == column);
                Ok(integer(usize::from(is_inside && is_one), bits))
            }
            Entry::Aligned { terms, constant } => {
                let mut sum = *constant;
                for (times, index) in terms {
                    let index =
                        i64::try_from(self.index(index, place)? + 1).map_err(|_| Undefined::Unknown)?;
                    sum = sum.saturating_add(times.saturating_mul(index));
                }
                Ok(integer(usize::from(sum == 0), bits))
            }
            Entry::Sum(size, body) => match scene.arrays.pinned(*body) {
                Some(pinned) => self.pinned(&pinned, *size, *body, place),
                None => self.sum(id, *size, *body, place),
            },
            Entry::Apply { function, primes, arguments } => {
                let values: Result<Vec<S>, Undefined> =
                    arguments.iter().map(|&part| self.value(part, place)).collect();
                let values = values?;
                let references: Vec<&S> = values.iter().collect();
                scene.functions.apply(*function, *primes, &references, bits)
            }
            Entry::Derivative { of, by, at } => {
                let at: Result<Vec<usize>, Undefined> =
                    at.iter().map(|index| self.index(index, place)).collect();
                (self.slope)(scene, (*of, &place.bound[..place.depth]), *by, &at?, place.letters)
            }
        }
    }

    fn index(&self, index: &Index, place: &Place<'_>) -> Result<usize, Undefined> {
        match index {
            Index::Bound(depth) => {
                let at = place.depth.checked_sub(1 + *depth as usize).ok_or(Undefined::Unknown)?;
                Ok(place.bound[at])
            }
            Index::Letter(letter) => place.letters.get(letter).copied().ok_or(Undefined::Unknown),
            Index::At(at) => self.scene.sizes.place(*at).ok_or(Undefined::Unknown),
            Index::Size(letter) => {
                self.scene.sizes.get(Size::Letter(*letter))?.checked_sub(1).ok_or(Undefined::Unknown)
            }
        }
    }

    /// A sum of which all terms but one are 0, and what stands beside the 0 may have no value.
    fn pinned(
        &self,
        pinned: &Pinned,
        size: Size,
        body: EntryId,
        place: &mut Place<'_>,
    ) -> Result<S, Undefined> {
        let zero = S::from_rational(&Rational::zero(), self.scene.bits);
        let depth = place.depth;
        place.sets(depth, 0);
        place.depth += 1;
        let number = |index: &Index| {
            let at = self.index(index, place).ok();
            at.and_then(|at| i64::try_from(at + 1).ok()).unwrap_or(i64::MAX >> 16)
        };
        let at = pinned.at(number).and_then(|at| usize::try_from(at - 1).ok());
        let value = match at.filter(|at| self.scene.sizes.get(size).is_ok_and(|size| *at < size)) {
            Some(at) => {
                place.sets(depth, at);
                self.value(body, place).and_then(|term| zero.add(&term, self.scene.bits))
            }
            None => self.scene.sizes.get(size).map(|_| zero),
        };
        place.depth = depth;
        value
    }

    fn sum(&self, id: EntryId, size: Size, body: EntryId, place: &mut Place<'_>) -> Result<S, Undefined> {
        let known = self.plans.borrow().get(&id).map(Rc::clone);
        let plan = known.unwrap_or_else(|| {
            let plan = Plan::new(self.scene.arrays, &mut self.uses.borrow_mut(), size, body);
            let plan = Rc::new(plan);
            self.plans.borrow_mut().insert(id, Rc::clone(&plan));
            plan
        });
        let depth = place.depth;
        for sum in 0..plan.sizes.len() {
            place.sets(depth + sum, 0);
        }
        let value = self.product(id, &plan, &plan.product, depth, place);
        place.depth = depth;
        value
    }

    /// A product of factors of a plan below so many sums.
    fn product(
        &self,
        id: EntryId,
        plan: &Plan,
        factors: &[Factor],
        around: usize,
        place: &mut Place<'_>,
    ) -> Result<S, Undefined> {
        let bits = self.scene.bits;
        let mut product: Option<S> = None;
        for factor in factors {
            let (value, divides) = match *factor {
                Factor::Entry { entry, below, divides } => {
                    place.depth = around + below;
                    (self.value(entry, place)?, divides)
                }
                Factor::MinusOne => (integer::<S>(1, bits).neg(), false),
                Factor::Step(step) => (self.step(id, plan, step, around, place)?, false),
            };
            product = Some(match (product, divides) {
                (None, false) => value,
                (None, true) => integer::<S>(1, bits).div(&value, bits)?,
                (Some(product), false) => product.mul(&value, bits)?,
                (Some(product), true) => product.div(&value, bits)?,
            });
        }
        Ok(product.unwrap_or_else(|| integer(1, bits)))
    }

    /// A sum of a plan at the indices that are set.
    fn step(
        &self,
        id: EntryId,
        plan: &Plan,
        number: usize,
        around: usize,
        place: &mut Place<'_>,
    ) -> Result<S, Undefined> {
        let step = &plan.steps[number];
        // Worth remembering where it is the same at other indices around.
        let among = around + step.sum + place.letters.len();
        let key = (step.uses.len() < among).then(|| {
            let at = step.uses.iter().map(|used| match *used {
                Used::Own(sum) => place.bound[around + sum],
                Used::Around(depth) => around.checked_sub(1 + depth).map_or(0, |at| place.bound[at]),
                Used::Letter(letter) => place.letters.get(&letter).copied().unwrap_or(usize::MAX),
            });
            (id, number, at.collect())
        });
        if let Some(known) = key.as_ref().and_then(|key| self.sums.borrow().get(key).cloned()) {
            return known;
        }
        let mut added = || {
            let mut sum = S::from_rational(&Rational::zero(), self.scene.bits);
            for index in 0..self.scene.sizes.get(plan.sizes[step.sum])? {
                place.sets(around + step.sum, index);
                let term = self.product(id, plan, &step.factors, around, place)?;
                sum = sum.add(&term, self.scene.bits)?;
            }
            Ok(sum)
        };
        let sum = added();
        if let Some(key) = key {
            self.sums.borrow_mut().insert(key, sum.clone());
        }
        sum
    }
}

impl Place<'_> {
    /// Sets the index of the sum below so many others.
    fn sets(&mut self, depth: usize, index: usize) {
        if self.bound.len() <= depth {
            self.bound.resize(depth + 1, 0);
        }
        self.bound[depth] = index;
    }
}
