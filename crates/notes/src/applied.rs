//! Letters that are functions of which the page says nothing more: `u(x)`, `\rho(z)`.

use chainrule::symbolic::function::rows::constant::PI;
use chainrule_latex::token::{Kind, Token};
use chainrule_latex::{Formula, Names, Unread, is_greek};
use rustc_hash::FxHashSet;

use crate::heads::known_function;

type Letters = FxHashSet<Box<str>>;

/// Greek letters that stand for numbers and operations.
const SIGNS: &[&str] = &[PI.name, "Delta", "Sigma", "Pi"];

/// Letters that stand before a single letter in brackets and nowhere without any, or before one that is all of a side or a formula,
/// `$u(x)$`, `a = \rho(z)`: no one writes the product of two letters that way.
pub(crate) fn applied(formulas: &[Result<Formula, Unread>], names: &Names) -> Letters {
    let (mut before_a_letter, mut announced, mut alone): (Letters, Letters, Letters) = Default::default();
    for formula in formulas.iter().flatten() {
        for side in formula.rows.iter().flat_map(|row| &row.claims).flat_map(|claim| &claim.sides) {
            announced.extend(put_to_a_letter(&formula.tokens[side.clone()]));
        }
        announced.extend(put_to_a_letter(&formula.tokens));
        let tokens: Vec<&Token> = formula.tokens.iter().filter(|token| token.kind != Kind::Align).collect();
        for (at, token) in tokens.iter().enumerate() {
            let Some(letter) = letter(token) else { continue };
            if is_put_to_a_letter(&tokens[at + 1..]) {
                before_a_letter.insert(letter);
            } else if !opens_behind(&tokens[at + 1..]) && !is_derived_or_an_index(&tokens[..at]) {
                alone.insert(letter);
            }
        }
    }
    let has_meaning = |letter: &str| {
        names.functions.contains(letter)
            || names.quantities.contains(letter)
            || names.aliases.contains_key(letter)
            || names.declared.contains_key(letter)
            || names.dependencies.contains_key(letter)
            || known_function(letter).is_some()
    };
    before_a_letter
        .into_iter()
        .filter(|letter| announced.contains(letter) || !alone.contains(letter))
        .filter(|letter| !has_meaning(letter))
        .collect()
}

/// The letter that a token is, Greek ones by their names; not those that are signs, such as the `d` of a derivative.
fn letter(token: &Token) -> Option<Box<str>> {
    match &token.kind {
        Kind::Char(letter) if letter.is_ascii_alphabetic() && !"deijI".contains(*letter) => {
            Some(letter.to_string().into())
        }
        Kind::Command(word) if is_greek(word) && !SIGNS.contains(&&**word) => Some(word.clone()),
        _ => None,
    }
}

/// The letter of `u(x)`, where these tokens are nothing else.
fn put_to_a_letter(tokens: &[Token]) -> Option<Box<str>> {
    let shown: Vec<&Token> = tokens.iter().filter(|token| token.kind != Kind::Align).collect();
    let (first, behind) = shown.split_first()?;
    letter(first).filter(|_| behind.len() == 3 && is_put_to_a_letter(behind))
}

/// `(x)` at the start of what stands behind a letter, with primes before it or none.
fn is_put_to_a_letter(behind: &[&Token]) -> bool {
    let behind = without_primes(behind);
    match behind {
        [open, inner, close, ..] => open.is_char('(') && close.is_char(')') && letter(inner).is_some(),
        _ => false,
    }
}

fn opens_behind(behind: &[&Token]) -> bool {
    let is_slope = behind.len() != without_primes(behind).len();
    is_slope || behind.first().is_some_and(|token| token.is_char('(') || token.is_char('['))
}

fn without_primes<'a, 't>(mut behind: &'a [&'t Token]) -> &'a [&'t Token] {
    while let [first, rest @ ..] = behind
        && (first.is_char('\'') || first.is_command("prime"))
    {
        behind = rest;
    }
    behind
}

/// Whether a letter behind these tokens is what is derived, `\frac{du}{dx}`, or stands in an index.
fn is_derived_or_an_index(before: &[&Token]) -> bool {
    match before {
        [.., sign, open] if open.kind == Kind::Open => sign.kind == Kind::Down,
        [.., sign] => sign.kind == Kind::Down || sign.is_command("partial") || sign.is_char('d'),
        [] => false,
    }
}
