//! Entries to layouts.

use chainrule_array::{Entry, EntryId, Index, Size, StatementPart, Told};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::{self, Function};
use chainrule_symbolic::graph::FunctionId;

use super::members::{FEWEST_AT_ONCE, over_members};
use super::{ArraySetter, LetterNames, Level, Set, negative};
use crate::layout::{Layout, Operator, Piece};

impl ArraySetter<'_> {
    /// An entry, with these names for its free letters; sums take further ones.
    pub fn entry(&self, id: EntryId, names: &LetterNames) -> Layout {
        self.set_entry(id, names, &mut Vec::new()).layout
    }

    /// A quantity at the letters of its indices.
    pub fn quantity_with(
        &self,
        quantity: chainrule_array::QuantityId,
        letters: &[chainrule_array::Letter],
        names: &LetterNames,
    ) -> Layout {
        let indices: Vec<String> =
            letters.iter().map(|letter| names.get(letter).cloned().unwrap_or_default()).collect();
        self.quantity_at(quantity, &indices.join(",")).layout
    }

    pub(super) fn set_entry(&self, id: EntryId, names: &LetterNames, bound: &mut Vec<(String, Size)>) -> Set {
        if let Some(number) = self.numbers.and_then(|numbers| numbers.get(&id)) {
            let is_negative = number
                .root()
                .is_some_and(|root| matches!(number.piece(root), Piece::Number(literal) if literal.negative));
            let level = if is_negative { Level::Sum } else { Level::Atom };
            return Set { layout: number.clone(), level };
        }
        match self.arrays.entry(id) {
            Entry::Number(value) => Self::number(value),
            Entry::Size(size) => Set::atom(self.size(*size)),
            Entry::Of(quantity, at) => self.quantity_at(*quantity, &self.written(at, names, bound)),
            Entry::Delta(left, right) => {
                let indices = self.written(&[*left, *right], names, bound);
                Set::atom(Layout::name(&format!("delta[{indices}]")))
            }
            // From the first line on, the chosen lines have the numbers of the array.
            Entry::Selected { from: 1, at, .. } => {
                Set::atom(Layout::name(&format!("delta[{}]", self.written(at, names, bound))))
            }
            Entry::Selected { from, at: [row, column], count } => {
                let identity = Layout::name(&format!("I[{from}..{},*]", from + count - 1));
                let indices = super::bracketed(&self.written(&[*row, *column], names, bound));
                Set::atom(Layout::sequence(&[identity, indices]))
            }
            Entry::Aligned { terms, constant } => {
                let inner =
                    Self::equal_indices(terms, *constant, |index| self.written(&[index], names, bound));
                let mut fenced = Layout::new();
                let inner = fenced.add_layout(&inner);
                fenced.add_fence(crate::layout::Fence::Square, crate::layout::When::Always, inner);
                Set::atom(fenced)
            }
            Entry::Sum(..) if self.arrays.index_of_number(id).is_some() => {
                self.index_as_number(id, names, bound)
            }
            Entry::Sum(size, body) => {
                if let Some(solved) = self.solved_sum(id, names, bound) {
                    return solved;
                }
                let taken: Vec<&str> = names
                    .values()
                    .map(String::as_str)
                    .chain(bound.iter().map(|(name, _)| name.as_str()))
                    .collect();
                let name = self.free_name(*size, &taken);
                bound.push((name.clone(), *size));
                let body = self.set_entry(*body, names, bound).layout;
                bound.pop();
                let one = Layout::number(crate::layout::Number::plain("1"));
                Set::atom(body.over_index(Operator::Sum, &Layout::name(&name), &one, &self.size(*size)))
            }
            Entry::Derivative { of, by, at } => {
                let inner = self.set_entry(*of, names, bound);
                let parent = self.quantity_at(*by, &self.written(at, names, bound));
                let layout = match self.arrays.entry(*of) {
                    Entry::Of(child, child_at) if self.second_derivative(*child, *by).is_some() => {
                        let (first, inner) = self.second_derivative(*child, *by).unwrap_or((*child, *by));
                        let rank = self.arrays.quantity(first).shape.axes().len().min(child_at.len());
                        let [first_at, inner_at] =
                            [&child_at[..rank], &child_at[rank..]].map(|at| self.written(at, names, bound));
                        let first = self.quantity_at(first, &first_at).at_least(Level::Atom);
                        let inner = self.quantity_at(inner, &inner_at).at_least(Level::Atom);
                        Layout::second_derivative(&first, &inner, &parent.at_least(Level::Atom))
                    }
                    Entry::Of(child, _) => self.local_derivative(*child, *by, &inner.layout, &parent.layout),
                    Entry::Number(_)
                    | Entry::Size(_)
                    | Entry::Delta(..)
                    | Entry::Selected { .. }
                    | Entry::Aligned { .. }
                    | Entry::Sum(..)
                    | Entry::Apply { .. }
                    | Entry::Derivative { .. } => {
                        Layout::derivative(&inner.layout.fenced(), &parent.at_least(Level::Atom))
                    }
                };
                Set { layout, level: Level::Derivative }
            }
            Entry::Apply { function, primes, arguments } => {
                self.set_apply(*function, *primes, arguments, names, bound)
            }
        }
    }

    /// A sum of terms; those that are the same for members that follow each other are one sum over their index.
    fn set_sum(&self, arguments: &[EntryId], names: &LetterNames, bound: &mut Vec<(String, Size)>) -> Set {
        let groups = if arguments.len() >= FEWEST_AT_ONCE && self.members.is_none() && self.numbers.is_none()
        {
            let says: Vec<StatementPart> =
                arguments.iter().map(|&argument| StatementPart::Entry(argument)).collect();
            self.arrays.terms_at_once(&says)
        } else {
            (0..arguments.len()).map(Told::One).collect()
        };
        let only_one = groups.len() == 1;
        let mut terms = Vec::with_capacity(groups.len());
        for group in groups {
            terms.push(match group {
                Told::One(place) => self.set_term(arguments[place], names, bound),
                Told::Run(run) => {
                    let (minus, body) =
                        self.with_members(&run).set_term(arguments[run.printed], names, bound);
                    (minus, over_members(&body, &run))
                }
            });
        }
        match terms.as_slice() {
            [(false, only)] if only_one && arguments.len() > 1 => Set::atom(only.clone()),
            [..] => Self::sum(terms),
        }
    }

    /// A term of a sum, and whether it is subtracted.
    fn set_term(
        &self,
        term: EntryId,
        names: &LetterNames,
        bound: &mut Vec<(String, Size)>,
    ) -> (bool, Layout) {
        let (minus, term) = match self.arrays.entry(term) {
            Entry::Number(value) if value.is_negative() => {
                return (true, Self::number(&-value).at_least(Level::Product));
            }
            Entry::Apply { function, primes: 0, arguments } if *function == function::id(&NEGATE) => {
                (true, arguments[0])
            }
            Entry::Number(_)
            | Entry::Size(_)
            | Entry::Of(..)
            | Entry::Delta(..)
            | Entry::Selected { .. }
            | Entry::Aligned { .. }
            | Entry::Sum(..)
            | Entry::Apply { .. }
            | Entry::Derivative { .. } => (false, term),
        };
        (minus, self.set_entry(term, names, bound).at_least(Level::Product))
    }

    fn set_apply(
        &self,
        function: FunctionId,
        primes: u8,
        arguments: &[EntryId],
        names: &LetterNames,
        bound: &mut Vec<(String, Size)>,
    ) -> Set {
        let is = |row: &'static Function| primes == 0 && function == function::id(row);
        if is(&ADD) {
            return self.set_sum(arguments, names, bound);
        }
        let mut sets: Vec<Set> = arguments.iter().map(|&part| self.set_entry(part, names, bound)).collect();
        if is(&MULTIPLY) {
            let factors: Vec<Layout> = sets.into_iter().map(|set| set.at_least(Level::Product)).collect();
            let sign = if self.numbers.is_some() { Operator::Times } else { Operator::Dot };
            return Set { layout: Layout::joined(&factors, sign), level: Level::Product };
        }
        if is(&NEGATE) {
            return negative(sets.remove(0));
        }
        if is(&DIVIDE) {
            let below = sets.remove(1);
            return quotient(sets.remove(0), below);
        }
        if is(&POWER) {
            let whole = if let Entry::Number(value) = self.arrays.entry(arguments[1])
                && value.is_integer()
            {
                value.to_i64().and_then(|value| i32::try_from(value).ok())
            } else {
                None
            };
            let exponent = sets.remove(1).at_least(Level::Atom);
            return Self::raised(&sets.remove(0).at_least(Level::Atom), &exponent, whole);
        }
        Self::function_set(function, primes, sets)
    }
}

/// A quotient, with the brackets that a line needs.
pub(super) fn quotient(above: Set, below: Set) -> Set {
    let on_a_line = |set: Set, level: Level| {
        if set.level >= level { set.layout } else { set.layout.fenced_on_a_line() }
    };
    let layout = Layout::fraction(&on_a_line(above, Level::Product), &on_a_line(below, Level::Power));
    Set { layout, level: Level::Quotient }
}

impl ArraySetter<'_> {
    /// Indices as they stand between brackets.
    fn written(&self, at: &[Index], names: &LetterNames, bound: &[(String, Size)]) -> String {
        let one = |index: &Index| match index {
            Index::Bound(depth) => bound
                .len()
                .checked_sub(1 + *depth as usize)
                .and_then(|place| bound.get(place).map(|(name, _)| name.clone()))
                .unwrap_or_default(),
            Index::Letter(letter) => names.get(letter).cloned().unwrap_or_default(),
            Index::At(place) => place.to_string(),
            Index::Size(letter) => self.arrays.size_names()[letter.0 as usize].clone(),
        };
        at.iter().map(one).collect::<Vec<_>>().join(",")
    }
}
