//! One relation: what it is there for, and then whether it holds.

use chainrule::Judgement;
use chainrule::number::Rational;
use chainrule::symbolic::function::rows::piecewise::{SIGN, STEP};
use chainrule::symbolic::graph::Node;
use chainrule::value_of;
use chainrule::worksheet::Relation as Sign;
use chainrule_latex::Unread;
use chainrule_latex::rows::Relation;
use chainrule_latex::tree::{Callee, Node as Piece};

use crate::arrays;
use crate::cases;
use crate::desk::Desk;
use crate::guarded::{guarded, inequality};
use crate::heads::known_function;
use crate::identity;
use crate::limits;
use crate::line::{Finding, Role, Verdict};
use crate::naming::{self, is_named, is_symbol};
use crate::numeric::{self, about};
use crate::place::Place;
use crate::points;
use crate::side::{Series, Side};
use crate::standing::Standing;
use crate::units;

type Read<'a> = Result<&'a Side, &'a Unread>;

/// The role of a relation, and what was found.
pub(crate) fn judge(desk: &mut Desk, left: Read<'_>, right: Read<'_>, place: &Place<'_>) -> Finding {
    if place.is_list {
        return Finding::new(Role::None, Verdict::None).because("one of a list");
    }
    if place.relation == Relation::None {
        return Finding::new(Role::None, Verdict::None);
    }
    let (left, right) = match (left, right) {
        (Ok(left), Ok(right)) => (left, right),
        (Ok(left), Err(why)) => {
            let is_name = is_named(desk, left) && place.is_first;
            let role = if is_name { Role::Definition } else { Role::None };
            return Finding::new(role, Verdict::NotRead).because(why.to_string());
        }
        // `$\le 1/4$` in a table: what it is said of stands elsewhere.
        (Err(Unread::Nothing), Ok(_)) if place.is_first => return Finding::new(Role::None, Verdict::None),
        (Err(why), _) => return Finding::new(Role::None, Verdict::NotRead).because(why.to_string()),
    };
    if let Some(finding) = beyond_numbers(desk, left, right, place) {
        return finding;
    }
    if let Some(extremum) = left.extremum {
        return points::judge(desk, extremum, right, place.relation);
    }
    if !right.cases.is_empty() {
        return by_cases(desk, left, right, place);
    }
    let is_condition = place.word.is_some_and(|word| {
        let word = word.to_lowercase();
        [
            "if",
            "for",
            "when",
            "whenever",
            "unless",
            "otherwise",
            "provided",
            "as long as",
            "suppose",
            "assume",
            "for all",
        ]
        .contains(&word.as_str())
    });
    let is_of_numbers = left.is_numeric && right.is_numeric;
    if place.is_equivalent && place.is_first && !is_of_numbers && is_named(desk, left) {
        return Finding::new(Role::Condition, Verdict::None);
    }
    if is_condition && place.is_first && !is_of_numbers {
        let is_value = is_named(desk, left) && right.is_numeric;
        return Finding::new(if is_value { Role::Given } else { Role::Condition }, Verdict::None);
    }
    if !numeric::is_equality(place.relation) {
        return inequality(desk, left, right, place);
    }
    if left.is_numeric && right.is_numeric {
        // `(1) = (2)` speaks of equations by their numbers.
        let whole = |side: &Side| side.printed.as_ref().is_some_and(|printed| printed.value.is_integer());
        if place.is_bracketed && whole(left) && whole(right) {
            return Finding::new(Role::None, Verdict::None);
        }
        // `0.0067 \approx e^{-5}`: the number that is printed may stand first.
        let (left, right) =
            if left.printed.is_some() && right.printed.is_none() { (right, left) } else { (left, right) };
        return match value_of(&mut desk.graph, left.expr) {
            Ok(value) => numeric::judge(desk, left, &value, right, place.relation, Role::Claim),
            Err(why) => numeric::without_value(Role::Claim, why),
        };
    }
    if place.is_first {
        if let Some((name, _)) = place.function
            && let Some(finding) = naming::function(desk, name, left, right, place)
        {
            return finding;
        }
        if is_named(desk, left) && place.function.is_none() {
            return naming::name(desk, left, right, place);
        }
    }
    if let Some(finding) = units::judge(desk, left, right, place) {
        return finding;
    }
    if right.is_numeric {
        return substitution(desk, left, right, place);
    }
    if left.is_numeric {
        // `0.5 = w`: the number of a name, said the other way round.
        return match desk.evaluate(right.expr, None) {
            Ok(value) => guarded(desk, right, &value, left, place, Role::Claim),
            Err(_) => Finding::new(if place.is_first { Role::Condition } else { Role::Claim }, Verdict::None),
        };
    }
    if sets_a_name(desk, left, right, place) {
        return Finding::new(Role::Definition, Verdict::None);
    }
    formulas(desk, left, right, place)
}

/// Whether a name that means nothing yet is set equal to something: `formula = name`, and further on in a row
/// `w_1 = w_2 = w_3`, `p_q = p_k = p/h`.
fn sets_a_name(desk: &Desk, left: &Side, right: &Side, place: &Place<'_>) -> bool {
    let is_new = |side: &Side| {
        is_symbol(desk, side.expr)
            && !desk.formulas.contains_key(&side.expr)
            && desk.value(side.expr).is_none()
    };
    if place.is_first {
        return is_new(right) && !desk.names_below(left.expr).contains(&right.expr);
    }
    place.relation == Relation::Equal && is_symbol(desk, left.expr) && (is_new(left) || is_new(right))
}

/// What is judged by rules of its own: limits, infinite sums, arrays; and what of them is not.
fn beyond_numbers(desk: &mut Desk, left: &Side, right: &Side, place: &Place<'_>) -> Option<Finding> {
    if let Some(finding) = limits::judge(desk, left, right, place) {
        return Some(finding);
    }
    if limits::infinity(left).is_some() || limits::infinity(right).is_some() {
        return Some(Finding::new(Role::None, Verdict::NotRead).because(Unread::Infinity.to_string()));
    }
    if left.tree.has_order() || right.tree.has_order() {
        return Some(Finding::new(Role::None, Verdict::None).because("it speaks of an order of growth"));
    }
    if [left.series, right.series].contains(&Some(Series::Unknown)) {
        return Some(Finding::new(Role::Claim, Verdict::NotRead).because(
            "an infinite sum is read only where each term is the one before times one number, the same for all",
        ));
    }
    if [left.series, right.series].contains(&Some(Series::Grows)) {
        return Some(
            Finding::new(Role::Claim, Verdict::NotDecided)
                .because("an infinite sum in it has no value: its terms do not shrink"),
        );
    }
    if arrays::is_about(desk, left) || arrays::is_about(desk, right) {
        return Some(arrays::judge(desk, left, right, place));
    }
    if left.is_long || right.is_long {
        return Some(
            Finding::new(Role::Claim, Verdict::NotDecided)
                .because("a sum or a product in it has too many terms to be written out"),
        );
    }
    None
}

/// `f'(x) = …` by cases; of something with no meaning it is what defines it.
fn by_cases(desk: &mut Desk, left: &Side, right: &Side, place: &Place<'_>) -> Finding {
    let is_definition = left.is_opaque
        || place.function.is_some_and(|(name, _)| known_function(name).is_none())
        || (is_symbol(desk, left.expr) && !desk.formulas.contains_key(&left.expr))
        || place.relation != Relation::Equal;
    if is_definition {
        return Finding::new(Role::Definition, Verdict::None);
    }
    // What a step is at its edge is a convention as well.
    let is_step = match left.tree.node(left.tree.root()) {
        Piece::Call { function: Callee::Builtin(row), .. } => **row == SIGN || **row == STEP,
        _ => false,
    };
    let is_slope = is_derived(desk, left) || is_step;
    cases::judge(desk, left, &right.cases, is_slope)
}

fn formulas(desk: &mut Desk, left: &Side, right: &Side, place: &Place<'_>) -> Finding {
    if place.relation == Relation::About {
        return about(desk, left, right);
    }
    let is_meant = !place.is_first || is_derived(desk, left) || is_known_call(left);
    identity::judge(
        desk,
        left,
        right,
        place.relation,
        if is_meant { Standing::Meant } else { Standing::Perhaps },
    )
}

/// Whether a derivative stands in a side, by definitions or of a formula that is written there.
fn is_derived(desk: &Desk, side: &Side) -> bool {
    let has_derivative = chainrule::symbolic::graph::Walk::below(&desk.graph, &[side.expr])
        .into_iter()
        .any(|id| matches!(desk.graph.node(id), Node::Derivative { .. }));
    has_derivative
        || (0..side.tree.len()).any(|id| matches!(side.tree.node(id), Piece::Call { primes: 1.., .. }))
}

/// Whether a side is a function of the table at a name: `\tanh(x) = …` says what it is.
pub(crate) fn is_known_call(side: &Side) -> bool {
    matches!(side.tree.node(side.tree.root()), Piece::Call { function: Callee::Builtin(_), .. })
}

/// Whether nothing but numbers is left of a side once its derivatives are taken.
fn is_without_names(desk: &mut Desk, side: &Side) -> bool {
    matches!(desk.written_out(side.expr), Some((expr, false)) if desk.names_in(expr).is_empty())
}

/// `formula = numbers`
fn substitution(desk: &mut Desk, left: &Side, right: &Side, place: &Place<'_>) -> Finding {
    // `m_0 = v_0 = 0` gives both their number.
    let is_new = is_symbol(desk, left.expr) && !desk.formulas.contains_key(&left.expr);
    if is_new && desk.value(left.expr).is_none() {
        return Finding::new(Role::Given, Verdict::None);
    }
    if let Ok(value) = desk.evaluate(left.expr, None) {
        let role = if right.printed.is_some() { Role::Claim } else { Role::Substitution };
        return guarded(desk, left, &value, right, place, role);
    }
    let number = right.printed.as_ref().map(|printed| printed.value.clone());
    let is_end = number.as_ref().is_some_and(|number| number.is_zero() || number.is_one());
    if place.relation == Relation::About {
        return if is_end {
            Finding::new(Role::Limit, Verdict::None)
        } else {
            Finding::new(Role::Substitution, Verdict::NotDecided)
                .because("a name in it has no value on this page")
        };
    }
    // What holds for all values is a claim, however it is meant.
    if let Some((Judgement::Proved(_), how, false)) = desk.judge(left.expr, right.expr, Sign::Equal) {
        return Finding::new(Role::Claim, Verdict::Proved).because(how);
    }
    let is_zero = number.as_ref().is_some_and(Rational::is_zero);
    let is_explicit = (0..left.tree.len()).any(|id| match left.tree.node(id) {
        Piece::Derivative { of, .. } => {
            !matches!(left.tree.node(*of), Piece::Name(_) | Piece::Unknown(_) | Piece::Call { .. })
        }
        _ => false,
    });
    let has_calls = (0..left.tree.len()).any(|id| matches!(left.tree.node(id), Piece::Call { .. }));
    let is_call = matches!(left.tree.node(left.tree.root()), Piece::Call { .. } | Piece::Derivative { .. });
    // Numbers may have been put in for its names, without a word: only a whole number behind one name says that it is constant.
    let is_constant =
        number.as_ref().is_some_and(Rational::is_integer) && desk.names_below(left.expr).len() <= 1;
    if is_explicit && !is_zero && (is_constant || is_without_names(desk, left)) {
        return identity::judge(desk, left, right, place.relation, Standing::Meant);
    }
    if has_calls
        && !is_zero
        && is_constant
        && (!is_call || matches!(left.tree.node(left.tree.root()), Piece::Power(..)))
    {
        let standing = if desk.is_single { Standing::Meant } else { Standing::Perhaps };
        let finding = identity::judge(desk, left, right, place.relation, standing);
        if finding.verdict == Verdict::Wrong || !place.is_first {
            return finding;
        }
    }
    if place.is_first && is_call && !is_zero {
        return Finding::new(Role::Given, Verdict::None);
    }
    if place.is_first {
        return Finding::new(Role::Condition, Verdict::None);
    }
    if right.printed.is_none() {
        return Finding::new(Role::Substitution, Verdict::None)
            .because("the numbers that are put in stand nowhere else on this page");
    }
    Finding::new(Role::Substitution, Verdict::NotDecided).because("a name in it has no value on this page")
}
