//! One token.

pub use chainrule_worksheet::Relation;

use chainrule_diagnostic::Span;

use super::NameId;

/// A token and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

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
    /// Something that means nothing; it has been complained about.
    Stranger,
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

impl Keyword {
    /// The keyword of this spelling.
    pub fn find(word: &str) -> Option<Self> {
        Some(match word {
            "given" => Self::Given,
            "derive" => Self::Derive,
            "update" => Self::Update,
            "claim" => Self::Claim,
            "notation" => Self::Notation,
            "let" => Self::Let,
            "for" => Self::For,
            "in" => Self::In,
            "by" => Self::By,
            "as" => Self::As,
            "of" => Self::Of,
            _ => return None,
        })
    }

    /// Whether a statement can begin with it.
    pub fn begins_statement(self) -> bool {
        match self {
            Self::Given | Self::Derive | Self::Update | Self::Claim | Self::Notation | Self::Let => true,
            Self::For | Self::In | Self::By | Self::As | Self::Of => false,
        }
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
            | Self::Stranger
            | Self::End { .. } => false,
        }
    }
}
