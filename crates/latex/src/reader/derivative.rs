//! Derivatives: `\frac{\partial L}{\partial w}`, `\frac{d}{dx} x^2`, `∂L/∂w`, `dL/dw`.

use super::{Read, Reader, Unread};
use crate::macros::argument;
use crate::token::{Kind, Token};
use crate::tree::{Name, Node, NodeId};

/// The highest order that is read.
const HIGHEST_ORDER: usize = 4;

/// The sign of a derivative at the start of tokens, and whether it is `∂`.
fn sign(tokens: &[Token]) -> Option<bool> {
    let first = tokens.first()?;
    match &first.kind {
        Kind::Command(name) if &**name == "partial" => Some(true),
        Kind::Command(name) if &**name == "delta" || &**name == "Delta" => None,
        Kind::Char('d') => Some(false),
        Kind::Text(text) if &**text == "d" => Some(false),
        _ => None,
    }
}

impl Reader<'_> {
    /// `\frac{\partial L}{\partial w}`, at `\frac`; nothing where it is a fraction.
    pub(super) fn stacked_derivative(&mut self) -> Read<Option<NodeId>> {
        let (above, after) = argument(self.tokens, self.at + 1);
        let (below, end) = argument(self.tokens, after);
        let (Some(round), Some(round_below)) = (sign(above), sign(below)) else { return Ok(None) };
        let start = self.start();
        if round != round_below {
            return Ok(None);
        }
        if !round && self.names.quantities.contains("d") {
            return Ok(None);
        }
        let (above, below) = (above.to_vec(), below.to_vec());
        let (mut rest, order) = without_order(&above[1..]);
        let Some(by) = self.quantities_below(&below, round) else {
            return if round { self.fail(Unread::Derivative) } else { Ok(None) };
        };
        if by.len() != order || order > HIGHEST_ORDER {
            return self.fail(Unread::Derivative);
        }
        // `\partial{L}`
        if let [Token { kind: Kind::Open, .. }, inner @ .., Token { kind: Kind::Close, .. }] = rest {
            rest = inner;
        }
        let mut of = if rest.is_empty() {
            self.at = end;
            self.derived()?
        } else {
            let Some(of) = self.apart(rest) else {
                return if round { self.fail(Unread::Derivative) } else { Ok(None) };
            };
            self.at = end;
            of
        };
        let place = self.since(start);
        let names = by.clone();
        for name in by.into_iter().rev() {
            of = self.tree.push(Node::Derivative { of, by: name }, place.clone());
        }
        Ok(Some(self.derivative_at(of, &names, !rest.is_empty(), start)))
    }

    /// `\frac{df}{dx}(x)` is the derivative itself, and `\frac{df}{dx}(3)` that at a point.
    fn derivative_at(&mut self, of: NodeId, by: &[Name], has_name: bool, start: usize) -> NodeId {
        let Some(by) = by.first().filter(|first| has_name && by.iter().all(|name| name == *first)) else {
            return of;
        };
        if !self.next_is('(') {
            return of;
        }
        const LONGEST: usize = 8;
        let close = self.tokens[self.at..].iter().take(LONGEST).position(|token| token.is_char(')'));
        let Some(close) = close.map(|close| self.at + close) else { return of };
        let inner = self.tokens[self.at + 1..close].to_vec();
        let is_number = matches!(
            inner.as_slice(),
            [Token { kind: Kind::Number(_), .. }]
                | [Token { kind: Kind::Char('-'), .. }, Token { kind: Kind::Number(_), .. }]
        );
        if !is_number {
            let inside = super::read(&inner, self.names);
            if inside.is_ok_and(|tree| tree.as_name() == Some(by)) {
                self.at = close + 1;
            }
            return of;
        }
        let Some(value) = self.apart(&inner) else { return of };
        self.at = close + 1;
        let place = self.since(start);
        self.tree.push(Node::At { of, by: by.clone(), value }, place)
    }

    /// What `\frac{d}{dx}` is put to: the brackets behind it, or the rest of the term.
    fn derived(&mut self) -> Read<NodeId> {
        self.depth += 1;
        let of = if self.next_is('(')
            || self.next_is('[')
            || self.peek().is_some_and(|token| token.is_command("{"))
        {
            self.factor()
        } else if self.begins_factor() {
            self.bare_product()
        } else {
            self.fail(Unread::Derivative)
        };
        self.depth -= 1;
        of
    }

    /// `\partial w`, `\partial x \partial y`, `\partial x^2`: the names, one for each order.
    fn quantities_below(&mut self, tokens: &[Token], round: bool) -> Option<Vec<Name>> {
        let mut inner = self.inside(tokens);
        let mut found = Vec::new();
        let mut is_read = true;
        while inner.at < tokens.len() && found.len() <= HIGHEST_ORDER {
            if sign(&tokens[inner.at..]) != Some(round) {
                is_read = false;
                break;
            }
            inner.at += 1;
            let is_open = inner.peek().is_some_and(|token| token.kind == Kind::Open);
            let in_brackets = inner.next_is('(');
            inner.at += usize::from(is_open || in_brackets);
            let Ok(Some(name)) = inner.quantity() else {
                is_read = false;
                break;
            };
            let closes = if is_open {
                inner.peek().is_some_and(|token| token.kind == Kind::Close)
            } else {
                in_brackets && inner.next_is(')')
            };
            inner.at += usize::from(closes);
            let (rest, order) = without_order(&tokens[inner.at..]);
            inner.at = tokens.len() - rest.len();
            found.extend(std::iter::repeat_n(name, order));
        }
        self.tree = std::mem::take(&mut inner.tree);
        (is_read && !found.is_empty()).then_some(found)
    }

    /// `∂L/∂w`, `dL/dw`, `d/dx f`; nothing where no derivative stands here.
    pub(super) fn slashed_derivative(&mut self) -> Read<Option<NodeId>> {
        let Some(round) = sign(&self.tokens[self.at..]) else { return Ok(None) };
        if !round && self.names.quantities.contains("d") {
            return Ok(None);
        }
        let before = self.at;
        let start = self.start();
        let found = self.slashed(round);
        if let Ok(Some((of, by))) = found {
            let of = match of {
                Some(name) => {
                    let place = self.since(start);
                    self.tree.push(Node::Name(name), place)
                }
                None => self.derived()?,
            };
            let place = self.since(start);
            Ok(Some(self.tree.push(Node::Derivative { of, by }, place)))
        } else {
            self.at = before;
            if round { self.fail(Unread::Derivative) } else { Ok(None) }
        }
    }

    fn slashed(&mut self, round: bool) -> Read<Option<(Option<Name>, Name)>> {
        self.at += 1;
        let of = if self.next_is('/') { None } else { self.quantity()? };
        if of.is_some() && (self.next_is('(')) {
            return Ok(None);
        }
        if !self.take('/') || sign(&self.tokens[self.at.min(self.tokens.len())..]) != Some(round) {
            return Ok(None);
        }
        self.at += 1;
        let Some(by) = self.quantity()? else { return Ok(None) };
        Ok(Some((of, by)))
    }
}

/// Tokens without the order at their start, `^2` or `^{2}`, and that order.
fn without_order(tokens: &[Token]) -> (&[Token], usize) {
    if tokens.first().is_some_and(|token| token.kind == Kind::Up) {
        let (inner, after) = argument(tokens, 1);
        if let [Token { kind: Kind::Number(digits), .. }] = inner
            && let Ok(order) = digits.parse::<usize>()
        {
            return (&tokens[after..], order.max(1));
        }
    }
    (tokens, 1)
}
