//! `update W by 0.1 over batches of 2 for 100 steps`: which cases a step sees.

use chainrule_array::written_out::Present;
use chainrule_array::{Role, Size, SizeId};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::graph::SymbolId;
use chainrule_worksheet::{ArraySheet, Batches};
use rustc_hash::FxHashSet;

use crate::expression::Wrong;
use crate::lexer::{Keyword, Kind, Names, Token};

/// How many cases a step sees, and what the update moves.
pub(super) struct BatchClause {
    size: u64,
    span: Span,
    moved: FxHashSet<String>,
}

/// A size that counts cases, and how many there are of them.
pub(super) struct Cases {
    pub(super) letter: SizeId,
    pub(super) all: u64,
    /// How many a step sees.
    pub(super) size: u64,
}

fn wrong(span: Span, message: impl Into<String>, help: impl Into<String>) -> Wrong {
    Diagnostic::error(&code::BAD_UPDATE, span, message.into()).help(help).into()
}

/// Takes `over batches of 2` out of an update.
pub(super) fn take(
    tokens: &mut Vec<Token>,
    text: &str,
    names: &Names,
    sheet: &ArraySheet,
) -> Result<Option<BatchClause>, Wrong> {
    if tokens.first().map(|first| first.kind) != Some(Kind::Keyword(Keyword::Update)) {
        return Ok(None);
    }
    let is = |token: &Token, word: &str| matches!(token.kind, Kind::Name(id) if names.text(id) == word);
    let at = tokens.windows(2).position(|pair| is(&pair[0], "over") && is(&pair[1], "batches"));
    let Some(at) = at else { return Ok(None) };
    let count = match &tokens[at + 2..] {
        [of, number, ..] if of.kind == Kind::Keyword(Keyword::Of) && number.kind == Kind::Number => {
            text[number.span.range()].parse::<u64>().ok().filter(|count| *count > 0)
        }
        [..] => None,
    };
    let end = (at + 4).min(tokens.len());
    let span = tokens[at].span.to(tokens[end - 1].span);
    let Some(size) = count else {
        return Err(wrong(span, "expected how many cases a batch has", "write `over batches of 32`"));
    };
    tokens.drain(at..end);
    Ok(Some(BatchClause { size, span, moved: moved(tokens, names, sheet) }))
}

/// The names of the leaves that an update moves.
fn moved(tokens: &[Token], names: &Names, sheet: &ArraySheet) -> FxHashSet<String> {
    let list = tokens.iter().skip(1).take_while(|token| !matches!(token.kind, Kind::Keyword(_)));
    let mut listed = list.filter_map(|token| match token.kind {
        Kind::Name(id) => Some(names.text(id).to_owned()),
        _ => None,
    });
    if !matches!(tokens.get(1), Some(Token { kind: Kind::Name(id), .. }) if names.text(*id) == "all") {
        return listed.collect();
    }
    let _ = listed.next();
    let left_out: FxHashSet<String> = listed.collect();
    let leaves = sheet.leaves.iter().map(|&leaf| sheet.arrays.quantity(leaf).name.clone());
    leaves.filter(|name| !left_out.contains(name)).collect()
}

/// The size that counts cases: the one by which only rows are counted, and only those of arrays that stay as they are.
pub(super) fn cases(clauses: &[Option<BatchClause>], sheet: &ArraySheet) -> Result<Option<Cases>, Wrong> {
    let Some(first) = clauses.iter().flatten().next() else { return Ok(None) };
    if let Some(other) = clauses.iter().flatten().find(|other| other.size != first.size) {
        return Err(wrong(
            other.span,
            "the updates of a worksheet go over batches of one size",
            format!("write `over batches of {}`, or two worksheets", first.size),
        ));
    }
    if clauses.iter().any(Option::is_none) {
        return Err(wrong(
            first.span,
            "one update of this worksheet goes over batches and another over all cases at once",
            "let all of them go over batches, or write two worksheets",
        ));
    }
    let mut rows: Vec<SizeId> = Vec::new();
    let mut others: Vec<Size> = Vec::new();
    for (_, data) in sheet.arrays.quantities().filter(|(_, data)| data.role == Role::Leaf) {
        let is_moved = clauses.iter().flatten().any(|clause| clause.moved.contains(&data.name));
        for (axis, size) in data.shape.axes().into_iter().enumerate() {
            match size {
                Size::Letter(letter) if axis == 0 && !is_moved => rows.push(letter),
                Size::Letter(_) | Size::Number(_) => others.push(size),
            }
        }
    }
    rows.sort_unstable();
    rows.dedup();
    rows.retain(|letter| !others.contains(&Size::Letter(*letter)));
    let &[letter] = rows.as_slice() else {
        return Err(wrong(
            first.span,
            if rows.is_empty() {
                "no size of this worksheet counts cases: one by letter, for the rows of arrays that do not move"
            } else {
                "several sizes of this worksheet could count the cases"
            },
            "declare the data with one letter for its rows, `X in R^(N×2), y in R^N`, and leave it out of the update",
        ));
    };
    let name = &sheet.arrays.size_names()[letter.0 as usize];
    let Some(&(_, all)) = sheet.sizes.iter().find(|(size, _)| *size == letter) else {
        return Err(wrong(
            first.span,
            format!("how many cases there are is not known: the size `{name}` has no number"),
            "give the data its values",
        ));
    };
    if first.size > all {
        return Err(wrong(
            first.span,
            format!("a batch of {} is more than all {all} cases", first.size),
            format!("write `over batches of {all}` or less; without it each step sees all cases"),
        ));
    }
    Ok(Some(Cases { letter, all, size: first.size }))
}

impl Cases {
    /// How many batches there are: the last may see fewer cases.
    fn count(&self) -> u64 {
        self.all.div_ceil(self.size)
    }

    /// The size that counts cases, where the last batch has fewer.
    pub(super) fn uneven(&self) -> Option<Size> {
        (!self.all.is_multiple_of(self.size)).then_some(Size::Letter(self.letter))
    }
}

/// What each batch puts into the entries of the data, and which cases are there.
pub(super) fn batches(
    cases: &Cases,
    sheet: &ArraySheet,
    present: Option<&Present>,
    names: impl Fn(chainrule_array::QuantityId) -> Vec<SymbolId>,
) -> Batches {
    let count = cases.count();
    let last = cases.all - (count - 1) * cases.size;
    let mut split = Batches { size: cases.size, count, last, data: Vec::new(), present: Vec::new() };
    for value in &sheet.values {
        let axes = sheet.arrays.quantity(value.quantity).shape.axes();
        if axes.first() != Some(&Size::Letter(cases.letter)) {
            continue;
        }
        let names = names(value.quantity);
        let all = usize::try_from(cases.all).unwrap_or(usize::MAX);
        let columns = value.entries.len() / all.max(1);
        for (place, &name) in names.iter().enumerate() {
            // A case that is not there counts nowhere; it is the last one again, so that all it is put into has a value.
            let beyond = value.entries.len().saturating_sub(columns) + place % columns.max(1);
            let entry =
                |batch: usize| value.entries.get(batch * names.len() + place).or(value.entries.get(beyond));
            let batches = 0..usize::try_from(count).unwrap_or(0);
            split.data.push((name, batches.filter_map(entry).cloned().collect()));
        }
    }
    if let Some(present) = present {
        let whole = |value: u64| Rational::from_bigint(value.into());
        let seen = |batch: u64| if batch + 1 == count { last } else { cases.size };
        for (place, &mark) in present.marks.iter().enumerate() {
            let is_there = |batch| u64::from((place as u64) < seen(batch));
            split.present.push((mark, (0..count).map(|batch| whole(is_there(batch))).collect()));
        }
        split.present.push((present.count, (0..count).map(|batch| whole(seen(batch))).collect()));
    }
    split
}
