//! Shapes read off the indices of families: `w[i,j]` with i in 1..30 and j in 1..40 is a matrix of 30×40.
//!
//! A sheet of numbers with wide sums says the same as one with these shapes declared, where each of its families is a
//! whole box that begins at 1, and where nothing is said of single members. There is one reading or none.

use std::fmt::Write;

use chainrule_symbolic::graph::{Node, SymbolId};
use chainrule_symbolic::network::{FamilyId, Network};
use chainrule_worksheet::{Show, TypedDefinition, Worksheet};
use rustc_hash::{FxHashMap, FxHashSet};

use super::call::word_called;
use super::reader::MADE_OF_SIZES;

/// Sheets whose widest sum has at most so many terms are written out: that is how they are worked by hand.
const WIDEST_WRITTEN_OUT: u64 = 8;

/// Signs that mean something else where shapes are declared.
const OTHER_SIGNS: [&str; 3] = [".*", "./", ".^"];

/// The text with a line behind it that declares the shapes of all families; nothing where the sheet is not like one with
/// shapes, or small.
pub(crate) fn with_shapes(text: &str, worksheet: &Worksheet) -> Option<String> {
    let wide = worksheet.typed.definitions.iter().any(|own| own.terms > WIDEST_WRITTEN_OUT);
    let has_other_signs = || {
        let written = text.lines().map(|line| line.split('#').next().unwrap_or_default());
        written.into_iter().any(|line| OTHER_SIGNS.iter().any(|sign| line.contains(sign)))
    };
    if !wide || !says_nothing_more(worksheet) || has_other_signs() {
        return None;
    }
    let network = &worksheet.network;
    let families = network.families();
    // What has a shape must be told from what has none by its name, and mean nothing else beside shapes.
    let mut names: FxHashMap<&str, Option<FamilyId>> = FxHashMap::default();
    for &symbol in network.order() {
        let family = families.of(symbol).map(|member| member.family);
        let name = worksheet.graph.name(symbol).as_str();
        let base = name.split('[').next().unwrap_or(name);
        let means_more = word_called(base).is_some()
            || MADE_OF_SIZES.contains(&base)
            || base == "T"
            || name.contains('^')
            || chainrule_symbolic::function::find(base).is_some();
        if means_more || names.insert(base, family).is_some_and(|known| known != family) {
            return None;
        }
    }
    let defined = by_one_equation(worksheet)?;
    let mut declared = String::new();
    let mut done: FxHashSet<FamilyId> = FxHashSet::default();
    for &symbol in network.order() {
        let Some(family) = families.of(symbol).map(|member| member.family) else { continue };
        if !done.insert(family) {
            continue;
        }
        let sizes = box_of(network, family)?;
        if defined.contains(&family) {
            continue;
        }
        let base = families.pattern(family).split('[').next()?;
        let sizes: Vec<String> = sizes.iter().map(i64::to_string).collect();
        let before = if declared.is_empty() { "\n" } else { ", " };
        write!(declared, "{before}{base} in R^({})", sizes.join("×")).ok()?;
    }
    (!declared.is_empty()).then(|| format!("{text}{declared}\n"))
}

/// Whether it defines, asks and claims, and no more.
fn says_nothing_more(worksheet: &Worksheet) -> bool {
    let Worksheet {
        network,
        values,
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
    values.iter().all(|given| given.constant)
        && pins.is_empty()
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

/// The families that are computed, if each is by one equation that does not need itself.
fn by_one_equation(worksheet: &Worksheet) -> Option<FxHashSet<FamilyId>> {
    let families = worksheet.network.families();
    let mut defined = FxHashSet::default();
    let mut told = 0;
    for own in &worksheet.typed.definitions {
        let first = *worksheet.defined.get(own.places.start)?;
        let Some(family) = families.of(first).map(|member| member.family) else { continue };
        let is_all = own.places.len() == families.members(family).len();
        if !is_all || needs_itself(worksheet, own) || !defined.insert(family) {
            return None;
        }
        told += own.places.len();
    }
    let members = worksheet.defined.iter().filter(|symbol| families.of(**symbol).is_some()).count();
    (told == members).then_some(defined)
}

/// Whether members of a family are computed from others of it.
fn needs_itself(worksheet: &Worksheet, own: &TypedDefinition) -> bool {
    let base = |expr| match worksheet.graph.node(expr) {
        Node::Symbol(symbol) => {
            let name = worksheet.graph.name(symbol).as_str();
            Some(name.split('[').next().unwrap_or(name))
        }
        Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
    };
    own.inputs.iter().any(|&input| base(input) == base(own.name))
}

/// The sizes of a family whose members are those of a whole box from 1.
fn box_of(network: &Network, family: FamilyId) -> Option<Vec<i64>> {
    let members = network.families().members(family);
    let count = members.len();
    let mut sizes: Vec<i64> = Vec::new();
    for (indices, symbol) in members {
        if !network.has(symbol) || indices.iter().any(|&index| index < 1) {
            return None;
        }
        sizes.resize(indices.len(), 1);
        for (size, &index) in sizes.iter_mut().zip(indices) {
            *size = (*size).max(index);
        }
    }
    let volume = sizes.iter().try_fold(1i64, |volume, &size| volume.checked_mul(size))?;
    let is_whole = usize::try_from(volume).ok()? == count;
    (is_whole && sizes.iter().all(|&size| size > 1)).then_some(sizes)
}
