//! Slips in formulas: one change of the right side that makes it the left one.

use chainrule::Judgement;
use chainrule::number::{Rational, Value};
use chainrule::symbolic::graph::{ExprId, Node, Rewriter, Walk};
use chainrule::value_of;
use chainrule::worksheet::Relation as Sign;
use chainrule_latex::lower::Edit;
use chainrule_latex::tree::Node as Piece;

use crate::desk::Desk;
use crate::numbers::near;
use crate::side::Side;
use crate::slips::{Slip, changed, changes};

/// Points at which slips are tried.
const POINTS: usize = 3;

/// So many changes are tried.
const MOST_TRIES: usize = 160;

/// The values of a formula at a few points.
fn at_points(desk: &mut Desk, expr: ExprId, names: &[ExprId]) -> Option<Vec<Rational>> {
    let mut values = Vec::new();
    for point in 0..POINTS {
        let mut put_in = Rewriter::new();
        for (place, &name) in names.iter().enumerate() {
            let place = i64::try_from(place).ok()?;
            let shift = i64::try_from(point).ok()?;
            let number = Rational::fraction(3 + 4 * shift + 2 * place, 17 + 4 * place + shift);
            let number = desk.graph.number(number);
            put_in.replace(name, number);
        }
        let expr = put_in.apply(&mut desk.graph, expr);
        let value: Value = value_of(&mut desk.graph, expr).ok()?;
        values.push(near(&value)?);
    }
    Some(values)
}

/// The number other than 0 that an expression comes to at a few points alike.
pub(crate) fn constant_at_points(desk: &mut Desk, expr: ExprId) -> Option<Rational> {
    let mut names: Vec<ExprId> = desk.names_in(expr).into_iter().collect();
    names.sort_unstable();
    let values = at_points(desk, expr, &names)?;
    let nearest = values.first()?;
    // What is irrational at the points is a whole number, or none that is looked for.
    let whole = Rational::from_bigint((nearest + &Rational::fraction(1, 2)).floor());
    let candidate = if values.iter().all(|value| value == nearest) { nearest.clone() } else { whole };
    let all: Vec<Rational> = values.iter().map(|_| candidate.clone()).collect();
    (!candidate.is_zero() && are_near(&values, &all)).then_some(candidate)
}

fn are_near(one: &[Rational], other: &[Rational]) -> bool {
    one.iter().zip(other).all(|(a, b)| {
        let gap = (a - b).abs();
        gap.is_zero() || gap <= &(&a.abs() + &b.abs()) * &Rational::fraction(1, 1_000_000_000_000)
    })
}

/// One change of the right side that makes it the left one: what it is called, and the side as it should be.
pub(crate) fn slip_of(
    desk: &mut Desk,
    (left, right): (&Side, &Side),
    truth: ExprId,
) -> Option<(String, Option<String>)> {
    let mut names: Vec<ExprId> =
        desk.names_in(truth).into_iter().chain(desk.names_below(left.expr)).collect();
    names.sort_unstable();
    names.dedup();
    let target = at_points(desk, truth, &names)?;
    let mut all = changes(desk, &right.tree, false);
    all.extend(missing(desk, left, right));
    all.extend(exchanged(desk, (left, right), truth));
    all.extend(turned(right));
    for slip in all.into_iter().take(MOST_TRIES) {
        if !desk.try_slip(&right.tree) {
            return None;
        }
        let expr = changed(desk, &right.tree, &slip);
        let Some((written, false)) = desk.written_out(expr) else { continue };
        if desk.names_in(written).iter().any(|name| !names.contains(name)) {
            continue;
        }
        let Some(values) = at_points(desk, written, &names) else { continue };
        if are_near(&values, &target)
            && matches!(desk.judge(truth, written, Sign::Equal), Some((Judgement::Proved(_), ..)))
        {
            let value = crate::written::finished(desk, expr);
            // What is to be taken away from the printed side stands there too many.
            let is_product = matches!(right.tree.node(slip.place), Piece::Product(_));
            let name = match slip.edit {
                Edit::Without(_) if is_product => "a factor too many".to_owned(),
                Edit::Without(_) => "one term too many".to_owned(),
                _ => slip.name,
            };
            return Some((name, Some(value)));
        }
    }
    None
}

/// What functions on the right are put to, with the other sign.
fn turned(right: &Side) -> Vec<Slip> {
    let tree = &right.tree;
    let calls = tree.below(tree.root()).into_iter().filter_map(|id| match tree.node(id) {
        Piece::Call { arguments, .. } => Some(arguments.clone()),
        _ => None,
    });
    let name = "the sign of what a function is put to";
    calls.flatten().map(|place| Slip { place, edit: Edit::Negate, name: name.to_owned() }).collect()
}

/// Factors that may have been left out on the right: slopes of functions, names.
fn missing(desk: &mut Desk, left: &Side, right: &Side) -> Vec<Slip> {
    let mut found: Vec<(ExprId, &str)> = Vec::new();
    let mut roots = vec![left.expr, right.expr];
    if let Some((written, _)) = desk.written_out(left.expr) {
        roots.push(written);
    }
    let mut formulas: Vec<ExprId> = desk.formulas.values().map(|meaning| meaning.expr).collect();
    formulas.sort_unstable();
    roots.extend(formulas.into_iter().take(40));
    for id in Walk::below(&desk.graph, &roots) {
        match desk.graph.node(id) {
            Node::Apply { function, primes: 0, arguments } => {
                let &[argument] = arguments else { continue };
                let is_call = desk.graph.builtin(function).is_none_or(|row| row.symbol().is_some());
                if is_call {
                    let slope = desk.graph.apply_primed(function, 1, &[argument]);
                    found.push((slope, "the slope of a function is left out"));
                }
            }
            Node::Apply { primes: 1, .. } => found.push((id, "the slope of a function is left out")),
            Node::Symbol(_) => found.push((id, "a factor is left out")),
            _ => {}
        }
    }
    found.truncate(40);
    let places: Vec<usize> = match right.tree.node(right.tree.root()) {
        Piece::Sum(terms) => std::iter::once(right.tree.root()).chain(terms.iter().copied()).collect(),
        _ => vec![right.tree.root()],
    };
    let mut slips = Vec::new();
    for (factor, name) in found {
        for &place in places.iter().take(4) {
            slips.push(Slip { place, edit: Edit::Times(factor), name: name.to_owned() });
        }
    }
    slips
}

/// Names exchanged for others with the same letter and another index.
fn exchanged(desk: &Desk, (left, right): (&Side, &Side), truth: ExprId) -> Vec<Slip> {
    let mut names = Vec::new();
    for tree in [&left.tree, &right.tree] {
        for id in 0..tree.len() {
            if let Piece::Name(name) = tree.node(id)
                && !names.contains(name)
            {
                names.push(name.clone());
            }
        }
    }
    // Those that the right formula speaks of, by the letters that they begin with.
    let mut speaks: Vec<ExprId> =
        desk.names_in(truth).into_iter().chain(desk.names_below(left.expr)).collect();
    speaks.sort_unstable();
    speaks.dedup();
    let spoken: Vec<String> = speaks
        .into_iter()
        .filter_map(|id| match desk.graph.node(id) {
            Node::Symbol(symbol) => Some(desk.graph.name(symbol).as_str().to_owned()),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
        })
        .collect();
    let mut slips = Vec::new();
    for id in 0..right.tree.len() {
        let Piece::Name(name) = right.tree.node(id) else { continue };
        // A name without an index, or with a letter for one, speaks of all of them.
        let is_generic = name.label.is_empty() && !name.index.chars().any(|c| c.is_ascii_digit());
        let is_other = |text: &&String| {
            let rest = text.strip_prefix(&*name.stem);
            rest.is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphabetic()))
                && **text != name.canonical()
        };
        for text in spoken.iter().filter(is_other).filter(|_| !is_generic) {
            slips.push(Slip {
                place: id,
                edit: Edit::Name(chainrule_latex::tree::Name::plain(text)),
                name: "an index is wrong".to_owned(),
            });
        }
        for other in names.iter().filter(|other| other.stem == name.stem && *other != name) {
            slips.push(Slip {
                place: id,
                edit: Edit::Name(other.clone()),
                name: "an index is wrong".to_owned(),
            });
        }
    }
    slips
}
