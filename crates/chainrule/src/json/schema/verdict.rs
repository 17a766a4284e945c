//! Verdicts in JSON: of what size a derivative is, what formats make of it, why, and what repairs it.

use schemars::JsonSchema;
use serde::Serialize;

use super::Expression;
use super::value::{Float, Held, Value};

/// Of what size a derivative is, and what number formats make of it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct SizeVerdict {
    /// Of what size it is.
    pub size: Size,
    /// The power of ten above which it is called exploding, and below whose reciprocal it is called vanishing.
    pub threshold_log10: Float,
    /// The factors with the largest shares of the logarithm, for a single path.
    pub blame: Vec<Blame>,
    /// What a program in each format makes of it.
    pub formats: Vec<InFormat>,
    /// The most saturated activation of a single path.
    pub saturation: Option<Saturation>,
    /// How many activations of that path are saturated.
    pub saturated: usize,
}

/// A size.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Size {
    /// Of moderate size.
    Healthy,
    /// Too small to move a weight.
    Vanishing,
    /// Too large to be followed.
    Exploding,
    /// Exactly zero.
    Zero,
}

/// What a factor has to do with the size.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Blame {
    /// Its place in the ledger, from 0.
    pub place: usize,
    /// The id of the factor.
    pub factor: usize,
    /// Its share of the logarithm of the product.
    pub share: Float,
}

/// What a program in a format makes of a derivative.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct InFormat {
    /// The format.
    pub format: String,
    /// What it gives: every factor by its formula as written, every operation rounded.
    pub computed: Option<Held>,
    /// The number of the format nearest to the derivative.
    pub nearest: Option<Held>,
    /// Steps below this, a fraction, are absorbed where a difference quotient adds them to the quantity derived by.
    pub absorbed_below: Option<String>,
    /// Why they differ.
    pub causes: Vec<Cause>,
}

/// Why a format does not hold a derivative; places count from 0.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Cause {
    /// The product falls below the range of the format.
    RangeUnderflow {
        /// Along which path, from 0.
        path: usize,
        /// The place where it first turns subnormal.
        subnormal: Option<usize>,
        /// The place where it first turns zero.
        zero: Option<usize>,
        /// The scales of the loss with which it stays in range all the way; tried at both ends.
        loss_scales: Option<LossScales>,
    },
    /// The product rises above the range of the format.
    RangeOverflow {
        /// Along which path, from 0.
        path: usize,
        /// The place where it first does.
        place: usize,
        /// The scales of the loss with which it stays in range all the way; tried at both ends.
        loss_scales: Option<LossScales>,
    },
    /// The formula of a factor loses its digits.
    Cancellation {
        /// The id of the factor.
        factor: usize,
        /// What the formula comes to, every operation rounded.
        computed: Held,
        /// Its true value at the numbers that the format holds.
        truth: Value,
        /// The formula rearranged so that it does not.
        rearranged: Option<Rearranged>,
    },
}

/// Powers of two by which the loss may be scaled.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub(crate) struct LossScales {
    /// The exponent of the smallest.
    pub lowest: i64,
    /// The exponent of the largest.
    pub highest: i64,
}

/// Another formula for the same.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Rearranged {
    /// The formula.
    pub formula: Expression,
    /// What it comes to in the format.
    pub value: Held,
}

/// An activation on its flat side.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Saturation {
    /// The place of its factor, from 0.
    pub place: usize,
    /// The id of the factor.
    pub factor: usize,
    /// The pre-activation.
    pub argument: Expression,
    /// Its number.
    pub at: Value,
    /// The slope there.
    pub slope: Value,
    /// The most that the slope can be, a fraction.
    pub steepest: String,
    /// Another activation in its place.
    pub replaced: Option<Replaced>,
    /// The factor beside it.
    pub weight: Option<NeededWeight>,
}

/// Another activation at the same pre-activation, all other factors as they are.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Replaced {
    /// The activation.
    pub function: String,
    /// Its slope.
    pub slope: Value,
    /// The product with that slope.
    pub product: Value,
}

/// How large the factor beside a slope has to be for their product to be 1 or more.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct NeededWeight {
    /// The id of the factor.
    pub factor: usize,
    /// At this slope.
    pub here: Value,
    /// Where the activation is steepest; a fraction.
    pub at_best: String,
}
