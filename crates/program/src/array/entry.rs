//! Generic entries at given indices, by loops.

use chainrule_array::{Entry, EntryId, Index, Letter, QuantityId};
use chainrule_number::{Dual, Rational, Scalar, Undefined};
use rustc_hash::FxHashMap;

use super::{Array, Scene, integer, whole};

/// The indices that letters stand for, from 0.
pub type Letters = FxHashMap<Letter, usize>;

/// The value of an entry.
///
/// # Errors
/// It has none: something is divided by 0, or a name has no value.
pub fn evaluate<S: Scalar>(scene: &Scene<'_, S>, entry: EntryId, letters: &Letters) -> Result<S, Undefined> {
    value(scene, entry, letters, &mut Vec::new(), &|of, by, at| slope(scene, of, by, at, letters))
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
    let at_indices = |at: Vec<usize>| evaluate(scene, entry, &free.iter().copied().zip(at).collect());
    let entries: Result<Vec<S>, Undefined> = Array::<S>::indices(&axes).into_iter().map(at_indices).collect();
    Ok(Array { axes, entries: entries? })
}

/// The value of an entry whose own indices are bound, from 0.
///
/// # Errors
/// It has none.
pub(super) fn evaluate_at<S: Scalar>(
    scene: &Scene<'_, S>,
    body: EntryId,
    at: &[usize],
) -> Result<S, Undefined> {
    value(scene, body, &Letters::default(), &mut at.to_vec(), &|_, _, _| Err(Undefined::Unknown))
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
    let mut bound = of.1.to_vec();
    let inner =
        value(&scene.with_values(&values), of.0, letters, &mut bound, &|_, _, _| Err(Undefined::Unknown))?;
    Ok(inner.slope)
}

/// Computes a derivative that is not worked out, of an expression with the indices of the sums around it.
type Derive<'a, S> = &'a dyn Fn((EntryId, &[usize]), QuantityId, &[usize]) -> Result<S, Undefined>;

fn value<S: Scalar>(
    scene: &Scene<'_, S>,
    id: EntryId,
    letters: &Letters,
    bound: &mut Vec<usize>,
    derive: Derive<'_, S>,
) -> Result<S, Undefined> {
    let bits = scene.bits;
    let place = |index: &Index, bound: &[usize]| match index {
        Index::Bound(depth) => {
            bound.len().checked_sub(1 + *depth as usize).map(|at| bound[at]).ok_or(Undefined::Unknown)
        }
        Index::Letter(letter) => letters.get(letter).copied().ok_or(Undefined::Unknown),
        Index::At(at) => scene.sizes.place(*at).ok_or(Undefined::Unknown),
    };
    match scene.arrays.entry(id) {
        Entry::Number(number) => Ok(S::from_rational(number, bits)),
        Entry::Size(size) => Ok(integer(scene.sizes.get(*size)?, bits)),
        Entry::Of(quantity, at) => {
            let at: Result<Vec<usize>, Undefined> = at.iter().map(|index| place(index, bound)).collect();
            let array = scene.values.get(quantity).ok_or(Undefined::Unknown)?;
            array.get(&at?).cloned().ok_or(Undefined::Unknown)
        }
        Entry::Delta(left, right) => {
            Ok(integer(usize::from(place(left, bound)? == place(right, bound)?), bits))
        }
        Entry::Selected { from, at: [row, column], count } => {
            let (row, column) = (place(row, bound)?, place(column, bound)?);
            let is_inside = u64::try_from(row).is_ok_and(|row| row < *count);
            let is_one = u64::try_from(column).is_ok_and(|column| row as u64 + from - 1 == column);
            Ok(integer(usize::from(is_inside && is_one), bits))
        }
        Entry::Aligned { terms, constant } => {
            let mut sum = *constant;
            for (times, index) in terms {
                let index = i64::try_from(place(index, bound)? + 1).map_err(|_| Undefined::Unknown)?;
                sum = sum.saturating_add(times.saturating_mul(index));
            }
            Ok(integer(usize::from(sum == 0), bits))
        }
        Entry::Sum(size, body) => {
            let mut sum = S::from_rational(&Rational::zero(), bits);
            let mut indices = 0..scene.sizes.get(*size)?;
            if let Some(pinned) = scene.arrays.pinned(*body) {
                // All terms but one are 0, and what stands beside the 0 may have no value.
                bound.push(0);
                let number = |index: &Index| {
                    place(index, bound)
                        .ok()
                        .and_then(|at| i64::try_from(at + 1).ok())
                        .unwrap_or(i64::MAX >> 16)
                };
                let at = pinned.at(number);
                bound.pop();
                let at = at.and_then(|at| usize::try_from(at - 1).ok()).filter(|at| indices.contains(at));
                let Some(at) = at else { return Ok(sum) };
                indices = at..at + 1;
            }
            for index in indices {
                bound.push(index);
                let term = value(scene, *body, letters, bound, derive);
                bound.pop();
                sum = sum.add(&term?, bits)?;
            }
            Ok(sum)
        }
        Entry::Apply { function, primes, arguments } => {
            let values: Result<Vec<S>, Undefined> =
                arguments.iter().map(|&part| value(scene, part, letters, bound, derive)).collect();
            let values = values?;
            let references: Vec<&S> = values.iter().collect();
            scene.functions.apply(*function, *primes, &references, bits)
        }
        Entry::Derivative { of, by, at } => {
            let at: Result<Vec<usize>, Undefined> = at.iter().map(|index| place(index, bound)).collect();
            derive((*of, bound), *by, &at?)
        }
    }
}
