//! Values for the entries of a vector or matrix by their indices: `b[i] = i/2 for i in 1..6`.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;

use super::ast::{Expr, Place, Range};
use super::families::{Numbers, at_numbers, placed};
use super::statements::Sheet;
use super::values;
use crate::expression::Wrong;

impl Sheet<'_> {
    /// Whether a name is that of a vector or matrix with so many indices.
    pub(super) fn has_indices(&self, name: &str, count: usize) -> bool {
        let axes =
            self.quantities.get(name).map(|&quantity| self.arrays.quantity(quantity).shape.axes().len());
        matches!(count, 1 | 2) && axes == Some(count) && !self.families.has(name)
    }

    /// A value for each entry, by a letter for each index.
    pub(super) fn given_entries(
        &mut self,
        name: &str,
        (span, at): (Span, &[Place]),
        ranges: &[Range],
        value: &Expr,
    ) -> Result<(), Wrong> {
        let mut all: Vec<Vec<(String, i64)>> = vec![Vec::new()];
        for range in ranges {
            let values = self.families.range(range)?;
            let longer = |assignment: &Vec<(String, i64)>, value: i64| {
                assignment.iter().cloned().chain([(range.name.clone(), value)]).collect()
            };
            all = all
                .iter()
                .flat_map(|assignment| values.clone().map(move |value| longer(assignment, value)))
                .collect();
        }
        let mut found: Vec<(Vec<u64>, Rational)> = Vec::with_capacity(all.len());
        for numbers in &all {
            let index = |place: &Place| match placed(place, numbers)? {
                Place::At(index) if index > 0 => Ok(index),
                _ => Err(self.not_all(name, span)),
            };
            let indices = at.iter().map(index).collect::<Result<Vec<u64>, Wrong>>()?;
            found.push((indices, number_at(value, numbers)?));
        }
        found.sort_by(|one, other| one.0.cmp(&other.0));
        let sizes: Vec<u64> = (0..at.len())
            .map(|axis| found.iter().map(|(indices, _)| indices[axis]).max().unwrap_or(0))
            .collect();
        let is_each_once = found.windows(2).all(|pair| pair[0].0 != pair[1].0);
        if !is_each_once || sizes.iter().product::<u64>() != found.len() as u64 {
            return Err(self.not_all(name, span));
        }
        let entries = found.into_iter().map(|(_, value)| value).collect();
        let sizes = if let [only] = sizes[..] { vec![1, only] } else { sizes };
        self.numbers(name, (span, value.span), entries, sizes)
    }

    /// An array has all its entries or none.
    fn not_all(&self, name: &str, span: Span) -> Wrong {
        let letters = if self.has_indices(name, 1) {
            "i] = … for i in 1..3"
        } else {
            "i,j] = … for i in 1..2, j in 1..3"
        };
        Diagnostic::error(
            &code::BAD_SHAPE,
            span,
            format!("the entries of `{name}` are given all at once, each one time"),
        )
        .help(format!("write `{name}[{letters}`, or the array in brackets: `[1, 2, 3]`"))
        .into()
    }
}

fn number_at(value: &Expr, numbers: &Numbers) -> Result<Rational, Wrong> {
    values::number(&at_numbers(value, numbers)?)
}
