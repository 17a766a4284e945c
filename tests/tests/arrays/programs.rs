//! What programs and texts write for vectors and matrices is read as what it means, or refused with what to write.

use super::{forms, refusal, report};

const SHAPES: &str =
    "X in R^(N×d), W in R^(d×k), Z in R^(N×k), A in R^(n×n), x, c in R^d, b in R^n, y in R^N\n";

/// The forms of a worksheet that defines `mu` so, and derives a number of it.
fn forms_of(mu: &str, by: &str) -> std::collections::BTreeMap<String, String> {
    forms(&report(&format!("{SHAPES}mu = {mu}\nL = sum((mu + 1) .^ 2 .* mu)\nderive dL/d{by}")))
}

#[test]
fn calls_of_programs_are_the_words_they_mean() {
    // Axis 0 of NumPy is the index of the rows: what is left is one number a column.
    for (written, meant, by) in [
        ("mean(X, axis=0)", "mean(X, each column)", "X"),
        ("mean(X, axis=1)", "mean(X, each row)", "X"),
        ("mean(X, axis=-1)", "mean(X, each row)", "X"),
        ("sum(X, axis=-2)", "sum(X, each column)", "X"),
        ("mean(X, 0)", "mean(X, each column)", "X"),
        ("X.mean(axis=0)", "mean(X, each column)", "X"),
        ("X.mean(0)", "mean(X, each column)", "X"),
        ("X.sum(dim=1, keepdim=False)", "sum(X, each row)", "X"),
        ("np.sum(X, axis=1)", "sum(X, each row)", "X"),
        ("np.mean(X, 0)", "mean(X, each column)", "X"),
        ("tf.reduce_sum(X, axis=1)", "sum(X, each row)", "X"),
        ("np.max(X, axis=0)", "max(X, each column)", "X"),
        ("np.maximum(X, 0)", "max(X, 0)", "X"),
        ("np.minimum(X, 1)", "min(X, 1)", "X"),
        ("torch.softmax(Z, dim=1)", "softmax(Z, each row)", "Z"),
        ("F.softmax(Z, dim=-1)", "softmax(Z, each row)", "Z"),
        ("softmax(Z, axis=0)", "softmax(Z, each column)", "Z"),
        ("torch.logsumexp(X, dim=1)", "logsumexp(X, each row)", "X"),
        ("X @ W", "X*W", "X"),
        ("np.dot(X, W)", "X*W", "X"),
        ("X.matmul(W)", "X*W", "W"),
        ("X.T @ y", "X^T*y", "X"),
        ("X.T*X*c", "X^T*X*c", "X"),
        ("X.transpose() @ y", "X^T*y", "X"),
        ("X.t()*y", "X^T*y", "X"),
        ("(X @ W).sum(axis=0)", "sum(X*W, each column)", "W"),
        (r"X^\top*y", "X^T*y", "X"),
        ("X^⊤*y", "X^T*y", "X"),
        ("A.inv()*b", "inv(A)*b", "A"),
        ("np.linalg.inv(A)*b", "inv(A)*b", "A"),
        ("np.linalg.solve(A, b)", "inv(A)*b", "A"),
        ("np.linalg.norm(X, axis=1)", "norm(X, each row)", "X"),
        ("x/np.linalg.norm(x)", "x/norm(x)", "x"),
        ("x/np.linalg.norm(x, 2)", "x/norm(x)", "x"),
        ("x/‖x‖", "x/norm(x)", "x"),
        ("x*‖x‖²", "x*norm(x)^2", "x"),
        ("x*||x - c||^2", "x*norm(x - c)^2", "x"),
        (r"x*\lVert x - c\rVert_2^2", "x*norm(x - c)^2", "x"),
        (r"x*\|x\|^2", "x*norm(x)^2", "x"),
        ("x*‖X‖_F^2", "x*norm_F(X)^2", "X"),
        ("x*np.linalg.norm(X, 'fro')", "x*norm_F(X)", "X"),
        ("np.exp(x)", "exp(x)", "x"),
        ("X.relu()", "relu(X)", "X"),
        ("np.multiply(x, c)", "x ⊙ c", "x"),
        ("x ∘ c", "x ⊙ c", "x"),
        ("np.square(x)", "x .^ 2", "x"),
        ("x*np.trace(A)", "x*tr(A)", "A"),
        ("x*np.dot(x, c)", "x*dot(x, c)", "x"),
        ("x*X.sum()", "x*sum(X)", "X"),
        ("np.diag(x)*c", "diag(x)*c", "x"),
        ("x*np.linalg.norm(x, 1)", "x*sum(abs(x))", "x"),
        ("x*norm_1(x)", "x*sum(abs(x))", "x"),
        ("x*||x||_1", "x*sum(abs(x))", "x"),
        ("x*‖x - c‖₁", "x*sum(abs(x - c))", "x"),
        (r"x*\|x\|_\infty", "x*max(abs(x))", "x"),
        ("x*||x||_3", "x*sum(abs(x) .^ 3)^(1/3)", "x"),
        ("x*||x||_4^4", "x*(sum(x .^ 4)^(1/4))^4", "x"),
        ("x*||x||_{2}", "x*norm(x)", "x"),
        ("x*||x||_p", "x*sum(abs(x) .^ p)^(1/p)", "x"),
        ("x*‖X‖_{F}", "x*norm_F(X)", "X"),
    ] {
        assert_eq!(forms_of(written, by), forms_of(meant, by), "{written}");
    }
}

#[test]
fn matrices_may_have_the_names_of_libraries() {
    let sheet = |k: &str| format!("K, F in R^(n×m), g in R^m\nL = g^T*{k}\nderive dL/dK");
    for (written, meant) in [
        ("K.T*K*g", "K^T*K*g"),
        ("K.sum(axis=0)", "sum(K, each column)"),
        ("K.mean(0)", "mean(K, each column)"),
    ] {
        assert_eq!(forms(&report(&sheet(written))), forms(&report(&sheet(meant))), "{written}");
    }
}

#[test]
fn what_is_not_read_is_refused_with_what_to_write() {
    for (mu, message, help) in [
        ("mean(X over rows)", "E0802", "X, each column"),
        ("mean(X, each rows)", "E0802", "each row"),
        ("mean(X, rows)", "E0802", "each column"),
        ("mean(X, by row)", "E0802", "each row"),
        ("mean(X) each row", "E0802", "mean(X, each row)"),
        ("mean each row X", "E0208", "mean(X, each row)"),
        ("sum over rows of X", "E0802", "sum(X, each column)"),
        ("sum(X, 1)", "E0802", "sum(X, each row)"),
        ("mean(X, 1)", "E0802", "mean(X, each column)"),
        ("mean(X, 2)", "E0805", "mean(X, each row)"),
        ("sum(X, axis=2)", "E0423", "axis=1"),
        ("X.sum(axis=0, keepdims=True)", "E0805", "leave it out"),
        ("‖X‖_1", "E0802", "max(sum(abs(X), each column))"),
        ("‖X‖_∞", "E0802", "max(sum(abs(X), each row))"),
        ("‖x‖_A", "E0802", "x^T*A*x"),
        ("‖X‖_{2,1}", "E0805", "sum(norm(X, each row))"),
        ("‖X‖_*", "E0805", "norm_2(X)"),
        ("np.linalg.norm(X)", "E0802", "norm_F(X)"),
        ("‖X‖", "E0802", "norm_F(X)"),
        ("x.T", "E0802", "x^T"),
        ("X'*y", "E0209", "X^T"),
        (r"A\b", "E0105", "A^-1*b"),
        ("|A|", "E0105", "det(A)"),
        ("|x|", "E0105", "norm(x)"),
        ("det A", "E0208", "det(A)"),
        ("tr A", "E0208", "tr(A)"),
        ("X^t*y", "E0802", "X^T"),
        ("X^H", "E0802", "X^T"),
        ("var(x)", "E0302", "mean((x - mean(x))^2)"),
        ("argmax(x)", "E0302", "largest(x)"),
        ("<x, c>", "E0201", "x^T*y"),
        ("⟨x, c⟩", "E0105", "x^T*y"),
        ("x⊗c", "E0105", "x*y^T"),
        ("X.shape", "E0105", "letter of the size"),
        ("X.detach()", "E0105", "constant"),
        ("np.where(x, c, x)", "E0105", "step"),
        ("weighted average x", "E0301", "average in R"),
        ("softmax(x over k)", "E0301", "over"),
        ("x where c", "E0301", "where"),
        ("rowsum(X)", "E0302", "sum(X, each row)"),
    ] {
        let (told, helps) = refusal(&format!("{SHAPES}mu = {mu}\nL = sum(mu .* mu)\nderive dL/dX"));
        assert!(told.starts_with(message), "{mu}: {told}");
        assert!(helps.iter().any(|line| line.contains(help)), "{mu}: {help} is not in {helps:?}");
    }
}

#[test]
fn names_that_are_given_or_greek_may_stand_side_by_side() {
    report("X in R^(N×d), w in R^d, y in R^N\nL = eta sum(X*w) + rate sum(y)\ngiven rate = 2\nderive dL/dw");
    report("x in R^dk\nL = 2 dk sum(x)\nderive dL/dx");
}

#[test]
fn rows_and_arrays_stand_under_an_index() {
    for (sheet, wanted) in [
        (
            "X in R^(N×d), a in R^d\nmu = 1/N*sum(X[n,:] for n in 1..N)\nL = a^T*mu\nderive dL/dX",
            "ones(N)*a^T/N",
        ),
        (
            "W in R^(m×n), x in R^n, c in R^m\ny = sum(x[i]*W[:,i] for i in 1..n)\nL = c^T*y\nderive dL/dW",
            "c*x^T",
        ),
        ("X in R^(N×d), A in R^(d×d)\nL = sum(X[n,*]^T*A*X[n,*] for n in 1..N)\nderive dL/dA", "X^T*X"),
        (
            "X in R^(N×d), w in R^d, g in R^N\ny[n] = w^T*X[n,:] for n in 1..N\nL = g^T*y\nderive dL/dw",
            "X^T*g",
        ),
    ] {
        let found = forms(&report(sheet));
        assert!(found.values().any(|form| form == wanted), "{sheet}: {found:?}");
    }
    let (told, _) = refusal("X in R^(N×d), w in R^k\nL = sum(w^T*X[n,:] for n in 1..N)\nderive dL/dw");
    assert!(told.starts_with("E0801"), "{told}");
    let (told, help) =
        refusal("A in R^(N×d), x in R^d\nz = sum(A[k,:]^T for k in 1..N)\nL = norm(z)\nderive dL/dA");
    assert!(told.contains("would be a row") && !help.is_empty(), "{told}");
    let (told, _) = refusal("X in R^(N×d)\nmu = sum(X[n,1..2] for n in 1..N)\nL = sum(mu)\nderive dL/dX");
    assert!(told.starts_with("E0805"), "{told}");
}

#[test]
fn an_index_without_a_range_goes_over_the_axes_at_which_it_stands() {
    let sheet = |range: &str| {
        format!(
            "X in R^(N×d), g in R^d\nmu = mean(X, each column)\n\
             V[j] = 1/N*sum((X[n,j] - mu[j])^2 for n in 1..N){range}\nL = g^T*V\nderive dL/dX"
        )
    };
    let open = report(&sheet(""));
    assert_eq!(forms(&open), forms(&report(&sheet(" for j in 1..d"))));
    let read = &open.arrays.as_ref().expect("arrays").ranges_read;
    assert_eq!(read.iter().map(|index| index.letter.as_str()).collect::<Vec<_>>(), ["j"]);
    let (told, help) = refusal("x in R^n, y in R^m\nz[i] = x[i]*y[i]\nL = sum(z)\nderive dL/dx");
    assert!(told.starts_with("E0801") && told.contains("up to n") && told.contains("up to m"), "{told}");
    assert!(help[0].contains("for i in 1.."), "{help:?}");
    let (told, help) = refusal("x in R^n\nz[i] = 2\nL = sum(z)\nderive dL/dx");
    assert!(told.starts_with("E0301") && help[0].contains("for i in 1..n"), "{told}");
    let (told, _) = refusal("W, h[0] in R^n\nh[l] = W .* h[l-1]\nL = sum(h[3])\nderive dL/dW");
    assert!(told.starts_with("E0301 nothing says over what `l` runs"), "{told}");
}
