//! Names with an index for a subscript: `w_i` in a statement over `i`, which texts have for `w[i]`.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};

use super::reader::Reader;
use crate::lexer::{Kind, Names, Token};

/// Longer statements are not written anew.
const LONGEST: usize = 160;

/// The member that a name is in texts, `w[i,j]` for `w_ij`: nothing but indices and digits below it, one index at least.
fn as_member(name: &str, is_index: &dyn Fn(&str) -> bool) -> Option<String> {
    let (stem, below) = name.split_once('_')?;
    let indices: Vec<String> =
        below.chars().filter(|sign| !matches!(sign, '{' | '}' | ',')).map(String::from).collect();
    let is_one = |text: &String| is_index(text) || text.chars().all(|sign| sign.is_ascii_digit());
    let is_member =
        !stem.is_empty() && indices.iter().all(is_one) && indices.iter().any(|index| is_index(index));
    is_member.then(|| format!("{stem}[{}]", indices.join(",")))
}

/// What to say of `sum_i` before what is summed: as a name it would be a factor.
pub(crate) fn sum_over(name: &str, span: Span) -> Option<Diagnostic> {
    let (word, index) = name.split_once('_')?;
    let one = match word {
        "sum" => "a sum",
        "prod" => "a product",
        "mean" => "a mean",
        _ if word == MAX.name || word == MIN.name => "a largest or smallest value",
        _ => return None,
    };
    let is_index = (1..=2).contains(&index.len()) && index.bytes().all(|sign| sign.is_ascii_lowercase());
    is_index.then(|| {
        let message = format!("{one} says at its end what `{index}` runs over");
        Diagnostic::error(&code::EXPECTED, span, message)
            .help(format!("write `{word}(… for {index} in 1..3)`"))
            .help(format!("write `{name}*…` if `{name}` is a number of its own"))
    })
}

/// What to say of a name whose subscript is an index of its statement, and which is one quantity all the same.
pub(super) fn stands_still(reader: &Reader<'_>, name: &str, span: Span) -> Option<Diagnostic> {
    let drafting = reader.draft.as_ref()?;
    // One complaint shows how all of them are written.
    if !name.contains('_') || reader.wrongs.iter().any(|wrong| wrong.code == &code::AMBIGUOUS_READING) {
        return None;
    }
    let named: Vec<&str> = drafting
        .indices
        .named
        .iter()
        .filter(|index| index.in_scope)
        .map(|index| reader.names.text(index.name))
        .collect();
    let is_index = |text: &str| named.contains(&text);
    let member = as_member(name, &is_index)?;
    let text = reader.text_of(span);
    let message = format!("`{text}` is one quantity here, the same at every index");
    let wrong = Diagnostic::error(&code::AMBIGUOUS_READING, span, message);
    let written = with_members(reader.text, reader.tokens, reader.names, &is_index);
    Some(wrong.help(format!("write `{}` for the member of a family", written.unwrap_or(member))))
}

/// The statement with all such names as members; nothing where it is long.
pub(crate) fn with_members(
    text: &str,
    tokens: &[Token],
    names: &Names,
    is_index: &dyn Fn(&str) -> bool,
) -> Option<String> {
    let start = tokens.first()?.span.start as usize;
    let rest = &text[start..];
    let end = start + rest.find([';', '#', '\n', '\r']).unwrap_or(rest.len());
    if end - start > LONGEST || text[start..end].contains(['\\', '$', '`']) {
        return None;
    }
    let mut out = String::new();
    let mut at = start;
    for token in tokens {
        let Kind::Name(id) = token.kind else { continue };
        let Some(member) = as_member(names.text(id), is_index) else { continue };
        out.push_str(text.get(at..token.span.start as usize)?);
        out.push_str(&member);
        at = token.span.end as usize;
    }
    out.push_str(text.get(at..end)?.trim_end());
    Some(out)
}
