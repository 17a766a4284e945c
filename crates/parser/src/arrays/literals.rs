//! Vectors and matrices that are written out in expressions: `[1, 2; 3, 4]`.

use chainrule_array::{Size, WholeId};
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::ast::{Expr, Kind};
use super::elaboration::Elaboration;
use super::identity::Term;
use crate::expression::Wrong;

/// Larger ones are given as values of leaves.
const MOST_ENTRIES: usize = 256;

impl Elaboration<'_> {
    /// An array that is written out; its sizes are those of what it is compared with, where they fit.
    pub(super) fn literal(
        &mut self,
        rows: &[Vec<Expr>],
        beside: Option<&[Size]>,
        span: Span,
    ) -> Result<WholeId, Wrong> {
        let width = rows.first().map_or(0, Vec::len);
        if let Some(ragged) = rows.iter().find(|row| row.len() != width) {
            let message = format!("a row has {} entries, the first one {width}", ragged.len());
            return Err(Diagnostic::error(&code::BAD_SHAPE, span, message)
                .help("all rows of a matrix have as many entries")
                .into());
        }
        if width == 0 || rows.len() * width > MOST_ENTRIES {
            let message = format!("up to {MOST_ENTRIES} entries can stand in an expression");
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
                .help("give it a name, and a value: `a in R^n`, `given a = [1, 2]`")
                .into());
        }
        let mut has_blocks = false;
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let mut wholes = Vec::with_capacity(width);
            for entry in row {
                let whole = self.expression(entry)?;
                has_blocks |= !self.arrays.shape(whole).is_number();
                wholes.push(whole);
            }
            entries.push(wholes);
        }
        if has_blocks {
            return self.blocks(rows, &entries);
        }
        let lengths = match (rows.len(), width) {
            (1, length) | (length, 1) => vec![length],
            (height, width) => vec![height, width],
        };
        let lengths: Vec<u64> =
            lengths.into_iter().map(|length| u64::try_from(length).unwrap_or(u64::MAX)).collect();
        let count = |size: Size| match size {
            Size::Number(count) => Some(count),
            Size::Letter(letter) => {
                self.sizes.iter().find(|(size, _)| *size == letter).map(|(_, count)| *count)
            }
        };
        let fits = |axes: &&[Size]| {
            axes.len() == lengths.len()
                && axes.iter().zip(&lengths).all(|(size, length)| count(*size) == Some(*length))
        };
        let axes: Vec<Size> = match beside.filter(fits) {
            Some(axes) => axes.to_vec(),
            None => lengths.iter().map(|&length| Size::Number(length)).collect(),
        };
        self.arrays.literal(&entries, &axes).ok_or_else(|| self.no_shape(span))
    }

    /// Two sides, one of which may be written out in the sizes of the other.
    pub(super) fn sides(&mut self, sides: [&Expr; 2]) -> Result<[WholeId; 2], Wrong> {
        let rows = |expr: &Expr| match &*expr.kind {
            Kind::Literal(rows) => Some(rows.clone()),
            _ => None,
        };
        match [rows(sides[0]), rows(sides[1])] {
            [Some(rows), None] => {
                let other = self.expression(sides[1])?;
                let axes = self.arrays.shape(other).axes();
                Ok([self.literal(&rows, Some(&axes), sides[0].span)?, other])
            }
            [None, Some(rows)] => {
                let other = self.expression(sides[0])?;
                let axes = self.arrays.shape(other).axes();
                Ok([other, self.literal(&rows, Some(&axes), sides[1].span)?])
            }
            [_, _] => {
                let [left, right] = [self.term(sides[0])?, self.term(sides[1])?];
                let shape = |elaboration: &Self, side: &Term| match side {
                    Term::Read(operand) => Some(elaboration.arrays.shape(operand.whole).clone()),
                    Term::Multiple(..) => None,
                };
                let shapes = [shape(self, &right), shape(self, &left)];
                let left = self.side_beside(left, shapes[0].as_ref())?;
                Ok([left.whole, self.side_beside(right, shapes[1].as_ref())?.whole])
            }
        }
    }
}
