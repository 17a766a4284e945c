//! Why a formula is not read, in a lecturer's words.

use std::fmt;

/// Why a formula is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A side is empty.
    Nothing,
    /// Something must follow.
    Missing,
    /// A comparison inside brackets.
    Comparison,
    /// Several values in brackets.
    List,
    /// Brackets or braces that do not match.
    Unbalanced,
    /// `|_{x=1}`
    EvaluatedAt,
    /// Two numbers side by side.
    TwoNumbers,
    /// Words.
    Words,
    /// Columns.
    Columns,
    /// A command that is not known.
    Command(Box<str>),
    /// A sign that is not known.
    Sign(Box<str>),
    /// Brackets too deep.
    TooDeep,
    /// `1/2x`
    AmbiguousQuotient,
    /// A transpose.
    Transpose,
    /// Vectors, matrices.
    Vector,
    /// A gradient without the name that it is taken by.
    Gradient,
    /// The entries of a matrix.
    Entries,
    /// A norm.
    Norm,
    /// A factorial of a name.
    Factorial,
    /// An index on something that is no name.
    Index,
    /// A power of a function: `\sigma^2(z)`.
    PowerOfFunction,
    /// A function without its argument.
    NoArgument(Box<str>),
    /// The wrong number of arguments.
    Arguments(Box<str>),
    /// Dots for what is left out.
    Dots,
    /// Infinity.
    Infinity,
    /// An integral, a limit.
    Limit,
    /// A function of an array before a product: `\operatorname{tr} A B`.
    Reach,
    /// Cases.
    Cases,
    /// An expectation or a probability.
    Probability,
    /// `d/dx` of something that cannot be told.
    Derivative,
    /// `d t` as a factor.
    Differential,
    /// A macro without end.
    EndlessMacro,
    /// A formula that is too long.
    TooLong,
    /// A formula that is never closed.
    NeverClosed,
    /// A formula whose end is too far away.
    FarEnd,
    /// A formula that is never closed, as many behind it.
    NeverClosedAsOthers,
    /// A formula behind so many that it is not read, nor are those that follow.
    BehindTooMany,
    /// A value with its unit or two signs at once: `\pm`.
    PlusMinus,
}

impl fmt::Display for Unread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Nothing => "nothing stands on one side",
            Self::Missing => "it ends where something must follow",
            Self::Comparison => {
                "a comparison stands inside brackets: a range of numbers is not a number, so nothing can be multiplied by \
                 it or added to it; state the bound on a line of its own"
            }
            Self::List => "several values stand in brackets: lists, points and vectors are not read",
            Self::Unbalanced => "brackets or braces do not match",
            Self::EvaluatedAt => "a bar for a value at a point, or for a size that does not end, is not read",
            Self::TwoNumbers => "two numbers stand side by side with no sign between them",
            Self::Words => "words stand inside the formula",
            Self::Columns => "it is set in columns",
            Self::Command(name) => return write!(formatter, "`\\{name}` is not read"),
            Self::Sign(sign) => return write!(formatter, "`{sign}` is not read here"),
            Self::TooDeep => "brackets stand too deep inside one another",
            Self::AmbiguousQuotient => "what stands behind `/` may be two factors or one: write `\\frac`",
            Self::Transpose => "a transpose: vectors and matrices are not read",
            Self::Vector => "it speaks of vectors or matrices",
            Self::Gradient => {
                "a gradient is read with the name that it is taken by below the sign, `\\nabla_w L`"
            }
            Self::Entries => "the entries of a matrix are not all read, or its rows are of different lengths",

            Self::Reach => "how far a function of a matrix reaches is not clear: write brackets",
            Self::Norm => "a norm of a vector is not read",
            Self::Factorial => "a factorial is read of a number alone",
            Self::Index => "an index stands behind something that is no name",
            Self::PowerOfFunction => "a raised sign at a function may be a power, an inverse or a layer",
            Self::NoArgument(name) => {
                return write!(formatter, "the function `{name}` stands without its argument");
            }
            Self::Arguments(name) => {
                return write!(formatter, "the function `{name}` takes another number of arguments");
            }
            Self::Dots => "dots stand for what is left out",
            Self::Infinity => "infinity is not a number",
            Self::Limit => "limits and integrals are not read",
            Self::Cases => "cases and matrices are not read",
            Self::Probability => "expectations and probabilities are not read",
            Self::Derivative => "what this derivative is taken of, or by, is not read",
            Self::Differential => "a differential stands in it as a factor",
            Self::EndlessMacro => {
                "its macros come to too much, or never end: one may stand in its own expansion"
            }
            Self::TooLong => "it is too long to be read",
            Self::FarEnd => "it is too long to be read: its end stands more than 100 000 bytes further on",
            Self::NeverClosed => "the formula is never closed",
            Self::NeverClosedAsOthers => {
                "the formula is never closed; many before it are not either, and those behind it are not listed"
            }
            Self::BehindTooMany => {
                "the page is too long: neither this formula nor any behind it is read; split the file"
            }
            Self::PlusMinus => "`\\pm` stands for two values at once",
        };
        formatter.write_str(text)
    }
}
