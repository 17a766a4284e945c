//! Judging claims.

use std::cmp::Ordering;

use chainrule_diagnostic::Span;
use chainrule_evaluator::judge::{self, Verdict};
use chainrule_evaluator::number::{Enclosure, Scalar, Value};
use chainrule_evaluator::{Numbers, PRECISIONS};
use chainrule_parser::{Relation, Worksheet};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::graph::{ExprId, Node, Rewriter, SymbolId, Walk};
use chainrule_symbolic::network::Definition;
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
            Ok((left, right)) => match compare(&left, &right, relation, unit, bits) {
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
        let show = |value: &Value| crate::page::number(value, None).ascii();
        if relation != Relation::Equal {
            return Judgement::Undecided {
                why: format!("both sides are about {} and {}: too close to tell", show(&left), show(&right)),
            };
        }
    }
    for_all_values(worksheet, calculus, left, right, relation)
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

/// Judges by numbers; nothing where they can't tell.
fn compare(
    left: &Value,
    right: &Value,
    relation: Relation,
    unit: Option<&Rational>,
    bits: u32,
) -> Option<Judgement> {
    let show = |value: &Value| crate::page::number(value, None).ascii();
    let verdict = |holds: bool, sign: &str| {
        let how = format!("{} {sign} {}", show(left), show(right));
        if holds {
            Judgement::Proved { how }
        } else {
            Judgement::Refuted { how: format!("the sides are {} and {}", show(left), show(right)) }
        }
    };
    let (low, high) = (left.enclosure(bits), right.enclosure(bits));
    let difference = match (left, right) {
        (Value::Exact(left), Value::Exact(right)) => Some(left - right),
        (_, _) => None,
    };
    let order = match &difference {
        Some(difference) => Some(difference.cmp(&Rational::zero())),
        None => high.sub(&low, bits).sign().map(Ordering::reverse),
    };
    match relation {
        Relation::Equal => match order {
            Some(order) => Some(verdict(order == Ordering::Equal, "=")),
            None => None,
        },
        Relation::About => {
            let half = &Rational::fraction(1, 2) * unit?;
            let band = Enclosure::from_range(&-&half, &half, bits.max(4096));
            let gap = match &difference {
                Some(difference) => Enclosure::from_rational(difference, bits.max(4096)),
                None => low.sub(&high, bits),
            };
            if gap.is_disjoint(&band) {
                Some(verdict(false, "~="))
            } else if gap.lower() >= band.lower() && gap.upper() <= band.upper() {
                Some(verdict(true, "~="))
            } else {
                None
            }
        }
        Relation::Less => order.map(|order| verdict(order == Ordering::Less, "<")),
        Relation::AtMost => match order {
            Some(order) => Some(verdict(order != Ordering::Greater, "<=")),
            None => (low.upper() <= high.lower()).then(|| verdict(true, "<=")),
        },
        Relation::Greater => order.map(|order| verdict(order == Ordering::Greater, ">")),
        Relation::AtLeast => match order {
            Some(order) => Some(verdict(order != Ordering::Less, ">=")),
            None => (low.lower() >= high.upper()).then(|| verdict(true, ">=")),
        },
    }
}

/// With leaves that have no value: the same function, or a counterexample.
fn for_all_values(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    left: ExprId,
    right: ExprId,
    relation: Relation,
) -> Judgement {
    let left = down_to_leaves(worksheet, calculus, left);
    let right = down_to_leaves(worksheet, calculus, right);
    if relation != Relation::Equal {
        return Judgement::Undecided {
            why: "inequalities over free leaves are not decided by this version".to_owned(),
        };
    }
    match judge::equation(&mut worksheet.graph, calculus.network(), left, right) {
        Verdict::Refuted { at } => {
            let at: Vec<String> = at
                .iter()
                .map(|(symbol, value)| format!("{} = {value}", worksheet.graph.name(*symbol)))
                .collect();
            Judgement::Refuted { how: format!("the sides differ at {}", at.join(", ")) }
        }
        Verdict::Exact | Verdict::Enclosed { .. } | Verdict::Untested { .. } => {
            if chainrule_symbolic::proof::are_equal(&mut worksheet.graph, left, right) {
                Judgement::Proved { how: "both sides have the same normal form".to_owned() }
            } else {
                Judgement::Undecided {
                    why: "the sides agree at the points tried, but were not proved equal everywhere"
                        .to_owned(),
                }
            }
        }
    }
}

/// The expression in terms of leaves: every quantity written out as it is defined.
fn down_to_leaves(worksheet: &mut Worksheet, calculus: &Calculus, expr: ExprId) -> ExprId {
    let graph = &mut worksheet.graph;
    let network = calculus.network();
    let mut needed: Vec<SymbolId> = Vec::new();
    let mut stack = Walk::symbols(graph, expr, |_| {});
    let mut seen = std::collections::HashSet::new();
    while let Some(symbol) = stack.pop() {
        if seen.insert(symbol) {
            needed.push(symbol);
            stack.extend_from_slice(network.inputs(symbol));
        }
    }
    needed.sort_unstable_by_key(|&symbol| network.rank(symbol));
    let values: std::collections::HashMap<SymbolId, ExprId> =
        worksheet.values.iter().map(|given| (given.symbol, given.value)).collect();
    let mut rewriter = Rewriter::new();
    for symbol in needed {
        let name = graph.symbol(symbol);
        match network.definition(symbol) {
            Definition::Formula(formula) => {
                let written = rewriter.apply(graph, formula);
                rewriter.replace(name, written);
            }
            Definition::Input | Definition::Dependence => {
                rewriter.replace(name, values.get(&symbol).copied().unwrap_or(name));
            }
        }
    }
    rewriter.apply(graph, expr)
}
