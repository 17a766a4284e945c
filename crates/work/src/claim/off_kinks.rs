//! Points at which functions have kinks: where there may be no derivative, and conventions stand for it.

use chainrule_number::Elementary;
use chainrule_program::Kernel;
use chainrule_proof::counterexample::{self, Point};
use chainrule_proof::identity;
use chainrule_proof::ranges::{Range, Ranges, ranges_of};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::function::Definition as Row;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, NEGATE};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, SymbolId, Walk};
use chainrule_symbolic::network::Definition;
use chainrule_worksheet::Worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

use super::written_out::all_down_to_leaves;

/// Of so many kinks the points are known.
const MOST_KINKS: usize = 64;

/// So many numbers are tried for leaves that a claim does not speak of.
const TRIES: usize = 24;

/// What derivatives are taken of, and what by.
pub(crate) struct DerivativesOf {
    pub(super) of: ExprId,
    pub(super) by: Vec<SymbolId>,
}

/// The derivatives in some expressions, but for those whose numbers are stated.
pub(crate) fn derivatives_in(
    graph: &Graph,
    all: &[ExprId],
    is_stated: impl Fn(ExprId) -> bool,
) -> Vec<DerivativesOf> {
    let mut found: Vec<DerivativesOf> = Vec::new();
    for id in Walk::rewritable_from(graph, all) {
        let (mut of, mut by_all) = (id, Vec::new());
        while let Node::Derivative { of: inner, by, .. } = graph.node(of)
            && !is_stated(of)
        {
            of = inner;
            by_all.push(by);
        }
        if of == id || matches!(graph.node(of), Node::Derivative { .. }) {
            continue;
        }
        match found.iter_mut().find(|derivatives| derivatives.of == of) {
            Some(derivatives) => derivatives.by.extend(by_all),
            None => found.push(DerivativesOf { of, by: by_all }),
        }
    }
    found
}

/// The kinks on the way from what derivatives are taken by to what they are taken of.
pub(super) struct Kinks {
    /// What is 0 at them, in terms of leaves.
    zeros: Vec<ExprId>,
    /// The leaves that stand in these.
    leaves: Vec<ExprId>,
}

impl Kinks {
    /// Of these derivatives; none where there are very many.
    pub(super) fn new(worksheet: &mut Worksheet, calculus: &Calculus, derived: &[DerivativesOf]) -> Self {
        let mut zeros = Vec::new();
        let mut kernel = Kernel::new();
        for DerivativesOf { of, by } in derived {
            between(&mut worksheet.graph, calculus, (*of, by), &mut kernel, &mut zeros);
        }
        zeros.sort_unstable();
        zeros.dedup();
        if zeros.len() > MOST_KINKS {
            zeros.clear();
        }
        let zeros = all_down_to_leaves(worksheet, calculus, &zeros);
        let graph = &mut worksheet.graph;
        let symbols: FxHashSet<SymbolId> =
            zeros.iter().flat_map(|&zero| Walk::symbols(graph, zero, |_| {})).collect();
        let mut leaves: Vec<ExprId> = symbols.into_iter().map(|symbol| graph.symbol(symbol)).collect();
        leaves.sort_unstable();
        Self { zeros, leaves }
    }

    /// What has no value at one of them.
    pub(super) fn one_over(&self, graph: &mut Graph) -> Vec<ExprId> {
        let one = graph.integer(1);
        self.zeros.iter().map(|&zero| graph.call(&DIVIDE, &[one, zero])).collect()
    }

    /// Whether a point lies at one of them, as far as can be told, whatever the leaves are of which it says nothing; `admits` says
    /// whether all that is derived may have a value at a point.
    pub(super) fn are_at(
        &self,
        graph: &mut Graph,
        point: &Point,
        ranges: &Ranges,
        admits: impl Fn(&Point) -> bool,
    ) -> bool {
        let known: FxHashSet<ExprId> = point.iter().map(|(leaf, _)| *leaf).collect();
        let open: Vec<ExprId> = self.leaves.iter().copied().filter(|leaf| !known.contains(leaf)).collect();
        let tries = if open.is_empty() { 1 } else { TRIES };
        let are_far = |graph: &mut Graph, zeros: &[ExprId]| {
            (0..tries).any(|attempt| {
                let point = counterexample::filled(point, &open, ranges, attempt);
                point.is_some_and(|point| {
                    are_far_from(graph, zeros, &point) && (open.is_empty() || admits(&point))
                })
            })
        };
        if self.zeros.is_empty() || are_far(graph, &self.zeros) {
            return false;
        }
        let real: Vec<ExprId> =
            self.zeros.iter().copied().filter(|&zero| !is_zero_everywhere(graph, zero)).collect();
        real.len() == self.zeros.len() || !(real.is_empty() || are_far(graph, &real))
    }
}

/// Whether none of these is 0 at a point.
fn are_far_from(graph: &mut Graph, zeros: &[ExprId], point: &Point) -> bool {
    let mut at_point = Rewriter::new();
    for (leaf, number) in point {
        let number = graph.number(number.clone());
        at_point.replace(*leaf, number);
    }
    let mut all = Vec::with_capacity(2 * zeros.len());
    for &zero in zeros {
        let there = at_point.apply(graph, zero);
        all.extend([there, graph.call(&NEGATE, &[there])]);
    }
    let signs = ranges_of(graph, &all, &Ranges::default());
    signs.chunks(2).all(|signs| signs.iter().flatten().any(|range: &Range| range.is_positive()))
}

/// Whether an expression is 0 whatever stands for its names: `max(x, x)` has no kink.
fn is_zero_everywhere(graph: &mut Graph, zero: ExprId) -> bool {
    let mut kernel = Kernel::new();
    let zero = kernel.of(graph, zero);
    let nothing = graph.integer(0);
    !identity::signs_matter(graph, zero, nothing)
        && identity::holds(graph, zero, nothing, &FxHashMap::default())
}

/// What is 0 at the kinks of functions between two quantities: of those alone whose arguments change with the second.
fn between(
    graph: &mut Graph,
    calculus: &Calculus,
    (of, by): (ExprId, &[SymbolId]),
    kernel: &mut Kernel,
    zeros: &mut Vec<ExprId>,
) {
    let network = calculus.network();
    let mut needed = Walk::symbols(graph, of, |_| {});
    let mut seen: FxHashSet<SymbolId> = needed.iter().copied().collect();
    let mut next = 0;
    while let Some(&symbol) = needed.get(next) {
        next += 1;
        needed.extend(network.inputs(symbol).iter().filter(|&&input| seen.insert(input)));
    }
    needed.sort_unstable_by_key(|&symbol| network.rank(symbol));
    let mut changing: FxHashSet<SymbolId> = by.iter().copied().collect();
    let mut formulas = Vec::new();
    for symbol in needed {
        if network.inputs(symbol).iter().any(|input| changing.contains(input)) {
            changing.insert(symbol);
            if let Definition::Formula(formula) = network.definition(symbol) {
                formulas.push(formula);
            }
        }
    }
    // What has no name of its own is its own formula.
    formulas.extend(if graph.symbol_at(of).is_none() { Some(of) } else { None });
    for formula in formulas {
        let written = kernel.of(graph, formula);
        for id in Walk::below(graph, &[written]) {
            let Node::Apply { function, arguments, .. } = graph.node(id) else { continue };
            let Some(Row::Primitive(primitive)) = graph.builtin(function).map(|row| row.definition) else {
                continue;
            };
            let zero = match (primitive, arguments) {
                (Elementary::Abs | Elementary::Sign | Elementary::Step, &[of]) => of,
                (Elementary::Max | Elementary::Min, &[one, other]) => {
                    let negative = graph.call(&NEGATE, &[other]);
                    graph.call(&ADD, &[one, negative])
                }
                (_, _) => continue,
            };
            if Walk::symbols(graph, zero, |_| {}).iter().any(|symbol| changing.contains(symbol)) {
                zeros.push(zero);
            }
        }
    }
}
