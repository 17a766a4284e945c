//! The chain rule over the quantities.

use chainrule_render::{Block, Chain, Inline, Layout, Operator, Product};
use chainrule_symbolic::derivation::Path;
use chainrule_work::report::DerivationReport;
use chainrule_worksheet::Part;

use super::super::Page;
use super::super::plan::{self, Numbers, is_single};
use super::super::preparation::Prepared;

/// Chains of more factors are cut in the middle, on one line.
const MOST_FACTORS: usize = 12;

/// … and sums of more of them are written on lines.
const MOST_PATHS: usize = 8;

impl Page<'_> {
    pub(in super::super) fn chain_rule(&mut self, place: usize, prepared: &Prepared) {
        let report = self.report;
        let derivation = &report.derivations[place];
        if !derivation.derivation.has_factors() {
            self.without_chain(place);
        } else if is_single(derivation) {
            // Its working says all.
        } else if derivation.pattern.is_some() {
            self.section("Chain rule", "repeated factors written once".into(), "By the chain rule".into());
            self.pattern(derivation);
        } else if !derivation.derivation.adjoints().is_empty() {
            self.section("Chain rule", Inline::new(), "By the chain rule".into());
            self.chain(derivation, prepared);
        } else {
            let paths = derivation.derivation.written_paths();
            let beside = self.way(derivation, paths);
            self.section("Chain rule", beside, "By the chain rule".into());
            self.chain_of_paths(derivation, prepared, paths);
            self.immediate(&derivation.factors);
        }
    }

    /// A derivative that needs no chain.
    fn without_chain(&mut self, place: usize) {
        let derivation = &self.report.derivations[place];
        self.without_factors(derivation, self.report.zeros[place].as_ref());
    }

    /// The way that a derivation takes, where it has a chain.
    pub(in super::super) fn way_of(&self, derivation_report: &DerivationReport) -> Inline {
        let paths = derivation_report.derivation.written_paths();
        if paths.is_empty() || is_single(derivation_report) || derivation_report.pattern.is_some() {
            return Inline::new();
        }
        self.way(derivation_report, paths)
    }

    /// `w₁₁ reaches L along one path: z₁ → h₁ → L`
    fn way(&self, derivation_report: &DerivationReport, paths: &[Path]) -> Inline {
        let (by, target) = (
            self.setter.name(derivation_report.derivation.by),
            self.setter.name(derivation_report.derivation.target),
        );
        let reaches = Inline::new().math(by.clone()).text(" reaches ").math(target);
        let [path] = paths else { return reaches.text(format!(" along {} paths", paths.len())) };
        let has_open = path.factors.iter().any(|&id| self.report.calculus().factor(id).working.is_none());
        if has_open || path.factors.len() > MOST_FACTORS {
            return Inline::new();
        }
        let mut text = reaches.text(" along one path: ");
        for (at, &id) in path.factors.iter().rev().enumerate() {
            let child = self.setter.name(self.report.calculus().factor(id).child);
            text = text.text(if at > 0 { " → " } else { "" }).math(child);
        }
        text
    }

    fn chain_of_paths(&mut self, derivation_report: &DerivationReport, prepared: &Prepared, paths: &[Path]) {
        let name = self.setter.expression(derivation_report.derivation.name);
        let label = self.label("chain");
        self.chain_label = Some(label.clone());
        if is_cut(paths) {
            let value =
                derivation_report.value.as_ref().map(|value| (self.relation_to(value), self.number(value)));
            let is_whole =
                plan::is_chain_of_names(self.report, derivation_report) && self.plan.shows(Part::PutTogether);
            let product = value.filter(|_| is_whole && !self.plan.has_all_steps()).map(|value| Product {
                value: Some(value),
                is_in_chain: true,
                ..Product::default()
            });
            let chains: Vec<Layout> = paths.iter().map(|path| self.setter.expression(path.chain)).collect();
            let summands = vec![vec![Layout::joined(&chains, Operator::Plus)]];
            self.blocks.push(Block::Chain(Chain { left: name, summands, product, label, on_a_line: true }));
            return;
        }
        let below = plan::numbers(self.report, derivation_report) == Numbers::BelowTheChain;
        let summands: Vec<Vec<Layout>> = paths
            .iter()
            .map(|path| {
                if below {
                    return self.groups(path, prepared);
                }
                let names = path.factors.iter().map(|&id| self.report.calculus().factor(id).name);
                names.map(|name| self.setter.expression(name)).collect()
            })
            .collect();
        let product = below
            .then(|| self.product(derivation_report, prepared))
            .filter(|_| self.plan.shows(Part::PutTogether));
        self.blocks.push(Block::Chain(Chain {
            left: name,
            summands,
            product,
            label,
            on_a_line: self.is_compact,
        }));
    }

    /// The names of the layers along a path.
    pub(super) fn groups(&self, path: &Path, prepared: &Prepared) -> Vec<Layout> {
        let groups = path.groups().into_iter();
        groups
            .map(|group| {
                let fold = (group.len() == 2).then(|| prepared.fold(path, group.start)).flatten();
                let first = self.report.calculus().factor(path.factors[group.start]).name;
                self.setter.expression(fold.map_or(first, |fold| fold.name))
            })
            .collect()
    }
}

/// Whether a chain is written on a line, its long products cut in the middle.
pub(super) fn is_cut(paths: &[Path]) -> bool {
    paths.len() > MOST_PATHS || paths.iter().any(|path| path.factors.len() > MOST_FACTORS)
}
