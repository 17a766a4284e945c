//! Claims between numbers that were printed rounded.
//!
//! Each number that is written with a point stands for all that round to it: half a unit of its last digit to either
//! side. Whole numbers, and powers of ten such as `1e-4`, are exact. Intervals over which the sides are evaluated may be
//! too wide, never too narrow: what is not reachable is certainly not.

use std::cmp::Ordering;

use chainrule_number::Rational;
use chainrule_number::{Dyadic, Enclosure, Scalar, Value};
use chainrule_program::{Formula, Kernel};
use chainrule_symbolic::function::rows::piecewise::{SIGN, STEP};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use chainrule_worksheet::{PrintedDecimal, PrintedOperands};

use super::{ClaimJudge, Doubt, Judgement, Refutation};

/// The working precision, in bits.
const BITS: u32 = 256;

/// Ends beyond this power of two are not written out.
const LARGEST_EXPONENT: i64 = 4_000;

/// The precision of the numbers of names.
const PLACE: usize = 1;

/// Operands beyond so many are not moved one by one.
const MOST_MOVED: usize = 200;

impl ClaimJudge<'_> {
    /// What becomes of a claim that is refuted as it is written: `left ~= right` to half a `unit`. Names and derivatives
    /// have the values that the worksheet gives them, unrounded.
    pub(super) fn as_rounded(
        &mut self,
        sides: (ExprId, ExprId),
        printed: &PrintedOperands,
        unit: &Rational,
        refuted: Judgement,
    ) -> Judgement {
        let mut values = Vec::new();
        for id in Walk::below(&self.worksheet.graph, &printed.sides) {
            let is_name = match self.worksheet.graph.node(id) {
                Node::Symbol(_) => printed.decimals.iter().all(|decimal| decimal.name != id),
                Node::Derivative { .. } => true,
                Node::Number(_) | Node::Apply { .. } => false,
            };
            if is_name && let Ok(value) = self.value(id, PLACE) {
                values.push((id, value));
            }
        }
        judge(&mut self.worksheet.graph, sides, (printed, &values), unit, refuted)
    }
}

fn judge(
    graph: &mut Graph,
    (left, right): (ExprId, ExprId),
    (printed, values): (&PrintedOperands, &[(ExprId, Value)]),
    unit: &Rational,
    refuted: Judgement,
) -> Judgement {
    let Judgement::Refuted(as_written) = &refuted else { return refuted };
    let as_written = as_written.clone();
    // The printed result says by its last digit how far it goes; the other side goes as far as its operands do.
    let (side, result) = match (graph.signed_number(left), graph.signed_number(right)) {
        (_, Some(result)) => (printed.sides[0], result),
        (Some(result), None) => (printed.sides[1], result),
        (None, None) => return refuted,
    };
    let side = Kernel::new().of(graph, side);
    let operands = Operands::new(graph, (printed, values), side, &result, unit);
    let Some(gap) = operands.gap(&operands.all_values()).map(|gap| gap.enclosure(BITS)) else {
        return Doubt::AsPrinted { as_written, is_defined: false }.into();
    };
    let reached = gap.add(&Enclosure::from_rational(&result, BITS), BITS).ok();
    let Some(reached) = reached.as_ref().and_then(ends) else { return refuted };
    if gap.is_disjoint(&band(&Rational::zero(), unit)) {
        Refutation::NotReachable(reached).into()
    } else if operands.reach() {
        Judgement::Consistent { as_written, reached }
    } else {
        Doubt::AsPrinted { as_written, is_defined: true }.into()
    }
}

/// A side of a claim with its printed decimals left open.
struct Operands<'a> {
    printed: &'a PrintedOperands,
    /// The numbers of names that stand among them.
    values: &'a [(ExprId, Value)],
    /// The side over the decimals and those names; nothing where it holds other names.
    side: Option<Formula>,
    result: Rational,
    /// How far from the result the side may be.
    slack: Rational,
    /// Whether the side may jump.
    jumps: bool,
}

/// What is put in for each decimal, in their order: one number, or all that round to it; behind them, the numbers of names.
type Numbers = Vec<Value>;

impl<'a> Operands<'a> {
    fn new(
        graph: &Graph,
        (printed, values): (&'a PrintedOperands, &'a [(ExprId, Value)]),
        side: ExprId,
        result: &Rational,
        unit: &Rational,
    ) -> Self {
        let jumps = Walk::below(graph, &[side]).into_iter().any(|id| match graph.node(id) {
            Node::Apply { function, .. } => {
                graph.builtin(function).is_some_and(|row| *row == SIGN || *row == STEP)
            }
            Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => false,
        });
        let slack = unit * &Rational::fraction(1, 2);
        let names =
            printed.decimals.iter().map(|decimal| decimal.name).chain(values.iter().map(|(name, _)| *name));
        let names: Vec<ExprId> = names.collect();
        let side = Formula::of_primitives(graph, side, &names).ok();
        Self { printed, values, side, result: result.clone(), slack, jumps }
    }

    /// All numbers that round to the decimals.
    fn all_values(&self) -> Numbers {
        let all = |printed_decimal: &PrintedDecimal| {
            Value::Enclosed(band(&printed_decimal.value, &printed_decimal.unit))
        };
        self.with(all)
    }

    /// A number for each decimal, and those of names behind them.
    fn with(&self, number: impl Fn(&PrintedDecimal) -> Value) -> Numbers {
        let named = self.values.iter().map(|(_, value)| value.clone());
        self.printed.decimals.iter().map(number).chain(named).collect()
    }

    /// By how much the side lies above the result.
    fn gap(&self, numbers: &[Value]) -> Option<Value> {
        let side: Value = self.side.as_ref()?.at(numbers, BITS).ok()?;
        side.add(&Value::Exact(-&self.result), BITS).ok()
    }

    /// Whether numbers are found that round to the decimals and give the result. Starts from the decimals as printed and
    /// moves one after the other to the end that brings the side nearer. What is continuous takes every value between
    /// two that it has.
    fn reach(&self) -> bool {
        let exactly = |value: &Rational| Value::Exact(value.clone());
        let slack = band(&Rational::zero(), &(&self.slack + &self.slack));
        let mut numbers = self.with(|decimal| exactly(&decimal.value));
        let Some(start) = self.gap(&numbers) else { return false };
        let (mut best, side) = (distance(&start), start.enclosure(BITS).sign());
        let is_there = |gap: &Value| {
            let is_within = match gap {
                Value::Exact(gap) => gap.abs() <= self.slack,
                Value::Enclosed(gap) => gap.lower() >= slack.lower() && gap.upper() <= slack.upper(),
            };
            let is_beyond = gap.enclosure(BITS).sign() == side.map(Ordering::reverse);
            is_within || (is_beyond && !self.jumps && side.is_some())
        };
        if is_there(&start) {
            return true;
        }
        // Where the pull of one operand depends on another, a second round helps.
        let decimals = || self.printed.decimals.iter().enumerate();
        for (place, decimal) in decimals().chain(decimals()).take(MOST_MOVED) {
            let slack = &decimal.unit * &Rational::fraction(1, 2);
            for end in [&decimal.value - &slack, &decimal.value + &slack] {
                let before = std::mem::replace(&mut numbers[place], exactly(&end));
                let gap = self.gap(&numbers);
                if gap.as_ref().is_some_and(is_there) {
                    return true;
                }
                match gap.map(|gap| distance(&gap)).filter(|gap| *gap < best) {
                    Some(nearer) => best = nearer,
                    None => numbers[place] = before,
                }
            }
        }
        false
    }
}

/// All numbers that round to a value with so large a unit.
fn band(value: &Rational, unit: &Rational) -> Enclosure {
    let slack = unit * &Rational::fraction(1, 2);
    Enclosure::from_range(&(value - &slack), &(value + &slack), BITS)
}

/// How far from 0 the middle of an enclosure lies.
fn distance(gap: &Value) -> Dyadic {
    gap.enclosure(BITS).middle(BITS).abs()
}

/// The ends of an enclosure, where they can be written out.
fn ends(enclosure: &Enclosure) -> Option<[Rational; 2]> {
    let end = |end: &Dyadic| {
        end.top().is_none_or(|top| top.abs() < LARGEST_EXPONENT).then(|| end.to_rational().ok())?
    };
    Some([end(enclosure.lower())?, end(enclosure.upper())?])
}
