//! Signs between parts: where a line may end before them, and how far what stands before them reaches.

use crate::layout::{Layout, Operator, Piece, PieceId};

/// Whether a piece is a sign between factors.
pub(super) fn is_sign_of_product(layout: &Layout, id: PieceId) -> bool {
    matches!(
        layout.piece(id),
        Piece::Operator(
            Operator::Dot
                | Operator::Chained
                | Operator::Implied
                | Operator::ImpliedApart
                | Operator::Times
                | Operator::Each
                | Operator::EachOver
        )
    )
}

/// Whether a sum of it needs no brackets that show how far it reaches: it is one thing, or a product.
pub(super) fn is_one_term(layout: &Layout, body: PieceId) -> bool {
    let mut stack = vec![body];
    while let Some(id) = stack.pop() {
        let piece = layout.piece(id);
        if let Piece::Row(range) = piece {
            stack.extend(layout.row(*range));
        } else if matches!(piece, Piece::Operator(_)) && !is_sign_of_product(layout, id) {
            return false;
        }
    }
    true
}

/// How a sum or product over an index shows how far it reaches, where it would be taken to reach further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Nothing behind it could be taken for a part of its term.
    Plain,
    /// Its term stands in brackets.
    TermInBrackets,
    /// It stands in brackets as a whole.
    InBrackets,
}

/// How a part shows how far it reaches where a factor follows.
pub(super) fn before_a_factor(layout: &Layout, id: PieceId) -> Reach {
    let is_row = |body: PieceId| matches!(layout.piece(body), Piece::Row(_));
    let piece = layout.piece(id);
    if matches!(piece, Piece::Indexed { body, .. } if is_row(*body)) {
        Reach::TermInBrackets
    } else if matches!(piece, Piece::Indexed { .. } | Piece::BigOperator { .. }) {
        Reach::InBrackets
    } else {
        Reach::Plain
    }
}

/// Whether a part must stand in brackets to be raised.
pub(super) fn is_open(layout: &Layout, id: PieceId) -> bool {
    before_a_factor(layout, id) != Reach::Plain
}

/// How readily a line ends before a sign; nothing where it does not.
pub(super) fn level(operator: Operator) -> Option<u16> {
    match operator {
        Operator::Equal
        | Operator::About
        | Operator::Unequal
        | Operator::PlusMinus
        | Operator::Becomes
        | Operator::Less
        | Operator::AtMost
        | Operator::Greater
        | Operator::AtLeast
        | Operator::From
        | Operator::ForAll => Some(0),
        Operator::Plus | Operator::Minus => Some(1),
        Operator::Dot | Operator::Chained | Operator::Times | Operator::Each | Operator::EachOver => Some(2),
        Operator::Comma
        | Operator::By
        | Operator::Negative
        | Operator::Thin
        | Operator::Implied
        | Operator::ImpliedApart
        | Operator::Infinity
        | Operator::Sum
        | Operator::Product
        | Operator::Transpose => None,
    }
}
