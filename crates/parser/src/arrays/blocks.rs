//! Arrays put together from others: `[x; h]` has the entries of x and below them those of h.

use chainrule_array::{Shape, Size, WholeId};
use chainrule_diagnostic::{Diagnostic, code};
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};

use super::ast::Expr;
use super::complaint::{Operand, bracketed};
use super::elaboration::Elaboration;
use crate::expression::Wrong;

impl Elaboration<'_> {
    /// An array of blocks: those of a row beside each other, the rows below each other.
    pub(super) fn blocks(&mut self, rows: &[Vec<Expr>], wholes: &[Vec<WholeId>]) -> Result<WholeId, Wrong> {
        let mut lines = Vec::with_capacity(rows.len());
        for (row, parts) in rows.iter().zip(wholes) {
            let (first, last) = (&row[0], &row[row.len() - 1]);
            let span = first.span.to(last.span);
            let operands: Vec<Operand> =
                row.iter().zip(parts).map(|(expr, &whole)| Operand { whole, span: expr.span }).collect();
            let whole = match operands.as_slice() {
                [only] => only.whole,
                [..] => self.beside_each_other(&operands)?,
            };
            lines.push(Operand { whole, span });
        }
        match lines.as_slice() {
            [only] => Ok(only.whole),
            [..] => self.below_each_other(&lines),
        }
    }

    /// `[A, B]`
    fn beside_each_other(&mut self, parts: &[Operand]) -> Result<WholeId, Wrong> {
        let span = parts[0].span.to(parts[parts.len() - 1].span);
        let has_vector = parts.iter().any(|part| matches!(self.arrays.shape(part.whole), Shape::Vector(_)));
        let has_matrix = parts.iter().any(|part| matches!(self.arrays.shape(part.whole), Shape::Matrix(..)));
        if has_vector && has_matrix {
            let is_vector = |part: &&Operand| matches!(self.arrays.shape(part.whole), Shape::Vector(_));
            let vector = parts.iter().find(is_vector).map_or("x", |part| self.written(part.span));
            let message = "a vector is no matrix of one column: it can't be put beside a matrix";
            return Err(Diagnostic::error(&code::SHAPES_APART, span, message)
                .help(format!("write `{}*ones(1)^T` for its column", bracketed(vector)))
                .into());
        }
        if has_vector {
            let texts: Vec<&str> = parts.iter().map(|part| self.written(part.span)).collect();
            let columns: Vec<String> = texts
                .iter()
                .enumerate()
                .map(|(place, text)| format!("{text}*onehot({}, {})^T", place + 1, texts.len()))
                .collect();
            let message =
                format!("`[{}]` could be one vector, or a matrix with these columns", texts.join(", "));
            return Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
                .help(format!("write `[{}]` for the entries below each other", texts.join("; ")))
                .help(format!("write `{}` for the columns", columns.join(" + ")))
                .into());
        }
        self.put_together(parts, 1)
    }

    /// `[x; h]`, `[A; B]`
    fn below_each_other(&mut self, parts: &[Operand]) -> Result<WholeId, Wrong> {
        self.put_together(parts, 0)
    }

    /// The sum of products with the rows of the identity that each part takes.
    fn put_together(&mut self, parts: &[Operand], axis: usize) -> Result<WholeId, Wrong> {
        let mut lengths = Vec::with_capacity(parts.len());
        for part in parts {
            lengths.push(self.length_along(*part, axis)?);
        }
        let other = |elaboration: &Self, part: &Operand| {
            elaboration.arrays.shape(part.whole).axes().get(1 - axis).copied()
        };
        let rank =
            |elaboration: &Self, part: &Operand| elaboration.arrays.shape(part.whole).axes().len().max(1);
        if let Some(odd) = parts.iter().find(|part| {
            rank(self, part) != rank(self, &parts[0]) || other(self, part) != other(self, &parts[0])
        }) {
            let doing = if axis == 0 { "put below each other" } else { "put beside each other" };
            return Err(self.complaints().blocks(parts[0], *odd, doing).into());
        }
        let total: u64 = lengths.iter().sum();
        let (mut from, mut terms) = (1, Vec::with_capacity(parts.len()));
        for (part, length) in parts.iter().zip(lengths) {
            let term = if self.arrays.shape(part.whole).is_number() {
                let place = self.arrays.one_hot(from, Size::Number(total));
                let is_one = matches!(self.arrays.whole(part.whole), chainrule_array::Whole::Number(value) if *value == Rational::one());
                if is_one { Some(place) } else { self.arrays.each_row(&MULTIPLY, &[part.whole, place]) }
            } else {
                let rows = self.arrays.rows(from, length, Size::Number(total));
                if axis == 0 {
                    let columns = self.arrays.transposed_as_written(rows);
                    columns.and_then(|columns| self.arrays.product(columns, part.whole))
                } else {
                    self.arrays.product(part.whole, rows)
                }
            };
            terms.push(term.ok_or_else(|| self.no_shape(part.span))?);
            from += length;
        }
        let span = parts[0].span.to(parts[parts.len() - 1].span);
        self.arrays.each_row(&ADD, &terms).ok_or_else(|| self.no_shape(span))
    }

    /// How many rows or columns a part takes.
    fn length_along(&self, part: Operand, axis: usize) -> Result<u64, Wrong> {
        let shape = self.arrays.shape(part.whole);
        let length = match (shape, axis) {
            (Shape::Number, 0) => Some(Size::Number(1)),
            (Shape::Vector(size), 0) => Some(*size),
            (Shape::Matrix(rows, columns), _) => Some(if axis == 0 { *rows } else { *columns }),
            _ => None,
        };
        match length {
            Some(Size::Number(length)) => Ok(length),
            Some(Size::Letter(_)) => {
                let (text, shape) = (self.written(part.span), self.complaints().shape(part.whole));
                let message =
                    format!("`{text}` is {shape}: arrays are put together where their sizes are numbers");
                Err(Diagnostic::error(&code::NOT_WITH_SHAPES, part.span, message)
                    .help("declare them by number, `x in R^3`")
                    .help("or give each part its own matrix: `W*h + U*x` for a matrix times `h` and `x` below each other")
                    .into())
            }
            None => {
                let (text, shape) = (self.written(part.span), self.complaints().shape(part.whole));
                let message = format!("`{text}` is {shape}: vectors and matrices are put together");
                Err(Diagnostic::error(&code::SHAPES_APART, part.span, message).into())
            }
        }
    }
}
