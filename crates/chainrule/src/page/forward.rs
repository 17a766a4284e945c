//! The forward equations, and who depends on whom.

use chainrule_render::{Elision, Inline, Layout, Operator};
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::Definition;

use super::{Page, dots, line};

/// Of more members of a family than this that follow each other
const MOST_MEMBERS: usize = 6;

/// … so many are shown, and the last.
const FIRST_MEMBERS: usize = 2;

/// A line of the list of quantities.
#[derive(Clone, Copy)]
enum Entry {
    Quantity(SymbolId),
    /// So many are not shown.
    LeftOut(usize),
}

/// How many quantities stand behind the entries that are not shown.
fn left_out_between(entries: &[Entry], places: &[Option<usize>]) -> usize {
    let count = |entry: &Entry| match entry {
        Entry::Quantity(_) => 1,
        Entry::LeftOut(count) => *count,
    };
    let shown: usize = places.iter().flatten().map(|&place| count(&entries[place])).sum();
    entries.iter().map(count).sum::<usize>() - shown
}

impl Page<'_> {
    pub(super) fn forward(&mut self) {
        let report = self.report;
        let defined = &report.worksheet.defined;
        if defined.is_empty() {
            return;
        }
        let mut lines = Vec::new();
        let mut dependences = Vec::new();
        for entry in self.entries(defined) {
            let symbol = match entry {
                Entry::Quantity(symbol) => symbol,
                Entry::LeftOut(count) => {
                    lines.push(dots(count, ""));
                    dependences.push(Inline::new().text(format!("… {count} more …")));
                    continue;
                }
            };
            let name = self.setter.name(symbol);
            let inputs = self.names(report.worksheet.network.inputs(symbol));
            match report.worksheet.network.definition(symbol) {
                Definition::Formula(expr) => {
                    lines.push(line(name.clone(), self.setter.expression(expr), None));
                }
                Definition::Dependence => {
                    let call = inputs.called_by(&name);
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
        self.heading(1, "Forward equations".into());
        self.equations(lines);
        self.heading(1, "Who depends on whom".into());
        self.list(dependences);
    }

    /// The quantities to show: of each family the first members and the last one, where more of them follow each other.
    fn entries(&self, defined: &[SymbolId]) -> Vec<Entry> {
        let families = self.report.worksheet.network.families();
        let family = |symbol: &SymbolId| families.of(*symbol).map(|member| member.family);
        let mut entries = Vec::new();
        for run in defined.chunk_by(|one, next| family(one).is_some() && family(one) == family(next)) {
            match run {
                [first @ .., last] if run.len() > MOST_MEMBERS && self.elision != Elision::NOTHING => {
                    entries.extend(first[..FIRST_MEMBERS].iter().copied().map(Entry::Quantity));
                    entries.push(Entry::LeftOut(first.len() - FIRST_MEMBERS));
                    entries.push(Entry::Quantity(*last));
                }
                [..] => entries.extend(run.iter().copied().map(Entry::Quantity)),
            }
        }
        let (places, _) = self.elision.places(entries.len());
        let hidden = left_out_between(&entries, &places);
        places.into_iter().map(|place| place.map_or(Entry::LeftOut(hidden), |place| entries[place])).collect()
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
