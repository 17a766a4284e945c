//! Runs of links that repeat with their indices shifted.

use super::form::{Over, Part, Unit};
use super::limits::{FEWEST_PERIODS, MOST_PARTS};
use super::links::Link;
use super::members::Members;
use super::shape::{self, Shapes};
use super::{Linear, Template};
use crate::graph::{ExprId, Graph};

/// The links with every run written as a product over `index`; nothing where there is no run, or too much besides.
pub(super) fn with_products(
    graph: &Graph,
    members: &mut Members,
    links: &[Link],
    index: &str,
) -> Option<Vec<Part>> {
    let mut shapes = Shapes::of(graph, members, links);
    let mut parts = Vec::new();
    let mut has_product = false;
    let mut at = 0;
    while at < links.len() {
        if parts.len() == MOST_PARTS {
            return None;
        }
        let run = shapes.longest_run(at);
        if let Some((part, length)) = run.and_then(|run| product(graph, members, &links[at..], run, index)) {
            parts.push(part);
            has_product = true;
            at += length;
        } else {
            parts.push(Part::Factor(unit(graph, members, links[at])));
            at += 1;
        }
    }
    has_product.then_some(parts)
}

/// A link as it stands.
pub(super) fn unit(graph: &Graph, members: &mut Members, link: Link) -> Unit {
    Unit { name: Template::of(graph, members, link.name), result: Template::of(graph, members, link.result) }
}

/// The run at the start of `links` as a product, and how many links it takes.
fn product(
    graph: &Graph,
    members: &mut Members,
    links: &[Link],
    run: shape::Run,
    index: &str,
) -> Option<(Part, usize)> {
    let shape::Run { period, periods } = run;
    let values = values(graph, members, links[0].name, links[period].name)?;
    let body = generic(graph, members, &links[..period], &links[period..2 * period], index, &values)?;
    let fits = |members: &mut Members, place: usize| {
        let links = &links[place * period..(place + 1) * period];
        values.at(place).is_some_and(|value| are_at(graph, members, &body, links, (index, value)))
    };
    let mut count = 0;
    while count < periods && fits(members, count) {
        count += 1;
    }
    if count < FEWEST_PERIODS {
        return None;
    }
    let (first, last) = (values.at(0)?, values.at(count - 1)?);
    let over = Over {
        index: index.to_owned(),
        low: Linear::constant(first.min(last)),
        high: Linear::constant(first.max(last)),
    };
    Some((Part::Product { over, body }, count * period))
}

/// What a stretch and the next are cases of.
pub(super) fn generic(
    graph: &Graph,
    members: &mut Members,
    first: &[Link],
    second: &[Link],
    index: &str,
    values: &Values,
) -> Option<Vec<Unit>> {
    let at = (values.at(0)?, values.at(1)?);
    let pairs = first.iter().zip(second);
    pairs
        .map(|(&one, &other)| {
            Unit::generalised(&unit(graph, members, one), &unit(graph, members, other), index, at)
        })
        .collect()
}

/// Whether links are exactly these units where an index has a value.
pub(super) fn are_at(
    graph: &Graph,
    members: &mut Members,
    units: &[Unit],
    links: &[Link],
    at: (&str, i64),
) -> bool {
    units.len() == links.len()
        && units.iter().zip(links).all(|(unit, link)| {
            unit.name.is_at(graph, members, at, link.name)
                && unit.result.is_at(graph, members, at, link.result)
        })
}

/// The value of the index in each period: it moves by one from each to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Values {
    first: i64,
    pub(super) step: i64,
}

impl Values {
    pub(super) fn at(self, period: usize) -> Option<i64> {
        self.first.checked_add(self.step.checked_mul(i64::try_from(period).ok()?)?)
    }
}

/// Counts by the first index place that differs between two periods.
pub(super) fn values(graph: &Graph, members: &mut Members, first: ExprId, second: ExprId) -> Option<Values> {
    let (one, other) = (Template::of(graph, members, first), Template::of(graph, members, second));
    let mut places = one
        .members()
        .zip(other.members())
        .flat_map(|(one, other)| one.places().iter().zip(other.places()))
        .filter_map(|(one, other)| Some((one.value()?, other.value()?)));
    let (first, second) = places.find(|(one, other)| one != other)?;
    let step = second.checked_sub(first)?;
    Some(Values { first: first.div_euclid(step.checked_abs()?), step: step.signum() })
}
