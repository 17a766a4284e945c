//! Products along paths, sums over paths, adjoints.

use std::cmp::Ordering;
use std::sync::Arc;

use chainrule_number::{Rational, Scalar};
use chainrule_symbolic::derivation::{Adjoint, Calculus, Derivation, FactorId, Form, Path};
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY, POWER};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter};
use rustc_hash::FxHashMap;

use super::size::{self, Size};
use super::{Bounds, Ground, Inference, Theorem};
use crate::counterexample;
use chainrule_program::Kernel;

/// Longer paths get no theorem.
pub const MOST_FACTORS: usize = 64;

/// Sums over more paths get none.
pub const MOST_PATHS: usize = 6;

/// Longer backpropagations get none.
pub const MOST_ADJOINTS: usize = 16;

/// The bounds of a derivation; empty where nothing is known that the factors do not say themselves, where it is too
/// long, or where a bound does not stand the check.
pub fn of_derivation(
    graph: &mut Graph,
    calculus: &Calculus,
    ground: &Ground,
    derivation: &Derivation,
) -> Bounds {
    let mut builder = Builder {
        graph,
        calculus,
        ground,
        bounds: Bounds::default(),
        sizes: FxHashMap::default(),
        named: Vec::new(),
    };
    let built = match &derivation.form {
        Form::Same | Form::Independent { .. } => None,
        Form::Paths(paths) => builder.along_paths(derivation, paths),
        Form::Backpropagation(adjoints) => builder.backwards(derivation, adjoints),
    };
    match built {
        Some(()) => builder.bounds,
        None => Bounds::default(),
    }
}

struct Builder<'a> {
    graph: &'a mut Graph,
    calculus: &'a Calculus,
    ground: &'a Ground,
    bounds: Bounds,
    sizes: FxHashMap<FactorId, Option<Size>>,
    /// Names of factors that stand in bounds, and what they are.
    named: Vec<(ExprId, ExprId)>,
}

impl Builder<'_> {
    fn along_paths(&mut self, derivation: &Derivation, paths: &[Path]) -> Option<()> {
        if paths.len() > MOST_PATHS || paths.iter().any(|path| path.factors.len() > MOST_FACTORS) {
            return None;
        }
        let factors: Vec<FactorId> = paths.iter().flat_map(|path| path.factors.iter().copied()).collect();
        self.factors(&factors)?;
        let mut products = Vec::with_capacity(paths.len());
        let mut terms = Vec::with_capacity(paths.len());
        let mut strict = true;
        for path in paths {
            let product = self.product(&path.factors, None)?;
            strict &= product.1;
            products.push(product.0);
            let factors: Vec<ExprId> =
                path.factors.iter().map(|&id| self.calculus.factor(id).result).collect();
            terms.push(self.graph.together(&MULTIPLY, &factors));
        }
        let (inner, bound) = (self.sum_of(&terms), self.sum_of(&products));
        let by = if paths.len() == 1 { Inference::Product } else { Inference::Triangle };
        // A single factor has its theorem already.
        if paths.len() > 1 || factors.len() > 1 {
            self.state(derivation.name, inner, bound, strict, by)?;
        } else if self.bounds.parts.iter().any(|part| part.of == inner) {
            // The fact says it already, with its sign.
            return None;
        }
        Some(())
    }

    fn backwards(&mut self, derivation: &Derivation, adjoints: &[Arc<Adjoint>]) -> Option<()> {
        if adjoints.len() > MOST_ADJOINTS {
            return None;
        }
        let factors: Vec<FactorId> =
            adjoints.iter().flat_map(|adjoint| adjoint.terms.iter().map(|term| term.factor)).collect();
        self.factors(&factors)?;
        let names: FxHashMap<_, _> = adjoints.iter().map(|adjoint| (adjoint.of, adjoint.name)).collect();
        for adjoint in adjoints {
            let (mut products, mut terms, mut strict) = (Vec::new(), Vec::new(), true);
            let mut says_something = false;
            for term in &adjoint.terms {
                let upstream =
                    if term.user == derivation.target { None } else { Some(*names.get(&term.user)?) };
                let product = self.product(&[term.factor], upstream)?;
                strict &= product.1;
                products.push(product.0);
                says_something |= self.size(term.factor).is_some_and(|size| size.says_something());
                let factor = self.calculus.factor(term.factor).result;
                let factors: Vec<ExprId> = upstream.into_iter().chain([factor]).collect();
                terms.push(self.graph.together(&MULTIPLY, &factors));
            }
            if says_something {
                let (inner, bound) = (self.sum_of(&terms), self.sum_of(&products));
                self.state(adjoint.name, inner, bound, strict, Inference::Triangle)?;
            }
        }
        Some(())
    }

    /// The bounds of the factors, each once; nothing where none of them says anything.
    fn factors(&mut self, factors: &[FactorId]) -> Option<()> {
        let mut seen = rustc_hash::FxHashSet::default();
        for &id in factors {
            if !seen.insert(id) {
                continue;
            }
            let Some(size) = self.size(id).filter(Size::says_something) else { continue };
            for part in &size.parts {
                if !self.bounds.parts.contains(part) {
                    self.bounds.parts.push(part.clone());
                }
            }
            let (bound, strict) = self.product(&[id], None)?;
            let factor = self.calculus.factor(id);
            let (name, result) = (factor.name, factor.result);
            self.state(name, result, bound, strict, Inference::Factor(id))?;
        }
        (!self.bounds.parts.is_empty()).then_some(())
    }

    fn size(&mut self, id: FactorId) -> Option<Size> {
        if let Some(size) = self.sizes.get(&id) {
            return size.clone();
        }
        let result = self.calculus.factor(id).result;
        let size = size::bounded_size(self.graph, self.calculus.network(), self.ground, result);
        self.sizes.insert(id, size.clone());
        size
    }

    /// The bound of a product of factors, with another derivative before it, and whether it is never reached.
    fn product(&mut self, factors: &[FactorId], upstream: Option<ExprId>) -> Option<(ExprId, bool)> {
        let mut exact = Rational::one();
        let mut numbers: Vec<(Rational, i64)> = Vec::new();
        // What stays, with its powers: `w·w·w` is `w³`.
        let mut kept: Vec<(ExprId, i64)> = Vec::new();
        let mut others: Vec<ExprId> = Vec::new();
        let (mut strict, mut is_number) = (false, upstream.is_none());
        for &id in factors {
            let size = self.size(id);
            let certain = size.filter(|size| {
                let is_name = |kept: ExprId| matches!(self.graph.node(kept), Node::Symbol(_));
                size.says_something() || size.kept.iter().all(|(kept, power)| is_name(*kept) && *power == 1)
            });
            let Some(size) = certain else {
                // Nothing is known of it: it stays, by its name.
                let factor = self.calculus.factor(id);
                let (name, result) = (factor.name, factor.result);
                if name != result {
                    self.named.push((name, result));
                }
                others.push(self.graph.call(&ABS, &[name]));
                is_number = false;
                continue;
            };
            exact = Scalar::mul(&exact, &size.exact, 0).ok()?;
            for number in &size.numbers {
                match numbers.iter_mut().find(|(base, _)| base == number) {
                    Some((_, count)) => *count += 1,
                    None => numbers.push((number.clone(), 1)),
                }
            }
            for &(expr, power) in &size.kept {
                match kept.iter_mut().find(|(other, _)| *other == expr) {
                    Some((_, count)) => *count = count.checked_add(power)?,
                    None => kept.push((expr, power)),
                }
            }
            strict |= size.strict;
            is_number &= size.is_number();
        }
        if is_number {
            // Nothing is free: one number.
            let product = numbers.iter().try_fold(exact, |product, (number, count)| {
                Scalar::mul(&product, &number.pow(*count).ok()?, 0).ok()
            })?;
            return Some((self.graph.number(product), strict));
        }
        let mut product = Vec::new();
        if !exact.is_one() {
            product.push(self.graph.number(exact));
        }
        for (number, count) in numbers {
            let number = self.graph.number(number);
            let count = self.graph.integer(count);
            let one = self.graph.integer(1);
            product.push(if count == one { number } else { self.graph.call(&POWER, &[number, count]) });
        }
        let is_name = |graph: &Graph, id: ExprId| matches!(graph.node(id), Node::Symbol(_));
        let single = |&&(id, power): &&(ExprId, i64)| power == 1 && is_name(self.graph, id);
        let names: Vec<ExprId> = kept.iter().filter(single).map(|&(id, _)| id).collect();
        if !names.is_empty() {
            let inner = self.graph.together(&MULTIPLY, &names);
            product.push(self.graph.call(&ABS, &[inner]));
        }
        for (id, power) in kept {
            if power == 0 || (power == 1 && is_name(self.graph, id)) {
                continue;
            }
            let size = self.graph.call(&ABS, &[id]);
            let exponent = self.graph.integer(power);
            product.push(if power == 1 { size } else { self.graph.call(&POWER, &[size, exponent]) });
        }
        product.extend(others);
        if let Some(upstream) = upstream {
            product.push(self.graph.call(&ABS, &[upstream]));
        }
        let product =
            if product.is_empty() { self.graph.integer(1) } else { self.graph.together(&MULTIPLY, &product) };
        // Where one of the parts that stay is zero, so are both sides: never strict.
        Some((product, false))
    }

    fn sum_of(&mut self, terms: &[ExprId]) -> ExprId {
        let numbers: Option<Vec<Rational>> = terms
            .iter()
            .map(|&term| match self.graph.node(term) {
                Node::Number(number) => Some(number.clone()),
                Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
            })
            .collect();
        match (terms, numbers) {
            (&[only], _) => only,
            (_, Some(numbers)) => {
                let sum = numbers.iter().fold(Rational::zero(), |sum, number| &sum + number);
                self.graph.number(sum)
            }
            (_, None) => self.graph.call(&ADD, terms),
        }
    }

    /// States that the size of what is called by a name is at most a bound, if no point is found at which it is not.
    fn state(
        &mut self,
        name: ExprId,
        inner: ExprId,
        bound: ExprId,
        strict: bool,
        by: Inference,
    ) -> Option<()> {
        let [size, inner] = [name, inner].map(|of| self.graph.call(&ABS, &[of]));
        let mut names = Rewriter::new();
        for &(name, result) in &self.named {
            names.replace(name, result);
        }
        let [inner, written] = [inner, bound].map(|of| names.apply(self.graph, of));
        let mut kernel = Kernel::new();
        let (low, high) = (kernel.of(self.graph, inner), kernel.of(self.graph, written));
        let holds = |order: Ordering| if strict { order.is_lt() } else { order.is_le() };
        if counterexample::find(self.graph, low, high, &self.ground.ranges, holds).is_some() {
            return None;
        }
        self.bounds.theorems.push(Theorem { size, bound, strict, by });
        Some(())
    }
}
