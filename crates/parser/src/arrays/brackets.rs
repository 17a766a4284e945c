//! What stands in brackets: arguments, indices, rows of numbers; and derivatives.

use chainrule_array::word::Over;
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::Name;

use super::ast::{Along, Expr, Kind as Node, Place, Range};
use super::parted::{family_of, parted};
use super::programs::Arguments;
use super::reader::Reader;
use crate::expression::quotient::Placed;
use crate::expression::{Wrong, near_miss, quotient};
use crate::lexer::{Keyword, Kind};

/// The `^T` behind a derivative is looked for up to so many tokens.
const LONGEST_DERIVATIVE: usize = 100;

/// Indices and their multiples are no larger.
const MOST_INDEX: i64 = 1 << 40;

impl Reader<'_> {
    /// Arguments up to the closing bracket; the last may say `each row`.
    pub(super) fn arguments(&mut self) -> Result<Arguments, Wrong> {
        let mut given = Arguments {
            list: Vec::new(),
            along: Along::Lines(Over::All),
            order: None,
            runs: false,
            end: self.here(),
        };
        loop {
            if let Some(line) = self.each_line()? {
                given.along = Along::Lines(line);
            } else if !self.argument_of_a_program(&mut given)? {
                let mut argument = self.expression()?;
                if self.peek() == Some(Kind::Keyword(Keyword::For)) {
                    let ranges = self.ranges()?;
                    let span = argument.span.to(ranges.last().map_or(argument.span, |range| range.span));
                    argument = Expr::new(Node::SumFor(argument, ranges), span);
                    given.runs = true;
                }
                given.list.push(argument);
            }
            let here = self.here();
            if self.take(Kind::Close(b')')) {
                given.end = here;
                return Ok(given);
            }
            if !self.take(Kind::Comma) {
                return Err(self.expected("`,` or `)`"));
            }
        }
    }

    /// `dL/dW`, where both are names of quantities.
    pub(super) fn derivative(&mut self) -> Option<Expr> {
        let tokens = &self.tokens[self.at..];
        // `dL/dW^T` is the transpose of the derivative, which is the derivative by the transpose.
        let near = tokens.iter().take(LONGEST_DERIVATIVE);
        let end = near.map(|token| token.kind).position(|kind| kind == Kind::Caret).filter(|&caret| {
            !self.known_names.contains("T")
                && matches!(tokens.get(caret + 1).map(|token| token.kind), Some(Kind::Name(id)) if self.names.text(id) == "T")
        });
        let found = quotient::read(tokens, self.names, self.text)
            .or_else(|| quotient::read(&tokens[..end?], self.names, self.text))?;
        let (by, then) = match found.by.as_slice() {
            [by] => (by, None),
            // Rows by the first: the entries of `d^2L/(dw dx)` are those of `dL/dw[i]` by `x[j]`.
            [by, then] => (by, Some(then)),
            _ => return None,
        };
        let (of, of_at) = self.placed(&found.of)?;
        let (by, mut at) = self.placed(by)?;
        let mut by_once_more = None;
        if let Some(then) = then {
            // `d^2L/dx[i]dx[j]`: both with their indices, or the whole.
            let (then, then_at) = self.placed(then)?;
            if !of_at.is_empty() || at.is_empty() != then_at.is_empty() || !self.known_names.contains(&then) {
                return None;
            }
            at.extend(then_at);
            by_once_more = Some(then);
        }
        let then = by_once_more;
        if !self.known_names.contains(&of) || !self.known_names.contains(&by) {
            return None;
        }
        let start = self.at;
        self.at += found.length;
        let mut last = found.span;
        if self.further_indices(&mut at, &mut last).is_err() {
            self.at = start;
            return None;
        }
        Some(Expr::new(Node::Derivative { of, of_at, by, then, at }, found.span.to(last)))
    }

    /// What is wrong with an almost derivative of known quantities.
    pub(super) fn almost_derivative(&self) -> Option<Diagnostic> {
        let is_known = |name: &str| self.known_names.contains(name);
        if let Some(Kind::Name(id)) = self.peek()
            && is_known(self.names.text(id))
        {
            return None;
        }
        if let Some(wrong) = self.derivative_by_subscript() {
            return Some(wrong);
        }
        near_miss::look(&near_miss::Surroundings {
            text: self.text,
            tokens: &self.tokens[self.at..],
            names: self.names,
            is_quantity: &is_known,
            is_declared: &is_known,
        })
    }

    /// `∂L/∂W_ij`
    fn derivative_by_subscript(&self) -> Option<Diagnostic> {
        let found = quotient::read(&self.tokens[self.at..], self.names, self.text)?;
        let by = found.by.iter().find(|by| !self.known_names.contains(&by.name))?;
        let (stem, below) = by.name.split_once('_')?;
        let below: Vec<String> =
            below.chars().filter(char::is_ascii_alphanumeric).map(String::from).collect();
        let is_meant = self.known_names.contains(&found.of.name)
            && self.known_names.contains(stem)
            && (1..=3).contains(&below.len());
        is_meant.then(|| {
            let text = &self.text[found.span.range()];
            let entry = format!("{stem}[{}]", below.join(","));
            let written = text.replace(&self.text[by.span.range()], &entry);
            let message = format!("`{text}` is a derivative by an entry of `{stem}`");
            Diagnostic::error(&code::UNKNOWN_NAME, found.span, message).help(format!("write `{written}`"))
        })
    }

    /// A name in a derivative without its indices, and those.
    fn placed(&self, placed: &Placed) -> Option<(String, Vec<Place>)> {
        if let Some(member) = placed.member {
            let mut inner = self.reader_at(self.at + member + 1);
            let (indices, _) = inner.indices().ok()?;
            return Some((family_of(&placed.name).to_owned(), indices));
        }
        if self.known_names.contains(&placed.name) {
            return Some((placed.name.clone(), Vec::new()));
        }
        Some(parted(&placed.name))
    }

    fn reader_at(&self, at: usize) -> Self {
        Self { at, ..*self }
    }

    /// The clause of a statement that is over with it, if it has one; `what` is said to be expected where it is not.
    pub(super) fn ranges_at_the_end(&mut self, what: &str) -> Result<Vec<Range>, Wrong> {
        let ranges = match self.peek() {
            Some(Kind::Keyword(Keyword::For)) => self.ranges()?,
            _ => Vec::new(),
        };
        if self.peek().is_some() { Err(self.expected(what)) } else { Ok(ranges) }
    }

    /// `for i in 1..n, j in 1..m`
    pub(super) fn ranges(&mut self) -> Result<Vec<Range>, Wrong> {
        self.at += 1;
        let mut ranges = Vec::new();
        loop {
            let start = self.here();
            let Some(Kind::Name(id)) = self.peek() else {
                return Err(self.expected("the letter of an index"));
            };
            let mut names = vec![self.names.text(id).to_owned()];
            self.at += 1;
            // `for i, j in 1..n`: both go so far.
            while let (
                Some(Kind::Comma),
                Some(Kind::Name(id)),
                Some(Kind::Comma | Kind::Keyword(Keyword::In)),
            ) = (self.peek(), self.kind_at(1), self.kind_at(2))
            {
                names.push(self.names.text(id).to_owned());
                self.at += 2;
            }
            if !self.take(Kind::Keyword(Keyword::In)) {
                return Err(self.expected("`in`"));
            }
            let from = self.bound()?;
            if !self.take(Kind::DotDot) {
                return Err(self.expected("`..`"));
            }
            let to = self.bound()?;
            let span = start.to(to.span);
            for name in names {
                let (from, to) = (from.clone(), to.clone());
                ranges.push(Range { name, from, to, open: false, span });
            }
            // `for i in 1..m for j in 1..n`, as in Python.
            if self.take(Kind::Keyword(Keyword::For)) {
                continue;
            }
            // Another range may follow behind a comma.
            let another = matches!(
                (
                    self.tokens.get(self.at + 1).map(|token| token.kind),
                    self.tokens.get(self.at + 2).map(|token| token.kind)
                ),
                (Some(Kind::Name(_)), Some(Kind::Keyword(Keyword::In)))
            );
            // `…, h in R^n` declares something more.
            let is_shape = matches!(
                self.tokens.get(self.at + 3),
                Some(token) if matches!(&self.text[token.span.range()], "R" | "ℝ")
            );
            if !(self.peek() == Some(Kind::Comma) && another) || is_shape {
                return Ok(ranges);
            }
            self.at += 1;
        }
    }

    /// An end of a range: a number, a name, or a sum of them such as `n-2`.
    fn bound(&mut self) -> Result<Expr, Wrong> {
        let first = self.primary()?;
        let mut terms = vec![(false, first)];
        while let Some(sign @ (Kind::Plus | Kind::Minus)) = self.peek() {
            self.at += 1;
            terms.push((sign == Kind::Minus, self.primary()?));
        }
        if terms.len() == 1 {
            return Ok(terms.remove(0).1);
        }
        let span = terms[0].1.span.to(terms[terms.len() - 1].1.span);
        Ok(Expr::new(Node::Sum(terms), span))
    }

    /// Indices in brackets: numbers, letters and sums of them, `2..4`, or `*` for a whole axis.
    pub(super) fn indices(&mut self) -> Result<(Vec<Place>, Span), Wrong> {
        if !self.take(Kind::Open(b'[')) {
            return Err(self.expected("`[`"));
        }
        let mut at = Vec::new();
        loop {
            at.push(self.place()?);
            let here = self.here();
            if self.take(Kind::Close(b']')) {
                return Ok((at, here));
            }
            if !self.take(Kind::Comma) {
                return Err(self.expected("`,` or `]`"));
            }
        }
    }

    /// What stands between two commas of indices.
    fn place(&mut self) -> Result<Place, Wrong> {
        let span = self.here();
        let next = self.tokens.get(self.at + 1).map(|token| token.kind);
        match (self.peek(), next) {
            (Some(Kind::Times), _) => {
                self.at += 1;
                return Ok(Place::All);
            }
            (Some(Kind::Number), Some(Kind::DotDot)) => {
                let place = self.place_by_number(span)?;
                self.at += 1;
                return Ok(place);
            }
            // `c[t]`: the index that it holds.
            (Some(Kind::Name(id)), Some(Kind::Open(b'['))) => {
                self.at += 1;
                let (at, last) = self.indices()?;
                let held = Node::Part(self.names.text(id).to_owned(), at);
                return Ok(Place::Chosen(Box::new(Expr::new(held, span.to(last)))));
            }
            (Some(Kind::Member(_)), _) => return Ok(Place::Chosen(Box::new(self.primary()?))),
            (Some(Kind::Name(id)), _) if !Name::from_canonical(self.names.text(id)).member().is_empty() => {
                return Ok(Place::Chosen(Box::new(self.primary()?)));
            }
            _ => {}
        }
        let (mut terms, mut constant): (Vec<(i64, String)>, i64) = (Vec::new(), 0);
        let mut sign = if self.take(Kind::Minus) { -1 } else { 1 };
        loop {
            let (times, letter) = self.term_of_place()?;
            match letter {
                Some(letter) => match terms.iter_mut().find(|(_, name)| *name == letter) {
                    Some((coefficient, _)) => *coefficient += sign * times,
                    None => terms.push((sign * times, letter)),
                },
                None => constant += sign * times,
            }
            sign = match self.peek() {
                Some(Kind::Plus) => 1,
                Some(Kind::Minus) => -1,
                _ => break,
            };
            self.at += 1;
        }
        terms.retain(|(times, _)| *times != 0);
        Ok(match (terms.as_slice(), u64::try_from(constant)) {
            ([], Ok(constant)) => Place::At(constant),
            ([(1, letter)], Ok(0)) => Place::Letter(letter.clone()),
            _ => Place::Shifted(terms, constant),
        })
    }

    /// `2`, `i`, `2*i`, `2i`
    fn term_of_place(&mut self) -> Result<(i64, Option<String>), Wrong> {
        let mut times = 1;
        let here = self.here();
        if self.take(Kind::Number) {
            times = match self.text[here.range()].parse::<i64>() {
                Ok(number) if number <= MOST_INDEX => number,
                Ok(_) | Err(_) => {
                    self.at -= 1;
                    return Err(self.expected("a whole number, `2..4` or `*`"));
                }
            };
            let is_factor = self.take(Kind::Times) || matches!(self.peek(), Some(Kind::Name(_)));
            if !is_factor {
                return Ok((times, None));
            }
        }
        match self.peek() {
            Some(Kind::Name(id)) => {
                self.at += 1;
                Ok((times, Some(self.names.text(id).to_owned())))
            }
            _ => Err(self.expected("an index, `2..4` or `*`")),
        }
    }

    /// `2`, `2..4`; the last token of it is left.
    fn place_by_number(&mut self, span: Span) -> Result<Place, Wrong> {
        let number = |reader: &Self, span: Span| match reader.text[span.range()].parse::<u64>() {
            Ok(index) => Ok(index),
            Err(_) => Err(reader.expected("a whole number, `2..4` or `*`")),
        };
        let first = number(self, span)?;
        if self.tokens.get(self.at + 1).map(|token| token.kind) != Some(Kind::DotDot) {
            return Ok(Place::At(first));
        }
        self.at += 2;
        let here = self.here();
        if self.peek() != Some(Kind::Number) {
            return Err(self.expected("a whole number"));
        }
        let last = number(self, here)?;
        if first == 0 || last < first {
            let message =
                format!("`{}` holds no index: indices count from 1", &self.text[span.to(here).range()]);
            return Err(Diagnostic::error(&code::NO_MEMBER, span.to(here), message).into());
        }
        Ok(Place::Slice(first, last))
    }

    /// `[1, 2; 3, 4]`
    pub(super) fn literal(&mut self) -> Result<Expr, Wrong> {
        let start = self.here();
        self.at += 1;
        let mut rows = vec![Vec::new()];
        loop {
            let entry = self.expression()?;
            if let Some(row) = rows.last_mut() {
                row.push(entry);
            }
            let here = self.here();
            match self.peek() {
                Some(Kind::Comma) => {}
                Some(Kind::End { .. }) => rows.push(Vec::new()),
                Some(Kind::Close(b']')) => {
                    self.at += 1;
                    // `[[1, 2], [3, 4]]`: rows in brackets of their own.
                    let own_rows: Option<Vec<Vec<Expr>>> = match rows.as_slice() {
                        [row] => row.iter().map(one_row).collect(),
                        [..] => None,
                    };
                    return Ok(Expr::new(Node::Literal(own_rows.unwrap_or(rows)), start.to(here)));
                }
                _ => return Err(self.expected("`,`, `;` or `]`")),
            }
            self.at += 1;
        }
    }
}

/// The entries of a literal of one row.
fn one_row(expr: &Expr) -> Option<Vec<Expr>> {
    match &*expr.kind {
        Node::Literal(rows) => match rows.as_slice() {
            [row] => Some(row.clone()),
            [..] => None,
        },
        _ => None,
    }
}
