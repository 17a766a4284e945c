//! What is almost a derivative, and how it is written.

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::juxtaposition::shortened;
use super::quotient::{self, MOST_ORDER};
use crate::lexer::{Kind, Names, Token};

/// Where an almost derivative may stand.
pub(crate) struct Surroundings<'a> {
    pub(crate) text: &'a str,
    /// From the first one of the derivative to the end of the statement.
    pub(crate) tokens: &'a [Token],
    pub(crate) names: &'a Names,
    pub(crate) is_quantity: &'a dyn Fn(&str) -> bool,
    pub(crate) is_declared: &'a dyn Fn(&str) -> bool,
}

/// What to say where the next tokens are almost a derivative of a known quantity; nothing where they are something else.
pub(crate) fn look(around: &Surroundings<'_>) -> Option<Diagnostic> {
    let tokens = around.tokens;
    derived_again(around, tokens)
        .or_else(|| of_expression(around, tokens))
        .or_else(|| operator_form(around, tokens))
        .or_else(|| spaced(around, tokens))
        .or_else(|| digits_for_powers(around, tokens))
        .or_else(|| orders_differ(around, tokens))
}

/// `d(dL/dw)/dx`: a derivative of a derivative.
fn derived_again(around: &Surroundings<'_>, tokens: &[Token]) -> Option<Diagnostic> {
    if !is_mark(around, tokens.first()?) || tokens.get(1)?.kind != Kind::Open(b'(') {
        return None;
    }
    let close = 1 + quotient::matching_bracket(&tokens[1..])?;
    let inside = quotient::read(&tokens[2..close], around.names, around.text)?;
    if 2 + inside.length != close || tokens.get(close + 1)?.kind != Kind::Slash {
        return None;
    }
    let (by, end) = match tokens.get(close + 2)?.kind {
        Kind::Partial => (name(around, tokens.get(close + 3))?, close + 3),
        _ => (after_d(around, name(around, tokens.get(close + 2))?)?, close + 2),
    };
    let order = inside.by.len() + 1;
    let of = &inside.of.name;
    let below = if inside.by.iter().all(|inner| inner.name == by) {
        format!("d{by}^{order}")
    } else {
        let inner: String = inside.by.iter().map(|inner| format!(" d{}", inner.name)).collect();
        format!("(d{by}{inner})")
    };
    Some(wrong(tokens[0].span.to(tokens[end].span), format!("write `d^{order}{of}/{below}`")))
}

/// Whether it is the `d` or `∂` of a derivative.
fn is_mark(around: &Surroundings<'_>, token: &Token) -> bool {
    token.kind == Kind::Partial || (name(around, Some(token)) == Some("d") && !(around.is_declared)("d"))
}

fn wrong(span: Span, help: String) -> Diagnostic {
    Diagnostic::error(&code::EXPECTED, span, "this is not how a derivative is written").help(help)
}

/// The name of a token that is one.
fn name<'a>(around: &Surroundings<'a>, token: Option<&Token>) -> Option<&'a str> {
    match token?.kind {
        Kind::Name(id) => Some(around.names.text(id)),
        _ => None,
    }
}

/// `w` of `dw`, where it is known and `dw` is not.
fn after_d<'a>(around: &Surroundings<'a>, name: &'a str) -> Option<&'a str> {
    let rest = name.strip_prefix('d')?;
    ((around.is_quantity)(rest) && !(around.is_declared)(name)).then_some(rest)
}

/// `d(x^2)/dx`, `d/dx x^2`, `d/dx(x^2)`: of an expression that has no name.
fn of_expression(around: &Surroundings<'_>, tokens: &[Token]) -> Option<Diagnostic> {
    if !is_mark(around, tokens.first()?) {
        return None;
    }
    let by_at = |at: usize| -> Option<(&str, usize)> {
        if tokens.get(at)?.kind == Kind::Partial {
            return Some((name(around, tokens.get(at + 1))?, at + 1));
        }
        Some((after_d(around, name(around, tokens.get(at))?)?, at))
    };
    let (body, by, end) = match tokens.get(1)?.kind {
        Kind::Open(b'(') => {
            let close = 1 + quotient::matching_bracket(&tokens[1..])?;
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
            let is_bracketed = quotient::matching_bracket(body).is_some_and(|close| close + 1 == body.len());
            let body = if is_bracketed { &body[1..body.len() - 1] } else { body };
            (body, by, end + length)
        }
        _ => return None,
    };
    if let [Token { kind: Kind::Name(only), .. }] = body
        && (around.is_quantity)(around.names.text(*only))
    {
        return None;
    }
    let (first, last) = (body.first()?, body.last()?);
    let expression = shortened(&around.text[first.span.to(last.span).range()]);
    let free = ["y", "u", "v", "q"].into_iter().find(|name| !(around.is_quantity)(name)).unwrap_or("value");
    let span = tokens[0].span.to(tokens[end].span);
    let message = "a derivative is asked of a quantity that has a name";
    Some(
        Diagnostic::error(&code::EXPECTED, span, message)
            .help(format!("give it a name, `{free} = {expression}`, and write `d{free}/d{by}`")),
    )
}

/// `d/dw L`, `d/dw(L)`, `∂/∂w L`
fn operator_form(around: &Surroundings<'_>, tokens: &[Token]) -> Option<Diagnostic> {
    if !is_mark(around, tokens.first()?) || tokens.get(1)?.kind != Kind::Slash {
        return None;
    }
    let (by, end) = if tokens.get(2)?.kind == Kind::Partial {
        (name(around, tokens.get(3))?, 3)
    } else {
        (after_d(around, name(around, tokens.get(2))?)?, 2)
    };
    let after: Vec<Option<&str>> = (1..=2).map(|more| name(around, tokens.get(end + more))).collect();
    let of = after.into_iter().flatten().find(|name| (around.is_quantity)(name)).unwrap_or("L");
    Some(wrong(tokens[0].span.to(tokens[end].span), format!("write `d{of}/d{by}`")))
}

/// `dL/d w`, `d L/d w`, `d L/dw`
fn spaced(around: &Surroundings<'_>, tokens: &[Token]) -> Option<Diagnostic> {
    let first = name(around, tokens.first())?;
    let (of, slash, is_spaced) = if first == "d" && !(around.is_declared)("d") {
        (name(around, tokens.get(1))?, 2, true)
    } else {
        (after_d(around, first)?, 1, false)
    };
    if tokens.get(slash)?.kind != Kind::Slash || !(around.is_quantity)(of) {
        return None;
    }
    let below = name(around, tokens.get(slash + 1))?;
    let (by, end) = if below == "d" {
        (name(around, tokens.get(slash + 2))?, slash + 2)
    } else if is_spaced {
        (after_d(around, below)?, slash + 1)
    } else {
        return None;
    };
    Some(wrong(tokens[0].span.to(tokens[end].span), format!("write `d{of}/d{by}`")))
}

/// `d2L/dw2`
fn digits_for_powers(around: &Surroundings<'_>, tokens: &[Token]) -> Option<Diagnostic> {
    let above = name(around, tokens.first())?.strip_prefix('d')?;
    let order = above.chars().next().filter(char::is_ascii_digit)?;
    let of = above[1..].trim_start_matches('_');
    if tokens.get(1)?.kind != Kind::Slash || !(around.is_quantity)(of) {
        return None;
    }
    let below = name(around, tokens.get(2))?.strip_prefix('d')?;
    let by = below.strip_suffix(order).filter(|by| (around.is_quantity)(by)).unwrap_or(below);
    let help = format!("write `d^{order}{of}/d{by}^{order}`");
    Some(wrong(tokens[0].span.to(tokens[2].span), help))
}

/// `d^2L/dw`, `d^2L/dwdb`, `∂²L/∂w`, `d^9L/dw^9`
fn orders_differ(around: &Surroundings<'_>, tokens: &[Token]) -> Option<Diagnostic> {
    let first = tokens.first()?;
    let is_mark = first.kind == Kind::Partial
        || name(around, Some(first))
            .is_some_and(|word| matches!(word, "d" | "partial") && !(around.is_declared)(word));
    if !is_mark {
        return None;
    }
    let (order, at) = match tokens.get(1)?.kind {
        Kind::Superscript(power) => (i64::from(power), 2),
        Kind::Caret if tokens.get(2)?.kind == Kind::Number => {
            (around.text[tokens[2].span.range()].parse().unwrap_or(i64::MAX), 3)
        }
        Kind::Name(_) => (1, 1),
        _ => return None,
    };
    let of = name(around, tokens.get(at)).filter(|of| (around.is_quantity)(of))?;
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
    let below = name(around, tokens.get(at + 2)).and_then(|below| below.strip_prefix('d'));
    if let Some((one, other)) = below.and_then(|below| {
        below
            .match_indices('d')
            .map(|(place, _)| (&below[..place], &below[place + 1..]))
            .find(|(one, other)| (around.is_quantity)(one) && (around.is_quantity)(other))
    }) {
        return Some(wrong(span, format!("write `d^{order}{of}/(d{one} d{other})`")));
    }
    let by = below.or_else(|| name(around, tokens.get(at + 3))).unwrap_or("w");
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
