//! Which letters of a claim are numbers, vectors and matrices: every reading in which all sizes fit.

use chainrule_latex::names::Declared;
use chainrule_latex::tree::{Node, NodeId, Norm, OfArray, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

/// So many readings are tried.
const MOST_READINGS: usize = 96;

/// What a letter stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Vector,
    Matrix,
}

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

/// A reading in which all sizes fit.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// The letters that nothing defines.
    pub(super) leaves: Vec<(String, Shape)>,
    pub(super) sizes: Sizes,
    /// The shapes of the nodes of each tree: of the definitions first, then of both sides.
    pub(super) shapes: Vec<FxHashMap<NodeId, Shape>>,
    /// How many letters are arrays.
    pub(super) arrays: usize,
}

/// The names of a claim: those with a formula in an order in which each rests on those before it, and all others.
pub(super) struct Names<'a> {
    pub(super) defined: Vec<(String, &'a Tree)>,
    pub(super) leaves: Vec<String>,
    /// Those of them that are the identity, of whatever size fits.
    pub(super) identities: FxHashSet<String>,
}

/// Letters that count, or scale, unless they are transposed.
const NUMBERS: &[&str] = &[
    "i",
    "j",
    "k",
    "n",
    "m",
    "N",
    "M",
    "K",
    "T",
    "t",
    "d",
    "L",
    "J",
    "E",
    "C",
    "alpha",
    "beta",
    "gamma",
    "eta",
    "epsilon",
    "varepsilon",
    "lambda",
    "mu",
    "rho",
    "tau",
    "omega",
    "c",
    "r",
    "s",
];

/// What a letter may be, the likeliest first.
fn kinds(name: &str, is_bold: bool, is_array: bool, declared: Option<Declared>) -> Vec<Kind> {
    match declared {
        Some(Declared::Number) => return vec![Kind::Number],
        Some(Declared::Vector) => return vec![Kind::Vector],
        Some(Declared::Matrix) => return vec![Kind::Matrix],
        None => {}
    }
    let stem: String = name.chars().take_while(|letter| letter.is_alphabetic()).collect();
    let is_upper = stem.starts_with(char::is_uppercase);
    let array = if is_upper { Kind::Matrix } else { Kind::Vector };
    if is_bold || is_array {
        return vec![array];
    }
    if NUMBERS.contains(&stem.as_str()) { vec![Kind::Number] } else { vec![array, Kind::Number] }
}

/// The letters of some trees that stand where only an array does: transposed, in a norm, in an inner product.
fn sure_arrays(trees: &[&Tree]) -> FxHashSet<String> {
    let mut found = FxHashSet::default();
    for tree in trees {
        for id in 0..tree.len() {
            let (Node::Transpose(inner) | Node::Norm { of: inner, .. } | Node::OfArray { of: inner, .. }) =
                tree.node(id)
            else {
                continue;
            };
            if let Node::Name(name) = tree.node(*inner) {
                found.insert(name.canonical());
            }
        }
    }
    found
}

/// All readings of a claim in which the sizes fit, those with the most arrays first. With `is_turned` the right side is transposed.
pub(super) fn readings(
    names: &Names<'_>,
    (left, right): (&Tree, &Tree),
    declared: &FxHashMap<Box<str>, Declared>,
    is_turned: bool,
) -> Vec<Reading> {
    let mut trees: Vec<&Tree> = names.defined.iter().map(|(_, tree)| *tree).collect();
    trees.extend([left, right]);
    let sure = sure_arrays(&trees);
    let bold: FxHashSet<&str> = trees.iter().flat_map(|tree| tree.bold.iter().map(|name| &**name)).collect();
    let options: Vec<Vec<Kind>> = names
        .leaves
        .iter()
        .map(|name| {
            if names.identities.contains(name) {
                return vec![Kind::Matrix];
            }
            let declared = declared.get(name.as_str()).copied();
            kinds(name, bold.contains(name.as_str()), sure.contains(name), declared)
        })
        .collect();
    let count = options.iter().map(Vec::len).fold(1, usize::saturating_mul);
    let mut found = Vec::new();
    for choice in 0..count.min(MOST_READINGS) {
        let mut rest = choice;
        let chosen: Vec<Kind> = options
            .iter()
            .map(|all| {
                let kind = all[rest % all.len()];
                rest /= all.len();
                kind
            })
            .collect();
        found.extend(reading(names, &trees, &chosen, is_turned));
    }
    found.sort_by_key(|reading| std::cmp::Reverse(reading.arrays));
    found
}

fn reading(names: &Names<'_>, trees: &[&Tree], chosen: &[Kind], is_turned: bool) -> Option<Reading> {
    let mut sizes = Sizes::default();
    let mut shape_of_name: FxHashMap<String, Shape> = FxHashMap::default();
    let mut leaves = Vec::new();
    for (name, kind) in names.leaves.iter().zip(chosen) {
        let shape = match kind {
            Kind::Number => Shape::Number,
            Kind::Vector => Shape::Vector(sizes.new_size()),
            Kind::Matrix if names.identities.contains(name) => {
                let size = sizes.new_size();
                Shape::Matrix(size, size)
            }
            Kind::Matrix => Shape::Matrix(sizes.new_size(), sizes.new_size()),
        };
        shape_of_name.insert(name.clone(), shape);
        leaves.push((name.clone(), shape));
    }
    let mut shapes = Vec::new();
    for (place, tree) in trees.iter().enumerate() {
        let shape_of_node = shapes_of(tree, &shape_of_name, &mut sizes)?;
        if let Some((name, _)) = names.defined.get(place) {
            shape_of_name.insert(name.clone(), *shape_of_node.get(&tree.root())?);
        }
        shapes.push(shape_of_node);
    }
    let root = |place: usize| shapes[place].get(&trees[place].root()).copied();
    let (left, right) = (root(trees.len() - 2)?, root(trees.len() - 1)?);
    sizes.unify(left, if is_turned { right.transposed() } else { right })?;
    let arrays = chosen.iter().filter(|kind| **kind != Kind::Number).count();
    Some(Reading { leaves, sizes, shapes, arrays })
}

/// The shapes of all nodes of a tree; nothing where they do not fit.
fn shapes_of(
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
            Node::Sum(terms) | Node::Entrywise(terms) => {
                let mut all: Option<Shape> = None;
                for term in terms {
                    let shape = of(term)?;
                    // 1 - a takes 1 from every entry, and so does what an inner product comes to: `p \odot (g - p^\top g)`.
                    let is_taken_from_all = is_literal(tree, *term)
                        || (shape == Shape::Number && in_entrywise.contains(&id) && !is_name(tree, *term));
                    if is_taken_from_all && matches!(tree.node(id), Node::Sum(_)) {
                        continue;
                    }
                    all = Some(match all {
                        None => shape,
                        Some(all) => sizes.unify(all, shape)?,
                    });
                }
                all.unwrap_or(Shape::Number)
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
