//! What is almost a derivative, and how it is written.

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::quotient::MOST_ORDER;
use super::reader::Reader;
use crate::lexer::{Kind, Token};

/// What to say where the next tokens are almost a derivative of a known quantity; nothing where they are something else.
pub(super) fn look(reader: &Reader<'_>) -> Option<Diagnostic> {
    let tokens = &reader.tokens[reader.at..];
    of_expression(reader, tokens)
        .or_else(|| operator_form(reader, tokens))
        .or_else(|| spaced(reader, tokens))
        .or_else(|| digits_for_powers(reader, tokens))
        .or_else(|| orders_differ(reader, tokens))
}

fn wrong(span: Span, help: String) -> Diagnostic {
    Diagnostic::error(&code::EXPECTED, span, "this is not how a derivative is written").help(help)
}

/// The name of a token that is one.
fn name<'a>(reader: &Reader<'a>, token: Option<&Token>) -> Option<&'a str> {
    match token?.kind {
        Kind::Name(id) => Some(reader.names.text(id)),
        _ => None,
    }
}

/// `w` of `dw`, where it is known and `dw` is not.
fn after_d<'a>(reader: &Reader<'a>, name: &'a str) -> Option<&'a str> {
    let rest = name.strip_prefix('d')?;
    (reader.known.is_quantity(rest) && !reader.known.is_declared(name)).then_some(rest)
}

/// `d(x^2)/dx`, `d/dx x^2`, `d/dx(x^2)`: of an expression that has no name.
fn of_expression(reader: &Reader<'_>, tokens: &[Token]) -> Option<Diagnostic> {
    let is_d = tokens.first()?.kind == Kind::Partial
        || (name(reader, tokens.first()) == Some("d") && !reader.known.is_declared("d"));
    if !is_d {
        return None;
    }
    let by_at = |at: usize| -> Option<(&str, usize)> {
        if tokens.get(at)?.kind == Kind::Partial {
            return Some((name(reader, tokens.get(at + 1))?, at + 1));
        }
        Some((after_d(reader, name(reader, tokens.get(at))?)?, at))
    };
    let (body, by, end) = match tokens.get(1)?.kind {
        Kind::Open(b'(') => {
            let close = 1 + super::quotient::matching_bracket(&tokens[1..])?;
            if tokens.get(close + 1)?.kind != Kind::Slash {
                return None;
            }
            let (by, end) = by_at(close + 2)?;
            (tokens.get(2..close).filter(|body| !body.is_empty())?, by, end)
        }
        Kind::Slash => {
            let (by, end) = by_at(2)?;
            let rest = tokens.get(end + 1..).filter(|rest| !rest.is_empty())?;
            // To the end of the item, without brackets around the whole.
            let length = rest
                .iter()
                .position(|token| matches!(token.kind, Kind::Comma | Kind::Relation(_) | Kind::Keyword(_)))
                .unwrap_or(rest.len());
            let body = &rest[..length];
            let is_bracketed =
                super::quotient::matching_bracket(body).is_some_and(|close| close + 1 == body.len());
            let body = if is_bracketed { &body[1..body.len() - 1] } else { body };
            (body, by, end + length)
        }
        _ => return None,
    };
    if let [Token { kind: Kind::Name(only), .. }] = body
        && reader.known.is_quantity(reader.names.text(*only))
    {
        return None;
    }
    let (first, last) = (body.first()?, body.last()?);
    let expression = reader.short(first.span.to(last.span));
    let free =
        ["y", "u", "v", "q"].into_iter().find(|name| !reader.known.is_quantity(name)).unwrap_or("value");
    let span = tokens[0].span.to(tokens[end].span);
    let message = "a derivative is asked of a quantity that has a name";
    Some(
        Diagnostic::error(&code::EXPECTED, span, message)
            .help(format!("give it a name, `{free} = {expression}`, and write `d{free}/d{by}`")),
    )
}

/// `d/dw L`, `d/dw(L)`, `∂/∂w L`
fn operator_form(reader: &Reader<'_>, tokens: &[Token]) -> Option<Diagnostic> {
    let is_d = tokens.first()?.kind == Kind::Partial
        || (name(reader, tokens.first()) == Some("d") && !reader.known.is_declared("d"));
    if !is_d || tokens.get(1)?.kind != Kind::Slash {
        return None;
    }
    let (by, end) = if tokens.get(2)?.kind == Kind::Partial {
        (name(reader, tokens.get(3))?, 3)
    } else {
        (after_d(reader, name(reader, tokens.get(2))?)?, 2)
    };
    let after: Vec<Option<&str>> = (1..=2).map(|more| name(reader, tokens.get(end + more))).collect();
    let of = after.into_iter().flatten().find(|name| reader.known.is_quantity(name)).unwrap_or("L");
    Some(wrong(tokens[0].span.to(tokens[end].span), format!("write `d{of}/d{by}`")))
}

/// `dL/d w`, `d L/d w`, `d L/dw`
fn spaced(reader: &Reader<'_>, tokens: &[Token]) -> Option<Diagnostic> {
    let first = name(reader, tokens.first())?;
    let (of, slash, is_spaced) = if first == "d" && !reader.known.is_declared("d") {
        (name(reader, tokens.get(1))?, 2, true)
    } else {
        (after_d(reader, first)?, 1, false)
    };
    if tokens.get(slash)?.kind != Kind::Slash || !reader.known.is_quantity(of) {
        return None;
    }
    let below = name(reader, tokens.get(slash + 1))?;
    let (by, end) = if below == "d" {
        (name(reader, tokens.get(slash + 2))?, slash + 2)
    } else if is_spaced {
        (after_d(reader, below)?, slash + 1)
    } else {
        return None;
    };
    Some(wrong(tokens[0].span.to(tokens[end].span), format!("write `d{of}/d{by}`")))
}

/// `d2L/dw2`
fn digits_for_powers(reader: &Reader<'_>, tokens: &[Token]) -> Option<Diagnostic> {
    let above = name(reader, tokens.first())?.strip_prefix('d')?;
    let order = above.chars().next().filter(char::is_ascii_digit)?;
    let of = above[1..].trim_start_matches('_');
    if tokens.get(1)?.kind != Kind::Slash || !reader.known.is_quantity(of) {
        return None;
    }
    let below = name(reader, tokens.get(2))?.strip_prefix('d')?;
    let by = below.strip_suffix(order).filter(|by| reader.known.is_quantity(by)).unwrap_or(below);
    let help = format!("write `d^{order}{of}/d{by}^{order}`");
    Some(wrong(tokens[0].span.to(tokens[2].span), help))
}

/// `d^2L/dw`, `d^2L/dwdb`, `∂²L/∂w`, `d^9L/dw^9`
fn orders_differ(reader: &Reader<'_>, tokens: &[Token]) -> Option<Diagnostic> {
    let first = tokens.first()?;
    let is_mark = first.kind == Kind::Partial
        || name(reader, Some(first))
            .is_some_and(|word| matches!(word, "d" | "partial") && !reader.known.is_declared(word));
    if !is_mark {
        return None;
    }
    let (order, at) = match tokens.get(1)?.kind {
        Kind::Superscript(power) => (i64::from(power), 2),
        Kind::Caret if tokens.get(2)?.kind == Kind::Number => {
            (reader.text_of(tokens[2].span).parse().unwrap_or(i64::MAX), 3)
        }
        Kind::Name(_) => (1, 1),
        _ => return None,
    };
    let of = name(reader, tokens.get(at)).filter(|of| reader.known.is_quantity(of))?;
    if tokens.get(at + 1)?.kind != Kind::Slash {
        return None;
    }
    let end = tokens[at + 2..].iter().take_while(|token| {
        matches!(
            token.kind,
            Kind::Name(_) | Kind::Partial | Kind::Caret | Kind::Number | Kind::Superscript(_)
        )
    });
    let span = first.span.to(end.last()?.span);
    if !(1..=i64::try_from(MOST_ORDER).unwrap_or(i64::MAX)).contains(&order) {
        let message = format!("derivatives are worked out up to order {MOST_ORDER}");
        return Some(
            Diagnostic::error(&code::BAD_QUERY, span, message).help("derive the derivative of a lower order"),
        );
    }
    let below = name(reader, tokens.get(at + 2)).and_then(|below| below.strip_prefix('d'));
    if let Some((one, other)) = below.and_then(|below| {
        below
            .match_indices('d')
            .map(|(place, _)| (&below[..place], &below[place + 1..]))
            .find(|(one, other)| reader.known.is_quantity(one) && reader.known.is_quantity(other))
    }) {
        return Some(wrong(span, format!("write `d^{order}{of}/(d{one} d{other})`")));
    }
    let by = below.or_else(|| name(reader, tokens.get(at + 3))).unwrap_or("w");
    let wrong = Diagnostic::error(
        &code::EXPECTED,
        span,
        format!("the derivative is of order {order} above the line, but not below it"),
    );
    Some(if order == 1 {
        wrong.help(format!("write `∂{of}/∂{by}`, or `∂^2 {of}/∂{by}^2` for the second derivative"))
    } else {
        wrong.help(format!("write `d^{order}{of}/d{by}^{order}`"))
    })
}
