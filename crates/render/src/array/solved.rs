//! Sums in which an index is determined by others: `Σ(k[j]·x[i+j-1])` and not a sum over all of `x`.
//!
//! Where a window is known to lie inside, nothing more is said; else the range of an index that is left says where the
//! terms are, or a condition in brackets, which counts 1 where it holds and 0 elsewhere.

use chainrule_array::{Entry, EntryId, Index, Size, SizeId, SizeSum};
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};
use chainrule_symbolic::function::{self, Function};

use super::affine::{Affine, Bound, Part, end, is_needed, layout, written};
use super::{ArraySetter, LetterNames, Level, Set, negative};
use crate::layout::{Fence, Layout, Number, Operator, When};

/// Factors along sums that stand in each other, with how many of the sums stand around each.
#[derive(Default)]
struct Spine {
    sums: Vec<Size>,
    negative: bool,
    above: Vec<(EntryId, usize)>,
    below: Vec<(EntryId, usize)>,
}

/// Indices, each so many times, and a number, that add up to 0 where a factor is 1; elsewhere it is 0. Nothing of other
/// factors.
fn equation(factor: &Entry) -> Option<(Vec<(i64, Index)>, i64)> {
    if let Entry::Aligned { terms, constant } = factor {
        return Some((terms.clone(), *constant));
    }
    // The chosen line i is the line i + from - 1.
    let Entry::Selected { from, at: [row, column], .. } = factor else { return None };
    let shift = i64::try_from(*from).ok()? - 1;
    Some((vec![(1, *row), (-1, *column)], shift))
}

/// That indices add up to 1 or more, with nothing taken away on either side: `i ≥ j` for `i - j + 1 ≥ 1`.
fn at_least_one(value: &Affine) -> (Affine, Operator, Affine) {
    let less_one = value.plus(-1);
    let side = |sign: i64| Affine {
        terms: less_one
            .terms
            .iter()
            .filter(|(times, _)| times.signum() == sign)
            .map(|(times, part)| (times.abs(), part.clone()))
            .collect(),
        constant: (sign * less_one.constant).max(0),
    };
    (side(1), Operator::AtLeast, side(-1))
}

impl ArraySetter<'_> {
    /// Whether an index is determined by others somewhere in an entry.
    fn has_equation(&self, id: EntryId) -> bool {
        self.arrays.entries_in(id).any(|(_, node)| equation(node).is_some())
    }

    /// The factors of a sum with a determined index.
    fn spine(&self, root: EntryId) -> Option<Spine> {
        let is_anywhere = self.arrays.has_aligned() || self.arrays.has_selected();
        if !is_anywhere || !self.has_equation(root) {
            return None;
        }
        let mut spine = Spine::default();
        let mut current = root;
        loop {
            // An index that stands as a number is no sum to be told.
            while let Entry::Sum(size, body) = self.arrays.entry(current)
                && self.arrays.index_of_number(current).is_none()
            {
                spine.sums.push(*size);
                current = *body;
            }
            let depth = spine.sums.len();
            let mut next = None;
            let mut stack = vec![current];
            while let Some(id) = stack.pop() {
                let node = self.arrays.entry(id);
                let is_sum = matches!(node, Entry::Sum(..)) && self.arrays.index_of_number(id).is_none();
                match node {
                    Entry::Apply { function, primes: 0, arguments } => {
                        let is = |row: &'static Function| *function == function::id(row);
                        if is(&MULTIPLY) {
                            stack.extend(arguments.iter().rev());
                        } else if is(&NEGATE) {
                            spine.negative = !spine.negative;
                            stack.push(arguments[0]);
                        } else if is(&DIVIDE) {
                            spine.below.push((arguments[1], depth));
                            stack.push(arguments[0]);
                        } else {
                            spine.above.push((id, depth));
                        }
                    }
                    _ if is_sum && next.is_none() && self.has_equation(id) => next = Some(id),
                    Entry::Number(_)
                    | Entry::Size(_)
                    | Entry::Of(..)
                    | Entry::Delta(..)
                    | Entry::Selected { .. }
                    | Entry::Aligned { .. }
                    | Entry::Sum(..)
                    | Entry::Apply { .. }
                    | Entry::Derivative { .. } => spine.above.push((id, depth)),
                }
            }
            match next {
                Some(id) => current = id,
                None => break,
            }
        }
        let is_aligned = |(id, _): &(EntryId, usize)| equation(self.arrays.entry(*id)).is_some();
        spine.above.iter().any(is_aligned).then_some(spine)
    }

    /// A sum in which an index is determined by others; nothing where none is.
    pub(super) fn solved_sum(
        &self,
        id: EntryId,
        names: &LetterNames,
        around: &mut Vec<(String, Size)>,
    ) -> Option<Set> {
        let spine = self.spine(id)?;
        let start = around.len();
        let mut bounds: Vec<Bound> = Vec::new();
        for &size in &spine.sums {
            let taken: Vec<&str> = names
                .values()
                .map(String::as_str)
                .chain(around.iter().map(|(name, _)| name.as_str()))
                .chain(bounds.iter().map(|bound| bound.name.as_str()))
                .collect();
            let name = self.free_name(size, &taken);
            bounds.push(Bound { name, size, is: None, from: Vec::new(), to: Vec::new() });
        }
        let mut conditions = Vec::new();
        let mut hidden = Vec::new();
        for &(factor, depth) in &spine.above {
            let Some((terms, constant)) = equation(self.arrays.entry(factor)) else { continue };
            let mut sum = Affine { terms: Vec::new(), constant };
            for (times, index) in terms {
                let part = self.part_of(&index, (names, around), depth);
                let solved = if let Part::Sum(place) = part { bounds[place].is.clone() } else { None };
                let affine = solved.unwrap_or(Affine { terms: vec![(1, part)], constant: 0 });
                sum.add(times, &affine);
            }
            // An index by which others, or their ranges, are told stays.
            let innermost = |(times, part): &(i64, Part)| {
                let Part::Sum(place) = part else { return None };
                (times.abs() == 1 && !is_needed(*place, &bounds)).then_some((*place, *times))
            };
            let Some((place, times)) = sum.terms.iter().filter_map(innermost).max() else {
                conditions.push((sum, Operator::Equal, Affine::default()));
                hidden.push(factor);
                continue;
            };
            sum.terms.retain(|(_, part)| *part != Part::Sum(place));
            let mut value = Affine::default();
            value.add(-times, &sum);
            self.guard(&value, place, &mut bounds, &mut conditions);
            bounds[place].is = Some(value);
            hidden.push(factor);
        }
        let texts: Vec<(String, Size)> = bounds
            .iter()
            .map(|bound| match &bound.is {
                Some(value) => (written(value, &bounds), bound.size),
                None => (bound.name.clone(), bound.size),
            })
            .collect();
        let mut set = |list: &[(EntryId, usize)], level: Level| -> Vec<Layout> {
            let printed_factors = list.iter().filter(|(factor, _)| !hidden.contains(factor));
            let layouts = printed_factors.map(|&(factor, depth)| {
                around.truncate(start);
                around.extend_from_slice(&texts[..depth]);
                self.set_entry(factor, names, around).at_least(level)
            });
            layouts.collect()
        };
        let below_level = if spine.below.len() == 1 { Level::Power } else { Level::Product };
        let (mut above, below) = (set(&spine.above, Level::Product), set(&spine.below, below_level));
        around.truncate(start);
        for (left, sign, right) in conditions {
            let inner = layout(&left, &bounds).related(sign, &layout(&right, &bounds));
            let mut fenced = Layout::new();
            let inner = fenced.add_layout(&inner);
            fenced.add_fence(Fence::Square, When::Always, inner);
            above.push(fenced);
        }
        let product = |factors: Vec<Layout>| match factors.len() {
            0 => Set::atom(Layout::number(Number::plain("1"))),
            _ => Set { layout: Layout::joined(&factors, Operator::Dot), level: Level::Product },
        };
        let mut whole = product(above);
        if !below.is_empty() {
            let divisor = Set { level: below_level, ..product(below) };
            whole = super::entry::quotient(whole, divisor);
        }
        if spine.negative {
            whole = negative(whole);
        }
        for bound in bounds.iter().rev().filter(|bound| bound.is.is_none()) {
            let (from, to) = self.ends(bound, &bounds);
            whole = Set::atom(whole.layout.over_index(Operator::Sum, &Layout::name(&bound.name), &from, &to));
        }
        Some(whole)
    }

    /// From where to where an index goes.
    fn ends(&self, bound: &Bound, bounds: &[Bound]) -> (Layout, Layout) {
        let one = Affine { terms: Vec::new(), constant: 1 };
        let from = match bound.from.as_slice() {
            [only] if self.extreme(only, bounds, false).is_some_and(|least| least.is_at_least(1)) => {
                layout(only, bounds)
            }
            all => end(&one, all, bounds, &MAX),
        };
        let to = match bound.to.as_slice() {
            [only] if self.is_inside(only, bound.size, bounds) => layout(only, bounds),
            all => end(&self.affine_of(bound.size), all, bounds, &MIN),
        };
        (from, to)
    }

    /// An index that stands as a number.
    pub(super) fn index_as_number(&self, id: EntryId, names: &LetterNames, around: &[(String, Size)]) -> Set {
        let (terms, constant) = self.arrays.index_of_number(id).unwrap_or_default();
        let terms: Vec<(i64, Part)> =
            terms.iter().map(|(times, index)| (*times, self.part_of(index, (names, around), 0))).collect();
        let level = if terms.len() == 1 && constant == 0 { Level::Atom } else { Level::Sum };
        Set { layout: layout(&Affine { terms, constant }, &[]), level }
    }

    /// What an index is, so many of the sums standing around it.
    fn part_of(
        &self,
        index: &Index,
        (names, around): (&LetterNames, &[(String, Size)]),
        depth: usize,
    ) -> Part {
        match index {
            Index::Bound(level) => {
                let level = *level as usize;
                if level < depth {
                    return Part::Sum(depth - 1 - level);
                }
                let outer = around.len().checked_sub(1 + level - depth).and_then(|place| around.get(place));
                let (name, size) =
                    outer.map_or((String::new(), None), |(name, size)| (name.clone(), Some(*size)));
                Part::Outer(name, size)
            }
            Index::Letter(letter) => {
                let name = names.get(letter).cloned().unwrap_or_default();
                Part::Outer(name, Some(self.arrays.size_of(*letter)))
            }
            Index::At(place) => Part::Outer(place.to_string(), None),
            Index::Size(letter) => Part::Size(self.arrays.size_names()[letter.0 as usize].clone()),
        }
    }

    /// Where an index that is determined lies inside: by the ranges of those that are left, or by conditions.
    fn guard(
        &self,
        value: &Affine,
        place: usize,
        bounds: &mut [Bound],
        conditions: &mut Vec<(Affine, Operator, Affine)>,
    ) {
        let size = self.affine_of(bounds[place].size);
        let is_below = self.extreme(value, bounds, false).is_some_and(|least| least.is_at_least(1));
        let is_above = self.is_inside(value, bounds[place].size, bounds);
        // The innermost: what its range is told by stands outside of it.
        let summed = |(times, part): &(i64, Part)| match part {
            Part::Sum(summed) => Some((*summed, *times)),
            Part::Outer(..) | Part::Size(_) => None,
        };
        let innermost = value.terms.iter().filter_map(summed).max_by_key(|(summed, _)| *summed);
        let Some((summed, times)) = innermost.filter(|(_, times)| times.abs() == 1) else {
            if !is_below {
                conditions.push(at_least_one(value));
            }
            if !is_above {
                conditions.push((value.clone(), Operator::AtMost, size));
            }
            return;
        };
        let mut rest = value.clone();
        rest.terms.retain(|(_, part)| *part != Part::Sum(summed));
        let mut high = size;
        high.add(-1, &rest);
        let low = rest.negative().plus(1);
        // 1 <= t + rest <= size, or 1 <= rest - t <= size.
        let (from, to) = if times > 0 { (low, high) } else { (high.negative(), low.negative()) };
        let (needs_from, needs_to) = if times > 0 { (!is_below, !is_above) } else { (!is_above, !is_below) };
        if needs_from {
            bounds[summed].from.push(from);
        }
        if needs_to {
            bounds[summed].to.push(to);
        }
    }

    /// Whether a sum of indices is never more than a size.
    fn is_inside(&self, of: &Affine, size: Size, bounds: &[Bound]) -> bool {
        self.extreme(of, bounds, true).is_some_and(|most| {
            let mut room = self.arrays.sum_of_size(size);
            room.add(-1, &most);
            room.is_at_least(0)
        })
    }

    /// `n - 2`
    pub(super) fn sum_of_sizes(&self, size: Size) -> Layout {
        layout(&self.affine_of(size), &[])
    }

    fn affine_of(&self, size: Size) -> Affine {
        match size {
            Size::Number(count) => {
                Affine { terms: Vec::new(), constant: i64::try_from(count).unwrap_or(i64::MAX) }
            }
            Size::Letter(letter) if self.arrays.is_sum_of_sizes(letter) => {
                let sum = self.arrays.sum_of_size(size);
                let name = |size: chainrule_array::SizeId| self.arrays.size_names()[size.0 as usize].clone();
                let terms = sum.terms.iter().map(|&(times, size)| (times, Part::Size(name(size)))).collect();
                Affine { terms, constant: sum.constant }
            }
            Size::Letter(letter) => {
                let name = self.arrays.size_names()[letter.0 as usize].clone();
                Affine { terms: vec![(1, Part::Size(name))], constant: 0 }
            }
        }
    }

    /// The largest, or the least, that a sum of indices is.
    fn extreme(&self, of: &Affine, bounds: &[Bound], largest: bool) -> Option<SizeSum> {
        let mut sum = SizeSum::number(of.constant);
        for (times, part) in &of.terms {
            let size = match part {
                Part::Sum(place) => bounds[*place].size,
                Part::Outer(_, size) => (*size)?,
                Part::Size(name) => {
                    let place = self.arrays.size_names().iter().position(|size_name| size_name == name)?;
                    let letter = SizeId(u32::try_from(place).ok()?);
                    sum.add(*times, &SizeSum { terms: vec![(1, letter)], constant: 0 });
                    continue;
                }
            };
            if (*times > 0) == largest {
                sum.add(*times, &self.arrays.sum_of_size(size));
            } else {
                sum.constant += times;
            }
        }
        Some(sum)
    }
}
