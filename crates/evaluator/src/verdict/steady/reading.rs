//! Sums and quotients of exponentials, and sums of squares, as they stand in formulas: names are seen through.

use chainrule_number::Rational;
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::exponential::EXP;
use chainrule_symbolic::function::rows::logistic::SIGMOID;
use chainrule_symbolic::graph::{ExprId, Graph, Node};
use rustc_hash::FxHashMap;

use super::MOST_TERMS;

/// `(± exp(u) ± …)/(exp(v) + …)`: the exponents above with their signs, and those below.
pub(super) struct Quotient {
    pub(super) above: Vec<(bool, ExprId)>,
    pub(super) below: Vec<ExprId>,
}

impl Quotient {
    /// The only exponent above.
    pub(super) fn only(&self) -> Option<ExprId> {
        match *self.above {
            [(false, exponent)] => Some(exponent),
            _ => None,
        }
    }
}

/// The formulas of a worksheet, behind their names.
pub(super) struct Seen {
    pub(super) defined: FxHashMap<ExprId, ExprId>,
    pub(super) zero: ExprId,
    one: ExprId,
}

impl Seen {
    pub(super) fn new(graph: &mut Graph) -> Self {
        Self { defined: FxHashMap::default(), zero: graph.integer(0), one: graph.integer(1) }
    }

    /// What a logarithm is one of: the exponents of a sum, and those of another that it is divided by.
    pub(super) fn logarithm_of(&self, graph: &Graph, inner: ExprId) -> Option<(Vec<ExprId>, Vec<ExprId>)> {
        if let Some(terms) = self.exponents(graph, inner) {
            return Some((terms, Vec::new()));
        }
        if let Some(quotient) = self.quotient_or_sigmoid(graph, inner)
            && let Some(above) = quotient.only()
        {
            return Some((vec![above], quotient.below));
        }
        let quotient = self.quotient_or_sigmoid(graph, self.one_less(graph, inner)?)?;
        let above = quotient.only()?;
        let mut others = quotient.below.clone();
        others.remove(others.iter().position(|&exponent| exponent == above)?);
        Some((others, quotient.below))
    }

    /// What a name stands for, as far as names are defined by names.
    pub(super) fn through(&self, id: ExprId) -> ExprId {
        let mut at = id;
        while let Some(&formula) = self.defined.get(&at) {
            at = formula;
        }
        at
    }

    /// The exponent of an exponential; that of 1 is 0.
    fn exponent(&self, graph: &Graph, id: ExprId) -> Option<ExprId> {
        let id = self.through(id);
        if id == self.one { Some(self.zero) } else { argument(graph, id, &EXP) }
    }

    /// The exponents of a sum of two or more exponentials.
    fn exponents(&self, graph: &Graph, id: ExprId) -> Option<Vec<ExprId>> {
        let mut exponents = Vec::new();
        let mut waiting = vec![self.through(id)];
        graph.arguments_of(waiting[0], &ADD)?;
        while let Some(term) = waiting.pop() {
            if exponents.len() > MOST_TERMS {
                return None;
            }
            if let Some(terms) = graph.arguments_of(term, &ADD) {
                waiting.extend(terms.iter().rev().map(|&term| self.through(term)));
            } else {
                exponents.push(self.exponent(graph, term)?);
            }
        }
        let is_real = exponents.iter().any(|&exponent| exponent != self.zero);
        (is_real && exponents.len() >= 2).then_some(exponents)
    }

    pub(super) fn quotient(&self, graph: &Graph, id: ExprId) -> Option<Quotient> {
        let id = self.through(id);
        let (above, below) = match (graph.arguments_of(id, &DIVIDE), graph.arguments_of(id, &POWER)) {
            (Some(&[above, below]), _) => (above, below),
            (_, Some(&[base, exponent])) if is_minus_one(graph, exponent) => (self.one, base),
            _ => return None,
        };
        let below = self.exponents(graph, below)?;
        if let Some(only) = self.exponent(graph, above) {
            return Some(Quotient { above: vec![(false, only)], below });
        }
        let terms = graph.arguments_of(self.through(above), &ADD)?;
        let above: Option<Vec<(bool, ExprId)>> = terms
            .iter()
            .map(|&term| {
                let term = self.through(term);
                match argument(graph, term, &NEGATE) {
                    Some(inner) => Some((true, self.exponent(graph, inner)?)),
                    // -1 is minus the exponential of 0.
                    None if is_minus_one(graph, term) => Some((true, self.zero)),
                    None => Some((false, self.exponent(graph, term)?)),
                }
            })
            .collect();
        Some(Quotient { above: above?, below })
    }

    /// A quotient of exponentials, or a sigmoid as one.
    fn quotient_or_sigmoid(&self, graph: &Graph, id: ExprId) -> Option<Quotient> {
        let id = self.through(id);
        match argument(graph, id, &SIGMOID) {
            Some(of) => Some(Quotient { above: vec![(false, of)], below: vec![self.zero, of] }),
            None => self.quotient(graph, id),
        }
    }

    /// u, of `1 − u`.
    fn one_less(&self, graph: &Graph, id: ExprId) -> Option<ExprId> {
        match *graph.arguments_of(self.through(id), &ADD)? {
            [one, minus] if one == self.one => argument(graph, minus, &NEGATE),
            [minus, one] if one == self.one => argument(graph, minus, &NEGATE),
            _ => None,
        }
    }

    /// The bases of a sum of two or more squares.
    pub(super) fn squares(&self, graph: &Graph, id: ExprId) -> Option<Vec<ExprId>> {
        let terms = graph.arguments_of(self.through(id), &ADD)?;
        let bases = terms.iter().map(|&term| {
            let term = self.through(term);
            match (graph.arguments_of(term, &POWER), graph.arguments_of(term, &MULTIPLY)) {
                (Some(&[base, exponent]), _) if is_integer(graph, exponent, 2) => Some(base),
                (_, Some(&[one, other])) if one == other => Some(one),
                _ => None,
            }
        });
        bases.collect()
    }
}

/// What a function of one argument is put to.
pub(super) fn argument(graph: &Graph, id: ExprId, row: &'static Function) -> Option<ExprId> {
    graph.arguments_of(id, row).and_then(|arguments| match *arguments {
        [argument] => Some(argument),
        _ => None,
    })
}

fn is_integer(graph: &Graph, id: ExprId, integer: i64) -> bool {
    matches!(graph.node(id), Node::Number(number) if *number == Rational::from_integer(integer))
}

fn is_minus_one(graph: &Graph, id: ExprId) -> bool {
    let minus = argument(graph, id, &NEGATE).is_some_and(|inner| is_integer(graph, inner, 1));
    minus || is_integer(graph, id, -1)
}
