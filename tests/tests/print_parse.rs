//! What is printed on a line, in Unicode or ASCII, reads back as the same expression.

use std::collections::HashMap;

use chainrule_diagnostic::Source;
use chainrule_number::Rational;
use chainrule_parser::read;
use chainrule_render::{Layout, Typesetter};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::{self, Arity};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Scope, Walk};
use chainrule_worksheet::Worksheet;
use proptest::prelude::*;

/// Names with every part a name can have, and some that could be taken for something else.
const NAMES: &[&str] = &[
    "x",
    "y",
    "w11^{(2)}",
    "w11",
    "O21",
    "alpha",
    "beta2",
    "y_hat",
    "net_h1",
    "a[3]",
    "W^{(1)}[2,3]",
    "w1_11",
    "w11_1",
    "g_",
    "dL",
    "dw",
    "L",
    "w",
    "d",
    "e",
    "e1",
    "E",
    "partial",
    "N",
    "i",
    "lambda",
    "x2^{(10)}",
    "T",
    "w_1_11",
    "y1_hat",
];

/// An expression of its own, independent of the graph.
#[derive(Clone, Debug)]
enum Tree {
    Number(i64, i64),
    Name(usize),
    Pi,
    Sum(Vec<Tree>),
    Product(Vec<Tree>),
    Negative(Box<Tree>),
    Quotient(Box<Tree>, Box<Tree>),
    Power(Box<Tree>, Box<Tree>),
    Call(usize, u8, Vec<Tree>),
    /// `∂of/∂by`, names only.
    Derivative(usize, Vec<usize>),
}

/// The functions that are called by name.
fn callable() -> Vec<&'static function::Function> {
    function::TABLE
        .iter()
        .copied()
        .filter(|row| {
            row.name.starts_with(|c: char| c.is_ascii_alphabetic()) && row.arity != Arity::Exactly(0)
        })
        .collect()
}

fn tree(derivatives: bool) -> impl Strategy<Value = Tree> {
    let name = 0..NAMES.len();
    let leaf = prop_oneof![
        3 => (-20i64..20, 1i64..=1).prop_map(|(n, d)| Tree::Number(n, d)),
        2 => (-20i64..20, 1i64..=40).prop_map(|(n, d)| Tree::Number(n, d)),
        1 => prop_oneof![
            Just(Tree::Number(1, 1_000_000_000_000)),
            Just(Tree::Number(-3, 20_000_000)),
            Just(Tree::Number(7_507_500_000, 1)),
            Just(Tree::Number(123_456_789, 1000)),
        ],
        6 => name.clone().prop_map(Tree::Name),
        1 => Just(Tree::Pi),
        if derivatives { 4 } else { 0 } =>
            (name.clone(), prop::collection::vec(name, 1..=3)).prop_map(|(of, by)| Tree::Derivative(of, by)),
    ];
    leaf.prop_recursive(5, 40, 4, |inner| {
        let many = || prop::collection::vec(inner.clone(), 2..=4);
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            3 => many().prop_map(Tree::Sum),
            3 => many().prop_map(Tree::Product),
            3 => boxed().prop_map(Tree::Negative),
            3 => (boxed(), boxed()).prop_map(|(above, below)| Tree::Quotient(above, below)),
            3 => (boxed(), boxed()).prop_map(|(base, exponent)| Tree::Power(base, exponent)),
            2 => (0..callable().len(), 0u8..3, prop::collection::vec(inner.clone(), 2..=2))
                .prop_map(|(row, primes, arguments)| Tree::Call(row, primes, arguments)),
        ]
    })
}

impl Tree {
    /// Depths are small here: recursion is fine in a test.
    fn build(&self, graph: &mut Graph) -> ExprId {
        let all = |graph: &mut Graph, trees: &[Tree]| -> Vec<ExprId> {
            trees.iter().map(|tree| tree.build(graph)).collect()
        };
        match self {
            Self::Number(numerator, denominator) => {
                graph.number(Rational::fraction(*numerator, *denominator))
            }
            Self::Name(name) => {
                let symbol = graph.intern(NAMES[*name]);
                graph.symbol(symbol)
            }
            Self::Pi => graph.call(&function::rows::constant::PI, &[]),
            Self::Sum(terms) => {
                let terms = all(graph, terms);
                graph.call(&ADD, &terms)
            }
            Self::Product(factors) => {
                let factors = all(graph, factors);
                graph.call(&MULTIPLY, &factors)
            }
            Self::Negative(inner) => {
                let inner = inner.build(graph);
                graph.call(&NEGATE, &[inner])
            }
            Self::Quotient(above, below) => {
                let sides = [above.build(graph), below.build(graph)];
                graph.call(&DIVIDE, &sides)
            }
            Self::Power(base, exponent) => {
                let sides = [base.build(graph), exponent.build(graph)];
                graph.call(&POWER, &sides)
            }
            Self::Call(row, primes, arguments) => {
                let row = callable()[*row];
                let count = if row.arity == Arity::Exactly(1) { 1 } else { 2 };
                let arguments = all(graph, &arguments[..count]);
                let primes = if count == 1 { *primes } else { 0 };
                graph.apply_primed(function::id(row), primes, &arguments)
            }
            Self::Derivative(of, by) => {
                let of = graph.intern(NAMES[*of]);
                let mut id = graph.symbol(of);
                for by in by {
                    let by = graph.intern(NAMES[*by]);
                    id = graph.derivative(id, by, Scope::Total);
                }
                id
            }
        }
    }
}

/// The expression with every operator before its arguments: nothing to misread, and nothing of the typesetter in it.
fn prefix(graph: &Graph, root: ExprId) -> String {
    let mut out: HashMap<ExprId, String> = HashMap::new();
    for id in Walk::below(graph, &[root]) {
        let text = match graph.node(id) {
            Node::Number(number) => format!("<{number}>"),
            Node::Symbol(symbol) => graph.name(symbol).to_string(),
            Node::Apply { function, primes, arguments } => {
                let mut text = format!("({}{}", graph.function_name(function), "'".repeat(primes.into()));
                for argument in arguments {
                    text.push(' ');
                    text.push_str(&out[argument]);
                }
                text + ")"
            }
            Node::Derivative { of, by, scope } => format!("(D {} {} {scope:?})", out[&of], graph.name(by)),
        };
        out.insert(id, text);
    }
    out.remove(&root).expect("the root is below itself")
}

fn worksheet(text: &str) -> Worksheet {
    let reading = read(&Source::new("printed", text));
    reading.worksheet.unwrap_or_else(|| panic!("{text}\n{:?}", reading.diagnostics))
}

/// Reads what was printed as the side of a claim, among quantities of all the names.
fn reread(printed: &str) -> String {
    let uses: Vec<&str> = NAMES.to_vec();
    let text = format!(
        "let {}\nQQ = {}\nclaim {printed} = 0\n",
        NAMES
            .iter()
            .filter(|name| is_declared(name))
            .map(|name| format!("{name} = 2"))
            .collect::<Vec<_>>()
            .join(", "),
        uses.join(" + ")
    );
    let sheet = worksheet(&text);
    prefix(&sheet.graph, sheet.claims[0].sides[0])
}

/// Names that a statement gives a value: those that could be taken for something else.
fn is_declared(name: &str) -> bool {
    matches!(name, "dL" | "dw" | "d" | "e" | "partial" | "L" | "w")
}

fn printed(graph: &mut Graph, id: ExprId) -> [String; 2] {
    // Every name must be known to the graph: `dL` decides how the derivative of `L` is written.
    for name in NAMES {
        graph.intern(name);
    }
    let none = chainrule_render::Notations::new();
    let layout: Layout = Typesetter::new(graph, &none).expression(id);
    [layout.unicode(), layout.ascii()]
}

fn check(tree: &Tree) {
    let mut graph = Graph::new();
    let id = tree.build(&mut graph);
    let wanted = prefix(&graph, id);
    for text in printed(&mut graph, id) {
        assert_eq!(reread(&text), wanted, "printed as {text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn expressions(tree in tree(false)) {
        check(&tree);
    }

    #[test]
    fn expressions_with_derivatives(tree in tree(true)) {
        check(&tree);
    }
}

/// Reads, prints and compares what a person would try first.
#[test]
fn cases_that_are_easily_wrong() {
    for text in [
        "-x^2",
        "(-x)^2",
        "-(x^2)",
        "x - (y - w)",
        "x - y - w",
        "x/(y*w)",
        "x/y/w",
        "x/(y/w)",
        "x*y/w",
        "x*(y/w)",
        "(x^y)^w",
        "x^y^w",
        "2^-x",
        "2^(-1)",
        "x*-y",
        "-(x*y)*w",
        "-x*y",
        "(-x)*y",
        "1/2*x",
        "(1/2)^x",
        "1/(2*x)",
        "(-3)^2",
        "-3^2",
        "(-3)*x",
        "-3*x",
        "x*(-3)",
        "x - (-3)",
        "x + (-3)",
        "(2/3)^2",
        "2/3/x",
        "(2)/3",
        "(-1)/x",
        "-1/x",
        "-(1/2)",
        "-1/2 + x",
        "sigmoid'(x)",
        "sigmoid''(x)^2",
        "sqrt(x)^2",
        "sqrt(x^2)",
        "abs(x)^2",
        "exp(-x)^2",
        "w11^{(2)}^2",
        "x2^{(10)}^-2",
        "(w11^{(2)})^w",
        "a[3]^2",
        "W^{(1)}[2,3]*2",
        "(dL)/dw",
        "(x*dL)/dw",
        "∂L/∂w",
        "(∂L/∂w)^2",
        "-∂L/∂w*x",
        "x/(∂L/∂w)",
        "∂²L/∂w²",
        "∂²L/∂w∂x",
        "∂³L/∂w∂x∂w",
        "(∂L/∂w)/x",
        "max(x, y, w)",
        "1e-12*x",
        "0.1*x",
        "1000000*x",
        "123456.789",
        "pi^2",
        "x^2^3",
        "(x^2)^3",
        "(x + y)*(x - y)",
        "-(x + y)",
        "-(-x)",
        "x - -y",
        "2*(3*x)",
        "x + (y + w)",
        "0",
        "-0*x",
        "e*e1",
        "∂²e1/∂w²",
    ] {
        let wanted = reread(text);
        let mut sheet = worksheet(&format!(
            "let L = 2, w = 2, dL = 2, dw = 2, d = 2, e = 2, partial = 2\nQQ = {}\nclaim {text} = 0\n",
            NAMES.join(" + ")
        ));
        for printed in printed(&mut sheet.graph, sheet.claims[0].sides[0]) {
            assert_eq!(reread(&printed), wanted, "{text} is printed as {printed}");
        }
    }
}

/// A million operators deep and a million terms wide, with a stack that recursion would overflow.
#[test]
fn no_depth_and_no_width_is_too_much() {
    let work = || {
        let mut graph = Graph::new();
        let x = graph.intern("x");
        let x = graph.symbol(x);
        let mut deep = x;
        for _ in 0..1_000_000 {
            deep = graph.call(function::find("sin").expect("a row"), &[deep]);
        }
        let wide = graph.call(&ADD, &vec![x; 1_000_000]);
        let none = chainrule_render::Notations::new();
        for id in [deep, wide] {
            let short = Typesetter::new(&graph, &none).expression(id);
            assert!(short.ascii().len() < 400 && short.latex().len() < 800 && short.unicode().contains('…'));
            let whole = Typesetter::unabridged(&graph, &none).expression(id);
            assert!(whole.ascii().len() > 3_000_000 && whole.latex().len() > 3_000_000);
        }
    };
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(work).expect("a thread");
    thread.join().expect("no overflow");
}
