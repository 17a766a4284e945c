//! Names, constants and sums.

use super::super::Rule;
use super::{depends, is, parts};
use crate::function::rows::arithmetic::{ADD, NEGATE};
use crate::graph::{ExprId, Node, Scope};
use crate::network::Definition;

/// `∂q/∂x` by what `q` is defined to be.
pub static DEFINITION: Rule = Rule {
    name: "definition",
    statement: "q is written out as it is defined",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let Node::Symbol(symbol) = setting.graph.node(of) else { return None };
        let Definition::Formula(expr) = setting.network.definition(symbol) else { return None };
        (symbol != by).then(|| setting.graph.derivative(expr, by, Scope::Local))
    },
};

/// `∂x/∂x = 1`.
pub static IDENTITY: Rule = Rule {
    name: "derivative of the variable itself",
    statement: "∂x/∂x = 1",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        (setting.graph.node(of) == Node::Symbol(by)).then(|| setting.graph.integer(1))
    },
};

/// `∂c/∂x = 0`. A name is constant where what it names is not computed from `x` at once.
pub static CONSTANT: Rule = Rule {
    name: "constant rule",
    statement: "∂c/∂x = 0 where x is not in c",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let varies = match setting.graph.node(of) {
            Node::Symbol(symbol) => symbol == by || setting.network.has_edge(symbol, by),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => depends(setting, of),
        };
        (!varies).then(|| setting.graph.integer(0))
    },
};

/// `∂(u + v + c)/∂x = ∂u/∂x + ∂v/∂x`; terms without `x` have derivative 0.
pub static SUM: Rule = Rule {
    name: "sum rule",
    statement: "∂(u + v)/∂x = ∂u/∂x + ∂v/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        if !is(setting.graph, of, &ADD) {
            return None;
        }
        let places = setting.dependence.places(setting.graph, setting.network, of);
        let terms: Vec<ExprId> = places
            .iter()
            .map(|&place| {
                let term = setting.graph.children(of)[place as usize];
                setting.graph.derivative(term, by, Scope::Local)
            })
            .collect();
        match terms.as_slice() {
            [] => None,
            [only] => Some(*only),
            _ => Some(setting.graph.call(&ADD, &terms)),
        }
    },
};

/// `∂(−u)/∂x = −∂u/∂x`.
pub static NEGATIVE: Rule = Rule {
    name: "constant factor rule",
    statement: "∂(−u)/∂x = −∂u/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        if !is(setting.graph, of, &NEGATE) || !depends(setting, of) {
            return None;
        }
        let inner = setting.graph.children(of)[0];
        let inner = setting.graph.derivative(inner, by, Scope::Local);
        Some(setting.graph.call(&NEGATE, &[inner]))
    },
};
