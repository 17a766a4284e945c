//! Derivations with the size as a letter, where the worksheet leaves one open: at which sizes each was checked is said
//! where it is named.

use chainrule_render::{Inline, Layout};

use super::{Page, line};
use chainrule_render::pattern::layout;
use chainrule_work::pattern::OpenSizeReport;

impl Page<'_> {
    /// The derivations with the size as a letter; those below are at the size of this reading.
    pub(super) fn at_every_size(&mut self) {
        let report = self.report;
        for derivation in &report.at_every_size {
            self.at_open_size(derivation);
        }
        for size in &report.worksheet().open_sizes {
            let name = self.setter.name(size.symbol);
            let text = format!(" is left open; what follows is worked out for {}.", size.value);
            self.paragraph(Inline::new().math(name).text(text));
        }
    }

    fn at_open_size(&mut self, open_size: &OpenSizeReport) {
        let name = self.setter.expression(open_size.name);
        let size = self.setter.name(open_size.size);
        let mut title = Inline::new().math(name.clone());
        if let Some((index, low, high)) = &open_size.members {
            let ends = [low, high].map(|end| self.setter.expression(*end));
            title = title.text(" for ").math(self.setter.name(*index)).text(" in ");
            title = title.math(ends[0].clone()).text("..").math(ends[1].clone());
        }
        let checked = listed(&open_size.holds_at);
        let title = title.text(" with ").math(size.clone()).text(" left open, checked at ");
        self.heading(1, title.math(size.clone()).text(format!(" = {checked}")));
        let graph = self.graph;
        let [names, results] = [&open_size.pattern.names, &open_size.pattern.results]
            .map(|parts| layout(graph, &self.setter, parts));
        self.equations(vec![
            line(name, names, Some("chain rule".into())),
            line(Layout::new(), results, Some("factors substituted".into())),
        ]);
        let text =
            Inline::new().text("The formula was read off the derivations for small ").math(size.clone());
        let text =
            text.text(format!(", and compared, factor by factor, with those for {checked}. For other "));
        self.paragraph(text.math(size).text(" it is not proved."));
        if let Some(bound) = &open_size.pattern.bound {
            self.growth(open_size.name, bound, Some(open_size.size));
        }
    }
}

/// Numbers in a line, neighbours as `4 to 13`: `4 to 13, 16 and 20`.
fn listed(numbers: &[i64]) -> String {
    let runs = numbers.chunk_by(|one, next| one + 1 == *next);
    let pieces: Vec<String> = runs
        .flat_map(|run| match run {
            [first, _, .., last] => vec![format!("{first} to {last}")],
            few => few.iter().map(ToString::to_string).collect(),
        })
        .collect();
    match pieces.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
