//! Questions in words: `find dL/dw`, `the gradient of L with respect to w`, `Hessian of L by x`.
//!
//! What they ask is put as `derive` has it, before anything else is read, so that worksheets with shapes and without have
//! the same questions. A line that could be anything else is left as it is.

use std::borrow::Cow;

use chainrule_diagnostic::Span;

use crate::expression::quotient;
use crate::statements::Tokens;
use crate::token::{Keyword, Kind, Names, Relation, Token};

/// Words that stand for `derive` before a derivative.
const ASKING: &[&str] = &["find", "compute", "calculate", "determine", "evaluate", "differentiate"];

/// The one of them before a quantity: the others may ask for its value.
const DIFFERENTIATE: &str = "differentiate";

/// What is asked for by a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// The derivatives of one number.
    Gradient,
    /// The second derivatives of one number.
    Hessian,
    /// The derivatives of one quantity by another.
    Jacobian,
}

impl Named {
    /// What a word before `of` asks for.
    pub(crate) fn find(word: &str) -> Option<Self> {
        match word {
            "gradient" | "Gradient" => Some(Self::Gradient),
            "Hessian" | "hessian" => Some(Self::Hessian),
            "Jacobian" | "jacobian" => Some(Self::Jacobian),
            _ => None,
        }
    }

    /// The word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Gradient => "gradient",
            Self::Hessian => "Hessian",
            Self::Jacobian => "Jacobian",
        }
    }
}

/// A statement, with a question in words as `derive` puts it.
pub(crate) fn in_words<'tokens>(tokens: Tokens<'tokens>, names: &Names, text: &str) -> Tokens<'tokens> {
    match (Words { names, text }).question(&tokens) {
        Some(question) => Cow::Owned(question),
        None => tokens,
    }
}

struct Words<'a> {
    names: &'a Names,
    text: &'a str,
}

impl Words<'_> {
    fn word(&self, token: Option<&Token>) -> Option<&str> {
        match token?.kind {
            Kind::Name(id) => Some(self.names.text(id)),
            _ => None,
        }
    }

    /// The question with `derive` before it; nothing where there is none, or where it is put so already.
    fn question(&self, tokens: &[Token]) -> Option<Vec<Token>> {
        if let [statement @ .., Token { kind: Kind::Question, .. }] = tokens {
            let tokens = before_question_mark(statement, self.names, self.text)?;
            return Some(self.question(&tokens).unwrap_or(tokens));
        }
        let first = *tokens.first()?;
        let derive = |span: Span| Token { kind: Kind::Keyword(Keyword::Derive), span };
        let said = self.word(tokens.first());
        let verb = said.and_then(|said| ASKING.iter().copied().find(|word| word.eq_ignore_ascii_case(said)));
        let (head, rest) = match (first.kind, verb) {
            (Kind::Keyword(Keyword::Derive), _) => (first, &tokens[1..]),
            (_, Some(_)) => (derive(first.span), &tokens[1..]),
            (_, None) => (derive(Span::at(first.span.start as usize)), tokens),
        };
        let is_derive = head == first;
        if !is_derive && !self.asks(rest, verb) {
            return None;
        }
        let put = self.put(rest);
        if is_derive && put == rest {
            return None;
        }
        Some(std::iter::once(head).chain(put).collect())
    }

    /// Whether tokens ask for a derivative without `derive`.
    fn asks(&self, rest: &[Token], verb: Option<&str>) -> bool {
        let is_equal = |token: &Token| matches!(token.kind, Kind::Relation(_));
        let is_at = |token: &Token| self.word(Some(token)) == Some("at");
        let point = rest.iter().position(is_at).unwrap_or(rest.len());
        let phrase = &rest[..point];
        if phrase.iter().any(is_equal) {
            return false;
        }
        let noun = if self.is_the(phrase.first()) { &phrase[1..] } else { phrase };
        if let [
            word,
            Token { kind: Kind::Keyword(Keyword::Of), .. },
            Token { kind: Kind::Name(_), .. },
            behind @ ..,
        ] = noun
        {
            let word = self.word(Some(word)).unwrap_or_default();
            return Named::find(word).is_some() || (is_derivative(word) && self.by(behind) > 0);
        }
        match verb {
            None => false,
            Some(verb) if quotient::read(phrase, self.names, self.text).is_none() => {
                verb == DIFFERENTIATE && phrase.len() > 1 && self.by(&phrase[1..]) > 0
            }
            Some(_) => true,
        }
    }

    fn is_the(&self, token: Option<&Token>) -> bool {
        matches!(self.word(token), Some("the" | "The"))
    }

    /// How many tokens say `by` here: `by` itself, `wrt`, `with respect to`.
    fn by(&self, tokens: &[Token]) -> usize {
        let word = |place: usize| self.word(tokens.get(place));
        match tokens.first().map(|token| token.kind) {
            Some(Kind::Keyword(Keyword::By)) => 1,
            _ if word(0) == Some("wrt") => 1,
            _ if (word(0), word(1), word(2)) == (Some("with"), Some("respect"), Some("to")) => 3,
            _ => 0,
        }
    }

    /// What is asked, as `derive` has it.
    fn put(&self, rest: &[Token]) -> Vec<Token> {
        let mut put = Vec::with_capacity(rest.len());
        let mut at = 0;
        while let Some(&token) = rest.get(at) {
            let behind = &rest[at + 1..];
            let is_of =
                |tokens: &[Token]| matches!(tokens, [Token { kind: Kind::Keyword(Keyword::Of), .. }, ..]);
            let begins = put.last().is_none_or(|last: &Token| last.kind == Kind::Comma);
            if begins && self.is_the(Some(&token)) && behind.len() > 1 && is_of(&behind[1..]) {
                at += 1;
                continue;
            }
            // `the derivative of L by w` is `L by w`.
            let word = self.word(Some(&token)).unwrap_or_default();
            if begins && is_derivative(word) && is_of(behind) && behind.len() > 2 && self.by(&behind[2..]) > 0
            {
                at += 2;
                continue;
            }
            let by = if put.is_empty() { 0 } else { self.by(&rest[at..]) };
            if by > 0 {
                let span = token.span.to(rest[at + by - 1].span);
                put.push(Token { kind: Kind::Keyword(Keyword::By), span });
                at += by;
                continue;
            }
            put.push(token);
            at += 1;
        }
        put
    }
}

fn is_derivative(word: &str) -> bool {
    matches!(word, "derivative" | "Derivative")
}

/// Where a question mark ends a statement that asks for a derivative, `dL/dw = ?`, `find dL/dw?`: the tokens that ask.
pub(crate) fn before_question_mark(statement: &[Token], names: &Names, text: &str) -> Option<Vec<Token>> {
    let expression = match statement {
        [expression @ .., Token { kind: Kind::Relation(Relation::Equal), .. }] => expression,
        [..] => statement,
    };
    let words = Words { names, text };
    let head = match expression.first()?.kind {
        Kind::Keyword(Keyword::Derive) => None,
        Kind::Name(id) if ASKING.iter().any(|word| word.eq_ignore_ascii_case(names.text(id))) => None,
        _ => Some(Token {
            kind: Kind::Keyword(Keyword::Derive),
            span: Span::at(expression[0].span.start as usize),
        }),
    };
    let rest = if head.is_none() { &expression[1..] } else { expression };
    let is_derivative = quotient::read(rest, names, text).is_some_and(|found| found.length == rest.len());
    let is_in_words = statement.len() == expression.len() && words.asks(rest, Some(DIFFERENTIATE));
    (is_derivative || is_in_words).then(|| head.into_iter().chain(expression.iter().copied()).collect())
}
