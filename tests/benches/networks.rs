//! All gradients of dense networks, and one gradient of recurrent ones, the stages apart.
//!
//! `cargo bench -p chainrule-tests --bench networks`; what it measured is kept in docs/src/internals/speed.md.

use std::hint::black_box;

use chainrule::diagnostic::Source;
use chainrule::symbolic::derivation::{Calculus, Chain};
use chainrule::symbolic::graph::SymbolId;
use chainrule::{Options, run};
use chainrule_judge::chain;
use chainrule_parser::read;
use chainrule_tests::judging::judge_all;
use chainrule_tests::page;
use chainrule_worksheet::Worksheet;
use divan::Bencher;

/// Width and depth of dense networks.
const DENSE: &[(usize, usize)] = &[(3, 3), (8, 4), (16, 8), (32, 16)];

/// Steps of recurrent networks.
const STEPS: &[usize] = &[10, 100, 1_000, 10_000];

fn main() {
    divan::main();
}

/// All scalars: `width` units in each of `depth` layers, each a sum over the layer before and a hyperbolic tangent.
fn dense((width, depth): (usize, usize)) -> String {
    let mut text = String::new();
    for layer in 1..=depth {
        for unit in 1..=width {
            let below = |from: usize| format!("w[{layer},{unit},{from}]*a[{},{from}]", layer - 1);
            let sum = (1..=width).map(below).collect::<Vec<_>>().join(" + ");
            text += &format!(
                "z[{layer},{unit}] = {sum} + b[{layer},{unit}]\na[{layer},{unit}] = tanh(z[{layer},{unit}])\n"
            );
        }
    }
    let losses: Vec<String> = (1..=width).map(|unit| format!("(a[{depth},{unit}] - y[{unit}])^2")).collect();
    text + &format!("L = {}\nderive gradient of L\n", losses.join(" + "))
}

/// One weight and one input weight for all steps.
fn recurrent(steps: usize) -> String {
    let mut text = String::new();
    for step in 1..=steps {
        text += &format!("h[{step}] = tanh(w*h[{}] + u*x[{step}])\n", step - 1);
    }
    text + &format!("L = (h[{steps}] - y)^2\nderive dL/dw\n")
}

fn sheet(text: &str) -> Worksheet {
    read(&Source::new("network", text)).worksheet.expect("no error")
}

fn target(sheet: &Worksheet) -> SymbolId {
    sheet.queries[0].of
}

fn swept(sheet: &mut Worksheet) -> (Calculus, Chain) {
    let of = target(sheet);
    let mut calculus = Calculus::new(&mut sheet.graph, sheet.network.clone());
    let gradient = calculus.gradient(&mut sheet.graph, of).expect("no derivative is stated");
    (calculus, gradient)
}

#[divan::bench(args = DENSE)]
fn dense_parse(bencher: Bencher, size: (usize, usize)) {
    let source = Source::new("network", dense(size));
    bencher.bench_local(|| read(black_box(&source)));
}

#[divan::bench(args = DENSE)]
fn dense_derive_all(bencher: Bencher, size: (usize, usize)) {
    let text = dense(size);
    bencher.with_inputs(|| sheet(&text)).bench_local_refs(swept);
}

/// Every working replayed and judged, every factor judged to be one of them, and the sweep as a whole.
#[divan::bench(args = DENSE)]
fn dense_verify(bencher: Bencher, size: (usize, usize)) {
    let text = dense(size);
    bencher
        .with_inputs(|| {
            let mut sheet = sheet(&text);
            let (calculus, gradient) = swept(&mut sheet);
            (sheet, calculus, gradient)
        })
        .bench_local_refs(|(sheet, calculus, gradient)| {
            assert!(chain::gradient_holds(calculus, gradient) & judge_all(&mut sheet.graph, calculus));
        });
}

/// From worksheet to page.
#[divan::bench(args = DENSE)]
fn dense_whole(bencher: Bencher, size: (usize, usize)) {
    let text = dense(size);
    bencher.bench_local(|| {
        let outcome = run("network", black_box(&text), &Options::default());
        page(&outcome.report.expect("no error")).text(100, false, false)
    });
}

#[divan::bench(args = STEPS)]
fn recurrent_derive(bencher: Bencher, steps: usize) {
    let text = recurrent(steps);
    bencher.with_inputs(|| sheet(&text)).bench_local_refs(|sheet| {
        let (of, by) = (target(sheet), sheet.queries[0].by[0]);
        let mut calculus = Calculus::new(&mut sheet.graph, sheet.network.clone());
        calculus.derive(&mut sheet.graph, of, by)
    });
}

/// From worksheet to page.
#[divan::bench(args = STEPS)]
fn recurrent_whole(bencher: Bencher, steps: usize) {
    let text = recurrent(steps);
    bencher.bench_local(|| {
        let outcome = run("network", black_box(&text), &Options::default());
        page(&outcome.report.expect("no error")).text(100, false, false)
    });
}
