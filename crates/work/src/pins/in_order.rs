//! Going through the stated derivatives.

use chainrule_diagnostic::Diagnostic;
use chainrule_number::{Rational, Undefined, Value};
use chainrule_program::Kernel;
use chainrule_proof::bound;
use chainrule_proof::ranges::LeafRange;
use chainrule_symbolic::derivation::Derivation;
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN, SIGN, STEP};
use chainrule_symbolic::graph::{ExprId, Node, Walk};
use chainrule_worksheet::Pin;

use super::check::{Check, MOST_SEARCHED, ends, only_factor};
use super::proportions::Proportions;
use super::reach::Reach;
use super::{Stated, needs, one_function, wording};
use crate::claim::pinned;

/// So many quantities and edges are gone through in all. A stated derivative over one link costs a few.
const MOST_VISITED: usize = 4_000_000;

/// What a number presupposes is worked out for so many.
const MOST_NEEDS: usize = 24;

/// What a stated derivative is by all else that is said.
enum Expected {
    /// A number.
    Value(Value),
    /// There is none, or it is not told.
    Unknown,
    /// Something that it rests on has no value.
    Open,
}

impl Check<'_> {
    /// Checks each, those of quantities further down first: what is wrong there is wrong in what rests on it.
    pub(super) fn all(mut self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Stated> {
        let mut order: Vec<usize> = (0..self.worksheet.pins.len()).collect();
        let graph = &self.worksheet.graph;
        let level = |expr: ExprId| match graph.node(expr) {
            Node::Derivative { of, .. } => match graph.node(of) {
                Node::Symbol(symbol) => self.calculus.network().level(symbol) + 1,
                Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => u32::MAX,
            },
            Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } => 0,
        };
        order.sort_by_cached_key(|&place| level(self.worksheet.pins[place].derivative));
        let mut proportions = Proportions::default();
        let mut pins: Vec<Option<Stated>> = vec![None; order.len()];
        let mut found: Vec<(usize, Diagnostic)> = one_function::take_in(&mut self);
        for place in order {
            let pin = self.worksheet.pins[place].clone();
            let Ok(claimed) = self.numbers.value(&mut self.worksheet.graph, pin.value) else { continue };
            if self.wrong.contains(&pin.derivative) {
                continue;
            }
            let (stated, wrong) = self.one(&pin, &claimed, &mut proportions, place);
            if let Some(wrong) = wrong {
                if wrong.is_error() {
                    self.wrong.insert(pin.derivative);
                }
                found.push((place, wrong));
            }
            pins[place] = Some(stated);
        }
        found.sort_by_key(|(place, _)| *place);
        diagnostics.extend(found.into_iter().map(|(_, wrong)| wrong));
        pins.into_iter().flatten().collect()
    }

    fn one(
        &mut self,
        pin: &Pin,
        claimed: &Value,
        proportions: &mut Proportions,
        place: usize,
    ) -> (Stated, Option<Diagnostic>) {
        let mut stated =
            Stated { derivative: pin.derivative, value: claimed.clone(), ways: None, need: None };
        let graph = &mut self.worksheet.graph;
        let Node::Derivative { of, by, .. } = graph.node(pin.derivative) else {
            return (stated, self.slope(pin, claimed));
        };
        let Node::Symbol(target) = graph.node(of) else {
            let written = self.calculus.without_derivatives(graph, pin.derivative);
            return (stated, self.expression(pin, claimed, written));
        };
        if self.visited > MOST_VISITED {
            return (stated, None);
        }
        let derivation = self.calculus.derive(graph, target, by);
        self.visited += length(&derivation);
        stated.ways = Some(derivation.paths);
        if derivation.chain.factors().any(|id| self.wrong.contains(&self.calculus.factor(id).name)) {
            return (stated, None);
        }
        match self.expected(&derivation) {
            Expected::Value(value) => {
                let wrong = self
                    .differ(claimed, &value)
                    .then(|| wording::contradiction(self, pin, claimed, &value, Some(&derivation)));
                return (stated, wrong.filter(|_| !self.is_at_kink(&derivation)));
            }
            Expected::Unknown => return (stated, None),
            Expected::Open => {}
        }
        let range = Reach::new(self).of(&derivation);
        if let Some(range) = range.filter(|range| self.is_outside(pin, claimed, range)) {
            return (stated, Some(wording::impossible(self, pin, claimed, &range, Some(&derivation))));
        }
        let written = pinned::written(&mut self.worksheet.graph, &self.calculus, &derivation, &self.names);
        let written = written.unwrap_or(derivation.result);
        if written != pin.derivative {
            let written = self.stated.apply(&mut self.worksheet.graph, written);
            if let Ok(value) = self.numbers.value(&mut self.worksheet.graph, written)
                && self.differ(claimed, &value)
            {
                return (stated, Some(wording::contradiction(self, pin, claimed, &value, Some(&derivation))));
            }
            if let Some(other) = proportions.take_in(self, written, claimed, place) {
                return (stated, Some(wording::against_other(self, pin, claimed, &other)));
            }
        }
        if self.worksheet.pins.len() <= MOST_NEEDS {
            stated.need = needs::least_need(self, &derivation, claimed, true);
        }
        (stated, None)
    }

    /// The slope of a function at an argument, or another derivative that is an expression.
    fn slope(&mut self, pin: &Pin, claimed: &Value) -> Option<Diagnostic> {
        let written = Kernel::new().of(&mut self.worksheet.graph, pin.derivative);
        self.expression(pin, claimed, written)
    }

    fn expression(&mut self, pin: &Pin, claimed: &Value, written: ExprId) -> Option<Diagnostic> {
        if written == pin.derivative {
            return None;
        }
        match self.numbers.value(&mut self.worksheet.graph, written) {
            Ok(value) if self.differ(claimed, &value) => {
                let is_kink = self.holds_kink(&[pin.derivative, written]);
                (!is_kink).then(|| wording::contradiction(self, pin, claimed, &value, None))
            }
            Ok(_) => None,
            Err(failure) if failure.why != Undefined::Unknown => None,
            Err(_) => {
                let of = match self.worksheet.graph.node(pin.derivative) {
                    Node::Apply { .. } => pin.derivative,
                    Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => written,
                };
                let mut range = self.ground.reach(&mut self.worksheet.graph, of);
                if self.worksheet.pins.len() <= MOST_SEARCHED
                    && let Some(found) = bound::extent(&mut self.worksheet.graph, of, &self.ground.ranges)
                {
                    range = range.intersect(found);
                }
                let range = LeafRange::of_range(range);
                self.is_outside(pin, claimed, &range)
                    .then(|| wording::impossible(self, pin, claimed, &range, None))
            }
        }
    }

    /// The derivative by all else that is said: with the numbers of other stated derivatives, but not with its own.
    fn expected(&mut self, derivation: &Derivation) -> Expected {
        let graph = &mut self.worksheet.graph;
        let value = match only_factor(derivation) {
            Some(only) => {
                let factor = self.calculus.factor(only);
                if factor.result == factor.name {
                    return Expected::Open;
                }
                self.numbers.value(graph, factor.result)
            }
            None => self.numbers.derivation(graph, &self.calculus, derivation),
        };
        match value {
            Ok(value) => Expected::Value(value),
            Err(failure) if failure.why == Undefined::Unknown => Expected::Open,
            Err(_) => Expected::Unknown,
        }
    }

    /// Whether a range holds nothing that the number may be, rounded to the digits typed.
    fn is_outside(&self, pin: &Pin, claimed: &Value, range: &LeafRange) -> bool {
        let [mut low, mut high] = ends(claimed, self.numbers.bits());
        if let Some(half) = wording::half_unit(self.source, pin) {
            (low, high) = (low.map(|low| &low - &half), high.map(|high| &high + &half));
        }
        let is_above = low.as_ref().is_some_and(|low| {
            !range.contains(low) && range.upper.as_ref().is_some_and(|(end, _)| low >= end)
        });
        let is_below = high.as_ref().is_some_and(|high| {
            !range.contains(high) && range.lower.as_ref().is_some_and(|(end, _)| high <= end)
        });
        is_above || is_below
    }

    /// Whether a function in the factors is put to a point at which its slope is a matter of convention.
    fn is_at_kink(&mut self, derivation: &Derivation) -> bool {
        let results: Vec<ExprId> =
            derivation.chain.factors().map(|id| self.calculus.factor(id).result).collect();
        self.holds_kink(&results)
    }

    fn holds_kink(&mut self, roots: &[ExprId]) -> bool {
        for id in Walk::below(&self.worksheet.graph, roots) {
            let graph = &mut self.worksheet.graph;
            let Node::Apply { function, primes, arguments } = graph.node(id) else { continue };
            let Some(row) = graph.builtin(function) else { continue };
            let arguments = arguments.to_vec();
            let kinks: Vec<i64> = if *row == STEP || *row == SIGN || *row == MAX || *row == MIN {
                vec![0]
            } else if primes > 0 {
                row.kinks.iter().map(|kink| kink.at).collect()
            } else {
                continue;
            };
            let values: Vec<Option<Rational>> = arguments
                .iter()
                .map(|&of| self.numbers.value(graph, of).ok().and_then(|value| value.exact().cloned()))
                .collect();
            let is_kink = match values.as_slice() {
                [Some(at)] => at.to_i64().is_some_and(|at| kinks.contains(&at)),
                [Some(one), Some(other)] => one == other,
                _ => false,
            };
            if is_kink {
                return true;
            }
        }
        false
    }
}

fn length(derivation: &Derivation) -> usize {
    1 + derivation.chain.edges().len()
}
