//! Matrices, norms and gradients; limits.

use super::name::flat;
use super::{Read, Reader, Unread};
use crate::macros::argument;
use crate::token::{Kind, Token};
use crate::tree::{Approach, Name, Node, NodeId, Norm, OfArray, Toward};

/// Environments that hold a matrix. Between straight bars it would be a determinant.
const MATRICES: &[&str] = &["matrix", "bmatrix", "pmatrix", "Bmatrix", "smallmatrix", "array"];

/// A matrix has so many entries at most.
const MOST_ENTRIES: usize = 400;

impl Reader<'_> {
    /// Why a command that begins an array, a limit or infinity is not read where nothing but numbers are.
    pub(super) fn of_arrays(name: &str) -> Unread {
        match name {
            "|" => Unread::Norm,
            "infty" => Unread::Infinity,
            "lim" => Unread::Limit,
            _ => Unread::Vector,
        }
    }

    /// `\begin{bmatrix} … \end{bmatrix}`, at its beginning; `end` is where it ends.
    pub(super) fn matrix(&mut self, start: usize, end: usize) -> Read<NodeId> {
        let name = match self.peek_at(1).map(|next| &next.kind) {
            Some(Kind::Text(name)) if MATRICES.contains(&&**name) => name.clone(),
            _ => return self.fail(Unread::Cases),
        };
        let mut from = self.at + 2;
        if &*name == "array" && self.tokens.get(from).is_some_and(|token| token.kind == Kind::Open) {
            from = argument(self.tokens, from).1;
        }
        let inner = self.tokens[from.min(end)..end].to_vec();
        let mut rows: Vec<Vec<NodeId>> = Vec::new();
        let mut count = 0;
        for row in inner.split(|token| token.kind == Kind::Row).filter(|row| !row.is_empty()) {
            let mut entries = Vec::new();
            for entry in row.split(|token| token.kind == Kind::Align) {
                count += 1;
                let entry = if count > MOST_ENTRIES { None } else { self.apart(entry) };
                let Some(entry) = entry else { return self.fail(Unread::Entries) };
                entries.push(entry);
            }
            rows.push(entries);
        }
        let width = rows.first().map_or(0, Vec::len);
        if width == 0 || rows.iter().any(|row| row.len() != width) {
            return self.fail(Unread::Entries);
        }
        self.at = (end + 2).min(self.tokens.len());
        self.tree.has_arrays = true;
        let place = self.since(start);
        Ok(self.tree.push(Node::Array { rows, is_list: false }, place))
    }

    /// `\|x\|_2`, `||x||^2`
    pub(super) fn norm(&mut self, start: usize) -> Read<NodeId> {
        let is_sign = self.peek().is_some_and(|token| token.is_command("|"));
        self.at += if is_sign { 1 } else { 2 };
        self.bars += 1;
        let of = self.sum()?;
        self.bars -= 1;
        let closes = if is_sign {
            self.peek().is_some_and(|token| token.is_command("|"))
        } else {
            self.next_is('|') && self.peek_at(1).is_some_and(|next| next.is_char('|'))
        };
        if !closes {
            return self.fail(Unread::Norm);
        }
        self.at += if is_sign { 1 } else { 2 };
        // The index may stand behind the power: `\|x\|^2_2`.
        let is_raised_first = self.peek().is_some_and(|token| token.kind == Kind::Up);
        let raised = is_raised_first.then(|| argument(self.tokens, self.at + 1));
        let down = match raised {
            Some((_, after)) => after,
            None => self.at,
        };
        let mut kind = Norm::Plain;
        if self.tokens.get(down).is_some_and(|token| token.kind == Kind::Down) {
            let (inner, after) = argument(self.tokens, down + 1);
            kind = match flat(inner).as_deref() {
                Some("1") => Norm::One,
                Some("2") => Norm::Two,
                Some("F") => Norm::Frobenius,
                _ => return self.fail(Unread::Norm),
            };
            if let Some((power, _)) = raised {
                let power = power.to_vec();
                let Some(power) = self.apart(&power) else { return self.fail(Unread::Norm) };
                self.at = after;
                let place = self.since(start);
                self.tree.has_arrays = true;
                let norm = self.tree.push(Node::Norm { kind, of }, place.clone());
                return Ok(self.tree.push(Node::Power(norm, power), place));
            }
            self.at = after;
        }
        self.tree.has_arrays = true;
        let place = self.since(start);
        Ok(self.tree.push(Node::Norm { kind, of }, place))
    }

    /// `\langle x, y \rangle`
    pub(super) fn inner_product(&mut self, start: usize) -> Read<NodeId> {
        self.at += 1;
        let one = self.sum()?;
        if !self.take(',') {
            return self.fail(Unread::Vector);
        }
        let other = self.sum()?;
        if !self.peek().is_some_and(|token| token.is_command("rangle")) {
            return self.fail(Unread::Vector);
        }
        self.at += 1;
        self.tree.has_arrays = true;
        let place = self.since(start);
        let one = self.tree.push(Node::Transpose(one), place.clone());
        Ok(self.tree.push(Node::Product(vec![one, other]), place))
    }

    /// `\nabla_w f`, and `\nabla f` where the page says what `f` depends on; `\nabla_w^2 f`.
    pub(super) fn gradient(&mut self, start: usize) -> Read<NodeId> {
        self.at += 1;
        let (mut by, mut is_second) = (None, false);
        while let Some(Kind::Down | Kind::Up) = self.peek().map(|next| &next.kind) {
            let (argument, after) = argument(self.tokens, self.at + 1);
            if self.peek().is_some_and(|next| next.kind == Kind::Down) && by.is_none() {
                let below = argument.to_vec();
                by = self.apart(&below).and_then(|id| self.name_at(id));
                if by.is_none() {
                    return self.fail(Unread::Gradient);
                }
            } else if matches!(argument, [Token { kind: Kind::Number(order), .. }] if &**order == "2")
                && !is_second
            {
                is_second = true;
            } else {
                return self.fail(Unread::Gradient);
            }
            self.at = after;
        }
        if !self.begins_factor() {
            return self.fail(Unread::Gradient);
        }
        let of = if self.opens() { self.factor()? } else { self.bare_product()? };
        let only = |name: Name| match self.names.dependencies.get(name.canonical().as_str())?.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        };
        let Some(by) = by.or_else(|| self.name_at(of).and_then(only)) else {
            return self.fail(Unread::Gradient);
        };
        let place = self.since(start);
        let gradient = self.tree.push(Node::Gradient { of, by: by.clone() }, place.clone());
        if !is_second {
            return Ok(gradient);
        }
        Ok(self.tree.push(Node::Derivative { of: gradient, by }, place))
    }

    /// `\operatorname{softmax}(z)`
    pub(super) fn of_array(&mut self, function: OfArray, start: usize) -> Read<NodeId> {
        self.at += 1;
        let arguments = if self.opens() {
            self.bracketed_list()?
        } else {
            let argument = self.factor()?;
            // Of `\operatorname{tr} A B` all of the product is meant, or not.
            if self.begins_factor() {
                return self.fail(Unread::Reach);
            }
            vec![argument]
        };
        let place = self.since(start);
        let of = match arguments.as_slice() {
            &[one] => one,
            // `softmax(1, 2, 3)`
            _ => self.tree.push(Node::Array { rows: vec![arguments], is_list: true }, place.clone()),
        };
        self.tree.has_arrays = true;
        Ok(self.tree.push(Node::OfArray { function, of }, place))
    }

    /// `\lim_{x \to 0^+} f`
    pub(super) fn limit(&mut self, start: usize) -> Read<NodeId> {
        self.at += 1;
        if !self.peek().is_some_and(|token| token.kind == Kind::Down) {
            return self.fail(Unread::Limit);
        }
        let (below, after) = argument(self.tokens, self.at + 1);
        let Some(sign) = below.iter().position(|token| token.is_command("to")) else {
            return self.fail(Unread::Limit);
        };
        let (name, target) = (below[..sign].to_vec(), below[sign + 1..].to_vec());
        let by: Option<Name> = self.apart(&name).and_then(|id| self.name_at(id));
        let (Some(by), Some(to)) = (by, self.approach(&target)) else { return self.fail(Unread::Limit) };
        self.at = after;
        if !self.begins_factor() {
            return self.fail(Unread::Limit);
        }
        let of = self.bare_product()?;
        let place = self.since(start);
        Ok(self.tree.push(Node::Limit { by, to, of }, place))
    }

    fn approach(&mut self, target: &[Token]) -> Option<Approach> {
        let is_infinity = |tokens: &[Token]| matches!(tokens, [token] if token.is_command("infty"));
        match target {
            all if is_infinity(all) => Some(Approach::Infinity { is_negative: false }),
            [sign, rest @ ..] if is_infinity(rest) => (sign.is_char('-') || sign.is_char('+'))
                .then(|| Approach::Infinity { is_negative: sign.is_char('-') }),
            all => {
                let side = |token: &Token| match token.kind {
                    Kind::Char('+') => Some(Toward::Above),
                    Kind::Char('-') => Some(Toward::Below),
                    _ => None,
                };
                let (number, toward) = match all {
                    [
                        number @ ..,
                        Token { kind: Kind::Up, .. },
                        Token { kind: Kind::Open, .. },
                        sign,
                        Token { kind: Kind::Close, .. },
                    ]
                    | [number @ .., Token { kind: Kind::Up, .. }, sign]
                        if side(sign).is_some() =>
                    {
                        (number, side(sign)?)
                    }
                    number => (number, Toward::Both),
                };
                let at = self.apart(number)?;
                Some(Approach::Point { at, toward })
            }
        }
    }

    /// `\infty` where it is all of a side.
    pub(super) fn infinity(&mut self, start: usize) -> Read<NodeId> {
        let is_sign = |token: &Token| token.is_char('-') || token.is_char('+');
        if self.at + 1 != self.tokens.len() || !self.tokens[..self.at].iter().all(is_sign) {
            return self.fail(Unread::Infinity);
        }
        self.at += 1;
        let place = self.since(start);
        Ok(self.tree.push(Node::Infinity, place))
    }
}
