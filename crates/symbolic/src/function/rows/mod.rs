//! The rows, by family, and the table that lists them.

pub mod arithmetic;
pub mod constant;
pub mod exponential;
mod formula;
pub mod gaussian;
pub mod hyperbolic;
pub mod logistic;
pub mod piecewise;
pub mod power;
pub mod rectifier;
pub mod trigonometric;

use super::Function;

/// The table and the place of each row in it, from one list.
macro_rules! table {
    ($($family:ident::$row:ident),* $(,)?) => {
        /// Every function the house knows. The first rows are the operators.
        pub static TABLE: &[&Function] = &[$(&$family::$row),*];

        /// Where a row stands in the table; each row carries its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "places are named after the rows, which are statics")]
        pub(crate) enum Place {
            $($row),*
        }
    };
}

table![
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

// A row that carries the place of another one does not compile.
const _: () = {
    let mut place = 0;
    while place < TABLE.len() {
        assert!(
            TABLE[place].place as usize == place,
            "each row carries the place at which the table lists it"
        );
        place += 1;
    }
};
