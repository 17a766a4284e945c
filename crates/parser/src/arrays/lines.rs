//! Rows, columns and whole arrays under an index: `sum(X[n,*] for n in 1..N)`, `y[n] = w^T*X[n,*]`.
//!
//! What stands with the letter is held as an array of its own while the rest gets its shape; then its entries are put in.

use chainrule_array::chain::indices;
use chainrule_array::{Arrays, EntryId, Letter, QuantityId, Role, Shape, Size, WholeId, read};
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::ast::{Expr, Kind, Place, Range};
use super::elaboration::Elaboration;
use super::running::{Letters, Running};
use crate::expression::Wrong;

/// An array that stands for an expression with letters.
struct Held {
    quantity: QuantityId,
    letters: Vec<Letter>,
    value: EntryId,
}

/// A generic entry with the letters of its axes.
pub(super) struct Lines {
    pub(super) entry: EntryId,
    pub(super) axes: Vec<Letter>,
    /// Whether it is a row.
    pub(super) is_row: bool,
}

impl Elaboration<'_> {
    /// Whether rows, columns or whole arrays stand in an expression.
    pub(super) fn holds_lines(&self, expr: &Expr) -> bool {
        let mut stack = vec![expr];
        while let Some(expr) = stack.pop() {
            let is_line =
                |at: &[Place]| at.iter().any(|place| matches!(place, Place::All | Place::Slice(..)));
            let found = match &*expr.kind {
                Kind::Part(_, at) | Kind::Derivative { at, .. } => is_line(at),
                Kind::Transpose(_) | Kind::Literal(_) | Kind::RowsOfIdentity(..) => true,
                Kind::Name(name) => self
                    .quantities
                    .get(name)
                    .is_some_and(|&quantity| !self.arrays.quantity(quantity).shape.is_number()),
                _ => false,
            };
            if found {
                return true;
            }
            stack.extend(expr.parts());
        }
        false
    }

    /// A number at given indices, in which rows, columns and whole arrays may stand.
    pub(super) fn number_at(&mut self, expr: &Expr, letters: &Letters) -> Result<EntryId, Wrong> {
        match self.entry(expr, letters) {
            Err(_) if self.holds_lines(expr) => {}
            found => return found,
        }
        let lines = self.lines(expr, letters)?;
        if lines.axes.is_empty() { Ok(lines.entry) } else { Err(self.no_number(expr)) }
    }

    /// A sum over indices of rows, columns or arrays.
    pub(super) fn sum_of_lines(&mut self, body: &Expr, ranges: &[Range]) -> Result<WholeId, Wrong> {
        let lines = self.lines_of_sum(body, ranges, &Letters::new())?;
        let whole = read(self.arrays, lines.entry, &lines.axes)
            .filter(|&whole| self.arrays.shape(whole).axes().len() == lines.axes.len())
            .unwrap_or_else(|| self.arrays.by_entries(&lines.axes, lines.entry));
        if lines.is_row {
            return self.arrays.transposed_as_written(whole).ok_or_else(|| self.no_shape(body.span));
        }
        Ok(whole)
    }

    fn lines_of_sum(&mut self, body: &Expr, ranges: &[Range], outer: &Letters) -> Result<Lines, Wrong> {
        let (bound_letters, conditions) = self.letters_among(ranges, &[body], outer)?;
        let mut letters = bound_letters.clone();
        letters.extend(outer.iter().cloned());
        let mut lines = self.lines(body, &letters)?;
        lines.entry = self.summed(&bound_letters, &conditions, lines.entry);
        Ok(lines)
    }

    /// The generic entry of an expression in which rows, columns and arrays stand beside letters.
    pub(super) fn lines(&mut self, body: &Expr, letters: &Letters) -> Result<Lines, Wrong> {
        let mut held = Vec::new();
        let replaced = body.rebuilt(&mut |expr| self.held(expr, letters, &mut held))?;
        let whole = self.expression(&replaced)?;
        let shape = self.arrays.shape(whole).clone();
        let axes = self.arrays.letters_for(&shape);
        let of_held: Vec<QuantityId> = held.iter().map(|held| held.quantity).collect();
        let whole = self.without_letters_named(whole, &of_held).unwrap_or(whole);
        let Some(mut entry) = self.arrays.entry_of(whole, &indices(&axes)) else {
            let message = format!(
                "`{}` is no formula of entries, so that it can't stand beside an index",
                self.written(body.span)
            );
            return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, body.span, message)
                .help("give what is inside a name of its own, and take the function of that")
                .into());
        };
        for Held { quantity, letters, value } in held {
            entry = self.arrays.with_value(entry, quantity, &letters, value);
        }
        Ok(Lines { entry, axes, is_row: matches!(shape, Shape::Row(_)) })
    }

    /// The same with those parts as quantities that are no formulas of entries, such as an inverse, and hold no letter.
    fn without_letters_named(&mut self, whole: WholeId, of_held: &[QuantityId]) -> Option<WholeId> {
        let is_formula = |arrays: &mut Arrays, whole: WholeId| {
            let letters = arrays.letters_for(&arrays.shape(whole).clone());
            arrays.entry_of(whole, &indices(&letters)).is_some()
        };
        if is_formula(self.arrays, whole) {
            return Some(whole);
        }
        let mut named = whole;
        for part in self.arrays.parts(self.arrays.whole(whole)) {
            let new = self.without_letters_named(part, of_held)?;
            named = self.arrays.replaced(named, part, new)?;
        }
        if is_formula(self.arrays, named) {
            return Some(named);
        }
        if of_held.iter().any(|&quantity| self.arrays.whole_mentions(named, quantity)) {
            return None;
        }
        let quantity = self.arrays.part_of_its_own(named);
        Some(self.arrays.quantity_whole(quantity))
    }

    /// What stands with letters, as an array of its own; nothing for what has none.
    fn held(&mut self, expr: &Expr, letters: &Letters, held: &mut Vec<Held>) -> Result<Option<Expr>, Wrong> {
        let stands = |at: &[Place]| at.iter().any(|place| mentions(place, letters));
        let (value, axes) = match &*expr.kind {
            Kind::Part(name, at) if stands(at) => {
                let quantity = self.indexed(name, at.len(), expr.span)?;
                self.line(quantity, at, letters, expr.span)?
            }
            Kind::Derivative { of, of_at, by, then, at } if stands(of_at) || stands(at) => {
                let quantity = self.derivative_quantity(of, (by, then.as_deref()), expr.span)?;
                let at: Vec<Place> = of_at.iter().chain(at).cloned().collect();
                self.line(quantity, &at, letters, expr.span)?
            }
            Kind::PartOf(of, at) if stands(at) => {
                (self.entry_of_expression(of, at, letters, expr.span)?, Vec::new())
            }
            Kind::SumFor(body, ranges) => {
                let lines = self.lines_of_sum(body, ranges, letters)?;
                (lines.entry, lines.axes)
            }
            Kind::Call { name, .. } if matches!(name.as_str(), "delta" | "δ") => {
                (self.entry(expr, letters)?, Vec::new())
            }
            Kind::Name(name) if letters.iter().any(|letter| letter.name == *name) => {
                (self.entry(expr, letters)?, Vec::new())
            }
            _ => return Ok(None),
        };
        let sizes: Vec<Size> = axes.iter().map(|&letter| self.arrays.size_of(letter)).collect();
        let quantity = self.arrays.add_quantity("", Shape::of_axes(&sizes), Role::Leaf);
        held.push(Held { quantity, letters: axes, value });
        let whole = self.arrays.quantity_whole(quantity);
        Ok(Some(Expr::new(Kind::Held(whole), expr.span)))
    }

    /// `X[n,*]` as the entry at a letter for each `*`.
    pub(super) fn line(
        &mut self,
        quantity: QuantityId,
        at: &[Place],
        letters: &Letters,
        span: Span,
    ) -> Result<(EntryId, Vec<Letter>), Wrong> {
        let sizes = self.arrays.quantity(quantity).shape.axes();
        let mut all = letters.clone();
        let (mut places, mut axes) = (Vec::with_capacity(at.len()), Vec::new());
        for (axis, place) in at.iter().enumerate() {
            match (place, sizes.get(axis)) {
                (Place::All, Some(&size)) => {
                    let letter = self.arrays.letter(size);
                    // A name that no reader can write.
                    let name = format!("\0{axis}");
                    all.push(Running::whole_axis(name.clone(), letter));
                    axes.push(letter);
                    places.push(Place::Letter(name));
                }
                (Place::Slice(..), _) => {
                    let message = "of what stands with an index, whole rows and columns are taken";
                    return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
                        .help("write `*` for the whole axis")
                        .into());
                }
                (other, _) => places.push(other.clone()),
            }
        }
        let entry = self.entry_of_quantity(quantity, &places, &all, span)?;
        Ok((entry, axes))
    }
}

/// Whether one of the letters stands in an index.
fn mentions(place: &Place, letters: &Letters) -> bool {
    let is_one = |name: &str| letters.iter().any(|letter| letter.name == name);
    match place {
        Place::Letter(letter) => is_one(letter),
        Place::Shifted(terms, _) => terms.iter().any(|(_, letter)| is_one(letter)),
        Place::Chosen(of) => match &*of.kind {
            Kind::Part(_, at) => at.iter().any(|place| mentions(place, letters)),
            _ => false,
        },
        Place::All | Place::At(_) | Place::Slice(..) => false,
    }
}
