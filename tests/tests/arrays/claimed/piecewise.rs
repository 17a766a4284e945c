//! Losses written with max and min: their slopes as people write them, and powers of lengths.

use crate::report;
use chainrule::Judgement;

/// Sheets, each with claims that hold and claims that do not.
const SHEETS: &[(&str, &[&str], &[&str])] = &[
    (
        "x in R^n\nL = sum(max(abs(x) - 1/2, min(x^2/2, 1/2)))\n",
        &["dL/dx = max(-1, min(x, 1))", "dL/dx[i] = max(-1, min(x[i], 1)) for i in 1..n"],
        &["dL/dx = max(-1, min(x, 2))", "dL/dx = max(-1, min(x, 1) + 0*x + 1/1000)", "dL/dx = x"],
    ),
    (
        "X in R^(N×n), w in R^n, y in R^N\nr = X*w - y\nL = sum(max(abs(r) - 1/2, min(r^2/2, 1/2)))/N\n",
        &["dL/dw = X^T*max(-1, min(r, 1))/N", "dL/dr = max(min(r, 1), -1)/N"],
        &["dL/dw = X^T*max(-1, min(r, 1))", "dL/dw = X^T*max(-1, min(X*w + y, 1))/N"],
    ),
    (
        "r in R^n\ngiven delta = 2\nL = sum(max(delta*abs(r) - delta^2/2, min(r^2/2, delta^2/2)))\n",
        &["dL/dr = max(-delta, min(r, delta))", "dL/dr = max(-2, min(r, 2))"],
        &["dL/dr = max(-delta, min(2*r, delta))", "dL/dr = max(-1, min(r, 1))"],
    ),
    (
        "W in R^(m×n), x in R^n\nz = W*x\nh = max(z, z/10)\nL = sum(h)\n",
        &["dL/dx = W^T*(step(z) + 1/10*step(-z))"],
        &["dL/dx = W^T*(step(z) + 1/5*step(-z))", "dL/dx = W^T*(step(z) - 1/10*step(-z))"],
    ),
    (
        "x in R^n\nh = min(max(x, -1), 1)\nL = sum(h)\n",
        &["dL/dx = step(1 - abs(x))", "h = (abs(x + 1) - abs(x - 1))/2"],
        &["dL/dx = step(2 - abs(x))", "h = (abs(x + 1) - abs(x - 2))/2"],
    ),
    (
        "A in R^(m×n), x in R^n\nf = norm(A*x)^4\ng = norm(x)^3\n",
        &[
            "df/dA = 4*norm(A*x)^2*A*x*x^T",
            "dg/dx = 3*norm(x)*x",
            "d^2g/dx^2 = 3*norm(x)*I(n) + 3*x*x^T/norm(x)",
        ],
        &["df/dA = 4*norm(A*x)^3*A*x*x^T", "dg/dx = 3*norm(x)^2*x"],
    ),
];

#[test]
fn slopes_are_told_piece_by_piece() {
    for (sheet, hold, fail) in SHEETS {
        let claims: String = hold.iter().chain(*fail).map(|claim| format!("claim {claim}\n")).collect();
        let report = report(&format!("{sheet}{claims}"));
        let (proved, refuted) = report.claims.split_at(hold.len());
        for (claim, text) in proved.iter().zip(*hold) {
            assert!(matches!(claim.judgement, Judgement::Proved(_)), "{text}: {:?}", claim.judgement);
        }
        for (claim, text) in refuted.iter().zip(*fail) {
            assert!(matches!(claim.judgement, Judgement::Refuted { .. }), "{text}: {:?}", claim.judgement);
        }
    }
}
