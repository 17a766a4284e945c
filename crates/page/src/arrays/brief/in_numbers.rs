//! Arrays in numbers: on a line, cut short where they are large; results as matrices; one entry as it is worked out by hand.

use chainrule_array::QuantityId;
use chainrule_number::Value;
use chainrule_render::{Inline, Layout, Line, Relation, value};
use chainrule_work::ArrayDerivation;
use rustc_hash::FxHashMap;

use super::super::ArrayPage;
use super::super::forward::goes_on;
use super::super::numbers::{DIGITS, MOST_RESULT_COLUMNS};

/// Arrays of more entries are cut on a line: their first entries, dots, and the shape.
const MOST_ON_A_LINE: usize = 12;

/// … and so are those that take more columns.
const LONGEST_LINE: usize = 60;

/// So many rows, and entries of each, stand before the dots.
const FIRST: usize = 2;

/// Results of more rows are cut short like everything else.
const MOST_RESULT_ROWS: usize = 6;

impl ArrayPage<'_> {
    /// `h ≈ [0.182426, 0.924142]`
    pub(super) fn equals_array(&self, quantity: QuantityId) -> Layout {
        let name = self.setter.quantity(quantity);
        match self.short_array(quantity) {
            Some((relation, numbers)) => name.related(relation.operator(), &numbers),
            None => name,
        }
    }

    /// An array in numbers, on a line and cut short, with the sign that leads to it.
    fn short_array(&self, quantity: QuantityId) -> Option<(Relation, Layout)> {
        let rows = self.rows_of_numbers(quantity)?;
        let relation = self.relation_of(quantity)?;
        let [row] = rows.as_slice() else {
            let count: usize = rows.iter().map(Vec::len).sum();
            if count <= MOST_ON_A_LINE {
                let whole = Layout::sequence(&[self.printed_rows(&rows)]);
                if is_short(&whole) {
                    return Some((relation, whole));
                }
            }
            // The first row, and dots for the others.
            let mut first = self.cut_row(&rows[0]);
            if let Some(last) = first.pop() {
                first.push(Layout::sequence(&[last, Layout::text("; "), Layout::dots(None)]));
            }
            return Some((relation, self.with_size(Layout::rows(&[first]), quantity)));
        };
        if row.len() == 1 && self.report.arrays.quantity(quantity).shape.is_number() {
            return Some((relation, self.number(row[0])));
        }
        if row.len() <= MOST_ON_A_LINE {
            let whole = self.printed_rows(&rows);
            if is_short(&whole) {
                return Some((relation, whole));
            }
        }
        Some((relation, self.with_size(Layout::rows(&[self.cut_row(row)]), quantity)))
    }

    /// The first entries of a row and dots for the others, or all of a few.
    fn cut_row(&self, row: &[&Value]) -> Vec<Layout> {
        let is_cut = row.len() > FIRST + 2;
        let shown = if is_cut { &row[..FIRST] } else { row };
        let numbers = shown.iter().map(|number| self.number(number));
        numbers.chain(is_cut.then(|| Layout::dots(None))).collect()
    }

    /// An array that is cut short, with its shape behind it.
    fn with_size(&self, cut: Layout, quantity: QuantityId) -> Layout {
        let shape = &self.report.arrays.quantity(quantity).shape;
        Layout::sequence(&[cut, Layout::text(" ("), self.setter.shape(shape), Layout::text(")")])
    }

    /// The derivatives in numbers: those between on a line, results as matrices where they are small.
    pub(super) fn numbers_back(&mut self, sound: &[&ArrayDerivation], adjoints: &[usize]) {
        let report = self.report;
        let mut lines = Vec::new();
        for &place in adjoints {
            let name = report.calculus.adjoints[place].name;
            let is_asked = sound.iter().any(|derivation| derivation.adjoints.last() == Some(&place));
            // A number stands in the result.
            if report.arrays.quantity(name).shape.is_number() && is_asked {
                continue;
            }
            let Some((relation, mut right)) = self.short_array(name) else { continue };
            if is_asked
                && let Some(rows) = self.rows_of_numbers(name)
                && rows.len() <= MOST_RESULT_ROWS
                && rows.iter().all(|row| row.len() <= MOST_RESULT_COLUMNS)
            {
                right = self.printed_rows(&rows);
            }
            lines.push(Line { left: self.setter.quantity(name), relation, right, reason: None });
        }
        if lines.is_empty() {
            return;
        }
        let lines = self.cut(&lines, "derivatives in numbers");
        self.equations(lines);
    }

    /// One entry of a result that has one worked out: symbols, numbers, value.
    pub(super) fn one_by_hand(&mut self, sound: &[&ArrayDerivation]) {
        // Of a matrix rather than of a vector: there is more to it.
        let worked = sound.iter().filter_map(|derivation| Some((derivation, derivation.by_hand.as_ref()?)));
        let Some((derivation, hand)) = worked.rev().max_by_key(|(_, hand)| hand.at.len()) else { return };
        let Some(adjoint) = derivation.adjoints.last().map(|&place| &self.report.calculus.adjoints[place])
        else {
            return;
        };
        let numbers: FxHashMap<_, Layout> =
            hand.numbers.iter().map(|(&id, value)| (id, self.number(value))).collect();
        let names = FxHashMap::default();
        let symbols = self.setter.entry(hand.symbols, &names);
        let in_numbers = self.setter.with_numbers(&numbers).entry(hand.symbols, &names);
        let digits = Some(self.digits.unwrap_or(DIGITS));
        let is_about = |value: &Value| value::relation_to(value, digits) == Relation::About;
        let relation = if hand.numbers.values().any(is_about) { Relation::About } else { Relation::Equal };
        let mut lines = vec![Line {
            left: self.setter.entry_of_quantity(adjoint.name, &hand.at),
            relation: Relation::Equal,
            right: symbols,
            reason: None,
        }];
        let value = self.number(&hand.value);
        if in_numbers != value {
            lines.push(Line { relation, ..goes_on(in_numbers, None) });
        }
        let relation = value::relation_to(&hand.value, digits);
        lines.push(Line { relation, ..goes_on(value, None) });
        self.section("One entry by hand", Inline::new(), "One entry, as it is worked out by hand:");
        self.equations(lines);
    }
}

/// Whether numbers fit on a line of a narrow page.
fn is_short(numbers: &Layout) -> bool {
    numbers.unicode().chars().count() <= LONGEST_LINE
}
