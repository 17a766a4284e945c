//! The symbol of Kronecker.

use chainrule::symbolic::graph::{ExprId, Node, Rewriter, Walk};

use crate::desk::Desk;

/// The letter of the symbol that is 1 where its indices are the same, and 0 elsewhere.
const KRONECKER: &str = "delta";

impl Desk {
    /// An expression with 1 and 0 for the symbol of Kronecker, where the page means nothing else by it.
    pub(crate) fn with_kronecker(&mut self, expr: ExprId) -> ExprId {
        let mut rewriter = Rewriter::new();
        for id in Walk::below(&self.graph, &[expr]) {
            let Node::Symbol(symbol) = self.graph.node(id) else { continue };
            let text = self.graph.name(symbol).as_str();
            let Some(index) = text.strip_prefix(KRONECKER) else { continue };
            let digits: Vec<char> = index.chars().filter(char::is_ascii_digit).collect();
            let [one, other] = digits.as_slice() else { continue };
            if self.formulas.contains_key(&id) || self.value(id).is_some() {
                continue;
            }
            let number = self.graph.integer(i64::from(one == other));
            rewriter.replace(id, number);
        }
        rewriter.apply(&mut self.graph, expr)
    }
}
