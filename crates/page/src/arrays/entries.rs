//! Entries told together: an array by its name where all of its entries stand in a list, one after the other.

use std::ops::Range;

use chainrule_number::Scalar;
use chainrule_render::array::ArraySetter;
use chainrule_render::{Inline, Layout, Operator, Role};
use chainrule_symbolic::graph::SymbolId;
use chainrule_work::found::{Course, Observed};
use chainrule_work::update::TrainingReport;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::Page;

/// Arrays of more entries than this are not written out …
pub(super) const MOST_SHOWN: usize = 64;

/// … and where they stand before and after steps, of more than this.
const MOST_MOVED: usize = 16;

/// Members of a list that stand together.
pub(in super::super) struct EntryRun {
    /// Their places.
    pub(in super::super) places: Range<usize>,
    /// The array that they are, if they are one.
    pub(in super::super) array: Option<Layout>,
    /// How many columns it has.
    columns: Option<usize>,
}

impl Page<'_> {
    /// A list of quantities with arrays as wholes.
    pub(in super::super) fn as_arrays(&self, list: &[SymbolId]) -> Vec<EntryRun> {
        let mut all = Vec::new();
        let mut at = 0;
        while at < list.len() {
            let whole = self.report.arrays.as_ref().and_then(|arrays| {
                let (quantity, names) =
                    arrays.names.iter().find(|(_, names)| list[at..].starts_with(names))?;
                let shape = &arrays.arrays.quantity(*quantity).shape;
                let columns = match shape.axes().as_slice() {
                    [_, _] => Some(names.len() / self.rows_of(names)),
                    _ => None,
                };
                let name = ArraySetter::new(&arrays.arrays, &FxHashSet::default()).quantity(*quantity);
                Some((names.len(), name, columns))
            });
            let (length, array, columns) =
                whole.map_or((1, None, None), |(length, name, columns)| (length, Some(name), columns));
            all.push(EntryRun { places: at..at + length, array, columns });
            at += length;
        }
        all
    }

    /// How many rows the entries of a matrix stand in: the last is in the last row.
    fn rows_of(&self, names: &[SymbolId]) -> usize {
        let last = names.last().map_or("", |&last| self.report.graph().name(last).member());
        last.rsplit(',').nth(1).and_then(|row| row.parse().ok()).unwrap_or(1)
    }

    /// The names of quantities; arrays of which all entries are there as wholes, in whatever order these stand.
    pub(in super::super) fn names_together(&self, list: &[SymbolId]) -> Layout {
        let Some(arrays) = &self.report.arrays else { return self.names(list) };
        let all: FxHashSet<SymbolId> = list.iter().copied().collect();
        let wholes: Vec<_> =
            arrays.names.iter().filter(|(_, names)| names.iter().all(|name| all.contains(name))).collect();
        let array_of: FxHashMap<SymbolId, usize> = wholes
            .iter()
            .enumerate()
            .flat_map(|(place, (_, names))| names.iter().map(move |&name| (name, place)))
            .collect();
        if array_of.is_empty() {
            return self.names(list);
        }
        let nothing = FxHashSet::default();
        let setter = ArraySetter::new(&arrays.arrays, &nothing);
        let mut places: FxHashSet<usize> = FxHashSet::default();
        let names: Vec<Layout> = list
            .iter()
            .filter_map(|name| match array_of.get(name) {
                Some(&place) => places.insert(place).then(|| setter.quantity(wholes[place].0)),
                None => Some(self.setter.name(*name)),
            })
            .collect();
        Layout::joined(&names, Operator::Comma)
    }
}

impl EntryRun {
    /// The numbers of an array, as it is written; nothing where they are too many.
    pub(in super::super) fn numbers(&self, numbers: &[Layout]) -> Option<Layout> {
        if numbers.len() > MOST_MOVED {
            return None;
        }
        let columns = self.columns.unwrap_or(numbers.len()).max(1);
        Some(Layout::rows(&numbers.chunks(columns).map(<[Layout]>::to_vec).collect::<Vec<_>>()))
    }
}

/// What is to be said of the entries of an array that moved.
pub(in super::super) fn course_of_array(
    training: &TrainingReport,
    name: &Layout,
    places: Range<usize>,
) -> Vec<Inline> {
    let courses = &training.history.courses[places];
    let count = courses.len();
    let entries = |some: usize| {
        let text = match some {
            1 => format!("1 of the {count} entries of "),
            _ if some == count => format!("all {count} entries of "),
            _ => format!("{some} of the {count} entries of "),
        };
        Inline::new().text(text).math(name.clone()).text(" ")
    };
    let mut remarks = Vec::new();
    let flipped: Vec<u64> = courses
        .iter()
        .filter(|course| course.sign_changes > 0)
        .map(|course| course.first_sign_change)
        .collect();
    if let Some(first) = flipped.iter().min() {
        let (what, when) = if flipped.len() == 1 {
            ("changed its sign on the way", "in")
        } else {
            ("changed their signs on the way", "the first in")
        };
        let text = entries(flipped.len()).role(Role::Warning, what);
        remarks.push(text.text(format!(", {when} step {first}")));
    }
    let reached = training.history.reached(training.steps);
    let frozen: Vec<&Course> = courses.iter().filter(|course| course.last_change < reached).collect();
    if let Some(last) = frozen.iter().map(|course| course.last_change).max() {
        let (them, its, gradients) =
            if frozen.len() == 1 { ("it", "its", "gradient is") } else { ("them", "their", "gradients are") };
        let text = entries(frozen.len()).role(Role::Warning, "froze");
        let text = if last == 0 {
            text.text(format!(": no step changed a bit of {them}"))
        } else {
            text.text(format!(": no bit of {them} changed after step {last}"))
        };
        let is_zero = |of: &Observed| matches!(of, Observed::Value(value) if value.is_certainly_zero());
        let is_flat = frozen.iter().all(|course| is_zero(&course.gradient));
        remarks.push(if is_flat { text.text(format!("; {its} {gradients} 0 there")) } else { text });
    }
    let absorbed: Vec<u64> = courses
        .iter()
        .filter(|course| course.last_change >= reached && course.absorbed > 0)
        .map(|course| course.first_absorbed)
        .collect();
    if let Some(first) = absorbed.iter().min() {
        let them = if absorbed.len() == 1 { "it" } else { "them" };
        let text = entries(absorbed.len()).text("had steps ").role(Role::Warning, "absorbed");
        remarks.push(text.text(format!(
            ", first in step {first}: what was added was not 0, and no bit of {them} changed"
        )));
    }
    remarks
}
