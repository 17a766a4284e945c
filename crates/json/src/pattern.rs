//! Patterns in the types of the schema.

use chainrule_symbolic::derivation::pattern::{Kind, Written};

use super::{Writer, schema};
use chainrule_render::pattern::layout;
use chainrule_work::pattern::{GroupReport, Judged, OpenSizeReport, PatternBound, PatternReport};

impl Writer<'_> {
    pub(super) fn pattern(&self, own: &PatternReport) -> schema::Pattern {
        schema::Pattern {
            names: self.parts_as_one(&own.names),
            result: self.parts_as_one(&own.results),
            names_by_parts: self.parts(&own.names),
            result_by_parts: self.parts(&own.results),
            bound: own.bound.as_ref().map(|bound| self.bound(bound)),
            multiplied_out: own.judged == Judged::MultipliedOut,
        }
    }

    pub(super) fn group(&self, own: &GroupReport) -> schema::Group {
        let members = own.members.iter();
        schema::Group {
            name: self.expression(own.name),
            index: self.name(own.index),
            pattern: self.pattern(&own.pattern),
            members: members.map(|&(index, derivation)| schema::GroupMember { index, derivation }).collect(),
        }
    }

    fn bound(&self, own: &PatternBound) -> schema::PatternBound {
        schema::PatternBound {
            bound: self.parts_as_one(&own.bound),
            maxima: own
                .maxima
                .iter()
                .map(|maximum| schema::PatternMaximum {
                    name: self.name(maximum.name),
                    member: self.name(maximum.member),
                })
                .collect(),
            bases: own.bases.iter().map(|base| self.expression(base.expr)).collect(),
        }
    }

    pub(super) fn at_every_size(&self, own: &OpenSizeReport) -> schema::AtEverySize {
        schema::AtEverySize {
            size: self.name(own.size),
            name: self.expression(own.name),
            members: own.members.map(|(index, low, high)| schema::PatternMembers {
                index: self.name(index),
                low: self.expression(low),
                high: self.expression(high),
            }),
            pattern: self.pattern(&own.pattern),
            holds_at: own.holds_at.clone(),
        }
    }

    fn parts_as_one(&self, parts: &[Written]) -> schema::Expression {
        self.spelled(&layout(&self.report.graph, &self.setter, parts))
    }

    /// Parts are nested as deep as a double sum of products: this calls itself.
    fn parts(&self, parts: &[Written]) -> Vec<schema::PatternPart> {
        let each = parts.iter().map(|part| match part {
            Written::Expression(expr) => schema::PatternPart::Factors { expression: self.expression(*expr) },
            Written::Over { kind, index, low, high, body } => {
                let over = schema::PatternOver {
                    index: self.name(*index),
                    low: self.expression(*low),
                    high: self.expression(*high),
                    body: self.parts(body),
                };
                match kind {
                    Kind::Product => schema::PatternPart::Product { over },
                    Kind::Sum => schema::PatternPart::Sum { over },
                }
            }
        });
        each.collect()
    }
}
