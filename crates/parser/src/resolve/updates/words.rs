//! Where the clauses of an update begin, and what is no clause.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::SymbolId;

use crate::expression::{Wrong, nearest};
use crate::lexer::{Keyword, Kind, Token};
use crate::resolve::Resolver;

/// A word that begins a clause, and the places of its tokens.
pub(super) struct Clause {
    pub(super) word: Word,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    For,
    In,
    As,
    Sequential,
    Clip,
    Momentum,
    Adam,
    Watch,
}

impl Word {
    pub(super) const PLAIN: &'static [(&'static str, Self)] = &[
        ("sequential", Self::Sequential),
        ("clip", Self::Clip),
        ("momentum", Self::Momentum),
        ("adam", Self::Adam),
        ("watch", Self::Watch),
    ];
}

impl Resolver<'_> {
    /// Where the clauses begin. A clause word that is also a quantity could be a factor of the rate: refused.
    pub(super) fn split_clauses(&self, tokens: &[Token], at: usize) -> Result<Vec<Clause>, Wrong> {
        let mut clauses: Vec<Clause> = Vec::new();
        let mut depth = 0usize;
        for (place, token) in tokens.iter().enumerate().skip(at) {
            let word = match token.kind {
                Kind::Open(_) => {
                    depth += 1;
                    None
                }
                Kind::Close(_) => {
                    depth = depth.saturating_sub(1);
                    None
                }
                Kind::Keyword(Keyword::For) => Some(Word::For),
                Kind::Keyword(Keyword::In) => Some(Word::In),
                Kind::Keyword(Keyword::As) => Some(Word::As),
                Kind::Name(id) if place > at => {
                    let text = self.known_names.names.text(id);
                    let word = Word::PLAIN.iter().find(|(name, _)| *name == text).map(|(_, word)| *word);
                    let after_operand = matches!(
                        tokens[place - 1].kind,
                        Kind::Number
                            | Kind::Name(_)
                            | Kind::Close(_)
                            | Kind::Superscript(_)
                            | Kind::Member(_)
                    );
                    // In a list of names it is one of them.
                    let listed =
                        matches!(clauses.last(), Some(Clause { word: Word::Watch, .. })) && !after_operand;
                    match word {
                        Some(_) if !after_operand || listed => None,
                        Some(_) if depth == 0 && self.known_names.is_quantity(text) => {
                            return Err(Box::new(
                                Diagnostic::error(
                                    &code::AMBIGUOUS_READING,
                                    token.span,
                                    format!(
                                        "`{text}` is a quantity here and also begins a clause of an update"
                                    ),
                                )
                                .help(format!("write `*{text}` for the product"))
                                .help("give the quantity another name for the clause"),
                            ));
                        }
                        Some(word) => Some(word),
                        None => None,
                    }
                }
                _ => None,
            };
            if depth == 0
                && let Some(word) = word
            {
                if let Some(last) = clauses.last_mut() {
                    last.end = place;
                }
                clauses.push(Clause { word, start: place, end: tokens.len() });
            }
        }
        Ok(clauses)
    }

    /// A learning rate is made of numbers and names that the worksheet knows; another name is perhaps a clause.
    pub(super) fn check_rate(&self, mentions: &[(SymbolId, Span)]) -> Result<(), Wrong> {
        let unknown = mentions.iter().find(|(symbol, _)| {
            let name = self.graph.name(*symbol).as_str();
            !self.known_names.is_quantity(name) && !self.constants.values.contains_key(symbol)
        });
        let Some(&(symbol, span)) = unknown else { return Ok(()) };
        let name = self.graph.name(symbol).as_str();
        let message = format!("the learning rate has no `{name}`: nothing gives it a value");
        let wrong = Diagnostic::error(&code::UNKNOWN_NAME, span, message);
        let clause = nearest(name, Word::PLAIN.iter().map(|(word, _)| *word));
        Err(Box::new(match clause.or_else(|| self.known_names.nearest(name)) {
            Some(meant) => wrong.help(format!("did you mean `{meant}`?")),
            None => wrong.help(format!("write `given {name} = 0.1`")),
        }))
    }
}
