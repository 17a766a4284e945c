//! Text to tokens.
//!
//! - [`Tokens`] are those of a whole worksheet, with the names they mention;
//! - [`scan`] makes them, with `nom` for the shapes of numbers and names;
//! - `member` reads the indices of members of families;
//! - `number` and `name` know how numbers and names are written, `unknown_character` and `meaningless` what to say about anything else;
//! - `greek_product` asks whether `αx` is a product;
//! - `question` knows where `?` ends a question;
//! - `latex` reads lines of LaTeX with the reader of formulas;
//! - `plain_latex` rewrites a line of LaTeX for a message;
//! - `point` says what is written for methods and libraries of programs, `programs` reads them beside declared shapes;
//! - `alphabet` knows letters, look-alikes and Unicode scripts.

mod alphabet;
mod greek_product;
mod latex;
mod meaningless;
mod member;
mod name;
mod number;
mod plain_latex;
mod point;
mod programs;
mod question;
mod scan;
mod unknown_character;

pub(crate) use alphabet::{is_spelled_greek, superscript};
pub(crate) use latex::{is_latex as is_latex_line, is_latex_at, opens_or_closes};
pub use name::MOST_NAME_LENGTH;
pub(crate) use programs::BARS;
pub use scan::{MOST_MISTAKES, MOST_STATEMENT_TOKENS, MOST_TOKENS, Tokens, scan, scan_arrays};

pub use crate::token::{Keyword, Kind, NameId, Names, Relation, Token};
