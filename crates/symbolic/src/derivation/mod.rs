//! Derivations as data: the chain over quantities, and the working inside each factor.
//!
//! - [`Calculus`] derives; it keeps every factor it worked out, so that the next derivation only cites it;
//! - [`Chain`] is what lies between a target and what it is derived by; [`fold`] adds its products up, whatever they are
//!   products of;
//! - [`Derivation`] is one answer: the chain, written as paths or as backpropagation, and the factors put back;
//! - [`Factor`] is the derivative along one edge, with its [`Working`]: [`Step`]s by rules;
//! - [`Slope`] is the formula behind a primed function; [`Fact`]s say what holds and what was taken for granted.
//!
//! - [`pattern`]: a derivation written once for all members of families, with ∏ and Σ.
//!
//! There is no second, faster differentiator beside the explained one.

mod calculus;
mod certain_sign;
mod chain;
mod definition_parts;
mod fact;
mod fact_list;
mod factor;
mod factors;
mod kept;
mod lines;
pub mod pattern;
mod put_back;
mod record;
mod renaming;
mod scope;
mod shape;
mod slope;
mod step;
mod whole;
mod working;

pub use calculus::{Calculus, MOST_PATH_FACTORS, MOST_PATH_FACTORS_ASKED, MOST_PATHS, Shortcut};
pub use chain::{Chain, Edge, Origin, PathCount, Ring, Users, fold, fold_to_end};
pub use fact::{Fact, Must};
pub use factor::{Factor, FactorId, WorkingId};
pub use record::{Adjoint, Derivation, Fold, Form, Path, Term};
pub use slope::{Slope, formula, primed_function, without_primes};
pub use step::Step;
pub use working::{Factless, Line, Working};
