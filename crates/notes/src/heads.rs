//! What stands at the start of a relation: a function with its parameters, `f(x, y)`.

use chainrule_latex::token::{Kind, Token};
use chainrule_latex::tree::Name;
use chainrule_latex::{bare_name_of, function_named, name_of};

/// The letter that texts use for the sigmoid, and for a deviation too.
pub(crate) const SIGMA: &str = "sigma";

/// The function of the table that a name is, applied: `sigma` is the sigmoid.
pub(crate) fn known_function(name: &str) -> Option<&'static chainrule::symbolic::function::Function> {
    function_named(name)
        .or_else(|| if name == SIGMA { chainrule::symbolic::function::find(name) } else { None })
}

/// `f(x, y)`: the name of the function, and its parameters.
pub(crate) fn function_head(tokens: &[Token]) -> Option<(String, Vec<String>)> {
    let open = tokens.iter().position(|token| token.is_char('('))?;
    let last = tokens.last()?;
    if open == 0 || !last.is_char(')') {
        return None;
    }
    let name = match tokens[..open].first().map(|token| &token.kind) {
        Some(Kind::Command(word)) if open == 1 && known_function(word).is_some() => word.to_string(),
        Some(Kind::Text(word)) if open == 1 && known_function(word.trim()).is_some() => {
            word.trim().to_owned()
        }
        _ => {
            let name = name_of(&tokens[..open])?;
            // `f'(x)` is a slope, and `f^{-1}(x)` an inverse.
            if name.label.contains('\'') || name.label.starts_with('-') {
                return None;
            }
            name.canonical()
        }
    };
    let inner = &tokens[open + 1..tokens.len() - 1];
    let mut parameters = Vec::new();
    for part in inner.split(|token| token.is_char(',') || token.is_char(';')) {
        let name = name_of(part)?;
        // `f(e^x)` is put to a power.
        if !name.label.is_empty() && !part.iter().any(|token| token.is_char('(') || token.is_char('[')) {
            return None;
        }
        parameters.push(name.canonical());
    }
    (!parameters.is_empty()).then_some((name, parameters))
}

/// Whether tokens are a name that is none of these: `f(z) = a` says what `a` is, not what `f` is. Nor does a number at a point
/// with a number of its own, `f(x_1) = 1.2`.
pub(crate) fn is_other_name(tokens: &[Token], parameters: &[String]) -> bool {
    let is_point = |name: &String| name.ends_with(|last: char| last.is_ascii_digit());
    let is_number = |token: &Token| matches!(token.kind, Kind::Number(_) | Kind::Char('-') | Kind::Align);
    if parameters.iter().any(is_point) && tokens.iter().all(is_number) {
        return true;
    }
    // `f_a(x) = ax` is a product.
    let is_run = |name: &Name| {
        tokens.len() > 1
            && name.index.is_empty()
            && parameters
                .iter()
                .any(|parameter| parameter.len() == 1 && name.stem.contains(parameter.as_str()))
    };
    bare_name_of(tokens).is_some_and(|name| !parameters.contains(&name.canonical()) && !is_run(&name))
}
