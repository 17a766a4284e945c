//! Comparisons between the sides of claims.

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `~=` or `≈`
    About,
    /// `<`
    Less,
    /// `<=` or `≤`
    AtMost,
    /// `>`
    Greater,
    /// `>=` or `≥`
    AtLeast,
}
