//! Shapes read off the indices of families: `w[i,j]` with i in 1..30 and j in 1..40 is a matrix of 30×40.
//!
//! A sheet of numbers with wide sums says the same as one with these shapes declared, where each of its families is a
//! whole box that begins at 1, or one for each layer, and where numbers are given for all leaves or for none. There is
//! one reading or none.

use std::collections::BTreeMap;
use std::fmt::Write;

use chainrule_diagnostic::Span;
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::FamilyId;
use chainrule_worksheet::{Show, Worksheet};
use rustc_hash::{FxHashMap, FxHashSet};

use super::counted::{Counted, base_of};
use super::vocabulary::{MADE_OF_SIZES, word_called};

/// Sheets whose widest sum has at most so many terms are written out: that is how they are worked by hand.
const WIDEST_WRITTEN_OUT: u64 = 8;

/// Signs that mean something else where shapes are declared.
const OTHER_SIGNS: [&str; 3] = [".*", "./", ".^"];

/// The text with lines behind it that declare the shapes of all families, and blanks in the places of these statements,
/// which give numbers; nothing where the sheet is not like one with shapes, or small.
pub(crate) fn with_shapes(text: &str, worksheet: &Worksheet, givens: &[Span]) -> Option<String> {
    let wide = worksheet.typed.definitions.iter().any(|definition| definition.terms > WIDEST_WRITTEN_OUT);
    let has_other_signs = || {
        let written = text.lines().map(|line| line.split('#').next().unwrap_or_default());
        written.into_iter().any(|line| OTHER_SIGNS.iter().any(|sign| line.contains(sign)))
    };
    if !wide || !says_nothing_more(worksheet) || !gives_all_or_nothing(worksheet, givens) || has_other_signs()
    {
        return None;
    }
    let network = &worksheet.network;
    let families = network.families();
    // What has a shape must be told from what has none by its name, and mean nothing else beside shapes.
    let mut names: FxHashMap<&str, Option<FamilyId>> = FxHashMap::default();
    for &symbol in network.order() {
        let family = families.of(symbol).map(|member| member.family);
        let name = worksheet.graph.name(symbol).as_str();
        let base = base_of(name);
        let means_more = word_called(base).is_some()
            || MADE_OF_SIZES.contains(&base)
            || base == "T"
            || name.contains('^')
            || chainrule_symbolic::function::find(base).is_some();
        if means_more || names.insert(base, family).is_some_and(|before| before != family) {
            return None;
        }
    }
    let computed = by_one_equation(worksheet)?;
    let counted = Counted::find(worksheet);
    let mut declared = String::new();
    let mut done: FxHashSet<FamilyId> = FxHashSet::default();
    for &symbol in network.order() {
        let Some(family) = families.of(symbol).map(|member| member.family) else { continue };
        if !done.insert(family) {
            continue;
        }
        let base = base_of(families.pattern(family));
        let members: Option<Vec<(&[i64], bool)>> = families
            .members(family)
            .map(|(indices, symbol)| network.has(symbol).then(|| (indices, network.is_leaf(symbol))))
            .collect();
        let members = members?;
        if let Some(letter) = counted.letter(base) {
            declare_layers(&mut declared, base, letter, &members)?;
            continue;
        }
        let sizes = box_of(members.iter().map(|(indices, _)| *indices))?;
        let leaves = members.iter().filter(|(_, is_leaf)| *is_leaf).count();
        match (computed.contains(&family), leaves) {
            (true, 0) => {}
            (false, leaves) if leaves == members.len() => {
                write!(declared, "\n{base} in R^({})", product(&sizes)).ok()?;
            }
            (true | false, _) => return None,
        }
    }
    (!declared.is_empty()).then(|| format!("{}{declared}\n", without(text, givens)))
}

/// The text with blanks in the places of some of it.
fn without(text: &str, places: &[Span]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for place in places {
        bytes[place.range()].fill(b' ');
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// `30×40`
fn product(sizes: &[i64]) -> String {
    let sizes: Vec<String> = sizes.iter().map(i64::to_string).collect();
    sizes.join("×")
}

/// Declares the leaves of a family whose first index counts layers: `\nw[l] in R^(30×40) for l in 1..3`.
fn declare_layers(declared: &mut String, base: &str, letter: &str, members: &[(&[i64], bool)]) -> Option<()> {
    let mut layers: BTreeMap<i64, Vec<(&[i64], bool)>> = BTreeMap::new();
    for (indices, is_leaf) in members {
        let (first, others) = indices.split_first()?;
        layers.entry(*first).or_default().push((others, *is_leaf));
    }
    // The layers in a row that have one shape, and that.
    let mut runs: Vec<(i64, i64, Vec<i64>)> = Vec::new();
    for (layer, entries) in layers {
        let has_no_entries = entries.iter().all(|(others, _)| others.is_empty());
        let leaves = entries.iter().filter(|(_, is_leaf)| *is_leaf).count();
        if leaves == 0 && has_no_entries {
            continue;
        }
        let sizes = box_of(entries.iter().map(|(others, _)| *others))?;
        if leaves == 0 {
            continue;
        }
        if leaves < entries.len() {
            return None;
        }
        match runs.last_mut() {
            Some((_, last, last_sizes)) if *last + 1 == layer && *last_sizes == sizes => *last = layer,
            Some(_) | None => runs.push((layer, layer, sizes)),
        }
    }
    for (first, last, sizes) in runs {
        let shape = product(&sizes);
        if first == last {
            write!(declared, "\n{base}[{first}] in R^({shape})").ok()?;
        } else {
            write!(declared, "\n{base}[{letter}] in R^({shape}) for {letter} in {first}..{last}").ok()?;
        }
    }
    Some(())
}

/// Whether it defines, asks, claims and gives numbers, and no more.
fn says_nothing_more(worksheet: &Worksheet) -> bool {
    let Worksheet {
        network,
        pins,
        ranges,
        queries,
        updates,
        afters,
        roundings,
        opened,
        open_sizes,
        show,
        ..
    } = worksheet;
    let is_whole = |symbol: SymbolId| network.families().of(symbol).is_none();
    pins.is_empty()
        && ranges.is_empty()
        && updates.is_empty()
        && afters.is_empty()
        && roundings.is_empty()
        && opened.is_empty()
        && open_sizes.is_empty()
        && *show == Show::default()
        && !queries.is_empty()
        && queries.iter().all(|query| query.except.is_empty() && is_whole(query.of))
}

/// Whether all leaves have numbers, by statements of their own, or none has.
fn gives_all_or_nothing(worksheet: &Worksheet, givens: &[Span]) -> bool {
    let mut given: FxHashSet<SymbolId> = FxHashSet::default();
    let mut constants = 0;
    for value in &worksheet.values {
        // They stand in the order of the text.
        let after = givens.partition_point(|place| place.start <= value.span.start);
        let is_stated = givens[..after].last().is_some_and(|place| value.span.end <= place.end);
        if !value.constant && !is_stated {
            return false;
        }
        constants += usize::from(value.constant);
        given.insert(value.symbol);
    }
    let network = &worksheet.network;
    let mut leaves = network.order().iter().filter(|symbol| network.is_leaf(**symbol));
    given.len() == constants || leaves.all(|leaf| given.contains(leaf))
}

/// The families that are computed, if each is by one equation.
fn by_one_equation(worksheet: &Worksheet) -> Option<FxHashSet<FamilyId>> {
    let families = worksheet.network.families();
    let mut defined = FxHashSet::default();
    let mut count = 0;
    for definition in &worksheet.typed.definitions {
        let first = *worksheet.defined.get(definition.places.start)?;
        let Some(family) = families.of(first).map(|member| member.family) else { continue };
        if !defined.insert(family) {
            return None;
        }
        count += definition.places.len();
    }
    let members = worksheet.defined.iter().filter(|symbol| families.of(**symbol).is_some()).count();
    (count == members).then_some(defined)
}

/// The sizes of a whole box from 1.
fn box_of<'m>(members: impl Iterator<Item = &'m [i64]>) -> Option<Vec<i64>> {
    let mut count = 0;
    let mut sizes: Vec<i64> = Vec::new();
    for indices in members {
        if indices.iter().any(|&index| index < 1) {
            return None;
        }
        sizes.resize(indices.len(), 1);
        for (size, &index) in sizes.iter_mut().zip(indices) {
            *size = (*size).max(index);
        }
        count += 1;
    }
    let volume = sizes.iter().try_fold(1i64, |volume, &size| volume.checked_mul(size))?;
    (volume == count && !sizes.is_empty() && sizes.iter().all(|&size| size > 1)).then_some(sizes)
}
