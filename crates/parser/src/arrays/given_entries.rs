//! Values for the entries of a vector or matrix by their indices: `b[i] = i/2 for i in 1..6`.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::graph::Name;

use super::ast::{Expr, Place, Range};
use super::families::{Numbers, at_numbers, placed};
use super::parted::family_of;
use super::statements::Sheet;
use super::values;
use crate::expression::Wrong;
use crate::lexer::NameId;

/// The name of an entry, where it stands, and its value.
pub(super) type EntryGiven = (NameId, Span, Expr);

impl Sheet<'_> {
    /// Whether a name is that of a vector or matrix with so many indices.
    pub(super) fn has_indices(&self, name: &str, count: usize) -> bool {
        let axes =
            self.quantities.get(name).map(|&quantity| self.arrays.quantity(quantity).shape.axes().len());
        matches!(count, 1 | 2) && axes == Some(count) && !self.families.has(name)
    }

    /// Whether a name is that of an entry of a vector or matrix: `x[1]`, `W[1,2]`.
    pub(super) fn is_entry_of_array(&self, id: NameId) -> bool {
        let name = self.names.text(id);
        match Name::from_canonical(name).member() {
            "" => false,
            member => self.has_indices(family_of(name), member.split(',').count()),
        }
    }

    /// Values for entries that are given one by one.
    pub(super) fn given_one_by_one(&mut self, given: &[EntryGiven]) -> Result<(), Wrong> {
        let mut done: Vec<&str> = Vec::new();
        for (id, span, _) in given {
            let base = family_of(self.names.text(*id));
            if done.contains(&base) {
                continue;
            }
            done.push(base);
            let mut found: Vec<(Vec<u64>, Rational)> = Vec::new();
            for (other, _, value) in given {
                let name = self.names.text(*other);
                if family_of(name) == base {
                    let member = Name::from_canonical(name).member();
                    let indices: Option<Vec<u64>> =
                        member.split(',').map(|index| index.parse().ok()).collect();
                    let indices = indices.ok_or_else(|| self.not_all(base, *span))?;
                    found.push((indices, values::number(value)?));
                }
            }
            self.all_entries(base, *span, *span, found)?;
        }
        Ok(())
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
        self.all_entries(name, span, value.span, found)
    }

    /// The entries of an array by their indices: all of them, each once.
    fn all_entries(
        &mut self,
        name: &str,
        span: Span,
        value: Span,
        mut found: Vec<(Vec<u64>, Rational)>,
    ) -> Result<(), Wrong> {
        found.sort_by(|one, other| one.0.cmp(&other.0));
        let count = found.first().map_or(0, |(indices, _)| indices.len());
        let sizes: Vec<u64> = (0..count)
            .map(|axis| found.iter().filter_map(|(indices, _)| indices.get(axis).copied()).max().unwrap_or(0))
            .collect();
        let is_each_once = found.windows(2).all(|pair| pair[0].0 != pair[1].0);
        if !is_each_once || sizes.iter().product::<u64>() != found.len() as u64 {
            return Err(self.not_all(name, span));
        }
        let entries = found.into_iter().map(|(_, value)| value).collect();
        let sizes = if let [only] = sizes[..] { vec![1, only] } else { sizes };
        self.numbers(name, (span, value), entries, sizes)
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
