//! Expressions set one after another in the same memory: data holds hundreds of thousands of short ones.

use chainrule_symbolic::graph::ExprId;
use rustc_hash::FxHashMap;

use super::{Set, Setting, Typesetter};
use crate::abridgement::{Abridgement, Depth};
use crate::layout::Layout;

/// What an expression is set in.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) out: Layout,
    pub(super) done: FxHashMap<(ExprId, Depth), Set>,
    pub(super) stack: Vec<(ExprId, Depth)>,
    /// A name that is looked up.
    pub(super) name: String,
}

/// Memory for more parts than this is not kept.
const MOST_KEPT: usize = 256;

impl Typesetter<'_> {
    /// An expression.
    pub fn expression(&self, root: ExprId) -> Layout {
        self.with_expression(root, |layout| {
            let mut own = std::mem::take(layout);
            own.shrink();
            own
        })
    }

    /// What becomes of the layout of an expression: the layout itself is used again for the next.
    pub fn with_expression<T>(&self, root: ExprId, look: impl FnOnce(&mut Layout) -> T) -> T {
        let depth = self.abridgement.depth(self.graph, root);
        if !depth.admits(self.graph, root) {
            return look(&mut Layout::dots(Abridgement::parts(self.graph, root)));
        }
        let mut setting = Setting { setter: self, memory: self.memory.take() };
        let set = setting.set(root, depth);
        let mut memory = setting.memory;
        // The whole is the last piece: a shared one may have been set before others.
        if memory.out.root() != Some(set.piece) {
            memory.out.add_row(&[set.piece]);
        }
        let found = look(&mut memory.out);
        if memory.done.capacity() <= MOST_KEPT && memory.stack.capacity() <= MOST_KEPT {
            memory.out.clear();
            memory.done.clear();
            self.memory.set(memory);
        }
        found
    }
}
