//! A chain factor by factor: bounds that hold whatever the numbers, and what each factor does at the given ones.

use std::cmp::Ordering;

use chainrule_number::{Scalar, Value, rounded_up};
use chainrule_render::{Block, Inline, Layout, Operator, Role, Row, Table, value};
use chainrule_work::{ArrayDerivation, ArraySizes, LedgerFactor, LostDirections, Map, Stretch};

use super::ArrayPage;
use super::numbers::DIGITS;

/// Fractions of numbers up to this are written as they are.
const PLAIN: i64 = 1000;

/// Digits of what is said in passing.
const FEW_DIGITS: usize = 2;

impl ArrayPage<'_> {
    /// Bounds of the norms of factors that hold whatever the numbers.
    pub(super) fn norm_facts(&mut self, derivation: &ArrayDerivation) {
        let report = self.report;
        let mut facts = Vec::new();
        for &place in derivation.adjoints.iter().flat_map(|&place| &report.calculus.adjoints[place].through) {
            let Some(bound) = report.bounds.get(&place).filter(|_| self.told_bounds.insert(place)) else {
                continue;
            };
            let Some(most) = bound.amount.as_number() else { continue };
            let jacobian = &report.calculus.jacobians[place];
            let name = self.local(jacobian.child, jacobian.parent);
            let sign = if bound.is_strict { " < " } else { " ≤ " };
            let parent = self.setter.quantity(jacobian.parent);
            facts.push(
                Inline::new()
                    .math(name.called_by(&norm_2()))
                    .text(sign)
                    .math(self.at_most(&most))
                    .text(", whatever ")
                    .math(parent),
            );
        }
        if !facts.is_empty() {
            self.blocks.push(Block::List(facts));
        }
    }

    fn local(&self, child: chainrule_array::QuantityId, parent: chainrule_array::QuantityId) -> Layout {
        let [of, by] = [child, parent].map(|quantity| self.setter.quantity(quantity));
        self.setter.local_derivative(child, parent, &of, &by)
    }

    /// A bound from above, never rounded down.
    fn at_most(&self, most: &chainrule_number::Rational) -> Layout {
        if let Some((above, below)) = most.as_small()
            && above.abs() <= PLAIN
            && below <= PLAIN.unsigned_abs()
        {
            return Layout::text(if below == 1 { above.to_string() } else { format!("{above}/{below}") });
        }
        let digits = self.digits.unwrap_or(DIGITS);
        value::number(&Value::Exact(rounded_up(most, digits)), Some(digits))
    }

    fn factor(&self, factor: &LedgerFactor) -> Layout {
        match factor.map {
            Map::Jacobian { place, is_transposed } => {
                let jacobian = &self.report.calculus.jacobians[place];
                let name = self.local(jacobian.child, jacobian.parent);
                if is_transposed == self.setter.turns(jacobian.child, jacobian.parent) {
                    return name;
                }
                self.setter.transposed(&name)
            }
            Map::Left(whole) | Map::Right(whole) => self.setter.whole(whole),
            Map::EachEntry(whole) => {
                Layout::sequence(&[Layout::operator(Operator::Each), self.setter.whole(whole)])
            }
        }
    }

    fn stretch(&self, stretch: &Stretch) -> Layout {
        let digits = Some(self.digits.unwrap_or(DIGITS));
        match stretch {
            Stretch::All(_) => match stretch.ends() {
                (Some(largest), Some(smallest)) => Layout::sequence(&[
                    value::number(largest, digits),
                    Layout::text(" to "),
                    size(smallest, digits),
                ]),
                (Some(largest), None) => value::number(largest, digits),
                (None, _) => Layout::new(),
            },
            Stretch::Largest { at_least, at_most, .. } => {
                let low = at_least.exact().map_or_else(Layout::new, |number| {
                    let down = -&rounded_up(&-number, self.digits.unwrap_or(DIGITS));
                    value::number(&Value::Exact(down), digits)
                });
                let high = at_most.exact().map_or_else(Layout::new, |number| self.at_most(number));
                Layout::sequence(&[Layout::text("largest from "), low, Layout::text(" to "), high])
            }
        }
    }

    /// The table of the factors.
    pub(super) fn ledger(&mut self, derivation: &ArrayDerivation, sizes: &ArraySizes) {
        let (report, digits) = (self.report, Some(self.digits.unwrap_or(DIGITS)));
        self.paragraph(
            "Factor by factor, from what is derived back; the length is that of all entries together:".into(),
        );
        let mut rows = Vec::new();
        for ((&place, length), row) in derivation.adjoints.iter().zip(&sizes.norms).zip(&sizes.ledger) {
            let name = report.calculus.adjoints[place].name;
            let shape = &report.arrays.quantity(name).shape;
            let own_shape = if shape.is_number() { Layout::text("1") } else { self.setter.shape(shape) };
            let (factor, sizes, most, stretch) = match &row.factor {
                Some(factor) => {
                    let sizes = factor.sizes.map(|size| Layout::text(size.to_string()));
                    let most = factor.at_most.as_ref().map(|(most, _)| self.at_most(most));
                    let stretch = factor.stretch.as_ref().map(|stretch| self.stretch(stretch));
                    (
                        self.factor(factor),
                        Layout::joined(&sizes, Operator::By),
                        most.unwrap_or_default(),
                        stretch.unwrap_or_default(),
                    )
                }
                None if row.ways > 1 => {
                    (Layout::text(format!("{} ways", row.ways)), own_shape, Layout::new(), Layout::new())
                }
                None => (Layout::new(), own_shape, Layout::new(), Layout::new()),
            };
            let log = length.told_log10_abs().filter(|log| log.is_finite());
            let log = log.map_or_else(Layout::new, |log| Layout::text(format!("{log:.2}")));
            let length = value::number(length, digits);
            rows.push(Row::Cells(vec![
                factor,
                sizes,
                most,
                stretch,
                self.setter.quantity(name),
                length,
                log,
            ]));
        }
        let titles = ["factor", "shape", "norm at most", "singular values", "product", "length", "log10"];
        self.blocks.push(Block::Table(Table { titles: titles.map(Inline::from).to_vec(), rows }));
    }

    /// What the bounds of the factors come to, beside what the product is.
    pub(super) fn bound_beside(&mut self, sizes: &ArraySizes) {
        let (Some(row), Some(length)) = (sizes.ledger.last(), sizes.norms.last()) else { return };
        let Some(bound) = row.bound_so_far.as_ref().filter(|_| sizes.layers > 1) else { return };
        let text = Inline::new()
            .text("By the bounds of its factors alone its length is at most ")
            .math(self.at_most(bound))
            .text(" (Pascanu, Mikolov and Bengio 2013); it is ")
            .math(value::number(length, Some(self.digits.unwrap_or(DIGITS))))
            .text(".");
        self.paragraph(text);
    }

    /// Where most is lost, and how much a layer costs.
    pub(super) fn largest_loss(&mut self, derivation: &ArrayDerivation, sizes: &ArraySizes) {
        let mut least: Option<(usize, Value, f64)> = None;
        for (number, pair) in sizes.norms.windows(2).enumerate() {
            let Ok(ratio) = pair[1].div(&pair[0], 64) else { continue };
            let Some(log) = ratio.told_log10_abs() else { continue };
            if log < -0.3 && least.as_ref().is_none_or(|(_, _, least_log)| log < *least_log) {
                least = Some((number + 1, ratio, log));
            }
        }
        let Some((number, ratio, _)) = least else { return };
        let Some(row) = sizes.ledger.get(number) else { return };
        let name = match &row.factor {
            Some(factor) => self.factor(factor),
            None => self.setter.quantity(self.report.calculus.adjoints[derivation.adjoints[number]].name),
        };
        let text = Inline::new()
            .text("The largest loss of length is at ")
            .math(name)
            .text(", where it is multiplied by ")
            .math(value::number(&ratio, Some(FEW_DIGITS)))
            .text(".");
        self.paragraph(text);
    }

    /// Directions in which almost nothing is left.
    pub(super) fn directions(
        &mut self,
        derivation: &ArrayDerivation,
        lost: &LostDirections,
        sizes: &ArraySizes,
    ) {
        let adjoint =
            |row: usize| derivation.adjoints.get(row).map(|&place| &self.report.calculus.adjoints[place]);
        let (Some(end), Some(first)) = (adjoint(lost.after), sizes.ledger.get(lost.first)) else { return };
        let few = |value: &Value| value::number(value, Some(FEW_DIGITS));
        let text = Inline::new()
            .role(Role::Bad, format!("vanishing in {} of {} directions only", lost.lost, lost.of))
            .text(": the singular values of the product of the factors down to ")
            .math(self.setter.quantity(end.name))
            .text(" go from ")
            .math(few(&lost.largest))
            .text(" down to ")
            .math(size(&lost.smallest, Some(FEW_DIGITS)))
            .text(" (vanishing below ")
            .math(Layout::power_of_ten(sizes.limits.vanishing, 0))
            .text(")");
        let text = match &first.factor {
            Some(factor) => text.text("; the first is lost at ").math(self.factor(factor)).text("."),
            None => text.text("."),
        };
        self.paragraph(text);
    }
}

fn norm_2() -> Layout {
    Layout::text("norm_2")
}

/// A length or a singular value: what can't be told from 0 is no larger than its upper end.
fn size(size: &Value, digits: Option<usize>) -> Layout {
    match size {
        Value::Enclosed(enclosure) if enclosure.lower().sign() != Ordering::Greater => {
            match enclosure.upper().to_rational() {
                Ok(most) => {
                    let most = Value::Exact(rounded_up(&most, FEW_DIGITS));
                    Layout::sequence(&[Layout::text("at most "), value::number(&most, Some(FEW_DIGITS))])
                }
                Err(_) => value::number(size, digits),
            }
        }
        Value::Enclosed(_) | Value::Exact(_) => value::number(size, digits),
    }
}
