//! What stands in brackets: arguments, indices, rows of numbers; and derivatives.

use chainrule_array::word::Over;
use chainrule_diagnostic::Span;
use chainrule_symbolic::graph::Name;

use super::ast::{Expr, Kind as Node};
use super::reader::Reader;
use crate::expression::{Wrong, quotient};
use crate::lexer::Kind;

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
                arguments.push(self.expression()?);
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

    /// Indices in brackets: numbers, or `*` for a whole axis.
    pub(super) fn indices(&mut self) -> Result<(Vec<Option<u64>>, Span), Wrong> {
        if !self.take(Kind::Open(b'[')) {
            return Err(self.expected("`[`"));
        }
        let mut at = Vec::new();
        loop {
            let span = self.here();
            match self.peek() {
                Some(Kind::Times) => at.push(None),
                Some(Kind::Number) => match self.text[span.range()].parse() {
                    Ok(index) => at.push(Some(index)),
                    Err(_) => return Err(self.expected("a whole number or `*`")),
                },
                _ => return Err(self.expected("a whole number or `*`")),
            }
            self.at += 1;
            let here = self.here();
            if self.take(Kind::Close(b']')) {
                return Ok((at, here));
            }
            if !self.take(Kind::Comma) {
                return Err(self.expected("`,` or `]`"));
            }
        }
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
