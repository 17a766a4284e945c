//! The stages apart, over chains `z = w*a + b; a = sigmoid(z)` of ten to a hundred thousand quantities.
//!
//! `cargo bench -p chainrule-tests`; what it measured is kept in docs/src/internals/speed.md.

use std::hint::black_box;

use chainrule::diagnostic::Source;
use chainrule::symbolic::derivation::{Calculus, Derivation, WorkingId};
use chainrule::symbolic::graph::ExprId;
use chainrule::{Options, Report, run};
use chainrule_evaluator::judge::Judge;
use chainrule_evaluator::{Numbers, chain_judge};
use chainrule_parser::{Worksheet, read};
use divan::Bencher;

/// Quantities that are defined: two a layer.
const SIZES: &[usize] = &[10, 100, 1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// One w and one b for each layer, as a reader would write them; every leaf with its number where `given`.
fn chain(quantities: usize, given: bool) -> String {
    let layers = quantities / 2;
    let mut text = String::new();
    for layer in 1..=layers {
        text += &format!("z{layer} = w{layer}*a{} + b{layer}\na{layer} = sigmoid(z{layer})\n", layer - 1);
    }
    if given {
        text += "given a0 = 0.5";
        for layer in 1..=layers {
            let (w, b) = (layer * 37 % 19 + 5, layer * 11 % 7);
            text += &format!(", w{layer} = {w}/10, b{layer} = {b}/10 - 0.3");
        }
        text += "\n";
    }
    text + &format!("derive da{layers}/dw1\n")
}

fn sheet(quantities: usize, given: bool) -> Worksheet {
    read(&Source::new("chain", chain(quantities, given))).worksheet.expect("no error")
}

fn derived(sheet: &mut Worksheet) -> (Calculus, Derivation) {
    let mut calculus = Calculus::new(&mut sheet.graph, sheet.network.clone());
    let (of, by) = (sheet.queries[0].of, sheet.queries[0].by[0]);
    let derivation = calculus.derive(&mut sheet.graph, of, by);
    (calculus, derivation)
}

fn report(quantities: usize) -> Report {
    run("chain", &chain(quantities, false), &Options::default()).report.expect("no error")
}

#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher, quantities: usize) {
    let source = Source::new("chain", chain(quantities, false));
    bencher.bench_local(|| read(black_box(&source)));
}

#[divan::bench(args = SIZES)]
fn derive(bencher: Bencher, quantities: usize) {
    bencher.with_inputs(|| sheet(quantities, false)).bench_local_refs(derived);
}

/// Every step replayed and judged, and the chain as a whole.
#[divan::bench(args = SIZES)]
fn verify(bencher: Bencher, quantities: usize) {
    bencher
        .with_inputs(|| {
            let mut sheet = sheet(quantities, false);
            let (calculus, derivation) = derived(&mut sheet);
            (sheet, calculus, derivation)
        })
        .bench_local_refs(|(sheet, calculus, derivation)| {
            let mut judge = Judge::new();
            let mut good = chain_judge::holds(calculus, derivation);
            for factor in calculus.factors() {
                black_box(judge.factor(&mut sheet.graph, calculus.network(), *factor));
            }
            for place in 0..calculus.working_count() {
                let working = calculus.worked(WorkingId::from_index(place));
                good &= working.replays(&mut sheet.graph, calculus.network());
                black_box(judge.working(&mut sheet.graph, calculus.network(), working));
            }
            assert!(good);
        });
}

/// All quantities and the derivative, with every leaf given, at 128 bits.
#[divan::bench(args = SIZES)]
fn evaluate(bencher: Bencher, quantities: usize) {
    // Beyond, a worksheet has more statements than are read: numbers are put in by name.
    let leaves = |sheet: &mut Worksheet| -> Vec<(ExprId, ExprId)> {
        let network = sheet.network.clone();
        let leaves = network.order().iter().filter(|&&symbol| network.is_leaf(symbol));
        leaves
            .enumerate()
            .map(|(place, &symbol)| {
                let tenths = i64::try_from(place * 37 % 19).expect("a small number") + 1;
                let number = chainrule::symbolic::number::Rational::fraction(tenths, 10);
                (sheet.graph.symbol(symbol), sheet.graph.number(number))
            })
            .collect()
    };
    bencher
        .with_inputs(|| {
            let mut sheet = sheet(quantities, false);
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
#[divan::bench(args = SIZES)]
fn render(bencher: Bencher, quantities: usize) {
    bencher.with_inputs(|| report(quantities)).bench_local_refs(|report| report.text(100, false, false));
}

/// From worksheet to page, with every leaf given.
#[divan::bench(args = &SIZES[..4])]
fn whole(bencher: Bencher, quantities: usize) {
    let text = chain(quantities, true);
    bencher.bench_local(|| {
        let outcome = run("chain", black_box(&text), &Options::default());
        outcome.report.expect("no error").text(100, false, false)
    });
}
