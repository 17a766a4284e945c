//! Claims about vectors and matrices: numbers entry by entry, formulas for all sizes by the engine of arrays.

mod amount;
mod arithmetic;
mod compared;
mod of_array;
mod open;
mod reading;
mod shapes;
mod sheet;
mod slips;
mod writing;

use chainrule_latex::names::Declared;
use chainrule_latex::tree::{Node as Piece, Tree};
use rustc_hash::FxHashSet;

use crate::desk::Desk;
use crate::differing::differs;
use crate::line::{Finding, Role, Verdict};
use crate::numeric::is_equality;
use crate::place::Place;
use crate::side::Side;

pub(crate) use crate::entries::Amount;
pub(crate) use amount::evaluate;

/// Why a formula of a page that defines too little is not judged.
const UNDEFINED: &str = "the page does not define what this derivative is taken of";

/// Whether a side speaks of arrays as it is written.
pub(crate) fn is_written(side: &Side) -> bool {
    side.tree.has_arrays || side.tree.has_vectors
}

/// Whether a side speaks of arrays: as it is written, or by names that the page declares.
pub(crate) fn is_about(desk: &Desk, side: &Side) -> bool {
    is_written(side)
        || (!desk.array_formulas.is_empty()
            && names_of(&side.tree).iter().any(|name| {
                desk.array_formulas.get(name).is_some_and(|tree| tree.has_arrays || tree.has_vectors)
            }))
        || (!desk.names.declared.is_empty()
            && names_of(&side.tree).iter().any(|name| {
                desk.names.declared.get(name.as_str()).is_some_and(|declared| *declared != Declared::Number)
            }))
}

/// Whether a tree is nothing but an array that is written out.
pub(crate) fn is_list(tree: &Tree) -> bool {
    !tree.is_empty() && matches!(tree.node(tree.root()), Piece::Array { .. })
}

/// Whether a letter is the identity, as it is wherever a page of arrays gives it no other meaning: `I`, `I_n`.
pub(crate) fn is_identity(desk: &Desk, name: &str) -> bool {
    let index = name.strip_prefix('I').map(|rest| rest.strip_prefix('_').unwrap_or(rest));
    let is_size = index.is_some_and(|index| index.is_empty() || index.chars().all(char::is_alphabetic));
    let is_array = !matches!(desk.names.declared.get(name), Some(Declared::Number | Declared::Vector));
    is_size && is_array && !desk.array_formulas.contains_key(name)
}

/// The names in a tree, those that derivatives are taken by too.
pub(crate) fn names_of(tree: &Tree) -> FxHashSet<String> {
    let mut found = FxHashSet::default();
    for id in 0..tree.len() {
        match tree.node(id) {
            Piece::Name(name) => {
                found.insert(name.canonical());
            }
            Piece::Derivative { by, .. } | Piece::Gradient { by, .. } => {
                found.insert(by.canonical());
            }
            _ => {}
        }
    }
    found
}

/// Whether a derivative stands in a side.
fn has_derivative(side: &Side) -> bool {
    (0..side.tree.len())
        .any(|id| matches!(side.tree.node(id), Piece::Derivative { .. } | Piece::Gradient { .. }))
}

/// Whether the page has a formula for what a derivative at the start of a side is taken of.
fn is_known(desk: &Desk, side: &Side) -> bool {
    match side.tree.node(side.tree.root()) {
        Piece::Derivative { of, .. } | Piece::Gradient { of, .. } => match side.tree.node(*of) {
            Piece::Name(name) => desk.array_formulas.contains_key(&name.canonical()),
            _ => true,
        },
        _ => false,
    }
}

/// Keeps that a page states something of one letter alone, `Q^\top Q = I`, `w^\top w = 1`: what fails for all values may hold
/// with it.
fn keep_condition(desk: &mut Desk, left: &Side, right: &Side) {
    let mut names: Vec<String> = names_of(&left.tree).union(&names_of(&right.tree)).cloned().collect();
    names.retain(|name| !is_identity(desk, name));
    if let [name] = names.as_slice() {
        desk.conditioned.insert(name.clone());
    }
}

/// A letter of a claim, or of what its names stand for, of which the page states a condition.
fn conditioned(desk: &Desk, left: &Side, right: &Side) -> Option<String> {
    if desk.conditioned.is_empty() {
        return None;
    }
    let open: Vec<String> = names_of(&left.tree).union(&names_of(&right.tree)).cloned().collect();
    rests(desk, open, |name| desk.conditioned.contains(name))
}

/// `A = A^\top`, `A^\top = A`
fn is_own_transpose(left: &Tree, right: &Tree) -> bool {
    let transposed = |tree: &Tree| match tree.node(tree.root()) {
        Piece::Transpose(inner) => match tree.node(*inner) {
            Piece::Name(name) => Some(name.canonical()),
            _ => None,
        },
        _ => None,
    };
    if left.is_empty() || right.is_empty() {
        return false;
    }
    let pair = |one: &Tree, other: &Tree| {
        one.as_name().is_some_and(|name| transposed(other).is_some_and(|other| other == name.canonical()))
    };
    pair(left, right) || pair(right, left)
}

/// A formula of a name that has one: what it says of the first.
fn second_formula(desk: &mut Desk, name: &str, left: &Side, right: &Side) -> Option<Finding> {
    let before = desk.array_formulas.get(name)?;
    if before.is_like(&right.tree) || names_of(&right.tree).contains(name) {
        return None;
    }
    match sheet::judged(desk, left, right) {
        sheet::Answer::Proved(how) => Some(Finding::new(Role::Claim, Verdict::Proved).because(how)),
        sheet::Answer::Refuted { slip: Some(slip), .. } => {
            let line = desk.array_lines.get(name).copied().unwrap_or(0);
            differs(name, line, &slip)
        }
        sheet::Answer::Refuted { slip: None, .. }
        | sheet::Answer::Undecided(_)
        | sheet::Answer::Layout
        | sheet::Answer::Unknown => None,
    }
}

/// Whether a side speaks of a name, or rests on one by the formulas of the page.
pub(crate) fn rests_on(desk: &Desk, side: &Side, name: &str) -> bool {
    rests(desk, names_of(&side.tree).into_iter().collect(), |other| other == name).is_some()
}

/// The first name that is looked for among some and what their formulas speak of.
fn rests(desk: &Desk, mut open: Vec<String>, is_it: impl Fn(&str) -> bool) -> Option<String> {
    let mut seen: FxHashSet<String> = FxHashSet::default();
    while let Some(name) = open.pop() {
        if is_it(&name) {
            return Some(name);
        }
        if seen.insert(name.clone())
            && let Some(formula) = desk.array_formulas.get(&name)
        {
            open.extend(names_of(formula));
        }
    }
    None
}

/// Judges a claim about arrays.
pub(crate) fn judge(desk: &mut Desk, left: &Side, right: &Side, place: &Place<'_>) -> Finding {
    let undecided = |why: &str| Finding::new(Role::Claim, Verdict::NotDecided).because(why);
    if !is_equality(place.relation) {
        return Finding::new(Role::Condition, Verdict::None);
    }
    if is_own_transpose(&left.tree, &right.tree) {
        return Finding::new(Role::Condition, Verdict::None).because("it says that a matrix is symmetric");
    }
    let name = left.tree.as_name().map(chainrule_latex::tree::Name::canonical);
    let is_given_anew = |name: &String| desk.given_arrays.contains(name) && is_list(&right.tree);
    let is_defined =
        name.as_ref().is_some_and(|name| desk.array_formulas.contains_key(name) && !is_given_anew(name));
    let values = (amount::evaluate(desk, &left.tree), amount::evaluate(desk, &right.tree));
    if let Some(name) = &name
        && place.is_first
    {
        // The number of a name that has a formula is a claim; all else defines it.
        let amount = desk.array_formulas.get(name).cloned().and_then(|tree| amount::evaluate(desk, &tree));
        return match (amount, values.1) {
            (Some(amount), Some(other)) if is_defined => {
                compared::compared(desk, &amount, &other, place.relation)
            }
            (_, Some(_)) => Finding::new(Role::Given, Verdict::None),
            (_, None) => second_formula(desk, name, left, right)
                .unwrap_or(Finding::new(Role::Definition, Verdict::None)),
        };
    }
    if let (Some(one), Some(other)) = &values {
        return compared::compared(desk, one, other, place.relation);
    }
    if left.is_numeric || right.is_numeric || values.0.is_some() || values.1.is_some() {
        // `\|w\| = 5`, `A x = [1, 2]`: what has no value here is asked for, or given.
        if place.is_first {
            keep_condition(desk, left, right);
        }
        return Finding::new(
            if place.is_first { Role::Condition } else { Role::Substitution },
            Verdict::None,
        );
    }
    let is_meant = !place.is_first || has_derivative(left);
    let speaks_alike = names_of(&left.tree) == names_of(&right.tree);
    match sheet::judged(desk, left, right) {
        sheet::Answer::Proved(how) => Finding::new(Role::Claim, Verdict::Proved).because(how),
        sheet::Answer::Layout => undecided(
            "it holds where derivatives are laid out the other way round, transposed: texts differ, and this page does not say which it \
             means",
        ),
        sheet::Answer::Refuted { how, slip } => {
            if let Some(name) = conditioned(desk, left, right) {
                undecided(&format!("the page states a condition on {name}, and it was not judged with that"))
            } else if has_derivative(left) || (speaks_alike && (desk.is_single || is_meant || slip.is_some())) {
                Finding::new(Role::Claim, Verdict::Wrong).because(how).slip(slip)
            } else if is_meant {
                undecided("the two sides speak of different quantities, and the page does not say how they hang together")
            } else {
                keep_condition(desk, left, right);
                Finding::new(Role::Condition, Verdict::None)
                    .because("it does not hold for all values: it is read as an equation to be solved, or a condition")
            }
        }
        sheet::Answer::Undecided(how) => undecided(&how),
        sheet::Answer::Unknown if desk.is_spent() => {
            undecided("the page has too many formulas of arrays for all of them to be judged")
        }
        sheet::Answer::Unknown if has_derivative(left) && !is_known(desk, left) => {
            Finding::new(Role::Definition, Verdict::NotDecided).because(UNDEFINED)
        }
        sheet::Answer::Unknown => Finding::new(Role::Claim, Verdict::NotRead).because(
            "which of its letters are numbers, vectors and matrices could not be told, or their sizes do not fit",
        ),
    }
}
