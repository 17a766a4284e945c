//! What to say about a line that begins no statement.

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::Resolver;
use super::table::what_statements_are;
use crate::beginning::known_keyword;
use crate::expression::Wrong;
use crate::lexer::{Kind, Relation, Token};

/// Lines up to so many bytes are shown as they should be written.
const LONGEST: usize = 100;

impl Resolver<'_> {
    /// A line that begins with a name and goes on in no way in which a definition does.
    pub(super) fn no_head(
        &self,
        tokens: &[Token],
        name: &str,
        found: Option<Kind>,
        span: Span,
    ) -> Diagnostic {
        let first = tokens[0].span;
        let error = |message: String| Diagnostic::error(&code::EXPECTED, span, message);
        match found {
            Some(Kind::Relation(_)) => {
                let wrong = error(format!("a line that begins with `{name}` defines it, with `=`"));
                wrong.help(match self.rest_of(tokens, 0) {
                    Some(line) => format!("write `claim {line}` for a comparison that must hold"),
                    None => format!("write `claim {name} …` for a comparison that must hold"),
                })
            }
            Some(Kind::Slash) => {
                let equals = tokens.iter().position(|token| token.kind == Kind::Relation(Relation::Equal));
                let above = self.rest_of(&tokens[..equals.unwrap_or(tokens.len())], 0);
                let wrong = error("a fraction can't stand on the left of a definition".to_owned());
                // A quotient of differences stands for the derivative that it comes near to.
                let above = above.map(|derivative| derivative.replace('Δ', "d"));
                let wrong = match &above {
                    Some(derivative) => {
                        wrong.help(format!("write `derive {derivative}` to ask for a derivative"))
                    }
                    None => wrong.help("write `derive …` to ask for a derivative"),
                };
                match self.rest_of(tokens, 0).filter(|_| equals.is_some()) {
                    Some(line) => wrong
                        .help(format!("write `claim {line}` for what must hold"))
                        .help(format!("write `given {line}` for a derivative whose number is known")),
                    None => wrong,
                }
            }
            Some(Kind::Prime) => Diagnostic::error(
                &code::PRIME,
                span,
                format!("`{name}'` is no name: a prime is the derivative of a function"),
            )
            .help(format!("choose a name without a prime, such as `{name}_new`")),
            Some(Kind::Caret | Kind::Superscript(_)) => {
                let wrong = error("a power can't stand on the left of a definition".to_owned());
                match self.label_help(tokens) {
                    Some(help) => wrong.help(help),
                    None => wrong.help("one name stands on the left of a definition: `y = x + 1`"),
                }
            }
            Some(Kind::Plus | Kind::Minus | Kind::Times) => {
                error("a formula can't stand on the left of a definition".to_owned())
                    .help("one name stands on the left of a definition: `y = x + 1`")
            }
            Some(Kind::Name(_) | Kind::Partial | Kind::Member(_) | Kind::Number) => {
                let message = format!("no statement begins with `{name}`");
                let wrong = Diagnostic::error(&code::EXPECTED, first, message);
                // What follows is shown behind the keyword where it is what the keyword takes, not where it is prose.
                let keyword = known_keyword(name);
                let compares = tokens.iter().any(|token| matches!(token.kind, Kind::Relation(_)));
                let divides = tokens.iter().any(|token| token.kind == Kind::Slash);
                let rest = self.rest_of(tokens, 1);
                let keyword = match keyword {
                    Some("claim") if !compares && divides => Some("derive"),
                    other => other,
                };
                let fits = match keyword {
                    Some("derive") => divides && !compares,
                    Some("given" | "let" | "claim") => compares,
                    Some(_) | None => true,
                };
                match (keyword, rest) {
                    (None, Some(rest)) if compares && matches!(name, "const" | "var" | "auto" | "val") => {
                        wrong.help(format!("write `{}`", rest.trim_end_matches([';', ' '])))
                    }
                    (None, rest) if OPTIONS.contains(&name) => {
                        let rest =
                            rest.map(|rest| rest.replace(", ", ",")).filter(|rest| !rest.contains(' '));
                        let rest = rest.unwrap_or_else(|| "…".to_owned());
                        wrong.help(format!(
                            "that is asked for with the command: `chainrule run --{name} {rest} FILE`"
                        ))
                    }
                    (Some("derive"), _) if !fits => {
                        wrong.help("write `derive dy/dx` to ask for the derivative of y by x")
                    }
                    (Some(keyword), _) if !fits => wrong.help(format!("did you mean `{keyword}`?")),
                    (Some(keyword), Some(rest)) => wrong.help(format!("write `{keyword} {rest}`")),
                    (Some(keyword), None) => wrong.help(format!("did you mean `{keyword}`?")),
                    (None, _) => wrong
                        .help("write `# …` for a comment, and `*` for a product")
                        .help(what_statements_are()),
                }
            }
            Some(_) | None => error(format!("nothing is said about `{name}`"))
                .help(format!("write `{name} = …` to define it"))
                .help(format!(
                    "write `derive gradient of {name}` or `derive d{name}/dw` to ask for derivatives of it"
                )),
        }
    }

    /// `w = 0.5, x = 1`: values in a list without the word that begins one.
    pub(super) fn given_left_out(&self, tokens: &[Token], body: usize) -> Option<Wrong> {
        let comma = tokens.iter().position(|token| token.kind == Kind::Comma)?;
        let is_number = |token: &Token| matches!(token.kind, Kind::Number | Kind::Minus | Kind::Slash);
        let is_value = tokens.get(body..comma)?.iter().all(is_number);
        let goes_on = matches!(
            tokens.get(comma + 1..)?,
            [Token { kind: Kind::Name(_), .. }, Token { kind: Kind::Relation(Relation::Equal), .. }, ..]
        );
        let line = self.rest_of(tokens, 0).filter(|_| is_value && goes_on)?;
        let wrong =
            Diagnostic::error(&code::EXPECTED, tokens[comma].span, "a list of values begins with `given`");
        Some(Box::new(wrong.help(format!("write `given {line}`"))))
    }

    /// The text of a line from one of its tokens on, where it is short enough to be shown.
    fn rest_of(&self, tokens: &[Token], from: usize) -> Option<&str> {
        let (first, last) = (tokens.get(from)?, tokens.last()?);
        let text = &self.text[first.span.start as usize..last.span.end as usize];
        (text.len() <= LONGEST && !text.contains(['\n', '\r', '`'])).then_some(text)
    }

    /// What to write where a name is followed by the number of a layer, `a^1`, `w_{11}^{1}`, `w^(1)`.
    pub(super) fn label_help(&self, tokens: &[Token]) -> Option<String> {
        let name = match tokens {
            [Token { kind: Kind::Name(_), span }, ..] => *span,
            [..] => return None,
        };
        let label = match &tokens[1..] {
            [Token { kind: Kind::Superscript(power), .. }, ..] => power.to_string(),
            [Token { kind: Kind::Caret, .. }, Token { kind: Kind::Number | Kind::Name(_), span }, ..]
            | [
                Token { kind: Kind::Caret, .. },
                Token { kind: Kind::Open(_), .. },
                Token { kind: Kind::Number | Kind::Name(_), span },
                Token { kind: Kind::Close(_), .. },
                ..,
            ] => self.text[span.range()].to_owned(),
            [..] => return None,
        };
        let name = &self.text[name.range()];
        Some(format!("if it is the label of a layer, write `{name}^{{({label})}}`: it belongs to the name"))
    }
}

/// Options of the command, which worksheets do not have.
const OPTIONS: &[&str] = &["formats", "digits", "round", "paths", "layout", "order"];
