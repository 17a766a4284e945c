//! `notation`.

use chainrule_diagnostic::{Diagnostic, code};

use super::Resolver;
use crate::expression::Wrong;
use crate::lexer::{Keyword, Kind, Token};
use crate::worksheet::Notation;

impl Resolver<'_> {
    /// `notation O21 as "\hat{y}" in latex`
    pub(super) fn notation(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let symbol = self.quantity(tokens.get(1), tokens)?;
        let whole = tokens[0].span.to(tokens[tokens.len() - 1].span);
        let shape = Diagnostic::error(
            &code::EXPECTED,
            tokens[0].span.to(tokens[tokens.len() - 1].span),
            "a notation says how a name is typeset",
        )
        .help(r#"write `notation O21 as "\hat{y}"`"#);
        let [
            _,
            _,
            Token { kind: Kind::Keyword(Keyword::As), .. },
            Token { kind: Kind::Text, span },
            rest @ ..,
        ] = tokens
        else {
            return Err(Box::new(shape));
        };
        let target = match rest {
            [] => None,
            [Token { kind: Kind::Keyword(Keyword::In), .. }, Token { kind: Kind::Name(target), span }] => {
                let target = self.known.names.text(*target);
                if !TARGETS.contains(&target) {
                    return Err(Box::new(
                        Diagnostic::error(
                            &code::BAD_NOTATION,
                            *span,
                            format!("there is no target `{target}`"),
                        )
                        .help(format!("the targets are {}", TARGETS.join(", "))),
                    ));
                }
                Some(target.to_owned())
            }
            [..] => return Err(Box::new(shape)),
        };
        let text = self.text[span.range()].trim_matches('"').to_owned();
        let for_target = target.clone().unwrap_or_else(|| "latex".to_owned());
        if let Some(why) = unusable(&text, for_target == "latex") {
            return Err(Box::new(
                Diagnostic::error(&code::BAD_NOTATION, *span, why)
                    .help(r#"write a piece of mathematics, such as `"\hat{y}"`"#),
            ));
        }
        if !self.noted.insert((symbol, for_target)) {
            let name = self.graph.name(symbol);
            return Err(Box::new(
                Diagnostic::error(&code::BAD_NOTATION, whole, format!("`{name}` has a notation already"))
                    .help("remove one of the two"),
            ));
        }
        self.notations.push(Notation { symbol, text, target, span: *span });
        Ok(())
    }
}

/// What can be named after `in`.
const TARGETS: &[&str] = &["latex", "text", "typst", "html", "markdown"];

/// A notation may have up to so many characters.
const MOST_CHARACTERS: usize = 1_000;

/// Commands of TeX that do more than typeset, and those that would end the formula they stand in.
const REFUSED: &[&str] = &[
    "input",
    "include",
    "includegraphics",
    "openin",
    "openout",
    "read",
    "write",
    "immediate",
    "special",
    "def",
    "edef",
    "gdef",
    "xdef",
    "let",
    "futurelet",
    "newcommand",
    "renewcommand",
    "providecommand",
    "newenvironment",
    "DeclareMathOperator",
    "catcode",
    "csname",
    "expandafter",
    "usepackage",
    "documentclass",
    "begin",
    "end",
    "href",
    "url",
    "htmlClass",
    "htmlId",
    "htmlStyle",
    "htmlData",
    "loop",
    "repeat",
    "newwrite",
    "newread",
    "shipout",
    "directlua",
    "par",
    "cr",
    "tag",
    "label",
    "ref",
];

/// Why a text can't stand in the page as it is; nothing where it can.
fn unusable(text: &str, is_latex: bool) -> Option<String> {
    if text.trim().is_empty() {
        return Some("a notation can't be empty".to_owned());
    }
    if text.chars().nth(MOST_CHARACTERS).is_some() {
        return Some(format!("a notation may have up to {MOST_CHARACTERS} characters"));
    }
    if !is_latex {
        return None;
    }
    let (mut depth, mut escaped) = (0i64, false);
    for character in text.chars() {
        match character {
            _ if escaped => {
                escaped = false;
                if matches!(character, '\\' | '[' | ']' | '(' | ')') {
                    return Some(format!("`\\{character}` would break out of the formula"));
                }
            }
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' => depth -= 1,
            '$' | '&' | '#' | '%' => return Some(format!("`{character}` would break out of the formula")),
            _ => {}
        }
        if depth < 0 {
            break;
        }
    }
    if depth != 0 || escaped {
        return Some("the braces of this notation do not balance".to_owned());
    }
    if text.contains("^^") {
        return Some("`^^` is no mathematics".to_owned());
    }
    let commands = text
        .split('\\')
        .skip(1)
        .map(|rest| &rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())]);
    let refused = commands.into_iter().find(|command| REFUSED.contains(command));
    refused.map(|command| format!("`\\{command}` does more than typeset"))
}
