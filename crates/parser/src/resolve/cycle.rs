//! Quantities that are computed from each other in a circle.

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_symbolic::graph::SymbolId;

use super::Resolver;

impl Resolver<'_> {
    /// What to say about a circle of quantities.
    pub(super) fn cycle(&self, path: &[SymbolId]) -> Diagnostic {
        let mut names: Vec<String> =
            path.iter().take(12).map(|&symbol| self.graph.name(symbol).to_string()).collect();
        if path.len() > names.len() {
            names.push("…".to_owned());
        }
        names.push(self.graph.name(path[0]).to_string());
        let place = |symbol: &SymbolId| self.head_of(*symbol).unwrap_or_default();
        let message = if path.len() == 1 {
            format!("`{}` is computed from itself", names[0])
        } else {
            format!("these quantities are computed from each other in a circle: {}", names.join(" → "))
        };
        let mut wrong = Diagnostic::error(&code::CYCLE, place(&path[0]), message);
        for symbol in path.iter().skip(1).take(7) {
            let name = self.graph.name(*symbol);
            wrong = wrong.also(place(symbol), format!("`{name}` is part of the circle"));
        }
        wrong.help("a recurrent network is written step by step: `h1` from `h0`, `h2` from `h1`")
    }
}
