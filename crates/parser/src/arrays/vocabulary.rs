//! Words that mean something wherever arrays are read.

use chainrule_array::word::Word;
use chainrule_symbolic::function::{self, Arity};

use crate::lexer::is_spelled_greek;

/// Words that make arrays of sizes.
pub(super) const MADE_OF_SIZES: &[&str] = &["ones", "zeros", "I", "onehot"];

/// The sum of absolute values, the largest of them, and the norm with any exponent.
const NORMS: &[&str] = &[SUM, LARGEST, BY_EXPONENT];
pub(super) const SUM: &str = "norm_1";
pub(super) const LARGEST: &str = "norm_inf";
pub(super) const BY_EXPONENT: &str = "norm_p";

/// The norm that a name calls; names are read without the sign before an index by number.
pub(super) fn norm_called(name: &str) -> Option<&'static str> {
    if name == "norm1" { Some(SUM) } else { NORMS.iter().copied().find(|norm| *norm == name) }
}

/// Whether a name is that of a number, or of the identity, and so stands alone.
pub(super) fn is_constant(name: &str) -> bool {
    name == "I"
        || is_spelled_greek(name)
        || function::find(name).is_some_and(|row| row.arity == Arity::Exactly(0))
}

/// What is written for words of other languages.
pub(super) fn spread_of(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "var" | "variance" => &[
            "write `mean((x - mean(x))^2)`, divided by n as NumPy does",
            "write `sum((x - mean(x))^2)/(n - 1)`, as PyTorch, MATLAB and R do",
        ],
        "std" | "stdev" | "sd" => &[
            "write `sqrt(mean((x - mean(x))^2))`, divided by n as NumPy does",
            "write `sqrt(sum((x - mean(x))^2)/(n - 1))`, as PyTorch, MATLAB and R do",
        ],
        "argmax" | "argmin" => &["write `largest(x)`: 1 at the largest entry and 0 elsewhere"],
        "eye" | "identity" => &["write `I(n)`"],
        "transpose" | "t" => &["write `X^T`, `x^T`: the sign stands behind what is transposed"],
        "kron" => &["it takes two matrices, or two vectors: `kron(A, B)`"],
        "vec" => &["it takes a matrix, whose columns it puts below each other: `vec(A)`"],
        "reshape" | "view" => &[
            "write the entries, by rows as NumPy and PyTorch have them: `Y[i,j] = x[3*i+j-3] for i in 1..2, j in 1..3`",
            "or by columns, as MATLAB and R do: `Y[i,j] = x[i+2*j-2] for i in 1..2, j in 1..3`",
        ],
        "inner" | "vdot" | "inner_product" => &["write `x^T*y`"],
        "matmul" | "mm" => &["write `A*B`"],
        "rowsum" | "rowSums" | "rowsums" => &["write `sum(X, each row)`"],
        "colsum" | "colSums" | "colsums" => &["write `sum(X, each column)`"],
        "rowMeans" => &["write `mean(X, each row)`"],
        "colMeans" => &["write `mean(X, each column)`"],
        "len" | "length" | "numel" | "size" | "shape" => {
            &["write the letter of the size, as in `x in R^n`: `sum(x)/n`"]
        }
        "reduce_mean" => &["write `mean(X)`, or `mean(X, each column)`"],
        "reduce_sum" => &["write `sum(X)`, or `sum(X, each column)`"],
        "cross" => &[
            "write the entries of `cross(x, y)`: `[x[2]*y[3] - x[3]*y[2], x[3]*y[1] - x[1]*y[3], x[1]*y[2] - x[2]*y[1]]`",
        ],
        "cat" | "stack" | "vstack" | "hstack" | "concat" | "concatenate" => {
            &["write `[x; h]` for vectors below each other, `[A; B]` and `[A, B]` for matrices"]
        }
        "solve" => &["write `A^-1*b` for the solution of `A*x = b`"],
        "cumsum" => &["write `s[i] = sum(x[j] for j in 1..i) for i in 1..n`"],
        "clip" | "clamp" => &["write `min(max(x, lo), hi)`"],
        "prod" => {
            &["products over entries are read in worksheets without shapes: `prod(x[i] for i in 1..3)`"]
        }
        "cov" => &[
            "write `mean((x - mean(x)) .* (y - mean(y)))`, divided by n as `np.mean` does",
            "write `sum((x - mean(x)) .* (y - mean(y)))/(n - 1)`, as `np.cov` does",
        ],
        "mse" | "mse_loss" | "MSE" | "MSELoss" => &["write `mean((x - y)^2)`"],
        "cross_entropy" | "CrossEntropyLoss" => &[
            "write `-sum(y .* ln(softmax(z)))` for scores z and targets y",
            "write `logsumexp(z) - z[3]` for scores z and the class 3",
        ],
        "pinv" => &["write `inv(A^T*A)*A^T`, where the columns of A are independent"],
        "expm" | "logm" | "sqrtm" => {
            &["functions are taken of each entry; those of whole matrices are not read"]
        }
        "median" | "quantile" | "percentile" | "sort" | "argsort" | "topk" => {
            &["of the order of entries `max(x)`, `min(x)` and `largest(x)` are read"]
        }
        "swish" => &["write `silu(x)`"],
        "logistic" | "expit" | "sigm" => &["write `sigmoid(x)`"],
        "sgn" | "signum" => &["write `sign(x)`"],
        "heaviside" | "indicator" => &["write `step(x)`"],
        "hadamard" => &["write `x ⊙ y`"],
        "dist" | "distance" | "pdist" => &["write `norm(x - y)`"],
        "average" | "avg" => &["write `mean(x)`"],
        "grad" | "gradient" | "jacobian" | "hessian" => {
            &["write `dL/dx` in a claim, and `derive dL/dx` to ask for it"]
        }
        "cosine" | "cosine_similarity" | "cos_sim" => &["write `x^T*y/(norm(x)*norm(y))`"],
        "LayerNorm" | "layer_norm" | "layernorm" => {
            &["write its lines: `m = mean(x)`, `s = sqrt(mean((x - m)^2) + eps)`, `h = (x - m)/s`"]
        }
        "BatchNorm" | "batch_norm" | "batchnorm" => {
            &["write its lines: `m = mean(X, each column)`, `v = mean((X - m)^2, each column)`, \
             `H = (X - m)*diag(1 ./ sqrt(v + eps))`"]
        }
        "dropout" | "Dropout" => &["multiply by a mask: `m .* x`, with `m in R^n`"],
        _ => return None,
    })
}

/// The word of this name: names are read without the sign before an index by number, `norm_2` as `norm2`.
pub(super) fn word_called(name: &str) -> Option<Word> {
    let with_sign = name.find(|sign: char| sign.is_ascii_digit()).map(|at| {
        let (base, index) = name.split_at(at);
        format!("{base}_{index}")
    });
    Word::find(name).or_else(|| Word::find(&with_sign?))
}
