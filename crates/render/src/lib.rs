//! Expressions and documents as text and LaTeX.
//!
//! In reading order:
//! - [`layout`]: how a formula is set, with parentheses, signs and order decided once;
//! - [`document`]: headings, paragraphs, equations and tables around formulas;
//! - [`text`]: both as text for a terminal, Unicode or ASCII; the text of a formula is also input;
//! - [`latex`]: both as LaTeX.
//!
//! Absent on purpose: evaluation, and any decision about what a document says.

pub mod document;
pub mod latex;
pub mod layout;
pub mod text;
