//! Putting layouts together, with parentheses where the parts need them.

use super::{Fence, Layout, Operator, Piece, PieceId, Relation, Value};

impl Layout {
    fn of(piece: Piece) -> Self {
        let mut layout = Self::empty();
        layout.push(piece);
        layout
    }

    /// Words, set upright.
    pub fn text(text: impl Into<String>) -> Self {
        Self::of(Piece::Text(text.into()))
    }

    /// A number as programs write it: `7507500000`, `1/4`, `2e-13`.
    pub fn value(text: &str) -> Self {
        Self::of(Piece::Number(Value::new(text)))
    }

    /// A number.
    pub fn number(value: Value) -> Self {
        Self::of(Piece::Number(value))
    }

    /// `…`
    pub fn ellipsis() -> Self {
        Self::of(Piece::Ellipsis)
    }

    /// The layout in parentheses.
    pub fn fenced(&self) -> Self {
        let mut layout = self.clone();
        layout.push(Piece::Fenced(Fence::Always, self.root));
        layout
    }

    /// Layouts with an operator between them, no parentheses added.
    pub fn joined(parts: &[Self], operator: Operator) -> Self {
        let mut layout = Self::empty();
        let mut row = Vec::with_capacity(2 * parts.len());
        for part in parts {
            if !row.is_empty() {
                row.push(layout.push(Piece::Operator(operator)));
            }
            row.push(layout.adopt(part));
        }
        layout.row(&row);
        layout
    }

    /// `a × b × c`, with parentheses where a factor needs them.
    pub fn product(factors: &[Self]) -> Self {
        Self::multiplied(factors, Operator::Cross)
    }

    /// Layouts multiplied with a sign of the caller's choice, with parentheses where a factor needs them.
    pub fn multiplied(factors: &[Self], sign: Operator) -> Self {
        let mut layout = Self::empty();
        let mut row = Vec::with_capacity(2 * factors.len());
        for (position, factor) in factors.iter().enumerate() {
            if position > 0 {
                row.push(layout.push(Piece::Operator(sign)));
            }
            let inner = layout.adopt(factor);
            row.push(match factor.fence_as_factor(position == 0) {
                Some(fence) => layout.push(Piece::Fenced(fence, inner)),
                None => inner,
            });
        }
        layout.row(&row);
        layout
    }

    /// `first relation second relation third`: `0 < σ'(Z) ≤ 1/4`.
    pub fn chain(first: &Self, rest: &[(Relation, Self)]) -> Self {
        let mut layout = Self::empty();
        let mut row = vec![layout.adopt(first)];
        for (relation, part) in rest {
            row.push(layout.push(Piece::Operator(Operator::Relation(*relation))));
            row.push(layout.adopt(part));
        }
        layout.row(&row);
        layout
    }

    /// Two sides and their relation.
    pub fn related(left: &Self, relation: Relation, right: &Self) -> Self {
        Self::chain(left, &[(relation, right.clone())])
    }

    /// One layout over another.
    pub fn fraction(over: &Self, under: &Self) -> Self {
        let mut layout = Self::empty();
        let over_id = layout.inline(over, over.is_loose() || over.reads_as_fraction());
        let under_id = layout.inline(under, !under.holds_together());
        layout.push(Piece::Fraction(over_id, under_id));
        layout
    }

    /// A base with an exponent.
    pub fn power(base: &Self, exponent: &Self) -> Self {
        let mut layout = Self::empty();
        let mut base_id = layout.adopt(base);
        if !base.holds_together() || matches!(base.piece(base.root), Piece::Superscript(..)) {
            base_id = layout.push(Piece::Fenced(Fence::Always, base_id));
        }
        let exponent_id = layout.inline(exponent, !exponent.holds_together());
        layout.push(Piece::Superscript(base_id, exponent_id));
        layout
    }

    /// Layouts side by side, nothing between them.
    pub fn row_of(parts: &[Self]) -> Self {
        let mut layout = Self::empty();
        let row: Vec<PieceId> = parts.iter().map(|part| layout.adopt(part)).collect();
        layout.row(&row);
        layout
    }

    /// `Σ` (or `Π`) of a body, with bounds.
    pub fn big(product: bool, below: &Self, above: &Self, body: &Self) -> Self {
        let mut layout = Self::empty();
        let (below, above, body) = (layout.adopt(below), layout.adopt(above), layout.adopt(body));
        layout.push(Piece::Big { product, below, above, body });
        layout
    }

    fn inline(&mut self, part: &Self, needed: bool) -> PieceId {
        let id = self.adopt(part);
        if needed { self.push(Piece::Fenced(Fence::Inline, id)) } else { id }
    }

    /// Whether it is a sum, or begins with a minus, or relates sides.
    fn is_loose(&self) -> bool {
        match self.piece(self.root) {
            Piece::Row(span) => self.pieces_of(*span).iter().any(|&id| {
                matches!(
                    self.piece(id),
                    Piece::Operator(Operator::Plus | Operator::Minus | Operator::Negative | Operator::Relation(_))
                )
            }),
            Piece::Number(value) => value.negative,
            Piece::Text(_)
            | Piece::Name(_)
            | Piece::Operator(_)
            | Piece::Ellipsis
            | Piece::Fenced(..)
            | Piece::Fraction(..)
            | Piece::Superscript(..)
            | Piece::Radical(_)
            | Piece::Absolute(_)
            | Piece::Call { .. }
            | Piece::Derivative { .. }
            | Piece::Big { .. } => false,
        }
    }

    fn reads_as_fraction(&self) -> bool {
        match self.piece(self.root) {
            Piece::Fraction(..) | Piece::Derivative { .. } => true,
            Piece::Number(value) => value.digits.contains('/'),
            Piece::Text(_)
            | Piece::Name(_)
            | Piece::Operator(_)
            | Piece::Ellipsis
            | Piece::Row(_)
            | Piece::Fenced(..)
            | Piece::Superscript(..)
            | Piece::Radical(_)
            | Piece::Absolute(_)
            | Piece::Call { .. }
            | Piece::Big { .. } => false,
        }
    }

    /// Whether it may stand below a fraction bar or under an exponent on one line as it is.
    fn holds_together(&self) -> bool {
        let scaled = matches!(self.piece(self.root), Piece::Number(value) if value.exponent10.is_some());
        let row = matches!(self.piece(self.root), Piece::Row(_) | Piece::Big { .. });
        !(scaled || row || self.is_loose() || self.reads_as_fraction())
    }

    fn fence_as_factor(&self, first: bool) -> Option<Fence> {
        let derivative = matches!(self.piece(self.root), Piece::Derivative { .. });
        if self.is_loose() {
            let number = matches!(self.piece(self.root), Piece::Number(_));
            return (!(first && number)).then_some(Fence::Always);
        }
        (!first && !derivative && self.reads_as_fraction()).then_some(Fence::Inline)
    }
}
