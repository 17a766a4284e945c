//! Sums whose ends depend on other indices: `sum(x[j] for j in 1..i)`, `for i in 1..n, j in i..n`.
//!
//! They are sums over all that the index may be, beside a condition. That j is at most i is said as windows are: by an index
//! k for which j + k - 1 is i, which there is exactly once where it holds.

use chainrule_array::{EntryId, Index, Letter, Size, SizeSum};
use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::rows::arithmetic::MULTIPLY;

use super::ast::{Expr, Kind, Range};
use super::elaboration::Elaboration;
use super::running::{Letters, Running};
use crate::expression::Wrong;

/// What holds of indices: 1 at one value of a letter of its own where it does, else 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition {
    letter: Letter,
    entry: EntryId,
}

/// Indices, each so many times, with sizes and a number: an end of a range.
#[derive(Clone, Debug, Default)]
struct End {
    terms: Vec<(i64, Running)>,
    rest: SizeSum,
}

impl Elaboration<'_> {
    /// The letter of a range whose ends depend on the letters around it; nothing of other ranges.
    pub(super) fn within_others(
        &mut self,
        range: &Range,
        around: &Letters,
        conditions: &mut Vec<Condition>,
    ) -> Result<Option<Running>, Wrong> {
        let (Some(from), Some(to)) = (self.end(&range.from, around), self.end(&range.to, around)) else {
            return Ok(None);
        };
        if from.terms.is_empty() && to.terms.is_empty() {
            return Ok(None);
        }
        let least = self.extreme_of(&from, |times| times < 0);
        let most = self.extreme_of(&to, |times| times > 0);
        let known = |sum: &SizeSum| {
            sum.value(|letter| {
                let found = self.sizes.iter().find(|(size, _)| *size == letter);
                found.and_then(|(_, count)| i64::try_from(*count).ok())
            })
        };
        if !(least.is_at_least(1) || known(&least).is_some_and(|least| least >= 1)) {
            return Err(self.starts_too_low(span_of(range)));
        }
        let Some(size) = self.arrays.size_of_sum(&most) else {
            return Err(self.starts_too_low(span_of(range)));
        };
        let letter = self.arrays.letter(size);
        self.arrays.name_index(size, &range.name);
        // At least `from`: letter - from + 1 is an index.
        if !(from.terms.is_empty() && from.rest.terms.is_empty() && from.rest.constant == 1) {
            conditions.push(self.condition((1, letter), (-1, &from), size));
        }
        if !(to.terms.is_empty() && self.arrays.sum_of_size(size) == to.rest) {
            conditions.push(self.condition((-1, letter), (1, &to), size));
        }
        Ok(Some(Running { name: range.name.clone(), letter, shift: 0, in_window: true }))
    }

    /// That so many times the letter and so many times the end add up to 0 or more: with 1, to an index.
    fn condition(&mut self, (sign, of): (i64, Letter), (times, end): (i64, &End), size: Size) -> Condition {
        let letter = self.arrays.letter(size);
        let mut terms = vec![(sign, Index::Letter(of)), (-1, Index::Letter(letter))];
        let mut constant = 1 + times * end.rest.constant;
        for (count, running) in &end.terms {
            terms.push((times * count, Index::Letter(running.letter)));
            constant += times * count * running.shift;
        }
        terms.extend(end.rest.terms.iter().map(|(count, size)| (times * count, Index::Size(*size))));
        Condition { letter, entry: self.arrays.aligned(&terms, constant) }
    }

    /// The sum over letters of what counts where the conditions hold.
    pub(super) fn summed(&mut self, letters: &Letters, conditions: &[Condition], entry: EntryId) -> EntryId {
        let mut sum = self.where_they_hold(conditions, entry);
        for running in letters.iter().rev() {
            sum = self.arrays.sum_over(running.letter, sum);
        }
        sum
    }

    /// What counts where conditions hold, and is 0 elsewhere.
    pub(super) fn where_they_hold(&mut self, conditions: &[Condition], entry: EntryId) -> EntryId {
        if conditions.is_empty() {
            return entry;
        }
        let factors: Vec<EntryId> =
            std::iter::once(entry).chain(conditions.iter().map(|condition| condition.entry)).collect();
        let mut sum = self.arrays.call(&MULTIPLY, &factors);
        for condition in conditions {
            sum = self.arrays.sum_over(condition.letter, sum);
        }
        sum
    }

    /// The letters of ranges, none of which depends on others.
    pub(super) fn letters(&mut self, ranges: &[Range], within: &[&Expr]) -> Result<Letters, Wrong> {
        let (letters, conditions) = self.letters_among(ranges, within, &Letters::new())?;
        if conditions.is_empty() {
            return Ok(letters);
        }
        let depends = |range: &&Range| {
            let names: Vec<String> =
                [&range.from, &range.to].into_iter().flat_map(Expr::names).map(|(name, _)| name).collect();
            ranges.iter().any(|other| names.contains(&other.name))
        };
        let range = ranges.iter().find(depends).unwrap_or(&ranges[0]);
        let message = format!(
            "`{}` goes only so far as another index says, and nothing says what stands elsewhere",
            range.name
        );
        Err(Diagnostic::error(&code::NOT_WITH_SHAPES, span_of(range), message)
            .help(format!(
                "define all entries, `for {} in 1..n`, and sum over some: `sum(… for {0} in 1..i)`",
                range.name
            ))
            .into())
    }

    fn extreme_of(&self, end: &End, takes_most: impl Fn(i64) -> bool) -> SizeSum {
        let mut sum = end.rest.clone();
        for (times, running) in &end.terms {
            sum.constant += times * running.shift;
            if takes_most(*times) {
                sum.add(*times, &self.arrays.sum_of_size(self.arrays.size_of(running.letter)));
            } else {
                sum.constant += times;
            }
        }
        sum
    }

    fn end(&mut self, expr: &Expr, around: &Letters) -> Option<End> {
        let letter = |name: &String| around.iter().find(|running| running.name == *name);
        if let Kind::Name(name) = &*expr.kind
            && let Some(running) = letter(name)
        {
            return Some(End { terms: vec![(1, running.clone())], rest: SizeSum::default() });
        }
        match &*expr.kind {
            Kind::Sum(terms) => {
                let mut end = End::default();
                for (negative, term) in terms {
                    let sign = if *negative { -1 } else { 1 };
                    let part = self.end(term, around)?;
                    end.terms.extend(part.terms.into_iter().map(|(times, running)| (sign * times, running)));
                    end.rest.add(sign, &part.rest);
                }
                Some(end)
            }
            _ => self.sum_written(expr).map(|rest| End { terms: Vec::new(), rest }),
        }
    }

    fn starts_too_low(&self, span: Span) -> Wrong {
        let message = format!("`{}` may begin before 1, or end there", self.written(span));
        Diagnostic::error(&code::NO_MEMBER, span, message).help("indices count from 1").into()
    }
}

fn span_of(range: &Range) -> Span {
    range.from.span.to(range.to.span)
}
