//! The definitions, and what is given.

use chainrule_array::{GeneralRun, MemberStatement, QuantityId, StatementPart, Told, Whole};
use chainrule_number::Value;
use chainrule_render::{Block, Forward, ForwardLine, Inline, Layout, Operator};

use super::super::ArrayPage;
use super::super::forward::says_more;
use super::super::general::{for_all, with_range};

/// The shapes of more leaves stand once for all that have them.
const MOST_SHAPES_APART: usize = 6;

/// Of more members of a family only the first two and the last stand in numbers.
const MOST_MEMBERS_IN_NUMBERS: usize = 6;

impl ArrayPage<'_> {
    /// One line a quantity: what it is, its shape, the same by entries.
    pub(super) fn network(&mut self) {
        let report = self.report;
        let statements: Vec<MemberStatement> = report
            .defined
            .iter()
            .map(|definition| MemberStatement {
                about: vec![definition.quantity],
                says: vec![
                    StatementPart::Quantity(definition.quantity),
                    StatementPart::Whole(definition.written),
                ],
            })
            .collect();
        let lines = self.at_once(&statements).into_iter().map(|group| match group {
            Told::One(place) => self.definition(place),
            Told::Run(run) => {
                let line = self.in_general(&run, |page| page.definition(run.printed));
                let reason = Some(with_range(line.reason.clone(), &run));
                match self.typed_for_all(&run) {
                    Some([left, formula]) => {
                        let entry = line.formula.map(|whole| [line.left, whole]);
                        ForwardLine {
                            left,
                            formula: Some(formula),
                            entry,
                            reason,
                            shape: line.shape,
                            ..ForwardLine::default()
                        }
                    }
                    None => ForwardLine { reason, ..line },
                }
            }
        });
        let lines: Vec<ForwardLine> = lines.collect();
        if !lines.is_empty() {
            self.blocks.push(Block::Forward(Forward { label: Some("Network".to_owned()), lines }));
        }
    }

    /// The equation that members of a family share, as it was typed.
    fn typed_for_all(&self, run: &GeneralRun) -> Option<[Layout; 2]> {
        let report = self.report;
        let name = &report.arrays.quantity(report.defined[run.printed].quantity).name;
        let typed = self.typed.get(name.split('[').next()?)?;
        report.is_inferred.then(|| typed.clone())
    }

    /// A definition, by its place.
    fn definition(&self, place: usize) -> ForwardLine {
        let report = self.report;
        let definition = &report.defined[place];
        let quantity = definition.quantity;
        let shape = &report.arrays.quantity(quantity).shape;
        let entry = report.entries[place].as_ref();
        let entry = entry.filter(|entry| says_more(&report.arrays, entry)).map(|entry| {
            let names = self.setter.names_for(&entry.at);
            let left = self.setter.quantity_with(quantity, &entry.at, &names);
            [left, self.setter.entry(entry.value, &names)]
        });
        let whole = [self.setter.quantity(quantity), self.setter.whole(definition.written)];
        let is_by_entries = matches!(report.arrays.whole(definition.written), Whole::Entries { .. });
        let typed = self.typed.get(&report.arrays.quantity(quantity).name);
        let ([left, formula], beside) = match entry {
            // What was typed comes first.
            _ if let Some(typed) = typed => (typed.clone(), (!is_by_entries).then_some(whole)),
            // What has no form as a whole is told by its entries alone.
            Some(entry) if is_by_entries => (entry, None),
            entry => (whole, entry),
        };
        ForwardLine {
            left,
            formula: Some(formula),
            reason: self.biases(definition.written),
            shape: (!shape.is_number()).then(|| self.setter.shape(shape)),
            entry: beside,
            ..ForwardLine::default()
        }
    }

    /// What is given of leaves: their numbers, or the shapes of those that have none; and what is stated.
    pub(super) fn given(&mut self) {
        let report = self.report;
        let givens = self.given_numbers();
        let shapes = self.shapes_of_leaves();
        if !shapes.is_empty() {
            self.blocks.push(Block::Items("Shapes".to_owned(), shapes));
        }
        if !givens.is_empty() {
            self.blocks.push(Block::Items("Given".to_owned(), givens));
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

    /// The shapes of leaves that have no numbers.
    fn shapes_of_leaves(&self) -> Vec<Layout> {
        let report = self.report;
        let leaves: Vec<QuantityId> = report
            .leaves
            .iter()
            .copied()
            .filter(|leaf| !report.numbers.contains_key(leaf))
            .filter(|leaf| !report.arrays.quantity(*leaf).shape.is_number())
            .collect();
        let statements: Vec<MemberStatement> = leaves
            .iter()
            .map(|&leaf| MemberStatement { about: vec![leaf], says: vec![StatementPart::Quantity(leaf)] })
            .collect();
        let shape = |page: &ArrayPage<'_>, leaf: QuantityId| {
            vec![Layout::text(" "), page.setter.shape(&report.arrays.quantity(leaf).shape)]
        };
        // Leaves of one shape stand before it, where there are many.
        let mut alike: Vec<(Vec<Layout>, Vec<Layout>)> = Vec::new();
        let groups = self.at_once(&statements);
        let has_many = groups.len() > MOST_SHAPES_APART;
        for group in groups {
            match group {
                Told::One(place) => {
                    let (name, written_shape) =
                        (self.setter.quantity(leaves[place]), shape(self, leaves[place]));
                    match alike.iter_mut().find(|(_, other)| has_many && *other == written_shape) {
                        Some((names, _)) => names.push(name),
                        None => alike.push((vec![name], written_shape)),
                    }
                }
                Told::Run(run) => {
                    let leaf = leaves[run.printed];
                    let (name, written_shape) =
                        self.in_general(&run, |page| (page.setter.quantity(leaf), shape(page, leaf)));
                    alike.push((vec![name], vec![for_all(Layout::sequence(&written_shape), &run)]));
                }
            }
        }
        let lines = alike.into_iter().map(|(names, shape)| {
            let mut parts = vec![Layout::joined(&names, Operator::Comma)];
            parts.extend(shape);
            Layout::sequence(&parts)
        });
        lines.collect()
    }

    /// The numbers of leaves; those of the members of a family once, where all have the same.
    fn given_numbers(&self) -> Vec<Layout> {
        let report = self.report;
        let given: Vec<QuantityId> =
            report.leaves.iter().copied().filter(|leaf| report.numbers.contains_key(leaf)).collect();
        let mut kinds: Vec<(&[Value], Option<&str>)> = Vec::new();
        let mut statements = Vec::with_capacity(given.len());
        for &leaf in &given {
            let entries = report.numbers[&leaf].entries.as_slice();
            let file = report.files.iter().find(|file| file.quantity == leaf).map(|file| file.name.as_str());
            // Compared only with what came last: members that follow each other.
            if kinds.last() != Some(&(entries, file)) {
                kinds.push((entries, file));
            }
            let says = vec![StatementPart::Quantity(leaf), StatementPart::Mark(kinds.len())];
            statements.push(MemberStatement { about: vec![leaf], says });
        }
        let item = |page: &ArrayPage<'_>, leaf: QuantityId| {
            let item = page.equals_array(leaf);
            match report.files.iter().find(|file| file.quantity == leaf) {
                Some(file) => Layout::sequence(&[item, Layout::text(format!(" from {}", file.name))]),
                None => item,
            }
        };
        let lines = self.at_once(&statements).into_iter().map(|group| match group {
            Told::One(place) => item(self, given[place]),
            Told::Run(run) => for_all(self.in_general(&run, |page| item(page, given[run.printed])), &run),
        });
        lines.collect()
    }

    /// The numbers of what is computed; of many members of a family those of the first and the last.
    pub(super) fn forward_numbers(&mut self) {
        let report = self.report;
        let computed: Vec<QuantityId> = report
            .defined
            .iter()
            .map(|definition| definition.quantity)
            .filter(|quantity| report.numbers.contains_key(quantity))
            .collect();
        let statements: Vec<MemberStatement> = computed
            .iter()
            .map(|&quantity| MemberStatement {
                about: vec![quantity],
                says: vec![StatementPart::Quantity(quantity)],
            })
            .collect();
        let mut numbers = Vec::new();
        for group in self.at_once(&statements) {
            match group {
                Told::One(place) => numbers.push(self.equals_array(computed[place])),
                Told::Run(run) if run.places.len() <= MOST_MEMBERS_IN_NUMBERS => {
                    numbers.extend(run.places.iter().map(|&place| self.equals_array(computed[place])));
                }
                Told::Run(run) => {
                    let [first, second, .., last] = run.places.as_slice() else { continue };
                    numbers.extend([first, second].map(|&place| self.equals_array(computed[place])));
                    numbers.push(Layout::dots(None));
                    numbers.push(self.equals_array(computed[*last]));
                }
            }
        }
        if !numbers.is_empty() {
            self.blocks.push(Block::Items("Forward".to_owned(), numbers));
        }
    }
}
