//! Claims about what is no number: `f16(2^16) = inf`, `e4m3(1000) = nan`.
//!
//! `inf` and `nan` stand for themselves where no equation has them. They are compared with what a number format holds, by
//! the order in which floats stand: -inf, the numbers, inf. `= nan` claims that there is a NaN; every other comparison
//! with one fails, as it does in programs.

use std::cmp::Ordering;

use chainrule_number::PRECISIONS;
use chainrule_number::{Format, Held, Value};
use chainrule_program::Observed;
use chainrule_symbolic::function::rows::arithmetic::NEGATE;
use chainrule_symbolic::graph::{ExprId, Node, SymbolId, Walk};
use chainrule_symbolic::network::Definition;
use chainrule_worksheet::{Relation, Rounding, Rounds};

use super::{By, ClaimJudge, Doubt, Judgement, Refutation};

/// The order of two numbers of which one may be an infinity; nothing beside a NaN.
fn order(left: &Observed, right: &Observed) -> Option<Ordering> {
    let place = |observed: &Observed| match observed {
        Observed::Value(_) => Some(0),
        Observed::Infinite { negative: false } => Some(1),
        Observed::Infinite { negative: true } => Some(-1),
        Observed::NotANumber => None,
    };
    Some(place(left)?.cmp(&place(right)?))
}

impl ClaimJudge<'_> {
    /// The judgement of a comparison in which something is no number; nothing where both sides are.
    pub(super) fn beyond_numbers(
        &mut self,
        left: ExprId,
        right: ExprId,
        relation: Relation,
    ) -> Option<Judgement> {
        let named = [self.named(left), self.named(right)];
        let is_named = named.iter().any(Option::is_some);
        let sides = [left, right].map(|side| self.rounding_at(side));
        if !is_named && sides.iter().all(Option::is_none) {
            return None;
        }
        let mut found = Vec::with_capacity(2);
        for (side, named) in [left, right].into_iter().zip(named) {
            let observed = match named {
                Some(observed) => Some(observed),
                None => self.extended(side),
            };
            match observed {
                Some(observed) => found.push(observed),
                None if is_named => return Some(Doubt::NeedsNumbers(None).into()),
                None => return None,
            }
        }
        let [left, right] = found.as_slice() else { return None };
        if matches!((left, right), (Observed::Value(_), Observed::Value(_))) {
            return None;
        }
        let order = order(left, right);
        let both_nan = matches!((left, right), (Observed::NotANumber, Observed::NotANumber));
        let holds = match relation {
            Relation::Equal => both_nan || order == Some(Ordering::Equal),
            Relation::About => order == Some(Ordering::Equal),
            Relation::Less => order == Some(Ordering::Less),
            Relation::AtMost => order.is_some_and(Ordering::is_le),
            Relation::Greater => order == Some(Ordering::Greater),
            Relation::AtLeast => order.is_some_and(Ordering::is_ge),
        };
        let [left, right] = [left.clone(), right.clone()];
        Some(if holds {
            By::Numbers { left, relation, right }.into()
        } else {
            Refutation::Numbers([left, right]).into()
        })
    }

    /// `inf`, `-inf` or `nan`, where that is no quantity of the worksheet.
    fn named(&self, side: ExprId) -> Option<Observed> {
        let graph = &self.worksheet.graph;
        let (symbol, negative) = match graph.node(side) {
            Node::Symbol(symbol) => (symbol, false),
            Node::Apply { function, primes: 0, arguments: &[inner] }
                if graph.builtin(function) == Some(&NEGATE) =>
            {
                let Node::Symbol(symbol) = graph.node(inner) else { return None };
                (symbol, true)
            }
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => return None,
        };
        let name = graph.name(symbol).to_string();
        let observed = match name.as_str() {
            "inf" => Observed::Infinite { negative },
            "nan" | "NaN" => Observed::NotANumber,
            _ => return None,
        };
        (!self.is_quantity(symbol)).then_some(observed)
    }

    /// Whether an equation or a value of the worksheet has this name.
    fn is_quantity(&self, symbol: SymbolId) -> bool {
        let network = self.calculus.network();
        !network.is_leaf(symbol)
            || !network.users(symbol).is_empty()
            || self.worksheet.values.iter().any(|given| given.symbol == symbol)
    }

    fn rounding_at(&self, side: ExprId) -> Option<Rounding> {
        let Node::Symbol(symbol) = self.worksheet.graph.node(side) else { return None };
        self.worksheet.roundings.iter().find(|rounding| rounding.symbol == symbol).cloned()
    }

    /// What a side comes to, at the first precision that tells.
    fn extended(&mut self, side: ExprId) -> Option<Observed> {
        let rounding = self.rounding_at(side);
        let of = rounding.as_ref().map_or(side, |rounding| rounding.of);
        for place in 0..PRECISIONS.len() {
            let rounded_values = self.rounded(of, place).ok()?;
            if let Some(Rounding { rounds: Rounds::Operations, format, .. }) = rounding {
                return match self.carried_out(Format::find(format)?, of, &rounded_values)? {
                    Held::Infinite { negative } => Some(Observed::Infinite { negative }),
                    Held::NotANumber => Some(Observed::NotANumber),
                    held @ Held::Finite(_) => Some(Observed::Value(Value::Exact(held.to_rational()?))),
                };
            }
            let Ok(value) = self.value_with(of, place, rounded_values) else { continue };
            let Some(rounding) = &rounding else { return Some(Observed::Value(value)) };
            match Format::find(rounding.format)?.round_value(&value) {
                None => {}
                Some(Held::Infinite { negative }) => return Some(Observed::Infinite { negative }),
                Some(Held::NotANumber) => return Some(Observed::NotANumber),
                Some(held @ Held::Finite(_)) => {
                    return Some(Observed::Value(Value::Exact(held.to_rational()?)));
                }
            }
        }
        None
    }

    /// The format whose rounding a claim speaks of, where what is rounded takes more than one operation.
    pub(super) fn rounded_once(&self, sides: &[ExprId]) -> Option<&'static str> {
        let graph = &self.worksheet.graph;
        let rounding = self.roundings_in(sides).into_iter().find(|rounding| {
            if rounding.rounds != Rounds::Value {
                return false;
            }
            let below = Walk::below(graph, &[rounding.of]);
            let operations = below.iter().filter(|&&id| match graph.node(id) {
                Node::Apply { function, .. } => graph.builtin(function) != Some(&NEGATE),
                Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => false,
            });
            operations.count() > 1
                || below.iter().any(|&id| match graph.node(id) {
                    Node::Derivative { .. } => true,
                    Node::Symbol(symbol) => {
                        matches!(self.calculus.network().definition(symbol), Definition::Formula(_))
                    }
                    Node::Number(_) | Node::Apply { .. } => false,
                })
        })?;
        Some(rounding.format)
    }
}
