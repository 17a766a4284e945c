//! Why a derivative is 0, in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Expression;
use super::value::Value;

/// Why a derivative is 0.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Zero {
    /// The target is not computed from the quantity.
    NoPath,
    /// It is 0 whatever the values.
    Always,
    /// Every path passes one of these factors, each of which is 0.
    Factors {
        /// The factors.
        factors: Vec<ZeroFactor>,
    },
    /// No factor is 0: terms cancel.
    Cancelled,
}

/// A factor that is 0.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ZeroFactor {
    /// The id of the factor.
    pub factor: usize,
    /// The part of it that is 0, where the factor is a product; null where that is not told.
    pub part: Option<Expression>,
    /// The function that is flat at its argument; null where none is.
    pub flat: Option<FlatAt>,
}

/// A function that is flat where it is put to its argument.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct FlatAt {
    /// The derivative of the function.
    pub slope: Expression,
    /// Its argument.
    pub argument: Expression,
    /// What that comes to.
    pub at: Value,
    /// How it comes to be flat there.
    pub how: Flat,
}

/// How a function comes to have the slope 0.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Flat {
    /// A rectifier that is off.
    Dead,
    /// By the convention for a kink.
    Convention,
    /// Where the function is level.
    Level,
    /// A slope of a slope.
    Plain,
}
