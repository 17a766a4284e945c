//! One side of a claim, read into a [`Tree`].
//!
//! - this file: sums and products; `power`: what is raised behind a factor;
//! - `array`: matrices, norms, gradients, limits;
//! - `base`: numbers, brackets, fractions, sums with limits; `call`: functions with their arguments;
//! - `name`: names with their indices and labels;
//! - `derivative`: derivatives in all their spellings;
//! - `cases`: cases, values at a point, largest values;
//! - `word`: words and letters that stand for functions;
//! - `unread`: why a formula is not read.
//!
//! Brackets inside brackets are read by functions that call each other, up to `DEEPEST` of them.

mod apart;
mod array;
mod base;
mod call;
mod cases;
mod derivative;
mod name;
mod normal;
mod power;
mod sigma_and_e;
mod unread;
mod word;

use std::ops::Range;

use crate::names::Names;
use crate::rows::relation;
use crate::token::{Kind, Token};
use crate::tree::{Node, NodeId, Tree};

pub(crate) use name::stem;
pub use unread::Unread;

/// So many brackets are read inside one another.
const DEEPEST: usize = 48;

/// Why reading ends, and where.
pub type Failure = (Unread, Range<usize>);

type Read<T> = Result<T, Failure>;

/// Reads one side.
///
/// # Errors
/// It is none of what is understood.
pub fn read(tokens: &[Token], names: &Names) -> Result<Tree, Failure> {
    let mut reader = Reader { tokens, at: 0, names, tree: Tree::default(), depth: 0, bars: 0 };
    if tokens.is_empty() {
        return Err((Unread::Nothing, 0..0));
    }
    let root = reader.sum()?;
    if let Some(token) = reader.peek() {
        return Err(reader.stopped_at(token));
    }
    if root != reader.tree.root() {
        // The root comes last: a group that is nothing but a name was read before what was dropped.
        let (node, place) = (reader.tree.node(root).clone(), reader.tree.place(root));
        reader.tree.push(node, place);
    }
    Ok(reader.tree)
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    names: &'a Names,
    tree: Tree,
    depth: usize,
    /// How many `|` are open.
    bars: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn peek_at(&self, offset: usize) -> Option<&'a Token> {
        self.tokens.get(self.at + offset)
    }

    fn next_is(&self, sign: char) -> bool {
        self.peek().is_some_and(|token| token.is_char(sign))
    }

    fn take(&mut self, sign: char) -> bool {
        let is = self.next_is(sign);
        self.at += usize::from(is);
        is
    }

    fn start(&self) -> usize {
        self.peek().map_or_else(|| self.tokens.last().map_or(0, |last| last.end), |token| token.start)
    }

    fn end(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |token| token.end)
    }

    /// From a place to what was read last.
    fn since(&self, start: usize) -> Range<usize> {
        start..self.end().max(start)
    }

    fn fail<T>(&self, why: Unread) -> Read<T> {
        let place = self.peek().map_or(self.end()..self.end(), |token| token.start..token.end);
        Err((why, place))
    }

    /// Why nothing can be read on at a token.
    fn stopped_at(&self, token: &Token) -> Failure {
        let rest = &self.tokens[self.at..];
        let why = match &token.kind {
            _ if relation(rest).is_some() => Unread::Comparison,
            Kind::Char(',' | ';') => Unread::List,
            Kind::Char(')' | ']') | Kind::Close => Unread::Unbalanced,
            Kind::Char('|') => Unread::EvaluatedAt,
            Kind::Number(_) => Unread::TwoNumbers,
            Kind::Text(_) => Unread::Words,
            Kind::Align => Unread::Columns,
            Kind::Command(name) => Unread::Command(name.clone()),
            _ => Unread::Sign(token_text(token)),
        };
        (why, token.start..token.end)
    }

    fn sum(&mut self) -> Read<NodeId> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.fail(Unread::TooDeep);
        }
        let start = self.start();
        let mut terms = Vec::new();
        loop {
            let mut negative = false;
            let sign_start = self.start();
            let mut signs = 0;
            loop {
                if self.take('-') {
                    negative = !negative;
                } else if !self.take('+') {
                    break;
                }
                signs += 1;
            }
            if signs == 0 && !terms.is_empty() {
                break;
            }
            while self.peek().is_some_and(|token| token.kind == Kind::Align) {
                self.at += 1;
            }
            let term = self.product()?;
            terms.push(if negative {
                let place = self.since(sign_start);
                self.tree.push(Node::Negate(term), place)
            } else {
                term
            });
            // A sign of alignment before the next term says nothing.
            if self.peek().is_some_and(|token| token.kind == Kind::Align)
                && self.peek_at(1).is_some_and(|token| matches!(token.kind, Kind::Char('+' | '-')))
            {
                self.at += 1;
            }
        }
        self.depth -= 1;
        if let &[one] = terms.as_slice() {
            return Ok(one);
        }
        let place = self.since(start);
        Ok(self.tree.push(Node::Sum(terms), place))
    }

    /// What stands between two factors: a sign, or nothing; and whether it is a dot.
    fn between(&mut self) -> Option<(Between, bool)> {
        let token = self.peek()?;
        let sign = match &token.kind {
            Kind::Char('*') => Between::Times,
            Kind::Char('/') => Between::Over,
            Kind::Command(name) => match &**name {
                "cdot" | "times" => Between::Times,
                "div" => Between::Over,
                "odot" | "degree" if !self.names.is_of_numbers => Between::Entries,
                _ => return self.begins_factor().then_some((Between::Nothing, false)),
            },
            _ => return self.begins_factor().then_some((Between::Nothing, false)),
        };
        let is_dot = token.is_command("cdot");
        self.at += 1;
        Some((sign, is_dot))
    }

    /// A product, at a point where a bar stands behind it.
    fn product(&mut self) -> Read<NodeId> {
        let start = self.start();
        let product = self.bare_product()?;
        self.evaluated(product, start)
    }

    /// A product without the bar behind it.
    fn bare_product(&mut self) -> Read<NodeId> {
        let start = self.start();
        let mut factors: Vec<NodeId> = vec![self.factor()?];
        let mut last_was_over = false;
        // What stands between the signs of an entrywise product, which bind more loosely than the others.
        let mut entries: Vec<NodeId> = Vec::new();
        while let Some((between, is_dot)) = self.between() {
            if let Between::Entries = between {
                entries.push(self.product_of(&factors, start));
                factors = vec![self.factor()?];
                last_was_over = false;
                continue;
            }
            let is_sign = !matches!(between, Between::Nothing);
            if is_sign {
                while self.peek().is_some_and(|token| token.kind == Kind::Align) {
                    self.at += 1;
                }
            }
            let sign_start = self.start();
            let negative = is_sign && {
                let mut negative = false;
                while self.next_is('-') || self.next_is('+') {
                    negative ^= self.next_is('-');
                    self.at += 1;
                }
                negative
            };
            if let Between::Nothing = between {
                // Behind brackets a number is a factor; `2 3` and `x 2` have lost a sign or an index.
                let is_behind_brackets = self.at.checked_sub(1).is_some_and(|at| {
                    matches!(self.tokens[at].kind, Kind::Char(')' | ']' | '!') | Kind::Close)
                });
                // `x 2^n`: a power is a factor of its own.
                let is_power = self.peek_at(1).is_some_and(|next| next.kind == Kind::Up)
                    && self
                        .at
                        .checked_sub(1)
                        .is_some_and(|at| !matches!(self.tokens[at].kind, Kind::Number(_)));
                if matches!(self.peek().map(|token| &token.kind), Some(Kind::Number(_)))
                    && !is_behind_brackets
                    && !is_power
                {
                    return self.fail(Unread::TwoNumbers);
                }
                if last_was_over {
                    // `1/2x` may be (1/2)x or 1/(2x); brackets behind it are a factor of the whole.
                    let is_bracket = self.next_is('(') || self.next_is('[');
                    if !is_bracket {
                        return self.fail(Unread::AmbiguousQuotient);
                    }
                }
            }
            let mut factor = self.factor()?;
            if negative {
                let place = self.since(sign_start);
                factor = self.tree.push(Node::Negate(factor), place);
            }
            if let Between::Over = between {
                let above = self.product_of(&factors, start);
                let place = self.since(start);
                factors = vec![self.tree.push(Node::Quotient(above, factor), place)];
            } else {
                factors.push(factor);
                if is_dot {
                    self.tree.dots.push(factor);
                }
            }
            last_was_over = matches!(between, Between::Over);
        }
        let last = self.product_of(&factors, start);
        if entries.is_empty() {
            return Ok(last);
        }
        entries.push(last);
        self.tree.has_arrays = true;
        let place = self.since(start);
        Ok(self.tree.push(Node::Entrywise(entries), place))
    }

    fn product_of(&mut self, factors: &[NodeId], start: usize) -> NodeId {
        if let &[one] = factors {
            return one;
        }
        let place = self.since(start);
        self.tree.push(Node::Product(factors.to_vec()), place)
    }

    /// One factor with its powers.
    fn factor(&mut self) -> Read<NodeId> {
        let start = self.start();
        let base = self.base()?;
        self.powers(base, start)
    }
}

/// What stands between two factors.
#[derive(Clone, Copy)]
enum Between {
    Times,
    Over,
    Entries,
    Nothing,
}

fn token_text(token: &Token) -> Box<str> {
    match &token.kind {
        Kind::Char(sign) => sign.to_string().into(),
        Kind::Command(name) => format!("\\{name}").into(),
        Kind::Number(digits) => digits.clone(),
        Kind::Text(text) => text.clone(),
        Kind::Parameter(number) => format!("#{number}").into(),
        Kind::Open => "{".into(),
        Kind::Close => "}".into(),
        Kind::Up => "^".into(),
        Kind::Down => "_".into(),
        Kind::Align => "&".into(),
        Kind::Row => "\\\\".into(),
    }
}
