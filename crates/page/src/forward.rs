//! The forward equations, and who depends on whom.

use std::ops::Range;

use chainrule_render::{Elision, Inline, Layout, Line, Operator};
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::Definition;

use super::ranged::Ranged;
use super::{Page, dots, line};
use chainrule_work::FamilyLine;
use chainrule_worksheet::TypedDefinition;

/// Members of a family that follow each other are listed up to this number; of more than that
const MOST_MEMBERS: usize = 6;

/// … whose definitions are not written as one, so many are shown, and the last.
const FIRST_MEMBERS: usize = 2;

/// A line of the list of quantities.
#[derive(Clone, Copy)]
enum Entry<'r> {
    Quantity(SymbolId),
    /// Members of a family, as one.
    Family(&'r FamilyLine),
    /// What one equation defines, as it was typed.
    Typed(&'r TypedDefinition),
    /// So many are not shown.
    LeftOut(usize),
}

/// How many quantities stand behind the entries that are not shown.
fn left_out_between(entries: &[Entry<'_>], places: &[Option<usize>]) -> usize {
    let count = |entry: &Entry<'_>| match entry {
        Entry::Quantity(_) => 1,
        Entry::Family(family) => family.places.len(),
        Entry::Typed(definition) => definition.places.len(),
        Entry::LeftOut(count) => *count,
    };
    let printed: usize = places.iter().flatten().map(|&place| count(&entries[place])).sum();
    entries.iter().map(count).sum::<usize>() - printed
}

impl<'r> Page<'r> {
    /// The definitions and what each quantity depends on.
    pub(super) fn forward(&mut self) {
        if self.report.worksheet().defined.is_empty() {
            return;
        }
        let (lines, dependences) = self.definitions();
        self.heading(1, "Forward equations".into());
        self.equations(lines);
        self.heading(1, "What depends on what".into());
        self.list(dependences);
    }

    /// The definitions, those of families as one, and what they depend on.
    pub(super) fn definitions(&self) -> (Vec<Line>, Vec<Inline>) {
        let report = self.report;
        let defined = &report.worksheet().defined;
        let mut lines = Vec::new();
        let mut dependences = Vec::new();
        for entry in self.entries(defined) {
            let symbol = match entry {
                Entry::Quantity(symbol) => symbol,
                Entry::Family(family_line) => {
                    self.family(family_line, &mut lines, &mut dependences);
                    continue;
                }
                Entry::Typed(definition) => {
                    self.typed_definition(definition, &mut lines, &mut dependences);
                    continue;
                }
                Entry::LeftOut(count) => {
                    lines.push(dots(count, ""));
                    dependences.push(Inline::new().text(format!("… {count} more …")));
                    continue;
                }
            };
            let name = self.setter.name(symbol);
            let inputs = self.names(report.worksheet().network.inputs(symbol));
            match report.worksheet().network.definition(symbol) {
                Definition::Formula(expr) => {
                    lines.push(line(name.clone(), self.formula_as_typed(symbol, expr), None));
                }
                Definition::Dependence => {
                    let left_open = report.worksheet().opened.iter().find(|opened| opened.of == symbol);
                    let call = left_open.map_or_else(
                        || inputs.called_by(&name),
                        |opened| self.setter.expression(opened.call),
                    );
                    lines.push(line(name.clone(), call, Some("form left open".into())));
                }
                Definition::Input => {}
            }
            if inputs.is_empty() {
                dependences.push(Inline::new().math(name).text(" depends on nothing"));
            } else {
                dependences.push(Inline::new().math(name).text(" depends on ").math(inputs));
            }
        }
        (lines, dependences)
    }

    /// The equation of the members of a family, and what they depend on.
    fn family(&self, family_line: &FamilyLine, lines: &mut Vec<Line>, dependences: &mut Vec<Inline>) {
        let ranged = Ranged { index: family_line.index, low: family_line.low, high: family_line.high };
        let name = self.setter.expression(family_line.name);
        let mut inputs: Vec<Layout> = family_line
            .inputs
            .iter()
            .take(self.elision.most())
            .map(|&input| self.setter.expression(input))
            .collect();
        let left_out = family_line.inputs.len() - inputs.len();
        if left_out > 0 {
            inputs.push(Layout::dots(u64::try_from(left_out).ok()));
        }
        let inputs = if inputs.is_empty() { Layout::new() } else { Layout::joined(&inputs, Operator::Comma) };
        let (right, reason) = if let Some(formula) = family_line.formula {
            (self.setter.expression(formula), None)
        } else {
            let left_open = family_line.opened.as_ref();
            let call = left_open
                .map_or_else(|| inputs.called_by(&name), |opened| self.setter.expression(opened.call));
            (
                call,
                Some(
                    left_open.map_or_else(|| "form left open".into(), |opened| self.form_not_stated(opened)),
                ),
            )
        };
        lines.push(line(name.clone(), ranged.after(right, &self.setter), reason));
        let text = if inputs.is_empty() {
            Inline::new().math(name).text(" depends on nothing")
        } else {
            Inline::new().math(name).text(" depends on ").math(inputs)
        };
        dependences.push(ranged.for_each_member(text, &self.setter));
    }

    /// The quantities to show: what is written as it was typed, and what stands between.
    fn entries(&self, defined: &[SymbolId]) -> Vec<Entry<'r>> {
        let mut entries = Vec::new();
        let mut start = 0;
        for definition in self.as_typed() {
            self.entries_within(start..definition.places.start, defined, &mut entries);
            entries.push(Entry::Typed(definition));
            start = definition.places.end;
        }
        self.entries_within(start..defined.len(), defined, &mut entries);
        let (places, _) = self.elision.places(entries.len());
        let hidden = left_out_between(&entries, &places);
        places.into_iter().map(|place| place.map_or(Entry::LeftOut(hidden), |place| entries[place])).collect()
    }

    /// The quantities of some places. Of a family with many members that follow each other: their definitions as one, with the
    /// few beside that differ; where more differ, the first members and the last one.
    fn entries_within(&self, places: Range<usize>, defined: &[SymbolId], entries: &mut Vec<Entry<'r>>) {
        let families = self.report.worksheet().network.families();
        let family = |symbol: &SymbolId| families.of(*symbol).map(|member| member.family);
        let mut start = places.start;
        for run in defined[places].chunk_by(|one, next| family(one).is_some() && family(one) == family(next))
        {
            let first = start;
            start += run.len();
            if run.len() <= MOST_MEMBERS || self.elision == Elision::NOTHING {
                entries.extend(run.iter().copied().map(Entry::Quantity));
                continue;
            }
            let family_lines = self.as_one(first..start);
            let held: usize = family_lines.iter().map(|line| line.places.len()).sum();
            if held > 0 && run.len() - held <= MOST_MEMBERS {
                let mut at = first;
                for line in family_lines {
                    entries.extend(defined[at..line.places.start].iter().copied().map(Entry::Quantity));
                    entries.push(Entry::Family(line));
                    at = line.places.end;
                }
                entries.extend(defined[at..start].iter().copied().map(Entry::Quantity));
                continue;
            }
            entries.extend(run[..FIRST_MEMBERS].iter().copied().map(Entry::Quantity));
            entries.push(Entry::LeftOut(run.len() - FIRST_MEMBERS - 1));
            entries.push(Entry::Quantity(run[run.len() - 1]));
        }
    }

    /// The definitions among these places that are written as one.
    fn as_one(&self, places: Range<usize>) -> &'r [FamilyLine] {
        let lines = &self.report.family_lines;
        let first = lines.partition_point(|line| line.places.start < places.start);
        let end = lines.partition_point(|line| line.places.start < places.end);
        &lines[first..end]
    }

    /// Names with commas between, the first ones where they are many.
    pub(super) fn names(&self, symbols: &[SymbolId]) -> Layout {
        let mut names: Vec<Layout> =
            symbols.iter().take(self.elision.most()).map(|&symbol| self.setter.name(symbol)).collect();
        if symbols.len() > self.elision.most() {
            let count = u64::try_from(symbols.len() - self.elision.most()).ok();
            names.push(Layout::dots(count));
        }
        if names.is_empty() { Layout::new() } else { Layout::joined(&names, Operator::Comma) }
    }
}
