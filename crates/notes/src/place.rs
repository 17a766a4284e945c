//! Where a relation stands.

use chainrule_latex::rows::Relation;

/// Where a relation stands.
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of it")]
pub(crate) struct Place<'a> {
    pub(crate) relation: Relation,
    /// Whether nothing stands before its left side.
    pub(crate) is_first: bool,
    /// Whether its left side is `f(x)`.
    pub(crate) function: Option<&'a (String, Vec<String>)>,
    /// The word before it.
    pub(crate) word: Option<&'a str>,
    /// Whether both its sides stand in brackets.
    pub(crate) is_bracketed: bool,
    /// Whether its right side is one of a list.
    pub(crate) is_list: bool,
    /// Whether it is one side of `\iff`.
    pub(crate) is_equivalent: bool,
}
