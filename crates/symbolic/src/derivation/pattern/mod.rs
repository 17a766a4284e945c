//! Derivations written once for all members of families: products over depth stay products.
//!
//! - [`Linear`], [`Member`], [`Template`]: indices, names and expressions with indices in them;
//! - `links`: a derivation as a chain of steps; `shape` and `run`: steps that repeat, as a product over an index;
//!   `sum` and `recurrence_end`: a recurrence, as a sum of products;
//! - [`Stretch`]: lines about members that follow each other, as one;
//! - [`Pattern`]: what comes of it, as data; [`Recogniser`] finds it; [`Group`], [`general_pattern`]: patterns of several derivations
//!   as one.
//!
//! Nothing is taken for a pattern because it looks like one: every factor of the derivation, its name and what it is, was
//! compared with the generic one at its own index, expression by expression. Two expressions are equal where their ids are.
//!
//! Cost: linear in the factors of the derivation.

mod form;
mod general;
mod group;
mod instances;
mod letters;
mod limits;
mod linear;
mod links;
mod member;
mod members;
mod numeral;
mod recogniser;
mod recurrence_end;
mod run;
mod shape;
mod stretch;
mod sum;
mod template;

pub use form::{Kind, Over, Part, Pattern, Side, Unit, Written};
pub use general::{GeneralPattern, general_pattern};
pub use group::Group;
pub use letters::Letters;
pub use linear::Linear;
pub use member::Member;
pub use recogniser::Recogniser;
pub use stretch::Stretch;
pub use template::Template;

use numeral::Numeral;
