//! Functions put to something, and derivatives of derivatives.

use super::super::Rule;
use super::{depends, parts};
use crate::function::Prime;
use crate::function::rows::arithmetic::{ADD, MULTIPLY};
use crate::graph::{ExprId, FunctionId, Graph, Node, Rewriter, Scope};

/// `∂f(x)/∂x = f'(x)`: the derivative in the function's row.
pub static FUNCTION: Rule = Rule {
    name: "derivative of the function",
    statement: "∂f(x)/∂x = f'(x)",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let (function, primes, inner) = one_argument(setting.graph, of)?;
        if setting.graph.node(inner) != Node::Symbol(by) {
            return None;
        }
        slope(setting.graph, function, primes, inner)
    },
};

/// `∂f(u)/∂x = f'(u)·∂u/∂x`: the chain rule inside one definition.
pub static CHAIN: Rule = Rule {
    name: "chain rule",
    statement: "∂f(u)/∂x = f'(u)·∂u/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let (function, primes, inner) = one_argument(setting.graph, of)?;
        if setting.graph.node(inner) == Node::Symbol(by) || !depends(setting, inner) {
            return None;
        }
        let outer = slope(setting.graph, function, primes, inner)?;
        let inner = setting.graph.derivative(inner, by, Scope::Local);
        Some(setting.graph.call(&MULTIPLY, &[outer, inner]))
    },
};

/// `∂f(u, v)/∂x = ∂f/∂u·∂u/∂x + ∂f/∂v·∂v/∂x`, for the functions of several arguments.
pub static PARTIALS: Rule = Rule {
    name: "chain rule, several arguments",
    statement: "∂f(u, v)/∂x = ∂f/∂u·∂u/∂x + ∂f/∂v·∂v/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let Node::Apply { function, primes: 0, arguments } = setting.graph.node(of) else { return None };
        let row = setting.graph.builtin(function)?;
        if row.partials.len() < 2 {
            return None;
        }
        let arguments = arguments.to_vec();
        let places = setting.dependence.places(setting.graph, setting.network, of);
        let terms: Vec<ExprId> = places
            .iter()
            .map(|&place| {
                let partial = row.partials[place as usize](setting.graph, &arguments);
                let inner = setting.graph.derivative(arguments[place as usize], by, Scope::Local);
                setting.graph.call(&MULTIPLY, &[partial, inner])
            })
            .collect();
        match terms.as_slice() {
            [] => None,
            [only] => Some(*only),
            _ => Some(setting.graph.call(&ADD, &terms)),
        }
    },
};

/// `∂f(u)/∂x` for a function of the user's own, by its definition. Where that is nothing but an argument, a name, the
/// name is `x` or held fixed.
pub static USER_FUNCTION: Rule = Rule {
    name: "definition of the function",
    statement: "f is written out as it is defined",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let Node::Apply { function, primes: 0, arguments } = setting.graph.node(of) else { return None };
        let arguments = arguments.to_vec();
        let body = inlined(setting.graph, function, &arguments)?;
        if let Node::Symbol(symbol) = setting.graph.node(body)
            && symbol != by
        {
            return Some(setting.graph.integer(0));
        }
        Some(setting.graph.derivative(body, by, Scope::Local))
    },
};

/// The derivative of an open dependence is itself open: `∂(∂L/∂u)/∂x` stays a symbol.
pub static OPEN: Rule = Rule {
    name: "form left open",
    statement: "the derivative of an open dependence stays a symbol",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let Node::Derivative { scope, .. } = setting.graph.node(of) else { return None };
        if !depends(setting, of) {
            return None;
        }
        // It is the whole derivative where nothing else that the dependence is put to moves along.
        let moves_alone = scope == Scope::Total && setting.network.moves_alone(setting.graph, before);
        let scope = if moves_alone { Scope::Total } else { Scope::Local };
        let after = setting.graph.derivative(of, by, scope);
        (after != before).then_some(after)
    },
};

/// `f'(u)` written out by the function's row: `σ'(z) = σ(z)·(1 − σ(z))`.
pub static SLOPE: Rule = Rule {
    name: "derivative of the function",
    statement: "f'(z) by its formula",
    apply: |setting, before| {
        let Node::Apply { function, primes: 1, arguments } = setting.graph.node(before) else { return None };
        let row = setting.graph.builtin(function)?;
        let arguments = arguments.to_vec();
        let partial = row.partials.first()?;
        Some(partial(setting.graph, &arguments))
    },
};

fn one_argument(graph: &Graph, expr: ExprId) -> Option<(FunctionId, u8, ExprId)> {
    match graph.node(expr) {
        Node::Apply { function, primes, arguments: [inner] } => Some((function, primes, *inner)),
        Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => None,
    }
}

/// `f'(u)`, by name where the row says that readers name it, by its formula otherwise. Nothing for the operators, whose
/// rules have names of their own.
fn slope(graph: &mut Graph, function: FunctionId, primes: u8, inner: ExprId) -> Option<ExprId> {
    if let Some(row) = graph.builtin(function) {
        let [partial] = row.partials else { return None };
        if primes == 0 && row.prime == Prime::Direct {
            return Some(partial(graph, &[inner]));
        }
    }
    Some(graph.apply_primed(function, primes.checked_add(1)?, &[inner]))
}

/// The body of a user's function with the arguments in place of the parameters.
pub fn inlined(graph: &mut Graph, function: FunctionId, arguments: &[ExprId]) -> Option<ExprId> {
    let function = graph.user_function(function)?;
    let (body, parameters) = (function.body, function.parameters.clone());
    let mut rewriter = Rewriter::new();
    for (parameter, &argument) in parameters.into_iter().zip(arguments) {
        let from = graph.symbol(parameter);
        rewriter.replace(from, argument);
    }
    Some(rewriter.apply(graph, body))
}
