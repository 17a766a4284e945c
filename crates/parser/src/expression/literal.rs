//! Numbers as written.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::number::{LiteralError, MAX_DIGITS, Rational, parse_decimal};

use super::reader::Wrong;

/// The exact value of a number as written.
pub(super) fn number(text: &str, span: Span) -> Result<Rational, Wrong> {
    let plain: String =
        text.chars().filter(|c| *c != '\u{202F}').map(|c| if c == '−' { '-' } else { c }).collect();
    parse_decimal(&plain).map_err(|error| {
        Box::new(match error {
            LiteralError::Malformed => {
                Diagnostic::error(&code::BAD_NUMBER, span, format!("`{text}` is not a number"))
                    .help("numbers are written like 12, 0.5 or 1e-10")
            }
            LiteralError::TooLarge => Diagnostic::error(
                &code::NUMBER_TOO_LARGE,
                span,
                format!("an exact number may have up to {MAX_DIGITS} digits; this one would have more"),
            )
            .help("scale the quantity, or write the number as a power with a name of its own"),
        })
    })
}
