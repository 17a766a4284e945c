//! How the numbers of leaves are drawn; those of leaves that hold indices, and of those that are 1 at these, go together.

use chainrule_array::{Arrays, QuantityId, Role};
use chainrule_number::{Rational, Undefined};
use chainrule_program::array::Sizes;

use super::residue::mixed;

/// So many choices of indices are tried: what holds where all are the same need not hold where they differ.
pub(super) const CHOICES: u64 = 24;

/// Up to so many indices are chosen by all at once, in turn, and after that one after the other.
const CHOSEN_IN_TURN: u64 = 10;

/// How leaves are drawn.
pub(super) struct Drawn<'a, S> {
    /// An entry, by its place.
    pub(super) entry: &'a dyn Fn(QuantityId, usize) -> S,
    /// Whether the entries of a leaf are what they are, not drawn.
    pub(super) is_known: &'a dyn Fn(QuantityId) -> bool,
    /// Whether all are above 0.
    pub(super) are_positive: bool,
    /// Which indices are chosen, one of the [`CHOICES`].
    pub(super) choice: u64,
}

impl<'a, S> Drawn<'a, S> {
    /// None is known.
    pub(super) fn all(entry: &'a dyn Fn(QuantityId, usize) -> S, are_positive: bool, choice: u64) -> Self {
        Self { entry, is_known: &|_| false, are_positive, choice }
    }
}

/// A leaf that holds indices, and those that are 1 at them.
struct Choice {
    by: QuantityId,
    /// Of each of the second kind the number of indices among which is chosen is the length of its last axis.
    places: Vec<QuantityId>,
}

/// The leaf that holds the indices from which a leaf follows, or that it holds.
fn choice_of(arrays: &Arrays, quantity: QuantityId) -> Option<Choice> {
    // No reader can write a name with brackets: `onehot(c)` is made for the indices that c holds.
    let is_leaf = |id: QuantityId| arrays.quantity(id).role == Role::Leaf;
    let named = |name: &str| {
        let all = arrays.quantities().filter(|(_, other)| other.name == name).map(|(id, _)| id);
        all.filter(|&id| is_leaf(id)).collect::<Vec<_>>()
    };
    if !is_leaf(quantity) {
        return None;
    }
    let name = arrays.quantity(quantity).name.as_str();
    let held = name.strip_prefix("onehot(").and_then(|rest| rest.strip_suffix(')'));
    let by = held.map_or(Some(quantity), |held| named(held).first().copied())?;
    let places = named(&format!("onehot({})", arrays.quantity(by).name));
    (!places.is_empty()).then_some(Choice { by, places })
}

/// Whether a leaf holds indices, or is 1 at those that another holds.
pub(super) fn is_chosen(arrays: &Arrays, quantity: QuantityId) -> bool {
    choice_of(arrays, quantity).is_some()
}

/// The numbers of a leaf that holds indices, and of one that is 1 at those; nothing for other leaves.
pub(super) fn chosen(
    arrays: &Arrays,
    sizes: &Sizes,
    quantity: QuantityId,
    choice: u64,
) -> Result<Option<Vec<Rational>>, Undefined> {
    let Some(Choice { by, places }) = choice_of(arrays, quantity) else { return Ok(None) };
    let axes = |quantity: QuantityId| sizes.all(&arrays.quantity(quantity).shape.axes());
    let mut among = u64::MAX;
    for &places in &places {
        let last = axes(places)?.last().copied().unwrap_or(1);
        among = among.min(u64::try_from(last).unwrap_or(u64::MAX).max(1));
    }
    let rows = u64::try_from(axes(by)?.iter().product::<usize>()).unwrap_or(0);
    let index = |row: u64| {
        let in_turn = among.min(CHOSEN_IN_TURN);
        let from_zero = if choice < in_turn {
            choice
        } else if choice < 2 * in_turn {
            choice + row + u64::from(by.0)
        } else {
            mixed(0x7C, &[u64::from(by.0), row, choice])
        };
        from_zero % among
    };
    let whole = |value: u64| Rational::from_integer(i64::try_from(value).unwrap_or(0));
    if quantity == by {
        return Ok(Some((0..rows).map(|row| whole(index(row) + 1)).collect()));
    }
    let columns = u64::try_from(axes(quantity)?.last().copied().unwrap_or(1)).unwrap_or(1);
    let entries = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    Ok(Some(entries.map(|(row, column)| whole(u64::from(index(row) == column))).collect()))
}
