//! Expressions of which long parts stand elsewhere.

use schemars::JsonSchema;
use serde::Serialize;

use super::Expression;

/// An expression; long sums and products that definitions hold stand among the `long_parts` of the report.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(untagged)]
pub(crate) enum Abridged {
    /// It holds none.
    Whole(Expression),
    /// It holds some.
    ByParts {
        /// As `text`, with `'` and the id of the long part where one stands: `2*'0*x`.
        abridged: String,
        /// The same for LaTeX's math mode; there where `--with-latex` asks for it.
        #[serde(skip_serializing_if = "Option::is_none")]
        latex: Option<String>,
        /// The ids of the long parts in it.
        parts: Vec<usize>,
    },
}

/// A long sum or product that a definition holds.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct LongPart {
    /// By which expressions refer to it.
    pub id: usize,
    /// What it is.
    pub expression: Expression,
}
