//! Which functions of the worksheet's own read nothing but their arguments.

use rustc_hash::FxHashMap;

use super::{FunctionId, Graph, Node, Walk};

impl Graph {
    /// Whether a function of the worksheet's own reads nothing but its arguments, and neither do those that it calls. The
    /// functions in `results` are not looked for again.
    pub fn is_closed(&self, function: FunctionId, results: &mut FxHashMap<FunctionId, bool>) -> bool {
        let mut waiting = vec![function];
        let mut functions = vec![function];
        let mut closed = true;
        while let Some(at) = waiting.pop() {
            if let Some(&result) = results.get(&at) {
                closed &= result;
                continue;
            }
            let Some(definition) = self.user_function(at) else { continue };
            for id in Walk::below(self, &[definition.body]) {
                match self.node(id) {
                    Node::Number(_) => {}
                    Node::Symbol(symbol) => closed &= definition.parameters.contains(&symbol),
                    Node::Derivative { .. } => closed = false,
                    Node::Apply { function, .. } => {
                        if self.builtin(function).is_none() && !functions.contains(&function) {
                            functions.push(function);
                            waiting.push(function);
                        }
                    }
                }
            }
        }
        results.insert(function, closed);
        closed
    }
}
