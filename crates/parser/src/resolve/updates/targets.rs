//! Which leaves an update moves, and along whose gradient.

use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::{Network, Order};

use super::AskedUpdate;
use crate::expression::Wrong;
use crate::lexer::{Kind, Token};
use crate::resolve::Resolver;
use chainrule_worksheet::Update;

/// Which leaves move, as asked.
pub(super) enum Targets {
    /// `all`, but those.
    All { except: Vec<Target> },
    /// `w1, w2, w[*]`
    Listed(Vec<Target>),
}

/// An item of a list of leaves.
pub(in crate::resolve) enum Target {
    One(SymbolId, Span),
    /// `w[*]`: every member of a family, by what stands before the bracket.
    Family(String, Span),
}

impl Targets {
    fn list(&self) -> &[Target] {
        match self {
            Self::All { except } => except,
            Self::Listed(listed) => listed,
        }
    }

    /// Whether the reader gave the leaves an order: `all` and `w[*]` have none.
    fn has_an_order(&self) -> bool {
        match self {
            Self::All { .. } => false,
            Self::Listed(listed) => listed.iter().any(|target| matches!(target, Target::One(..))),
        }
    }

    /// The leaves that are named one by one.
    pub(super) fn named(&self) -> impl Iterator<Item = (&SymbolId, &Span)> {
        self.list().iter().filter_map(|target| match target {
            Target::One(symbol, span) => Some((symbol, span)),
            Target::Family(..) => None,
        })
    }
}

impl Resolver<'_> {
    /// The leaves of an update, and the place after them.
    pub(super) fn targets(&mut self, tokens: &[Token]) -> Result<(Targets, usize), Wrong> {
        if !self.is_word(tokens.get(1), "all") {
            let (listed, at) = self.target_list(tokens, 1, false)?;
            return Ok((Targets::Listed(listed), at));
        }
        if self.is_word(tokens.get(2), "except") {
            let (except, at) = self.target_list(tokens, 3, false)?;
            return Ok((Targets::All { except }, at));
        }
        Ok((Targets::All { except: Vec::new() }, 2))
    }

    /// Whether a token is this word, and the word no quantity of the worksheet.
    pub(in crate::resolve) fn is_word(&self, token: Option<&Token>, word: &str) -> bool {
        matches!(token, Some(Token { kind: Kind::Name(id), .. }) if self.known_names.names.text(*id) == word)
            && !self.known_names.is_quantity(word)
    }

    /// Whether a name is that of a family, and of nothing else.
    fn is_family_name(&self, name: &str) -> bool {
        !self.known_names.is_quantity(name) && self.known_names.family_of(name).is_some()
    }

    /// Names behind each other, and the place behind them. Where `whole_families` are meant, the name of a family stands for
    /// all its members.
    pub(in crate::resolve) fn target_list(
        &mut self,
        tokens: &[Token],
        start: usize,
        whole_families: bool,
    ) -> Result<(Vec<Target>, usize), Wrong> {
        let mut list = Vec::new();
        let mut at = start;
        loop {
            match tokens.get(at) {
                Some(Token { kind: Kind::Member(_), span }) => {
                    let text: String = self.text[span.range()].chars().filter(|c| *c != ' ').collect();
                    let stem = text.strip_suffix("[*]").or_else(|| text.strip_suffix("[*,*]"));
                    let Some(stem) = stem else {
                        let help = "write `w[*]` for all members of a family, or name one: `w[2]`";
                        return Err(Self::bad(*span, "this names no leaf", help));
                    };
                    list.push(Target::Family(stem.to_owned(), *span));
                }
                Some(Token { kind: Kind::Name(id), span })
                    if whole_families && self.is_family_name(self.known_names.names.text(*id)) =>
                {
                    list.push(Target::Family(self.known_names.names.text(*id).to_owned(), *span));
                }
                token => list.push(if let Some((name, span)) = self.array_named(token) {
                    Target::Family(name, span)
                } else {
                    Target::One(self.quantity(token, tokens)?, tokens[at].span)
                }),
            }
            at += 1;
            if tokens.get(at).map(|token| token.kind) != Some(Kind::Comma) {
                return Ok((list, at));
            }
            at += 1;
        }
    }

    /// The leaves that gradients leave out.
    pub(in crate::resolve) fn leave_out(&mut self, network: &Network) {
        for (place, list) in std::mem::take(&mut self.questions.left_out) {
            if list.is_empty() {
                continue;
            }
            let of = self.questions.queries[place].of;
            let below = below(network, of);
            for (leaf, span) in self.members(network, &list) {
                if network.is_leaf(leaf) && below[leaf.index()] {
                    self.questions.queries[place].except.push(leaf);
                    continue;
                }
                let (name, of) = (self.graph.name(leaf), self.graph.name(of));
                let message =
                    format!("`{name}` is no leaf of `{of}`, so nothing would be derived by it anyway");
                self.diagnostics
                    .push(Diagnostic::error(&code::BAD_QUERY, span, message).help("leave it out here"));
            }
        }
    }

    /// The updates, each with the loss it follows.
    pub(in crate::resolve) fn updates(&mut self, network: &Network) -> Vec<Update> {
        let mut updates = Vec::new();
        let all_asked = std::mem::take(&mut self.steps.updates);
        let only_loss = if all_asked.is_empty() { Ok(None) } else { self.loss_of(network) };
        for asked in all_asked {
            let loss = match (asked.loss, &only_loss) {
                (Some((loss, _)), _) => Some(loss),
                (None, Ok(loss)) => *loss,
                (None, Err(ends)) => {
                    let wrong = self.no_loss(ends, asked.span);
                    self.diagnostics.push(wrong);
                    self.steps.is_refused = true;
                    None
                }
            };
            if let Some(loss) = loss {
                let weights = self.moved(network, loss, &asked);
                let AskedUpdate { clauses, span, .. } = &asked;
                updates.push(Update {
                    weights,
                    loss,
                    rule: clauses.rule.clone(),
                    order: clauses.order,
                    steps: clauses.steps,
                    arithmetic: clauses.arithmetic.clone(),
                    watched: clauses.watched.clone(),
                    name: clauses.name.clone(),
                    batches: self.steps.batches.clone(),
                    span: *span,
                });
            }
            self.steps.updates.push(asked);
        }
        self.check_run_names(&updates);
        updates
    }

    /// The leaves that move, in their order.
    fn moved(&mut self, network: &Network, loss: SymbolId, asked: &AskedUpdate) -> Vec<SymbolId> {
        let below = below(network, loss);
        let mut list = self.members(network, asked.targets.list());
        // Of an array or a family that is named as one, those that the loss does not depend on stay as they are.
        let is_below = |weight: SymbolId| below.get(weight.index()).copied().unwrap_or(false);
        let reached: FxHashSet<u32> =
            list.iter().filter(|(weight, _)| is_below(*weight)).map(|(_, span)| span.start).collect();
        list.retain(|(weight, span)| {
            is_below(*weight) || !network.is_leaf(*weight) || !reached.contains(&span.start)
        });
        let mut weights: Vec<SymbolId> = match &asked.targets {
            Targets::Listed(_) => {
                let mut first_at: FxHashMap<SymbolId, Span> = FxHashMap::default();
                for &(weight, span) in &list {
                    let first = first_at.insert(weight, span);
                    if let Some(wrong) = self.immovable(network, &below, weight, span, loss) {
                        self.diagnostics.push(wrong);
                    } else if let Some(first) = first {
                        let name = self.graph.name(weight);
                        let wrong =
                            Diagnostic::error(&code::BAD_UPDATE, span, format!("`{name}` is listed twice"));
                        self.diagnostics.push(wrong.also(first, "first here").help("list it once"));
                    }
                }
                list.iter().map(|(symbol, _)| *symbol).collect()
            }
            Targets::All { .. } => {
                for &(weight, span) in &list {
                    if !network.is_leaf(weight) || !below[weight.index()] {
                        let name = self.graph.name(weight);
                        let loss = self.graph.name(loss);
                        let message = format!("`{name}` is no leaf of `{loss}`, so it would not move anyway");
                        self.diagnostics.push(
                            Diagnostic::error(&code::BAD_UPDATE, span, message).help("leave it out here"),
                        );
                    }
                }
                let out: FxHashSet<SymbolId> = list.iter().map(|(symbol, _)| *symbol).collect();
                let all = self.leaves_with_values(network, &below);
                all.into_iter().filter(|symbol| !out.contains(symbol)).collect()
            }
        };
        let names_arrays = asked.targets.list().iter().any(|target| matches!(target, Target::Family(..)));
        if weights.is_empty()
            && (list.is_empty() && !names_arrays || matches!(asked.targets, Targets::All { .. }))
        {
            let name = self.graph.name(loss);
            let message = format!("`{name}` has no leaf with a value that this update could move");
            self.diagnostics.push(
                Diagnostic::error(&code::MISSING_VALUE, asked.span, message)
                    .help("give the weights values: `given w = 1`"),
            );
        }
        if !asked.targets.has_an_order() && asked.clauses.order == Order::Sequential {
            // From the loss back: a gradient is known when the backward pass has come to the last use of its weight.
            weights.sort_by_key(|&weight| {
                let users = network.users(weight).iter().filter(|user| below[user.index()]);
                Reverse(users.map(|&user| network.level(user)).min())
            });
        }
        weights
    }

    /// The leaves of a list, the members of families among them one by one.
    fn members(&mut self, network: &Network, list: &[Target]) -> Vec<(SymbolId, Span)> {
        let mut leaves = Vec::new();
        for target in list {
            match target {
                Target::One(symbol, span) => leaves.push((*symbol, *span)),
                Target::Family(stem, span) => {
                    let prefix = stem.strip_suffix(']').map(|member| format!("{member},"));
                    let is_member = |symbol: &SymbolId| {
                        let name = self.graph.name(*symbol);
                        if prefix.as_ref().is_some_and(|prefix| name.as_str().starts_with(prefix)) {
                            return true;
                        }
                        !name.member().is_empty()
                            && name.as_str().strip_suffix(&format!("[{}]", name.member())) == Some(stem)
                    };
                    let members = network.order().iter().copied().filter(is_member);
                    let members: Vec<SymbolId> = members.filter(|&symbol| network.is_leaf(symbol)).collect();
                    if members.is_empty() && self.known_names.arrays.contains(stem) {
                        self.diagnostics.push(not_a_leaf(stem, *span, self.array_place(stem)));
                    } else if members.is_empty() {
                        let message = format!("no leaf of this worksheet is a member of `{stem}`");
                        self.diagnostics.push(
                            Diagnostic::error(&code::UNKNOWN_NAME, *span, message)
                                .help("name the leaves one by one"),
                        );
                    }
                    leaves.extend(members.into_iter().map(|symbol| (symbol, *span)));
                }
            }
        }
        leaves
    }

    /// Why a leaf can't be moved.
    fn immovable(
        &self,
        network: &Network,
        below: &[bool],
        weight: SymbolId,
        place: Span,
        loss: SymbolId,
    ) -> Option<Diagnostic> {
        let name = self.graph.name(weight);
        if !network.is_leaf(weight) {
            return Some(not_a_leaf(name.as_str(), place, self.head_of(weight).unwrap_or(place)));
        }
        if let Some(given) = self.givens.value_of.get(&weight).map(|place| &self.givens.values[place])
            && given.constant
        {
            return Some(
                Diagnostic::error(
                    &code::BAD_UPDATE,
                    place,
                    format!("`{name}` is a constant, so no step can move it"),
                )
                .also(given.span, "made a constant here")
                .help(format!("write `given {name} = …` instead of `let` to make it a leaf")),
            );
        }
        if !below.get(weight.index()).copied().unwrap_or(false) {
            let loss = self.graph.name(loss);
            return Some(
                Diagnostic::error(
                    &code::BAD_UPDATE,
                    place,
                    format!("`{loss}` does not depend on `{name}`, so no step would move it"),
                )
                .help("leave it out, or name another loss: `update … of L by …`"),
            );
        }
        None
    }

    fn leaves_with_values(&self, network: &Network, below: &[bool]) -> Vec<SymbolId> {
        let given = |symbol: &SymbolId| {
            self.givens.value_of.get(symbol).is_some_and(|place| !self.givens.values[place].constant)
        };
        let leaves = network.order().iter().copied();
        leaves.filter(|s| below[s.index()] && network.is_leaf(*s) && given(s)).collect()
    }

    /// Names of runs stand for one each.
    fn check_run_names(&mut self, updates: &[Update]) {
        for (place, update) in updates.iter().enumerate() {
            let Some(name) = &update.name else { continue };
            if let Some(first) = updates[..place].iter().find(|other| other.name.as_ref() == Some(name)) {
                let message = format!("two updates are called `{name}`");
                self.diagnostics.push(
                    Diagnostic::error(&code::BAD_UPDATE, update.span, message)
                        .also(first.span, "the other")
                        .help("give one another name"),
                );
            }
        }
    }

    /// The loss: what the worksheet derives, where that is one quantity; else the only one that no other uses, or the only
    /// one of those that is no member of a family. Where there are several, those.
    fn loss_of(&self, network: &Network) -> Result<Option<SymbolId>, Vec<SymbolId>> {
        let mut derived: Vec<SymbolId> = self.questions.queries.iter().map(|query| query.of).collect();
        derived.sort_unstable();
        derived.dedup();
        if let [only] = derived.as_slice() {
            return Ok(Some(*only));
        }
        let ends: Vec<SymbolId> = network
            .order()
            .iter()
            .copied()
            .filter(|&symbol| network.users(symbol).is_empty() && !network.is_leaf(symbol))
            .collect();
        // Members of a family, and entries of arrays, beside one number of its own: that is what is lowered.
        let is_member = |symbol: SymbolId| !self.graph.name(symbol).member().is_empty();
        let mut numbers = ends.iter().copied().filter(|&symbol| !is_member(symbol));
        match (ends.as_slice(), numbers.next(), numbers.next()) {
            (&[only], ..) | (_, Some(only), None) => Ok(Some(only)),
            _ => Err(ends),
        }
    }

    fn no_loss(&self, ends: &[SymbolId], span: Span) -> Diagnostic {
        let names: Vec<String> =
            ends.iter().take(5).map(|&symbol| format!("`{}`", self.graph.name(symbol))).collect();
        let wrong =
            Diagnostic::error(&code::NO_LOSS, span, "it is not clear which quantity this update is to lower");
        match ends.first() {
            Some(&first) => wrong
                .note(format!("it could be {}", names.join(", ")))
                .help(format!("write `update … of {} by …`", self.graph.name(first))),
            None => wrong.help("define the loss: `L = …`"),
        }
    }
}

/// What is said where an update is to move what is computed.
fn not_a_leaf(name: &str, place: Span, defined: Span) -> Diagnostic {
    let message = format!("`{name}` is computed from others, so no step can move it");
    Diagnostic::error(&code::NOT_A_LEAF, place, message)
        .also(defined, "defined here")
        .help("update the leaves that it is computed from")
}

/// Whether each symbol is the loss or something that it is computed from.
fn below(network: &Network, loss: SymbolId) -> Vec<bool> {
    let mut below = vec![false; network.symbol_count().max(loss.index() + 1)];
    below[loss.index()] = true;
    for &symbol in network.order().iter().rev() {
        if below[symbol.index()] {
            for input in network.inputs(symbol) {
                below[input.index()] = true;
            }
        }
    }
    below
}
