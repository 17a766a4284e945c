//! The words for arrays that are no functions of single numbers, one row each.

use std::fmt;

use chainrule_symbolic::function::rows::piecewise::MAX;

/// A word that takes arrays: `sum`, `softmax`, `inv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    /// The sum of all entries.
    Sum,
    /// Their mean.
    Mean,
    /// The length of a vector, `√(Σ v[i]²)`.
    Norm,
    /// The Frobenius norm of a matrix.
    FrobeniusNorm,
    /// The largest singular value of a matrix.
    SpectralNorm,
    /// The inner product of two vectors.
    Dot,
    /// The sum of the diagonal.
    Trace,
    /// A vector as a diagonal matrix.
    Diag,
    /// The diagonal of a matrix as a vector.
    Diagonal,
    /// `exp(z[k])/Σ exp(z[m])`.
    Softmax,
    /// `ln Σ exp(z[m])`.
    LogSumExp,
    /// The inverse of a matrix.
    Inverse,
    /// The determinant.
    Determinant,
    /// The logarithm of the absolute value of the determinant.
    LogDeterminant,
    /// The outer product of two vectors, `x*y^T`.
    Outer,
    /// The largest entry.
    Max,
    /// 1 at the largest entry and 0 elsewhere; in equal shares where several are largest. The derivative of [`Word::Max`].
    Largest,
}

/// What there is to know about a word.
#[derive(Debug)]
pub struct WordRow {
    /// The word.
    pub word: Word,
    /// How it is written.
    pub name: &'static str,
    /// How many arrays it takes.
    pub arity: usize,
    /// Whether it may be taken of each row or each column.
    pub by_lines: bool,
    /// Whether its derivative is taken from its own rule and not from its definition by entries; it then becomes a quantity
    /// of its own, with or without a name.
    pub has_own_partial: bool,
    /// How LaTeX writes it.
    pub latex: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
}

macro_rules! words {
    ($($word:ident, $name:expr, $arity:literal, $by_lines:literal, $own_partial:literal, $latex:literal, $title:literal;)*) => {
        /// All words.
        pub static WORDS: &[WordRow] = &[$(WordRow {
            word: Word::$word,
            name: $name,
            arity: $arity,
            by_lines: $by_lines,
            has_own_partial: $own_partial,
            latex: $latex,
            title: $title,
        }),*];
    };
}

words![
    Sum, "sum", 1, true, false, r"\operatorname{sum}", "sum of the entries";
    Mean, "mean", 1, true, false, r"\operatorname{mean}", "mean of the entries";
    Norm, "norm", 1, true, false, r"\operatorname{norm}", "length of a vector";
    FrobeniusNorm, "norm_F", 1, false, false, r"\operatorname{norm}_F", "Frobenius norm of a matrix";
    SpectralNorm, "norm_2", 1, false, false, r"\operatorname{norm}_2", "largest singular value of a matrix";
    Dot, "dot", 2, false, false, r"\operatorname{dot}", "inner product of two vectors";
    Trace, "tr", 1, false, false, r"\operatorname{tr}", "trace, the sum of the diagonal";
    Diag, "diag", 1, false, false, r"\operatorname{diag}", "vector as a diagonal matrix";
    Diagonal, "diagonal", 1, false, false, r"\operatorname{diagonal}", "diagonal of a matrix as a vector";
    Softmax, "softmax", 1, true, true, r"\operatorname{softmax}", "exp(z[k]) over the sum of all exp(z[m])";
    LogSumExp, "logsumexp", 1, true, true, r"\operatorname{logsumexp}", "logarithm of the sum of all exp(z[m])";
    Inverse, "inv", 1, false, true, r"\operatorname{inv}", "inverse of a matrix";
    Determinant, "det", 1, false, true, r"\det", "determinant";
    LogDeterminant, "logdet", 1, false, true, r"\operatorname{logdet}", "logarithm of the size of the determinant";
    Max, MAX.name, 1, true, true, r"\max", "largest entry";
    Largest, "largest", 1, true, true, r"\operatorname{largest}", "1 at the largest entry, 0 elsewhere; equal shares at ties";
    Outer, "outer", 2, false, false, r"\operatorname{outer}", "outer product of two vectors";
];

impl Word {
    /// Its row.
    pub fn row(self) -> &'static WordRow {
        WORDS.iter().find(|row| row.word == self).expect("every word has a row")
    }

    /// The word of this name.
    pub fn find(name: &str) -> Option<Self> {
        WORDS.iter().find(|row| row.name == name).map(|row| row.word)
    }
}

impl fmt::Display for Word {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.row().name)
    }
}

/// Of what a word is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Over {
    /// All entries.
    All,
    /// Each row by itself.
    EachRow,
    /// Each column by itself.
    EachColumn,
}
