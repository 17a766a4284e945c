//! Derivations, evaluated and verified one after another.

use chainrule_diagnostic::{Diagnostic, Source};
use chainrule_evaluator::{NumbersByPrecision, highest_precision};
use chainrule_number::{PRECISIONS, Rational, USUAL_PRECISION, Undefined, Value};
use chainrule_program::Failure;
use chainrule_symbolic::derivation::{Calculus, Chain, Derivation};
use chainrule_symbolic::graph::{ExprId, SymbolId};
use chainrule_worksheet::Worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::digits::{first_place_for, wanted_bits};
use crate::reported::derivation::{DerivationReport, GradientReport};
use crate::undefined::undefined_derivative;
use crate::verification::Verification;
use crate::without_value::WithoutValue;
use crate::{claim, refusal};

/// Where derivations are evaluated and verified.
pub(crate) struct Pipeline<'a> {
    pub(crate) worksheet: &'a mut Worksheet,
    pub(crate) calculus: &'a mut Calculus,
    pub(crate) precisions: &'a mut NumbersByPrecision,
    pub(crate) verification: Verification,
    /// Quantities without a value although all that they are computed from is known.
    pub(crate) without_value: &'a WithoutValue,
    /// Derivatives whose numbers the worksheet states.
    pub(crate) stated: FxHashSet<ExprId>,
    pub(crate) digits: Option<usize>,
    pub(crate) source: &'a Source,
    /// What is said of derivatives that have no number.
    pub(crate) refused: Vec<Diagnostic>,
}

/// Before the derivatives of a whole gradient are computed with more bits, those that hold 0 are asked for a proof.
const FEW_BITS: u32 = 256;

impl Pipeline<'_> {
    pub(crate) fn derivation(
        &mut self,
        derivation: Derivation,
        stands_for: Option<ExprId>,
    ) -> DerivationReport {
        let has_factors = derivation.has_factors();
        if let Some((from, failure)) = self.without_value.reason(derivation.target).filter(|_| has_factors) {
            return self.without_number(derivation, stands_for, from, failure);
        }
        // More digits are computed until enough of them are certain.
        let mut value = None;
        let mut failure = None;
        let mut precision = 0;
        let mut is_zero = None;
        for (place, &bits) in PRECISIONS.iter().enumerate().skip(first_place_for(self.digits)) {
            if bits > USUAL_PRECISION
                && *is_zero.get_or_insert_with(|| self.is_zero(&derivation, value.as_ref()))
            {
                break;
            }
            precision = place;
            let numbers = self.precisions.at(&mut self.worksheet.graph, self.calculus.network(), place);
            let is_told;
            (value, failure, is_told) =
                match numbers.derivation(&mut self.worksheet.graph, self.calculus, &derivation) {
                    Ok(value) => {
                        let is_told = value.certain_bits() >= wanted_bits(self.digits);
                        (Some(value), None, is_told)
                    }
                    Err(failure) => (None, Some(failure), !failure.why.is_not_told()),
                };
            if is_told {
                break;
            }
        }
        let mut refused = None;
        if failure.is_some_and(|failure| failure.why == Undefined::Unknown)
            && self.stated.contains(&derivation.name)
        {
            // All that is known of it is what the worksheet states.
            let numbers = self.precisions.at(&mut self.worksheet.graph, self.calculus.network(), precision);
            value = numbers.value(&mut self.worksheet.graph, derivation.name).ok();
        }
        if let Some(failure) = failure.filter(|failure| failure.why != Undefined::Unknown) {
            let refusal = refusal::explained(
                self.source,
                self.worksheet,
                self.calculus,
                self.precisions,
                &derivation,
                failure,
            );
            self.refused.push(refusal.diagnostic.clone());
            refused = Some(refusal);
        }
        // Digits never tell that a number is 0; a proof may.
        if is_zero.unwrap_or_else(|| self.is_zero(&derivation, value.as_ref())) {
            value = Some(Value::Exact(Rational::zero()));
        }
        let numbers = self.precisions.at(&mut self.worksheet.graph, self.calculus.network(), precision);
        let graph = &mut self.worksheet.graph;
        let derivation = self.verification.of(graph, self.calculus, numbers, derivation, stands_for, value);
        DerivationReport { refusal: refused, ..derivation }
    }

    /// A derivation of a quantity that has no value: formulas, and no number.
    fn without_number(
        &mut self,
        derivation: Derivation,
        stands_for: Option<ExprId>,
        from: SymbolId,
        failure: Failure,
    ) -> DerivationReport {
        let refused = refusal::of_value(
            self.source,
            self.worksheet,
            self.calculus,
            self.precisions,
            &derivation,
            (from, failure),
        );
        let numbers = self.precisions.at(&mut self.worksheet.graph, self.calculus.network(), 0);
        let graph = &mut self.worksheet.graph;
        let mut derivation =
            self.verification.of(graph, self.calculus, numbers, derivation, stands_for, None);
        // The formula of a slope may have a number where the function has none: 1/x of ln(x) below 0.
        for factor in &mut derivation.factors {
            factor.value = None;
        }
        DerivationReport { refusal: Some(refused), ..derivation }
    }

    /// Whether a derivative whose digits do not tell it from 0 is proved to be 0.
    fn is_zero(&mut self, derivation: &Derivation, value: Option<&Value>) -> bool {
        let Some(Value::Enclosed(enclosure)) = value else { return false };
        enclosure.holds_zero() && claim::is_zero(self.worksheet, self.calculus, derivation.result)
    }

    /// The derivatives by many leaves, which were derived in one sweep.
    pub(crate) fn gradient(&mut self, gradient: Chain, leaves: Vec<usize>) -> GradientReport {
        if self.without_value.reason(gradient.quantities()[0]).is_some() {
            let values = vec![None; gradient.len()];
            let numbers = self.precisions.at(&mut self.worksheet.graph, self.calculus.network(), 0);
            let graph = &mut self.worksheet.graph;
            return self.verification.of_gradient(graph, self.calculus, numbers, gradient, leaves, values);
        }
        let mut values: Vec<Option<Value>> = Vec::new();
        let mut failure: Option<Failure> = None;
        let mut precision = 0;
        let mut zeros: Option<FxHashSet<usize>> = None;
        let wanted = wanted_bits(self.digits);
        let highest = highest_precision(self.calculus.network());
        let first = first_place_for(self.digits).min(highest);
        for (place, &bits) in PRECISIONS.iter().enumerate().take(highest + 1).skip(first) {
            if place > first && bits > FEW_BITS && zeros.is_none() {
                zeros = Some(self.zeros_among(&gradient, &leaves, &values));
            }
            let is_enough = |leaf: &usize| {
                zeros.as_ref().is_some_and(|zeros| zeros.contains(leaf))
                    || values[*leaf].as_ref().is_none_or(|value| value.certain_bits() >= wanted)
            };
            let is_told = failure.is_none_or(|failure| !failure.why.is_not_told());
            if place > first && is_told && leaves.iter().all(is_enough) {
                break;
            }
            precision = place;
            let numbers = self.precisions.at(&mut self.worksheet.graph, self.calculus.network(), place);
            (values, failure) = numbers.gradient(&mut self.worksheet.graph, self.calculus, &gradient);
        }
        let target = gradient.quantities()[0];
        self.refused.extend(failure.map(|failure| undefined_derivative(self.worksheet, target, failure)));
        // Digits never tell that a number is 0; a proof may.
        for zero in zeros.unwrap_or_else(|| self.zeros_among(&gradient, &leaves, &values)) {
            values[zero] = Some(Value::Exact(Rational::zero()));
        }
        let graph = &mut self.worksheet.graph;
        let numbers = self.precisions.at(graph, self.calculus.network(), precision);
        self.verification.of_gradient(graph, self.calculus, numbers, gradient, leaves, values)
    }

    /// Those among the leaves of a gradient whose digits do not tell the derivative from 0, while it is proved to be 0. Once
    /// a proof is not found, none is looked for: the others are of its kind.
    fn zeros_among(
        &mut self,
        gradient: &Chain,
        leaves: &[usize],
        values: &[Option<Value>],
    ) -> FxHashSet<usize> {
        let is_open = |leaf: &usize| matches!(&values[*leaf], Some(Value::Enclosed(enclosure)) if enclosure.holds_zero());
        let open: Vec<usize> = leaves.iter().copied().filter(is_open).collect();
        if open.is_empty() {
            return FxHashSet::default();
        }
        let written = self.calculus.written_out(&mut self.worksheet.graph, gradient);
        // Where inputs have the same values many derivatives are one expression of numbers, and are proved once.
        let mut judged: FxHashMap<ExprId, bool> = FxHashMap::default();
        open.into_iter()
            .take_while(|&leaf| {
                let expr = claim::with_values(self.worksheet, self.calculus, written[leaf]);
                if let Some(&is_zero) = judged.get(&expr) {
                    return is_zero;
                }
                let is_zero = claim::is_zero(self.worksheet, self.calculus, expr);
                judged.insert(expr, is_zero);
                is_zero
            })
            .collect()
    }
}
