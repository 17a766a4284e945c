//! Quantities that are computed from each other in a circle.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::SymbolId;
use rustc_hash::FxHashMap;

use super::Resolver;
use crate::lexer::Kind;

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
        for (symbol, other) in self.other_spellings(path) {
            let (head, written) = (self.head_of(symbol).unwrap_or_default(), &self.text[other.range()]);
            let typed = &self.text[head.range()];
            wrong = wrong.also(other, format!("`{written}` and `{typed}` are one name")).help(format!(
                "give one of the two another name: `{typed}` is the name `{written}`, with its digits lowered"
            ));
        }
        wrong.help("a recurrent network is written step by step: `h1` from `h0`, `h2` from `h1`")
    }

    /// Those of some names that stand elsewhere in another spelling than where they are defined, with the first such
    /// place: `x1` where `x_1` is defined.
    fn other_spellings(&self, symbols: &[SymbolId]) -> Vec<(SymbolId, Span)> {
        const MOST: usize = 3;
        let defined: FxHashMap<&str, (SymbolId, &str)> = symbols
            .iter()
            .filter_map(|&symbol| {
                let head = self.head_of(symbol)?;
                Some((self.graph.name(symbol).as_str(), (symbol, &self.text[head.range()])))
            })
            .collect();
        let scanned = crate::lexer::scan(self.text);
        let mut found: Vec<(SymbolId, Span)> = Vec::new();
        for token in &scanned.tokens {
            let Kind::Name(id) = token.kind else { continue };
            let Some(&(symbol, written)) = defined.get(scanned.names.text(id)) else { continue };
            let differs = self.text[token.span.range()] != *written;
            if differs && found.iter().all(|(other, _)| *other != symbol) {
                found.push((symbol, token.span));
            }
        }
        found.truncate(MOST);
        found
    }
}
