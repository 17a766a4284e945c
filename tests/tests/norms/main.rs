//! Norms: what is proved of them, what is refuted and what is not proved; ledgers of chains of Jacobians beside mpmath;
//! arrays in number formats beside fractions.

mod in_formats;

use chainrule::{Judgement, LedgerRow, Options, Report, Stretch, run};
use chainrule_number::{Rational, Value};
use chainrule_tests::sheets::TWO_LAYERS;

fn report(text: &str, options: &Options) -> Report {
    let outcome = run("norms.chain", text, options);
    assert!(outcome.report.is_some(), "{text}: {:#?}", outcome.diagnostics);
    outcome.report.expect("a report")
}

fn judged(sheet: &str, claim: &str) -> Judgement {
    let report = report(&format!("{sheet}\nclaim {claim}\n"), &Options::default());
    report.claims[0].judgement.clone()
}

const LAYER: &str = "W in R^(n×n), b, x in R^n\nz = W*x + b\nh = sigmoid(z)\nL = sum(h)";
const TANH: &str = "W in R^(n×n), x in R^n\nz = W*x\nh = tanh(z)";
const RECURRENT: &str =
    "W in R^(n×n), h0 in R^n\nh1 = tanh(W*h0)\nh2 = tanh(W*h1)\nh3 = tanh(W*h2)\nL = sum(h3)";
const RESIDUAL: &str = "W in R^(n×n), x in R^n\nh = x + tanh(W*x)";
const SOFTMAX: &str = "z in R^n\np = softmax(z)";
const MATRICES: &str = "A, B in R^(n×n), x, y in R^n\nL = c*sum(A*x)";

/// What follows from rules, and beside each what would not: bounds a little smaller, factors left out, strict signs.
const CASES: &[(&str, &str, &[&str])] = &[
    (LAYER, "norm_2(dh/dz) <= 1/4", &["norm_2(dh/dz) < 1/4", "norm_2(dh/dz) <= 24/100"]),
    (LAYER, "norm_2(dh/dx) <= norm_2(W)/4", &["norm_2(dh/dx) <= norm_2(W)/5", "norm_2(dh/dx) <= 1/4"]),
    (LAYER, "abs(dL/dz) <= 1/4", &["abs(dL/dz) < 1/4", "abs(dL/dz) <= 1/5"]),
    (LAYER, "sigmoid(z) < 1", &["sigmoid(z) < 1/2", "sigmoid(z) > 1/2"]),
    (LAYER, "norm(dL/dx) <= norm_2(W)*norm(dL/dz)", &["norm(dL/dx) <= norm(dL/dz)"]),
    (TANH, "norm_2(dh/dz) <= 1", &["norm_2(dh/dz) < 1", "norm_2(dh/dz) <= 9/10"]),
    (TANH, "norm_2(dh/dx) <= norm_2(W)", &["norm_2(dh/dx) < norm_2(W)", "norm_2(dh/dx) <= norm_2(W)/2"]),
    (
        RECURRENT,
        "norm_2(dh3/dh0) <= norm_2(W)^3",
        &["norm_2(dh3/dh0) <= norm_2(W)^3/100", "norm_2(dh1/dh0) <= norm_2(W)/2"],
    ),
    (RESIDUAL, "norm_2(dh/dx) <= 1 + norm_2(W)", &["norm_2(dh/dx) <= norm_2(W)", "norm_2(dh/dx) <= 1"]),
    (SOFTMAX, "norm_2(dp/dz) <= 1/2", &["norm_2(dp/dz) <= 2/5"]),
    (SOFTMAX, "norm(p) <= 1", &["norm(p) <= 1/2"]),
    (
        MATRICES,
        "norm_2(A*B) <= norm_2(A)*norm_2(B)",
        &["norm_2(A*B) <= norm_2(A)", "norm_2(A*B) < norm_2(A)*norm_2(B)"],
    ),
    (
        MATRICES,
        "norm_2(A + B) <= norm_2(A) + norm_2(B)",
        &["norm_2(A + B) <= norm_2(A)", "norm_2(A + B) <= norm_2(A) + norm_2(B)/2"],
    ),
    (MATRICES, "norm_2(2*A - B/3) <= 2*norm_2(A) + norm_2(B)/3", &["norm_2(2*A - B/3) <= 2*norm_2(A)"]),
    (MATRICES, "norm_2(A .* B) <= norm_2(A)*norm_2(B)", &["norm_2(A .* B) <= norm_2(A)"]),
    (MATRICES, "norm_2(x*y^T) <= norm(x)*norm(y)", &["norm_2(x*y^T) <= norm(x)"]),
    (MATRICES, "norm_2(A^T) <= norm_2(A)", &["norm_2(A^T) < norm_2(A)"]),
    (MATRICES, "norm_2(A) <= norm_F(A)", &["norm_F(A) <= norm_2(A)"]),
    (MATRICES, "norm_2(c*A) <= abs(c)*norm_2(A)", &["norm_2(c*A) <= norm_2(A)"]),
    (MATRICES, "norm(A*x) <= norm_2(A)*norm(x)", &["norm(A*x) <= norm(x)", "norm(A*x) >= norm_2(A)*norm(x)"]),
    (MATRICES, "abs(x^T*A*y) <= norm(x)*norm_2(A)*norm(y)", &["abs(x^T*A*y) <= norm(x)*norm(y)"]),
    (MATRICES, "norm_2(I(n) + A) <= 1 + norm_2(A)", &["norm_2(I(n) + A) <= norm_2(A)"]),
    (MATRICES, "norm_2(diag(sigmoid(x))*A) <= norm_2(A)", &["norm_2(diag(sigmoid(x))*A) <= norm_2(A)/2"]),
    (MATRICES, "norm_2(A) >= 0", &["norm_2(A) > 0", "norm_2(A) >= 1"]),
];

#[test]
fn bounds_of_norms_are_proved_and_false_ones_refuted() {
    let mut wrong = Vec::new();
    for (sheet, holds, fail) in CASES {
        let judgement = judged(sheet, holds);
        if !matches!(judgement, Judgement::Proved(_)) {
            wrong.push(format!("{holds}: {judgement:?}"));
        }
        for claim in *fail {
            let judgement = judged(sheet, claim);
            if !matches!(judgement, Judgement::Refuted(_)) {
                wrong.push(format!("{claim}: {judgement:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // False as well, though no numbers tried show it: not proved.
    for (sheet, claim) in [(RECURRENT, "norm_2(dh3/dh0) <= norm_2(W)^2"), (SOFTMAX, "norm_2(dp/dz) < 1/2")] {
        let judgement = judged(sheet, claim);
        assert!(!matches!(judgement, Judgement::Proved(_)), "{claim}: {judgement:?}");
    }
}

/// Numbers by `mpmath.svd_r` with 40 digits; equalities and edges are decided exactly.
#[test]
fn numbers_decide() {
    let sheet = |given: &str| format!("W in R^(2×2), x in R^2\nL = sum(W*x)\ngiven W = {given}\n");
    let cases = [
        ("[3, 0; 0, -4]", "norm_2(W) <= 4", true),
        ("[3, 0; 0, -4]", "norm_2(W) < 4", false),
        ("[1, 1; 1, 1]", "norm_2(W) <= 2", true),
        ("[1, 1; 1, 1]", "norm_2(W) < 2", false),
        ("[1, 1; 1, 1]", "norm_2(W) >= 2", true),
        ("[1/2, 1/10; 0, 3/10]", "norm_2(W) < 1", true),
        ("[1, 1/10; 0, 3/10]", "norm_2(W) < 1", false),
        ("[1, 2; 3, 4]", "norm_2(W) ~= 5.46498570421904", true),
        ("[1, 2; 3, 4]", "norm_2(W) ~= 5.46498570421905", false),
        ("[1, 2; 3, 4]", "norm_2(W) <= norm_F(W)", true),
    ];
    for (given, claim, holds) in cases {
        let judgement = judged(&sheet(given), claim);
        let is_right = match judgement {
            Judgement::Proved(_) => holds,
            Judgement::Refuted(_) => !holds,
            _ => false,
        };
        assert!(is_right, "{given}: {claim}: {judgement:?}");
    }
    // Whatever the leaves without numbers.
    let sheet = "W in R^(2×2), x in R^2\nz = W*x\nh = sigmoid(z)\ngiven W = [1, 2; 3, 4]\n";
    assert!(matches!(judged(sheet, "norm_2(dh/dx) <= 1.37"), Judgement::Proved(_)));
    assert!(matches!(judged(sheet, "norm_2(dh/dx) <= 1.36"), Judgement::Refuted(_)));
}

#[test]
fn a_norm_that_has_no_derivative_everywhere_is_not_derived() {
    let text = "A in R^(2×3)\nL = norm_2(A)\nderive dL/dA\n";
    let outcome = run("norms.chain", text, &Options::default());
    assert!(outcome.report.is_none());
    let first = outcome.diagnostics.first().expect("something is said");
    assert!(first.message.contains("largest singular value"), "{}", first.message);
    assert!(first.help.iter().any(|help| help.contains("norm_F")));
    // What does not go through it is derived, beside it.
    let text = "W in R^(2×2), x in R^2\ns = norm_2(W)\nL = norm(W*x)^2 + s\nderive dL/dx\n";
    let report = report(text, &Options::default());
    let arrays = report.arrays.as_ref().expect("arrays");
    assert!(arrays.derivations[0].tally.is_sound(), "{:?}", arrays.derivations[0].tally);
}

fn near(value: &Value, truth: f64) {
    let number = value.enclosure(128).middle(128).to_f64();
    assert!((number - truth).abs() <= 1e-12 * truth.abs(), "{number}, not {truth}");
}

fn values(row: &LedgerRow) -> Vec<Value> {
    match row.factor.as_ref().and_then(|factor| factor.stretch.clone()) {
        Some(Stretch::All(values)) => values,
        other => panic!("{other:?}"),
    }
}

/// By mpmath with 40 digits.
#[test]
fn ledgers_have_the_singular_values() {
    let report = report(TWO_LAYERS, &Options::default());
    let arrays = report.arrays.as_ref().expect("arrays");
    let sizes = arrays.derivations[0].sizes.as_ref().expect("sizes");
    let [first, second, third, fourth] = sizes.ledger.as_slice() else { panic!("four rows") };
    assert!(first.factor.is_none());
    let of_second = values(second);
    near(&of_second[0], 2.294_681_772_506_732);
    near(&of_second[1], 1.111_051_557_275_972);
    let of_third = values(third);
    near(&of_third[0], 0.149_146_452_070_332_9);
    near(&of_third[2], 0.045_176_659_730_912_13);
    near(&values(fourth)[0], 5f64.sqrt());
    let quarter = Rational::fraction(1, 4);
    assert_eq!(
        third.factor.as_ref().and_then(|factor| factor.at_most.as_ref()).map(|bound| &bound.0),
        Some(&quarter)
    );
    // No length is above what the bounds come to, and no singular value above its bound.
    for (row, length) in sizes.ledger.iter().zip(&sizes.norms) {
        let bound = row.bound_so_far.as_ref().expect("a bound").to_f64();
        assert!(bound >= length.enclosure(64).lower().to_f64() * (1.0 - 1e-15));
        if let Some((most, _)) = row.factor.as_ref().and_then(|factor| factor.at_most.as_ref()) {
            assert!(most.to_f64() >= values(row)[0].enclosure(64).lower().to_f64());
        }
    }
}

/// The Jacobian of a softmax is blind for one direction, and that is no loss; of layers it is.
#[test]
fn lost_directions_are_counted() {
    let sheet = |small: &str| {
        format!(
            "W, V in R^(2×2), x, y in R^2\nz1 = W*x\nh = tanh(z1)\nz2 = V*h\nL = norm(z2 - y)^2\n\
             given W = [1, 0; 0, {small}], V = [1, 1; 0, 1], x = [1/2, 1/3], y = [0, 0]\nderive dL/dx\n"
        )
    };
    let lost = |text: &str| {
        let report = report(text, &Options::default());
        let sizes = report.arrays.as_ref().expect("arrays").derivations[0].sizes.clone().expect("sizes");
        sizes.lost.map(|lost_directions| (lost_directions.lost, lost_directions.of, lost_directions.first))
    };
    // Rows: ∂L/∂z2, ∂L/∂h, ∂L/∂z1, ∂L/∂x.
    assert_eq!(lost(&sheet("1e-6")), Some((1, 2, 3)));
    assert_eq!(lost(&sheet("1")), None);
    let softmax = "W in R^(3×3), x, y in R^3\nz = W*x\np = softmax(z)\nL = norm(p - y)^2\n\
                   given W = [1, 0, 0; 0, 1, 0; 0, 0, 1], x = [1, 2, 3], y = [0, 0, 1]\nderive dL/dx\n";
    assert_eq!(lost(softmax), None);
}

/// Lengths of gradients and of weights, and what the one is of the other, in mpmath by difference quotients.
#[test]
fn derivatives_by_many_layers_stand_in_a_table() {
    let text = "W1, W2, W3, W4, W5, W6 in R^(2×2), x, y in R^2\nh1 = tanh(W1*x)\nh2 = tanh(W2*h1)\nh3 = tanh(W3*h2)\n\
        h4 = tanh(W4*h3)\nh5 = tanh(W5*h4)\nh6 = W6*h5\nL = sum((h6 - y)^2)\n\
        given W1 = [1, 2; 0, 1], W2 = [1/2, 0; 1, -1], W3 = [1, 1; -1, 2], W4 = [0, 1; 2, 0]\n\
        given W5 = [1/2, -1; 1, 1/4], W6 = [1, 0; 2, 1], x = [1/2; -1/4], y = [1; 0]\n\
        derive dL/dW1, dL/dW2, dL/dW3, dL/dW4, dL/dW5, dL/dW6";
    let expected = [
        [2.396_734_358_83, 2.449_489_742_78, 0.978_462_704_689],
        [1.097_201_462_86, 1.5, 0.731_467_641_905],
        [0.827_529_344_912, 2.645_751_311_06, 0.312_776_692_749],
        [1.002_468_987_25, 2.236_067_977_5, 0.448_317_760_163],
        [1.336_685_579_93, 1.520_690_632_57, 0.878_999_022_746],
        [1.310_743_950_64, 2.449_489_742_78, 0.535_108_977_087],
    ];
    let options = Options::default();
    let report = report(text, &options);
    let arrays = report.arrays.as_ref().expect("arrays");
    let [table] = arrays.layers.as_slice() else { panic!("{} tables", arrays.layers.len()) };
    let page = chainrule::page(&report, &options).text(100, false, false);
    let rows: Vec<Vec<&str>> = page
        .lines()
        .skip_while(|line| !line.contains("length of the derivative"))
        .skip(2)
        .take_while(|line| !line.trim().is_empty())
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!((table.rows.len(), rows.len()), (6, 6), "{page}");
    for (place, ((row, line), expected)) in table.rows.iter().zip(&rows).zip(expected).enumerate() {
        assert_eq!(row.derivation, place);
        let ratio = row.ratio.as_ref().expect("no weight is 0");
        let found = [&row.gradient, &row.weight, ratio].map(|value| value.enclosure(64).middle(64).to_f64());
        for ((found, printed), right) in found.iter().zip(&line[1..4]).zip(expected) {
            assert!((found / right - 1.0).abs() < 1e-6, "layer {place}: {found}, not {right}");
            let printed: f64 = printed.parse().expect("a number");
            assert!((printed / right - 1.0).abs() < 1e-5, "layer {place}: {printed}, not {right}");
        }
        // In f32 the same to six digits.
        let in_f32: f64 = line[4].parse().expect("a number");
        assert!((in_f32 / expected[0] - 1.0).abs() < 1e-5, "layer {place}: {line:?}");
    }
    // With fewer leaves each derivation is told by itself.
    let few = text.replace(", dL/dW5, dL/dW6", "");
    let few = run("norms.chain", &few, &options).report.expect("a report");
    assert!(few.arrays.is_some_and(|arrays| arrays.layers.is_empty()));
}
