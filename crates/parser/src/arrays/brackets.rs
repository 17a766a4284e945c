//! What stands in brackets: arguments, indices, rows of numbers; and derivatives.

use chainrule_array::word::Over;
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::Name;

use super::ast::{Expr, Kind as Node, Place, Range};
use super::reader::Reader;
use crate::expression::{Wrong, quotient};
use crate::lexer::{Keyword, Kind};

/// A name such as `W[1,2]` without its indices, and those.
pub(super) fn without_indices(name: &str) -> (&str, String) {
    let indices = Name::from_canonical(name).member().to_owned();
    (name.strip_suffix(&format!("[{indices}]")).unwrap_or(name), indices)
}

impl Reader<'_> {
    /// Arguments up to the closing bracket; the last may say `each row`.
    pub(super) fn arguments(&mut self) -> Result<(Vec<Expr>, Over, Span), Wrong> {
        let mut arguments = Vec::new();
        let mut over = Over::All;
        loop {
            if let Some(line) = self.each_line() {
                over = line;
            } else {
                let mut argument = self.expression()?;
                if self.peek() == Some(Kind::Keyword(Keyword::For)) {
                    let ranges = self.ranges()?;
                    let span = argument.span.to(ranges.last().map_or(argument.span, |own| own.span));
                    argument = Expr::new(Node::SumFor(argument, ranges), span);
                }
                arguments.push(argument);
            }
            let here = self.here();
            if self.take(Kind::Close(b')')) {
                return Ok((arguments, over, here));
            }
            if !self.take(Kind::Comma) {
                return Err(self.expected("`,` or `)`"));
            }
        }
    }

    fn each_line(&mut self) -> Option<Over> {
        let word = |at: usize| match self.tokens.get(at)?.kind {
            Kind::Name(id) => Some(self.names.text(id)),
            _ => None,
        };
        let over = match (word(self.at)?, word(self.at + 1)?) {
            ("each", "row") => Over::EachRow,
            ("each", "column") => Over::EachColumn,
            _ => return None,
        };
        self.at += 2;
        Some(over)
    }

    /// `dL/dW`, where both are names of quantities.
    pub(super) fn derivative(&mut self) -> Option<Expr> {
        let found = quotient::read(&self.tokens[self.at..], self.names, self.text)?;
        // The outermost stands first.
        let (by, then) = match found.by.as_slice() {
            [by] => (by, None),
            [then, by] if self.known.contains(&then.name) && then.member.is_none() => {
                (by, Some(then.name.clone()))
            }
            _ => return None,
        };
        let (base, indices) = without_indices(&by.name);
        if then.is_some() && !indices.is_empty() {
            return None;
        }
        if !self.known.contains(&found.of.name) || !self.known.contains(base) || by.member.is_some() {
            return None;
        }
        let parts = indices.split(',').filter(|index| !index.is_empty());
        let at = parts.map(|index| index.trim().parse().ok()).collect();
        self.at += found.length;
        let by = base.to_owned();
        Some(Expr::new(Node::Derivative { of: found.of.name, by, then, at }, found.span))
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
            let name = self.names.text(id).to_owned();
            self.at += 1;
            if !self.take(Kind::Keyword(Keyword::In)) {
                return Err(self.expected("`in`"));
            }
            let from = self.here();
            if self.peek() != Some(Kind::Number) || &self.text[from.range()] != "1" {
                return Err(Diagnostic::error(
                    &code::NOT_WITH_SHAPES,
                    from,
                    "beside declared shapes an index runs over a whole axis, from 1 on",
                )
                .help("write `1..n`, or take a slice: `x[2..4]`")
                .into());
            }
            self.at += 1;
            if !self.take(Kind::DotDot) {
                return Err(self.expected("`..`"));
            }
            let to = self.primary()?;
            let span = start.to(to.span);
            ranges.push(Range { name, to, span });
            // Another range may follow behind a comma.
            let another = matches!(
                (
                    self.tokens.get(self.at + 1).map(|own| own.kind),
                    self.tokens.get(self.at + 2).map(|own| own.kind)
                ),
                (Some(Kind::Name(_)), Some(Kind::Keyword(Keyword::In)))
            );
            if !(self.peek() == Some(Kind::Comma) && another) {
                return Ok(ranges);
            }
            self.at += 1;
        }
    }

    /// Indices in brackets: numbers, letters, `2..4`, or `*` for a whole axis.
    pub(super) fn indices(&mut self) -> Result<(Vec<Place>, Span), Wrong> {
        if !self.take(Kind::Open(b'[')) {
            return Err(self.expected("`[`"));
        }
        let mut at = Vec::new();
        loop {
            let span = self.here();
            match self.peek() {
                Some(Kind::Times) => at.push(Place::All),
                Some(Kind::Name(id)) => at.push(Place::Letter(self.names.text(id).to_owned())),
                Some(Kind::Number) => at.push(self.place_by_number(span)?),
                _ => return Err(self.expected("an index, `2..4` or `*`")),
            }
            self.at += 1;
            if matches!(self.peek(), Some(Kind::Plus | Kind::Minus)) {
                return Err(Diagnostic::error(
                    &code::NOT_WITH_SHAPES,
                    span.to(self.here()),
                    "an index beside declared shapes is a letter or a number, not a sum of them",
                )
                .help("write the worksheet without declared shapes: there `x[i+k-1]` is read")
                .into());
            }
            let here = self.here();
            if self.take(Kind::Close(b']')) {
                return Ok((at, here));
            }
            if !self.take(Kind::Comma) {
                return Err(self.expected("`,` or `]`"));
            }
        }
    }

    /// `2`, `2..4`; the last token of it is left.
    fn place_by_number(&mut self, span: Span) -> Result<Place, Wrong> {
        let number = |reader: &Self, span: Span| match reader.text[span.range()].parse::<u64>() {
            Ok(index) => Ok(index),
            Err(_) => Err(reader.expected("a whole number, `2..4` or `*`")),
        };
        let first = number(self, span)?;
        if self.tokens.get(self.at + 1).map(|own| own.kind) != Some(Kind::DotDot) {
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
                    return Ok(Expr::new(Node::Literal(rows), start.to(here)));
                }
                _ => return Err(self.expected("`,`, `;` or `]`")),
            }
            self.at += 1;
        }
    }
}
