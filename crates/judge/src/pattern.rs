//! Judging a pattern: whether its products and sums, multiplied out, are the derivation.
//!
//! The pattern is written out at every value of its indices. Each factor must then be one of the derivation's, by its
//! name, and be what that factor is; and the whole must be the same polynomial in the factors as the derivation. That is
//! tried with random numbers modulo a prime in their place: two different polynomials of degree d agree at a random
//! point with probability at most d/p (Schwartz 1980, Zippel 1979); p = 2^61 − 1.

use chainrule_symbolic::derivation::pattern::{Linear, Over, Part, Pattern, Template, Unit};
use chainrule_symbolic::derivation::{Calculus, Derivation, FactorId, fold_to_end};
use chainrule_symbolic::function::Notation;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Scope, Walk};
use rustc_hash::FxHashMap;

use crate::chain::Residues;
use crate::field::{drawn, plus, times};

/// What the judge found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The pattern is the derivation.
    Same,
    /// It is not.
    Different,
    /// It stands for more factors than may be looked at.
    TooLong,
}

/// Whether a pattern is the derivation. `left` says how many factors may be looked at, and is lowered by those that were:
/// many derivations may share one limit.
pub fn judge(
    graph: &mut Graph,
    calculus: &Calculus,
    derivation: &Derivation,
    pattern: &Pattern,
    left: &mut usize,
) -> Finding {
    let chain = &derivation.chain;
    if chain.edges().len() > *left {
        return Finding::TooLong;
    }
    let has_one_way = chain.only_path().is_some();
    let mut factors: FxHashMap<ExprId, DerivedFactor> = FxHashMap::default();
    for factor in chain.factors().map(|id| calculus.factor(id)) {
        let derived = DerivedFactor { value: number(factor.name), result: factor.result };
        factors.insert(factor.name, derived);
        // Where no other way leads from quantity to quantity, the pattern may say ∂⁺ for ∂: what was worked out inside
        // one definition is both.
        if factor.working.is_some() && !has_one_way {
            let child = graph.symbol(factor.child);
            factors.insert(graph.derivative(child, factor.parent, Scope::Local), derived);
        }
    }
    let edge = |id: FactorId| number(calculus.factor(id).name);
    let backwards = match fold_to_end(chain, &mut Residues(edge)) {
        Ok(adjoint) => adjoint.unwrap_or(0),
    };
    let mut judge =
        Judge { graph, factors, runs: FxHashMap::default(), fixed: FxHashMap::default(), left: *left };
    let found = judge.product(&pattern.parts, &mut Vec::new());
    *left = judge.left;
    match found {
        Ok(value) if value == backwards => Finding::Same,
        Ok(_) | Err(Stop::Wrong) => Finding::Different,
        Err(Stop::TooLong) => Finding::TooLong,
    }
}

/// A number for a factor's name.
fn number(name: ExprId) -> u64 {
    drawn(name.index() as u64)
}

/// Why a pattern is not written out to its end.
enum Stop {
    Wrong,
    TooLong,
}

/// A factor of the derivation.
#[derive(Clone, Copy, Debug)]
struct DerivedFactor {
    /// The number in its place.
    value: u64,
    /// What it is.
    result: ExprId,
}

struct Judge<'a> {
    graph: &'a mut Graph,
    /// The factors of the derivation, by name.
    factors: FxHashMap<ExprId, DerivedFactor>,
    /// By ∏: the products of its first 0, 1, 2, … factors from the end that does not move. In a sum over the steps of a
    /// recurrent network each ∏ is that of the step before and one factor more.
    runs: FxHashMap<*const Over, Vec<u64>>,
    /// By template: what is the same in it at all values of the indices.
    fixed: FxHashMap<*const Template, Vec<Option<ExprId>>>,
    left: usize,
}

/// The values of the indices around a part.
type At = Vec<(String, i64)>;

impl Judge<'_> {
    // Parts are nested as deep as a double sum of products, whatever the network: this calls itself.
    fn product(&mut self, parts: &[Part], at: &mut At) -> Result<u64, Stop> {
        let mut product = 1;
        for part in parts {
            let value = match part {
                Part::Factor(unit) => self.unit(unit, at)?,
                Part::Product { over, body } => {
                    if let Some(run) = Run::of(over, body, at)? {
                        self.run(&run, body)?
                    } else {
                        let mut all = 1;
                        for value in values(over, at)? {
                            all = times(all, self.units(over, body, value, at)?);
                        }
                        all
                    }
                }
                Part::Sum { over, body } => {
                    let mut all = 0;
                    for value in values(over, at)? {
                        at.push((over.index.clone(), value));
                        all = plus(all, self.product(body, at)?);
                        at.pop();
                    }
                    all
                }
            };
            product = times(product, value);
        }
        Ok(product)
    }

    /// The factors of a ∏ at one value of its index.
    fn units(&mut self, over: &Over, body: &[Unit], value: i64, at: &mut At) -> Result<u64, Stop> {
        at.push((over.index.clone(), value));
        let mut all = 1;
        for unit in body {
            all = times(all, self.unit(unit, at)?);
        }
        at.pop();
        Ok(all)
    }

    /// A ∏ whose factors are the same wherever it stands: only those are looked at that no run before it went through.
    fn run(&mut self, run: &Run<'_>, body: &[Unit]) -> Result<u64, Stop> {
        self.left = self.left.checked_sub(1).ok_or(Stop::TooLong)?;
        let key = std::ptr::from_ref(run.over);
        let mut products = self.runs.remove(&key).unwrap_or_else(|| vec![1]);
        while products.len() <= run.count {
            let factors = self.units(run.over, body, run.value(products.len() - 1), &mut Vec::new())?;
            products.push(times(products[products.len() - 1], factors));
        }
        let product = products[run.count];
        self.runs.insert(key, products);
        Ok(product)
    }

    fn unit(&mut self, unit: &Unit, at: &At) -> Result<u64, Stop> {
        self.left = self.left.checked_sub(1).ok_or(Stop::TooLong)?;
        let (name, result) = (self.written(&unit.name, at)?, self.written(&unit.result, at)?);
        match self.factors.get(&name) {
            Some(factor) if factor.result == result => Ok(factor.value),
            Some(_) => Err(Stop::Wrong),
            None => self.sum_of_names(name),
        }
    }

    fn written(&mut self, template: &Template, at: &At) -> Result<ExprId, Stop> {
        let Self { graph, fixed, .. } = self;
        let fixed = fixed.entry(std::ptr::from_ref(template)).or_insert_with(|| template.fixed(graph));
        template.written_at(graph, at, fixed).ok_or(Stop::Wrong)
    }

    /// A step over several ways: a sum of products of names.
    fn sum_of_names(&self, expr: ExprId) -> Result<u64, Stop> {
        let mut values: FxHashMap<ExprId, u64> = FxHashMap::default();
        let is_name = |id: ExprId| matches!(self.graph.node(id), Node::Derivative { .. });
        for id in Walk::below_until(self.graph, &[expr], is_name) {
            let value = match self.graph.node(id) {
                Node::Derivative { .. } => self.factors.get(&id).ok_or(Stop::Wrong)?.value,
                Node::Apply { function, primes: 0, arguments } => {
                    let each =
                        arguments.iter().map(|argument| values.get(argument).copied().ok_or(Stop::Wrong));
                    match self.graph.builtin(function).map(|row| row.notation) {
                        Some(Notation::Sum) => {
                            each.into_iter().try_fold(0, |sum, value| Ok(plus(sum, value?)))?
                        }
                        Some(Notation::Product) => {
                            each.into_iter().try_fold(1, |product, value| Ok(times(product, value?)))?
                        }
                        Some(
                            Notation::Negation
                            | Notation::Quotient
                            | Notation::Power
                            | Notation::Root
                            | Notation::Absolute
                            | Notation::Call(_)
                            | Notation::Constant(_),
                        )
                        | None => return Err(Stop::Wrong),
                    }
                }
                Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) => return Err(Stop::Wrong),
            };
            values.insert(id, value);
        }
        values.get(&expr).copied().ok_or(Stop::Wrong)
    }
}

/// A ∏ whose factors depend on no index but its own, and one end of which is always the same.
struct Run<'p> {
    over: &'p Over,
    count: usize,
    /// The end that does not move, and whether it is the highest value.
    end: (i64, End),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Low,
    High,
}

impl<'p> Run<'p> {
    fn of(over: &'p Over, body: &[Unit], at: &At) -> Result<Option<Self>, Stop> {
        let holds = |index: &str| body.iter().any(|unit| unit.holds(index));
        if at.iter().any(|(index, _)| *index == over.index || holds(index)) {
            return Ok(None);
        }
        let end = match (over.high.value(), over.low.value()) {
            (Some(high), _) => (high, End::High),
            (None, Some(low)) => (low, End::Low),
            (None, None) => return Ok(None),
        };
        let (low, high) = values(over, at)?.into_inner();
        let count = high.checked_sub(low).and_then(|apart| apart.checked_add(1)).ok_or(Stop::Wrong)?;
        Ok(Some(Self { over, count: usize::try_from(count).unwrap_or(0), end }))
    }

    /// The value of the index so many factors from the end on.
    fn value(&self, place: usize) -> i64 {
        let place = i64::try_from(place).expect("fewer factors than are looked at");
        match self.end {
            (high, End::High) => high - place,
            (low, End::Low) => low + place,
        }
    }
}

/// The values that an index runs through.
fn values(over: &Over, at: &At) -> Result<std::ops::RangeInclusive<i64>, Stop> {
    let end = |end: &Linear| {
        let put_in =
            at.iter().try_fold(end.clone(), |end, (index, value)| end.with(index, &Linear::constant(*value)));
        put_in.and_then(|end| end.value()).ok_or(Stop::Wrong)
    };
    Ok(end(&over.low)?..=end(&over.high)?)
}
