//! Derivations by all members of a family: written once, one worked out as an example, the values of all in a table.

use chainrule_render::{Block, Elision, Inline, Layout, Row, Table};

use super::{Page, line};
use chainrule_render::pattern::layout;
use chainrule_render::value::set;
use chainrule_work::pattern::GroupReport;
use chainrule_work::report::{DerivationReport, Report};
use rustc_hash::FxHashSet;

/// Values in the table are rounded to so many digits, where the reader does not ask for more.
const ROUNDED_DIGITS: usize = 6;

/// The derivations that have no section of their own: they go like the example of their group.
pub(super) fn without_section(report: &Report, elision: Elision) -> FxHashSet<usize> {
    if elision == Elision::NOTHING {
        return FxHashSet::default();
    }
    let places = |group: &GroupReport| -> Vec<usize> {
        let example = group.example();
        group.members.iter().map(|(_, place)| *place).filter(|&place| place != example).collect()
    };
    report.groups.iter().flat_map(places).collect()
}

impl Page<'_> {
    /// What the derivations of a group have in common.
    pub(super) fn group(&mut self, group: &GroupReport) {
        let name = self.setter.expression(group.name);
        let index = self.setter.name(group.index);
        let title = Inline::new().text("Derivation of ").math(name.clone()).text(" for ").math(index.clone());
        let values: Vec<i64> = group.members.iter().map(|(value, _)| *value).collect();
        self.heading(1, title.text(format!(" {}", range(&values))));
        let graph = self.graph;
        let [names, results] = [&group.pattern.names, &group.pattern.results]
            .map(|written| layout(graph, &self.setter, written));
        let mut lines = vec![line(name, names.clone(), Some("chain rule".into()))];
        if results != names {
            lines.push(line(Layout::new(), results, Some("factors substituted".into())));
        }
        self.equations(lines);
        let count = group.members.len();
        self.paragraph(Inline::new().text(format!(
            "Each of the {count} was derived by itself, and its factors compared with these; the first is worked out \
             below. A product over no value of its index is 1."
        )));
        self.values_of(group);
    }

    /// The derivatives' values, where they are known.
    fn values_of(&mut self, group: &GroupReport) {
        let derivations: Vec<&DerivationReport> = group
            .members
            .iter()
            .map(|(_, place)| &self.report.derivations[*place])
            .filter(|derivation| derivation.value.is_some())
            .collect();
        if derivations.len() < group.members.len() {
            return;
        }
        let (places, left_out) = self.elision.places(derivations.len());
        let rows = places.into_iter().map(|place| {
            let Some(derivation) = place.map(|place| derivations[place]) else {
                return Row::LeftOut(left_out);
            };
            let digits = Some(self.digits.unwrap_or(ROUNDED_DIGITS));
            let value = derivation.value.as_ref().map_or(Layout::new(), |value| set(value, digits).0);
            Row::Cells(vec![self.setter.expression(derivation.derivation.name), value])
        });
        let rows = rows.collect();
        self.blocks
            .push(Block::Table(Table { titles: ["derivative", "value"].map(Inline::from).to_vec(), rows }));
    }
}

/// The values of an index, ascending: a range, where none is missing.
fn range(values: &[i64]) -> String {
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return String::new() };
    let is_whole = values.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]));
    if is_whole {
        return format!("in {first}..{last}");
    }
    let all: Vec<String> = values.iter().map(ToString::to_string).collect();
    if values.len() <= 8 {
        return format!("= {}", all.join(", "));
    }
    format!("at {} of the values from {first} to {last}", values.len())
}
