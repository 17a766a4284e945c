//! Written shorter: a factor that all terms share stands once.

use chainrule_symbolic::function::rows::arithmetic::ADD;

use crate::arena::{Arrays, Entry, EntryId};
use crate::entry::is;
use crate::monomial::Monomial;

/// A sum with the factors that all its terms share in front of it; the same where they share none, or where one has a δ.
pub(crate) fn factored(arrays: &mut Arrays, entry: EntryId) -> EntryId {
    let Entry::Apply { function, primes, arguments } = arrays.entry(entry).clone() else { return entry };
    if !is(function, primes, &ADD) || has_delta(arrays, entry) {
        return entry;
    }
    let terms: Vec<Monomial> = arguments.iter().map(|&term| arrays.monomial(term)).collect();
    let mut shared = Monomial::one();
    for &(factor, power) in &terms[0].factors {
        let powers = terms.iter().map(|term| {
            let powers = term.factors.iter().filter(|(other, _)| *other == factor).map(|(_, power)| *power);
            powers.sum::<i64>()
        });
        let powers: Vec<i64> = powers.collect();
        // The smallest power that all have, on the same side of the line.
        let common = if power > 0 {
            powers.iter().copied().min().filter(|least| *least > 0)
        } else {
            powers.iter().copied().max().filter(|most| *most < 0)
        };
        if let Some(common) = common {
            shared.push(factor, common);
        }
    }
    if shared.factors.is_empty() {
        return entry;
    }
    let rest: Vec<EntryId> = terms
        .into_iter()
        .map(|mut term| {
            for &(factor, power) in &shared.factors {
                term.push(factor, -power);
            }
            arrays.written(&term)
        })
        .collect();
    let sum = arrays.add(&rest);
    shared.push(sum, 1);
    arrays.written(&shared)
}

fn has_delta(arrays: &Arrays, root: EntryId) -> bool {
    arrays.entries_in(root).any(|(_, node)| matches!(node, Entry::Delta(..)))
}
