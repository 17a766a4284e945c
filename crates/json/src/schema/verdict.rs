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
    /// The power of ten above which it is called exploding.
    pub exploding_above_log10: Float,
    /// The power of ten below which it is called vanishing, for so many layers.
    pub vanishing_below_log10: Float,
    /// How many layers it passes: the slopes and open forms along the way that passes most.
    pub layers: usize,
    /// The factors with the largest shares, for a single path: of those below 1 where the product is below 1, of those above 1
    /// where it is above.
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
    /// Its share of the logarithm of the product of all factors that pull the same way, from 0 to 1.
    pub share: Float,
}

/// What a program in a format makes of a derivative.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct InFormat {
    /// The format.
    pub format: String,
    /// What it gives: the network forward, the adjoints back, every operation rounded.
    pub computed: Option<Held>,
    /// The number of the format nearest to the derivative.
    pub nearest: Option<Held>,
    /// Steps below this, a fraction, are absorbed where a difference quotient adds them to the quantity derived by.
    pub absorbed_below: Option<String>,
    /// Whether the derivative itself lies beyond the numbers of the format.
    pub beyond: Option<Beyond>,
    /// Where the program lost the number; empty where it gives the nearest number, or nearly so.
    pub causes: Vec<Cause>,
    /// The scales of the loss with which every product of the way back is a normal number of the format.
    pub loss_scales: Option<LossScales>,
    /// The program with formulas in which nothing cancels, where that gives the right number.
    pub rearranged: Option<Rearranged>,
    /// The program with formulas that neither overflow nor cancel, where that gives the right number.
    pub steady: Option<SteadyFormulas>,
}

/// On which side a derivative lies beyond the numbers of a format.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Beyond {
    /// It is not 0, and nearest to it is 0.
    Below,
    /// It is larger than the largest number.
    Above,
}

/// The first operation of a program that lost a number.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Cause {
    /// Why.
    pub kind: CauseKind,
    /// What was to be computed; nothing for a part of a longer sum or product.
    pub of: Option<Expression>,
    /// The operation; nothing for a given number.
    pub operation: Option<String>,
    /// What it was put to.
    pub operands: Vec<Held>,
    /// What it came to.
    pub result: Held,
    /// What it truly gives at its operands.
    pub exact: Option<Value>,
    /// What should have been there.
    pub truth: Value,
    /// Where NaN first comes of it.
    pub nan: Option<NotANumber>,
}

/// Why an operation lost a number.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CauseKind {
    /// A given number is none of the format.
    Constant,
    /// The result is larger than the largest number.
    Overflow,
    /// The result is smaller than the smallest number, or than the smallest with all its digits.
    Underflow,
    /// A term is too small to move what it is added to, and is missed later on.
    Absorption,
    /// Numbers that are almost equal are subtracted.
    Cancellation,
    /// There is no such number: 0·∞, ∞ − ∞, 0/0.
    Invalid,
    /// A function magnifies the rounding error of its argument.
    Magnified,
    /// Many roundings add up.
    Rounding,
}

/// An operation that makes NaN of numbers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct NotANumber {
    /// What was to be computed; nothing for a part of a longer sum or product.
    pub of: Option<Expression>,
    /// The operation.
    pub operation: String,
    /// What it was put to.
    pub operands: Vec<Held>,
}

/// Powers of two by which the loss may be scaled.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct LossScales {
    /// The exponent of the smallest.
    pub lowest: i32,
    /// The exponent of the largest.
    pub highest: i32,
    /// What the program gives with the smallest.
    pub result: Held,
}

/// Formulas written so that nothing overflows or cancels.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct SteadyFormulas {
    /// The quantities whose formulas changed, of those that the derivative still needs.
    pub changed: Vec<ChangedFormula>,
    /// The names in them that stand for the largest of several expressions, held fixed in derivatives.
    pub largest: Vec<Largest>,
    /// What the program gives with them.
    pub result: Held,
}

/// Another formula for a quantity.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ChangedFormula {
    /// The quantity.
    pub quantity: String,
    /// Its formula.
    pub formula: Expression,
}

/// A name for the largest of several expressions.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Largest {
    /// The name.
    pub name: String,
    /// The expressions.
    pub of: Vec<Expression>,
    /// Whether their sizes are compared, not they themselves.
    pub by_size: bool,
}

/// The derivative of a function written so that nothing cancels.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Rearranged {
    /// The derivative.
    pub derivative: Expression,
    /// The other formula for it.
    pub formula: Expression,
    /// How many more derivatives are written so.
    pub more: usize,
    /// What the program gives with it.
    pub result: Held,
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

/// Another activation at the same pre-activation, carried out.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Replaced {
    /// The activation.
    pub function: String,
    /// Its slope.
    pub slope: Value,
    /// The derivative then: the quantities behind the activation are others too.
    pub derivative: Value,
    /// What programs make of it.
    pub computed: Vec<ReplacedIn>,
}

/// What a program in a number format makes of a derivative with another activation.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ReplacedIn {
    /// The format.
    pub format: String,
    /// What it comes to.
    pub computed: Held,
    /// Whether that is the number of the format nearest to the derivative.
    pub is_nearest: bool,
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
