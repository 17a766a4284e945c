//! Formulas by cases: each is judged where it is said to hold.

use chainrule::Judgement;
use chainrule::diagnostic::Span;
use chainrule::worksheet::{Bound, GivenRange, Relation as Sign};
use chainrule_latex::lower::lower_below;
use chainrule_latex::rows::Relation;
use chainrule_latex::tree::{Node as Piece, Tree};

use crate::desk::Desk;
use crate::line::{Finding, Role, Verdict};
use crate::numbers::near;
use crate::side::{Case, Condition, Side};

impl Desk {
    /// The cases that a side is one of.
    pub(crate) fn cases(&mut self, tree: &Tree) -> Vec<Case> {
        if tree.is_empty() {
            return Vec::new();
        }
        let Piece::Cases(cases) = tree.node(tree.root()) else { return Vec::new() };
        let mut found = Vec::new();
        for case in cases {
            let lowered = lower_below(tree, case.value, &mut self.graph, &self.functions);
            let mut conditions = Some(Vec::new());
            for condition in &case.conditions {
                let bound = lower_below(tree, condition.bound, &mut self.graph, &self.functions).expr;
                let bound = chainrule::value_of(&mut self.graph, bound).ok().as_ref().and_then(near);
                let symbol = self.graph.intern(&condition.name.canonical());
                conditions = conditions.zip(bound).map(|(mut all, bound)| {
                    all.push(Condition { symbol, relation: condition.relation, bound });
                    all
                });
            }
            found.push(Case { value: lowered.expr, is_opaque: lowered.is_opaque, conditions });
        }
        found
    }
}

/// Judges a formula against cases; `is_slope` where the ends of the cases are kinks, at which a convention holds.
pub(crate) fn judge(desk: &mut Desk, left: &Side, cases: &[Case], is_slope: bool) -> Finding {
    let undecided = |why: &str| Finding::new(Role::Claim, Verdict::NotDecided).because(why);
    let mut is_proved = true;
    for case in cases {
        let ranges = match &case.conditions {
            Some(conditions) if conditions.is_empty() => elsewhere(cases),
            Some(conditions) => ranges(conditions),
            None => None,
        };
        let Some(mut ranges) = ranges else {
            is_proved = false;
            continue;
        };
        if is_slope {
            for bound in ranges.iter_mut().flat_map(|range| [&mut range.lower, &mut range.upper]).flatten() {
                bound.open = true;
            }
        }
        if left.is_opaque || case.is_opaque {
            return undecided("it speaks of quantities that this page does not define");
        }
        match desk.judge_within(left.expr, case.value, Sign::Equal, &ranges) {
            Some((Judgement::Refuted(_), how, false)) => {
                return Finding::new(Role::Claim, Verdict::Wrong).because(how);
            }
            Some((Judgement::Proved(_), ..)) => {}
            _ => is_proved = false,
        }
    }
    if is_proved {
        Finding::new(Role::Claim, Verdict::Proved).because("each case holds where it is said to")
    } else {
        undecided("not every case could be shown")
    }
}

/// Where several conditions hold.
fn ranges(conditions: &[Condition]) -> Option<Vec<GivenRange>> {
    let mut found: Vec<GivenRange> = Vec::new();
    for Condition { symbol, relation, bound } in conditions {
        let place = found.iter().position(|range| range.symbol == *symbol).unwrap_or_else(|| {
            found.push(GivenRange { symbol: *symbol, lower: None, upper: None, span: Span::default() });
            found.len() - 1
        });
        let range = &mut found[place];
        let end = |open: bool| Some(Bound { value: bound.clone(), open });
        match relation {
            Relation::Less => range.upper = end(true),
            Relation::AtMost => range.upper = end(false),
            Relation::Greater => range.lower = end(true),
            Relation::AtLeast => range.lower = end(false),
            Relation::Equal => {
                range.lower = end(false);
                range.upper = end(false);
            }
            Relation::About
            | Relation::MuchLess
            | Relation::MuchGreater
            | Relation::Assign
            | Relation::None => return None,
        }
    }
    Some(found)
}

/// Everywhere else: of one case with one end, what lies on its other side.
fn elsewhere(cases: &[Case]) -> Option<Vec<GivenRange>> {
    let mut others =
        cases.iter().filter_map(|case| case.conditions.as_ref()).filter(|conditions| !conditions.is_empty());
    let (Some(only), None) = (others.next(), others.next()) else { return None };
    let [condition] = only.as_slice() else { return None };
    let relation = match condition.relation {
        Relation::Less => Relation::AtLeast,
        Relation::AtMost => Relation::Greater,
        Relation::Greater => Relation::AtMost,
        Relation::AtLeast => Relation::Less,
        Relation::Equal
        | Relation::About
        | Relation::MuchLess
        | Relation::MuchGreater
        | Relation::Assign
        | Relation::None => return None,
    };
    ranges(&[Condition { relation, ..condition.clone() }])
}
