//! The primitives that every number system implements itself.

/// A primitive function: what rows are defined by in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Elementary {
    /// The natural exponential.
    Exp,
    /// The natural logarithm.
    Ln,
    /// The square root.
    Sqrt,
    /// The sine.
    Sin,
    /// The cosine.
    Cos,
    /// The tangent.
    Tan,
    /// The inverse sine.
    Asin,
    /// The inverse cosine.
    Acos,
    /// The inverse tangent.
    Atan,
    /// The hyperbolic sine.
    Sinh,
    /// The hyperbolic cosine.
    Cosh,
    /// The hyperbolic tangent.
    Tanh,
    /// The inverse hyperbolic sine.
    Asinh,
    /// The inverse hyperbolic cosine.
    Acosh,
    /// The inverse hyperbolic tangent.
    Atanh,
    /// The error function.
    Erf,
    /// The absolute value.
    Abs,
    /// The sign: −1, 0 or 1.
    Sign,
    /// The step: 1 above 0, else 0.
    Step,
    /// The smaller of two numbers.
    Min,
    /// The larger of two numbers.
    Max,
    /// π.
    Pi,
}
