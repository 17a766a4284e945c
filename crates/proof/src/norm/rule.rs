//! The rules by which norms are bounded.

use crate::rule::ProofRule;

pub(super) static PRODUCT: ProofRule =
    ProofRule { id: "norm-of-product", title: "the norm of a product is at most the product of the norms" };
pub(super) static SUM: ProofRule =
    ProofRule { id: "norm-of-sum", title: "the norm of a sum is at most the sum of the norms" };
pub(super) static DIAGONAL: ProofRule =
    ProofRule { id: "norm-of-diagonal", title: "the norm of a diagonal matrix is its largest entry in size" };
pub(super) static ENTRY_BY_ENTRY: ProofRule = ProofRule {
    id: "norm-entry-by-entry",
    title: "a vector times another entry by entry is at most as long as the largest entry of the one times the length of the other",
};
/// Horn and Johnson, Topics in Matrix Analysis, theorem 5.5.1: it is a part of the Kronecker product.
pub(super) static ENTRIES_OF_MATRICES: ProofRule = ProofRule {
    id: "norm-of-schur-product",
    title: "the norm of a product entry by entry is at most the product of the norms",
};
/// By Gershgorin's circles: pᵢ·(1 − pᵢ) + Σ pᵢ·pⱼ = 2·pᵢ·(1 − pᵢ) ≤ 1/2.
pub(super) static SOFTMAX: ProofRule = ProofRule {
    id: "norm-of-softmax-slope",
    title: "diag(p) - p·pᵀ has a norm of at most 1/2 where p is a softmax",
};
pub(super) static ON_A_SIMPLEX: ProofRule = ProofRule {
    id: "norm-on-a-simplex",
    title: "a vector with a sum of 1 and no entry below 0 is at most 1 long",
};
pub(super) static RANGES: ProofRule =
    ProofRule { id: "ranges-of-functions", title: "the ranges of functions and their derivatives" };
pub(super) static RANGES_OF_ENTRIES: ProofRule =
    ProofRule { id: "ranges-of-entries", title: "the ranges of the entries" };
pub(super) static NUMBERS: ProofRule =
    ProofRule { id: "norm-of-numbers", title: "the norms of the given numbers, enclosed" };
pub(super) static FROBENIUS_OF_PRODUCT: ProofRule = ProofRule {
    id: "frobenius-of-product",
    title: "the Frobenius norm of a product is at most that of one factor times the largest singular values of the others",
};
pub(super) static ENTRY_BELOW_NORM: ProofRule =
    ProofRule { id: "entry-below-norm", title: "no entry is larger than the norm" };
/// Where a function has slopes of at most K in size, |f(a) − f(b)| ≤ K·|a − b|, by the mean value theorem.
pub(super) static SLOPES: ProofRule = ProofRule {
    id: "norm-by-slopes",
    title: "a function with bounded slopes changes by at most the bound times the change of its argument",
};
pub(super) static TRIANGLE_BELOW: ProofRule =
    ProofRule { id: "norms-apart", title: "two norms differ by at most the norm of the difference" };
pub(super) static LARGEST: ProofRule = ProofRule {
    id: "largest-entry",
    title: "the largest entry is no less than the mean, and no more than the norm",
};
/// exp(max x) is one of the terms whose sum is exp(logsumexp(x)).
pub(super) static LARGEST_BELOW_LOGSUMEXP: ProofRule =
    ProofRule { id: "largest-below-logsumexp", title: "the largest entry is at most `logsumexp`" };
pub(super) static LENGTH_BELOW_SUM: ProofRule = ProofRule {
    id: "length-below-sum",
    title: "a vector is at most as long as the sum of its entries in size",
};
/// The variance is not negative.
pub(super) static SQUARE_OF_MEAN: ProofRule =
    ProofRule { id: "square-of-mean", title: "the square of the mean is at most the mean of the squares" };
pub(super) static FROBENIUS: ProofRule = ProofRule {
    id: "norm-below-frobenius",
    title: "the norm of a matrix is at most the square root of the sum of the squares of its entries",
};
