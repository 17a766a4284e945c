//! `given` and `let`: values, stated derivatives and ranges.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, Node, SymbolId, Walk};
use chainrule_symbolic::network::{Definition, Network};
use chainrule_symbolic::number::Rational;

use super::{Resolver, expected};
use crate::expression::{Reader, Wrong, later};
use crate::lexer::{Keyword, Kind, Relation, Token};
use crate::worksheet::{Bound, GivenRange, GivenValue, Pin};

/// One item of a `given`, as read.
struct Item {
    sides: Vec<(ExprId, Span)>,
    relations: Vec<Relation>,
    within: Option<(Bound, Bound)>,
    span: Span,
}

impl Resolver<'_> {
    /// `given w = 1, sigmoid'(Z) = 0.25, x in [-1, 1]`
    pub(super) fn given(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let mut at = 1;
        loop {
            let mut reader = self.reader(tokens, at, true);
            let item = item(&mut reader)?;
            at = reader.at;
            let next = reader.peek();
            if next.is_some() && next != Some(Kind::Comma) {
                return Err(expected(&reader, "`,` or the end of the statement"));
            }
            if let Err(wrong) = self.take_item(&item) {
                self.diagnostics.push(*wrong);
            }
            if next.is_none() {
                return Ok(());
            }
            at += 1;
        }
    }

    /// `let N = 50`
    pub(super) fn constants(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let mut at = 1;
        loop {
            let mut reader = self.reader(tokens, at, false);
            let item = item(&mut reader)?;
            at = reader.at;
            let next = reader.peek();
            if next.is_some() && next != Some(Kind::Comma) {
                return Err(expected(&reader, "`,` or the end of the statement"));
            }
            match (self.graph.node(item.sides[0].0), item.relations.as_slice(), item.sides.get(1)) {
                (Node::Symbol(symbol), [Relation::Equal], Some(&(value, span))) => {
                    self.closed(value, span)?;
                    self.value(symbol, value, true, item.span)?;
                }
                _ => {
                    return Err(Box::new(
                        Diagnostic::error(&code::EXPECTED, item.span, "`let` names a number")
                            .help("write `let N = 50`"),
                    ));
                }
            }
            if next.is_none() {
                return Ok(());
            }
            at += 1;
        }
    }

    fn take_item(&mut self, item: &Item) -> Result<(), Wrong> {
        let (first, first_span) = item.sides[0];
        if let Some((lower, upper)) = &item.within {
            let symbol = self.leaf(first, first_span)?;
            return self.range(symbol, Some(lower.clone()), Some(upper.clone()), item.span);
        }
        match (item.relations.as_slice(), item.sides.as_slice()) {
            ([Relation::Equal], [_, (value, value_span)]) => {
                self.closed(*value, *value_span)?;
                match self.graph.node(first) {
                    Node::Symbol(symbol) => self.value(symbol, *value, false, item.span),
                    Node::Derivative { .. } | Node::Apply { primes: 1.., .. } => {
                        self.pin(first, *value, item.span)
                    }
                    Node::Number(_) | Node::Apply { .. } => Err(Box::new(
                        Diagnostic::error(
                            &code::EXPECTED,
                            first_span,
                            "a value is given for a name or a derivative",
                        )
                        .help("write `given w = 1` or `given dL/dw = 2`"),
                    )),
                }
            }
            ([Relation::About], _) => Err(Box::new(
                Diagnostic::error(&code::EXPECTED, item.span, "`~=` stands only in claims")
                    .help("write `=`: every number is exact"),
            )),
            ([relation], [_, (right, right_span)]) => match self.graph.node(first) {
                Node::Symbol(symbol) => {
                    let bound = self.bound(*right, *right_span, is_strict(*relation))?;
                    let upwards = matches!(relation, Relation::Greater | Relation::AtLeast);
                    let (lower, upper) = if upwards { (Some(bound), None) } else { (None, Some(bound)) };
                    self.range(symbol, lower, upper, item.span)
                }
                Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                    let symbol = self.leaf(*right, *right_span)?;
                    let bound = self.bound(first, first_span, is_strict(*relation))?;
                    let upwards = matches!(relation, Relation::Less | Relation::AtMost);
                    let (lower, upper) = if upwards { (Some(bound), None) } else { (None, Some(bound)) };
                    self.range(symbol, lower, upper, item.span)
                }
            },
            ([left, right], [_, (middle, middle_span), (last, last_span)]) => {
                let symbol = self.leaf(*middle, *middle_span)?;
                let one = self.bound(first, first_span, is_strict(*left))?;
                let other = self.bound(*last, *last_span, is_strict(*right))?;
                let rising = |relation: Relation| matches!(relation, Relation::Less | Relation::AtMost);
                let falling = |relation: Relation| matches!(relation, Relation::Greater | Relation::AtLeast);
                if rising(*left) && rising(*right) {
                    self.range(symbol, Some(one), Some(other), item.span)
                } else if falling(*left) && falling(*right) {
                    self.range(symbol, Some(other), Some(one), item.span)
                } else {
                    Err(Box::new(Diagnostic::error(
                        &code::EXPECTED,
                        item.span,
                        "a range is written `-3 <= w <= 2` or `w in [-3, 2]`",
                    )))
                }
            }
            _ => Err(Box::new(
                Diagnostic::error(
                    &code::EXPECTED,
                    item.span,
                    "`given` states a number: `w = 1`, `dL/dw = 2`, `w in [-3, 2]`",
                )
                .help("write `given w = …`"),
            )),
        }
    }

    fn leaf(&self, id: ExprId, span: Span) -> Result<SymbolId, Wrong> {
        match self.graph.node(id) {
            Node::Symbol(symbol) => Ok(symbol),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                Err(Box::new(Diagnostic::error(&code::EXPECTED, span, "a range is given for a name")))
            }
        }
    }

    /// Makes sure that a value has no names but constants.
    fn closed(&self, value: ExprId, span: Span) -> Result<(), Wrong> {
        let mut derivative = false;
        let names = Walk::symbols(&self.graph, value, |_| derivative = true);
        let free = names
            .into_iter()
            .find(|symbol| !self.values.iter().any(|given| given.constant && given.symbol == *symbol));
        match free {
            None if !derivative => Ok(()),
            None => Err(Box::new(Diagnostic::error(
                &code::NOT_A_NUMBER,
                span,
                "a value must be a number, not a derivative",
            ))),
            Some(symbol) => Err(Box::new(
                Diagnostic::error(
                    &code::NOT_A_NUMBER,
                    span,
                    format!("a value must be a number, and `{}` is a quantity", self.graph.name(symbol)),
                )
                .help("numbers, functions of numbers and `let` constants can stand here"),
            )),
        }
    }

    fn bound(&self, id: ExprId, span: Span, open: bool) -> Result<Bound, Wrong> {
        number(&self.graph, id).map(|value| Bound { value, open }).ok_or_else(|| {
            Box::new(Diagnostic::error(
                &code::NOT_A_NUMBER,
                span,
                "the end of a range is a number, such as `-3` or `1/3`",
            ))
        })
    }

    fn value(&mut self, symbol: SymbolId, value: ExprId, constant: bool, span: Span) -> Result<(), Wrong> {
        if let Some(first) = self.values.iter().find(|given| given.symbol == symbol) {
            let name = self.graph.name(symbol);
            return Err(Box::new(
                Diagnostic::error(&code::DUPLICATE_VALUE, span, format!("`{name}` is given a value twice"))
                    .label("given again here")
                    .also(first.span, "first given here"),
            ));
        }
        self.places.entry(symbol).or_insert(span);
        self.values.push(GivenValue { symbol, value, constant, span });
        Ok(())
    }

    fn pin(&mut self, derivative: ExprId, value: ExprId, span: Span) -> Result<(), Wrong> {
        if let Some(first) = self.pins.iter().find(|pin| pin.derivative == derivative) {
            return Err(Box::new(
                Diagnostic::error(&code::DUPLICATE_VALUE, span, "this derivative is given a value twice")
                    .label("given again here")
                    .also(first.span, "first given here"),
            ));
        }
        if let Node::Apply { function, primes: 1, .. } = self.graph.node(derivative)
            && let Some(row) = self.graph.builtin(function)
            && let Some(number) = number(&self.graph, value)
            && !row.derivative_range.contains(&number)
        {
            let range = row.derivative_range;
            let end = |end: chainrule_symbolic::function::End| {
                end.value().map_or("∞".to_owned(), |value| value.to_string())
            };
            let sign = |open| if open { "<" } else { "≤" };
            let bounds = format!(
                "{} {} {}' {} {}",
                range.lower.value().map_or("-∞".to_owned(), |value| value.to_string()),
                sign(range.lower.is_open() || range.lower.value().is_none()),
                row.name,
                sign(range.upper.is_open() || range.upper.value().is_none()),
                end(range.upper)
            );
            return Err(Box::new(
                Diagnostic::error(
                    &code::IMPOSSIBLE_PIN,
                    span,
                    format!("the derivative of `{}` can't be {number}", row.name),
                )
                .note(format!("{bounds} for every argument"))
                .help("state a number within these bounds"),
            ));
        }
        self.pins.push(Pin { derivative, value, span });
        Ok(())
    }

    fn range(
        &mut self,
        symbol: SymbolId,
        lower: Option<Bound>,
        upper: Option<Bound>,
        span: Span,
    ) -> Result<(), Wrong> {
        if let (Some(low), Some(high)) = (&lower, &upper)
            && (low.value > high.value || (low.value == high.value && (low.open || high.open)))
        {
            return Err(Box::new(
                Diagnostic::error(
                    &code::EMPTY_RANGE,
                    span,
                    format!("no number lies between {} and {}", low.value, high.value),
                )
                .help("put the smaller end first"),
            ));
        }
        if let Some(first) = self.ranges.iter().find(|range| {
            range.symbol == symbol
                && ((range.lower.is_some() && lower.is_some()) || (range.upper.is_some() && upper.is_some()))
        }) {
            return Err(Box::new(
                Diagnostic::error(
                    &code::DUPLICATE_VALUE,
                    span,
                    format!("`{}` is given a range twice", self.graph.name(symbol)),
                )
                .also(first.span, "first given here"),
            ));
        }
        self.places.entry(symbol).or_insert(span);
        self.ranges.push(GivenRange { symbol, lower, upper, span });
        Ok(())
    }

    /// What only the whole worksheet can say about values: for quantities that are computed, for names nobody uses,
    /// outside their ranges.
    pub(super) fn check_givens(&mut self, network: &Network) {
        let mut used = vec![false; self.graph.symbol_count()];
        for &symbol in network.order() {
            used[symbol.index()] = true;
        }
        let claimed: Vec<ExprId> = self.claims.iter().flat_map(|claim| claim.sides.iter().copied()).collect();
        let steps = self.asked.iter().map(|asked| asked.step);
        for expr in claimed.into_iter().chain(steps).chain(self.values.iter().map(|given| given.value)) {
            for symbol in Walk::symbols(&self.graph, expr, |_| {}) {
                used[symbol.index()] = true;
            }
        }
        for asked in &self.asked {
            for (symbol, _) in &asked.weights {
                used[symbol.index()] = true;
            }
        }
        for derivative in self.pins.iter().map(|pin| pin.derivative) {
            if let Node::Apply { arguments, .. } = self.graph.node(derivative) {
                for &argument in arguments {
                    for symbol in Walk::symbols(&self.graph, argument, |_| {}) {
                        used[symbol.index()] = true;
                    }
                }
            }
        }
        let stated = self.values.iter().map(|given| (given.symbol, given.span, given.constant));
        let stated: Vec<_> =
            stated.chain(self.ranges.iter().map(|range| (range.symbol, range.span, false))).collect();
        for (symbol, span, constant) in stated {
            let name = self.graph.name(symbol).to_string();
            if !network.is_leaf(symbol) || matches!(network.definition(symbol), Definition::Dependence) {
                let defined = self.heads.get(&symbol).copied().unwrap_or(span);
                self.diagnostics.push(
                    Diagnostic::error(
                        &code::VALUE_ON_DEFINED,
                        span,
                        format!("`{name}` is computed, so it can't be given a value"),
                    )
                    .also(defined, "defined here")
                    .help("give values for what it is computed from, or claim its value: `claim … = …`"),
                );
            } else if !used[symbol.index()]
                && !constant
                && !self.queries.iter().any(|query| query.by.contains(&symbol))
            {
                let mut warning = Diagnostic::warning(
                    &code::UNUSED_VALUE,
                    span,
                    format!("nothing in this worksheet uses `{name}`"),
                );
                let names = network.order().iter().map(|&other| self.graph.name(other).as_str());
                if let Some(nearest) = crate::expression::nearest(&name, names) {
                    warning = warning.help(format!("did you mean `{nearest}`?"));
                }
                self.diagnostics.push(warning);
            }
        }
        for range in &self.ranges {
            let Some(given) = self.values.iter().find(|given| given.symbol == range.symbol) else { continue };
            let Some(value) = number(&self.graph, given.value) else { continue };
            let below =
                range.lower.as_ref().is_some_and(|low| value < low.value || (low.open && value == low.value));
            let above = range
                .upper
                .as_ref()
                .is_some_and(|high| value > high.value || (high.open && value == high.value));
            if below || above {
                self.diagnostics.push(
                    Diagnostic::error(
                        &code::OUTSIDE_RANGE,
                        given.span,
                        format!(
                            "{value} lies outside the range given for `{}`",
                            self.graph.name(range.symbol)
                        ),
                    )
                    .also(range.span, "the range"),
                );
            }
        }
    }
}

/// The number that an expression is, if it is nothing else.
fn number(graph: &chainrule_symbolic::graph::Graph, id: ExprId) -> Option<Rational> {
    match graph.node(id) {
        Node::Number(number) => Some(number.clone()),
        Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
    }
}

fn is_strict(relation: Relation) -> bool {
    match relation {
        Relation::Less | Relation::Greater => true,
        Relation::Equal | Relation::About | Relation::AtMost | Relation::AtLeast => false,
    }
}

/// Sides and comparisons up to the next comma.
fn item(reader: &mut Reader<'_>) -> Result<Item, Wrong> {
    let first = reader.expression()?;
    let mut item = Item { span: first.1, sides: vec![first], relations: Vec::new(), within: None };
    loop {
        match reader.peek() {
            Some(Kind::Relation(relation)) => {
                reader.at += 1;
                let side = reader.expression()?;
                item.relations.push(relation);
                item.span = item.span.to(side.1);
                item.sides.push(side);
            }
            Some(Kind::Keyword(Keyword::In)) => {
                reader.at += 1;
                let (lower, upper, span) = interval(reader)?;
                item.span = item.span.to(span);
                item.within = Some((lower, upper));
                return Ok(item);
            }
            Some(Kind::Tilde) => {
                return Err(Box::new(later(reader.here(), "values drawn from a distribution")));
            }
            Some(_) | None if item.relations.is_empty() => return Err(expected(reader, "`=` and a number")),
            Some(_) | None => return Ok(item),
        }
    }
}

/// `[lo, hi]`, `(lo, hi]`, …
pub(super) fn interval(reader: &mut Reader<'_>) -> Result<(Bound, Bound, Span), Wrong> {
    let open = reader.here();
    let lower_open = match reader.peek() {
        Some(Kind::Open(b'[')) => false,
        Some(Kind::Open(b'(')) => true,
        Some(_) | None => return Err(expected(reader, "a range `[lo, hi]`")),
    };
    reader.at += 1;
    let lower = end(reader)?;
    if reader.peek() != Some(Kind::Comma) {
        return Err(expected(reader, "`,` between the ends of the range"));
    }
    reader.at += 1;
    let upper = end(reader)?;
    let close = reader.here();
    let upper_open = match reader.peek() {
        Some(Kind::Close(b']')) => false,
        Some(Kind::Close(b')')) => true,
        Some(_) | None => return Err(expected(reader, "`]` at the end of the range")),
    };
    reader.at += 1;
    Ok((Bound { value: lower, open: lower_open }, Bound { value: upper, open: upper_open }, open.to(close)))
}

fn end(reader: &mut Reader<'_>) -> Result<Rational, Wrong> {
    let (id, span) = reader.expression()?;
    number(reader.graph, id).ok_or_else(|| {
        Box::new(Diagnostic::error(
            &code::NOT_A_NUMBER,
            span,
            "the end of a range is a number, such as `-3` or `1/3`",
        ))
    })
}
