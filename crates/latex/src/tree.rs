//! One side of a claim as it was written: every occurrence by itself, with its place.

use std::ops::Range;

pub use crate::indexed::Name;
pub use crate::parts::{Approach, NodeId, Norm, OfArray, Toward};
use crate::rows::Relation;
use chainrule_number::Rational;
use chainrule_symbolic::function::Function;

/// A number as it was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Its value.
    pub value: Rational,
    /// The unit of its last printed digit.
    pub unit: Rational,
    /// Whether it is nothing but a power of ten.
    pub is_power_of_ten: bool,
}

/// What is called.
#[derive(Clone, Debug)]
pub enum Callee {
    /// A function of the table.
    Builtin(&'static Function),
    /// A function that the page defines, by its name.
    Own(Box<str>),
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum Node {
    /// A number.
    Number(Printed),
    /// The number e.
    Euler,
    /// The number π.
    Pi,
    /// A name.
    Name(Name),
    /// `a + b - c`, with [`Node::Negate`] for what is taken off.
    Sum(Vec<NodeId>),
    /// `-a`
    Negate(NodeId),
    /// `a b c`
    Product(Vec<NodeId>),
    /// `a/b`
    Quotient(NodeId, NodeId),
    /// `a^b`
    Power(NodeId, NodeId),
    /// `f(a)`, `f'(a)`
    Call {
        /// What is called.
        function: Callee,
        /// With how many primes.
        primes: u8,
        /// What it is put to.
        arguments: Vec<NodeId>,
    },
    /// `\frac{\partial a}{\partial x}`
    Derivative {
        /// Of what.
        of: NodeId,
        /// By what.
        by: Name,
    },
    /// `\sum_{i=1}^{3}`, `\prod`
    Reduction {
        /// Whether it is a product.
        is_product: bool,
        /// The letter that runs; without limits, all that is said of it.
        index: Box<str>,
        /// From where to where.
        limits: Option<(NodeId, NodeId)>,
        /// What is added or multiplied.
        body: NodeId,
    },
    /// `\left. f \right|_{x=3}`
    At {
        /// What is put in.
        of: NodeId,
        /// For which name.
        by: Name,
        /// The number.
        value: NodeId,
    },
    /// `\max_z f`
    Extremum {
        /// Whether it is the least value.
        is_least: bool,
        /// What runs.
        by: Name,
        /// Of what.
        of: NodeId,
    },
    /// `\begin{cases} … \end{cases}`
    Cases(Vec<Case>),
    /// `[1, 2]`, `\begin{bmatrix} … \end{bmatrix}`: the entries of each row.
    Array {
        /// The rows, all of one length.
        rows: Vec<Vec<NodeId>>,
        /// Whether it is a list in brackets: a row or a column, as it fits.
        is_list: bool,
    },
    /// `A^T`
    Transpose(NodeId),
    /// `\|x\|`
    Norm {
        /// Which.
        kind: Norm,
        /// Of what.
        of: NodeId,
    },
    /// `a \odot b`, entry by entry.
    Entrywise(Vec<NodeId>),
    /// `\nabla_w f`
    Gradient {
        /// Of what.
        of: NodeId,
        /// By what.
        by: Name,
    },
    /// `\operatorname{tr}(A)`
    OfArray {
        /// What is put to it.
        function: OfArray,
        /// The array.
        of: NodeId,
    },
    /// `\lim_{x \to 0} f`
    Limit {
        /// What runs.
        by: Name,
        /// Where to.
        to: Approach,
        /// Of what.
        of: NodeId,
    },
    /// `\sum_{k=0}^{\infty} r^k`
    Series {
        /// The letter that runs.
        index: Box<str>,
        /// From where.
        low: NodeId,
        /// What is added.
        body: NodeId,
    },
    /// `\infty`
    Infinity,
    /// A function that nothing is known of, put to something: as written.
    Unknown(Box<str>),
}

/// One row of cases.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it comes to.
    pub value: NodeId,
    /// Where; nothing means everywhere else.
    pub conditions: Vec<Condition>,
}

/// A name compared with a number.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The name.
    pub name: Name,
    /// How it stands to the number.
    pub relation: Relation,
    /// The number.
    pub bound: NodeId,
}

/// One side of a claim.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: Vec<(Node, Range<usize>)>,
    /// Whether letters of it stand for vectors or matrices.
    pub has_vectors: bool,
    /// Whether arrays are written in it: brackets of several values, matrices, transposes, norms.
    pub has_arrays: bool,
    /// The names in bold.
    pub bold: Vec<Box<str>>,
    /// Factors behind a dot: between two vectors it is their inner product.
    pub dots: Vec<NodeId>,
    /// Whether a logarithm without a base stands in it.
    pub has_plain_log: bool,
}

impl Tree {
    /// Adds a node.
    pub fn push(&mut self, node: Node, place: Range<usize>) -> NodeId {
        self.nodes.push((node, place));
        self.nodes.len() - 1
    }

    /// The node at the top.
    pub fn root(&self) -> NodeId {
        self.nodes.len().saturating_sub(1)
    }

    /// A node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id].0
    }

    /// Puts another node in the place of one.
    pub fn set(&mut self, id: NodeId, node: Node) {
        self.nodes[id].0 = node;
    }

    /// Where a node stands in the text.
    pub fn place(&self, id: NodeId) -> Range<usize> {
        self.nodes[id].1.clone()
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The nodes right below one.
    pub fn children(&self, id: NodeId) -> Vec<NodeId> {
        match self.node(id) {
            Node::Number(_) | Node::Euler | Node::Pi | Node::Name(_) | Node::Unknown(_) | Node::Infinity => {
                Vec::new()
            }
            Node::Sum(all) | Node::Product(all) | Node::Entrywise(all) => all.clone(),
            Node::Array { rows, .. } => rows.iter().flatten().copied().collect(),
            Node::Negate(one) | Node::Transpose(one) => vec![*one],
            Node::Limit { to, of, .. } => match to {
                Approach::Point { at, .. } => vec![*at, *of],
                Approach::Infinity { .. } => vec![*of],
            },
            Node::Series { low, body, .. } => vec![*low, *body],
            Node::Quotient(one, other) | Node::Power(one, other) => vec![*one, *other],
            Node::Call { arguments, .. } => arguments.clone(),
            Node::Derivative { of, .. }
            | Node::Extremum { of, .. }
            | Node::Norm { of, .. }
            | Node::OfArray { of, .. }
            | Node::Gradient { of, .. } => vec![*of],
            Node::At { of, value, .. } => vec![*of, *value],
            Node::Cases(cases) => cases
                .iter()
                .flat_map(|case| case.conditions.iter().map(|condition| condition.bound).chain([case.value]))
                .collect(),
            Node::Reduction { limits, body, .. } => {
                limits.iter().flat_map(|&(low, high)| [low, high]).chain([*body]).collect()
            }
        }
    }

    /// Whether an order of growth stands in it: `O(n^2)`.
    pub fn has_order(&self) -> bool {
        const ORDERS: [&str; 5] = ["O(", "\\mathcal{O}(", "\\mathcalO(", "\\Theta(", "\\Omega("];
        self.nodes.iter().any(|(node, _)| match node {
            Node::Unknown(text) => ORDERS.iter().any(|order| text.starts_with(order)),
            _ => false,
        })
    }

    /// The nodes that stand below one, itself included, smaller numbers first.
    pub fn below(&self, root: NodeId) -> Vec<NodeId> {
        let mut wanted = vec![false; self.nodes.len()];
        if root < wanted.len() {
            wanted[root] = true;
        }
        for id in (0..self.nodes.len()).rev() {
            if wanted[id] {
                for child in self.children(id) {
                    wanted[child] = true;
                }
            }
        }
        (0..self.nodes.len()).filter(|&id| wanted[id]).collect()
    }

    /// The one name that it is, if it is one.
    pub fn as_name(&self) -> Option<&Name> {
        match self.nodes.last().map(|(node, _)| node) {
            Some(Node::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// Whether it names nothing: it is made of numbers.
    pub fn is_numeric(&self) -> bool {
        !self.is_empty()
            && self.below(self.root()).into_iter().all(|id| {
                !matches!(
                    self.node(id),
                    Node::Name(_)
                        | Node::Unknown(_)
                        | Node::Derivative { .. }
                        | Node::At { .. }
                        | Node::Extremum { .. }
                        | Node::Cases(_)
                        | Node::Reduction { limits: None, .. }
                        | Node::Array { .. }
                        | Node::Transpose(_)
                        | Node::Norm { .. }
                        | Node::Entrywise(_)
                        | Node::Gradient { .. }
                        | Node::OfArray { .. }
                        | Node::Limit { .. }
                        | Node::Infinity
                )
            })
    }
}
