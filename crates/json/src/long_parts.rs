//! Long sums and products of definitions: each is written once, and referred to where others hold it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use chainrule_render::{Layout, Numbers};
use chainrule_symbolic::graph::{ExprId, Graph, Walk};
use chainrule_work::report::Report;
use rustc_hash::FxHashSet;

use super::{Writer, schema};

/// Sums and products of more terms and factors than this are referred to: a sum of n terms has n derivatives, and each of
/// them may hold it.
const LONGEST: usize = 256;

/// The long sums and products in the definitions of a worksheet.
#[derive(Default)]
pub(super) struct LongParts {
    /// In the order in which definitions are written and read: the place of each is its id.
    list: Vec<ExprId>,
    /// What stands for each.
    pub(super) marks: Numbers,
    /// The ids of those that were referred to.
    cited: RefCell<BTreeSet<usize>>,
}

impl LongParts {
    /// Those of the definitions of a report.
    pub(super) fn of(report: &Report) -> Self {
        let graph = report.graph();
        let is_long = |id: ExprId| graph.children(id).len() > LONGEST;
        let mut parts = Self::default();
        if !(0..graph.len()).map(ExprId::from_index).any(is_long) {
            return parts;
        }
        let mut met: FxHashSet<ExprId> = FxHashSet::default();
        for &symbol in &report.worksheet().defined {
            let Some(formula) = report.worksheet().network.formula(symbol) else { continue };
            let read = Walk::in_reading_order(graph, &[formula], |_| false);
            parts.list.extend(read.into_iter().filter(|&id| is_long(id) && met.insert(id)));
        }
        let marks = parts.list.iter().enumerate();
        parts.marks = marks.map(|(place, &id)| (id, Layout::text(format!("'{place}")))).collect();
        parts
    }

    /// The ids of the long parts in an expression, in ascending order.
    fn within(&self, graph: &Graph, expr: ExprId) -> Vec<usize> {
        if self.list.is_empty() {
            return Vec::new();
        }
        let below = Walk::below_until(graph, &[expr], |id| self.marks.contains_key(&id));
        let below: FxHashSet<ExprId> = below.into_iter().filter(|id| self.marks.contains_key(id)).collect();
        if below.is_empty() {
            return Vec::new();
        }
        (0..self.list.len()).filter(|&place| below.contains(&self.list[place])).collect()
    }
}

impl Writer<'_> {
    /// An expression that refers to the long parts in it.
    pub(super) fn abridged(&self, id: ExprId) -> schema::Abridged {
        let parts = self.parts.within(self.graph, id);
        if parts.is_empty() {
            return schema::Abridged::Whole(self.expression(id));
        }
        self.parts.cited.borrow_mut().extend(&parts);
        let (abridged, latex) = self
            .short
            .with_expression(id, |layout| (layout.ascii(), self.with_latex.then(|| layout.latex())));
        schema::Abridged::ByParts { abridged, latex, parts }
    }

    /// The long parts that were referred to; nothing where there are none.
    pub(super) fn long_parts(&self) -> Option<Vec<schema::LongPart>> {
        let cited = self.parts.cited.borrow();
        let part = |&id: &usize| schema::LongPart { id, expression: self.expression(self.parts.list[id]) };
        (!cited.is_empty()).then(|| cited.iter().map(part).collect())
    }
}
