//! `notation`.

use rustc_hash::FxHashSet;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::SymbolId;

use super::Resolver;
use crate::expression::Wrong;
use crate::lexer::{Keyword, Kind, NameId, Token};
use chainrule_worksheet::Notation;

/// How names are typeset.
#[derive(Default)]
pub(super) struct Notations {
    pub(super) read: Vec<Notation>,
    /// What has a notation already, for which target.
    noted: FxHashSet<(SymbolId, Option<String>)>,
    /// The notation profile that the worksheet names.
    pub(super) profile: Option<(String, Span)>,
}

impl Resolver<'_> {
    /// `notation nielsen`
    fn profile(&mut self, name: NameId, span: Span) -> Result<(), Wrong> {
        if self.notations.profile.is_some() {
            return Err(Box::new(
                Diagnostic::error(&code::BAD_NOTATION, span, "a worksheet follows one notation profile")
                    .help("remove one of the two"),
            ));
        }
        self.notations.profile = Some((self.known_names.names.text(name).to_owned(), span));
        Ok(())
    }

    /// `notation O21 as "\hat{y}" in latex`
    pub(super) fn notation(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        if let [_, Token { kind: Kind::Name(name), span }] = tokens {
            return self.profile(*name, *span);
        }
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
                Some((self.known_names.names.text(*target).to_owned(), *span))
            }
            [..] => return Err(Box::new(shape)),
        };
        let text = Span::new(span.start as usize + 1, (span.end as usize - 1).max(span.start as usize + 1));
        let format = target.as_ref().map(|(name, _)| name.clone());
        if !self.notations.noted.insert((symbol, format)) {
            let name = self.graph.name(symbol);
            return Err(Box::new(
                Diagnostic::error(&code::BAD_NOTATION, whole, format!("`{name}` has a notation already"))
                    .help("remove one of the two"),
            ));
        }
        self.notations.read.push(Notation {
            symbol,
            text: self.text[text.range()].to_owned(),
            target,
            span: text,
        });
        Ok(())
    }
}
