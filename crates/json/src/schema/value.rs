//! Numbers in JSON.

use schemars::JsonSchema;
use serde::Serialize;

/// A number, as exactly as it is known.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Value {
    /// The number itself, a fraction `-7/3` or a whole number; null where it is only enclosed.
    pub exact: Option<String>,
    /// In decimal, for people: all digits where they end soon, else the certain ones; so many as `--digits` asks for.
    pub decimal: String,
    /// A number at or below it, a fraction; null where it is exact or too long to write.
    pub lower: Option<String>,
    /// A number at or above it, a fraction; null where it is exact or too long to write.
    pub upper: Option<String>,
    /// The logarithm of its size to base 10, approximately; `-inf` for 0, and null where the number is not told from 0.
    pub log10: Option<Float>,
}

/// What a format holds of a number.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Held {
    /// The number itself, a fraction; `-0`, `inf`, `-inf` and `NaN` are written as here.
    pub exact: String,
    /// In decimal, rounded to 17 digits, or to as many as `--digits` asks for.
    pub decimal: String,
}

/// A float; infinities and NaN, which JSON has no numbers for, as words.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(untagged)]
pub(crate) enum Float {
    /// A number.
    Finite(f64),
    /// Not one.
    Other(NotFinite),
}

/// A float that is no number of JSON's.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub(crate) enum NotFinite {
    /// ∞
    #[serde(rename = "inf")]
    Infinity,
    /// -∞
    #[serde(rename = "-inf")]
    MinusInfinity,
    /// Not a number.
    #[serde(rename = "nan")]
    NotANumber,
}

impl From<f64> for Float {
    fn from(value: f64) -> Self {
        if value.is_finite() {
            Self::Finite(value)
        } else if value.is_nan() {
            Self::Other(NotFinite::NotANumber)
        } else if value > 0.0 {
            Self::Other(NotFinite::Infinity)
        } else {
            Self::Other(NotFinite::MinusInfinity)
        }
    }
}
