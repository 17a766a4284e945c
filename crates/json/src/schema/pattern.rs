//! A derivation written once for all members of its families, in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Expression;

/// A derivation through families, repeated factors written once with an index. Every factor that it stands for was compared
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
    /// How large it is at most; null where that is not known.
    pub bound: Option<PatternBound>,
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

/// How large a derivative is at most.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct PatternBound {
    /// What its size is at most.
    pub bound: Expression,
    /// Names in it that stand for the largest sizes in families.
    pub maxima: Vec<PatternMaximum>,
    /// What each product over an index is at most a power of.
    pub bases: Vec<Expression>,
}

/// A name for the largest size in a family.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct PatternMaximum {
    /// The name.
    pub name: String,
    /// The member, with its index, of which it is the largest size.
    pub member: String,
}

/// A derivation at every size, where the worksheet leaves one open.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct AtEverySize {
    /// The size left open.
    pub size: String,
    /// The derivative.
    pub name: Expression,
    /// The members of a family for which it is asked; null where it is one derivative.
    pub members: Option<PatternMembers>,
    /// What it is.
    pub pattern: Pattern,
    /// The sizes at which it was compared with the derivation, factor by factor.
    pub holds_at: Vec<i64>,
}

/// The members of a family, by an index and its ends.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct PatternMembers {
    /// The index.
    pub index: String,
    /// Its lowest value.
    pub low: Expression,
    /// Its highest value.
    pub high: Expression,
}
