//! `kron(A, B)` and `vec(A)` as arrays, by their entries. Their sizes are products of sizes, so those have numbers.

use chainrule_array::{Index, Letter, Size, WholeId};
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::complaint::Operand;
use super::elaboration::Elaboration;
use crate::expression::Wrong;

/// Larger arrays are not made.
const MOST_ROWS: i64 = 4096;

impl Elaboration<'_> {
    /// The array that one of these words makes; nothing where it is another word.
    pub(super) fn stacked(
        &mut self,
        name: &str,
        operands: &[Operand],
        span: Span,
    ) -> Option<Result<WholeId, Wrong>> {
        match (name, operands) {
            ("kron", [left, right]) => Some(self.kron(*left, *right, span)),
            ("vec", [of]) => Some(self.vec(*of, span)),
            (_, _) => None,
        }
    }

    /// `K[p,q] = A[i,j]·B[k,l]` with `p = (i - 1)·r + k` and `q = (j - 1)·s + l`, where B has r rows and s columns.
    fn kron(&mut self, left: Operand, right: Operand, span: Span) -> Result<WholeId, Wrong> {
        let [outer, inner] = [left, right].map(|operand| self.arrays.shape(operand.whole).axes());
        if outer.len() != inner.len() || outer.is_empty() || outer.len() > 2 {
            let message = "`kron` takes two matrices, or two vectors";
            return Err(Diagnostic::error(&code::SHAPES_APART, span, message).into());
        }
        let mut axes: Vec<(Letter, [Letter; 2], i64)> = Vec::new();
        for (&outer, &inner) in outer.iter().zip(&inner) {
            let (rows, count) = (self.count_of(outer, span)?, self.count_of(inner, span)?);
            let size = self.product_of_sizes(rows, count, span)?;
            let pair = [outer, inner].map(|size| self.arrays.letter(size));
            axes.push((self.arrays.letter(size), pair, count));
        }
        let at = |place: usize| -> Vec<Index> {
            axes.iter().map(|(_, pair, _)| Index::Letter(pair[place])).collect()
        };
        let parts = [(left, at(0)), (right, at(1))].map(|(operand, at)| {
            self.arrays.entry_of(operand.whole, &at).ok_or_else(|| self.no_shape(operand.span))
        });
        let [one, other] = parts;
        let mut entry = self.arrays.multiply(&[one?, other?]);
        for &(letter, [outer, inner], count) in axes.iter().rev() {
            let terms =
                [(1, Index::Letter(letter)), (-count, Index::Letter(outer)), (-1, Index::Letter(inner))];
            let aligned = self.arrays.aligned(&terms, count);
            let body = self.arrays.multiply(&[aligned, entry]);
            let body = self.arrays.sum_over(inner, body);
            entry = self.arrays.sum_over(outer, body);
        }
        let letters: Vec<Letter> = axes.iter().map(|(letter, _, _)| *letter).collect();
        Ok(self.arrays.by_entries(&letters, entry))
    }

    /// `v[p] = A[i,j]` with `p = (j - 1)·m + i`, where A has m rows: the columns one below the other.
    fn vec(&mut self, of: Operand, span: Span) -> Result<WholeId, Wrong> {
        let axes = self.arrays.shape(of.whole).axes();
        let [rows, columns] = *axes.as_slice() else {
            let message = "`vec` puts the columns of a matrix below each other";
            return Err(Diagnostic::error(&code::SHAPES_APART, span, message).into());
        };
        let (count, size) = (self.count_of(rows, span)?, self.count_of(columns, span)?);
        let size = self.product_of_sizes(count, size, span)?;
        let [row, column, place] = [rows, columns, size].map(|size| self.arrays.letter(size));
        let [row_index, column_index, place_index] = [row, column, place].map(Index::Letter);
        let entry = self
            .arrays
            .entry_of(of.whole, &[row_index, column_index])
            .ok_or_else(|| self.no_shape(of.span))?;
        let aligned =
            self.arrays.aligned(&[(1, place_index), (-1, row_index), (-count, column_index)], count);
        let body = self.arrays.multiply(&[aligned, entry]);
        let body = self.arrays.sum_over(row, body);
        let entry = self.arrays.sum_over(column, body);
        Ok(self.arrays.by_entries(&[place], entry))
    }

    /// The number of a size, which counts as what it is from now on.
    fn count_of(&mut self, size: Size, span: Span) -> Result<i64, Wrong> {
        let count = match size {
            Size::Number(count) => Some(count),
            Size::Letter(letter) => {
                self.sizes.iter().find(|(size, _)| *size == letter).map(|(_, count)| *count)
            }
        };
        let counted = count.and_then(|count| Some((count, i64::try_from(count).ok()?)));
        let Some((count, signed)) = counted else {
            let written = self.written(span).to_owned();
            let message =
                format!("the sizes of `{written}` are products of sizes, and one of those has no number");
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
                .help(
                    "declare the sizes by number, `A in R^(2×3)`, or give their letters numbers, `let n = 3`",
                )
                .help("for all sizes, claim `d vec(A*X*B)/d vec(X) = kron(B^T, A)`")
                .into());
        };
        self.arrays.count_as_it_is(size, count);
        Ok(signed)
    }

    fn product_of_sizes(&mut self, one: i64, other: i64, span: Span) -> Result<Size, Wrong> {
        let product = one.checked_mul(other).filter(|rows| *rows <= MOST_ROWS);
        let Some(count) = product.and_then(|product| u64::try_from(product).ok()) else {
            let message = format!("`{}` has more than {MOST_ROWS} rows or columns", self.written(span));
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, span, message).into());
        };
        let size = Size::Number(count);
        self.arrays.count_as_it_is(size, count);
        Ok(size)
    }
}
