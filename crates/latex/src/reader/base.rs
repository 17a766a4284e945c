//! What powers are taken of: numbers, brackets, fractions, roots, functions with their arguments, names.

use std::ops::Range;

use chainrule_number::{Rational, parse_decimal, power_of_ten};
use chainrule_symbolic::function::Function;

use super::{Read, Reader, Unread, token_text};
use crate::layout::ENVIRONMENT;
use crate::macros::argument;
use crate::rows::relation;
use crate::token::{Kind, Token};
use crate::tree::{Callee, Name, Node, NodeId, Printed};

impl Reader<'_> {
    /// Whether a factor begins here.
    pub(super) fn begins_factor(&self) -> bool {
        let Some(token) = self.peek() else { return false };
        if relation(&self.tokens[self.at..]).is_some() || self.is_bar_of_a_point() {
            return false;
        }
        match &token.kind {
            Kind::Number(_) | Kind::Open | Kind::Text(_) => true,
            Kind::Char(sign) => {
                sign.is_alphabetic() || matches!(sign, '(' | '[') || (*sign == '|' && self.bars == 0)
            }
            Kind::Command(name) => match &**name {
                "}" | "degree" | "prime" | "rfloor" | "rceil" | "rangle" | "odot" => false,
                "vert" | "|" => self.bars == 0,
                _ => true,
            },
            Kind::Parameter(_) | Kind::Close | Kind::Up | Kind::Down | Kind::Align | Kind::Row => false,
        }
    }

    pub(super) fn base(&mut self) -> Read<NodeId> {
        let Some(token) = self.peek() else { return self.fail(Unread::Missing) };
        let start = token.start;
        match &token.kind {
            Kind::Number(digits) => {
                self.at += 1;
                let place = self.since(start);
                self.number(digits, place)
            }
            Kind::Open => self.group(),
            Kind::Char('(' | '[') => self.brackets(),
            Kind::Char('|') => self.absolute(),
            Kind::Command(name) => {
                let name: &str = name;
                self.command(name, start)
            }
            Kind::Char(sign) if sign.is_alphabetic() => {
                if let Some(derivative) = self.slashed_derivative()? {
                    return Ok(derivative);
                }
                self.named(start)
            }
            Kind::Text(_) => {
                if let Some(derivative) = self.slashed_derivative()? {
                    return Ok(derivative);
                }
                self.named(start)
            }
            Kind::Char(',' | ';') => self.fail(Unread::List),
            Kind::Close | Kind::Char(')' | ']') => self.fail(Unread::Missing),
            Kind::Char(_) if relation(&self.tokens[self.at..]).is_some() => self.fail(Unread::Comparison),
            Kind::Align => self.fail(Unread::Columns),
            Kind::Char(_) | Kind::Parameter(_) | Kind::Up | Kind::Down | Kind::Row => {
                let text = token_text(token);
                self.fail(Unread::Sign(text))
            }
        }
    }

    fn number(&mut self, digits: &str, place: Range<usize>) -> Read<NodeId> {
        let Ok(value) = parse_decimal(digits) else { return self.fail(Unread::TooLong) };
        let (mantissa, exponent) = digits.split_once('e').unwrap_or((digits, "0"));
        let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let decimals = i64::try_from(decimals).unwrap_or(i64::MAX / 2);
        let unit = power_of_ten(exponent.parse::<i64>().unwrap_or(0).saturating_sub(decimals));
        let printed = Printed { value, unit, is_power_of_ten: false };
        Ok(self.tree.push(Node::Number(printed), place))
    }

    pub(super) fn integer(&mut self, value: i64, place: Range<usize>) -> NodeId {
        let value = Rational::from_integer(value);
        let printed = Printed { value, unit: Rational::one(), is_power_of_ten: false };
        self.tree.push(Node::Number(printed), place)
    }

    /// One token or group as an argument: `\frac12`, `x^2`.
    pub(super) fn single(&mut self) -> Read<NodeId> {
        let Some(token) = self.peek() else { return self.fail(Unread::Missing) };
        match &token.kind {
            Kind::Open => self.group(),
            _ => self.base(),
        }
    }

    /// The arguments of a fraction: a number of several digits is one digit for each.
    fn fraction_arguments(&mut self) -> Read<(NodeId, NodeId)> {
        if let Some(Token { kind: Kind::Number(digits), start, end }) = self.peek()
            && digits.len() >= 2
            && digits.chars().all(|c| c.is_ascii_digit())
        {
            let (first, rest) = digits.split_at(1);
            let (start, end) = (*start, *end);
            let between = (start + 1).min(end);
            self.at += 1;
            let above = self.number(first, start..between)?;
            let rest = rest.to_owned();
            let below = self.number(&rest, between..end)?;
            return Ok((above, below));
        }
        let above = self.single()?;
        let below = self.single()?;
        Ok((above, below))
    }

    /// What stands between braces.
    pub(super) fn group(&mut self) -> Read<NodeId> {
        self.at += 1;
        if self.peek().is_some_and(|token| token.kind == Kind::Close) {
            return self.fail(Unread::Missing);
        }
        let bars = std::mem::take(&mut self.bars);
        let inner = self.sum()?;
        self.bars = bars;
        match self.peek() {
            Some(token) if token.kind == Kind::Close => self.at += 1,
            Some(token) => return Err(self.stopped_at(token)),
            None => return self.fail(Unread::Unbalanced),
        }
        Ok(inner)
    }

    fn closes(&self) -> bool {
        self.peek().is_some_and(|token| matches!(token.kind, Kind::Char(')' | ']')) || token.is_command("}"))
    }

    fn brackets(&mut self) -> Read<NodeId> {
        let start = self.start();
        let all = self.bracketed_list()?;
        if let &[one] = all.as_slice() {
            return Ok(one);
        }
        if self.names.is_of_numbers {
            self.at -= 1;
            return self.fail(Unread::List);
        }
        let place = self.since(start);
        self.tree.has_arrays = true;
        Ok(self.tree.push(Node::Array { rows: vec![all], is_list: true }, place))
    }

    /// What stands between brackets, separated by commas.
    pub(super) fn bracketed_list(&mut self) -> Read<Vec<NodeId>> {
        self.at += 1;
        let bars = std::mem::take(&mut self.bars);
        let mut all = vec![self.sum()?];
        while self.take(',') || self.take(';') {
            all.push(self.sum()?);
        }
        self.bars = bars;
        if self.closes() {
            self.at += 1;
            return Ok(all);
        }
        match self.peek() {
            Some(token) => Err(self.stopped_at(token)),
            None => self.fail(Unread::Unbalanced),
        }
    }

    fn absolute(&mut self) -> Read<NodeId> {
        let start = self.start();
        if self.peek_at(1).is_some_and(|next| next.is_char('|')) {
            if self.names.is_of_numbers {
                self.at += 1;
                return self.fail(Unread::Norm);
            }
            return self.norm(start);
        }
        self.at += 1;
        self.bars += 1;
        let inner = self.sum()?;
        self.bars -= 1;
        if !self.take('|') && !self.peek().is_some_and(|token| token.is_command("vert")) {
            return self.fail(Unread::EvaluatedAt);
        }
        // The sign may be a command, which is not taken yet.
        self.at += usize::from(!self.tokens[self.at - 1].is_char('|'));
        let place = self.since(start);
        Ok(self.call_builtin(&chainrule_symbolic::function::rows::piecewise::ABS, vec![inner], 0, place))
    }

    pub(super) fn call_builtin(
        &mut self,
        row: &'static Function,
        arguments: Vec<NodeId>,
        primes: u8,
        place: Range<usize>,
    ) -> NodeId {
        self.tree.push(Node::Call { function: Callee::Builtin(row), primes, arguments }, place)
    }

    fn command(&mut self, name: &str, start: usize) -> Read<NodeId> {
        match name {
            "frac" => {
                if let Some(derivative) = self.stacked_derivative()? {
                    return Ok(derivative);
                }
                self.at += 1;
                let (above, below) = self.fraction_arguments()?;
                let place = self.since(start);
                Ok(self.tree.push(Node::Quotient(above, below), place))
            }
            "half" => {
                self.at += 1;
                let place = self.since(start);
                let (above, below) = (self.integer(1, place.clone()), self.integer(2, place.clone()));
                Ok(self.tree.push(Node::Quotient(above, below), place))
            }
            "sqrt" => self.root(start),
            "lfloor" | "lceil" => self.whole_part(name == "lfloor", start),
            "binom" | "dbinom" | "tbinom" => self.binomial(start),
            "partial" => match self.slashed_derivative()? {
                Some(derivative) => Ok(derivative),
                None => self.fail(Unread::Derivative),
            },
            "{" => self.brackets(),
            "vert" => self.absolute(),
            "sum" | "prod" => self.reduction(name == "prod", start),
            "|" | "infty" | "lim" | "nabla" | "langle" if self.names.is_of_numbers => {
                self.fail(Self::of_arrays(name))
            }
            "infty" => self.infinity(start),
            "dots" => self.fail(Unread::Dots),
            "lim" => self.limit(start),
            "int" | "iint" | "limsup" | "liminf" => self.fail(Unread::Limit),
            "pm" | "mp" => self.fail(Unread::PlusMinus),
            "|" => self.norm(start),
            "nabla" => self.gradient(start),
            "langle" => self.inner_product(start),
            "odot" | "otimes" | "star" | "top" => self.fail(Unread::Vector),
            ENVIRONMENT => self.cases(start),
            "mathbb" => self.fail(Unread::Probability),
            "pi" if !self.names.quantities.contains("pi") && !self.is_called_next(1) => {
                self.at += 1;
                let place = self.since(start);
                Ok(self.tree.push(Node::Pi, place))
            }
            "mathrm" | "operatorname" | "mathsf" | "mathtt" | "textnormal" => {
                self.at += 1;
                self.single()
            }
            _ => self.named(start),
        }
    }

    /// `\lfloor 2.7 \rfloor` of numbers, as the number that it is.
    fn whole_part(&mut self, is_floor: bool, start: usize) -> Read<NodeId> {
        let close = if is_floor { "rfloor" } else { "rceil" };
        self.at += 1;
        let inner = self.sum()?;
        if !self.peek().is_some_and(|token| token.is_command(close)) {
            return self.fail(Unread::Unbalanced);
        }
        let Some(value) = self.tree.rational(inner) else {
            return self.fail(Unread::Command(close.into()));
        };
        self.at += 1;
        let whole = if is_floor {
            Rational::from_bigint(value.floor())
        } else {
            -&Rational::from_bigint((-&value).floor())
        };
        let place = self.since(start);
        let printed = Printed { value: whole, unit: Rational::one(), is_power_of_ten: false };
        Ok(self.tree.push(Node::Number(printed), place))
    }

    /// `\binom{5}{2}` of numbers, as the number that it is.
    fn binomial(&mut self, start: usize) -> Read<NodeId> {
        const LARGEST: i64 = 60;
        self.at += 1;
        let (above, below) = (self.single()?, self.single()?);
        let number = |id: NodeId| self.tree.rational(id).and_then(|value| value.to_i64());
        let (Some(n @ 0..=LARGEST), Some(k @ 0..=LARGEST)) = (number(above), number(below)) else {
            return self.fail(Unread::Command("binom".into()));
        };
        let mut value = if k > n { Rational::zero() } else { Rational::one() };
        for place in 0..k.min(n) {
            value = &value * &Rational::fraction(n - place, place + 1);
        }
        let place = self.since(start);
        let printed = Printed { value, unit: Rational::one(), is_power_of_ten: false };
        Ok(self.tree.push(Node::Number(printed), place))
    }

    fn is_called_next(&self, offset: usize) -> bool {
        self.peek_at(offset).is_some_and(|token| token.is_char('('))
    }

    fn root(&mut self, start: usize) -> Read<NodeId> {
        self.at += 1;
        let mut degree = None;
        if self.take('[') {
            degree = Some(self.sum()?);
            if !self.take(']') {
                return self.fail(Unread::Unbalanced);
            }
        }
        let inner = self.single()?;
        let place = self.since(start);
        let Some(degree) = degree else {
            let row = &chainrule_symbolic::function::rows::power::SQRT;
            return Ok(self.call_builtin(row, vec![inner], 0, place));
        };
        let one = self.integer(1, place.clone());
        let exponent = self.tree.push(Node::Quotient(one, degree), place.clone());
        Ok(self.tree.push(Node::Power(inner, exponent), place))
    }

    /// `\sum_{i=1}^{n} term`
    fn reduction(&mut self, is_product: bool, start: usize) -> Read<NodeId> {
        self.at += 1;
        let (mut below, mut above): (&[Token], &[Token]) = (&[], &[]);
        while let Some(token) = self.peek() {
            let (inner, after) = match token.kind {
                Kind::Down | Kind::Up => argument(self.tokens, self.at + 1),
                _ => break,
            };
            if token.kind == Kind::Down {
                below = inner;
            } else {
                above = inner;
            }
            self.at = after;
        }
        let (index, low) = match below {
            [Token { kind: Kind::Char(letter), .. }, Token { kind: Kind::Char('='), .. }, low @ ..]
                if letter.is_alphabetic() =>
            {
                (letter.to_string(), low)
            }
            _ => (String::new(), &below[..0]),
        };
        let mut limits = None;
        if above.iter().any(|token| token.is_command("infty")) {
            let is_read = !is_product && above.len() == 1 && !self.names.is_of_numbers;
            let low = if is_read { self.apart(low) } else { None };
            let Some(low) = low else { return self.fail(Unread::Infinity) };
            let body = self.product()?;
            let place = self.since(start);
            return Ok(self.tree.push(Node::Series { index: index.into(), low, body }, place));
        }
        if !low.is_empty() && !above.is_empty() {
            let (low, high) = (self.apart(low), self.apart(above));
            if let (Some(low), Some(high)) = (low, high) {
                limits = Some((low, high));
            }
        }
        // `i \ne j`, `i \in S`: all that is said of the letter tells one such sum from another.
        let index = match limits {
            Some(_) => index,
            None => below.iter().chain(above).map(|token| String::from(token_text(token))).collect(),
        };
        let body = self.product()?;
        let place = self.since(start);
        Ok(self.tree.push(Node::Reduction { is_product, index: index.into(), limits, body }, place))
    }

    /// The name of the quantity that stands in a derivative.
    pub(super) fn quantity(&mut self) -> Read<Option<Name>> {
        let Some((mut name, primes)) = self.name()? else { return Ok(None) };
        if primes > 0 {
            name.label = format!("{}{}", name.label, "'".repeat(usize::from(primes))).into();
        }
        self.pass_dependencies(&name);
        Ok(Some(name))
    }
}
