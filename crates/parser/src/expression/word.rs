//! Words of programs and texts that stand where a quantity may stand and are none: `None`, `lim x`, `not x`, `a and b`.

use chainrule_diagnostic::{Diagnostic, Span, code};
use rustc_hash::FxHashSet;

use super::reader::Reader;
use crate::lexer::Kind;

/// What a word is that no statement gives a value, where it is a word of a program or a text.
pub(super) fn of_elsewhere(reader: &Reader<'_>, name: &str, span: Span) -> Option<Diagnostic> {
    if reader.derivatives {
        return None;
    }
    let wrong = |message: String| Diagnostic::error(&code::EXPECTED, span, message);
    let rewritten = |wrong: Diagnostic, place: Span, with: &str| match reader.line_with(place, with) {
        Some(line) => wrong.help(format!("write `{line}`")),
        None => wrong.help(format!("write `{with}`")),
    };
    match name {
        "True" | "TRUE" => {
            return Some(rewritten(
                wrong(format!("`{name}` is a word of programs: true counts as 1")),
                span,
                "1",
            ));
        }
        "False" | "FALSE" => {
            return Some(rewritten(
                wrong(format!("`{name}` is a word of programs: false counts as 0")),
                span,
                "0",
            ));
        }
        "None" | "NULL" | "null" | "undefined" => {
            return Some(
                wrong(format!("`{name}` is a word of programs: every quantity is a number"))
                    .help("leave the line out where the value is not known: a name without a value stays a letter")
                    .help(format!("give `{name}` a value if it is a quantity: `given {name} = 1`")),
            );
        }
        "NaN" | "nan" | "inf" | "Inf" | "Infinity" => {
            return Some(
                wrong(format!("`{name}` is no number: every quantity is one"))
                    .help(format!(
                        "ask what a format comes to with `claim f16(y) = {}`",
                        name.to_ascii_lowercase().get(..3).unwrap_or("inf")
                    ))
                    .help(format!("give `{name}` a value if it is a quantity: `given {name} = 1`")),
            );
        }
        _ => {}
    }
    if !begins_operand(reader, reader.at) {
        return None;
    }
    let argument = reader.operand_text(reader.at);
    match name {
        "lim" | "limit" => {
            let wrong =
                wrong(format!("`{name}` before `{argument}` could be a limit, and none is worked out here"))
                    .help("write the formula that the limit comes to");
            let product = Span::new(span.start as usize, reader.here().start as usize);
            Some(match reader.line_with(product, &format!("{name}*")) {
                Some(line) => wrong.help(format!("write `{line}` for a product with a quantity `{name}`")),
                None => wrong,
            })
        }
        "not" | "NOT" => {
            let end = reader.tokens.get(reader.at).map_or(span, |token| token.span);
            let whole =
                Span::new(span.start as usize, (end.start as usize + argument.len()).max(end.end as usize));
            let wrong = wrong(format!("`{name}` is a word of programs: true counts as 1 and false as 0"));
            Some(rewritten(wrong, whole, &format!("1 - {argument}")))
        }
        "and" if has_operand_before(reader) => Some(
            wrong("`and` joins no two numbers".to_owned())
                .help("write `min(a, b)` for both of two truth values, 1 for true and 0 for false"),
        ),
        "or" if has_operand_before(reader) => Some(
            wrong("`or` joins no two numbers".to_owned())
                .help("write `max(a, b)` for one of two truth values, 1 for true and 0 for false"),
        ),
        _ => None,
    }
}

fn has_operand_before(reader: &Reader<'_>) -> bool {
    let before = reader.at.checked_sub(2).and_then(|at| reader.tokens.get(at)).map(|token| token.kind);
    matches!(before, Some(Kind::Name(_) | Kind::Member(_) | Kind::Number | Kind::Close(_)))
}

fn begins_operand(reader: &Reader<'_>, at: usize) -> bool {
    let kind = reader.tokens.get(at).map(|token| token.kind);
    matches!(
        kind,
        Some(
            Kind::Name(_)
                | Kind::Member(_)
                | Kind::Number
                | Kind::Root
                | Kind::Open(b'(')
                | Kind::BigOperator
        )
    )
}

/// What to call a quantity that has the name of a keyword.
pub fn another_name(word: &str) -> String {
    if word == "by" {
        return "choose another name, such as `b_y` for a bias".to_owned();
    }
    format!("choose another name, such as `{word}_1`")
}

/// Says of each keyword once that it is no name, and nothing of what follows from that.
pub fn keywords_once(text: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut said: FxHashSet<&str> = FxHashSet::default();
    diagnostics.retain(|diagnostic| {
        let Some(word) = text.get(diagnostic.primary.span.range()) else { return true };
        if diagnostic.code == &code::KEYWORD_AS_NAME {
            return said.insert(word);
        }
        diagnostic.code != &code::UNKNOWN_NAME || !said.contains(word)
    });
}
