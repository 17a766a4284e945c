//! Values at a point, and largest values.

use chainrule::Judgement;
use chainrule::number::Rational;
use chainrule::symbolic::graph::{ExprId, Rewriter};
use chainrule::worksheet::Relation as Sign;
use chainrule_latex::lower::{Lowered, lower_below};
use chainrule_latex::rows::Relation;
use chainrule_latex::tree::{Node as Piece, Tree};

use crate::desk::{Desk, Meaning};
use crate::line::{Finding, Role, Verdict};
use crate::side::{Extremum, Side};

/// The letter that texts use for the sigmoid.
const SIGMA: &str = "sigma";

impl Desk {
    /// What `f|_{x=3}` comes to, with the derivatives in `f` worked out before the number is put in; nothing where a side is
    /// no such value.
    pub(crate) fn at_point(&mut self, tree: &Tree) -> Option<Lowered> {
        if tree.is_empty() {
            return None;
        }
        let Piece::At { of, by, value } = tree.node(tree.root()) else { return None };
        let inner = lower_below(tree, *of, &mut self.graph, &self.functions);
        let value = lower_below(tree, *value, &mut self.graph, &self.functions);
        let symbol = self.graph.intern(&by.canonical());
        let by = self.graph.symbol(symbol);
        if inner.is_opaque || value.is_opaque || !self.spend(inner.expr) {
            return None;
        }
        let (exprs, is_unknown) = self.without_unknown_derivatives(&[inner.expr]);
        if is_unknown {
            return None;
        }
        // The name is put in itself: what it is computed from is left alone.
        let written =
            self.with_formulas(&exprs, &|id| id == by, &[], |formulas| formulas.written_out(exprs[0]))?;
        let mut put_in = Rewriter::new();
        put_in.replace(by, value.expr);
        let expr = put_in.apply(&mut self.graph, written);
        Some(Lowered { expr, is_opaque: false, is_long: false, ratio: None })
    }

    /// `d\sigma/dz` of a letter that the page says nothing of: the sigmoid of z.
    pub(crate) fn name_sigmoid(&mut self, tree: &Tree) {
        if self.names.quantities.contains(SIGMA) || self.names.functions.contains(SIGMA) {
            return;
        }
        for id in 0..tree.len() {
            let Piece::Derivative { of, by } = tree.node(id) else { continue };
            let Piece::Name(name) = tree.node(*of) else { continue };
            if name.canonical() != SIGMA {
                continue;
            }
            let Some(row) = chainrule::symbolic::function::find(SIGMA) else { return };
            let symbol = self.graph.intern(SIGMA);
            let sigmoid = self.graph.symbol(symbol);
            if self.formulas.contains_key(&sigmoid) || self.value(sigmoid).is_some() {
                return;
            }
            let by = self.graph.intern(&by.canonical());
            let by = self.graph.symbol(by);
            let expr = self.graph.call(row, &[by]);
            self.keep_formula(sigmoid, Meaning { symbol, expr, is_opaque: false, line: 0 });
            return;
        }
    }

    /// What a side is the largest or the least value of.
    pub(crate) fn extremum(&mut self, tree: &Tree) -> Option<Extremum> {
        if tree.is_empty() {
            return None;
        }
        let Piece::Extremum { is_least, of, .. } = tree.node(tree.root()) else { return None };
        let Lowered { expr, is_opaque, .. } = lower_below(tree, *of, &mut self.graph, &self.functions);
        Some(Extremum { is_least: *is_least, of: expr, is_opaque })
    }
}

/// Judges a largest or least value against a number.
pub(crate) fn judge(desk: &mut Desk, extremum: Extremum, right: &Side, relation: Relation) -> Finding {
    let undecided = |why: &str| Finding::new(Role::Claim, Verdict::NotDecided).because(why);
    if extremum.is_opaque || !right.is_numeric || !crate::numeric::is_equality(relation) {
        return undecided("largest and least values are compared with numbers, by an equality");
    }
    let (within, beyond) =
        if extremum.is_least { (Sign::AtLeast, Sign::Greater) } else { (Sign::AtMost, Sign::Less) };
    // What was printed rounded lies within half a unit.
    let slack = match &right.printed {
        Some(printed) if !printed.value.is_integer() || relation == Relation::About => {
            &printed.unit * &Rational::fraction(1, 2)
        }
        _ => Rational::zero(),
    };
    let slack = if extremum.is_least { -&slack } else { slack };
    let bound = |desk: &mut Desk, by: &Rational| moved(desk, right.expr, by);
    let far = bound(desk, &slack);
    match desk.judge(extremum.of, far, within) {
        Some((Judgement::Refuted(_), how, false)) => {
            return Finding::new(Role::Claim, Verdict::Wrong).because(how);
        }
        Some((Judgement::Proved(_), ..)) => {}
        _ => return undecided("whether the number bounds it could not be shown"),
    }
    let reached = if slack.is_zero() { right.expr } else { bound(desk, &-&slack) };
    let judged = desk.judge(extremum.of, right.expr, beyond);
    if let Some((Judgement::Refuted(_), ..)) = judged {
        return Finding::new(Role::Claim, Verdict::Proved)
            .because("it is reached, and nothing lies beyond it");
    }
    if !slack.is_zero()
        && let Some((Judgement::Refuted(_), ..)) = desk.judge(extremum.of, reached, beyond)
    {
        return Finding::new(Role::Claim, Verdict::PrintedDigits);
    }
    // Not reached: a number well within that bounds it too shows that it is wrong.
    let Ok(value) = chainrule::value_of(&mut desk.graph, right.expr) else {
        return undecided("it has no value");
    };
    let Some(value) = crate::numbers::near(&value) else { return undecided("it has no value") };
    let mut part = &value.abs() * &Rational::fraction(1, 50);
    if value.is_zero() {
        part = Rational::fraction(1, 50);
    }
    let nearer = if extremum.is_least { part } else { -&part };
    let nearer = moved(desk, right.expr, &nearer);
    match desk.judge(extremum.of, nearer, within) {
        Some((Judgement::Proved(_), how, _)) => Finding::new(Role::Claim, Verdict::Wrong)
            .because(format!("it does not come near that number: {how}")),
        _ => undecided("the number bounds it; whether it is reached could not be shown"),
    }
}

/// An expression plus a number.
fn moved(desk: &mut Desk, expr: ExprId, by: &Rational) -> ExprId {
    if by.is_zero() {
        return expr;
    }
    let by = desk.graph.number(by.clone());
    desk.graph.call(&chainrule::symbolic::function::rows::arithmetic::ADD, &[expr, by])
}
