//! Shapes that do not fit, and two readings, are refused.

use super::{refusal, report};

#[test]
fn shapes_that_do_not_fit_are_told_with_where_they_come_from() {
    let (message, help) = refusal("W in R^(3x2), x in R^3\nz = W*x\nL = sum(z)\nderive dL/dW");
    assert_eq!(message, "E0801 `W` (3×2) can't be multiplied by `x` (3)");
    assert_eq!(help, ["write `W^T*x` for the transposed matrix"]);
    let (message, _) = refusal("a in R^2, b in R^3\nL = sum(a + b)\nderive dL/da");
    assert!(message.starts_with("E0801 `a` (2) and `b` (3) can't be added"), "{message}");
    let (message, help) = refusal("X in R^(N×d), s in R^N\nL = sum(X/s)\nderive dL/dX");
    assert_eq!(message, "E0801 `s` (N) can't be a divisor");
    assert_eq!(help, ["write `diag(1 ./ s)*X` for one factor a row"]);
    let (message, _) = refusal("X in R^(N×1), y in R^N\nL = sum(X - y^T)\nderive dL/dy");
    assert!(message.starts_with("E0801"), "{message}");
    let (message, _) = refusal("A in R^(2x3)\nL = tr(A)\nderive dL/dA");
    assert!(message.starts_with("E0801 `tr` takes a square matrix"), "{message}");
    let (message, _) = refusal("A in R^(2x3)\nL = A[3,1]\nderive dL/dA");
    assert!(message.starts_with("E0426") || message.contains("lies outside"), "{message}");
    let (message, _) = refusal("x in R^2\nL = sum(x)\ngiven x = [1, 2, 3]\nderive dL/dx");
    assert!(message.starts_with("E0803"), "{message}");
    let (message, _) = refusal("W in R^(2x2)\nL = sum(W)\ngiven W = [1, 2; 3]\nderive dL/dW");
    assert!(message.starts_with("E0803"), "{message}");
    let (message, _) = refusal("W in R^(2x2), x in R^2\nz = W*x\nderive gradient of z");
    assert!(message.starts_with("E0804"), "{message}");
    let (message, _) = refusal("A in R^(2x3), B in R^(2x3)\nL = sum(A)\nclaim dL/dA = B^T");
    assert!(message.starts_with("E0801"), "{message}");
}

#[test]
fn two_readings_are_refused_with_both() {
    let cases: &[(&str, &[&str])] = &[
        ("a, b in R^3\nL = sum(a*b)\nderive dL/da", &["a ⊙ b", "a^T*b", "a*b^T"]),
        ("A in R^(2x2)\nL = sum(A^2)\nderive dL/dA", &["A*A", "A .^ 2"]),
        ("A in R^(2x2)\nL = sum(A + 1)\nderive dL/dA", &["`ones(2)*ones(2)^T`", "`I(2)`"]),
        (
            "X, W in R^(3x3), b in R^3\nL = sum(X*W + b)\nderive dL/db",
            &["X*W + ones(3)*b^T", "X*W + b*ones(3)^T"],
        ),
        ("Z in R^(2x3)\nL = sum(softmax(Z))\nderive dL/dZ", &["each row", "each column"]),
        ("A in R^(2x3)\nL = norm(A)\nderive dL/dA", &["norm_F(A)"]),
        ("A in R^(2x2), b, c in R^2\nL = sum(A*b ⊙ c)\nderive dL/dA", &["(A*b) ⊙ c", "A*(b ⊙ c)"]),
    ];
    for (text, expected) in cases {
        let (message, help) = refusal(text);
        assert!(message.starts_with("E0802"), "{text}: {message}");
        for part in *expected {
            assert!(help.iter().any(|line| line.contains(part)), "{text}: {part} is not in {help:?}");
        }
    }
}

#[test]
fn what_is_new_beside_shapes_is_refused_where_it_is_wrong() {
    for (sheet, wanted) in [
        (
            "x in R^n\nL = x^T*A*x\nderive dL/dx",
            "E0301 nothing declares `A`, which stands between two arrays",
        ),
        ("x in R^3\nL = norm(Y)^2\nderive dL/dx", "E0301 nothing says what `Y` is"),
        ("W = R^(m×n)\nx in R^n\nL = norm(W*x)^2\nderive dL/dx", "E0201 `R^(m×n)` is a set"),
        ("x in R^3\nL = x[i]\nderive dL/dx", "E0301 nothing says what `i` is here"),
        ("x in R^3\nL = sum(x[2..4])\nderive dL/dx", "E0423 `x[2..4]` lies outside: the shape is 3"),
        ("x in R^3\nL = sum(x[3..2])\nderive dL/dx", "E0423 `3..2` holds no index"),
        ("x in R^3\nL = sum(x[i] for i in 2..4)\nderive dL/dx", "E0423 `x[i]` goes from index 2 to 4"),
        ("x in R^3\nL = sum(x[i+1] for i in 1..3)\nderive dL/dx", "E0423 `x[i+1]` goes from index 2 to 4"),
        ("x in R^3\nL = sum(x[i-1] for i in 1..3)\nderive dL/dx", "E0423 `x[i-1]` goes from index 0 to 2"),
        (
            "x in R^n, y in R^m\nL = sum(x[i+1] for i in 1..m)\nderive dL/dx",
            "E0423 `x[i+1]` goes from index 2 to m+1",
        ),
        (
            "W[l] in R^(2x2) for l in 1..K\nx in R^2\nL = sum(W[1]*x)\nderive dL/dx",
            "E0805 members of a family",
        ),
        (
            "W[l] in R^(2x2) for l in 1..2\nx in R^2\nh[l] = W[l]*h[l-1] for l in 1..2\nL = sum(h[2])\nderive dL/dx",
            "E0423 `h[0]` is needed for `h[l-1]`",
        ),
        (
            "E in R^(3x2), c in R^2\nL = sum(E[c,*])\ngiven c = [1, 4], E = [1, 2; 3, 4; 5, 6]\nderive dL/dE",
            "E0423 `c[2]` is 4, and chooses among 3",
        ),
        ("K in R^(2×3×4)\nL = sum(K^T)\nderive dL/dK", "E0801 `K` has more than two indices"),
        ("x in R^3\nL = sum(sofmax(x))\nderive dL/dx", "E0302 `sofmax` is no function that is known"),
        (
            "W in R^(m×n), x in R^n\nL = sum(W[i,j]*x[i] for i in 1..m, j in 1..n)\nderive dL/dx",
            "E0801 `i` runs up to m, and this axis of `x` has n entries",
        ),
        ("x in R^3\nL = sum(onehot(4, 3) .* x)\nderive dL/dx", "E0423 the index 4 lies outside"),
        ("x in R^3\nL = sum(onehot(1) .* x)\nderive dL/dx", "E0303 `onehot` takes the index that is 1"),
        ("x in R^3\nL = sum(x)\ngiven x = x^T\nderive dL/dx", "E0801 `x` is 3: only a square matrix"),
        (
            "A in R^(2x2)\nL = tr(A)\ngiven A = A^T, A = [1, 2; 3, 4]\nderive dL/dA",
            "E0803 `A` is stated to be its own transpose, and its value is not",
        ),
        (
            "X in R^(2x2)\nL = sum(X)\ngiven X = file \"a.csv\"\nderive dL/dX",
            "E0806 `a.csv` is not read here",
        ),
    ] {
        let (message, _) = refusal(sheet);
        assert!(message.starts_with(wanted), "{sheet}: {message}");
    }
    // What is proposed for a matrix beside a vector is read.
    let (_, help) = refusal("X in R^(4x3), g in R^3\nL = sum(X .* g)\nderive dL/dg");
    assert_eq!(help, ["write `X*diag(g)` for one factor a column"]);
    report("X in R^(4x3), g in R^3\nL = sum(X*diag(g))\nderive dL/dg");
    let (_, help) = refusal("X in R^(4x3), s in R^4\nL = sum(X ./ s)\nderive dL/ds");
    assert_eq!(help, ["write `diag(1 ./ s)*X` for one factor a row"]);
    report("X in R^(4x3), s in R^4\nL = sum(diag(1 ./ s)*X)\nderive dL/ds");
}

/// What the help offers for a line fits the whole of it.
#[test]
fn products_written_together_are_refused_with_the_product() {
    for (sheet, wanted) in [
        ("x in R^n, A in R^(n×n)\nf = x^TAx\nderive df/dx", "write `x^T*A*x` for"),
        ("x in R^n, A in R^(n×n)\nf = xᵀAx\nderive df/dx", "write `xᵀ*A*x` for"),
        ("x in R^n, A in R^(n×n)\nf = x^{T}Ax\nderive df/dx", "write `x^{T}*A*x` for"),
        ("w, x in R^n\nf = w^Tx + b\nderive df/dx", "write `w^T*x` for"),
        ("A in R^(m×n)\nf = tr(A^TA)\nderive df/dA", "write `A^T*A` for"),
        ("X in R^(N×d), w in R^d\nf = sum(X^TXw)\nderive df/dw", "write `X^T*X*w` for"),
        ("W, x in R^(n×n)\nf = tr(WxW)\nderive df/dx", "write `f = tr(W*x*W)` for"),
        ("A in R^(n×n), x in R^n\nf = x^T*A*x\nderive df/dX", "did you mean `x`?"),
        ("x in R^n\nf = sum(x)\ny = x^T\nderive df/dx", "write `x`"),
        (
            "X in R^(N×d), w in R^d\ns = X*w\nf = sum(exp(s))\nclaim d^2f/dw^2 = X*diag(exp(s))*X^T",
            "write `X^T*diag(exp(s))*X`",
        ),
        ("z, y in R^n, T in R\nf = (y - z)^T*z/T\nderive df/dT", "write `(y - z)ᵀ` for the transpose"),
    ] {
        let (message, help) = refusal(sheet);
        assert!(help.iter().any(|line| line.contains(wanted)), "{sheet}: {message} {help:?}");
    }
}

/// An array whose index does not begin at 1 has no entry 2 that is the second and the first.
#[test]
fn entries_that_are_counted_from_elsewhere_are_refused() {
    let sheet = |further: &str| format!("x in R^5\nf[i] = 3*x[i] for i in 2..5\n{further}");
    for further in
        ["L = sum(f)\nclaim f[2] = 3*x[2]", "L = f[4]^2\nderive dL/dx", "L = sum(f)\nclaim dL/df[2] = 1"]
    {
        let (message, _) = refusal(&sheet(further));
        assert!(message.starts_with("E0802 `f[2]` could be the first entry"), "{further}: {message}");
    }
    report(&sheet("L = norm(f)^2 # f[2]\nderive dL/dx"));
}

/// Undeclared capitals before arrays, ones and identities that would be numbers, letters that are a size and a quantity.
#[test]
fn what_would_be_a_number_in_silence_is_refused() {
    for (sheet, wanted, help) in [
        (
            "x in R^n\nL = norm(W*x)^2\nderive dL/dx",
            "E0802 `W*x` could be",
            "`W in R^(m×n)`, if it is a matrix",
        ),
        ("x in R^n\nL = x^T*I_n*x\nderive dL/dx", "E0301 nothing declares `I_n`", "`I_n in R^(n×n)`"),
        ("x in R^n\nL = sum(I_n*x)\nderive dL/dx", "E0802 `I_n*x` could be", "write `I(n)`"),
        ("x in R^n\nL = 1^T*x\nderive dL/dx", "E0801 a number has no transpose", "`sum(x)`"),
        ("x in R^m\nm = mean(x)\nderive dm/dx", "E0401 `m` is a size", "another letter"),
        ("k in R, x in R^k\nL = k*sum(x)\nderive dL/dx", "E0401 `k` is a size", "another letter"),
    ] {
        let (message, lines) = refusal(sheet);
        assert!(message.starts_with(wanted), "{sheet}: {message}");
        assert!(lines.iter().any(|line| line.contains(help)), "{sheet}: {lines:?}");
    }
    report("x in R^n\nL = C*norm(x)^2 + C*x[1]\nderive dL/dx");
    report("C in R, x in R^n\nL = norm(C*x)^2\nderive dL/dx");
}

/// A claim whose sides do not fit is an error of its own: the others are judged, and what is asked is derived.
#[test]
fn a_claim_that_does_not_fit_takes_nothing_else_with_it() {
    let sheet =
        "x in R^n, y in R^m\nL = sum(x) + sum(y)\nderive dL/dx\nclaim dL/dx = y\nclaim dL/dx = ones(n)\n";
    let outcome = chainrule::run("arrays.chain", sheet, &chainrule::Options::default());
    let errors: Vec<&str> = outcome.diagnostics.iter().map(|wrong| wrong.code.id).collect();
    assert_eq!(errors, ["E0801"]);
    let report = outcome.report.expect("the rest of it");
    assert!(report.is_refused && report.claims.len() == 1);
    assert_eq!(report.arrays.expect("arrays").derivations.len(), 1);
}
