//! Entries, rows, columns and slices: `W[1,2]`, `W[1,*]`, `W[2..3,*]`.

use chainrule_array::{QuantityId, Shape, Size, WholeId};
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::ast::{Expr, Place};
use super::elaborate::Elaboration;
use crate::expression::Wrong;

impl Elaboration<'_> {
    pub(super) fn part(&mut self, name: &str, at: &[Place], span: Span) -> Result<WholeId, Wrong> {
        let quantity = self.indexed(name, at.len(), span)?;
        let axes = self.arrays.quantity(quantity).shape.axes();
        let mut fixed = Vec::with_capacity(at.len());
        let mut slices = Vec::new();
        for (axis, place) in at.iter().enumerate() {
            fixed.push(match place {
                Place::All => None,
                Place::At(index) => Some(*index),
                Place::Slice(from, to) => {
                    slices.push((axis, *from, *to));
                    None
                }
                Place::Letter(letter) => {
                    let message = format!("nothing says what `{letter}` is here");
                    return Err(Diagnostic::error(&code::UNKNOWN_NAME, span, message)
                        .help(format!("write `sum(… for {letter} in 1..n)` around it, or a number for it"))
                        .into());
                }
            });
        }
        if slices.is_empty() {
            return self.part_of(quantity, &fixed, span);
        }
        for &(axis, _, to) in &slices {
            if matches!(axes[axis], Size::Number(count) if to > count) {
                return Err(self.outside(&axes, span));
            }
        }
        self.sliced(quantity, &fixed, &slices, span)
    }

    /// Slices, as products with rows of the identity.
    fn sliced(
        &mut self,
        quantity: QuantityId,
        fixed: &[Option<u64>],
        slices: &[(usize, u64, u64)],
        span: Span,
    ) -> Result<WholeId, Wrong> {
        let mut whole = if fixed.iter().all(Option::is_none) {
            self.arrays.quantity_whole(quantity)
        } else {
            self.part_of(quantity, fixed, span)?
        };
        for &(axis, from, to) in slices {
            // Axes that are fixed are gone.
            let axis = axis - fixed[..axis].iter().filter(|own| own.is_some()).count();
            let Some(&of) = self.arrays.shape(whole).axes().get(axis) else {
                return Err(self.no_shape(span));
            };
            let rows = self.arrays.rows(from, to - from + 1, of);
            let product = if axis == 0 {
                self.arrays.product(rows, whole)
            } else {
                let columns = self.arrays.transposed_as_written(rows);
                columns.and_then(|columns| self.arrays.product(whole, columns))
            };
            whole = product.ok_or_else(|| {
                let message = "slices are taken of vectors and matrices".to_owned();
                Wrong::from(Diagnostic::error(&code::SHAPES_APART, span, message))
            })?;
        }
        Ok(whole)
    }

    /// `I(4)[1..3,*]`
    pub(super) fn rows_of_identity(
        &mut self,
        size: &Expr,
        at: &[Place],
        span: Span,
    ) -> Result<WholeId, Wrong> {
        let size = self.size_written(size);
        let (Some(size), [Place::Slice(from, to), Place::All]) = (size, at) else {
            let message = "of the identity some rows are taken";
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
                .help("write `I(4)[1..3,*]`, or `onehot(2, 4)` for one of its rows as a vector")
                .into());
        };
        if matches!(size, Size::Number(count) if *to > count) {
            return Err(self.outside(&[size, size], span));
        }
        Ok(self.arrays.rows(*from, to - from + 1, size))
    }

    /// The quantity of a name that stands with so many indices.
    pub(super) fn indexed(&self, name: &str, count: usize, span: Span) -> Result<QuantityId, Wrong> {
        let Some(&quantity) = self.quantities.get(name) else {
            let message = format!("nothing says what `{name}` is");
            return Err(Diagnostic::error(&code::UNKNOWN_NAME, span, message).into());
        };
        let axes = self.arrays.quantity(quantity).shape.axes();
        if axes.len() != count {
            let message = format!("`{name}` has {} indices, not {count}", axes.len());
            return Err(Diagnostic::error(&code::INDEX_COUNT, span, message).into());
        }
        Ok(quantity)
    }

    pub(super) fn outside(&self, axes: &[Size], span: Span) -> Wrong {
        let shape = self.complaints().of_shape(&Shape::of_axes(axes));
        let message = format!("`{}` lies outside: the shape is {shape}", self.written(span));
        Diagnostic::error(&code::NO_MEMBER, span, message).help("indices count from 1").into()
    }
}
