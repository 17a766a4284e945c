//! Gradient steps in the types of the schema.

use chainrule_number::{Held, Value};
use chainrule_symbolic::network::Order;
use chainrule_work::found::{Course, End};
use chainrule_work::found::{Meaning, Observed};

use super::{Writer, schema, value};
use chainrule_render::value::number;
use chainrule_work::update::{
    MoveReport, StepReport, TrainingReport, UpdateOutcome, UpdateReport, flips_sign,
};

impl Writer<'_> {
    /// The single steps, one entry for each weight.
    pub(super) fn updates(&self) -> Vec<schema::Update> {
        let mut updates = Vec::new();
        for report in &self.report.updates {
            match &report.outcome {
                UpdateOutcome::Step(step) => {
                    updates.extend(step.moves.iter().map(|change| self.single_step(report, step, change)));
                }
                UpdateOutcome::Training(_) => {}
            }
        }
        updates
    }

    /// The trainings.
    pub(super) fn trainings(&self) -> Vec<schema::Training> {
        let mut trainings = Vec::new();
        for report in &self.report.updates {
            match &report.outcome {
                UpdateOutcome::Step(_) => {}
                UpdateOutcome::Training(training) => trainings.push(self.training(report, training)),
            }
        }
        trainings
    }

    fn single_step(&self, report: &UpdateReport, step: &StepReport, moved: &MoveReport) -> schema::Update {
        let digits = self.digits;
        let held = |held: &Held| value::held(held, digits);
        let written = |value: &Value| value::value(value, digits);
        let arguments = report.update.rule.arguments.iter().zip(&report.arguments);
        let mut rates = arguments.filter(|(argument, _)| argument.name == "rate");
        schema::Update {
            weight: self.name(moved.weight).to_owned(),
            loss: self.name(report.update.loss).to_owned(),
            old: written(&moved.old),
            rate: rates.next().map(|(_, rate)| written(rate)),
            gradient: written(&moved.gradient),
            step: written(&moved.step),
            new: written(&moved.new),
            sign_flip: flips_sign(&moved.old, &moved.new),
            rule: self.update_rule(report),
            loss_before: step.before.as_ref().map(written),
            loss_after: step.after.as_ref().map(written),
            formats: moved
                .kept
                .iter()
                .map(|kept| schema::Kept {
                    format: kept.format.name.to_owned(),
                    old: held(&kept.old),
                    gradient: held(&kept.gradient),
                    new: kept.new.as_ref().map(held),
                    lost: kept.lost,
                    half_gap: kept.half_gap.as_ref().map(ToString::to_string),
                    why: kept.why.as_ref().map(|why| self.cause(why)),
                })
                .collect(),
        }
    }

    fn update_rule(&self, report: &UpdateReport) -> schema::UpdateRule {
        let rule = &report.update.rule;
        schema::UpdateRule {
            name: rule.name.clone(),
            equations: report
                .equations
                .iter()
                .map(|equation| schema::RuleEquation {
                    left: self.expression(equation.left),
                    right: self.expression(equation.right),
                })
                .collect(),
            arguments: rule
                .arguments
                .iter()
                .zip(&report.arguments)
                .map(|(argument, value)| schema::RuleArgument {
                    name: argument.name.clone(),
                    value: value::value(value, self.digits),
                })
                .collect(),
            sequential: report.update.order == Order::Sequential,
        }
    }

    fn training(&self, report: &UpdateReport, training: &TrainingReport) -> schema::Training {
        let update = &report.update;
        let history = &training.history;
        schema::Training {
            name: update.name.clone(),
            loss: self.name(update.loss).to_owned(),
            rule: self.update_rule(report),
            arithmetic: training.format.map_or("exact", |format| format.name).to_owned(),
            steps: training.steps,
            batches: update.batches.as_ref().map(|batch| schema::Batches {
                size: batch.size,
                count: batch.count,
                last: (batch.last < batch.size).then_some(batch.last),
            }),
            fixed: report.fixed.iter().map(|&leaf| self.name(leaf).to_owned()).collect(),
            noted: training.noted.iter().map(|&symbol| self.name(symbol).to_owned()).collect(),
            course: history
                .snapshots
                .iter()
                .map(|snapshot| schema::Note {
                    step: snapshot.step,
                    values: snapshot.values.iter().map(|value| self.observed(value)).collect(),
                })
                .collect(),
            weights: update
                .weights
                .iter()
                .zip(&history.courses)
                .zip(&training.half_gaps)
                .map(|((&weight, course), half_gap)| schema::Course {
                    half_gap: half_gap.as_ref().map(ToString::to_string),
                    ..self.course(self.name(weight).to_owned(), course)
                })
                .collect(),
            end: match &history.end {
                End::Completed => schema::TrainingEnd::Completed,
                End::Settled { step } => schema::TrainingEnd::Settled { step: *step },
                End::Diverged { step, what, value } => schema::TrainingEnd::Diverged {
                    step: *step,
                    what: self.meaning(report, *what),
                    value: self.observed(value).exact,
                    why: training.why.as_ref().map(|why| Box::new(self.cause(why))),
                },
            },
        }
    }

    fn course(&self, weight: String, course: &Course) -> schema::Course {
        schema::Course {
            weight,
            start: self.observed(&course.start),
            end: self.observed(&course.end),
            gradient: self.observed(&course.gradient),
            step: course.step.as_ref().map(|step| self.observed(step)),
            half_gap: None,
            last_change: course.last_change,
            absorbed: course.absorbed,
            first_absorbed: (course.absorbed > 0).then_some(course.first_absorbed),
            sign_changes: course.sign_changes,
            first_sign_change: (course.sign_changes > 0).then_some(course.first_sign_change),
        }
    }

    pub(super) fn observed(&self, observed: &Observed) -> schema::Held {
        let word = |word: &str| schema::Held { exact: word.to_owned(), decimal: word.to_owned() };
        match observed {
            Observed::Value(value) => schema::Held {
                exact: value.exact().map_or_else(|| number(value, None).ascii(), ToString::to_string),
                decimal: number(value, Some(self.digits.unwrap_or(17))).ascii(),
            },
            Observed::Infinite { negative: false } => word("inf"),
            Observed::Infinite { negative: true } => word("-inf"),
            Observed::NotANumber => word("NaN"),
        }
    }

    /// The name of something that a run computes.
    fn meaning(&self, report: &UpdateReport, what: Meaning) -> String {
        match what {
            Meaning::Quantity(symbol) => self.name(symbol).to_owned(),
            Meaning::Derivative(id) => self.expression(id).text,
            Meaning::New(weight) => format!("new {}", self.name(weight)),
            Meaning::State(weight, place) => {
                format!("{} of {}", report.update.rule.states[place].name, self.name(weight))
            }
        }
    }
}
