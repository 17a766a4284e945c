//! Indices that are sums of letters: `x[i+j-1]`, the windows of a convolution. One that leaves its axis is refused.

use chainrule_array::{
    Arrays, EntryId, Index, Letter, QuantityId, Size, SizeId, SizeSum, sum_in_whole_numbers,
};
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::ast::{Expr, Kind, Place};
use super::elaboration::Elaboration;
use super::running::Running;
use crate::expression::Wrong;

impl Elaboration<'_> {
    /// The index `i+j-1` of an axis: a letter, beside the condition that it is that.
    pub(super) fn shifted(
        &mut self,
        (quantity, axis, size): (QuantityId, usize, Size),
        (terms, rest): (&[(i64, Running)], &SizeSum),
        span: Span,
        (beside, summed): (&mut Vec<EntryId>, &mut Vec<Letter>),
    ) -> Result<Index, Wrong> {
        let mut constant = rest.constant;
        let (mut least, mut most) = (rest.clone(), rest.clone());
        (least.constant, most.constant) = (0, 0);
        for (times, running) in terms {
            constant += times * running.shift;
            let runs = self.arrays.sum_of_size(self.arrays.size_of(running.letter));
            let (low, high) = if *times > 0 { (&mut least, &mut most) } else { (&mut most, &mut least) };
            low.constant += times;
            high.add(*times, &runs);
        }
        least.constant += constant;
        most.constant += constant;
        self.stays_inside((quantity, axis, size), [&least, &most], span)?;
        let letter = self.arrays.letter(size);
        let mut all = vec![(1, Index::Letter(letter))];
        all.extend(terms.iter().map(|(times, running)| (-times, Index::Letter(running.letter))));
        all.extend(rest.terms.iter().map(|(times, size)| (-times, Index::Size(*size))));
        beside.push(self.arrays.aligned(&all, -constant));
        summed.push(letter);
        Ok(Index::Letter(letter))
    }

    /// Refuses an index that leaves its axis.
    fn stays_inside(
        &self,
        (quantity, axis, size): (QuantityId, usize, Size),
        [least, most]: [&SizeSum; 2],
        span: Span,
    ) -> Result<(), Wrong> {
        let room = |most: &SizeSum| {
            let mut room = self.arrays.sum_of_size(size);
            room.add(-1, most);
            room
        };
        let number_of = |letter: SizeId| {
            let found = self.sizes.iter().find(|(size, _)| *size == letter);
            found.and_then(|(_, count)| i64::try_from(*count).ok())
        };
        let is_inside = |sum: &SizeSum, least: i64| {
            sum.is_at_least(least) || sum.value(number_of).is_some_and(|value| value >= least)
        };
        if is_inside(least, 1) && is_inside(&room(most), 0) {
            return Ok(());
        }
        let name = &self.arrays.quantity(quantity).name;
        let count = self.complaints().size(size);
        let in_words = |sum: &SizeSum| match sum.value(number_of) {
            Some(value) => value.to_string(),
            None => sum_in_words(self.arrays, sum),
        };
        let what = if self.arrays.quantity(quantity).shape.axes().len() == 1 {
            format!("`{name}` has {count} entries")
        } else {
            format!("index {} of `{name}` goes up to {count}", axis + 1)
        };
        let message = format!(
            "`{}` goes from index {} to {}, and {what}",
            self.written(span),
            in_words(least),
            in_words(most)
        );
        let mut wrong = Diagnostic::error(&code::NO_MEMBER, span, message);
        if let Some(&place) = self.places.get(name) {
            wrong = wrong.also(place, format!("`{name}` is declared here"));
        }
        if is_inside(least, 1) {
            let mut fewer = room(most);
            if fewer.terms.is_empty() && fewer.constant < 0 {
                fewer.constant = -fewer.constant;
                wrong = wrong.help(format!("let an index run {} less far", fewer.constant));
            } else {
                wrong = wrong.help(
                    "write how far the windows go by the size of what they are taken from: `for i in 1..n-2`",
                );
            }
        } else {
            wrong = wrong.help("indices count from 1");
        }
        Err(wrong.into())
    }
}

/// Whether a letter stands in an index with something added to it.
pub(super) fn stands_shifted(expr: &Expr, letter: &str) -> bool {
    let mut stack = vec![expr];
    while let Some(expr) = stack.pop() {
        let places: Vec<&Place> = match &*expr.kind {
            Kind::Part(_, at) => at.iter().collect(),
            Kind::Derivative { of_at, at, .. } => of_at.iter().chain(at).collect(),
            _ => Vec::new(),
        };
        let is_shifted = |place: &&Place| matches!(place, Place::Shifted(terms, _) if terms.iter().any(|(_, name)| name == letter));
        if places.iter().any(is_shifted) {
            return true;
        }
        stack.extend(expr.parts());
    }
    false
}

/// `n+2`
fn sum_in_words(arrays: &Arrays, sum: &SizeSum) -> String {
    let names = arrays.size_names();
    let terms = sum.terms.iter().map(|(times, letter)| (*times, &*names[letter.0 as usize]));
    sum_in_whole_numbers(terms, sum.constant)
}
