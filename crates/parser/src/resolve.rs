//! Statements to a network and questions.

mod definitions;
mod givens;
mod questions;

use std::collections::HashMap;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule_symbolic::network::NetworkBuilder;

use crate::expression::{Known, Reader, Wrong, later};
use crate::lexer::{Keyword, Kind, Names, Token};
use crate::worksheet::{Claim, GivenRange, GivenValue, Notation, Pin, Query, Worksheet};

/// Collects statements and puts them together.
pub(crate) struct Resolver<'a> {
    text: &'a str,
    names: &'a Names,
    definitions: Vec<Vec<Token>>,
    others: Vec<Vec<Token>>,
    known: Known,
    graph: Graph,
    builder: NetworkBuilder,
    defined: Vec<SymbolId>,
    /// Where each name is defined, for those that are.
    heads: HashMap<SymbolId, Span>,
    places: HashMap<SymbolId, Span>,
    spans: HashMap<ExprId, Span>,
    values: Vec<GivenValue>,
    pins: Vec<Pin>,
    ranges: Vec<GivenRange>,
    queries: Vec<Query>,
    asked: Vec<questions::AskedUpdate>,
    claims: Vec<Claim>,
    notations: Vec<Notation>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(text: &'a str, names: &'a Names) -> Self {
        Self {
            text,
            names,
            definitions: Vec::new(),
            others: Vec::new(),
            known: Known::default(),
            graph: Graph::new(),
            builder: NetworkBuilder::new(),
            defined: Vec::new(),
            heads: HashMap::new(),
            places: HashMap::new(),
            spans: HashMap::new(),
            values: Vec::new(),
            pins: Vec::new(),
            ranges: Vec::new(),
            queries: Vec::new(),
            asked: Vec::new(),
            claims: Vec::new(),
            notations: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Takes one statement, and notes the names it makes known.
    pub(crate) fn add(&mut self, tokens: Vec<Token>) {
        if let Some(found) = tokens.iter().find(|token| token.kind == Kind::Keyword(Keyword::For)) {
            self.diagnostics.push(later(found.span, "families (`… for l in 1..N`)"));
            // Its names are known all the same, so that nothing else is blamed.
            self.note_names(&tokens);
            return;
        }
        match tokens.first().map(|token| token.kind) {
            Some(Kind::Keyword(Keyword::Let | Keyword::Given)) => {
                self.note_declared(&tokens);
                self.others.push(tokens);
            }
            Some(Kind::Keyword(_)) => self.others.push(tokens),
            Some(_) => {
                self.note_names(&tokens);
                self.note_definition(&tokens);
                self.definitions.push(tokens);
            }
            None => {}
        }
    }

    fn note_names(&mut self, tokens: &[Token]) {
        for token in tokens {
            if let Kind::Name(id) = token.kind {
                let name = self.names.text(id);
                if !self.known.used.contains(name) {
                    self.known.used.insert(name.to_owned());
                }
            }
        }
    }

    /// The names that `let` and `given` give values: those right before `=` or `in`.
    fn note_declared(&mut self, tokens: &[Token]) {
        for pair in tokens.windows(3) {
            let Kind::Name(id) = pair[1].kind else { continue };
            let begins = matches!(pair[0].kind, Kind::Keyword(Keyword::Let | Keyword::Given) | Kind::Comma);
            let ends = matches!(pair[2].kind, Kind::Relation(_) | Kind::Keyword(Keyword::In));
            if begins && ends {
                let name = self.names.text(id).to_owned();
                self.known.declared.entry(name).or_insert(pair[1].span);
            }
        }
    }

    /// Puts everything together.
    pub(crate) fn finish(mut self, diagnostics: &mut Vec<Diagnostic>) -> Option<Worksheet> {
        self.define_functions();
        for tokens in std::mem::take(&mut self.definitions) {
            if let Err(wrong) = self.define(&tokens) {
                self.diagnostics.push(*wrong);
            }
        }
        for tokens in std::mem::take(&mut self.others) {
            if let Err(wrong) = self.other(&tokens) {
                self.diagnostics.push(*wrong);
            }
        }
        let builder = std::mem::take(&mut self.builder);
        let network = match builder.finish(&self.graph) {
            Ok(network) => Some(network),
            Err(cycle) => {
                let wrong = self.cycle(&cycle.path);
                self.diagnostics.push(wrong);
                None
            }
        };
        let updates = network.as_ref().map(|network| self.updates(network));
        if let Some(network) = &network {
            self.check_givens(network);
        }
        diagnostics.append(&mut self.diagnostics);
        Some(Worksheet {
            graph: self.graph,
            network: network?,
            defined: self.defined,
            places: self.places,
            spans: self.spans,
            values: self.values,
            pins: self.pins,
            ranges: self.ranges,
            queries: self.queries,
            updates: updates?,
            claims: self.claims,
            notations: self.notations,
        })
    }

    fn other(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        if let [first, second, ..] = tokens
            && second.kind == Kind::Relation(crate::lexer::Relation::Equal)
        {
            let word = &self.text[first.span.range()];
            return Err(Box::new(
                Diagnostic::error(
                    &code::KEYWORD_AS_NAME,
                    first.span,
                    format!("`{word}` is a keyword, not a name"),
                )
                .help("choose another name"),
            ));
        }
        match tokens[0].kind {
            Kind::Keyword(Keyword::Given) => self.given(tokens),
            Kind::Keyword(Keyword::Let) => self.constants(tokens),
            Kind::Keyword(Keyword::Derive) => self.query(tokens),
            Kind::Keyword(Keyword::Update) => self.update(tokens),
            Kind::Keyword(Keyword::Claim) => self.claim(tokens),
            Kind::Keyword(Keyword::Notation) => self.notation(tokens),
            _ => Err(Box::new(
                Diagnostic::error(&code::EXPECTED, tokens[0].span, "a statement can't begin with this word")
                    .help("statements are definitions or begin with given, derive, update, claim, notation or let"),
            )),
        }
    }

    /// A reader over a statement's tokens, from a place on.
    fn reader<'r>(&'r mut self, tokens: &'r [Token], at: usize, derivatives: bool) -> Reader<'r> {
        Reader {
            text: self.text,
            tokens,
            names: self.names,
            known: &self.known,
            graph: &mut self.graph,
            spans: &mut self.spans,
            mentions: Vec::new(),
            derivatives,
            at,
        }
    }

    fn cycle(&self, path: &[SymbolId]) -> Diagnostic {
        let mut names: Vec<String> =
            path.iter().take(12).map(|&symbol| self.graph.name(symbol).to_string()).collect();
        if path.len() > names.len() {
            names.push("…".to_owned());
        }
        names.push(self.graph.name(path[0]).to_string());
        let place = |symbol: &SymbolId| self.heads.get(symbol).copied().unwrap_or_default();
        let message = if path.len() == 1 {
            format!("`{}` is computed from itself", names[0])
        } else {
            format!("these quantities are computed from each other in a circle: {}", names.join(" → "))
        };
        let mut wrong = Diagnostic::error(&code::CYCLE, place(&path[0]), message);
        for symbol in path.iter().skip(1).take(7) {
            wrong = wrong.also(place(symbol), "part of the circle");
        }
        wrong.help("a recurrent network is written step by step: `h1` from `h0`, `h2` from `h1`")
    }
}

/// A complaint about what stands at a place of a statement.
fn expected(reader: &Reader<'_>, what: &str) -> Wrong {
    let here = reader.here();
    if let Some(Kind::Close(_)) = reader.peek() {
        return Box::new(
            Diagnostic::error(&code::UNEXPECTED_BRACKET, here, "this bracket closes nothing")
                .help("remove it, or open one before"),
        );
    }
    let found = if here.start == here.end {
        "the statement ends".to_owned()
    } else {
        format!("found `{}`", reader.text_of(here).escape_debug())
    };
    Box::new(Diagnostic::error(&code::EXPECTED, here, format!("expected {what}, {found}")))
}
