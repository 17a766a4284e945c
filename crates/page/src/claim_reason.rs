//! Why a claim holds, or does not, in words.

use chainrule_array::Arrays;
use chainrule_number::{Rational, Undefined, Value, terminating};
use chainrule_render::{Layout, Notations, Number, Typesetter};
use chainrule_symbolic::graph::Graph;
use chainrule_work::Report;
use chainrule_work::claim::{By, ClaimReport, Doubt, Ground, Judgement, Point, Refutation, Relation};
use chainrule_work::found::{Meaning, Observed};
use chainrule_work::update::NoNumber;
use chainrule_worksheet::BY_HAND;

use super::arrays::claim_words;

/// So many digits are said of what operands reach.
const REACH_DIGITS: usize = 6;

/// Longer fractions are written as decimals.
const LONGEST_FRACTION_BITS: u64 = 40;

/// Why a claim of a report was judged as it was, with the numbers, for one line.
pub fn claim_reason(report: &Report, claim: &ClaimReport) -> String {
    of_rounding(claim, Words::of(report, None).judgement(&claim.judgement))
}

/// The same, with numbers of few digits: more only where it takes them to tell the sides apart.
pub(super) fn claim_reason_in(report: &Report, claim: &ClaimReport, digits: usize) -> String {
    of_rounding(claim, Words::of(report, Some(digits)).judgement(&claim.judgement))
}

fn of_rounding(claim: &ClaimReport, mut why: String) -> String {
    if claim.by_convention {
        why.push_str("; a convention: at this kink there is no derivative");
    }
    match claim.rounds_once {
        Some(format) => format!("{why}; {format} rounds the exact value once, not each operation"),
        None => why,
    }
}

/// Why something about numbers was judged as it was. `graph` holds what the judgement speaks of.
pub fn judgement_reason(graph: &Graph, judgement: &Judgement) -> String {
    Words { graph, arrays: None, digits: None }.judgement(judgement)
}

/// No more digits are written to tell two numbers apart.
const MOST_DIGITS: usize = 17;

/// What puts a judgement into words.
#[derive(Clone, Copy)]
struct Words<'g> {
    graph: &'g Graph,
    /// Where there are vectors or matrices.
    arrays: Option<&'g Arrays>,
    /// Numbers are rounded to so many digits, where they are.
    digits: Option<usize>,
}

impl<'g> Words<'g> {
    fn of(report: &'g Report, digits: Option<usize>) -> Self {
        let arrays = report.arrays.as_ref().map(|array_report| &array_report.arrays);
        Self { graph: report.graph(), arrays, digits }
    }

    fn judgement(self, judgement: &Judgement) -> String {
        match judgement {
            Judgement::Proved(grounds) => {
                let all: Vec<String> = grounds.iter().map(|ground| self.ground(ground)).collect();
                all.join(" and ")
            }
            Judgement::Consistent { as_written, reached } => {
                format!(
                    "as printed {}; operands rounded as printed reach {}",
                    self.refutation(as_written),
                    reach(reached)
                )
            }
            Judgement::Vacuous { within_ranges } => {
                let place = if *within_ranges { "nowhere within the ranges" } else { "for no numbers" };
                format!("{place} are both sides defined: it says nothing")
            }
            Judgement::Refuted(why) => self.refutation(why),
            Judgement::Undecided(why) => self.doubt(why),
        }
    }

    /// As many digits as tell two numbers apart.
    fn apart(self, left: &Observed, right: &Observed) -> Self {
        let Some(fewest) = self.digits.filter(|_| left != right) else { return self };
        let at = |digits| Self { digits: Some(digits), ..self };
        (fewest..=MOST_DIGITS)
            .map(at)
            .find(|words| words.observed(left) != words.observed(right))
            .unwrap_or(Self { digits: None, ..self })
    }

    fn ground(self, ground: &Ground) -> String {
        let by = match &ground.by {
            By::Numbers { left, relation, right } => return self.numbers(left, *relation, right, ground),
            By::SameNumber(None) => "both sides are the same number".to_owned(),
            By::SameNumber(Some(about)) => {
                format!("both sides are the same number, about {}", self.value(about))
            }
            By::Arrays(ground) => {
                self.arrays.map_or_else(String::new, |all| claim_words::ground(all, ground))
            }
            By::SameFunction => "both sides are the same function".to_owned(),
            By::Rules(rules) if rules.iter().all(|rule| rule.id == "boxes") => "proved box by box".to_owned(),
            By::Rules(rules) => {
                let titles: Vec<&str> = rules.iter().map(|rule| rule.title).collect();
                format!("proved by {}", titles.join(", then "))
            }
        };
        if ground.is_zero_as_printed { format!("{by}; to the digits printed: it need not be 0") } else { by }
    }

    fn numbers(self, left: &Observed, relation: Relation, right: &Observed, ground: &Ground) -> String {
        let words = self.apart(left, right);
        let (one, other) = (words.observed(left), words.observed(right));
        // Digits that were cut off are no reason for an equality sign.
        if relation == Relation::Equal && (is_cut(left) || is_cut(right)) {
            return format!("both sides are the same number, about {one}");
        }
        let sign = match relation {
            Relation::Equal => "=",
            Relation::About => "~=",
            Relation::Less => "<",
            Relation::AtMost => "<=",
            Relation::Greater => ">",
            Relation::AtLeast => ">=",
        };
        let end = if ground.is_zero_as_printed { " to the digits printed, but it is not 0" } else { "" };
        format!("{one} {sign} {other}{end}")
    }

    fn refutation(self, why: &Refutation) -> String {
        match why {
            Refutation::Numbers([left, right]) => {
                let words = self.apart(left, right);
                let (one, other) = (words.observed(left), words.observed(right));
                if one == other && left != right {
                    format!("the sides are both about {one}, but not the same number")
                } else {
                    format!("the sides are {one} and {other}")
                }
            }
            Refutation::SameNumber(None) => "both sides are the same number".to_owned(),
            Refutation::SameNumber(Some(point)) => {
                format!("both sides are the same number at {}", named(self.graph, point))
            }
            Refutation::SameFunction(point) => {
                format!("both sides are the same function: the same number at {}", named(self.graph, point))
            }
            Refutation::DifferAt(point) => format!("the sides differ at {}", named(self.graph, point)),
            Refutation::FailsAt(point) => format!("it fails at {}", named(self.graph, point)),
            Refutation::WithoutValue(why) => format!("a side has no value: {why}"),
            Refutation::NotHeld { format, held } => {
                format!("a side has no value: {format} holds {} there", self.observed(held))
            }
            Refutation::AfterStep { of, why } => {
                format!("no number for {}: {}", self.graph.name(*of), no_number(self.graph, *why))
            }
            Refutation::Arrays(how) => {
                self.arrays.map_or_else(String::new, |all| claim_words::difference(all, how))
            }
            Refutation::NotReachable(reached) => {
                format!("not reachable: operands rounded as printed reach {}", reach(reached))
            }
        }
    }

    fn doubt(self, why: &Doubt) -> String {
        match why {
            Doubt::NothingCompared => "nothing is compared".to_owned(),
            Doubt::NeedsNumbers(Some(BY_HAND)) => {
                "no number is written down for it: either a name in it has no \
                 value, or a line lies so near to a tie that it is not certain how it is rounded"
                    .to_owned()
            }
            Doubt::NeedsNumbers(Some(format)) => {
                format!("what `{format}` holds is known of numbers only: give every name in it a value")
            }
            Doubt::NeedsNumbers(None) => {
                "`inf` and `nan` are compared with what a number format holds, as in \
                 `claim f16(2^16) = inf`: give every name in it a value"
                    .to_owned()
            }
            Doubt::TooClose([left, right]) => {
                format!(
                    "both sides are about {} and {}: too close to tell",
                    self.value(left),
                    self.value(right)
                )
            }
            Doubt::BeyondExponents => format!("a side is {}", Undefined::BeyondExponents),
            Doubt::PerhapsVacuous => {
                "no numbers were found for which both sides are defined: it may say nothing".to_owned()
            }
            Doubt::OneOpenFunction => {
                "it compares values of one open function, and these may be equal".to_owned()
            }
            Doubt::Arrays(doubt) => claim_words::doubt(*doubt).to_owned(),
            Doubt::After(count) => format!("the first {count} claims of a worksheet are judged"),
            Doubt::NoPoint => {
                "no point was found at which both sides are numbers that can be compared".to_owned()
            }
            Doubt::NotTheSlope { taken, slope } => format!(
                "the conventions at kinks give {}, which a program answers, but the derivative is {}",
                self.value(taken),
                self.value(slope)
            ),
            Doubt::OnlyAtKink(point) => format!(
                "it fails only at kinks, as at {}: there a convention stands for the derivative",
                named(self.graph, point)
            ),
            Doubt::AgainstPin(derivative) => format!(
                "where it was found to fail, {} is not what is stated of it",
                Typesetter::new(self.graph, &Notations::new()).expression(*derivative).ascii()
            ),
            Doubt::NotProvedEqual => {
                "the sides agree at the points tried, but were not proved equal everywhere".to_owned()
            }
            Doubt::NotProved { ended_after: None } => {
                "no point was found at which it fails, but it was not proved for all values".to_owned()
            }
            Doubt::NotProved { ended_after: Some(steps) } => format!(
                "no point was found at which it fails, but it was not proved for all values: the search ended after {steps} steps"
            ),
            Doubt::AsPrinted { as_written, is_defined } => {
                let why = if *is_defined {
                    "no rounded operands were found that give it, and none were ruled out"
                } else {
                    "some numbers that round to the operands have no value there"
                };
                format!("as printed {}; {why}", self.refutation(as_written))
            }
        }
    }

    fn observed(self, number: &Observed) -> String {
        match number {
            Observed::Value(value) => self.value(value),
            Observed::Infinite { negative: false } => "inf".to_owned(),
            Observed::Infinite { negative: true } => "-inf".to_owned(),
            Observed::NotANumber => "NaN".to_owned(),
        }
    }

    /// A value exactly where that is short, 4/9 rather than 0.44444444444444444.
    fn value(self, value: &Value) -> String {
        match value {
            Value::Exact(exact) if is_fraction(exact) => exact.to_string(),
            Value::Exact(_) | Value::Enclosed(_) => {
                chainrule_render::value::number(value, self.digits).ascii()
            }
        }
    }
}

fn no_number(graph: &Graph, why: NoNumber) -> String {
    match why {
        NoNumber::Infinite { negative: false } => "it is infinite".to_owned(),
        NoNumber::Infinite { negative: true } => "it is minus infinity".to_owned(),
        NoNumber::NotANumber => "it is NaN".to_owned(),
        NoNumber::Undefined(why) => why.to_string(),
        NoNumber::Diverges { step, what } => {
            let what = match what {
                Meaning::Quantity(symbol) | Meaning::New(symbol) | Meaning::State(symbol, _) => {
                    format!("`{}`", graph.name(symbol))
                }
                Meaning::Derivative(_) => "a derivative".to_owned(),
            };
            format!("the run diverges in step {step}: {what} is not finite")
        }
        NoNumber::Unknown => "it has no value".to_owned(),
    }
}

/// A point in the reader's names.
fn named(graph: &Graph, point: &Point) -> String {
    if point.is_empty() {
        return "every point".to_owned();
    }
    let notations = Notations::new();
    let typesetter = Typesetter::new(graph, &notations);
    let pieces: Vec<String> = point
        .iter()
        .map(|(leaf, value)| format!("{} = {value}", typesetter.expression(*leaf).ascii()))
        .collect();
    pieces.join(", ")
}

fn is_fraction(exact: &Rational) -> bool {
    terminating(exact, 24).is_none() && exact.bits() <= LONGEST_FRACTION_BITS
}

/// Whether digits are left out of what is said of a number.
fn is_cut(number: &Observed) -> bool {
    match number {
        Observed::Value(value) => {
            !value.exact().is_some_and(is_fraction) && !chainrule_render::value::set(value, None).1
        }
        Observed::Infinite { .. } | Observed::NotANumber => false,
    }
}

/// From where to where the operands reach.
fn reach(ends: &[Rational; 2]) -> String {
    let [low, high] =
        ends.each_ref().map(|end| Layout::number(Number::value(end, Some(REACH_DIGITS)).0).ascii());
    format!("from {low} to {high}")
}
