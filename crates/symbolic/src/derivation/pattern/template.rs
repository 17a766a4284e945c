//! Expressions with indices in them: `σ'(z[l])·w[l]`.

use rustc_hash::FxHashMap;

use super::member::Member;
use super::members::Members;
use super::{Linear, Numeral};
use crate::graph::{ExprId, FunctionId, Graph, Node, Scope, Walk};

/// An expression of which the expressions at single values of its indices are cases. It belongs to no graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Children before parents, in the order of reading; the whole is the last.
    nodes: Vec<Part>,
}

/// A node of it; children by their places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Number(Numeral),
    Name(Member),
    Apply { function: FunctionId, primes: u8, arguments: Vec<usize> },
    Derivative { of: usize, by: Member, scope: Scope },
}

impl Template {
    /// How many nodes it has.
    pub(super) fn size(&self) -> usize {
        self.nodes.len()
    }

    /// An expression, its names taken apart. A number has a node wherever it stands: two numbers that are equal in one
    /// case need not be so in the next.
    pub(super) fn of(graph: &Graph, members: &mut Members, expr: ExprId) -> Self {
        let order = Walk::in_reading_order(graph, &[expr], |_| false);
        let mut places: FxHashMap<ExprId, usize> = FxHashMap::default();
        let mut nodes = Vec::with_capacity(order.len());
        for id in order {
            let place_of = |child: ExprId, nodes: &mut Vec<Part>| match graph.node(child) {
                Node::Number(number) => {
                    nodes.push(Part::Number(Numeral::plain(number.clone())));
                    nodes.len() - 1
                }
                Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => places[&child],
            };
            let node = match graph.node(id) {
                Node::Number(_) if id != expr => continue,
                Node::Number(number) => Part::Number(Numeral::plain(number.clone())),
                Node::Symbol(symbol) => Part::Name(members.of(graph, symbol).member()),
                Node::Apply { function, primes, arguments } => {
                    let arguments =
                        arguments.iter().map(|&argument| place_of(argument, &mut nodes)).collect();
                    Part::Apply { function, primes, arguments }
                }
                Node::Derivative { of, by, scope } => {
                    let of = place_of(of, &mut nodes);
                    Part::Derivative { of, by: members.of(graph, by).member(), scope }
                }
            };
            places.insert(id, nodes.len());
            nodes.push(node);
        }
        Self { nodes }
    }

    /// Its nodes, children before parents.
    pub(super) fn parts(&self) -> &[Part] {
        &self.nodes
    }

    /// The names in it, in the order of reading.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.nodes.iter().filter_map(|node| match node {
            Part::Name(member) | Part::Derivative { by: member, .. } => Some(member),
            Part::Number(_) | Part::Apply { .. } => None,
        })
    }

    /// Whether an index stands in it.
    pub fn holds(&self, index: &str) -> bool {
        self.nodes.iter().any(|node| match node {
            Part::Number(number) => number.holds(index),
            Part::Name(member) | Part::Derivative { by: member, .. } => member.holds(index),
            Part::Apply { .. } => false,
        })
    }

    /// What both are cases of: `first` where `index` is `at.0`, `second` where it is `at.1`.
    pub fn generalised(first: &Self, second: &Self, index: &str, at: (i64, i64)) -> Option<Self> {
        if first.nodes.len() != second.nodes.len() {
            return None;
        }
        let pairs = first.nodes.iter().zip(&second.nodes);
        let nodes = pairs.map(|pair| match pair {
            (Part::Number(one), Part::Number(other)) => {
                Numeral::generalised(one, other, index, at).map(Part::Number)
            }
            (Part::Name(one), Part::Name(other)) => {
                Member::generalised(one, other, index, at).map(Part::Name)
            }
            (
                Part::Derivative { of, by, scope },
                Part::Derivative { of: of_other, by: other, scope: other_scope },
            ) if of == of_other && scope == other_scope => {
                let by = Member::generalised(by, other, index, at)?;
                Some(Part::Derivative { of: *of, by, scope: *scope })
            }
            (Part::Apply { .. }, other) if pair.0 == other => Some(other.clone()),
            (Part::Number(_) | Part::Name(_) | Part::Apply { .. } | Part::Derivative { .. }, _) => None,
        });
        Some(Self { nodes: nodes.collect::<Option<_>>()? })
    }

    /// With an index replaced.
    pub fn with(&self, index: &str, by: &Linear) -> Option<Self> {
        let nodes = self.nodes.iter().map(|node| node.with(index, by));
        Some(Self { nodes: nodes.collect::<Option<_>>()? })
    }

    /// Whether it is exactly this expression where one index has this value. Cost: linear in the template.
    pub(super) fn is_at(
        &self,
        graph: &Graph,
        members: &mut Members,
        (index, value): (&str, i64),
        expr: ExprId,
    ) -> bool {
        let mut stands_for: Vec<Option<ExprId>> = vec![None; self.nodes.len()];
        let Some(last) = stands_for.last_mut() else { return false };
        *last = Some(expr);
        // Parents come after their children: from the end on, each node is assigned before it is looked at.
        for place in (0..self.nodes.len()).rev() {
            let Some(expr) = stands_for[place] else { return false };
            let mut assign = |child: usize, to: ExprId| {
                let agrees = stands_for[child].is_none_or(|assigned| assigned == to);
                stands_for[child] = Some(to);
                agrees
            };
            let fits = match (&self.nodes[place], graph.node(expr)) {
                (Part::Number(number), Node::Number(other)) => {
                    number.at(index, value).is_some_and(|number| number == *other)
                }
                (Part::Name(member), Node::Symbol(symbol)) => {
                    member.is_at(index, value, members.of(graph, symbol))
                }
                (Part::Apply { function, primes, arguments }, node) => match node {
                    Node::Apply { function: other, primes: own_primes, arguments: children } => {
                        *function == other
                            && *primes == own_primes
                            && arguments.len() == children.len()
                            && arguments.iter().zip(children).all(|(&child, &to)| assign(child, to))
                    }
                    Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => false,
                },
                (Part::Derivative { of, by, scope }, node) => match node {
                    Node::Derivative { of: to, by: other, scope: other_scope } => {
                        *scope == other_scope
                            && by.is_at(index, value, members.of(graph, other))
                            && assign(*of, to)
                    }
                    Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } => false,
                },
                (Part::Number(_) | Part::Name(_), _) => false,
            };
            if !fits {
                return false;
            }
        }
        true
    }

    /// As an expression of a graph, its generic names as names: `a[l-1]`.
    pub fn written(&self, graph: &mut Graph) -> ExprId {
        let mut ids: Vec<ExprId> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            ids.push(node.written(graph, &ids));
        }
        ids.last().copied().expect("a template has a root")
    }

    /// By node, its expression in a graph where no index stands in it: whatever is put in for indices, it is the same.
    pub fn fixed(&self, graph: &mut Graph) -> Vec<Option<ExprId>> {
        let mut fixed: Vec<Option<ExprId>> = Vec::with_capacity(self.nodes.len());
        let mut ids: Vec<ExprId> = Vec::with_capacity(self.nodes.len());
        let nothing = ExprId::from_index(0);
        for node in &self.nodes {
            let is_fixed = node.is_fixed() && node.children().iter().all(|&child| fixed[child].is_some());
            let id = is_fixed.then(|| node.written(graph, &ids));
            ids.push(id.unwrap_or(nothing));
            fixed.push(id);
        }
        fixed
    }

    /// As an expression of a graph with numbers put in for indices; `fixed` is what [`Template::fixed`] says of that graph.
    /// Nothing where an index place then has no value. Cost: linear in the template, and small but for what is not fixed.
    pub fn written_at(
        &self,
        graph: &mut Graph,
        at: &[(String, i64)],
        fixed: &[Option<ExprId>],
    ) -> Option<ExprId> {
        let mut ids: Vec<ExprId> = Vec::with_capacity(self.nodes.len());
        for (node, &fixed_expr) in self.nodes.iter().zip(fixed) {
            let id = match (fixed_expr, node) {
                (Some(fixed_expr), _) => fixed_expr,
                (None, Part::Apply { .. }) => node.written(graph, &ids),
                (None, Part::Number(_) | Part::Name(_) | Part::Derivative { .. }) => {
                    let put_in = at.iter().try_fold(node.clone(), |node, (index, value)| {
                        node.with(index, &Linear::constant(*value))
                    });
                    put_in?.written(graph, &ids)
                }
            };
            ids.push(id);
        }
        ids.last().copied()
    }
}

impl Part {
    /// With an index replaced.
    fn with(&self, index: &str, by: &Linear) -> Option<Self> {
        match self {
            Self::Number(number) => number.with(index, by).map(Self::Number),
            Self::Name(member) => member.with(index, by).map(Self::Name),
            Self::Apply { .. } => Some(self.clone()),
            Self::Derivative { of, by: member, scope } => {
                Some(Self::Derivative { of: *of, by: member.with(index, by)?, scope: *scope })
            }
        }
    }

    /// Its children, by their places.
    fn children(&self) -> &[usize] {
        match self {
            Self::Number(_) | Self::Name(_) => &[],
            Self::Apply { arguments, .. } => arguments,
            Self::Derivative { of, .. } => std::slice::from_ref(of),
        }
    }

    /// Whether no index stands in it, its children apart.
    fn is_fixed(&self) -> bool {
        match self {
            Self::Number(number) => number.is_fixed(),
            Self::Name(member) | Self::Derivative { by: member, .. } => {
                member.places().iter().all(|place| place.value().is_some())
            }
            Self::Apply { .. } => true,
        }
    }

    /// As an expression of a graph, given those of the nodes before it.
    fn written(&self, graph: &mut Graph, ids: &[ExprId]) -> ExprId {
        match self {
            Self::Number(number) => number.written(graph),
            Self::Name(member) => {
                let symbol = graph.intern(&member.name());
                graph.symbol(symbol)
            }
            Self::Apply { function, primes, arguments } => {
                let arguments: Vec<ExprId> = arguments.iter().map(|&place| ids[place]).collect();
                graph.apply_primed(*function, *primes, &arguments)
            }
            Self::Derivative { of, by, scope } => {
                let by = graph.intern(&by.name());
                graph.derivative(ids[*of], by, *scope)
            }
        }
    }
}
