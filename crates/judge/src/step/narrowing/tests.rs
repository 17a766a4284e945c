//! Narrowed steps are judged as the whole is, and are small.

use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::logistic::SIGMOID;
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId, Walk};
use chainrule_symbolic::network::{Network, NetworkBuilder};

use super::super::{Judge, Verdict, equation};
use super::Narrowing;

fn name(graph: &mut Graph, text: &str) -> ExprId {
    let symbol = graph.intern(text);
    graph.symbol(symbol)
}

/// `q = σ(Σ (y_i − v·x_i)²)·v + (Σ …)·x_3`, with `v` another name in every third term.
fn network(count: usize) -> (Graph, Network, SymbolId) {
    let mut graph = Graph::new();
    let two = graph.integer(2);
    let terms: Vec<ExprId> = (0..count)
        .map(|place| {
            let x = name(&mut graph, &format!("x{place}"));
            let y = name(&mut graph, &format!("y{}", place % 7));
            let v = name(&mut graph, if place % 3 == 0 { "v" } else { "w" });
            let product = graph.call(&MULTIPLY, &[v, x]);
            let minus = graph.call(&NEGATE, &[product]);
            let difference = graph.call(&ADD, &[y, minus]);
            graph.call(&POWER, &[difference, two])
        })
        .collect();
    let sum = graph.call(&ADD, &terms);
    let sigmoid = graph.call(&SIGMOID, &[sum]);
    let (v, x) = (name(&mut graph, "v"), name(&mut graph, "x3"));
    let first = graph.call(&MULTIPLY, &[sigmoid, v]);
    let second = graph.call(&MULTIPLY, &[sum, x]);
    let whole = graph.call(&ADD, &[first, second]);
    defined("q", graph, whole)
}

/// A network of one quantity.
fn defined(name: &str, mut graph: Graph, formula: ExprId) -> (Graph, Network, SymbolId) {
    let quantity = graph.intern(name);
    let mut builder = NetworkBuilder::new();
    builder.define(quantity, formula);
    let network = builder.finish(&graph).expect("no cycle");
    (graph, network, quantity)
}

/// `p = 2·x0·x1·…·(x0 + y)`
fn product(count: usize) -> (Graph, Network, SymbolId) {
    let mut graph = Graph::new();
    let mut factors: Vec<ExprId> = (0..count).map(|place| name(&mut graph, &format!("x{place}"))).collect();
    let y = name(&mut graph, "y");
    let last = graph.call(&ADD, &[factors[0], y]);
    factors.push(last);
    factors.insert(0, graph.integer(2));
    let whole = graph.call(&MULTIPLY, &factors);
    defined("p", graph, whole)
}

/// `p = (-(2·(y - x0)))·x0'·x1·…·(3·x0²)`, with a sigmoid for each `x'`: as derivatives of deep chains are.
fn bracketed(count: usize) -> (Graph, Network, SymbolId) {
    let mut graph = Graph::new();
    let names: Vec<ExprId> = (0..count).map(|place| name(&mut graph, &format!("x{place}"))).collect();
    let (y, two, three) = (name(&mut graph, "y"), graph.integer(2), graph.integer(3));
    let minus = graph.call(&NEGATE, &[names[0]]);
    let difference = graph.call(&ADD, &[y, minus]);
    let twice = graph.call(&MULTIPLY, &[two, difference]);
    let mut factors = vec![graph.call(&NEGATE, &[twice])];
    factors.extend(names.iter().map(|&of| graph.call(&SIGMOID, &[of])));
    let square = graph.call(&POWER, &[names[0], two]);
    factors.push(graph.call(&MULTIPLY, &[three, square]));
    let whole = graph.call(&MULTIPLY, &factors);
    defined("p", graph, whole)
}

/// However a definition is bracketed, what is judged of its derivative by one name is no larger than that.
#[test]
fn steps_of_wide_products_are_narrowed() {
    for (mut graph, network, p) in [product(70), bracketed(70)] {
        let mut calculus = Calculus::new(&mut graph, network.clone());
        let narrowing = Narrowing::of(&graph, &network, p).expect("a wide product");
        for &by in network.inputs(p).to_vec().iter().skip(1) {
            calculus.derive(&mut graph, p, by);
            let factor = *calculus.factors().last().expect("a factor");
            let working = calculus.worked(factor.working.expect("a formula")).clone();
            let steps: Vec<_> = working.steps().map(|step| (step.before(), step.after())).collect();
            for (left, right) in narrowing.equations(&mut graph, working.by(), &steps) {
                let size = Walk::below(&graph, &[left, right]).len();
                assert!(size < 24, "{size} parts in a step of the derivative by {}", graph.name(by));
            }
        }
    }
}

fn is_refuted(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Refuted { .. })
}

#[test]
fn narrowed_verdicts_are_those_of_the_whole() {
    for (graph, network, q) in [network(70), product(70), bracketed(70)] {
        try_all(graph, &network, q);
    }
}

fn try_all(mut graph: Graph, network: &Network, q: SymbolId) {
    let mut calculus = Calculus::new(&mut graph, network.clone());
    let mut judge = Judge::new();
    let inputs = network.inputs(q).to_vec();
    let results: Vec<ExprId> = inputs.iter().map(|&by| calculus.derive(&mut graph, q, by).result).collect();
    for place in 0..calculus.factors().len() {
        let mut factor = calculus.factors()[place];
        let working = calculus.worked(factor.working.expect("a formula")).clone();
        assert!(!judge.working(&mut graph, network, &working).iter().any(is_refuted));
        assert!(!is_refuted(&judge.factor(&mut graph, network, factor)));
        // The result of another input, and the right one with something more.
        let one = graph.integer(1);
        let more = graph.call(&ADD, &[factor.result, one]);
        for wrong in [results[(place + 1) % results.len()], results[(place + 7) % results.len()], more] {
            factor.result = wrong;
            assert!(is_refuted(&judge.factor(&mut graph, network, factor)), "{place}");
        }
    }
}

#[test]
fn the_plain_judge_agrees() {
    let (mut graph, network, q) = network(66);
    let mut calculus = Calculus::new(&mut graph, network.clone());
    for &by in network.inputs(q).to_vec().iter().step_by(9) {
        let derivation = calculus.derive(&mut graph, q, by);
        assert!(!is_refuted(&equation(&mut graph, &network, derivation.name, derivation.result)));
    }
}
