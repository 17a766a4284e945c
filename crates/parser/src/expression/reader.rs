//! Reads expressions: where it stands, and what it knows.

use chainrule_diagnostic::{Diagnostic, Span};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule_worksheet::{PrintedDecimal, Rounding, SpanTable};

use super::KnownNames;
use super::stacks::Spare;
use crate::family::draft::Placeholders;
use crate::family::index_reader::Indices;
use crate::id_tables::PlaceTable;
use crate::lexer::{Keyword, Kind, NameId, Names, Token};

/// Reads expressions into a graph.
pub struct Reader<'a> {
    /// The whole text, for the digits of numbers.
    pub text: &'a str,
    /// The tokens of one statement.
    pub tokens: &'a [Token],
    /// The names they mention.
    pub names: &'a Names,
    /// What the names are.
    pub known_names: &'a KnownNames,
    /// Where expressions go.
    pub graph: &'a mut Graph,
    /// Where each expression was first written.
    pub spans: &'a mut SpanTable<ExprId>,
    /// The names met, with their places.
    pub mentions: Vec<(SymbolId, Span)>,
    /// The quantities after some steps of an update.
    pub afters: Vec<AskedAfter>,
    /// What is wrong with names and calls; reading goes on after it.
    pub wrongs: &'a mut Vec<Diagnostic>,
    /// The roundings to number formats met; nothing where they may not stand.
    pub roundings: Option<Vec<Rounding>>,
    /// The printed decimals met, where each is read as a name of its own.
    pub printed: Option<Vec<PrintedDecimal>>,
    /// The indices and placeholders of a statement that stands for many; none in any other.
    pub draft: Option<Drafting<'a>>,
    /// Whether `*` may stand for all indices.
    pub stars: bool,
    /// Whether derivatives may stand in the expression.
    pub derivatives: bool,
    /// Room for the parts of an expression.
    pub spare: &'a mut Spare,
    /// The symbols of names met before, where expressions go into the worksheet's own graph.
    pub(crate) symbols: Option<&'a mut PlaceTable<NameId>>,
    /// The next token.
    pub at: usize,
}

impl Reader<'_> {
    /// What stands at the next place.
    pub fn peek(&self) -> Option<Kind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    /// Where the next token stands; the end of the statement where there is none.
    pub fn here(&self) -> Span {
        match (self.tokens.get(self.at), self.tokens.last()) {
            (Some(token), _) => token.span,
            (None, Some(last)) => Span::at(last.span.end as usize),
            (None, None) => Span::default(),
        }
    }

    /// The text of a stretch.
    pub fn text_of(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The symbol of a name.
    pub(super) fn symbol_of(&mut self, name: NameId) -> SymbolId {
        let text = self.names.text(name);
        match &mut self.symbols {
            Some(symbols) => symbols.symbol(name, || self.graph.intern(text)),
            None => self.graph.intern(text),
        }
    }

    /// Says what is wrong with a name or a call, and stands something in its place so that reading can go on.
    pub(super) fn refuse(&mut self, wrong: Diagnostic) -> ExprId {
        self.wrongs.push(wrong);
        let nothing = self.graph.intern("'refused");
        self.graph.symbol(nothing)
    }

    /// Whether a keyword stands next; it is taken.
    pub fn take_keyword(&mut self, keyword: Keyword) -> bool {
        let found = self.peek() == Some(Kind::Keyword(keyword));
        self.at += usize::from(found);
        found
    }
}

/// What a reader needs beside its graph where a statement stands for many.
pub struct Drafting<'a> {
    /// The indices.
    pub indices: &'a mut Indices,
    /// What stands for what.
    pub placeholders: &'a mut Placeholders,
}

/// A quantity after so many steps.
#[derive(Clone, Debug)]
pub struct AskedAfter {
    /// What stands for it in the claim.
    pub symbol: SymbolId,
    /// The quantity, or the state of a rule.
    pub of: SymbolId,
    /// The weight whose state it is, where that is said.
    pub weight: Option<SymbolId>,
    /// After how many steps.
    pub steps: u64,
    /// Of which update, where it says so.
    pub run: Option<String>,
    /// Where it stands.
    pub span: Span,
}
