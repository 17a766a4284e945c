//! The letters σ and e: the sigmoid and Euler's number, or a deviation and an error.

use chainrule_symbolic::function::Function;

use super::Reader;
use crate::macros::argument;
use crate::token::{Kind, Token};

impl Reader<'_> {
    /// `\sigma(z)` is the sigmoid; `\sigma` alone is a name.
    pub(super) fn sigmoid(&self, word: &str) -> Option<&'static Function> {
        if self.names.functions.contains(word) {
            return None;
        }
        if !matches!(word, "sigma" | "S") || (word == "S" && !self.names.aliases.contains_key("S")) {
            return None;
        }
        let mut offset = 1;
        loop {
            let next = self.peek_at(offset)?;
            match &next.kind {
                Kind::Char('\'') => offset += 1,
                Kind::Command(name) if &**name == "prime" => offset += 1,
                Kind::Up => {
                    let (raised, used) = super::name::raised(&self.tokens[self.at + offset..], false);
                    if !matches!(raised, super::name::Raised::Primes(_) | super::name::Raised::Power) {
                        return None;
                    }
                    offset += used;
                }
                Kind::Char('(' | '[') => {
                    // `\sigma(1 - \sigma)` is a product of the quantity σ.
                    if word == "sigma"
                        && self.peek().is_some_and(|token| self.is_about_itself(&token.kind, offset))
                    {
                        return None;
                    }
                    break;
                }
                Kind::Open => {
                    // `\sigma{(z)}`
                    if !self.peek_at(offset + 1).is_some_and(|token| token.is_char('(')) {
                        return None;
                    }
                    break;
                }
                _ => return None,
            }
        }
        chainrule_symbolic::function::find("sigma")
    }

    /// `\sigma(x)`, `\sigma(-x)` on a page where σ is a deviation too: no one writes their product so.
    pub(super) fn is_sigmoid_of_a_letter(&self, word: &str) -> bool {
        let is_letter = |token: &Token| match token.kind {
            Kind::Char(letter) => letter.is_alphabetic(),
            _ => false,
        };
        let behind = &self.tokens[(self.at + 1).min(self.tokens.len())..];
        word == "sigma"
            && match behind {
                [open, inner, close, ..] if open.is_char('(') && close.is_char(')') => is_letter(inner),
                [open, sign, inner, close, ..] if open.is_char('(') && close.is_char(')') => {
                    sign.is_char('-') && is_letter(inner)
                }
                _ => false,
            }
    }

    /// Whether an exponent stands behind `e` that no error is raised to, `e^{-z}`: not a number, a transpose or a label.
    pub(super) fn is_power_of_euler(&self) -> bool {
        if !self.peek_at(1).is_some_and(|next| next.kind == Kind::Up) {
            return false;
        }
        let (raised, _) = argument(self.tokens, self.at + 2);
        let is_sign = |token: &Token| {
            token.is_char('T')
                || token.is_char('(')
                || token.is_char('\'')
                || ["top", "intercal", "prime", "ast", "star"].iter().any(|sign| token.is_command(sign))
        };
        match raised.first() {
            None => false,
            Some(first) => !is_sign(first) && !matches!(first.kind, Kind::Number(_) | Kind::Text(_)),
        }
    }
}
