//! Bounds in the types of the schema.

use chainrule_work::found::{Inference, Why};

use super::{Writer, schema};
use chainrule_work::bounds::{BoundsReport, Enclosed, GivenUp};

impl Writer<'_> {
    pub(super) fn bounds(&self, bounds_report: &BoundsReport) -> Option<schema::Bounds> {
        if *bounds_report == BoundsReport::default() {
            return None;
        }
        let parts = bounds_report.theorems.parts.iter().map(|part| {
            let (why, function) = match part.why {
                Why::SlopeOf(row) => (schema::Why::SlopeOfFunction, Some(row.name.to_owned())),
                Why::ValueOf(row) => (schema::Why::ValueOfFunction, Some(row.name.to_owned())),
                Why::Given => (schema::Why::Given, None),
                Why::Computed => (schema::Why::Computed, None),
            };
            schema::PartBound {
                of: self.expression(part.of),
                bound: self.expression(part.bound),
                strict: part.strict,
                why,
                function,
            }
        });
        let theorems = bounds_report.theorems.theorems.iter().map(|theorem| {
            let (by, factor) = match theorem.by {
                Inference::Factor(id) => (schema::Inference::Factor, Some(id.index())),
                Inference::Product => (schema::Inference::Product, None),
                Inference::Triangle => (schema::Inference::Triangle, None),
            };
            schema::Theorem {
                size: self.expression(theorem.size),
                bound: self.expression(theorem.bound),
                strict: theorem.strict,
                by,
                factor,
            }
        });
        let factors = bounds_report
            .factors
            .iter()
            .map(|(id, range)| schema::FactorEnclosure { factor: id.index(), range: enclosure(range) });
        Some(schema::Bounds {
            parts: parts.collect(),
            theorems: theorems.collect(),
            factors: factors.collect(),
            whole: bounds_report.whole.as_ref().map(enclosure),
            given_up: bounds_report.given_up.map(|why| match why {
                GivenUp::TooLarge { operations, most } => schema::GivenUp::TooLarge { operations, most },
                GivenUp::NoFiniteBounds => schema::GivenUp::NoFiniteBounds,
            }),
        })
    }
}

fn enclosure(range: &Enclosed) -> schema::Enclosure {
    schema::Enclosure { lower: range.lower.to_string(), upper: range.upper.to_string() }
}
