//! A name that stands for a quantity or a constant.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::constant::PI;
use chainrule_symbolic::graph::ExprId;

use super::between::word_between;
use super::known_names::is_built_in;
use super::reader::Reader;
use super::{exponential, subscript, word};
use crate::elsewhere;
use crate::lexer::{Kind, NameId};
use crate::wrong::Wrong;

/// A name that stands for a quantity or a constant.
pub(super) fn plain(reader: &mut Reader<'_>, name: &str, id: NameId, span: Span) -> Result<ExprId, Wrong> {
    if let Some(parameter) = reader.known_names.parameters.get(name) {
        let symbol = reader.graph.intern(parameter);
        return Ok(reader.graph.symbol(symbol));
    }
    if name == PI.name {
        return Ok(reader.graph.call(&PI, &[]));
    }
    if is_built_in(name) || name == "log" || reader.known_names.functions.contains_key(name) {
        return Err(Box::new(
            Diagnostic::error(
                &code::EXPECTED,
                span,
                format!("`{name}` is a function and needs an argument in brackets"),
            )
            .help(format!("write `{name}(…)`")),
        ));
    }
    let declared =
        reader.known_names.declared.contains(id) || reader.known_names.dependences.contains_key(name);
    if !declared && let Some(wrong) = applied_without_brackets(reader, name, span) {
        return Err(Box::new(wrong));
    }
    if !declared
        && let Some(wrong) =
            word_between(reader, name, span).or_else(|| word::of_elsewhere(reader, name, span))
    {
        return Err(Box::new(wrong));
    }
    if !declared && let Some(wrong) = subscript::stands_still(reader, name, span) {
        return Err(Box::new(wrong));
    }
    if !declared
        && name == "e"
        && !reader.known_names.derived_by_e
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
        && let Some(rest) = name.strip_prefix('d').filter(|rest| reader.known_names.is_quantity(rest))
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
    if let Some(wrong) = subscript::sum_over(name, span) {
        return Some(wrong);
    }
    let row = function::find(name).or_else(|| elsewhere::like_a_function(name));
    if row.is_none()
        && (name.len() == 1 || (elsewhere::formula(name, &[]).is_none() && elsewhere::advice(name).is_none()))
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
