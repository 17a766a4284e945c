//! Numbers of names.

use chainrule::number::Rational;
use chainrule::symbolic::graph::ExprId;

/// A number of a name.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) value: Rational,
    /// How it is written, where no fraction is it: `\sqrt 2`.
    pub(crate) written: Option<ExprId>,
    pub(crate) unit: Rational,
    pub(crate) line: usize,
    /// Whether it was worked out on the page rather than chosen.
    pub(crate) is_result: bool,
    /// Whether it stands behind ≈: it is rounded.
    pub(crate) is_about: bool,
    /// The line of the wrong result behind it.
    pub(crate) wrong: Option<usize>,
    /// What it should be, where it is wrong.
    pub(crate) right: Option<Rational>,
    /// Whether the formulas of the page say so for all numbers.
    pub(crate) is_always: bool,
    /// When it holds.
    pub(crate) when: When,
}

/// When a number holds: from one value of the page on until another; and the sentence and the paragraph that give it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct When {
    pub(crate) from: usize,
    pub(crate) until: usize,
    pub(crate) sentence: usize,
    pub(crate) paragraph: usize,
}

impl When {
    /// Whether it holds when so many values have been given.
    pub(crate) fn holds_at(self, count: usize) -> bool {
        self.from <= count && count < self.until
    }
}
