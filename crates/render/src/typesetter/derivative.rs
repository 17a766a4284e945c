//! Derivatives: written like quotients, read as one sign.

use chainrule_symbolic::graph::{ExprId, Name, Node, Scope, SymbolId};

use super::{Level, Set, Setting, Typesetter};
use crate::abridgement::{Abridgement, Depth};
use crate::layout::{Fence, Layout, Number, Operator, Piece, PieceId, When};

impl Typesetter<'_> {
    /// Whether the derivative of one quantity by another has a name of its own: δ for the error of a layer.
    pub fn names_derivative(&self, of: SymbolId, by: SymbolId) -> bool {
        self.notations.error(of, by).is_some()
    }

    /// That name; nothing where there is none.
    pub fn name_of_derivative(&self, of: SymbolId, by: SymbolId) -> Layout {
        let mut out = Layout::new();
        if let Some(name) = self.notations.error(of, by) {
            let piece = out.add(Piece::Name(name));
            out.add_row(&[piece]);
        }
        out
    }
}

impl Setting<'_, '_> {
    /// `∂L/∂w`, `∂²L/(∂w∂v)`, `∂(u·v)/∂u`.
    pub(super) fn derivative(&mut self, id: ExprId, depth: Depth) -> Set {
        let graph = self.setter.graph;
        let mut by: Vec<(SymbolId, u32)> = Vec::new();
        let (mut at, mut immediate, mut within) = (id, false, depth);
        while let Node::Derivative { of, by: variable, scope } = graph.node(at) {
            match by.last_mut() {
                Some((last, order)) if *last == variable => *order += 1,
                Some(_) | None => by.push((variable, 1)),
            }
            immediate |= scope == Scope::Local
                && match graph.node(of) {
                    Node::Symbol(symbol) => symbol != variable,
                    Node::Derivative { .. } => true,
                    Node::Number(_) | Node::Apply { .. } => false,
                };
            at = of;
            within = within.below().unwrap_or(within);
        }
        if let (&[(by, 1)], false, Node::Symbol(of)) = (by.as_slice(), immediate, graph.node(at))
            && let Some(name) = self.setter.notations.error(of, by)
        {
            return self.atom(Piece::Name(name));
        }
        let order = by.iter().map(|(_, order)| order).sum();
        let of = match graph.node(at) {
            Node::Symbol(symbol) => Some(symbol),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
        };
        let spelled_out = of.is_some_and(|of| self.has_differential(of))
            || by.iter().any(|&(by, _)| self.has_differential(by));
        let mark = self.memory.out.add(Piece::Differential { order, immediate, spelled_out });
        let below = self.differentials(&by, spelled_out);
        let piece = if let Some(symbol) = of {
            let name = self.memory.out.add(self.setter.symbol(symbol));
            let above = self.memory.out.add_row(&[mark, name]);
            self.memory.out.add(Piece::Fraction { above, below })
        } else {
            let inner = match self.memory.done.get(&(at, within)) {
                Some(set) => *set,
                None => self.atom(Piece::Dots(Abridgement::parts(graph, at))),
            };
            // A call or a power right behind ∂/∂x needs no brackets; on a line it would.
            let when = if inner.level >= Level::Power { When::OnALine } else { When::Always };
            let of = self.memory.out.add_fence(Fence::Round, when, inner.piece);
            self.memory.out.add(Piece::Derivative { mark, of, by: below })
        };
        Set { piece, level: Level::Derivative, ends_like_differential: false }
    }

    /// A factor that another one follows: without brackets ∂/∂x x²·y could be the derivative of all of the product.
    pub(super) fn before_a_factor(&mut self, piece: PieceId) -> PieceId {
        let &Piece::Derivative { mark, of, by } = self.memory.out.piece(piece) else { return piece };
        let &Piece::Fence { fence, when: When::OnALine, inner } = self.memory.out.piece(of) else {
            return piece;
        };
        let of = self.memory.out.add_fence(fence, When::Always, inner);
        self.memory.out.add(Piece::Derivative { mark, of, by })
    }

    /// Whether the worksheet has a quantity of this name with a `d` before it.
    fn has_differential(&mut self, symbol: SymbolId) -> bool {
        let (graph, name) = (self.setter.graph, &mut self.memory.name);
        name.clear();
        name.push('d');
        name.push_str(graph.name(symbol).as_str());
        graph.find_symbol(name).is_some()
    }

    /// `∂w`, `∂w²`, `∂w∂v`: what stands below.
    fn differentials(&mut self, by: &[(SymbolId, u32)], spelled_out: bool) -> PieceId {
        let mut pieces = Vec::new();
        for &(symbol, order) in by {
            if !pieces.is_empty() {
                pieces.push(self.memory.out.add_operator(Operator::Thin));
            }
            pieces.push(self.memory.out.add(Piece::Differential { order: 1, immediate: false, spelled_out }));
            let name = self.memory.out.add(self.setter.symbol(symbol));
            pieces.push(match i32::try_from(order) {
                Ok(order) if order > 1 => {
                    let above = self.memory.out.add_number(Number::plain(&order.to_string()));
                    self.memory.out.add(Piece::Script { base: name, above, whole: Some(order) })
                }
                Ok(_) | Err(_) => name,
            });
        }
        let row = self.memory.out.add_row(&pieces);
        if by.len() > 1 { self.memory.out.add_fence(Fence::Round, When::OnALine, row) } else { row }
    }
}

/// Whether a name followed by a slash and another could be read as a derivative: `dL`.
pub(super) fn begins_like_differential(name: Name<'_>) -> bool {
    let mut letters = name.as_str().chars();
    letters.next() == Some('d') && letters.next().is_some_and(|next| next.is_ascii_alphabetic())
}
