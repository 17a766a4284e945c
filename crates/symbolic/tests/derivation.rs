//! Derivations over small networks, built by hand.

mod spelling;

use chainrule_symbolic::derivation::{Calculus, FactorId, Form};
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::logistic::SIGMOID;
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule_symbolic::network::{Network, NetworkBuilder};
use spelling::spell;

struct Worksheet {
    graph: Graph,
    builder: NetworkBuilder,
}

impl Worksheet {
    fn new() -> Self {
        Self { graph: Graph::new(), builder: NetworkBuilder::new() }
    }

    fn name(&mut self, name: &str) -> ExprId {
        let symbol = self.graph.intern(name);
        self.graph.symbol(symbol)
    }

    fn define(&mut self, name: &str, expr: ExprId) -> SymbolId {
        let symbol = self.graph.intern(name);
        self.builder.define(symbol, expr);
        symbol
    }

    fn depend(&mut self, name: &str, on: &str) -> SymbolId {
        let (symbol, on) = (self.graph.intern(name), self.graph.intern(on));
        self.builder.depend(symbol, vec![on]);
        symbol
    }

    fn finish(self) -> (Graph, Network) {
        let network = self.builder.finish(&self.graph).expect("no cycle");
        (self.graph, network)
    }
}

#[test]
fn the_notes_chain() {
    let mut sheet = Worksheet::new();
    sheet.depend("O11", "w11^{(1)}");
    let (o11, w2, b2) = (sheet.name("O11"), sheet.name("w11^{(2)}"), sheet.name("b2"));
    let product = sheet.graph.call(&MULTIPLY, &[o11, w2]);
    let z = sheet.graph.call(&ADD, &[product, b2]);
    sheet.define("Z", z);
    let z = sheet.name("Z");
    let sigmoid = sheet.graph.call(&SIGMOID, &[z]);
    sheet.define("O21", sigmoid);
    sheet.depend("O31", "O21");
    let loss = sheet.depend("L", "O31");
    let by = sheet.graph.intern("w11^{(1)}");
    let (mut graph, network) = sheet.finish();
    let mut calculus = Calculus::new(&mut graph, network);
    let derivation = calculus.derive(&mut graph, loss, by);
    assert_eq!(
        spell(&graph, derivation.result),
        "*(dL/dO31, dO31/dO21, sigmoid'(Z), w11^{(2)}, dO11/dw11^{(1)})"
    );
    let Form::Paths(paths) = &derivation.form else { panic!("one path") };
    assert_eq!(spell(&graph, paths[0].chain), "*(dL/dO31, dO31/dO21, dO21/dZ, dZ/dO11, dO11/dw11^{(1)})");
    assert_eq!(paths[0].folds, [2]);
    let fold = calculus.fold(&mut graph, paths[0].factors[2], paths[0].factors[3]);
    assert_eq!(spell(&graph, fold.name), "dO21/dO11");
    assert_eq!(paths[0].groups(), [0..1, 1..2, 2..4, 4..5]);
    for place in 0..calculus.factors().len() {
        if let Some(working) = calculus.working(&mut graph, FactorId::from_index(place)) {
            assert!(working.replays(&mut graph, calculus.network()));
            let lines = working.lines(&mut graph, 10).expect("short");
            assert_eq!(lines.last().map(|line| line.expr), Some(working.result()));
        }
    }
    let slopes = calculus.slopes(&mut graph, derivation.result);
    assert_eq!(spell(&graph, slopes[0].named), "*(O21, +(1, -(O21)))");
}

#[test]
fn a_power_and_a_skip() {
    // a = x*x; b = a + x; L = (a - b)^2 ; dL/da has two ways
    let mut sheet = Worksheet::new();
    let x = sheet.name("x");
    let xx = sheet.graph.call(&MULTIPLY, &[x, x]);
    sheet.define("a", xx);
    let a = sheet.name("a");
    let sum = sheet.graph.call(&ADD, &[a, x]);
    sheet.define("b", sum);
    let b = sheet.name("b");
    let minus = sheet.graph.call(&NEGATE, &[b]);
    let difference = sheet.graph.call(&ADD, &[a, minus]);
    let two = sheet.graph.integer(2);
    let square = sheet.graph.call(&POWER, &[difference, two]);
    let loss = sheet.define("L", square);
    let by = sheet.graph.intern("x");
    let (mut graph, network) = sheet.finish();
    let mut calculus = Calculus::new(&mut graph, network);
    let derivation = calculus.derive(&mut graph, loss, by);
    let Form::Paths(paths) = &derivation.form else { panic!("few paths") };
    let chains: Vec<String> = paths.iter().map(|path| spell(&graph, path.chain)).collect();
    assert_eq!(chains, ["*(d+L/da, da/dx)", "*(dL/db, db/da, da/dx)", "*(dL/db, d+b/dx)"]);
}

#[test]
fn a_ladder_is_linear() {
    let mut sheet = Worksheet::new();
    let mut below = sheet.name("v0");
    let mut top = None;
    for level in 1..=300 {
        let square = sheet.graph.call(&MULTIPLY, &[below, below]);
        let sum = sheet.graph.call(&ADD, &[below, square]);
        let name = format!("v{level}");
        top = Some(sheet.define(&name, sum));
        below = sheet.name(&name);
    }
    let by = sheet.graph.intern("v0");
    let (mut graph, network) = sheet.finish();
    let mut calculus = Calculus::new(&mut graph, network);
    let derivation = calculus.derive(&mut graph, top.expect("300 levels"), by);
    // Every level uses the one below in one definition: one edge, so one path, and no growth.
    assert_eq!(derivation.paths.exact(), Some(1));
    assert!(graph.len() < 20_000, "{}", graph.len());
}
