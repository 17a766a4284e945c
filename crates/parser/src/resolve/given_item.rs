//! One item of a `given`, as read.

use chainrule_diagnostic::Span;
use chainrule_symbolic::graph::{ExprId, Node};

use super::expected::expected;
use super::families::random_values::{RandomValues, distribution};
use super::interval::{Interval, interval};
use crate::expression::{Reader, Wrong};
use crate::lexer::{Keyword, Kind, Relation};

/// One item of a `given`, as read.
#[derive(Clone, Debug)]
pub(super) struct ReadGiven {
    /// Whether it is about a name, not about a derivative.
    pub(super) is_on_name: bool,
    pub(super) sides: Vec<(ExprId, Span)>,
    pub(super) relations: Vec<Relation>,
    pub(super) within: Option<Interval>,
    pub(super) fill: Option<RandomValues>,
    pub(super) span: Span,
}

impl ReadGiven {
    /// Whether it states a range, not a number.
    pub(super) fn states_range(&self) -> bool {
        self.within.is_some() || !matches!(self.relations.as_slice(), [Relation::Equal] | [])
    }
}

/// Sides and comparisons up to the next comma.
pub(super) fn read_given(reader: &mut Reader<'_>) -> Result<ReadGiven, Wrong> {
    let first = reader.expression()?;
    let is_on_name = |id| matches!(reader.graph.node(id), Node::Symbol(_));
    let mut item = ReadGiven {
        is_on_name: is_on_name(first.0),
        span: first.1,
        sides: vec![first],
        relations: Vec::new(),
        within: None,
        fill: None,
    };
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
                reader.at += 1;
                let fill = distribution(reader)?;
                let before = &reader.tokens[reader.at - 1];
                item.span = item.span.to(before.span);
                item.fill = Some(fill);
                return Ok(item);
            }
            Some(_) | None if item.relations.is_empty() => return Err(expected(reader, "`=` and a number")),
            Some(_) | None => return Ok(item),
        }
    }
}
