//! Tokens to expressions with arrays.

use chainrule_array::MOST_DEPTH;
use chainrule_array::word::Over;
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::function;
use chainrule_symbolic::graph::Name;
use rustc_hash::FxHashSet;

use super::ast::{Expr, Join, Kind as Node, Place};
use super::brackets::{family_of, parted};
use super::call::word_called;
use crate::expression::{Wrong, number};
use crate::lexer::{Kind, Names, Token};

/// Words that make arrays of sizes.
pub(super) const MADE_OF_SIZES: &[&str] = &["ones", "zeros", "I", "onehot"];

/// Reads expressions of one statement.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) names: &'a Names,
    /// The names of quantities.
    pub(super) known: &'a FxHashSet<String>,
    pub(super) at: usize,
    pub(super) depth: u32,
}

impl Reader<'_> {
    pub(super) fn peek(&self) -> Option<Kind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    /// Where the next token stands, or the end of the statement.
    pub(super) fn here(&self) -> Span {
        let end = self.tokens.last().map_or(0, |token| token.span.end as usize);
        self.tokens.get(self.at).map_or(Span::at(end), |token| token.span)
    }

    pub(super) fn take(&mut self, kind: Kind) -> bool {
        let found = self.peek() == Some(kind);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expected(&self, what: &str) -> Wrong {
        let here = self.here();
        let found = if here.start == here.end {
            "the statement ends".to_owned()
        } else {
            format!("found `{}`", &self.text[here.range()])
        };
        Diagnostic::error(&code::EXPECTED, here, format!("expected {what}, {found}")).into()
    }

    /// A whole expression.
    pub(super) fn expression(&mut self) -> Result<Expr, Wrong> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            let message = format!("brackets and powers are nested deeper than {MOST_DEPTH}");
            let wrong = Diagnostic::error(&code::TOO_DEEP, self.here(), message);
            return Err(wrong.help("name the inner parts, and use the names").into());
        }
        let sum = self.sum();
        self.depth -= 1;
        sum
    }

    fn sum(&mut self) -> Result<Expr, Wrong> {
        let mut terms = Vec::new();
        let mut negative = false;
        let start = self.here();
        if self.take(Kind::Plus) {
            return Err(Diagnostic::error(&code::EXPECTED, start, "a sum begins with a term").into());
        }
        loop {
            let mut term = self.product()?;
            // A minus belongs to the whole first term: `-x*y` is `-(x*y)`.
            if let (Node::Product(factors), true) = (&mut *term.kind, terms.is_empty())
                && let Some((_, first)) = factors.first_mut()
                && let Node::Negative(inner) = &*first.kind
            {
                let inner = inner.clone();
                *first = inner;
                let span = term.span;
                term = Expr::new(Node::Negative(term), span);
            }
            terms.push((negative, term));
            negative = match self.peek() {
                Some(Kind::Plus) => false,
                Some(Kind::Minus) => true,
                _ => break,
            };
            self.at += 1;
        }
        if terms.len() == 1 {
            return Ok(terms.remove(0).1);
        }
        let span = terms[0].1.span.to(terms[terms.len() - 1].1.span);
        Ok(Expr::new(Node::Sum(terms), span))
    }

    fn product(&mut self) -> Result<Expr, Wrong> {
        let mut factors = vec![(Join::Times, self.factor()?)];
        let mut divided = false;
        loop {
            let sign = self.here();
            let join = match self.peek() {
                Some(Kind::Times) => match &self.text[sign.range()] {
                    "⊙" | ".*" | "∘" => Join::Each,
                    _ => Join::Times,
                },
                Some(Kind::Slash) => match &self.text[sign.range()] {
                    "⊘" | "./" => Join::EachOver,
                    _ => Join::Over,
                },
                Some(
                    Kind::Number
                    | Kind::Name(_)
                    | Kind::Member(_)
                    | Kind::Open(b'(')
                    | Kind::Root
                    | Kind::Partial,
                ) => {
                    if divided {
                        let message =
                            "a factor side by side behind a quotient could stand above or below the line";
                        return Err(Diagnostic::error(&code::AMBIGUOUS_DIVISION, sign, message)
                            .help("write `*` and brackets")
                            .into());
                    }
                    factors.push((Join::Times, self.factor()?));
                    continue;
                }
                _ => break,
            };
            self.at += 1;
            divided = join == Join::Over;
            factors.push((join, self.factor()?));
        }
        if factors.len() == 1 {
            return Ok(factors.remove(0).1);
        }
        let span = factors[0].1.span.to(factors[factors.len() - 1].1.span);
        Ok(Expr::new(Node::Product(factors), span))
    }

    fn factor(&mut self) -> Result<Expr, Wrong> {
        let start = self.here();
        if self.take(Kind::Minus) {
            self.enter()?;
            let inner = self.factor()?;
            self.depth -= 1;
            let span = start.to(inner.span);
            return Ok(Expr::new(Node::Negative(inner), span));
        }
        let mut base = self.primary()?;
        loop {
            if let Some(Kind::Superscript(power)) = self.peek() {
                let span = self.here();
                self.at += 1;
                let exponent = Expr::new(Node::Number(Rational::from_integer(i64::from(power))), span);
                let whole = base.span.to(span);
                base = Expr::new(Node::Power(base, exponent, false), whole);
                continue;
            }
            if self.peek() != Some(Kind::Caret) {
                return Ok(base);
            }
            let each = &self.text[self.here().range()] == ".^";
            self.at += 1;
            self.enter()?;
            base = self.raised(base, each)?;
            self.depth -= 1;
        }
    }

    fn enter(&mut self) -> Result<(), Wrong> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            let message = format!("signs and powers are nested deeper than {MOST_DEPTH}");
            return Err(Diagnostic::error(&code::TOO_DEEP, self.here(), message).into());
        }
        Ok(())
    }

    /// What stands behind a caret: `T`, `-1`, `-T`, a number, a name, or something in brackets.
    fn raised(&mut self, base: Expr, each: bool) -> Result<Expr, Wrong> {
        let open = self.peek();
        let close = match open {
            Some(Kind::Open(b'{')) => Some(Kind::Close(b'}')),
            _ => None,
        };
        self.at += usize::from(close.is_some());
        let is_t = |reader: &Self, at: usize| matches!(reader.tokens.get(at), Some(Token { kind: Kind::Name(id), .. }) if reader.names.text(*id) == "T");
        let start = base.span;
        let inverse = self.peek() == Some(Kind::Minus) && is_t(self, self.at + 1);
        if is_t(self, self.at) || inverse {
            if self.known.contains("T") {
                let message = format!(
                    "`{}^T` could be a transpose or a power by the quantity `T`",
                    &self.text[base.span.range()]
                );
                return Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, start.to(self.here()), message)
                    .help("give the quantity `T` another name")
                    .into());
            }
            self.at += usize::from(inverse);
            let span = start.to(self.here());
            self.at += 1;
            let mut inner = base;
            if inverse {
                let minus_one = Expr::new(Node::Number(Rational::from_integer(-1)), span);
                inner = Expr::new(Node::Power(inner, minus_one, false), span);
            }
            self.closed(close)?;
            return Ok(Expr::new(Node::Transpose(inner), span));
        }
        let exponent = if close.is_some() { self.expression()? } else { self.exponent()? };
        self.closed(close)?;
        let span = start.to(exponent.span);
        Ok(Expr::new(Node::Power(base, exponent, each), span))
    }

    fn exponent(&mut self) -> Result<Expr, Wrong> {
        let start = self.here();
        if self.take(Kind::Minus) {
            let inner = self.primary()?;
            let span = start.to(inner.span);
            return Ok(Expr::new(Node::Negative(inner), span));
        }
        self.primary()
    }

    fn closed(&mut self, close: Option<Kind>) -> Result<(), Wrong> {
        match close {
            Some(close) if !self.take(close) => Err(self.expected("a closing bracket")),
            Some(_) | None => Ok(()),
        }
    }

    pub(super) fn primary(&mut self) -> Result<Expr, Wrong> {
        let span = self.here();
        if let Some(found) = self.derivative() {
            return Ok(found);
        }
        match self.peek() {
            Some(Kind::Number) => {
                self.at += 1;
                let value = number(&self.text[span.range()], span)?;
                Ok(Expr::new(Node::Number(value), span))
            }
            Some(Kind::Name(id)) => {
                self.at += 1;
                let name = self.names.text(id).to_owned();
                self.named(name, span)
            }
            Some(Kind::Member(id)) => {
                self.at += 1;
                let base = family_of(self.names.text(id)).to_owned();
                let (mut at, mut last) = self.indices()?;
                self.further_indices(&mut at, &mut last)?;
                Ok(Expr::new(Node::Part(base, at), span.to(last)))
            }
            Some(Kind::Open(b'(')) => {
                self.at += 1;
                let mut inner = self.expression()?;
                let last = self.here();
                if !self.take(Kind::Close(b')')) {
                    return Err(self.expected("`)`"));
                }
                inner.span = span.to(last);
                Ok(inner)
            }
            Some(Kind::Open(b'[')) => self.literal(),
            Some(Kind::Root) => {
                self.at += 1;
                self.enter()?;
                let inner = self.primary()?;
                self.depth -= 1;
                let whole = span.to(inner.span);
                let row = &function::rows::power::SQRT;
                let call = Node::Call {
                    name: row.name.to_owned(),
                    primes: 0,
                    arguments: vec![inner],
                    over: Over::All,
                };
                Ok(Expr::new(call, whole))
            }
            _ => Err(self.expected("a number, a name or `(`")),
        }
    }

    /// `[1,2]` right behind `W[l]`: an entry of a member.
    pub(super) fn further_indices(&mut self, at: &mut Vec<Place>, last: &mut Span) -> Result<(), Wrong> {
        while self.peek() == Some(Kind::Open(b'[')) && self.here().start == last.end {
            let (more, end) = self.indices()?;
            at.extend(more);
            *last = end;
        }
        Ok(())
    }

    /// A name: of a quantity, an entry of one, or of a function with its arguments.
    fn named(&mut self, name: String, span: Span) -> Result<Expr, Wrong> {
        let parts = Name::from_canonical(&name);
        if !(parts.member().is_empty() && parts.label().is_empty()) {
            let (base, mut at) = parted(&name);
            let mut last = span;
            self.further_indices(&mut at, &mut last)?;
            let kind = if at.is_empty() { Node::Name(base) } else { Node::Part(base, at) };
            return Ok(Expr::new(kind, span.to(last)));
        }
        let mut primes = 0u8;
        let mut last = span;
        while self.peek() == Some(Kind::Prime) {
            last = self.here();
            primes = primes.saturating_add(1);
            self.at += 1;
        }
        let is_function = word_called(&name).is_some()
            || function::find(&name).is_some()
            || MADE_OF_SIZES.contains(&name.as_str());
        let is_call = self.peek() == Some(Kind::Open(b'('))
            && (!self.known.contains(&name) || is_function)
            && (is_function || self.here().start == last.end);
        if !is_call {
            if primes > 0 {
                return Err(Diagnostic::error(&code::PRIME, last, "a prime belongs to a function")
                    .help(format!("write `{name}^T` for the transpose"))
                    .into());
            }
            if self.peek() == Some(Kind::Open(b'(')) && self.here().start == last.end {
                let message = format!("`{name}` is no function");
                return Err(Diagnostic::error(&code::NOT_A_FUNCTION, span, message)
                    .help(format!("write `{name}*(…)` for a product"))
                    .into());
            }
            return Ok(Expr::new(Node::Name(name), span));
        }
        self.at += 1;
        let (mut arguments, over, end) = self.arguments()?;
        if let [Expr { kind, .. }] = arguments.as_mut_slice()
            && let Node::SumFor(body, ranges) = &**kind
        {
            if name != "sum" || over != Over::All {
                let message = format!("`{name}` is not taken of a family beside declared shapes");
                return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, span.to(end), message)
                    .help("write `sum(… for i in 1..n)`, or take it of a vector")
                    .into());
            }
            return Ok(Expr::new(Node::SumFor(body.clone(), ranges.clone()), span.to(end)));
        }
        if name == "I"
            && self.peek() == Some(Kind::Open(b'['))
            && let [size] = arguments.as_slice()
        {
            let size = size.clone();
            let (at, last) = self.indices()?;
            return Ok(Expr::new(Node::RowsOfIdentity(size, at), span.to(last)));
        }
        Ok(Expr::new(Node::Call { name, primes, arguments, over }, span.to(end)))
    }
}
