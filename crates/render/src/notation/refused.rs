//! Why notations are refused.

use std::ops::Range;

/// Notations are no longer than this, in bytes.
pub const LONGEST: usize = 200;

/// Why a notation is refused, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Why.
    pub why: Refusal,
    /// The bytes of the notation that are at fault.
    pub at: Range<usize>,
}

impl Refused {
    /// Refuses what is nothing or too long, before it is looked into.
    pub(super) fn by_length(text: &str) -> Result<(), Self> {
        let why = if text.trim().is_empty() {
            Refusal::Empty
        } else if text.len() > LONGEST {
            Refusal::TooLong
        } else {
            return Ok(());
        };
        Err(Self { why, at: 0..text.len() })
    }
}

/// Why a notation is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing.
    Empty,
    /// It is longer than [`LONGEST`].
    TooLong,
    /// A command that does more than typeset, or that is not known to do no more.
    Command(String),
    /// A character that is no letter, digit or sign.
    Character(char),
    /// A brace that closes nothing.
    Closed,
    /// A brace that is never closed.
    Open,
    /// Braces with nothing in them.
    Nothing,
    /// A command, `_` or `^` that lacks what it is put on.
    Unfinished(String),
    /// A script without anything before it.
    NoBase,
    /// Two subscripts or two superscripts on one thing.
    DoubleScript,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => formatter.write_str("a notation can't be empty"),
            Self::TooLong => write!(formatter, "a notation is no longer than {LONGEST} bytes"),
            Self::Command(command) => {
                write!(formatter, "`\\{command}` is not among the commands that a notation may use")
            }
            Self::Character(character) if character.is_ascii_graphic() => {
                write!(formatter, "`{character}` can't stand in a notation")
            }
            Self::Character(character) => {
                write!(formatter, "the character U+{:04X} can't stand in a notation", u32::from(*character))
            }
            Self::Closed => formatter.write_str("this brace closes nothing"),
            Self::Open => formatter.write_str("this brace is never closed"),
            Self::Nothing => formatter.write_str("these braces hold nothing"),
            Self::Unfinished(what) => {
                write!(formatter, "`{what}` lacks what it is put on: a letter, or a group in braces")
            }
            Self::NoBase => formatter.write_str("this script has nothing before it"),
            Self::DoubleScript => formatter.write_str("this puts two scripts in one place"),
        }
    }
}
