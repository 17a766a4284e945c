//! What is known of the size of each derivative: theorems from the rows' facts, and enclosures over the given ranges.

use std::cmp::Ordering;

use chainrule_evaluator::Numbers;
use chainrule_number::Rational;
use chainrule_number::Value;
use chainrule_program::Kernel;
use chainrule_proof::bound::{self, Budget};
use chainrule_proof::counterexample;
use chainrule_proof::ranges::{LeafRange, Ranges};
use chainrule_proof::theorem::{self, Bounds, Ground, Inference, Theorem};
use chainrule_symbolic::derivation::{Calculus, FactorId};
use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId, Walk};
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashSet;

use crate::claim::all_values::{ranges, with_stated};
use crate::claim::written_out::down_to_leaves;
use crate::reported::derivation::DerivationReport;

/// Derivations of larger results are not bounded.
const LARGEST: usize = 4_000;

/// So many derivations of a worksheet are bounded.
const MOST_BOUNDED: usize = 100;

/// Factors of one derivation are enclosed up to so many of them.
const MOST_FACTORS: usize = 40;

/// Ends are rounded outwards to so many significant digits.
const DIGITS: i64 = 7;

/// What is known of the size of one derivative.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoundsReport {
    /// Bounds with their reasons; empty where the derivative has a number, or nothing is known.
    pub theorems: Bounds,
    /// Where each factor lies, for all leaves in their ranges.
    pub factors: Vec<(FactorId, Enclosed)>,
    /// Where the derivative lies.
    pub whole: Option<Enclosed>,
    /// Why it is not enclosed, where ranges are given for what it depends on.
    pub given_up: Option<GivenUp>,
}

/// Why a derivative is not enclosed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenUp {
    /// It has more operations than are enclosed.
    TooLarge {
        /// So many.
        operations: usize,
        /// So many are enclosed at most.
        most: usize,
    },
    /// No finite bounds were found.
    NoFiniteBounds,
}

/// An enclosure with ends rounded outwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosed {
    /// No value is below it.
    pub lower: Rational,
    /// No value is above it.
    pub upper: Rational,
}

/// What is known of the size of each derivative, in their order; and how large each that has a number could be with others.
pub(crate) fn all(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    numbers: &mut Numbers,
    derivations: &[DerivationReport],
) -> (Vec<BoundsReport>, Vec<Option<Theorem>>) {
    let bounds = of_what_has_no_number(worksheet, calculus, numbers, derivations);
    (bounds, always(worksheet, calculus, derivations))
}

fn of_what_has_no_number(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    numbers: &mut Numbers,
    derivations: &[DerivationReport],
) -> Vec<BoundsReport> {
    // What has no number at the given values has no size there.
    let is_wanted = |derivation: &DerivationReport| {
        derivation.value.is_none() && derivation.refusal.is_none() && derivation.stands_for.is_none()
    };
    if !derivations.iter().any(is_wanted) {
        return vec![BoundsReport::default(); derivations.len()];
    }
    let mut given = ranges(worksheet);
    let ranged: FxHashSet<SymbolId> = worksheet.ranges.iter().map(|range| range.symbol).collect();
    for value in worksheet.values.clone() {
        let name = worksheet.graph.symbol(value.symbol);
        if let Ok(Value::Exact(exact)) = numbers.value(&mut worksheet.graph, name) {
            given.insert(name, LeafRange::between(Some((exact.clone(), false)), Some((exact, false))));
        }
    }
    let ground = Ground::new(&mut worksheet.graph, calculus.network(), given.clone());
    derivations
        .iter()
        .enumerate()
        .map(|(place, derivation)| {
            if place >= MOST_BOUNDED || !is_wanted(derivation) {
                return BoundsReport::default();
            }
            let mut report = BoundsReport::default();
            if Walk::has_at_most(&worksheet.graph, derivation.derivation.result, LARGEST) {
                report.theorems =
                    theorem::of_derivation(&mut worksheet.graph, calculus, &ground, &derivation.derivation);
            }
            enclose(worksheet, calculus, &given, &ranged, derivation, &mut report);
            report
        })
        .collect()
}

/// Derivatives with numbers are bounded besides where they are a product of so many factors at most.
const MOST_BESIDE: usize = 12;

/// … and so many of a worksheet.
const MOST_SHOWN: usize = 12;

/// How large the derivatives that have a number could be, whatever the numbers; nothing where that is not a line.
fn always(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    derivations: &[DerivationReport],
) -> Vec<Option<Theorem>> {
    let is_wanted = |derivation: &DerivationReport| {
        let only_path = derivation.derivation.only_path();
        let is_short = only_path.is_some_and(|path| (2..=MOST_BESIDE).contains(&path.factors.len()));
        is_short && derivation.value.is_some() && derivation.stands_for.is_none() && !derivation.is_refuted()
    };
    if !derivations.iter().any(is_wanted) {
        return vec![None; derivations.len()];
    }
    let ground = Ground::new(&mut worksheet.graph, calculus.network(), Ranges::default());
    let mut bounds: Vec<Option<Theorem>> = Vec::with_capacity(derivations.len());
    let mut left = MOST_SHOWN;
    for derivation in derivations {
        if left == 0 || !is_wanted(derivation) {
            bounds.push(None);
            continue;
        }
        left -= 1;
        let found = theorem::of_derivation(&mut worksheet.graph, calculus, &ground, &derivation.derivation);
        bounds.push(found.theorems.into_iter().find(|theorem| theorem.by == Inference::Product));
    }
    bounds
}

/// The enclosures over the given ranges, where the derivative depends on a leaf that has one.
fn enclose(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    given: &Ranges,
    ranged: &FxHashSet<SymbolId>,
    derivation_report: &DerivationReport,
    report: &mut BoundsReport,
) {
    if ranged.is_empty() {
        return;
    }
    let stated = with_stated(worksheet, derivation_report.derivation.result);
    let written = down_to_leaves(worksheet, calculus, stated);
    let leaves = Walk::symbols(&worksheet.graph, written, |_| {});
    if !leaves.iter().any(|leaf| ranged.contains(leaf)) {
        return;
    }
    let size = Walk::below(&worksheet.graph, &[written]).len();
    if size > bound::MOST_ENCLOSED {
        report.given_up = Some(GivenUp::TooLarge { operations: size, most: bound::MOST_ENCLOSED });
        return;
    }
    report.whole = enclosed(&mut worksheet.graph, written, given);
    if report.whole.is_none() {
        let free = leaves.iter().any(|&leaf| !given.contains_key(&worksheet.graph.symbol(leaf)));
        if !free {
            report.given_up = Some(GivenUp::NoFiniteBounds);
        }
        return;
    }
    if derivation_report.factors.len() < 2 {
        return;
    }
    for factor in derivation_report.factors.iter().take(MOST_FACTORS) {
        let result = calculus.factor(factor.id).result;
        let stated = with_stated(worksheet, result);
        let written = down_to_leaves(worksheet, calculus, stated);
        if let Some(range) = enclosed(&mut worksheet.graph, written, given) {
            report.factors.push((factor.id, range));
        }
    }
}

/// A finite enclosure, rounded outwards to a few digits; none where a point is found outside of it.
fn enclosed(graph: &mut Graph, expr: ExprId, given: &Ranges) -> Option<Enclosed> {
    let range = bound::extent(graph, expr, given)?;
    let lower = Rational::from_f64(range.lower())?;
    let upper = Rational::from_f64(range.upper())?;
    let opposite = graph.call(&NEGATE, &[expr]);
    let upper = above(graph, expr, opposite, &upper, given)?;
    let lower = -above(graph, opposite, expr, &-&lower, given)?;
    let (low, high) = (graph.number(lower.clone()), graph.number(upper.clone()));
    let mut kernel = Kernel::new();
    let written = kernel.of(graph, expr);
    let outside = counterexample::find(graph, written, high, given, Ordering::is_le)
        .or_else(|| counterexample::find(graph, low, written, given, Ordering::is_le));
    outside.is_none().then_some(Enclosed { lower, upper })
}

/// A short number that no value of the expression is above: the nearest one where that is proved, else the next above.
fn above(
    graph: &mut Graph,
    expr: ExprId,
    opposite: ExprId,
    end: &Rational,
    given: &Ranges,
) -> Option<Rational> {
    if end.is_zero() {
        return Some(Rational::zero());
    }
    #[expect(clippy::cast_possible_truncation, reason = "the exponent of a float is small")]
    let exponent = DIGITS - 1 - end.log10_abs().floor() as i64;
    let scale = Rational::from_integer(10).pow(exponent).ok()?;
    let scaled = end * &scale;
    let (down, near) = (scaled.floor(), (&scaled + &Rational::fraction(1, 2)).floor());
    let down = Rational::from_bigint(down);
    if down == scaled {
        return Some(end.clone());
    }
    if Rational::from_bigint(near) == down {
        let short = down.checked_div(&scale)?;
        let number = graph.number(short.clone());
        let gap = graph.call(&ADD, &[number, opposite]);
        let is_small = Walk::has_at_most(graph, expr, SMALL);
        if is_small
            && bound::is_not_negative(graph, gap, false, given, &Budget::of_a_claim()) == bound::Found::Proved
        {
            return Some(short);
        }
    }
    (&down + &Rational::one()).checked_div(&scale)
}

/// Only expressions up to this size are tried with a rounder end.
const SMALL: usize = 200;
