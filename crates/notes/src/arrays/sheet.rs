//! A claim about arrays as a worksheet, judged by the engine for all sizes.

use chainrule::diagnostic::Source;
use chainrule::{ArrayGround, By, ClaimReport, Judgement, Options, Report, claim_reason, run_source};
use chainrule_latex::names::Declared;
use chainrule_latex::tree::{Node, NodeId, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

use super::open::has_unknown_derivative;
use super::reading::{Names, Reading, readings};
use super::shapes::Shape;
use super::slips;
use super::writing::Sheet;
use crate::desk::Desk;
use crate::side::Side;

/// A claim rests on so many definitions at most.
const MOST_DEFINITIONS: usize = 30;

/// So many readings are judged: all must come to the same.
const MOST_JUDGED: usize = 3;

/// A worksheet costs as much as so many definitions.
const ONE_WORKSHEET: usize = 40;

/// Trees of so many nodes are written.
const LARGEST: usize = 300;

/// What the engine says.
pub(super) enum Answer {
    Proved(String),
    Refuted {
        how: String,
        slip: Option<String>,
    },
    Undecided(String),
    /// It holds with the derivative transposed.
    Layout,
    /// No reading fits.
    Unknown,
}

/// Judges two sides in every reading in which their sizes fit.
pub(super) fn judged(desk: &mut Desk, left: &Side, right: &Side) -> Answer {
    let (left, right) = (&left.tree, &right.tree);
    if left.is_empty() || right.is_empty() || left.len().max(right.len()) > LARGEST {
        return Answer::Unknown;
    }
    let formulas = desk.array_formulas.clone();
    if [left, right].iter().any(|tree| has_unknown_derivative(&formulas, tree)) {
        return Answer::Unknown;
    }
    let Some(mut names) = names(&formulas, left, right) else { return Answer::Unknown };
    names.identities = names.leaves.iter().filter(|name| super::is_identity(desk, name)).cloned().collect();
    let declared = desk.names.declared.clone();
    let straight =
        in_all(desk, &names, (left, right), &readings(&names, (left, right), &declared, false), "");
    // Of a vector both layouts are called its gradient; that of a number lies as what it is taken by.
    let is_of_vector = |of: NodeId| {
        let sides = [false, true].map(|is_turned| readings(&names, (left, right), &declared, is_turned));
        let place = names.defined.len();
        sides.iter().flatten().any(|reading| {
            matches!(reading.shapes.get(place).and_then(|shapes| shapes.get(&of)), Some(Shape::Vector(_)))
        })
    };
    let is_layout = match left.node(left.root()) {
        Node::Derivative { .. } => true,
        Node::Gradient { of, .. } => is_of_vector(*of),
        _ => false,
    };
    let turned = |desk: &mut Desk| {
        let all = readings(&names, (left, right), &declared, true);
        in_all(desk, &names, (left, right), &all, "^T")
    };
    match straight {
        Some(Answer::Refuted { how, .. }) => {
            if is_layout && matches!(turned(desk), Some(Answer::Proved(_))) {
                return Answer::Layout;
            }
            let all = readings(&names, (left, right), &declared, false);
            let slip = [("-1*", "", "the sign"), ("2*", "", "a factor of 2"), ("1/2*", "", "a factor of 2")]
                .into_iter()
                .find(|(before, behind, _)| {
                    let changed = in_all_with(desk, &names, (left, right), &all, (before, behind));
                    matches!(changed, Some(Answer::Proved(_)))
                })
                .map(|(.., name)| name.to_owned());
            let slip = slip.or_else(|| {
                matches!(turned(desk), Some(Answer::Proved(_)))
                    .then(|| "rows and columns are exchanged".to_owned())
            });
            let slip = slip.or_else(|| changed_side(desk, &names, (left, right), &declared));
            Answer::Refuted { how, slip }
        }
        Some(answer) => answer,
        None => match turned(desk) {
            Some(Answer::Proved(_)) if is_layout => Answer::Layout,
            Some(Answer::Proved(_)) => Answer::Refuted {
                how: "the sizes of the two sides do not fit, and those of the transposed side do".to_owned(),
                slip: Some("rows and columns are exchanged".to_owned()),
            },
            _ => Answer::Unknown,
        },
    }
}

/// The change of the right side with which a claim holds. What is the left side then says nothing: `AB = BA` is a condition.
fn changed_side(
    desk: &mut Desk,
    names: &Names<'_>,
    (left, right): (&Tree, &Tree),
    declared: &FxHashMap<Box<str>, Declared>,
) -> Option<String> {
    let all = slips::changed(right).into_iter().filter(|(changed, _)| !changed.is_like(left));
    for (changed, name) in all {
        let all = readings(names, (left, &changed), declared, false);
        if matches!(in_all(desk, names, (left, &changed), &all, ""), Some(Answer::Proved(_))) {
            return Some(name.to_owned());
        }
    }
    None
}

fn in_all(
    desk: &mut Desk,
    names: &Names<'_>,
    sides: (&Tree, &Tree),
    all: &[Reading],
    behind: &str,
) -> Option<Answer> {
    in_all_with(desk, names, sides, all, ("", behind))
}

/// What the readings come to: one answer, where they agree.
fn in_all_with(
    desk: &mut Desk,
    names: &Names<'_>,
    sides: (&Tree, &Tree),
    all: &[Reading],
    around: (&str, &str),
) -> Option<Answer> {
    let mut found: Option<Answer> = None;
    let mut count = 0;
    for reading in all {
        if count == MOST_JUDGED {
            break;
        }
        let Some(answer) = in_one(desk, names, sides, reading, around) else { continue };
        count += 1;
        found = Some(match (found, answer) {
            (None, answer)
            | (Some(Answer::Proved(_)), answer @ Answer::Proved(_))
            | (Some(Answer::Refuted { .. }), answer @ Answer::Refuted { .. }) => answer,
            _ => {
                return Some(Answer::Undecided(
                    "it holds or fails by what its letters are: numbers, vectors or matrices".to_owned(),
                ));
            }
        });
    }
    found
}

fn in_one(
    desk: &mut Desk,
    names: &Names<'_>,
    (left, right): (&Tree, &Tree),
    reading: &Reading,
    (before, behind): (&str, &str),
) -> Option<Answer> {
    desk.spend_on(ONE_WORKSHEET);
    if desk.is_spent() {
        return None;
    }
    let mut sheet = Sheet::default();
    for (name, shape) in &reading.leaves {
        let is_symmetric = desk.names.symmetric.contains(name.as_str());
        let size = |size: usize| format!("n{}", reading.sizes.find(size));
        if names.identities.contains(name)
            && let Shape::Matrix(rows, _) = shape
        {
            sheet.identities.insert(name.clone(), format!("I({})", size(*rows)));
            continue;
        }
        let name = sheet.name(name);
        match shape {
            Shape::Number => {}
            Shape::Vector(rows) | Shape::Row(rows) => {
                sheet.text.push_str(&format!("{name} in R^{}\n", size(*rows)));
            }
            Shape::Matrix(rows, columns) => {
                sheet.text.push_str(&format!("{name} in R^({}×{})\n", size(*rows), size(*columns)));
                if is_symmetric {
                    if size(*rows) != size(*columns) {
                        return None;
                    }
                    sheet.text.push_str(&format!("given {name} = {name}^T\n"));
                }
            }
        }
    }
    for (place, (name, tree)) in names.defined.iter().enumerate() {
        let text = sheet.write(tree, reading, place)?;
        let name = sheet.name(name);
        sheet.text.push_str(&format!("{name} = {text}\n"));
    }
    let count = names.defined.len();
    let one = sheet.write(left, reading, count)?;
    let other = sheet.write(right, reading, count + 1)?;
    let other =
        if before.is_empty() && behind.is_empty() { other } else { format!("{before}({other}){behind}") };
    sheet.text.push_str(&format!("claim {one} = {other}\n"));
    let outcome = run_source(Source::new("notes", sheet.text.as_str()), &Options::default());
    let report = outcome.report?;
    let claim = report.claims.first()?;
    let how = sheet.in_names_of_page(&reason(&report, claim));
    Some(match &claim.judgement {
        Judgement::Proved(_) => Answer::Proved(how),
        Judgement::Refuted(_) if sheet.has_powers_by_entries => {
            Answer::Undecided("a power of a vector may be that of each entry, or of its length".to_owned())
        }
        Judgement::Refuted(_) => Answer::Refuted { how, slip: None },
        Judgement::Consistent { .. } | Judgement::Vacuous { .. } | Judgement::Undecided(_) => {
            Answer::Undecided(how)
        }
    })
}

/// The names of a claim, with those that their formulas speak of.
fn names<'a>(formulas: &'a FxHashMap<String, Tree>, left: &Tree, right: &Tree) -> Option<Names<'a>> {
    let mut open: Vec<String> = super::names_of(left).into_iter().chain(super::names_of(right)).collect();
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let mut leaves = Vec::new();
    let mut waiting: Vec<(String, &Tree)> = Vec::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        match formulas.get(&name) {
            Some(tree) => {
                open.extend(super::names_of(tree));
                waiting.push((name, tree));
            }
            None => leaves.push(name),
        }
        if waiting.len() > MOST_DEFINITIONS || leaves.len() > MOST_DEFINITIONS {
            return None;
        }
    }
    leaves.sort_unstable();
    waiting.sort_by(|one, other| one.0.cmp(&other.0));
    let mut defined: Vec<(String, &Tree)> = Vec::new();
    while !waiting.is_empty() {
        let is_ready = |tree: &Tree| {
            super::names_of(tree)
                .iter()
                .all(|name| leaves.contains(name) || defined.iter().any(|(other, _)| other == name))
        };
        // Definitions that go round in a circle are never ready.
        let place = waiting.iter().position(|(_, tree)| is_ready(tree))?;
        defined.push(waiting.remove(place));
    }
    Some(Names { defined, leaves, identities: FxHashSet::default() })
}

/// Why a claim was judged as it was. The letters of sizes are those of the worksheet alone: of what holds for all sizes no
/// shape is said.
fn reason(report: &Report, claim: &ClaimReport) -> String {
    if let Judgement::Proved(grounds) = &claim.judgement
        && grounds.iter().all(|ground| matches!(ground.by, By::Arrays(ArrayGround::SameFunction(_))))
    {
        return "the same function for all numbers and sizes".to_owned();
    }
    claim_reason(report, claim)
}
