//! Wholes to layouts.

use chainrule_array::word::{Over, Word};
use chainrule_array::{LiteralEntry, Shape, StatementPart, Told, Whole, WholeId};
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::{self, Function};
use chainrule_symbolic::graph::FunctionId;

use super::entry::quotient;
use super::members::{FEWEST_AT_ONCE, over_members};
use super::{ArraySetter, Level, Set, negative};
use crate::layout::{Fence, Layout, Operator, Piece, When};

impl ArraySetter<'_> {
    /// An array as a whole.
    pub fn whole(&self, id: WholeId) -> Layout {
        self.whole_set(id).layout
    }

    /// An array that was written out, as it was.
    fn literal(&self, id: WholeId) -> Option<Set> {
        let zero = || Layout::number(crate::layout::Number::plain("0"));
        let entry = |entry: &Option<LiteralEntry>| {
            let Some(LiteralEntry { is_negative, factors }) = entry else { return zero() };
            let set = match factors.as_slice() {
                [] => Self::number(&Rational::one()),
                [only] => self.whole_set(*only),
                [..] => self.product_set(factors),
            };
            if *is_negative { negative(set).layout } else { set.layout }
        };
        let rows: Vec<Vec<Layout>> =
            self.arrays.as_literal(id)?.iter().map(|row| row.iter().map(entry).collect()).collect();
        Some(Set::atom(Layout::rows(&rows)))
    }

    pub(super) fn whole_set(&self, id: WholeId) -> Set {
        if let Some(literal) = self.literal(id) {
            return literal;
        }
        if self.is_array_of_zeros(id) {
            return Self::number(&Rational::zero());
        }
        match self.arrays.whole(id) {
            Whole::Number(value) => Self::number(value),
            Whole::Size(size) => Set::atom(self.size(*size)),
            Whole::Quantity(quantity) if self.is_turned(*quantity) => {
                let base = self.quantity_at(*quantity, "").at_least(Level::Atom);
                Self::raised(&base, &Layout::operator(Operator::Transpose), None)
            }
            Whole::Quantity(quantity) => self.quantity_at(*quantity, ""),
            Whole::Ones(size) => named("ones", &[self.size(*size)]),
            Whole::Identity(size) => named("I", &[self.size(*size)]),
            Whole::Rows { from, count, of } => self.rows_of_identity(*from, *count, *of),
            Whole::OneHot(place, size) => {
                let place = Layout::number(crate::layout::Number::plain(&place.to_string()));
                named("onehot", &[place, self.size(*size)])
            }
            Whole::Apply { function, primes, arguments } => self.apply_set(*function, *primes, arguments, id),
            Whole::Spread { vector, .. } => self.whole_set(*vector),
            Whole::Product(left, right) => self.slice(*left, *right).unwrap_or_else(|| {
                let factors = [self.factor(*left), self.factor(*right)];
                Set { layout: Layout::joined(&factors, Operator::Dot), level: Level::Product }
            }),
            Whole::Transpose(of) if matches!(self.arrays.whole(*of), Whole::Quantity(quantity) if self.is_turned(*quantity)) =>
            {
                let Whole::Quantity(quantity) = *self.arrays.whole(*of) else {
                    return Set::atom(Layout::new());
                };
                self.quantity_at(quantity, "")
            }
            Whole::Transpose(of) => {
                let base = self.whole_set(*of).at_least(Level::Atom);
                Self::raised(&base, &Layout::operator(Operator::Transpose), None)
            }
            Whole::Entries { axes, body } => {
                let mut bound: Vec<(String, chainrule_array::Size)> = Vec::new();
                for &size in axes {
                    let taken: Vec<&str> = bound.iter().map(|(name, _)| name.as_str()).collect();
                    let name = self.free_name(size, &taken);
                    bound.push((name, size));
                }
                let entry = self.set_entry(*body, &super::LetterNames::default(), &mut bound);
                if axes.is_empty() {
                    return entry;
                }
                // By its generic entry, with the indices behind it.
                let indices: Vec<&str> = bound.iter().map(|(name, _)| name.as_str()).collect();
                let indices = super::bracketed(&indices.join(","));
                Set::atom(Layout::sequence(&[entry.layout.fenced(), indices]))
            }
            Whole::Part { of, at } => {
                let indices: Vec<String> =
                    at.iter().map(|place| place.map_or("*".to_owned(), |place| place.to_string())).collect();
                self.quantity_at(*of, &indices.join(","))
            }
            Whole::Word { word: Word::Inverse, arguments, .. } => {
                let base = self.whole_set(arguments[0]).at_least(Level::Atom);
                Self::raised(&base, &Layout::number(crate::layout::Number::plain("-1")), Some(-1))
            }
            Whole::Word { word, over, arguments } => {
                let mut parts: Vec<Layout> = arguments.iter().map(|&part| self.whole(part)).collect();
                match over {
                    Over::All => {}
                    Over::EachRow => parts.push(Layout::text("each row")),
                    Over::EachColumn => parts.push(Layout::text("each column")),
                }
                named(word.row().name, &parts)
            }
        }
    }

    /// What is known by its generic entry, at these letters for its indices; anything else as it stands.
    pub fn whole_at(&self, id: WholeId, letters: &[&str]) -> Layout {
        if let Whole::Entries { axes, body } = self.arrays.whole(id)
            && axes.len() == letters.len()
        {
            let mut bound =
                letters.iter().map(|letter| (*letter).to_owned()).zip(axes.iter().copied()).collect();
            self.set_entry(*body, &super::LetterNames::default(), &mut bound).layout
        } else {
            self.whole(id)
        }
    }

    /// Whether it is 0 times ones, as a derivative comes out that is 0 at every entry.
    fn is_array_of_zeros(&self, id: WholeId) -> bool {
        match self.arrays.whole(id) {
            Whole::Apply { function, primes: 0, arguments } if *function == function::id(&MULTIPLY) => {
                let is_zero = |whole: WholeId| matches!(self.arrays.whole(whole), Whole::Number(number) if number.is_zero());
                arguments.iter().any(|&argument| is_zero(argument))
                    && arguments.iter().all(|&argument| is_zero(argument) || self.is_of_ones(argument))
            }
            Whole::Product(left, right) => self.is_array_of_zeros(*left) && self.is_of_ones(*right),
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
            | Whole::Part { .. } => false,
        }
    }

    fn is_of_ones(&self, id: WholeId) -> bool {
        match self.arrays.whole(id) {
            Whole::Ones(_) => true,
            Whole::Transpose(of) => self.is_of_ones(*of),
            Whole::Product(left, right) => self.is_of_ones(*left) && self.is_of_ones(*right),
            Whole::Number(_)
            | Whole::Size(_)
            | Whole::Quantity(_)
            | Whole::Identity(_)
            | Whole::Rows { .. }
            | Whole::OneHot(..)
            | Whole::Apply { .. }
            | Whole::Spread { .. }
            | Whole::Word { .. }
            | Whole::Entries { .. }
            | Whole::Part { .. } => false,
        }
    }

    /// A factor of a product of linear algebra: what is entry by entry stands in brackets. Products need none, whichever is
    /// taken first.
    pub(super) fn factor(&self, id: WholeId) -> Layout {
        let set = self.whole_set(id);
        if self.is_by_entries(id) { set.layout.fenced() } else { set.at_least(Level::Product) }
    }

    /// Whether several arrays are multiplied or divided entry by entry.
    fn is_by_entries(&self, id: WholeId) -> bool {
        let Whole::Apply { function, primes: 0, arguments } = self.arrays.whole(id) else { return false };
        let is_product = [&MULTIPLY, &DIVIDE].iter().any(|row| *function == function::id(row));
        let arrays = arguments.iter().filter(|&&part| !self.arrays.shape(part).is_number()).count();
        is_product
            && (arrays > 1
                || (*function == function::id(&DIVIDE) && !self.arrays.shape(arguments[1]).is_number()))
    }

    /// The vector of a term `ones(n)·bᵀ` or `b·ones(n)ᵀ`, where the worksheet adds it as a vector to a matrix of that shape.
    fn as_it_is_added(&self, term: WholeId) -> Option<WholeId> {
        let &Whole::Product(left, right) = self.arrays.whole(term) else { return None };
        let &Whole::Transpose(turned) = self.arrays.whole(right) else { return None };
        let (vector, over, count) = match (self.arrays.whole(left), self.arrays.whole(turned)) {
            (&Whole::Ones(count), _) => (turned, Over::EachRow, count),
            (_, &Whole::Ones(count)) => (left, Over::EachColumn, count),
            (_, _) => return None,
        };
        self.arrays.known_whole(&Whole::Spread { vector, over, count })
    }

    /// Whether a term keeps the shape of a matrix when vectors beside it are written as they are added.
    fn is_matrix_for_vectors(&self, term: WholeId) -> bool {
        let bare = self.arrays.arguments_of(term, &NEGATE).map_or(term, |arguments| arguments[0]);
        let is_spread = matches!(self.arrays.whole(bare), Whole::Spread { .. });
        matches!(self.arrays.shape(bare), Shape::Matrix(..))
            && !is_spread
            && self.as_it_is_added(bare).is_none()
    }

    /// `xᵀ·x` for `norm(x)²` where the worksheet writes it so.
    fn square_of_norm(&self, base: WholeId, exponent: WholeId) -> Option<Set> {
        let Whole::Word { word: Word::Norm, over: Over::All, arguments } = self.arrays.whole(base) else {
            return None;
        };
        let is_square = matches!(self.arrays.whole(exponent), Whole::Number(value) if *value == Rational::from_integer(2));
        let vector = arguments[0];
        let row = self.arrays.known_whole(&Whole::Transpose(vector))?;
        let product = self.arrays.known_whole(&Whole::Product(row, vector))?;
        is_square.then(|| self.whole_set(product))
    }

    fn apply_set(&self, function: FunctionId, primes: u8, arguments: &[WholeId], id: WholeId) -> Set {
        let is = |row: &'static Function| primes == 0 && function == function::id(row);
        if is(&ADD) {
            // A vector counts for each row or column only beside a matrix.
            let has_matrix = arguments.iter().any(|&term| self.is_matrix_for_vectors(term));
            if let Some(stacked) = self.stacked(arguments) {
                return stacked;
            }
            if arguments.len() >= FEWEST_AT_ONCE && self.members.is_none() {
                return self.sum_over_members(arguments, has_matrix);
            }
            return Self::sum(arguments.iter().map(|&term| self.term(term, has_matrix)).collect());
        }
        if is(&MULTIPLY) {
            return self.product_set(arguments);
        }
        if is(&POWER)
            && let Some(product) = self.square_of_norm(arguments[0], arguments[1])
        {
            return product;
        }
        let mut sets: Vec<Set> = arguments.iter().map(|&part| self.whole_set(part)).collect();
        if is(&NEGATE) {
            return negative(sets.remove(0));
        }
        if is(&DIVIDE) {
            if self.is_by_entries(id) {
                let level = |place: usize| if place == 0 { Level::Quotient } else { Level::Power };
                let parts: Vec<Layout> =
                    sets.into_iter().enumerate().map(|(place, set)| set.at_least(level(place))).collect();
                return Set { layout: Layout::joined(&parts, Operator::EachOver), level: Level::Product };
            }
            let below = sets.remove(1);
            let mut above = sets.remove(0);
            if self.is_by_entries(arguments[0]) {
                above = Set::atom(above.layout.fenced());
            }
            return quotient(above, below);
        }
        if is(&POWER) {
            return self.power_set(arguments, sets);
        }
        Self::function_set(function, primes, sets)
    }

    /// A term of a sum, and whether it is subtracted.
    fn term(&self, term: WholeId, has_matrix: bool) -> (bool, Layout) {
        let (minus, term) = if let Some(arguments) = self.arrays.arguments_of(term, &NEGATE) {
            (true, arguments[0])
        } else {
            (false, term)
        };
        if let Whole::Number(value) = self.arrays.whole(term)
            && value.is_negative()
        {
            return (!minus, Self::number(&value.abs()).at_least(Level::Product));
        }
        let term = self.as_it_is_added(term).filter(|_| has_matrix).unwrap_or(term);
        (minus, self.whole_set(term).at_least(Level::Product))
    }

    /// A long sum: terms that are the same for members that follow each other are one sum over their index.
    fn sum_over_members(&self, arguments: &[WholeId], has_matrix: bool) -> Set {
        let says: Vec<StatementPart> =
            arguments.iter().map(|&argument| StatementPart::Whole(argument)).collect();
        let groups = self.arrays.terms_at_once(&says);
        let only_one = groups.len() == 1;
        let mut terms = Vec::with_capacity(groups.len());
        for group in groups {
            let run = match group {
                Told::One(place) => {
                    terms.push(self.term(arguments[place], has_matrix));
                    continue;
                }
                Told::Run(run) => run,
            };
            let (minus, body) = self.with_members(&run).term(arguments[run.printed], has_matrix);
            terms.push((minus, over_members(&body, &run)));
        }
        match terms.as_slice() {
            [(false, only)] if only_one => Set::atom(only.clone()),
            [..] => Self::sum(terms),
        }
    }

    /// Numbers in front, then arrays entry by entry. A product of linear algebra among those stands in brackets only where
    /// the other reading would fit too.
    fn product_set(&self, arguments: &[WholeId]) -> Set {
        let mut numbers = Vec::new();
        let mut arrays = Vec::new();
        for &part in arguments {
            if self.arrays.shape(part).is_number() {
                numbers.push(self.whole_set(part).at_least(Level::Quotient));
            } else {
                arrays.push(part);
            }
        }
        let several = arrays.len() > 1;
        let mut factors: Vec<Layout> = Vec::new();
        for &part in &arrays {
            let set = self.whole_set(part);
            let is_product = matches!(self.arrays.whole(part), Whole::Product(..));
            let is_mistakable = (is_product && self.fits_twice(part)) || set.level == Level::Quotient;
            let in_brackets = self.is_by_entries(part) || (several && is_mistakable);
            factors.push(if in_brackets { set.layout.fenced() } else { set.at_least(Level::Product) });
        }
        let mut parts = numbers;
        if !factors.is_empty() {
            parts.push(Layout::joined(&factors, Operator::Each));
        }
        Set { layout: Layout::joined(&parts, Operator::Dot), level: Level::Product }
    }

    /// Whether the last or the first factor of a product has the shape of the product, so that `⊙` could belong to it.
    fn fits_twice(&self, product: WholeId) -> bool {
        let shape = self.arrays.shape(product);
        let mut ends = Vec::new();
        let mut first = product;
        while let Whole::Product(left, right) = self.arrays.whole(first) {
            if ends.is_empty() {
                let mut last = *right;
                while let Whole::Product(_, right) = self.arrays.whole(last) {
                    last = *right;
                }
                ends.push(last);
            }
            first = *left;
        }
        ends.push(first);
        ends.iter().any(|&end| self.arrays.shape(end) == shape)
    }

    fn power_set(&self, arguments: &[WholeId], mut sets: Vec<Set>) -> Set {
        let whole = if let Whole::Number(value) = self.arrays.whole(arguments[1])
            && value.is_integer()
        {
            value.to_i64().and_then(|value| i32::try_from(value).ok())
        } else {
            None
        };
        let exponent = sets.remove(1).at_least(Level::Atom);
        let base = sets.remove(0).at_least(Level::Atom);
        if self.arrays.shape(arguments[0]).is_square() {
            // Of a square matrix the power of each entry has a sign of its own.
            let mut parts = vec![base, Layout::text(" .^ "), exponent];
            if whole.is_some_and(|power| power < 0) {
                parts[2] = parts[2].fenced();
            }
            return Set { layout: Layout::sequence(&parts), level: Level::Power };
        }
        Self::raised(&base, &exponent, whole)
    }
}

/// A word put to arguments.
pub(super) fn named(name: &str, arguments: &[Layout]) -> Set {
    let mut out = Layout::text(name);
    let head = out.root();
    let inner = out.add_layout(&Layout::joined(arguments, Operator::Comma));
    let arguments = out.add_fence(Fence::Round, When::Call, inner);
    let row: Vec<_> = head.into_iter().chain([arguments]).collect();
    out.add_row(&row);
    debug_assert!(matches!(out.pieces().last(), Some(Piece::Row(_))));
    Set::atom(out)
}
