//! How tests write expressions down.

use chainrule_symbolic::graph::{ExprId, Graph, Node, Scope};

/// A plain spelling, good enough to compare by.
pub fn spell(graph: &Graph, expr: ExprId) -> String {
    match graph.node(expr) {
        Node::Number(number) => number.to_string(),
        Node::Symbol(symbol) => graph.name(symbol).to_string(),
        Node::Apply { function, primes, arguments } => {
            let arguments: Vec<String> = arguments.iter().map(|&argument| spell(graph, argument)).collect();
            let primes = "'".repeat(primes.into());
            format!("{}{primes}({})", graph.function_name(function), arguments.join(", "))
        }
        Node::Derivative { of, by, scope } => {
            let mark = if scope == Scope::Local { "+" } else { "" };
            format!("d{mark}{}/d{}", spell(graph, of), graph.name(by))
        }
    }
}
