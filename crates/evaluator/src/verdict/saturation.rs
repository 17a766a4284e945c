//! An activation on its flat side: its slope is a small part of what it could be.

use std::cmp::Ordering;

use chainrule_number::Rational;
use chainrule_symbolic::derivation::{Calculus, FactorId};
use chainrule_symbolic::function::Function;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};

use crate::ledger::Ledger;
use crate::numbers::Numbers;
use chainrule_number::{Format, Held, Scalar, Value};
use chainrule_program::Failure;

/// An activation is called saturated where its slope is below this part of its steepest: one hundredth.
pub const FLAT: (i64, i64) = (1, 100);

/// The working precision of products, in bits.
const BITS: u32 = 192;

/// A saturated activation.
#[derive(Clone, Debug)]
pub struct Saturation {
    /// The place of its factor in the ledger.
    pub place: usize,
    /// The factor.
    pub factor: FactorId,
    /// `σ'(z)`.
    pub slope: ExprId,
    /// The pre-activation, `z`.
    pub argument: ExprId,
    /// Its number.
    pub at: Value,
    /// The slope there.
    pub value: Value,
    /// The largest that the slope can be.
    pub steepest: Rational,
    /// Another activation in its place, carried out.
    pub repair: Option<Replaced>,
    /// The weight beside it: how large it would have to be at this pre-activation.
    pub weight: Option<Weight>,
}

/// The weight that the slope is multiplied with, and the smallest with which their product is not below 1.
#[derive(Clone, Debug)]
pub struct Weight {
    /// The factor that is the weight.
    pub factor: FactorId,
    /// At this slope: its reciprocal.
    pub needed: Value,
    /// Where the activation is steepest.
    pub at_best: Rational,
}

/// The saturated activation of a product that has the smallest part of its steepest slope, and how many there are.
pub fn find(
    graph: &mut Graph,
    calculus: &Calculus,
    numbers: &mut Numbers,
    ledger: &Ledger,
) -> (Option<Saturation>, usize) {
    let mut flattest: Option<(f64, Saturation)> = None;
    let mut count = 0;
    let flat = Rational::fraction(FLAT.0, FLAT.1).log10_abs();
    for (place, &factor) in ledger.factors.iter().enumerate() {
        let Some((slope, argument, steepest)) = activation(graph, calculus.factor(factor).result) else {
            continue;
        };
        let Ok(value) = slope_of(graph, calculus, numbers, factor, slope) else { continue };
        if is_clearly_steep(&value, &steepest) {
            continue;
        }
        let part = value.log10_abs() - steepest.log10_abs();
        if part >= flat {
            continue;
        }
        count += 1;
        if flattest.as_ref().is_some_and(|(least, _)| *least <= part) {
            continue;
        }
        let Ok(at) = numbers.value(graph, argument) else { continue };
        let found =
            Saturation { place, factor, slope, argument, at, value, steepest, repair: None, weight: None };
        flattest = Some((part, found));
    }
    let Some((_, mut found)) = flattest else { return (None, 0) };
    found.weight = weight(graph, calculus, ledger, &found);
    (Some(found), count)
}

/// The value of a slope: that of the factor, where the factor is nothing else and no number is stated for it.
fn slope_of(
    graph: &mut Graph,
    calculus: &Calculus,
    numbers: &mut Numbers,
    factor: FactorId,
    slope: ExprId,
) -> Result<Value, Failure> {
    let edge = calculus.factor(factor);
    if edge.result == slope && numbers.value(graph, edge.name).is_err() {
        return numbers.factor(graph, calculus, factor);
    }
    numbers.value(graph, slope)
}

/// Whether a slope is at least one 64th of the steepest, as the exponents of both tell: only where they don't are
/// logarithms taken.
fn is_clearly_steep(slope: &Value, steepest: &Rational) -> bool {
    // 2^(gap-1) < size < 2^(gap+1)
    let gap = |value: &Rational| match value.as_small() {
        Some((0, _)) | None => None,
        Some((above, below)) => {
            Some(i64::from(below.leading_zeros()) - i64::from(above.unsigned_abs().leading_zeros()))
        }
    };
    let least = match slope {
        Value::Exact(exact) => gap(exact).map(|gap| gap - 1),
        Value::Enclosed(enclosure) => match enclosure.sign() {
            Some(Ordering::Greater) => enclosure.lower().top(),
            Some(Ordering::Less) => enclosure.upper().top(),
            Some(Ordering::Equal) | None => None,
        },
    };
    least.zip(gap(steepest)).is_some_and(|(least, steepest)| least - (steepest + 1) >= -6)
}

/// The first derivative of an activation in a factor, with its argument and the largest it can be.
fn activation(graph: &Graph, result: ExprId) -> Option<(ExprId, ExprId, Rational)> {
    if let Node::Number(_) | Node::Symbol(_) = graph.node(result) {
        return None;
    }
    // Below a function put to a name nothing else can be found.
    if let Node::Apply { arguments: &[argument], .. } = graph.node(result)
        && let Node::Symbol(_) = graph.node(argument)
    {
        return steepness(graph, result);
    }
    Walk::rewritable(graph, result).into_iter().find_map(|id| steepness(graph, id))
}

/// The argument of the derivative of an activation, and the largest it can be.
fn steepness(graph: &Graph, id: ExprId) -> Option<(ExprId, ExprId, Rational)> {
    let Node::Apply { function, primes: 1, arguments: &[argument] } = graph.node(id) else { return None };
    let range = graph.builtin(function)?.derivative_range;
    let (lower, upper) = (range.lower.value()?.abs(), range.upper.value()?.abs());
    let steepest = if lower > upper { lower } else { upper };
    steepest.is_positive().then_some((id, argument, steepest))
}

/// The weight beside a slope: the neighbour that is nothing but a name.
fn weight(graph: &Graph, calculus: &Calculus, ledger: &Ledger, found: &Saturation) -> Option<Weight> {
    let neighbours = [found.place.checked_sub(1), found.place.checked_add(1)];
    let factor = neighbours.into_iter().flatten().find_map(|place| {
        let factor = *ledger.factors.get(place)?;
        let result = calculus.factor(factor).result;
        let of_the_slope = calculus.factor(found.factor);
        let beside = calculus.factor(factor);
        let is_its_input = beside.child == of_the_slope.parent;
        (is_its_input && matches!(graph.node(result), Node::Symbol(_))).then_some(factor)
    })?;
    let one = Value::Exact(Rational::one());
    let needed = one.div(&found.value, BITS).ok()?;
    let needed = match needed {
        Value::Exact(exact) => Value::Exact(exact.abs()),
        Value::Enclosed(enclosure) => Value::Enclosed(enclosure.size()),
    };
    // Carried out: a weight of the upper end keeps the product at 1 or above.
    let upper = needed.enclosure(BITS);
    let least = found.value.enclosure(BITS).size().times(&upper, BITS);
    let holds = least.upper() >= &chainrule_number::Dyadic::integer(1);
    let at_best = found.steepest.recip()?;
    (holds && upper.sign() == Some(Ordering::Greater)).then_some(Weight { factor, needed, at_best })
}

#[cfg(test)]
mod tests {
    use super::{FLAT, is_clearly_steep};
    use chainrule_number::Rational;
    use chainrule_number::{Enclosure, Scalar, Value};

    #[test]
    fn what_is_clearly_steep_is_not_flat() {
        let flat = Rational::fraction(FLAT.0, FLAT.1).log10_abs();
        for steepest in [Rational::fraction(1, 4), Rational::one(), Rational::fraction(113, 100)] {
            let mut found = 0;
            for size in 1..2_000 {
                let exact = Rational::fraction(if size % 2 == 0 { size } else { -size }, 4_001);
                let far = &exact * &Rational::fraction(9, 8);
                let (low, high) = if exact < far { (&exact, &far) } else { (&far, &exact) };
                for value in [
                    Value::Enclosed(Enclosure::from_rational(&exact, 60)),
                    Value::Enclosed(Enclosure::from_range(low, high, 60)),
                    Value::Exact(exact.clone()),
                ] {
                    if is_clearly_steep(&value, &steepest) {
                        found += 1;
                        assert!(value.log10_abs() - steepest.log10_abs() >= flat, "{value:?}");
                    }
                }
            }
            assert!(found > 1_000);
        }
        let from_zero = Enclosure::from_range(&Rational::zero(), &Rational::one(), 60);
        assert!(!is_clearly_steep(&Value::Enclosed(from_zero), &Rational::one()));
        assert!(!is_clearly_steep(&Value::Exact(Rational::zero()), &Rational::one()));
    }
}

/// An activation in the place of a saturated one.
#[derive(Clone, Debug)]
pub struct Replaced {
    /// The activation.
    pub function: &'static Function,
    /// Its slope at the same pre-activation.
    pub slope: Value,
    /// The derivative then: the quantities behind the activation are others too.
    pub derivative: Value,
    /// What programs in the formats looked at make of it, and whether that is the number nearest to it.
    pub computed: Vec<(&'static Format, Held, bool)>,
}
