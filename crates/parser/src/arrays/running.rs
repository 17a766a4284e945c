//! Letters that run while a formula is read.

use chainrule_array::Letter;

/// A letter that stands for an index here.
#[derive(Clone, Debug)]
pub(super) struct Running {
    pub(super) name: String,
    pub(super) letter: Letter,
    /// What is to be added: where a range begins at 2 it is 1.
    pub(super) shift: i64,
    /// Whether it stands for a place in a window, so that it need not run over a whole axis.
    pub(super) in_window: bool,
}

impl Running {
    /// A letter that runs over a whole axis.
    pub(super) fn whole_axis(name: String, letter: Letter) -> Self {
        Self { name, letter, shift: 0, in_window: false }
    }
}

/// The letters that stand for indices here.
pub(super) type Letters = Vec<Running>;
