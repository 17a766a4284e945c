//! `softmax(z1, z2, z3)[1]`: one component of a softmax over numbers, written out.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE};
use chainrule_symbolic::function::rows::exponential::EXP;
use chainrule_symbolic::graph::ExprId;

use super::reader::Reader;
use super::stacks::Call;
use crate::elsewhere;
use crate::lexer::{Kind, Token};
use crate::wrong::Wrong;

/// Whether it is the name of a softmax.
pub fn is_softmax(name: &str) -> bool {
    matches!(name, "softmax" | "Softmax")
}

/// The component that is asked for behind the call, with the brackets around its number.
pub(super) fn component(reader: &mut Reader<'_>, call: &Call, whole: Span) -> Result<ExprId, Wrong> {
    let count = call.arguments.len();
    let behind = reader.tokens.get(reader.at..reader.at + 3);
    let asked = match behind {
        Some(&[open, Token { kind: Kind::Number, span }, close]) if is_index(open, close) => {
            Some((reader.text_of(span).parse::<usize>().ok(), span))
        }
        // As a statement for all components says it.
        Some(&[open, Token { kind: Kind::Superscript(place), span }, close])
            if is_index(open, close) && span.start == span.end =>
        {
            Some((usize::try_from(place).ok(), span))
        }
        Some(_) | None => None,
    };
    let Some((place, span)) = asked else { return Err(Box::new(all_at_once(reader, whole))) };
    if count == 1 {
        let wrong = "nothing says over how many numbers this softmax goes";
        return Err(Box::new(
            Diagnostic::error(&code::ARITY, whole, wrong)
                .help("write all of them between the brackets: `softmax(z1, z2, z3)[1]`")
                .help("write `exp(z[1])/sum(exp(z[k]) for k in 1..3)` for the members of a family"),
        ));
    }
    let Some(chosen) = place.and_then(|place| call.arguments.get(place.checked_sub(1)?)).copied() else {
        let message = format!("a softmax over {count} numbers has the components 1 to {count}");
        return Err(Box::new(Diagnostic::error(&code::BAD_INDEX, span, message)));
    };
    reader.at += 3;
    let exponentials: Vec<ExprId> =
        call.arguments.iter().map(|&argument| reader.graph.call(&EXP, &[argument])).collect();
    let above = reader.graph.call(&EXP, &[chosen]);
    let below = reader.graph.call(&ADD, &exponentials);
    Ok(reader.graph.call(&DIVIDE, &[above, below]))
}

fn is_index(open: Token, close: Token) -> bool {
    open.kind == Kind::Open(b'[') && close.kind == Kind::Close(b']')
}

/// A softmax without a component.
fn all_at_once(reader: &Reader<'_>, whole: Span) -> Diagnostic {
    let written = reader.text_of(whole);
    let called = written.find('(').map_or(written, |at| &written[at..]);
    let arguments = elsewhere::arguments(called);
    let wrong = Diagnostic::error(&code::ARITY, whole, "a softmax has as many values as arguments");
    if let [only] = arguments.as_slice() {
        let name = only.split('[').next().unwrap_or(only);
        let is_name =
            !name.is_empty() && name.chars().all(|character| character.is_alphanumeric() || character == '_');
        let name = if is_name { name } else { "z" };
        return wrong
            .help(format!("write `p1, p2, p3 = softmax({name}1, {name}2, {name}3)` for all of them"))
            .help(format!(
                "write `p[k] = exp({name}[k])/sum(exp({name}[j]) for j in 1..3) for k in 1..3` for a family"
            ));
    }
    let one = reader.line_with(whole, &format!("softmax({})[1]", arguments.join(", ")));
    let wrong = wrong.help(match one {
        Some(line) => format!("write `{line}` for the first"),
        None => "write `softmax(z1, z2)[1]` for the first".to_owned(),
    });
    let stem = match reader.tokens {
        [Token { kind: Kind::Name(id), .. }, ..] => reader.names.text(*id),
        _ => "p",
    };
    let stem = if stem.chars().all(|character| character.is_ascii_alphabetic()) { stem } else { "p" };
    if arguments.len() > 8 {
        return wrong;
    }
    let names: Vec<String> = (1..=arguments.len()).map(|place| format!("{stem}{place}")).collect();
    wrong.help(format!("write `{} = softmax({})` for all of them", names.join(", "), arguments.join(", ")))
}
