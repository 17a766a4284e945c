//! LaTeX.

mod escape;

pub(crate) use escape::{escape, raw_or_escaped};
