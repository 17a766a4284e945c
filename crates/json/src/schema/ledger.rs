//! Ledgers in JSON: products factor by factor, in every number format.

use schemars::JsonSchema;
use serde::Serialize;

use super::list::List;
use super::value::{Float, Held, Value};

/// The product along one path.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Ledger<'a> {
    /// The order in which it is taken.
    pub order: Order,
    /// One row a factor, in that order.
    pub rows: List<'a, LedgerRow>,
    /// The place of the factor of the largest size, from 0.
    pub largest: usize,
    /// The place of the factor of the smallest size.
    pub smallest: usize,
    /// What came of it in each format that was looked at: those named by `--formats`, else f64 and f32.
    pub formats: Vec<LedgerFormat>,
}

/// The order of a product.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Order {
    /// From the target back, as backpropagation multiplies.
    Backward,
    /// From the quantity derived by on, as forward mode multiplies.
    Forward,
}

/// One factor of a product.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct LedgerRow {
    /// The id of the factor.
    pub factor: usize,
    /// What its size is proven to be at most, whatever the numbers; a fraction.
    pub bound: Option<String>,
    /// The logarithm of its size to base 10, approximately.
    pub log10: Float,
    /// The product so far.
    pub product: Value,
    /// What each format holds of the product so far, in the order of `formats`; null where the enclosure of a factor does
    /// not tell what it is rounded to.
    pub held: Vec<Option<Held>>,
}

/// What came of a product in a number format; places count from 0.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct LedgerFormat {
    /// The format.
    pub format: String,
    /// The place where the product first turns subnormal.
    pub subnormal: Option<usize>,
    /// The place where it turns zero though no factor so far is.
    pub zero: Option<usize>,
    /// The place where it first turns infinite or NaN, or is held at the largest number.
    pub overflow: Option<usize>,
}

/// The adjoints of one level of the network, in backpropagation.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[expect(clippy::struct_field_names, reason = "the names are a promise to readers of the JSON")]
pub(crate) struct Level {
    /// The length of the longest way down to a leaf.
    pub level: u32,
    /// How many adjoints there are.
    pub count: usize,
    /// The smallest of them.
    pub smallest: Extreme,
    /// The largest of them.
    pub largest: Extreme,
}

/// An adjoint and its number.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Extreme {
    /// By which quantity.
    pub by: String,
    /// The adjoint.
    pub value: Value,
}
