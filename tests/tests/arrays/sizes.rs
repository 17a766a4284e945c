//! Sizes are told apart: a size that is open is taken for no number and for no other size, and what holds at the sizes of the
//! worksheet alone is not judged at others.

use chainrule::{Judgement, claim_reason};

use super::report;

/// What becomes of claims behind a worksheet.
fn judged(sheet: &str, claims: &[&str]) -> Vec<(String, bool, bool, String)> {
    let lines: Vec<String> = claims.iter().map(|claim| format!("claim {claim}")).collect();
    let report = report(&format!("{sheet}{}\n", lines.join("\n")));
    let judged = report.claims.iter().map(|claim| {
        let is_proved = matches!(claim.judgement, Judgement::Proved(_));
        let is_refuted = matches!(claim.judgement, Judgement::Refuted(_));
        (claim.text.clone(), is_proved, is_refuted, claim_reason(&report, claim))
    });
    judged.collect()
}

const MANY: &str = "a in R^p, b in R^q, c in R^r, d in R^s, e in R^t, f in R^u, g in R^v, h in R^w, k in R^z, l in R^n\n\
                    L = sum(a) + sum(b) + sum(c) + sum(d) + sum(e) + sum(f) + sum(g) + sum(h) + sum(k) + sum(l)\n";

#[test]
fn no_size_is_taken_for_a_number_or_another_size() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "k", "l"];
    for index in ["", "M = g[3]\n", "M = c[5]*k[4]\n"] {
        let mut claims = Vec::new();
        for (place, name) in names.iter().enumerate() {
            claims.extend([2, 3, 4, 5].map(|number| format!("mean({name}) = sum({name})/{number}")));
            let other = |other: &str| format!("mean({name})*sum({other}) = sum({name})*mean({other})");
            claims.extend(names[..place].iter().map(|name| other(name)));
        }
        let claims: Vec<&str> = claims.iter().map(String::as_str).collect();
        for (text, _, is_refuted, how) in judged(&format!("{MANY}{index}"), &claims) {
            assert!(is_refuted, "{text}: {how}");
        }
    }
}

#[test]
fn open_sizes_beside_numbers_stay_open() {
    for given in ["", "given y = [1, 2, 3]\n"] {
        let sheet = format!("x in R^m, z in R^n, y in R^3\nL = sum(x) + sum(y) + sum(z)\n{given}");
        let wrong = |name: &str| {
            [2, 3, 4, 5, 6].map(|number| format!("mean({name})*sum(y) = sum(y)*sum({name})/{number}"))
        };
        let claims: Vec<String> = wrong("x").into_iter().chain(wrong("z")).collect();
        let mut claims: Vec<&str> = claims.iter().map(String::as_str).collect();
        claims.push("mean(x)*sum(z) = sum(x)*mean(z)");
        for (text, _, is_refuted, how) in judged(&sheet, &claims) {
            assert!(is_refuted, "{text}: {how}");
        }
        for (text, is_proved, _, how) in judged(&sheet, &["mean(y) = sum(y)/3", "sum(x - mean(x)) = 0"]) {
            assert!(is_proved, "{text}: {how}");
        }
    }
}

/// A mean over 1000 samples is their sum over 1000: true of this size alone, and of so many numbers that few draws are made.
#[test]
fn large_sizes_by_number_count_as_they_are_written() {
    let regression = "X in R^(1000×20), y in R^1000, w in R^20\nL = mean((X*w - y)^2)\n";
    let right = ["dL/dw = 2/1000*X^T*(X*w - y)", "sum(y)/1000 <= max(y)", "mean(y) = sum(y)/1000"];
    for (text, is_proved, is_refuted, how) in judged(regression, &right) {
        assert!(is_proved || text.contains("<=") && !is_refuted, "{text}: {how}");
    }
    let wrong = ["dL/dw = 1/1000*X^T*(X*w - y)", "dL/dw = 2/20*X^T*(X*w - y)", "mean(y) = sum(y)/999"];
    for (text, _, is_refuted, how) in judged(regression, &wrong) {
        assert!(is_refuted, "{text}: {how}");
    }
    // Too large to be tried as it is: what has no number that could be a size is tried at smaller sizes.
    let large = "W in R^(4096×4096), x, y in R^4096\nL = sum((W*x - y)^2)\n";
    let [right, wrong, open] =
        ["dL/dW = 2*(W*x - y)*x^T", "dL/dW = (W*x - y)*x^T", "mean(W*x) = sum(W*x)/4096"]
            .map(|claim| judged(large, &[claim]).remove(0));
    assert!(right.1, "{}", right.3);
    assert!(wrong.2, "{}", wrong.3);
    assert!(!open.1 && !open.2 && open.3.contains("too large"), "{}", open.3);
}

/// Where a range is `2..n-1`, n is 3 at least.
#[test]
fn ranges_are_never_empty_where_claims_are_tried() {
    let differences = "x in R^n\nL = sum((x[i+1] - x[i])^2 for i in 1..n-1)\n";
    let right = "dL/dx[i] = 2*(x[i] - x[i-1]) - 2*(x[i+1] - x[i]) for i in 2..n-1";
    let wrong = "dL/dx[i] = 2*(x[i] - x[i-1]) + 2*(x[i+1] - x[i]) for i in 2..n-1";
    let squares = "x in R^n\nL = sum(x[i]^2 for i in 3..n-3)\n";
    let claims = [
        (differences, right, true),
        (differences, wrong, false),
        (squares, "dL/dx[i] = 2*x[i] for i in 4..n-4", true),
        (squares, "dL/dx[i] = 2*x[i] for i in 6..n-5", true),
        (squares, "dL/dx[i] = 2*x[i] for i in 3..n-2", false),
        (squares, "dL/dx[i] = 2*x[i] for i in 2..n-3", false),
    ];
    for (sheet, claim, holds) in claims {
        let (_, is_proved, is_refuted, how) = judged(sheet, &[claim]).remove(0);
        assert!(is_proved == holds && is_refuted != holds, "{claim}: {how}");
    }
    // The place is told by the index that is claimed of.
    let how = judged(squares, &["dL/dx[i] = 2*x[i] for i in 2..n-3"]).remove(0).3;
    assert!(how.contains("entry [2]"), "{how}");
}

#[test]
fn sizes_that_are_given_count_where_claims_are_tried() {
    let sheet = "X in R^(N×d), w in R^d, y in R^N\nlet N = 5\nL = norm(X*w - y)^2/N\n";
    for (claim, holds) in [("dL/dw = 2*X^T*(X*w - y)/5", true), ("dL/dw = 2*X^T*(X*w - y)/4", false)] {
        let (_, is_proved, is_refuted, how) = judged(sheet, &[claim]).remove(0);
        assert!(is_proved == holds && is_refuted != holds, "{claim}: {how}");
    }
}

/// What is 0 at every small size need not be 0.
#[test]
fn products_of_sizes_are_tried_further_up() {
    let claims = ["(n-2)*(n-3)*(n-4)*sum(x) = 0", "sum(x)*(n-m)*(n-m+1)*(n-m-1)*(n-m+2)*(n-m-2) = 0"];
    for (text, _, is_refuted, how) in judged("x in R^n, y in R^m\nL = sum(x)*sum(y)\n", &claims) {
        assert!(is_refuted, "{text}: {how}");
    }
}

/// A number that is added to all scores changes no softmax.
#[test]
fn softmax_is_known_by_differences() {
    let sheet = "x in R^n, z in R^2, c in R\np = softmax(x - max(x))\nL = -ln(p[1])\nq = softmax(z)\n";
    let right = [
        "softmax(x + c) = softmax(x)",
        "softmax(x - max(x)) = softmax(x)",
        "logsumexp(x + c) = logsumexp(x) + c",
        "q[1] = sigmoid(z[1] - z[2])",
        "softmax(x) = exp(x)/sum(exp(x))",
        "dL/dx = softmax(x) - onehot(1, n)",
    ];
    for (text, is_proved, _, how) in judged(sheet, &right) {
        assert!(is_proved, "{text}: {how}");
    }
    let wrong =
        ["softmax(c*x) = softmax(x)", "logsumexp(x + c) = logsumexp(x)", "q[1] = sigmoid(z[2] - z[1])"];
    for (text, _, is_refuted, how) in judged(sheet, &wrong) {
        assert!(is_refuted, "{text}: {how}");
    }
}

#[test]
fn values_given_entry_by_entry_are_the_array() {
    let sheet = "x in R^2, W in R^(2×2)\nL = x^T*W*x\ngiven x[1] = 3, x[2] = 4, W = [1, 0; 0, 1]\n";
    let (_, is_proved, _, how) = judged(sheet, &["L = 25"]).remove(0);
    assert!(is_proved, "{how}");
}

/// Of many numbers those are told that matter.
#[test]
fn counterexamples_name_what_matters() {
    let names: Vec<String> = (1..=12).map(|place| format!("z{place}")).collect();
    let sheet = format!(
        "{} in R^3\nL = {}\n",
        names.join(", "),
        names.iter().map(|name| format!("norm({name})^2")).collect::<Vec<_>>().join(" + ")
    );
    let how = judged(&sheet, &["L = norm(z1)^2 + norm(z2)^2"]).remove(0).3;
    assert!(how.contains("0 for the others") && how.len() < 120, "{how}");
}
