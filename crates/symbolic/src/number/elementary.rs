//! The primitives that every number system implements itself.

/// A primitive function: what rows are defined by in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Elementary {
    Exp, Ln, Sqrt, Sin, Cos, Tan, Asin, Acos, Atan, Sinh, Cosh, Tanh, Asinh, Acosh, Atanh, Erf, Abs, Sign, Step, Min, Max, Pi,
}
