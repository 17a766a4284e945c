//! Tokens that stand elsewhere, such as those below a line, read into the same tree.

use super::Reader;
use crate::token::Token;
use crate::tree::NodeId;

impl Reader<'_> {
    /// A reader of tokens that stand elsewhere; it holds the tree until it gives that back.
    pub(super) fn inside<'t>(&mut self, tokens: &'t [Token]) -> Reader<'t>
    where
        Self: 't,
    {
        Reader {
            tokens,
            at: 0,
            names: self.names,
            tree: std::mem::take(&mut self.tree),
            depth: self.depth + 1,
            bars: 0,
        }
    }

    /// Reads tokens that stand elsewhere into the same tree.
    pub(super) fn apart(&mut self, tokens: &[Token]) -> Option<NodeId> {
        let mut inner = self.inside(tokens);
        let read = inner.sum();
        let is_whole = inner.at == tokens.len();
        self.tree = inner.tree;
        read.ok().filter(|_| is_whole)
    }
}
