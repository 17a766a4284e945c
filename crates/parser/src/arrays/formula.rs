//! Sums and definitions by entries: `sum(W[i,j]*x[j] for j in 1..n)`, `z[i] = … for i in 1..m`.
//!
//! They are read as the vectors and matrices that they are; what is none is refused.

use chainrule_array::{EntryId, Index, Letter, Shape, Size, WholeId, read};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};

use super::ast::{Expr, Join, Kind, Place, Range};
use super::elaborate::Elaboration;
use crate::expression::Wrong;

/// The letters that stand for indices here.
type Letters = Vec<(String, Letter)>;

impl Elaboration<'_> {
    /// `sum(… for i in 1..n)`
    pub(super) fn sum_for(&mut self, body: &Expr, ranges: &[Range], span: Span) -> Result<WholeId, Wrong> {
        let entry = self.entry_of_sum(body, ranges, &Vec::new())?;
        read(self.arrays, entry, &[]).ok_or_else(|| self.no_matrix(span))
    }

    /// What a definition by entries defines, as a whole.
    pub(super) fn by_entries(&mut self, body: &Expr, ranges: &[Range]) -> Result<WholeId, Wrong> {
        let letters = self.letters(ranges)?;
        let entry = self.entry(body, &letters)?;
        let free: Vec<Letter> = letters.iter().map(|(_, letter)| *letter).collect();
        let whole = read(self.arrays, entry, &free).ok_or_else(|| self.no_matrix(body.span))?;
        let axes: Vec<Size> = free.iter().map(|&letter| self.arrays.size_of(letter)).collect();
        if *self.arrays.shape(whole) == Shape::of_axes(&axes) {
            return Ok(whole);
        }
        let message = format!("`{}` is the same at every index", self.written(body.span));
        Err(Diagnostic::error(&code::NOT_WITH_SHAPES, body.span, message)
            .help("define one number, without an index")
            .into())
    }

    fn no_matrix(&self, span: Span) -> Wrong {
        let message = format!("`{}` is no expression of vectors and matrices", self.written(span));
        Diagnostic::error(&code::NOT_WITH_SHAPES, span, message)
            .help("write the worksheet without declared shapes: there sums and families of any kind are read")
            .into()
    }

    fn letters(&mut self, ranges: &[Range]) -> Result<Letters, Wrong> {
        let mut letters = Letters::new();
        for range in ranges {
            if self.quantities.contains_key(&range.name) {
                let message = format!("`{}` is a quantity, and can't be an index here", range.name);
                return Err(Diagnostic::error(&code::DUPLICATE, range.span, message).into());
            }
            let Some(size) = self.size_written(&range.to) else {
                let message = "an index runs up to a size: a number, or a letter of a declared shape";
                return Err(Diagnostic::error(&code::NOT_WITH_SHAPES, range.to.span, message).into());
            };
            let letter = self.arrays.letter(size);
            letters.push((range.name.clone(), letter));
        }
        Ok(letters)
    }

    fn entry_of_sum(&mut self, body: &Expr, ranges: &[Range], outer: &Letters) -> Result<EntryId, Wrong> {
        let own = self.letters(ranges)?;
        let mut letters = own.clone();
        letters.extend(outer.iter().cloned());
        let mut entry = self.entry(body, &letters)?;
        for (_, letter) in own.iter().rev() {
            entry = self.arrays.sum_over(*letter, entry);
        }
        Ok(entry)
    }

    /// A number at given indices.
    fn entry(&mut self, expr: &Expr, letters: &Letters) -> Result<EntryId, Wrong> {
        match &*expr.kind {
            Kind::Number(value) => Ok(self.arrays.number_entry(value.clone())),
            Kind::Part(name, at) => self.entry_of_part(name, at, letters, expr.span),
            Kind::SumFor(body, ranges) => self.entry_of_sum(body, ranges, letters),
            Kind::Sum(terms) => {
                let mut parts = Vec::with_capacity(terms.len());
                for (negative, term) in terms {
                    let own = self.entry(term, letters)?;
                    parts.push(if *negative { self.arrays.negate(own) } else { own });
                }
                Ok(self.arrays.call(&ADD, &parts))
            }
            Kind::Product(factors) => {
                let mut product = self.entry(&factors[0].1, letters)?;
                for (join, factor) in &factors[1..] {
                    let own = self.entry(factor, letters)?;
                    let row = match join {
                        Join::Times | Join::Each => &MULTIPLY,
                        Join::Over | Join::EachOver => &DIVIDE,
                    };
                    product = self.arrays.call(row, &[product, own]);
                }
                Ok(product)
            }
            Kind::Negative(of) => {
                let of = self.entry(of, letters)?;
                Ok(self.arrays.call(&NEGATE, &[of]))
            }
            Kind::Power(base, exponent, _) => {
                let (base, exponent) = (self.entry(base, letters)?, self.entry(exponent, letters)?);
                Ok(self.arrays.call(&POWER, &[base, exponent]))
            }
            Kind::Call { name, primes, arguments, .. }
                if chainrule_array::word::Word::find(name).is_none() || arguments.len() > 1 =>
            {
                let Some(row) = function::find(name).filter(|row| row.arity.admits(arguments.len())) else {
                    return Err(self.no_number(expr));
                };
                let parts: Result<Vec<EntryId>, Wrong> =
                    arguments.iter().map(|part| self.entry(part, letters)).collect();
                Ok(self.arrays.apply(function::id(row), *primes, &parts?))
            }
            Kind::Name(name) if letters.iter().any(|(own, _)| own == name) => {
                let message = format!("the index `{name}` can't stand as a number beside declared shapes");
                Err(Diagnostic::error(&code::NOT_WITH_SHAPES, expr.span, message).into())
            }
            Kind::Name(_)
            | Kind::RowsOfIdentity(..)
            | Kind::Transpose(_)
            | Kind::Call { .. }
            | Kind::Derivative { .. }
            | Kind::Literal(_) => self.entry_of_whole(expr),
        }
    }

    fn entry_of_part(
        &mut self,
        name: &str,
        at: &[Place],
        letters: &Letters,
        span: Span,
    ) -> Result<EntryId, Wrong> {
        let quantity = self.indexed(name, at.len(), span)?;
        let axes = self.arrays.quantity(quantity).shape.axes();
        let mut indices = Vec::with_capacity(at.len());
        for (place, &size) in at.iter().zip(&axes) {
            indices.push(match place {
                Place::At(index) => {
                    if *index == 0 || matches!(size, Size::Number(count) if *index > count) {
                        return Err(self.outside(&axes, span));
                    }
                    Index::At(*index)
                }
                Place::Letter(letter) => {
                    let Some((_, own)) = letters.iter().find(|(name, _)| name == letter) else {
                        let message = format!("nothing says what `{letter}` is here");
                        return Err(Diagnostic::error(&code::UNKNOWN_NAME, span, message).into());
                    };
                    let runs = self.arrays.size_of(*own);
                    if runs != size {
                        let complaints = self.complaints();
                        let message = format!(
                            "`{letter}` runs up to {}, and this axis of `{name}` has {} entries",
                            complaints.size(runs),
                            complaints.size(size)
                        );
                        return Err(Diagnostic::error(&code::SHAPES_APART, span, message).into());
                    }
                    Index::Letter(*own)
                }
                Place::All | Place::Slice(..) => {
                    let message = format!("`{}` is no number", self.written(span));
                    return Err(Diagnostic::error(&code::SHAPES_APART, span, message)
                        .help("inside a sum over indices every index is a letter or a number")
                        .into());
                }
            });
        }
        Ok(self.arrays.of(quantity, &indices))
    }

    /// A number that has no indices.
    fn entry_of_whole(&mut self, expr: &Expr) -> Result<EntryId, Wrong> {
        let whole = self.expression(expr)?;
        if !self.arrays.shape(whole).is_number() {
            return Err(self.no_number(expr));
        }
        if let Some(entry) = self.arrays.entry_of(whole, &[]) {
            return Ok(entry);
        }
        let quantity = self.arrays.part_of_its_own(whole);
        Ok(self.arrays.of(quantity, &[]))
    }

    fn no_number(&self, expr: &Expr) -> Wrong {
        let message = format!("`{}` is no number", self.written(expr.span));
        Diagnostic::error(&code::SHAPES_APART, expr.span, message)
            .help("inside a sum over indices, write entries: `x[i]`, `W[i,j]`")
            .into()
    }
}
