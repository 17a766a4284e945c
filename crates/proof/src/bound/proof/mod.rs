//! Proofs by rules: a goal that is not seen at once is reduced to other goals that show it.
//!
//! - `goal`: what is to be shown;
//! - `deciders`: what is seen at once, by ranges, by a theorem on polynomials or box by box;
//! - `canonical`: one way of writing: arguments multiplied out, exponentials over common bases;
//! - `products`: common factors and denominators, products as one variable;
//! - `factors`: products compared factor by factor;
//! - `one_variable`: quadratic in one variable;
//! - `inverses`: roots and logarithms taken to the other side;
//! - `circle`: sines and cosines of one angle;
//! - `cases`: signs, halves of the line, domains;
//! - `slopes`: what only rises is least where it begins; sums as one variable;
//! - `written_out`: functions by their definitions.
//!
//! Every rule is sound by itself: where the goals it answers hold, the goal holds. Goals may ask for more points than
//! the expression is defined at, never for fewer.

mod angles;
mod canonical;
mod cases;
mod circle;
mod deciders;
mod factors;
mod goal;
mod inverses;
mod one_variable;
mod products;
mod slopes;
mod written_out;

use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Walk};
use rustc_hash::{FxHashMap, FxHashSet};

use std::cmp::Ordering;

use super::Budget;
use crate::counterexample;
use crate::identity::without_extremes;
use crate::ranges::{Ranges, without_own_functions};
use crate::rule::{self, ProofRule};
use chainrule_program::Kernel;
use goal::{Goal, Goals};

/// Rules are put one upon another so often.
const DEEPEST: usize = 7;

/// So many goals are looked at in all.
const MOST_GOALS: usize = 700;

/// Larger expressions are left to other methods.
const LARGEST: usize = 250;

/// What it costs to look at a node of a goal, to make a new one, and to evaluate one at a few points, in steps.
const STEPS_A_NODE: usize = 20;
const STEPS_A_NEW_NODE: usize = 20;
const STEPS_OF_POINTS: usize = 200;

/// A way to see a goal at once.
struct Decider {
    rule: &'static ProofRule,
    decides: fn(&mut Graph, &Goal, &Budget) -> bool,
}

/// A way to reduce a goal to others: any of the answers will do, all goals of an answer must hold.
struct Rule {
    rule: &'static ProofRule,
    reduce: fn(&mut Graph, &Goal) -> Vec<Goals>,
}

const DECIDERS: &[Decider] = &[
    Decider { rule: &rule::RANGES, decides: deciders::plainly },
    Decider {
        rule: &ProofRule { id: "sum-of-squares", title: "a sum of squares" },
        decides: deciders::sum_of_squares,
    },
    Decider { rule: &ProofRule { id: "sturm", title: "Sturm's theorem" }, decides: deciders::sturm },
    Decider {
        rule: &ProofRule { id: "sturm-of-quotient", title: "Sturm's theorem for the quotient of the two" },
        decides: deciders::homogeneous,
    },
    Decider {
        rule: &ProofRule { id: "piecewise-linear", title: "the signs inside absolute values, case by case" },
        decides: deciders::piecewise_linear,
    },
    Decider { rule: &rule::BOXES, decides: deciders::boxes },
];

/// Rules that are always for the better: what they answer takes the place of the goal.
const TIDYING: &[Rule] = &[
    Rule {
        rule: &ProofRule { id: "terms-collected", title: "terms collected" },
        reduce: canonical::collected,
    },
    Rule {
        rule: &ProofRule { id: "common-factor", title: "the sign of a common factor or denominator" },
        reduce: products::factored,
    },
    Rule { rule: &ProofRule { id: "domain", title: "the domain of a function" }, reduce: cases::domains },
];

/// Tried before a goal is made tidier: what is multiplied out has no factors.
static FACTOR_BY_FACTOR: ProofRule = ProofRule { id: "factor-by-factor", title: "factor by factor" };

/// So often a goal is made tidier.
const MOST_TIDYING: usize = 6;

const RULES: &[Rule] = &[
    Rule {
        rule: &ProofRule { id: "absolute-value", title: "cases of an absolute value" },
        reduce: cases::sizes,
    },
    Rule { rule: &ProofRule { id: "root", title: "a root to the other side" }, reduce: inverses::roots },
    Rule {
        rule: &ProofRule { id: "logarithm", title: "a logarithm to the other side" },
        reduce: inverses::logarithms,
    },
    Rule {
        rule: &ProofRule { id: "inverse-circular", title: "the ends of an inverse circular function" },
        reduce: angles::angles,
    },
    Rule {
        rule: &ProofRule { id: "product-as-variable", title: "a product as one variable" },
        reduce: products::merged,
    },
    Rule {
        rule: &ProofRule { id: "quadratic", title: "a quadratic in one variable" },
        reduce: one_variable::discriminants,
    },
    Rule { rule: &ProofRule { id: "circle", title: "sin^2 + cos^2 = 1" }, reduce: circle::circle },
    Rule {
        rule: &ProofRule { id: "exponentials", title: "exponentials over one base" },
        reduce: canonical::exponentials,
    },
    Rule { rule: &ProofRule { id: "sum-as-variable", title: "a sum as one variable" }, reduce: slopes::sums },
    Rule {
        rule: &ProofRule { id: "difference-as-variable", title: "a difference as one variable" },
        reduce: cases::differences,
    },
    Rule {
        rule: &ProofRule { id: "signs", title: "negative and positive numbers apart" },
        reduce: cases::halves,
    },
    Rule { rule: &ProofRule { id: "slope", title: "the sign of a slope" }, reduce: slopes::slopes },
    Rule {
        rule: &ProofRule { id: "written-out", title: "functions written out" },
        reduce: written_out::written_out,
    },
    Rule {
        rule: &ProofRule { id: "root-as-variable", title: "a root or logarithm as one variable" },
        reduce: inverses::inverted,
    },
    Rule { rule: &ProofRule { id: "gibbs", title: "u ln u >= u ln q + u - q" }, reduce: inverses::gibbs },
    Rule { rule: &ProofRule { id: "near-and-far", title: "near and far numbers apart" }, reduce: cases::far },
];

/// Tries to show that an expression is at least zero (above zero, if `strict`) wherever it is defined; answers by what.
pub fn prove(
    graph: &mut Graph,
    expr: ExprId,
    strict: bool,
    ranges: &Ranges,
    budget: &Budget,
) -> Option<Vec<&'static ProofRule>> {
    let expr = without_own_functions(graph, expr);
    let expr = without_extremes(graph, expr);
    if Walk::rewritable(graph, expr).len() > LARGEST {
        return None;
    }
    let goal = named(graph, expr, strict, ranges);
    if let Some(reasons) = by_factors(graph, &goal, budget) {
        return Some(reasons);
    }
    shown(graph, &goal, budget)
}

/// What shows that a product bounds the size of another, factor by factor.
fn by_factors(graph: &mut Graph, goal: &Goal, budget: &Budget) -> Option<Vec<&'static ProofRule>> {
    let mut reasons = vec![&FACTOR_BY_FACTOR];
    for part in factors::one_by_one(graph, goal)? {
        for reason in shown(graph, &part, budget)? {
            if !reasons.iter().any(|other| other.id == reason.id) {
                reasons.push(reason);
            }
        }
    }
    Some(reasons)
}

/// What shows a goal, as few rules upon another as it takes.
fn shown(graph: &mut Graph, goal: &Goal, budget: &Budget) -> Option<Vec<&'static ProofRule>> {
    let mut search = Search {
        left: MOST_GOALS,
        budget,
        decided: FxHashMap::default(),
        failed: FxHashMap::default(),
        refuted: FxHashMap::default(),
    };
    (0..=DEEPEST).find_map(|depth| {
        let mut reasons = Vec::new();
        search.shows(graph, goal, depth, &mut reasons).then(|| {
            reasons.reverse();
            let mut seen = FxHashSet::default();
            reasons.retain(|reason| seen.insert(reason.id));
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

/// What is known of goals: of an expression, strictly or not, with these ranges.
type Known<Answer> = FxHashMap<(ExprId, bool), Vec<(Ranges, Answer)>>;

/// What was tried.
struct Search<'a> {
    left: usize,
    budget: &'a Budget,
    decided: Known<Option<&'static ProofRule>>,
    failed: Known<usize>,
    refuted: Known<bool>,
}

impl Search<'_> {
    /// Whether a goal can be shown with so many rules one upon another. As deep as that, never deeper: no deeper than
    /// [`DEEPEST`].
    fn shows(
        &mut self,
        graph: &mut Graph,
        goal: &Goal,
        depth: usize,
        reasons: &mut Vec<&'static ProofRule>,
    ) -> bool {
        let key = (goal.expr, goal.strict);
        let ranges = goal.ranges.clone();
        let before = self.failed.get(&key).into_iter().flatten();
        if before.clone().any(|(earlier, tried)| *tried >= depth && *earlier == ranges) {
            return false;
        }
        if let Some(rule) = self.decide(graph, goal) {
            reasons.push(rule);
            return true;
        }
        let mark = reasons.len();
        let tidied = self.tidied(graph, goal, reasons);
        let goal = tidied.as_ref().unwrap_or(goal);
        if tidied.is_some()
            && let Some(rule) = self.decide(graph, goal)
        {
            reasons.push(rule);
            return true;
        }
        let is_number = matches!(graph.node(goal.expr), Node::Number(_));
        if depth > 0 && !is_number && !self.is_false(graph, goal) {
            for rule in RULES {
                let reduced = self.charged(graph, goal, |graph| (rule.reduce)(graph, goal));
                for goals in reduced {
                    if self.is_over() {
                        return false;
                    }
                    let mark = reasons.len();
                    if goals.iter().all(|goal| self.shows(graph, goal, depth - 1, reasons)) {
                        reasons.push(rule.rule);
                        return true;
                    }
                    reasons.truncate(mark);
                }
            }
        }
        reasons.truncate(mark);
        self.failed.entry(key).or_default().push((ranges, depth));
        false
    }

    /// Whether nothing more is to be tried.
    fn is_over(&self) -> bool {
        self.left == 0 || self.budget.is_spent()
    }

    /// Does something with a goal, at the price of what it makes of it.
    fn charged<T>(&self, graph: &mut Graph, goal: &Goal, look: impl FnOnce(&mut Graph) -> T) -> T {
        let before = graph.len();
        let found = look(graph);
        let size = Walk::rewritable(graph, goal.expr).len();
        self.budget.spend(size * STEPS_A_NODE + (graph.len() - before) * STEPS_A_NEW_NODE);
        found
    }

    /// A goal made tidier, where it can be.
    fn tidied(&self, graph: &mut Graph, goal: &Goal, reasons: &mut Vec<&'static ProofRule>) -> Option<Goal> {
        let mut at: Option<Goal> = None;
        for _ in 0..MOST_TIDYING {
            let next = TIDYING.iter().find_map(|rule| {
                let goal = at.as_ref().unwrap_or(goal);
                let answer = self.charged(graph, goal, |graph| (rule.reduce)(graph, goal)).pop()?.pop()?;
                reasons.push(rule.rule);
                Some(answer)
            });
            match next {
                Some(next) => at = Some(next),
                None => break,
            }
        }
        at
    }

    /// Whether a goal fails at one of a few points: then no rule is worth a try.
    fn is_false(&mut self, graph: &mut Graph, goal: &Goal) -> bool {
        let key = (goal.expr, goal.strict);
        if let Some((_, is_false)) =
            self.refuted.get(&key).into_iter().flatten().find(|(ranges, _)| *ranges == goal.ranges)
        {
            return *is_false;
        }
        let written = Kernel::new().of(graph, goal.expr);
        self.budget.spend(Walk::rewritable(graph, written).len() * STEPS_OF_POINTS);
        let zero = graph.integer(0);
        let holds = |order: Ordering| if goal.strict { order.is_lt() } else { order.is_le() };
        let is_false = counterexample::find_near(graph, zero, written, &goal.ranges, holds).is_some();
        self.refuted.entry(key).or_default().push((goal.ranges.clone(), is_false));
        is_false
    }

    fn decide(&mut self, graph: &mut Graph, goal: &Goal) -> Option<&'static ProofRule> {
        let key = (goal.expr, goal.strict);
        if let Some((_, decision)) =
            self.decided.get(&key).into_iter().flatten().find(|(ranges, _)| *ranges == goal.ranges)
        {
            return *decision;
        }
        if self.is_over() || Walk::rewritable(graph, goal.expr).len() > LARGEST {
            return None;
        }
        self.left -= 1;
        let budget = self.budget;
        let decision = self.charged(graph, goal, |graph| {
            DECIDERS.iter().find(|decider| (decider.decides)(graph, goal, budget)).map(|decider| decider.rule)
        });
        self.decided.entry(key).or_default().push((goal.ranges.clone(), decision));
        decision
    }
}
