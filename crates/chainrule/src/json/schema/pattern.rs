//! A derivation written once for all members of its families, in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Expression;

/// A derivation through families, what repeats written once with an index. Every factor that it stands for was compared
/// with the one written out, by name and by result.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Pattern {
    /// By names: `dL/da[50]*prod(da[l]/dz[l]*dz[l]/da[l-1] for l in 2..50)*…`.
    pub names: Expression,
    /// With the factors put in: `…*prod(sigmoid'(z[l])*w[l] for l in 2..50)*…`.
    pub result: Expression,
    /// The factors of `names`.
    pub names_by_parts: Vec<PatternPart>,
    /// The factors of `result`.
    pub result_by_parts: Vec<PatternPart>,
    /// Whether the whole was multiplied out besides and found to be the derivation.
    pub multiplied_out: bool,
}

/// A factor of a pattern.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum PatternPart {
    /// Factors that stand for themselves.
    Factors {
        /// Their product.
        expression: Expression,
    },
    /// A product over an index.
    Product {
        /// What it runs over, and its factors.
        #[serde(flatten)]
        over: PatternOver,
    },
    /// A sum over an index.
    Sum {
        /// What it runs over, and the factors of its terms.
        #[serde(flatten)]
        over: PatternOver,
    },
}

/// A sum or a product over an index: empty where `low` is larger than `high`.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct PatternOver {
    /// The index.
    pub index: String,
    /// Its lowest value.
    pub low: Expression,
    /// Its highest value.
    pub high: Expression,
    /// The factors at one value of the index.
    pub body: Vec<PatternPart>,
}
