//! How large a derivative can be.

use chainrule_number::Rational;
use chainrule_render::{Block, Inline, Layout, Operator};
use chainrule_symbolic::function::rows::arithmetic::{MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::graph::{ExprId, Node};

use chainrule_work::found::{Theorem, Why};

use super::super::Page;
use super::super::facts::fraction;
use super::super::plan::{self, Numbers};
use super::super::preparation::Prepared;
use super::product_of;

/// A bound of more parts is no line of a page.
const MOST_PARTS: usize = 8;

/// A bound is told with so many reasons.
const MOST_REASONS: usize = 2;

/// Factors of more parts stand in a bound by name.
const LONGEST_PART: usize = 8;

impl Page<'_> {
    pub(in super::super) fn bound_of_product(&mut self, place: usize, prepared: &Prepared) {
        let report = self.report;
        let derivation = &report.derivations[place];
        if derivation.value.is_none() {
            self.bound_without_number(place, prepared);
            return;
        }
        // The layer above the product has its bound.
        let is_told = plan::numbers(report, derivation) == Numbers::BelowTheChain;
        let Some(theorem) = report.always[place].as_ref().filter(|_| !is_told) else { return };
        if let Some(bound) = self.bound_line(theorem, prepared) {
            self.blocks.push(Block::Remark(Inline::from("Bound: ").math(bound)));
        }
    }

    /// The bound on a derivative that has no number, why it holds, and where the derivative lies for the given ranges.
    fn bound_without_number(&mut self, place: usize, prepared: &Prepared) {
        let report = self.report;
        let (derivation, bounds) = (&report.derivations[place], &report.bounds[place]);
        let is_whole = |theorem: &&Theorem| self.graph.children(theorem.size) == [derivation.derivation.name];
        if let Some(theorem) = bounds.theorems.theorems.last().filter(is_whole)
            && let Some(bound) = self.bound_line(theorem, prepared)
        {
            let mut text = Inline::from("Bound: ").math(bound);
            let mut reasons: Vec<Why> = Vec::new();
            for part in &bounds.theorems.parts {
                // One slope stands for all of its function.
                if reasons.contains(&part.why) && matches!(part.why, Why::SlopeOf(_) | Why::ValueOf(_)) {
                    continue;
                }
                if reasons.len() == MOST_REASONS {
                    break;
                }
                text = text.text(if reasons.is_empty() { ", since " } else { ", " }).then(self.part(part));
                reasons.push(part.why);
            }
            self.blocks.push(Block::Remark(text));
        }
        self.enclosures(derivation, bounds);
    }

    /// `|∂L/∂w| ≤ |y - ŷ|/4`
    fn bound_line(&self, theorem: &Theorem, prepared: &Prepared) -> Option<Layout> {
        let (number, parts) = self.numbers_apart(theorem.bound, prepared)?;
        let size = self.setter.expression(prepared.title).between_bars();
        let whole = if parts.is_empty() {
            fraction(&number)
        } else {
            let factors = product_of(&parts);
            match number.recip() {
                Some(one) if one.is_integer() && one == Rational::one() => factors,
                Some(whole) if whole.is_integer() => Layout::fraction(&factors, &fraction(&whole)),
                Some(_) | None => product_of(&[fraction(&number), factors]),
            }
        };
        let sign = if theorem.strict { Operator::Less } else { Operator::AtMost };
        Some(size.related(sign, &whole))
    }

    /// A size in a bound, that of a factor as what the factor is.
    fn size_of(&self, id: ExprId, prepared: &Prepared) -> Layout {
        let graph = self.graph;
        let Node::Apply { function, arguments: &[inner], .. } = graph.node(id) else {
            return self.setter.expression(id);
        };
        let factors = self.report.calculus().factors();
        let is_name = |factor: &ExprId| graph.builtin(function) == Some(&ABS) && *factor == inner;
        let short_form = prepared.short.iter().find(|(id, _)| is_name(&factors[id.index()].name));
        match short_form.map(|(_, &short)| short).filter(|&short| !self.is_longer(short, LONGEST_PART)) {
            Some(short) => match graph.node(short) {
                Node::Apply { function, arguments: &[positive], .. }
                    if graph.builtin(function) == Some(&NEGATE) =>
                {
                    self.setter.expression(positive).between_bars()
                }
                Node::Apply { .. } | Node::Symbol(_) | Node::Number(_) | Node::Derivative { .. } => {
                    self.setter.expression(short).between_bars()
                }
            },
            None => self.setter.expression(id),
        }
    }

    /// The numbers of a product, multiplied, and its other factors.
    fn numbers_apart(&self, bound: ExprId, prepared: &Prepared) -> Option<(Rational, Vec<Layout>)> {
        let graph = self.graph;
        let mut number = Rational::one();
        let mut parts = Vec::new();
        let mut stack = vec![bound];
        while let Some(id) = stack.pop() {
            match graph.node(id) {
                Node::Number(factor) => number = &number * factor,
                Node::Apply { function, primes: 0, arguments } => {
                    let row = graph.builtin(function);
                    if row == Some(&MULTIPLY) {
                        stack.extend(arguments.iter().rev());
                    } else if row == Some(&POWER)
                        && let (Node::Number(base), Node::Number(exponent)) =
                            (graph.node(arguments[0]), graph.node(arguments[1]))
                        && let Some(exponent) = exponent.to_i64()
                    {
                        number = &number * &base.pow(exponent).ok()?;
                    } else {
                        parts.push(self.size_of(id, prepared));
                    }
                }
                Node::Symbol(_) | Node::Derivative { .. } | Node::Apply { .. } => {
                    parts.push(self.setter.expression(id));
                }
            }
        }
        (parts.len() <= MOST_PARTS).then_some((number, parts))
    }
}
