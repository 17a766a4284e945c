//! `in f16` and `by hand 4dp` at the end of a claim: who works its sides out, a program in a number format or a hand.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::DecimalRounding;
use chainrule_symbolic::function::rows::arithmetic::NEGATE;
use chainrule_symbolic::graph::{ExprId, Node};
use chainrule_worksheet::{BY_HAND, Rounding, Rounds, number_formats};

use crate::expression::{Reader, Wrong};
use crate::lexer::{Keyword, Kind};

/// The name behind the next token.
pub(super) fn name_behind(reader: &Reader<'_>) -> Option<Span> {
    let name = reader.tokens.get(reader.at + 1)?;
    matches!(name.kind, Kind::Name(_)).then_some(name.span)
}

pub(super) fn no_format(reader: &Reader<'_>, name: Span) -> Wrong {
    let message = format!("there is no number format `{}`", reader.text_of(name));
    let wrong = Diagnostic::error(&code::BAD_CLAIM, name, message);
    let formats: Vec<&str> = number_formats().collect();
    Box::new(wrong.help(format!("the formats are {}", formats.join(", "))))
}

/// The number format of `in f16`, where that stands at the end of a claim.
pub(super) fn format_behind(reader: &Reader<'_>) -> Option<&'static str> {
    if reader.peek() != Some(Kind::Keyword(Keyword::In)) {
        return None;
    }
    let name = reader.text_of(name_behind(reader)?);
    number_formats().find(|format| *format == name)
}

/// Reads `in f16`: the sides are what a program in that format computes. Numbers that stand alone, and `inf` and `nan`,
/// are what they are.
pub(super) fn sides_in(
    reader: &mut Reader<'_>,
    sides: &mut [(ExprId, Span)],
    format: &'static str,
) -> Result<(), Wrong> {
    let words = reader.here().to(reader.tokens[reader.at + 1].span);
    reader.at += 2;
    sides_by(reader, sides, Carried { format, rounds: Rounds::Operations, words })
}

/// How the sides of a claim are worked out: by a program or by a hand.
struct Carried {
    format: &'static str,
    rounds: Rounds,
    /// The words that say so.
    words: Span,
}

fn sides_by(
    reader: &mut Reader<'_>,
    sides: &mut [(ExprId, Span)],
    Carried { format, rounds, words }: Carried,
) -> Result<(), Wrong> {
    let wrong = |message: &str| Diagnostic::error(&code::BAD_CLAIM, words, message);
    let is_program = rounds == Rounds::Operations;
    let Some(mut roundings) = reader.roundings.take() else {
        let message = if is_program {
            "what a number format makes of a whole family can't be claimed at once"
        } else {
            "what is written down for a whole family can't be claimed at once"
        };
        return Err(Box::new(
            wrong(message).help("write the claims one by one, each with its number as the index"),
        ));
    };
    if is_program && !reader.afters.is_empty() {
        return Err(Box::new(
            wrong("a quantity after some steps is known in the arithmetic of its update").help(format!(
                "write `in {format}` behind the update: `update w by 0.1 for 10 steps in {format}`"
            )),
        ));
    }
    let mut is_one_computed = false;
    for (side, _) in sides.iter_mut() {
        if stands_for_itself(reader, *side) {
            continue;
        }
        is_one_computed = true;
        let how = match rounds {
            Rounds::Lines(rounding) => rounding.to_string(),
            Rounds::Value | Rounds::Operations => "program".to_owned(),
        };
        let symbol = reader.graph.intern(&format!("'{format} {how} of {}", side.index()));
        if roundings.iter().all(|rounding| rounding.symbol != symbol) {
            roundings.push(Rounding { symbol, format, of: *side, rounds });
        }
        *side = reader.graph.symbol(symbol);
    }
    reader.roundings = Some(roundings);
    if is_one_computed {
        return Ok(());
    }
    let wrong = wrong("nothing is computed here: both sides are numbers as written");
    Err(Box::new(if is_program {
        wrong.help(format!("write what the format holds of one: `{format}(0.1)`"))
    } else {
        wrong.help("name what is worked out: `claim dL/dw ~= 0.0821 by hand 4dp`")
    }))
}

/// Whether `by hand` stands next.
pub(super) fn is_by_hand(reader: &Reader<'_>) -> bool {
    name_behind(reader).is_some_and(|name| reader.text_of(name) == "hand")
}

/// Reads `by hand 3sf`, `by hand 4dp half up`, which ends a claim: the sides are what a hand writes down.
pub(super) fn sides_by_hand(reader: &mut Reader<'_>, sides: &mut [(ExprId, Span)]) -> Result<(), Wrong> {
    let (rounding, words) = by_hand(reader)?;
    sides_by(reader, sides, Carried { format: BY_HAND, rounds: Rounds::Lines(rounding), words })
}

/// How each line is rounded, and the words that say so.
fn by_hand(reader: &mut Reader<'_>) -> Result<(DecimalRounding, Span), Wrong> {
    let start = reader.here();
    let end = reader.tokens.last().map_or(start, |last| last.span);
    let words = start.to(end);
    let how = Span::new(reader.tokens[reader.at + 1].span.end as usize, end.end as usize);
    let mut how: String = reader.text_of(how).split_whitespace().collect();
    for ties in ["half-up", "half-even"] {
        let plain = ties.replace('-', "");
        if let Some(digits) = how.strip_suffix(ties).or_else(|| how.strip_suffix(plain.as_str())) {
            how = format!("{}:{ties}", digits.trim_end_matches([':', ',']));
            break;
        }
    }
    match how.parse() {
        Ok(rounding) => {
            reader.at = reader.tokens.len();
            Ok((rounding, words))
        }
        Err(unknown) => {
            let wrong = Diagnostic::error(
                &code::BAD_CLAIM,
                words,
                "how a hand rounds each line is said behind `by hand`",
            );
            let help = "write `by hand 4dp` for four decimal places, `by hand 3sf` for three significant figures, with \
                        `half up` behind it where ties go away from zero";
            Err(Box::new(if how.is_empty() {
                wrong.help(help)
            } else {
                wrong.note(format!("{unknown}")).help(help)
            }))
        }
    }
}

/// Whether a side is a number as written, or `inf` or `nan` where no equation has them.
fn stands_for_itself(reader: &Reader<'_>, side: ExprId) -> bool {
    let is_one = |id: ExprId| match reader.graph.node(id) {
        Node::Number(_) => true,
        Node::Symbol(symbol) => {
            let name = reader.graph.name(symbol).to_string();
            matches!(name.as_str(), "inf" | "nan" | "NaN") && !reader.known_names.is_quantity(&name)
        }
        Node::Apply { .. } | Node::Derivative { .. } => false,
    };
    match reader.graph.node(side) {
        Node::Apply { function, primes: 0, arguments: &[inner] }
            if reader.graph.builtin(function) == Some(&NEGATE) =>
        {
            is_one(inner)
        }
        Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => is_one(side),
    }
}
