//! What a format that draws has to say: how its signs are spelled, and what stands around parts.

use std::borrow::Cow;

use chainrule_symbolic::function;

use crate::layout::{Accent, Alphabet, Fence, Number, Operator};

/// How a format spells its signs and what it puts around parts.
pub(crate) trait Pen {
    /// The name of the format, for notations that are meant for it alone.
    fn format(&self) -> &'static str;
    /// Letters and digits of a name.
    fn letters(&self, text: &str, alphabet: Alphabet) -> String;
    /// A sign of a name.
    fn sign(&self, sign: char) -> String;
    /// The symbol of a function of the table.
    fn builtin(&self, row: &'static function::Function) -> String;
    /// The symbol of a function in this format.
    fn symbol(&self, symbol: &'static function::Symbol) -> &'static str;
    /// A function with so many primes.
    fn primed(&self, symbol: String, primes: u8) -> String;
    /// Digits; each string but the last may be followed by the end of a line.
    fn number(&self, number: &Number) -> Vec<String>;
    /// Words.
    fn text(&self, text: &str) -> String;
    /// A sign.
    fn operator(&self, operator: Operator) -> &'static str;
    /// What stands behind a comma in running text, so that a line may end there.
    fn behind_comma(&self) -> &'static str;
    /// The stroke between what stands above and below, on a line.
    fn stroke(&self) -> &'static str;
    /// The dots between an index's lowest and highest values, with what stands around them.
    fn through(&self) -> [&'static str; 2];
    /// ∂ with its order.
    fn differential(&self, order: u32, immediate: bool) -> String;
    /// Parts left out.
    fn dots(&self, count: Option<u64>) -> String;
    /// What opens and closes a fence.
    fn fence(&self, brackets: Brackets) -> [Cow<'static, str>; 2];
    /// What stands before, between and behind the parts of a frame: one more than there are parts.
    fn frame(&self, frame: Frame) -> Vec<Cow<'static, str>>;
    /// Whether a line may end between the brackets of a small fence and within what is raised.
    fn breaks_anywhere(&self) -> bool;
    /// What parts two pieces of text that would run together.
    fn between(&self, before: &str, after: &str) -> &'static str;
}

/// A fence as it is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Brackets {
    pub(crate) fence: Fence,
    pub(crate) height: Height,
    /// Whether it stands close behind the name of a function.
    pub(crate) call: bool,
    /// Whether no line ends within it.
    pub(crate) whole: bool,
}

/// How tall a fence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Height {
    /// As a line.
    Line,
    /// As what stands in it.
    Growing,
    /// Large, whatever stands in it.
    Large,
}

/// A shape with parts in it, within which no line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// One above the other.
    Fraction,
    /// The same of two short numbers, drawn small.
    SmallFraction,
    /// What is raised, and to what.
    Power(Base),
    /// A square root.
    Radical,
    /// Entries in so many rows and columns, in round brackets.
    Matrix {
        /// How many rows.
        rows: usize,
        /// How many columns.
        columns: usize,
    },
    /// A sum or a product over something.
    Over(Operator),
    /// A sum or a product over an index with its lowest and highest values.
    OverIndex(Operator),
    /// Something with an accent.
    Accent(Accent),
    /// A name with scripts; its base may be more than one letter.
    Scripts { below: bool, above: bool, grouped: bool },
}

/// What is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Base {
    /// Something whose place for an exponent is free.
    Plain,
    /// A name with a superscript of its own.
    Labelled,
    /// A name that may be a lone accent.
    Accented,
}
