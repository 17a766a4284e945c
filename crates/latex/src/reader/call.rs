//! Functions with their arguments, and names.

use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};

use super::word::is_reciprocal;
use super::{Read, Reader, Unread, token_text};
use crate::layout::ENVIRONMENT;
use crate::macros::argument;
use crate::token::{Kind, Token};
use crate::tree::{Callee, Name, Node, NodeId, OfArray};

/// Whether the argument of a function of arrays begins here: in brackets, or a single name or matrix, `\det X`.
fn begins_argument(token: &Token) -> bool {
    match &token.kind {
        Kind::Char(sign) => sign.is_alphabetic() || matches!(sign, '(' | '['),
        Kind::Command(name) => **name == *ENVIRONMENT || &**name == "vector",
        _ => false,
    }
}

impl Reader<'_> {
    /// A name or a call.
    pub(super) fn named(&mut self, start: usize) -> Read<NodeId> {
        let Some(token) = self.peek() else { return self.fail(Unread::Missing) };
        let word: Box<str> = match &token.kind {
            Kind::Command(name) => name.clone(),
            Kind::Text(text) => text.trim().into(),
            Kind::Char(letter) => letter.to_string().into(),
            _ => return self.fail(Unread::Missing),
        };
        if let Some((row, word, used)) = self.spelled_function() {
            self.at += used - 1;
            return self.builtin(row, &word, start);
        }
        if let Some(function) = OfArray::named(&word)
            && !self.names.functions.contains(&word)
            && !self.names.is_of_numbers
            && self.peek_at(1).is_some_and(begins_argument)
            && matches!(token.kind, Kind::Text(_) | Kind::Command(_))
        {
            return self.of_array(function, start);
        }
        let stem_is_longer = super::name::stem(&self.tokens[self.at..], |run| self.names.runs.contains(run))
            .is_some_and(|(_, used)| used > 1);
        let is_quantity = self.names.quantities.contains(&word) && !self.is_sigmoid_of_a_letter(&word);
        if !stem_is_longer
            && !is_quantity
            && !self.is_minutes(&word)
            && let Some(row) =
                self.names.builtin(&word).or_else(|| self.sigmoid(&word)).or_else(|| self.reciprocal(&word))
        {
            return self.builtin(row, &word, start);
        }
        if &*word == "d"
            && !stem_is_longer
            && !is_quantity
            && self
                .peek_at(1)
                .is_some_and(|next| matches!(&next.kind, Kind::Char(sign) if sign.is_alphabetic()))
        {
            return self.fail(Unread::Differential);
        }
        let is_euler =
            matches!(&*word, "e") && (!self.names.has_e || self.is_power_of_euler()) && !stem_is_longer;
        if is_euler && !matches!(self.peek_at(1).map(|next| &next.kind), Some(Kind::Down | Kind::Char('\'')))
        {
            self.at += 1;
            let place = self.since(start);
            return Ok(self.tree.push(Node::Euler, place));
        }
        let Some((mut name, primes)) = self.name()? else {
            return match &token.kind {
                Kind::Command(name) => self.fail(Unread::Command(name.clone())),
                Kind::Text(_) => self.fail(Unread::Words),
                _ => self.fail(Unread::Sign(token_text(token))),
            };
        };
        let canonical = name.canonical();
        if let Some(row) = self.names.aliases.get(canonical.as_str()).copied()
            && self.opens()
        {
            return self.applied(Callee::Builtin(row), row.name, primes, start);
        }
        if self.names.functions.contains(canonical.as_str()) && self.opens() {
            return self.applied(Callee::Own(canonical.clone().into()), &canonical, primes, start);
        }
        if canonical == "Phi" && self.names.has_normal && self.opens() && !is_quantity {
            return self.normal(primes, start);
        }
        self.pass_dependencies(&name);
        let is_quantity = self.names.quantities.contains(canonical.as_str())
            || self.names.declared.contains_key(canonical.as_str());
        if self.opens() && !is_quantity {
            let end = self.end_of_brackets();
            let inner = &self.tokens[self.at + 1..end.saturating_sub(1).max(self.at + 1)];
            let is_call = self.is_letter_of_function(&name, &token.kind, primes, inner);
            if is_call && end > self.at {
                self.at = end;
                let text: String = self
                    .tokens
                    .iter()
                    .filter(|token| token.start >= start && token.end <= self.end())
                    .map(token_text)
                    .collect();
                let place = self.since(start);
                return Ok(self.tree.push(Node::Unknown(text.into()), place));
            }
        }
        if let Some(slope) = self.slope_of(&name, primes, start) {
            return Ok(slope);
        }
        if primes > 0 {
            if self.names.functions.contains(canonical.as_str()) {
                return self.fail(Unread::NoArgument(canonical.into()));
            }
            name.label = format!("{}{}", name.label, "'".repeat(usize::from(primes))).into();
        }
        let place = self.since(start);
        Ok(self.tree.push(Node::Name(name), place))
    }

    /// `J'(w)`: the slope of J by w, where that is what it depends on.
    fn slope_of(&mut self, name: &Name, primes: u8, start: usize) -> Option<NodeId> {
        let [by] = self.names.dependencies.get(name.canonical().as_str())?.as_slice() else { return None };
        if primes == 0 {
            return None;
        }
        let place = self.since(start);
        let of = self.tree.push(Node::Name(name.clone()), place.clone());
        Some(
            (0..primes)
                .fold(of, |of, _| self.tree.push(Node::Derivative { of, by: by.clone() }, place.clone())),
        )
    }

    /// Passes over the brackets behind a quantity that is written with what it depends on.
    pub(super) fn pass_dependencies(&mut self, name: &Name) {
        if self.opens() && self.names.dependencies.contains_key(name.canonical().as_str()) {
            self.at = self.end_of_brackets();
        }
    }

    pub(super) fn opens(&self) -> bool {
        self.next_is('(') || self.next_is('[')
    }

    /// The place behind the brackets that open here; the place itself where they never close.
    fn end_of_brackets(&self) -> usize {
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(self.at) {
            match token.kind {
                Kind::Char('(' | '[') | Kind::Open => depth += 1,
                Kind::Char(')' | ']') | Kind::Close => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return at + 1;
                    }
                }
                _ => {}
            }
        }
        self.at
    }

    /// A function of the table, with what stands behind its name.
    fn builtin(&mut self, row: &'static Function, word: &str, start: usize) -> Read<NodeId> {
        self.at += 1;
        let is_least = row == &MIN;
        if (is_least || row == &MAX)
            && let Some(extremum) = self.extremum(is_least, start)?
        {
            return Ok(extremum);
        }
        let mut row = row;
        let mut primes = 0;
        let mut power = None;
        let is_log = word == "log";
        if is_log {
            if self.peek().is_some_and(|token| token.kind == Kind::Down) {
                let (inner, after) = argument(self.tokens, self.at + 1);
                let base = match inner {
                    [Token { kind: Kind::Number(digits), .. }] => match &**digits {
                        "2" => "log2",
                        "10" => "log10",
                        _ => return self.fail(Unread::Index),
                    },
                    [token] if token.is_char('e') => "log",
                    _ => return self.fail(Unread::Index),
                };
                row = chainrule_symbolic::function::find(base).unwrap_or(row);
                self.at = after;
            } else {
                self.tree.has_plain_log = true;
                let base = match self.names.log_base {
                    Some(2) => "log2",
                    Some(10) => "log10",
                    _ => "log",
                };
                row = chainrule_symbolic::function::find(base).unwrap_or(row);
            }
        }
        while let Some(token) = self.peek() {
            match &token.kind {
                Kind::Char('\'') => {
                    primes += 1;
                    self.at += 1;
                }
                Kind::Command(name) if &**name == "prime" => {
                    primes += 1;
                    self.at += 1;
                }
                Kind::Up => match super::name::raised(&self.tokens[self.at..], false) {
                    (super::name::Raised::Primes(count), used) => {
                        primes += count;
                        self.at += used;
                    }
                    (super::name::Raised::Power, used) => {
                        let inner = argument(self.tokens, self.at + 1).0;
                        let is_two =
                            matches!(inner, [Token { kind: Kind::Number(digits), .. }] if &**digits != "1");
                        // `\sin^2 x` is a square; `\sigma^2(z)` may be anything.
                        if !is_two || power.is_some() || word == "sigma" {
                            return self.fail(Unread::PowerOfFunction);
                        }
                        let inner = inner.to_vec();
                        power = self.apart(&inner);
                        self.at += used;
                    }
                    (super::name::Raised::Label(_) | super::name::Raised::Transpose, _) => {
                        return self.fail(Unread::PowerOfFunction);
                    }
                },
                _ => break,
            }
        }
        let mut called = self.applied_or_bare(row, primes, start)?;
        if is_reciprocal(word) {
            if primes > 0 {
                return self.fail(Unread::Derivative);
            }
            let place = self.since(start);
            let one = self.integer(1, place.clone());
            called = self.tree.push(Node::Quotient(one, called), place);
        }
        let Some(power) = power else { return Ok(called) };
        let place = self.since(start);
        Ok(self.tree.push(Node::Power(called, power), place))
    }

    fn applied_or_bare(&mut self, row: &'static Function, primes: u8, start: usize) -> Read<NodeId> {
        if self.opens() || self.peek().is_some_and(|token| token.is_command("{")) {
            return self.applied(Callee::Builtin(row), row.name, primes, start);
        }
        let is_group = self.peek().is_some_and(|token| token.kind == Kind::Open);
        if is_group && self.peek_at(1).is_some_and(|token| token.is_char('(')) {
            // `\max{(0, z)}`
            let end = self.end_of_group();
            let inner: Vec<Token> = self.tokens.get(self.at + 1..end).unwrap_or(&[]).to_vec();
            let mut reader = Reader {
                tokens: &inner,
                at: 0,
                names: self.names,
                tree: std::mem::take(&mut self.tree),
                depth: self.depth + 1,
                bars: 0,
            };
            let arguments = reader.bracketed_list();
            let is_whole = reader.at == inner.len();
            self.tree = reader.tree;
            if let (Ok(arguments), true) = (arguments, is_whole) {
                self.at = (end + 1).min(self.tokens.len());
                return self.called(Callee::Builtin(row), row.name, primes, arguments, start);
            }
        }
        if !self.begins_factor() {
            return self.fail(Unread::NoArgument(row.name.into()));
        }
        let argument_start = self.start();
        let mut factors = vec![self.factor()?];
        if !is_group {
            while self.begins_factor()
                && !self.opens()
                && !matches!(self.peek().map(|token| &token.kind), Some(Kind::Number(_)))
                && !self.begins_function()
            {
                factors.push(self.factor()?);
            }
        }
        let argument = if let &[one] = factors.as_slice() {
            one
        } else {
            let place = self.since(argument_start);
            self.tree.push(Node::Product(factors), place)
        };
        self.called(Callee::Builtin(row), row.name, primes, vec![argument], start)
    }

    fn begins_function(&self) -> bool {
        let Some(token) = self.peek() else { return false };
        match &token.kind {
            Kind::Command(name) => {
                self.names.builtin(name).is_some()
                    || matches!(&**name, "sum" | "prod")
                    || self.sigmoid(name).is_some()
            }
            Kind::Text(text) => self.names.builtin(text.trim()).is_some(),
            _ => false,
        }
    }

    fn applied(&mut self, function: Callee, name: &str, primes: u8, start: usize) -> Read<NodeId> {
        let arguments = self.bracketed_list()?;
        self.called(function, name, primes, arguments, start)
    }

    fn called(
        &mut self,
        function: Callee,
        name: &str,
        primes: u8,
        arguments: Vec<NodeId>,
        start: usize,
    ) -> Read<NodeId> {
        let arguments = self.in_pairs(&function, arguments, start);
        let fits = match &function {
            Callee::Builtin(row) => {
                row.arity.admits(arguments.len()) && (primes == 0 || arguments.len() == 1)
            }
            Callee::Own(_) => primes == 0 || arguments.len() == 1,
        };
        if !fits {
            return self.fail(Unread::Arguments(name.into()));
        }
        let place = self.since(start);
        Ok(self.tree.push(Node::Call { function, primes, arguments }, place))
    }
}
