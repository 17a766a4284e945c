//! The types of the JSON report. Names and meanings are a promise: a change of either changes `schema`.

use schemars::JsonSchema;
use serde::Serialize;

/// Everything that `chainrule run` found in one worksheet.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Report {
    /// The number of this layout. It changes when a field changes its meaning or goes; new fields may come.
    pub schema: u32,
    /// The quantities that the worksheet defines, in the order written.
    pub quantities: Vec<Quantity>,
    /// The derivations, in the order asked for.
    pub derivations: Vec<Derivation>,
    /// The gradient-descent steps.
    pub updates: Vec<Update>,
    /// The claims, as judged.
    pub claims: Vec<Claim>,
    /// The rules that the steps cite.
    pub rules: Vec<Rule>,
    /// What there is to beware of.
    pub warnings: Vec<Warning>,
}

/// An expression. The text is worksheet text: reading it gives the same expression.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Expression {
    /// In ASCII, as the worksheet language writes it.
    pub text: String,
    /// For LaTeX's math mode, with amsmath.
    pub latex: String,
}

/// A quantity and what it is computed from.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Quantity {
    /// Its name in canonical form: `w11^{(2)}`.
    pub name: String,
    /// Its name in LaTeX.
    pub latex: String,
    /// Its formula; null where the form is left open.
    pub formula: Option<Expression>,
    /// The names it depends on, in the order a reader meets them.
    pub inputs: Vec<String>,
}

/// The derivative of one quantity by another.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Derivation {
    /// The quantity derived.
    pub target: String,
    /// The quantity it is derived by.
    pub by: String,
    /// ∂target/∂by.
    pub name: Expression,
    /// Where the target is itself a derivative: which one its name stands for.
    pub stands_for: Option<Expression>,
    /// The derivation; null where a step of it was refuted.
    pub worked: Option<Worked>,
    /// Points at which steps were refuted; empty where none was.
    pub refuted_at: Vec<Vec<Coordinate>>,
}

/// A derivation, worked out and verified.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Worked {
    /// How many paths lead from `by` to `target`.
    pub paths: PathCount,
    /// The chain rule over the network.
    pub form: Form,
    /// The factors, each once, in the order met.
    pub factors: Vec<Factor>,
    /// The formulas behind primed functions.
    pub slopes: Vec<Slope>,
    /// The factors put back, in the order of the chain.
    pub result: Expression,
    /// Its number, where all is known.
    pub value: Option<Value>,
    /// How all of it was verified.
    pub verified: Verified,
}

/// A number of paths.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct PathCount {
    /// The number, where it fits 64 bits.
    pub exact: Option<u64>,
    /// Its logarithm to base 10, approximately.
    pub log10: Float,
}

/// What the chain rule says over the network.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Form {
    /// A quantity by itself: 1.
    Same,
    /// The target does not depend on the quantity: 0.
    Independent {
        /// The leaves it does depend on.
        leaves: Vec<String>,
    },
    /// Few paths: the sum of the products along them.
    Paths {
        /// The paths.
        paths: Vec<Path>,
    },
    /// Many paths: from the target back, one line for each quantity.
    Backpropagation {
        /// The lines, from the target back.
        adjoints: Vec<Adjoint>,
    },
}

/// One way from the target back.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Path {
    /// The ids of its factors, from the target on.
    pub factors: Vec<usize>,
    /// The product of the factors' names.
    pub chain: Expression,
    /// The product of the factors.
    pub product: Expression,
    /// Neighbouring factors that read as one, from layer to layer.
    pub folds: Vec<Fold>,
}

/// Two neighbouring factors of a path that read as one.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Fold {
    /// The place of the first of the two on the path, from 0.
    pub first: usize,
    /// The name of the whole.
    pub name: Expression,
    /// The product of the two names.
    pub chain: Expression,
    /// The product of the two factors.
    pub product: Expression,
}

/// The derivative of the target by one quantity, from those by the quantities that use it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Adjoint {
    /// By which quantity.
    pub by: String,
    /// ∂target/∂by.
    pub name: Expression,
    /// The summands.
    pub terms: Vec<Term>,
    /// The sum, by names.
    pub chain: Expression,
    /// The sum with the factors put in.
    pub product: Expression,
}

/// A summand of an adjoint.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Term {
    /// The quantity that uses it.
    pub user: String,
    /// The id of the factor between them.
    pub factor: usize,
}

/// The local derivative along one edge of the network.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Factor {
    /// By which paths and terms name it; the same in all derivations of the report.
    pub id: usize,
    /// The quantity derived.
    pub child: String,
    /// The input it is derived by.
    pub parent: String,
    /// ∂child/∂parent.
    pub name: Expression,
    /// What it is; its own name where the form is left open.
    pub result: Expression,
    /// The steps that lead there; empty where the form is left open.
    pub steps: Vec<Step>,
    /// The judgement of the result as a whole; null where the form is left open.
    pub verdict: Option<Verdict>,
    /// What holds of it, and what was taken for granted.
    pub facts: Vec<Fact>,
    /// Its number, where it is known.
    pub value: Option<Value>,
}

/// An equation by one rule.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Step {
    /// The id of the rule.
    pub rule: String,
    /// What stood there.
    pub before: Expression,
    /// What it equals by the rule.
    pub after: Expression,
    /// How it was judged; null where only the whole was.
    pub verdict: Option<Verdict>,
}

/// A rule of calculus or arithmetic.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Rule {
    /// By which steps cite it.
    pub id: String,
    /// Its name in school.
    pub name: String,
    /// What it states.
    pub statement: String,
}

/// What became of an equation that was judged by evaluating both sides.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Verdict {
    /// The sides are the same number at every point tried.
    Exact,
    /// The sides lie in enclosures that meet at every point tried.
    Enclosed {
        /// The widest of them, relative to its size.
        width: Float,
    },
    /// The sides differ.
    Refuted {
        /// At this point.
        at: Vec<Coordinate>,
    },
    /// No point was found at which both sides are defined.
    Untested {
        /// Why.
        why: String,
    },
}

/// One coordinate of a point.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Coordinate {
    /// The quantity.
    pub name: String,
    /// Its exact value, a fraction.
    pub value: String,
}

/// The formula of a primed function: σ'(Z) = σ(Z)·(1 − σ(Z)).
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Slope {
    /// σ'(Z)
    pub primed: Expression,
    /// σ(Z)·(1 − σ(Z))
    pub formula: Expression,
    /// The formula with the worksheet's names for what it contains.
    pub named: Expression,
    /// How it was judged.
    pub verdict: Verdict,
}

/// Something that holds, or that was taken for granted.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Fact {
    /// A proven range: 0 < σ'(Z) ≤ 1/4.
    Range {
        /// Of what.
        of: Expression,
        /// The range.
        range: Interval,
    },
    /// Needed for the derivation to be defined.
    Condition {
        /// Of what.
        of: Expression,
        /// What it must be.
        must: Must,
        /// The range it must lie in, for `lie-within`.
        range: Option<Interval>,
    },
    /// A convention for the derivative at a kink.
    Convention {
        /// Of which function.
        function: String,
        /// At which argument.
        at: i64,
        /// What the derivative is taken to be.
        derivative: String,
        /// Whose convention it is.
        source: String,
    },
}

/// What an expression must be.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Must {
    /// Not zero.
    BeNonzero,
    /// Above zero.
    BePositive,
    /// In the range beside.
    LieWithin,
}

/// An interval; null for an end without bound.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Interval {
    /// The lower end.
    pub lower: Option<End>,
    /// The upper end.
    pub upper: Option<End>,
}

/// An end of an interval.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct End {
    /// The bound, a fraction.
    pub value: String,
    /// Whether the bound itself is left out.
    pub open: bool,
}

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
    /// The logarithm of its size to base 10, approximately.
    pub log10: Float,
}

/// How many steps were verified, and how.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Verified {
    /// All steps judged, the chain over the network included.
    pub steps: usize,
    /// Those that hold exactly at every point tried.
    pub exact: usize,
    /// Those that hold within enclosures.
    pub enclosed: usize,
    /// Those that could not be tried.
    pub untested: usize,
    /// The widest enclosure, relative to its size.
    pub worst_width: Float,
}

/// A gradient-descent step: new = old − rate·gradient.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Update {
    /// The leaf that moves.
    pub weight: String,
    /// The quantity whose gradient it follows.
    pub loss: String,
    /// The weight before.
    pub old: Value,
    /// The learning rate.
    pub rate: Value,
    /// The gradient.
    pub gradient: Value,
    /// Rate times gradient.
    pub step: Value,
    /// The weight after, in exact arithmetic.
    pub new: Value,
    /// Whether the weight changes its sign.
    pub sign_flip: bool,
    /// What each float format keeps of it.
    pub formats: Vec<Kept>,
}

/// What one float format keeps of a step.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Kept {
    /// The format: `f32`.
    pub format: String,
    /// The weight before, as held.
    pub old: Held,
    /// The gradient, as held.
    pub gradient: Held,
    /// The weight after, as held; null where an infinity stands in the way.
    pub new: Option<Held>,
    /// Whether the step is lost: it is not zero, and the weight does not move.
    pub lost: bool,
}

/// What a format holds of a number.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Held {
    /// The number itself, a fraction; `inf` or `-inf` where it overflows.
    pub exact: String,
    /// In decimal, rounded to 17 digits, or to as many as `--digits` asks for.
    pub decimal: String,
}

/// A claim, as judged.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Claim {
    /// As written.
    #[serde(rename = "claim")]
    pub text: String,
    /// What became of it.
    pub judgement: Judgement,
    /// Why, with the numbers.
    pub why: String,
}

/// What became of a claim.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Judgement {
    /// It holds.
    Proved,
    /// It does not hold.
    Refuted,
    /// Neither could be shown: counts as failed.
    Undecided,
}

/// Something to beware of in the worksheet.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Warning {
    /// Under which `chainrule explain` has a page on it.
    pub code: String,
    /// What it is.
    pub message: String,
    /// Where it begins: the line, from 1.
    pub line: usize,
    /// … and the column in characters, from 1.
    pub column: usize,
    /// Where it ends: the line,
    pub end_line: usize,
    /// … and the column behind its last character.
    pub end_column: usize,
    /// What to know about it.
    pub notes: Vec<String>,
    /// What to type instead.
    pub help: Vec<String>,
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
