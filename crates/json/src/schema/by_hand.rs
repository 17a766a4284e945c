//! The worksheet worked out by hand, in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::value::Value;

/// The worksheet worked out line by line, each line rounded and used so further on.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ByHand {
    /// The rounding: `4dp:half-even`, `3sf:half-up`.
    pub rounding: String,
    /// The definitions.
    pub definitions: Vec<HandLine>,
    /// The derivations that have a value.
    pub derivations: Vec<HandDerivation>,
    /// The new weights.
    pub updates: Vec<HandLine>,
    /// So many derivatives and updates more are left out: at most 64 of each are worked out by hand.
    pub left_out: usize,
}

/// One line.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct HandLine {
    /// What is worked out, as worksheet text; of an update, the weight.
    pub name: String,
    /// What is written down, as it is written; null where a number lies too near to a tie to be rounded.
    pub written: Option<String>,
    /// What it is without any rounding.
    pub value: Value,
    /// By how many units of its last digit `written` is off `value` rounded once: 0 where the last digit holds; a fraction or null
    /// where that is not known.
    pub off: Option<String>,
}

/// One derivation.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct HandDerivation {
    /// Its factors.
    pub factors: Vec<HandLine>,
    /// The products along its paths and their sum, or the adjoints of backpropagation.
    pub products: Vec<HandProduct>,
    /// The derivative.
    pub result: HandLine,
}

/// A sum of products.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct HandProduct {
    /// The summands, each by its factors, with the numbers put in.
    pub put_in: Vec<Vec<String>>,
    /// Of each summand, what is written down after each factor from the second on.
    pub steps: Vec<Vec<String>>,
    /// The line that they make.
    pub line: HandLine,
}
