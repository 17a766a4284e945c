//! Formulas of a page as a worksheet of arrays writes them.

use chainrule::symbolic::function::rows::constant::PI;
use chainrule_latex::tree::{Callee, Node, NodeId, Norm, Tree};
use rustc_hash::FxHashMap;

use super::reading::Reading;
use super::shapes::Shape;

/// A worksheet that is being written.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) text: String,
    /// The names of the page, by those that stand for them here.
    written: FxHashMap<String, String>,
    /// The letters that are the identity, as they are written here.
    pub(super) identities: FxHashMap<String, String>,
    helpers: usize,
    /// Whether a vector is raised to a power: each of its entries, or its length.
    pub(super) has_powers_by_entries: bool,
}

impl Sheet {
    /// How a name of the page is called here: a name that no keyword and no function has.
    pub(super) fn name(&mut self, name: &str) -> String {
        if let Some(spelled) = self.written.get(name) {
            return spelled.clone();
        }
        let spelled = format!("q_{}x", self.written.len());
        self.written.insert(name.to_owned(), spelled.clone());
        spelled
    }

    /// A reason in the names of the page.
    pub(super) fn in_names_of_page(&self, how: &str) -> String {
        let mut text = how.to_owned();
        for (name, identity) in &self.identities {
            // Sizes are printed with their numbers below.
            let printed: String = identity.chars().map(lowered).collect();
            text = text.replace(&printed, name);
        }
        for (name, spelled) in &self.written {
            text = text.replace(spelled.as_str(), name);
        }
        text
    }

    /// A tree as worksheets write it.
    pub(super) fn write(&mut self, tree: &Tree, reading: &Reading, place: usize) -> Option<String> {
        let shapes = reading.shapes.get(place)?;
        let mut done: FxHashMap<NodeId, String> = FxHashMap::default();
        // First derivatives: what is derived, and by what.
        let mut derived: FxHashMap<NodeId, (String, String)> = FxHashMap::default();
        for id in tree.below(tree.root()) {
            let of = |id: &NodeId| done.get(id).cloned();
            let joined = |all: &[NodeId], sign: &str| {
                let texts: Option<Vec<String>> = all.iter().map(of).collect();
                texts.map(|texts| format!("({})", texts.join(sign)))
            };
            let text = match tree.node(id) {
                Node::Number(printed) => format!("({})", printed.value),
                Node::Euler => "exp(1)".to_owned(),
                Node::Pi => PI.name.to_owned(),
                Node::Name(name) => match self.identities.get(&name.canonical()) {
                    Some(identity) => identity.clone(),
                    None => self.name(&name.canonical()),
                },
                Node::Sum(all) => joined(all, " + ")?,
                Node::Negate(inner) => format!("(-{})", of(inner)?),
                Node::Product(factors) => product(tree, factors, shapes, &done)?,
                Node::Quotient(above, below) => format!("({}/{})", of(above)?, of(below)?),
                Node::Power(base, exponent) => match shapes.get(base)? {
                    Shape::Matrix(..) => power(&of(base)?, tree, *exponent)?,
                    Shape::Number => format!("({}^{})", of(base)?, of(exponent)?),
                    Shape::Vector(_) => {
                        self.has_powers_by_entries = true;
                        let count = usize::try_from(tree.rational(*exponent)?.to_i64()?).ok()?;
                        format!("({})", vec![of(base)?; count].join(" .* "))
                    }
                    Shape::Row(_) => return None,
                },
                Node::Call { function: Callee::Builtin(row), primes, arguments } => {
                    let [argument] = arguments.as_slice() else { return None };
                    format!("{}{}({})", row.name, "'".repeat(usize::from(*primes)), of(argument)?)
                }
                Node::Transpose(inner) => format!("({}^T)", of(inner)?),
                Node::Entrywise(all) => joined(all, " .* ")?,
                Node::Norm { kind, of: inner } => match kind {
                    Norm::Plain | Norm::Two => format!("norm({})", of(inner)?),
                    Norm::One => format!("sum(abs({}))", of(inner)?),
                    Norm::Frobenius => format!("norm_F({})", of(inner)?),
                },
                Node::OfArray { function, of: inner } => format!("{}({})", function.name(), of(inner)?),
                Node::Derivative { of: inner, by } | Node::Gradient { of: inner, by } => {
                    let by = self.name(&by.canonical());
                    match (derived.get(inner), tree.node(*inner)) {
                        (Some((numerator, first)), _) if *first == by => {
                            format!("∂²{numerator}/∂{by}²")
                        }
                        (Some((numerator, first)), _) => format!("∂²{numerator}/∂{first}∂{by}"),
                        // A third derivative has no letters of its own.
                        (None, Node::Derivative { .. } | Node::Gradient { .. }) => return None,
                        (None, of_what) => {
                            let numerator = if matches!(of_what, Node::Name(_)) {
                                of(inner)?
                            } else {
                                // What is derived needs a name.
                                self.helpers += 1;
                                let helper = format!("h_{}x", self.helpers);
                                self.text.push_str(&format!("{helper} = {}\n", of(inner)?));
                                helper
                            };
                            let text = format!("∂{numerator}/∂{by}");
                            derived.insert(id, (numerator, by));
                            text
                        }
                    }
                }
                Node::Call { function: Callee::Own(_), .. }
                | Node::Array { .. }
                | Node::Reduction { .. }
                | Node::At { .. }
                | Node::Extremum { .. }
                | Node::Cases(_)
                | Node::Limit { .. }
                | Node::Series { .. }
                | Node::Infinity
                | Node::Unknown(_) => return None,
            };
            done.insert(id, text);
        }
        done.remove(&tree.root())
    }
}

/// A digit below the line.
fn lowered(digit: char) -> char {
    digit.to_digit(10).and_then(|value| char::from_u32('₀' as u32 + value)).unwrap_or(digit)
}

/// A product; two vectors with a dot between them as their inner product.
fn product(
    tree: &Tree,
    factors: &[NodeId],
    shapes: &FxHashMap<NodeId, Shape>,
    done: &FxHashMap<NodeId, String>,
) -> Option<String> {
    let mut text = done.get(factors.first()?)?.clone();
    let mut lies_up = matches!(shapes.get(factors.first()?)?, Shape::Vector(_));
    let mut lies = matches!(shapes.get(factors.first()?)?, Shape::Row(_));
    for factor in &factors[1..] {
        let factor_text = done.get(factor)?;
        let is_vector = matches!(shapes.get(factor)?, Shape::Vector(_));
        if lies_up && is_vector && tree.dots.contains(factor) {
            text = format!("dot({text}, {factor_text})");
            lies_up = false;
        } else {
            text = format!("{text}*{factor_text}");
            // A row times a vector is a number: `x^\top y \cdot z`.
            if lies && is_vector {
                text = format!("({text})");
            }
            lies_up = (is_vector && !lies) || (lies_up && matches!(shapes.get(factor)?, Shape::Number));
        }
        lies = match shapes.get(factor)? {
            Shape::Row(_) => true,
            Shape::Number | Shape::Matrix(..) => lies,
            Shape::Vector(_) => false,
        };
    }
    Some(format!("({text})"))
}

/// A whole power of a matrix: as a product, or its inverse.
fn power(base: &str, tree: &Tree, exponent: NodeId) -> Option<String> {
    let exponent = tree.rational(exponent)?.to_i64()?;
    match exponent {
        -1 => Some(format!("({base}^-1)")),
        1..=4 => {
            let count = usize::try_from(exponent).ok()?;
            Some(format!("({})", vec![base; count].join("*")))
        }
        _ => None,
    }
}
