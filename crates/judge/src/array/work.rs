//! How much work the numbers of arrays are.

use chainrule_array::chain::{Adjoint, Calculus};
use chainrule_array::word::Word;
use chainrule_array::{Arrays, Entry, EntryId, Role, Shape, Size, Whole, WholeId, children};
use chainrule_number::Rational;
use chainrule_program::array::Sizes;
use rustc_hash::{FxHashMap, FxHashSet};

/// About how many multiplications all quantities and these wholes take.
pub(super) fn of_all(arrays: &Arrays, calculus: &Calculus, sizes: &Sizes, compared: &[WholeId]) -> u64 {
    let mut entries = EntryWork::default();
    let mut seen = FxHashSet::default();
    let mut work = 0u64;
    let mut stack = compared.to_vec();
    for (quantity, data) in arrays.quantities() {
        match data.role {
            Role::Leaf => work = work.saturating_add(count(&data.shape, sizes)),
            Role::Defined(definition) => stack.push(definition),
            Role::Adjoint { .. } => {
                let Some(place) = calculus.place_of_name(quantity) else { continue };
                match calculus.adjoints[place].reading {
                    Some(reading) => stack.push(reading),
                    None => work = work.saturating_add(of_adjoint(arrays, sizes, &calculus.adjoints[place])),
                }
            }
        }
    }
    while let Some(id) = stack.pop() {
        if !seen.insert(id) {
            continue;
        }
        let whole = arrays.whole(id);
        let each = match whole {
            Whole::Product(left, _) => match arrays.shape(*left).axes().last() {
                Some(&inner) if !matches!(arrays.shape(*left), Shape::Vector(_)) => size_of(sizes, inner),
                Some(_) | None => 1,
            },
            Whole::Entries { body, .. } => entries.of_entry(arrays, sizes, *body),
            Whole::Word { arguments, word, .. } => {
                let of: u64 = arguments.iter().map(|&part| count(arrays.shape(part), sizes)).sum();
                let is_by_elimination = matches!(
                    word,
                    Word::Inverse | Word::Determinant | Word::LogDeterminant | Word::SpectralNorm
                );
                work = work.saturating_add(if is_by_elimination { of.saturating_mul(of) } else { of });
                1
            }
            Whole::Number(_)
            | Whole::Size(_)
            | Whole::Quantity(_)
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::Rows { .. }
            | Whole::OneHot(..)
            | Whole::Apply { .. }
            | Whole::Spread { .. }
            | Whole::Transpose(_)
            | Whole::Part { .. } => 1,
        };
        work = work.saturating_add(count(arrays.shape(id), sizes).saturating_mul(each));
        stack.extend(arrays.parts(whole));
    }
    work
}

/// About how many operations a derivative takes by its entries.
pub(super) fn of_adjoint(arrays: &Arrays, sizes: &Sizes, adjoint: &Adjoint) -> u64 {
    let one = EntryWork::default().of_entry(arrays, sizes, adjoint.result());
    count(&arrays.quantity(adjoint.name).shape, sizes).saturating_mul(one)
}

/// Whether a number stands there that is neither small nor a fraction of small ones: it may be there for a size.
pub(super) fn has_large_number(arrays: &Arrays, sides: &[WholeId]) -> bool {
    let definitions = arrays.quantities().filter_map(|(_, data)| match data.role {
        Role::Defined(definition) => Some(definition),
        Role::Leaf | Role::Adjoint { .. } => None,
    });
    let mut stack: Vec<WholeId> = sides.iter().copied().chain(definitions).collect();
    let (mut seen, mut seen_entries) = (FxHashSet::default(), FxHashSet::default());
    while let Some(id) = stack.pop() {
        if !seen.insert(id) {
            continue;
        }
        match arrays.whole(id) {
            Whole::Number(number) if is_large(number) => return true,
            Whole::Entries { body, .. } => {
                let mut entries = vec![*body];
                while let Some(entry) = entries.pop() {
                    if !seen_entries.insert(entry) {
                        continue;
                    }
                    match arrays.entry(entry) {
                        Entry::Number(number) if is_large(number) => return true,
                        node @ (Entry::Number(_)
                        | Entry::Size(_)
                        | Entry::Of(..)
                        | Entry::Delta(..)
                        | Entry::Selected { .. }
                        | Entry::Aligned { .. }
                        | Entry::Sum(..)
                        | Entry::Apply { .. }
                        | Entry::Derivative { .. }) => entries.extend(children(node)),
                    }
                }
            }
            whole @ (Whole::Number(_)
            | Whole::Size(_)
            | Whole::Quantity(_)
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::Rows { .. }
            | Whole::OneHot(..)
            | Whole::Apply { .. }
            | Whole::Spread { .. }
            | Whole::Product(..)
            | Whole::Transpose(_)
            | Whole::Word { .. }
            | Whole::Part { .. }) => stack.extend(arrays.parts(whole)),
        }
    }
    false
}

fn is_large(number: &Rational) -> bool {
    let is_small = |value: &Rational| value.to_i64().is_some_and(|value| value.unsigned_abs() <= 7);
    !(1..=7).any(|times| is_small(number) || is_small(&(number * &Rational::from_integer(times))))
}

fn size_of(sizes: &Sizes, size: Size) -> u64 {
    sizes.get(size).ok().and_then(|count| u64::try_from(count).ok()).unwrap_or(1)
}

fn count(shape: &Shape, sizes: &Sizes) -> u64 {
    shape.axes().into_iter().fold(1, |all, size| all.saturating_mul(size_of(sizes, size)))
}

/// What is known of entries.
#[derive(Default)]
struct EntryWork(FxHashMap<EntryId, u64>);

impl EntryWork {
    /// About how many operations an entry takes: those under a sum once for each of its terms.
    fn of_entry(&mut self, arrays: &Arrays, sizes: &Sizes, root: EntryId) -> u64 {
        let mut stack = vec![(root, false)];
        while let Some((id, is_ready)) = stack.pop() {
            if self.0.contains_key(&id) {
                continue;
            }
            let node = arrays.entry(id);
            let below = children(node);
            if !is_ready {
                stack.push((id, true));
                stack.extend(below.into_iter().map(|child| (child, false)));
                continue;
            }
            let all = below.iter().fold(1u64, |all, child| all.saturating_add(self.0[child]));
            let times = if let Entry::Sum(size, _) = node { size_of(sizes, *size) } else { 1 };
            self.0.insert(id, all.saturating_mul(times));
        }
        self.0[&root]
    }
}
