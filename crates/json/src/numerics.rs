//! Ledgers and verdicts in the types of the schema.

use std::rc::Rc;

use chainrule_number::Held;
use chainrule_work::found::Operator;
use chainrule_work::found::Saturation;
use chainrule_work::found::{Beyond, Blamed, Cause, InFormat, Loss, Scales, Size, blame};
use chainrule_work::found::{Ledger, Order};

use super::value::{held, value};
use super::{Writer, schema};
use chainrule_work::factor_values::FactorValues;
use chainrule_work::numerics::{Level, Numerics};
use chainrule_work::report::DerivationReport;

impl Writer<'_> {
    pub(super) fn ledgers<'s>(
        &'s self,
        derivation_report: &'s DerivationReport,
        numerics: &'s Numerics,
    ) -> Vec<schema::Ledger<'s>> {
        if numerics.ledgers.is_empty() {
            return Vec::new();
        }
        // One list of numbers for all paths.
        let values = Rc::new(FactorValues::of(derivation_report));
        numerics.ledgers.iter().map(|ledger| self.ledger(&values, ledger)).collect()
    }

    fn ledger<'s>(&'s self, values: &Rc<FactorValues<'s>>, ledger: &'s Ledger) -> schema::Ledger<'s> {
        let digits = self.digits;
        let values = Rc::clone(values);
        let rows = ledger.rows(move |id| values.get(id)).map(move |row| schema::LedgerRow {
            factor: row.factor.index(),
            bound: self.report.bound_of(row.factor).map(|bound| bound.to_string()),
            log10: ledger.sizes()[row.place].into(),
            product: value(&row.product.to_value(), digits),
            held: row.held.iter().map(|entry| entry.as_ref().map(|float| held(float, digits))).collect(),
        });
        schema::Ledger {
            order: match ledger.order {
                Order::Backward => schema::Order::Backward,
                Order::Forward => schema::Order::Forward,
            },
            rows: schema::List::of(rows),
            largest: ledger.largest,
            smallest: ledger.smallest,
            formats: ledger
                .columns
                .iter()
                .map(|column| schema::LedgerFormat {
                    format: column.format.name.to_owned(),
                    subnormal: column.subnormal,
                    zero: column.zero,
                    overflow: column.overflow,
                })
                .collect(),
        }
    }

    pub(super) fn levels(&self, levels: &[Level]) -> Vec<schema::Level> {
        let extreme = |(symbol, size): &(_, _)| schema::Extreme {
            by: self.name(*symbol).to_owned(),
            value: value(size, self.digits),
        };
        levels
            .iter()
            .map(|level| schema::Level {
                level: level.level,
                count: level.count,
                smallest: extreme(&level.smallest),
                largest: extreme(&level.largest),
            })
            .collect()
    }

    pub(super) fn size_verdict(&self, numerics: &Numerics) -> Option<schema::SizeVerdict> {
        let limits = numerics.limits?;
        let size = size(numerics.size?);
        let blamed = match numerics.ledgers.as_slice() {
            [ledger] => blame(ledger),
            [..] => Blamed::default(),
        };
        Some(schema::SizeVerdict {
            size,
            exploding_above_log10: limits.exploding.into(),
            vanishing_below_log10: limits.vanishing.into(),
            layers: numerics.layers,
            blame: blamed
                .largest
                .iter()
                .map(|blame| schema::Blame {
                    place: blame.place,
                    factor: blame.factor.index(),
                    share: blame.share.into(),
                })
                .collect(),
            formats: numerics.formats.iter().map(|format| self.in_format(format)).collect(),
            saturation: numerics.saturation.as_ref().map(|saturation| self.saturation(saturation)),
            saturated: numerics.saturated,
        })
    }

    fn in_format(&self, in_format: &InFormat) -> schema::InFormat {
        let digits = self.digits;
        let written = |float: &Held| held(float, digits);
        schema::InFormat {
            format: in_format.format.name.to_owned(),
            computed: in_format.computed.as_ref().map(written),
            absorbed_below: in_format.absorbed_below.as_ref().map(ToString::to_string),
            nearest: in_format.held.as_ref().map(written),
            beyond: in_format.beyond.map(|side| match side {
                Beyond::Below => schema::Beyond::Below,
                Beyond::Above => schema::Beyond::Above,
            }),
            causes: in_format.loss.iter().map(|loss| self.cause(loss)).collect(),
            loss_scales: match in_format.scales {
                Scales::NotTried | Scales::NoneIsNormal | Scales::NoneIsRight => None,
                Scales::Within(window) => Some(schema::LossScales {
                    lowest: window.lowest,
                    highest: window.highest,
                    result: written(&window.result),
                }),
            },
            rearranged: in_format.rearranged.as_ref().map(|rearranged| schema::Rearranged {
                derivative: self.expression(rearranged.derivative),
                formula: self.expression(rearranged.formula),
                more: rearranged.more,
                result: written(&rearranged.result),
            }),
            steady: in_format.steady.as_ref().map(|steady_formulas| schema::SteadyFormulas {
                changed: steady_formulas
                    .changed
                    .iter()
                    .map(|&(quantity, formula)| schema::ChangedFormula {
                        quantity: self.name(quantity).to_owned(),
                        formula: self.expression(formula),
                    })
                    .collect(),
                largest: steady_formulas
                    .largest
                    .iter()
                    .map(|largest| schema::Largest {
                        name: self.name(largest.name).to_owned(),
                        of: largest.of.iter().map(|&expr| self.expression(expr)).collect(),
                        by_size: largest.by_size,
                    })
                    .collect(),
                result: written(&steady_formulas.result),
            }),
        }
    }

    pub(super) fn cause(&self, loss: &Loss) -> schema::Cause {
        let digits = self.digits;
        let written = |float: &Held| held(float, digits);
        schema::Cause {
            kind: match loss.cause {
                Cause::Constant => schema::CauseKind::Constant,
                Cause::Overflow => schema::CauseKind::Overflow,
                Cause::Underflow => schema::CauseKind::Underflow,
                Cause::Absorption => schema::CauseKind::Absorption,
                Cause::Cancellation => schema::CauseKind::Cancellation,
                Cause::Invalid => schema::CauseKind::Invalid,
                Cause::Magnified => schema::CauseKind::Magnified,
                Cause::Rounding => schema::CauseKind::Rounding,
            },
            of: loss.of.map(|of| self.expression(of)),
            operation: loss.operator.map(operation),
            operands: loss.operands.iter().map(written).collect(),
            result: written(&loss.result),
            exact: loss.exact.as_ref().map(|exact| value(exact, digits)),
            truth: value(&loss.truth, digits),
            nan: loss.nan.as_ref().map(|nan| schema::NotANumber {
                of: nan.of.map(|of| self.expression(of)),
                operation: operation(nan.operator),
                operands: nan.operands.iter().map(written).collect(),
            }),
        }
    }

    fn saturation(&self, saturation: &Saturation) -> schema::Saturation {
        let digits = self.digits;
        schema::Saturation {
            place: saturation.place,
            factor: saturation.factor.index(),
            argument: self.expression(saturation.argument),
            at: value(&saturation.at, digits),
            slope: value(&saturation.value, digits),
            steepest: saturation.steepest.to_string(),
            replaced: saturation.repair.as_ref().map(|repair| schema::Replaced {
                function: repair.function.name.to_owned(),
                slope: value(&repair.slope, digits),
                derivative: value(&repair.derivative, digits),
                computed: repair
                    .computed
                    .iter()
                    .map(|(format, float, is_nearest)| schema::ReplacedIn {
                        format: format.name.to_owned(),
                        computed: held(float, digits),
                        is_nearest: *is_nearest,
                    })
                    .collect(),
            }),
            weight: saturation.weight.as_ref().map(|weight| schema::NeededWeight {
                factor: weight.factor.index(),
                here: value(&weight.needed, digits),
                at_best: weight.at_best.to_string(),
            }),
        }
    }
}

/// The name of an operation.
fn operation(operator: Operator) -> String {
    match operator {
        Operator::Add => "add",
        Operator::Multiply => "multiply",
        Operator::Negate => "negate",
        Operator::Divide => "divide",
        Operator::Power => "power",
        Operator::Call(row) => row.name,
        Operator::Primed(row, primes) => return format!("{}{}", row.name, "'".repeat(usize::from(primes))),
    }
    .to_owned()
}

/// A size as the schema names it.
pub(super) fn size(size: Size) -> schema::Size {
    match size {
        Size::Healthy => schema::Size::Healthy,
        Size::Vanishing => schema::Size::Vanishing,
        Size::Exploding => schema::Size::Exploding,
        Size::Zero => schema::Size::Zero,
    }
}
