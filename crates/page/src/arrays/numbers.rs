//! Arrays in numbers.

use chainrule_array::QuantityId;
use chainrule_number::Value;
use chainrule_render::{Inline, Layout, Line, Relation, value};
use chainrule_work::ArrayDerivation;

use super::ArrayPage;
use super::entries::MOST_SHOWN;

/// Digits of the entries of arrays where nothing is asked.
pub(super) const DIGITS: usize = 6;

impl ArrayPage<'_> {
    pub(super) fn numbers(&mut self, array_derivation: &ArrayDerivation) {
        let Some(last) = array_derivation.adjoints.last().map(|&place| &self.report.calculus.adjoints[place])
        else {
            return;
        };
        if !self.report.numbers.contains_key(&last.name) {
            return;
        }
        let forward = self.report.defined.iter().map(|own| own.quantity).filter(|&own| own <= last.of);
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

    fn line_of_numbers(&self, quantity: QuantityId) -> Option<Line> {
        let array = self.report.numbers.get(&quantity)?;
        let digits = Some(self.digits.unwrap_or(DIGITS));
        let about = |value: &Value| value::relation_to(value, digits) == Relation::About;
        let relation = if array.entries.iter().any(about) { Relation::About } else { Relation::Equal };
        let left = self.setter.quantity(quantity);
        if array.entries.len() > MOST_SHOWN {
            let text = format!("{} entries, not written out", array.entries.len());
            return Some(Line { left, relation: Relation::None, right: Layout::text(text), reason: None });
        }
        let entries: Vec<Layout> = array.entries.iter().map(|entry| value::number(entry, digits)).collect();
        let right = match array.axes.as_slice() {
            [] => entries.first()?.clone(),
            [_] => Layout::rows(&[entries]),
            [_, columns] => {
                let mut rows: Vec<Vec<Layout>> =
                    entries.chunks((*columns).max(1)).map(<[Layout]>::to_vec).collect();
                if self.setter.is_turned(quantity) {
                    let column = |place: usize| rows.iter().map(|row| row[place].clone()).collect();
                    rows = (0..*columns).map(column).collect();
                }
                Layout::rows(&rows)
            }
            [..] => return None,
        };
        Some(Line { left, relation, right, reason: None })
    }
}
