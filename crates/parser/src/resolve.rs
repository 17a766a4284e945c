//! Statements to a network and questions.

mod check;
mod claims;
mod constants;
mod cycle;
mod definitions;
mod expected;
mod families;
mod functions;
mod givens;
mod labels;
mod names;
mod no_head;
mod notations;
mod questions;
mod ranges;
mod unused;
pub(crate) mod updates;

use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, SymbolId};
use chainrule_symbolic::network::{FamilyId, NetworkBuilder};

use self::expected::expected;
use self::families::{FamilyDefinition, FansByLayer, Filler, Undefined};
use crate::expression::{Known, Reader, Spare, Wrong};
use crate::id_tables::{IdSet, PlaceTable};
use crate::lexer::{Keyword, Kind, MOST_MISTAKES, NameId, Names, Relation, Token};
use crate::statements::Tokens;
use chainrule_worksheet::SpanTable;
use chainrule_worksheet::{
    Claim, GivenRange, GivenValue, Notation, OpenSize, Pin, Query, Rounding, Worksheet,
};

/// Collects statements and puts them together.
pub(crate) struct Resolver<'a> {
    text: &'a str,
    definitions: Vec<Tokens<'a>>,
    others: Vec<Tokens<'a>>,
    known: Known,
    graph: Graph,
    builder: NetworkBuilder,
    defined: Vec<SymbolId>,
    /// The names that are defined.
    heads: IdSet<SymbolId>,
    /// Where each name is defined, for those that are, or first stands.
    places: SpanTable<SymbolId>,
    spans: SpanTable<ExprId>,
    values: Vec<GivenValue>,
    /// The place of each symbol's value among them.
    value_of: PlaceTable<SymbolId>,
    /// The place of each stated derivative among the pins.
    pin_of: FxHashMap<ExprId, usize>,
    /// The ranges of each symbol.
    ranges_of: FxHashMap<SymbolId, Vec<usize>>,
    /// `let` constants, each as the number it is.
    constants: FxHashMap<SymbolId, ExprId>,
    /// How large the user's functions are, and the one read last.
    function_sizes: FxHashMap<FunctionId, functions::Size>,
    size: functions::Size,
    /// Subscripted names to powers, which may have been meant as labels.
    raised: labels::RaisedNames,
    /// Whether a statement could not be read at all; what it would have said is not known.
    has_unreadable: bool,
    /// What has a notation already, for which target.
    noted: FxHashSet<(SymbolId, Option<String>)>,
    pins: Vec<Pin>,
    ranges: Vec<GivenRange>,
    queries: Vec<Query>,
    /// What was asked already.
    asked_before: FxHashSet<(SymbolId, Vec<SymbolId>)>,
    asked: updates::Asked,
    claims: Vec<Claim>,
    roundings: Vec<Rounding>,
    notations: Vec<Notation>,
    /// The notation profile that the worksheet names.
    profile: Option<(String, Span)>,
    open_sizes: Vec<OpenSize>,
    /// Constants that may stand in indices: those that are whole.
    index_constants: Rc<FxHashMap<NameId, Option<i64>>>,
    /// Families of which definitions say which members they have.
    defined_families: Vec<bool>,
    /// Quantities defined one by one.
    plainly_defined: Vec<SymbolId>,
    /// Members that definitions mention and do not reach.
    undefined: Vec<Undefined>,
    /// Members that questions and claims name.
    asked_members: Vec<(SymbolId, Span)>,
    /// What fills members that nothing else gives.
    fillers: Vec<Filler>,
    fans: FxHashMap<FamilyId, FansByLayer>,
    /// Number of indices of each family, by its name, and where it is first mentioned.
    shapes: FxHashMap<String, (usize, Span)>,
    /// The symbols of names met so far.
    symbols: PlaceTable<NameId>,
    /// Room for the parts of one expression after another, and for the names in it.
    spare: Spare,
    mentions: Vec<(SymbolId, Span)>,
    /// For the pattern and the indices of one member after another.
    pattern: String,
    indices: Vec<i64>,
    /// Whether a definition over indices was refused, so that members may be missing for no other reason.
    lacks_definitions: bool,
    /// Instances and terms made so far.
    made: u64,
    /// Numbers that the caller puts in for open sizes.
    sizes: &'a [(&'a str, i64)],
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(text: &'a str, names: Names, sizes: &'a [(&'a str, i64)]) -> Self {
        Self {
            text,
            definitions: Vec::new(),
            others: Vec::new(),
            known: Known::of(names),
            graph: Graph::new(),
            builder: NetworkBuilder::new(),
            defined: Vec::new(),
            heads: IdSet::default(),
            places: SpanTable::default(),
            spans: SpanTable::default(),
            values: Vec::new(),
            value_of: PlaceTable::default(),
            pin_of: FxHashMap::default(),
            ranges_of: FxHashMap::default(),
            constants: FxHashMap::default(),
            function_sizes: FxHashMap::default(),
            size: functions::Size::default(),
            raised: labels::RaisedNames::default(),
            has_unreadable: false,
            noted: FxHashSet::default(),
            pins: Vec::new(),
            ranges: Vec::new(),
            queries: Vec::new(),
            asked_before: FxHashSet::default(),
            asked: updates::Asked::default(),
            claims: Vec::new(),
            roundings: Vec::new(),
            notations: Vec::new(),
            profile: None,
            open_sizes: Vec::new(),
            index_constants: Rc::default(),
            defined_families: Vec::new(),
            plainly_defined: Vec::new(),
            undefined: Vec::new(),
            asked_members: Vec::new(),
            fillers: Vec::new(),
            fans: FxHashMap::default(),
            shapes: FxHashMap::default(),
            symbols: PlaceTable::default(),
            spare: Spare::default(),
            mentions: Vec::new(),
            pattern: String::new(),
            indices: Vec::new(),
            lacks_definitions: false,
            made: 0,
            sizes,
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
        let (constants, others): (Vec<Tokens>, Vec<Tokens>) = std::mem::take(&mut self.others)
            .into_iter()
            .partition(|tokens| tokens[0].kind == Kind::Keyword(Keyword::Let) && !names_a_keyword(tokens));
        self.graph.reserve(self.known.names.len(), self.definitions.len());
        self.constants(&constants);
        self.index_constants = Rc::new(self.whole_constants());
        self.define_functions();
        let mut definitions = std::mem::take(&mut self.definitions);
        let mut families: Vec<FamilyDefinition> = Vec::new();
        if self.known.has_families || definitions.iter().any(|tokens| families::is_family(tokens)) {
            families = self.family_definitions(&mut definitions);
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
        for mut tokens in others {
            if self.has_enough() {
                break;
            }
            self.open_fills(&mut tokens);
            let tokens: &[Token] = &tokens;
            // The `for` of `update w by 0.1 for 10000 steps` names no index.
            let is_update = tokens[0].kind == Kind::Keyword(Keyword::Update);
            let done = if !is_update && self.stands_for_many(tokens) {
                self.family_items(tokens)
            } else if self.known.has_families {
                self.literal(tokens).and_then(|tokens| self.other(&tokens))
            } else {
                self.other(tokens)
            };
            if let Err(wrong) = done {
                self.diagnostics.push(*wrong);
            }
        }
        self.fill();
        let network = match std::mem::take(&mut self.builder).finish(&self.graph) {
            Ok(network) => Some(network),
            Err(cycle) => {
                let wrong = self.cycle(&cycle.path);
                self.diagnostics.push(wrong);
                None
            }
        };
        if let (Some(network), false) = (&network, self.lacks_definitions) {
            self.check_members(&families, network);
        }
        let updates = network.as_ref().map(|network| self.updates(network));
        let afters = updates.as_ref().map(|updates| self.afters(updates));
        if let Some(network) = &network {
            self.check_givens(network);
            self.check_ranges();
            self.check_pins(network);
            self.check_names(network);
            self.check_raised();
            if let (Some(updates), Some(afters), false) = (&updates, &afters, self.has_error()) {
                self.check_unused(network, updates, afters);
            }
        }
        diagnostics.append(&mut self.diagnostics);
        notations.append(&mut self.notations);
        *profile = self.profile.take();
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
            afters: afters?,
            claims: self.claims,
            roundings: self.roundings,
            open_sizes: self.open_sizes,
        })
    }

    /// Where a name is defined, if it is.
    fn head_of(&self, symbol: SymbolId) -> Option<Span> {
        self.places.get(&symbol).copied().filter(|_| self.heads.contains(symbol))
    }

    /// Whether anything is wrong: what is not used may then be used by what could not be read.
    fn has_error(&self) -> bool {
        self.has_unreadable || self.diagnostics.iter().any(Diagnostic::is_error)
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
                .help("choose another name"),
            ));
        }
        match tokens[0].kind {
            Kind::Keyword(Keyword::Given) => {
                self.each_item(tokens, "a value, such as `w = 1`", Resolver::given);
                Ok(())
            }
            Kind::Keyword(Keyword::Derive) => {
                let what = "a derivative, such as `dL/dw`";
                self.each_item(tokens, what, Resolver::query);
                Ok(())
            }
            Kind::Keyword(Keyword::Claim) => {
                let what = "a comparison, such as `dL/dw = 2`";
                self.each_item(tokens, what, Resolver::claim);
                Ok(())
            }
            Kind::Keyword(Keyword::Update) => self.update(tokens),
            Kind::Keyword(Keyword::Notation) => self.notation(tokens),
            _ => Err(Box::new(
                Diagnostic::error(&code::EXPECTED, tokens[0].span, "a statement can't begin with this word")
                    .help("statements are definitions or begin with given, derive, update, claim, notation or let"),
            )),
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
            names: &self.known.names,
            known: &self.known,
            graph: &mut self.graph,
            spans: &mut self.spans,
            mentions: std::mem::take(&mut self.mentions),
            spare: &mut self.spare,
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
