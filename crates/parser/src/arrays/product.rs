//! Products: of linear algebra, and entry by entry. Shapes choose among the readings; where two fit, both are shown.

use chainrule_array::{Shape, WholeId};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY};

use super::ast::{Expr, Join};
use super::complaint::{Operand, bracketed};
use super::elaboration::Elaboration;
use super::identity::Factors;
use crate::expression::Wrong;

impl Elaboration<'_> {
    pub(super) fn product(&mut self, factors: &[(Join, Expr)], span: Span) -> Result<WholeId, Wrong> {
        let read = self.factors(factors)?;
        self.factors_are_declared(factors, &read)?;
        self.product_read(read, span)
    }

    /// A product of factors that are read, but for the sizes of identities.
    pub(super) fn product_read(&mut self, factors: Factors, span: Span) -> Result<WholeId, Wrong> {
        let operands = self.with_sizes(factors)?;
        let is_array =
            |elaboration: &Self, operand: &Operand| !elaboration.arrays.shape(operand.whole).is_number();
        let by_entries = operands.iter().any(|(join, _)| join.is_by_entries());
        // Numbers go along with either reading.
        let first_array = operands.iter().position(|(_, operand)| is_array(self, operand));
        let by_lines = first_array.is_some_and(|first| {
            let mut behind = operands[first + 1..].iter();
            behind.any(|(join, operand)| *join == Join::Times && is_array(self, operand))
        });
        if !by_entries || !by_lines {
            return self.in_turn(&operands).map(|operand| operand.whole);
        }
        let loose = self.grouped(&operands, |join| !join.is_by_entries());
        let tight = self.grouped(&operands, Join::is_by_entries);
        match (loose, tight) {
            (Ok(loose), Ok(tight)) if loose.whole != tight.whole => {
                let text = self.written(span);
                let message = format!("`{text}` can be read in two ways: `⊙` stands beside a product");
                let (first, second) = (self.bracketed(&operands, false), self.bracketed(&operands, true));
                Err(Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
                    .help(format!("write `{first}` if the product comes first"))
                    .help(format!("write `{second}` if `⊙` comes first"))
                    .into())
            }
            (Ok(read), _) | (Err(_), Ok(read)) => Ok(read.whole),
            (Err(wrong), Err(_)) => Err(wrong),
        }
    }

    /// The factors as they stand, with brackets around those runs that come first.
    fn bracketed(&self, operands: &[(Join, Operand)], entries_first: bool) -> String {
        let mut out = String::new();
        for group in groups(operands, |join| join.is_by_entries() == entries_first) {
            if !out.is_empty() {
                let first =
                    operands.iter().position(|(_, operand)| operand.span == group[0].1.span).unwrap_or(0);
                out.push_str(sign(operands[first].0));
            }
            let inner: String = group
                .iter()
                .enumerate()
                .map(|(place, (join, operand))| {
                    let before = if place == 0 { "" } else { sign(*join) };
                    format!("{before}{}", self.written(operand.span))
                })
                .collect();
            out.push_str(&if group.len() > 1 { format!("({inner})") } else { inner });
        }
        out
    }

    /// Runs of factors that are joined so, each taken first.
    fn grouped(
        &mut self,
        operands: &[(Join, Operand)],
        first: impl Fn(Join) -> bool,
    ) -> Result<Operand, Wrong> {
        let mut outer = Vec::new();
        for group in groups(operands, first) {
            let join = group[0].0;
            outer.push((join, self.in_turn(group)?));
        }
        self.in_turn(&outer)
    }

    /// Factors from left to right; the sign before the first counts for nothing.
    fn in_turn(&mut self, operands: &[(Join, Operand)]) -> Result<Operand, Wrong> {
        let mut product = operands[0].1;
        for (place, (join, factor)) in operands.iter().enumerate().skip(1) {
            let shapes = [product, *factor].map(|operand| self.arrays.shape(operand.whole).clone());
            // `a @ b` of two vectors is a number in every program.
            if *join == Join::Times
                && matches!(&shapes, [Shape::Vector(a), Shape::Vector(b)] if a == b)
                && self.is_at_sign(product.span, factor.span)
                && let Some(row) = self.arrays.transposed_as_written(product.whole)
                && let Some(whole) = self.arrays.product(row, factor.whole)
            {
                product = Operand { whole, span: product.span.to(factor.span) };
                continue;
            }
            if *join == Join::Times && shapes[0].times(&shapes[1]).is_none() {
                return Err(self.complaints().factors(operands, place, product).into());
            }
            let whole = self.joined(*join, product, *factor)?;
            product = Operand { whole, span: product.span.to(factor.span) };
        }
        Ok(product)
    }

    pub(super) fn joined(&mut self, join: Join, left: Operand, right: Operand) -> Result<WholeId, Wrong> {
        let shapes = [left, right].map(|operand| self.arrays.shape(operand.whole).clone());
        match join {
            Join::Times if shapes.iter().any(Shape::is_number) => {
                // As written: `x*2` stays `x*2` on the page of equations.
                let product = self.arrays.each_row(&MULTIPLY, &[left.whole, right.whole]);
                product.ok_or_else(|| self.no_shape(left.span.to(right.span)))
            }
            Join::Times => self
                .arrays
                .product(left.whole, right.whole)
                .ok_or_else(|| self.complaints().product(left, right).into()),
            Join::Over if shapes[1].is_number() || divides_each(&shapes) => self
                .arrays
                .each_row(&DIVIDE, &[left.whole, right.whole])
                .ok_or_else(|| self.no_shape(left.span.to(right.span))),
            Join::Over => {
                let (l, r) = (self.written(left.span), self.written(right.span));
                let message = format!("`{r}` ({}) can't be a divisor", self.complaints().shape(right.whole));
                let span = left.span.to(right.span);
                let mut wrong = Diagnostic::error(&code::SHAPES_APART, span, message);
                let lines = self.complaints().by_lines(left, right, "divided");
                wrong = lines.into_iter().fold(wrong, Diagnostic::help);
                if let Shape::Row(_) = shapes[1] {
                    let r = r.trim_end_matches("^T");
                    wrong = wrong.help(format!("write brackets around what is divided by, `{l}/({r}^T*…)`"));
                } else if shapes[0] == shapes[1] || shapes[0].is_number() {
                    wrong = wrong.help(format!("write `{l} ./ {r}` to divide entry by entry"));
                }
                if shapes[1].is_square() {
                    let [l, r] = [l, r].map(bracketed);
                    wrong = match &shapes[0] {
                        Shape::Vector(_) if shapes[1].times(&shapes[0]).is_some() => {
                            let is_free = |name: &&str| !self.quantities.contains_key(*name);
                            let x = ["x", "u", "v", "q"].into_iter().find(is_free).unwrap_or("…");
                            wrong.help(format!("write `{r}^-1*{l}` for the solution of `{r}*{x} = {l}`"))
                        }
                        other if other.times(&shapes[1]).is_some() => {
                            wrong.help(format!("write `{l}*{r}^-1` for the product with the inverse"))
                        }
                        _ => wrong,
                    };
                }
                Err(self.complaints().with_places(wrong, &[left, right]).into())
            }
            Join::Each => self
                .arrays
                .each_row(&MULTIPLY, &[left.whole, right.whole])
                .ok_or_else(|| self.complaints().entries(left, right, "multiplied").into()),
            Join::EachOver => self
                .arrays
                .each_row(&DIVIDE, &[left.whole, right.whole])
                .ok_or_else(|| self.complaints().entries(left, right, "divided").into()),
        }
    }
}

/// Whether a quotient of these has one reading: a number, or an array of the same shape, over what has no inverse. A row is
/// what stands before a product.
fn divides_each(shapes: &[Shape; 2]) -> bool {
    let [above, below] = shapes;
    let has_one = match below {
        Shape::Vector(_) => true,
        Shape::Matrix(rows, columns) => rows != columns,
        Shape::Number | Shape::Row(_) | Shape::Tensor(_) => false,
    };
    has_one && (above.is_number() || above == below)
}

/// Runs of factors that are joined so.
fn groups(operands: &[(Join, Operand)], joins: impl Fn(Join) -> bool) -> Vec<&[(Join, Operand)]> {
    let mut groups = Vec::new();
    let mut start = 0;
    for place in 1..=operands.len() {
        if place == operands.len() || !joins(operands[place].0) {
            groups.push(&operands[start..place]);
            start = place;
        }
    }
    groups
}

pub(super) fn sign(join: Join) -> &'static str {
    match join {
        Join::Times => "*",
        Join::Over => "/",
        Join::Each => " ⊙ ",
        Join::EachOver => " ⊘ ",
    }
}
