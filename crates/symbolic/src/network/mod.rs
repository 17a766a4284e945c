//! A network: named quantities and what each is computed from.
//!
//! - [`NetworkBuilder`] collects definitions in any order; [`NetworkBuilder::finish`] sorts them or reports a cycle.
//! - [`Families`] knows which quantities are members of a family, and their indices.
//! - [`Network`] answers who is computed from whom, in an order where inputs come before their users.
//! - [`Dependence`] says what varies with a quantity, the other names held fixed, and [`Occurrences`] where in wide operators.
//! - [`UpdateRule`] says how weights move along their gradients.
//!
//! Quantities keep their names: nothing here substitutes a definition into another.

mod builder;
mod cycle;
mod dependence;
mod family;
mod letters;
mod names;
mod occurrences;
mod quantities;
mod update_rule;

pub use builder::NetworkBuilder;
pub use cycle::Cycle;
pub use dependence::Dependence;
pub use family::{Families, FamilyId, Member, member_name, parts, split_member};
pub use occurrences::{Occurrences, WIDEST_SEARCHED, is_wide};
pub use quantities::{Definition, Network};
pub use update_rule::{Order, Role, RuleArgument, RuleFunction, RuleState, UpdateRule};
