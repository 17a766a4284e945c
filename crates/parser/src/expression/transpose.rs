//! `W^T`: a transpose to every reader of matrices, and a power to nobody but the letter of the language.

use chainrule_diagnostic::{Diagnostic, code};

use super::reader::Reader;
use super::stacks::Stacks;
use crate::lexer::{Kind, Token};

impl Reader<'_> {
    /// Refuses `W^T`, `W^{T}` and the inverse transpose `W^-T` at the caret that is next, and leaves them to be read as
    /// powers, so that what follows is read too. A power of a number, `2^T`, is no transpose.
    pub(super) fn refuse_transpose(&mut self, stacks: &Stacks) {
        let after = self.tokens.get(self.at + 1..).unwrap_or_default();
        let (name, last) = match after {
            [first @ Token { kind: Kind::Name(name), .. }, ..] => (*name, first),
            [Token { kind: Kind::Minus, .. }, last @ Token { kind: Kind::Name(name), .. }, ..]
            | [
                Token { kind: Kind::Open(b'{'), .. },
                Token { kind: Kind::Name(name), .. },
                last @ Token { kind: Kind::Close(b'}'), .. },
                ..,
            ]
            | [
                Token { kind: Kind::Open(b'{'), .. },
                Token { kind: Kind::Minus, .. },
                Token { kind: Kind::Name(name), .. },
                last @ Token { kind: Kind::Close(b'}'), .. },
                ..,
            ] => (*name, last),
            [..] => return,
        };
        if self.names.text(name) != "T" || self.is_index(name) {
            return;
        }
        let Some(base) = stacks.operands.last().filter(|base| self.number_in(base).is_none()) else { return };
        let whole = base.span.to(last.span);
        let inverse = after.iter().take(2).any(|token| token.kind == Kind::Minus);
        let (text, base) = (self.short(whole), self.short(base.span));
        let is_name = base.chars().all(|sign| sign.is_alphanumeric() || sign == '_');
        let name = if is_name { base.as_str() } else { "W" };
        let (transpose, exponent) = if inverse { ("inverse transpose", "-T") } else { ("transpose", "T") };
        let wrong = Diagnostic::error(
            &code::AMBIGUOUS_READING,
            whole,
            format!("`{text}` could be the {transpose} of `{base}` or `{base}` to the power `{exponent}`"),
        )
        .help(format!("declare shapes for vectors and matrices: `{name} in R^(3×2)`, and `{name}^T` is the transpose"))
        .help("without shapes every quantity is a single number: `sum(W[i]*x[i] for i in 1..3)` for a product of vectors")
        .help(format!("write `{base}^({exponent})` for the power, or give `T` another name"));
        self.wrongs.push(wrong);
    }
}
