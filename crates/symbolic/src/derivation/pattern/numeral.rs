//! Numbers that an index may stand in: `3`, `l/2`, `1/l`.

use super::Linear;
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY};
use crate::graph::{ExprId, Graph};
use chainrule_number::Rational;

/// A number, or one that moves with an index: by even steps, or as the reciprocal of what does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numeral {
    start: Rational,
    moves: Option<Moves>,
}

/// How it moves.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Moves {
    index: String,
    step: Rational,
    /// Whether the number is one over `start + step·index`.
    reciprocal: bool,
}

impl Numeral {
    pub(super) fn plain(number: Rational) -> Self {
        Self { start: number, moves: None }
    }

    /// What both are cases of. Two numbers fit on a line and on its reciprocal: the one with the rounder ends is taken,
    /// and the other instances say whether it is true.
    pub(super) fn generalised(first: &Self, second: &Self, index: &str, at: (i64, i64)) -> Option<Self> {
        if first == second {
            return Some(first.clone());
        }
        if first.moves.is_some() || second.moves.is_some() {
            return None;
        }
        let line = |one: &Rational, other: &Rational| {
            let step = (other - one).checked_div(&Rational::from_integer(at.1.checked_sub(at.0)?))?;
            let start = one - &(&step * &Rational::from_integer(at.0));
            Some((start, step))
        };
        let straight = line(&first.start, &second.start)?;
        let reciprocal =
            first.start.recip().zip(second.start.recip()).and_then(|(one, other)| line(&one, &other));
        let size = |(start, step): &(Rational, Rational)| start.bits() + step.bits();
        let ((start, step), reciprocal) = match reciprocal {
            Some(other) if size(&other) < size(&straight) => (other, true),
            Some(_) | None => (straight, false),
        };
        Some(Self { start, moves: Some(Moves { index: index.to_owned(), step, reciprocal }) })
    }

    /// Whether an index stands in it.
    pub(super) fn holds(&self, index: &str) -> bool {
        self.moves.as_ref().is_some_and(|moves| moves.index == index)
    }

    /// Whether it is the same at all values of all indices.
    pub(super) fn is_fixed(&self) -> bool {
        self.moves.is_none()
    }

    /// Its value where one index has this value.
    pub(super) fn at(&self, index: &str, value: i64) -> Option<Rational> {
        let Some(moves) = &self.moves else { return Some(self.start.clone()) };
        if moves.index != index {
            return None;
        }
        let line = &self.start + &(&moves.step * &Rational::from_integer(value));
        if moves.reciprocal { line.recip() } else { Some(line) }
    }

    /// With an index replaced by a number; one that moves takes no other index.
    pub(super) fn with(&self, index: &str, by: &Linear) -> Option<Self> {
        let Some(moves) = self.moves.as_ref().filter(|moves| moves.index == index) else {
            return Some(self.clone());
        };
        if let Some(value) = by.value() {
            return self.at(index, value).map(Self::plain);
        }
        match by.terms() {
            [(name, times)] => {
                let start = &self.start + &(&moves.step * &Rational::from_integer(by.rest()));
                let step = &moves.step * &Rational::from_integer(*times);
                let moves = Moves { index: name.clone(), step, reciprocal: moves.reciprocal };
                Some(Self { start, moves: Some(moves) })
            }
            [..] => None,
        }
    }

    pub(super) fn written(&self, graph: &mut Graph) -> ExprId {
        let Some(moves) = &self.moves else { return graph.number(self.start.clone()) };
        let index = graph.intern(&moves.index);
        let mut line = graph.symbol(index);
        if !moves.step.is_one() {
            let step = graph.number(moves.step.clone());
            line = graph.call(&MULTIPLY, &[step, line]);
        }
        if !self.start.is_zero() {
            let start = graph.number(self.start.clone());
            line = graph.call(&ADD, &[line, start]);
        }
        if !moves.reciprocal {
            return line;
        }
        let one = graph.integer(1);
        graph.call(&DIVIDE, &[one, line])
    }
}
