//! The statements that begin with a word, and what reads each.

use super::Resolver;
use super::claims::ReadClaim;
use super::given_item::ReadGiven;
use super::questions::ReadQuery;
use crate::expression::Wrong;
use crate::lexer::{Keyword, Token};

/// Reads the item of a list that begins at a place.
type ReadItem = fn(&mut Resolver<'_>, &[Token], usize) -> Result<(), Wrong>;

/// Reads an item that stands for many, by the clause of its indices.
type ReadItems = fn(&mut Resolver<'_>, &[Token], usize, &[Token]) -> Result<(), Wrong>;

/// What follows the word.
pub(super) enum Takes {
    /// A list of such items, which may stand for many.
    List {
        /// What an item is, for a message.
        item: &'static str,
        one: ReadItem,
        many: ReadItems,
    },
    /// One thing.
    Single(fn(&mut Resolver<'_>, &[Token]) -> Result<(), Wrong>),
}

/// A statement.
pub(super) struct Statement {
    word: Keyword,
    pub(super) takes: Takes,
}

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the methods are of a resolver with one lifetime, not with any"
)]
/// The statements, but for `let`: constants are read before everything else, since indices may hold them; and but for those about the
/// page (`show`, `steps`), which say nothing about the network.
const STATEMENTS: [Statement; 5] = [
    Statement {
        word: Keyword::Given,
        takes: Takes::List {
            item: "a value, such as `w = 1`",
            one: |resolver, tokens, start| resolver.given(tokens, start),
            many: |resolver, tokens, start, clause| resolver.family_item::<ReadGiven>(tokens, start, clause),
        },
    },
    Statement {
        word: Keyword::Derive,
        takes: Takes::List {
            item: "a derivative, such as `dL/dw`",
            one: |resolver, tokens, start| resolver.query(tokens, start),
            many: |resolver, tokens, start, clause| resolver.family_item::<ReadQuery>(tokens, start, clause),
        },
    },
    Statement {
        word: Keyword::Claim,
        takes: Takes::List {
            item: "a comparison, such as `dL/dw = 2`",
            one: |resolver, tokens, start| resolver.claim(tokens, start),
            many: |resolver, tokens, start, clause| resolver.family_item::<ReadClaim>(tokens, start, clause),
        },
    },
    Statement { word: Keyword::Update, takes: Takes::Single(|resolver, tokens| resolver.update(tokens)) },
    Statement { word: Keyword::Notation, takes: Takes::Single(|resolver, tokens| resolver.notation(tokens)) },
];

impl Statement {
    /// The statement that begins with a word.
    pub(super) fn find(word: Keyword) -> Option<&'static Self> {
        const { &STATEMENTS }.iter().find(|statement| statement.word == word)
    }
}

/// What statements are, for a line that is none.
pub(super) fn what_statements_are() -> String {
    let words: Vec<&str> = Keyword::beginnings().collect();
    let (last, others) = words.split_last().expect("there are statements");
    format!("statements are definitions or begin with {} or {last}", others.join(", "))
}
