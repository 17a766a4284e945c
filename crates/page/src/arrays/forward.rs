//! The shapes, and the equations as wholes and by entries.

use chainrule_array::word::Over;
use chainrule_array::{Arrays, Entry, EntryId, QuantityId, Whole, WholeId};
use chainrule_render::{Inline, Layout, Line, Relation};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::NEGATE;
use chainrule_work::array::GenericEntry;

use super::ArrayPage;

impl ArrayPage<'_> {
    pub(super) fn shapes(&mut self) {
        self.heading(1, "Shapes".into());
        let declared: Vec<QuantityId> = self.report.leaves.clone();
        let computed: Vec<QuantityId> =
            self.report.defined.iter().map(|definition| definition.quantity).collect();
        let mut lines = Vec::new();
        let read = if self.report.is_inferred { "by their indices" } else { "as declared" };
        for (quantities, how) in [(declared, read), (computed, "as computed")] {
            if !quantities.is_empty() {
                lines.push(self.named_shapes(&quantities).text(format!(": {how}")));
            }
        }
        for file in &self.report.files {
            let of = self.setter.quantity(file.quantity);
            let text = format!(": from {}, SHA-256 {}", file.name, file.sha256);
            lines.push(Inline::new().math(of).text(text));
        }
        self.blocks.push(chainrule_render::Block::List(lines));
    }

    fn named_shapes(&self, quantities: &[QuantityId]) -> Inline {
        let mut text = Inline::new();
        for (place, &quantity) in quantities.iter().enumerate() {
            if place > 0 {
                text = text.text(", ");
            }
            text = text.math(self.setter.quantity(quantity)).text(" ");
            let shape = &self.report.arrays.quantity(quantity).shape;
            text =
                if shape.is_number() { text.text("a number") } else { text.math(self.setter.shape(shape)) };
        }
        text
    }

    pub(super) fn forward(&mut self) {
        self.heading(1, "Forward equations".into());
        let mut lines = Vec::new();
        for (definition, entry) in self.report.defined.iter().zip(&self.report.entries) {
            let (quantity, written) = (definition.quantity, definition.written);
            let by_entries =
                matches!(self.report.arrays.whole(written), Whole::Entries { axes, .. } if !axes.is_empty());
            // What is known by its entries alone is told by them.
            if !(by_entries && entry.is_some()) {
                lines.push(Line {
                    left: self.setter.quantity(quantity),
                    relation: Relation::Equal,
                    right: self.setter.whole(written),
                    reason: self.biases(written),
                });
            }
            let is_told =
                matches!(self.report.arrays.whole(written), Whole::Entries { axes, .. } if axes.is_empty());
            if !is_told {
                lines.extend(entry.as_ref().and_then(|entry| self.by_entries(quantity, entry)));
            }
        }
        self.equations(lines);
        let mut facts: Vec<Inline> = self.report.facts.iter().map(|fact| self.fact(fact)).collect();
        facts.extend(self.symmetric());
        if !facts.is_empty() {
            self.paragraph("Stated:".into());
            self.blocks.push(chainrule_render::Block::List(facts));
        }
        if let Some(read) = self.ranges_read() {
            self.paragraph(read);
        }
    }

    /// How far indices go of which nothing is written.
    pub(super) fn ranges_read(&self) -> Option<Inline> {
        let mut text: Option<Inline> = None;
        for range in &self.report.ranges_read {
            let line = text.map_or_else(|| Inline::from("Read: "), |text| text.text("; "));
            let size = self.setter.shape(&chainrule_array::Shape::Vector(range.size));
            let line =
                line.math(Layout::name(&range.letter)).text(" in ").math(self.setter.quantity(range.of));
            let line = line.text(" goes from 1 to ").math(size);
            text = Some(line.text(", the size of the axes at which it stands"));
        }
        text.map(|text| text.text("."))
    }

    /// Leaves that are their own transposes.
    pub(super) fn symmetric(&self) -> Vec<Inline> {
        let leaves = self.report.leaves.iter().filter(|&&leaf| self.report.arrays.is_stated_symmetric(leaf));
        let lines = leaves.map(|&leaf| {
            let of = self.setter.quantity(leaf);
            Inline::new().math(of).text(" is its own transpose; derived by it, its entries count as free")
        });
        lines.collect()
    }

    pub(super) fn fact(&self, fact: &chainrule_array::SumFact) -> Inline {
        let of = self.setter.quantity(fact.of);
        let line = match fact.over {
            Over::All => "the entries of ",
            Over::EachRow => "the entries of each row of ",
            Over::EachColumn => "the entries of each column of ",
        };
        Inline::new().text(line).math(of).text(format!(" add up to {}", fact.value))
    }

    /// The same equation entry by entry, unless it says no more.
    fn by_entries(&self, quantity: QuantityId, entry: &GenericEntry) -> Option<Line> {
        let names = self.setter.names_for(&entry.at);
        let left = self.setter.quantity_with(quantity, &entry.at, &names);
        let right = self.setter.entry(entry.value, &names);
        if entry.at.is_empty() {
            return says_more(&self.report.arrays, entry).then(|| goes_on(right, None));
        }
        Some(Line { left, relation: Relation::Equal, right, reason: None })
    }

    /// What was done with vectors that are added to matrices.
    pub(super) fn biases(&self, written: WholeId) -> Option<Inline> {
        let arrays = &self.report.arrays;
        // Each part with whether it is subtracted.
        let mut stack = vec![(written, false)];
        let mut text: Option<Inline> = None;
        while let Some((id, is_negative)) = stack.pop() {
            let whole = arrays.whole(id);
            if let Whole::Spread { vector, over, .. } = whole {
                let line = if *over == Over::EachColumn { "column" } else { "row" };
                let what = if is_negative { "subtracted from" } else { "added to" };
                let clause =
                    Inline::new().math(self.setter.whole(*vector)).text(format!(" is {what} each {line}"));
                text = Some(match text {
                    Some(text) => text.text(", ").then(clause),
                    None => clause,
                });
            }
            let negates =
                matches!(whole, Whole::Apply { function, .. } if *function == function::id(&NEGATE));
            stack.extend(arrays.parts(whole).into_iter().map(|part| (part, negates)));
        }
        text
    }
}

/// Whether an equation by entries says more than the one as wholes.
pub(super) fn says_more(arrays: &Arrays, entry: &GenericEntry) -> bool {
    !entry.at.is_empty() || has_sum(arrays, entry.value)
}

/// Whether something is summed over an index.
fn has_sum(arrays: &Arrays, root: EntryId) -> bool {
    arrays.entries_in(root).any(|(_, node)| matches!(node, Entry::Sum(..)))
}

/// An equation that goes on from the one before.
pub(super) fn goes_on(right: Layout, reason: Option<Inline>) -> Line {
    Line { left: Layout::new(), relation: Relation::Equal, right, reason }
}
