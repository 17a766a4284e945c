//! Where a parenthesis is needed: one table, from the place an expression stands in and what it is.

use chainrule_symbolic::function::Notation;
use chainrule_symbolic::graph::{ExprId, Graph, Node};

use super::Fence;
use super::number;

/// What an expression is, as far as parentheses go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Sum,
    Negation,
    Product,
    Quotient,
    Power,
    Derivative,
    /// A number with a minus.
    NegativeNumber,
    /// A number written with a fraction bar.
    FractionNumber,
    /// A number of digits alone.
    PlainNumber,
    /// Anything that holds together by itself: names, calls, roots.
    Atom,
}

impl Kind {
    pub(super) fn of(graph: &Graph, id: ExprId) -> Self {
        match graph.node(id) {
            Node::Number(value) if value.is_negative() => Self::NegativeNumber,
            Node::Number(value) if number::value(value).digits.contains('/') => Self::FractionNumber,
            Node::Number(_) => Self::PlainNumber,
            Node::Symbol(_) => Self::Atom,
            Node::Derivative { .. } => Self::Derivative,
            Node::Apply { primes: 1.., .. } => Self::Atom,
            Node::Apply { function, .. } => match graph.builtin(function).map(|row| row.notation) {
                Some(Notation::Sum) => Self::Sum,
                Some(Notation::Product) => Self::Product,
                Some(Notation::Negation) => Self::Negation,
                Some(Notation::Quotient) => Self::Quotient,
                Some(Notation::Power) => Self::Power,
                Some(Notation::Root | Notation::Absolute | Notation::Call { .. } | Notation::Constant { .. })
                | None => Self::Atom,
            },
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Self::NegativeNumber | Self::FractionNumber | Self::PlainNumber)
    }
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    FirstTerm,
    Term,
    Negated,
    FirstFactor,
    Factor,
    /// Above a fraction bar, with what stands below.
    Over(Kind),
    Under,
    Base,
    Exponent,
    /// What a derivative is taken of.
    Derived,
}

impl Place {
    /// The parenthesis that an expression needs here. `1/3`, `-3` and `a·b·c` must read back as they were.
    pub(super) fn fence(self, kind: Kind) -> Option<Fence> {
        use Kind::{
            Derivative, FractionNumber, Negation, NegativeNumber, PlainNumber, Power, Product, Quotient, Sum,
        };
        match (self, kind) {
            (Self::FirstTerm, Sum)
            | (Self::Term, Sum | Negation | NegativeNumber)
            | (Self::Negated, Sum | Negation | NegativeNumber | FractionNumber | PlainNumber)
            | (Self::FirstFactor | Self::Factor, Sum | Negation | Product | NegativeNumber)
            | (Self::Base, Sum | Negation | Product | Quotient | Power | Derivative | NegativeNumber | FractionNumber)
            | (Self::Derived, Sum | Negation | Product | Quotient | Power | Derivative) => Some(Fence::Always),
            (Self::Factor, Quotient | FractionNumber)
            | (Self::Over(_), Sum | Negation | Quotient | Derivative | NegativeNumber | FractionNumber)
            | (Self::Under | Self::Exponent, Sum | Negation | Product | Quotient | Derivative | NegativeNumber)
            | (Self::Under | Self::Exponent, FractionNumber) => Some(Fence::Inline),
            // A number over a number would read as one number.
            (Self::Over(under), PlainNumber) if under.is_number() => Some(Fence::Inline),
            (
                Self::FirstTerm
                | Self::Term
                | Self::Negated
                | Self::FirstFactor
                | Self::Factor
                | Self::Over(_)
                | Self::Under
                | Self::Base
                | Self::Exponent
                | Self::Derived,
                _,
            ) => None,
        }
    }
}
