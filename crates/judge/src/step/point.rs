//! Equations evaluated at one point, all in one pass.

use chainrule_number::Rational;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Scope, SymbolId, Walk};
use chainrule_symbolic::network::{Definition, Network};
use rustc_hash::{FxHashMap, FxHashSet};

use super::domain::Search;
use chainrule_number::{Dual, Kept, Scalar, Undefined};
use chainrule_program::Templates;

/// The working precision of enclosures, in bits.
pub(super) const BITS: u32 = 192;

/// Higher ones, for what that one leaves too wide.
pub(super) const HIGHER: &[u32] = &[2_048, 8_192, 16_384];

/// So many points of the domain are searched for.
const STARTS: usize = 6;

/// A number at a point: exact while it is short.
pub(super) type Tried = Kept<2_000>;

/// What has to be evaluated to compare the two sides of some equations.
#[derive(Debug)]
pub(super) struct Sides {
    /// The expressions whose values are wanted, children before parents; derivatives are not entered.
    order: Vec<ExprId>,
    /// Names and open derivatives: free numbers.
    free: Vec<ExprId>,
    /// Derivatives that dual numbers evaluate.
    derived: Vec<Derived>,
    /// Open derivatives that are the same number as another, by place: the whole derivative where nothing else moves along.
    same: Vec<(usize, ExprId)>,
}

/// Derivatives by one name.
#[derive(Debug)]
struct Derived {
    by: SymbolId,
    /// Each derivative with what is derived.
    pairs: Vec<(ExprId, ExprId)>,
    /// What dual numbers evaluate for them, children before parents.
    order: Vec<ExprId>,
    /// Open derivatives among that, which move with the name, each with its own derivative by it: a free number too.
    slopes: FxHashMap<ExprId, ExprId>,
}

impl Sides {
    pub(super) fn new(
        graph: &mut Graph,
        network: &Network,
        templates: &mut Templates,
        equations: &[(ExprId, ExprId)],
    ) -> Self {
        let roots: Vec<ExprId> = equations.iter().flat_map(|&(left, right)| [left, right]).collect();
        let is_derivative = |id: ExprId| matches!(graph.node(id), Node::Derivative { .. });
        let order = Walk::below_until(graph, &roots, is_derivative);
        let mut free: FxHashSet<ExprId> = FxHashSet::default();
        let mut by_name: Vec<(SymbolId, Vec<(ExprId, ExprId)>)> = Vec::new();
        let mut waiting: Vec<ExprId> = order.clone();
        let mut met: FxHashSet<ExprId> = FxHashSet::default();
        while let Some(id) = waiting.pop() {
            match graph.node(id) {
                Node::Number(_) | Node::Apply { .. } => {}
                Node::Symbol(_) => {
                    free.insert(id);
                }
                Node::Derivative { of, by, .. } => {
                    if !met.insert(id) {
                        continue;
                    }
                    let inner = match graph.node(of) {
                        Node::Symbol(symbol) if symbol != by => match network.definition(symbol) {
                            Definition::Formula(expr) => Some(expr),
                            Definition::Input | Definition::Dependence => None,
                        },
                        Node::Derivative { .. } => None,
                        Node::Symbol(_) | Node::Number(_) | Node::Apply { .. } => Some(of),
                    };
                    let Some(inner) = inner else {
                        free.insert(id);
                        continue;
                    };
                    match by_name.iter_mut().find(|(name, _)| *name == by) {
                        Some((_, derived)) => derived.push((id, inner)),
                        None => by_name.push((by, vec![(id, inner)])),
                    }
                    waiting.extend(Walk::below_until(graph, &[inner], is_derivative));
                }
            }
        }
        let mut derived: Vec<Derived> = by_name
            .into_iter()
            .map(|(by, pairs)| {
                let inner: Vec<ExprId> = pairs.iter().map(|&(_, inner)| inner).collect();
                let order = Walk::below_until(graph, &inner, is_derivative);
                Derived { by, pairs, order, slopes: FxHashMap::default() }
            })
            .collect();
        for derived in &mut derived {
            for &open in derived.order.iter().filter(|open| free.contains(open)) {
                let moves = matches!(graph.node(open), Node::Derivative { .. })
                    && network.names_in(graph, open).contains(&derived.by);
                if moves {
                    derived.slopes.insert(open, graph.derivative(open, derived.by, Scope::Local));
                }
            }
            free.extend(derived.slopes.values());
        }
        templates.prepare(graph, &order);
        for derived in &derived {
            templates.prepare(graph, &derived.order);
        }
        for derived in &derived {
            free.insert(graph.symbol(derived.by));
        }
        let mut free: Vec<ExprId> = free.into_iter().collect();
        free.sort_unstable();
        let mut same = Vec::new();
        for (place, &id) in free.iter().enumerate() {
            let Node::Derivative { of, by, scope: Scope::Total } = graph.node(id) else { continue };
            if matches!(graph.node(of), Node::Derivative { .. }) && network.moves_alone(graph, id) {
                same.push((place, graph.derivative(of, by, Scope::Local)));
            }
        }
        Self { order, free, derived, same }
    }

    /// The names among the free numbers with their values at a point, for reports.
    pub(super) fn names(&self, graph: &Graph, point: &[Rational]) -> Vec<(SymbolId, Rational)> {
        self.free
            .iter()
            .zip(point)
            .filter_map(|(&id, value)| match graph.node(id) {
                Node::Symbol(symbol) => Some((symbol, value.clone())),
                Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
            })
            .collect()
    }

    /// A point: small numbers of both signs, closer to zero and on one side on later tries, so that domains are met.
    pub(super) fn point(&self, attempt: usize) -> Vec<Rational> {
        let mut state = 0x2545_F491_4F6C_DD1Du64 ^ (attempt as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state
        };
        self.free
            .iter()
            .map(|_| {
                let size = i64::try_from(next() % 61).unwrap_or(0) + 3;
                let sign = if next() % 2 == 0 || attempt % 3 == 1 { 1 } else { -1 };
                let scale = [16, 64, 80][attempt % 3];
                Rational::fraction(sign * size, scale)
            })
            .collect()
    }

    /// A point beside the numbers that are given for names: those numbers themselves, then some a little off; nothing where
    /// none is given.
    pub(super) fn beside(
        &self,
        attempt: usize,
        given: &FxHashMap<ExprId, Rational>,
    ) -> Option<Vec<Rational>> {
        if !self.free.iter().any(|id| given.contains_key(id)) {
            return None;
        }
        let mut state = (attempt as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let drawn = self.point(attempt).into_iter();
        let point = self.free.iter().zip(drawn).map(|(id, drawn)| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let Some(given) = given.get(id) else { return drawn };
            let off = if attempt == 0 { 0 } else { i64::try_from(state % 129).unwrap_or(0) - 64 };
            // Off by a part of itself; 0 by a small number.
            let part = if given.is_zero() { Rational::one() } else { given.clone() };
            given + &(&part * &Rational::fraction(off, 4_096))
        });
        Some(point.collect())
    }

    /// Points of the domain that are searched for, from the usual ones and from those beside the given numbers.
    pub(super) fn within_domain(
        &self,
        graph: &mut Graph,
        equations: &[(ExprId, ExprId)],
        given: &FxHashMap<ExprId, Rational>,
    ) -> Vec<Vec<Rational>> {
        let sides = equations.iter().flat_map(|&(left, right)| [left, right]);
        let inner = self.derived.iter().flat_map(|derived| derived.pairs.iter().map(|&(_, inner)| inner));
        let roots: Vec<ExprId> = sides.chain(inner).collect();
        let Some(search) = Search::new(graph, &self.free, &roots) else { return Vec::new() };
        (0..STARTS)
            .filter_map(|attempt| {
                let start = self.beside(attempt, given).unwrap_or_else(|| self.point(attempt));
                search.from(graph, &start, attempt as u64)
            })
            .collect()
    }

    /// The values of all sides at a point, as far as they are defined.
    pub(super) fn values(
        &self,
        graph: &Graph,
        templates: &Templates,
        point: &[Rational],
        bits: u32,
    ) -> FxHashMap<ExprId, Result<Tried, Undefined>> {
        let mut values: FxHashMap<ExprId, Result<Tried, Undefined>> = FxHashMap::default();
        let mut number: FxHashMap<ExprId, &Rational> = self.free.iter().copied().zip(point).collect();
        for (place, other) in &self.same {
            let value = number.get(other).copied().unwrap_or(&point[*place]);
            number.insert(self.free[*place], value);
        }
        for (&id, &value) in &number {
            values.insert(id, Ok(Tried::Exact(value.clone())));
        }
        for Derived { by, pairs, order, slopes } in &self.derived {
            let mut duals: FxHashMap<ExprId, Result<Dual<Tried>, Undefined>> = FxHashMap::default();
            for (&id, &value) in &number {
                let value = Tried::Exact(value.clone());
                let is_variable = graph.node(id) == Node::Symbol(*by);
                let mut dual = if is_variable { Dual::variable(value) } else { Dual::constant(value) };
                if let Some(slope) = slopes.get(&id) {
                    dual.slope = Tried::Exact(number[slope].clone());
                }
                duals.insert(id, Ok(dual));
            }
            evaluate_all(graph, templates, order, &mut duals, bits);
            for (derivative, inner) in pairs {
                let slope = match &duals[inner] {
                    Ok(dual) => Ok(dual.slope.clone()),
                    Err(why) => Err(*why),
                };
                values.insert(*derivative, slope);
            }
        }
        evaluate_all(graph, templates, &self.order, &mut values, bits);
        values
    }
}

/// Evaluates expressions in an order in which children come first; what is known already stays.
fn evaluate_all<S: Scalar>(
    graph: &Graph,
    templates: &Templates,
    order: &[ExprId],
    values: &mut FxHashMap<ExprId, Result<S, Undefined>>,
    bits: u32,
) {
    for &id in order {
        if values.contains_key(&id) {
            continue;
        }
        let value = match graph.node(id) {
            Node::Number(number) => Ok(S::from_rational(number, bits)),
            Node::Symbol(_) | Node::Derivative { .. } => Err(Undefined::Unknown),
            Node::Apply { function, primes, arguments } => arguments
                .iter()
                .map(|argument| values[argument].clone())
                .collect::<Result<Vec<S>, Undefined>>()
                .and_then(|arguments| templates.apply(graph, (function, primes), &arguments, bits)),
        };
        values.insert(id, value);
    }
}
