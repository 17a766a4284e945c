//! Ledgers and verdicts in the types of the schema.

use chainrule_evaluator::ledger::{Ledger, Order, Window};
use chainrule_evaluator::verdict::saturation::Saturation;
use chainrule_evaluator::verdict::{Cause, HEALTHY, InFormat, Size, blame};
use chainrule_symbolic::derivation::FactorId;
use rustc_hash::FxHashMap;

use super::value::{held, value};
use super::{Writer, schema};
use crate::factor_values::FactorValues;
use crate::numerics::{Level, Numerics};
use crate::report::DerivationReport;

impl Writer<'_> {
    pub(super) fn ledgers(&self, own: &DerivationReport, numerics: &Numerics) -> Vec<schema::Ledger> {
        let bounds = own
            .factors
            .iter()
            .filter_map(|factor| Some((factor.id, self.report.bound_of(factor.id)?.to_string())));
        let bounds: FxHashMap<FactorId, String> = bounds.collect();
        numerics.ledgers.iter().map(|ledger| self.ledger(own, ledger, &bounds)).collect()
    }

    fn ledger(
        &self,
        own: &DerivationReport,
        ledger: &Ledger,
        bounds: &FxHashMap<FactorId, String>,
    ) -> schema::Ledger {
        let digits = self.digits;
        let values = FactorValues::of(own);
        let rows = ledger.rows(|id| values.get(id)).map(|row| schema::LedgerRow {
            factor: row.factor.index(),
            bound: bounds.get(&row.factor).cloned(),
            log10: ledger.sizes()[row.place].into(),
            product: value(&row.product.to_value(), digits),
            held: row.held.iter().map(|own| own.as_ref().map(|own| held(own, digits))).collect(),
        });
        schema::Ledger {
            order: match ledger.order {
                Order::Backward => schema::Order::Backward,
                Order::Forward => schema::Order::Forward,
            },
            rows: rows.collect(),
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
        let extreme = |(symbol, own): &(_, _)| schema::Extreme {
            by: self.name(*symbol),
            value: value(own, self.digits),
        };
        levels
            .iter()
            .map(|own| schema::Level {
                level: own.level,
                count: own.count,
                smallest: extreme(&own.smallest),
                largest: extreme(&own.largest),
            })
            .collect()
    }

    pub(super) fn size_verdict(&self, numerics: &Numerics) -> Option<schema::SizeVerdict> {
        let size = match numerics.size? {
            Size::Healthy => schema::Size::Healthy,
            Size::Vanishing => schema::Size::Vanishing,
            Size::Exploding => schema::Size::Exploding,
            Size::Zero => schema::Size::Zero,
        };
        let blamed = match numerics.ledgers.as_slice() {
            [ledger] => blame(ledger),
            [..] => Vec::new(),
        };
        Some(schema::SizeVerdict {
            size,
            threshold_log10: HEALTHY.into(),
            blame: blamed
                .iter()
                .map(|own| schema::Blame {
                    place: own.place,
                    factor: own.factor.index(),
                    share: own.share.into(),
                })
                .collect(),
            formats: numerics.formats.iter().map(|own| self.in_format(own)).collect(),
            saturation: numerics.saturation.as_ref().map(|own| self.saturation(own)),
            saturated: numerics.saturated,
        })
    }

    fn in_format(&self, own: &InFormat) -> schema::InFormat {
        let digits = self.digits;
        let scales = |window: Window| schema::LossScales { lowest: window.lowest, highest: window.highest };
        let causes = own.causes.iter().map(|cause| match cause {
            Cause::Underflow { path, subnormal, zero, repair } => schema::Cause::RangeUnderflow {
                path: *path,
                subnormal: *subnormal,
                zero: *zero,
                loss_scales: repair.map(scales),
            },
            Cause::Overflow { path, place, repair } => {
                schema::Cause::RangeOverflow { path: *path, place: *place, loss_scales: repair.map(scales) }
            }
            Cause::Cancellation(own) => schema::Cause::Cancellation {
                factor: own.factor.index(),
                computed: held(&own.computed, digits),
                truth: value(&own.truth, digits),
                rearranged: own.repair.as_ref().map(|repair| schema::Rearranged {
                    formula: self.expression(repair.formula),
                    value: held(&repair.value, digits),
                }),
            },
        });
        schema::InFormat {
            format: own.format.name.to_owned(),
            computed: own.computed.as_ref().map(|own| held(own, digits)),
            absorbed_below: own.absorbed_below.as_ref().map(ToString::to_string),
            nearest: own.held.as_ref().map(|own| held(own, digits)),
            causes: causes.collect(),
        }
    }

    fn saturation(&self, own: &Saturation) -> schema::Saturation {
        let digits = self.digits;
        schema::Saturation {
            place: own.place,
            factor: own.factor.index(),
            argument: self.expression(own.argument),
            at: value(&own.at, digits),
            slope: value(&own.value, digits),
            steepest: own.steepest.to_string(),
            replaced: own.repair.as_ref().map(|repair| schema::Replaced {
                function: repair.function.name.to_owned(),
                slope: value(&repair.slope, digits),
                product: value(&repair.product.to_value(), digits),
            }),
            weight: own.weight.as_ref().map(|weight| schema::NeededWeight {
                factor: weight.factor.index(),
                here: value(&weight.needed, digits),
                at_best: weight.at_best.to_string(),
            }),
        }
    }
}
