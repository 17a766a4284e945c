//! `show chain, factors` and `steps all`: what the page of a worksheet shows.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_worksheet::{ALL, PARTS, Part, Show, Steps};

use crate::lexer::{Kind, Token};

/// The word that a list of parts begins with.
const SHOW: &str = "show";

/// The word before how much of the steps is shown.
const STEPS: &str = "steps";

/// Whether a statement says what is shown: the word, and nothing but names behind it. The words are no keywords: a
/// quantity may be called so.
pub(crate) fn is_meant(text: &str, tokens: &[Token]) -> bool {
    let [first, second, ..] = tokens else { return false };
    let word = &text[first.span.range()];
    matches!(first.kind, Kind::Name(_))
        && (word == SHOW || word == STEPS)
        && matches!(second.kind, Kind::Name(_) | Kind::Keyword(_))
        && tokens.iter().all(|token| {
            matches!(token.kind, Kind::Name(_) | Kind::Keyword(_) | Kind::Comma | Kind::End { .. })
        })
}

/// Reads such a statement into what was said before.
pub(crate) fn read(text: &str, tokens: &[Token], show: &mut Show, diagnostics: &mut Vec<Diagnostic>) {
    let Some((first, rest)) = tokens.split_first() else { return };
    if &text[first.span.range()] == STEPS {
        let said = rest.first().map(|token| &text[token.span.range()]);
        match said.and_then(Steps::find).filter(|_| rest.len() == 1) {
            Some(steps) => show.steps = Some(steps),
            None => diagnostics.push(
                Diagnostic::error(&code::EXPECTED, span(rest), "the steps shown are `brief` or `all`")
                    .help("write `steps all`"),
            ),
        }
        return;
    }
    let mut parts = show.parts.take().unwrap_or_default();
    for item in rest.split(|token| token.kind == Kind::Comma) {
        let [only] = item else {
            let place = if item.is_empty() { span(rest) } else { span(item) };
            diagnostics.push(wrong(place, "parts of a page are single words with commas between".to_owned()));
            continue;
        };
        let word = &text[only.span.range()];
        if word == ALL {
            parts.extend(Part::all());
        } else if let Some(part) = Part::find(word) {
            parts.push(part);
        } else {
            diagnostics.push(wrong(only.span, format!("a page has no part `{word}`")));
        }
    }
    show.parts = Some(parts);
}

fn wrong(place: Span, message: String) -> Diagnostic {
    let names: Vec<&str> = PARTS.iter().map(|(_, name, _)| *name).collect();
    Diagnostic::error(&code::EXPECTED, place, message)
        .help(format!("the parts are {}, and `{ALL}` for every one but the pictures", names.join(", ")))
}

/// Where tokens stand, from the first to the last.
fn span(tokens: &[Token]) -> Span {
    match tokens {
        [] => Span::default(),
        [first, .., last] => first.span.to(last.span),
        [only] => only.span,
    }
}
