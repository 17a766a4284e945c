//! Each factor's number and the product so far: which factor makes the gradient grow or shrink.

use std::collections::HashMap;

use chainrule_evaluator::number::{Scalar, Value};
use chainrule_render::{Block, Inline, Layout, Number, Operator, Role, Row, Table};
use chainrule_symbolic::derivation::{FactorId, Form};
use chainrule_symbolic::number::Rational;

use super::Page;
use super::numbers::BITS;
use crate::report::DerivationReport;
use crate::value::set;

/// Values in the table that are longer than this are rounded,
const LONGEST_CELL: usize = 14;

/// … to so many digits.
const ROUNDED_DIGITS: usize = 6;

/// Gradients of more than ten to this power are called exploding, of less than ten to its negative vanishing.
const HEALTHY: f64 = 3.0;

impl Page<'_> {
    pub(super) fn ledger(&mut self, own: &DerivationReport) {
        let Form::Paths(paths) = &own.derivation.form else { return };
        let [path] = paths.as_slice() else { return };
        if path.factors.len() < 2 || own.value.is_none() {
            return;
        }
        let values: HashMap<FactorId, &Value> =
            own.factors.iter().filter_map(|factor| Some((factor.id, factor.value.as_ref()?))).collect();
        // The product so far, at the places that are shown.
        let (places, left_out) = self.elision.places(path.factors.len());
        let mut next = places.iter().copied().flatten().peekable();
        let mut products = HashMap::new();
        let mut product = Value::Exact(Rational::one());
        let mut largest = (f64::NEG_INFINITY, path.factors[0]);
        let mut smallest = (f64::INFINITY, path.factors[0]);
        for (place, id) in path.factors.iter().enumerate() {
            let Some(value) = values.get(id) else { return };
            let Ok(longer) = product.mul(value, BITS) else { return };
            product = longer;
            let size = value.log10_abs();
            if size > largest.0 {
                largest = (size, *id);
            }
            if size < smallest.0 {
                smallest = (size, *id);
            }
            if next.peek() == Some(&place) {
                next.next();
                products.insert(place, product.clone());
            }
        }
        let mut rounded = false;
        let mut rows = Vec::new();
        for place in places {
            let Some(place) = place else {
                rows.push(Row::LeftOut(left_out));
                continue;
            };
            let id = path.factors[place];
            let name = self.setter.expression(self.report.calculus.factor(id).name);
            let value = self.cell(values[&id], &mut rounded);
            let so_far = self.cell(&products[&place], &mut rounded);
            let size = logarithm(products[&place].log10_abs());
            rows.push(Row::Cells(vec![name, value, so_far, size]));
        }
        let titles = ["factor", "value", "product so far", "log10"].map(str::to_owned).to_vec();
        let note = if rounded {
            format!(
                "Factor by factor, longer values rounded to {} digits:",
                self.digits.unwrap_or(ROUNDED_DIGITS)
            )
        } else {
            "Factor by factor:".to_owned()
        };
        self.paragraph(Inline::new().text(note));
        self.blocks.push(Block::Table(Table { titles, rows }));
        self.judgement(&product, largest.1, smallest.1);
    }

    fn cell(&self, value: &Value, rounded: &mut bool) -> Layout {
        let (full, exact) = set(value, self.digits);
        if exact && full.unicode().chars().count() <= LONGEST_CELL {
            return full;
        }
        *rounded = true;
        set(value, Some(self.digits.unwrap_or(ROUNDED_DIGITS))).0
    }

    /// Whether the product is of a size that a weight can be moved by.
    fn judgement(&mut self, product: &Value, largest: FactorId, smallest: FactorId) {
        let size = product.log10_abs();
        let factor = |id| self.setter.expression(self.report.calculus.factor(id).name);
        let about = |text: Inline| {
            text.text(": the product is about ").math(Layout::power_of_ten(size, 1)).text("; its ")
        };
        let text = if size > HEALTHY {
            about(Inline::new().role(Role::Bad, "exploding")).text("largest factor is ").math(factor(largest))
        } else if size == f64::NEG_INFINITY {
            let text = Inline::new().role(Role::Bad, "zero").text(": the factor ").math(factor(smallest));
            self.paragraph(text.text(" is exactly zero, and so is the product."));
            return;
        } else if size < -HEALTHY {
            about(Inline::new().role(Role::Bad, "vanishing"))
                .text("smallest factor is ")
                .math(factor(smallest))
        } else {
            Inline::new().role(Role::Good, "healthy").text(": the product is of moderate size")
        };
        let bound = |size| Layout::power_of_ten(size, 0);
        let text = text.text(" (exploding above ").math(bound(HEALTHY));
        self.paragraph(text.text(", vanishing below ").math(bound(-HEALTHY)).text(")."));
    }
}

/// A logarithm for the table; that of zero is minus infinity.
fn logarithm(size: f64) -> Layout {
    if size.is_finite() {
        return Layout::number(Number::decimal(&format!("{size:.2}")));
    }
    Layout::sequence(&[Layout::operator(Operator::Negative), Layout::operator(Operator::Infinity)])
}
