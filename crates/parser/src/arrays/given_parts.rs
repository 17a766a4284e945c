//! Values for single entries, rows and slices of an array: `x[1] = 3, x[2] = 4`, `W[1,*] = [1, 2]`. Together they are its value.

use std::collections::BTreeMap;

use chainrule_array::{QuantityId, Size};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;

use super::ast::{Expr, GivenPart, Kind as Node, Place};
use super::parted::parted;
use super::parts::indices as indices_of;
use super::statements::Sheet;
use super::values;
use crate::expression::Wrong;

/// Values are given for no more entries one by one.
const MOST_ENTRIES: u64 = 1 << 20;

/// The values of entries by their indices, with where they are given.
type Entries = BTreeMap<Vec<u64>, (Rational, Span)>;

impl Sheet<'_> {
    /// The array with a declared shape of which a name such as `x[1]` is an entry, and its indices.
    pub(super) fn as_part_of_declared(&self, name: &str) -> Option<(String, Vec<Place>)> {
        if self.quantities.contains_key(name) {
            return None;
        }
        let (base, at) = parted(name);
        self.part_of_declared(&base, at)
    }

    /// The array of which these indices choose entries: a member of a family, where the first index is that of one.
    pub(super) fn part_of_declared(&self, base: &str, mut at: Vec<Place>) -> Option<(String, Vec<Place>)> {
        let is_chosen = |place: &Place| matches!(place, Place::All | Place::At(_) | Place::Slice(..));
        if at.is_empty() || !at.iter().all(is_chosen) {
            return None;
        }
        let name = if self.families.has(base) {
            let Place::At(index) = at.remove(0) else { return None };
            self.families.member(base, i64::try_from(index).ok()?)?.to_owned()
        } else {
            base.to_owned()
        };
        let &quantity = self.quantities.get(&name)?;
        let is_array = !self.arrays.quantity(quantity).shape.is_number();
        (is_array && !at.is_empty()).then_some((name, at))
    }

    /// Keeps a value for entries until all are read.
    pub(super) fn give_part(
        &mut self,
        (name, at): (String, Vec<Place>),
        span: Span,
        value: &Expr,
    ) -> Result<(), Wrong> {
        let axes = self.axes_of(&name);
        if axes.len() != at.len() {
            let message = format!("`{name}` has {}, not {}", indices_of(axes.len()), at.len());
            let wrong = Diagnostic::error(&code::INDEX_COUNT, span, message);
            let counts = (axes.len(), at.len());
            return Err(self.elaboration(false).with_whole_axes(wrong, span, counts).into());
        }
        self.parts_given.push(GivenPart { name, at, span, value: value.clone() });
        Ok(())
    }

    /// Gives arrays the values that their entries were given, which are all of them.
    pub(super) fn put_parts_together(&mut self) {
        let mut left = std::mem::take(&mut self.parts_given);
        while let Some(first) = left.first() {
            let name = first.name.clone();
            let (own, others) = left.into_iter().partition(|part: &GivenPart| part.name == name);
            left = others;
            let done = self.value_of_parts(&name, &own);
            self.keep(done);
        }
    }

    fn axes_of(&self, name: &str) -> Vec<Size> {
        let of: Option<&QuantityId> = self.quantities.get(name);
        of.map(|&of| self.arrays.quantity(of).shape.axes()).unwrap_or_default()
    }

    fn value_of_parts(&mut self, name: &str, parts: &[GivenPart]) -> Result<(), Wrong> {
        let lengths = self.lengths(name, parts)?;
        let mut entries = Entries::new();
        for part in parts {
            self.fill(part, &lengths, &mut entries)?;
        }
        let span = parts[0].span.to(parts[parts.len() - 1].value.span);
        let count = lengths.iter().try_fold(1u64, |all, &length| all.checked_mul(length));
        if count != u64::try_from(entries.len()).ok() {
            let missing = first_missing(&lengths, &entries);
            let indices: Vec<String> = missing.iter().map(u64::to_string).collect();
            let message = format!(
                "`{name}[{}]` has no value: the entries of an array have values all together or not at all",
                indices.join(",")
            );
            let whole = if lengths.len() == 1 { "[1, 2, 3]" } else { "[1, 2; 3, 4]" };
            return Err(Diagnostic::error(&code::BAD_SHAPE, span, message)
                .help(format!("give each entry, or the array as a whole: `given {name} = {whole}`"))
                .into());
        }
        let numbers = entries.into_values().map(|(value, _)| value).collect();
        self.numbers(name, (parts[0].span, span), numbers, lengths)
    }

    /// How many entries there are along each axis: by its size, or as far as indices go.
    fn lengths(&self, name: &str, parts: &[GivenPart]) -> Result<Vec<u64>, Wrong> {
        let axes = self.axes_of(name);
        let mut lengths = Vec::with_capacity(axes.len());
        for (axis, size) in axes.iter().enumerate() {
            let by_size = match size {
                Size::Number(count) => Some(*count),
                Size::Letter(letter) => {
                    self.out.sizes.iter().find(|(size, _)| size == letter).map(|(_, count)| *count)
                }
            };
            let reach = |part: &GivenPart| match (&part.at[axis], &*part.value.kind) {
                (Place::At(index), _) => Some(*index),
                (Place::Slice(_, to), _) => Some(*to),
                (Place::All, Node::Literal(rows)) if rows.len() == 1 => u64::try_from(rows[0].len()).ok(),
                _ => None,
            };
            let Some(length) = by_size.or_else(|| parts.iter().filter_map(reach).max()) else {
                let message = format!("nothing says how many entries `{name}` has");
                let wrong = Diagnostic::error(&code::BAD_SHAPE, parts[0].span, message);
                return Err(wrong
                    .help(format!("give the array as a whole: `given {name} = [1, 2, 3]`"))
                    .into());
            };
            lengths.push(length);
        }
        let count = lengths.iter().try_fold(1u64, |all, &length| all.checked_mul(length));
        if count.is_none_or(|count| count > MOST_ENTRIES) {
            let message = format!("`{name}` has too many entries to give them one by one");
            return Err(Diagnostic::error(&code::BAD_SHAPE, parts[0].span, message).into());
        }
        Ok(lengths)
    }

    /// Puts the numbers of a value at the indices that it is for.
    fn fill(&self, part: &GivenPart, lengths: &[u64], entries: &mut Entries) -> Result<(), Wrong> {
        let mut places: Vec<Vec<u64>> = vec![Vec::new()];
        for (place, &length) in part.at.iter().zip(lengths) {
            let (from, to) = match place {
                Place::At(index) => (*index, *index),
                Place::Slice(from, to) => (*from, *to),
                _ => (1, length),
            };
            if from < 1 || to > length || from > to {
                let message =
                    format!("`{}` lies outside: there are {length} entries", &self.text[part.span.range()]);
                return Err(Diagnostic::error(&code::NO_MEMBER, part.span, message)
                    .help("indices count from 1")
                    .into());
            }
            let longer = |before: &Vec<u64>| {
                let before = before.clone();
                (from..=to).map(move |index| before.iter().copied().chain([index]).collect())
            };
            places = places.iter().flat_map(longer).collect();
        }
        let numbers = match &*part.value.kind {
            Node::Literal(rows) => values::entries(rows, part.value.span)?.0,
            _ => vec![values::number(&part.value)?; places.len()],
        };
        if numbers.len() != places.len() {
            let message = format!(
                "`{}` is {} entries, and this value has {}",
                &self.text[part.span.range()],
                places.len(),
                numbers.len()
            );
            return Err(Diagnostic::error(&code::BAD_SHAPE, part.value.span, message).into());
        }
        for (at, number) in places.into_iter().zip(numbers) {
            if let Some((_, first)) = entries.insert(at, (number, part.span)) {
                let message = format!("`{}` has a value already", &self.text[part.span.range()]);
                return Err(Diagnostic::error(&code::DUPLICATE_VALUE, part.span, message)
                    .also(first, "first here")
                    .into());
            }
        }
        Ok(())
    }
}

/// The indices of the first entry, row after row, that has no value.
fn first_missing(lengths: &[u64], entries: &Entries) -> Vec<u64> {
    let mut at = vec![1; lengths.len()];
    while entries.contains_key(&at) {
        for (index, &length) in at.iter_mut().zip(lengths).rev() {
            if *index < length {
                *index += 1;
                break;
            }
            *index = 1;
        }
    }
    at
}
