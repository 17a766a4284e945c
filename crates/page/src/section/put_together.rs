//! The factors put together: symbols, the same with numbers, the value.

use chainrule_number::{Rational, Value};
use chainrule_render::{Block, Inline, Layout, Line, Operator, Product, ProductFactor, Relation};
use chainrule_symbolic::derivation::{FactorId, Path};
use chainrule_symbolic::function::Notation;
use chainrule_symbolic::graph::{ExprId, Node};
use chainrule_work::factor_values::FactorValues;
use chainrule_work::report::DerivationReport;
use chainrule_worksheet::Part;

use super::super::Page;
use super::super::line;
use super::super::plan::{self, Numbers, is_single};
use super::super::preparation::Prepared;
use super::super::tellings::Telling;

/// In products of so many factors ones are not worth a line without them.
const FEWEST_WITH_ONES: usize = 5;

/// Factors of more parts stand in the product by name: what they are was told above.
const LONGEST_FACTOR: usize = 20;

impl Page<'_> {
    pub(in super::super) fn put_together(&mut self, place: usize, prepared: &Prepared) {
        let report = self.report;
        let derivation = &report.derivations[place];
        if !derivation.derivation.has_factors() {
            // Nothing is put together.
        } else if is_single(derivation) {
            self.value_of_single(derivation, prepared);
            let finished = self.finished_form(derivation, prepared);
            self.equations(finished.into_iter().collect());
        } else if plan::is_told_by_pattern(derivation, &self.plan) {
            let finished = self.finished_form(derivation, prepared);
            self.equations(finished.into_iter().collect());
        } else if !derivation.derivation.adjoints().is_empty() {
            self.section("Put together", Inline::new(), "Put together,".into());
            let title = self.setter.expression(prepared.title);
            if self.is_beyond_reading(derivation.derivation.result) {
                self.numbers(derivation, prepared);
            } else {
                let mut lines = vec![line(title, self.setter.expression(prepared.result), None)];
                lines.extend(self.value_behind(derivation));
                lines.extend(self.finished_form(derivation, prepared));
                self.equations(lines);
            }
        } else if !self.is_told_by_chain(derivation) {
            let mut product = self.product(derivation, prepared);
            if !product.is_in_chain {
                self.silent_section("Put together");
            }
            product.prose = self.leading_to(&product);
            product.finished.extend(self.finished_form(derivation, prepared));
            self.blocks.push(Block::Product(product));
        }
        self.refused(derivation);
        self.zero(&derivation.derivation, report.zeros[place].as_ref());
        if let Some(sides) = &report.one_sided[place] {
            self.one_sided(derivation, sides);
        }
    }

    /// Whether the product is the chain again, without a number or with its number behind the chain.
    fn is_told_by_chain(&self, derivation_report: &DerivationReport) -> bool {
        let is_shown = self.plan.shows(Part::Chain) && !self.plan.has_all_steps();
        let paths = derivation_report.derivation.written_paths();
        is_shown
            && plan::is_chain_of_names(self.report, derivation_report)
            && (derivation_report.value.is_none() || super::chain_rule::is_cut(paths))
    }

    /// The form that a textbook prints, where it is another than that of the product.
    fn finished_form(&self, derivation_report: &DerivationReport, prepared: &Prepared) -> Option<Line> {
        let finished = derivation_report.finished.as_ref()?.finished.lines.last()?;
        if finished.expr == prepared.result
            || finished.expr == derivation_report.derivation.result
            || self.is_product_again(derivation_report, prepared, finished.expr)
        {
            return None;
        }
        // Cut in the middle it would say no more than the product does, which is cut as well.
        let is_cut = |count: usize| self.elision.cut(count).1 > 0;
        if !self.plan.has_all_steps()
            && is_cut(derivation_report.factors.len())
            && is_cut(self.parts_of_product(&[finished.expr]).1.len())
            && !plan::has_number_line_of(derivation_report)
        {
            return None;
        }
        let mut lines = Vec::new();
        self.finished(derivation_report, &Layout::new(), &mut lines);
        lines
            .pop()
            .map(|line| Line { left: self.setter.expression(derivation_report.derivation.name), ..line })
    }

    /// Whether a finished form is the product put together, without its dots.
    fn is_product_again(
        &self,
        derivation_report: &DerivationReport,
        prepared: &Prepared,
        finished: ExprId,
    ) -> bool {
        let Some(path) = derivation_report.derivation.only_path() else { return false };
        let has_numbers = plan::has_number_line_of(derivation_report);
        if self.plan.has_all_steps() || is_single(derivation_report) || !has_numbers {
            return false;
        }
        let factors: Option<Vec<ExprId>> =
            path.factors.iter().map(|id| prepared.short.get(id).copied()).collect();
        let Some(factors) = factors else { return false };
        if factors.iter().any(|&id| self.is_longer(id, LONGEST_FACTOR)) {
            return false;
        }
        let [mut product, finished] = [factors, vec![finished]].map(|roots| self.parts_of_product(&roots));
        if path.factors.len() >= FEWEST_WITH_ONES {
            let one = Rational::one();
            product.1.retain(|&part| !matches!(self.graph.node(part), Node::Number(derivation_report) if *derivation_report == one));
        }
        product == finished
    }

    /// The parts of a product with the sign before it, products within it taken apart.
    fn parts_of_product(&self, roots: &[ExprId]) -> (bool, Vec<ExprId>) {
        let mut is_negative = false;
        let mut parts = Vec::new();
        let mut stack: Vec<ExprId> = roots.iter().rev().copied().collect();
        while let Some(id) = stack.pop() {
            let Node::Apply { function, primes: 0, arguments } = self.graph.node(id) else {
                parts.push(id);
                continue;
            };
            match self.graph.builtin(function).map(|row| row.notation) {
                Some(Notation::Product) => stack.extend(arguments.iter().rev()),
                Some(Notation::Negation) => {
                    is_negative = !is_negative;
                    stack.extend(arguments);
                }
                Some(_) | None => parts.push(id),
            }
        }
        (is_negative, parts)
    }

    /// What leads on to a product where the page is running prose.
    fn leading_to(&self, product: &Product) -> Inline {
        let numbers = match product.relation {
            Some(_) => "the numbers of the factors stand under them",
            None => "the factors give",
        };
        match &self.chain_label {
            Some(label) => Inline::from("Put into ").reference(label.clone()).text(format!(", {numbers}:")),
            None => Inline::from("Put together, ").text(format!("{numbers}:")),
        }
    }

    fn value_behind(&self, derivation_report: &DerivationReport) -> Option<Line> {
        derivation_report.value.as_ref().map(|value| Line {
            relation: self.relation_to(value),
            ..line(Layout::new(), self.number(value), None)
        })
    }

    /// The number of a derivative that is one factor, where it does not stand beside the factor.
    fn value_of_single(&mut self, derivation_report: &DerivationReport, prepared: &Prepared) {
        let is_told =
            prepared.tellings.iter().all(|telling| !matches!(telling, Telling::Open | Telling::ToldBefore));
        if is_told && self.plan.shows(Part::Factors) && !self.plan.has_all_steps() {
            return;
        }
        let name = self.setter.expression(derivation_report.derivation.name);
        if let Some(value) = self.value_behind(derivation_report) {
            self.equations(vec![Line { left: name, ..value }]);
        }
    }

    /// The sum of products, with the numbers of its factors.
    pub(super) fn product(&self, derivation_report: &DerivationReport, prepared: &Prepared) -> Product {
        let left = self.setter.expression(derivation_report.derivation.name);
        let value =
            derivation_report.value.as_ref().map(|value| (self.relation_to(value), self.number(value)));
        let paths = derivation_report.derivation.written_paths();
        if paths.is_empty() {
            return Product { left, value, ..Product::default() };
        }
        let is_in_chain = plan::numbers(self.report, derivation_report) == Numbers::BelowTheChain;
        let values = FactorValues::of(derivation_report);
        let has_numbers = plan::has_number_line(paths);
        let mut exact = true;
        let mut complete = has_numbers && derivation_report.value.is_some();
        if !has_numbers || prepared.short.is_empty() {
            let symbol = self.setter.expression(prepared.result);
            let summands = vec![vec![ProductFactor { symbol, number: None }]];
            return Product { left, summands, value, ..Product::default() };
        }
        let mut summands = Vec::new();
        for path in paths {
            let mut factors = Vec::new();
            for group in if is_in_chain {
                path.groups()
            } else {
                (0..path.factors.len()).map(|at| at..at + 1).collect()
            } {
                let number = Self::number_of_group(path, group.clone(), &values);
                let is_first = factors.is_empty() && summands.is_empty();
                complete &= number.is_some();
                if let Some(value) = &number {
                    exact &= self.relation_to(value) == Relation::Equal;
                }
                let number =
                    number.map(|value| if is_first { self.number(&value) } else { self.bracketed(&value) });
                let symbol = if is_in_chain {
                    self.groups(path, prepared)[factors.len()].clone()
                } else {
                    let id = path.factors[group.start];
                    let factor = self.report.calculus().factor(id);
                    let short = prepared.short.get(&id).copied().unwrap_or(factor.result);
                    let is_long =
                        self.is_longer(short, LONGEST_FACTOR) && paths.len() + path.factors.len() > 2;
                    self.in_a_product(if is_long { factor.name } else { short }, is_first)
                };
                factors.push(ProductFactor { symbol, number });
            }
            summands.push(factors);
        }
        let relation = complete.then_some(if exact { Relation::Equal } else { Relation::About });
        let on_a_line = self.is_compact;
        Product { left, summands, relation, value, is_in_chain, on_a_line, ..Product::default() }
    }

    /// The number of one factor, or of the two of a layer.
    fn number_of_group(
        path: &Path,
        group: std::ops::Range<usize>,
        values: &FactorValues<'_>,
    ) -> Option<Value> {
        let mut product: Option<Value> = None;
        for at in group {
            let id: FactorId = path.factors[at];
            let value = values.get(id)?;
            product = Some(match product {
                None => value.clone(),
                Some(before) => {
                    chainrule_number::Scalar::mul(&before, value, super::super::numbers::BITS).ok()?
                }
            });
        }
        product
    }

    /// Whether an expression is put in brackets as a factor.
    pub(super) fn needs_brackets(&self, id: ExprId, is_first: bool) -> bool {
        match self.graph.node(id) {
            Node::Number(number) => number.is_negative() && !is_first,
            Node::Symbol(_) | Node::Derivative { .. } => false,
            Node::Apply { function, primes, arguments } => {
                match self.graph.builtin(function).map(|row| row.notation) {
                    Some(Notation::Sum) => primes == 0 && arguments.len() > 1,
                    Some(Notation::Negation) => !is_first,
                    Some(Notation::Product) => !is_first && self.is_negative(self.first_factor(id)),
                    Some(_) | None => false,
                }
            }
        }
    }

    /// What a product begins with.
    fn first_factor(&self, product: ExprId) -> ExprId {
        let mut id = product;
        while let Node::Apply { function, primes: 0, arguments: &[first, ..] } = self.graph.node(id)
            && self.graph.builtin(function).map(|row| row.notation) == Some(Notation::Product)
        {
            id = first;
        }
        id
    }

    fn is_negative(&self, id: ExprId) -> bool {
        match self.graph.node(id) {
            Node::Number(number) => number.is_negative(),
            Node::Apply { function, .. } => {
                self.graph.builtin(function).map(|row| row.notation) == Some(Notation::Negation)
            }
            Node::Symbol(_) | Node::Derivative { .. } => false,
        }
    }
}

/// Factors beside each other.
pub(super) fn product_of(factors: &[Layout]) -> Layout {
    Layout::joined(factors, Operator::Chained)
}
