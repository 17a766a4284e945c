//! One token, and the names that tokens stand for.

mod names;

pub use chainrule_worksheet::Relation;
pub use names::{NameId, Names};

use chainrule_diagnostic::Span;

/// A token and where it stands.
///
/// Memory: 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

const _: () = assert!(size_of::<Token>() == 16);

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number, still as text.
    Number,
    /// A name in canonical form.
    Name(NameId),
    /// A member of a family with an index that is not a plain number, by the pattern of its family: `a[*]` for
    /// `a[l-1]`, `w^{(*)}` for `w^{(l)}`. The tokens of its indices follow between brackets.
    Member(NameId),
    /// A word that begins or joins statements.
    Keyword(Keyword),
    /// A quoted text.
    Text,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*` in any of its spellings
    Times,
    /// `/`
    Slash,
    /// `^`
    Caret,
    /// A power written in superscripts: `²`, `⁻¹`.
    Superscript(i32),
    /// `√`
    Root,
    /// `∂`
    Partial,
    /// `Σ` or `Π` where a sum or product over a family begins.
    BigOperator,
    /// `'`
    Prime,
    /// `(`, `[` or `{`
    Open(u8),
    /// `)`, `]` or `}`
    Close(u8),
    /// `,`
    Comma,
    /// `..`
    DotDot,
    /// `~`
    Tilde,
    /// `∞`, which stands only at the end of a range.
    Infinity,
    /// `?` at the end of a question: `dL/dw = ?`.
    Question,
    /// Something that means nothing; it has been complained about.
    UnknownCharacter,
    /// `=`, `<=`, …
    Relation(Relation),
    /// End of a statement: a line end or `;`.
    End {
        /// Whether it is a `;`, which ends a statement whatever is open.
        hard: bool,
    },
}

/// A word of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyword {
    /// `given`
    Given,
    /// `derive`
    Derive,
    /// `update`
    Update,
    /// `claim`
    Claim,
    /// `notation`
    Notation,
    /// `let`
    Let,
    /// `for`
    For,
    /// `in` or `∈`
    In,
    /// `by`
    By,
    /// `as`
    As,
    /// `of`
    Of,
}

/// What a word of the language is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// A statement begins with it, and has a list of items behind it.
    List,
    /// A statement begins with it, and has one thing to say.
    Single,
    /// It joins the parts of a statement.
    Joins,
}

/// The words of the language; those that statements begin with come first.
const KEYWORDS: [(&str, Keyword, Role); 11] = [
    ("given", Keyword::Given, Role::List),
    ("derive", Keyword::Derive, Role::List),
    ("update", Keyword::Update, Role::Single),
    ("claim", Keyword::Claim, Role::List),
    ("notation", Keyword::Notation, Role::Single),
    ("let", Keyword::Let, Role::List),
    ("for", Keyword::For, Role::Joins),
    ("in", Keyword::In, Role::Joins),
    ("by", Keyword::By, Role::Joins),
    ("as", Keyword::As, Role::Joins),
    ("of", Keyword::Of, Role::Joins),
];

impl Keyword {
    /// The keyword of this spelling.
    pub fn find(word: &str) -> Option<Self> {
        KEYWORDS.iter().find(|(spelling, ..)| *spelling == word).map(|(_, keyword, _)| *keyword)
    }

    /// The words that statements begin with.
    pub fn beginnings() -> impl Iterator<Item = &'static str> {
        KEYWORDS.iter().filter(|(.., role)| *role != Role::Joins).map(|(word, ..)| *word)
    }

    fn role(self) -> Role {
        KEYWORDS.iter().find(|(_, keyword, _)| *keyword == self).map_or(Role::Joins, |(.., role)| *role)
    }

    /// Whether a statement can begin with it.
    pub fn begins_statement(self) -> bool {
        self.role() != Role::Joins
    }

    /// Whether a list follows it: one that goes on behind a comma at the end of a line.
    pub fn has_list(self) -> bool {
        self.role() == Role::List
    }
}

impl Kind {
    /// Whether a line that ends in this token goes on in the next line.
    pub fn goes_on(self) -> bool {
        match self {
            Self::Plus
            | Self::Minus
            | Self::Times
            | Self::Slash
            | Self::Caret
            | Self::Comma
            | Self::Relation(_)
            | Self::Root
            | Self::Tilde => true,
            Self::Number
            | Self::Name(_)
            | Self::Member(_)
            | Self::Keyword(_)
            | Self::Text
            | Self::Superscript(_)
            | Self::Partial
            | Self::BigOperator
            | Self::Prime
            | Self::Open(_)
            | Self::Close(_)
            | Self::DotDot
            | Self::Infinity
            | Self::Question
            | Self::UnknownCharacter
            | Self::End { .. } => false,
        }
    }
}
