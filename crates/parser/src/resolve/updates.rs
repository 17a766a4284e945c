//! `update`: gradient steps.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, SymbolId};
use chainrule_symbolic::network::Network;

use super::{Resolver, expected};
use crate::expression::{Wrong, later};
use crate::lexer::{Keyword, Kind, Token};
use crate::worksheet::Update;

/// An update as asked for, before the loss is known.
pub(super) struct AskedUpdate {
    pub(super) weights: Vec<(SymbolId, Span)>,
    all: bool,
    loss: Option<SymbolId>,
    pub(super) step: ExprId,
    span: Span,
}

impl Resolver<'_> {
    /// `update w by alpha`, `update w1, w2 of L by 0.1`, `update all by alpha`
    pub(super) fn update(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let mut weights = Vec::new();
        let mut at = 1;
        let is_all = matches!(tokens.get(1), Some(Token { kind: Kind::Name(id), .. }) if self.names.text(*id) == "all" && !self.known.is_quantity("all"));
        if is_all {
            at = 2;
        } else {
            loop {
                let symbol = self.quantity(tokens.get(at), tokens)?;
                weights.push((symbol, tokens[at].span));
                at += 1;
                if tokens.get(at).map(|token| token.kind) != Some(Kind::Comma) {
                    break;
                }
                at += 1;
            }
        }
        let mut loss = None;
        if tokens.get(at).map(|token| token.kind) == Some(Kind::Keyword(Keyword::Of)) {
            loss = Some(self.quantity(tokens.get(at + 1), tokens)?);
            at += 2;
        }
        let mut reader = self.reader(tokens, at, false);
        if !reader.take_keyword(Keyword::By) {
            let wrong = expected(&reader, "`by` and the learning rate");
            return Err(Box::new(wrong.help("write `update w by 0.1`")));
        }
        // `sequential` would be read as a factor of the learning rate.
        if let Some(word) = tokens.last().filter(|word| self.text[word.span.range()] == *"sequential")
            && !self.known.is_quantity("sequential")
        {
            let mut wrong = later(word.span, "sequential updates");
            wrong.help = vec!["remove `sequential`: all updates then use the values from before".to_owned()];
            return Err(Box::new(wrong));
        }
        let mut reader = self.reader(tokens, at + 1, false);
        if reader.peek().is_none() {
            return Err(expected(&reader, "the learning rate after `by`"));
        }
        let (step, step_span) = reader.expression()?;
        if reader.peek().is_some() {
            return Err(expected(&reader, "the end of the statement"));
        }
        let span = tokens[1].span.to(step_span);
        self.asked.push(AskedUpdate { weights, all: is_all, loss, step, span });
        Ok(())
    }

    /// The updates, each with the loss it follows.
    pub(super) fn updates(&mut self, network: &Network) -> Vec<Update> {
        let mut updates = Vec::new();
        let all_asked = std::mem::take(&mut self.asked);
        let only_loss = if all_asked.is_empty() { Ok(None) } else { self.loss_of(network) };
        for asked in all_asked {
            let loss = match (asked.loss, &only_loss) {
                (Some(loss), _) => loss,
                (None, Ok(Some(loss))) => *loss,
                (None, Ok(None)) => continue,
                (None, Err(ends)) => {
                    let wrong = self.no_loss(ends, asked.span);
                    self.diagnostics.push(wrong);
                    continue;
                }
            };
            for &(weight, place) in asked.weights.iter().filter(|(weight, _)| !network.is_leaf(*weight)) {
                let name = self.graph.name(weight);
                let defined = self.heads.get(&weight).copied().unwrap_or(place);
                self.diagnostics.push(
                    Diagnostic::error(
                        &code::NOT_A_LEAF,
                        place,
                        format!("`{name}` is computed from others, so no step can move it"),
                    )
                    .also(defined, "defined here")
                    .help("update the leaves that it is computed from"),
                );
            }
            let weights: Vec<SymbolId> = if asked.all {
                self.leaves_with_values(network, loss)
            } else {
                asked.weights.iter().map(|(symbol, _)| *symbol).collect()
            };
            for weight in weights {
                updates.push(Update { weight, loss, step: asked.step, span: asked.span });
            }
            self.asked.push(asked);
        }
        updates
    }

    fn leaves_with_values(&self, network: &Network, loss: SymbolId) -> Vec<SymbolId> {
        let mut below = vec![false; network.symbol_count()];
        below[loss.index()] = true;
        for &symbol in network.order().iter().rev() {
            if below[symbol.index()] {
                for input in network.inputs(symbol) {
                    below[input.index()] = true;
                }
            }
        }
        let given =
            |symbol: &SymbolId| self.value_of.get(symbol).is_some_and(|&place| !self.values[place].constant);
        network
            .order()
            .iter()
            .copied()
            .filter(|s| below[s.index()] && network.is_leaf(*s) && given(s))
            .collect()
    }

    /// The loss: what the worksheet derives, where that is one quantity; else the only one that no other uses. Where
    /// there are several, those.
    fn loss_of(&self, network: &Network) -> Result<Option<SymbolId>, Vec<SymbolId>> {
        let mut derived: Vec<SymbolId> = self.queries.iter().map(|query| query.of).collect();
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
        match ends.as_slice() {
            [only] => Ok(Some(*only)),
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
