//! Replay rejects a working in which anything was altered.
//!
//! Outside this module a step or a working can't be built except by the rules: altered ones exist only here.

use super::{Step, Working};
use crate::RULES;
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY};
use crate::function::rows::logistic::SIGMOID;
use crate::graph::{ExprId, Graph, Scope, SymbolId};
use crate::network::{Dependence, Network, NetworkBuilder};
use crate::rule::Setting;

/// q = σ(w·x)·x / (x + w), by x.
fn working() -> (Graph, Network, Working) {
    let mut graph = Graph::new();
    let [x, w, q] = ["x", "w", "q"].map(|name| graph.intern(name));
    let [x_expr, w_expr] = [x, w].map(|symbol| graph.symbol(symbol));
    let product = graph.call(&MULTIPLY, &[w_expr, x_expr]);
    let sigmoid = graph.call(&SIGMOID, &[product]);
    let above = graph.call(&MULTIPLY, &[sigmoid, x_expr]);
    let below = graph.call(&ADD, &[x_expr, w_expr]);
    let quotient = graph.call(&DIVIDE, &[above, below]);
    let mut builder = NetworkBuilder::new();
    builder.define(q, quotient);
    let network = builder.finish(&graph).expect("no cycle");
    let q = graph.symbol(q);
    let start = graph.derivative(q, x, Scope::Local);
    let working = Working::of(&mut graph, &network, start);
    (graph, network, working)
}

/// Every way of altering one list of steps in one place.
fn altered(steps: &[Step], others: &[ExprId]) -> Vec<Vec<Step>> {
    let mut all = Vec::new();
    for place in 0..steps.len() {
        let step = steps[place];
        let mut put = |changed: Step| {
            if changed != step {
                let mut steps = steps.to_vec();
                steps[place] = changed;
                all.push(steps);
            }
        };
        for rule in RULES.iter().copied() {
            put(Step::computed(rule, step.before(), step.after()));
        }
        for &other in others {
            put(Step::computed(step.rule(), other, step.after()));
            put(Step::computed(step.rule(), step.before(), other));
        }
        let (mut missing, mut twice) = (steps.to_vec(), steps.to_vec());
        missing.remove(place);
        twice.push(step);
        all.extend([missing, twice]);
        if place > 0 {
            let mut exchanged = steps.to_vec();
            exchanged.swap(place - 1, place);
            all.push(exchanged);
        }
    }
    all
}

#[test]
fn replay_rejects_every_altered_field() {
    let (mut graph, network, whole) = working();
    assert!(whole.replays(&mut graph, &network));
    assert!(whole.openings.len() > 5 && whole.closings.len() > 3);
    let others: Vec<ExprId> = (0..graph.len()).map(ExprId::from_index).collect();
    let mut tried = 0;
    let mut reject = |graph: &mut Graph, altered: Working, what: &str| {
        assert!(!altered.replays(graph, &network), "{what} was altered: {altered:?}");
        tried += 1;
    };
    for openings in altered(&whole.openings, &others) {
        reject(&mut graph, Working { openings, ..whole.clone() }, "an opening");
    }
    for closings in altered(&whole.closings, &others) {
        reject(&mut graph, Working { closings, ..whole.clone() }, "a closing");
    }
    for &other in &others {
        if other != whole.result {
            reject(&mut graph, Working { result: other, ..whole.clone() }, "the result");
        }
        if other != whole.start {
            reject(&mut graph, Working { start: other, ..whole.clone() }, "the start");
        }
    }
    for index in 0..graph.symbol_count() {
        let by = SymbolId::from_index(index);
        if by != whole.by {
            reject(&mut graph, Working { by, ..whole.clone() }, "the quantity derived by");
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn a_step_alone_replays_only_with_its_own_rule_and_sides() {
    let (mut graph, network, whole) = working();
    let mut dependence = Dependence::on(whole.by);
    let steps: Vec<Step> = whole.steps().copied().collect();
    for &step in &steps {
        let mut setting = Setting { graph: &mut graph, network: &network, dependence: &mut dependence };
        assert!(step.replays(&mut setting));
        for other in &steps {
            let changed = Step::computed(step.rule(), step.before(), other.after());
            assert_eq!(changed.replays(&mut setting), step.after() == other.after());
        }
    }
}
