//! Gradient steps: the formula, the numbers in it, the new weight, and what number formats keep.

use chainrule_number::{Held, Value};
use chainrule_render::value::held;
use chainrule_render::{Block, Inline, Layout, Line, Operator, Relation, Role, Row, Table};
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::Order;
use chainrule_work::update::{Kept, MoveReport, StepReport, UpdateOutcome, UpdateReport, flips_sign};

use super::super::Page;
use super::super::arrays::EntryRun;
use super::super::values::DIGITS;
use super::super::{dots, line};

impl Page<'_> {
    pub(in super::super) fn updates(&mut self) {
        let report = self.report;
        for update in &report.updates {
            match &update.outcome {
                UpdateOutcome::Step(step) => self.one_step(update, step),
                UpdateOutcome::Training(training) => self.training(update, training),
            }
        }
        if let Some(by_hand) = &report.by_hand {
            self.by_hand(by_hand);
        }
    }

    fn one_step(&mut self, report: &UpdateReport, step: &StepReport) {
        let rule = &report.update.rule;
        let how = if rule.is_plain && rule.clip.is_none() {
            "gradient descent".to_owned()
        } else {
            format!("the rule {}", rule.name)
        };
        let weights: Vec<SymbolId> = step.moves.iter().map(|change| change.weight).collect();
        let runs = self.as_arrays(&weights);
        let title = if runs.len() == 1 || runs.len() < weights.len() {
            Inline::from("Update of ").math(self.names_together(&weights))
        } else {
            Inline::new().text(format!("Update of {} weights", weights.len()))
        };
        let title = match report.update.order {
            Order::Sequential if step.moves.len() > 1 => {
                title.text(format!(" by {how}, one after the other"))
            }
            Order::Sequential | Order::Simultaneous => title.text(format!(" by {how}")),
        };
        self.section_of(title, Inline::new(), "One step of the update gives".into());
        if rule.plain_rate().is_none() {
            self.rule(report);
        }
        match step.moves.as_slice() {
            [only] => self.one_move(report, only),
            moves => self.moves(report, moves),
        }
        if let (Some(before), Some(after)) = (&step.before, &step.after) {
            let loss = self.setter.name(report.update.loss);
            let said = Inline::new().math(loss).text(" goes from ").math(self.number(before));
            self.blocks.push(Block::Remark(said.text(" to ").math(self.number(after)).text(".")));
        }
    }

    /// `w - α · ∂L/∂w`
    fn formula_of_step(&self, report: &UpdateReport, moved: &MoveReport) -> Option<Layout> {
        let rate = report.update.rule.plain_rate()?;
        let gradient =
            Layout::derivative(&self.setter.name(report.update.loss), &self.setter.name(moved.weight));
        let product = Layout::joined(&[self.in_a_product(rate, false), gradient], Operator::Chained);
        Some(Layout::joined(&[self.setter.name(moved.weight), product], Operator::Minus))
    }

    fn one_move(&mut self, report: &UpdateReport, moved: &MoveReport) {
        let new = Layout::sequence(&[Layout::text("new "), self.setter.name(moved.weight)]);
        let mut lines = Vec::new();
        let exact = |values: &[&Value]| {
            let all = values.iter().all(|value| self.relation_to(value) == Relation::Equal);
            if all { Relation::Equal } else { Relation::About }
        };
        let old = self.number(&moved.old);
        let (relation, numbers) = if let (Some(formula), [rate]) =
            (self.formula_of_step(report, moved), report.arguments.as_slice())
        {
            lines.push(line(new, formula, None));
            let product =
                Layout::joined(&[self.bracketed(rate), self.bracketed(&moved.gradient)], Operator::Times);
            (exact(&[&moved.old, rate, &moved.gradient]), Layout::joined(&[old, product], Operator::Minus))
        } else {
            let left = Layout::text("the step");
            let reason = Inline::from("by the rule, with g = ").math(self.number(&moved.gradient));
            let step = line(left, self.number(&moved.step), Some(reason));
            lines.push(Line { relation: exact(&[&moved.step]), ..step });
            let formula =
                Layout::joined(&[self.setter.name(moved.weight), Layout::text("the step")], Operator::Minus);
            lines.push(line(new, formula, None));
            let step = self.bracketed(&moved.step);
            (exact(&[&moved.old, &moved.step]), Layout::joined(&[old, step], Operator::Minus))
        };
        lines.push(Line { relation, ..line(Layout::new(), numbers, None) });
        let flips = flips_sign(&moved.old, &moved.new);
        let reason = flips.then(|| Inline::new().role(Role::Warning, "the weight changes its sign"));
        lines.push(Line {
            relation: self.relation_to(&moved.new),
            ..line(Layout::new(), self.number(&moved.new), reason)
        });
        self.equations(lines);
        self.kept_by_formats(std::slice::from_ref(moved));
    }

    /// Weights among which are all entries of an array: each array in one line.
    fn moves_of_arrays(&mut self, report: &UpdateReport, moves: &[MoveReport], runs: &[EntryRun]) {
        let mut lines = Vec::new();
        let loss = self.setter.name(report.update.loss);
        for run in runs {
            let moves = &moves[run.places.clone()];
            let name = run.array.clone().unwrap_or_else(|| self.setter.name(moves[0].weight));
            let new = Layout::sequence(&[Layout::text("new "), name.clone()]);
            if let Some(rate) = report.update.rule.plain_rate() {
                let gradient = Layout::derivative(&loss, &name);
                let product = Layout::joined(&[self.in_a_product(rate, false), gradient], Operator::Chained);
                lines.push(line(new, Layout::joined(&[name, product], Operator::Minus), None));
            } else {
                lines.push(Line { relation: Relation::None, ..line(new, Layout::new(), None) });
            }
            let numbers: Vec<Layout> = moves.iter().map(|change| self.number(&change.new)).collect();
            let numbers =
                if run.array.is_some() { run.numbers(&numbers) } else { numbers.into_iter().next() };
            let is_exact = moves.iter().all(|change| self.relation_to(&change.new) == Relation::Equal);
            let relation = if is_exact { Relation::Equal } else { Relation::About };
            let numbers =
                numbers.unwrap_or_else(|| Layout::text(format!("{} entries, not written out", moves.len())));
            lines.push(Line { relation, ..line(Layout::new(), numbers, None) });
        }
        self.equations(lines);
        self.kept_by_formats(moves);
    }

    /// Several weights, each in a row.
    fn moves(&mut self, report: &UpdateReport, moves: &[MoveReport]) {
        let weights: Vec<SymbolId> = moves.iter().map(|change| change.weight).collect();
        let runs = self.as_arrays(&weights);
        if runs.iter().any(|run| run.array.is_some()) {
            return self.moves_of_arrays(report, moves, &runs);
        }
        if let Some(first) = moves.first()
            && let Some(formula) = self.formula_of_step(report, first)
        {
            let new = Layout::sequence(&[Layout::text("new "), self.setter.name(first.weight)]);
            self.equations(vec![line(new, formula, None), dots(moves.len() - 1, " in the same way")]);
        }
        let (places, left_out) = self.elision.places(moves.len());
        let rows = places.into_iter().map(|place| match place.map(|place| &moves[place]) {
            None => Row::LeftOut(left_out),
            Some(change) => Row::Cells(vec![
                self.setter.name(change.weight),
                self.number(&change.old),
                self.number(&change.gradient),
                self.number(&change.new),
            ]),
        });
        let rows = rows.collect();
        let titles = ["weight", "old", "gradient", "new"].map(Inline::from).to_vec();
        self.blocks.push(Block::Table(Table { titles, rows }));
        let flipped: Vec<Layout> = moves
            .iter()
            .filter(|change| flips_sign(&change.old, &change.new))
            .take(self.elision.most())
            .map(|change| self.setter.name(change.weight))
            .collect();
        if !flipped.is_empty() {
            let text = Inline::new().role(Role::Warning, "sign change").text(": ");
            self.blocks.push(Block::Remark(text.math(Layout::joined(&flipped, Operator::Comma)).text(".")));
        }
        self.kept_by_formats(moves);
    }

    /// What each number format keeps of a step.
    fn kept_by_formats(&mut self, moves: &[MoveReport]) {
        let is_one = moves.len() == 1;
        let mut count = 0;
        for change in moves {
            let wrong: Vec<&Kept> = change.kept.iter().filter(|kept| is_wrong(kept)).collect();
            let right: Vec<&Kept> = change.kept.iter().filter(|kept| !is_wrong(kept)).collect();
            if is_one && !right.is_empty() {
                let digits = self.digits_apart(&right);
                let mut text = Inline::from("in ");
                for (place, kept) in right.iter().enumerate() {
                    let Some(new) = &kept.new else { continue };
                    text = text.text(format!("{}{} ", if place > 0 { ", " } else { "" }, kept.format.name));
                    text = text.math(self.held(new, digits));
                }
                self.blocks.push(Block::Remark(text));
            }
            for kept in wrong {
                if count == self.elision.most() {
                    break;
                }
                count += 1;
                let text = if is_one {
                    Inline::new()
                } else {
                    Inline::new().math(self.setter.name(change.weight)).text(" ")
                };
                let text = text.text("in ").then(self.kept(kept));
                self.blocks.push(Block::Remark(text));
            }
        }
    }

    fn held(&self, number: &Held, digits: usize) -> Layout {
        let is_whole = number.to_rational().is_some_and(|value| value.is_integer());
        held(
            number,
            if is_whole && self.digits.is_none() { None } else { Some(self.digits.unwrap_or(digits)) },
        )
    }

    /// As many digits as show that what formats keep differs, and that a weight moved.
    fn digits_apart(&self, kept: &[&Kept]) -> usize {
        const MOST: usize = 17;
        let mut numbers: Vec<Held> = Vec::new();
        for new in kept.iter().flat_map(|kept| [kept.new, Some(kept.old)]).flatten() {
            if !numbers.contains(&new) {
                numbers.push(new);
            }
        }
        let differ = |digits: usize| {
            let mut texts: Vec<String> =
                numbers.iter().map(|number| self.held(number, digits).unicode()).collect();
            texts.sort();
            texts.windows(2).all(|pair| pair[0] != pair[1])
        };
        (DIGITS..=MOST).find(|&digits| differ(digits)).unwrap_or(MOST)
    }
}

/// Whether something is wrong with what a format keeps.
fn is_wrong(kept: &Kept) -> bool {
    kept.lost || kept.why.is_some() || kept.new.is_none_or(|new| new == kept.old)
}
