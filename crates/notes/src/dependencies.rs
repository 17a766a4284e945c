//! Quantities that are written with what they depend on, `J(w) = \|Xw - y\|^2`: the letter alone is meant.

use chainrule_latex::token::{Kind, Token};
use chainrule_latex::tree::Name;
use chainrule_latex::{Formula, Names, Unread, name_of};
use rustc_hash::FxHashMap;

use crate::heads::function_head;

/// A page with more functions is read with functions.
const MOST_HEADS: usize = 60;

/// What is known of a head, `J(w)`: its tokens, up to the bracket, and those of the brackets.
struct Head<'a> {
    name: Vec<&'a Kind>,
    group: Vec<&'a Kind>,
    on: Vec<Name>,
}

/// Functions of the page that are put to nothing but the letters they are defined with, and those letters, where the page
/// speaks of arrays, or they do, or are sums: as functions they would be read in single numbers alone.
pub(crate) fn dependencies(
    formulas: &[Result<Formula, Unread>],
    names: &Names,
    has_matrices: bool,
) -> FxHashMap<Box<str>, Vec<Name>> {
    let mut found: FxHashMap<Box<str>, Option<Head<'_>>> = FxHashMap::default();
    for formula in formulas.iter().flatten() {
        for claim in formula.rows.iter().flat_map(|row| &row.claims) {
            let [left, right, ..] = claim.sides.as_slice() else { continue };
            let left = &formula.tokens[left.clone()];
            let is_of_many = || {
                let is_it = |token: &Token| token.is_command("|") || token.is_command("sum");
                formula.tokens[right.clone()].iter().any(is_it)
            };
            let Some((name, _)) = function_head(left).filter(|_| has_matrices || is_of_many()) else {
                continue;
            };
            if !names.functions.contains(name.as_str()) {
                continue;
            }
            let head = head(left);
            found
                .entry(name.into())
                .and_modify(|before| {
                    let is_same = before
                        .as_ref()
                        .zip(head.as_ref())
                        .is_some_and(|(one, other)| (&one.name, &one.group) == (&other.name, &other.group));
                    if !is_same {
                        *before = None;
                    }
                })
                .or_insert(head);
        }
    }
    // Each is looked for on the whole page.
    if found.len() > MOST_HEADS {
        return FxHashMap::default();
    }
    let found = found.into_iter().filter_map(|(name, head)| Some((name, head?)));
    found
        .filter(|(_, head)| formulas.iter().flatten().all(|formula| is_put_to_nothing_else(formula, head)))
        .map(|(name, head)| (name, head.on))
        .collect()
}

fn head(tokens: &[Token]) -> Option<Head<'_>> {
    let shown: Vec<&Token> = tokens.iter().filter(|token| token.kind != Kind::Align).collect();
    let open = shown.iter().position(|token| token.is_char('('))?;
    if open == 0 || shown.len() < open + 3 {
        return None;
    }
    let inner: Vec<Token> = shown[open + 1..shown.len() - 1].iter().map(|&token| token.clone()).collect();
    let on: Option<Vec<Name>> =
        inner.split(|token| token.is_char(',') || token.is_char(';')).map(name_of).collect();
    Some(Head {
        name: shown[..open].iter().map(|token| &token.kind).collect(),
        group: shown[open..].iter().map(|token| &token.kind).collect(),
        on: on?,
    })
}

/// Whether a formula puts a function to its own letters only; a slope by a prime is that by the only one.
fn is_put_to_nothing_else(formula: &Formula, head: &Head<'_>) -> bool {
    let kinds: Vec<&Kind> =
        formula.tokens.iter().map(|token| &token.kind).filter(|kind| **kind != Kind::Align).collect();
    kinds.windows(head.name.len() + 1).enumerate().all(|(at, window)| {
        if window[..head.name.len()] != head.name[..] {
            return true;
        }
        match window[head.name.len()] {
            Kind::Char('(' | '[') => kinds[at + head.name.len()..].starts_with(&head.group),
            Kind::Up => false,
            kind if is_prime(kind) => {
                let behind = kinds[at + head.name.len()..].iter().position(|kind| !is_prime(kind));
                head.on.len() == 1
                    && behind.is_some_and(|behind| {
                        let rest = &kinds[at + head.name.len() + behind..];
                        rest.starts_with(&head.group) || !matches!(rest.first(), Some(Kind::Char('(' | '[')))
                    })
            }
            _ => true,
        }
    })
}

fn is_prime(kind: &Kind) -> bool {
    match kind {
        Kind::Char('\'') => true,
        Kind::Command(word) => &**word == "prime",
        _ => false,
    }
}
