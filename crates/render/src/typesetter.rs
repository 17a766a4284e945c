//! Expressions to layouts: signs, parentheses, order and what is left out, decided once for all formats.
//!
//! Parentheses are decided twice over, for a format that draws fractions and raises exponents and for one that writes
//! on a line: what only the line needs is marked so in the layout. What is written on a line reads back as the same
//! expression, not only as an equal one: `(-3)·x` and `-3·x` are two expressions.

mod alike;
mod derivative;
mod implied;
mod memory;

use std::cell::Cell;

use chainrule_number::Rational;
use chainrule_symbolic::function::{Notation, rows::arithmetic::NEGATE};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, SymbolId};

use crate::abridgement::{Abridgement, Depth, Elision};
use crate::layout::{self, Fence, Function, Layout, Level, Number, Operator, Piece, PieceId, When};
use crate::notation::Notations;
use alike::Alike;
use derivative::begins_like_differential;
pub use implied::Numbers;
use memory::Memory;

/// Whole exponents up to this size are raised as digits.
const LARGEST_RAISED: i64 = 999;

/// A piece and how it may be put into others.
#[derive(Clone, Copy, Debug)]
struct Set {
    piece: PieceId,
    level: Level,
    /// Whether its last name could be taken for the beginning of a derivative when a slash follows: `dL`.
    ends_like_differential: bool,
}

/// Sets expressions of one graph.
pub struct Typesetter<'a> {
    graph: &'a Graph,
    /// Names that the reader wants to look otherwise.
    notations: &'a Notations,
    abridgement: Abridgement,
    /// Whether products are written as a textbook does, `wx`, and not so that they can be read again.
    implies: bool,
    /// What stands for names and derivatives whose numbers are put in.
    numbers: Option<&'a Numbers>,
    /// The memory that the last short expression was set in, for the next.
    memory: Cell<Memory>,
    /// What was written of expressions that differ in names alone.
    alike: Cell<Alike>,
}

impl<'a> Typesetter<'a> {
    /// A typesetter for pages: expressions too long to be read are abridged.
    pub fn new(graph: &'a Graph, notations: &'a Notations) -> Self {
        Self { graph, notations, abridgement: Abridgement::PAGE, ..Self::unabridged(graph, notations) }
    }

    /// A typesetter for data: nothing is left out.
    pub fn unabridged(graph: &'a Graph, notations: &'a Notations) -> Self {
        Self {
            graph,
            notations,
            abridgement: Abridgement::DATA,
            implies: false,
            numbers: None,
            memory: Cell::default(),
            alike: Cell::default(),
        }
    }

    /// The same, showing so much of sums and products.
    #[must_use]
    pub fn cut_by(&self, elision: Elision) -> Self {
        Self {
            abridgement: self.abridgement.cut_by(elision),
            memory: Cell::default(),
            alike: Cell::default(),
            ..*self
        }
    }

    /// A name.
    pub fn name(&self, symbol: SymbolId) -> Layout {
        let mut out = Layout::new();
        out.add(self.symbol(symbol));
        out
    }

    fn symbol(&self, symbol: SymbolId) -> Piece {
        let text = self.graph.name(symbol).as_str().into();
        let notation = self.notations.of(symbol, self.graph.name(symbol));
        Piece::Name(layout::Name { text, notation })
    }
}

/// One expression being set.
struct Setting<'s, 'a> {
    setter: &'s Typesetter<'a>,
    memory: Memory,
}

impl Setting<'_, '_> {
    fn graph(&self) -> &Graph {
        self.setter.graph
    }

    /// Sets an expression, its parts first.
    fn set(&mut self, root: ExprId, depth: Depth) -> Set {
        let mut stack = std::mem::take(&mut self.memory.stack);
        stack.push((root, depth));
        while let Some(&(id, depth)) = stack.last() {
            if self.memory.done.contains_key(&(id, depth)) {
                stack.pop();
                continue;
            }
            let before = stack.len();
            if let Some(below) = depth.below().filter(|_| !self.setter.puts_in(id)) {
                let (first, _, last) = self.setter.abridgement.arguments(self.graph().children(id));
                let wanted = first.iter().chain(last).map(|&child| (child, below));
                stack.extend(wanted.filter(|key| !self.memory.done.contains_key(key)));
            }
            if stack.len() > before {
                continue;
            }
            let set = self.node(id, depth);
            self.memory.done.insert((id, depth), set);
            stack.pop();
        }
        self.memory.stack = stack;
        self.memory.done[&(root, depth)]
    }

    fn atom(&mut self, piece: Piece) -> Set {
        Set { piece: self.memory.out.add(piece), level: Level::Atom, ends_like_differential: false }
    }

    fn row(&mut self, pieces: &[PieceId], level: Level) -> Set {
        Set { piece: self.memory.out.add_row(pieces), level, ends_like_differential: false }
    }

    fn child(&self, id: ExprId, depth: Depth) -> Set {
        self.memory.done[&(id, depth.below().expect("a node that is written has its children written"))]
    }

    /// The child in brackets unless it holds together at least as tightly as is needed on a line, and in print.
    fn at_least(&mut self, set: Set, on_a_line: Level, in_print: Level) -> PieceId {
        if set.level >= on_a_line {
            return set.piece;
        }
        let when = if set.level < in_print { When::Always } else { When::OnALine };
        self.memory.out.add_fence(Fence::Round, when, set.piece)
    }

    fn on_a_line(&mut self, set: Set) -> PieceId {
        self.memory.out.add_fence(Fence::Round, When::OnALine, set.piece)
    }

    /// Whether a piece is a number with a power of ten.
    fn has_exponent(&self, piece: PieceId) -> bool {
        matches!(self.memory.out.piece(piece), Piece::Number(number) if number.exponent.is_some())
    }

    fn is_number(&self, id: ExprId) -> bool {
        matches!(self.graph().node(id), Node::Number(_))
    }

    fn node(&mut self, id: ExprId, depth: Depth) -> Set {
        let graph = self.setter.graph;
        if let Some(number) = self.setter.numbers.and_then(|numbers| numbers.get(&id)) {
            return self.put_in(number);
        }
        if !depth.admits(graph, id) {
            let parts = Abridgement::parts(graph, id);
            return self.atom(Piece::Dots(parts));
        }
        match graph.node(id) {
            Node::Number(number) => self.number(number),
            Node::Symbol(symbol) => {
                let piece = self.setter.symbol(symbol);
                let like = begins_like_differential(graph.name(symbol));
                Set { ends_like_differential: like, ..self.atom(piece) }
            }
            Node::Derivative { .. } => self.derivative(id, depth),
            Node::Apply { function, primes, arguments } => {
                match graph.builtin(function).map(|row| row.notation) {
                    Some(Notation::Sum) => self.sum(arguments, depth),
                    Some(Notation::Product) => self.product(arguments, depth),
                    Some(Notation::Negation) => {
                        let inner = self.negated(arguments[0], depth, true);
                        let minus = self.memory.out.add_operator(Operator::Negative);
                        self.row(&[minus, inner], Level::Sum)
                    }
                    Some(Notation::Quotient) => self.quotient(arguments, depth),
                    Some(Notation::Power) => self.power(arguments, depth),
                    Some(Notation::Root) if primes == 0 => {
                        let inner = self.child(arguments[0], depth).piece;
                        self.atom(Piece::Radical(inner))
                    }
                    Some(Notation::Absolute) if primes == 0 => {
                        let inner = self.child(arguments[0], depth).piece;
                        self.atom(Piece::Fence { fence: Fence::Bars, when: When::Always, inner })
                    }
                    Some(Notation::Root | Notation::Absolute | Notation::Call(_) | Notation::Constant(_))
                    | None => self.call(function, primes, arguments, depth),
                }
            }
        }
    }

    /// A number in a formula: `3`, `0.15`, `1/3`, `-2`.
    fn number(&mut self, number: &Rational) -> Set {
        let size = number.abs();
        let (piece, level) = if let Some(literal) = Number::literal(&size) {
            (self.memory.out.add_number(literal), Level::Atom)
        } else {
            let above = self.memory.out.add_number(Number::plain(&size.numerator().to_string()));
            let below = self.memory.out.add_number(Number::plain(&size.denominator().to_string()));
            (self.memory.out.add(Piece::Fraction { above, below }), Level::Quotient)
        };
        if !number.is_negative() {
            return Set { piece, level, ends_like_differential: false };
        }
        let minus = self.memory.out.add_operator(Operator::Negative);
        self.row(&[minus, piece], Level::Sum)
    }

    /// What stands behind a minus. On a line, a number right behind one at the start of a term would join it.
    fn negated(&mut self, id: ExprId, depth: Depth, starts: bool) -> PieceId {
        let set = self.child(id, depth);
        let joins = starts && self.is_number(id) && set.level > Level::Sum;
        if joins { self.on_a_line(set) } else { self.at_least(set, Level::Product, Level::Product) }
    }

    fn sum(&mut self, terms: &[ExprId], depth: Depth) -> Set {
        let mut pieces = Vec::with_capacity(2 * terms.len().min(64));
        let (first, left_out, last) = self.setter.abridgement.arguments(terms);
        for (place, &term) in first.iter().enumerate() {
            self.term(term, depth, place == 0, &mut pieces);
        }
        if left_out > 0 {
            pieces.push(self.memory.out.add_operator(Operator::Plus));
            pieces.push(self.memory.out.add(Piece::Dots(u64::try_from(left_out).ok())));
        }
        for &term in last {
            self.term(term, depth, false, &mut pieces);
        }
        self.row(&pieces, Level::Sum)
    }

    fn term(&mut self, term: ExprId, depth: Depth, starts: bool, pieces: &mut Vec<PieceId>) {
        let graph = self.setter.graph;
        let minus = if starts { Operator::Negative } else { Operator::Minus };
        let below = depth.below().expect("a sum that is written has its terms written");
        match graph.node(term) {
            Node::Apply { function, arguments: &[inner], .. }
                if graph.builtin(function) == Some(&NEGATE) && below.below().is_some() =>
            {
                let sign = self.memory.out.add_operator(minus);
                let inner = self.negated(inner, below, starts);
                pieces.extend([sign, inner]);
            }
            Node::Number(number) if number.is_negative() && starts => {
                pieces.push(self.child(term, depth).piece);
            }
            Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                if !starts {
                    pieces.push(self.memory.out.add_operator(Operator::Plus));
                }
                let set = self.child(term, depth);
                pieces.push(self.at_least(set, Level::Product, Level::Product));
            }
        }
    }

    fn product(&mut self, factors: &[ExprId], depth: Depth) -> Set {
        let mut pieces = Vec::with_capacity(2 * factors.len().min(64));
        let (first, left_out, last) = self.setter.abridgement.arguments(factors);
        for (place, &factor) in first.iter().enumerate() {
            let mut set = self.child(factor, depth);
            if place + 1 < factors.len() {
                set.piece = self.before_a_factor(set.piece);
            }
            if place > 0 {
                let sign = self.between(first[place - 1], factor, depth);
                pieces.push(self.memory.out.add_operator(sign));
                pieces.push(self.at_least(set, Level::Derivative, Level::Quotient));
            } else if self.starts_bare(factor, first.get(1).copied(), depth)
                || (self.is_number(factor) && set.level == Level::Sum)
            {
                pieces.push(self.on_a_line(set));
            } else {
                pieces.push(self.at_least(set, Level::Quotient, Level::Quotient));
            }
        }
        if left_out > 0 {
            pieces.push(self.memory.out.add_operator(Operator::Dot));
            pieces.push(self.memory.out.add(Piece::Dots(u64::try_from(left_out).ok())));
        }
        for (place, &factor) in last.iter().enumerate() {
            let mut set = self.child(factor, depth);
            if place + 1 < last.len() {
                set.piece = self.before_a_factor(set.piece);
            }
            pieces.push(self.memory.out.add_operator(Operator::Dot));
            pieces.push(self.at_least(set, Level::Derivative, Level::Quotient));
        }
        let end = last.last().or(first.last()).map(|&factor| self.child(factor, depth));
        let like = end.is_some_and(|set| set.level >= Level::Derivative && set.ends_like_differential);
        Set { ends_like_differential: like, ..self.row(&pieces, Level::Product) }
    }

    fn quotient(&mut self, arguments: &[ExprId], depth: Depth) -> Set {
        let (above, below) = (self.child(arguments[0], depth), self.child(arguments[1], depth));
        let numbers = self.is_number(arguments[0]) && self.is_number(arguments[1]);
        // Two bare numbers would be one fraction, and `dL/dw` a derivative.
        let above = if numbers || above.level == Level::Derivative || above.ends_like_differential {
            self.on_a_line(above)
        } else {
            self.at_least(above, Level::Product, Level::Sum)
        };
        let like = below.level >= Level::Power && below.ends_like_differential;
        let below = self.at_least(below, Level::Power, Level::Sum);
        let piece = self.memory.out.add(Piece::Fraction { above, below });
        Set { piece, level: Level::Quotient, ends_like_differential: like }
    }

    fn power(&mut self, arguments: &[ExprId], depth: Depth) -> Set {
        let (base, exponent) = (self.child(arguments[0], depth), self.child(arguments[1], depth));
        // `1e-8` is written as a product in print, which no exponent may follow.
        let base = if self.has_exponent(base.piece) {
            self.memory.out.add_fence(Fence::Round, When::Always, base.piece)
        } else {
            self.at_least(base, Level::Atom, Level::Atom)
        };
        let whole = match self.graph().node(arguments[1]) {
            Node::Number(number) => number.to_i64().filter(|n| n.abs() <= LARGEST_RAISED),
            Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
        };
        // `W^T` is read as a transpose.
        let above = match self.graph().node(arguments[1]) {
            Node::Symbol(symbol) if self.graph().name(symbol).as_str() == "T" => self.on_a_line(exponent),
            Node::Symbol(_) | Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                self.at_least(exponent, Level::Atom, Level::Sum)
            }
        };
        let whole = whole.and_then(|whole| i32::try_from(whole).ok());
        Set { level: Level::Power, ..self.atom(Piece::Script { base, above, whole }) }
    }

    fn call(&mut self, function: FunctionId, primes: u8, arguments: &[ExprId], depth: Depth) -> Set {
        let symbol = match self.graph().builtin(function) {
            Some(row) => match self.setter.notations.function(row) {
                Some(symbol) => Function::Renamed(row, symbol),
                None => Function::Builtin(row),
            },
            None => Function::User(self.graph().function_name(function).into()),
        };
        let symbol = self.memory.out.add(Piece::Function(symbol, primes));
        if arguments.is_empty() {
            return Set { piece: symbol, level: Level::Atom, ends_like_differential: false };
        }
        let mut pieces = Vec::new();
        for &argument in arguments {
            if !pieces.is_empty() {
                pieces.push(self.memory.out.add_operator(Operator::Comma));
            }
            pieces.push(self.child(argument, depth).piece);
        }
        let inner = self.memory.out.add_row(&pieces);
        let inner = self.memory.out.add_fence(Fence::Round, When::Call, inner);
        self.row(&[symbol, inner], Level::Atom)
    }
}

/// The rows that notations stand for are the operators of the language.
#[cfg(test)]
mod tests {
    use super::Notation;
    use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};

    #[test]
    fn operators_are_known_by_their_notation() {
        let notations = [&ADD, &MULTIPLY, &NEGATE, &DIVIDE, &POWER].map(|row| row.notation);
        let expected =
            [Notation::Sum, Notation::Product, Notation::Negation, Notation::Quotient, Notation::Power];
        assert_eq!(notations, expected);
    }
}
