//! What a hand wrote down so far, for claims about it: `claim dL/dw ~= 0.0412 by hand 4dp`.

use chainrule_evaluator::NumbersByPrecision;
use chainrule_number::{DecimalRounding, Rational};
use chainrule_symbolic::derivation::{Calculus, FactorId};
use chainrule_symbolic::graph::{ExprId, Node, Rewriter, Scope, SymbolId, Walk};
use chainrule_symbolic::network::NetworkBuilder;
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashMap;

use super::{Hand, HandLine};

/// What is written down with one way to round.
pub(crate) struct Desk {
    rounding: DecimalRounding,
    stated: NumbersByPrecision,
    /// What was written down for quantities; nothing before the first question.
    quantities: Option<FxHashMap<ExprId, Rational>>,
    factors: FxHashMap<FactorId, HandLine>,
    /// What was written down for derivatives and new weights, or that nothing was.
    results: FxHashMap<ExprId, Option<Rational>>,
}

impl Desk {
    /// Nothing is written down yet.
    pub(crate) fn new(rounding: DecimalRounding, exact: &NumbersByPrecision) -> Self {
        Self {
            rounding,
            stated: NumbersByPrecision::new(exact.stated().to_vec()),
            quantities: None,
            factors: FxHashMap::default(),
            results: FxHashMap::default(),
        }
    }

    /// How each line is rounded.
    pub(crate) fn rounding(&self) -> DecimalRounding {
        self.rounding
    }

    /// Writes an expression down: quantities and derivatives in it as they were written down, and the whole as one more
    /// line where it is more than one of these. Nothing where a name has no value, or a line is not told.
    pub(crate) fn write_down(
        mut self,
        worksheet: &mut Worksheet,
        calculus: &mut Calculus,
        exact: &mut NumbersByPrecision,
        of: ExprId,
    ) -> (Option<Rational>, Self) {
        let mut derivations = Vec::new();
        for id in Walk::below(&worksheet.graph, &[of]) {
            let (target, by) = match worksheet.graph.node(id) {
                Node::Derivative { of, by, scope: Scope::Total } => match worksheet.graph.node(of) {
                    Node::Symbol(target) => (target, by),
                    Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => continue,
                },
                Node::Symbol(symbol) => match step_of(worksheet, symbol) {
                    Some((loss, weight, _)) => (loss, weight),
                    None => continue,
                },
                Node::Derivative { .. } | Node::Number(_) | Node::Apply { .. } => continue,
            };
            if !self.results.contains_key(&id) {
                derivations.push((id, calculus.derive(&mut worksheet.graph, target, by)));
            }
        }
        let nothing = NetworkBuilder::new()
            .finish(&worksheet.graph)
            .expect("a network without quantities has no cycle");
        let is_first = self.quantities.is_none();
        let mut hand = Hand {
            worksheet,
            calculus,
            rounding: self.rounding,
            stated: self.stated,
            names_stated: exact.stated().iter().map(|&(name, _)| name).collect(),
            nothing,
            exact,
            quantities: self.quantities.unwrap_or_default(),
            factors: self.factors,
            named: Rewriter::new(),
        };
        if is_first {
            hand.definitions();
        }
        for (id, derivation) in derivations {
            let written = match hand.worksheet.graph.node(id) {
                Node::Symbol(symbol) => step_of(hand.worksheet, symbol)
                    .and_then(|(_, weight, rate)| hand.update(weight, rate, &derivation)?.new.written),
                Node::Derivative { .. } | Node::Number(_) | Node::Apply { .. } => {
                    hand.derivation(&derivation).and_then(|hand_derivation| hand_derivation.result.written)
                }
            };
            self.results.insert(id, written);
        }
        let written = match self.results.get(&of) {
            Some(written) => written.clone(),
            None => match hand.quantities.get(&of) {
                Some(written) => Some(written.clone()),
                None => hand.line_with(of, &self.results),
            },
        };
        let Hand { stated, quantities, factors, .. } = hand;
        (written, Self { stated, quantities: Some(quantities), factors, ..self })
    }
}

/// The loss, the weight and the rate, where a name stands for a weight after one step of plain descent.
fn step_of(worksheet: &Worksheet, symbol: SymbolId) -> Option<(SymbolId, SymbolId, ExprId)> {
    let after = worksheet.afters.iter().find(|after| after.symbol == symbol)?;
    let update = worksheet.updates.get(after.update)?;
    let is_plain = after.steps == 1 && after.state.is_none() && super::is_one_step(update);
    let is_weight = update.weights.contains(&after.of);
    Some((update.loss, after.of, update.rule.plain_rate().filter(|_| is_plain && is_weight)?))
}
