//! The derivatives of a number by many leaves, in one table.

use chainrule_number::Rational;
use chainrule_number::Value;
use chainrule_render::{Block, Inline, Layout, Row, Table, value};
use chainrule_work::{ArrayDerivation, LayerTable};

use super::ArrayPage;
use super::numbers::DIGITS;

impl ArrayPage<'_> {
    /// The tables, below the derivations.
    pub(super) fn layers(&mut self) {
        for table in &self.report.layers {
            self.layer_table(table);
        }
    }

    /// Whether a derivation is told in a table, and another passes as many layers.
    pub(super) fn is_told_in_table(&self, derivation: &ArrayDerivation) -> bool {
        let all = &self.report.derivations;
        let Some(place) = all.iter().position(|other| std::ptr::eq(other, derivation)) else { return false };
        let steps = |row: usize| self.report.derivations[row].adjoints.len();
        self.report.layers.iter().any(|table| {
            let longest = table.rows.iter().map(|row| row.derivation).max_by_key(|&row| steps(row));
            longest != Some(place) && table.rows.iter().any(|row| row.derivation == place)
        })
    }

    fn layer_table(&mut self, table: &LayerTable) {
        let report = self.report;
        let digits = Some(self.digits.unwrap_or(DIGITS));
        let of = self.setter.quantity(table.of);
        self.heading(1, Inline::new().text("The derivatives of ").math(of).text(", layer by layer"));
        let text = "Lengths of all entries together; beside the length of a leaf stands how far a step with a learning rate of 1 moves it.";
        self.paragraph(text.into());
        let mut titles = vec!["leaf", "length of the derivative", "length of the leaf", "step / leaf"];
        let formats = table.rows.first().map(|row| &report.derivations[row.derivation].in_formats);
        let formats: Vec<&str> =
            formats.into_iter().flatten().map(|found| found.carried.format.name).collect();
        titles.extend(&formats);
        let mut rows = Vec::new();
        for row in &table.rows {
            let derivation = &report.derivations[row.derivation];
            let mut cells = vec![
                self.setter.quantity(derivation.by),
                value::number(&row.gradient, digits),
                value::number(&row.weight, digits),
                row.ratio.as_ref().map_or_else(Layout::new, |ratio| value::number(ratio, digits)),
            ];
            for place in 0..formats.len() {
                let held = derivation.in_formats.get(place).and_then(|found| found.held.last()?.as_ref());
                cells.push(held.map_or_else(Layout::new, |held| {
                    if held.infinite + held.not_a_number > 0 {
                        return Layout::text("infinite or NaN");
                    }
                    let length = Rational::from_f64(held.length).map(Value::Exact);
                    let length = length.map_or_else(Layout::new, |length| value::number(&length, digits));
                    if held.is_wrong { Layout::sequence(&[length, Layout::text(" (wrong)")]) } else { length }
                }));
            }
            rows.push(Row::Cells(cells));
        }
        self.blocks
            .push(Block::Table(Table { titles: titles.into_iter().map(Inline::from).collect(), rows }));
    }
}
