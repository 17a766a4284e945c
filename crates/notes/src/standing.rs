//! How sure it is that a claim is meant, and how it is asked of the engine.

use chainrule::worksheet::Relation as Sign;
use chainrule_latex::rows::Relation;

/// The sign of a worksheet for a relation; nothing for those that are not judged.
pub(crate) fn sign(relation: Relation) -> Option<Sign> {
    match relation {
        Relation::Equal | Relation::Assign => Some(Sign::Equal),
        Relation::Less => Some(Sign::Less),
        Relation::AtMost => Some(Sign::AtMost),
        Relation::Greater => Some(Sign::Greater),
        Relation::AtLeast => Some(Sign::AtLeast),
        Relation::About | Relation::MuchLess | Relation::MuchGreater | Relation::None => None,
    }
}

/// How sure the place of a claim makes that it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It follows from what stands before it, or derives by definitions: it is meant to hold.
    Meant,
    /// It may be an equation to be solved, or a condition.
    Perhaps,
}
