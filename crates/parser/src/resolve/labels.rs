//! Powers 1 and 2 of subscripted names: layers of a network as some texts write them, and powers to the language.

use rustc_hash::FxHashMap;

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::Resolver;
use crate::lexer::{Kind, NameId, Token, is_latex_at};

/// A name raised to a whole power, as written: where, and the power.
#[derive(Clone, Copy, Debug)]
struct Raised {
    name: Span,
    whole: Span,
    power: u32,
}

/// The first places at which subscripted names with the same letters stand to the power 1 and to a larger one.
#[derive(Debug, Default)]
pub(super) struct RaisedNames {
    by_letters: FxHashMap<String, [Option<Raised>; 2]>,
}

impl Resolver<'_> {
    /// Notes the powers of subscripted names in an equation.
    pub(super) fn note_raised(&mut self, tokens: &[Token]) {
        for (at, token) in tokens.iter().enumerate().skip(1) {
            let (power, last) = match (token.kind, &tokens[at + 1..]) {
                (Kind::Superscript(power), _) => (u32::try_from(power).ok(), token.span),
                (Kind::Caret, [Token { kind: Kind::Number, span }, ..]) => (self.digit_at(*span), *span),
                (
                    Kind::Caret,
                    [
                        Token { kind: Kind::Open(b'{'), .. },
                        Token { kind: Kind::Number, span },
                        Token { kind: Kind::Close(b'}'), span: end },
                        ..,
                    ],
                ) => (self.digit_at(*span), *end),
                _ => continue,
            };
            let (Some(power @ 1..), Token { kind: Kind::Name(name), span }) = (power, tokens[at - 1]) else {
                continue;
            };
            let Some(letters) = self.letters_of_subscripted(name) else { continue };
            let places = self.raised.by_letters.entry(letters).or_default();
            let place = &mut places[usize::from(power > 1)];
            place.get_or_insert(Raised { name: span, whole: span.to(last), power });
        }
    }

    fn digit_at(&self, span: Span) -> Option<u32> {
        self.text[span.range()].parse().ok()
    }

    /// The letters of a name that has a subscript, and no label.
    fn letters_of_subscripted(&self, name: NameId) -> Option<String> {
        let name = self.known_names.names.text(name);
        if name.contains(['^', '[']) {
            return None;
        }
        let letters = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let letters = letters.split_once('_').map_or(letters, |(letters, _)| letters);
        (letters.len() < name.len()).then(|| letters.to_owned())
    }

    /// Warns where powers may have been meant as the labels of layers: nobody writes a power 1 beside a power 2 of the
    /// same names for anything else.
    pub(super) fn check_raised(&mut self) {
        let mut found: Vec<(Raised, Raised)> = std::mem::take(&mut self.raised.by_letters)
            .into_values()
            .filter_map(|[first, second]| first.zip(second))
            .collect();
        found.sort_by_key(|(first, _)| first.whole.start);
        for (first, second) in found {
            let written = |raised: Raised| self.text[raised.whole.range()].to_owned();
            let labelled =
                |raised: Raised| format!("{}^{{({})}}", &self.text[raised.name.range()], raised.power);
            if is_latex_at(self.text, first.whole) && is_latex_at(self.text, second.whole) {
                // LaTeX has no other way to write a label: both readings are as likely.
                self.diagnostics.push(
                    Diagnostic::error(
                        &code::AMBIGUOUS_READING,
                        first.whole,
                        format!("`{}` and `{}` could be labels or powers", written(first), written(second)),
                    )
                    .also(second.whole, "raised to another number here")
                    .help(format!(
                        "write `{}` and `{}` for quantities of two layers",
                        labelled(first),
                        labelled(second)
                    ))
                    .help(format!(
                        "write `{}` without a 1 for powers of one quantity",
                        &self.text[first.name.range()]
                    )),
                );
                continue;
            }
            self.diagnostics.push(
                Diagnostic::warning(
                    &code::POWER_OR_LABEL,
                    first.whole,
                    format!(
                        "`{}` and `{}` are powers, 1 and {}",
                        written(first),
                        written(second),
                        second.power
                    ),
                )
                .label("the first power")
                .also(second.whole, format!("the power {}", second.power))
                .help(format!(
                    "if they are quantities of two layers, write the labels `{}` and `{}`",
                    labelled(first),
                    labelled(second)
                )),
            );
        }
    }
}
