//! The factors put back in the order of the chain, then their numbers, then the value.

use std::sync::Arc;

use chainrule_number::{Scalar, Value};
use chainrule_render::{Layout, Line, Operator, Relation};
use chainrule_symbolic::derivation::{Adjoint, FactorId, Path};
use chainrule_symbolic::graph::{ExprId, Walk};
use rustc_hash::FxHashMap;

use super::plan::is_single;
use super::preparation::Prepared;
use super::{Page, line};
use chainrule_work::report::DerivationReport;

/// The precision, in bits, at which the products on a page are put together.
pub(super) const BITS: u32 = 256;

/// Sums of so many products are written out with their numbers.
const MOST_PRODUCTS: usize = 4;

/// Results of backpropagation with more parts than this are given line by line, one for each quantity.
const LONGEST_RESULT: usize = 150;

impl Page<'_> {
    pub(super) fn numbers(&mut self, derivation_report: &DerivationReport, prepared: &Prepared) {
        let derivation = &derivation_report.derivation;
        let name = self.setter.expression(derivation.name);
        let mut lines = Vec::new();
        // A single factor was worked out just above: only its number is new.
        let single = is_single(derivation_report);
        let adjoints = derivation.adjoints();
        if !adjoints.is_empty() && self.is_beyond_reading(derivation.result) {
            self.adjoints(adjoints);
        } else if !single {
            lines.push(line(name.clone(), self.setter.expression(derivation.result), None));
        }
        self.finished(derivation_report, &name, &mut lines);
        if let Some(value) = &derivation_report.value {
            let paths = derivation.written_paths();
            if !single && !paths.is_empty() {
                self.products(derivation_report, paths, prepared, &mut lines);
            }
            let left = if lines.is_empty() || single { name } else { Layout::new() };
            lines.push(Line { relation: self.relation_to(value), ..line(left, self.number(value), None) });
        }
        if prepared.title != derivation.name
            && let Some(first) = lines.first_mut()
        {
            let title = self.setter.expression(prepared.title);
            first.left = title.related(Operator::Equal, &first.left);
        }
        self.equations(lines);
    }

    /// Whether an expression, written out, is longer than anybody reads.
    pub(super) fn is_beyond_reading(&self, expr: ExprId) -> bool {
        self.is_longer(expr, LONGEST_RESULT)
    }

    /// Whether an expression, written out, has more parts.
    pub(super) fn is_longer(&self, expr: ExprId, most: usize) -> bool {
        Walk::written_size(self.graph, expr) > most
    }

    /// Each adjoint with the factors put in, those of later quantities by name.
    fn adjoints(&mut self, adjoints: &[Arc<Adjoint>]) {
        let lines = self.backward_lines(adjoints, |adjoint| adjoint.product, "");
        self.equations(lines);
    }

    /// The products with numbers in place of the factors, those of one layer taken together first.
    fn products(
        &self,
        derivation: &DerivationReport,
        paths: &[Path],
        prepared: &Prepared,
        lines: &mut Vec<Line>,
    ) {
        let factors: usize = paths.iter().map(|path| path.factors.len()).sum();
        if paths.len() > MOST_PRODUCTS || !(2..=self.elision.most()).contains(&factors) {
            return;
        }
        let values: FxHashMap<FactorId, &Value> = derivation
            .factors
            .iter()
            .filter_map(|factor| Some((factor.id, factor.value.as_deref()?)))
            .collect();
        let mut sums = Vec::new();
        let mut exact = true;
        for path in paths {
            let Some(factor_values) =
                path.factors.iter().map(|id| values.get(id).copied()).collect::<Option<Vec<_>>>()
            else {
                return;
            };
            exact &= factor_values.iter().all(|value| self.relation_to(value) == Relation::Equal);
            sums.push(if paths.len() == 1 {
                self.layers(path, &factor_values, prepared, lines)
            } else {
                let members: Vec<Layout> = factor_values.iter().map(|value| self.bracketed(value)).collect();
                Layout::joined(&members, Operator::Times)
            });
        }
        let relation = if exact { Relation::Equal } else { Relation::About };
        // After the lines of single layers the whole is named again.
        let left =
            if lines.len() > 1 { self.setter.expression(derivation.derivation.name) } else { Layout::new() };
        let right = Layout::joined(&sums, Operator::Plus);
        lines.push(Line { relation, ..line(left, right, Some("numbers substituted".into())) });
    }

    /// `0.25 × 500 = 125`, a line of its own, and the product of all layers.
    fn layers(&self, path: &Path, values: &[&Value], prepared: &Prepared, lines: &mut Vec<Line>) -> Layout {
        let mut layers = Vec::new();
        for group in path.groups() {
            let layer_values = &values[group.clone()];
            let members: Vec<Layout> = layer_values.iter().map(|value| self.bracketed(value)).collect();
            let fold = if layer_values.len() == 2 { prepared.fold(path, group.start) } else { None };
            let ([first, second], Some(fold)) = (layer_values, fold) else {
                layers.extend(members);
                continue;
            };
            let Ok(product) = first.mul(second, BITS) else {
                layers.extend(members);
                continue;
            };
            let exact = layer_values.iter().all(|value| self.relation_to(value) == Relation::Equal);
            let sign = self.relation_to(&product);
            let sides = Layout::joined(&members, Operator::Times).related(
                if sign == Relation::Equal { Operator::Equal } else { Operator::About },
                &self.number(&product),
            );
            let relation = if exact { Relation::Equal } else { Relation::About };
            let name = self.setter.expression(fold.name);
            lines.push(Line { relation, ..line(name, sides, None) });
            layers.push(self.bracketed(&product));
        }
        Layout::joined(&layers, Operator::Times)
    }
}
