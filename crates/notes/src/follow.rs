//! What an expression speaks of, and what it rests on by the definitions of the page.

use chainrule::symbolic::graph::{ExprId, Node, Rewriter, SymbolId, Walk};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::desk::Desk;

/// Definitions are followed through so many expressions.
const FARTHEST: usize = 4_000;

impl Desk {
    /// The names that an expression speaks of, its derivatives as what they are taken of, functions of the page with what stands in
    /// them.
    pub(crate) fn names_in(&self, expr: ExprId) -> FxHashSet<ExprId> {
        let mut found = FxHashSet::default();
        let mut seen = FxHashSet::default();
        let mut open = vec![(expr, Vec::new())];
        while let Some((root, parameters)) = open.pop() {
            for id in Walk::below(&self.graph, &[root]) {
                match self.graph.node(id) {
                    Node::Symbol(symbol) if !parameters.contains(&symbol) => {
                        found.insert(id);
                    }
                    Node::Apply { function, .. } if seen.insert(function) => {
                        if let Some(function) = self.graph.user_function(function) {
                            open.push((function.body, function.parameters.clone()));
                        }
                    }
                    Node::Symbol(_) | Node::Apply { .. } | Node::Number(_) | Node::Derivative { .. } => {}
                }
            }
        }
        found
    }

    /// The names that an expression is computed from, by the definitions of the page.
    pub(crate) fn names_below(&self, expr: ExprId) -> FxHashSet<ExprId> {
        let mut found = FxHashSet::default();
        let mut open = vec![expr];
        while let Some(root) = open.pop() {
            for id in self.names_in(root) {
                if found.insert(id)
                    && let Some(meaning) = self.formulas.get(&id)
                {
                    open.push(meaning.expr);
                }
            }
        }
        found
    }

    /// The definitions below some expressions, those of names in `except` left out.
    pub(crate) fn definitions(
        &self,
        roots: &[ExprId],
        except: &dyn Fn(ExprId) -> bool,
    ) -> Vec<(SymbolId, ExprId)> {
        let mut found = Vec::new();
        let mut seen: FxHashSet<ExprId> = FxHashSet::default();
        // A function that is derived by a parameter of its own: its parameters are what they are.
        for id in Walk::below(&self.graph, roots) {
            if let Node::Derivative { of, by, .. } = self.graph.node(id)
                && let Some(parameters) = self.parameters.get(&of)
                && let Some(by) = self.graph.find_symbol_expr(by)
                && parameters.contains(&by)
            {
                seen.extend(parameters.iter().copied());
            }
        }
        let mut open: Vec<ExprId> = roots.to_vec();
        while let Some(root) = open.pop() {
            for id in Walk::below(&self.graph, &[root]) {
                if !seen.insert(id) || !matches!(self.graph.node(id), Node::Symbol(_)) || except(id) {
                    continue;
                }
                if let Some(meaning) = self.formulas.get(&id) {
                    found.push((meaning.symbol, meaning.expr));
                    open.push(meaning.expr);
                }
            }
        }
        found
    }

    /// Expressions with the formulas of those names put in that rest on a derivative: `\delta = \partial L/\partial z` is to be
    /// taken where `z` still stands by itself. Names that are `given` are left as they are.
    pub(crate) fn with_derivatives_put_in(
        &mut self,
        exprs: &[ExprId],
        given: &FxHashSet<ExprId>,
    ) -> Vec<ExprId> {
        const FARTHEST_IN: usize = 40;
        let mut exprs = exprs.to_vec();
        if self.derived.is_empty() {
            return exprs;
        }
        for _ in 0..FARTHEST_IN {
            let found: Vec<(ExprId, ExprId)> = Walk::below(&self.graph, &exprs)
                .into_iter()
                .filter(|id| self.derived.contains(id) && !given.contains(id))
                .filter_map(|id| Some((id, self.formulas.get(&id)?.expr)))
                .collect();
            if found.is_empty() {
                break;
            }
            let mut rewriter = Rewriter::new();
            for (name, formula) in found {
                rewriter.replace(name, formula);
            }
            exprs = exprs.iter().map(|&expr| rewriter.apply(&mut self.graph, expr)).collect();
        }
        exprs
    }

    /// Whether an expression is computed from a name, by the definitions of the page.
    pub(crate) fn reaches(&self, of: ExprId, by: ExprId) -> bool {
        let mut seen: FxHashSet<ExprId> = FxHashSet::default();
        let mut open = vec![of];
        while let Some(root) = open.pop() {
            for id in Walk::below(&self.graph, &[root]) {
                if seen.len() > FARTHEST {
                    return false;
                }
                if !seen.insert(id) || !matches!(self.graph.node(id), Node::Symbol(_)) {
                    continue;
                }
                if id == by {
                    return true;
                }
                if let Some(meaning) = self.formulas.get(&id) {
                    open.push(meaning.expr);
                }
            }
        }
        false
    }

    /// Whether a name may stand in what an expression is computed from: one that stands in no formula does only where it stands in
    /// the expression itself.
    pub(crate) fn may_reach(&self, of: ExprId, name: ExprId) -> bool {
        (self.used.contains(&name) || self.names_in(of).contains(&name)) && self.reaches(of, name)
    }

    /// Whether an expression rests on so much that its definitions are not followed to their ends.
    pub(crate) fn is_far(&self, expr: ExprId) -> bool {
        const MOST_LINKS: usize = 400;
        // What is counted twice is counted once only where that matters.
        let names = self.names_in(expr);
        let most = names.iter().map(|name| self.sizes.get(name).copied().unwrap_or(0));
        if most.fold(0, usize::saturating_add) <= MOST_LINKS {
            return false;
        }
        let mut count = 0;
        let mut seen: FxHashSet<ExprId> = FxHashSet::default();
        let mut open = vec![expr];
        while let Some(root) = open.pop() {
            for id in self.names_in(root) {
                if seen.insert(id)
                    && let Some(meaning) = self.formulas.get(&id)
                {
                    count += 1;
                    if count > MOST_LINKS {
                        return true;
                    }
                    open.push(meaning.expr);
                }
            }
        }
        false
    }

    /// Whether a formula behind some expressions is opaque.
    pub(crate) fn rests_on_opaque(&self, exprs: &[ExprId]) -> bool {
        let mut seen: FxHashSet<ExprId> = FxHashSet::default();
        let mut open = exprs.to_vec();
        while let Some(root) = open.pop() {
            for id in Walk::below(&self.graph, &[root]) {
                if !seen.insert(id) || !matches!(self.graph.node(id), Node::Symbol(_)) {
                    continue;
                }
                if let Some(meaning) = self.formulas.get(&id) {
                    if meaning.is_opaque {
                        return true;
                    }
                    open.push(meaning.expr);
                }
            }
        }
        false
    }
    /// Whether a derivative stands in an expression.
    pub(crate) fn has_derivative(&self, expr: ExprId) -> bool {
        Walk::below(&self.graph, &[expr])
            .into_iter()
            .any(|id| matches!(self.graph.node(id), Node::Derivative { .. }))
    }
    /// An expression with the formulas of those functions of the page put in that speak of more than their parameters:
    /// `f(x) = v\tanh(wx)` depends on `v`.
    pub(crate) fn with_bodies_put_in(&mut self, expr: ExprId) -> ExprId {
        const DEEPEST: usize = 12;
        if self.functions.is_empty() {
            return expr;
        }
        let mut expr = expr;
        let mut closed = FxHashMap::default();
        for _ in 0..DEEPEST {
            let mut rewriter = Rewriter::new();
            let mut is_done = true;
            for id in Walk::below(&self.graph, &[expr]) {
                let derived = match self.graph.node(id) {
                    Node::Derivative { of, by, scope } => Some((of, by, scope)),
                    Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) => None,
                };
                let call = derived.map_or(id, |(of, ..)| of);
                let Node::Apply { function, primes: 0, arguments } = self.graph.node(call) else { continue };
                let Some(own) = self.graph.user_function(function) else { continue };
                if own.parameters.len() != arguments.len()
                    || self.has_derivative(own.body)
                    || self.graph.is_closed(function, &mut closed)
                {
                    continue;
                }
                let (body, parameters, arguments) = (own.body, own.parameters.clone(), arguments.to_vec());
                let mut put_in = Rewriter::new();
                for (parameter, argument) in parameters.into_iter().zip(arguments) {
                    let parameter = self.graph.symbol(parameter);
                    put_in.replace(parameter, argument);
                }
                let body = put_in.apply(&mut self.graph, body);
                let new = match derived {
                    Some((_, by, scope)) => self.graph.derivative(body, by, scope),
                    None => body,
                };
                rewriter.replace(id, new);
                is_done = false;
            }
            if is_done {
                break;
            }
            expr = rewriter.apply(&mut self.graph, expr);
        }
        expr
    }
}
