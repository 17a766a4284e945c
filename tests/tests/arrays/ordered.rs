//! Inequalities between numbers of arrays: those that hold are proved, those that do not are never.

use super::report;
use chainrule::Judgement;

const SHEET: &str =
    "A, B in R^(n×n), x, y in R^n, W in R^(m×n), p in R^m, c in R\nh = tanh(W*x)\nL = p^T*h\n";

/// Claims that hold.
const TRUE: &[&str] = &[
    "norm_F(A*B) <= norm_F(A)*norm_F(B)",
    "norm_F(A*B) <= norm_2(A)*norm_F(B)",
    "norm_F(A*B) <= norm_F(A)*norm_2(B)",
    "norm_2(A^T) = norm_2(A)",
    "norm_2(x*y^T) = norm(x)*norm(y)",
    "norm_2(A/2) = norm_2(A)/2",
    "norm_F(-2*A) = 2*norm_F(A)",
    "norm(c*x) = abs(c)*norm(x)",
    "norm(x - y) >= abs(norm(x) - norm(y))",
    "norm(x + y) >= norm(x) - norm(y)",
    "x^T*A^T*A*x >= 0",
    "x^T*x >= 0",
    "tr(A^T*A) >= 0",
    "tr(A*B*B^T*A^T) >= 0",
    "softmax(x) > 0",
    "sum(softmax(x)) <= 1",
    "sum(exp(x)) > 0",
    "sum(x .* x) >= 0",
    "logsumexp(x) >= max(x)",
    "max(x) <= norm(x)",
    "norm(x) <= sum(abs(x))",
    "mean(x)^2 <= mean(x^2)",
    "norm(relu(x)) <= norm(x)",
    "norm(tanh(x)) <= norm(x)",
    "norm(relu(x) - relu(y)) <= norm(x - y)",
    "norm(sigmoid(x) - sigmoid(y)) <= norm(x - y)/4",
    "abs(dL/dh) <= norm(p)",
    "abs(dL/dx) <= norm(p)*norm_2(W)",
];

/// Claims that do not.
const FALSE: &[&str] = &[
    "norm_F(A*B) <= norm_2(A)*norm_2(B)",
    "norm_2(A^T) = norm_F(A)",
    "norm_2(x*y^T) = norm(x)*norm(x)",
    "norm(c*x) = c*norm(x)",
    "norm(x - y) <= abs(norm(x) - norm(y))",
    "x^T*A*x >= 0",
    "x^T*A*A*x >= 0",
    "x^T*x > 0",
    "tr(A*A) >= 0",
    "softmax(x) > 1/10",
    "sum(softmax(x)) <= 1/2",
    "sum(x) > 0",
    "logsumexp(x) <= max(x)",
    "max(x) >= norm(x)",
    "norm(x) >= sum(abs(x))",
    "mean(x)^2 >= mean(x^2)",
    "norm(sigmoid(x)) <= norm(x)",
    "norm_2(relu(A)) <= norm_2(A)",
    "norm(sigmoid(x) - sigmoid(y)) <= norm(x - y)/8",
    "norm_2(tanh(A) - tanh(B)) <= norm_2(A - B)",
    "abs(dL/dx) <= norm(p)",
];

#[test]
fn inequalities_of_textbooks_are_proved() {
    for claim in TRUE {
        let report = report(&format!("{SHEET}claim {claim}\n"));
        let judgement = &report.claims[0].judgement;
        assert!(matches!(judgement, Judgement::Proved(_)), "{claim}: {judgement:?}");
    }
}

#[test]
fn inequalities_that_fail_somewhere_are_not() {
    for claim in FALSE {
        let report = report(&format!("{SHEET}claim {claim}\n"));
        let judgement = &report.claims[0].judgement;
        assert!(!matches!(judgement, Judgement::Proved(_)), "{claim}: {judgement:?}");
    }
}
