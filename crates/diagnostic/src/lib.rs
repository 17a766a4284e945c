//! Sources, spans and diagnostics: how chainrule says where something is wrong.
//!
//! - [`Source`] is a named text; [`Span`] a stretch of it;
//! - [`Diagnostic`] is one thing to say about it, under a [`Code`] with a page of its own;
//! - [`render`] shows diagnostics with their source lines. It is the only place that knows how that is drawn.
//!
//! Nothing here reads files or prints.

#![warn(clippy::wildcard_enum_match_arm)]

pub mod code;
mod diagnostic;
mod escape;
mod render;
mod source;
mod span;

pub use code::Code;
pub use diagnostic::{Diagnostic, Label, Severity};
pub use escape::escape;
pub use render::{MOST_SHOWN, Style, render};
pub use source::Source;
pub use span::Span;
