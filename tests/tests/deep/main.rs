//! Depth and width: a hundred thousand of everything, on a small stack.
//!
//! No algorithm may recurse over what a reader wrote, and none may take a step for each pair of things: at this size
//! both show, as a crash or as a test that does not end.

mod expressions;

use chainrule::number::Rational;
use chainrule::symbolic::derivation::{Calculus, Derivation, Factless, FactorId, Form, without_primes};
use chainrule::symbolic::function::Function;
use chainrule::symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule::symbolic::function::rows::logistic::SIGMOID;
use chainrule::symbolic::function::rows::rectifier::RELU;
use chainrule::symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule::symbolic::network::{Network, NetworkBuilder};
use chainrule::{Options, run};
use chainrule_evaluator::Numbers;
use chainrule_judge::chain;
use chainrule_number::Value;
use chainrule_tests::{json, page};

/// As many quantities, terms, factors or nested calls.
const MANY: usize = 100_000;

/// Layers of the worksheet that is run as a whole, with every step judged.
const LAYERS_RUN: usize = 20_000;

/// Runs on a stack of 256 KiB.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(256 * 1024)
        .spawn(work)
        .expect("a thread")
        .join()
        .expect("no operation needs more stack");
}

fn name(graph: &mut Graph, text: &str) -> ExprId {
    let symbol = graph.intern(text);
    graph.symbol(symbol)
}

/// z = w·a + b, a = f(z), so many times over, with one w and one b for all or with one for each layer.
fn chain(layers: usize, function: &'static Function, shared: bool) -> (Graph, Network, SymbolId) {
    let mut graph = Graph::new();
    let mut builder = NetworkBuilder::new();
    let mut below = name(&mut graph, "a0");
    let mut last = None;
    for layer in 1..=layers {
        let number = if shared { 0 } else { layer };
        let [w, b] = ["w", "b"].map(|stem| name(&mut graph, &format!("{stem}{number}")));
        let product = graph.call(&MULTIPLY, &[w, below]);
        let sum = graph.call(&ADD, &[product, b]);
        let z = graph.intern(&format!("z{layer}"));
        builder.define(z, sum);
        let z = graph.symbol(z);
        let activation = graph.call(function, &[z]);
        let a = graph.intern(&format!("a{layer}"));
        builder.define(a, activation);
        below = graph.symbol(a);
        last = Some(a);
    }
    let network = builder.finish(&graph).expect("no cycle");
    (graph, network, last.expect("at least one layer"))
}

#[test]
fn a_chain_of_quantities() {
    on_a_small_stack(|| {
        let (mut graph, network, last) = chain(MANY / 2, &SIGMOID, false);
        assert_eq!(network.order().len(), MANY + MANY + 1);
        let by = graph.intern("w1");
        let mut calculus = Calculus::new(&mut graph, network);
        let derivation = calculus.derive(&mut graph, last, by);
        let Form::Paths(paths) = &derivation.form else { panic!("one path") };
        assert_eq!(paths[0].factors.len(), MANY);
        assert_eq!(paths[0].groups().len(), MANY / 2 + 1);
        assert!(chain::holds(&calculus, &derivation));
        assert!(calculus.replays(&mut graph, &derivation));
        for place in 0..calculus.factors().len() {
            let id = FactorId::from_index(place);
            assert!(calculus.is_instance(&mut graph, id));
            let working = calculus.working(&mut graph, id).expect("each quantity has a formula");
            assert!(working.replays(&mut graph, calculus.network()));
            assert!(working.lines(&mut graph, 10).is_some());
            working.facts(&graph, &mut Factless::new());
        }
        assert_eq!(calculus.slopes(&mut graph, derivation.result).len(), MANY / 2);
        let plain = without_primes(&mut graph, derivation.result);
        assert_ne!(plain, derivation.result);
        let again = calculus.without_derivatives(&mut graph, derivation.name);
        assert_eq!(again, derivation.result);
        assert_eq!(calculus.leaves_below(last).len(), MANY + 1);
    });
}

/// A million quantities: every operation whose cost must be linear, drop included.
#[test]
fn a_million_quantities() {
    const LAYERS: usize = 500_000;
    on_a_small_stack(|| {
        let (mut graph, network, last) = chain(LAYERS, &SIGMOID, false);
        let by = graph.intern("w1");
        let mut calculus = Calculus::new(&mut graph, network);
        let derivation = calculus.derive(&mut graph, last, by);
        assert!(chain::holds(&calculus, &derivation));
        assert!(calculus.replays(&mut graph, &derivation));
        // σ by its argument; z by the activation below, and by the weight.
        assert_eq!((calculus.factors().len(), calculus.working_count()), (2 * LAYERS, 3));
        let gradient = calculus.gradient(&mut graph, last).expect("no derivative is stated");
        assert_eq!(gradient.len(), 4 * LAYERS + 1);
        assert!(chain::gradient_holds(&calculus, &gradient));
        assert_eq!(gradient.count_paths().last().and_then(|count| count.exact()), Some(1));
        assert_eq!(calculus.written_out(&mut graph, &gradient).len(), 4 * LAYERS + 1);
        calculus.line(&mut graph, &gradient, &gradient.users(), 4 * LAYERS);
        for place in 0..calculus.factors().len() {
            assert!(calculus.is_instance(&mut graph, FactorId::from_index(place)));
        }
        let leaves = calculus.leaves_below(last);
        assert_eq!(leaves.len(), 2 * LAYERS + 1);
        assert!(calculus.working(&mut graph, FactorId::from_index(LAYERS)).is_some());
        assert!(graph.len() < 40 * LAYERS, "{} expressions", graph.len());
    });
}

/// Puts one number in for every leaf and answers the value of the derivation.
fn value(graph: &mut Graph, calculus: &Calculus, derivation: &Derivation, leaf: Rational) -> Value {
    let number = graph.number(leaf);
    let leaves = calculus.leaves_below(derivation.target);
    let stated: Vec<_> = leaves.iter().map(|&leaf| (graph.symbol(leaf), number)).collect();
    let network = calculus.network().clone();
    let mut numbers = Numbers::new(graph, &network, &stated, 64);
    numbers.derivation(graph, calculus, derivation).expect("all is given")
}

#[test]
fn a_chain_with_shared_weights() {
    on_a_small_stack(|| {
        let (mut graph, network, last) = chain(MANY / 2, &RELU, true);
        let by = graph.intern("w0");
        let mut calculus = Calculus::new(&mut graph, network);
        let derivation = calculus.derive(&mut graph, last, by);
        let Form::Backpropagation(adjoints) = &derivation.form else { panic!("many paths") };
        assert_eq!(adjoints.len(), MANY);
        assert!(chain::holds(&calculus, &derivation));
        assert!(calculus.replays(&mut graph, &derivation));
        // With w = b = a0 = 1 every activation is one more than the one before: da/dw is the sum of all before it.
        let layers = i64::try_from(MANY / 2).expect("a moderate number");
        let sum = Value::Exact(Rational::from_integer(layers * (layers + 1) / 2));
        assert_eq!(value(&mut graph, &calculus, &derivation, Rational::one()), sum);
    });
}

#[test]
fn a_gradient_that_vanishes_far_below_every_float() {
    on_a_small_stack(|| {
        let layers = MANY / 100;
        let (mut graph, network, last) = chain(layers, &SIGMOID, false);
        let by = graph.intern("w1");
        let mut calculus = Calculus::new(&mut graph, network);
        let derivation = calculus.derive(&mut graph, last, by);
        let value = value(&mut graph, &calculus, &derivation, Rational::fraction(1, 2));
        // a = σ(a/2 + 1/2) comes to rest at 0.7006…, where log10(σ'/2) = −0.9793…: so much is lost at each layer.
        let expected = -0.979_3 * f64::from(u32::try_from(layers).expect("a moderate number"));
        assert!((value.log10_abs() / expected - 1.0).abs() < 0.01, "{}", value.log10_abs());
    });
}

#[test]
fn a_second_derivative_along_a_chain() {
    // The derivative of a product of n factors by each of them is n products: this one costs n², so it is shorter.
    on_a_small_stack(|| {
        let (mut graph, network, last) = chain(MANY / 200, &SIGMOID, false);
        let by = graph.intern("w1");
        let mut calculus = Calculus::new(&mut graph, network);
        let derivation = calculus.derive(&mut graph, last, by);
        let second = graph.intern("'second");
        let second = calculus.derive_again(&mut graph, &derivation, second, by);
        assert!(second.paths.exact().is_some());
        assert!(chain::holds(&calculus, &second));
    });
}

#[test]
fn every_quantity_uses_all_before_it_by_way_of_the_last() {
    on_a_small_stack(|| {
        // A skip over every layer: each edge has another way beside it.
        let mut graph = Graph::new();
        let mut builder = NetworkBuilder::new();
        let x = name(&mut graph, "x");
        let (mut before, mut last) = (x, x);
        let mut top = None;
        for layer in 1..=MANY {
            let sum = graph.call(&ADD, &[before, last, x]);
            let symbol = graph.intern(&format!("h{layer}"));
            builder.define(symbol, sum);
            (before, last) = (last, graph.symbol(symbol));
            top = Some(symbol);
        }
        let network = builder.finish(&graph).expect("no cycle");
        let by = graph.intern("x");
        let mut calculus = Calculus::new(&mut graph, network);
        let derivation = calculus.derive(&mut graph, top.expect("many layers"), by);
        assert!(derivation.paths.exact().is_none());
        assert!(chain::holds(&calculus, &derivation));
    });
}

#[test]
fn two_chains_side_by_side() {
    on_a_small_stack(|| {
        // An encoder, and a decoder that looks back at every step of it: the search for another way is long each time.
        let mut graph = Graph::new();
        let mut builder = NetworkBuilder::new();
        let mut below = name(&mut graph, "x");
        let mut steps = Vec::new();
        for (stem, looks_back) in [("e", false), ("d", true)] {
            for step in 0..MANY / 20 {
                let mut terms = vec![below];
                if looks_back {
                    terms.push(steps[step]);
                }
                let sum = graph.call(&ADD, &terms);
                let expr = graph.call(&SIGMOID, &[sum]);
                let symbol = graph.intern(&format!("{stem}{step}"));
                builder.define(symbol, expr);
                below = graph.symbol(symbol);
                steps.push(below);
            }
        }
        let network = builder.finish(&graph).expect("no cycle");
        let top = graph.find_symbol(&format!("d{}", MANY / 20 - 1)).expect("it was defined");
        let by = graph.intern("x");
        let mut calculus = Calculus::new(&mut graph, network);
        let derivation = calculus.derive(&mut graph, top, by);
        assert!(chain::holds(&calculus, &derivation));
    });
}

#[test]
fn a_circle_of_quantities() {
    on_a_small_stack(|| {
        let mut graph = Graph::new();
        let mut builder = NetworkBuilder::new();
        for place in 0..MANY {
            let next = name(&mut graph, &format!("q{}", (place + 1) % MANY));
            let symbol = graph.intern(&format!("q{place}"));
            let sigmoid = graph.call(&SIGMOID, &[next]);
            builder.define(symbol, sigmoid);
        }
        let cycle = builder.finish(&graph).expect_err("a circle");
        assert_eq!(cycle.path.len(), MANY);
    });
}

#[test]
fn a_worksheet_of_many_layers() {
    on_a_small_stack(|| {
        let mut text = String::new();
        for layer in 1..=LAYERS_RUN {
            text += &format!("z{layer} = w*a{} + b\na{layer} = sigmoid(z{layer})\n", layer - 1);
        }
        text += &format!("given w = 1, b = 0, a0 = 1/2\nderive da{LAYERS_RUN}/da0\n");
        let outcome = run("deep", &text, &Options::default());
        let report = outcome.report.expect("no error");
        assert_eq!(report.exit_code(), 0);
        for text in [page(&report).text(100, false, false), page(&report).latex(true), json(&report)] {
            assert!(!text.is_empty());
        }
    });
}

#[test]
fn the_largest_of_a_thousand_is_made_of_parts() {
    let given = "given x[i] = i*(1000 - i) for i in 1..1000";
    let alike = "given x[i] = (i - 100)^2 for i in 1..198, x[199] = 0, x[200] = 9801";
    for (sheet, wanted) in [
        (
            format!("m = max(x[i] for i in 1..1000); L = m^2; {given}; derive dL/dx[500], dL/dx[3]"),
            ["500000", "0"],
        ),
        (format!("m = min(x[i] for i in 1..999); L = m^2; {given}; derive dL/dx[2], dL/dx[5]"), ["0", "0"]),
        // Two that are alike, in different parts: half of the slope each.
        (
            format!("m = max(x[i] for i in 1..200); L = 3*m; {alike}; derive dL/dx[1], dL/dx[200]"),
            ["3/2", "3/2"],
        ),
        // The one in the other, each of many.
        (
            "m = max(min(x[i]*j for i in 1..70) for j in 1..80); given x[i] = i for i in 1..70; \
             derive dm/dx[1], dm/dx[2]"
                .into(),
            ["80", "0"],
        ),
    ] {
        let outcome = chainrule::run("wide", &sheet.replace("; ", "\n"), &chainrule::Options::default());
        let report = outcome.report.unwrap_or_else(|| panic!("{sheet}: {:?}", outcome.diagnostics));
        let values = report.derivations.iter().map(|derivation| match &derivation.value {
            Some(chainrule_number::Value::Exact(exact)) => exact.to_string(),
            other => format!("{other:?}"),
        });
        assert_eq!(values.collect::<Vec<String>>(), wanted, "{sheet}");
    }
    let all =
        "m = max(x[i] for i in 1..1000)\nL = m^2\ngiven x[i] = sin(i) for i in 1..1000\nderive gradient of L";
    let options = chainrule::Options::default();
    let report = chainrule::run("wide", all, &options).report.expect("a report");
    // A formula for each leaf that names all leaves would be two hundred megabytes.
    assert!(chainrule::json(&report, &options).len() < 8_000_000);
}
