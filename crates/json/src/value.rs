//! Numbers in the types of the schema.

use chainrule_number::{Dyadic, Held, Value};
use chainrule_symbolic::function::{End, Interval};
use chainrule_symbolic::graph::Graph;
use chainrule_work::found::Verdict;

use super::schema;
use chainrule_render::value::{held as held_layout, number};

pub(super) fn value(value: &Value, digits: Option<usize>) -> schema::Value {
    // Ends of enclosures far from 1 are not written out.
    let end =
        |end: &Dyadic| end.is_moderate().then(|| end.to_rational().ok()).flatten().map(|end| end.to_string());
    let (exact, lower, upper) = match value {
        Value::Exact(exact) => (Some(exact.to_string()), None, None),
        Value::Enclosed(enclosure) => (None, end(enclosure.lower()), end(enclosure.upper())),
    };
    let decimal = number(value, digits).ascii();
    schema::Value { exact, decimal, lower, upper, log10: value.told_log10_abs().map(Into::into) }
}

pub(super) fn held(held: &Held, digits: Option<usize>) -> schema::Held {
    schema::Held { exact: held.to_string(), decimal: held_layout(held, digits).ascii() }
}

pub(super) fn verdict(graph: &Graph, verdict: &Verdict) -> schema::Verdict {
    match verdict {
        Verdict::Exact => schema::Verdict::Exact,
        Verdict::Enclosed { width } => schema::Verdict::Enclosed { width: (*width).into() },
        Verdict::Refuted { at } => schema::Verdict::Refuted {
            at: at
                .iter()
                .map(|(symbol, value)| schema::Coordinate {
                    name: graph.name(*symbol).to_string(),
                    value: value.to_string(),
                })
                .collect(),
        },
        Verdict::Untested { why } => schema::Verdict::Untested { why: why.to_string() },
    }
}

pub(super) fn interval(interval: Interval) -> schema::Interval {
    let end =
        |end: End| end.value().map(|value| schema::End { value: value.to_string(), open: end.is_open() });
    schema::Interval { lower: end(interval.lower), upper: end(interval.upper) }
}
