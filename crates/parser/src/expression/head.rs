//! Names inside an expression, and the bracket after one that makes it a call.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::constant::PI;
use chainrule_symbolic::graph::ExprId;

use super::exponential;
use super::known_names::is_built_in;
use super::reader::Reader;
use super::stacks::Call;
use super::wrong::Wrong;
use crate::lexer::{Kind, NameId};

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
        if !reader.known.is_declared(name)
            && !reader.known.is_callable(name)
            && let Some(wrong) = super::subscript::sum_over(name, token.span)
        {
            return Err(Box::new(wrong));
        }
        let adjacent = reader.tokens[reader.at - 1].span.end == bracket.span.start;
        if adjacent || reader.known.is_callable(name) {
            reader.at += 1;
            let call = Call {
                name: id,
                name_span: token.span,
                primes,
                power,
                adjacent,
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
        let wrong = if reader.known.is_callable(name) {
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
        && let Some(call) = super::bare_argument::read(reader, name, token.span)?
    {
        return Ok(call);
    }
    let id = match plain(reader, name, id, token.span) {
        Ok(id) => id,
        Err(wrong) => reader.refuse(*wrong),
    };
    Ok(Head::Expr(id, token.span))
}

/// Primes on a function are read up to this number.
const MOST_PRIMES: u8 = 6;

/// The functions whose powers texts write on the name, `sin^2(x)` for `sin(x)^2`.
pub(super) const POWERED: &[&str] =
    &["sin", "cos", "tan", "sinh", "cosh", "tanh", "ln", "log", "log10", "log2"];

/// The 2 of `sin^2(x)`. Other powers on the name of a function are refused: `sin^-1(x)` is the inverse to some and the
/// reciprocal to others, `f^2(x)` is `f(f(x))` to some.
fn function_power(reader: &mut Reader<'_>, name: &str, span: Span) -> Result<Option<i64>, Wrong> {
    if !matches!(reader.peek(), Some(Kind::Superscript(_) | Kind::Caret)) {
        return Ok(None);
    }
    let is_function = reader.known.functions.contains_key(name)
        || (function::find(name).is_some() && !reader.known.is_declared(name));
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
            let shown = reader.short(Span::new(span.end as usize, whole.end as usize));
            let exponent = shown.trim_start_matches('^').trim_matches(['{', '}']);
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

/// A name that stands for a quantity or a constant.
pub(super) fn plain(reader: &mut Reader<'_>, name: &str, id: NameId, span: Span) -> Result<ExprId, Wrong> {
    if let Some(parameter) = reader.known.parameters.get(name) {
        let symbol = reader.graph.intern(parameter);
        return Ok(reader.graph.symbol(symbol));
    }
    if name == PI.name {
        return Ok(reader.graph.call(&PI, &[]));
    }
    if is_built_in(name) || name == "log" || reader.known.functions.contains_key(name) {
        return Err(Box::new(
            Diagnostic::error(
                &code::EXPECTED,
                span,
                format!("`{name}` is a function and needs an argument in brackets"),
            )
            .help(format!("write `{name}(…)`")),
        ));
    }
    let declared = reader.known.declared.contains(id) || reader.known.dependences.contains_key(name);
    if !declared && let Some(wrong) = applied_without_brackets(reader, name, span) {
        return Err(Box::new(wrong));
    }
    if !declared && let Some(wrong) = super::word::of_elsewhere(reader, name, span) {
        return Err(Box::new(wrong));
    }
    if !declared && let Some(wrong) = super::subscript::stands_still(reader, name, span) {
        return Err(Box::new(wrong));
    }
    if !declared
        && name == "e"
        && !reader.known.derived_by_e
        && matches!(reader.peek(), Some(Kind::Caret | Kind::Superscript(_)))
    {
        return Err(Box::new(
            Diagnostic::error(
                &code::CONSTANT_E,
                span,
                "`e` has no value here: it is a plain name, not Euler's number",
            )
            .help(exponential::rewritten(reader, span)),
        ));
    }
    let before = reader.at.checked_sub(2).and_then(|at| reader.tokens.get(at)).map(|token| token.kind);
    let beside_slash = reader.peek() == Some(Kind::Slash) || before == Some(Kind::Slash);
    if !declared
        && beside_slash
        && let Some(rest) = name.strip_prefix('d').filter(|rest| reader.known.is_quantity(rest))
    {
        return Err(Box::new(
            Diagnostic::error(
                &code::AMBIGUOUS_DERIVATIVE,
                span,
                format!("`{name}` could be a quantity or part of a derivative of or by `{rest}`"),
            )
            .help("put a derivative that is part of a larger fraction or power in brackets: `(dL/dw)^2`")
            .help(format!("give the quantity another name than `{name}`")),
        ));
    }
    let symbol = reader.symbol_of(id);
    reader.mentions.push((symbol, span));
    let id = reader.graph.symbol(symbol);
    reader.spans.set_first(id, span);
    Ok(id)
}

/// `σ z`: the sigmoid put to z as texts write it, or a product with a quantity σ. Where nothing defines σ, both are as
/// likely; so with every name that is free for quantities and is that of a function elsewhere: `ReLU z`, `softmax z`.
fn applied_without_brackets(reader: &Reader<'_>, name: &str, span: Span) -> Option<Diagnostic> {
    let begins_operand = match reader.peek()? {
        Kind::Name(_) | Kind::Member(_) | Kind::Root | Kind::Partial | Kind::BigOperator => true,
        Kind::Number
        | Kind::Keyword(_)
        | Kind::Text
        | Kind::Plus
        | Kind::Minus
        | Kind::Times
        | Kind::Slash
        | Kind::Caret
        | Kind::Superscript(_)
        | Kind::Prime
        | Kind::Open(_)
        | Kind::Close(_)
        | Kind::Comma
        | Kind::DotDot
        | Kind::Tilde
        | Kind::Infinity
        | Kind::Question
        | Kind::UnknownCharacter
        | Kind::Relation(_)
        | Kind::End { .. } => false,
    };
    if !begins_operand {
        return None;
    }
    if let Some(wrong) = super::subscript::sum_over(name, span) {
        return Some(wrong);
    }
    let row = function::find(name).or_else(|| super::elsewhere::like_a_function(name));
    if row.is_none()
        && (name.len() == 1
            || (super::elsewhere::formula(name, &[]).is_none() && super::elsewhere::advice(name).is_none()))
    {
        return None;
    }
    let (written, argument) = (reader.short(span), reader.operand_text(reader.at));
    let called = row.map_or(written.as_str(), |row| row.name);
    let message = format!(
        "`{written} {argument}` could be the function {called} of `{argument}` or `{written}` times `{argument}`"
    );
    let function = if function::find(name).is_some() { written.as_str() } else { called };
    Some(
        Diagnostic::error(&code::AMBIGUOUS_READING, span.to(reader.here()), message)
            .help(format!("write `{function}({argument})` for the function"))
            .help(format!("write `{written}*{argument}` for the product, and give `{written}` a value")),
    )
}
