//! What stands behind `by`: the rule, and the clauses after it.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::{Order, Role, UpdateRule};

use super::rules::Put;
use super::words::{Clause, Word};
use crate::expression::Wrong;
use crate::lexer::{Kind, Relation, Token};
use crate::resolve::fraction::fraction;
use crate::resolve::{Resolver, expected};
use crate::update_rules::{CLIP, CLIP_NORM, DESCENT};
use chainrule_worksheet::Arithmetic;

/// An update may take so many steps.
pub const MOST_STEPS: u64 = 1_000_000_000;

/// What the clauses of an update say.
pub(super) struct Clauses {
    pub(super) rule: UpdateRule,
    pub(super) order: Order,
    pub(super) steps: Option<u64>,
    pub(super) arithmetic: Option<Arithmetic>,
    pub(super) watched: Vec<SymbolId>,
    pub(super) name: Option<String>,
}

impl Resolver<'_> {
    /// Everything behind `by`, which stands before `at`.
    pub(super) fn clauses(&mut self, tokens: &[Token], at: usize) -> Result<Clauses, Wrong> {
        let clauses = self.split_clauses(tokens, at)?;
        let first = clauses.first().map_or(tokens.len(), |clause| clause.start);
        let mut put = Vec::new();
        let mut name = DESCENT.name.to_owned();
        let mut name_span = tokens[at - 1].span;
        let clause_of = |word: Word| clauses.iter().find(|clause| clause.word == word);
        for pair in clauses.windows(2) {
            if clauses.iter().filter(|clause| clause.word == pair[1].word).count() > 1 {
                return Err(Self::bad(
                    tokens[pair[1].start].span,
                    "this clause stands twice",
                    "keep one of them",
                ));
            }
        }
        if let Some((rule, arguments)) = self.rule_call(&tokens[..first], at)? {
            if let Some(clause) = clause_of(Word::Momentum).or(clause_of(Word::Adam)) {
                let message = format!("the update follows `{rule}` already");
                return Err(Self::bad(tokens[clause.start].span, &message, "keep one rule"));
            }
            (name, put, name_span) = (rule, arguments, tokens[at].span);
        } else {
            let mut reader = self.reader(&tokens[..first], at, false);
            if reader.peek().is_none() {
                let wrong = expected(&reader, "the learning rate after `by`");
                return Err(Box::new(wrong.help("write `update w by 0.1` or `update w by adam(0.1)`")));
            }
            let (value, span) = reader.expression()?;
            let mentions = std::mem::take(&mut reader.mentions);
            if reader.peek().is_some() {
                let wrong = expected(&reader, "the end of the statement, or a clause");
                return Err(Box::new(wrong.note(
                    "the clauses are `sequential`, `clip …`, `momentum …`, `adam`, `for … steps`, `in f32`, `watch …` and `as …`",
                )));
            }
            self.check_rate(&mentions)?;
            put.push(Put { name: None, value, span });
            match (clause_of(Word::Momentum), clause_of(Word::Adam)) {
                (Some(first), Some(second)) => {
                    let span = tokens[first.start.max(second.start)].span;
                    return Err(Self::bad(span, "an update follows one rule", "keep `momentum` or `adam`"));
                }
                (Some(clause), None) => {
                    "momentum".clone_into(&mut name);
                    name_span = tokens[clause.start].span;
                    let what = "a number after `momentum`, such as `momentum 0.9`";
                    put.push(self.number_of(tokens, clause, what)?);
                }
                (None, Some(clause)) => {
                    "adam".clone_into(&mut name);
                    name_span = tokens[clause.start].span;
                    self.nothing_after(
                        tokens,
                        clause,
                        "write `by adam(0.001, b1 = 0.95)` for other parameters",
                    )?;
                }
                (None, None) => {}
            }
        }
        let mut rule = self.rule(&name, name_span, put)?;
        let mut said = Clauses {
            order: Order::Simultaneous,
            steps: None,
            arithmetic: None,
            watched: Vec::new(),
            name: None,
            rule: rule.clone(),
        };
        for clause in &clauses {
            match clause.word {
                Word::Momentum | Word::Adam => {}
                Word::Sequential => {
                    self.nothing_after(tokens, clause, "put the learning rate before `sequential`")?;
                    said.order = Order::Sequential;
                }
                Word::Clip => self.clip_clause(tokens, clause, &mut rule)?,
                Word::For => said.steps = Some(self.steps(&tokens[..clause.end], clause.start + 1)?),
                Word::In => said.arithmetic = Some(self.arithmetic(tokens, clause)?),
                Word::As => said.name = Some(self.run_name(tokens, clause)?),
                Word::Watch => said.watched = self.watched(&tokens[..clause.end], clause.start + 1)?,
            }
        }
        if said.order == Order::Sequential && rule.uses(Role::Norm) {
            let place = clause_of(Word::Sequential).map_or(name_span, |clause| tokens[clause.start].span);
            return Err(Self::bad(
                place,
                "a sequential update moves weights before all gradients are known, and the norm needs all of them",
                "write `clip` by value, or leave `sequential` out",
            ));
        }
        said.rule = rule;
        Ok(said)
    }

    pub(super) fn bad(span: Span, message: &str, help: &str) -> Wrong {
        Box::new(Diagnostic::error(&code::BAD_UPDATE, span, message.to_owned()).help(help.to_owned()))
    }

    /// `adam(alpha, b1 = 0.8)`: a rule by name. Nothing where it is an expression.
    fn rule_call(&mut self, tokens: &[Token], at: usize) -> Result<Option<(String, Vec<Put>)>, Wrong> {
        let Some(Token { kind: Kind::Name(id), span }) = tokens.get(at) else { return Ok(None) };
        let name = self.known_names.names.text(*id).to_owned();
        let is_call = matches!(
            (tokens.get(at + 1), tokens.last()),
            (Some(Token { kind: Kind::Open(b'('), .. }), Some(Token { kind: Kind::Close(b')'), .. }))
        );
        if !self.is_rule(&name) {
            let is_word = !self.known_names.is_quantity(&name) && !self.known_names.is_callable(&name);
            // `by adamm(0.1)`: neither a function nor a product.
            return if is_call && is_word {
                Err(Box::new(self.unknown_rule(&name, *span)))
            } else {
                Ok(None)
            };
        }
        if !is_call {
            if self.known_names.is_quantity(&name) {
                return Ok(None);
            }
            return Err(Self::bad(
                *span,
                &format!("the rule `{name}` needs its numbers, the learning rate first"),
                &format!("write `by {name}(0.1)`"),
            ));
        }
        let mut put = Vec::new();
        let inner = &tokens[..tokens.len() - 1];
        if inner.len() == at + 2 {
            return Ok(Some((name, put)));
        }
        for (start, end) in Self::items(&inner[at + 1..]) {
            let (start, end) = (start + at + 1, end + at + 1);
            let mut from = start;
            let mut name = None;
            if let [
                Token { kind: Kind::Name(id), .. },
                Token { kind: Kind::Relation(Relation::Equal), .. },
                ..,
            ] = &inner[start..end]
            {
                name = Some(self.known_names.names.text(*id).to_owned());
                from = start + 2;
            }
            let mut reader = self.reader(&inner[..end], from, false);
            let (value, span) = reader.expression()?;
            if reader.peek().is_some() {
                return Err(expected(&reader, "`,` or `)`"));
            }
            put.push(Put { name, value, span: tokens[start].span.to(span) });
        }
        Ok(Some((name, put)))
    }

    fn nothing_after(&self, tokens: &[Token], clause: &Clause, help: &str) -> Result<(), Wrong> {
        match tokens[..clause.end].get(clause.start + 1) {
            None => Ok(()),
            Some(token) => {
                let word = &self.text[tokens[clause.start].span.range()];
                Err(Self::bad(token.span, &format!("nothing stands after `{word}`"), help))
            }
        }
    }

    fn number_of(&mut self, tokens: &[Token], clause: &Clause, what: &str) -> Result<Put, Wrong> {
        let mut reader = self.reader(&tokens[..clause.end], clause.start + 1, false);
        if reader.peek().is_none() {
            return Err(expected(&reader, what));
        }
        let (value, span) = reader.expression()?;
        if reader.peek().is_some() {
            return Err(expected(&reader, "the end of this clause"));
        }
        Ok(Put { name: None, value, span })
    }

    /// `clip 1`, `clip norm 1`
    fn clip_clause(&mut self, tokens: &[Token], clause: &Clause, rule: &mut UpdateRule) -> Result<(), Wrong> {
        let by_norm = match tokens[..clause.end].get(clause.start + 1) {
            Some(Token { kind: Kind::Name(id), .. }) => {
                self.known_names.names.text(*id) == "norm" && clause.end > clause.start + 2
            }
            Some(_) | None => false,
        };
        let start = clause.start + usize::from(by_norm);
        let shifted = Clause { word: clause.word, start, end: clause.end };
        let what = "a number after `clip`, such as `clip 1` or `clip norm 1`";
        let limit = self.number_of(tokens, &shifted, what)?;
        let value = self.without_constants(limit.value);
        if fraction(&self.graph, value).is_some_and(|number| !number.is_positive()) {
            return Err(Self::bad(limit.span, "gradients are clipped at a number above 0", "write `clip 1`"));
        }
        self.clip(rule, if by_norm { &CLIP_NORM } else { &CLIP }, limit.value);
        Ok(())
    }

    /// `10000 steps` from a place on: how many.
    pub(in crate::resolve) fn steps(&mut self, tokens: &[Token], start: usize) -> Result<u64, Wrong> {
        let last = tokens[tokens.len() - 1];
        let is_steps = matches!(last.kind, Kind::Name(id) if matches!(self.known_names.names.text(id), "steps" | "step"));
        if !is_steps || tokens.len() < start + 2 {
            let place = tokens.get(start).map_or(last.span, |first| first.span.to(last.span));
            return Err(Self::bad(place, "expected a number of steps", "write `for 100 steps`"));
        }
        let mut reader = self.reader(&tokens[..tokens.len() - 1], start, false);
        let (value, span) = reader.expression()?;
        if reader.peek().is_some() {
            return Err(expected(&reader, "`steps`"));
        }
        let value = self.without_constants(value);
        let Some(count) = fraction(&self.graph, value) else {
            let help = "write `for 100 steps`, or a `let` constant";
            return Err(Self::bad(span, "the number of steps must be known beforehand", help));
        };
        let text = self.text[span.range()].to_owned();
        if !count.is_integer() {
            return Err(Self::bad(
                span,
                &format!("{text} steps: a number of steps is whole"),
                "write `for 100 steps`",
            ));
        }
        match count.to_i64().and_then(|count| u64::try_from(count).ok()) {
            Some(0) => Err(Self::bad(span, "no steps: nothing would move", "write `for 1 step` or more")),
            Some(count) if count <= MOST_STEPS => Ok(count),
            Some(_) | None if !count.is_negative() => Err(Box::new(
                Diagnostic::error(
                    &code::TOO_MANY_STEPS,
                    span,
                    format!("an update may take up to {MOST_STEPS} steps"),
                )
                .help("ask for fewer"),
            )),
            Some(_) | None => Err(Self::bad(span, "a number of steps is above 0", "write `for 100 steps`")),
        }
    }

    /// `in f32`, `in exact`
    fn arithmetic(&self, tokens: &[Token], clause: &Clause) -> Result<Arithmetic, Wrong> {
        let body = &tokens[clause.start + 1..clause.end];
        let (Some(first), Some(last)) = (body.first(), body.last()) else {
            let span = tokens[clause.start].span;
            return Err(Self::bad(
                span,
                "expected a number format after `in`",
                "write `in f32` or `in exact`",
            ));
        };
        let span = first.span.to(last.span);
        Ok(Arithmetic { name: self.text[span.range()].to_owned(), span })
    }

    /// `as plain`
    fn run_name(&self, tokens: &[Token], clause: &Clause) -> Result<String, Wrong> {
        match &tokens[clause.start + 1..clause.end] {
            [Token { kind: Kind::Name(id), .. }] => Ok(self.known_names.names.text(*id).to_owned()),
            [first, ..] => Err(Self::bad(first.span, "expected a name after `as`", "write `as run1`")),
            [] => Err(Self::bad(tokens[clause.start].span, "expected a name after `as`", "write `as run1`")),
        }
    }

    /// `a, b`: the quantities to watch.
    fn watched(&mut self, tokens: &[Token], start: usize) -> Result<Vec<SymbolId>, Wrong> {
        let mut watched = Vec::new();
        let mut at = start;
        loop {
            let symbol = self.quantity(tokens.get(at), tokens)?;
            if !watched.contains(&symbol) {
                watched.push(symbol);
            }
            match tokens.get(at + 1) {
                None => return Ok(watched),
                Some(Token { kind: Kind::Comma, .. }) => at += 2,
                Some(token) => {
                    return Err(Self::bad(
                        token.span,
                        "expected `,` or the end of the clause",
                        "write `watch a, b`",
                    ));
                }
            }
        }
    }
}
