//! What a node is made of, as a text.

use chainrule_symbolic::function::rows::constant::PI;
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};
use rustc_hash::FxHashMap;

use crate::tree::{Callee, Node, NodeId, Tree};

impl Tree {
    /// Whether another one is made of the same.
    pub fn is_like(&self, other: &Self) -> bool {
        shape(self, self.root()) == shape(other, other.root())
    }
}

/// What a node is made of, as a text that is the same for the same formula.
pub(crate) fn shape(tree: &Tree, root: NodeId) -> String {
    let mut texts: FxHashMap<NodeId, String> = FxHashMap::default();
    for id in tree.below(root) {
        let of = |id: &NodeId| texts.get(id).cloned().unwrap_or_default();
        let listed =
            |all: &[NodeId], sign: &str| format!("({})", all.iter().map(of).collect::<Vec<_>>().join(sign));
        let text = match tree.node(id) {
            Node::Number(printed) => printed.value.to_string(),
            Node::Euler => "e".to_owned(),
            Node::Pi => PI.name.to_owned(),
            Node::Name(name) => name.canonical(),
            Node::Sum(all) => listed(all, "+"),
            Node::Product(all) => listed(all, "*"),
            Node::Negate(one) => format!("(-{})", of(one)),
            Node::Quotient(above, below) => format!("({}/{})", of(above), of(below)),
            Node::Power(base, exponent) => format!("({}^{})", of(base), of(exponent)),
            Node::Call { function, primes, arguments } => {
                let name = match function {
                    Callee::Builtin(row) => row.name,
                    Callee::Own(name) => name,
                };
                format!("{name}{}{}", "'".repeat(usize::from(*primes)), listed(arguments, ","))
            }
            Node::Derivative { of: inner, by } | Node::Gradient { of: inner, by } => {
                format!("d{}/d{}", of(inner), by.canonical())
            }
            Node::Unknown(text) => text.to_string(),
            Node::Array { rows, .. } => {
                let rows = rows.iter().map(|row| row.iter().map(of).collect::<Vec<_>>().join(","));
                format!("[{}]", rows.collect::<Vec<_>>().join(";"))
            }
            Node::Transpose(one) => format!("({}^T)", of(one)),
            Node::Norm { kind, of: inner } => format!("norm{kind:?}({})", of(inner)),
            Node::Entrywise(all) => listed(all, ".*"),
            Node::OfArray { function, of: inner } => format!("{}({})", function.name(), of(inner)),
            Node::Limit { by, to, of: inner } => format!("lim[{} {to:?}]{}", by.canonical(), of(inner)),
            Node::Series { index, low, body } => format!("sum[{index} {}..]{}", of(low), of(body)),
            Node::Infinity => "infinity".to_owned(),
            Node::At { of: inner, by, value } => {
                format!("{}|{}={}", of(inner), by.canonical(), of(value))
            }
            Node::Extremum { is_least, by, of: inner } => {
                let row = if *is_least { &MIN } else { &MAX };
                format!("{}[{}]{}", row.name, by.canonical(), of(inner))
            }
            Node::Cases(cases) => {
                let texts = cases.iter().map(|case| {
                    let conditions = case.conditions.iter().map(|condition| {
                        format!(
                            "{}{}{}",
                            condition.name.canonical(),
                            condition.relation.sign(),
                            of(&condition.bound)
                        )
                    });
                    format!("{} {}", of(&case.value), conditions.collect::<Vec<_>>().join(","))
                });
                format!("cases({})", texts.collect::<Vec<_>>().join(";"))
            }
            Node::Reduction { is_product, index, limits, body } => {
                let limits =
                    limits.map(|(low, high)| format!("{}..{}", of(&low), of(&high))).unwrap_or_default();
                format!("{}[{index} {limits}]{}", if *is_product { "prod" } else { "sum" }, of(body))
            }
        };
        texts.insert(id, text);
    }
    texts.remove(&root).unwrap_or_default()
}
