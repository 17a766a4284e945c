//! Many steps: what was asked, the course of the loss, what became of the weights.

use chainrule_number::Scalar;
use chainrule_render::{Block, Inline, Layout, Number, Operator, Role, Row, Table};
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::Order;
use chainrule_work::found::{Course, End};
use chainrule_work::found::{Meaning, Observed};

use super::Page;
use super::arrays::{EntryRun, course_of_array, has_softmax};
use super::values::DIGITS;
use chainrule_render::value::number;
use chainrule_work::update::{TrainingReport, UpdateReport};
use chainrule_worksheet::{Batches, Update};
use rustc_hash::FxHashSet;

/// Numbers of a course are shown to so many significant digits, where nothing else is asked.
const COURSE_DIGITS: usize = 10;

/// … and those in what is said about it to so many.
const FEW_DIGITS: usize = 4;

impl Page<'_> {
    pub(super) fn training(&mut self, report: &UpdateReport, training: &TrainingReport) {
        if !self.plan.is_complete() {
            return self.training_in_short(report, training);
        }
        let update = &report.update;
        let arithmetic = training.format.map_or("exact fractions", |format| format.name);
        let steps = counted(training.steps, "step");
        let name = update.name.as_ref().map_or(String::new(), |name| format!(" ({name})"));
        self.heading(1, Inline::new().text(format!("Training: {steps} in {arithmetic}{name}")));
        let rule = match &update.rule.clip {
            None => update.rule.name.clone(),
            Some(_) => format!("{} with a clip", update.rule.name),
        };
        let how = match update.order {
            Order::Simultaneous => "all at once",
            Order::Sequential => {
                "one after the other, each at once where its gradient is known, from one forward pass a step"
            }
        };
        let text = Inline::new()
            .text("Moved along the gradient of ")
            .math(self.setter.name(update.loss))
            .text(format!(" by the rule {rule}, {how}: "))
            .math(self.names_together(&update.weights))
            .text(".");
        let text = match self.fixed(report) {
            Some(fixed) => text.text(" Fixed: ").math(fixed).text("."),
            None => text,
        };
        self.paragraph(text);
        self.batches(update);
        self.softmax_in_steps();
        self.rule(report);
        let digits = self.digits.unwrap_or(COURSE_DIGITS);
        let said = format!("The course, with numbers rounded to {digits} significant digits:");
        self.paragraph(Inline::new().text(said));
        self.course(training);
        self.weights(report, training);
        self.findings(report, training);
    }

    /// A training as far as nothing in it says what another part says.
    fn training_in_short(&mut self, report: &UpdateReport, training: &TrainingReport) {
        let update = &report.update;
        let arithmetic = training.format.map_or("exact fractions", |format| format.name);
        let steps = counted(training.steps, "step");
        let name = update.name.as_ref().map_or(String::new(), |name| format!(" ({name})"));
        let clip = if update.rule.clip.is_some() { " with a clip" } else { "" };
        let rule = &update.rule.name;
        let title = format!("Training: {steps} of {rule}{clip} in {arithmetic}{name}");
        self.section_of(Inline::new().text(title), Inline::new(), Inline::new());
        self.rule(report);
        let mut text =
            Inline::new().math(self.names_together(&update.weights)).text(" move along the gradient of ");
        if let [_] = self.as_arrays(&update.weights).as_slice() {
            text = Inline::new()
                .math(self.names_together(&update.weights))
                .text(" moves along the gradient of ");
        }
        text = text.math(self.setter.name(update.loss));
        if update.order == Order::Sequential {
            text = text.text(
                ", one after the other, each at once where its gradient is known, from one forward pass a step",
            );
        }
        if let Some(fixed) = self.fixed(report) {
            text = text.text("; fixed: ").math(fixed);
        }
        self.blocks.push(Block::Remark(text.text(".")));
        self.batches(update);
        self.softmax_in_steps();
        self.course(training);
        if !update.weights.iter().all(|weight| training.noted.contains(weight)) {
            let runs = self.as_arrays(&update.weights);
            let moved: Vec<Layout> = runs.iter().map(|run| self.moved(training, update, run)).collect();
            let (places, left_out) = self.elision.places(moved.len());
            let lines = places.into_iter().map(|place| match place {
                Some(place) => moved[place].clone(),
                None => Layout::dots(u64::try_from(left_out).ok()),
            });
            let lines = lines.collect();
            self.blocks.push(Block::Items("Weights".to_owned(), lines));
        }
        self.findings(report, training);
    }

    /// The leaves that stay as they are, but for the cases that steps see in turn.
    fn fixed(&self, report: &UpdateReport) -> Option<Layout> {
        let data: FxHashSet<SymbolId> =
            report.update.batches.iter().flat_map(Batches::leaves).map(|(leaf, _)| *leaf).collect();
        let fixed: Vec<SymbolId> = report.fixed.iter().copied().filter(|leaf| !data.contains(leaf)).collect();
        (!fixed.is_empty()).then(|| self.names_together(&fixed))
    }

    /// Which cases the steps see.
    fn batches(&mut self, update: &Update) {
        let Some(batches) = &update.batches else { return };
        let cases = counted(batches.size, "case");
        let data: Vec<SymbolId> = batches.data.iter().map(|(leaf, _)| *leaf).collect();
        let text = Inline::new()
            .text(format!("Each step sees a batch of {cases} of "))
            .math(self.names_together(&data))
            .text(format!(
                ", the {} in turn{}; the numbers below are those of the batch of the next step.",
                counted_batches(batches.count),
                if batches.last == batches.size {
                    String::new()
                } else {
                    format!(", the last of them {}", counted(batches.last, "case"))
                }
            ));
        self.blocks.push(Block::Remark(text));
    }

    /// How a softmax of vectors is carried out in steps.
    fn softmax_in_steps(&mut self) {
        if self.report.arrays.as_ref().is_some_and(has_softmax) {
            self.blocks.push(Block::Remark(
                "In steps softmax and logsumexp are the exponentials that they stand for, entry by entry; frameworks take the largest exponent away first."
                    .into(),
            ));
        }
    }

    /// A weight or an array of them, before and after.
    fn moved(&self, training: &TrainingReport, update: &Update, entry_run: &EntryRun) -> Layout {
        let courses = &training.history.courses[entry_run.places.clone()];
        let all = |number: fn(&Course) -> &Observed| -> Option<Layout> {
            let numbers: Vec<Layout> = courses.iter().map(|course| self.observed(number(course))).collect();
            if entry_run.array.is_some() { entry_run.numbers(&numbers) } else { numbers.first().cloned() }
        };
        let name = entry_run
            .array
            .clone()
            .unwrap_or_else(|| self.setter.name(update.weights[entry_run.places.start]));
        let course = match (all(|course| &course.start), all(|course| &course.end)) {
            (Some(start), Some(end)) => start.related(Operator::Becomes, &end),
            (_, _) => Layout::text(format!("{} entries, not written out", courses.len())),
        };
        Layout::sequence(&[name, Layout::text(": "), course])
    }

    /// The loss and what is watched, at the start, at powers of ten and at the end.
    fn course(&mut self, training: &TrainingReport) {
        let mut titles: Vec<Inline> = vec!["step".into()];
        titles.extend(training.noted.iter().map(|&symbol| Inline::new().math(self.setter.name(symbol))));
        let rows = training
            .history
            .snapshots
            .iter()
            .map(|snapshot| {
                let mut cells = vec![Layout::text(snapshot.step.to_string())];
                cells.extend(snapshot.values.iter().map(|value| self.observed(value)));
                Row::Cells(cells)
            })
            .collect();
        self.blocks.push(Block::Table(Table { titles, rows }));
    }

    fn weights(&mut self, report: &UpdateReport, training: &TrainingReport) {
        let courses = &training.history.courses;
        let (places, left_out) = self.elision.places(courses.len());
        let rows = places
            .into_iter()
            .map(|place| match place {
                None => Row::LeftOut(left_out),
                Some(place) => {
                    let Course { start, end, .. } = &courses[place];
                    let name = self.setter.name(report.update.weights[place]);
                    Row::Cells(vec![name, self.observed(start), self.observed(end)])
                }
            })
            .collect();
        let titles = ["weight", "at the start", "at the end"].map(Inline::from).to_vec();
        self.blocks.push(Block::Table(Table { titles, rows }));
    }

    fn observed(&self, observed: &Observed) -> Layout {
        self.rounded(observed, if self.plan.is_complete() { COURSE_DIGITS } else { DIGITS })
    }

    /// A number, rounded to so many digits where the reader asks for no others.
    fn rounded(&self, observed: &Observed, digits: usize) -> Layout {
        match observed {
            Observed::Value(value) => number(value, Some(self.digits.unwrap_or(digits))),
            Observed::Infinite { negative: false } => Layout::operator(Operator::Infinity),
            Observed::Infinite { negative: true } => Layout::sequence(&[
                Layout::operator(Operator::Negative),
                Layout::operator(Operator::Infinity),
            ]),
            Observed::NotANumber => Layout::text("NaN"),
        }
    }

    /// What diverged, froze, was absorbed or changed its sign.
    fn findings(&mut self, report: &UpdateReport, training: &TrainingReport) {
        let mut remarks = Vec::new();
        match &training.history.end {
            End::Completed | End::Settled { .. } if training.stands_still => {
                remarks.push(Inline::new().text("every step is 0, whatever the gradient: no weight moves"));
                return self.found(remarks);
            }
            End::Completed => {}
            End::Settled { step } => remarks.push(Self::settled(training, *step)),
            End::Diverged { step, what, value } => {
                remarks.push(self.diverged(report, training, *step, *what, value));
            }
        }
        let mut left_out = 0usize;
        for run in self.as_arrays(&report.update.weights) {
            let place = run.places.start;
            let said = match &run.array {
                Some(name) => course_of_array(training, name, run.places),
                None => self.course_of(training, report.update.weights[place], place),
            };
            for item in said {
                if remarks.len() < self.elision.most() {
                    remarks.push(item);
                } else {
                    left_out += 1;
                }
            }
        }
        if left_out > 0 {
            remarks.push(Inline::new().text(format!("… {left_out} more of this kind")));
        }
        if remarks.is_empty() && self.plan.is_complete() {
            self.paragraph("No weight changed its sign, froze or diverged.".into());
        }
        self.found(remarks);
    }

    /// What was found: points in a record, remarks elsewhere.
    fn found(&mut self, remarks: Vec<Inline>) {
        if self.plan.is_complete() {
            self.list(remarks);
        } else {
            self.blocks.extend(remarks.into_iter().map(Block::Remark));
        }
    }

    fn settled(training: &TrainingReport, step: u64) -> Inline {
        let text = Inline::new().role(Role::Warning, "frozen");
        let left = counted(training.steps - step, "step");
        if step == 0 {
            return text.text(": no step changes a single bit of any weight");
        }
        text.text(format!(": no bit changes after step {step}; the {left} left are all the same"))
    }

    fn diverged(
        &self,
        report: &UpdateReport,
        training: &TrainingReport,
        step: u64,
        what: Meaning,
        value: &Observed,
    ) -> Inline {
        let what = match what {
            Meaning::Quantity(symbol) => self.setter.name(symbol),
            Meaning::Derivative(id) => self.setter.expression(id),
            Meaning::New(weight) => Layout::sequence(&[Layout::text("new "), self.setter.name(weight)]),
            Meaning::State(weight, place) => {
                let state = &report.update.rule.states[place].name;
                Layout::sequence(&[Layout::text(format!("{state} of ")), self.setter.name(weight)])
            }
        };
        let text = Inline::new().role(Role::Bad, "diverged");
        let text = if step == 0 {
            text.text(": with the given values ")
        } else {
            text.text(format!(": in step {step}, "))
        };
        let text = text.math(what).text(" is the first to become ").math(self.observed(value));
        let text = if step < training.steps { text.text("; the run stops there") } else { text };
        match (&training.why, training.format) {
            (Some(why), Some(format)) => self.loss(&text.text("; "), format, why),
            (_, _) => text,
        }
    }

    /// What is to be said of one weight.
    fn course_of(&self, training: &TrainingReport, weight: SymbolId, place: usize) -> Vec<Inline> {
        let course = &training.history.courses[place];
        let mut remarks = Vec::new();
        let name = || Inline::new().math(self.setter.name(weight));
        if course.sign_changes > 0 {
            let more = if course.sign_changes == 1 {
                String::new()
            } else {
                format!(", and {} in all", counted(course.sign_changes, "time"))
            };
            let text = name().text(" ").role(Role::Warning, "changed its sign");
            remarks.push(text.text(format!(" in step {}{more}", course.first_sign_change)));
        }
        let froze = course.last_change < training.history.reached(training.steps);
        if froze {
            let text = name().text(" ").role(Role::Warning, "froze");
            let text = if course.last_change == 0 {
                text.text(": no step changed a bit of it")
            } else {
                text.text(format!(": no bit of it changed after step {}", course.last_change))
            };
            let is_zero = |of: &Observed| matches!(of, Observed::Value(value) if value.is_certainly_zero());
            remarks.push(match &training.half_gaps[place] {
                _ if is_zero(&course.gradient) => text.text("; its gradient is 0 there"),
                _ if course.step.as_ref().is_some_and(is_zero) => text
                    .text("; with a gradient of ")
                    .math(self.rounded(&course.gradient, FEW_DIGITS))
                    .text(" the step comes to 0"),
                None => text,
                Some(gap) => text
                    .text("; with a gradient of ")
                    .math(self.rounded(&course.gradient, FEW_DIGITS))
                    .text(" the step is absorbed, as steps of up to ")
                    .math(Layout::number(Number::value(gap, Some(self.digits.unwrap_or(FEW_DIGITS))).0))
                    .text(" are, half the distance to the next number"),
            });
        } else if course.absorbed > 0 {
            let text = name().text(": ").role(Role::Warning, "absorbed");
            remarks.push(text.text(format!(
                " {}, first in step {}: what was added was not 0, and no bit of it changed",
                counted(course.absorbed, "step"),
                course.first_absorbed
            )));
        }
        remarks
    }
}

fn counted_batches(count: u64) -> String {
    if count == 1 { "one batch".to_owned() } else { format!("{count} batches") }
}

/// `1 step`, `2 steps`
fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
