//! The rows, by family, and the table that lists them.

pub mod arithmetic;
pub mod constant;
pub mod exponential;
pub mod logistic;

use super::Function;

/// Every function the house knows. The first rows are the operators.
pub static TABLE: &[&Function] = &[
    &arithmetic::ADD,
    &arithmetic::MULTIPLY,
    &arithmetic::NEGATE,
    &arithmetic::DIVIDE,
    &arithmetic::POWER,
    &constant::PI,
    &exponential::EXP,
    &exponential::LN,
    &logistic::SIGMOID,
];
