//! The arena of a formula: pieces with ids, children before parents.

use super::Value;

/// The place of a piece in its layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PieceId(pub(crate) u32);

impl PieceId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    fn shifted(self, by: u32) -> Self {
        Self(self.0 + by)
    }
}

/// A stretch of the children list of a layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub(crate) start: u32,
    pub(crate) count: u32,
}

/// A formula, ready to be spelled.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) children: Vec<PieceId>,
    pub(crate) root: PieceId,
}

/// A name with all its spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// In Unicode text: `w₁₁⁽²⁾`.
    pub unicode: String,
    /// In ASCII text: `w11^{(2)}`.
    pub ascii: String,
    /// In LaTeX: `w_{11}^{(2)}`.
    pub latex: String,
    /// Whether it ends in a raised label, so that an exponent needs care.
    pub labelled: bool,
}

/// An infix or prefix sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+` between terms.
    Plus,
    /// `-` between terms.
    Minus,
    /// `-` before a term.
    Negative,
    /// `·` between factors.
    Dot,
    /// `×` between numbers.
    Cross,
    /// A relation between sides.
    Relation(Relation),
}

/// How two sides relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `≠`
    NotEqual,
    /// `≈`
    About,
    /// `<`
    Less,
    /// `≤`
    AtMost,
    /// `>`
    Greater,
    /// `≥`
    AtLeast,
    /// `∈`
    In,
    /// `:=`, said of a definition.
    Defined,
    /// `:`
    Colon,
    /// `→`
    Becomes,
}

/// Whether a parenthesis is always needed or only where a formula is written on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fence {
    /// In every format.
    Always,
    /// Not where a fraction bar or a raised exponent already groups.
    Inline,
}

/// One piece of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Words, set upright.
    Text(String),
    /// A number.
    Number(Value),
    /// A name.
    Name(Name),
    /// An operator.
    Operator(Operator),
    /// `…`
    Ellipsis,
    /// Pieces in a row; lines may break before its operators.
    Row(Span),
    /// A parenthesis around a piece.
    Fenced(Fence, PieceId),
    /// One over the other.
    Fraction(PieceId, PieceId),
    /// A base with an exponent.
    Superscript(PieceId, PieceId),
    /// A square root.
    Radical(PieceId),
    /// `|a|`
    Absolute(PieceId),
    /// A function put to arguments.
    Call {
        /// Its spellings.
        function: Name,
        /// How many primes it carries.
        primes: u8,
        /// Its arguments.
        arguments: Span,
    },
    /// A derivative: its order, what is derived, and by what: pairs of a name and how often, as a flat list of
    /// names, repeated names standing next to each other once for each order.
    Derivative {
        /// Whether only the direct dependence counts: `∂⁺`.
        immediate: bool,
        /// Whether `dL` or `dw` is itself a name, so that plain text must say `partial`.
        spelled_out: bool,
        /// What is derived.
        of: PieceId,
        /// By what.
        by: Span,
    },
    /// `Σ` or `Π` with bounds below and above.
    Big {
        /// `Π` rather than `Σ`.
        product: bool,
        /// What stands below.
        below: PieceId,
        /// What stands above.
        above: PieceId,
        /// What is summed or multiplied.
        body: PieceId,
    },
}

impl Layout {
    pub(crate) fn empty() -> Self {
        Self { pieces: Vec::new(), children: Vec::new(), root: PieceId(0) }
    }

    pub(crate) fn push(&mut self, piece: Piece) -> PieceId {
        let id = PieceId(u32::try_from(self.pieces.len()).expect("a layout holds fewer than 2^32 pieces"));
        self.pieces.push(piece);
        self.root = id;
        id
    }

    pub(crate) fn span(&mut self, ids: &[PieceId]) -> Span {
        let start = u32::try_from(self.children.len()).expect("a layout holds fewer than 2^32 pieces");
        self.children.extend_from_slice(ids);
        Span { start, count: u32::try_from(ids.len()).expect("a layout holds fewer than 2^32 pieces") }
    }

    pub(crate) fn row(&mut self, ids: &[PieceId]) -> PieceId {
        let span = self.span(ids);
        self.push(Piece::Row(span))
    }

    /// The piece behind an id.
    pub fn piece(&self, id: PieceId) -> &Piece {
        &self.pieces[id.index()]
    }

    /// The outermost piece.
    pub fn root(&self) -> PieceId {
        self.root
    }

    /// The pieces of a stretch.
    pub fn pieces_of(&self, span: Span) -> &[PieceId] {
        &self.children[span.start as usize..(span.start + span.count) as usize]
    }

    /// Copies another layout into this one and answers where its root came to lie.
    pub(crate) fn adopt(&mut self, other: &Self) -> PieceId {
        let by = u32::try_from(self.pieces.len()).expect("a layout holds fewer than 2^32 pieces");
        let children = u32::try_from(self.children.len()).expect("a layout holds fewer than 2^32 pieces");
        let moved = |span: Span| Span { start: span.start + children, count: span.count };
        self.children.extend(other.children.iter().map(|id| id.shifted(by)));
        self.pieces.extend(other.pieces.iter().map(|piece| match piece {
            Piece::Text(_) | Piece::Number(_) | Piece::Name(_) | Piece::Operator(_) | Piece::Ellipsis => piece.clone(),
            Piece::Row(span) => Piece::Row(moved(*span)),
            Piece::Fenced(fence, id) => Piece::Fenced(*fence, id.shifted(by)),
            Piece::Fraction(over, under) => Piece::Fraction(over.shifted(by), under.shifted(by)),
            Piece::Superscript(base, power) => Piece::Superscript(base.shifted(by), power.shifted(by)),
            Piece::Radical(id) => Piece::Radical(id.shifted(by)),
            Piece::Absolute(id) => Piece::Absolute(id.shifted(by)),
            Piece::Call { function, primes, arguments } => {
                Piece::Call { function: function.clone(), primes: *primes, arguments: moved(*arguments) }
            }
            Piece::Derivative { immediate, spelled_out, of, by: names } => Piece::Derivative {
                immediate: *immediate,
                spelled_out: *spelled_out,
                of: of.shifted(by),
                by: moved(*names),
            },
            Piece::Big { product, below, above, body } => Piece::Big {
                product: *product,
                below: below.shifted(by),
                above: above.shifted(by),
                body: body.shifted(by),
            },
        }));
        other.root.shifted(by)
    }
}
