//! Definitions as they were typed, set: their sums stay sums.

use chainrule_render::{Layout, Numbers, Operator, Typesetter};
use chainrule_worksheet::{Typed, TypedReduction};
pub use chainrule_worksheet::{TypedDefinition, TypedRange};

/// What stands for the names that stand for sums in what was typed, by those names.
pub fn sums(setter: &Typesetter<'_>, typed: &Typed) -> Numbers {
    let mut done = Numbers::default();
    for sum in &typed.sums {
        // Inner sums come first.
        let setter = setter.with_numbers(&done);
        let over = |body: Layout, range: &TypedRange| {
            let [low, high] = [range.low, range.high].map(|end| setter.expression(end));
            let index = setter.name(range.index);
            let word = match sum.kind {
                TypedReduction::Sum => return body.over_index(Operator::Sum, &index, &low, &high),
                TypedReduction::Product => return body.over_index(Operator::Product, &index, &low, &high),
                TypedReduction::Largest => "max(",
                TypedReduction::Least => "min(",
            };
            let [for_each, within, to, end] = [" for ", " in ", "..", ")"].map(Layout::text);
            Layout::sequence(&[Layout::text(word), body, for_each, index, within, low, to, high, end])
        };
        let whole = sum.ranges.iter().rev().fold(setter.expression(sum.body), over);
        done.insert(sum.name, whole);
    }
    done
}
