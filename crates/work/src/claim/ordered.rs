//! Claims that one side is never above the other, for all values of the leaves.

use std::cmp::Ordering;

use chainrule_program::Kernel;
use chainrule_proof::bound::{self, Budget, Found};
use chainrule_proof::counterexample::{self, Written};
use chainrule_proof::identity;
use chainrule_proof::ranges::{Program, Ranges};
use chainrule_proof::rule::{self, ProofRule};
use chainrule_symbolic::function::Monotonicity;
use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE};
use chainrule_symbolic::graph::{ExprId, Graph, Node};

use super::agreement::{Agreement, agree};
use super::effort::Effort;
use super::{By, Doubt, Judgement, Refutation};

/// Boxes take up to this part of what is left of the steps, so that some are left for the rules.
const PART_FOR_BOXES: usize = 3;

/// So many functions are taken off both sides.
const MOST_TAKEN_OFF: usize = 20;

/// The first of each pair is at most the second (below it, if `strict`); the pairs say the same, with more or less
/// written out.
pub(super) fn ordered(
    graph: &mut Graph,
    pairs: &[(ExprId, ExprId)],
    as_written: &Written,
    strict: bool,
    ranges: &Ranges,
    effort: &Effort,
) -> Judgement {
    let budget = effort.budget();
    let judgement = with_budget(graph, pairs, as_written, strict, ranges, &budget);
    effort.charge_spent(&budget);
    judgement
}

fn with_budget(
    graph: &mut Graph,
    pairs: &[(ExprId, ExprId)],
    as_written: &Written,
    strict: bool,
    ranges: &Ranges,
    budget: &Budget,
) -> Judgement {
    let holds = |order: Ordering| if strict { order.is_lt() } else { order.is_le() };
    let Some(&written) = pairs.last() else { return Doubt::NothingCompared.into() };
    // Points first: what fails at one is not believed by any proof.
    let mut kernel = Kernel::new();
    let (low, high) = (kernel.of(graph, written.0), kernel.of(graph, written.1));
    if let Some(point) = counterexample::find_written(graph, (low, high), as_written, ranges, holds) {
        return Judgement::Refuted(Refutation::FailsAt(point));
    }
    for &(low, high) in pairs {
        let gap = difference(graph, high, low);
        if bound::is_plainly_not_negative(graph, gap, strict, ranges) {
            return proved(&rule::RANGES);
        }
    }
    let mut pairs = pairs.to_vec();
    // What is the same number everywhere is above itself nowhere.
    if strict
        && are_same(graph, low, high, ranges)
        && let Some(point) = counterexample::find_defined(graph, (low, high), as_written, ranges)
    {
        return Refutation::SameFunction(point).into();
    }
    if !strict {
        if are_same(graph, low, high, ranges) {
            return By::SameFunction.into();
        }
        // What rises keeps the order of what it is put to.
        if let Some((low, high)) = taken_off(graph, written) {
            let (one, other) = (kernel.of(graph, low), kernel.of(graph, high));
            if are_same(graph, one, other, ranges) {
                return By::SameFunction.into();
            }
            pairs.insert(0, (low, high));
        }
    }
    let mut tried = Vec::new();
    for &(low, high) in &pairs {
        let gap = difference(graph, high, low);
        if tried.contains(&gap) {
            continue;
        }
        tried.push(gap);
        let part = budget.part(PART_FOR_BOXES);
        if bound::is_not_negative(graph, gap, strict, ranges, &part) == Found::Proved {
            return proved(&rule::RANGES);
        }
        let smooth = identity::without_extremes(graph, gap);
        if smooth != gap && bound::is_not_negative(graph, smooth, strict, ranges, &part) == Found::Proved {
            return proved(&rule::RANGES_WITHOUT_EXTREMES);
        }
        if let Some(larger) = bound::sum_of_sizes(graph, low, ranges) {
            let gap = difference(graph, high, larger);
            if bound::is_not_negative(graph, gap, strict, ranges, &part) == Found::Proved {
                return proved(&rule::TRIANGLE);
            }
        }
        budget.give_back(&part);
    }
    if let Some(point) = counterexample::find_downhill(graph, (low, high), as_written, ranges, holds) {
        return Judgement::Refuted(Refutation::FailsAt(point));
    }
    if strict && let Some(point) = counterexample::find_equal(graph, (low, high), as_written, ranges) {
        return Refutation::SameNumber(Some(point)).into();
    }
    for gap in tried {
        if let Some(rules) = bound::prove(graph, gap, strict, ranges, budget) {
            return By::Rules(rules).into();
        }
    }
    // A point found by the search is one of the leaves only where all is written out.
    let gap = difference(graph, high, low);
    let leaves = Program::new(graph, gap).leaves;
    match bound::is_not_negative(graph, gap, strict, ranges, budget) {
        Found::Proved => proved(&rule::BOXES),
        Found::Counterexample(point) => {
            let point: counterexample::Point = leaves.into_iter().zip(point).collect();
            if as_written.admits(&point) {
                Judgement::Refuted(Refutation::FailsAt(point))
            } else {
                not_proved()
            }
        }
        Found::Nothing if budget.is_spent() => Doubt::NotProved { ended_after: Some(budget.all()) }.into(),
        Found::Nothing => not_proved(),
    }
}

fn not_proved() -> Judgement {
    Doubt::NotProved { ended_after: None }.into()
}

fn proved(by: &'static ProofRule) -> Judgement {
    By::Rules(vec![by]).into()
}

fn are_same(graph: &mut Graph, left: ExprId, right: ExprId, ranges: &Ranges) -> bool {
    let (left, right) = (identity::without_extremes(graph, left), identity::without_extremes(graph, right));
    matches!(agree(graph, left, right, ranges), Agreement::Same)
}

/// What stands inside both sides when functions that never fall, or never rise, are taken off both: where the inside of
/// the first is at most that of the second, so are they. Nothing where none can be.
fn taken_off(graph: &Graph, (low, high): (ExprId, ExprId)) -> Option<(ExprId, ExprId)> {
    let (mut low, mut high, mut count) = (low, high, 0);
    while count < MOST_TAKEN_OFF {
        let (
            Node::Apply { function, primes: 0, arguments: &[one] },
            Node::Apply { function: other_function, primes: 0, arguments: &[other] },
        ) = (graph.node(low), graph.node(high))
        else {
            break;
        };
        if function != other_function {
            break;
        }
        let Some(row) = graph.builtin(function) else { break };
        (low, high) = match row.monotonicity {
            Monotonicity::Increasing => (one, other),
            Monotonicity::Decreasing => (other, one),
            Monotonicity::Valley | Monotonicity::Neither if *row == NEGATE => (other, one),
            Monotonicity::Valley | Monotonicity::Neither => break,
        };
        count += 1;
    }
    (count > 0).then_some((low, high))
}

fn difference(graph: &mut Graph, left: ExprId, right: ExprId) -> ExprId {
    let opposite = graph.call(&NEGATE, &[right]);
    graph.call(&ADD, &[left, opposite])
}
