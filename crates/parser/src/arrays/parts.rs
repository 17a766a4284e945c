//! Entries, rows, columns and slices: `W[1,2]`, `W[1,*]`, `W[2..3,*]`.

use chainrule_array::{QuantityId, Role, Shape, Size, WholeId};
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::ast::{Expr, Kind, Place};
use super::elaboration::{Chosen, Elaboration};
use super::running::Letters;
use crate::expression::Wrong;

impl Elaboration<'_> {
    pub(super) fn part(&mut self, name: &str, at: &[Place], span: Span) -> Result<WholeId, Wrong> {
        let quantity = self.indexed(name, at.len(), span)?;
        if at.iter().any(|place| self.size_as_index(place, &Letters::new()).is_some()) {
            return self.part_at_sizes(quantity, at, span);
        }
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
                Place::Shifted(..) => {
                    let message =
                        format!("`{}` is no entry: its indices need numbers here", self.written(span));
                    return Err(Diagnostic::error(&code::UNKNOWN_NAME, span, message)
                        .help(
                            "indices count from 1: that of the last entry is how many there are, as a number",
                        )
                        .into());
                }
                Place::Chosen(of) => return self.chosen_part(quantity, (axis, of), at, span),
                // `E[c,*]`: the indices that a quantity holds.
                Place::Letter(letter) if self.quantities.contains_key(letter) => {
                    let of = Expr::new(Kind::Name(letter.clone()), span);
                    return self.chosen_part(quantity, (axis, &of), at, span);
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

    /// Rows, columns or entries that a quantity chooses: products with what is 1 at their indices.
    fn chosen_part(
        &mut self,
        quantity: QuantityId,
        (axis, of): (usize, &Expr),
        at: &[Place],
        span: Span,
    ) -> Result<WholeId, Wrong> {
        let fixed: Option<Vec<Option<u64>>> = at
            .iter()
            .enumerate()
            .map(|(place, index)| match index {
                _ if place == axis => Some(None),
                Place::All => Some(None),
                Place::At(at) => Some(Some(*at)),
                Place::Letter(_) | Place::Shifted(..) | Place::Slice(..) | Place::Chosen(_) => None,
            })
            .collect();
        let Some(fixed) = fixed else {
            let message = "one index is chosen by a quantity; the others are numbers or `*`";
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, span, message).into());
        };
        let size = self.arrays.quantity(quantity).shape.axes()[axis];
        let left = if fixed.iter().all(Option::is_none) {
            self.arrays.quantity_whole(quantity)
        } else {
            self.part_of(quantity, &fixed, span)?
        };
        let chosen = match &*of.kind {
            Kind::Name(name) => {
                let by = self.quantities.get(name).copied().ok_or_else(|| self.no_shape(of.span))?;
                let places = self.one_hots(by, size, of.span)?;
                self.arrays.quantity_whole(places)
            }
            Kind::Part(name, at) => {
                let by = self.indexed(name, at.len(), of.span)?;
                let places = self.one_hots(by, size, of.span)?;
                let mut all = Vec::new();
                for place in at {
                    match place {
                        Place::At(at) => all.push(Some(*at)),
                        _ => return Err(self.no_shape(of.span)),
                    }
                }
                all.push(None);
                self.part_of(places, &all, of.span)?
            }
            _ => return Err(self.no_shape(of.span)),
        };
        let whole = match (self.arrays.shape(left).clone(), self.arrays.shape(chosen).clone()) {
            (Shape::Vector(_), Shape::Vector(_)) => {
                let row = self.arrays.transposed_as_written(chosen);
                row.and_then(|row| self.arrays.product(row, left))
            }
            (Shape::Vector(_), Shape::Matrix(..)) => self.arrays.product(chosen, left),
            (Shape::Matrix(..), Shape::Vector(_)) if axis == 0 => {
                let turned = self.arrays.transposed_as_written(left);
                turned.and_then(|turned| self.arrays.product(turned, chosen))
            }
            (Shape::Matrix(..), Shape::Matrix(..)) if axis == 0 => self.arrays.product(chosen, left),
            (Shape::Matrix(..), Shape::Vector(_)) => self.arrays.product(left, chosen),
            (Shape::Matrix(..), Shape::Matrix(..)) => {
                let turned = self.arrays.transposed_as_written(chosen);
                turned.and_then(|turned| self.arrays.product(left, turned))
            }
            (_, _) => None,
        };
        whole.ok_or_else(|| self.no_shape(span))
    }

    /// What is 1 at the indices that a quantity holds.
    pub(super) fn one_hots(&mut self, by: QuantityId, size: Size, span: Span) -> Result<QuantityId, Wrong> {
        let chosen_before = self.chosen.iter().find(|chosen| chosen.by == by && chosen.size == size);
        if let Some(chosen_before) = chosen_before {
            return Ok(chosen_before.places);
        }
        let data = self.arrays.quantity(by);
        if data.role != Role::Leaf || data.shape.axes().len() > 1 {
            let message = format!("`{}` is no leaf with whole numbers: it can't choose", self.written(span));
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
                .help("declare the indices, and give them values: `c in R^T`, `given c = [2, 1, 2]`")
                .into());
        }
        let (name, mut axes) = (format!("onehot({})", data.name), data.shape.axes());
        axes.push(size);
        let places = self.arrays.add_quantity(&name, Shape::of_axes(&axes), Role::Leaf);
        self.chosen.push(Chosen { by, size, places });
        Ok(places)
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
            let axis = axis - fixed[..axis].iter().filter(|fixed| fixed.is_some()).count();
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
            if axes.is_empty() && self.arrays.quantity(quantity).role == Role::Leaf {
                let shape = if count == 1 { "n" } else { "(m×n)" };
                let message = format!(
                    "`{name}` stands with {}, and nothing says that it is more than a number",
                    indices(count)
                );
                return Err(Diagnostic::error(&code::UNKNOWN_NAME, span, message)
                    .help(format!("declare its shape: `{name} in R^{shape}`"))
                    .into());
            }
            let message = format!("`{name}` has {}, not {count}", indices(axes.len()));
            let wrong = Diagnostic::error(&code::INDEX_COUNT, span, message);
            return Err(self.with_whole_axes(wrong, span, (axes.len(), count)).into());
        }
        Ok(quantity)
    }

    pub(super) fn outside(&self, axes: &[Size], span: Span) -> Wrong {
        let shape = self.complaints().of_shape(&Shape::of_axes(axes));
        let message = format!("`{}` lies outside: the shape is {shape}", self.written(span));
        Diagnostic::error(&code::NO_MEMBER, span, message).help("indices count from 1").into()
    }
}

/// `2 indices`
pub(super) fn indices(count: usize) -> String {
    match count {
        0 => "no index".to_owned(),
        1 => "1 index".to_owned(),
        _ => format!("{count} indices"),
    }
}
