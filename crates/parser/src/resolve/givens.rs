//! `given`: values, stated derivatives and ranges.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function;
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId};
use chainrule_symbolic::number::Rational;

use super::ranges::{Interval, interval};
use super::{Resolver, expected};
use crate::expression::{Reader, Wrong, later};
use crate::lexer::{Keyword, Kind, Relation, Token};
use crate::worksheet::{GivenValue, Pin};

/// One item of a `given`, as read.
pub(super) struct Item {
    pub(super) sides: Vec<(ExprId, Span)>,
    pub(super) relations: Vec<Relation>,
    within: Option<Interval>,
    pub(super) span: Span,
}

impl Resolver<'_> {
    /// One item of a `given`: `w = 1`, `sigmoid'(Z) = 0.25`, `x in [-1, 1]`.
    pub(super) fn given(&mut self, tokens: &[Token], start: usize) -> Result<(), Wrong> {
        let mut reader = self.reader(tokens, start, true);
        reader.at = start - 1;
        if let Some(help) = reader.thousands() {
            let place = tokens[start - 2].span.to(tokens[start].span);
            let message = "a comma begins another value: it does not group digits";
            return Err(Box::new(Diagnostic::error(&code::EXPECTED, place, message).help(help)));
        }
        reader.at = start;
        let item = item(&mut reader)?;
        if reader.peek().is_some() {
            return Err(expected(&reader, "`,` or the end of the statement"));
        }
        self.take_item(&item)
    }

    fn take_item(&mut self, item: &Item) -> Result<(), Wrong> {
        let (first, first_span) = item.sides[0];
        if let Some(range) = &item.within {
            let symbol = self.leaf(first, first_span)?;
            let lower = range.lower.map(|end| self.bound(end.id, end.span, end.open)).transpose()?;
            let upper = range.upper.map(|end| self.bound(end.id, end.span, end.open)).transpose()?;
            return self.range(symbol, lower, upper, item.span);
        }
        match (item.relations.as_slice(), item.sides.as_slice()) {
            ([Relation::Equal], [_, (value, value_span)]) => {
                let value = self.closed(*value, *value_span)?;
                match self.graph.node(first) {
                    Node::Symbol(symbol) => self.value(symbol, value, false, item.span),
                    Node::Derivative { .. } | Node::Apply { primes: 1.., .. } => {
                        self.pin(first, value, item.span)
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

    pub(super) fn value(
        &mut self,
        symbol: SymbolId,
        value: ExprId,
        constant: bool,
        span: Span,
    ) -> Result<(), Wrong> {
        if let Some(&first) = self.value_of.get(&symbol) {
            return Err(Box::new(self.given_twice(symbol, span, self.values[first].span)));
        }
        self.places.set_first(symbol, span);
        self.value_of.insert(symbol, self.values.len());
        self.values.push(GivenValue { symbol, value, constant, span });
        Ok(())
    }

    pub(super) fn given_twice(&self, symbol: SymbolId, span: Span, first: Span) -> Diagnostic {
        let name = self.graph.name(symbol);
        Diagnostic::error(&code::DUPLICATE_VALUE, span, format!("`{name}` is given a value twice"))
            .label("given again here")
            .also(first, "first given here")
            .help("remove one of the two")
    }

    fn pin(&mut self, derivative: ExprId, value: ExprId, span: Span) -> Result<(), Wrong> {
        if let Some(&first) = self.pin_of.get(&derivative) {
            return Err(Box::new(
                Diagnostic::error(&code::DUPLICATE_VALUE, span, "this derivative is given a value twice")
                    .label("given again here")
                    .also(self.pins[first].span, "first given here")
                    .help("remove one of the two"),
            ));
        }
        if let Node::Apply { function, primes: 1, .. } = self.graph.node(derivative)
            && let Some(row) = self.graph.builtin(function)
            && let Some(wrong) = impossible(row, &self.graph, value, span)
        {
            return Err(Box::new(wrong));
        }
        self.pin_of.insert(derivative, self.pins.len());
        self.pins.push(Pin { derivative, value, span });
        Ok(())
    }
}

/// What to say where a function's derivative can't have a stated value.
pub(super) fn impossible(
    row: &function::Function,
    graph: &Graph,
    value: ExprId,
    span: Span,
) -> Option<Diagnostic> {
    let number = number(graph, value)?;
    let range = row.derivative_range;
    if range.contains(&number) {
        return None;
    }
    let end = |end: function::End, infinite: &str| {
        end.value().map_or_else(|| infinite.to_owned(), |value| value.to_string())
    };
    let sign = |end: function::End| if end.is_open() || end.value().is_none() { "<" } else { "≤" };
    let bounds = format!(
        "{} {} {}' {} {}",
        end(range.lower, "-∞"),
        sign(range.lower),
        row.name,
        sign(range.upper),
        end(range.upper, "∞")
    );
    Some(
        Diagnostic::error(
            &code::IMPOSSIBLE_PIN,
            span,
            format!("the derivative of `{}` can't be {number}: that is impossible", row.name),
        )
        .note(format!("{bounds} for every argument"))
        .help("state a number within these bounds"),
    )
}

/// The number that an expression is, if it is nothing else.
pub(super) fn number(graph: &Graph, id: ExprId) -> Option<Rational> {
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
pub(super) fn item(reader: &mut Reader<'_>) -> Result<Item, Wrong> {
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
                let range = interval(reader)?;
                item.span = item.span.to(range.span);
                item.within = Some(range);
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
