//! `I` without a size: what stands beside it says how many rows it has. In a product that is the factor next to it,
//! in a sum a square matrix, in a claim the other side.

use chainrule_array::{Shape, Size};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::rows::arithmetic::NEGATE;

use super::ast::{Expr, Join, Kind};
use super::complaint::Operand;
use super::elaboration::Elaboration;
use crate::expression::Wrong;

/// Factors as they are joined; nothing for an `I` whose size is still to be found.
pub(super) type Factors = Vec<(Join, Option<Operand>, Span)>;

/// A term of a sum, as far as it can be read alone.
#[derive(Debug)]
pub(super) enum Term {
    Read(Operand),
    /// `lambda*I`, and whether a minus stands before it: a square matrix beside it says the size.
    Multiple(Factors, bool, Span),
}

impl Elaboration<'_> {
    fn is_open_identity(&self, expr: &Expr) -> bool {
        matches!(&*expr.kind, Kind::Name(name) if name == "I" && !self.quantities.contains_key("I"))
    }

    /// The factors of a product, each `I` without a size left open.
    pub(super) fn factors(&mut self, factors: &[(Join, Expr)]) -> Result<Factors, Wrong> {
        let mut read = Vec::with_capacity(factors.len());
        for (place, (join, factor)) in factors.iter().enumerate() {
            let is_number = |(_, operand, _): &(Join, Option<Operand>, Span)| {
                operand.is_some_and(|operand| self.arrays.shape(operand.whole).is_number())
            };
            let goes_on =
                factors.get(place + 1).is_some_and(|(_, next)| self.is_at_sign(factor.span, next.span));
            let operand = match &*factor.kind {
                _ if self.is_open_identity(factor) => None,
                // In `x.T @ A` the vector is a row, whatever `.T` makes of it alone.
                Kind::Call { name, arguments, .. }
                    if name == "transpose"
                        && goes_on
                        && read.iter().all(is_number)
                        && arguments.len() == 1 =>
                {
                    let row = Expr::new(Kind::Transpose(arguments[0].clone()), factor.span);
                    Some(self.operand(&row)?)
                }
                _ => Some(self.operand(factor)?),
            };
            read.push((*join, operand, factor.span));
        }
        Ok(read)
    }

    /// Whether `@` stands between two factors.
    pub(super) fn is_at_sign(&self, left: Span, right: Span) -> bool {
        self.text.get(left.end as usize..right.start as usize).is_some_and(|sign| sign.trim() == "@")
    }

    /// A term, unless it is a multiple of an `I` without a size.
    pub(super) fn term(&mut self, term: &Expr) -> Result<Term, Wrong> {
        let (mut inner, mut negative) = (term, false);
        while let Kind::Negative(of) = &*inner.kind {
            (inner, negative) = (of, !negative);
        }
        if self.is_open_identity(inner) {
            return Ok(Term::Multiple(vec![(Join::Times, None, inner.span)], negative, term.span));
        }
        let Kind::Product(factors) = &*inner.kind else { return Ok(Term::Read(self.operand(term)?)) };
        if !factors.iter().any(|(_, factor)| self.is_open_identity(factor)) {
            return Ok(Term::Read(self.operand(term)?));
        }
        let exprs = factors;
        let factors = self.factors(exprs)?;
        self.factors_are_declared(exprs, &factors)?;
        if self.is_multiple(&factors) {
            return Ok(Term::Multiple(factors, negative, term.span));
        }
        let whole = self.product_read(factors, inner.span)?;
        let whole = if negative { self.arrays.each_row(&NEGATE, &[whole]) } else { Some(whole) };
        let whole = whole.ok_or_else(|| self.no_shape(term.span))?;
        Ok(Term::Read(Operand { whole, span: term.span }))
    }

    /// Whether one `I` is multiplied and divided by numbers.
    fn is_multiple(&self, factors: &Factors) -> bool {
        let mut open = factors.iter().enumerate().filter(|(_, (_, factor, _))| factor.is_none());
        let (Some((place, (join, ..))), None) = (open.next(), open.next()) else { return false };
        let is_number = |operand: &Operand| self.arrays.shape(operand.whole).is_number();
        (place == 0 || *join == Join::Times)
            && factors.iter().all(|(_, factor, _)| factor.as_ref().is_none_or(is_number))
            && factors[1..].iter().all(|(join, ..)| !join.is_by_entries())
    }

    /// A multiple of the identity of so many rows.
    pub(super) fn multiple(
        &mut self,
        factors: Factors,
        negative: bool,
        size: Size,
        span: Span,
    ) -> Result<Operand, Wrong> {
        let identity = self.arrays.identity(size);
        let filled: Factors = factors
            .into_iter()
            .map(|(join, factor, span)| {
                (join, Some(factor.unwrap_or(Operand { whole: identity, span })), span)
            })
            .collect();
        let mut whole = self.product_read(filled, span)?;
        if negative {
            whole = self.arrays.each_row(&NEGATE, &[whole]).ok_or_else(|| self.no_shape(span))?;
        }
        Ok(Operand { whole, span })
    }

    /// The factors, with each open `I` in the size of what it is multiplied by.
    pub(super) fn with_sizes(&mut self, factors: Factors) -> Result<Vec<(Join, Operand)>, Wrong> {
        let sizes: Vec<Option<Size>> = (0..factors.len())
            .map(|place| if factors[place].1.is_none() { self.size_at(&factors, place) } else { None })
            .collect();
        let mut out = Vec::with_capacity(factors.len());
        for ((join, factor, span), size) in factors.into_iter().zip(sizes) {
            let operand = match (factor, size) {
                (Some(operand), _) => operand,
                (None, Some(size)) => Operand { whole: self.arrays.identity(size), span },
                (None, None) => return Err(no_size(span).into()),
            };
            out.push((join, operand));
        }
        Ok(out)
    }

    /// How many rows an `I` has at this place of a product: the columns of the array before it, or the rows of that after it.
    fn size_at(&self, factors: &Factors, place: usize) -> Option<Size> {
        let joins = |place: usize| factors[place].0;
        let axes = |operand: &Option<Operand>| {
            let shape = self.arrays.shape(operand.as_ref()?.whole);
            (!shape.is_number()).then(|| shape.clone())
        };
        let mut before = (0..place).rev().map(|at| (at + 1, axes(&factors[at].1)));
        let mut after = (place + 1..factors.len()).map(|at| (at, axes(&factors[at].1)));
        // Numbers, and another `I`, lie between without a word on the size.
        let before = before.find_map(|(at, shape)| Some((joins(at), shape?)));
        let after = after.find_map(|(at, shape)| Some((joins(at), shape?)));
        let fits = |found: Option<(Join, Shape)>, is_before: bool| match found? {
            (Join::Each | Join::EachOver, shape) => shape.is_square().then(|| shape.axes()[0]),
            (Join::Times, Shape::Matrix(rows, columns)) => Some(if is_before { columns } else { rows }),
            (Join::Times, Shape::Row(size)) if is_before => Some(size),
            (Join::Times, Shape::Vector(size)) if !is_before => Some(size),
            _ => None,
        };
        fits(before, true).or_else(|| fits(after, false))
    }

    /// A side of a claim in the size of the other, where it is a multiple of `I`.
    pub(super) fn side_beside(&mut self, side: Term, other: Option<&Shape>) -> Result<Operand, Wrong> {
        match (side, other) {
            (Term::Read(operand), _) => Ok(operand),
            (Term::Multiple(factors, negative, span), Some(shape)) if shape.is_square() => {
                self.multiple(factors, negative, shape.axes()[0], span)
            }
            (Term::Multiple(factors, ..), _) => Err(no_size_of(&factors).into()),
        }
    }
}

/// What is said where nothing beside an `I` has its size.
pub(super) fn no_size(span: Span) -> Diagnostic {
    Diagnostic::error(&code::UNKNOWN_NAME, span, "nothing says what `I` is")
        .help("write the size of the identity matrix: `I(n)`")
}

pub(super) fn no_size_of(factors: &Factors) -> Diagnostic {
    let open = factors.iter().find(|(_, factor, _)| factor.is_none());
    no_size(open.map_or(factors[0].2, |(_, _, span)| *span))
}
