//! Factors that are exactly 0, though digits never tell.

use std::sync::Arc;

use chainrule_number::Rational;
use chainrule_number::Value;
use chainrule_symbolic::derivation::Calculus;
use chainrule_worksheet::Worksheet;

use crate::claim;
use crate::reported::derivation::DerivationReport;

/// Where a derivative was proved to be 0, so may be the factor that makes it 0: its number is told then.
pub(crate) fn settle(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    derivations: &mut [DerivationReport],
) {
    for derivation in derivations {
        if !derivation.value.as_ref().is_some_and(|value| value.exact().is_some_and(Rational::is_zero)) {
            continue;
        }
        for factor in &mut derivation.factors {
            let Some(Value::Enclosed(enclosure)) = factor.value.as_deref() else { continue };
            if !enclosure.holds_zero() {
                continue;
            }
            let result = calculus.factor(factor.id).result;
            if claim::is_zero(worksheet, calculus, result) {
                factor.value = Some(Arc::new(Value::Exact(Rational::zero())));
            }
        }
    }
}
