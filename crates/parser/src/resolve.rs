//! Statements to a network and questions.

mod batches;
mod check;
mod claims;
mod constants;
mod cycle;
mod definitions;
mod entries;
mod expected;
mod families;
mod fraction;
mod functions;
mod given_item;
mod givens;
mod interval;
mod labels;
mod named_questions;
mod names;
mod no_head;
mod notations;
mod open_functions;
mod questions;
mod ranges;
mod several;
mod table;
mod typed;
mod unused;
pub(crate) mod updates;
mod wide;

use std::rc::Rc;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule_symbolic::network::{Network, NetworkBuilder};
use chainrule_worksheet::{After, Notation, Show, SpanTable, Typed, Update, Worksheet};

use rustc_hash::FxHashSet;

use self::constants::Constants;
pub use self::constants::DEFAULT_SIZE;
use self::definitions::Defined;
use self::expected::expected;
use self::families::{Families, FamilyDefinition};
use self::functions::Functions;
use self::givens::Givens;
use self::notations::Notations;
use self::questions::Questions;
use self::table::{Statement, Takes, what_statements_are};
use crate::expression::{KnownNames, Reader, Spare, Wrong};
use crate::id_tables::PlaceTable;
use crate::lexer::{Keyword, Kind, MOST_MISTAKES, NameId, Names, Relation, Token};
use crate::statements::Tokens;

/// Collects statements and puts them together.
pub(crate) struct Resolver<'a> {
    text: &'a str,
    statements: Statements<'a>,
    known_names: KnownNames,
    graph: Graph,
    builder: NetworkBuilder,
    defined: Defined,
    /// Where each name is defined, for those that are, or first stands.
    places: SpanTable<SymbolId>,
    spans: SpanTable<ExprId>,
    /// The symbols of names met so far.
    symbols: PlaceTable<NameId>,
    constants: Constants<'a>,
    functions: Functions,
    families: Families,
    givens: Givens,
    questions: Questions,
    steps: updates::Steps,
    notations: Notations,
    /// Subscripted names to powers, which may have been meant as labels.
    raised: labels::RaisedNames,
    scratch: Scratch,
    /// Functions of texts whose form is left open.
    opened: Vec<open_functions::Opened>,
    /// Definitions by a function that is put to several things.
    applied: Vec<open_functions::Applied>,
    /// … and members of families by one.
    applied_members: Vec<open_functions::AppliedMember>,
    /// Letters of functions that stand without a bracket somewhere.
    alone: FxHashSet<NameId>,
    diagnostics: Vec<Diagnostic>,
}

/// The statements, before they are read.
#[derive(Default)]
struct Statements<'a> {
    definitions: Vec<Tokens<'a>>,
    others: Vec<Tokens<'a>>,
    /// Whether one could not be read at all; what it would have said is not known.
    has_unreadable: bool,
}

/// Room that is used for one expression after another: for its parts, and for the names in it.
#[derive(Default)]
struct Scratch {
    spare: Spare,
    mentions: Vec<(SymbolId, Span)>,
}

impl<'a> Resolver<'a> {
    /// Nothing is read yet. The caller puts these numbers in for open sizes.
    pub(crate) fn new(text: &'a str, names: Names, sizes: &'a [(&'a str, i64)]) -> Self {
        Self {
            text,
            statements: Statements::default(),
            known_names: KnownNames::of(names),
            graph: Graph::new(),
            builder: NetworkBuilder::new(),
            defined: Defined::default(),
            places: SpanTable::default(),
            spans: SpanTable::default(),
            symbols: PlaceTable::default(),
            constants: Constants::with(sizes),
            functions: Functions::default(),
            families: Families::default(),
            givens: Givens::default(),
            questions: Questions::default(),
            steps: updates::Steps::default(),
            notations: Notations::default(),
            raised: labels::RaisedNames::default(),
            scratch: Scratch::default(),
            opened: Vec::new(),
            applied: Vec::new(),
            applied_members: Vec::new(),
            alone: FxHashSet::default(),
            diagnostics: Vec::new(),
        }
    }

    /// Puts everything together.
    pub(crate) fn finish(
        mut self,
        diagnostics: &mut Vec<Diagnostic>,
        notations: &mut Vec<Notation>,
        profile: &mut Option<(String, Span)>,
    ) -> Option<Worksheet> {
        let (constants, others): (Vec<Tokens>, Vec<Tokens>) = std::mem::take(&mut self.statements.others)
            .into_iter()
            .partition(|tokens| tokens[0].kind == Kind::Keyword(Keyword::Let) && !names_a_keyword(tokens));
        self.graph.reserve(self.known_names.names.len(), self.statements.definitions.len());
        self.constants(&constants);
        self.constants.in_indices = Rc::new(self.whole_constants());
        self.statements.others = others;
        self.open_functions();
        let others = std::mem::take(&mut self.statements.others);
        self.define_functions();
        let families = self.read_definitions();
        self.read_others(others);
        self.fill();
        self.name_wide_parts();
        let network = match std::mem::take(&mut self.builder).finish(&self.graph) {
            Ok(network) => Some(network),
            Err(cycle) => {
                let wrong = self.cycle(&cycle.path);
                self.diagnostics.push(wrong);
                None
            }
        };
        if let (Some(network), false) = (&network, self.families.lacks_definitions) {
            self.check_members(&families, network);
        }
        let updates = network.as_ref().map(|network| self.updates(network));
        let afters = updates.as_ref().map(|updates| self.afters(updates));
        if let Some(network) = &network {
            self.leave_out(network);
            self.check_givens(network);
            self.check_ranges();
            self.check_pins(network);
            self.check_names(network);
            self.check_raised();
            if let (Some(updates), Some(afters), false) = (&updates, &afters, self.has_error()) {
                self.check_unused(network, updates, afters);
            }
        }
        let typed = match &network {
            Some(network) if !self.has_error() => self.typed(&families, network),
            Some(_) | None => Typed::default(),
        };
        diagnostics.append(&mut self.diagnostics);
        notations.append(&mut self.notations.read);
        *profile = self.notations.profile.take();
        Some(Worksheet { typed, ..self.worksheet(network?, updates?, afters?) })
    }

    /// Reads all definitions; those over indices are handed back, as they were typed.
    fn read_definitions(&mut self) -> Vec<FamilyDefinition> {
        let mut definitions = std::mem::take(&mut self.statements.definitions);
        let mut families: Vec<FamilyDefinition> = Vec::new();
        if self.known_names.has_families || definitions.iter().any(|tokens| families::is_family(tokens)) {
            families = self.family_definitions(&mut definitions);
        }
        for (name, span, inputs) in std::mem::take(&mut self.opened) {
            if let Err(wrong) = self.depend(name, span, &inputs) {
                self.diagnostics.push(*wrong);
            }
        }
        let mut next_family = 0;
        for (place, tokens) in definitions.iter().enumerate() {
            if self.has_enough() {
                break;
            }
            let family = families.get(next_family).filter(|family| family.place == place);
            next_family += usize::from(family.is_some());
            let done = match family {
                Some(definition) => self.define_family(definition),
                // It was refused.
                None if tokens.is_empty() => Ok(()),
                None => self.define(tokens),
            };
            if let Err(wrong) = done {
                self.diagnostics.push(*wrong);
            }
        }
        families
    }

    /// Reads the statements that are no definitions.
    fn read_others(&mut self, others: Vec<Tokens<'_>>) {
        for mut tokens in others {
            if self.has_enough() {
                break;
            }
            self.open_fills(&mut tokens);
            let tokens: &[Token] = &tokens;
            let done = if self.is_for_many(tokens) {
                self.family_items(tokens)
            } else if self.known_names.has_families {
                self.literal(tokens).and_then(|tokens| self.other(&tokens))
            } else {
                self.other(tokens)
            };
            if let Err(wrong) = done {
                self.diagnostics.push(*wrong);
            }
        }
    }

    /// Puts together what is said of the entries of arrays, which were checked as arrays.
    fn finish_entries(mut self, diagnostics: &mut Vec<Diagnostic>) -> Option<Worksheet> {
        let network = std::mem::take(&mut self.builder).finish(&self.graph).ok()?;
        let updates = self.updates(&network);
        self.check_entries(&network);
        let afters = self.afters(&updates);
        diagnostics.append(&mut self.diagnostics);
        Some(self.worksheet(network, updates, afters))
    }

    fn worksheet(mut self, network: Network, updates: Vec<Update>, afters: Vec<After>) -> Worksheet {
        let opened = self.shown_as_calls();
        Worksheet {
            opened,
            graph: self.graph,
            network,
            defined: self.defined.in_order,
            typed: Typed::default(),
            places: self.places,
            spans: self.spans,
            values: self.givens.values,
            pins: self.givens.pins,
            ranges: self.givens.ranges,
            queries: self.questions.queries,
            updates,
            afters,
            claims: self.questions.claims,
            roundings: self.questions.roundings,
            open_sizes: self.constants.open_sizes,
            show: Show::default(),
            arrays: None,
        }
    }

    /// Where a name is defined, if it is.
    fn head_of(&self, symbol: SymbolId) -> Option<Span> {
        self.places.get(&symbol).copied().filter(|_| self.defined.heads.contains(symbol))
    }

    /// Whether anything is wrong: what is not used may then be used by what could not be read.
    fn has_error(&self) -> bool {
        self.statements.has_unreadable || self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Whether so much is wrong that more would help nobody.
    fn has_enough(&self) -> bool {
        self.diagnostics.len() > MOST_MISTAKES
    }

    /// The items of a list of a statement, each up to its comma: their first token and the one after their last.
    fn items(tokens: &[Token]) -> Vec<(usize, usize)> {
        let mut items = Vec::new();
        let (mut start, mut depth) = (1, 0usize);
        for (at, token) in tokens.iter().enumerate().skip(1) {
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth = depth.saturating_sub(1),
                Kind::Comma if depth == 0 => {
                    items.push((start, at));
                    start = at + 1;
                }
                _ => {}
            }
        }
        items.push((start, tokens.len()));
        items
    }

    fn other(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        if names_a_keyword(tokens) {
            let first = tokens[0].span;
            let word = &self.text[first.range()];
            return Err(Box::new(
                Diagnostic::error(
                    &code::KEYWORD_AS_NAME,
                    first,
                    format!("`{word}` is a keyword, not a name"),
                )
                .help(crate::expression::another_name(word)),
            ));
        }
        let statement = match tokens[0].kind {
            Kind::Keyword(word) => Statement::find(word),
            _ => None,
        };
        match statement.map(|statement| &statement.takes) {
            Some(Takes::List { item, one, .. }) => {
                self.each_item(tokens, item, one);
                Ok(())
            }
            Some(Takes::Single(read)) => read(self, tokens),
            None => {
                let message = "a statement can't begin with this word";
                let wrong = Diagnostic::error(&code::EXPECTED, tokens[0].span, message);
                Err(Box::new(wrong.help(what_statements_are())))
            }
        }
    }

    /// Reads every item of a list; a mistake in one does not hide those in others.
    fn each_item(
        &mut self,
        tokens: &[Token],
        what: &str,
        mut read: impl FnMut(&mut Self, &[Token], usize) -> Result<(), Wrong>,
    ) {
        for (start, end) in Self::items(tokens) {
            if self.has_enough() {
                return;
            }
            let done = if start == end {
                let before = &tokens[start - 1];
                let word = &self.text[before.span.range()];
                let place = Span::at(before.span.end as usize);
                Err(Box::new(Diagnostic::error(
                    &code::EXPECTED,
                    place,
                    format!("expected {what} after `{word}`"),
                )))
            } else {
                read(self, &tokens[..end], start)
            };
            if let Err(wrong) = done {
                self.diagnostics.push(*wrong);
            }
        }
    }

    /// A reader over a statement's tokens, from a place on.
    fn reader<'r>(&'r mut self, tokens: &'r [Token], at: usize, derivatives: bool) -> Reader<'r> {
        Reader {
            text: self.text,
            tokens,
            names: &self.known_names.names,
            known_names: &self.known_names,
            graph: &mut self.graph,
            spans: &mut self.spans,
            mentions: std::mem::take(&mut self.scratch.mentions),
            spare: &mut self.scratch.spare,
            symbols: Some(&mut self.symbols),
            afters: Vec::new(),
            draft: None,
            stars: false,
            wrongs: &mut self.diagnostics,
            roundings: None,
            printed: None,
            derivatives,
            at,
        }
    }
}

/// `let = 3`: a keyword where a name belongs.
fn names_a_keyword(tokens: &[Token]) -> bool {
    matches!(tokens, [_, Token { kind: Kind::Relation(Relation::Equal), .. }, ..])
}
