//! Quantities that are computed and that nothing asked for sees.

use rustc_hash::FxHashSet;

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_symbolic::graph::{Node, SymbolId, Walk};
use chainrule_symbolic::network::{Definition, FamilyId, Network};

use super::Resolver;
use crate::expression::nearest;
use crate::lexer::NameId;
use chainrule_worksheet::{After, Update};

/// So many unused quantities are warned of; those of one family count as one.
const MOST_WARNINGS: usize = 8;

/// So many names are compared to find what was meant to be used.
const MOST_COMPARED: usize = 20_000;

impl Resolver<'_> {
    /// Warns of definitions that end nowhere: nothing is computed from them, and no question, update or claim names
    /// them. What is computed from a quantity that is asked for is none of those: `L` in a worksheet that asks for
    /// `dO/dw`.
    pub(super) fn check_unused(&mut self, network: &Network, updates: &[Update], afters: &[After]) {
        if self.questions.queries.is_empty() && updates.is_empty() && self.questions.claims.is_empty() {
            return;
        }
        let mut is_asked = vec![false; self.graph.symbol_count()];
        let mut ask = |symbol: SymbolId| is_asked[symbol.index()] = true;
        for query in &self.questions.queries {
            ask(query.of);
        }
        for update in updates {
            ask(update.loss);
            update.watched.iter().copied().for_each(&mut ask);
        }
        for after in afters {
            ask(after.of);
        }
        let sides = self.questions.claims.iter().flat_map(|claim| claim.sides.iter().copied());
        let rounded = self.questions.roundings.iter().map(|rounding| rounding.of);
        let pinned = self.givens.pins.iter().map(|pin| pin.derivative);
        let roots: Vec<_> = sides.chain(rounded).chain(pinned).collect();
        for id in Walk::below(&self.graph, &roots) {
            if let Node::Symbol(symbol) = self.graph.node(id) {
                ask(symbol);
            }
        }
        // What is computed from something asked for lies behind the question.
        let mut behind = is_asked;
        let mut unused = Vec::new();
        for &symbol in network.order() {
            let is_behind =
                behind[symbol.index()] || network.inputs(symbol).iter().any(|input| behind[input.index()]);
            behind[symbol.index()] = is_behind;
            if !is_behind && !is_input(network, symbol) && network.users(symbol).is_empty() {
                unused.push(symbol);
            }
        }
        self.leave_out_components(&mut unused);
        // Who asks for one member of a family knows that the others are there.
        let asked_for = self.questions.queries.iter().map(|query| query.of);
        let mut families: FxHashSet<FamilyId> = asked_for
            .filter_map(|symbol| network.families().of(symbol))
            .map(|member| member.family)
            .collect();
        unused.retain(|&symbol| match network.families().of(symbol) {
            Some(member) => families.insert(member.family),
            None => true,
        });
        for symbol in unused.into_iter().take(MOST_WARNINGS) {
            let Some(place) = self.head_of(symbol).or_else(|| self.places.get(&symbol).copied()) else {
                continue;
            };
            let name = self.graph.name(symbol).as_str();
            let mut warning = Diagnostic::warning(
                &code::UNUSED_DEFINITION,
                place,
                format!("`{name}` is computed, and nothing that is asked for uses it"),
            );
            if let Some(meant) = self.meant_to_be(network, symbol) {
                let meant_name = self.graph.name(meant).as_str();
                if let Some(&place) = self.places.get(&meant) {
                    warning = warning.also(place, format!("`{meant_name}` has no definition and no value"));
                }
                warning = warning.help(format!("did you mean `{name}` where `{meant_name}` stands?"));
            } else {
                warning = warning.help(format!("use `{name}` in an equation, ask for it, or remove it"));
            }
            self.diagnostics.push(warning);
        }
    }

    /// Of quantities that one equation defines, `p1, p2 = softmax(z1, z2)`, none is in excess where another one is used; and
    /// where none is used, that is said once.
    fn leave_out_components(&self, unused: &mut Vec<SymbolId>) {
        let all: FxHashSet<SymbolId> = unused.iter().copied().collect();
        let mut left_out: FxHashSet<SymbolId> = FxHashSet::default();
        for group in &self.defined.at_once {
            let symbol = |&name: &NameId| self.graph.find_symbol(self.known_names.names.text(name));
            let symbols: Vec<SymbolId> = group.iter().filter_map(symbol).collect();
            let kept = usize::from(symbols.iter().all(|symbol| all.contains(symbol)));
            left_out.extend(symbols.into_iter().skip(kept));
        }
        unused.retain(|symbol| !left_out.contains(symbol));
    }

    /// The name without a definition and a value that is most like that of an unused quantity.
    fn meant_to_be(&self, network: &Network, unused: SymbolId) -> Option<SymbolId> {
        let name = self.graph.name(unused).as_str();
        let is_free = |&symbol: &SymbolId| {
            is_input(network, symbol)
                && !self.givens.value_of.contains_key(&symbol)
                && !self.givens.ranges_of.contains_key(&symbol)
        };
        // `b[2]` is no misspelling of `z[2]`: with the same index, families of one letter are all alike.
        let index = |name: &'_ str| name.find('[').map(|at| name[at..].to_owned());
        let label = index(name);
        let is_alike = |other: &&str| label.is_none() || index(other) != label;
        let leaves = network.order().iter().copied().take(MOST_COMPARED).filter(is_free);
        let found = nearest(name, leaves.map(|leaf| self.graph.name(leaf).as_str()).filter(is_alike))?;
        self.graph.find_symbol(found)
    }
}

fn is_input(network: &Network, symbol: SymbolId) -> bool {
    match network.definition(symbol) {
        Definition::Input => true,
        Definition::Formula(_) | Definition::Dependence => false,
    }
}
