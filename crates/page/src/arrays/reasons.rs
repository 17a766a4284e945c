//! The names of the rules, as reasons beside lines.

use chainrule_array::chain::{Adjoint, Jacobian};
use chainrule_array::{ArrayRule, Arrays, Letter, ReadBy, Rules, Whole, WholeId};
use chainrule_render::array::{ArraySetter, LetterNames};
use chainrule_render::{Inline, Layout};
use chainrule_symbolic::function::rows::hyperbolic::TANH;
use chainrule_symbolic::function::{self, TABLE};
use chainrule_symbolic::graph::FunctionId;

/// The reason of a line.
pub(super) fn reason(rules: &Rules) -> Inline {
    let mut text = String::new();
    for rule in rules.all() {
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(&in_words(*rule));
    }
    Inline::new().text(text)
}

/// A rule with the function that it is about.
fn in_words(rule: ArrayRule) -> String {
    if let ArrayRule::DerivativeOf(function) = rule {
        format!("derivative of {}", TABLE.get(function.index()).map_or("a function", |row| row.name))
    } else if let ArrayRule::SlopeByValue(function) = rule {
        slope_by_value(function).to_owned()
    } else {
        name(rule).to_owned()
    }
}

fn slope_by_value(function: FunctionId) -> &'static str {
    if function == function::id(&TANH) { "tanh' = 1 − tanh²" } else { "σ' = σ·(1 − σ)" }
}

fn name(rule: ArrayRule) -> &'static str {
    match rule {
        ArrayRule::Definition => "definition",
        ArrayRule::OtherTerms => "the other terms do not depend on it",
        ArrayRule::SumRule => "sum rule",
        ArrayRule::ConstantFactor => "constant factor rule",
        ArrayRule::ProductRule => "product rule",
        ArrayRule::QuotientRule => "quotient rule",
        ArrayRule::PowerRule => "power rule",
        ArrayRule::ExponentialRule => "exponential rule",
        ArrayRule::LogarithmicDifferentiation => "logarithmic differentiation",
        ArrayRule::DerivativeOf(_) => "derivative of the function",
        ArrayRule::DerivativeOfSoftmax => "derivative of softmax",
        ArrayRule::DerivativeOfLogSumExp => "derivative of logsumexp",
        ArrayRule::DerivativeOfMax => {
            "derivative of max: 1 at the largest entry, in equal shares where several are largest, as in PyTorch and JAX"
        }
        ArrayRule::DerivativeOfInverse => "derivative of the inverse",
        ArrayRule::DerivativeOfDeterminant => "derivative of the determinant",
        ArrayRule::EntryByEntry => "an entry by an entry",
        ArrayRule::TermLeft => "one term of the sum is left",
        ArrayRule::MultipliedOut => "multiplied out",
        ArrayRule::SumOfConstants => "the same term as often as the size says",
        ArrayRule::Cancelled => "cancelled: it is never 0",
        ArrayRule::Collected => "collected",
        ArrayRule::FactoredOut => "written shorter",
        ArrayRule::SlopeByValue(_) => "a slope by its value",
        ArrayRule::SumByDefinition => "the entries add up to that by their definition",
        ArrayRule::StatedFact => "as stated",
        ArrayRule::ChainRule => "chain rule, over the entries",
        ArrayRule::FactorsPutIn => "factors substituted",
        ArrayRule::AllAtOnce => "all entries at once",
    }
}

/// The reason of a factor on one line: the rules that say something, or that it is linear; what is special about its form.
pub(super) fn brief_reason(setter: &ArraySetter<'_>, jacobian: &Jacobian) -> Inline {
    let mut rules = Vec::new();
    for rule in jacobian.lines.iter().flat_map(|line| line.rules.all()) {
        if says_something(*rule) && !rules.contains(rule) {
            rules.push(*rule);
        }
    }
    let mut text = if rules.is_empty() {
        Inline::from("linear in ").math(setter.quantity(jacobian.parent))
    } else {
        Inline::new().text(rules.into_iter().map(in_words).collect::<Vec<_>>().join(", "))
    };
    // The derivative of a number is read as the result is.
    if jacobian.at.is_empty() {
        let letters = setter.names_for(&jacobian.by);
        if let Some(first) = read_by(setter, &jacobian.read_by, &jacobian.by, &letters).into_iter().next() {
            text = text.text("; ").then(first);
        }
        return text;
    }
    if jacobian.read_by.contains(&ReadBy::Diagonal) {
        return text.text("; nothing beside the diagonal");
    }
    let indices = jacobian.at.len() + jacobian.by.len();
    if jacobian.reading.is_none() && indices > 2 {
        return text.text(format!("; {indices} indices, no matrix"));
    }
    text
}

/// Whether a rule is worth its name where a factor stands on one line.
fn says_something(rule: ArrayRule) -> bool {
    match rule {
        ArrayRule::ProductRule
        | ArrayRule::QuotientRule
        | ArrayRule::PowerRule
        | ArrayRule::ExponentialRule
        | ArrayRule::LogarithmicDifferentiation
        | ArrayRule::DerivativeOf(_)
        | ArrayRule::DerivativeOfSoftmax
        | ArrayRule::DerivativeOfLogSumExp
        | ArrayRule::DerivativeOfMax
        | ArrayRule::DerivativeOfInverse
        | ArrayRule::DerivativeOfDeterminant
        | ArrayRule::StatedFact
        | ArrayRule::SumByDefinition => true,
        ArrayRule::Definition
        | ArrayRule::OtherTerms
        | ArrayRule::SumRule
        | ArrayRule::ConstantFactor
        | ArrayRule::EntryByEntry
        | ArrayRule::TermLeft
        | ArrayRule::MultipliedOut
        | ArrayRule::SumOfConstants
        | ArrayRule::Cancelled
        | ArrayRule::Collected
        | ArrayRule::FactoredOut
        | ArrayRule::SlopeByValue(_)
        | ArrayRule::ChainRule
        | ArrayRule::FactorsPutIn
        | ArrayRule::AllAtOnce => false,
    }
}

/// Why a derivative put together is what it is: what became of the indices, and what was used besides.
pub(super) fn put_together_reason(
    setter: &ArraySetter<'_>,
    arrays: &Arrays,
    adjoint: &Adjoint,
    names: &LetterNames,
) -> Option<Inline> {
    let mut parts: Vec<Inline> = Vec::new();
    for rule in adjoint.lines.iter().flat_map(|line| line.rules.all()) {
        let words = if *rule == ArrayRule::Cancelled {
            "cancelled".to_owned()
        } else if *rule == ArrayRule::StatedFact {
            "the stated sum put in".to_owned()
        } else if *rule == ArrayRule::SumByDefinition {
            "a sum that is known by its definition".to_owned()
        } else if says_something(*rule) || matches!(rule, ArrayRule::SlopeByValue(_)) {
            in_words(*rule)
        } else {
            continue;
        };
        parts.push(Inline::new().text(words));
    }
    let is_of_identity = |of: &WholeId| matches!(arrays.whole(*of), Whole::Rows { .. });
    // Of what stands as `z·[x; 1]ᵀ` a single term says nothing.
    let is_put_together = adjoint.reading.is_some_and(
        |reading| matches!(arrays.whole(reading), Whole::Apply { arguments, .. } if setter.is_stacked(arguments)),
    );
    let notes: Vec<ReadBy> = adjoint
        .read_by
        .iter()
        .copied()
        .filter(|note| match note {
            ReadBy::OverRowIndex { of, .. } | ReadBy::OverColumnIndex { of, .. } => !is_of_identity(of),
            ReadBy::Outer(_) => !is_put_together,
            ReadBy::RowsAddedUp(_)
            | ReadBy::ColumnsAddedUp(_)
            | ReadBy::AllAddedUp(_)
            | ReadBy::EntryByEntry
            | ReadBy::Diagonal => true,
        })
        .collect();
    parts.extend(read_by(setter, &notes, &adjoint.free(), names));
    parts.extend(adjoint.reading.and_then(|reading| put_into_zeros(setter, arrays, reading)));
    parts.dedup();
    let mut parts = parts.into_iter().take(MOST_REASONS);
    let first = parts.next()?;
    Some(parts.fold(first, |text, part| text.text(", ").then(part)))
}

/// More is not said of one line.
const MOST_REASONS: usize = 3;

/// What became of the indices, in words.
pub(super) fn read_by(
    setter: &ArraySetter<'_>,
    notes: &[ReadBy],
    free: &[Letter],
    names: &LetterNames,
) -> Vec<Inline> {
    let has_more = notes.iter().any(|note| *note != ReadBy::EntryByEntry);
    let outer_products = notes.iter().filter(|note| matches!(note, ReadBy::Outer(_))).count();
    let mut reasons = Vec::new();
    for (place, note) in notes.iter().enumerate() {
        let is_told = |like: &ReadBy| notes[..place].iter().any(|before| is_like(before, like));
        let text = match *note {
            ReadBy::OverRowIndex { .. } | ReadBy::OverColumnIndex { .. } | ReadBy::Outer(_)
                if is_told(note) =>
            {
                continue;
            }
            ReadBy::OverRowIndex { transposed, .. } | ReadBy::OverColumnIndex { transposed, .. } => {
                let alike = notes.iter().filter(|other| is_like(other, note)).filter_map(matrix_of);
                let (with_name, without): (Vec<WholeId>, Vec<WholeId>) =
                    alike.partition(|of| short_name(setter, *of).is_some());
                // What is said of one with a name is not said of one without.
                let alike = if with_name.is_empty() { &without[..1] } else { &with_name };
                let index = if matches!(note, ReadBy::OverRowIndex { .. }) { "row" } else { "column" };
                summed(setter, index, alike, transposed)
            }
            ReadBy::Outer(_) if outer_products > 1 => "a sum of outer products".into(),
            ReadBy::RowsAddedUp(of) => Inline::from("each row of ").then(named(setter, of)).text(" added up"),
            ReadBy::ColumnsAddedUp(of) => {
                Inline::from("each column of ").then(named(setter, of)).text(" added up")
            }
            ReadBy::AllAddedUp(_) => Inline::from("all entries added up"),
            ReadBy::Outer([left, right]) => outer(setter, [left, right], free, names),
            ReadBy::EntryByEntry if has_more => continue,
            ReadBy::EntryByEntry => Inline::from("entry by entry"),
            ReadBy::Diagonal => Inline::from("nothing beside the diagonal"),
        };
        reasons.push(text);
    }
    reasons
}

/// Whether two notes are told at once.
fn is_like(one: &ReadBy, other: &ReadBy) -> bool {
    match (one, other) {
        (ReadBy::OverRowIndex { transposed: a, .. }, ReadBy::OverRowIndex { transposed: b, .. })
        | (ReadBy::OverColumnIndex { transposed: a, .. }, ReadBy::OverColumnIndex { transposed: b, .. }) => {
            a == b
        }
        (ReadBy::Outer(_), ReadBy::Outer(_)) => true,
        (_, _) => false,
    }
}

/// The matrix of which an index is summed.
fn matrix_of(note: &ReadBy) -> Option<WholeId> {
    match *note {
        ReadBy::OverRowIndex { of, .. } | ReadBy::OverColumnIndex { of, .. } => Some(of),
        ReadBy::RowsAddedUp(_)
        | ReadBy::ColumnsAddedUp(_)
        | ReadBy::AllAddedUp(_)
        | ReadBy::Outer(_)
        | ReadBy::EntryByEntry
        | ReadBy::Diagonal => None,
    }
}

/// What a part of the identity does beside an array: `Y in the rows 2..3, zeros elsewhere`.
fn put_into_zeros(setter: &ArraySetter<'_>, arrays: &Arrays, reading: WholeId) -> Option<Inline> {
    let mut stack = vec![reading];
    while let Some(id) = stack.pop() {
        let whole = arrays.whole(id);
        // Parts that take all places leave no zeros.
        if let Whole::Apply { arguments, .. } = whole
            && setter.is_stacked(arguments)
        {
            continue;
        }
        if let Whole::Product(left, right) = whole {
            let rows = if let Whole::Transpose(of) = arrays.whole(*left) {
                Some((arrays.whole(*of), *right))
            } else {
                None
            };
            if let Some((Whole::Rows { from, count, .. }, of)) = rows {
                let lines = if arrays.shape(of).axes().len() == 1 { "entries" } else { "rows" };
                return Some(placed(setter, of, lines, *from, *count));
            }
            if let Whole::Rows { from, count, .. } = arrays.whole(*right) {
                return Some(placed(setter, *left, "columns", *from, *count));
            }
        }
        stack.extend(arrays.parts(whole));
    }
    None
}

fn placed(setter: &ArraySetter<'_>, of: WholeId, lines: &str, from: u64, count: u64) -> Inline {
    let to = from + count - 1;
    short(setter, of, "it").text(format!(" in the {lines} {from}..{to}, zeros elsewhere"))
}

/// So many matrices are named at once.
const MOST_MATRICES: usize = 4;

/// `summed over the row index of W: its transpose`; `of U, V and W: their transposes`
fn summed(setter: &ArraySetter<'_>, index: &str, of: &[WholeId], transposed: bool) -> Inline {
    let text = Inline::new().text(format!("summed over the {index} index of "));
    let text = match of {
        [only] => text.then(named(setter, *only)),
        [..] if of.len() > MOST_MATRICES => text.text("each matrix"),
        [most @ .., last] => {
            let text = most.iter().enumerate().fold(text, |text, (place, whole)| {
                text.text(if place > 0 { ", " } else { "" }).then(named(setter, *whole))
            });
            text.text(" and ").then(named(setter, *last))
        }
        [] => text,
    };
    match (transposed, of.len()) {
        (false, _) => text,
        (true, 1) => text.text(": its transpose"),
        (true, _) => text.text(": their transposes"),
    }
}

/// `row i from a, column j from b`
fn outer(
    setter: &ArraySetter<'_>,
    [left, right]: [WholeId; 2],
    free: &[Letter],
    names: &LetterNames,
) -> Inline {
    let letter = |place: usize| {
        let name = free.get(place).and_then(|letter| names.get(letter));
        name.map_or_else(Layout::new, |name| Layout::name(name))
    };
    let text =
        Inline::from("row ").math(letter(0)).text(" from ").then(short(setter, left, "the first factor"));
    text.text(", column ").math(letter(1)).text(" from ").then(short(setter, right, "the last factor"))
}

/// Longer formulas do not stand in a reason.
const LONGEST: usize = 14;

fn short(setter: &ArraySetter<'_>, of: WholeId, else_called: &str) -> Inline {
    short_name(setter, of).map_or_else(|| else_called.into(), |layout| Inline::new().math(layout))
}

fn short_name(setter: &ArraySetter<'_>, of: WholeId) -> Option<Layout> {
    let layout = setter.whole(of);
    (layout.unicode().chars().count() <= LONGEST).then_some(layout)
}

fn named(setter: &ArraySetter<'_>, of: WholeId) -> Inline {
    short(setter, of, "the matrix")
}
