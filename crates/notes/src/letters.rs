//! Letters set close and letters before brackets: which of them are products.

use chainrule::number::Rational;
use chainrule_latex::names::Declared;
use chainrule_latex::rows::Relation;
use chainrule_latex::token::{Kind, Token};
use chainrule_latex::{Formula, Names, Unread, name_of};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::heads::function_head;

/// The letters that functions of the page are put to, `V(p) = …`, and that stand before no brackets as functions do, `p(x)`.
pub(crate) fn variables(formulas: &[Result<Formula, Unread>], names: &Names) -> FxHashSet<Box<str>> {
    let mut found = FxHashSet::default();
    for formula in formulas.iter().flatten() {
        for claim in formula.rows.iter().flat_map(|row| &row.claims) {
            let left = claim.sides.first().map(|side| &formula.tokens[side.clone()]).unwrap_or_default();
            if let Some((name, parameters)) = function_head(left)
                && names.functions.contains(name.as_str())
            {
                let letters = parameters.into_iter().filter(|name| name.chars().count() == 1);
                found.extend(letters.map(Box::from));
            }
        }
    }
    for formula in formulas.iter().flatten() {
        for (at, token) in formula.tokens.iter().enumerate() {
            if let Kind::Char(letter) = token.kind
                && letter.is_alphabetic()
                && is_put_to_names(&formula.tokens[at + 1..])
            {
                found.remove(letter.to_string().as_str());
            }
        }
    }
    found
}

/// Whether brackets open here that hold no sum and no number.
fn is_put_to_names(tokens: &[Token]) -> bool {
    const LONGEST: usize = 12;
    if !tokens.first().is_some_and(|token| token.is_char('(')) {
        return false;
    }
    tokens
        .iter()
        .skip(1)
        .take(LONGEST)
        .take_while(|token| !token.is_char(')'))
        .all(|token| !token.is_char('+') && !token.is_char('-') && !matches!(token.kind, Kind::Number(_)))
}

/// Runs of letters that are declared as vectors and matrices one by one: `AB = BA` is about products.
pub(crate) fn of_arrays(names: &Names) -> Vec<Box<str>> {
    let is_array = |letter: char| {
        let declared = names.declared.get(letter.to_string().as_str());
        declared.is_some_and(|declared| *declared != Declared::Number)
    };
    names.runs.iter().filter(|run| run.chars().all(is_array)).cloned().collect()
}

/// Runs of letters that are no names of their own: where one has a number, `wx = 6`, it is the product of the numbers of its
/// letters as they stand above.
pub(crate) fn products(formulas: &[Result<Formula, Unread>], names: &Names) -> Vec<Box<str>> {
    const LONGEST: usize = 4;
    let mut values: FxHashMap<char, Rational> = FxHashMap::default();
    let mut found = Vec::new();
    for formula in formulas.iter().flatten() {
        for claim in formula.rows.iter().flat_map(|row| &row.claims) {
            let ([left, right, ..], Some(sign)) = (claim.sides.as_slice(), claim.signs.first()) else {
                continue;
            };
            let run = &formula.tokens[left.clone()];
            let letters: Option<Vec<char>> = run
                .iter()
                .map(|token| match token.kind {
                    Kind::Char(letter) if letter.is_alphabetic() => Some(letter),
                    _ => None,
                })
                .collect();
            let Some(letters) = letters.filter(|letters| (1..=LONGEST).contains(&letters.len())) else {
                continue;
            };
            if sign.relation != Relation::Equal || right.len() > LONGEST {
                continue;
            }
            let printed = formula.side(right, names).ok().and_then(|tree| tree.printed());
            let Some(printed) = printed else { continue };
            if let [letter] = letters.as_slice() {
                values.insert(*letter, printed.value);
                continue;
            }
            let product = letters.iter().try_fold(Rational::one(), |product, letter| {
                values.get(letter).map(|value| &product * value)
            });
            if product == Some(printed.value)
                && let Some(name) = name_of(run)
                && names.runs.contains(&name.stem)
            {
                found.push(name.stem.clone());
            }
        }
    }
    found
}
