//! A whole worksheet.

use chainrule_diagnostic::{Diagnostic, Source, Span, code};

use chainrule_symbolic::graph::Graph;
use chainrule_symbolic::network::NetworkBuilder;

use crate::arrays;
use crate::expression::keywords_once;
use crate::lexer::{self, Keyword, Kind, MOST_MISTAKES, Names, Token};
use crate::resolve::Resolver;
use crate::{follow_on, foreign, show, statements, worded_questions};
use chainrule_worksheet::{DataFile, Notation, Show, Worksheet};

/// A worksheet may have up to so many bytes.
pub const MOST_BYTES: usize = 64 << 20;

/// A worksheet may have up to so many statements.
pub const MOST_STATEMENTS: usize = 250_000;

/// What reading a worksheet gave.
#[derive(Debug)]
pub struct Reading {
    /// The worksheet, unless it has an error.
    pub worksheet: Option<Worksheet>,
    /// The same with shapes that its indices say, where it is a sheet of numbers with wide sums and nothing in it needs its
    /// members one by one. The numbers that it gives for leaves are not in it.
    pub with_shapes: Option<Worksheet>,
    /// How names are typeset, as typed: whoever typesets reads it. It is there beside errors too, so that all are said in one run.
    pub notations: Vec<Notation>,
    /// The notation profile that it names, and where.
    pub profile: Option<(String, Span)>,
    /// What there is to say about it, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Bytes that are no text, as far as they can be shown.
#[derive(Debug)]
pub struct NotText {
    /// The text around what is wrong, the rest left out.
    pub source: Source,
    /// What is wrong.
    pub diagnostic: Diagnostic,
}

/// Bytes as text; the name is shown with what is wrong.
///
/// # Errors
/// The bytes are not UTF-8, or too many.
pub fn decode(name: &str, bytes: Vec<u8>) -> Result<String, Box<NotText>> {
    if bytes.len() > MOST_BYTES {
        let message = format!("the worksheet has more than {MOST_BYTES} bytes, and no more are read");
        let diagnostic = Diagnostic::error(&code::FILE_TOO_LARGE, Span::default(), message).help("split it");
        return Err(Box::new(NotText { source: Source::new(name, ""), diagnostic }));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let byte = bytes[at];
        // Up to the end of the line; what cannot be read stands there as U+FFFD.
        let end = bytes[at..]
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r'))
            .map_or(bytes.len(), |end| at + end);
        let beginning = String::from_utf8_lossy(&bytes[..end.min(at + 200)]).into_owned();
        let span = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
        let message = format!("byte {} (0x{byte:02X}) is not UTF-8 text", at + 1);
        let help = match bytes {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "the file looks like UTF-16: save it as UTF-8",
            _ => "save the worksheet as UTF-8",
        };
        let diagnostic = Diagnostic::error(&code::NOT_UTF8, span, message).help(help);
        Box::new(NotText { source: Source::new(name, beginning), diagnostic })
    })
}

/// Reads a worksheet. Nothing is evaluated from one that has an error.
pub fn read(source: &Source) -> Reading {
    read_at(source, &[])
}

/// Reads a worksheet that names files of numbers, with these files.
pub fn read_with(source: &Source, files: &[DataFile]) -> Reading {
    read_all(source, &[], files)
}

/// Reads a worksheet with these numbers for sizes left open, by name; the others are [`DEFAULT_SIZE`](crate::DEFAULT_SIZE). Names that are no
/// open sizes of the worksheet are passed over.
pub fn read_at(source: &Source, sizes: &[(&str, i64)]) -> Reading {
    read_all(source, sizes, &[])
}

fn read_all(source: &Source, sizes: &[(&str, i64)], files: &[DataFile]) -> Reading {
    let text = source.text();
    let with_shapes = arrays::declares_shapes(text);
    let scan = if with_shapes { lexer::scan_arrays } else { lexer::scan };
    let lexer::Tokens { tokens, names, mut diagnostics, stopped } = scan(text);
    if with_shapes {
        return read_arrays(text, (&tokens, names), files, diagnostics);
    }
    let before = diagnostics.len();
    let statements = statements::split(&tokens, &mut diagnostics);
    if stopped {
        // What is open where reading stopped may well be closed later.
        diagnostics.truncate(before);
    }
    if statements.is_empty() && diagnostics.is_empty() {
        diagnostics.push(
            Diagnostic::error(&code::EMPTY, Span::at(text.len()), "the worksheet says nothing")
                .help("write an equation and a question: `y = x^2` and `derive dy/dx`"),
        );
    }
    let too_many = statements.get(MOST_STATEMENTS).and_then(|statement| statement.tokens.first());
    if let Some(first) = too_many {
        let message =
            format!("the worksheet has {} statements; up to {MOST_STATEMENTS} are read", statements.len());
        diagnostics.push(Diagnostic::error(&code::FILE_TOO_LARGE, first.span, message).help("split it"));
    }
    let givens: Vec<Span> =
        statements.iter().filter_map(|statement| place_of_given(statement.tokens)).collect();
    let (mut worksheet, mut notations, mut profile) = (None, Vec::new(), None);
    if !stopped && too_many.is_none() {
        let readable = !diagnostics.iter().any(Diagnostic::is_error);
        let statements: Vec<_> = statements
            .into_iter()
            .map(|statement| {
                let tokens = statements::without_line_ends(statement.tokens);
                (statement.tokens, worded_questions::in_words(tokens, &names, text), statement.readable)
            })
            .collect();
        let mut resolver = Resolver::new(text, names, sizes);
        let mut show = Show::default();
        for (as_written, tokens, readable) in statements {
            if show::is_meant(text, as_written) {
                show::read(text, &tokens, &mut show, &mut diagnostics);
                continue;
            }
            resolver.add(tokens, readable);
        }
        worksheet = resolver.finish(&mut diagnostics, &mut notations, &mut profile).filter(|_| readable);
        if let Some(worksheet) = &mut worksheet {
            worksheet.show = show;
        }
    }
    foreign::replace(text, &mut diagnostics);
    follow_on::take_back(text, &mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.span.start, diagnostic.severity));
    diagnostics.dedup();
    keywords_once(text, &mut diagnostics);
    // Warnings beyond that are left out; they are no mistakes.
    let mistakes = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
    if mistakes <= MOST_MISTAKES && diagnostics.len() > MOST_MISTAKES {
        let mut kept = 0;
        diagnostics.retain(|diagnostic| {
            kept += usize::from(!diagnostic.is_error());
            diagnostic.is_error() || kept <= MOST_MISTAKES
        });
    } else if mistakes > MOST_MISTAKES {
        diagnostics.truncate(MOST_MISTAKES);
        let place = diagnostics.last().map_or(Span::default(), |last| last.primary.span);
        let message = format!("more than {MOST_MISTAKES} mistakes: the rest is not read");
        diagnostics.push(
            Diagnostic::error(&code::TOO_MANY_MISTAKES, place, message)
                .help("mend the first ones; the others may follow from them"),
        );
    }
    let has_error = diagnostics.iter().any(Diagnostic::is_error);
    let worksheet = worksheet.filter(|_| !has_error);
    let is_plain = sizes.is_empty() && notations.is_empty() && profile.is_none();
    let with_shapes =
        worksheet.as_ref().filter(|_| is_plain).and_then(|worksheet| shapes_of(text, worksheet, &givens));
    Reading { worksheet, with_shapes, notations, profile, diagnostics }
}

/// Where a statement stands, if it gives something.
fn place_of_given(tokens: &[Token]) -> Option<Span> {
    let mut written = tokens.iter().filter(|token| !matches!(token.kind, Kind::End { .. }));
    let first = written.next().filter(|first| first.kind == Kind::Keyword(Keyword::Given))?;
    let last = written.next_back().unwrap_or(first);
    Some(Span { start: first.span.start, end: last.span.end })
}

/// A sheet of numbers read with the shapes that its indices say; nothing where that says anything else, or less.
fn shapes_of(text: &str, worksheet: &Worksheet, givens: &[Span]) -> Option<Worksheet> {
    let text = arrays::with_shapes(text, worksheet, givens)?;
    let lexer::Tokens { tokens, names, diagnostics, .. } = lexer::scan_arrays(&text);
    if !diagnostics.is_empty() {
        return None;
    }
    let Reading { worksheet: read, diagnostics, .. } = read_arrays(&text, (&tokens, names), &[], diagnostics);
    let mut read = read.filter(|_| diagnostics.is_empty())?;
    let sheet = read.arrays.as_mut().filter(|sheet| sheet.misfits.is_empty())?;
    let asks_all = sheet.queries.len() >= worksheet.queries.len();
    sheet.is_inferred = true;
    (asks_all && sheet.claims.len() == worksheet.claims.len()).then_some(read)
}

/// Reads a worksheet with declared shapes.
fn read_arrays(
    text: &str,
    (tokens, names): (&[Token], Names),
    files: &[DataFile],
    mut diagnostics: Vec<Diagnostic>,
) -> Reading {
    let mut said = arrays::read(text, tokens, &names, files, &mut diagnostics);
    let show = std::mem::take(&mut said.show);
    let mut worksheet = None;
    if diagnostics.iter().any(Diagnostic::is_error) {
        diagnostics.append(&mut said.sheet.misfits);
    } else {
        worksheet = if said.about_entries.is_empty() {
            let graph = Graph::new();
            let network = NetworkBuilder::new().finish(&graph).ok();
            network.map(|network| Worksheet::of_arrays(graph, network, said.sheet))
        } else {
            Resolver::over_arrays(text, names, said, &mut diagnostics)
        };
    }
    foreign::replace(text, &mut diagnostics);
    follow_on::take_back(text, &mut diagnostics);
    diagnostics.sort_by_key(|diagnostic| (diagnostic.primary.span.start, diagnostic.severity));
    diagnostics.dedup();
    let has_error = diagnostics.iter().any(Diagnostic::is_error);
    let worksheet = worksheet.filter(|_| !has_error).map(|worksheet| Worksheet { show, ..worksheet });
    Reading { worksheet, with_shapes: None, notations: Vec::new(), profile: None, diagnostics }
}
