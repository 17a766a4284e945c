//! Which factors of a long product are the largest and the smallest.

use chainrule_number::Value;
use chainrule_render::{Inline, Operator};
use chainrule_symbolic::derivation::FactorId;
use chainrule_work::found::Order;

use super::Page;
use chainrule_render::value::set;
use chainrule_work::factor_values::FactorValues;
use chainrule_work::numerics::Numerics;
use chainrule_work::report::DerivationReport;

/// Values are rounded to so many digits, where the reader does not ask for more.
const ROUNDED_DIGITS: usize = 6;

impl Page<'_> {
    /// Names the extreme factors of a single path that is cut in the middle: they may be among those left out.
    pub(super) fn extremes(&mut self, derivation_report: &DerivationReport, numerics: &Numerics) {
        let Some(path) = derivation_report.derivation.only_path() else { return };
        let count = path.factors.len();
        if self.elision.cut(count).1 == 0 {
            return;
        }
        let values = FactorValues::of(derivation_report);
        let sizes = if let [ledger] = numerics.ledgers.as_slice() {
            match ledger.order {
                Order::Backward => ledger.sizes().to_vec(),
                Order::Forward => ledger.sizes().iter().rev().copied().collect(),
            }
        } else {
            let sizes = path.factors.iter().map(|&id| values.get(id).map(Value::log10_abs));
            let Some(sizes) = sizes.collect::<Option<Vec<f64>>>() else { return };
            sizes
        };
        // Of several of one size, that next to the target.
        let pick = |is_further: fn(f64, f64) -> bool| {
            let sizes = sizes.iter().copied().zip(path.factors.iter().copied());
            sizes.reduce(|best, next| if is_further(next.0, best.0) { next } else { best })
        };
        let (Some((top, largest)), Some((low, smallest))) = (pick(|a, b| a > b), pick(|a, b| a < b)) else {
            return;
        };
        let layout_of = |id: FactorId| {
            let name = self.setter.expression(self.report.calculus().factor(id).name);
            let (value, exact) = set(values.get(id)?, Some(self.digits.unwrap_or(ROUNDED_DIGITS)));
            Some(name.related(if exact { Operator::Equal } else { Operator::About }, &value))
        };
        let (Some(largest), Some(smallest)) = (layout_of(largest), layout_of(smallest)) else { return };
        let text = Inline::new().text(format!("Of its {count} factors "));
        let same = top.total_cmp(&low).is_eq();
        let text = if same {
            text.text("all are of one size, such as ").math(largest)
        } else {
            text.text("the largest in size is ").math(largest).text(" and the smallest ").math(smallest)
        };
        self.say(text.text("."));
    }
}
