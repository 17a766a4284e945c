//! Derivations written once for all members of families: products over depth stay products.
//!
//! - [`Linear`], [`Member`], [`Template`]: indices, names and expressions with indices in them;
//! - `links`: a derivation as a chain of steps; `shape` and `run`: steps that repeat, as a product over an index;
//!   `sum` and `inflow`: a recurrence, as a sum of products;
//! - [`Together`]: lines about members that follow each other, as one;
//! - [`Pattern`]: what comes of it, as data; [`Recogniser`] finds it; [`Group`], [`across`]: patterns of several derivations
//!   as one.
//!
//! Nothing is taken for a pattern because it looks like one: every factor of the derivation, its name and what it is, was
//! compared with the generic one at its own index, expression by expression. Two expressions are equal where their ids are.
//!
//! Cost: linear in the factors of the derivation.

mod across;
mod form;
mod group;
mod inflow;
mod instances;
mod linear;
mod links;
mod member;
mod members;
mod numeral;
mod recogniser;
mod run;
mod shape;
mod sum;
mod template;
mod together;

pub use across::{Across, across};
pub use form::{Kind, Over, Part, Pattern, Side, Unit, Written};
pub use group::Group;
pub use linear::Linear;
pub use member::Member;
pub use recogniser::{Letters, Recogniser};
pub use template::Template;
pub use together::Together;

use numeral::Numeral;
