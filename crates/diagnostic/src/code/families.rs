//! Families and their indices.

use super::Code;

/// An index is no whole number, or is written with something that can't stand in it.
pub static BAD_INDEX: Code = Code {
    id: "E0421",
    name: "bad-index",
    title: "An index can't be read or is no whole number",
    explanation: "An index is made of whole numbers, of the names that `for` gives to indices, and of `let` constants, with `+`, `-`, `*`, `/` and `^`: `a[l-1]`, `a[2*l+1]`, `a[N-l]`. Its value must be whole.",
    bad: "z[l] = w[k]*x for l in 1..3",
    good: "z[l] = w[l]*x for l in 1..3",
};

/// The name of an index has another meaning.
pub static INDEX_NAME: Code = Code {
    id: "E0422",
    name: "index-name",
    title: "The name of an index has another meaning",
    explanation: "An index belongs to the statement that names it after `for`. Where its name is also that of a quantity, of a constant or of another index of the statement, a reader could take it for either; choose another name.",
    bad: "let l = 3\nz[l] = w[l]*x for l in 1..3",
    good: "let N = 3\nz[l] = w[l]*x for l in 1..N",
};

/// A member of a family that its definitions do not reach.
pub static NO_MEMBER: Code = Code {
    id: "E0423",
    name: "no-member",
    title: "A member of a family is not defined",
    explanation: "A family that some statement defines has the members that its definitions reach. Another member is a leaf only where a definition of the same recurrence needs it to begin with, such as `a[0]` in `a[l] = f(a[l-1])`, or where a statement gives it a value. Anywhere else it is taken for a mistake.",
    bad: "a[l] = w[l]*a[l-1] for l in 1..50\nL = a[51]^2\nderive dL/dw[1]",
    good: "a[l] = w[l]*a[l-1] for l in 1..50\nL = a[50]^2\nderive dL/dw[1]",
};

/// Members of one family have different numbers of indices.
pub static INDEX_COUNT: Code = Code {
    id: "E0424",
    name: "index-count",
    title: "A member has another number of indices than its family",
    explanation: "All members of a family have the same number of indices: `W[i,j]` everywhere, or `W[i]` everywhere.",
    bad: "z[i] = W[i,j]*x[j] for i in 1..2, j in 1..1\ngiven W[1] = 2",
    good: "z[i] = W[i,1]*x[1] for i in 1..2\ngiven W[1,1] = 2",
};

/// The left side of a family leaves out an index.
pub static INDEX_LEFT_OUT: Code = Code {
    id: "E0425",
    name: "index-left-out",
    title: "The left side leaves out an index",
    explanation: "Each value of the indices defines a member of its own, so every index that the right side depends on stands on the left side too. An index that is only summed over belongs into a `sum`.",
    bad: "z[i] = W[i,j]*x[j] for i in 1..2, j in 1..3",
    good: "z[i] = sum(W[i,j]*x[j] for j in 1..3) for i in 1..2",
};

/// A random fill is not written as one.
pub static BAD_DISTRIBUTION: Code = Code {
    id: "E0426",
    name: "bad-distribution",
    title: "Numbers can't be drawn like this",
    explanation: "Numbers are drawn by `normal(mean, deviation)`, `uniform(low, high)`, `xavier_uniform`, `xavier_normal`, `he_uniform` or `he_normal`, with fractions between the brackets and a seed behind them: `given W[i,j] ~ normal(0, 0.1) seed 7 for i in 1..3, j in 1..4`. The same seed gives the same numbers everywhere.",
    bad: "y = w[1]*x\ngiven w[*] ~ normal(0, 1)",
    good: "y = w[1]*x\ngiven w[*] ~ normal(0, 1) seed 7",
};
