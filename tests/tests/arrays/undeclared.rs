//! What nothing declares beside arrays: matrices, vectors and identities of texts, which would count as numbers in silence.

use super::{refusal, report};

#[test]
fn matrices_that_nothing_declares_are_no_numbers() {
    for (line, help) in [
        ("L = x^T*M*x", "M in R^(n×n)"),
        ("L = x^T*Sigma*x", "Sigma in R^(n×n)"),
        ("L = sum(softmax(W*x))", "W in R^(m×n)"),
        ("L = norm(W*x)^2", "W in R^(m×n)"),
        ("L = sum(C*x)", "C in R^(m×n)"),
        ("L = tr(C*x*x^T)", "C in R^(m×n)"),
        ("L = norm(X*x - V)^2", "V in R^N"),
        ("L = sum(M ⊙ x)", "M in R^n"),
        ("L = x^T*y", "y in R^n"),
        ("L = tr(A + I_n)", "`I(n)`"),
        ("L = tr(A + lambda*Id)", "`I(n)`"),
    ] {
        let sheet = format!("x in R^n, A in R^(n×n), X in R^(N×n)\n{line}\nderive dL/dx");
        let (message, all) = refusal(&sheet);
        assert!(message.contains("nothing declares"), "{line}: {message}");
        assert!(all.iter().any(|offered| offered.contains(help)), "{line}: {all:?}");
    }
    for line in ["L = c*norm(x)^2", "L = C*sum(x)", "L = sum(lambda*x)", "L = norm(x)^2/T", "L = sum(x + b)"]
    {
        report(&format!("x in R^n\n{line}\nderive dL/dx"));
    }
    report("x in R^n\nL = sum(C*x)\ngiven C = 2\nderive dL/dx");
    report("x in R^n, C in R\nL = sum(C*x)\nderive dL/dx");
}

#[test]
fn ones_are_vectors_where_they_are_transposed() {
    for (line, help) in
        [("L = 1^T*x", "ones(n)^T*x"), ("L = 1ᵀ*x", "`sum(x)`"), ("L = sum(A*1)", "`A*ones(n)`")]
    {
        let (message, all) = refusal(&format!("x in R^n, A in R^(n×n)\n{line}\nderive dL/dx"));
        assert!(all.iter().any(|offered| offered.contains(help)), "{line}: {message} {all:?}");
    }
    report("x in R^n, A in R^(n×n)\nL = sum(1*A*x) + 1\nderive dL/dx");
}
