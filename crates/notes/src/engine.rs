//! What is asked of the engine, with the formulas and the values of the page so far.

use chainrule::number::{Rational, Undefined, Value};
use chainrule::symbolic::graph::{ExprId, Node, Rewriter, Walk};
use chainrule::worksheet::{GivenRange, Relation as Sign};
use chainrule::{Formulas, Judgement, judgement_reason, value_of};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::desk::Desk;

impl Desk {
    /// Expressions with a name in the place of each derivative that the page does not tell how to take; and whether
    /// there was one.
    pub(crate) fn without_unknown_derivatives(&mut self, exprs: &[ExprId]) -> (Vec<ExprId>, bool) {
        let mut rewriter = Rewriter::new();
        let mut is_opaque = false;
        for id in Walk::below(&self.graph, exprs) {
            let Node::Derivative { of, by, .. } = self.graph.node(id) else { continue };
            let by_expr = self.graph.symbol(by);
            let is_known = match self.graph.node(of) {
                Node::Symbol(_) if of == by_expr => true,
                Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                    self.reaches(of, by_expr) && !self.may_hide(of, by_expr)
                }
            };
            if !is_known {
                is_opaque = true;
                let name = format!("'d{}d{}", of.index(), by.index());
                let symbol = self.graph.intern(&name);
                let symbol = self.graph.symbol(symbol);
                rewriter.replace(id, symbol);
            }
        }
        let exprs = exprs.iter().map(|&expr| rewriter.apply(&mut self.graph, expr)).collect();
        (exprs, is_opaque)
    }

    /// Works over formulas with the definitions that some expressions rest on.
    pub(crate) fn with_formulas<T>(
        &mut self,
        roots: &[ExprId],
        except: &dyn Fn(ExprId) -> bool,
        ranges: &[GivenRange],
        work: impl FnOnce(&mut Formulas) -> T,
    ) -> Option<T> {
        let definitions = self.definitions(roots, except);
        self.spend_on(definitions.len());
        let graph = std::mem::take(&mut self.graph);
        match Formulas::new(graph, &definitions, ranges) {
            Ok(mut formulas) => {
                let answer = work(&mut formulas);
                self.graph = formulas.into_graph();
                Some(answer)
            }
            Err(graph) => {
                self.graph = *graph;
                None
            }
        }
    }

    /// Judges two sides for all numbers; with why, and whether a derivative in them is not known. Nothing where the page has
    /// used up its steps, or its definitions go round in a circle.
    pub(crate) fn judge(
        &mut self,
        left: ExprId,
        right: ExprId,
        sign: Sign,
    ) -> Option<(Judgement, String, bool)> {
        self.judge_within(left, right, sign, &[])
    }

    /// The same where some names lie in ranges.
    pub(crate) fn judge_within(
        &mut self,
        left: ExprId,
        right: ExprId,
        sign: Sign,
        ranges: &[GivenRange],
    ) -> Option<(Judgement, String, bool)> {
        if !self.spend(left.max(right)) {
            return None;
        }
        let sides = self.with_derivatives_put_in(&[left, right], &FxHashSet::default());
        let (sides, is_opaque) = self.without_unknown_derivatives(&sides);
        let is_ranged = |id: ExprId| {
            ranges
                .iter()
                .any(|range| matches!(self.graph.node(id), Node::Symbol(symbol) if symbol == range.symbol))
        };
        let fixed: Vec<ExprId> =
            Walk::below(&self.graph, &sides).into_iter().filter(|&id| is_ranged(id)).collect();
        let judgement = self.with_formulas(&sides, &|id| fixed.contains(&id), ranges, |formulas| {
            formulas.judge((sides[0], sides[1]), sign)
        })?;
        let why = judgement_reason(&self.graph, &judgement);
        Some((judgement, why, is_opaque))
    }

    /// An expression written out by the page's definitions, and whether a derivative in it is not known.
    pub(crate) fn written_out(&mut self, expr: ExprId) -> Option<(ExprId, bool)> {
        if !self.spend(expr) {
            return None;
        }
        let exprs = self.with_derivatives_put_in(&[expr], &FxHashSet::default());
        let (exprs, is_opaque) = self.without_unknown_derivatives(&exprs);
        let expr = exprs[0];
        let written = self.with_formulas(&[expr], &|_| false, &[], |formulas| formulas.written_out(expr))?;
        Some((written, is_opaque))
    }

    /// The number of a name as it is written, where no fraction is it.
    fn as_written(&self, name: ExprId) -> Option<ExprId> {
        self.value(name)?.written
    }

    /// The value of an expression with the nearest values of the page. The value of `but` itself is not looked at.
    pub(crate) fn evaluate(&mut self, expr: ExprId, but: Option<ExprId>) -> Result<Value, Undefined> {
        self.evaluate_with(expr, but, &FxHashMap::default())
    }

    /// The same with other values for some names.
    pub(crate) fn evaluate_with(
        &mut self,
        expr: ExprId,
        but: Option<ExprId>,
        other: &FxHashMap<ExprId, Rational>,
    ) -> Result<Value, Undefined> {
        if Some(expr) != but
            && let Some(number) = other.get(&expr).or_else(|| self.value(expr).map(|given| &given.value))
        {
            let number = Value::Exact(number.clone());
            return match self.as_written(expr).filter(|_| !other.contains_key(&expr)) {
                Some(written) => value_of(&mut self.graph, written),
                None => Ok(number),
            };
        }
        if !self.spend(expr) {
            return Err(Undefined::Unknown);
        }
        let given_numbers: Vec<(ExprId, Rational)> = self
            .values
            .iter()
            .filter(|(id, _)| Some(**id) != but)
            .filter_map(|(id, all)| Some((*id, other.get(id).unwrap_or(&all.last()?.value).clone())))
            .collect();
        let given_exprs: FxHashSet<ExprId> = given_numbers.iter().map(|(id, _)| *id).collect();
        // Stated derivatives first, as they are written.
        let mut stated = Rewriter::new();
        let mut is_stated = false;
        for (id, value) in &given_numbers {
            if !matches!(self.graph.node(*id), Node::Symbol(_)) {
                let number = self.graph.number(value.clone());
                stated.replace(*id, number);
                is_stated = true;
            }
        }
        let expr = if is_stated { stated.apply(&mut self.graph, expr) } else { expr };
        let expr = self.with_derivatives_put_in(&[expr], &given_exprs)[0];
        let has_derivative = Walk::below(&self.graph, &[expr])
            .into_iter()
            .any(|id| matches!(self.graph.node(id), Node::Derivative { .. }));
        let (exprs, _) = self.without_unknown_derivatives(&[expr]);
        let expr = exprs[0];
        // Derivatives need the definitions themselves; elsewhere a value of a name stands for its formula.
        let except = |id: ExprId| !has_derivative && given_exprs.contains(&id);
        let given_symbols: Vec<(ExprId, Rational)> = given_numbers
            .into_iter()
            .filter(|(id, _)| matches!(self.graph.node(*id), Node::Symbol(_)))
            .collect();
        let symbols: Vec<(ExprId, ExprId)> = given_symbols
            .into_iter()
            .map(|(id, number)| match self.as_written(id).filter(|_| !other.contains_key(&id)) {
                Some(written) => (id, written),
                None => (id, self.graph.number(number)),
            })
            .collect();
        let keys: Vec<ExprId> = self
            .values
            .keys()
            .copied()
            .filter(|id| !matches!(self.graph.node(*id), Node::Symbol(_)) && Some(*id) != but)
            .collect();
        let numbers: Vec<Rational> = keys
            .iter()
            .filter_map(|id| Some(other.get(id).unwrap_or(&self.value(*id)?.value).clone()))
            .collect();
        let answer = self.with_formulas(&[expr], &except, &[], |formulas| {
            let mut written = formulas.written_out(expr);
            if has_derivative {
                // A stated slope may stand inside what a derivative is worked out to.
                let mut inner = Rewriter::new();
                for (key, number) in keys.iter().zip(&numbers) {
                    let key = formulas.written_out(*key);
                    if !matches!(formulas.graph().node(key), Node::Number(_)) {
                        let number = formulas.graph().number(number.clone());
                        inner.replace(key, number);
                    }
                }
                written = inner.apply(formulas.graph(), written);
            }
            let mut put_in = Rewriter::new();
            for (name, number) in &symbols {
                put_in.replace(*name, *number);
            }
            let written = put_in.apply(formulas.graph(), written);
            value_of(formulas.graph(), written)
        });
        answer.unwrap_or(Err(Undefined::Unknown))
    }
    /// Whether two formulas are the same number with the values of the page.
    pub(crate) fn agree_with_values(&mut self, one: ExprId, other: ExprId) -> bool {
        let mut put_in = Rewriter::new();
        let names: Vec<ExprId> = self.names_in(one).into_iter().chain(self.names_in(other)).collect();
        for name in names {
            if let Some(given) = self.value(name).cloned() {
                let number = given.written.unwrap_or_else(|| self.graph.number(given.value));
                put_in.replace(name, number);
            }
        }
        let (one, other) = (put_in.apply(&mut self.graph, one), put_in.apply(&mut self.graph, other));
        matches!(self.judge(one, other, Sign::Equal), Some((Judgement::Proved(_), _, false)))
    }
}
