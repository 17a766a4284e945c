//! One entry of a derivative as it is worked out by hand: symbols, the same with numbers, the value.

use chainrule_array::chain::{Adjoint, Calculus};
use chainrule_array::{Arrays, Entry, EntryId, Index, Made, QuantityId, Size};
use chainrule_judge::array::{Answer, same_numbers};
use chainrule_number::{Enclosure, Scalar, Value};
use chainrule_program::array::Array;
use chainrule_program::array::entry::Entries;
use chainrule_symbolic::function;
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use rustc_hash::FxHashMap;

use super::derivation::EntryByHand;
use super::numbers::{Numbers, value};

/// Formulas with more names are not written out: they name derivatives instead.
const MOST_NAMES: usize = 12;

/// An entry of a derivative that is not 0, by hand, the one that is asked for first; nothing where it is too long, or its
/// numbers are not known.
pub(super) fn entry_by_hand(
    arrays: &mut Arrays,
    calculus: &Calculus,
    numbers: &Numbers,
    adjoint: &Adjoint,
    wanted_at: Option<&[u64]>,
) -> Option<EntryByHand> {
    let gradient = numbers.values.get(&adjoint.name)?;
    if gradient.entries.len() < 2 {
        return None;
    }
    let places = Array::<Enclosure>::indices(&gradient.axes);
    let indices = |place: usize| places[place].iter().map(|&index| index as u64 + 1).collect::<Vec<u64>>();
    let is_not_zero = |place: &usize| !holds_zero(&gradient.entries[*place]);
    let mut all = 0..places.len();
    let wanted = wanted_at.and_then(|wanted_at| all.clone().find(|&place| indices(place) == wanted_at));
    let place = wanted.filter(is_not_zero).or_else(|| all.find(is_not_zero))?;
    let at = indices(place);
    let indices: Vec<Index> = at.iter().map(|&index| Index::At(index)).collect();
    let counts = |size: Size| numbers.sizes.get(size).ok().and_then(|count| u64::try_from(count).ok());
    let mut current = arrays.renamed(adjoint.result(), &adjoint.free(), &indices);
    let mut best = None;
    // With the derivatives before it put in, as long as that stays short.
    while let Some(written) = arrays.written_out_at(current, &counts) {
        if names_in(arrays, written) > MOST_NAMES {
            break;
        }
        best = Some(written);
        let mentioned = arrays.quantities_in(written);
        let mut next = written;
        for adjoint in calculus.adjoints.iter().filter(|adjoint| mentioned.contains(&adjoint.name)) {
            next = arrays.with_value(next, adjoint.name, &adjoint.free(), adjoint.result());
        }
        if next == written {
            break;
        }
        current = next;
    }
    let symbols = best?;
    let scene = numbers.scene(arrays);
    let entries = Entries::new(&scene);
    let evaluate = |id: EntryId| entries.at(id, &FxHashMap::default()).ok();
    let whole = evaluate(symbols)?;
    let entry = std::slice::from_ref(&gradient.entries[place]);
    if same_numbers(std::slice::from_ref(&whole), entry) != Answer::Equal {
        return None;
    }
    let mut values = FxHashMap::default();
    let mut stack = vec![symbols];
    while let Some(id) = stack.pop() {
        let node = arrays.entry(id);
        if let Entry::Of(quantity, at) = node {
            values.insert(id, of_entry(numbers, *quantity, at)?);
            continue;
        }
        match node.made() {
            Made::Apply { function, primes, .. } if !is_operation(function.index(), primes) => {
                values.insert(id, value(&evaluate(id)?));
            }
            Made::Apply { arguments, .. } => stack.extend(arguments),
            Made::Alone if matches!(node, Entry::Number(_)) => {}
            Made::Alone | Made::Sum(..) | Made::Derivative(_) => return None,
        }
    }
    let value = numbers.printed.get(&adjoint.name)?.entries.get(place)?.clone();
    Some(EntryByHand { at, symbols, numbers: values, value })
}

fn holds_zero(enclosure: &Enclosure) -> bool {
    let value = value(enclosure);
    value.is_negative().is_none() || value.is_certainly_zero()
}

/// The number of an entry as it is told.
fn of_entry(numbers: &Numbers, quantity: QuantityId, at: &[Index]) -> Option<Value> {
    let array = numbers.printed.get(&quantity)?;
    let mut place = 0;
    for (index, size) in at.iter().zip(&array.axes) {
        let Index::At(index) = index else { return None };
        place = place * size + usize::try_from(*index).ok()?.checked_sub(1)?;
    }
    array.entries.get(place).cloned()
}

/// How many names stand in an entry, counted as far as it matters.
fn names_in(arrays: &Arrays, entry: EntryId) -> usize {
    let names = arrays.entries_in(entry).filter(|(_, node)| matches!(node, Entry::Of(..)));
    names.take(MOST_NAMES + 1).count()
}

/// Whether a function is written with signs, so that the numbers of its operands stand beside them.
fn is_operation(place: usize, primes: u8) -> bool {
    let is = |row: &'static Function| function::id(row).index() == place;
    primes == 0 && [&ADD, &MULTIPLY, &DIVIDE, &NEGATE, &POWER].into_iter().any(is)
}
