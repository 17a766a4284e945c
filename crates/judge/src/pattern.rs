//! Judging a pattern: whether its products and sums, multiplied out, are the derivation.
//!
//! The pattern is written out at every value of its indices. Each factor must then be one of the derivation's, by its
//! name, and be what that factor is; and the whole must be the same polynomial in the factors as the derivation. That is
//! tried with random numbers modulo a prime in their place: two different polynomials of degree d agree at a random
//! point with probability at most d/p (Schwartz 1980, Zippel 1979); p = 2^61 − 1.

use chainrule_symbolic::derivation::pattern::{Linear, Over, Part, Pattern, Unit};
use chainrule_symbolic::derivation::{Calculus, Derivation, FactorId, Form};
use chainrule_symbolic::function::Notation;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Scope, SymbolId, Walk};
use rustc_hash::FxHashMap;

/// The Mersenne prime 2^61 − 1.
const PRIME: u128 = (1 << 61) - 1;

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
    let ids = factors(derivation);
    if ids.len() > *left {
        return Finding::TooLong;
    }
    let mut known: FxHashMap<ExprId, Known> = FxHashMap::default();
    for factor in ids.iter().map(|&id| calculus.factor(id)) {
        let own = Known { value: number(factor.name), result: factor.result };
        known.insert(factor.name, own);
        // Where no other way leads from quantity to quantity, the pattern may say ∂⁺ for ∂: what was worked out inside
        // one definition is both.
        if factor.working.is_some() && !matches!(derivation.form, Form::Paths(ref paths) if paths.len() == 1)
        {
            let child = graph.symbol(factor.child);
            known.insert(graph.derivative(child, factor.parent, Scope::Local), own);
        }
    }
    let mut judge = Judge { graph, known, left: *left };
    let found = judge.product(&pattern.parts, &mut Vec::new());
    *left = judge.left;
    match found {
        Ok(value) if value == value_of(calculus, derivation) => Finding::Same,
        Ok(_) | Err(Stop::Wrong) => Finding::Different,
        Err(Stop::TooLong) => Finding::TooLong,
    }
}

fn factors(derivation: &Derivation) -> Vec<FactorId> {
    match &derivation.form {
        Form::Same | Form::Independent { .. } => Vec::new(),
        Form::Paths(paths) => paths.iter().flat_map(|path| path.factors.iter().copied()).collect(),
        Form::Backpropagation(adjoints) => {
            adjoints.iter().flat_map(|adjoint| adjoint.terms.iter().map(|term| term.factor)).collect()
        }
    }
}

/// The derivation with a number for each factor.
fn value_of(calculus: &Calculus, derivation: &Derivation) -> u128 {
    let number = |id: FactorId| number(calculus.factor(id).name);
    match &derivation.form {
        Form::Same => 1,
        Form::Independent { .. } => 0,
        Form::Paths(paths) => paths.iter().fold(0, |sum, path| {
            (sum + path.factors.iter().fold(1, |product, &id| product * number(id) % PRIME)) % PRIME
        }),
        Form::Backpropagation(adjoints) => {
            let mut values: FxHashMap<SymbolId, u128> = FxHashMap::default();
            values.insert(derivation.target, 1);
            for adjoint in adjoints {
                let sum = adjoint.terms.iter().fold(0, |sum, term| {
                    let upstream = values.get(&term.user).copied().unwrap_or(0);
                    (sum + upstream * number(term.factor)) % PRIME
                });
                values.insert(adjoint.of, sum);
            }
            values.get(&derivation.by).copied().unwrap_or(0)
        }
    }
}

/// A number for a factor's name.
fn number(name: ExprId) -> u128 {
    let mut state = name.index() as u64 ^ 0x5851_F42D_4C95_7F2D;
    for _ in 0..3 {
        state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        state ^= state >> 31;
    }
    u128::from(state) % PRIME
}

/// Why a pattern is not written out to its end.
enum Stop {
    Wrong,
    TooLong,
}

/// A factor of the derivation.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// The number in its place.
    value: u128,
    /// What it is.
    result: ExprId,
}

struct Judge<'a> {
    graph: &'a mut Graph,
    /// The factors of the derivation, by name.
    known: FxHashMap<ExprId, Known>,
    left: usize,
}

/// The values of the indices around a part.
type At = Vec<(String, i64)>;

impl Judge<'_> {
    // Parts are nested as deep as a double sum of products, whatever the network: this calls itself.
    fn product(&mut self, parts: &[Part], at: &mut At) -> Result<u128, Stop> {
        let mut product = 1;
        for part in parts {
            let value = match part {
                Part::Factor(unit) => self.unit(unit, at)?,
                Part::Product { over, body } => {
                    let mut all = 1;
                    for value in values(over, at)? {
                        at.push((over.index.clone(), value));
                        for unit in body {
                            all = all * self.unit(unit, at)? % PRIME;
                        }
                        at.pop();
                    }
                    all
                }
                Part::Sum { over, body } => {
                    let mut all = 0;
                    for value in values(over, at)? {
                        at.push((over.index.clone(), value));
                        all = (all + self.product(body, at)?) % PRIME;
                        at.pop();
                    }
                    all
                }
            };
            product = product * value % PRIME;
        }
        Ok(product)
    }

    fn unit(&mut self, unit: &Unit, at: &At) -> Result<u128, Stop> {
        self.left = self.left.checked_sub(1).ok_or(Stop::TooLong)?;
        let put_in = at
            .iter()
            .try_fold(unit.clone(), |unit, (index, value)| unit.with(index, &Linear::constant(*value)));
        let put_in = put_in.ok_or(Stop::Wrong)?;
        let (name, result) = (put_in.name.written(self.graph), put_in.result.written(self.graph));
        match self.known.get(&name) {
            Some(own) if own.result == result => Ok(own.value),
            Some(_) => Err(Stop::Wrong),
            None => self.sum_of_names(name),
        }
    }

    /// A step over several ways: a sum of products of names.
    fn sum_of_names(&self, expr: ExprId) -> Result<u128, Stop> {
        let mut values: FxHashMap<ExprId, u128> = FxHashMap::default();
        let is_name = |id: ExprId| matches!(self.graph.node(id), Node::Derivative { .. });
        for id in Walk::below_until(self.graph, &[expr], is_name) {
            let value = match self.graph.node(id) {
                Node::Derivative { .. } => self.known.get(&id).ok_or(Stop::Wrong)?.value,
                Node::Apply { function, primes: 0, arguments } => {
                    let each =
                        arguments.iter().map(|argument| values.get(argument).copied().ok_or(Stop::Wrong));
                    match self.graph.builtin(function).map(|row| row.notation) {
                        Some(Notation::Sum) => {
                            each.into_iter().try_fold(0, |sum, value| Ok((sum + value?) % PRIME))?
                        }
                        Some(Notation::Product) => {
                            each.into_iter().try_fold(1, |product, value| Ok(product * value? % PRIME))?
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

/// The values that an index runs through.
fn values(over: &Over, at: &At) -> Result<std::ops::RangeInclusive<i64>, Stop> {
    let end = |end: &Linear| {
        let put_in =
            at.iter().try_fold(end.clone(), |end, (index, value)| end.with(index, &Linear::constant(*value)));
        put_in.and_then(|end| end.value()).ok_or(Stop::Wrong)
    };
    Ok(end(&over.low)?..=end(&over.high)?)
}
