//! Statements that stand for many.
//!
//! - `definitions`: `z[l] = … for l in 1..N`: all heads are declared before any right side is put out;
//! - `as_read`: what is kept of them for pages;
//! - `instance`: an item that stands for many;
//! - `indexed_statements`: `given`, `derive` and `claim` over indices, item by item;
//! - `literal`: members whose indices hold constants only, `a[N]`, become plain names;
//! - `members`: which members there are, and what to say of those that are not;
//! - `recurrence`: which definitions belong to one recurrence;
//! - `random_values`: numbers drawn for members, and `given w[*] = …`.

mod as_read;
mod definitions;
mod indexed_statements;
pub(super) mod instance;
mod literal;
mod members;
pub(super) mod random_values;
pub(super) mod recurrence;

pub(super) use definitions::FamilyDefinition;

use chainrule_diagnostic::Span;
use chainrule_symbolic::network::FamilyId;
use rustc_hash::FxHashMap;

use self::indexed_statements::Filler;
use self::members::Undefined;
use self::random_values::FansByLayer;
use super::Resolver;
use crate::expression::{Drafting, Reader, Wrong, reduction};
use crate::family::clause::{self, Range};
use crate::family::draft::Draft;
use crate::family::index_reader::Indices;
use crate::family::machine::Target;
use crate::lexer::{Keyword, Kind, Token};
use crate::statements::Tokens;

/// What is known of families while statements are read.
#[derive(Default)]
pub(super) struct Families {
    /// Those of which definitions say which members they have.
    defined: Vec<bool>,
    /// Members that definitions mention and do not reach.
    undefined: Vec<Undefined>,
    /// What fills members that nothing else gives.
    fillers: Vec<Filler>,
    fans: FxHashMap<FamilyId, FansByLayer>,
    /// The number of indices of each family, by its name, and where it is first mentioned.
    shapes: FxHashMap<String, (usize, Span)>,
    /// Whether a definition over indices was refused, so that members may be missing for no other reason.
    pub(super) lacks_definitions: bool,
    /// Instances and terms made so far.
    made: u64,
    /// For the pattern and the indices of one member after another.
    pub(super) pattern: String,
    pub(super) indices: Vec<i64>,
}

/// The place of `for` where it belongs to the statement, not to a sum inside it.
pub(super) fn clause_of(tokens: &[Token]) -> Option<usize> {
    let mut depth = 0usize;
    tokens.iter().position(|token| match token.kind {
        Kind::Open(_) => {
            depth += 1;
            false
        }
        Kind::Close(_) => {
            depth = depth.saturating_sub(1);
            false
        }
        kind => depth == 0 && kind == Kind::Keyword(Keyword::For),
    })
}

/// Whether a statement stands for many, or has a sum over indices, or `*` for an index in it.
pub(super) fn is_family(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| matches!(token.kind, Kind::Keyword(Keyword::For) | Kind::BigOperator))
        || has_star(tokens)
}

/// Whether `*` stands for an index: `w[*]`.
pub(super) fn has_star(tokens: &[Token]) -> bool {
    tokens.windows(3).any(|three| {
        three[1].kind == Kind::Times
            && matches!(three[0].kind, Kind::Open(b'[') | Kind::Comma)
            && matches!(three[2].kind, Kind::Close(_) | Kind::Comma)
    })
}

impl<'a> Resolver<'a> {
    /// Whether a statement stands for many by an index: the `for` of `update w by 0.1 for 10000 steps` names none, and
    /// neither does `derive gradient of L except x[*]`.
    pub(super) fn is_for_many(&self, tokens: &[Token]) -> bool {
        let names_none = match tokens {
            [Token { kind: Kind::Keyword(Keyword::Update), .. }, ..] => true,
            [
                Token { kind: Kind::Keyword(Keyword::Derive), .. },
                Token { kind: Kind::Name(_), .. },
                Token { kind: Kind::Keyword(Keyword::Of), .. },
                ..,
            ] => tokens.iter().any(|token| self.is_word(Some(token), "except")),
            [..] => false,
        };
        !names_none && self.stands_for_many(tokens)
    }

    /// Whether a statement has to be read as one that stands for many.
    pub(super) fn stands_for_many(&self, tokens: &[Token]) -> bool {
        let is_reduction = |at: usize| {
            let Kind::Name(name) = tokens[at].kind else { return false };
            let name = self.known_names.names.text(name);
            reduction(name, &tokens[at + 1..]).is_some() && !self.known_names.functions.contains_key(name)
        };
        is_family(tokens) || (0..tokens.len()).any(is_reduction)
    }

    /// `given W[i,j] ~ normal(0, 1) seed 7`: letters in the brackets of a family that is drawn stand for all its indices,
    /// where the statement says nothing else of them.
    pub(super) fn open_fills(&self, tokens: &mut Tokens<'_>) {
        let is_given = matches!(tokens.first(), Some(Token { kind: Kind::Keyword(Keyword::Given), .. }));
        if !is_given || tokens.iter().any(|token| token.kind == Kind::Keyword(Keyword::For)) {
            return;
        }
        let mut head = None;
        for at in 0..tokens.len() {
            match tokens[at].kind {
                Kind::Member(_) => head = Some(at),
                Kind::Tilde => {
                    if let Some(head) = head.take() {
                        self.open_indices(&mut tokens.to_mut()[head + 1..=at]);
                    }
                }
                _ => {}
            }
        }
    }

    /// Puts the sign for all in the place of each letter that stands alone as an index.
    fn open_indices(&self, tokens: &mut [Token]) {
        for at in 1..tokens.len().saturating_sub(1) {
            let stands_alone = matches!(tokens[at - 1].kind, Kind::Open(_) | Kind::Comma)
                && matches!(tokens[at + 1].kind, Kind::Close(_) | Kind::Comma);
            if let Kind::Name(name) = tokens[at].kind
                && stands_alone
                && !self.constants.in_indices.contains_key(&name)
            {
                tokens[at].kind = Kind::Times;
            }
        }
    }

    /// Definitions over indices, read and declared. Their tokens are taken away, and members whose indices hold
    /// constants only become names in all others.
    pub(super) fn family_definitions(&mut self, definitions: &mut [Tokens<'a>]) -> Vec<FamilyDefinition> {
        let mut families = Vec::new();
        for (place, tokens) in definitions.iter_mut().enumerate() {
            let read = if self.stands_for_many(tokens) {
                let read = self.read_family(place, tokens).map(|family| families.push(family));
                *tokens = Tokens::default();
                read
            } else {
                self.take_literal(tokens).map(|()| self.note_computed(tokens))
            };
            if let Err(wrong) = read {
                self.diagnostics.push(*wrong);
                self.families.lacks_definitions = true;
                *tokens = Tokens::default();
            }
        }
        self.reserve_members(&families);
        families.retain_mut(|family| match self.declare_family(family) {
            Ok(()) => true,
            Err(wrong) => {
                self.diagnostics.push(*wrong);
                self.families.lacks_definitions = true;
                false
            }
        });
        families
    }

    /// An empty draft, with the constants that indices may use.
    fn draft(&self) -> Draft {
        let indices = Indices { named: Vec::new(), constants: self.constants.in_indices.clone() };
        Draft { indices, ..Draft::default() }
    }

    /// A reader of a statement into a draft.
    fn drafting<'r>(
        &'r mut self,
        draft: &'r mut Draft,
        tokens: &'r [Token],
        at: usize,
        derivatives: bool,
    ) -> Reader<'r> {
        Reader {
            text: self.text,
            tokens,
            names: &self.known_names.names,
            known_names: &self.known_names,
            graph: &mut draft.graph,
            spans: &mut draft.spans,
            mentions: Vec::new(),
            spare: &mut self.scratch.spare,
            symbols: None,
            afters: Vec::new(),
            roundings: None,
            printed: None,
            wrongs: &mut self.diagnostics,
            draft: Some(Drafting { indices: &mut draft.indices, placeholders: &mut draft.placeholders }),
            stars: derivatives,
            derivatives,
            at,
        }
    }

    /// The indices of a statement, from its `for` on.
    fn clause(&self, draft: &mut Draft, tokens: &[Token]) -> Result<Vec<Range>, Wrong> {
        let is_quantity = |name: &str| self.known_names.place_of(name);
        clause::read(tokens, self.text, &self.known_names.names, &mut draft.indices, &is_quantity)
    }

    fn target(&mut self) -> Target<'_> {
        Target {
            graph: &mut self.graph,
            families: self.builder.families_mut(),
            spans: &mut self.spans,
            made: &mut self.families.made,
            indices: Vec::new(),
        }
    }

    /// Whether the definitions of a family say which members it has.
    fn is_defined(&self, family: FamilyId) -> bool {
        self.families.defined.get(family.index()).copied().unwrap_or(false)
    }

    pub(super) fn set_defined(&mut self, family: FamilyId) {
        if self.families.defined.len() <= family.index() {
            self.families.defined.resize(family.index() + 1, false);
        }
        self.families.defined[family.index()] = true;
    }
}
