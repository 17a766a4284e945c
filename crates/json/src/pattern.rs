//! Patterns in the types of the schema.

use chainrule_symbolic::derivation::pattern::{Kind, Written};

use super::{Writer, schema};
use chainrule_render::pattern::layout;
use chainrule_work::pattern::{GroupReport, Judged, OpenSizeReport, PatternBound, PatternReport};

impl Writer<'_> {
    pub(super) fn pattern(&self, pattern: &PatternReport) -> schema::Pattern {
        schema::Pattern {
            names: self.parts_as_one(&pattern.names),
            result: self.parts_as_one(&pattern.results),
            names_by_parts: self.parts(&pattern.names),
            result_by_parts: self.parts(&pattern.results),
            bound: pattern.bound.as_ref().map(|bound| self.bound(bound)),
            multiplied_out: pattern.judged == Judged::MultipliedOut,
        }
    }

    pub(super) fn group(&self, group_report: &GroupReport) -> schema::Group {
        let members = group_report.members.iter();
        schema::Group {
            name: self.expression(group_report.name),
            index: self.name(group_report.index).to_owned(),
            pattern: self.pattern(&group_report.pattern),
            members: members.map(|&(index, derivation)| schema::GroupMember { index, derivation }).collect(),
        }
    }

    fn bound(&self, pattern_bound: &PatternBound) -> schema::PatternBound {
        schema::PatternBound {
            bound: self.parts_as_one(&pattern_bound.bound),
            maxima: pattern_bound
                .maxima
                .iter()
                .map(|maximum| schema::PatternMaximum {
                    name: self.name(maximum.name).to_owned(),
                    member: self.name(maximum.member).to_owned(),
                })
                .collect(),
            bases: pattern_bound.bases.iter().map(|base| self.expression(base.expr)).collect(),
        }
    }

    pub(super) fn at_every_size(&self, open_size: &OpenSizeReport) -> schema::AtEverySize {
        schema::AtEverySize {
            size: self.name(open_size.size).to_owned(),
            name: self.expression(open_size.name),
            members: open_size.members.map(|(index, low, high)| schema::PatternMembers {
                index: self.name(index).to_owned(),
                low: self.expression(low),
                high: self.expression(high),
            }),
            pattern: self.pattern(&open_size.pattern),
            holds_at: open_size.holds_at.clone(),
        }
    }

    fn parts_as_one(&self, parts: &[Written]) -> schema::Expression {
        self.spelled(&layout(self.report.graph(), &self.setter, parts))
    }

    /// Parts are nested as deep as a double sum of products: this calls itself.
    fn parts(&self, parts: &[Written]) -> Vec<schema::PatternPart> {
        let each = parts.iter().map(|part| match part {
            Written::Expression(expr) => schema::PatternPart::Factors { expression: self.expression(*expr) },
            Written::Over { kind, index, low, high, body } => {
                let over = schema::PatternOver {
                    index: self.name(*index).to_owned(),
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
