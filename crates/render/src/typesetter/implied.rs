//! Products as a textbook writes them, without a sign where none is missed, and numbers put in for names.

use std::cell::Cell;

use chainrule_symbolic::function::Notation;
use chainrule_symbolic::graph::{ExprId, Node, SymbolId};
use rustc_hash::FxHashMap;

use super::{Level, Set, Setting, Typesetter};
use crate::abridgement::Depth;
use crate::layout::{Layout, Number, Operator, Piece};

/// Numbers that stand for names and derivatives, as they are written.
pub type Numbers = FxHashMap<ExprId, Layout>;

impl<'a> Typesetter<'a> {
    /// The same, with products as a textbook writes them: `w₁x₁`, `h(1 - h)`.
    #[must_use]
    pub fn implying(&self) -> Self {
        Self { implies: true, memory: Cell::default(), alike: Cell::default(), ..*self }
    }

    /// The same, with numbers put in.
    #[must_use]
    pub fn with_numbers(&self, numbers: &'a Numbers) -> Self {
        Self { numbers: Some(numbers), memory: Cell::default(), alike: Cell::default(), ..*self }
    }

    /// Whether something stands in the place of an expression.
    pub(super) fn puts_in(&self, id: ExprId) -> bool {
        self.numbers.is_some_and(|numbers| numbers.contains_key(&id))
    }
}

/// What a factor looks like at its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// Digits.
    Number,
    /// A fraction of two whole numbers.
    Fraction,
    /// A name, or a whole power of one.
    Name(SymbolId),
    /// Something in brackets, or a power of it.
    Fenced,
    /// Anything beside which a sign is needed.
    Other,
}

impl Setting<'_, '_> {
    /// The sign between two factors.
    pub(super) fn between(&self, left: ExprId, right: ExprId, depth: Depth) -> Operator {
        if !self.setter.implies {
            return Operator::Dot;
        }
        match (self.look(left, depth), self.look(right, depth)) {
            (Look::Number | Look::Fenced, Look::Name(_) | Look::Fenced)
            | (Look::Fraction | Look::Name(_), Look::Fenced) => Operator::Implied,
            (Look::Name(left), Look::Name(right)) if self.is_short(left) && self.is_short(right) => {
                Operator::Implied
            }
            (Look::Name(_), Look::Name(_)) => Operator::ImpliedApart,
            (Look::Number | Look::Fraction | Look::Name(_) | Look::Fenced | Look::Other, _) => Operator::Dot,
        }
    }

    /// Whether a product starts with a fraction of two whole numbers that no sign parts from the next factor.
    pub(super) fn starts_bare(&self, first: ExprId, next: Option<ExprId>, depth: Depth) -> bool {
        self.is_bare_fraction(first)
            && next.is_some_and(|next| self.between(first, next, depth) != Operator::Dot)
    }

    /// Whether a factor is a fraction of two whole numbers.
    fn is_bare_fraction(&self, id: ExprId) -> bool {
        self.setter.implies
            && matches!(self.graph().node(id), Node::Number(number)
                if !number.is_negative() && Number::literal(&number.abs()).is_none())
    }

    fn look(&self, id: ExprId, depth: Depth) -> Look {
        let graph = self.setter.graph;
        if self.setter.puts_in(id) {
            return Look::Other;
        }
        match graph.node(id) {
            Node::Number(number) if number.is_negative() => Look::Other,
            Node::Number(_) if self.is_bare_fraction(id) => Look::Fraction,
            Node::Number(number)
                if Number::literal(number).is_some_and(|number| number.exponent.is_none()) =>
            {
                Look::Number
            }
            Node::Number(_) | Node::Derivative { .. } | Node::Apply { primes: 1.., .. } => Look::Other,
            Node::Symbol(symbol) => Look::Name(symbol),
            Node::Apply { function, primes: 0, arguments } => {
                match graph.builtin(function).map(|row| row.notation) {
                    Some(Notation::Sum) if arguments.len() > 1 => Look::Fenced,
                    Some(Notation::Power) => {
                        let is_whole =
                            matches!(graph.node(arguments[1]), Node::Number(number) if number.is_integer());
                        let base = depth.below().map(|below| self.look(arguments[0], below));
                        match base {
                            Some(look @ (Look::Name(_) | Look::Fenced)) if is_whole => look,
                            Some(_) | None => Look::Other,
                        }
                    }
                    Some(_) | None => Look::Other,
                }
            }
        }
    }

    /// Whether a name is one letter with digits below it: two such names beside each other read as a product.
    fn is_short(&self, symbol: SymbolId) -> bool {
        let name = self.graph().name(symbol);
        if self.setter.notations.of(symbol, name).is_some() {
            return false;
        }
        let is_letter =
            name.stem().chars().count() == 1 || crate::spelling::greek_letter(name.stem()).is_some();
        is_letter && name.label().is_empty() && name.member().is_empty()
    }

    /// A number in the place of a name.
    pub(super) fn put_in(&mut self, number: &Layout) -> Set {
        let piece = self.memory.out.add_layout(number);
        let level = match number.root().map(|root| number.piece(root)) {
            Some(Piece::Number(number)) if number.negative => Level::Sum,
            Some(Piece::Number(number)) if number.exponent.is_some() => Level::Product,
            Some(Piece::Row(_)) => Level::Sum,
            Some(_) | None => Level::Atom,
        };
        Set { piece, level, ends_like_differential: false }
    }
}
