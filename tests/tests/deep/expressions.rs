//! Expressions of a hundred thousand parts: nested and wide.

use chainrule::symbolic::derivation::{Calculus, Factless, FactorId, formula, without_primes};
use chainrule::symbolic::function::Function;
use chainrule::symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule::symbolic::function::rows::exponential::EXP;
use chainrule::symbolic::function::rows::logistic::SIGMOID;
use chainrule::symbolic::function::rows::piecewise::MAX;
use chainrule::symbolic::graph::{ExprId, FunctionId, Graph, Rewriter, UserFunction, Walk};
use chainrule::symbolic::network::NetworkBuilder;
use chainrule_program::Kernel;

use super::{MANY, name, on_a_small_stack};

/// Derives one expression by `x` and does everything a derivation is asked for.
fn derived(graph: &mut Graph, expr: ExprId) {
    let mut builder = NetworkBuilder::new();
    let q = graph.intern("q");
    builder.define(q, expr);
    let network = builder.finish(graph).expect("no cycle");
    let by = graph.intern("x");
    let mut calculus = Calculus::new(graph, network);
    let derivation = calculus.derive(graph, q, by);
    let working = calculus.working(graph, FactorId::from_index(0)).expect("q has a formula");
    assert!(working.replays(graph, calculus.network()));
    assert!(working.steps().count() > 0);
    working.facts(graph, &mut Factless::new());
    working.lines(graph, 12);
    calculus.slopes(graph, derivation.result);
    without_primes(graph, derivation.result);
    assert!(calculus.replays(graph, &derivation));
    // Space is linear too: no step copies what stands below it.
    assert!(graph.len() < 60 * MANY, "{} expressions", graph.len());
}

/// A tower of so many floors on `x`.
fn tower(floors: usize, mut floor: impl FnMut(&mut Graph, ExprId) -> ExprId) {
    let mut graph = Graph::new();
    let mut top = name(&mut graph, "x");
    for _ in 0..floors {
        top = floor(&mut graph, top);
    }
    derived(&mut graph, top);
}

#[test]
fn nested_functions() {
    for function in [&SIGMOID, &EXP, &NEGATE] as [&'static Function; 3] {
        on_a_small_stack(move || tower(MANY, |graph, below| graph.call(function, &[below])));
    }
}

#[test]
fn nested_sums_and_products() {
    on_a_small_stack(|| {
        tower(MANY, |graph, below| {
            let w = name(graph, "w");
            graph.call(&ADD, &[w, below])
        });
    });
    on_a_small_stack(|| {
        let mut floor = 0;
        tower(MANY, |graph, below| {
            floor += 1;
            let w = name(graph, &format!("w{floor}"));
            graph.call(&MULTIPLY, &[w, below])
        });
    });
    // Horner's scheme, where both factors vary.
    on_a_small_stack(|| {
        tower(MANY, |graph, below| {
            let (x, w) = (name(graph, "x"), name(graph, "w"));
            let product = graph.call(&MULTIPLY, &[x, below]);
            graph.call(&ADD, &[w, product])
        });
    });
    on_a_small_stack(|| {
        let mut floor = 0;
        tower(MANY, |graph, below| {
            floor += 1;
            let w = name(graph, &format!("w{floor}"));
            let scaled = graph.call(&MULTIPLY, &[w, below]);
            let x = name(graph, "x");
            let product = graph.call(&MULTIPLY, &[x, w]);
            graph.call(&ADD, &[product, scaled])
        });
    });
}

#[test]
fn nested_quotients_and_powers() {
    on_a_small_stack(|| {
        tower(MANY / 4, |graph, below| {
            let x = name(graph, "x");
            graph.call(&DIVIDE, &[x, below])
        });
    });
    on_a_small_stack(|| {
        tower(MANY / 4, |graph, below| {
            let two = graph.integer(2);
            graph.call(&POWER, &[below, two])
        });
    });
    on_a_small_stack(|| {
        tower(MANY / 4, |graph, below| {
            let x = name(graph, "x");
            graph.call(&POWER, &[x, below])
        });
    });
    on_a_small_stack(|| {
        tower(MANY / 4, |graph, below| {
            let x = name(graph, "x");
            graph.call(&MAX, &[x, below])
        });
    });
}

#[test]
fn wide_sums_and_products() {
    for function in [&ADD, &MULTIPLY] as [&'static Function; 2] {
        // One part of many that varies.
        on_a_small_stack(move || {
            let mut graph = Graph::new();
            let parts: Vec<ExprId> = (0..MANY).map(|part| name(&mut graph, &format!("w{part}"))).collect();
            let x = name(&mut graph, "x");
            let parts = [parts, vec![x]].concat();
            let whole = graph.call(function, &parts);
            derived(&mut graph, whole);
        });
        // All of them: w0·x, w1·x, …
        on_a_small_stack(move || {
            let mut graph = Graph::new();
            let x = name(&mut graph, "x");
            let parts: Vec<ExprId> = (0..MANY)
                .map(|part| {
                    let w = name(&mut graph, &format!("w{part}"));
                    graph.call(&ADD, &[w, x])
                })
                .collect();
            let whole = graph.call(function, &parts);
            derived(&mut graph, whole);
        });
    }
}

/// f(z) = z·σ(z), put to itself again and again.
fn swish(graph: &mut Graph) -> FunctionId {
    let parameter = graph.intern("'parameter");
    let z = graph.symbol(parameter);
    let sigmoid = graph.call(&SIGMOID, &[z]);
    let body = graph.call(&MULTIPLY, &[z, sigmoid]);
    graph.define_function(UserFunction { name: "swish".to_owned(), parameters: vec![parameter], body })
}

#[test]
fn towers_of_user_functions() {
    on_a_small_stack(|| {
        let mut graph = Graph::new();
        let swish = swish(&mut graph);
        let mut top = name(&mut graph, "x");
        for _ in 0..MANY {
            top = graph.apply(swish, &[top]);
        }
        derived(&mut graph, top);
    });
    // Primes in primes: f'(f'(… f'(x))).
    on_a_small_stack(|| {
        let mut graph = Graph::new();
        let swish = swish(&mut graph);
        let mut top = name(&mut graph, "x");
        for _ in 0..MANY / 10 {
            top = graph.apply_primed(swish, 1, &[top]);
        }
        assert!(formula(&mut graph, top).is_some());
        without_primes(&mut graph, top);
    });
    // Functions defined by functions, one above the other.
    on_a_small_stack(|| {
        let mut graph = Graph::new();
        let mut function = swish(&mut graph);
        for floor in 0..MANY {
            let parameter = graph.intern("'parameter");
            let z = graph.symbol(parameter);
            let body = graph.apply(function, &[z]);
            let name = format!("f{floor}");
            function = graph.define_function(UserFunction { name, parameters: vec![parameter], body });
        }
        let x = name(&mut graph, "x");
        let top = graph.apply(function, &[x]);
        derived(&mut graph, top);
    });
}

#[test]
fn walking_and_rewriting() {
    on_a_small_stack(|| {
        let mut graph = Graph::new();
        let x = name(&mut graph, "x");
        let y = name(&mut graph, "y");
        let mut top = x;
        for _ in 0..MANY {
            let negative = graph.call(&NEGATE, &[top]);
            top = graph.call(&ADD, &[negative, x]);
        }
        assert_eq!(Walk::below(&graph, &[top]).len(), 2 * MANY + 1);
        assert_eq!(Walk::in_reading_order(&graph, &[top], |_| false).len(), 2 * MANY + 1);
        let mut rewriter = Rewriter::new();
        let other = rewriter.replace(x, y).apply(&mut graph, top);
        assert_eq!(Walk::symbols(&graph, other, |_| {}).len(), 1);
        assert_ne!(Kernel::new().of(&mut graph, other), top);
    });
}
