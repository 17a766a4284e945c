//! Which letters of a claim are numbers, vectors and matrices: every reading in which all sizes fit.

use chainrule_latex::names::Declared;
use chainrule_latex::tree::{Node, NodeId, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

use super::shapes::{Shape, Sizes, shapes_of};

/// So many readings are tried.
const MOST_READINGS: usize = 96;

/// What a letter stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Vector,
    Matrix,
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
