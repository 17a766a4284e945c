//! A function's name where a quantity's belongs: `df/dx` where `f(x) = x^2` is a function.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::{self, Arity};

use super::KnownNames;

/// What to say where a name that should be a quantity is one of the worksheet's own functions; nothing where it is none.
/// With `by`, the function was to be derived by that name.
pub fn no_quantity(
    known_names: &KnownNames,
    text: &str,
    name: &str,
    span: Span,
    by: Option<&str>,
) -> Option<Diagnostic> {
    let Some(&(defined, _)) = known_names.functions.get(name) else {
        return built_in(known_names, name, span, by);
    };
    let wrong = Diagnostic::error(
        &code::UNKNOWN_NAME,
        span,
        format!("`{name}` is a function here, not a quantity: it has no value and no derivative by a name"),
    )
    .also(defined, "defined here");
    let line = definition(text, defined);
    let Some((call, body)) = line else {
        return Some(wrong.help(format!("name a value of it, `y = {name}(…)`, and use that name")));
    };
    let parameters = &call[name.len().min(call.len())..];
    let is_free = |candidate: &&&str| {
        !known_names.is_quantity(candidate)
            && !known_names.is_callable(candidate)
            && !parameters.split(|c: char| !c.is_alphanumeric()).any(|parameter| parameter == **candidate)
    };
    let value = ["y", "u", "v", "out"].iter().find(is_free).copied().unwrap_or("value");
    Some(match by {
        Some(by) => wrong
            .help(format!("name its value, `{value} = {call}`, and write `d{value}/d{by}`"))
            .help(format!("or define a quantity instead of a function: `{name} = {body}`")),
        None => wrong
            .help(format!("name its value, `{value} = {call}`, and write `{value}` here"))
            .help(format!("or define a quantity instead of a function: `{name} = {body}`")),
    })
}

/// The same for a function of the table: `dsigmoid/dz`.
fn built_in(known_names: &KnownNames, name: &str, span: Span, by: Option<&str>) -> Option<Diagnostic> {
    let row = function::find(name)
        .filter(|row| row.arity == Arity::Exactly(1) && !known_names.is_quantity(name))?;
    let by = by.unwrap_or("z");
    let message = format!("`{name}` is a function, not a quantity: it has no derivative by a name");
    let wrong = Diagnostic::error(&code::UNKNOWN_NAME, span, message);
    Some(
        wrong
            .help(format!("name its value, `a = {}({by})`, and write `da/d{by}`", row.name))
            .help(format!("or write `{}'({by})` for the derivative of the function", row.name)),
    )
}

/// `f(x)` and `x^2` of the definition whose name stands here, where it is short enough to be shown.
fn definition(text: &str, name: Span) -> Option<(&str, &str)> {
    const LONGEST: usize = 60;
    let line = text[name.start as usize..].split(['\n', '\r', ';', '#']).next()?;
    let (call, body) = line.split_once('=')?;
    let (call, body) = (call.trim(), body.trim());
    (call.len() <= LONGEST && body.len() <= LONGEST && call.ends_with(')')).then_some((call, body))
}
