//! Each factor's number and the product so far: which factor makes the gradient grow or shrink, and what formats keep of it.

use std::collections::BTreeSet;

use chainrule_number::Rational;
use chainrule_number::{Held, Value};
use chainrule_render::{Block, Inline, Layout, Number, Operator, Sizes, Table};
use chainrule_symbolic::derivation::FactorId;
use chainrule_work::found::{Event, Ledger, Order, Row};

use super::Page;
use chainrule_render::value::{held, set};
use chainrule_work::factor_values::FactorValues;
use chainrule_work::numerics::{Level, Numerics};
use chainrule_work::report::DerivationReport;

/// Values in the table that are longer than this are rounded,
const LONGEST_CELL: usize = 14;

/// … to so many digits.
const ROUNDED_DIGITS: usize = 6;

/// What formats hold is shown to so many digits.
const HELD_DIGITS: usize = 4;

impl Page<'_> {
    pub(super) fn ledgers(&mut self, derivation_report: &DerivationReport, numerics: &Numerics) {
        let values = FactorValues::of(derivation_report);
        if !derivation_report.derivation.adjoints().is_empty() {
            self.levels(derivation_report, &numerics.levels);
        }
        for (place, ledger) in numerics.ledgers.iter().enumerate() {
            if ledger.factors.len() < 2 {
                continue;
            }
            let mut text = Inline::new();
            if numerics.ledgers.len() > 1 {
                text = text.text(format!("Path {}, factor by factor", place + 1));
            } else {
                text = text.text("Factor by factor");
            }
            let target = self.setter.name(derivation_report.derivation.target);
            let by = self.setter.name(derivation_report.derivation.by);
            text = match ledger.order {
                Order::Backward => {
                    text.text(", from ").math(target).text(" back, as backpropagation multiplies")
                }
                Order::Forward => text.text(", from ").math(by).text(" on, as forward mode multiplies"),
            };
            let path = (numerics.ledgers.len() > 1).then_some(place + 1);
            self.ledger(derivation_report, ledger, &values, text, path);
        }
    }

    /// `Size, from L back`
    fn title_of(&self, derivation_report: &DerivationReport, ledger: &Ledger, path: Option<usize>) -> Inline {
        let of = path.map_or("Size".to_owned(), |path| format!("Size along path {path}"));
        let (from, way) = match ledger.order {
            Order::Backward => (derivation_report.derivation.target, " back"),
            Order::Forward => (derivation_report.derivation.by, " on"),
        };
        Inline::new().text(format!("{of}, from ")).math(self.setter.name(from)).text(way)
    }

    fn ledger(
        &mut self,
        derivation_report: &DerivationReport,
        ledger: &Ledger,
        values: &FactorValues<'_>,
        text: Inline,
        path: Option<usize>,
    ) {
        let heads = !self.plan.is_complete();
        let format_count = self.report.formats.len();
        let is_bounded =
            derivation_report.factors.iter().any(|factor| self.report.bound_of(factor.id).is_some());
        let mut wanted: BTreeSet<usize> =
            self.elision.places(ledger.factors.len()).0.into_iter().flatten().collect();
        for column in &ledger.columns[..format_count] {
            wanted.extend([column.subnormal, column.zero, column.overflow].into_iter().flatten());
        }
        let mut rounded = false;
        let mut rows = Vec::new();
        let mut sizes = Vec::new();
        let mut next = 0;
        for row in ledger.rows_at(wanted, |id| values.get(id)) {
            if row.place > next {
                rows.push(chainrule_render::Row::LeftOut(row.place - next));
                sizes.push(None);
            }
            next = row.place + 1;
            let mut cells = vec![self.setter.expression(self.report.calculus().factor(row.factor).name)];
            if is_bounded {
                cells.push(self.bound(row.factor).unwrap_or_default());
            }
            cells.push(self.cell(row.value, &mut rounded));
            cells.push(self.cell(&row.product.to_value(), &mut rounded));
            if !heads {
                cells.push(logarithm(row.product.log10_abs()));
            }
            cells.extend(held_cells(&row, ledger, format_count));
            rows.push(chainrule_render::Row::Cells(cells));
            sizes.push(Some(row.product.log10_abs()));
        }
        let mut titles =
            vec![if heads { self.title_of(derivation_report, ledger, path) } else { "factor".into() }];
        let mut spare = Vec::new();
        if is_bounded {
            spare.push(titles.len());
            titles.push("bound".into());
        }
        titles.extend(["value", "product so far"].map(Inline::from));
        if !heads {
            titles.push("log10".into());
            spare.push(titles.len() - 1);
        }
        titles.extend(ledger.columns[..format_count].iter().map(|column| column.format.name.into()));
        let text = if rounded {
            let digits = self.digits.unwrap_or(ROUNDED_DIGITS);
            text.text(format!("; longer values rounded to {digits} digits:"))
        } else {
            text.text(":")
        };
        if !heads {
            self.paragraph(text);
        }
        self.blocks.push(Block::Ledger(Table { titles, rows }, Sizes { log10: sizes, spare, heads }));
    }

    /// What the facts say of the size of a whole factor: `≤ 1/4`.
    fn bound(&self, id: FactorId) -> Option<Layout> {
        let most = super::facts::fraction(&self.report.bound_of(id)?);
        Some(Layout::sequence(&[Layout::operator(Operator::AtMost), most]))
    }

    pub(super) fn cell(&self, value: &Value, rounded: &mut bool) -> Layout {
        let (full, exact) = self.set(value);
        if exact && full.unicode().chars().count() <= LONGEST_CELL {
            return full;
        }
        *rounded = true;
        set(value, Some(self.digits.unwrap_or(ROUNDED_DIGITS))).0
    }

    /// The sizes of the adjoints, level by level.
    fn levels(&mut self, derivation_report: &DerivationReport, levels: &[Level]) {
        if levels.len() < 2 {
            return;
        }
        let target = self.setter.name(derivation_report.derivation.target);
        let (places, left_out) = self.elision.places(levels.len());
        let mut rows = Vec::new();
        let mut sizes = Vec::new();
        for place in places {
            let Some(level) = place.map(|place| &levels[place]) else {
                rows.push(chainrule_render::Row::LeftOut(left_out));
                sizes.push(None);
                continue;
            };
            let short = |value: &Value| set(value, Some(HELD_DIGITS)).0;
            let of = |(symbol, _): &(_, Value)| {
                Layout::derivative(
                    &self.setter.name(derivation_report.derivation.target),
                    &self.setter.name(*symbol),
                )
            };
            rows.push(chainrule_render::Row::Cells(vec![
                Layout::number(Number::decimal(&level.level.to_string())),
                Layout::number(Number::decimal(&level.count.to_string())),
                of(&level.smallest),
                short(&level.smallest.1),
                of(&level.largest),
                short(&level.largest.1),
            ]));
            sizes.push(Some(level.largest.1.log10_abs()));
        }
        let titles =
            ["level", "adjoints", "smallest", "value", "largest", "value"].map(Inline::from).to_vec();
        self.paragraph(
            Inline::new()
                .text("The adjoints by size, level by level from ")
                .math(target)
                .text(" back; a level is the length of the longest way down to a leaf:"),
        );
        self.blocks.push(Block::Ledger(
            Table { titles, rows },
            Sizes { log10: sizes, spare: Vec::new(), heads: false },
        ));
    }
}

/// What each format that the reader asks for holds of the product so far, with what happens there first.
fn held_cells(row: &Row<'_>, ledger: &Ledger, format_count: usize) -> Vec<Layout> {
    let columns = ledger.columns[..format_count].iter().zip(&row.held);
    columns
        .map(|(column, held)| {
            let number = held.as_ref().map_or_else(|| Layout::text("?"), short);
            let word = match column.event(row.place) {
                None => return number,
                Some(Event::Subnormal) => " subnormal",
                Some(Event::Zero) => " underflow",
                Some(Event::Overflow) => " overflow",
            };
            Layout::sequence(&[number, Layout::text(word)])
        })
        .collect()
}

fn short(number: &Held) -> Layout {
    held(number, Some(HELD_DIGITS))
}

/// A logarithm for the table; that of zero is minus infinity.
fn logarithm(size: f64) -> Layout {
    if size.is_finite() {
        return Layout::number(Number::decimal(&format!("{size:.2}")));
    }
    Layout::sequence(&[Layout::operator(Operator::Negative), Layout::operator(Operator::Infinity)])
}

/// A number for a sentence.
pub(super) fn rational(value: &Rational, digits: usize) -> Layout {
    Layout::number(Number::value(value, Some(digits)).0)
}
