//! The stages apart, over chains `z = w*a + b; a = sigmoid(z)` of a thousand to a million layers, written as families
//! and as one statement after another.
//!
//! `cargo bench -p chainrule-tests --bench chains`; what it measured is kept in docs/src/internals/speed.md.

use std::fmt;
use std::hint::black_box;

use chainrule::diagnostic::Source;
use chainrule::symbolic::derivation::{Calculus, Derivation};
use chainrule::symbolic::graph::ExprId;
use chainrule::{Options, Report, run};
use chainrule_evaluator::Numbers;
use chainrule_judge::chain;
use chainrule_parser::read;
use chainrule_tests::judging::judge_all;
use chainrule_tests::page;
use chainrule_worksheet::Worksheet;
use divan::Bencher;

/// A chain of so many layers, each of two quantities and two leaves.
#[derive(Clone, Copy)]
struct Chain {
    form: Form,
    layers: usize,
}

/// How it is written.
#[derive(Clone, Copy)]
enum Form {
    /// Two statements for each layer.
    Plain,
    /// Two statements for all layers.
    Family,
}

impl fmt::Display for Chain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = match self.form {
            Form::Plain => "plain",
            Form::Family => "family",
        };
        write!(formatter, "{form} {}", self.layers)
    }
}

const fn plain(layers: usize) -> Chain {
    Chain { form: Form::Plain, layers }
}

const fn family(layers: usize) -> Chain {
    Chain { form: Form::Family, layers }
}

/// For the stages whose cost is to be known to a million layers. A worksheet has at most 250 000 statements.
const LONG: &[Chain] = &[
    plain(1_000),
    plain(10_000),
    plain(100_000),
    family(1_000),
    family(10_000),
    family(100_000),
    family(1_000_000),
];

/// For the stages that take longer.
const SHORT: &[Chain] = LONG.split_at(LONG.len() - 1).0;

/// For everything from worksheet to page.
const WHOLE: &[Chain] = &[plain(1_000), plain(10_000), family(1_000), family(10_000), family(100_000)];

fn main() {
    divan::main();
}

/// The worksheet; every leaf with its number where `given`.
fn text(chain: Chain, given: bool) -> String {
    let Chain { form, layers } = chain;
    let mut text = String::new();
    match form {
        Form::Plain => {
            for layer in 1..=layers {
                let below = layer - 1;
                text += &format!("z{layer} = w{layer}*a{below} + b{layer}\na{layer} = sigmoid(z{layer})\n");
            }
            if given {
                text += "given a0 = 0.5\n";
                for layer in 1..=layers {
                    let (w, b) = (layer * 37 % 19 + 5, layer * 11 % 7);
                    let statement = if layer % 1_000 == 1 { "\ngiven " } else { ", " };
                    text += &format!("{statement}w{layer} = {w}/10, b{layer} = {b}/10");
                }
                text += "\n";
            }
            text + &format!("derive da{layers}/dw1\n")
        }
        Form::Family => {
            text += &format!(
                "let N = {layers}\nz[l] = w[l]*a[l-1] + b[l] for l in 1..N\na[l] = sigmoid(z[l]) for l in 1..N\n"
            );
            if given {
                text += "given a[0] = 0.5, w[*] = 0.7, b[*] = 0.1\n";
            }
            text + "derive da[N]/dw[1]\n"
        }
    }
}

fn sheet(chain: Chain) -> Worksheet {
    read(&Source::new("chain", text(chain, false))).worksheet.expect("no error")
}

fn derived(sheet: &mut Worksheet) -> (Calculus, Derivation) {
    let mut calculus = Calculus::new(&mut sheet.graph, sheet.network.clone());
    let (of, by) = (sheet.queries[0].of, sheet.queries[0].by[0]);
    let derivation = calculus.derive(&mut sheet.graph, of, by);
    (calculus, derivation)
}

fn report(chain: Chain) -> Report {
    run("chain", &text(chain, false), &Options::default()).report.expect("no error")
}

#[divan::bench(args = LONG, max_time = 5)]
fn parse(bencher: Bencher, chain: Chain) {
    let source = Source::new("chain", text(chain, false));
    bencher.bench_local(|| read(black_box(&source)));
}

#[divan::bench(args = LONG, max_time = 5)]
fn derive(bencher: Bencher, chain: Chain) {
    bencher.with_inputs(|| sheet(chain)).bench_local_refs(derived);
}

/// Every step replayed and judged, and the chain as a whole.
#[divan::bench(args = SHORT, max_time = 5)]
fn verify(bencher: Bencher, chain: Chain) {
    bencher
        .with_inputs(|| {
            let mut sheet = sheet(chain);
            let (calculus, derivation) = derived(&mut sheet);
            (sheet, calculus, derivation)
        })
        .bench_local_refs(|(sheet, calculus, derivation)| {
            assert!(chain::holds(calculus, derivation) & judge_all(&mut sheet.graph, calculus));
        });
}

/// All quantities and the derivative, with every leaf given, at 128 bits.
#[divan::bench(args = SHORT, max_time = 5)]
fn evaluate(bencher: Bencher, chain: Chain) {
    // Put in by name, so that both forms have the same numbers.
    let leaves = |sheet: &mut Worksheet| -> Vec<(ExprId, ExprId)> {
        let network = sheet.network.clone();
        let leaves = network.order().iter().filter(|&&symbol| network.is_leaf(symbol));
        leaves
            .enumerate()
            .map(|(place, &symbol)| {
                let tenths = i64::try_from(place * 37 % 19).expect("a small number") + 1;
                let number = chainrule::number::Rational::fraction(tenths, 10);
                (sheet.graph.symbol(symbol), sheet.graph.number(number))
            })
            .collect()
    };
    bencher
        .with_inputs(|| {
            let mut sheet = sheet(chain);
            let stated = leaves(&mut sheet);
            let (calculus, derivation) = derived(&mut sheet);
            (sheet, stated, calculus, derivation)
        })
        .bench_local_refs(|(sheet, stated, calculus, derivation)| {
            let mut numbers = Numbers::new(&mut sheet.graph, calculus.network(), stated, 128);
            numbers.derivation(&mut sheet.graph, calculus, derivation).expect("all is given")
        });
}

/// The page as text.
#[divan::bench(args = SHORT, max_time = 5)]
fn render(bencher: Bencher, chain: Chain) {
    bencher.with_inputs(|| report(chain)).bench_local_refs(|report| page(report).text(100, false, false));
}

/// From worksheet to page, with every leaf given.
#[divan::bench(args = WHOLE, max_time = 5)]
fn whole(bencher: Bencher, chain: Chain) {
    let text = text(chain, true);
    bencher.bench_local(|| {
        let outcome = run("chain", black_box(&text), &Options::default());
        page(&outcome.report.expect("no error")).text(100, false, false)
    });
}
