//! The author's own macros, expanded up to a limit.

use std::borrow::Cow;
use std::cell::Cell;

use rustc_hash::FxHashMap;

use crate::token::{Comma, Kind, Token, tokens};

/// A formula may come to so many tokens.
pub const MOST_TOKENS: usize = 20_000;

/// So many expansions may stand inside one another.
const DEEPEST: usize = 32;

/// All expansions of one page come to so many tokens.
const MOST_IN_ALL: usize = 4_000_000;

/// So many macros of one page are kept.
const MOST_MACROS: usize = 1_000;

/// What a macro stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Macro {
    parameters: usize,
    body: Vec<Kind>,
}

/// The macros of a page.
#[derive(Clone, Debug, Default)]
pub struct Macros {
    by_name: FxHashMap<Box<str>, Macro>,
    /// How many tokens the expansions of this page came to so far.
    spent: Cell<usize>,
}

/// Why a formula was not expanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endless {
    /// A macro stands in its own expansion, or too many inside one another.
    TooDeep,
    /// What it comes to is too long.
    TooLong,
}

/// What defines macros.
const DEFINERS: &[&str] =
    &["\\newcommand", "\\renewcommand", "\\providecommand", "\\def", "\\DeclareMathOperator"];

impl Macros {
    /// The macros that a text defines.
    pub fn in_text(text: &str) -> Self {
        let mut found = Self::default();
        for definer in DEFINERS {
            for (at, _) in text.match_indices(definer) {
                if found.by_name.len() >= MOST_MACROS {
                    break;
                }
                // A definition is short: what is longer is none.
                let rest = &text[at + definer.len()..];
                let mut end = rest.len().min(4_000);
                while !rest.is_char_boundary(end) {
                    end -= 1;
                }
                if let Some((name, defined)) = definition(&rest[..end], *definer == "\\DeclareMathOperator") {
                    found.by_name.insert(name, defined);
                }
            }
        }
        found
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    /// The tokens with all macros expanded; what a macro brings stands where the macro stands.
    ///
    /// # Errors
    /// There is no end to it.
    pub fn expand<'t>(&self, tokens: &'t [Token]) -> Result<Cow<'t, [Token]>, Endless> {
        if tokens.len() > MOST_TOKENS {
            return Err(Endless::TooLong);
        }
        let is_own =
            |token: &Token| matches!(&token.kind, Kind::Command(name) if self.by_name.contains_key(name));
        if !tokens.iter().any(is_own) {
            return Ok(Cow::Borrowed(tokens));
        }
        if self.spent.get() > MOST_IN_ALL {
            return Err(Endless::TooLong);
        }
        let mut all = tokens.to_vec();
        for _ in 0..DEEPEST {
            let mut next = Vec::with_capacity(all.len());
            let mut at = 0;
            let mut changed = false;
            while at < all.len() {
                let token = &all[at];
                at += 1;
                let defined = match &token.kind {
                    Kind::Command(name) => self.by_name.get(name),
                    _ => None,
                };
                let Some(defined) = defined else {
                    next.push(token.clone());
                    continue;
                };
                changed = true;
                let mut arguments: Vec<&[Token]> = Vec::new();
                for _ in 0..defined.parameters {
                    let (argument, after) = argument(&all, at);
                    arguments.push(argument);
                    at = after;
                }
                for kind in &defined.body {
                    match kind {
                        Kind::Parameter(number) => {
                            if let Some(argument) = arguments.get(number.wrapping_sub(1)) {
                                next.extend_from_slice(argument);
                            }
                        }
                        other => next.push(Token { kind: other.clone(), start: token.start, end: token.end }),
                    }
                    if next.len() > MOST_TOKENS {
                        self.spent.set(self.spent.get() + next.len());
                        return Err(Endless::TooLong);
                    }
                }
            }
            self.spent.set(self.spent.get() + next.len());
            all = next;
            if !changed {
                return Ok(Cow::Owned(all));
            }
        }
        if all.iter().any(is_own) { Err(Endless::TooDeep) } else { Ok(Cow::Owned(all)) }
    }
}

/// The argument that begins at a place: a group without its braces, or one token; and the place behind it.
pub(crate) fn argument(tokens: &[Token], at: usize) -> (&[Token], usize) {
    match tokens.get(at) {
        None => (&[], at),
        Some(token) if token.kind == Kind::Open => {
            let end = group_end(tokens, at);
            (&tokens[at + 1..end], (end + 1).min(tokens.len()))
        }
        Some(_) => (&tokens[at..=at], at + 1),
    }
}

/// The place of the brace that closes the one at a place, or the end.
pub fn group_end(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// The name and the meaning that stand behind a definer.
fn definition(rest: &str, is_operator: bool) -> Option<(Box<str>, Macro)> {
    let rest = rest.strip_prefix('*').unwrap_or(rest).trim_start();
    let all = tokens(rest, 0, rest.len(), Comma::Thousands);
    let mut at = 0;
    let braced = all.first()?.kind == Kind::Open;
    at += usize::from(braced);
    let Kind::Command(name) = &all.get(at)?.kind else { return None };
    at += 1;
    if braced {
        if all.get(at)?.kind != Kind::Close {
            return None;
        }
        at += 1;
    }
    let mut parameters = 0;
    // `[2]` of `\newcommand`; `#1#2` of `\def`.
    if all.get(at)?.is_char('[')
        && let Kind::Number(count) = &all.get(at + 1)?.kind
        && all.get(at + 2)?.is_char(']')
    {
        parameters = count.parse().ok().filter(|&count| count <= 9)?;
        at += 3;
        if all.get(at)?.is_char('[') {
            // An argument that may be left out: too much for a reader of formulas.
            return None;
        }
    }
    while let Kind::Parameter(number) = all.get(at)?.kind {
        parameters = number;
        at += 1;
    }
    if all.get(at)?.kind != Kind::Open {
        return None;
    }
    let end = group_end(&all, at);
    if end >= all.len() {
        return None;
    }
    let body: Vec<Kind> = if is_operator {
        let (start, stop) = (all[at].end, all[end].start);
        vec![Kind::Text(rest[start..stop].trim().into())]
    } else {
        all[at + 1..end].iter().map(|token| token.kind.clone()).collect()
    };
    Some((name.clone(), Macro { parameters, body }))
}

#[cfg(test)]
mod tests {
    use super::{Endless, Macros};
    use crate::token::{Comma, Kind, tokens};

    fn expanded(definitions: &str, text: &str) -> Result<Vec<Kind>, Endless> {
        let macros = Macros::in_text(definitions);
        let all = tokens(text, 0, text.len(), Comma::Thousands);
        macros.expand(&all).map(|all| all.iter().map(|token| token.kind.clone()).collect())
    }

    fn plain(text: &str) -> Vec<Kind> {
        tokens(text, 0, text.len(), Comma::Thousands).into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn macros_of_all_kinds() {
        for (definition, text, meaning) in [
            (
                r"\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}",
                r"\pd{L}{w}",
                r"\frac{\partial L}{\partial w}",
            ),
            (r"\newcommand\half{\frac{1}{2}}", r"\half x", r"\frac{1}{2} x"),
            (r"\def\d#1{\mathrm{d}#1}", r"\d x", r"\mathrm{d}x"),
            (r"\renewcommand{\vec}[1]{\mathbf{#1}}", r"\vec{w}", r"\mathbf{w}"),
            (r"\newcommand{\a}{\b}\newcommand{\b}{c}", r"\a", "c"),
        ] {
            assert_eq!(expanded(definition, text), Ok(plain(meaning)), "{definition}");
        }
        assert_eq!(
            expanded(r"\DeclareMathOperator{\relu}{ReLU}", r"\relu(x)"),
            Ok(vec![Kind::Text("ReLU".into()), Kind::Char('('), Kind::Char('x'), Kind::Char(')')])
        );
    }

    #[test]
    fn macros_without_end() {
        assert_eq!(expanded(r"\newcommand{\a}{\a}", r"\a"), Err(Endless::TooDeep));
        assert_eq!(expanded(r"\newcommand{\a}{\a\a}", r"\a"), Err(Endless::TooLong));
    }
}
