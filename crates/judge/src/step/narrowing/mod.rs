//! Wide definitions judged by the parts that a name stands in.
//!
//! A loss over n samples has n derivatives, and each concerns one sample. To judge one of them by the whole sum costs n,
//! and all of them n². But what is stated of `u + v + w + …` by a name that stands in `u` alone is stated for all values
//! of the rest: where it holds of `u + r`, with a free number `r`, it holds of the sum, whose rest is one such number. So
//! wide sums are written with the terms that vary and one free number; wide operators that do not vary at all are free
//! numbers altogether. Which terms vary is found here, upwards from the name, not taken from the derivation.
//!
//! The larger or smaller of two numbers that do not vary is a free number, too.
//!
//! Products likewise: `u·v·w·…` is `u·r`, and the product of all factors but `u` is `r`, however the factors are bracketed
//! and their numbers collected.
//!
//! The converse does not hold: a step that looks into the rest may be right and fail with a free number for it. What is
//! not accepted is judged by the whole.

mod cofactor;
#[cfg(test)]
mod tests;

use chainrule_number::Rational;
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId, Walk};
use chainrule_symbolic::network::{Definition, Network};
use rustc_hash::FxHashMap;

use cofactor::Factors;

/// A definition with wide operators, made ready to be written narrower for each of its names.
#[derive(Debug)]
pub(super) struct Narrowing {
    child: SymbolId,
    root: ExprId,
    /// By part: the operators that it is an argument of, with its place among the arguments; once for each place.
    users: FxHashMap<ExprId, Vec<(ExprId, u32)>>,
    /// The wide operators, and those for the larger or smaller of two, numbered in the order met.
    wide: FxHashMap<ExprId, usize>,
}

/// What becomes of the operators around one name.
struct Narrowed<'a> {
    of: &'a Narrowing,
    by: SymbolId,
    /// The places of the arguments that vary, of each operator that does.
    varying: FxHashMap<ExprId, Vec<u32>>,
    written: FxHashMap<ExprId, ExprId>,
    /// Wide products of the equations that hold all factors of a product of the definition but those that vary.
    cofactors: FxHashMap<ExprId, Option<Cofactor>>,
}

/// A product as that of what does not vary in a product of the definition, a number, and factors besides.
struct Cofactor {
    whole: ExprId,
    number: Rational,
    besides: Vec<ExprId>,
}

/// Operators with more arguments are narrowed.
const FEW_ARGUMENTS: usize = 8;

impl Narrowing {
    /// Reads the definition of a quantity; nothing where it holds no wide operator, or where names may stand in it that
    /// are not seen: in derivatives, or in functions that read more than their arguments. Cost: linear in the definition.
    pub(super) fn of(graph: &Graph, network: &Network, child: SymbolId) -> Option<Self> {
        let Definition::Formula(root) = network.definition(child) else { return None };
        if !Walk::below(graph, &[root]).iter().any(|&id| is_narrowed(graph, id)) {
            return None;
        }
        let mut narrowing = Self { child, root, users: FxHashMap::default(), wide: FxHashMap::default() };
        let mut closed = FxHashMap::default();
        let parts = Walk::in_reading_order(graph, &[root], |_| false);
        for id in parts {
            match graph.node(id) {
                Node::Number(_) | Node::Symbol(_) => {}
                Node::Derivative { .. } => return None,
                Node::Apply { function, arguments, .. } => {
                    if graph.builtin(function).is_none() && !graph.is_closed(function, &mut closed) {
                        return None;
                    }
                    for (place, &argument) in (0u32..).zip(arguments) {
                        narrowing.users.entry(argument).or_default().push((id, place));
                    }
                    if is_narrowed(graph, id) {
                        let number = narrowing.wide.len();
                        narrowing.wide.insert(id, number);
                    }
                }
            }
        }
        Some(narrowing)
    }

    /// Equations about the derivative by a name with everything that the name does not stand in made free numbers.
    /// Cost: linear in what varies with the name and in the equations, wide operators apart.
    pub(super) fn equations(
        &self,
        graph: &mut Graph,
        by: SymbolId,
        equations: &[(ExprId, ExprId)],
    ) -> Vec<(ExprId, ExprId)> {
        let mut narrowed = Narrowed {
            of: self,
            by,
            varying: self.varying(graph, by),
            written: FxHashMap::default(),
            cofactors: FxHashMap::default(),
        };
        let equations = equations.iter();
        equations.map(|&(left, right)| (narrowed.write(graph, left), narrowed.write(graph, right))).collect()
    }

    /// The operators that vary with a name, and the places of the arguments that do.
    fn varying(&self, graph: &Graph, by: SymbolId) -> FxHashMap<ExprId, Vec<u32>> {
        let mut varying: FxHashMap<ExprId, Vec<u32>> = FxHashMap::default();
        let mut waiting: Vec<ExprId> = graph.find_symbol_expr(by).into_iter().collect();
        while let Some(part) = waiting.pop() {
            for &(user, place) in self.users.get(&part).map_or(&[][..], Vec::as_slice) {
                let places = varying.entry(user).or_default();
                if places.is_empty() {
                    waiting.push(user);
                }
                places.push(place);
            }
        }
        for places in varying.values_mut() {
            places.sort_unstable();
        }
        varying
    }
}

impl Narrowed<'_> {
    fn write(&mut self, graph: &mut Graph, root: ExprId) -> ExprId {
        let mut stack = vec![root];
        let mut parts = Vec::new();
        while let Some(&id) = stack.last() {
            if self.written.contains_key(&id) {
                stack.pop();
                continue;
            }
            if is_product(graph, id)
                && graph.children(id).len() > FEW_ARGUMENTS
                && !self.cofactors.contains_key(&id)
            {
                let cofactor = self.cofactor(graph, id);
                self.cofactors.insert(id, cofactor);
            }
            self.parts(graph, id, &mut parts);
            let before = stack.len();
            stack.extend(parts.iter().filter(|part| !self.written.contains_key(part)));
            if stack.len() > before {
                continue;
            }
            let children: Vec<ExprId> = parts.iter().map(|part| self.written[part]).collect();
            let new = self.put_together(graph, id, &children);
            self.written.insert(id, new);
            stack.pop();
        }
        self.written[&root]
    }

    /// What has to be written before an expression is.
    fn parts(&self, graph: &Graph, id: ExprId, parts: &mut Vec<ExprId>) {
        parts.clear();
        match graph.node(id) {
            Node::Number(_) | Node::Symbol(_) => {}
            // By other names it is a free number, as it stands.
            Node::Derivative { by, .. } if by != self.by => {}
            Node::Derivative { of, .. } => match graph.node(of) {
                Node::Symbol(symbol) if symbol == self.of.child => parts.push(self.of.root),
                Node::Symbol(_) | Node::Number(_) => {}
                Node::Apply { .. } | Node::Derivative { .. } => parts.push(of),
            },
            Node::Apply { arguments, .. } => match (self.kept(graph, id), self.cofactors.get(&id)) {
                (Some(places), _) => parts.extend(places.iter().map(|&place| arguments[place as usize])),
                (None, Some(Some(cofactor))) => parts.extend_from_slice(&cofactor.besides),
                (None, Some(None) | None) => parts.extend_from_slice(arguments),
            },
        }
    }

    /// The places of the arguments that stay, where the others become a free number.
    fn kept(&self, graph: &Graph, id: ExprId) -> Option<&[u32]> {
        self.of.wide.get(&id)?;
        match (self.varying.get(&id), graph.node(id)) {
            (None, _) => Some(&[]),
            (Some(places), Node::Apply { function, primes: 0, arguments }) => {
                let is_sum = function == function::id(&ADD);
                let is_narrower = places.len() < arguments.len() / 2;
                ((is_sum || is_product(graph, id)) && is_narrower).then_some(places.as_slice())
            }
            (Some(_), _) => None,
        }
    }

    /// Whether a product holds all factors of a product of the definition but those that vary, and what it holds besides.
    fn cofactor(&self, graph: &Graph, product: ExprId) -> Option<Cofactor> {
        if self.of.wide.contains_key(&product) {
            return None;
        }
        let product = Factors::of(graph, graph.children(product).iter().copied());
        let wide = self.of.wide.keys().copied().filter(|&id| is_product(graph, id));
        let found = wide.filter_map(|whole| {
            let varying = self.kept(graph, whole).filter(|kept| !kept.is_empty())?;
            let rest = (0u32..).zip(graph.children(whole));
            let rest = rest.filter(|(place, _)| varying.binary_search(place).is_err());
            let rest = Factors::of(graph, rest.map(|(_, &factor)| factor));
            let (number, besides) = product.over(&rest)?;
            Some(Cofactor { whole, number, besides })
        });
        // Which of several it is does not matter, but is not to depend on a hash map.
        found.min_by_key(|cofactor| cofactor.whole)
    }

    /// The free number for the part of a wide operator that does not vary: a name that no worksheet can write.
    fn rest(&self, graph: &mut Graph, operator: ExprId) -> ExprId {
        let rest = graph.intern(&format!("'r{}", self.of.wide[&operator]));
        graph.symbol(rest)
    }

    fn put_together(&self, graph: &mut Graph, id: ExprId, parts: &[ExprId]) -> ExprId {
        if let Some(kept) = self.kept(graph, id) {
            let is_alone = kept.is_empty();
            let row = if is_product(graph, id) { &MULTIPLY } else { &ADD };
            let rest = self.rest(graph, id);
            if is_alone {
                return rest;
            }
            let all: Vec<ExprId> = parts.iter().copied().chain([rest]).collect();
            return graph.call(row, &all);
        }
        if let Some(Some(cofactor)) = self.cofactors.get(&id) {
            let rest = self.rest(graph, cofactor.whole);
            let number = (cofactor.number != Rational::one()).then(|| graph.number(cofactor.number.clone()));
            let all: Vec<ExprId> = number.into_iter().chain(parts.iter().copied()).chain([rest]).collect();
            return graph.call(&MULTIPLY, &all);
        }
        match (graph.node(id), parts) {
            (Node::Derivative { by, scope, .. }, &[of]) => graph.derivative(of, by, scope),
            (Node::Apply { function, primes, .. }, parts) => graph.apply_primed(function, primes, parts),
            (Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. }, _) => id,
        }
    }
}

/// Whether an operator becomes a free number where it does not vary. The largest of many numbers is written by operators of
/// two, each of which may hold any number of names. With few arguments the whole is looked at.
fn is_narrowed(graph: &Graph, id: ExprId) -> bool {
    graph.children(id).len() > FEW_ARGUMENTS
        || matches!(graph.node(id), Node::Apply { function, primes: 0, .. }
            if function == function::id(&MAX) || function == function::id(&MIN))
}

fn is_product(graph: &Graph, id: ExprId) -> bool {
    matches!(graph.node(id), Node::Apply { function, primes: 0, .. } if function == function::id(&MULTIPLY))
}
