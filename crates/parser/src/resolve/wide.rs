//! Wide parts of definitions that are worked out once: a sum that stands in hundreds of places, as below the line of each
//! component of a softmax, and products, maxima and minima of hundreds.
//!
//! A definition with such a part has as many derivatives as it has names, and each of them is as wide as the part; with a
//! quantity in its place the whole is derived in one sweep. What is computed stays the same, operation by operation: a
//! product is cut from the left, as it is multiplied; a maximum is made of pairs, and of pairs of pairs, whose larger ones
//! get names.

use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};
use chainrule_symbolic::graph::{ExprId, Node, Rewriter, SymbolId, Walk};
use rustc_hash::{FxHashMap, FxHashSet};

use super::Resolver;

/// A sum is named where its terms times the places in which it stands are more.
const MOST_WORK: usize = 8_192;

/// A sum with fewer terms stays where it is.
const LEAST_TERMS: usize = 16;

/// Products of more factors are cut.
const MOST_FACTORS: usize = 512;

/// Into parts of so many.
const FACTORS: usize = 64;

/// The largest and the smallest of more are made of parts with names.
const MOST_COMPARED: usize = 64;

/// Of so many each.
const COMPARED: usize = 32;

/// A quantity that nobody typed, and the one in whose definition it stands first.
struct Part {
    symbol: SymbolId,
    found_in: SymbolId,
}

impl Resolver<'_> {
    /// Gives wide parts names of their own, each before the quantity in whose definition it stands.
    pub(super) fn name_wide_parts(&mut self) {
        let formulas = std::mem::take(&mut self.defined.formulas);
        // Nearly all worksheets have none: they are not walked through.
        let is_long = |id: ExprId| self.graph.children(id).len() >= LEAST_TERMS || self.extreme(id).is_some();
        if self.has_error() || !(0..self.graph.len()).map(ExprId::from_index).any(is_long) {
            return;
        }
        let wide = self.wide_parts(&formulas);
        if wide.is_empty() {
            return;
        }
        let named = self.named_parts(&formulas, wide);
        for part in &named {
            self.defined.heads.insert(part.symbol);
            if let Some(&place) = self.places.get(&part.found_in) {
                self.places.set(part.symbol, place);
            }
        }
        let mut by_finder: FxHashMap<SymbolId, Vec<SymbolId>> = FxHashMap::default();
        for part in &named {
            by_finder.entry(part.found_in).or_default().push(part.symbol);
        }
        let before = std::mem::take(&mut self.defined.in_order);
        for symbol in before {
            self.defined.in_order.extend(by_finder.remove(&symbol).into_iter().flatten());
            self.defined.in_order.push(symbol);
        }
    }

    /// The sums and products that get names, inner ones first.
    fn wide_parts(&self, formulas: &[(SymbolId, ExprId)]) -> Vec<ExprId> {
        let graph = &self.graph;
        let roots: Vec<ExprId> = formulas.iter().map(|(_, formula)| *formula).collect();
        let below = Walk::below(graph, &roots);
        let is_product = |id: ExprId| self.is_call_of(id, &MULTIPLY);
        let mut wide: Vec<ExprId> = below
            .iter()
            .copied()
            .filter(|&id| {
                let count = graph.children(id).len();
                (count >= LEAST_TERMS && self.is_call_of(id, &ADD))
                    || (count > MOST_FACTORS && is_product(id))
            })
            .collect();
        let extremes = self.wide_extremes(&below);
        if wide.is_empty() {
            return extremes;
        }
        let mut places: FxHashMap<ExprId, usize> = wide.iter().map(|&id| (id, 0)).collect();
        for child in below.iter().flat_map(|&id| graph.children(id)) {
            if let Some(count) = places.get_mut(child) {
                *count += 1;
            }
        }
        wide.retain(|&id| {
            let work = graph.children(id).len().saturating_mul(places.get(&id).copied().unwrap_or(0));
            // What is made of numbers alone is no quantity.
            (is_product(id) || work > MOST_WORK) && !Walk::symbols(graph, id, |_| {}).is_empty()
        });
        if extremes.is_empty() {
            return wide;
        }
        // Inner ones first; those of one maximum hold none of each other.
        let rank: FxHashMap<ExprId, usize> =
            below.into_iter().enumerate().map(|(place, id)| (id, place)).collect();
        if wide.is_empty() {
            return extremes;
        }
        wide.extend(extremes);
        wide.sort_by_key(|id| rank[id]);
        wide
    }

    /// Which of the two it is, the larger or the smaller of some.
    fn extreme(&self, id: ExprId) -> Option<&'static Function> {
        [&MAX, &MIN].into_iter().find(|row| self.is_call_of(id, row))
    }

    /// The parts of wide maxima and minima that get names: those of up to [`COMPARED`] arguments, as large as can be.
    fn wide_extremes(&self, below: &[ExprId]) -> Vec<ExprId> {
        // How many arguments stand in each, through others of its kind.
        let mut counts: FxHashMap<ExprId, usize> = FxHashMap::default();
        for &id in below {
            let Some(row) = self.extreme(id) else { continue };
            let count = |child: &ExprId| {
                if self.is_call_of(*child, row) { counts.get(child).copied().unwrap_or(1) } else { 1 }
            };
            let all = self.graph.children(id).iter().map(count).sum();
            counts.insert(id, all);
        }
        let mut parts: FxHashSet<ExprId> = FxHashSet::default();
        let mut is_in_wide: FxHashSet<ExprId> = FxHashSet::default();
        for &id in below.iter().rev() {
            let Some(row) = self.extreme(id) else { continue };
            let count = counts[&id];
            if count <= MOST_COMPARED && !is_in_wide.contains(&id) {
                continue;
            }
            for &child in self.graph.children(id).iter().filter(|&&child| self.is_call_of(child, row)) {
                if counts[&child] > COMPARED {
                    is_in_wide.insert(child);
                } else {
                    parts.insert(child);
                }
            }
        }
        let mut parts: Vec<ExprId> = below.iter().copied().filter(|id| parts.contains(id)).collect();
        // Inner ones first, where one kind may stand in the other; else from the left, as they are written.
        let is_max = |part: &&ExprId| self.is_call_of(**part, &MAX);
        let of_max = parts.iter().filter(is_max).count();
        if of_max > 0 && of_max < parts.len() {
            return parts;
        }
        parts.sort_by_key(|&part| {
            let mut first = part;
            while self.extreme(first).is_some() {
                first = self.graph.children(first)[0];
            }
            (first, part)
        });
        parts
    }

    fn is_call_of(&self, id: ExprId, row: &'static Function) -> bool {
        match self.graph.node(id) {
            Node::Apply { function, .. } => self.graph.builtin(function) == Some(row),
            Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => false,
        }
    }

    /// Defines a quantity for each of them, and puts it in their places.
    fn named_parts(&mut self, formulas: &[(SymbolId, ExprId)], wide: Vec<ExprId>) -> Vec<Part> {
        // Where each is met first: what an earlier definition holds is not looked through again.
        let mut found_in: FxHashMap<ExprId, SymbolId> = FxHashMap::default();
        let mut seen: FxHashSet<ExprId> = FxHashSet::default();
        for &(symbol, formula) in formulas {
            for id in Walk::below_until(&self.graph, &[formula], |id| seen.contains(&id)) {
                if seen.insert(id) {
                    found_in.insert(id, symbol);
                }
            }
        }
        let mut named = Vec::new();
        let mut rewriter = Rewriter::new();
        for id in wide {
            let Some(&found_in) = found_in.get(&id) else { continue };
            let arguments: Vec<ExprId> = self.graph.children(id).to_vec();
            let arguments: Vec<ExprId> =
                arguments.into_iter().map(|argument| rewriter.apply(&mut self.graph, argument)).collect();
            if let Some(row) = self.extreme(id) {
                let name = self.new_part("M", row, &arguments, found_in, &mut named);
                rewriter.replace(id, name);
                continue;
            }
            if self.is_call_of(id, &ADD) {
                let name = self.new_part("S", &ADD, &arguments, found_in, &mut named);
                rewriter.replace(id, name);
                continue;
            }
            let mut product: Option<ExprId> = None;
            let mut rest = arguments.as_slice();
            while rest.len() > FACTORS {
                let (part, behind) = rest.split_at(FACTORS);
                rest = behind;
                let factors: Vec<ExprId> = product.into_iter().chain(part.iter().copied()).collect();
                product = Some(self.new_part("P", &MULTIPLY, &factors, found_in, &mut named));
            }
            let factors: Vec<ExprId> = product.into_iter().chain(rest.iter().copied()).collect();
            let whole = self.graph.call(&MULTIPLY, &factors);
            rewriter.replace(id, whole);
        }
        for &(symbol, formula) in formulas {
            let written = rewriter.apply(&mut self.graph, formula);
            if written != formula {
                self.builder.define(symbol, written);
                self.defined.rewritten.insert(symbol);
            }
        }
        named
    }

    /// A quantity with a name that nothing has.
    fn new_part(
        &mut self,
        stem: &str,
        row: &'static Function,
        arguments: &[ExprId],
        found_in: SymbolId,
        named: &mut Vec<Part>,
    ) -> ExprId {
        let mut name = stem.to_owned();
        let mut count = named.len();
        while self.graph.find_symbol(&name).is_some() || self.known_names.names.find(&name).is_some() {
            count += 1;
            name = format!("{stem}{count}");
        }
        let symbol = self.graph.intern(&name);
        let formula = self.graph.call(row, arguments);
        self.builder.define(symbol, formula);
        named.push(Part { symbol, found_in });
        self.graph.symbol(symbol)
    }
}
