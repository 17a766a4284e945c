//! What texts and programs write beside declared shapes: refused where it has two readings or none, with the line as it is
//! written here; and that line is read.

use super::{refusal, report};

/// A worksheet, the code of what is wrong with it, and the line that helps.
const REFUSED: &[(&str, &str, &str)] = &[
    // Each of these would be a number of its own, and the derivative 0.
    ("x in R^3\nL = x_1^2 + x_2^2\nderive dL/dx", "E0802", "write `L = x[1]^2 + x[2]^2` for entries"),
    ("x in R^n\nL = x1^2 + x2^2\nderive dL/dx", "E0802", "write `L = x[1]^2 + x[2]^2` for entries"),
    (
        "W in R^(2x2), x in R^2\nz = W*x\nL = z_1^2 + z_2\nderive dL/dW",
        "E0802",
        "write `L = z[1]^2 + z[2]` for entries",
    ),
    (
        "W in R^(2x2), x in R^2\nL = W_11*x_1 + W12*x_2\nderive dL/dW",
        "E0802",
        "write `L = W[1,1]*x[1] + W[1,2]*x[2]` for entries",
    ),
    (
        "x in R^n\nL = sum(x_i^2 for i in 1..n)\nderive dL/dx",
        "E0802",
        "write `L = sum(x[i]^2 for i in 1..n)` for entries",
    ),
    (
        "x in R^2\nL = sum(x)\ny = x1 + x2\ngiven x1 = 2, x2 = 3\nderive dL/dx",
        "E0802",
        "write `y = x[1] + x[2]` for entries",
    ),
    ("W in R^(m×n), x in R^n\nz = Wx\nderive dz/dx", "E0802", "write `z = W*x` for the product"),
    ("x, y in R^n\nL = xTy\nderive dL/dx", "E0802", "write `L = x^T*y` for the product"),
    (
        "W in R^(m×n), x in R^n\nz_i = sum(W_ij*x_j for j in 1..n) for i in 1..m\nderive dz/dW",
        "E0802",
        "write `z[i] = sum(W[i,j]*x[j] for j in 1..n) for i in 1..m` for entries",
    ),
    (
        "W in R^(m×n), x in R^n, b in R^m\nz_i = Σ_j W_ij x_j + b_i\nderive dz/dW",
        "E0201",
        "write `z[i] = sum(W[i,j]*x[j] for j in 1..n) + b[i] for i in 1..m`",
    ),
    ("x in R^n\nL = Σ_i x_i²\nderive dL/dx", "E0201", "write `L = sum(x[i]² for i in 1..n)`"),
    ("x in R^n\nL = sum_i x[i]^2\nderive dL/dx", "E0201", "write `L = sum(x[i]^2 for i in 1..n)`"),
    // Shapes in other words.
    ("x in R3\nL = sum(x)\nderive dL/dx", "E0201", "write `x in R^3`"),
    ("W: R^(3x2)\nL = sum(W)\nderive dL/dW", "E0201", "write `W in R^(3x2)`"),
    ("W: 3x2\nL = sum(W)\nderive dL/dW", "E0201", "write `W in R^(3×2)`"),
    ("W of shape (3, 2)\nL = sum(W)\nderive dL/dW", "E0201", "write `W in R^(3×2)`"),
    ("W.shape = (3, 2)\nL = sum(W)\nderive dL/dW", "E0201", "write `W in R^(3×2)`"),
    ("W = np.zeros((3, 2))\nL = sum(W)\nderive dL/dW", "E0201", "write `W in R^(3×2)`"),
    ("x is a vector of length 4\nL = sum(x)\nderive dL/dx", "E0201", "write `x in R^4`"),
    ("let W be an n × m matrix\nL = sum(W)\nderive dL/dW", "E0201", "write `W in R^(n×m)`"),
    ("A in R^(n×n), symmetric\nL = det(A)\nderive dL/dA", "E0201", "`given A = A^T`"),
    ("A in R^(n×n)\ngiven A symmetric\nL = det(A)\nderive dL/dA", "E0201", "write `given A = A^T`"),
    ("A in S^n\nL = det(A)\nderive dL/dA", "E0201", "`A in R^(n×n)`, then `given A = A^T`"),
    // A vector beside a matrix of one column: a square in NumPy.
    (
        "X in R^(N×d), y in R^(N×1), w in R^d\nL = norm_F(X*w - y)^2\nderive dL/dw",
        "E0801",
        "declare a vector, `y in R^N`",
    ),
    // Keywords that are almost right.
    ("W in R^(2x2), x in R^2\nz = W*x\nderiv dz/dx", "E0201", "write `derive dz/dx`"),
    ("W in R^(2x2), x in R^2\nz = W*x\ngivn x = [1, 2]\nderive dz/dx", "E0201", "write `given x = [1, 2]`"),
    // Functions and brackets of texts.
    ("A in R^(n×n)\nL = log|A|\nderive dL/dA", "E0201", "write `L = logdet(A)`"),
    ("A in R^(n×n)\nL = log det A\nderive dL/dA", "E0201", "write `L = log(det(A))`"),
    (
        "W in R^(m×n), x in R^n\nz = dot(W, x)\nderive dz/dx",
        "E0801",
        "write `W*x` for the product of the two",
    ),
    ("W in R^(3x2)\nL = sum(W[2])\nderive dL/dW", "E0424", "write `W[2,*]` for the row"),
    (
        "x in R^3\nL = sum(x)\nderive dL/dx where x = [1, 2, 3]",
        "E0201",
        "write `derive dL/dx at x = [1, 2, 3]`",
    ),
];

#[test]
fn what_texts_write_is_refused_with_the_line_that_is_read() {
    for (sheet, code, expected) in REFUSED {
        let (message, help) = refusal(sheet);
        assert!(message.starts_with(code), "{sheet}\n{message}");
        assert!(help.iter().any(|line| line.contains(expected)), "{sheet}\n{message}\n{help:?}");
    }
}

#[test]
fn the_line_that_is_shown_is_read() {
    for (sheet, _, expected) in REFUSED {
        let Some(line) = expected.strip_prefix("write `").and_then(|rest| rest.split('`').next()) else {
            continue;
        };
        let is_statement = [" = ", " in ", "derive "].iter().any(|part| line.contains(part));
        let Some((name, _)) = line.split_once([' ', '[']).filter(|_| is_statement) else { continue };
        // The wrong line begins with the same name, whatever follows it.
        let begins =
            |candidate: &str| candidate.starts_with(name) && (candidate.contains('=') == line.contains('='));
        let Some(wrong) = sheet.lines().rfind(|candidate| begins(candidate)) else { continue };
        let mended = sheet.replace(wrong, line);
        if mended != *sheet && !sheet.contains("given x1") {
            assert!(
                !report(&mended).arrays.as_ref().is_none_or(|by_shapes| by_shapes.derivations.is_empty()),
                "{mended}"
            );
        }
    }
}

#[test]
fn a_name_of_its_own_may_look_like_an_entry() {
    let text = "x in R^2, x1 in R\nL = x1*sum(x)\nderive dL/dx1";
    assert!(report(text).arrays.is_some());
    // Two digits below a vector of two entries, and a matrix with one: no entry of it.
    for text in ["x in R^2\nL = x12*sum(x)\nderive dL/dx", "W in R^(2x2)\nL = W1*sum(W)\nderive dL/dW"] {
        assert!(report(text).arrays.is_some(), "{text}");
    }
}

#[test]
fn spellings_of_shapes_and_norms_are_read() {
    for text in [
        "W ∈ ℝᵐˣⁿ, x ∈ ℝⁿ\nz = W*x\nderive dz/dx",
        "A in R^(n×n)\nL = trace(A^T A)\nderive dL/dA",
        "w in R^d, c in R\nL = c/2 * ||w||^2\nderive dL/dw",
        "w in R^d\nL = 2||w||^2\nderive dL/dw",
    ] {
        assert!(report(text).arrays.is_some(), "{text}");
    }
}
