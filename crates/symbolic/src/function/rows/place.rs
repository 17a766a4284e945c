//! The list of the rows, and the place of each in the table.

/// Every function the house knows, for a macro that makes something of the list. The first rows are the operators.
macro_rules! rows {
    ($made:ident) => {
        $made![
            arithmetic::ADD,
            arithmetic::MULTIPLY,
            arithmetic::NEGATE,
            arithmetic::DIVIDE,
            arithmetic::POWER,
            constant::PI,
            exponential::EXP,
            exponential::LN,
            exponential::LOG10,
            exponential::LOG2,
            power::SQRT,
            piecewise::ABS,
            piecewise::SIGN,
            piecewise::STEP,
            piecewise::MIN,
            piecewise::MAX,
            trigonometric::SIN,
            trigonometric::COS,
            trigonometric::TAN,
            trigonometric::ASIN,
            trigonometric::ACOS,
            trigonometric::ATAN,
            hyperbolic::SINH,
            hyperbolic::COSH,
            hyperbolic::TANH,
            hyperbolic::ASINH,
            hyperbolic::ACOSH,
            hyperbolic::ATANH,
            gaussian::ERF,
            logistic::SIGMOID,
            rectifier::RELU,
            rectifier::LEAKY_RELU,
            rectifier::ELU,
            rectifier::SELU,
            logistic::SOFTPLUS,
            rectifier::SOFTSIGN,
            gaussian::GELU,
            gaussian::GELU_TANH,
            logistic::SILU,
            logistic::MISH,
            rectifier::HARDTANH,
            rectifier::HARD_SIGMOID,
        ];
    };
}
pub(super) use rows;

macro_rules! places {
    ($($family:ident::$row:ident),* $(,)?) => {
        /// Where a row stands in the table; each row carries its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "places are named after the rows, which are statics")]
        pub(crate) enum Place {
            $($row),*
        }
    };
}

rows!(places);
