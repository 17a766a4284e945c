//! Words and letters that stand for functions.

use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::hyperbolic::{COSH, SINH, TANH};
use chainrule_symbolic::function::rows::trigonometric::{COS, SIN, TAN};

use super::Reader;
use crate::token::{Kind, Token};

/// Reciprocals of functions of the table.
const RECIPROCALS: &[(&str, &Function)] =
    &[("sec", &COS), ("csc", &SIN), ("cot", &TAN), ("sech", &COSH), ("csch", &SINH), ("coth", &TANH)];

/// Whether a word is the reciprocal of a function of the table.
pub(super) fn is_reciprocal(word: &str) -> bool {
    RECIPROCALS.iter().any(|(spelling, _)| *spelling == word)
}

impl Reader<'_> {
    /// `exp(-x)`, `sigmoid(z)`: letters set close that are a function, with brackets behind them; how many they are.
    pub(super) fn spelled_function(&self) -> Option<(&'static Function, String, usize)> {
        const SHORTEST: usize = 2;
        const LONGEST: usize = 12;
        let rest = &self.tokens[self.at..];
        let mut word = String::new();
        let mut count = 0;
        while let Some(Token { kind: Kind::Char(letter), start, .. }) = rest.get(count)
            && letter.is_ascii_alphabetic()
            && (count == 0 || rest[count - 1].end == *start)
            && count <= LONGEST
        {
            word.push(*letter);
            count += 1;
        }
        if count < SHORTEST || !rest.get(count).is_some_and(|next| next.is_char('(')) {
            return None;
        }
        let is_other = self.names.runs.contains(word.as_str())
            || self.names.functions.contains(word.as_str())
            || self.names.quantities.contains(word.as_str());
        let row = if is_other { None } else { self.names.builtin(&word) };
        row.map(|row| (row, word, count))
    }

    /// Whether the brackets at an offset hold the letter σ put to nothing.
    pub(super) fn is_about_itself(&self, offset: usize) -> bool {
        let mut depth = 0_usize;
        for at in self.at + offset..self.tokens.len() {
            match &self.tokens[at].kind {
                Kind::Char('(' | '[') => depth += 1,
                Kind::Char(')' | ']') => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return false;
                    }
                }
                Kind::Command(name) if &**name == "sigma" => {
                    let next = self.tokens.get(at + 1).map(|next| &next.kind);
                    let is_bare =
                        matches!(next, None | Some(Kind::Char(')' | ']' | '+' | '-') | Kind::Close));
                    if is_bare && depth == 1 {
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// The function of which a word is the reciprocal: `\sec`, `\operatorname{sech}`.
    pub(super) fn reciprocal(&self, word: &str) -> Option<&'static Function> {
        if self.names.functions.contains(word) {
            return None;
        }
        RECIPROCALS.iter().find(|(spelling, _)| *spelling == word).map(|(_, base)| *base)
    }
}
