//! A gradient step: exactly, and in each float format.

use chainrule_evaluator::number::Held;
use chainrule_render::{Inline, Layout, Line, Operator, Relation, Role};

use super::{Page, line};
use crate::update::{Kept, UpdateReport, is_negative};
use crate::value::{bracketed, held, number, relation_to};

impl Page<'_> {
    pub(super) fn gradient_step(&mut self, update: &UpdateReport) {
        let digits = self.digits;
        let weight = self.setter.name(update.weight);
        self.heading(1, Inline::new().text("Update of ").math(weight.clone()));
        let new = Layout::sequence(&[Layout::text("new "), weight]);
        let equals = |relation| match relation {
            Relation::Equal | Relation::None => Operator::Equal,
            Relation::AtMost => Operator::AtMost,
            Relation::Less => Operator::Less,
            Relation::About => Operator::About,
        };
        let step = Layout::joined(
            &[bracketed(&update.rate, digits), bracketed(&update.gradient, digits)],
            Operator::Times,
        )
        .related(equals(relation_to(&update.step, digits)), &number(&update.step, digits));
        let difference =
            Layout::joined(&[number(&update.old, digits), bracketed(&update.step, digits)], Operator::Minus)
                .related(equals(relation_to(&update.new, digits)), &number(&update.new, digits));
        let about = |values: &[&chainrule_evaluator::number::Value]| {
            let exact = values.iter().all(|value| relation_to(value, digits) == Relation::Equal);
            if exact { Relation::Equal } else { Relation::About }
        };
        self.equations(vec![
            Line {
                relation: about(&[&update.rate, &update.gradient]),
                ..line(Layout::text("step"), step, Some("learning rate times gradient".into()))
            },
            Line {
                relation: about(&[&update.old, &update.step]),
                ..line(new, difference, Some("in exact arithmetic".into()))
            },
        ]);
        let (before, after) = (is_negative(&update.old), is_negative(&update.new));
        if before.zip(after).is_some_and(|(before, after)| before != after) {
            self.paragraph(
                Inline::new()
                    .role(Role::Warning, "sign flip")
                    .text(": the step is larger than the weight, so the weight changes its sign."),
            );
        }
        let items = update.kept.iter().map(|kept| self.kept(kept)).collect();
        self.paragraph("In each number format:".into());
        self.list(items);
    }

    fn kept(&self, kept: &Kept) -> Inline {
        let text = Inline::new().text(format!("{}: ", kept.format.name));
        match (&kept.new, &kept.gradient) {
            (None, Held::Infinite { .. } | Held::NotANumber) => {
                text.text("the gradient ").role(Role::Bad, "overflows")
            }
            (None, Held::Finite(_)) => text.text("the step ").role(Role::Bad, "overflows"),
            (Some(new), _) if kept.lost => text
                .text("the weight stays ")
                .math(held(new, self.digits))
                .text(": the step is ")
                .role(Role::Bad, "lost"),
            (Some(new), _) => text.text("the weight becomes ").math(held(new, self.digits)),
        }
    }
}
