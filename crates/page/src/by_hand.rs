//! The worksheet as a hand works it out, beside the true numbers.

use chainrule_number::{DecimalRounding, Digits, Ties};
use chainrule_render::{Block, Inline, Layout, Line, Number, Operator, Relation, Role, Row, Table};

use chainrule_number::Rational;

use super::{Page, dots, line};
use chainrule_render::value::{as_written, number};
use chainrule_work::by_hand::{ByHandReport, HandLine, HandProduct, MOST_BY_HAND};

/// True numbers beside the written ones have so many digits more.
const MORE_DIGITS: usize = 4;

/// Products of more factors than this are not written out with their numbers.
const LONGEST_PRODUCT: usize = 12;

impl Page<'_> {
    pub(super) fn by_hand(&mut self, report: &ByHandReport) {
        let rounding = report.rounding;
        let (count, what) = match rounding.digits {
            Digits::DecimalPlaces(count) => (count, "decimal place"),
            Digits::SignificantFigures(count) => (count, "significant figure"),
        };
        let plural = if count == 1 { "" } else { "s" };
        let ties = match rounding.ties {
            Ties::HalfEven => "ties to the even digit",
            Ties::HalfUp => "ties away from zero",
        };
        self.heading(1, "By hand".into());
        self.paragraph(Inline::new().text(format!(
            "Each line is rounded to {count} {what}{plural}, {ties}, and what was written down is used further on; \
             stated numbers stay as they are."
        )));
        if report.definitions.is_empty() && report.derivations.is_empty() {
            self.paragraph("Nothing here has a number: state values with `given`.".into());
            return;
        }
        self.hand_lines(rounding, &report.definitions);
        for derivation in &report.derivations {
            let name = self.setter.expression(derivation.name);
            self.heading(2, Inline::new().math(name));
            if derivation.factors.len() > 1 || derivation.products.is_empty() {
                self.hand_lines(rounding, &derivation.factors);
            }
            self.hand_products(rounding, &derivation.products);
            self.last_digit(rounding, &derivation.result);
        }
        for update in &report.updates {
            let name = self.setter.name(update.weight);
            self.heading(2, Inline::new().text("new ").math(name));
            self.last_digit(rounding, &update.new);
        }
        if report.left_out > 0 {
            self.paragraph(Inline::new().text(format!(
                "{} more are left out: {MOST_BY_HAND} derivatives and {MOST_BY_HAND} updates are worked out by hand.",
                report.left_out
            )));
        }
    }

    /// A table of lines: what was written down, the true number, and by how much the last digit is off.
    fn hand_lines(&mut self, rounding: DecimalRounding, lines: &[HandLine]) {
        if lines.is_empty() {
            return;
        }
        let (places, left_out) = self.elision.places(lines.len());
        let rows = places
            .into_iter()
            .map(|place| {
                let Some(line) = place.map(|place| &lines[place]) else { return Row::LeftOut(left_out) };
                Row::Cells(vec![
                    self.setter.expression(line.name),
                    written(rounding, line),
                    self.truth(rounding, line),
                    off(line),
                ])
            })
            .collect();
        let titles = ["line", "by hand", "unrounded", "last digit off by"].map(Inline::from).to_vec();
        self.blocks.push(Block::Table(Table { titles, rows }));
    }

    fn hand_products(&mut self, rounding: DecimalRounding, products: &[HandProduct]) {
        let (places, left_out) = self.elision.places(products.len());
        let mut lines = Vec::new();
        for place in places {
            let Some(by_hand) = place.map(|place| &products[place]) else {
                lines.push(dots(left_out, ""));
                continue;
            };
            let name = self.setter.expression(by_hand.line.name);
            let result = written(rounding, &by_hand.line);
            let count: usize = by_hand.put_in.iter().map(Vec::len).sum();
            if count > LONGEST_PRODUCT {
                lines.push(about(name, result));
                continue;
            }
            let number = |number: &Rational| {
                let layout = as_written(rounding, number);
                if number.is_negative() { layout.fenced() } else { layout }
            };
            if let ([factors], [steps]) = (by_hand.put_in.as_slice(), by_hand.steps.as_slice())
                && !steps.is_empty()
            {
                // Factor by factor, what was written down each time.
                let mut before = number(&factors[0]);
                let mut left = name;
                for (factor, step) in factors[1..].iter().zip(steps) {
                    let product = Layout::joined(&[before, number(factor)], Operator::Times);
                    let right = product.related(Operator::About, &as_written(rounding, step));
                    lines.push(about(std::mem::take(&mut left), right));
                    before = number(step);
                }
                continue;
            }
            let products: Vec<Layout> = by_hand
                .put_in
                .iter()
                .map(|factors| {
                    Layout::joined(&factors.iter().map(number).collect::<Vec<_>>(), Operator::Times)
                })
                .collect();
            let mut right = Layout::joined(&products, Operator::Plus);
            if by_hand.steps.iter().any(|steps| !steps.is_empty()) {
                let summands: Vec<Layout> = by_hand
                    .put_in
                    .iter()
                    .zip(&by_hand.steps)
                    .map(|(factors, steps)| number(steps.last().unwrap_or(&factors[0])))
                    .collect();
                right = right.related(Operator::About, &Layout::joined(&summands, Operator::Plus));
            }
            // A number that is only copied is its own result.
            let is_copied = by_hand.put_in.len() == 1;
            lines.push(about(name, if is_copied { right } else { right.related(Operator::About, &result) }));
        }
        self.equations(lines);
    }

    /// Whether rounding on the way changed the last digit of a result.
    fn last_digit(&mut self, rounding: DecimalRounding, hand_line: &HandLine) {
        let by_hand = written(rounding, hand_line);
        let truth = self.truth(rounding, hand_line);
        let text = match &hand_line.off {
            None => Inline::new()
                .role(Role::Warning, "not decided")
                .text(": a number on the way lies too near to a tie to be rounded; unrounded it is ")
                .math(truth),
            Some(off) if off.is_zero() => Inline::new()
                .role(Role::Good, "the last digit holds")
                .text(": by hand ")
                .math(by_hand)
                .text(", unrounded ")
                .math(truth),
            Some(_) => Inline::new()
                .role(Role::Warning, "rounding changed the last digit")
                .text(": by hand ")
                .math(by_hand)
                .text(", unrounded ")
                .math(truth)
                .text("; off by ")
                .math(off(hand_line)),
        };
        self.paragraph(text);
    }

    fn truth(&self, rounding: DecimalRounding, hand_line: &HandLine) -> Layout {
        let count = match rounding.digits {
            Digits::SignificantFigures(count) => usize::try_from(count).unwrap_or(usize::MAX),
            Digits::DecimalPlaces(count) => {
                let first = hand_line.value.log10_abs().floor();
                let digits = f64::from(count) + first.clamp(-60.0, 300.0) + 1.0;
                // At least the first digits of what is too small to be written down.
                (0..=400u16).find(|&whole| f64::from(whole) >= digits).map_or(1, usize::from).max(1)
            }
        };
        number(&hand_line.value, Some(self.digits.unwrap_or(count + MORE_DIGITS)))
    }
}

/// What was written down, with the zeros at its end.
fn written(rounding: DecimalRounding, hand_line: &HandLine) -> Layout {
    hand_line
        .written
        .as_ref()
        .map_or_else(|| Layout::text("not decided"), |value| as_written(rounding, value))
}

fn about(left: Layout, right: Layout) -> Line {
    Line { relation: Relation::About, ..line(left, right, None) }
}

/// By how many units the last digit is off; nothing where it holds.
fn off(hand_line: &HandLine) -> Layout {
    let off = hand_line.off.as_ref().filter(|off| !off.is_zero());
    off.map_or_else(Layout::new, |off| Layout::number(Number::value(off, None).0))
}
