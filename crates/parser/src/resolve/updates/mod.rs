//! `update`: gradient steps.
//!
//! - `clauses`: the rule behind `by`, and what stands after it; `words`: where clauses begin;
//! - `rules`: update rules as functions;
//! - `targets`: which leaves move, along which gradient;
//! - `after`: `E after 100 steps` in claims.

mod after;
mod clauses;
mod rules;
mod targets;

mod words;

pub(super) use targets::Target;

use rustc_hash::FxHashMap;

use chainrule_diagnostic::Span;
use chainrule_symbolic::graph::{ExprId, FunctionId, SymbolId};
use chainrule_worksheet::Batches;

use self::clauses::Clauses;
use self::targets::Targets;
use super::{Resolver, expected};
use crate::expression::{AskedAfter, Wrong};
use crate::lexer::{Keyword, Kind, Token};

pub use clauses::MOST_STEPS;

/// What a worksheet asks about steps.
#[derive(Default)]
pub(super) struct Steps {
    pub(super) updates: Vec<AskedUpdate>,
    /// The batches that all of them go over.
    pub(super) batches: Option<Batches>,
    /// Quantities after steps, in claims.
    pub(super) after: Vec<AskedAfter>,
    /// Whether an update was refused: what claims say of it is not judged then.
    is_refused: bool,
    /// The functions of built-in rules, once copied, by the rule's name.
    built_in_rules: FxHashMap<&'static str, FxHashMap<String, FunctionId>>,
}

/// An update as asked for, before the loss is known.
pub(super) struct AskedUpdate {
    targets: Targets,
    loss: Option<(SymbolId, Span)>,
    clauses: Clauses,
    span: Span,
}

impl AskedUpdate {
    /// The leaves that it names.
    pub(super) fn named(&self) -> impl Iterator<Item = SymbolId> {
        let watched = self.clauses.watched.iter().copied();
        self.targets.named().map(|(symbol, _)| *symbol).chain(watched)
    }

    /// The numbers that it takes.
    pub(super) fn numbers(&self) -> impl Iterator<Item = ExprId> {
        self.clauses.rule.arguments.iter().map(|argument| argument.value)
    }
}

impl Resolver<'_> {
    /// `update w by alpha`, `update w1, w2 of L by 0.1`, `update all by adam(0.01) for 100 steps in f32`
    pub(super) fn update(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let done = self.read_update(tokens);
        self.steps.is_refused |= done.is_err();
        done
    }

    fn read_update(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let (targets, mut at) = self.targets(tokens)?;
        let mut loss = None;
        if tokens.get(at).map(|token| token.kind) == Some(Kind::Keyword(Keyword::Of)) {
            let symbol = self.quantity(tokens.get(at + 1), tokens)?;
            loss = Some((symbol, tokens[at + 1].span));
            at += 2;
        }
        let mut reader = self.reader(tokens, at, false);
        if !reader.take_keyword(Keyword::By) {
            let wrong = expected(&reader, "`by` and the learning rate");
            return Err(Box::new(wrong.help("write `update w by 0.1`")));
        }
        let clauses = self.clauses(tokens, at + 1)?;
        let span = tokens[1].span.to(tokens[tokens.len() - 1].span);
        self.steps.updates.push(AskedUpdate { targets, loss, clauses, span });
        Ok(())
    }
}
