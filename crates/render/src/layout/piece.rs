//! The nodes of a layout.

use std::borrow::Cow;
use std::sync::Arc;

use chainrule_symbolic::function;
use chainrule_symbolic::graph;

use super::Number;
use super::build::Layout;
use super::notation::Notation;

/// A node of one layout. A child's id is smaller than its parent's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PieceId(pub(super) u32);

impl PieceId {
    /// Position in the layout's arena.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A stretch of the layout's list of children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub(super) start: u32,
    pub(super) end: u32,
}

/// A node of a layout.
///
/// Memory: 32 bytes, besides what stands in boxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// One after another.
    Row(Range),
    /// Digits.
    Number(Box<Number>),
    /// A quantity.
    Name(Name),
    /// The symbol of a function, with its primes.
    Function(Function, u8),
    /// Upright words.
    Text(String),
    /// A sign.
    Operator(Operator),
    /// One above the other; on a line, one before the other with a slash between.
    Fraction {
        /// The numerator.
        above: PieceId,
        /// The denominator.
        below: PieceId,
    },
    /// ∂ with its order, before what is derived and before each name derived by.
    Differential {
        /// How often; 1 is not written.
        order: u32,
        /// Whether it is the immediate derivative, `∂⁺`.
        immediate: bool,
        /// Whether the letter `d` would be read as part of a name, so that the word `partial` is written in ASCII.
        spelled_out: bool,
    },
    /// The derivative of an expression that has no name: an operator before it in print, a slash after it on a line.
    Derivative {
        /// ∂ with its order.
        mark: PieceId,
        /// The expression, in its fence.
        of: PieceId,
        /// The names derived by.
        by: PieceId,
    },
    /// A power.
    Script {
        /// What is raised.
        base: PieceId,
        /// To what.
        above: PieceId,
        /// The exponent, where it is a whole number.
        whole: Option<i32>,
    },
    /// Something in brackets.
    Fence {
        /// The brackets.
        fence: Fence,
        /// Whether they are needed in every format.
        when: When,
        /// What stands in them.
        inner: PieceId,
    },
    /// A square root.
    Radical(PieceId),
    /// Entries in rows and columns; on a line, rows with semicolons between.
    Matrix {
        /// The entries, row after row.
        entries: Range,
        /// How many columns.
        columns: u32,
    },
    /// A sum or a product over something.
    BigOperator {
        /// `Sum` or `Product`.
        sign: Operator,
        /// What it runs over.
        below: PieceId,
        /// What is summed or multiplied.
        body: PieceId,
    },
    /// A sum or a product over an index.
    Indexed {
        /// `Sum` or `Product`.
        sign: Operator,
        /// The index.
        index: PieceId,
        /// Its lowest value.
        low: PieceId,
        /// Its highest value.
        high: PieceId,
        /// What is summed or multiplied.
        body: PieceId,
    },
    /// All values of an index: `l = 1, …, 50`.
    Through {
        /// The index.
        index: PieceId,
        /// Its lowest value.
        low: PieceId,
        /// Its highest value.
        high: PieceId,
    },
    /// Parts left out: so many, or too many to count.
    Dots(Option<u64>),
    /// Letters or digits of a name, in one alphabet.
    Letters(Box<str>, Alphabet),
    /// A sign in a name: `+`, `(`, `⊙`; spaces are signs too.
    Sign(char),
    /// A part of a name under or over an accent.
    Accent {
        /// The accent.
        accent: Accent,
        /// What it is put on.
        inner: PieceId,
    },
    /// A part of a name with scripts of its own, which are no powers.
    Scripts {
        /// What they are put on.
        base: PieceId,
        /// The subscript.
        below: Option<PieceId>,
        /// The superscript.
        above: Option<PieceId>,
    },
}

const _: () = assert!(size_of::<Piece>() <= 32);

/// How letters look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// As formulas have them: letters in italics, digits upright.
    Formula,
    /// Upright.
    Upright,
    /// Words in italics.
    Italic,
    /// Bold and upright.
    Bold,
    /// Bold, letters in italics.
    BoldItalic,
    /// Without serifs.
    Sans,
    /// All of one width.
    Monospace,
    /// Calligraphic.
    Calligraphic,
    /// Upright, as the name of a function.
    Operator,
}

/// What stands over or under a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accent {
    /// `ŷ`
    Hat,
    /// A hat as wide as what it is put on.
    WideHat,
    /// `x̄`
    Bar,
    /// A line over all of it.
    Overline,
    /// `x̃`
    Tilde,
    /// A tilde as wide as what it is put on.
    WideTilde,
    /// `ẋ`
    Dot,
    /// `ẍ`
    TwoDots,
    /// `x⃗`
    Vector,
    /// `x̌`
    Check,
    /// `x̆`
    Breve,
    /// `x́`
    Acute,
    /// `x̀`
    Grave,
    /// A line under all of it.
    Underline,
}

/// A name, as the worksheet has it and as the reader wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name in canonical form.
    pub text: Box<str>,
    /// How the reader wants it to look.
    pub notation: Option<Arc<Notation>>,
}

impl Name {
    /// The name with its parts.
    pub fn parts(&self) -> graph::Name<'_> {
        graph::Name::from_canonical(&self.text)
    }

    /// How the reader wants it to look in a format.
    pub fn noted(&self, format: &str) -> Option<&Layout> {
        self.notation.as_deref()?.layout(format)
    }

    /// The name as a layout: as the reader wants it to look, or as the language says.
    pub(crate) fn layout_in(&self, format: &str) -> Cow<'_, Layout> {
        self.noted(format).map_or_else(|| Cow::Owned(Layout::of_name(self.parts())), Cow::Borrowed)
    }
}

/// The symbol of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Function {
    /// One of the table.
    Builtin(&'static function::Function),
    /// One of the table, with another symbol.
    Renamed(&'static function::Function, &'static function::Symbol),
    /// One of the worksheet, by its canonical name.
    User(Box<str>),
}

/// A pair of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fence {
    /// `( )`
    Round,
    /// `[ ]`, an interval.
    Square,
    /// `| |`, an absolute value; on a line, `abs( )`.
    Bars,
}

/// Where brackets are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// In every format.
    Always,
    /// Around the arguments of a function: in every format, close to its name.
    Call,
    /// Only where fractions and powers are written on one line.
    OnALine,
}

/// A sign.
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
    /// `·` with room around it, between the factors of a chain.
    Chained,
    /// Between factors that read as a product without a sign: `wx`.
    Implied,
    /// The same where the names would run into each other: `O₁₁ w₁₁⁽²⁾`.
    ImpliedApart,
    /// `×` between numbers.
    Times,
    /// `×` between sizes: `2×3`.
    By,
    /// `,` between arguments.
    Comma,
    /// A small space between differentials.
    Thin,
    /// `=`
    Equal,
    /// `≈`
    About,
    /// `≠`
    Unequal,
    /// `±`
    PlusMinus,
    /// `→`
    Becomes,
    /// `<`
    Less,
    /// `≤`
    AtMost,
    /// `>`
    Greater,
    /// `≥`
    AtLeast,
    /// `←` from what is computed to what it is computed from.
    From,
    /// `∞`
    Infinity,
    /// `Σ` over something.
    Sum,
    /// `Π` over something.
    Product,
    /// `for` before the values for which a line holds.
    ForAll,
    /// `⊙` between arrays multiplied entry by entry.
    Each,
    /// `⊘` between arrays divided entry by entry.
    EachOver,
    /// `ᵀ`, raised behind a matrix.
    Transpose,
}
