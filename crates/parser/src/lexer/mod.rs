//! Text to tokens.
//!
//! - [`Token`] is one token with its span; [`Tokens`] are those of a whole worksheet, with the names they mention;
//! - [`scan`] makes them, with `nom` for the shapes of numbers and names;
//! - `alphabet` knows letters, look-alikes and Unicode scripts.

mod alphabet;
mod names;
mod scan;
mod token;

pub use names::{NameId, Names};
pub use scan::{MOST_STATEMENT_TOKENS, Tokens, scan};
pub use token::{Keyword, Kind, Relation, Token};
