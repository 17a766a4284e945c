//! Definitions as they were typed, set: their sums stay sums.

use chainrule_render::{Layout, Numbers, Operator, Typesetter};
use chainrule_worksheet::Typed;
pub use chainrule_worksheet::{TypedDefinition, TypedRange};

/// What stands for the names that stand for sums in what was typed, by those names.
pub fn sums(setter: &Typesetter<'_>, typed: &Typed) -> Numbers {
    let mut done = Numbers::default();
    for sum in &typed.sums {
        // Inner sums come first.
        let setter = setter.with_numbers(&done);
        let sign = if sum.is_product { Operator::Product } else { Operator::Sum };
        let over = |body: Layout, range: &TypedRange| {
            let [low, high] = [range.low, range.high].map(|end| setter.expression(end));
            body.over_index(sign, &setter.name(range.index), &low, &high)
        };
        let whole = sum.ranges.iter().rev().fold(setter.expression(sum.body), over);
        done.insert(sum.name, whole);
    }
    done
}
