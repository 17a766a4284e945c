//! The forward equations, and who depends on whom.

use chainrule_render::{Inline, Layout, Operator};
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::Definition;

use super::{Page, dots, line};

impl Page<'_> {
    pub(super) fn forward(&mut self) {
        let report = self.report;
        let defined = &report.worksheet.defined;
        if defined.is_empty() {
            return;
        }
        let (places, left_out) = self.elision.places(defined.len());
        let mut lines = Vec::new();
        let mut dependences = Vec::new();
        for place in places {
            let Some(symbol) = place.map(|place| defined[place]) else {
                lines.push(dots(left_out, ""));
                dependences.push(Inline::new().text(format!("… {left_out} more …")));
                continue;
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
