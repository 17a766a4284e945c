//! Claims in the types of the schema.

use chainrule_number::Rational;
use chainrule_work::claim::{By, ClaimReport, Doubt, Ground, Judgement, Point, Refutation};
use chainrule_work::found::Observed;

use super::array_claims::array_doubt;
use super::value::value;
use super::{Writer, schema};

impl Writer<'_> {
    pub(super) fn claims(&self) -> Vec<schema::Claim> {
        self.report.claims.iter().map(|claim| self.claim(claim)).collect()
    }

    fn claim(&self, claim: &ClaimReport) -> schema::Claim {
        let (judgement, because) = match &claim.judgement {
            Judgement::Proved(grounds) => {
                (schema::Judgement::Proved, grounds.iter().map(|ground| self.ground(ground)).collect())
            }
            Judgement::Consistent { as_written, reached } => {
                (schema::Judgement::Consistent, vec![self.refutation(as_written), reach(reached)])
            }
            Judgement::Vacuous { within_ranges } => (
                schema::Judgement::Vacuous,
                vec![schema::Because::NowhereDefined { within_ranges: *within_ranges }],
            ),
            Judgement::Refuted(why) => (schema::Judgement::Refuted, vec![self.refutation(why)]),
            Judgement::Undecided(why) => (schema::Judgement::Undecided, self.doubt(why)),
        };
        let rounds_once = claim.rounds_once.map(ToOwned::to_owned);
        let by_convention = claim.by_convention;
        schema::Claim { text: claim.text.clone(), judgement, because, rounds_once, by_convention }
    }

    fn ground(&self, ground: &Ground) -> schema::Because {
        let zero_as_printed = ground.is_zero_as_printed;
        match &ground.by {
            By::Numbers { left, right, .. } => {
                schema::Because::Numbers { left: self.side(left), right: self.side(right), zero_as_printed }
            }
            By::SameNumber(about) => schema::Because::SameNumber {
                at: Vec::new(),
                value: about.as_ref().map(|about| value(about, self.digits)),
            },
            By::Arrays(ground) => self.array_ground(ground),
            By::SameFunction => schema::Because::SameFunction { zero_as_printed },
            By::Rules(rules) => schema::Because::Rules {
                rules: rules
                    .iter()
                    .map(|rule| schema::ProofRule { id: rule.id, title: rule.title })
                    .collect(),
                zero_as_printed,
            },
        }
    }

    fn refutation(&self, why: &Refutation) -> schema::Because {
        match why {
            Refutation::Numbers([left, right]) => schema::Because::Numbers {
                left: self.side(left),
                right: self.side(right),
                zero_as_printed: false,
            },
            Refutation::SameNumber(point) => schema::Because::SameNumber {
                at: point.as_ref().map_or_else(Vec::new, |point| self.point(point)),
                value: None,
            },
            Refutation::SameFunction(point) => {
                schema::Because::SameNumber { at: self.point(point), value: None }
            }
            Refutation::DifferAt(point) => schema::Because::DifferAt { at: self.point(point) },
            Refutation::FailsAt(point) => schema::Because::FailsAt { at: self.point(point) },
            Refutation::WithoutValue(why) => schema::Because::WithoutValue { why: why.to_string() },
            Refutation::NotHeld { format, held } => {
                schema::Because::NotHeld { format: (*format).to_owned(), held: self.side(held) }
            }
            Refutation::AfterStep { of, .. } => schema::Because::AfterStep { of: self.name(*of).to_owned() },
            Refutation::Arrays(how) => self.array_difference(how),
            Refutation::NotReachable(reached) => reach(reached),
        }
    }

    fn doubt(&self, why: &Doubt) -> Vec<schema::Because> {
        let doubt = |doubt| schema::Because::NotDecided { doubt, ended_after: None };
        vec![match why {
            Doubt::NothingCompared => doubt(schema::Doubt::NothingCompared),
            Doubt::NeedsNumbers(_) => doubt(schema::Doubt::NeedsNumbers),
            Doubt::TooClose(_) => doubt(schema::Doubt::TooClose),
            Doubt::BeyondExponents => doubt(schema::Doubt::BeyondExponents),
            Doubt::PerhapsVacuous => doubt(schema::Doubt::PerhapsVacuous),
            Doubt::OneOpenFunction => doubt(schema::Doubt::OneOpenFunction),
            Doubt::Arrays(doubt) => array_doubt(*doubt),
            Doubt::After(_) => doubt(schema::Doubt::After),
            Doubt::NoPoint => doubt(schema::Doubt::NoPoint),
            Doubt::NotTheSlope { .. } => doubt(schema::Doubt::NotTheSlope),
            Doubt::OnlyAtKink(_) => doubt(schema::Doubt::OnlyAtKink),
            Doubt::AgainstPin(_) => doubt(schema::Doubt::AgainstPin),
            Doubt::NotProvedEqual => doubt(schema::Doubt::NotProved),
            Doubt::NotProved { ended_after } => {
                schema::Because::NotDecided { doubt: schema::Doubt::NotProved, ended_after: *ended_after }
            }
            Doubt::AsPrinted { as_written, .. } => {
                return vec![self.refutation(as_written), doubt(schema::Doubt::AsPrinted)];
            }
        }]
    }

    fn point(&self, point: &Point) -> Vec<schema::LeafValue> {
        let coordinate = |(leaf, value): &(_, Rational)| schema::LeafValue {
            of: self.expression(*leaf),
            value: value.to_string(),
        };
        point.iter().map(coordinate).collect()
    }

    fn side(&self, number: &Observed) -> schema::ClaimSide {
        match number {
            Observed::Value(number) => schema::ClaimSide::Number(value(number, self.digits)),
            Observed::Infinite { .. } | Observed::NotANumber => {
                schema::ClaimSide::Beyond(self.observed(number))
            }
        }
    }
}

fn reach([from, to]: &[Rational; 2]) -> schema::Because {
    schema::Because::Reached { from: from.to_string(), to: to.to_string() }
}
