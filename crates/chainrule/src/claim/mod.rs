//! Judging claims.

mod all_values;
mod numbers;

use chainrule_diagnostic::Span;
use chainrule_evaluator::number::Value;
use chainrule_evaluator::{Numbers, PRECISIONS};
use chainrule_parser::{Relation, Worksheet};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::graph::{ExprId, Node, Rewriter, Walk};
use chainrule_symbolic::number::Rational;

/// What became of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// It holds.
    Proved {
        /// Why.
        how: String,
    },
    /// It does not hold.
    Refuted {
        /// Why, with the numbers.
        how: String,
    },
    /// Neither could be shown: counts as failed.
    Undecided {
        /// Why.
        why: String,
    },
}

/// A claim and what became of it.
#[derive(Clone, Debug)]
pub struct ClaimReport {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
    /// The judgement of the claim as a whole.
    pub judgement: Judgement,
}

impl ClaimReport {
    /// Whether it was shown to hold.
    pub fn holds(&self) -> bool {
        matches!(self.judgement, Judgement::Proved { .. })
    }
}

pub(crate) fn judge_all(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    stated: &[(ExprId, ExprId)],
) -> Vec<ClaimReport> {
    let claims = worksheet.claims.clone();
    claims
        .into_iter()
        .map(|claim| {
            let mut judgement = Judgement::Proved { how: String::new() };
            for (place, relation) in claim.relations.iter().enumerate() {
                let (left, right) = (claim.sides[place], claim.sides[place + 1]);
                judgement = one(worksheet, calculus, stated, left, right, *relation, claim.unit.as_ref());
                if !matches!(judgement, Judgement::Proved { .. }) {
                    break;
                }
            }
            ClaimReport { text: claim.text, span: claim.span, judgement }
        })
        .collect()
}

fn one(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    stated: &[(ExprId, ExprId)],
    left: ExprId,
    right: ExprId,
    relation: Relation,
    unit: Option<&Rational>,
) -> Judgement {
    let pinned: Vec<ExprId> = stated.iter().map(|(of, _)| *of).collect();
    let left = worked_out(worksheet, calculus, &pinned, left);
    let right = worked_out(worksheet, calculus, &pinned, right);
    let network = calculus.network().clone();
    let mut last = None;
    for &bits in PRECISIONS {
        let mut numbers = Numbers::new(&mut worksheet.graph, &network, stated, bits);
        let sides = numbers
            .value(&mut worksheet.graph, left)
            .and_then(|left| Ok((left, numbers.value(&mut worksheet.graph, right)?)));
        match sides {
            Ok((left, right)) => match numbers::compare(&left, &right, relation, unit, bits) {
                Some(judgement) => return judgement,
                None => last = Some((left, right)),
            },
            Err(failure) if failure.why == chainrule_evaluator::number::Undefined::Unknown => break,
            Err(failure) => {
                return Judgement::Refuted { how: format!("a side has no value: {}", failure.why) };
            }
        }
    }
    if let Some((left, right)) = last {
        let show = |value: &Value| crate::page::number(value, None).ascii;
        if relation != Relation::Equal {
            return Judgement::Undecided {
                why: format!("both sides are about {} and {}: too close to tell", show(&left), show(&right)),
            };
        }
    }
    all_values::judge(worksheet, calculus, left, right, relation, unit)
}

/// The side with its derivatives worked out, except those whose numbers are stated.
fn worked_out(worksheet: &mut Worksheet, calculus: &mut Calculus, pinned: &[ExprId], side: ExprId) -> ExprId {
    // Stated derivatives are put aside under names while the others are worked out.
    let graph = &mut worksheet.graph;
    let mut aside = Rewriter::new();
    let mut back = Rewriter::new();
    for id in Walk::below(graph, &[side]) {
        if pinned.contains(&id) && matches!(graph.node(id), Node::Derivative { .. }) {
            let name = graph.intern(&format!("'stated{}", id.index()));
            let symbol = graph.symbol(name);
            aside.replace(id, symbol);
            back.replace(symbol, id);
        }
    }
    let side = aside.apply(graph, side);
    let side = calculus.without_derivatives(graph, side);
    back.apply(graph, side)
}
