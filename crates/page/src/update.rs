//! One gradient step: exactly, and in each float format.

use chainrule_number::{Held, Value};
use chainrule_render::{Inline, Layout, Line, Number, Operator, Relation, Role};
use chainrule_symbolic::network::Order;

use super::{Page, line};
use chainrule_render::value::{held, number};
use chainrule_work::update::{Kept, StepReport, UpdateOutcome, UpdateReport, flips_sign};

/// Values in running text have up to so many characters,
const LONGEST_IN_A_SENTENCE: usize = 40;

/// … others are rounded to so many digits.
const ROUNDED_DIGITS: usize = 10;

impl Page<'_> {
    pub(super) fn update(&mut self, report: &UpdateReport) {
        match &report.outcome {
            UpdateOutcome::Step(step) => self.step(report, step),
            UpdateOutcome::Training(training) => self.training(report, training),
        }
    }

    fn step(&mut self, report: &UpdateReport, step: &StepReport) {
        let (places, left_out) = self.elision.places(step.moves.len());
        for place in places {
            match place {
                Some(place) => self.gradient_step(report, step, place),
                None => self.paragraph(Inline::new().text(format!("… {left_out} more weights …"))),
            }
        }
        if let (Some(before), Some(after)) = (&step.before, &step.after) {
            let loss = self.setter.name(report.update.loss);
            let text = match report.update.order {
                Order::Simultaneous => "With all steps of this update made at once, ",
                Order::Sequential => "With the steps of this update made in turn, from one forward pass, ",
            };
            let text = if step.moves.len() == 1 { "With this step made, " } else { text };
            let (from, to) = (self.in_a_sentence(before), self.in_a_sentence(after));
            let said = Inline::new().text(text).math(loss).text(" goes from ").math(from);
            self.paragraph(said.text(" to ").math(to).text("."));
        }
    }

    /// A value that fits a line of text: one with more digits is rounded.
    fn in_a_sentence(&self, value: &Value) -> Layout {
        let full = self.number(value);
        if full.unicode().chars().count() <= LONGEST_IN_A_SENTENCE {
            return full;
        }
        let rounded = number(value, Some(self.digits.unwrap_or(ROUNDED_DIGITS).min(LONGEST_IN_A_SENTENCE)));
        Layout::sequence(&[Layout::text("about "), rounded])
    }

    fn gradient_step(&mut self, report: &UpdateReport, step: &StepReport, place: usize) {
        let update = &step.moves[place];
        let weight = self.setter.name(update.weight);
        self.heading(1, Inline::new().text("Update of ").math(weight.clone()));
        let new = Layout::sequence(&[Layout::text("new "), weight]);
        if place == 0 && report.update.rule.plain_rate().is_none() {
            self.rule(report);
        }
        let equals = |relation| match relation {
            Relation::Equal | Relation::None => Operator::Equal,
            Relation::AtMost => Operator::AtMost,
            Relation::Less => Operator::Less,
            Relation::About => Operator::About,
        };
        let about = |values: &[&Value]| {
            let exact = values.iter().all(|value| self.relation_to(value) == Relation::Equal);
            if exact { Relation::Equal } else { Relation::About }
        };
        let rule = &report.update.rule;
        let difference =
            Layout::joined(&[self.number(&update.old), self.bracketed(&update.step)], Operator::Minus)
                .related(equals(self.relation_to(&update.new)), &self.number(&update.new));
        let step = match report.arguments.as_slice() {
            [rate] if rule.plain_rate().is_some() => {
                let product = Layout::joined(
                    &[self.bracketed(rate), self.bracketed(&update.gradient)],
                    Operator::Times,
                )
                .related(equals(self.relation_to(&update.step)), &self.number(&update.step));
                Line {
                    relation: about(&[rate, &update.gradient]),
                    ..line(Layout::text("step"), product, Some("learning rate times gradient".into()))
                }
            }
            [..] => Line {
                relation: about(&[&update.step]),
                ..line(
                    Layout::text("step"),
                    self.number(&update.step),
                    Some(Inline::new().text("by the rule, with g = ").math(self.number(&update.gradient))),
                )
            },
        };
        self.equations(vec![
            step,
            Line {
                relation: about(&[&update.old, &update.step]),
                ..line(new, difference, Some("in exact arithmetic".into()))
            },
        ]);
        if flips_sign(&update.old, &update.new) {
            self.paragraph(
                Inline::new()
                    .role(Role::Warning, "sign flip")
                    .text(": the step is larger than the weight, so the weight changes its sign."),
            );
        }
        let remarks = update.kept.iter().map(|kept| self.kept(kept)).collect();
        self.paragraph("In each number format:".into());
        self.list(remarks);
    }

    /// The equations of a rule, and the numbers in them.
    pub(super) fn rule(&mut self, report: &UpdateReport) {
        let lines = report.equations.iter();
        let lines = lines.map(|equation| {
            line(self.setter.expression(equation.left), self.setter.expression(equation.right), None)
        });
        let mut lines: Vec<Line> = lines.collect();
        let arguments = report.update.rule.arguments.iter().zip(&report.arguments);
        if !self.plan.is_complete() && arguments.len() > 1 {
            let said: Vec<Layout> = arguments
                .map(|(argument, value)| {
                    let sign = self.relation_to(value).operator();
                    Layout::name(&argument.name).related(sign, &self.number(value))
                })
                .collect();
            lines.push(Line {
                left: Layout::new(),
                relation: Relation::None,
                right: Layout::joined(&said, Operator::Comma),
                reason: None,
            });
        } else {
            for (argument, value) in arguments {
                lines.push(Line {
                    relation: self.relation_to(value),
                    ..line(Layout::name(&argument.name), self.number(value), None)
                });
            }
        }
        self.equations(lines);
    }

    pub(super) fn kept(&self, kept: &Kept) -> Inline {
        let separator = if self.plan.is_complete() { ": " } else { " " };
        let text = Inline::new().text(format!("{}{separator}", kept.format.name));
        let text = match (&kept.new, &kept.gradient) {
            (None, Held::Infinite { .. }) => text.text("the gradient ").role(Role::Bad, "overflows"),
            (None, Held::NotANumber) => text.text("the gradient is ").role(Role::Bad, "NaN"),
            (None, Held::Finite(_)) if kept.result == Held::NotANumber => {
                text.text("the rule gives ").role(Role::Bad, "NaN")
            }
            (None, Held::Finite(_)) => text.text("the step ").role(Role::Bad, "overflows"),
            (Some(new), gradient) if kept.lost => {
                let text = text
                    .text("the weight stays ")
                    .math(held(new, self.digits))
                    .text(": the step is ")
                    .role(Role::Bad, "lost");
                match &kept.half_gap {
                    None if gradient.is_zero() => text.text(", since the gradient comes to 0"),
                    None if kept.why.is_some() => text.text(", since it comes to 0"),
                    None => text,
                    Some(gap) => text
                        .text(", since steps of up to ")
                        .math(Layout::number(Number::value(gap, Some(self.digits.unwrap_or(4))).0))
                        .text(", half the distance to the next number, are absorbed"),
                }
            }
            (Some(new), _) if *new == kept.old => text.text("the weight stays ").math(held(new, self.digits)),
            (Some(new), _) => text.text("the weight becomes ").math(held(new, self.digits)),
        };
        match &kept.why {
            Some(why) => self.loss(&text.text("; "), kept.format, why),
            None => text,
        }
    }
}
