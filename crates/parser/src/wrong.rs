//! What is wrong with an expression.

use chainrule_diagnostic::Diagnostic;

/// A diagnostic on the error path, boxed to keep results small.
pub type Wrong = Box<Diagnostic>;
