//! The working of one derivative inside one definition.

#[cfg(test)]
mod altered;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fact_list::FactList;
use super::{Fact, Must, Step};
use crate::function::Domain;
use crate::graph::{ExprId, Graph, Node, Rewriter, Scope, SymbolId, Walk};
use crate::network::{Dependence, Network, Occurrences, is_wide};
use crate::rule::{Setting, arithmetic, differentiation};

/// How one derivative is worked out: equations, each by a rule, that together give the result.
///
/// - `openings` take a derivative apart: `∂(u·w)/∂u = ∂u/∂u·w`. On their right smaller derivatives may stand, each the
///   left of another opening.
/// - `closings` tidy what remains once those are put in: `1·w = w`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Working {
    start: ExprId,
    by: SymbolId,
    openings: Vec<Step>,
    closings: Vec<Step>,
    result: ExprId,
}

/// One whole line of a working, as a reader would write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The right side of the line.
    pub expr: ExprId,
    /// The steps that lead to it from the line before; none on lines that only put results together.
    pub steps: Vec<Step>,
}

impl Working {
    /// Works out `∂u/∂x`, the derivative node `start`, the other names held fixed.
    ///
    /// A derivative that no rule fits stays as it is. Cost: linear in the size of the expression.
    pub fn of(graph: &mut Graph, network: &Network, start: ExprId) -> Self {
        Self::among(graph, network, start, &mut Occurrences::new())
    }

    /// The same where wide operators were read before. Cost: linear in the parts that vary with the quantity, and in what
    /// stands around them outside of wide operators.
    pub fn among(graph: &mut Graph, network: &Network, start: ExprId, occurrences: &mut Occurrences) -> Self {
        let Node::Derivative { by, .. } = graph.node(start) else {
            return Self::nothing(graph, start);
        };
        let mut dependence = Dependence::among(by, std::mem::take(occurrences));
        let working = Self::worked_out(graph, network, start, by, &mut dependence);
        *occurrences = dependence.occurrences;
        working
    }

    fn worked_out(
        graph: &mut Graph,
        network: &Network,
        start: ExprId,
        by: SymbolId,
        dependence: &mut Dependence,
    ) -> Self {
        let mut setting = Setting { graph, network, dependence };
        let openings = open(&mut setting, start, by);
        let mut result_of: FxHashMap<ExprId, ExprId> = FxHashMap::default();
        let mut closings = Vec::new();
        // Openings come in the order in which a reader takes the expression apart: the last need nothing open.
        let order = closing_order(&setting, start, &openings);
        for opening in order {
            let closed = close(&mut setting, opening.after(), &mut result_of, &mut closings);
            result_of.insert(opening.before(), closed);
        }
        let result = result_of.get(&start).copied().unwrap_or(start);
        Self { start, by, openings, closings, result }
    }

    fn nothing(graph: &Graph, start: ExprId) -> Self {
        let by = SymbolId::from_index(graph.symbol_count());
        Self { start, by, openings: Vec::new(), closings: Vec::new(), result: start }
    }

    /// The derivative that was worked out.
    pub fn start(&self) -> ExprId {
        self.start
    }

    /// The quantity it was derived by.
    pub fn by(&self) -> SymbolId {
        self.by
    }

    /// What the derivative is.
    pub fn result(&self) -> ExprId {
        self.result
    }

    /// All equations, in the order in which they were found.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.openings.iter().chain(&self.closings)
    }

    /// Every expression of the working: its start, its result, and both sides of each step.
    pub(super) fn expressions(&self) -> Vec<ExprId> {
        let sides = self.steps().flat_map(|step| [step.before(), step.after()]);
        [self.start, self.result].into_iter().chain(sides).collect()
    }

    /// The working with other names in it: `renamed` are its [`Working::expressions`] under them.
    pub(super) fn renamed(&self, mut renamed: impl Iterator<Item = ExprId>, by: SymbolId) -> Self {
        let mut next = || renamed.next().expect("every expression was renamed");
        let (start, result) = (next(), next());
        let mut step = |step: &Step| {
            let before = next();
            Step::computed(step.rule(), before, next())
        };
        let openings = self.openings.iter().map(&mut step).collect();
        let closings = self.closings.iter().map(&mut step).collect();
        Self { start, by, openings, closings, result }
    }

    /// Applies every rule again and puts the parts together again.
    pub fn replays(&self, graph: &mut Graph, network: &Network) -> bool {
        self.replays_among(graph, network, &mut Occurrences::new())
    }

    /// The same where wide operators were read before.
    pub fn replays_among(&self, graph: &mut Graph, network: &Network, occurrences: &mut Occurrences) -> bool {
        let mut dependence = Dependence::among(self.by, std::mem::take(occurrences));
        let mut setting = Setting { graph, network, dependence: &mut dependence };
        let replays = self.steps().all(|step| step.replays(&mut setting));
        *occurrences = dependence.occurrences;
        replays && Self::among(graph, network, self.start, occurrences) == *self
    }

    /// What the working takes for granted and what it knows: ranges of slopes, conditions, conventions. Each once: those
    /// of the result first, then the conditions of what was dropped on the way (`0·u = 0` holds where `u` is defined),
    /// then the conventions for functions whose derivative is written by formula. Cost: linear in the expressions; wide
    /// operators without facts are read once for all workings.
    pub fn facts(&self, graph: &Graph, factless: &mut Factless) -> Vec<Fact> {
        let dropped: Vec<ExprId> = self.closings.iter().map(Step::before).collect();
        let roots: Vec<ExprId> = dropped.iter().copied().chain([self.result]).collect();
        factless.read(graph, &roots);
        let is_without = |id: ExprId| factless.holds(id);
        let mut facts = FactList::default();
        for expr in Walk::in_reading_order(graph, &[self.result], is_without) {
            facts.extend(Fact::about(graph, expr));
        }
        for expr in Walk::in_reading_order(graph, &dropped, is_without) {
            let about = Fact::about(graph, expr).into_iter();
            facts.extend(about.filter(|fact| matches!(fact, Fact::Condition { .. })));
        }
        for step in &self.openings {
            let Node::Derivative { of, .. } = graph.node(step.before()) else { continue };
            if let Node::Apply { function, .. } = graph.node(of)
                && let Some(row) = graph.builtin(function)
                && [&differentiation::FUNCTION, &differentiation::CHAIN, &differentiation::PARTIALS]
                    .contains(&step.rule())
            {
                facts.extend(Fact::conventions(row));
                if let (Domain::Within(domain), &[argument]) = (row.domain, graph.children(of)) {
                    let is_other =
                        |id: ExprId| id == argument || matches!(graph.node(id), Node::Derivative { .. });
                    let formula = Walk::in_reading_order(graph, &[step.after()], is_other);
                    let formula = formula.into_iter().filter(|&id| !is_other(id));
                    facts.lies_inside(graph, argument, domain, formula);
                }
            }
            if step.rule() == &differentiation::EXPONENTIAL
                && let Node::Apply { arguments: &[base, exponent], .. } = graph.node(of)
                && matches!(graph.node(base), Node::Number(number) if number.is_zero())
            {
                // 0^v jumps at v = 0.
                facts.extend(Fact::needed(graph, exponent, Must::BePositive));
            }
        }
        facts.strongest(graph)
    }

    /// The working as whole lines, from the derivative to its result, or `None` where they would be more than
    /// `most` or longer than a reader can use: then the equations are to be read one by one.
    pub fn lines(&self, graph: &mut Graph, most: usize) -> Option<Vec<Line>> {
        let by_left: FxHashMap<ExprId, Step> =
            self.openings.iter().map(|step| (step.before(), *step)).collect();
        let mut lines: Vec<Line> = Vec::new();
        let mut at = self.start;
        loop {
            let open = open_derivatives(graph, at, &by_left);
            if open.is_empty() {
                break;
            }
            if lines.len() == most {
                return None;
            }
            let mut rewriter = Rewriter::new();
            let mut steps = Vec::new();
            for derivative in open {
                let step = by_left[&derivative];
                rewriter.replace(derivative, step.after());
                steps.push(step);
            }
            at = rewriter.apply(graph, at);
            lines.push(Line { expr: at, steps });
        }
        if at != self.result {
            lines.push(Line { expr: self.result, steps: self.closings.clone() });
        }
        Some(lines)
    }
}

/// Wide operators that hold no facts: they stand in the derivatives by all their names.
#[derive(Debug, Default)]
pub struct Factless {
    read: FxHashMap<ExprId, bool>,
}

impl Factless {
    /// No operator is read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the wide operators below some expressions that were not read before.
    fn read(&mut self, graph: &Graph, roots: &[ExprId]) {
        let below = Walk::below_until(graph, roots, |id| self.read.contains_key(&id));
        // Those inside others come first.
        for id in below {
            if !is_wide(graph, id) || self.read.contains_key(&id) {
                continue;
            }
            let below = Walk::below_until(graph, &[id], |id| self.holds(id));
            let holds = below.into_iter().all(|id| Fact::about(graph, id).is_empty());
            self.read.insert(id, holds);
        }
    }

    fn holds(&self, operator: ExprId) -> bool {
        self.read.get(&operator).copied().unwrap_or(false)
    }
}

/// Takes the derivative apart until nothing is left to take apart.
fn open(setting: &mut Setting<'_>, start: ExprId, by: SymbolId) -> Vec<Step> {
    let mut openings = Vec::new();
    let mut seen = FxHashSet::default();
    let mut stack = vec![start];
    seen.insert(start);
    while let Some(before) = stack.pop() {
        let fitting = match (differentiation::DEFINITION.apply)(setting, before) {
            Some(after) if before == start => Some((&differentiation::DEFINITION, after)),
            Some(_) | None => differentiation::fitting(setting, before),
        };
        let Some((rule, after)) = fitting else { continue };
        openings.push(Step::computed(rule, before, after));
        let smaller = local_derivatives(setting, after, by);
        stack.extend(smaller.into_iter().rev().filter(|&derivative| seen.insert(derivative)));
    }
    openings
}

/// The derivatives that a rule left on its right side, in the order of reading. A rule puts them at most
/// [`DEEPEST_RULE`] operators below the top, so that the search costs no more than the rule did.
fn local_derivatives(setting: &Setting<'_>, root: ExprId, by: SymbolId) -> Vec<ExprId> {
    let graph = &*setting.graph;
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut stack = vec![(root, 0)];
    while let Some((id, depth)) = stack.pop() {
        match graph.node(id) {
            // The immediate derivative of an open dependence is a factor to keep, not one to take apart.
            Node::Derivative { of, by: variable, scope: Scope::Local } if variable == by => {
                if !matches!(graph.node(of), Node::Symbol(symbol) if symbol != by) {
                    found.push(id);
                }
            }
            // Shared parts are met once at each depth, not once for each way that leads to them.
            Node::Apply { arguments, primes: 0, .. }
                if depth < DEEPEST_RULE
                    && !setting.dependence.occurrences.is_plain(id)
                    && seen.insert((id, depth)) =>
            {
                stack.extend(arguments.iter().rev().map(|&argument| (argument, depth + 1)));
            }
            Node::Apply { .. } | Node::Derivative { .. } | Node::Number(_) | Node::Symbol(_) => {}
        }
    }
    found
}

/// How far below the top of its right side a rule puts derivatives: `(∂u·v − u·∂v)/v²` has them four below.
const DEEPEST_RULE: usize = 4;

/// Openings such that each comes after those of the derivatives on its right side.
fn closing_order(setting: &Setting<'_>, start: ExprId, openings: &[Step]) -> Vec<Step> {
    let by_left: FxHashMap<ExprId, &Step> = openings.iter().map(|step| (step.before(), step)).collect();
    let mut order = Vec::with_capacity(openings.len());
    let mut done: FxHashSet<ExprId> = FxHashSet::default();
    let mut stack = vec![(start, false)];
    while let Some((derivative, entered)) = stack.pop() {
        let Some(step) = by_left.get(&derivative) else { continue };
        if entered {
            if done.insert(derivative) {
                order.push(**step);
            }
            continue;
        }
        if done.contains(&derivative) {
            continue;
        }
        stack.push((derivative, true));
        let Node::Derivative { by, .. } = setting.graph.node(derivative) else { continue };
        stack
            .extend(local_derivatives(setting, step.after(), by).into_iter().map(|smaller| (smaller, false)));
    }
    order
}

/// The right side of an opening with the results put in, tidied operator by operator from below.
///
/// Only operators above a derivative are touched: what the reader wrote stays as written.
fn close(
    setting: &mut Setting<'_>,
    after: ExprId,
    result_of: &mut FxHashMap<ExprId, ExprId>,
    closings: &mut Vec<Step>,
) -> ExprId {
    let mut stack = vec![(after, 0usize, false)];
    let mut closed: FxHashMap<ExprId, ExprId> = FxHashMap::default();
    while let Some((id, depth, entered)) = stack.pop() {
        if closed.contains_key(&id) {
            continue;
        }
        if let Some(&result) = result_of.get(&id) {
            closed.insert(id, result);
            continue;
        }
        let Node::Apply { function, primes, arguments } = setting.graph.node(id) else {
            closed.insert(id, id);
            continue;
        };
        let is_plain = depth > 0 && setting.dependence.occurrences.is_plain(id);
        if primes > 0 || depth > DEEPEST_RULE || is_plain {
            closed.insert(id, id);
            continue;
        }
        if !entered {
            stack.push((id, depth, true));
            stack.extend(arguments.iter().map(|&argument| (argument, depth + 1, false)));
            continue;
        }
        let new: Vec<ExprId> = arguments.iter().map(|argument| closed[argument]).collect();
        // Parts of the reader's own that hold no derivative are left alone; what the rule itself wrote is tidied.
        if new == arguments && depth > 0 {
            closed.insert(id, id);
            continue;
        }
        let mut at = setting.graph.apply_primed(function, primes, &new);
        if let Some((rule, tidy)) = arithmetic::fitting(setting, at) {
            closings.push(Step::computed(rule, at, tidy));
            at = tidy;
        }
        closed.insert(id, at);
    }
    closed[&after]
}

/// The derivatives in an expression that an opening takes apart, in the order of reading.
fn open_derivatives(graph: &Graph, root: ExprId, by_left: &FxHashMap<ExprId, Step>) -> Vec<ExprId> {
    let mut open =
        Walk::in_reading_order(graph, &[root], |id| matches!(graph.node(id), Node::Derivative { .. }));
    open.retain(|id| by_left.contains_key(id));
    open
}
