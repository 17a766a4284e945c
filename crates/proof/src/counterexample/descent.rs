//! Downhill to where least is left between two sides.

use chainrule_number::Rational;

use super::{BITS, Comparison, MOST_OPERATIONS, Point, numbers};

/// So many starting points are gone through, the best of which is improved.
const STARTS: usize = 48;

/// Steps are halved so often.
const HALVINGS: usize = 24;

/// So many points are evaluated at least and at most.
const EVALUATIONS: (usize, usize) = (60, 600);

/// Larger expressions are not searched.
const LARGEST: usize = 2000;

/// The point with the least difference between the right side and the left that a search finds; pattern search along
/// the leaves, one after another, with steps that are halved where none helps.
///
/// Source: Hooke, Jeeves: "Direct search" solution of numerical and statistical problems (1961).
pub(super) fn lowest(comparison: &Comparison) -> Option<Point> {
    if comparison.size > LARGEST || comparison.leaves.is_empty() {
        return None;
    }
    let mut left = (MOST_OPERATIONS / comparison.size).clamp(EVALUATIONS.0, EVALUATIONS.1);
    let mut best: Option<(f64, Point)> = None;
    for attempt in 0..STARTS {
        let Some(point) = comparison.point(|range, place| numbers::number(range, attempt, place)) else {
            continue;
        };
        if let Some(gap) = gap(comparison, &point)
            && best.as_ref().is_none_or(|(least, _)| gap < *least)
        {
            best = Some((gap, point));
        }
        left = left.saturating_sub(1);
    }
    let (mut least, mut point) = best?;
    let mut steps: Vec<Rational> = point
        .iter()
        .map(|(_, value)| {
            let size = value.abs();
            let one = Rational::one();
            &(if size > one { size } else { one }) * &Rational::fraction(1, 4)
        })
        .collect();
    let half = Rational::fraction(1, 2);
    let mut halvings = 0;
    while halvings < HALVINGS && least >= 0.0 {
        let mut moved = false;
        for place in 0..point.len() {
            for step in [steps[place].clone(), -&steps[place]] {
                if left == 0 {
                    return Some(point);
                }
                let value = &point[place].1 + &step;
                if !comparison.range_of(point[place].0).contains(&value) {
                    continue;
                }
                let mut next = point.clone();
                next[place].1 = value;
                left -= 1;
                if let Some(gap) = gap(comparison, &next)
                    && gap < least
                {
                    (least, point, moved) = (gap, next, true);
                    break;
                }
            }
        }
        if !moved {
            for step in &mut steps {
                *step = &*step * &half;
            }
            halvings += 1;
        }
    }
    Some(point)
}

/// The right side less the left, about.
fn gap(comparison: &Comparison, point: &Point) -> Option<f64> {
    let (low, high) = comparison.sides(point)?;
    let gap = high.enclosure(BITS).sub(&low.enclosure(BITS), BITS).middle(64).to_f64();
    gap.is_finite().then_some(gap)
}
