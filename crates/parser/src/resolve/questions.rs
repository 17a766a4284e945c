//! `derive`, `update`, `claim` and `notation`.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, Node, SymbolId};
use chainrule_symbolic::network::Network;
use chainrule_symbolic::number::{Rational, parse_decimal};

use super::givens::interval;
use super::{Resolver, expected};
use crate::expression::{Wrong, later};
use crate::lexer::{Keyword, Kind, Relation, Token};
use crate::worksheet::{Claim, Notation, Query, Update};

/// An update as asked for, before the loss is known.
pub(super) struct AskedUpdate {
    pub(super) weights: Vec<(SymbolId, Span)>,
    all: bool,
    loss: Option<SymbolId>,
    pub(super) step: ExprId,
    span: Span,
}

impl Resolver<'_> {
    /// `derive dL/dw`, `derive gradient of L`
    pub(super) fn query(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        if let [
            _,
            Token { kind: Kind::Name(word), .. },
            Token { kind: Kind::Keyword(Keyword::Of), .. },
            rest @ ..,
        ] = tokens
            && self.names.text(*word) == "gradient"
        {
            let of = self.quantity(rest.first(), tokens)?;
            let span = tokens[1].span.to(tokens[tokens.len() - 1].span);
            self.queries.push(Query { of, by: Vec::new(), span });
            return match rest.get(1) {
                None => Ok(()),
                Some(token) => Err(Box::new(Diagnostic::error(
                    &code::EXPECTED,
                    token.span,
                    "expected the end of the statement",
                ))),
            };
        }
        let mut at = 1;
        loop {
            let mut reader = self.reader(tokens, at, true);
            let (id, span) = reader.expression()?;
            at = reader.at;
            let next = reader.peek();
            if next.is_some() && next != Some(Kind::Comma) {
                return Err(expected(&reader, "`,` or the end of the statement"));
            }
            let mut by = Vec::new();
            let mut of = id;
            while let Node::Derivative { of: inner, by: own, .. } = self.graph.node(of) {
                by.push(own);
                of = inner;
            }
            by.reverse();
            let Node::Symbol(of) = self.graph.node(of) else {
                return Err(Box::new(not_a_query(span)));
            };
            if by.is_empty() {
                return Err(Box::new(not_a_query(span)));
            }
            for symbol in &by {
                if let Some(constant) =
                    self.values.iter().find(|given| given.constant && given.symbol == *symbol)
                {
                    let name = self.graph.name(*symbol);
                    return Err(Box::new(
                        Diagnostic::error(
                            &code::BAD_QUERY,
                            span,
                            format!("`{name}` is a constant: nothing is derived by it"),
                        )
                        .also(constant.span, "made a constant here")
                        .help(format!("write `given {name} = …` instead of `let` to make it a leaf")),
                    ));
                }
            }
            self.queries.push(Query { of, by, span });
            if next.is_none() {
                return Ok(());
            }
            at += 1;
        }
    }

    /// The quantity that a token names.
    fn quantity(&mut self, token: Option<&Token>, statement: &[Token]) -> Result<SymbolId, Wrong> {
        let end = statement[statement.len() - 1].span;
        let Some(Token { kind: Kind::Name(id), span }) = token else {
            let span = token.map_or(Span::at(end.end as usize), |token| token.span);
            return Err(Box::new(Diagnostic::error(
                &code::EXPECTED,
                span,
                "expected the name of a quantity",
            )));
        };
        let name = self.names.text(*id);
        if !self.known.is_quantity(name) {
            let wrong = Diagnostic::error(
                &code::UNKNOWN_NAME,
                *span,
                format!("no equation of this worksheet has the name `{name}`"),
            );
            return Err(Box::new(match self.known.nearest(name) {
                Some(nearest) => wrong.help(format!("did you mean `{nearest}`?")),
                None => wrong,
            }));
        }
        Ok(self.graph.intern(name))
    }

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
            return Err(expected(&reader, "`by` and the learning rate"));
        }
        let (step, step_span) = reader.expression()?;
        if let Some(token) = tokens.get(reader.at) {
            let word = reader.text_of(token.span).to_owned();
            if word == "sequential" {
                return Err(Box::new(later(token.span, "sequential updates")));
            }
            return Err(expected(&reader, "the end of the statement"));
        }
        let span = tokens[1].span.to(step_span);
        self.asked.push(AskedUpdate { weights, all: is_all, loss, step, span });
        Ok(())
    }

    /// The updates, each with the loss it follows.
    pub(super) fn updates(&mut self, network: &Network) -> Vec<Update> {
        let mut updates = Vec::new();
        for asked in std::mem::take(&mut self.asked) {
            let loss = match asked.loss.map_or_else(|| self.loss_of(network, &asked), Ok) {
                Ok(loss) => loss,
                Err(wrong) => {
                    self.diagnostics.push(*wrong);
                    continue;
                }
            };
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
            |symbol: &SymbolId| self.values.iter().any(|given| given.symbol == *symbol && !given.constant);
        network
            .order()
            .iter()
            .copied()
            .filter(|s| below[s.index()] && network.is_leaf(*s) && given(s))
            .collect()
    }

    /// The loss: what the worksheet derives, where that is one quantity; else the only one that no other uses.
    fn loss_of(&self, network: &Network, asked: &AskedUpdate) -> Result<SymbolId, Wrong> {
        let mut derived: Vec<SymbolId> = self.queries.iter().map(|query| query.of).collect();
        derived.sort_unstable();
        derived.dedup();
        if let [only] = derived.as_slice() {
            return Ok(*only);
        }
        let ends: Vec<SymbolId> = network
            .order()
            .iter()
            .copied()
            .filter(|&symbol| network.users(symbol).is_empty() && !network.is_leaf(symbol))
            .collect();
        match ends.as_slice() {
            [only] => Ok(*only),
            _ => {
                let names: Vec<String> =
                    ends.iter().take(5).map(|&symbol| format!("`{}`", self.graph.name(symbol))).collect();
                let example =
                    ends.first().map_or("L".to_owned(), |&symbol| self.graph.name(symbol).to_string());
                Err(Box::new(
                    Diagnostic::error(
                        &code::NO_LOSS,
                        asked.span,
                        "it is not clear which quantity this update is to lower",
                    )
                    .note(format!(
                        "it could be {}",
                        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
                    ))
                    .help(format!("write `update … of {example} by …`")),
                ))
            }
        }
    }

    /// `claim dL/dw = 3`, `claim 0 < a <= 1/4`, `claim a in [0, 1]`
    pub(super) fn claim(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let span = tokens[1.min(tokens.len() - 1)].span.to(tokens[tokens.len() - 1].span);
        let mut reader = self.reader(tokens, 1, true);
        let mut sides = Vec::new();
        let mut places = Vec::new();
        let mut relations = Vec::new();
        let (first, place) = reader.expression()?;
        sides.push(first);
        places.push(place);
        loop {
            match reader.peek() {
                None => break,
                Some(Kind::Relation(relation)) => {
                    reader.at += 1;
                    let (side, place) = reader.expression()?;
                    sides.push(side);
                    places.push(place);
                    relations.push(relation);
                }
                Some(Kind::Keyword(Keyword::In)) if relations.is_empty() => {
                    reader.at += 1;
                    let (lower, upper, _) = interval(&mut reader)?;
                    let low = reader.graph.number(lower.value);
                    let high = reader.graph.number(upper.value);
                    sides = vec![low, first, high];
                    let sign = |open| if open { Relation::Less } else { Relation::AtMost };
                    relations = vec![sign(lower.open), sign(upper.open)];
                    if reader.peek().is_some() {
                        return Err(expected(&reader, "the end of the claim"));
                    }
                    break;
                }
                Some(_) => return Err(expected(&reader, "a comparison such as `=`, `~=`, `<=` or `in`")),
            }
        }
        if relations.is_empty() {
            return Err(Box::new(
                Diagnostic::error(&code::BAD_CLAIM, span, "a claim compares two sides")
                    .help("write `claim … = …`"),
            ));
        }
        let mentions = std::mem::take(&mut reader.mentions);
        for (symbol, place) in mentions {
            self.places.entry(symbol).or_insert(place);
            self.warn_of_typo(symbol, place);
        }
        let unit = match relations.iter().position(|relation| *relation == Relation::About) {
            None => None,
            Some(at) => {
                let unit =
                    [at + 1, at].into_iter().find_map(|side| last_digit(&self.text[places[side].range()]));
                if unit.is_none() || relations.len() > 1 {
                    return Err(Box::new(
                        Diagnostic::error(&code::BAD_CLAIM, span, "with `~=` one side is a decimal number, whose printed digits say how close is close enough")
                            .help("write `claim dL/dw ~= 0.0821`"),
                    ));
                }
                unit
            }
        };
        let text = self.text[span.range()].split_whitespace().collect::<Vec<_>>().join(" ");
        self.claims.push(Claim { sides, relations, unit, text, span });
        Ok(())
    }

    /// A name that only claims use is a free leaf; one that is almost another name is perhaps a typing error.
    fn warn_of_typo(&mut self, symbol: SymbolId, place: Span) {
        let name = self.graph.name(symbol).to_string();
        if self.known.is_quantity(&name) || name.len() < 3 {
            return;
        }
        if let Some(nearest) = self.known.nearest(&name) {
            let nearest = nearest.to_owned();
            self.diagnostics.push(
                Diagnostic::warning(
                    &code::UNKNOWN_NAME,
                    place,
                    format!("no equation has the name `{name}`: it may be any number here"),
                )
                .help(format!("did you mean `{nearest}`?")),
            );
        }
    }

    /// `notation O21 as "\hat{y}" in latex`
    pub(super) fn notation(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let symbol = self.quantity(tokens.get(1), tokens)?;
        let shape = Diagnostic::error(
            &code::EXPECTED,
            tokens[0].span.to(tokens[tokens.len() - 1].span),
            "a notation says how a name is typeset",
        )
        .help(r#"write `notation O21 as "\hat{y}"`"#);
        let [
            _,
            _,
            Token { kind: Kind::Keyword(Keyword::As), .. },
            Token { kind: Kind::Text, span },
            rest @ ..,
        ] = tokens
        else {
            return Err(Box::new(shape));
        };
        let target = match rest {
            [] => None,
            [Token { kind: Kind::Keyword(Keyword::In), .. }, Token { kind: Kind::Name(target), .. }] => {
                Some(self.names.text(*target).to_owned())
            }
            [..] => return Err(Box::new(shape)),
        };
        let text = self.text[span.range()].trim_matches('"').to_owned();
        self.notations.push(Notation { symbol, text, target, span: *span });
        Ok(())
    }
}

fn not_a_query(span: Span) -> Diagnostic {
    Diagnostic::error(&code::BAD_QUERY, span, "expected a derivative such as `dL/dw`")
        .help("write `derive dL/dw`, or `derive gradient of L` for all leaves")
}

/// The unit of the last printed digit of a decimal number: 1e-9 for `0.082167041`.
fn last_digit(text: &str) -> Option<Rational> {
    let text = text.trim().trim_start_matches(['-', '−', '+', ' ']).replace(['_', '\u{202F}'], "");
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
    let digits = mantissa.chars().filter(char::is_ascii_digit).count();
    if digits == 0 || !mantissa.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let exponent: i64 = exponent.replace('−', "-").parse().ok()?;
    parse_decimal(&format!("1e{}", exponent - i64::try_from(decimals).ok()?)).ok()
}
