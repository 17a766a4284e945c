//! Putting layouts together.

use super::{Fence, Name, Number, Operator, Piece, PieceId, Range, When};

/// A tree of [`Piece`]s. Pieces may be shared; children come before their parents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pieces: Vec<Piece>,
    children: Vec<PieceId>,
}

impl Layout {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Lets go of memory that nothing stands in: a long page keeps many layouts.
    pub(crate) fn shrink(&mut self) {
        self.pieces.shrink_to_fit();
        self.children.shrink_to_fit();
    }

    /// Takes all of it away, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.pieces.clear();
        self.children.clear();
    }

    /// Gives names other texts, those for which there are any.
    pub(crate) fn rename(&mut self, mut other: impl FnMut(&str) -> Option<Box<str>>) {
        for piece in &mut self.pieces {
            if let Piece::Name(name) = piece
                && let Some(text) = other(&name.text)
            {
                name.text = text;
            }
        }
    }

    /// All pieces, children before their parents.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The piece behind an id.
    pub fn piece(&self, id: PieceId) -> &Piece {
        &self.pieces[id.index()]
    }

    /// The children in a stretch.
    pub fn row(&self, range: Range) -> &[PieceId] {
        &self.children[range.start as usize..range.end as usize]
    }

    /// The whole: the last piece; nothing where there is none.
    pub fn root(&self) -> Option<PieceId> {
        self.pieces.len().checked_sub(1).map(index)
    }

    /// Adds a piece; its children were added before.
    pub fn add(&mut self, piece: Piece) -> PieceId {
        self.pieces.push(piece);
        index(self.pieces.len() - 1)
    }

    /// Adds a row of pieces.
    pub fn add_row(&mut self, children: &[PieceId]) -> PieceId {
        let start = length(self.children.len());
        self.children.extend_from_slice(children);
        self.add(Piece::Row(Range { start, end: length(self.children.len()) }))
    }

    /// Adds a number.
    pub(crate) fn add_number(&mut self, number: Number) -> PieceId {
        self.add(Piece::Number(Box::new(number)))
    }

    /// Adds an operator.
    pub fn add_operator(&mut self, operator: Operator) -> PieceId {
        self.add(Piece::Operator(operator))
    }

    /// Adds brackets around a piece.
    pub fn add_fence(&mut self, fence: Fence, when: When, inner: PieceId) -> PieceId {
        self.add(Piece::Fence { fence, when, inner })
    }

    /// Adds another layout; the id of its whole.
    pub fn add_layout(&mut self, other: &Self) -> PieceId {
        if other.is_empty() {
            return self.add_row(&[]);
        }
        let (pieces, children) = (length(self.pieces.len()), length(self.children.len()));
        let moved = |id: PieceId| PieceId(id.0 + pieces);
        self.children.extend(other.children.iter().map(|&child| moved(child)));
        self.pieces.extend(other.pieces.iter().map(|piece| match piece {
            Piece::Row(range) => {
                Piece::Row(Range { start: range.start + children, end: range.end + children })
            }
            Piece::Fraction { above, below } => {
                Piece::Fraction { above: moved(*above), below: moved(*below) }
            }
            Piece::Derivative { mark, of, by } => {
                Piece::Derivative { mark: moved(*mark), of: moved(*of), by: moved(*by) }
            }
            Piece::Script { base, above, whole } => {
                Piece::Script { base: moved(*base), above: moved(*above), whole: *whole }
            }
            Piece::Fence { fence, when, inner } => {
                Piece::Fence { fence: *fence, when: *when, inner: moved(*inner) }
            }
            Piece::Radical(inner) => Piece::Radical(moved(*inner)),
            Piece::Matrix { entries, columns } => Piece::Matrix {
                entries: Range { start: entries.start + children, end: entries.end + children },
                columns: *columns,
            },
            Piece::BigOperator { sign, below, body } => {
                Piece::BigOperator { sign: *sign, below: moved(*below), body: moved(*body) }
            }
            Piece::Indexed { sign, index, low, high, body } => Piece::Indexed {
                sign: *sign,
                index: moved(*index),
                low: moved(*low),
                high: moved(*high),
                body: moved(*body),
            },
            Piece::Through { index, low, high } => {
                Piece::Through { index: moved(*index), low: moved(*low), high: moved(*high) }
            }
            Piece::Accent { accent, inner } => Piece::Accent { accent: *accent, inner: moved(*inner) },
            Piece::Scripts { base, below, above } => {
                Piece::Scripts { base: moved(*base), below: below.map(moved), above: above.map(moved) }
            }
            Piece::Letters(..)
            | Piece::Sign(_)
            | Piece::Number(_)
            | Piece::Name(_)
            | Piece::Function(..)
            | Piece::Text(_)
            | Piece::Operator(_)
            | Piece::Differential { .. }
            | Piece::Dots(_) => piece.clone(),
        }));
        index(self.pieces.len() - 1)
    }

    /// A number.
    pub fn number(number: Number) -> Self {
        Self { pieces: vec![Piece::Number(Box::new(number))], children: Vec::new() }
    }

    /// Upright words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Text(text.into())], children: Vec::new() }
    }

    /// A sign on its own.
    pub fn operator(operator: Operator) -> Self {
        Self { pieces: vec![Piece::Operator(operator)], children: Vec::new() }
    }

    /// Parts left out.
    pub fn dots(count: Option<u64>) -> Self {
        Self { pieces: vec![Piece::Dots(count)], children: Vec::new() }
    }

    /// One after another, with nothing between.
    pub fn sequence(parts: &[Self]) -> Self {
        let mut whole = Self::new();
        let ids: Vec<PieceId> = parts.iter().map(|part| whole.add_layout(part)).collect();
        whole.add_row(&ids);
        whole
    }

    /// One after another, with a sign between.
    pub fn joined(parts: &[Self], sign: Operator) -> Self {
        if let [only] = parts {
            return only.clone();
        }
        let mut whole = Self::new();
        let mut ids = Vec::with_capacity(2 * parts.len());
        for part in parts {
            if !ids.is_empty() {
                ids.push(whole.add_operator(sign));
            }
            ids.push(whole.add_layout(part));
        }
        whole.add_row(&ids);
        whole
    }

    /// Two sides of a relation: `a ≤ b`.
    #[must_use]
    pub fn related(&self, sign: Operator, right: &Self) -> Self {
        Self::joined(&[self.clone(), right.clone()], sign)
    }

    /// In round brackets.
    #[must_use]
    pub fn fenced(&self) -> Self {
        self.wrapped(|inner| Piece::Fence { fence: Fence::Round, when: When::Always, inner })
    }

    /// In round brackets where fractions and powers are written on one line.
    #[must_use]
    pub(crate) fn fenced_on_a_line(&self) -> Self {
        self.wrapped(|inner| Piece::Fence { fence: Fence::Round, when: When::OnALine, inner })
    }

    /// Between bars: its absolute value.
    #[must_use]
    pub fn between_bars(&self) -> Self {
        self.wrapped(|inner| Piece::Fence { fence: Fence::Bars, when: When::Always, inner })
    }

    /// As the argument of a function of this name: `O31(O21)`.
    #[must_use]
    pub fn called_by(&self, name: &Self) -> Self {
        let mut whole = name.clone();
        let Some(head) = whole.root() else { return self.clone() };
        let inner = whole.add_layout(self);
        let arguments = whole.add_fence(Fence::Round, When::Call, inner);
        whole.add_row(&[head, arguments]);
        whole
    }

    /// From `low` to `high`: `[low, high]`.
    pub fn interval(low: &Self, high: &Self) -> Self {
        Self::joined(&[low.clone(), high.clone()], Operator::Comma).wrapped(|inner| Piece::Fence {
            fence: Fence::Square,
            when: When::Always,
            inner,
        })
    }

    /// Rows of entries, each as long as the first: `[1, 2]`, `[1, 2; 3, 4]`.
    pub fn rows(rows: &[Vec<Self>]) -> Self {
        if let [row] = rows {
            return Self::joined(row, Operator::Comma).wrapped(|inner| Piece::Fence {
                fence: Fence::Square,
                when: When::Always,
                inner,
            });
        }
        let mut whole = Self::new();
        let entries: Vec<PieceId> = rows.iter().flatten().map(|entry| whole.add_layout(entry)).collect();
        let start = length(whole.children.len());
        whole.children.extend(entries);
        let entries = Range { start, end: length(whole.children.len()) };
        let columns = length(rows.first().map_or(0, Vec::len).max(1));
        whole.add(Piece::Matrix { entries, columns });
        whole
    }

    /// One above the other.
    pub fn fraction(above: &Self, below: &Self) -> Self {
        let mut whole = Self::new();
        let (above, below) = (whole.add_layout(above), whole.add_layout(below));
        whole.add(Piece::Fraction { above, below });
        whole
    }

    /// A size as a power of ten, with as many decimals in the exponent as are given: `10^9.9`, `10³`.
    pub fn power_of_ten(exponent: f64, decimals: usize) -> Self {
        let text = format!("{exponent:.decimals$}");
        let mut whole = Self::new();
        let base = whole.add_number(Number::decimal("10"));
        let above = whole.add_number(Number::decimal(&text));
        whole.add(Piece::Script { base, above, whole: text.parse().ok() });
        whole
    }

    /// `2^12`
    pub fn power_of_two(exponent: i64) -> Self {
        let mut whole = Self::new();
        let text = exponent.to_string();
        let base = whole.add_number(Number::decimal("2"));
        let above = whole.add_number(Number::decimal(&text));
        whole.add(Piece::Script { base, above, whole: text.parse().ok() });
        whole
    }

    /// A name that is none of the worksheet's, for a rule in general.
    pub fn name(canonical: &str) -> Self {
        let name = Name { text: canonical.into(), notation: None };
        Self { pieces: vec![Piece::Name(name)], children: Vec::new() }
    }

    /// `∂of/∂by` of two names.
    pub fn derivative(of: &Self, by: &Self) -> Self {
        let mark = Piece::Differential { order: 1, immediate: false, spelled_out: false };
        let mark = Self { pieces: vec![mark], children: Vec::new() };
        Self::fraction(&Self::sequence(&[mark.clone(), of.clone()]), &Self::sequence(&[mark, by.clone()]))
    }

    /// `∂²of/∂one∂other`; `∂²of/∂one²` where both are the same name.
    pub(crate) fn second_derivative(of: &Self, one: &Self, other: &Self) -> Self {
        let mark = |order| {
            let mark = Piece::Differential { order, immediate: false, spelled_out: false };
            Self { pieces: vec![mark], children: Vec::new() }
        };
        let below = if one == other {
            let mut squared = Self::new();
            let base = squared.add_layout(one);
            let above = squared.add_number(Number::decimal("2"));
            squared.add(Piece::Script { base, above, whole: Some(2) });
            Self::sequence(&[mark(1), squared])
        } else {
            Self::sequence(&[mark(1), one.clone(), mark(1), other.clone()])
        };
        Self::fraction(&Self::sequence(&[mark(2), of.clone()]), &below)
    }

    /// The derivative of something that has no name.
    #[must_use]
    pub fn derived_by(&self, by: &Self) -> Self {
        let mut whole = Self::new();
        let mark = || Piece::Differential { order: 1, immediate: false, spelled_out: false };
        let above = whole.add(mark());
        let of = whole.add_layout(self);
        let of = whole.add_fence(Fence::Round, When::Always, of);
        let below = whole.add(mark());
        let name = whole.add_layout(by);
        let by = whole.add_row(&[below, name]);
        whole.add(Piece::Derivative { mark: above, of, by });
        whole
    }

    /// `∂⁺of/∂by` of two names.
    pub(crate) fn immediate_derivative(of: &Self, by: &Self) -> Self {
        let mark = |immediate| {
            let mark = Piece::Differential { order: 1, immediate, spelled_out: false };
            Self { pieces: vec![mark], children: Vec::new() }
        };
        let [above, below] = [mark(true), mark(false)];
        Self::fraction(&Self::sequence(&[above, of.clone()]), &Self::sequence(&[below, by.clone()]))
    }

    /// `Σ` of this over what stands in `below`.
    #[must_use]
    pub fn summed_over(&self, below: &Self) -> Self {
        let mut whole = below.clone();
        let Some(below) = whole.root() else { return self.clone() };
        let body = whole.add_layout(self);
        whole.add(Piece::BigOperator { sign: Operator::Sum, below, body });
        whole
    }

    /// `Σ` or `∏` of this over an index from `low` to `high`.
    #[must_use]
    pub fn over_index(&self, sign: Operator, index: &Self, low: &Self, high: &Self) -> Self {
        let mut whole = Self::new();
        let [index, low, high, body] = [index, low, high, self].map(|part| whole.add_layout(part));
        whole.add(Piece::Indexed { sign, index, low, high, body });
        whole
    }

    /// All values of an index: `l = 1, …, 50`.
    #[must_use]
    pub fn through(&self, low: &Self, high: &Self) -> Self {
        let mut whole = Self::new();
        let [index, low, high] = [self, low, high].map(|part| whole.add_layout(part));
        whole.add(Piece::Through { index, low, high });
        whole
    }

    fn wrapped(&self, wrap: impl FnOnce(PieceId) -> Piece) -> Self {
        let mut whole = self.clone();
        if let Some(inner) = whole.root() {
            whole.add(wrap(inner));
        }
        whole
    }
}

fn index(position: usize) -> PieceId {
    PieceId(length(position))
}

fn length(count: usize) -> u32 {
    u32::try_from(count).expect("a layout holds fewer than 2^32 pieces")
}
