//! `[i = j + 1]`: where an index is what others say.

use chainrule_array::Index;

use super::ArraySetter;
use crate::layout::{Layout, Number, Operator};

impl ArraySetter<'_> {
    /// Indices, each so many times, and a number that add up to 0, as an equation: one index alone stands on the left, and
    /// what is added to the others is no less than 0 where there is a choice.
    pub(super) fn equal_indices(
        terms: &[(i64, Index)],
        constant: i64,
        name: impl Fn(Index) -> String,
    ) -> Layout {
        let side = |sign: i64| -> Vec<(i64, Index)> {
            terms
                .iter()
                .filter(|(times, _)| times.signum() == sign)
                .map(|(times, index)| (times.abs(), *index))
                .collect()
        };
        let (above, below) = (side(1), side(-1));
        let is_one = |side: &[(i64, Index)]| matches!(side, [(1, _)]);
        let (left, right, constant) = match (is_one(&above), is_one(&below)) {
            (true, true) if constant <= 0 => (above, below, -constant),
            (_, true) => (below, above, constant),
            (_, _) => (above, below, -constant),
        };
        let number = |value: i64| Layout::number(Number::plain(&value.to_string()));
        let written = |side: &[(i64, Index)]| -> Vec<(bool, Layout)> {
            let one = |(times, index): &(i64, Index)| {
                let layout = Layout::name(&name(*index));
                let layout = if *times == 1 {
                    layout
                } else {
                    Layout::joined(&[number(*times), layout], Operator::Dot)
                };
                (false, layout)
            };
            side.iter().map(one).collect()
        };
        let (mut left, mut right) = (written(&left), written(&right));
        if right.is_empty() && constant < 0 {
            left.push((false, number(-constant)));
            right.push((false, number(0)));
        } else if constant != 0 || right.is_empty() {
            right.push((constant < 0 && !right.is_empty(), number(constant.abs())));
        }
        Self::sum(left).layout.related(Operator::Equal, &Self::sum(right).layout)
    }
}
