//! What stands for many: an item of a statement whose expressions can be replaced.

use chainrule_diagnostic::Span;
use chainrule_symbolic::graph::ExprId;

use crate::expression::{Reader, Wrong};
use crate::lexer::Token;
use crate::resolve::Resolver;
use crate::resolve::given_item::ReadGiven;

/// What an item of a statement was read as; its expressions can be replaced by those of an instance.
pub(in crate::resolve) trait Instance: Sized {
    /// Reads one.
    fn read(reader: &mut Reader<'_>, tokens: &[Token], start: usize) -> Result<Self, Wrong>;
    /// All expressions in it.
    fn roots(&self) -> Vec<ExprId>;
    /// The same with other expressions.
    fn with(&self, roots: &[ExprId]) -> Self;
    /// Whether it says at which values of the indices it was taken.
    const SAYS_WHERE: bool;
    /// Takes what it says.
    fn take(self, resolver: &mut Resolver<'_>, at: &str) -> Result<(), Wrong>;
    /// Where it stands.
    fn span(&self) -> Span;
    /// Itself, where a `*` in it stands for members that nothing else gives, so that it waits for everything else.
    fn filler(&self) -> Option<ReadGiven>;
}
