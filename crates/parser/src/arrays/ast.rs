//! Expressions as they are written, before shapes are known.

use chainrule_array::WholeId;
use chainrule_array::word::Over;
use chainrule_diagnostic::Span;
use chainrule_number::Rational;

use crate::expression::Wrong;

/// An expression and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub(super) kind: Box<Kind>,
    pub(super) span: Span,
}

/// What stands at one place between the brackets of indices.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// `*`: the whole axis.
    All,
    /// A number, from 1.
    At(u64),
    /// The letter of a sum or of a definition by entries.
    Letter(String),
    /// `i+j-1`: letters, each so many times, and a number.
    Shifted(Vec<(i64, String)>, i64),
    /// `2..4`
    Slice(u64, u64),
    /// `c[t]`, `c`: the index that a quantity holds.
    Chosen(Box<Expr>),
}

impl Place {
    /// The expression of an index that a quantity holds.
    pub(super) fn chosen(&self) -> Option<&Expr> {
        match self {
            Self::Chosen(of) => Some(of),
            Self::All | Self::At(_) | Self::Letter(_) | Self::Shifted(..) | Self::Slice(..) => None,
        }
    }
}

/// `i in 1..n`
#[derive(Clone, Debug)]
pub(super) struct Range {
    pub(super) name: String,
    /// From where it goes, as it is written.
    pub(super) from: Expr,
    /// The size up to which it goes, as it is written.
    pub(super) to: Expr,
    /// Whether nothing is written: it goes over the axes at which its letter stands.
    pub(super) open: bool,
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

/// Of what a word is taken, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Along {
    /// `each row`; all entries where nothing is said.
    Lines(Over),
    /// `axis=0`: which lines these are, the shape says.
    Axis(i64),
    /// All terms of a family, `max(z[i] for i in 1..n)`: the argument is read as their sum.
    Terms,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Number(Rational),
    Name(String),
    /// `W[1,2]`, `W[1,*]`, `W[2..3,*]`, `W[i,j]`
    Part(String, Vec<Place>),
    /// `I(4)[1..3,*]`: rows of the identity.
    RowsOfIdentity(Expr, Vec<Place>),
    /// `softmax(z)[1]`, `(A*B)[i,j]`: an entry or a line of an expression.
    PartOf(Expr, Vec<Place>),
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
        over: Along,
    },
    /// `dL/dW`, with the indices of one entry where they stand.
    Derivative {
        of: String,
        /// The indices of one entry of what is derived.
        of_at: Vec<Place>,
        by: String,
        /// By what once more, for a second derivative.
        then: Option<String>,
        at: Vec<Place>,
    },
    /// Rows of entries; one row is a vector.
    Literal(Vec<Vec<Expr>>),
    /// What has its shape already.
    Held(WholeId),
}

impl Expr {
    pub(super) fn new(kind: Kind, span: Span) -> Self {
        Self { kind: Box::new(kind), span }
    }

    /// The expressions that stand in it.
    pub(super) fn parts(&self) -> Vec<&Expr> {
        match &*self.kind {
            Kind::Number(_) | Kind::Name(_) | Kind::Derivative { .. } | Kind::Held(_) => Vec::new(),
            Kind::Part(_, at) => at.iter().filter_map(Place::chosen).collect(),
            Kind::SumFor(body, _) => vec![body],
            Kind::Sum(terms) => terms.iter().map(|(_, term)| term).collect(),
            Kind::Product(factors) => factors.iter().map(|(_, factor)| factor).collect(),
            Kind::Negative(of) | Kind::Transpose(of) | Kind::RowsOfIdentity(of, _) | Kind::PartOf(of, _) => {
                vec![of]
            }
            Kind::Power(base, exponent, _) => vec![base, exponent],
            Kind::Call { arguments, .. } => arguments.iter().collect(),
            Kind::Literal(rows) => rows.iter().flatten().collect(),
        }
    }

    /// The same with some parts replaced: what the change answers stands as it is; where it answers nothing, the parts are
    /// looked at in turn.
    pub(super) fn rebuilt(
        &self,
        change: &mut dyn FnMut(&Expr) -> Result<Option<Expr>, Wrong>,
    ) -> Result<Expr, Wrong> {
        if let Some(new) = change(self)? {
            return Ok(new);
        }
        let kind = match &*self.kind {
            Kind::Number(_) | Kind::Name(_) | Kind::Derivative { .. } | Kind::Held(_) => {
                return Ok(self.clone());
            }
            Kind::Part(name, at) => {
                let mut new = Vec::with_capacity(at.len());
                for place in at {
                    new.push(match place {
                        Place::Chosen(of) => Place::Chosen(Box::new(of.rebuilt(change)?)),
                        other => other.clone(),
                    });
                }
                Kind::Part(name.clone(), new)
            }
            Kind::RowsOfIdentity(size, at) => Kind::RowsOfIdentity(size.rebuilt(change)?, at.clone()),
            Kind::PartOf(of, at) => Kind::PartOf(of.rebuilt(change)?, at.clone()),
            Kind::SumFor(body, ranges) => Kind::SumFor(body.rebuilt(change)?, ranges.clone()),
            Kind::Sum(terms) => {
                let mut new = Vec::with_capacity(terms.len());
                for (negative, term) in terms {
                    new.push((*negative, term.rebuilt(change)?));
                }
                Kind::Sum(new)
            }
            Kind::Product(factors) => {
                let mut new = Vec::with_capacity(factors.len());
                for (join, factor) in factors {
                    new.push((*join, factor.rebuilt(change)?));
                }
                Kind::Product(new)
            }
            Kind::Negative(of) => Kind::Negative(of.rebuilt(change)?),
            Kind::Transpose(of) => Kind::Transpose(of.rebuilt(change)?),
            Kind::Power(base, exponent, each) => {
                Kind::Power(base.rebuilt(change)?, exponent.rebuilt(change)?, *each)
            }
            Kind::Call { name, primes, arguments, over } => {
                let mut new = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    new.push(argument.rebuilt(change)?);
                }
                Kind::Call { name: name.clone(), primes: *primes, arguments: new, over: *over }
            }
            Kind::Literal(rows) => {
                let mut new = Vec::with_capacity(rows.len());
                for row in rows {
                    let mut entries = Vec::with_capacity(row.len());
                    for entry in row {
                        entries.push(entry.rebuilt(change)?);
                    }
                    new.push(entries);
                }
                Kind::Literal(new)
            }
        };
        Ok(Expr::new(kind, self.span))
    }

    /// The names in it, with where they stand.
    pub(super) fn names(&self) -> Vec<(String, Span)> {
        let mut found = Vec::new();
        let mut stack = vec![self];
        while let Some(expr) = stack.pop() {
            match &*expr.kind {
                Kind::Name(name) => found.push((name.clone(), expr.span)),
                Kind::Part(name, at) => {
                    found.push((name.clone(), expr.span));
                    stack.extend(at.iter().filter_map(Place::chosen));
                }
                Kind::SumFor(body, ranges) => {
                    let is_letter = |name: &str| ranges.iter().any(|range| range.name == name);
                    found.extend(body.names().into_iter().filter(|(name, _)| !is_letter(name)));
                }
                Kind::RowsOfIdentity(..) | Kind::Number(_) | Kind::Held(_) => {}
                Kind::Derivative { of, by, then, .. } => {
                    let names = [Some(of), Some(by), then.as_ref()];
                    found.extend(names.into_iter().flatten().map(|name| (name.clone(), expr.span)));
                }
                Kind::Sum(terms) => stack.extend(terms.iter().rev().map(|(_, term)| term)),
                Kind::Product(factors) => stack.extend(factors.iter().rev().map(|(_, factor)| factor)),
                Kind::Negative(of) | Kind::Transpose(of) | Kind::PartOf(of, _) => stack.push(of),
                Kind::Power(base, exponent, _) => stack.extend([exponent, base]),
                Kind::Call { arguments, .. } => stack.extend(arguments.iter().rev()),
                Kind::Literal(rows) => stack.extend(rows.iter().flatten()),
            }
        }
        found
    }
}

/// A value for some entries of an array: `x[1] = 3`, `W[1,*] = [1, 2]`.
#[derive(Clone, Debug)]
pub(super) struct GivenPart {
    pub(super) name: String,
    pub(super) at: Vec<Place>,
    pub(super) span: Span,
    pub(super) value: Expr,
}
