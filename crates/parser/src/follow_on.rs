//! Complaints that follow from another one: `y = sin` leaves nothing that `dy/dx` could be derived by.

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
    let line_before = |at: usize| {
        let before = text.get(..at)?;
        Some(&before[before.rfind(['\n', ';']).map_or(0, |end| end + 1)..])
    };
    let broken: FxHashSet<&str> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error() && !is_unknown(diagnostic))
        .filter_map(|diagnostic| line_before(diagnostic.primary.span.start as usize)?.split_once('='))
        .map(|(name, _)| name.trim())
        .collect();
    if broken.is_empty() {
        return;
    }
    // Names that stand in a formula which could not be read, or before it.
    let lines: Vec<&str> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error() && !is_unknown(diagnostic))
        .filter_map(|diagnostic| {
            let start = diagnostic.primary.span.start as usize
                - line_before(diagnostic.primary.span.start as usize)?.len();
            let line = &text[start..];
            Some(&line[..line.find(['\n', ';']).unwrap_or(line.len())]).filter(|line| line.contains('='))
        })
        .collect();
    let stem = |name: &str| {
        let end = name.find(|letter: char| !letter.is_alphabetic()).unwrap_or(name.len());
        name[..end].to_owned()
    };
    let stems: FxHashSet<&str> = lines
        .iter()
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
            let numerator =
                line_before(diagnostic.primary.span.start as usize)?.trim_end().strip_suffix(['d', '∂'])?;
            let of = numerator.trim_end().strip_suffix('/')?;
            let of = of.rsplit([' ', ',', '(']).next()?.strip_prefix(['d', '∂'])?;
            Some(broken.contains(of))
        };
        !(is_unknown(diagnostic) && follows() == Some(true))
    });
}
