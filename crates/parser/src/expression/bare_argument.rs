//! Functions put to an argument without brackets: `sin x`, `ln 2`, `sin^2 x`.

use chainrule_array::word::Word;
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::POWER;
use chainrule_symbolic::function::rows::constant::PI;
use chainrule_symbolic::graph::ExprId;

use super::known_names::is_built_in;
use super::plain_name::plain;
use super::reader::Reader;
use crate::lexer::Kind;
use crate::wrong::Wrong;

/// The functions whose powers texts write on the name, `sin^2(x)` for `sin(x)^2`.
pub(super) const POWERED: &[&str] =
    &["sin", "cos", "tan", "sinh", "cosh", "tanh", "ln", "log", "log10", "log2"];

/// `sin x` and `sin^2 x`, as texts write them: of one name or number, where nothing follows that could belong to the
/// argument too. `sin x cos x` is a product of two.
pub(super) fn read(reader: &mut Reader<'_>, name: &str, span: Span) -> Result<Option<(ExprId, Span)>, Wrong> {
    if !POWERED.contains(&name)
        || reader.known_names.is_declared(name)
        || reader.known_names.functions.contains_key(name)
    {
        return Ok(None);
    }
    let kind = |reader: &Reader<'_>, at: usize| reader.tokens.get(at).map(|token| token.kind);
    let (power, at) = match (kind(reader, reader.at), kind(reader, reader.at + 1)) {
        (Some(Kind::Superscript(power @ 2..)), _) => (Some(i64::from(power)), reader.at + 1),
        (Some(Kind::Caret), Some(Kind::Number)) => {
            let power: Option<i64> = reader.text_of(reader.tokens[reader.at + 1].span).parse().ok();
            match power {
                Some(power @ 2..) => (Some(power), reader.at + 2),
                Some(_) | None => return Ok(None),
            }
        }
        _ => (None, reader.at),
    };
    // `log softmax z`: a function of arrays is one too, where nothing else has its name.
    let is_word =
        |reader: &Reader<'_>, name: &str| Word::find(name).is_some() && !reader.known_names.is_declared(name);
    let is_function = |reader: &Reader<'_>, at: usize| {
        matches!(kind(reader, at), Some(Kind::Name(id)) if {
            let name = reader.names.text(id);
            name != PI.name && (is_built_in(name) || is_word(reader, name))
        })
    };
    if !matches!(kind(reader, at), Some(Kind::Name(_) | Kind::Number)) || is_function(reader, at) {
        return Ok(None);
    }
    let argument = reader.tokens[at];
    let ends = match kind(reader, at + 1) {
        None
        | Some(
            Kind::Plus
            | Kind::Minus
            | Kind::Close(_)
            | Kind::Comma
            | Kind::Relation(_)
            | Kind::Keyword(_)
            | Kind::End { .. },
        ) => true,
        Some(Kind::Name(_)) => is_function(reader, at + 1),
        Some(_) => false,
    };
    if !ends {
        let (function, text) = (reader.short(span), reader.short(argument.span));
        let whole = span.to(reader.tokens[(at + 1).min(reader.tokens.len() - 1)].span);
        return Err(Box::new(
            Diagnostic::error(
                &code::AMBIGUOUS_READING,
                whole,
                "it is not clear how far this function reaches",
            )
            .help(format!("write `{function}({text})` if it ends before what follows"))
            .help(format!("write `{function}({text}…)` with brackets around all that it covers")),
        ));
    }
    reader.at = at + 1;
    let inner = if let Kind::Name(id) = argument.kind {
        let text = reader.names.text(id);
        match reader.index_value(id) {
            Some(value) => value,
            None => plain(reader, text, id, argument.span)?,
        }
    } else {
        let value = crate::literal::number(reader.text_of(argument.span), argument.span)?;
        reader.graph.number(value)
    };
    let row = function::find(name).expect("the functions that take powers are built in");
    let whole = span.to(argument.span);
    let mut id = reader.graph.call(row, &[inner]);
    if let Some(power) = power {
        let power = reader.graph.integer(power);
        id = reader.graph.call(&POWER, &[id, power]);
    }
    reader.spans.set_first(id, whole);
    Ok(Some((id, whole)))
}
