//! A derivative put together: put in order, with or without the names of adjoints, and read as an array.

use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::logistic::SIGMOID;
use rustc_hash::FxHashSet;

use crate::arena::{Arrays, Entry, EntryId, Letter, QuantityId, WholeId};
use crate::chain::Calculus;
use crate::derive::Line;
use crate::factoring::factored;
use crate::noted::NamedQuotient;
use crate::one_line::{MOST_PARTS_IN_ONE_LINE, Reading, count, read_shorter};
use crate::rule::{ArrayRule, Rules};
use crate::slope_by_value::{Among, Values};
use crate::tidy::tidy;

/// Where more adjoints stand in a derivative, they keep their names.
const MOST_PUT_IN: usize = 16;

/// Adjoints are put in, one after another, up to so many nodes.
const LARGEST_SPELLED_OUT: usize = 160;

impl Calculus {
    /// Takes the way by `σ′ = σ·(1 − σ)` where that leaves fewer signs.
    pub(crate) fn cancel_slopes(
        &self,
        arrays: &mut Arrays,
        of: QuantityId,
        (free, put_in): (&[Letter], EntryId),
        (lines, reading): (&mut Vec<Line>, &mut Option<Reading>),
    ) {
        let full = self.with_adjoints(arrays, of, put_in);
        let (start, tidied, rules) = if let Some(((start, tidied), rules)) = full {
            (start, tidied, rules)
        } else {
            let (rules, tidied) = self.tidied(arrays, put_in);
            (put_in, tidied, rules)
        };
        let cancelled = arrays.with_slopes_cancelled(tidied);
        if cancelled == tidied {
            return;
        }
        let mut more = Rules::from(ArrayRule::SlopeByValue(function::id(&SIGMOID)));
        let cancelled = tidy(arrays, &self.facts, cancelled, &mut more);
        let Some(new) = read_shorter(arrays, cancelled, free) else { return };
        // Names of adjoints hide how long a reading is.
        let spelled_out = reading.as_ref().map(|reading| self.in_full(arrays, of, reading.whole));
        if spelled_out
            .is_some_and(|whole| whole.is_some_and(|whole| count(arrays, whole) < count(arrays, new.whole)))
        {
            return;
        }
        lines.truncate(1);
        lines.push(Line { after: start, rules: ArrayRule::FactorsPutIn.into() });
        if tidied != start {
            lines.push(Line { after: tidied, rules });
        }
        lines.push(Line { after: cancelled, rules: more });
        *reading = Some(new);
    }

    /// Writes quotients by their names where that leaves fewer signs.
    pub(crate) fn quotients_by_name(
        &self,
        arrays: &mut Arrays,
        (of, consumers): (QuantityId, &[QuantityId]),
        (free, put_in): (&[Letter], EntryId),
        (lines, reading): (&mut Vec<Line>, &mut Option<Reading>),
    ) {
        let mut named = arrays.quotients().to_vec();
        // A number that is derived is told by what it is computed from; the slope of `u = x/norm(x)` is told by u.
        named.retain(|quotient| quotient.quantity() != of || !arrays.quantity(of).shape.is_number());
        if named.is_empty() {
            return;
        }
        let is_part = |quantity: QuantityId| named.iter().any(|quotient| quotient.is_of(quantity));
        let start = self.spelled_out(arrays, of, put_in, &is_part);
        let among = (consumers, named.as_slice());
        let Some((before, by_name)) = self.by_names(arrays, start, among, free) else { return };
        let Some(plain) = read_shorter(arrays, before.after, free) else { return };
        let [shorter, plain] = [&by_name.1, &plain].map(|reading| count(arrays, reading.whole));
        let read_length = reading.as_ref().map_or(usize::MAX, |reading| count(arrays, reading.whole));
        let is_above = |consumer: &QuantityId| {
            named.iter().any(|quotient| {
            matches!(arrays.entry(quotient.above), Entry::Of(quantity, _) if quantity == consumer)
        })
        };
        // An adjoint that needs no name any more is worth some signs: its name hides what it is.
        let closes = reading.as_ref().is_some_and(|reading| {
            let [before, after] =
                [reading.whole, by_name.1.whole].map(|whole| self.adjoints_in(arrays, of, whole));
            shorter <= MOST_PARTS_IN_ONE_LINE
                && after.len() < before.len()
                && after.iter().all(|place| before.contains(place))
        });
        if shorter >= plain || (shorter >= read_length && !closes && !consumers.iter().any(is_above)) {
            return;
        }
        // With all that is known put in, still more may cancel.
        let whole = self.spelled_out(arrays, of, start, &|_| true);
        let found = self.by_names(arrays, whole, among, free);
        let in_full = self
            .in_full(arrays, of, by_name.1.whole)
            .map_or(shorter, |whole| count(arrays, whole))
            .min(shorter + 1);
        let all = found.filter(|(_, way)| count(arrays, way.1.whole) <= in_full);
        let (start, before, (line, new)) = match all {
            Some((before, way)) => (whole, before, way),
            None => (start, before, by_name),
        };
        lines.truncate(1);
        lines.push(Line { after: start, rules: ArrayRule::FactorsPutIn.into() });
        if before.after != start {
            lines.push(before);
        }
        lines.push(line);
        *reading = Some(new);
    }

    /// An entry put in order, and then with quotients by their names; nothing where none stands in it.
    fn by_names(
        &self,
        arrays: &mut Arrays,
        start: EntryId,
        (consumers, named): (&[QuantityId], &[NamedQuotient]),
        free: &[Letter],
    ) -> Option<(Line, (Line, Reading))> {
        let mut rules = Rules::default();
        let all: FxHashSet<QuantityId> = consumers.iter().copied().collect();
        let values = Values { among: Among::These(consumers, &all), facts: &self.facts };
        // What is divided may stand there as what it is defined as, `exp(z)`.
        let with_values = arrays.with_slopes_by_value(start, values, &mut rules);
        let tidied = tidy(arrays, &self.facts, with_values, &mut rules);
        let by_name = arrays.with_quotients_by_name(tidied, named);
        if by_name == tidied {
            return None;
        }
        let mut more = Rules::from(ArrayRule::Definition);
        let mut by_name = tidy(arrays, &self.facts, by_name, &mut more);
        let mut reading = read_shorter(arrays, by_name, free)?;
        let shared = factored(arrays, by_name);
        if shared != by_name
            && let Some(shorter) = read_shorter(arrays, shared, free)
            && count(arrays, shorter.whole) < count(arrays, reading.whole)
        {
            more.note(ArrayRule::FactoredOut);
            (by_name, reading) = (shared, shorter);
        }
        Some((Line { after: tidied, rules }, (Line { after: by_name, rules: more }, reading)))
    }

    /// The entry with what adjoints are in their places, one after another while it is short: those by these quantities.
    fn spelled_out(
        &self,
        arrays: &mut Arrays,
        of: QuantityId,
        entry: EntryId,
        by: &dyn Fn(QuantityId) -> bool,
    ) -> EntryId {
        let mut out = entry;
        loop {
            let mentioned = arrays.quantities_in(out);
            let mut places: Vec<usize> =
                mentioned.iter().filter_map(|&quantity| self.place_of_name(quantity)).collect();
            places.retain(|&place| self.adjoints[place].of == of && by(self.adjoints[place].by));
            // The one that is nearest to what is asked: those before it may stand in it.
            let Some(adjoint) = places.into_iter().max().map(|place| &self.adjoints[place]) else {
                return out;
            };
            let next = arrays.with_value(out, adjoint.name, &adjoint.free(), adjoint.result());
            if next == out || arrays.tree_size(next) > LARGEST_SPELLED_OUT {
                return out;
            }
            out = next;
        }
    }

    /// Drops terms that are 0 since entries less their mean add up to 0.
    pub(crate) fn drop_sums_of_centred(
        &self,
        arrays: &mut Arrays,
        free: &[Letter],
        (lines, reading): (&mut Vec<Line>, &mut Option<Reading>),
    ) {
        let Some(last) = lines.last().map(|line| line.after) else { return };
        let mut rules = Rules::default();
        let Some(shorter) = arrays.without_sums_of_centred(last, &self.facts, &mut rules) else { return };
        let Some(new) = read_shorter(arrays, shorter, free) else { return };
        lines.push(Line { after: shorter, rules });
        *reading = Some(new);
    }

    /// Writes slopes of what has no name by values that have one, those of what is computed from the quantity.
    pub(crate) fn slopes_by_value(
        &self,
        arrays: &mut Arrays,
        consumers: &[QuantityId],
        free: &[Letter],
        (lines, reading): (&mut Vec<Line>, &mut Option<Reading>),
    ) {
        let Some(last) = lines.last().map(|line| line.after) else { return };
        let mut rules = Rules::default();
        let all: FxHashSet<QuantityId> = consumers.iter().copied().collect();
        let values = Values { among: Among::These(consumers, &all), facts: &self.facts };
        let by_value = arrays.with_slopes_by_value(last, values, &mut rules);
        if by_value == last {
            return;
        }
        // Powers of a value by its name and by its formula are one then.
        let by_value = if rules.all().contains(&ArrayRule::Definition) {
            tidy(arrays, &self.facts, by_value, &mut Rules::default())
        } else {
            by_value
        };
        let Some(new) = read_shorter(arrays, by_value, free) else { return };
        lines.push(Line { after: by_value, rules });
        *reading = Some(new);
    }

    pub(crate) fn tidied(&self, arrays: &mut Arrays, entry: EntryId) -> (Rules, EntryId) {
        let mut rules = Rules::default();
        let tidied = tidy(arrays, &self.facts, entry, &mut rules);
        let shorter = factored(arrays, tidied);
        if shorter != tidied {
            rules.note(ArrayRule::FactoredOut);
        }
        if rules.all().is_empty() {
            rules.note(ArrayRule::Collected);
        }
        (rules, shorter)
    }

    /// The entry with what the adjoints are in their place, before and after it is put in order.
    pub(crate) fn with_adjoints(
        &self,
        arrays: &mut Arrays,
        of: QuantityId,
        entry: EntryId,
    ) -> Option<((EntryId, EntryId), Rules)> {
        let mentioned = arrays.quantities_in(entry);
        let mut places: Vec<usize> =
            mentioned.iter().filter_map(|&quantity| self.place_of_name(quantity)).collect();
        places.retain(|&place| self.adjoints[place].of == of);
        if places.len() > MOST_PUT_IN {
            return None;
        }
        places.sort_unstable();
        let mut full = entry;
        for adjoint in places.into_iter().map(|place| &self.adjoints[place]) {
            full = arrays.with_value(full, adjoint.name, &adjoint.free(), adjoint.result());
        }
        if full == entry {
            return None;
        }
        let (rules, tidied) = self.tidied(arrays, full);
        Some(((full, tidied), rules))
    }

    /// The adjoints of something that stand in a reading.
    fn adjoints_in(&self, arrays: &Arrays, of: QuantityId, whole: WholeId) -> Vec<usize> {
        let mentioned = arrays.mentioned_in(whole).into_iter();
        let places = mentioned.filter_map(|quantity| self.place_of_name(quantity));
        places.filter(|&place| self.adjoints[place].of == of).collect()
    }

    /// A reading without the names of adjoints, where that is short.
    pub(crate) fn in_full(&self, arrays: &mut Arrays, of: QuantityId, reading: WholeId) -> Option<WholeId> {
        let mut full = reading;
        let mut next = 0;
        loop {
            let mentioned = arrays.mentioned_in(full).into_iter();
            let places =
                mentioned.filter_map(|quantity| self.place_of_name(quantity)).filter(|&place| place >= next);
            let Some(place) = places.min() else { break };
            next = place + 1;
            let adjoint = &self.adjoints[place];
            let name = arrays.quantity_whole(adjoint.name);
            let Some(value) = adjoint.in_full.or(adjoint.reading) else { continue };
            full = arrays.replaced(full, name, value)?;
            if count(arrays, full) > MOST_PARTS_IN_ONE_LINE {
                return None;
            }
        }
        // What names some of them still is no shorter way to say it.
        if !self.adjoints_in(arrays, of, full).is_empty() {
            return None;
        }
        Some(arrays.shorter_by_definitions(full, of))
    }
}
