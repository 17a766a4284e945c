//! One way from a result to its finished form.

use super::algebra::{Algebra, call, is_sum};
use super::cost::cost;
use super::names::{Named, is_call, with_quotients_named, with_rests_named};
use super::operations::{is_arithmetic, is_product, turnable};
use super::rules;
use super::step::{parts, put_together, shorter_sum, slope, step, sums_in, sums_within};
use super::way::{Fractions, Quotients, Slopes, Way};
use crate::derivation::{Line, Step};
use crate::function::rows::power::SQRT;
use crate::graph::{ExprId, Graph, Node, Rewriter, SymbolId, Walk};
use crate::network::Network;
use crate::rule::Rule;
use rustc_hash::{FxHashMap, FxHashSet};

/// A result is gone through so many times at most.
const MOST_PASSES: usize = 4;

/// A line that is no shorter than the one before by more than this is told with it.
const LITTLE: u64 = 3;

/// Whether the terms of a result are looked at together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    Together,
    Apart,
}

/// What was done so far.
pub(super) struct Attempt {
    at: ExprId,
    lines: Vec<Line>,
    named: Vec<SymbolId>,
    fractions: Fractions,
}

impl Attempt {
    /// Goes one way; nothing where it is no way of its own, or the result is too large.
    pub(super) fn by(
        graph: &mut Graph,
        network: &Network,
        named: &Named,
        target: SymbolId,
        result: ExprId,
        way: Way,
    ) -> Option<Self> {
        if way.quotients == Quotients::Rest && named.quotients.is_empty() {
            return None;
        }
        let mut attempt = Self { at: result, lines: Vec::new(), named: Vec::new(), fractions: way.fractions };
        let written = sums_in(graph, result);
        attempt.write_slopes(graph, network, named, target, way.slopes);
        if named.quotients.is_empty() {
            attempt.simplify(graph)?;
        } else {
            // Where quotients have names, each term of a sum is put together by itself first.
            attempt.pass(graph, Whole::Apart)?;
        }
        let rules: [(&'static Rule, bool); 2] =
            [(&rules::NAME_OF_QUOTIENT, false), (&rules::REST_OF_QUOTIENT, true)];
        let ordered = match way.quotients {
            Quotients::Own => [rules[0], rules[1]],
            Quotients::Rest => [rules[1], rules[0]],
        };
        if !named.quotients.is_empty() {
            for (rule, is_rest) in ordered {
                attempt.name_quotients(graph, named, rule, is_rest);
            }
            attempt.simplify(graph)?;
        }
        attempt.take_sign_in(graph, &written);
        Some(attempt)
    }

    pub(super) fn result(&self) -> ExprId {
        self.at
    }

    pub(super) fn into_parts(self) -> (Vec<Line>, Vec<SymbolId>) {
        (self.lines, self.named)
    }

    /// One more line, with what some steps say put in.
    fn put_in(&mut self, graph: &mut Graph, steps: Vec<Step>) {
        let mut rewriter = Rewriter::new();
        for step in &steps {
            rewriter.replace(step.before(), step.after());
        }
        let expr = rewriter.apply(graph, self.at);
        if expr != self.at {
            self.at = expr;
            self.lines.push(Line { expr, steps });
        }
    }

    /// `σ'(z)` as `a·(1 − a)`, and other functions by the reader's names for them.
    fn write_slopes(
        &mut self,
        graph: &mut Graph,
        network: &Network,
        named: &Named,
        target: SymbolId,
        which: Slopes,
    ) {
        let of_target =
            network.formula(target).filter(|&formula| named.is_readers(target) && is_call(graph, formula));
        let name_of = |expr: ExprId, is_slope: bool, graph: &Graph| {
            if of_target == Some(expr) {
                // 3/√(6x), and not 3/y, is the derivative of y = √(6x).
                let is_root = call(graph, expr).is_some_and(|(row, _)| *row == SQRT);
                return (is_slope || !is_root).then_some(target);
            }
            named.calls.get(&expr).copied()
        };
        // A formula may bring in primes of its own.
        for _ in 0..MOST_PASSES {
            let mut steps = Vec::new();
            let mut put = Vec::new();
            for id in parts(graph, self.at) {
                if named.is_kept(id) {
                    continue;
                }
                if let Node::Apply { primes: 1.., .. } = graph.node(id) {
                    let Some((step, inside)) =
                        slope(graph, id, which, |expr, graph| name_of(expr, true, graph))
                    else {
                        continue;
                    };
                    steps.push(step);
                    put.extend(inside);
                } else if let Some(symbol) = name_of(id, false, graph) {
                    put.push((id, symbol));
                }
            }
            if steps.is_empty() && put.is_empty() {
                return;
            }
            // Slopes first: the names stand in their formulas.
            let count = self.lines.len();
            self.put_in(graph, steps);
            let mut steps = Vec::new();
            for (expr, symbol) in put {
                let name = graph.symbol(symbol);
                let step = Step::computed(&rules::NAME, expr, name);
                if !steps.contains(&step) {
                    steps.push(step);
                }
                if !self.named.contains(&symbol) {
                    self.named.push(symbol);
                }
            }
            self.put_in(graph, steps);
            self.join_from(count);
        }
    }

    /// One line of all from a place on.
    fn join_from(&mut self, place: usize) {
        let Some(expr) = self.lines.last().map(|line| line.expr) else { return };
        let steps: Vec<Step> = self.lines.drain(place..).flat_map(|line| line.steps).collect();
        if !steps.is_empty() {
            self.lines.push(Line { expr, steps });
        }
    }

    /// Sums made shorter from the inside out, products put together, until nothing changes.
    fn simplify(&mut self, graph: &mut Graph) -> Option<()> {
        for _ in 0..MOST_PASSES {
            let before = self.at;
            self.pass(graph, Whole::Together)?;
            if self.at == before {
                break;
            }
        }
        Some(())
    }

    /// One pass; a line for each level of sums inside others.
    fn pass(&mut self, graph: &mut Graph, whole: Whole) -> Option<()> {
        let terms: Vec<ExprId> = match whole {
            Whole::Apart if is_sum(graph, self.at) => graph.children(self.at).to_vec(),
            Whole::Apart | Whole::Together => Vec::new(),
        };
        let order = Walk::in_reading_order(graph, &[self.at], |id| !is_arithmetic(graph, id));
        let divisors = sums_within(graph, &order, self.fractions);
        let mut changes: FxHashMap<ExprId, (ExprId, usize)> = FxHashMap::default();
        let mut steps: Vec<(usize, ExprId, Step)> = Vec::new();
        for &id in &order {
            let is_opened = is_arithmetic(graph, id) || (id == self.at && is_product(graph, id));
            if !is_opened {
                changes.insert(id, (id, 0));
                continue;
            }
            let children = graph.children(id).to_vec();
            let level = children
                .iter()
                .map(|child| changes.get(child).map_or(0, |changed| changed.1))
                .max()
                .unwrap_or(0);
            let new: Vec<ExprId> =
                children.iter().map(|child| changes.get(child).map_or(*child, |changed| changed.0)).collect();
            let before = match graph.node(id) {
                Node::Apply { function, .. } if new != children => graph.apply(function, &new),
                Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => id,
            };
            let found = if id == self.at && !terms.is_empty() {
                None
            } else if is_sum(graph, before) {
                let fraction =
                    if divisors.contains(&id) { step(graph, &rules::FRACTIONS, before) } else { None };
                fraction.or_else(|| shorter_sum(graph, before))
            } else if id == self.at || terms.contains(&id) {
                put_together(graph, before)
            } else {
                None
            };
            match found {
                Some(step) => {
                    changes.insert(id, (step.after(), level + 1));
                    steps.push((level + 1, id, step));
                }
                None => {
                    changes.insert(id, (before, level));
                }
            }
        }
        let highest = steps.iter().map(|step| step.0).max().unwrap_or(0);
        for level in 1..=highest {
            let mut rewriter = Rewriter::new();
            let mut level_steps = Vec::new();
            for (at, id, step) in &steps {
                if *at <= level {
                    rewriter.replace(*id, step.after());
                }
                if *at == level && !level_steps.contains(step) {
                    level_steps.push(*step);
                }
            }
            let expr = rewriter.apply(graph, order.last().copied()?);
            if expr != self.at {
                // Brackets dropped are no line of their own.
                let is_small = cost(graph, expr) + LITTLE >= cost(graph, self.at)
                    && level_steps.iter().all(|step| *step.rule() == rules::GATHERED);
                self.at = expr;
                self.lines.push(Line { expr, steps: level_steps });
                if is_small {
                    self.join_from(self.lines.len().saturating_sub(2));
                }
            }
        }
        Some(())
    }

    /// Names of quotients put into the products of a result.
    fn name_quotients(&mut self, graph: &mut Graph, named: &Named, rule: &'static Rule, is_rest: bool) {
        let products: Vec<ExprId> = match call(graph, self.at) {
            Some(_) if is_sum(graph, self.at) => graph.children(self.at).to_vec(),
            Some(_) | None => vec![self.at],
        };
        let mut steps: Vec<Step> = Vec::new();
        for before in products {
            let after = if is_rest {
                with_rests_named(graph, &named.quotients, before)
            } else {
                with_quotients_named(graph, &named.quotients, before)
            };
            let Some((after, symbols)) = after else { continue };
            if after != before {
                steps.push(Step::computed(rule, before, after));
                for symbol in symbols {
                    if !self.named.contains(&symbol) {
                        self.named.push(symbol);
                    }
                }
            }
        }
        let count = self.lines.len();
        self.put_in(graph, steps);
        // `−1 + p` is `p − 1` at once.
        if self.lines.len() > count
            && let Some(step) = step(graph, &rules::LIKE_TERMS, self.at)
        {
            self.put_in(graph, vec![step]);
            self.join_from(count);
        }
    }

    /// `−(y − a)·x` as `(a − y)·x`, where the sum is none that the reader wrote.
    fn take_sign_in(&mut self, graph: &mut Graph, written: &FxHashSet<ExprId>) {
        let is_new = {
            let Some(mut algebra) = Algebra::over(graph, &[self.at]) else { return };
            let Some(product) = algebra.product(self.at) else { return };
            let place = turnable(&mut algebra, &product);
            place.is_some_and(|place| !written.contains(&product.factors[place].0))
        };
        if is_new && let Some(step) = step(graph, &rules::SIGN, self.at) {
            let count = self.lines.len();
            self.put_in(graph, vec![step]);
            self.join_from(count.saturating_sub(1));
        }
    }
}
