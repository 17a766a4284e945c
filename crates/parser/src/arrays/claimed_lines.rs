//! Claims about each row or column: `claim dL/dX[n,*] = X[n,*] - c for n in 1..N`.

use chainrule_array::{Entry, Letter, Shape, Size, WholeId};
use chainrule_diagnostic::{Diagnostic, code};
use chainrule_worksheet::Relation;

use super::ast::Expr;
use super::elaboration::Elaboration;
use super::running::Letters;
use crate::expression::Wrong;

impl Elaboration<'_> {
    /// The sides of a claim in which rows, columns or arrays stand at letters: by their entries, the indices of the letters
    /// first.
    pub(super) fn sides_by_lines(
        &mut self,
        sides: [&Expr; 2],
        relation: Relation,
        letters: &Letters,
    ) -> Result<[WholeId; 2], Wrong> {
        let mut lines = [self.lines(sides[0], letters)?, self.lines(sides[1], letters)?];
        let shapes = [0, 1].map(|side| {
            let axes: Vec<Size> =
                lines[side].axes.iter().map(|&letter| self.arrays.size_of(letter)).collect();
            match axes.as_slice() {
                [size] if lines[side].is_row => Shape::Row(*size),
                _ => Shape::of_axes(&axes),
            }
        });
        let is_zero = |entry| matches!(self.arrays.entry(entry), Entry::Number(value) if value.is_zero());
        // Every entry is compared with one number.
        let with_number = !matches!(relation, Relation::Equal | Relation::About);
        let fits = shapes[0] == shapes[1]
            || (shapes[1].is_number() && (with_number || is_zero(lines[1].entry)))
            || (shapes[0].is_number() && with_number);
        if !fits {
            let complaints = self.complaints();
            let [left, right] = [0, 1].map(|side| {
                format!("`{}` is {}", self.written(sides[side].span), complaints.of_shape(&shapes[side]))
            });
            let what = if with_number { "compared" } else { "equal" };
            let span = sides[0].span.to(sides[1].span);
            let message = format!("{left}, and {right}: they can't be {what}");
            let wrong = Diagnostic::error(&code::SHAPES_APART, span, message);
            let is_turned = shapes[0].transposed().as_ref() == Some(&shapes[1]);
            let help = "a row or a column taken out of a matrix is a vector: `X[n,*]` has no transpose in front of it";
            return Err(if is_turned { wrong.help(help) } else { wrong }.into());
        }
        for side in [0, 1] {
            if shapes[side].is_number() && !shapes[1 - side].is_number() {
                let axes: Vec<Letter> = lines[1 - side].axes.clone();
                lines[side].axes = axes;
            }
        }
        let free: Vec<Letter> = letters.iter().map(|running| running.letter).collect();
        Ok(lines.map(|lines| {
            let all: Vec<Letter> = free.iter().chain(&lines.axes).copied().collect();
            self.arrays.by_entries(&all, lines.entry)
        }))
    }
}
