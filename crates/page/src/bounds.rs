//! What is known of the size of a derivative, factor by factor, and where it lies.

use chainrule_number::Rational;
use chainrule_render::{Block, Inline, Layout, Line, Number, Operator, Relation, Row, Table};
use chainrule_work::found::{Inference, PartBound, Theorem, Why};

use super::{Page, dots};
use chainrule_work::bounds::{BoundsReport, Enclosed, GivenUp};
use chainrule_work::report::DerivationReport;
use chainrule_worksheet::Part;

impl Page<'_> {
    pub(super) fn bounds(&mut self, derivation_report: &DerivationReport, bounds: &BoundsReport) {
        let says_something =
            !bounds.theorems.theorems.is_empty() || bounds.whole.is_some() || bounds.given_up.is_some();
        if !says_something {
            return;
        }
        self.heading(2, "Bounds".into());
        self.theorems(bounds);
        self.enclosures(derivation_report, bounds);
    }

    fn theorems(&mut self, bounds: &BoundsReport) {
        let (places, left_out) = self.elision.places(bounds.theorems.theorems.len());
        let lines: Vec<Line> = places
            .into_iter()
            .map(|place| match place.map(|place| &bounds.theorems.theorems[place]) {
                Some(theorem) => Line {
                    left: self.setter.expression(theorem.size),
                    relation: if theorem.strict { Relation::Less } else { Relation::AtMost },
                    right: self.setter.expression(theorem.bound),
                    reason: Some(self.reason_of_bound(bounds, theorem)),
                },
                None => dots(left_out, " bounds"),
            })
            .collect();
        self.equations(lines);
    }

    fn reason_of_bound(&self, bounds: &BoundsReport, theorem: &Theorem) -> Inline {
        match theorem.by {
            Inference::Product => "the bounds multiplied".into(),
            Inference::Triangle => "triangle inequality".into(),
            Inference::Factor(id) => {
                let result = self.report.calculus().factor(id).result;
                let below = chainrule_symbolic::graph::Walk::below(self.graph, &[result]);
                let mut parts = bounds.theorems.parts.iter().filter(|part| below.contains(&part.of));
                let first = parts.next().map_or_else(Inline::new, |part| self.part(part));
                parts.fold(first, |reason, part| reason.text(", ").then(self.part(part)))
            }
        }
    }

    /// `|σ'(Z)| ≤ 1/4 for every argument`
    pub(super) fn part(&self, part: &PartBound) -> Inline {
        let sign = if part.strict { Operator::Less } else { Operator::AtMost };
        let size = self.setter.expression(part.size);
        let math = size.related(sign, &self.setter.expression(part.bound));
        let why = match part.why {
            Why::SlopeOf(_) => " for every argument".to_owned(),
            Why::ValueOf(row) => format!(" as every {}", row.name),
            Why::Given => " as given".to_owned(),
            Why::Computed => " by the ranges of its parts".to_owned(),
        };
        Inline::new().math(math).text(why)
    }

    pub(super) fn enclosures(&mut self, derivation_report: &DerivationReport, bounds: &BoundsReport) {
        let name = self.setter.expression(derivation_report.derivation.name);
        if let Some(why) = bounds.given_up {
            let why = match why {
                GivenUp::TooLarge { operations, most } => {
                    format!("it has {operations} operations; up to {most} are enclosed")
                }
                GivenUp::NoFiniteBounds => "no finite bounds were found".to_owned(),
            };
            self.say(
                Inline::new().math(name.clone()).text(" is not enclosed over the given ranges: ").text(why),
            );
        }
        let Some(whole) = &bounds.whole else { return };
        let in_short = !self.plan.is_complete() && !self.plan.asks_for(Part::Bound);
        if !bounds.factors.is_empty() && !in_short {
            let (places, left_out) = self.elision.places(bounds.factors.len());
            let rows = places
                .into_iter()
                .map(|place| match place.map(|place| &bounds.factors[place]) {
                    Some((id, range)) => {
                        let name = self.setter.expression(self.report.calculus().factor(*id).name);
                        let [low, high] = ends(range);
                        Row::Cells(vec![name, low, high])
                    }
                    None => Row::LeftOut(left_out),
                })
                .collect();
            self.say("For all leaves in the given ranges, ends rounded outwards:".into());
            let titles = ["factor", "at least", "at most"].map(Inline::from).to_vec();
            self.blocks.push(Block::Table(Table { titles, rows }));
        }
        let [low, high] = ends(whole);
        let math = low.related(Operator::AtMost, &name).related(Operator::AtMost, &high);
        self.say(if in_short {
            Inline::from("In the given ranges ").math(math).text(".")
        } else {
            Inline::new().math(math).text(" for all leaves in the given ranges, ends rounded outwards.")
        });
    }
}

fn ends(range: &Enclosed) -> [Layout; 2] {
    [&range.lower, &range.upper].map(|end: &Rational| Layout::number(Number::value(end, None).0))
}
