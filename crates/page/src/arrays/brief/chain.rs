//! The chain rule over the quantities.

use chainrule_array::MemberStatement;
use chainrule_array::chain::Adjoint;
use chainrule_render::{Block, Chain, Inline, Layout, Line, Operator, Relation};
use chainrule_work::ArrayDerivation;

use super::super::ArrayPage;
use super::super::general::Marks;

/// Products of more factors are not written as one chain.
const MOST_FACTORS: usize = 6;

impl ArrayPage<'_> {
    /// The chain rule: one product where the way is one path of vectors and numbers, else a line for each quantity between.
    pub(super) fn chain_rule(&mut self, sound: &[&ArrayDerivation], adjoints: &[usize]) {
        let report = self.report;
        let through: Vec<&Adjoint> = adjoints
            .iter()
            .map(|&place| &report.calculus.adjoints[place])
            .filter(|adjoint| !self.is_direct(adjoint))
            .collect();
        if through.is_empty() {
            return;
        }
        let way = match sound {
            [only] => self.way(only),
            [..] => Inline::new(),
        };
        self.section("Chain rule", way, "By the chain rule");
        if let [only] = sound
            && let Some(product) = self.as_one_product(only)
        {
            let left = self.name_of(only);
            self.blocks.push(Block::Chain(Chain {
                left,
                summands: vec![product],
                product: None,
                label: "chain".to_owned(),
                on_a_line: true,
            }));
            self.tell_immediate(only);
            return;
        }
        let mut marks = Marks::default();
        let statements: Vec<MemberStatement> =
            through.iter().map(|adjoint| self.chain_statement(adjoint, &mut marks)).collect();
        let lines =
            self.lines_at_once(&statements, |page, place| vec![page.whole_chain_line(through[place])]);
        let lines = self.cut(&lines, "lines");
        self.equations(lines);
        for derivation in sound {
            self.tell_immediate(derivation);
        }
    }

    /// `W₁ reaches L along one path: z₁ → h → z₂ → L`
    fn way(&self, derivation: &ArrayDerivation) -> Inline {
        let [of, by] = [derivation.of, derivation.by].map(|quantity| self.setter.quantity(quantity));
        let reaches = Inline::new().math(by).text(" reaches ").math(of);
        let mut text = reaches.text(" along one path: ");
        for (at, &place) in derivation.adjoints.iter().rev().enumerate() {
            let [through] = self.report.calculus.adjoints[place].through.as_slice() else {
                return Inline::new();
            };
            let child = self.setter.quantity(self.report.calculus.jacobians[*through].child);
            text = text.text(if at > 0 { " → " } else { "" }).math(child);
        }
        if derivation.adjoints.len() > MOST_FACTORS { Inline::new() } else { text }
    }

    /// `(∂h/∂z)ᵀ·(∂z₂/∂h)ᵀ·∂L/∂z₂`, where every factor is a number, a vector or a matrix.
    fn as_one_product(&self, derivation: &ArrayDerivation) -> Option<Vec<Layout>> {
        if derivation.adjoints.len() > MOST_FACTORS {
            return None;
        }
        let rank = |quantity| self.report.arrays.quantity(quantity).shape.axes().len();
        let is_gradient = rank(derivation.of) == 0;
        let mut factors = Vec::new();
        for &place in &derivation.adjoints {
            let [through] = self.report.calculus.adjoints[place].through.as_slice() else { return None };
            let jacobian = &self.report.calculus.jacobians[*through];
            if rank(jacobian.child) > 1 || rank(jacobian.parent) > 1 {
                return None;
            }
            let [child, parent] = [jacobian.child, jacobian.parent].map(|one| self.setter.quantity(one));
            let layout = self.setter.local_derivative(jacobian.child, jacobian.parent, &child, &parent);
            let is_matrix = rank(jacobian.child) == 1 && rank(jacobian.parent) == 1;
            let turned = self.setter.turns(jacobian.child, jacobian.parent);
            factors.push(if is_gradient && is_matrix && !turned {
                self.setter.transposed(&layout)
            } else {
                layout
            });
        }
        // A gradient is a column, and is multiplied from the left, as Jacobians in denominator layout are.
        let is_denominator = self.setter.turns(derivation.of, derivation.by);
        if is_gradient || is_denominator {
            factors.reverse();
        }
        Some(factors)
    }

    /// The chain rule for one quantity, as wholes where they are vectors, else by entries.
    fn whole_chain_line(&self, adjoint: &Adjoint) -> Line {
        let rank = |quantity| self.report.arrays.quantity(quantity).shape.axes().len();
        let jacobians = || adjoint.through.iter().map(|&place| &self.report.calculus.jacobians[place]);
        let is_flat = rank(adjoint.of) == 0
            && rank(adjoint.by) <= 1
            && jacobians().all(|jacobian| rank(jacobian.child) <= 1);
        if !is_flat {
            return Line { reason: None, ..self.chain_line(adjoint) };
        }
        let mut terms = Vec::new();
        for jacobian in jacobians() {
            let [child, parent] = [jacobian.child, jacobian.parent].map(|one| self.setter.quantity(one));
            let local = self.setter.local_derivative(jacobian.child, jacobian.parent, &child, &parent);
            if jacobian.child == adjoint.of {
                terms.push(local);
                continue;
            }
            let upstream = self.report.calculus.known_adjoint(adjoint.of, jacobian.child);
            let upstream = upstream.map(|upstream| self.setter.quantity(upstream.name));
            let Some(upstream) = upstream else { return self.chain_line(adjoint) };
            let is_matrix = rank(jacobian.child) == 1 && rank(jacobian.parent) == 1;
            let turned = self.setter.turns(jacobian.child, jacobian.parent);
            terms.push(match (rank(jacobian.child), is_matrix) {
                (0, _) => Layout::joined(&[upstream, local], Operator::Dot),
                (_, true) if !turned => {
                    Layout::joined(&[self.setter.transposed(&local), upstream], Operator::Dot)
                }
                (_, _) if rank(jacobian.parent) == 0 => {
                    Layout::joined(&[self.setter.transposed(&local), upstream], Operator::Dot)
                }
                (_, _) => Layout::joined(&[local, upstream], Operator::Dot),
            });
        }
        Line {
            left: self.setter.quantity(adjoint.name),
            relation: Relation::Equal,
            right: Layout::joined(&terms, Operator::Plus),
            reason: None,
        }
    }
}
