//! Arrays in numbers.

use chainrule_array::QuantityId;
use chainrule_array::chain::Adjoint;
use chainrule_number::Value;
use chainrule_render::{Inline, Layout, Line, Relation, value};
use chainrule_work::ArrayDerivation;

use super::ArrayPage;
use super::entries::MOST_SHOWN;

/// Digits of the entries of arrays where nothing is asked.
pub(super) const DIGITS: usize = 6;

/// Results of more columns stand on a line.
pub(super) const MOST_RESULT_COLUMNS: usize = 8;

impl ArrayPage<'_> {
    pub(super) fn numbers(&mut self, array_derivation: &ArrayDerivation) {
        let Some(last) = array_derivation.adjoints.last().map(|&place| &self.report.calculus.adjoints[place])
        else {
            return;
        };
        if !self.report.numbers.contains_key(&last.name) {
            return;
        }
        let forward = self
            .report
            .defined
            .iter()
            .map(|definition| definition.quantity)
            .filter(|&quantity| quantity <= last.of);
        let back = array_derivation.adjoints.iter().map(|&place| self.report.calculus.adjoints[place].name);
        let wanted: Vec<QuantityId> = forward.chain(back).collect();
        let new: Vec<QuantityId> = wanted
            .into_iter()
            .filter(|&quantity| self.in_numbers.insert(quantity) || quantity == last.name)
            .collect();
        let lines: Vec<Line> =
            new.into_iter().filter_map(|quantity| self.line_of_numbers(quantity)).collect();
        let digits = self.digits.unwrap_or(DIGITS);
        self.paragraph(Inline::new().text(format!("With numbers, to {digits} digits:")));
        self.equations(lines);
    }

    /// A number as it is printed.
    pub(super) fn number(&self, number: &Value) -> Layout {
        value::number(number, Some(self.digits.unwrap_or(DIGITS)))
    }

    /// The number that a derivative is, where it is one.
    pub(super) fn only_number(&self, adjoint: &Adjoint) -> Option<&Value> {
        let is_number = self.report.arrays.quantity(adjoint.name).shape.is_number();
        let array = self.report.numbers.get(&adjoint.name).filter(|_| is_number)?;
        array.entries.first()
    }

    /// Whether the numbers of an array are exact.
    pub(super) fn relation_of(&self, quantity: QuantityId) -> Option<Relation> {
        let array = self.report.numbers.get(&quantity)?;
        let digits = Some(self.digits.unwrap_or(DIGITS));
        let about = |value: &Value| value::relation_to(value, digits) == Relation::About;
        Some(if array.entries.iter().any(about) { Relation::About } else { Relation::Equal })
    }

    /// The numbers of an array, row after row; a number and a vector are one row.
    pub(super) fn rows_of_numbers(&self, quantity: QuantityId) -> Option<Vec<Vec<&Value>>> {
        let array = self.report.numbers.get(&quantity)?;
        match array.axes.as_slice() {
            [] | [_] => Some(vec![array.entries.iter().collect()]),
            [_, columns] if self.setter.is_turned(quantity) => {
                let column = |place: usize| array.entries.iter().skip(place).step_by(*columns).collect();
                Some((0..*columns).map(column).collect())
            }
            [_, columns] => {
                Some(array.entries.chunks((*columns).max(1)).map(|row| row.iter().collect()).collect())
            }
            [..] => None,
        }
    }

    /// Rows of numbers as they are printed.
    pub(super) fn printed_rows(&self, rows: &[Vec<&Value>]) -> Layout {
        let printed = |row: &Vec<&Value>| row.iter().map(|number| self.number(number)).collect();
        Layout::rows(&rows.iter().map(printed).collect::<Vec<Vec<Layout>>>())
    }

    fn line_of_numbers(&self, quantity: QuantityId) -> Option<Line> {
        let array = self.report.numbers.get(&quantity)?;
        let relation = self.relation_of(quantity)?;
        let left = self.setter.quantity(quantity);
        if array.entries.len() > MOST_SHOWN {
            let text = format!("{} entries, not written out", array.entries.len());
            return Some(Line { left, relation: Relation::None, right: Layout::text(text), reason: None });
        }
        let rows = self.rows_of_numbers(quantity)?;
        // A record has a line for each.
        let right = match array.axes.as_slice() {
            [] => self.number(rows[0].first()?),
            _ => Layout::sequence(&[self.printed_rows(&rows)]),
        };
        Some(Line { left, relation, right, reason: None })
    }
}
