//! Lines written once for the members of a family.

use chainrule_number::Rational;
use chainrule_render::{Inline, Layout, Number, Operator, Typesetter};
use chainrule_symbolic::derivation::pattern::Stretch;
use chainrule_symbolic::graph::{Graph, SymbolId};

/// Fewer lines than this are listed one by one.
pub(super) const FEWEST_TOGETHER: usize = 7;

/// The values of an index for which a line holds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranged {
    pub(super) index: SymbolId,
    pub(super) low: i64,
    pub(super) high: i64,
}

impl Ranged {
    /// The values for which the lines of a stretch hold.
    pub(super) fn of(graph: &mut Graph, index: &str, stretch: &Stretch) -> Self {
        Self { index: graph.intern(index), low: stretch.low, high: stretch.high }
    }

    /// Whether it holds all values of another.
    pub(super) fn holds(self, other: Self) -> bool {
        self.index == other.index && self.low <= other.low && other.high <= self.high
    }

    /// `l = 1, …, 50`
    pub(super) fn layout(self, setter: &Typesetter<'_>) -> Layout {
        let whole = |value| Layout::number(Number::value(&Rational::from_integer(value), None).0);
        setter.name(self.index).through(&whole(self.low), &whole(self.high))
    }

    /// The right side of an equation, and the values for which it holds.
    pub(super) fn after(self, right: Layout, setter: &Typesetter<'_>) -> Layout {
        Layout::sequence(&[right, Layout::operator(Operator::ForAll), self.layout(setter)])
    }

    /// ` for l = 1, …, 50`, in running text.
    pub(super) fn for_each_member(self, said: Inline, setter: &Typesetter<'_>) -> Inline {
        said.text(" for ").math(self.layout(setter))
    }
}
