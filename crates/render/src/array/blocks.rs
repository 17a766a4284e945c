//! Parts of arrays, and arrays put together from parts: `W[*,1..3]`, `[x; h]`.

use chainrule_array::{Size, Whole, WholeId};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::MULTIPLY;

use super::whole::named;
use super::{ArraySetter, Level, Set, bracketed};
use crate::layout::{Layout, Operator};

/// Where the parts of an array are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    /// Below each other: `[A; B]`.
    Down,
    /// Beside each other: `[A, B]`.
    Across,
}

/// A part, the rows or columns that it takes, and of how many.
#[derive(Clone, Copy, Debug)]
struct Placed {
    part: WholeId,
    from: u64,
    count: u64,
    of: Size,
}

impl ArraySetter<'_> {
    /// Some rows or columns of a quantity, as they are written.
    pub(super) fn slice(&self, left: WholeId, right: WholeId) -> Option<Set> {
        let range = |from: u64, count: u64| format!("{from}..{}", from + count - 1);
        match (self.arrays.whole(left), self.arrays.whole(right)) {
            (Whole::Rows { from, count, .. }, Whole::Quantity(quantity)) => {
                let rows = range(*from, *count);
                let is_vector = self.arrays.quantity(*quantity).shape.axes().len() == 1;
                Some(self.quantity_at(*quantity, &if is_vector { rows } else { format!("{rows},*") }))
            }
            (Whole::Quantity(quantity), Whole::Transpose(of)) => {
                if let Whole::Rows { from, count, .. } = self.arrays.whole(*of) {
                    Some(self.quantity_at(*quantity, &format!("*,{}", range(*from, *count))))
                } else {
                    None
                }
            }
            // Rows of a transpose are columns: `W[*,1..3]ᵀ`.
            (Whole::Rows { from, count, .. }, Whole::Transpose(of)) => {
                if let Whole::Quantity(quantity) = self.arrays.whole(*of)
                    && !self.is_turned(*quantity)
                {
                    let columns = self.quantity_at(*quantity, &format!("*,{}", range(*from, *count)));
                    let base = columns.at_least(Level::Atom);
                    Some(Self::raised(&base, &Layout::operator(Operator::Transpose), None))
                } else {
                    None
                }
            }
            // Entries of a row: `w[1..3]ᵀ`.
            (Whole::Transpose(row), Whole::Transpose(of)) => {
                match (self.arrays.whole(*row), self.arrays.whole(*of)) {
                    (Whole::Quantity(quantity), Whole::Rows { from, count, .. })
                        if self.arrays.quantity(*quantity).shape.axes().len() == 1 =>
                    {
                        let entries =
                            self.quantity_at(*quantity, &range(*from, *count)).at_least(Level::Atom);
                        Some(Self::raised(&entries, &Layout::operator(Operator::Transpose), None))
                    }
                    _ => None,
                }
            }
            // A product is taken from the left or from the right, as it comes.
            (&Whole::Product(first, second), Whole::Transpose(_)) => {
                let columns = self.slice(second, right)?.at_least(Level::Product);
                let layout = Layout::joined(&[self.factor(first), columns], Operator::Dot);
                Some(Set { layout, level: Level::Product })
            }
            // … and of what `[x; h]` is multiplied by: `W[*,1..3]·x`.
            (Whole::Quantity(_), &Whole::Product(first, second)) if matches!(self.arrays.whole(first), Whole::Transpose(of) if self.rows(*of).is_some()) =>
            {
                let columns = self.slice(left, first)?.at_least(Level::Product);
                let layout = Layout::joined(&[columns, self.factor(second)], Operator::Dot);
                Some(Set { layout, level: Level::Product })
            }
            (Whole::Rows { .. }, &Whole::Product(first, second)) => {
                let rows = self.slice(left, first)?.at_least(Level::Product);
                let layout = Layout::joined(&[rows, self.factor(second)], Operator::Dot);
                Some(Set { layout, level: Level::Product })
            }
            _ => None,
        }
    }

    /// `I(4)[1..3,*]`
    pub(super) fn rows_of_identity(&self, from: u64, count: u64, of: Size) -> Set {
        let identity = named("I", &[self.size(of)]);
        let range = format!("{from}..{},*", from + count - 1);
        Set::atom(Layout::sequence(&[identity.layout, bracketed(&range)]))
    }

    /// `[x; h]`: a sum whose terms take some rows or columns each, all of them together; what all of them begin with stands
    /// before it.
    pub(super) fn stacked(&self, terms: &[WholeId]) -> Option<Set> {
        if let Some((placed, direction)) = self.all_placed(terms) {
            return Some(self.set_stacked(&placed, direction));
        }
        let (before, placed) = self.placed_behind(terms)?;
        let stacked = self.set_stacked(&placed, Direction::Across).at_least(Level::Power);
        let factors: Vec<Layout> =
            before.into_iter().map(|factor| self.factor(factor)).chain([stacked]).collect();
        Some(Set { layout: Layout::joined(&factors, Operator::Dot), level: Level::Product })
    }

    /// Whether these terms of a sum stand as one array that is put together from them.
    pub fn is_stacked(&self, terms: &[WholeId]) -> bool {
        self.all_placed(terms).is_some() || self.placed_behind(terms).is_some()
    }

    fn all_placed(&self, terms: &[WholeId]) -> Option<(Vec<Placed>, Direction)> {
        let is_of_rows = |term: &WholeId| {
            matches!(self.arrays.whole(*term), Whole::Product(left, right)
                if self.rows(*right).is_some()
                    || matches!(self.arrays.whole(*left), Whole::Transpose(of) if self.rows(*of).is_some()))
        };
        if !terms.iter().any(is_of_rows) {
            return None;
        }
        [Direction::Down, Direction::Across].into_iter().find_map(|direction| {
            let placed: Option<Vec<Placed>> =
                terms.iter().map(|&term| self.placed(term, direction)).collect();
            Some((in_order(placed?)?, direction))
        })
    }

    /// `z·xᵀ·I(4)[1..3,*] + z·onehot(4, 4)ᵀ` is `z·[x; 1]ᵀ`: the factors that all terms begin with, and what is put together.
    fn placed_behind(&self, terms: &[WholeId]) -> Option<(Vec<WholeId>, Vec<Placed>)> {
        let chains: Vec<Vec<WholeId>> = terms.iter().map(|&term| self.chain(term)).collect();
        let first = chains.first()?;
        let shared = (0..first.len())
            .take_while(|&place| chains.iter().all(|chain| chain.get(place) == Some(&first[place])))
            .count();
        if shared == 0 {
            return None;
        }
        let placed = chains.iter().map(|chain| match chain[shared..] {
            [part, rows] => {
                let (from, count, of) = self.rows(rows)?;
                Some(Placed { part, from, count, of })
            }
            [row] => {
                if let Whole::Transpose(place) = *self.arrays.whole(row) {
                    self.one_place(place, None)
                } else {
                    None
                }
            }
            _ => None,
        });
        let placed = in_order(placed.collect::<Option<Vec<_>>>()?)?;
        Some((first[..shared].to_vec(), placed))
    }

    /// The numbers before a product of linear algebra, and its factors.
    fn chain(&self, term: WholeId) -> Vec<WholeId> {
        let mut chain = Vec::new();
        let mut stack = vec![term];
        while let Some(id) = stack.pop() {
            match self.arrays.whole(id) {
                &Whole::Product(left, right) => stack.extend([right, left]),
                Whole::Apply { function, primes: 0, arguments } if *function == function::id(&MULTIPLY) => {
                    let is_number = |part: &&WholeId| self.arrays.shape(**part).is_number();
                    let arrays = arguments.iter().filter(|part| !is_number(part)).count();
                    if arrays != 1 || arguments.last().as_ref().is_some_and(is_number) {
                        chain.push(id);
                    } else {
                        stack.extend(arguments.iter().rev());
                    }
                }
                Whole::Number(_)
                | Whole::Size(_)
                | Whole::Quantity(_)
                | Whole::Ones(_)
                | Whole::Identity(_)
                | Whole::Rows { .. }
                | Whole::OneHot(..)
                | Whole::Apply { .. }
                | Whole::Spread { .. }
                | Whole::Transpose(_)
                | Whole::Word { .. }
                | Whole::Entries { .. }
                | Whole::Part { .. } => chain.push(id),
            }
        }
        chain
    }

    fn set_stacked(&self, placed: &[Placed], direction: Direction) -> Set {
        // Rows beside each other are vectors below each other, transposed.
        let turned: Option<Vec<WholeId>> = placed
            .iter()
            .map(|part| match *self.arrays.whole(part.part) {
                Whole::Transpose(of) => Some(of),
                Whole::Number(_) if direction == Direction::Across => Some(part.part),
                Whole::Number(_)
                | Whole::Size(_)
                | Whole::Quantity(_)
                | Whole::Ones(_)
                | Whole::Identity(_)
                | Whole::Rows { .. }
                | Whole::OneHot(..)
                | Whole::Apply { .. }
                | Whole::Spread { .. }
                | Whole::Product(..)
                | Whole::Word { .. }
                | Whole::Entries { .. }
                | Whole::Part { .. } => None,
            })
            .collect();
        let rows = |parts: &[WholeId], direction: Direction| {
            let parts = parts.iter().map(|&part| self.whole(part));
            match direction {
                Direction::Down => Layout::rows(&parts.map(|part| vec![part]).collect::<Vec<_>>()),
                Direction::Across => Layout::rows(&[parts.collect::<Vec<_>>()]),
            }
        };
        if let Some(turned) = turned {
            let other = match direction {
                Direction::Down => Direction::Across,
                Direction::Across => Direction::Down,
            };
            return Self::raised(&rows(&turned, other), &Layout::operator(Operator::Transpose), None);
        }
        let parts: Vec<WholeId> = placed.iter().map(|part| part.part).collect();
        Set::atom(rows(&parts, direction))
    }

    fn rows(&self, id: WholeId) -> Option<(u64, u64, Size)> {
        if let Whole::Rows { from, count, of } = *self.arrays.whole(id) {
            Some((from, count, of))
        } else {
            None
        }
    }

    /// A term that takes some rows, or some columns, and nothing else.
    fn placed(&self, term: WholeId, direction: Direction) -> Option<Placed> {
        match self.arrays.whole(term) {
            &Whole::Product(left, right) => {
                let (rows, part) = match direction {
                    Direction::Down => {
                        if let Whole::Transpose(rows) = *self.arrays.whole(left) {
                            (rows, right)
                        } else {
                            return None;
                        }
                    }
                    Direction::Across => (right, left),
                };
                let (from, count, of) = self.rows(rows)?;
                Some(Placed { part, from, count, of })
            }
            // A number below a vector: `[x; 1]`.
            Whole::OneHot(..) if direction == Direction::Down => self.one_place(term, None),
            Whole::Apply { function, primes: 0, arguments }
                if direction == Direction::Down && *function == function::id(&MULTIPLY) =>
            {
                match arguments.as_slice() {
                    &[number, place] | &[place, number]
                        if matches!(self.arrays.whole(place), Whole::OneHot(..)) =>
                    {
                        self.one_place(place, Some(number))
                    }
                    _ => None,
                }
            }
            Whole::Number(_)
            | Whole::Size(_)
            | Whole::Quantity(_)
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::Rows { .. }
            | Whole::OneHot(..)
            | Whole::Apply { .. }
            | Whole::Spread { .. }
            | Whole::Transpose(_)
            | Whole::Word { .. }
            | Whole::Entries { .. }
            | Whole::Part { .. } => None,
        }
    }

    fn one_place(&self, place: WholeId, number: Option<WholeId>) -> Option<Placed> {
        let Whole::OneHot(from, of) = *self.arrays.whole(place) else { return None };
        let part = match number {
            Some(number) => number,
            None => self.arrays.known_whole(&Whole::Number(chainrule_number::Rational::one()))?,
        };
        Some(Placed { part, from, count: 1, of })
    }
}

/// Parts in the order of their places, if those are all places, each once.
fn in_order(mut placed: Vec<Placed>) -> Option<Vec<Placed>> {
    placed.sort_by_key(|part| part.from);
    let mut next = 1;
    for part in &placed {
        if part.from != next {
            return None;
        }
        next += part.count;
    }
    (placed.first()?.of == Size::Number(next - 1)).then_some(placed)
}
