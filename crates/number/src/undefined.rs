//! Why an operation has no value.

use std::fmt;

use super::Elementary;

/// Why an operation has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undefined {
    /// Divided by zero.
    DivisionByZero,
    /// The logarithm of something that is not positive.
    Logarithm,
    /// The square root of something negative.
    SquareRoot,
    /// An inverse function outside its domain.
    Domain(Elementary),
    /// A power of a negative base with an exponent that is not whole.
    Power,
    /// The result is not rational: exact arithmetic can't hold it.
    NotRational,
    /// The result has more digits than allowed.
    TooLarge,
    /// The result is larger than the largest exponent counts, or smaller than the smallest.
    BeyondExponents,
    /// A derivative at a kink, where there is none.
    Kink,
    /// A name has no value.
    Unknown,
    /// So few digits are certain that nothing follows.
    TooFewDigits,
    /// An interval holds numbers on both sides of an edge of the domain: more digits may tell on which side the number
    /// lies.
    NotTold(Edge),
}

/// An edge of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// A divisor of 0.
    Divisor,
    /// 0, above which there are logarithms.
    Logarithm,
    /// 0, below which there are no square roots.
    SquareRoot,
    /// An end of the domain of an inverse function.
    Domain(Elementary),
    /// A base of 0.
    Power,
}

impl Undefined {
    /// Whether a higher precision may find a value, or may find that there is none.
    pub fn is_not_told(self) -> bool {
        matches!(self, Self::NotTold(_))
    }
}

impl fmt::Display for Undefined {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::DivisionByZero => "a division by zero",
            Self::Logarithm => "the logarithm of a number that is not positive",
            Self::SquareRoot => "the square root of a negative number",
            Self::Domain(_) => "a function outside its domain",
            Self::Power => "a power of a negative number with an exponent that is not whole",
            Self::NotRational => "a number that is not rational",
            Self::TooLarge => "a number with too many digits",
            Self::BeyondExponents => "a number with an exponent of more than 17 digits",
            Self::Kink => "a derivative at a kink",
            Self::Unknown => "a name without a value",
            Self::TooFewDigits => "a number of which too few digits are certain",
            Self::NotTold(Edge::Divisor) => "a division by a number that is not told from 0",
            Self::NotTold(Edge::Logarithm) => "the logarithm of a number that is not told from 0",
            Self::NotTold(Edge::SquareRoot) => {
                "the square root of a number that is not told from those below 0"
            }
            Self::NotTold(Edge::Domain(_)) => {
                "a function at a number that is not told from those outside its domain"
            }
            Self::NotTold(Edge::Power) => "a power of a number that is not told from 0",
        })
    }
}

impl std::error::Error for Undefined {}
