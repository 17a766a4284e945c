//! A whole worksheet.

use chainrule_diagnostic::{Diagnostic, Source, Span, code};

use crate::Worksheet;
use crate::lexer;
use crate::resolve::Resolver;
use crate::statements;

/// A worksheet may have up to so many bytes.
pub const MOST_BYTES: usize = 256 << 20;

/// What reading a worksheet gave.
#[derive(Debug)]
pub struct Reading {
    /// The worksheet, unless it has an error.
    pub worksheet: Option<Worksheet>,
    /// What there is to say about it, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Bytes as text.
///
/// # Errors
/// The bytes are not UTF-8, or too many.
pub fn decode(bytes: Vec<u8>) -> Result<String, Box<Diagnostic>> {
    if bytes.len() > MOST_BYTES {
        let message = format!("the worksheet has {} bytes; up to {MOST_BYTES} are read", bytes.len());
        return Err(Box::new(
            Diagnostic::error(&code::FILE_TOO_LARGE, Span::default(), message).help("split it"),
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[at];
        Box::new(
            Diagnostic::error(
                &code::NOT_UTF8,
                Span::default(),
                format!("byte {at} (0x{byte:02X}) is not UTF-8 text"),
            )
            .help("save the worksheet as UTF-8"),
        )
    })
}

/// Reads a worksheet. Nothing is evaluated from one that has an error.
pub fn read(source: &Source) -> Reading {
    let text = source.text();
    let lexer::Tokens { tokens, names, mut diagnostics } = lexer::scan(text);
    let statements = statements::split(&tokens, &mut diagnostics);
    if statements.is_empty() && diagnostics.is_empty() {
        diagnostics.push(
            Diagnostic::error(&code::EMPTY, Span::at(text.len()), "the worksheet says nothing")
                .help("write an equation and a question: `y = x^2` and `derive dy/dx`"),
        );
    }
    let mut resolver = Resolver::new(text, &names);
    for statement in statements {
        resolver.add(statements::without_line_ends(statement));
    }
    // Characters that mean nothing leave holes; what the rest would say about them helps nobody.
    let readable = !diagnostics.iter().any(Diagnostic::is_error);
    let worksheet = resolver.finish(&mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.span.start, diagnostic.severity));
    let has_error = !readable || diagnostics.iter().any(Diagnostic::is_error);
    Reading { worksheet: worksheet.filter(|_| !has_error), diagnostics }
}
