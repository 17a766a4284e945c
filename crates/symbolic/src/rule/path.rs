//! Names of the rules that work over a whole network.
//!
//! They do not rewrite one expression by another: what they state is computed by [`crate::derivation`] from the
//! network's paths, and judged over the whole network.

use super::setting::Rule;

/// One path: the product of the local derivatives along it.
pub static CHAIN: Rule =
    Rule {
        name: "chain rule", statement: "∂L/∂w = ∂L/∂a·∂a/∂b·…·∂z/∂w along the path", apply: |_, _| None
    };

/// Several paths: the sum of their products.
pub static PATHS: Rule = Rule {
    name: "chain rule, sum over the paths",
    statement: "∂L/∂w = Σ over paths Π ∂child/∂parent",
    apply: |_, _| None,
};

/// Many paths: adjoints from the loss backwards.
pub static BACKPROPAGATION: Rule = Rule {
    name: "backpropagation",
    statement: "∂L/∂q = Σ over the quantities c that use q: ∂L/∂c·∂c/∂q",
    apply: |_, _| None,
};
