//! Complaints that follow from another one: `y = sin` leaves nothing that `dy/dx` could be derived by.

use std::collections::BTreeMap;

use chainrule_diagnostic::{Diagnostic, code};
use rustc_hash::FxHashSet;

/// Takes back that a name is unknown which stands in a formula that could not be read; and that a name to derive by is,
/// where the formula of what is derived could not: once it can, the name may stand in it.
pub(crate) fn take_back(text: &str, diagnostics: &mut Vec<Diagnostic>) {
    let is_unknown = |diagnostic: &Diagnostic| {
        diagnostic.code == &code::UNKNOWN_NAME
            && diagnostic.message.starts_with("no equation of this worksheet")
    };
    if !diagnostics.iter().any(is_unknown) || diagnostics.iter().all(is_unknown) {
        return;
    }
    let ends: Vec<usize> = text.match_indices(['\n', ';']).map(|(at, _)| at).collect();
    let line_start =
        |at: usize| ends[..ends.partition_point(|&end| end < at)].last().map_or(0, |&end| end + 1);
    // Where each line begins in which something is wrong, and how far it goes: thousands of complaints may stand in one.
    let mut wrong: BTreeMap<usize, usize> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.is_error() && !is_unknown(diagnostic))
    {
        let at = diagnostic.primary.span.start as usize;
        let last = wrong.entry(line_start(at)).or_default();
        *last = at.max(*last);
    }
    let broken: FxHashSet<&str> = wrong
        .iter()
        .filter_map(|(&start, &last)| text.get(start..last)?.split_once('='))
        .map(|(name, _)| name.trim())
        .collect();
    if broken.is_empty() {
        return;
    }
    // Formulas that could not be read, with the names in them.
    let lines = wrong.keys().filter_map(|&start| {
        let line = text.get(start..)?;
        Some(&line[..line.find(['\n', ';']).unwrap_or(line.len())]).filter(|line| line.contains('='))
    });
    let stem = |name: &str| {
        let end = name.find(|letter: char| !letter.is_alphabetic()).unwrap_or(name.len());
        name[..end].to_owned()
    };
    let stems: FxHashSet<&str> = lines
        .flat_map(|line| line.split(|letter: char| !letter.is_alphabetic()))
        .filter(|stem| !stem.is_empty())
        .collect();
    diagnostics.retain(|diagnostic| {
        let itself = || {
            text.get(diagnostic.primary.span.range()).is_some_and(|name| stems.contains(stem(name).as_str()))
        };
        if is_unknown(diagnostic) && itself() {
            return false;
        }
        let follows = || {
            let at = diagnostic.primary.span.start as usize;
            let numerator = text.get(line_start(at)..at)?.trim_end().strip_suffix(['d', '∂'])?;
            let of = numerator.trim_end().strip_suffix('/')?;
            let of = of.rsplit([' ', ',', '(']).next()?.strip_prefix(['d', '∂'])?;
            Some(broken.contains(of))
        };
        !(is_unknown(diagnostic) && follows() == Some(true))
    });
}
