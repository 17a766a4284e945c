//! Mathematics as a tree of boxes, before it is any format.
//!
//! - [`Layout`]: the tree, in an arena of its own: no depth can overflow a stack;
//! - [`Piece`]: its nodes: rows, fractions, scripts, fences, radicals, names, numbers, operators;
//! - `commands`: the commands of TeX for signs, accents and alphabets;
//! - [`Number`]: digits with sign, point and exponent.
//!
//! Everything a reader must be able to rely on (signs, parentheses, order, what is left out) stands in the layout.
//! A format of [`crate::spelling`] only writes it down.

mod build;
pub(crate) mod commands;
mod level;
mod name;
mod notation;
mod number;
mod piece;

pub use build::Layout;
pub(crate) use level::Level;
pub use name::Labels;
pub(crate) use name::NameStyle;
pub use notation::Notation;
pub use number::Number;
pub use piece::{Accent, Alphabet, Fence, Function, Name, Operator, Piece, PieceId, Range, When};
