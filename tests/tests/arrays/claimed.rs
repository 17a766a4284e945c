//! Claims as texts state them, each beside one that is wrong in one place.

mod piecewise;

use super::{refusal, report};
use chainrule::{Judgement, claim_reason};

/// Worksheets, a claim that holds, and one that does not.
const STATED: &[(&str, &str, &str)] = &[
    // Bishop, Pattern Recognition and Machine Learning, (4.109).
    (
        "X in R^(N×D), W in R^(D×K), T in R^(N×K)\nY = softmax(X*W, each row)\nE = -sum(T ⊙ ln(Y))\n\
         given sum(T, each row) = 1",
        "dE/dW[*,j] = sum((Y[n,j] - T[n,j])*X[n,*] for n in 1..N) for j in 1..K",
        "dE/dW[*,j] = sum((T[n,j] - Y[n,j])*X[n,*] for n in 1..N) for j in 1..K",
    ),
    (
        "X in R^(N×D), W in R^(D×K), T in R^(N×K)\nY = softmax(X*W, each row)\nE = -sum(T ⊙ ln(Y))\n\
         given sum(T, each row) = 1",
        "dE/dX[n,*] = W*(Y[n,*] - T[n,*])",
        "dE/dX[n,*] = W*Y[n,*]",
    ),
    (
        "X in R^(N×D), c in R^D\nL = 1/2*sum(norm(X[i,*] - c)^2 for i in 1..N)",
        "dL/dX[i,*] = X[i,*] - c for i in 1..N",
        "dL/dX[i,*] = X[i,*] + c for i in 1..N",
    ),
    ("X in R^(N×D), w in R^D\ny = X*w\nL = sum(y)", "dL/dX[n,*] = w", "dL/dX[n,*] = 0"),
    (
        "z, y in R^n\np = 1/(1 + exp(-z))\nL = -sum(y ⊙ ln(p) + (1 - y) ⊙ ln(1 - p))",
        "dL/dz = p - y",
        "dL/dz = y - p",
    ),
    ("x, y in R^n\nL = sum(x/y)", "dL/dx = 1./y", "dL/dy = 1./x"),
    (
        "x in R^n\nL = sum((x[i+1] - x[i])^2 for i in 1..n-1)",
        "dL/dx[n] = 2*(x[n] - x[n-1])",
        "dL/dx[n] = 2*(x[n-1] - x[n])",
    ),
    ("x, w in R^n\nL = x[n]^2*w[1]", "dL/dx[n] = 2*x[n]*w[1]", "dL/dx[n] = 2*x[n]*w[n]"),
    ("x in R^n\nL = sum(x[i]*x[n+1-i] for i in 1..n)", "dL/dx[i] = 2*x[n-i+1]", "dL/dx[i] = 2*x[i]"),
    (
        "x in R^n\ny[i] = sum(x[j] for j in 1..i) for i in 1..n\nL = sum(y .* y)",
        "dL/dx[j] = 2*sum(y[i] for i in j..n) for j in 1..n",
        "dL/dx[j] = 2*sum(y[i] for i in 1..j) for j in 1..n",
    ),
    (
        "x in R^n\ny[i] = sum(x[j] for j in 1..i) for i in 1..n\nL = sum(y)",
        "dL/dx[j] = n - j + 1 for j in 1..n",
        "dL/dx[j] = n - j for j in 1..n",
    ),
    (
        "x in R^n\nL = sum(x[i]*x[j] for i in 1..n, j in i..n)",
        "dL/dx = x + sum(x)*ones(n)",
        "dL/dx = sum(x)*ones(n)",
    ),
    (
        "x in R^n, A in R^(n×n)\nL = sum(A[i,j]*x[i]*x[j] for i in 2..n, j in 1..i-1)",
        "dL/dx[1] = sum(A[i,1]*x[i] for i in 2..n)",
        "dL/dx[1] = sum(A[i,1]*x[i] for i in 1..n)",
    ),
    (
        "Q, K, V in R^(T×d)\nS = Q*K^T/sqrt(d)\n\
         O[t,k] = sum(exp(S[t,s])*V[s,k] for s in 1..t)/sum(exp(S[t,s]) for s in 1..t) for t in 1..T, k in 1..d\nL = sum(O)",
        "dL/dV[s,k] = sum(exp(S[t,s])/sum(exp(S[t,u]) for u in 1..t) for t in s..T) for s in 1..T, k in 1..d",
        "dL/dV[s,k] = sum(exp(S[t,s])/sum(exp(S[t,u]) for u in 1..t) for t in 1..T) for s in 1..T, k in 1..d",
    ),
    ("x in R^n\nL = sum(i*x[i] for i in 1..n)", "dL/dx[i] = i", "dL/dx[i] = i + 1"),
    ("X in R^(n×n)\nL = sum(X[i,j] for i, j in 1..n)", "dL/dX = ones(n)*ones(n)^T", "dL/dX = I(n)"),
    (
        "X in R^(m×n)\nL = sum(X[i,j]^2 for i in 1..m for j in 1..n)",
        "dL/dX[i,j] = 2*sum(X[i,k]*δ[k,j] for k in 1..n)",
        "dL/dX[i,j] = 2*delta(i,j)",
    ),
    ("x in R^n\nL = sum(0.5.*x.^2 + 1./x)", "dL/dx = x - 1./x.^2", "dL/dx = x + 1./x.^2"),
];

#[test]
fn what_texts_state_holds_and_its_twin_does_not() {
    for (sheet, right, wrong) in STATED {
        for (claim, holds) in [(right, true), (wrong, false)] {
            let report = report(&format!("{sheet}\nclaim {claim}\n"));
            assert!(!report.is_refused, "{sheet}\n{claim}");
            let judgement = &report.claims[0].judgement;
            let is_as_wanted = match judgement {
                Judgement::Proved(_) => holds,
                Judgement::Refuted(_) => !holds,
                _ => false,
            };
            assert!(is_as_wanted, "{sheet}\n{claim}: {judgement:?}");
        }
    }
}

/// What a refutation of a claim by entries proposes has the letters of the claim, and holds when it is typed in.
#[test]
fn the_repair_of_a_claim_by_entries_is_told_by_its_letters() {
    let layer = "W in R^(n×n), x, y in R^n\nL = norm(W*x - y)^2\n";
    let neuron = "x in R^4, t in R^3, W in R^(3×4)\na = tanh(W*x)\nE = 1/2*norm(t - a)^2\n";
    let convolution = "X in R^(5×5), K, G in R^(3×3)\n\
        L = sum(G[i,j]*sum(K[p,q]*X[i+p-1,j+q-1] for p in 1..3, q in 1..3) for i in 1..3, j in 1..3)\n";
    let sum = |row: &str| format!("sum(W[{row},k]*x[k] for k in 1..n)");
    for (sheet, left, right, ranges) in [
        (layer, "dL/dW[i,j]", format!("2*({} - y[j])*x[i]", sum("j")), "for i in 1..n, j in 1..n"),
        (layer, "dL/dW[i,j]", format!("({} - y[i])*x[j]", sum("i")), "for i in 1..n, j in 1..n"),
        (layer, "dL/dW[p,q]", format!("2*({} + y[p])*x[q]", sum("p")), ""),
        (layer, "dL/dW[i,j]", format!("4*({} - y[i])*x[j]", sum("i")), "for i in 1..n, j in 1..n"),
        (neuron, "dE/dW[i,j]", "(t[i] - a[i])*(1 - a[i]^2)*x[j]".to_owned(), "for i in 1..3, j in 1..4"),
        (
            convolution,
            "dL/dK[p,q]",
            "sum(G[i,j]*X[i+q-1,j+p-1] for i in 1..3, j in 1..3)".to_owned(),
            "for p in 1..3, q in 1..3",
        ),
    ] {
        let first = report(&format!("{sheet}claim {left} = {right} {ranges}\n"));
        let how = claim_reason(&first, &first.claims[0]);
        let (_, repair) = how.split_once("it holds with ").expect("a repair");
        let repair = repair.replace('\u{202f}', "");
        let second = report(&format!("{sheet}claim {left} = {repair} {ranges}\n"));
        assert!(
            matches!(second.claims[0].judgement, Judgement::Proved(_)),
            "{right}: {repair} is {:?}",
            second.claims[0].judgement
        );
    }
    // Where a range does not begin at 1 its letters could not be told so.
    let shifted = report("x in R^5\nL = sum(x .^ 2)\nclaim dL/dx[i] = x[i] for i in 2..5\n");
    assert!(!claim_reason(&shifted, &shifted.claims[0]).contains("it holds with"));
}

#[test]
fn a_size_that_is_a_product_is_not_two_sizes() {
    for (shape, help) in [
        ("R^(H·d)", "write `R^(H×d)` for one index for each of them"),
        ("R^(2*n)", "write `R^(2×n)` for one index for each of them"),
        ("R^(3*4)", "write `12` for one index that goes so far"),
        ("R^(h·k×d)", "write `R^(h×k×d)` for one index for each of them"),
        ("R^(2n)", "give a size that is a product a letter of its own, as in `R^m`"),
        ("R^(m by n)", "write `R^(m×n)`"),
        ("M(m,n)", "write `R^(m×n)`"),
        ("R^(m×n", "write `R^(m×n)`, with a bracket behind the last size"),
    ] {
        let (message, found) = refusal(&format!("x in R^3, W in {shape}\nL = sum(x)"));
        assert!(found.iter().any(|line| line == help), "{shape}: {message}, {found:?}");
    }
    let page =
        |sheet: &str| chainrule::page(&report(sheet), &chainrule::Options::default()).text(200, false, false);
    let shown = page("W in R^((n+1)×m)\nL = sum(W)\nderive dL/dW");
    assert!(shown.contains("(n + 1)×m"), "{shown}");
}
