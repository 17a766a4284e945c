//! Names inside an expression, and the bracket after one that makes it a call.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function;
use chainrule_symbolic::graph::ExprId;

use super::bare_argument::POWERED;
use super::exponential;
use super::plain_name::plain;
use super::reader::Reader;
use super::stacks::Call;
use crate::elsewhere;
use crate::foreign::derivative::is_alone;
use crate::lexer::Kind;
use crate::wrong::Wrong;

/// What a name turned out to begin.
pub(super) enum Head {
    /// An expression of its own.
    Expr(ExprId, Span),
    /// The value of an index.
    Number(ExprId, Span),
    /// A call, with the place of its bracket.
    Call(Call, Span),
}

/// A name, and the bracket after it where it is a call.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Head, Wrong> {
    let token = reader.tokens[reader.at];
    if let Kind::Member(pattern) = token.kind {
        let (symbol, span) = reader.member_of(pattern)?;
        let id = reader.graph.symbol(symbol);
        reader.spans.set_first(id, span);
        return Ok(Head::Expr(id, span));
    }
    let Kind::Name(id) = token.kind else {
        return Err(Box::new(
            Diagnostic::error(
                &code::EXPECTED,
                token.span,
                "`∂` begins a derivative such as `∂L/∂w`; this is none",
            )
            .help("write `∂L/∂w`"),
        ));
    };
    let names = reader.names;
    let name = names.text(id);
    reader.at += 1;
    let mut primes = 0u8;
    while reader.peek() == Some(Kind::Prime) {
        reader.at += 1;
        primes = primes.saturating_add(1);
    }
    if primes > MOST_PRIMES {
        let span = token.span.to(reader.tokens[reader.at - 1].span);
        let message = format!("a function may be derived up to {MOST_PRIMES} times");
        return Err(Box::new(Diagnostic::error(&code::PRIME, span, message).help("use fewer primes")));
    }
    if primes == 0
        && let Some((call, bracket)) = exponential::read(reader, name, token)
    {
        return Ok(Head::Call(call, bracket));
    }
    let power = if primes == 0 { function_power(reader, name, token.span)? } else { None };
    let next = reader.tokens.get(reader.at).copied();
    if let Some(bracket) = next.filter(|next| next.kind == Kind::Open(b'(')) {
        // `sum_i (x_i - y_i)^2`
        if !reader.known_names.is_declared(name)
            && !reader.known_names.is_callable(name)
            && let Some(wrong) = super::subscript::sum_over(name, token.span)
        {
            return Err(Box::new(wrong));
        }
        let adjacent = reader.tokens[reader.at - 1].span.end == bracket.span.start;
        if adjacent || reader.known_names.is_callable(name) || looks_called(reader, name) {
            reader.at += 1;
            let call = Call {
                name: id,
                name_span: token.span,
                primes,
                power,
                arguments: Vec::new(),
                depth: 0,
                span: token.span,
            };
            return Ok(Head::Call(call, bracket.span));
        }
    }
    if primes > 0 {
        let span = token.span.to(reader.tokens[reader.at - 1].span);
        let diagnostic =
            Diagnostic::error(&code::PRIME, span, format!("`{name}'` says not by what `{name}` is derived"));
        let wrong = if reader.known_names.is_callable(name) {
            diagnostic.help(format!("write `{name}'(z)` with an argument"))
        } else {
            let by = if name == "w" { "x" } else { "w" };
            diagnostic
                .help(format!("write `d{name}/d{by}`, with the name it is derived by"))
                .help("leave the `'` out if it is a transpose: quantities are single numbers")
        };
        return Ok(Head::Expr(reader.refuse(wrong), span));
    }
    if let Some(value) = reader.index_value(id) {
        return Ok(Head::Number(value, token.span));
    }
    if power.is_none()
        && let Some((id, whole)) = super::bare_argument::read(reader, name, token.span)?
    {
        return Ok(Head::Expr(id, whole));
    }
    let id = match plain(reader, name, id, token.span) {
        Ok(id) => id,
        Err(wrong) => reader.refuse(*wrong),
    };
    Ok(Head::Expr(id, token.span))
}

/// Whether a name with a space before its bracket looks like a function rather than a factor: nothing gives it a value, and it is
/// a function misspelt or from elsewhere, or a letter of functions that stands nowhere else.
fn looks_called(reader: &Reader<'_>, name: &str) -> bool {
    let known = reader.known_names;
    if known.is_declared(name) || known.parameters.contains_key(name) || known.family_of(name).is_some() {
        return false;
    }
    let is_misspelt = name.len() > 3 && known.nearest_function(name).is_some();
    let is_letter = matches!(name, "f" | "g" | "F" | "G" | "phi" | "psi");
    is_misspelt || elsewhere::like_a_function(name).is_some() || (is_letter && is_alone(reader.text, name))
}

/// Primes on a function are read up to this number.
const MOST_PRIMES: u8 = 6;

/// The 2 of `sin^2(x)`. Other powers on the name of a function are refused: `sin^-1(x)` is the inverse to some and the
/// reciprocal to others, `f^2(x)` is `f(f(x))` to some.
fn function_power(reader: &mut Reader<'_>, name: &str, span: Span) -> Result<Option<i64>, Wrong> {
    if !matches!(reader.peek(), Some(Kind::Superscript(_) | Kind::Caret)) {
        return Ok(None);
    }
    let is_function = reader.known_names.functions.contains_key(name)
        || (function::find(name).is_some() && !reader.known_names.is_declared(name));
    if !is_function {
        return Ok(None);
    }
    let kinds = |from: usize, count: usize| -> Vec<Kind> {
        reader.tokens.iter().skip(reader.at + from).take(count).map(|token| token.kind).collect()
    };
    let (power, length) = match kinds(0, 4).as_slice() {
        [Kind::Superscript(power), Kind::Open(b'('), ..] => (Some(i64::from(*power)), 1),
        [Kind::Caret, Kind::Number, Kind::Open(b'('), ..] => {
            (reader.text_of(reader.tokens[reader.at + 1].span).parse().ok(), 2)
        }
        [Kind::Caret, Kind::Minus, Kind::Number, Kind::Open(b'(')] => {
            (reader.text_of(reader.tokens[reader.at + 2].span).parse().ok().map(|power: i64| -power), 3)
        }
        [Kind::Caret, Kind::Open(b'{'), Kind::Number, Kind::Close(b'}')]
            if kinds(4, 1) == [Kind::Open(b'(')] =>
        {
            (reader.text_of(reader.tokens[reader.at + 2].span).parse().ok(), 4)
        }
        [Kind::Caret, Kind::Open(b'{'), Kind::Minus, Kind::Number]
            if kinds(4, 2) == [Kind::Close(b'}'), Kind::Open(b'(')] =>
        {
            (reader.text_of(reader.tokens[reader.at + 3].span).parse().ok().map(|power: i64| -power), 5)
        }
        _ => return Ok(None),
    };
    match power {
        Some(power @ 2..) if POWERED.contains(&name) => {
            reader.at += length;
            Ok(Some(power))
        }
        _ => {
            let whole = span.to(reader.tokens[reader.at + length - 1].span);
            let argument = reader.operand_text(reader.at + length);
            let text = reader.short(Span::new(span.end as usize, whole.end as usize));
            let exponent = text.trim_start_matches('^').trim_matches(['{', '}']);
            let exponent = power.map_or_else(|| exponent.to_owned(), |power| power.to_string());
            let written = reader.short(span);
            let inverse = if POWERED[..6].contains(&name) {
                format!("a{name}{argument}")
            } else {
                "the inverse function".to_owned()
            };
            let wrong = Diagnostic::error(
                &code::AMBIGUOUS_READING,
                whole,
                format!("a power on the name `{written}` can be read in two ways"),
            )
            .help(format!("write `{written}{argument}^{exponent}` for the power of the value"));
            Err(Box::new(if power == Some(-1) {
                if inverse.starts_with('a') {
                    wrong.help(format!("write `{inverse}` for the inverse function"))
                } else {
                    wrong
                }
            } else {
                wrong.help(format!(
                    "write `{written}({written}{argument})` for the function put to its own value"
                ))
            }))
        }
    }
}
