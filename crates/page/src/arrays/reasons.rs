//! The names of the rules, as reasons beside lines.

use chainrule_array::chain::{Adjoint, Jacobian};
use chainrule_array::{ArrayRule, Arrays, Letter, ReadBy, Rules, Whole, WholeId};
use chainrule_render::array::{ArraySetter, LetterNames};
use chainrule_render::{Inline, Layout};
use chainrule_symbolic::function::TABLE;

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
    match rule {
        ArrayRule::DerivativeOf(function) => {
            format!("derivative of {}", TABLE.get(function.index()).map_or("a function", |row| row.name))
        }
        rule => name(rule).to_owned(),
    }
}

fn name(rule: ArrayRule) -> &'static str {
    match rule {
        ArrayRule::Definition => "definition",
        ArrayRule::SumRule => "sum rule",
        ArrayRule::ConstantFactor => "constant factor rule",
        ArrayRule::ProductRule => "product rule",
        ArrayRule::QuotientRule => "quotient rule",
        ArrayRule::PowerRule => "power rule",
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
        ArrayRule::SlopeByValue => "the slope of sigmoid at the value s is s·(1 - s)",
        ArrayRule::SumByDefinition => "the entries add up to that by their definition",
        ArrayRule::StatedFact => "as stated",
        ArrayRule::ChainRule => "chain rule, over the entries",
        ArrayRule::FactorsPutIn => "factors substituted",
        ArrayRule::AllAtOnce => "all entries at once",
    }
}

/// The reason of a factor on one line: the rules that say something, or that it is linear; what is special about its form.
pub(super) fn brief_reason(setter: &ArraySetter<'_>, jacobian: &Jacobian) -> Inline {
    let mut told = Vec::new();
    for rule in jacobian.lines.iter().flat_map(|line| line.rules.all()) {
        if says_something(*rule) && !told.contains(rule) {
            told.push(*rule);
        }
    }
    let mut text = if told.is_empty() {
        Inline::from("linear in ").math(setter.quantity(jacobian.parent))
    } else {
        Inline::new().text(told.into_iter().map(in_words).collect::<Vec<_>>().join(", "))
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
        | ArrayRule::DerivativeOf(_)
        | ArrayRule::DerivativeOfSoftmax
        | ArrayRule::DerivativeOfLogSumExp
        | ArrayRule::DerivativeOfMax
        | ArrayRule::DerivativeOfInverse
        | ArrayRule::DerivativeOfDeterminant
        | ArrayRule::StatedFact
        | ArrayRule::SumByDefinition => true,
        ArrayRule::Definition
        | ArrayRule::SumRule
        | ArrayRule::ConstantFactor
        | ArrayRule::EntryByEntry
        | ArrayRule::TermLeft
        | ArrayRule::MultipliedOut
        | ArrayRule::SumOfConstants
        | ArrayRule::Cancelled
        | ArrayRule::Collected
        | ArrayRule::FactoredOut
        | ArrayRule::SlopeByValue
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
        let words = match rule {
            ArrayRule::Cancelled => "cancelled".to_owned(),
            ArrayRule::StatedFact => "the stated sum put in".to_owned(),
            ArrayRule::SlopeByValue => "σ' = σ·(1 − σ)".to_owned(),
            ArrayRule::SumByDefinition => "a sum that is known by its definition".to_owned(),
            _ if says_something(*rule) => in_words(*rule),
            _ => continue,
        };
        parts.push(Inline::new().text(words));
    }
    let is_of_identity = |of: &WholeId| matches!(arrays.whole(*of), Whole::Rows { .. });
    let notes: Vec<ReadBy> = adjoint
        .read_by
        .iter()
        .copied()
        .filter(|own| match own {
            ReadBy::OverRowIndex { of, .. } | ReadBy::OverColumnIndex { of, .. } => !is_of_identity(of),
            ReadBy::RowsAddedUp(_)
            | ReadBy::ColumnsAddedUp(_)
            | ReadBy::AllAddedUp(_)
            | ReadBy::Outer(_)
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
const MOST_REASONS: usize = 2;

/// What became of the indices, in words.
pub(super) fn read_by(
    setter: &ArraySetter<'_>,
    notes: &[ReadBy],
    free: &[Letter],
    names: &LetterNames,
) -> Vec<Inline> {
    let has_more = notes.iter().any(|own| *own != ReadBy::EntryByEntry);
    let mut told = Vec::new();
    for own in notes {
        let text = match *own {
            ReadBy::OverRowIndex { of, transposed } => summed(setter, "row", of, transposed),
            ReadBy::OverColumnIndex { of, transposed } => summed(setter, "column", of, transposed),
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
        told.push(text);
    }
    told
}

/// What a part of the identity does beside an array: `Y in the rows 2..3, zeros elsewhere`.
fn put_into_zeros(setter: &ArraySetter<'_>, arrays: &Arrays, reading: WholeId) -> Option<Inline> {
    let mut stack = vec![reading];
    while let Some(id) = stack.pop() {
        let whole = arrays.whole(id);
        if let Whole::Product(left, right) = whole {
            let rows = match arrays.whole(*left) {
                Whole::Transpose(of) => Some((arrays.whole(*of), *right)),
                _ => None,
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

/// `summed over the row index of W: its transpose`
fn summed(setter: &ArraySetter<'_>, index: &str, of: WholeId, transposed: bool) -> Inline {
    let text = Inline::new().text(format!("summed over the {index} index of ")).then(named(setter, of));
    if transposed { text.text(": its transpose") } else { text }
}

/// `row i from a, column j from b`
fn outer(
    setter: &ArraySetter<'_>,
    [left, right]: [WholeId; 2],
    free: &[Letter],
    names: &LetterNames,
) -> Inline {
    let letter = |place: usize| {
        let name = free.get(place).and_then(|own| names.get(own));
        name.map_or_else(Layout::new, |name| Layout::name(name))
    };
    let text = Inline::from("row ").math(letter(0)).text(" from ").then(short(setter, left, "the one"));
    text.text(", column ").math(letter(1)).text(" from ").then(short(setter, right, "the other"))
}

/// Longer formulas do not stand in a reason.
const LONGEST: usize = 14;

fn short(setter: &ArraySetter<'_>, of: WholeId, else_called: &str) -> Inline {
    let layout = setter.whole(of);
    if layout.unicode().chars().count() <= LONGEST { Inline::new().math(layout) } else { else_called.into() }
}

fn named(setter: &ArraySetter<'_>, of: WholeId) -> Inline {
    short(setter, of, "the matrix")
}
