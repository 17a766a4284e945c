//! Families whose first index counts layers, or steps in time: `a[l,i]` where it is computed from `a[l-1,j]`, and with it
//! `w[l,i,j]`, of which each layer has its own.

use chainrule_symbolic::graph::{ExprId, Node};
use chainrule_worksheet::{TypedDefinition, Worksheet};
use rustc_hash::{FxHashMap, FxHashSet};

/// Layers pass from family to family so often; families that are further away are read as they are.
const MOST_ROUNDS: usize = 64;

/// The families whose first index counts layers, by their names without indices.
pub(super) struct Counted {
    letters: FxHashMap<String, String>,
}

impl Counted {
    /// Those that need themselves, those that are computed from them layer by layer, and those that have a layer for each
    /// layer of them.
    pub(super) fn find(worksheet: &Worksheet) -> Self {
        let name = |expr: ExprId| match worksheet.graph.node(expr) {
            Node::Symbol(symbol) => worksheet.graph.name(symbol).as_str(),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => "",
        };
        let definitions = &worksheet.typed.definitions;
        let mut inputs: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        let mut users: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for definition in definitions {
            let base = base_of(name(definition.name));
            for input in definition.inputs.iter().map(|&input| base_of(name(input))) {
                inputs.entry(base).or_default().push(input);
                users.entry(input).or_default().push(base);
            }
        }
        let all: FxHashSet<&str> =
            definitions.iter().map(|definition| base_of(name(definition.name))).collect();
        let behind = without_ends(&all, &inputs, &users);
        let circles = without_ends(&behind, &users, &inputs);
        let mut letters: FxHashMap<String, String> = FxHashMap::default();
        for definition in definitions {
            let name = name(definition.name);
            if circles.contains(base_of(name)) {
                letters.insert(base_of(name).to_owned(), first_index(name).to_owned());
            }
        }
        let mentioned = |definition: &TypedDefinition| -> Vec<&str> {
            std::iter::once(definition.name).chain(definition.inputs.iter().copied()).map(name).collect()
        };
        for _ in 0..MOST_ROUNDS {
            let before = letters.len();
            for names in definitions.iter().map(mentioned) {
                let layers: FxHashSet<&str> = names
                    .iter()
                    .filter(|name| letters.contains_key(base_of(name)))
                    .flat_map(|name| letters_in(first_index(name)))
                    .collect();
                for name in names {
                    let letter = letters_in(first_index(name)).find(|letter| layers.contains(letter));
                    // A family of single numbers is a vector as well.
                    if let Some(letter) = letter.filter(|_| name.contains(',')) {
                        letters.entry(base_of(name).to_owned()).or_insert_with(|| letter.to_owned());
                    }
                }
            }
            if letters.len() == before {
                break;
            }
        }
        Self { letters }
    }

    /// The letter by which the layers of a family are counted, if they are.
    pub(super) fn letter(&self, base: &str) -> Option<&str> {
        self.letters.get(base).map(String::as_str)
    }
}

/// The name of a family without its indices.
pub(super) fn base_of(name: &str) -> &str {
    name.split('[').next().unwrap_or(name)
}

/// `l-1` of `a[l-1,j]`
fn first_index(name: &str) -> &str {
    let indices = name.split('[').nth(1).unwrap_or_default();
    indices.split([',', ']']).next().unwrap_or_default()
}

fn letters_in(index: &str) -> impl Iterator<Item = &str> {
    let words = index.split(|character: char| !(character.is_alphanumeric() || character == '_'));
    words.filter(|word| word.starts_with(char::is_alphabetic))
}

/// What is left of these when those of which all inputs are gone are taken away, again and again: what lies on circles, and
/// what is computed from that.
fn without_ends<'n>(
    all: &FxHashSet<&'n str>,
    inputs: &FxHashMap<&'n str, Vec<&'n str>>,
    users: &FxHashMap<&'n str, Vec<&'n str>>,
) -> FxHashSet<&'n str> {
    let neighbours = |of: &FxHashMap<&'n str, Vec<&'n str>>, name: &str| -> Vec<&'n str> {
        of.get(name).into_iter().flatten().copied().filter(|other| all.contains(other)).collect()
    };
    let mut waits: FxHashMap<&str, usize> =
        all.iter().map(|&name| (name, neighbours(inputs, name).len())).collect();
    let mut gone: Vec<&str> = waits.iter().filter(|(_, count)| **count == 0).map(|(name, _)| *name).collect();
    let mut left = all.clone();
    while let Some(name) = gone.pop() {
        left.remove(name);
        for user in neighbours(users, name) {
            if let Some(count) = waits.get_mut(user) {
                *count -= 1;
                if *count == 0 {
                    gone.push(user);
                }
            }
        }
    }
    left
}
