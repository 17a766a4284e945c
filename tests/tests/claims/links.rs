//! Claims between derivatives of one quantity: lines of backpropagation, however far it lies above them.

use chainrule::{Judgement, Options, run};

fn judged(sheet: &str) -> Vec<bool> {
    let report = run("links", sheet, &Options::default()).report.expect("a report");
    report
        .claims
        .iter()
        .map(|claim| match claim.judgement {
            Judgement::Proved { .. } => true,
            Judgement::Refuted { .. } => false,
            Judgement::Vacuous { .. } | Judgement::Consistent { .. } | Judgement::Undecided { .. } => {
                panic!("{} is not decided", claim.text)
            }
        })
        .collect()
}

/// Two ways lead from `a1` to the loss; each true claim stands beside a false one.
#[test]
fn lines_of_backpropagation_hold_and_others_do_not() {
    for (activation, slope) in [("tanh", "(1 - a1^2)"), ("relu", "step(z1)"), ("sin", "cos(z1)")] {
        let sheet = format!(
            "z1 = w1*x + b1\na1 = {activation}(z1)\nz2 = w2*a1 + b2\na2 = sigmoid(z2)\nz3 = w3*a2 + v*a1\nL = (z3 - y)^2\n\
             claim dL/dw1 = dL/dz1*x\nclaim dL/dw1 = dL/dz1*a1\n\
             claim dL/dz1 = dL/da1*{slope}\nclaim dL/dz1 = dL/da2*{slope}\n\
             claim dL/da1 = dL/dz2*w2 + dL/dz3*v\nclaim dL/da1 = dL/dz2*w2\n\
             claim dL/dz2 = dL/da2*a2*(1 - a2)\nclaim dL/dz2 = dL/da2*a2*(1 + a2)\n\
             claim dL/db1 = dL/dz1\nclaim dL/db2 = dL/dz1\n\
             claim dL/dw1 = dL/dz3*(w3*a2*(1 - a2)*w2 + v)*{slope}*x\n\
             claim dL/dw1 = dL/dz3*(w3*a2*(1 - a2)*w2 - v)*{slope}*x\n"
        );
        let expected: Vec<bool> = (0..12).map(|place| place % 2 == 0).collect();
        assert_eq!(judged(&sheet), expected, "{activation}");
    }
}

/// A quantity for each layer, and not one for all: only what lies between is looked at.
#[test]
fn a_line_for_each_layer_of_the_layer_above() {
    let sheet = "let N = 1000\na[0] = x\nz[l] = w[l]*a[l-1] + b[l] for l in 1..N\na[l] = sigmoid(z[l]) for l in 1..N\n\
                 claim da[l]/dz[l-1] = da[l]/da[l-1]*a[l-1]*(1 - a[l-1]) for l in 2..N\n\
                 claim da[l]/da[l-1] = w[l]*a[l]*(1 - a[l]) for l in 1..N\n";
    let all = judged(sheet);
    assert!(all.len() == 1999 && all.iter().all(|&holds| holds));
    assert_eq!(
        judged("a1 = sin(w*x); a2 = sin(v*a1)\nclaim da2/dx = da2/da1*da1/dx\nclaim da2/dx = da2/da1*da1/dw"),
        [true, false]
    );
}

/// One line for each of 1000 layers, and two layers at once.
#[test]
fn a_line_for_each_layer_of_a_deep_network() {
    let sheet = "let N = 1000\na[0] = x\nz[l] = w[l]*a[l-1] + b[l] for l in 1..N\na[l] = sigmoid(z[l]) for l in 1..N\n\
                 L = (a[N] - y)^2\nclaim dL/dw[l] = dL/dz[l]*a[l-1] for l in 1..N\n\
                 claim dL/dz[l] = dL/dz[l+1]*w[l+1]*a[l]*(1 - a[l]) for l in 1..N-1\n\
                 claim dL/db[l] = dL/dz[l+2]*w[l+2]*w[l+1]*a[l+1]*(1 - a[l+1])*a[l]*(1 - a[l]) for l in 1..N-2\n";
    let all = judged(sheet);
    assert!(all.len() > 2000 && all.iter().all(|&holds| holds));
}
