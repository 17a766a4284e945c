//! Expressions as they are written, before shapes are known.

use chainrule_array::word::Over;
use chainrule_diagnostic::Span;
use chainrule_number::Rational;

/// An expression and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub(super) kind: Box<Kind>,
    pub(super) span: Span,
}

/// What stands at one place between the brackets of indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// `*`: the whole axis.
    All,
    /// A number, from 1.
    At(u64),
    /// The letter of a sum or of a definition by entries.
    Letter(String),
    /// `2..4`
    Slice(u64, u64),
}

/// `i in 1..n`
#[derive(Clone, Debug)]
pub(super) struct Range {
    pub(super) name: String,
    /// The size up to which it goes, as it is written.
    pub(super) to: Expr,
    pub(super) span: Span,
}

/// How a factor is joined to those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// `*` and its like, or side by side.
    Times,
    /// `/`
    Over,
    /// `⊙`, `.*`
    Each,
    /// `⊘`, `./`
    EachOver,
}

impl Join {
    /// Whether it joins entry by entry.
    pub(super) fn is_by_entries(self) -> bool {
        matches!(self, Self::Each | Self::EachOver)
    }
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Number(Rational),
    Name(String),
    /// `W[1,2]`, `W[1,*]`, `W[2..3,*]`, `W[i,j]`
    Part(String, Vec<Place>),
    /// `I(4)[1..3,*]`: rows of the identity.
    RowsOfIdentity(Expr, Vec<Place>),
    /// `sum(x[i]*y[i] for i in 1..n)`
    SumFor(Expr, Vec<Range>),
    /// Terms, each with whether a minus stands before it.
    Sum(Vec<(bool, Expr)>),
    /// Factors; the first is joined to nothing.
    Product(Vec<(Join, Expr)>),
    Negative(Expr),
    /// A base, an exponent, and whether it is written `.^`.
    Power(Expr, Expr, bool),
    Transpose(Expr),
    Call {
        name: String,
        primes: u8,
        arguments: Vec<Expr>,
        over: Over,
    },
    /// `dL/dW`, with the indices of one entry where they stand.
    Derivative {
        of: String,
        by: String,
        /// By what once more, for a second derivative.
        then: Option<String>,
        at: Vec<Option<u64>>,
    },
    /// Rows of entries; one row is a vector.
    Literal(Vec<Vec<Expr>>),
}

impl Expr {
    pub(super) fn new(kind: Kind, span: Span) -> Self {
        Self { kind: Box::new(kind), span }
    }

    /// The names in it, with where they stand.
    pub(super) fn names(&self) -> Vec<(String, Span)> {
        let mut found = Vec::new();
        let mut stack = vec![self];
        while let Some(expr) = stack.pop() {
            match &*expr.kind {
                Kind::Name(name) | Kind::Part(name, _) => found.push((name.clone(), expr.span)),
                Kind::SumFor(body, ranges) => {
                    let is_letter = |name: &str| ranges.iter().any(|range| range.name == name);
                    found.extend(body.names().into_iter().filter(|(name, _)| !is_letter(name)));
                }
                Kind::RowsOfIdentity(..) | Kind::Number(_) => {}
                Kind::Derivative { of, by, then, .. } => {
                    let names = [Some(of), Some(by), then.as_ref()];
                    found.extend(names.into_iter().flatten().map(|name| (name.clone(), expr.span)));
                }
                Kind::Sum(terms) => stack.extend(terms.iter().rev().map(|(_, term)| term)),
                Kind::Product(factors) => stack.extend(factors.iter().rev().map(|(_, factor)| factor)),
                Kind::Negative(of) | Kind::Transpose(of) => stack.push(of),
                Kind::Power(base, exponent, _) => stack.extend([exponent, base]),
                Kind::Call { arguments, .. } => stack.extend(arguments.iter().rev()),
                Kind::Literal(rows) => stack.extend(rows.iter().flatten()),
            }
        }
        found
    }
}
