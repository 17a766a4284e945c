//! How many rows and columns the parts of a formula have.

use chainrule_latex::tree::{Node, NodeId, Norm, OfArray, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

/// A size: its number among those of a reading.
pub(super) type Size = usize;

/// How many rows and columns something has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Number,
    Vector(Size),
    /// A vector that lies.
    Row(Size),
    Matrix(Size, Size),
}

impl Shape {
    pub(super) fn transposed(self) -> Self {
        match self {
            Self::Number => Self::Number,
            Self::Vector(size) => Self::Row(size),
            Self::Row(size) => Self::Vector(size),
            Self::Matrix(rows, columns) => Self::Matrix(columns, rows),
        }
    }
}

/// Sizes, of which some turn out to be the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Sizes {
    above: Vec<Size>,
}

impl Sizes {
    pub(super) fn new_size(&mut self) -> Size {
        self.above.push(self.above.len());
        self.above.len() - 1
    }

    pub(super) fn find(&self, mut size: Size) -> Size {
        while self.above[size] != size {
            size = self.above[size];
        }
        size
    }

    fn join(&mut self, one: Size, other: Size) {
        let (one, other) = (self.find(one), self.find(other));
        self.above[one.max(other)] = one.min(other);
    }

    /// Makes two shapes one, where they may be.
    pub(super) fn unify(&mut self, one: Shape, other: Shape) -> Option<Shape> {
        match (one, other) {
            (Shape::Number, Shape::Number) => {}
            (Shape::Vector(a), Shape::Vector(b)) | (Shape::Row(a), Shape::Row(b)) => self.join(a, b),
            (Shape::Matrix(a, b), Shape::Matrix(c, d)) => {
                self.join(a, c);
                self.join(b, d);
            }
            (Shape::Number | Shape::Vector(_) | Shape::Row(_) | Shape::Matrix(..), _) => return None,
        }
        Some(one)
    }
}

/// The shapes of all nodes of a tree; nothing where they do not fit.
pub(super) fn shapes_of(
    tree: &Tree,
    shape_of_name: &FxHashMap<String, Shape>,
    sizes: &mut Sizes,
) -> Option<FxHashMap<NodeId, Shape>> {
    let mut done: FxHashMap<NodeId, Shape> = FxHashMap::default();
    let below = tree.below(tree.root());
    let entrywise = below.iter().filter(|&&id| matches!(tree.node(id), Node::Entrywise(_)));
    let in_entrywise: FxHashSet<NodeId> = entrywise.flat_map(|&id| tree.children(id)).collect();
    for id in below {
        let of = |id: &NodeId| done.get(id).copied();
        let shape = match tree.node(id) {
            Node::Number(_) | Node::Euler | Node::Pi => Shape::Number,
            Node::Name(name) => *shape_of_name.get(&name.canonical())?,
            Node::Negate(inner) => of(inner)?,
            Node::Transpose(inner) => match of(inner)? {
                Shape::Number => return None,
                shape => shape.transposed(),
            },
            Node::Sum(_) | Node::Entrywise(_) => {
                let is_factor = in_entrywise.contains(&id);
                added(tree, id, is_factor, &done, sizes)?
            }
            Node::Product(factors) => {
                let mut product = of(factors.first()?)?;
                for factor in &factors[1..] {
                    product = multiplied(product, of(factor)?, tree.dots.contains(factor), sizes)?;
                }
                product
            }
            Node::Quotient(above, below) => {
                if of(below)? != Shape::Number {
                    return None;
                }
                of(above)?
            }
            Node::Power(base, exponent) => match (of(base)?, of(exponent)?) {
                (Shape::Number, Shape::Number) => Shape::Number,
                (Shape::Matrix(rows, columns), Shape::Number)
                    if matches!(tree.node(*exponent), Node::Number(_) | Node::Negate(_)) =>
                {
                    sizes.join(rows, columns);
                    Shape::Matrix(rows, columns)
                }
                // Of every entry: `1 - h^2`.
                (shape @ Shape::Vector(_), Shape::Number) if is_power_by_entries(tree, id) => shape,
                _ => return None,
            },
            Node::Call { arguments, .. } => match arguments.as_slice() {
                [argument] => of(argument)?,
                _ => return None,
            },
            Node::Norm { kind, of: inner } => match (kind, of(inner)?) {
                (Norm::Plain | Norm::One | Norm::Two, Shape::Vector(_) | Shape::Row(_))
                | (Norm::Frobenius, Shape::Matrix(..)) => Shape::Number,
                _ => return None,
            },
            Node::OfArray { function, of: inner } => match (function, of(inner)?) {
                (OfArray::Softmax, shape @ Shape::Vector(_)) => shape,
                (OfArray::Trace | OfArray::Determinant, Shape::Matrix(rows, columns)) => {
                    sizes.join(rows, columns);
                    Shape::Number
                }
                (OfArray::Diagonal, Shape::Vector(rows)) => Shape::Matrix(rows, rows),
                _ => return None,
            },
            Node::Derivative { of: inner, by } | Node::Gradient { of: inner, by } => {
                let by = *shape_of_name.get(&by.canonical())?;
                match (of(inner)?, by) {
                    (Shape::Number, by) => by,
                    (shape, Shape::Number) => shape,
                    (Shape::Vector(rows), Shape::Vector(columns)) => Shape::Matrix(rows, columns),
                    _ => return None,
                }
            }
            Node::Array { .. }
            | Node::Reduction { .. }
            | Node::At { .. }
            | Node::Extremum { .. }
            | Node::Cases(_)
            | Node::Limit { .. }
            | Node::Series { .. }
            | Node::Infinity
            | Node::Unknown(_) => return None,
        };
        done.insert(id, shape);
    }
    Some(done)
}

/// The shape of terms, or of factors of entries, together. 1 - a takes 1 from every entry, and so does what an inner product comes
/// to in a factor: `p \odot (g - p^\top g)`.
fn added(
    tree: &Tree,
    id: NodeId,
    is_factor: bool,
    done: &FxHashMap<NodeId, Shape>,
    sizes: &mut Sizes,
) -> Option<Shape> {
    let is_sum = matches!(tree.node(id), Node::Sum(_));
    let mut all: Option<Shape> = None;
    for term in tree.children(id) {
        let shape = *done.get(&term)?;
        let is_taken_from_all =
            is_literal(tree, term) || (is_factor && shape == Shape::Number && !is_name(tree, term));
        if is_sum && is_taken_from_all {
            continue;
        }
        all = Some(match all {
            None => shape,
            Some(all) => sizes.unify(all, shape)?,
        });
    }
    Some(all.unwrap_or(Shape::Number))
}

/// Whether a node is raised to 2 or 3: of a vector each entry is meant, or the length.
pub(super) fn is_power_by_entries(tree: &Tree, id: NodeId) -> bool {
    match tree.node(id) {
        Node::Power(_, exponent) => tree
            .rational(*exponent)
            .and_then(|value| value.to_i64())
            .is_some_and(|value| (2..=3).contains(&value)),
        _ => false,
    }
}

fn is_name(tree: &Tree, id: NodeId) -> bool {
    match tree.node(id) {
        Node::Name(_) => true,
        Node::Negate(inner) => matches!(tree.node(*inner), Node::Name(_)),
        _ => false,
    }
}

/// Whether a node is a number as it is written, with its sign.
fn is_literal(tree: &Tree, id: NodeId) -> bool {
    match tree.node(id) {
        Node::Number(_) => true,
        Node::Negate(inner) => matches!(tree.node(*inner), Node::Number(_)),
        _ => false,
    }
}

fn multiplied(one: Shape, other: Shape, is_dot: bool, sizes: &mut Sizes) -> Option<Shape> {
    Some(match (one, other) {
        (Shape::Number, shape) | (shape, Shape::Number) => shape,
        (Shape::Matrix(rows, inner), Shape::Matrix(height, columns)) => {
            sizes.join(inner, height);
            Shape::Matrix(rows, columns)
        }
        (Shape::Matrix(rows, inner), Shape::Vector(length)) => {
            sizes.join(inner, length);
            Shape::Vector(rows)
        }
        (Shape::Row(inner), Shape::Matrix(height, columns)) => {
            sizes.join(inner, height);
            Shape::Row(columns)
        }
        (Shape::Row(inner), Shape::Vector(length)) => {
            sizes.join(inner, length);
            Shape::Number
        }
        (Shape::Vector(inner), Shape::Vector(length)) if is_dot => {
            sizes.join(inner, length);
            Shape::Number
        }
        (Shape::Vector(rows), Shape::Row(columns)) => Shape::Matrix(rows, columns),
        (Shape::Vector(_) | Shape::Row(_) | Shape::Matrix(..), _) => return None,
    })
}
