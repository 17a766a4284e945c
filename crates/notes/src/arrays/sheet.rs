//! A claim about arrays as a worksheet, judged by the engine for all sizes.

use chainrule::diagnostic::Source;
use chainrule::symbolic::function::rows::constant::PI;
use chainrule::{ArrayGround, By, ClaimReport, Judgement, Options, Report, claim_reason, run_source};
use chainrule_latex::tree::{Callee, Node, NodeId, Norm, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

use super::open::has_unknown_derivative;
use super::reading::{Names, Reading, Shape, readings};
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
    let Some(names) = names(&formulas, left, right) else { return Answer::Unknown };
    let declared = desk.names.declared.clone();
    let straight =
        in_all(desk, &names, (left, right), &readings(&names, (left, right), &declared, false), "");
    let is_layout = matches!(left.node(left.root()), Node::Derivative { .. });
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
        let name = sheet.name(name);
        let size = |size: usize| format!("n{}", reading.sizes.find(size));
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
    Some(Names { defined, leaves })
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

/// A worksheet that is being written.
#[derive(Default)]
struct Sheet {
    text: String,
    /// The names of the page, by those that stand for them here.
    written: FxHashMap<String, String>,
    helpers: usize,
    /// Whether a vector is raised to a power: each of its entries, or its length.
    has_powers_by_entries: bool,
}

impl Sheet {
    /// How a name of the page is called here: a name that no keyword and no function has.
    fn name(&mut self, name: &str) -> String {
        if let Some(spelled) = self.written.get(name) {
            return spelled.clone();
        }
        let spelled = format!("q_{}x", self.written.len());
        self.written.insert(name.to_owned(), spelled.clone());
        spelled
    }

    /// A reason in the names of the page.
    fn in_names_of_page(&self, how: &str) -> String {
        let mut text = how.to_owned();
        for (name, spelled) in &self.written {
            text = text.replace(spelled.as_str(), name);
        }
        text
    }

    /// A tree as worksheets write it.
    fn write(&mut self, tree: &Tree, reading: &Reading, place: usize) -> Option<String> {
        let shapes = reading.shapes.get(place)?;
        let mut done: FxHashMap<NodeId, String> = FxHashMap::default();
        for id in tree.below(tree.root()) {
            let of = |id: &NodeId| done.get(id).cloned();
            let joined = |all: &[NodeId], sign: &str| {
                let texts: Option<Vec<String>> = all.iter().map(of).collect();
                texts.map(|texts| format!("({})", texts.join(sign)))
            };
            let text = match tree.node(id) {
                Node::Number(printed) => format!("({})", printed.value),
                Node::Euler => "exp(1)".to_owned(),
                Node::Pi => PI.name.to_owned(),
                Node::Name(name) => self.name(&name.canonical()),
                Node::Sum(all) => joined(all, " + ")?,
                Node::Negate(inner) => format!("(-{})", of(inner)?),
                Node::Product(factors) => product(tree, factors, shapes, &done)?,
                Node::Quotient(above, below) => format!("({}/{})", of(above)?, of(below)?),
                Node::Power(base, exponent) => match shapes.get(base)? {
                    Shape::Matrix(..) => power(&of(base)?, tree, *exponent)?,
                    Shape::Number => format!("({}^{})", of(base)?, of(exponent)?),
                    Shape::Vector(_) => {
                        self.has_powers_by_entries = true;
                        let count = usize::try_from(tree.rational(*exponent)?.to_i64()?).ok()?;
                        format!("({})", vec![of(base)?; count].join(" .* "))
                    }
                    Shape::Row(_) => return None,
                },
                Node::Call { function: Callee::Builtin(row), primes, arguments } => {
                    let [argument] = arguments.as_slice() else { return None };
                    format!("{}{}({})", row.name, "'".repeat(usize::from(*primes)), of(argument)?)
                }
                Node::Transpose(inner) => format!("({}^T)", of(inner)?),
                Node::Entrywise(all) => joined(all, " .* ")?,
                Node::Norm { kind, of: inner } => match kind {
                    Norm::Plain | Norm::Two => format!("norm({})", of(inner)?),
                    Norm::One => format!("sum(abs({}))", of(inner)?),
                    Norm::Frobenius => format!("norm_F({})", of(inner)?),
                },
                Node::OfArray { function, of: inner } => format!("{}({})", function.name(), of(inner)?),
                Node::Derivative { of: inner, by } | Node::Gradient { of: inner, by } => {
                    let numerator = if matches!(tree.node(*inner), Node::Name(_)) {
                        of(inner)?
                    } else {
                        // What is derived needs a name.
                        self.helpers += 1;
                        let helper = format!("h_{}x", self.helpers);
                        self.text.push_str(&format!("{helper} = {}\n", of(inner)?));
                        helper
                    };
                    format!("∂{numerator}/∂{}", self.name(&by.canonical()))
                }
                Node::Call { function: Callee::Own(_), .. }
                | Node::Array { .. }
                | Node::Reduction { .. }
                | Node::At { .. }
                | Node::Extremum { .. }
                | Node::Cases(_)
                | Node::Limit { .. }
                | Node::Series { .. }
                | Node::Infinity
                | Node::Unknown(_) => return None,
            };
            done.insert(id, text);
        }
        done.remove(&tree.root())
    }
}

/// A product; two vectors with a dot between them as their inner product.
fn product(
    tree: &Tree,
    factors: &[NodeId],
    shapes: &FxHashMap<NodeId, Shape>,
    done: &FxHashMap<NodeId, String>,
) -> Option<String> {
    let mut text = done.get(factors.first()?)?.clone();
    let mut lies_up = matches!(shapes.get(factors.first()?)?, Shape::Vector(_));
    for factor in &factors[1..] {
        let factor_text = done.get(factor)?;
        let is_vector = matches!(shapes.get(factor)?, Shape::Vector(_));
        if lies_up && is_vector && tree.dots.contains(factor) {
            text = format!("dot({text}, {factor_text})");
            lies_up = false;
        } else {
            text = format!("{text}*{factor_text}");
            lies_up = is_vector || (lies_up && matches!(shapes.get(factor)?, Shape::Number));
        }
    }
    Some(format!("({text})"))
}

/// A whole power of a matrix: as a product, or its inverse.
fn power(base: &str, tree: &Tree, exponent: NodeId) -> Option<String> {
    let exponent = tree.rational(exponent)?.to_i64()?;
    match exponent {
        -1 => Some(format!("({base}^-1)")),
        1..=4 => {
            let count = usize::try_from(exponent).ok()?;
            Some(format!("({})", vec![base; count].join("*")))
        }
        _ => None,
    }
}
