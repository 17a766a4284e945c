//! The definitions, and what is given.

use chainrule_render::{Block, Forward, ForwardLine, Inline, Layout};

use super::super::ArrayPage;
use super::super::forward::says_more;

impl ArrayPage<'_> {
    /// One line a quantity: what it is, its shape, the same by entries.
    pub(super) fn network(&mut self) {
        let report = self.report;
        let lines = report.defined.iter().zip(&report.entries).map(|(definition, entry)| {
            let quantity = definition.quantity;
            let shape = &report.arrays.quantity(quantity).shape;
            let entry = entry.as_ref().filter(|own| says_more(&report.arrays, own)).map(|own| {
                let names = self.setter.names_for(&own.at);
                let left = self.setter.quantity_with(quantity, &own.at, &names);
                [left, self.setter.entry(own.value, &names)]
            });
            ForwardLine {
                left: self.setter.quantity(quantity),
                formula: Some(self.setter.whole(definition.written)),
                reason: self.biases(definition.written),
                shape: (!shape.is_number()).then(|| self.setter.shape(shape)),
                entry,
                ..ForwardLine::default()
            }
        });
        let lines: Vec<ForwardLine> = lines.collect();
        if !lines.is_empty() {
            self.blocks.push(Block::Forward(Forward { label: Some("Network".to_owned()), lines }));
        }
    }

    /// What is given of leaves: their numbers, or the shapes of those that have none; and what is stated.
    pub(super) fn given(&mut self) {
        let report = self.report;
        let mut items = Vec::new();
        let mut shapes: Vec<Layout> = Vec::new();
        for &leaf in &report.leaves {
            let name = self.setter.quantity(leaf);
            let file = report.files.iter().find(|file| file.quantity == leaf);
            if report.numbers.contains_key(&leaf) {
                let mut item = self.equals_array(leaf);
                if let Some(file) = file {
                    item = Layout::sequence(&[item, Layout::text(format!(" from {}", file.name))]);
                }
                items.push(item);
                continue;
            }
            let shape = &report.arrays.quantity(leaf).shape;
            if !shape.is_number() {
                shapes.push(Layout::sequence(&[name, Layout::text(" "), self.setter.shape(shape)]));
            }
        }
        if !shapes.is_empty() {
            self.blocks.push(Block::Items("Shapes".to_owned(), shapes));
        }
        if !items.is_empty() {
            self.blocks.push(Block::Items("Given".to_owned(), items));
        }
        for file in &report.files {
            let of = self.setter.quantity(file.quantity);
            let text = Inline::new().math(of).text(format!(" from {}: SHA-256 {}", file.name, file.sha256));
            self.blocks.push(Block::Remark(text));
        }
        let mut facts: Vec<Inline> = report.facts.iter().map(|fact| self.fact(fact)).collect();
        facts.extend(self.symmetric());
        if !facts.is_empty() {
            let mut text = Inline::from("Stated: ");
            for (place, fact) in facts.into_iter().enumerate() {
                text = (if place > 0 { text.text("; ") } else { text }).then(fact);
            }
            self.blocks.push(Block::Remark(text.text(".")));
        }
        if let Some(read) = self.ranges_read() {
            self.blocks.push(Block::Remark(read));
        }
    }

    /// The numbers of what is computed.
    pub(super) fn forward_numbers(&mut self) {
        let report = self.report;
        let items: Vec<Layout> = report
            .defined
            .iter()
            .filter(|own| report.numbers.contains_key(&own.quantity))
            .map(|own| self.equals_array(own.quantity))
            .collect();
        if !items.is_empty() {
            self.blocks.push(Block::Items("Forward".to_owned(), items));
        }
    }
}
