//! How deep expressions may be nested.

use chainrule_diagnostic::{Diagnostic, Span, code};

use crate::wrong::Wrong;

/// Brackets, calls and operators may be nested this deep.
pub const MOST_DEPTH: usize = 200;

/// Nested deeper than [`MOST_DEPTH`].
pub(crate) fn too_deep(span: Span) -> Wrong {
    Box::new(
        Diagnostic::error(
            &code::TOO_DEEP,
            span,
            format!("brackets and operators are nested more than {MOST_DEPTH} deep"),
        )
        .help("name inner parts in definitions of their own"),
    )
}
