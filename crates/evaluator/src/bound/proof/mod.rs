//! Proofs by rules: a goal that is not seen at once is reduced to other goals that show it.
//!
//! - `goal`: what is to be shown;
//! - `deciders`: what is seen at once, by ranges, by a theorem on polynomials or box by box;
//! - `canonical`: one way of writing: arguments multiplied out, exponentials over common bases;
//! - `products`: common factors and denominators, powers and products as one variable;
//! - `one_variable`: quadratic in one variable, linear in one variable;
//! - `inverses`: roots and logarithms taken to the other side;
//! - `cases`: signs, halves of the line, domains;
//! - `slopes`: what only rises is least where it begins; sums as one variable;
//! - `written_out`: functions by their definitions.
//!
//! Every rule is sound by itself: where the goals it answers hold, the goal holds. Goals may ask for more points than
//! the expression is defined at, never for fewer.

mod canonical;
mod cases;
mod deciders;
mod goal;
mod inverses;
mod one_variable;
mod products;
mod slopes;
mod written_out;

use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Walk};
use rustc_hash::FxHashMap;

use super::Ranges;
use super::program::without_own_functions;
use crate::identity::without_extremes;
use goal::{Goal, Goals};

/// Rules are put one upon another so often.
const DEEPEST: usize = 7;

/// So many goals are looked at in all.
const MOST_GOALS: usize = 400;

/// Larger expressions are left to other methods.
const LARGEST: usize = 250;

/// A way to see a goal at once.
struct Decider {
    title: &'static str,
    decides: fn(&mut Graph, &Goal) -> bool,
}

/// A way to reduce a goal to others: any of the answers will do, all goals of an answer must hold.
struct Rule {
    title: &'static str,
    reduce: fn(&mut Graph, &Goal) -> Vec<Goals>,
}

const DECIDERS: &[Decider] = &[
    Decider { title: "the ranges of its parts", decides: deciders::plainly },
    Decider { title: "a sum of squares", decides: deciders::sum_of_squares },
    Decider { title: "Sturm's theorem", decides: deciders::sturm },
    Decider { title: "Sturm's theorem for the quotient of the two", decides: deciders::homogeneous },
    Decider { title: "the signs inside absolute values, case by case", decides: deciders::piecewise_linear },
    Decider { title: "boxes", decides: deciders::boxes },
];

const RULES: &[Rule] = &[
    Rule { title: "terms collected", reduce: canonical::collected },
    Rule { title: "the sign of a common factor or denominator", reduce: products::factored },
    Rule { title: "cases of an absolute value", reduce: cases::sizes },
    Rule { title: "the domain of a function", reduce: cases::domains },
    Rule { title: "a root to the other side", reduce: inverses::roots },
    Rule { title: "a logarithm to the other side", reduce: inverses::logarithms },
    Rule { title: "a product as one variable", reduce: products::merged },
    Rule { title: "a square as one variable", reduce: products::evens },
    Rule { title: "a quadratic in one variable", reduce: one_variable::discriminants },
    Rule { title: "the ends of one variable", reduce: one_variable::ends },
    Rule { title: "negative and positive numbers apart", reduce: cases::halves },
    Rule { title: "the sign of a slope", reduce: slopes::slopes },
    Rule { title: "exponentials over one base", reduce: canonical::exponentials },
    Rule { title: "functions written out", reduce: written_out::written_out },
    Rule { title: "sin^2 + cos^2 = 1", reduce: canonical::circle },
    Rule { title: "a difference as one variable", reduce: cases::differences },
    Rule { title: "a sum as one variable", reduce: slopes::sums },
    Rule { title: "exp(u) >= 1 + u", reduce: inverses::tangents },
];

/// Tries to show that an expression is at least zero (above zero, if `strict`) wherever it is defined; answers by what.
pub fn prove(graph: &mut Graph, expr: ExprId, strict: bool, ranges: &Ranges) -> Option<Vec<&'static str>> {
    let expr = without_own_functions(graph, expr);
    let expr = without_extremes(graph, expr);
    if Walk::rewritable(graph, expr).len() > LARGEST {
        return None;
    }
    let goal = named(graph, expr, strict, ranges);
    let mut search = Search { left: MOST_GOALS, decided: FxHashMap::default(), failed: FxHashMap::default() };
    (0..=DEEPEST).find_map(|depth| {
        let mut reasons = Vec::new();
        search.shows(graph, &goal, depth, &mut reasons).then(|| {
            reasons.reverse();
            let mut seen = std::collections::HashSet::new();
            reasons.retain(|reason| seen.insert(*reason));
            reasons
        })
    })
}

/// The goal with open derivatives as names.
fn named(graph: &mut Graph, expr: ExprId, strict: bool, ranges: &Ranges) -> Goal {
    let mut ranges = ranges.clone();
    let mut rewriter = Rewriter::new();
    for id in Walk::rewritable(graph, expr) {
        let is_open = match graph.node(id) {
            Node::Derivative { .. } => true,
            Node::Apply { function, .. } => graph.builtin(function).is_none(),
            Node::Symbol(_) | Node::Number(_) => false,
        };
        if is_open {
            let name = goal::fresh(graph, "open", id);
            rewriter.replace(id, name);
            if let Some(range) = ranges.get(&id).cloned() {
                ranges.insert(name, range);
            }
        }
    }
    Goal { expr: rewriter.apply(graph, expr), strict, ranges }
}

/// What was tried.
struct Search {
    left: usize,
    decided: FxHashMap<(ExprId, bool), Vec<(Ranges, Option<&'static str>)>>,
    failed: FxHashMap<(ExprId, bool), Vec<(Ranges, usize)>>,
}

impl Search {
    /// Whether a goal can be shown with so many rules one upon another. As deep as that, never deeper: no deeper than
    /// [`DEEPEST`].
    fn shows(
        &mut self,
        graph: &mut Graph,
        goal: &Goal,
        depth: usize,
        reasons: &mut Vec<&'static str>,
    ) -> bool {
        let key = (goal.expr, goal.strict);
        let before = self.failed.get(&key).into_iter().flatten();
        if before.clone().any(|(ranges, tried)| *tried >= depth && *ranges == goal.ranges) {
            return false;
        }
        if let Some(title) = self.decide(graph, goal) {
            reasons.push(title);
            return true;
        }
        if depth > 0 {
            for rule in RULES {
                for goals in (rule.reduce)(graph, goal) {
                    if self.left == 0 {
                        return false;
                    }
                    let mark = reasons.len();
                    if goals.iter().all(|own| self.shows(graph, own, depth - 1, reasons)) {
                        reasons.push(rule.title);
                        return true;
                    }
                    reasons.truncate(mark);
                }
            }
        }
        self.failed.entry(key).or_default().push((goal.ranges.clone(), depth));
        false
    }

    fn decide(&mut self, graph: &mut Graph, goal: &Goal) -> Option<&'static str> {
        let key = (goal.expr, goal.strict);
        if let Some((_, decision)) =
            self.decided.get(&key).into_iter().flatten().find(|(ranges, _)| *ranges == goal.ranges)
        {
            return *decision;
        }
        if self.left == 0 || Walk::rewritable(graph, goal.expr).len() > LARGEST {
            return None;
        }
        self.left -= 1;
        let decision = DECIDERS.iter().find(|own| (own.decides)(graph, goal)).map(|own| own.title);
        self.decided.entry(key).or_default().push((goal.ranges.clone(), decision));
        decision
    }
}
