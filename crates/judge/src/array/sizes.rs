//! The sizes at which derivations of arrays are tried.

use chainrule_array::{Arrays, Size};
use chainrule_program::array::Sizes;
use rustc_hash::FxHashMap;

/// How sizes are chosen in the rounds: the first ones of a list that is turned from round to round; and once all alike.
pub(super) const TURNS: usize = 3;

/// Indices by number up to this are tried as they stand; larger ones by their places among all that stand somewhere …
const LARGEST_AS_IT_STANDS: u64 = 64;

/// … where that leaves no more than this.
const LARGEST_INDEX: usize = 1024;

/// Sizes by number above this may be tried smaller; their roots are no numbers that stand in formulas by chance.
const LARGEST_KEPT: u64 = 64;

/// A size that is tried smaller is larger than those that are small by nature.
const LEAST_OF_LARGE: usize = 5;

/// So many sizes are told apart by how they change from round to round: by threes, but those that never change.
const TOLD_APART: usize = 24;

/// Once all sizes are alike, unless an index is so large that this would be much work.
fn same_for_all(least: usize, largest_index: usize) -> usize {
    if largest_index <= 12 { largest_index.max(2) } else { least }
}

/// How far above the least a size lies in a round: any two sizes differ in one, so that none is taken for another, and
/// each changes, so that none is taken for a number.
fn apart(place: usize, turn: usize) -> usize {
    let of_all = place % TOLD_APART;
    // The third group would be the same in every round.
    let kept = if of_all < 6 { of_all } else { of_all + 3 };
    let (within, group, groups) = (kept % 3, kept / 3, kept / 9);
    (within + turn * (1 + group) + (turn / 2) * groups) % 3 + place / TOLD_APART * 3
}

/// The least size that has an index, so far from others that what lies above them does not make up for it.
fn least_for(index: usize, count: usize) -> usize {
    let span = count.div_ceil(TOLD_APART).max(1) * 3;
    2 + index.saturating_sub(2).div_ceil(span) * span
}

/// Which sizes are chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// Those by number as they are.
    All,
    /// Those by number that are small as they are, larger ones as if they were letters.
    Small,
}

/// Sizes for every round, none taken as it is written; nothing where indices are too large.
pub(super) fn for_all(arrays: &Arrays) -> Option<Vec<Sizes>> {
    // Larger indices are tried in the order in which they stand, at small sizes: no rule looks at a size.
    let largest = arrays.largest_index();
    let ranks = if largest > LARGEST_AS_IT_STANDS { arrays.indices_by_number() } else { None };
    let ranks = ranks.unwrap_or_default();
    let rank = |index: u64| match ranks.binary_search(&index) {
        Ok(place) => place + 1,
        Err(_) => usize::try_from(index).unwrap_or(usize::MAX),
    };
    let largest = rank(largest);
    if largest > LARGEST_INDEX {
        return None;
    }
    let all = arrays.all_sizes();
    let fixed = arrays.fixed_sizes();
    let largest_on = arrays.largest_indices();
    let known = |size: Size| fixed.get(&size).map(|&count| usize::try_from(count).unwrap_or(largest));
    let index_on = |size: Size| largest_on.get(&size).map_or(0, |&index| rank(index));
    let leasts = leasts(arrays, &all, &known, &|size| index_on(size).max(2), &index_on);
    // `n - 65504` has terms at sizes alone at which nothing is tried.
    if all.iter().zip(&leasts).any(|(&size, &least)| known(size).is_none() && least > LARGEST_INDEX) {
        return None;
    }
    let of_turn = |turn: usize| {
        let count_of = |(place, &size): (usize, &Size)| {
            let least = leasts[place];
            let count = match known(size) {
                Some(count) => count,
                None if turn == TURNS => same_for_all(least, largest).max(least),
                None => least_for(least, all.len()) + apart(place, turn),
            };
            (size, count)
        };
        with_sums(arrays, all.iter().enumerate().map(count_of).collect(), ranks.clone())
    };
    Some((0..=TURNS).map(of_turn).collect())
}

/// How far the sizes of one more round lie above the others.
const FURTHER_UP: usize = 5;

/// Larger sizes, where sizes stand as numbers in what is compared: what is 0 at all small sizes need not be 0.
pub(super) fn further_up(arrays: &Arrays, small: &[Sizes]) -> Option<Sizes> {
    if !arrays.has_sizes_as_numbers() {
        return None;
    }
    let fixed = arrays.fixed_sizes();
    let Sizes { counts, ranks } = small.first()?;
    let larger = arrays.all_sizes().into_iter().enumerate().map(|(place, size)| {
        let count = counts.get(&size).copied().unwrap_or(2);
        (size, if fixed.contains_key(&size) { count } else { count + FURTHER_UP + 3 * place })
    });
    Some(with_sums(arrays, larger.collect(), ranks.clone()))
}

/// Sizes as they are known or written, and several choices of the others, so that none is taken for one that is known.
pub(super) fn as_written(
    arrays: &Arrays,
    given: &FxHashMap<Size, usize>,
    written: Written,
) -> Option<Vec<Sizes>> {
    let fixed = arrays.fixed_sizes();
    let largest_on = arrays.largest_indices();
    let all = arrays.all_sizes();
    let is_kept = |count: usize| written == Written::All || count as u64 <= LARGEST_KEPT;
    let known = |size: Size| match (given.get(&size), fixed.get(&size), size) {
        (Some(&count), ..) if is_kept(count) => Some(count),
        (_, Some(&count), _) => usize::try_from(count).ok(),
        (_, None, Size::Number(count)) if written == Written::All || count <= LARGEST_KEPT => {
            usize::try_from(count).ok()
        }
        (_, None, Size::Number(_) | Size::Letter(_)) => None,
    };
    let index_on =
        |size: Size| largest_on.get(&size).map_or(0, |&index| usize::try_from(index).unwrap_or(usize::MAX));
    let least_of = |size: Size| match size {
        Size::Number(_) => index_on(size).max(LEAST_OF_LARGE),
        Size::Letter(_) => index_on(size).max(2),
    };
    let leasts = leasts(arrays, &all, &known, &least_of, &index_on);
    let open = |size: &Size| known(*size).is_none();
    if all.iter().zip(&leasts).any(|(size, &least)| open(size) && least > LARGEST_INDEX) {
        return None;
    }
    let is_sum = |size: &Size| matches!(size, Size::Letter(letter) if arrays.is_sum_of_sizes(*letter));
    let turns = if all.iter().any(|size| open(size) && !is_sum(size)) { TURNS } else { 0 };
    let of_turn = |turn: usize| -> Option<Sizes> {
        let mut counts = FxHashMap::default();
        for (place, &size) in all.iter().enumerate() {
            let least = leasts[place];
            let count = if turn == TURNS { least } else { least_for(least, all.len()) + apart(place, turn) };
            counts.insert(size, known(size).unwrap_or(count));
        }
        Some(with_sums(arrays, counts, Vec::new()))
    };
    (0..=turns).map(of_turn).collect()
}

/// The least number of each size at which those that are sums of others have the indices that stand at them, and one at least:
/// with `n-2` somewhere, n is 3.
fn leasts(
    arrays: &Arrays,
    all: &[Size],
    known: &dyn Fn(Size) -> Option<usize>,
    least_of: &dyn Fn(Size) -> usize,
    index_on: &dyn Fn(Size) -> usize,
) -> Vec<usize> {
    let most_apart = 2 + all.len() / TOLD_APART * 3;
    let mut leasts: Vec<usize> = all.iter().map(|&size| least_of(size)).collect();
    let place_of = |letter| all.iter().position(|&size| size == Size::Letter(letter));
    // Sums of sums: once through for each.
    for _ in 0..arrays.size_sums().len() {
        for (letter, sum) in arrays.size_sums() {
            let needed = i64::try_from(index_on(Size::Letter(letter)).max(1)).unwrap_or(i64::MAX);
            let mut value = sum.constant;
            for &(times, part) in &sum.terms {
                let Some(place) = place_of(part) else { continue };
                let least = match known(all[place]) {
                    Some(count) => count,
                    None if times > 0 => leasts[place],
                    None => least_for(leasts[place], all.len()) + most_apart,
                };
                value = value.saturating_add(times.saturating_mul(i64::try_from(least).unwrap_or(i64::MAX)));
            }
            let raised = sum.terms.iter().find_map(|&(times, part)| {
                let place = place_of(part).filter(|_| times > 0)?;
                known(all[place]).is_none().then_some((times, place))
            });
            if let Some((times, place)) = raised.filter(|_| value < needed) {
                let more = (needed - value + times - 1) / times;
                leasts[place] = leasts[place].saturating_add(usize::try_from(more).unwrap_or(usize::MAX));
            }
        }
    }
    leasts
}

/// With the sizes that are sums of others.
fn with_sums(arrays: &Arrays, counts: FxHashMap<Size, usize>, ranks: Vec<u64>) -> Sizes {
    let mut sizes = Sizes { counts, ranks };
    arrays.add_sums(&mut sizes.counts);
    sizes
}

#[cfg(test)]
mod tests {
    use super::{TURNS, apart, least_for};

    #[test]
    fn two_sizes_differ_in_some_round() {
        for one in 0..60 {
            for other in 0..one {
                assert!((0..TURNS).any(|turn| apart(one, turn) != apart(other, turn)), "{one} and {other}");
            }
        }
    }

    #[test]
    fn no_size_is_the_same_in_every_round() {
        for place in 0..60 {
            assert!((1..TURNS).any(|turn| apart(place, turn) != apart(place, 0)), "{place}");
        }
    }

    #[test]
    fn sizes_differ_in_some_round_whatever_indices_they_have() {
        for count in [5, 24, 25, 60] {
            for (one, other) in (0..count).flat_map(|one| (0..one).map(move |other| (one, other))) {
                for (index, another) in (1..9).flat_map(|index| (1..9).map(move |another| (index, another))) {
                    let [first, second] = [(one, index), (other, another)]
                        .map(|(place, index)| move |turn| least_for(index, count) + apart(place, turn));
                    assert!(
                        (0..TURNS).any(|turn| first(turn) != second(turn)),
                        "{one}, {index} and {other}, {another}"
                    );
                }
            }
        }
    }
}
