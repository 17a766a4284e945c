//! What is to be shown.

use chainrule_number::Rational;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Walk};
use rustc_hash::FxHashMap;

use super::super::polynomial::Polynomial;
use crate::ranges::{LeafRange, Range, Ranges, ranges_of};

/// That an expression is at least zero (above zero, if `strict`) wherever it is defined, its leaves in these ranges.
#[derive(Clone, Debug)]
pub(super) struct Goal {
    pub expr: ExprId,
    pub strict: bool,
    pub ranges: Ranges,
}

/// Goals that together show another.
pub(super) type Goals = Vec<Goal>;

impl Goal {
    /// The same of another expression.
    pub fn of(&self, expr: ExprId) -> Self {
        Self { expr, strict: self.strict, ranges: self.ranges.clone() }
    }

    /// The same with the expression not strictly above zero.
    pub fn loose(mut self) -> Self {
        self.strict = false;
        self
    }

    /// The same with something more known of a leaf.
    pub fn knowing(mut self, leaf: ExprId, range: LeafRange) -> Self {
        self.ranges.insert(leaf, range);
        self
    }

    /// The expression as a sum of products.
    pub fn polynomial(&self, graph: &mut Graph) -> Option<Polynomial> {
        Polynomial::of(graph, self.expr, &self.ranges).map(|polynomial| polynomial.with_sizes(graph))
    }

    /// What is known of a leaf.
    pub fn range_of(&self, leaf: ExprId) -> LeafRange {
        LeafRange::among(&self.ranges, leaf)
    }

    /// What is known of any expression in its leaves.
    pub fn reach(&self, graph: &mut Graph, expr: ExprId) -> Range {
        ranges_of(graph, &[expr], &self.ranges)[0].unwrap_or(Range::ALL)
    }

    /// The same as [`Goal::reach`], with the exact ends where it is a leaf.
    pub fn exact_reach(&self, graph: &mut Graph, expr: ExprId) -> LeafRange {
        match self.ranges.get(&expr) {
            Some(range) => range.clone(),
            None => LeafRange::of_range(self.reach(graph, expr)),
        }
    }

    /// The ranges of some atoms.
    pub fn reaches(&self, graph: &mut Graph, atoms: &[ExprId]) -> FxHashMap<ExprId, Range> {
        atoms.iter().map(|&atom| (atom, self.reach(graph, atom))).collect()
    }

    /// The names in the expression.
    pub fn leaves(&self, graph: &Graph) -> Vec<ExprId> {
        let mut leaves: Vec<ExprId> = Walk::rewritable(graph, self.expr)
            .into_iter()
            .filter(|&id| matches!(graph.node(id), Node::Symbol(_)))
            .collect();
        leaves.sort_unstable();
        leaves
    }

    /// The same with something else in the place of a leaf.
    pub fn with(&self, graph: &mut Graph, leaf: ExprId, value: ExprId) -> Self {
        let mut rewriter = Rewriter::new();
        rewriter.replace(leaf, value);
        self.of(rewriter.apply(graph, self.expr))
    }
}

/// A name that no worksheet can write, for something made from an expression.
pub(super) fn fresh(graph: &mut Graph, what: &str, of: ExprId) -> ExprId {
    let symbol = graph.intern(&format!("'{what}{}", of.index()));
    graph.symbol(symbol)
}

/// The part of a range from a number on; nothing where that is empty.
pub(super) fn from(range: &LeafRange, end: &Rational, open: bool) -> Option<LeafRange> {
    let lower = match &range.lower {
        Some((number, own_open)) if number > end || (number == end && *own_open) => {
            (number.clone(), *own_open)
        }
        Some(_) | None => (end.clone(), open),
    };
    not_empty(LeafRange::between(Some(lower), range.upper.clone()))
}

/// The part of a range up to a number.
pub(super) fn up_to(range: &LeafRange, end: &Rational, open: bool) -> Option<LeafRange> {
    let upper = match &range.upper {
        Some((number, own_open)) if number < end || (number == end && *own_open) => {
            (number.clone(), *own_open)
        }
        Some(_) | None => (end.clone(), open),
    };
    not_empty(LeafRange::between(range.lower.clone(), Some(upper)))
}

fn not_empty(range: LeafRange) -> Option<LeafRange> {
    match (&range.lower, &range.upper) {
        (Some((lower, lower_open)), Some((upper, upper_open)))
            if lower > upper || (lower == upper && (*lower_open || *upper_open)) =>
        {
            None
        }
        (_, _) => Some(range),
    }
}

/// The range of the negatives.
pub(super) fn mirrored(range: &LeafRange) -> LeafRange {
    let turned = |end: &Option<(Rational, bool)>| end.as_ref().map(|(value, open)| (-value, *open));
    LeafRange::between(turned(&range.upper), turned(&range.lower))
}
