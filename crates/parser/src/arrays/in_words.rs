//! Questions in words: `derive gradient of L except x`, `derive Hessian of L by x, w`, `derive L by w`, `derive L`.

use chainrule_array::{QuantityId, Role};
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::elaboration::Chosen;
use super::splitting::span_of;
use super::statements::Sheet;
use crate::beginning::known_keyword;
use crate::expression::Wrong;
use crate::lexer::{Keyword, Kind, Token};
use crate::worded_questions::Named;

/// A question in words, as read.
pub(super) struct Question {
    /// What it is called; nothing in `L by w` and `L`.
    named: Option<Named>,
    /// The name of what is derived, and where it stands.
    of: (String, Span),
    by: By,
    /// Whether more names may follow behind commas.
    pub(super) has_list: bool,
    span: Span,
}

/// By what is derived.
enum By {
    One(String, Span),
    AllBut(Option<(String, Span)>),
}

impl Sheet<'_> {
    /// A question, and the values behind the word `at`: `derive dL/dw at x = [1, 2]`.
    pub(super) fn with_point<'t>(&self, tokens: &'t [Token]) -> (&'t [Token], Option<&'t [Token]>) {
        let is_at = |token: &Token| matches!(token.kind, Kind::Name(id) if self.names.text(id) == "at");
        let at = tokens.iter().position(is_at).filter(|_| !self.known_names.contains("at"));
        match at {
            Some(at) => (&tokens[..at], Some(&tokens[at + 1..])),
            None => (tokens, None),
        }
    }

    /// `derive dL/dW` for `deriv dL/dW`: the statement with the keyword that was meant.
    pub(super) fn with_keyword(&self, tokens: &[Token]) -> Option<String> {
        let [Token { kind: Kind::Name(first), .. }, rest @ ..] = tokens else { return None };
        let begins = matches!(rest.first()?.kind, Kind::Name(_) | Kind::Partial | Kind::Member(_));
        let keyword = known_keyword(self.names.text(*first)).filter(|_| begins)?;
        Some(format!("{keyword} {}", &self.text[span_of(rest).range()]))
    }

    /// Whether a claim is about what comes of an update: `L after 100 steps`.
    pub(super) fn speaks_of_steps(&self, tokens: &[Token]) -> bool {
        let is_after = |token: &Token| matches!(token.kind, Kind::Name(id) if self.names.text(id) == "after");
        !self.known_names.contains("after") && tokens.iter().any(is_after)
    }

    /// A question in words; nothing where it is none.
    pub(super) fn question_in_words(&self, item: &[Token]) -> Option<Question> {
        let word = |token: &Token| match token.kind {
            Kind::Name(id) => Some(self.names.text(id)),
            _ => None,
        };
        let (named, rest) = match item {
            [first, Token { kind: Kind::Keyword(Keyword::Of), .. }, rest @ ..] => {
                (Some(Named::find(word(first)?)?), rest)
            }
            [..] => (None, item),
        };
        let (first, rest) = rest.split_first()?;
        let of = (word(first)?.to_owned(), first.span);
        let by = match rest {
            [] => By::AllBut(None),
            [Token { kind: Kind::Keyword(Keyword::By), .. }, by] => By::One(word(by)?.to_owned(), by.span),
            [but, name] if word(but) == Some("except") && !self.known_names.contains("except") => {
                By::AllBut(Some((word(name)?.to_owned(), name.span)))
            }
            [..] => return None,
        };
        let has_list = match &by {
            By::One(..) => named.is_some(),
            By::AllBut(but) => but.is_some(),
        };
        // A name alone asks for all its derivatives where something computes it.
        if named.is_none() && rest.is_empty() && !self.is_computed(&of.0) {
            return None;
        }
        Some(Question { named, of, by, has_list, span: span_of(item) })
    }

    /// `each row of Y sums to 1`, `the entries of y add up to 1`: the line that states it.
    pub(super) fn fact_in_words(&self, tokens: &[Token]) -> Option<String> {
        let text = |token: &Token| self.text.get(token.span.range()).unwrap_or_default();
        let words: Vec<&str> = tokens.iter().map(text).collect();
        let adds = words.iter().position(|word| matches!(*word, "sum" | "sums" | "add" | "adds"))?;
        let (&last, of) = (words.last()?, words.iter().position(|word| *word == "of")?);
        let name = words.get(of + 1).filter(|_| of < adds && self.known_names.contains(words[of + 1]))?;
        let along = words[..of].iter().find_map(|word| match *word {
            "row" | "rows" => Some(", each row"),
            "column" | "columns" => Some(", each column"),
            _ => None,
        });
        Some(format!("given sum({name}{}) = {last}", along.unwrap_or_default()))
    }

    fn role(&self, name: &str) -> Option<&Role> {
        self.quantities.get(name).map(|&quantity| &self.arrays.quantity(quantity).role)
    }

    fn is_computed(&self, name: &str) -> bool {
        matches!(self.role(name), Some(Role::Defined(_)))
    }

    /// Whether an item of a list is the name of a leaf, and nothing else.
    pub(super) fn is_leaf(&self, item: &[Token]) -> bool {
        let [Token { kind: Kind::Name(id), .. }] = item else { return false };
        matches!(self.role(self.names.text(*id)), Some(Role::Leaf))
    }

    /// Asks for the derivatives that a question in words stands for, with the names behind it.
    pub(super) fn ask_in_words(&mut self, question: &Question, listed: &[&[Token]]) -> Result<(), Wrong> {
        let of = self.quantity(&question.of.0, question.of.1)?;
        let mut listed_names: Vec<(String, Span)> = Vec::new();
        match &question.by {
            By::One(name, span) | By::AllBut(Some((name, span))) => listed_names.push((name.clone(), *span)),
            By::AllBut(None) => {}
        }
        for item in listed {
            if let [Token { kind: Kind::Name(id), span }] = item {
                listed_names.push((self.names.text(*id).to_owned(), *span));
            }
        }
        let mut quantities = Vec::with_capacity(listed_names.len());
        for (name, span) in &listed_names {
            quantities.push(self.quantity(name, *span)?);
        }
        match (&question.by, question.named) {
            (By::One(..), named) => {
                if named == Some(Named::Gradient) {
                    self.one_number(of, question.of.1)?;
                }
                self.ask_by_each(of, &quantities, named, question.span)
            }
            (By::AllBut(_), Some(named @ (Named::Hessian | Named::Jacobian))) => {
                let (word, of, by) = (named.word(), &question.of.0, self.a_leaf());
                let message = format!("a {word} is by a quantity");
                let wrong = Diagnostic::error(&code::BAD_QUERY, question.span, message);
                Err(wrong.help(format!("write `derive {word} of {of} by {by}`")).into())
            }
            (By::AllBut(_), named) => {
                let (word, place) = &question.of;
                if named.is_none() && self.is_leaf_name(word) {
                    let message =
                        format!("`{word}` is computed from nothing: it can be derived by, and not derived");
                    return Err(Diagnostic::error(&code::BAD_QUERY, *place, message).into());
                }
                if named.is_some() {
                    self.one_number(of, *place)?;
                }
                self.ask_by_leaves(of, &quantities, *place)
            }
        }
    }

    fn is_leaf_name(&self, name: &str) -> bool {
        matches!(self.role(name), Some(Role::Leaf))
    }

    fn ask_by_each(
        &mut self,
        of: QuantityId,
        by: &[QuantityId],
        named: Option<Named>,
        span: Span,
    ) -> Result<(), Wrong> {
        for (place, &one) in by.iter().enumerate() {
            match named {
                Some(Named::Hessian) => {
                    for &other in &by[..=place] {
                        self.ask(of, one, Some(other), span)?;
                    }
                }
                Some(Named::Gradient | Named::Jacobian) | None => self.ask(of, one, None, span)?,
            }
        }
        Ok(())
    }

    /// All derivatives by leaves, but those by some.
    fn ask_by_leaves(&mut self, of: QuantityId, but: &[QuantityId], span: Span) -> Result<(), Wrong> {
        for by in self.out.leaves.clone() {
            let is_chosen = |chosen: &Chosen| chosen.by == by || chosen.places == by;
            let is_left_out = but.contains(&by) || self.arrays.quantity(by).name == "T";
            if !is_left_out && !self.chosen.iter().any(is_chosen) {
                self.ask(of, by, None, span)?;
            }
        }
        Ok(())
    }
}
