//! Lays out expressions of a graph.

use std::collections::HashMap;

use chainrule_symbolic::function::Notation;
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, Scope, SymbolId, Walk};

use super::precedence::{Kind, Place};
use super::{Layout, Name, Notations, Operator, Piece, PieceId, Target, names, number};

/// Lays out expressions: parentheses, signs and order are decided here and nowhere else.
#[derive(Clone, Copy, Debug)]
pub struct Typesetter<'a> {
    graph: &'a Graph,
    notations: &'a Notations,
}

impl<'a> Typesetter<'a> {
    /// A typesetter of the expressions of a graph, with the reader's notations.
    pub fn new(graph: &'a Graph, notations: &'a Notations) -> Self {
        Self { graph, notations }
    }

    /// The layout of a name.
    pub fn name(&self, symbol: SymbolId) -> Layout {
        let mut layout = Layout::empty();
        layout.push(Piece::Name(self.spelled(symbol)));
        layout
    }

    /// The layout of an expression. Parts that are shared in the graph are shared in the layout.
    pub fn expression(&self, root: ExprId) -> Layout {
        let mut setting = Setting { from: self, layout: Layout::empty(), placed: HashMap::new() };
        for id in Walk::below(self.graph, &[root]) {
            let piece = setting.piece(id);
            setting.placed.insert(id, piece);
        }
        let piece = setting.placed[&root];
        setting.layout.root = piece;
        setting.layout
    }

    fn spelled(&self, symbol: SymbolId) -> Name {
        let mut name = names::spell(self.graph.name(symbol));
        if let Some(raw) = self.notations.get(symbol, Target::Latex) {
            name.latex = crate::latex::raw_or_escaped(raw);
        }
        if let Some(raw) = self.notations.get(symbol, Target::Text) {
            name.unicode = raw.chars().filter(|c| !c.is_control()).collect();
            name.labelled = true;
        }
        name
    }

    fn function(&self, function: FunctionId) -> Name {
        let plain = self.graph.function_name(function);
        let escaped = || format!(r"\operatorname{{{}}}", crate::latex::escape(plain));
        let (unicode, latex) = match self.graph.builtin(function).map(|row| row.notation) {
            Some(Notation::Call { unicode, latex } | Notation::Constant { unicode, latex }) => {
                (unicode, latex.to_owned())
            }
            Some(
                Notation::Sum
                | Notation::Product
                | Notation::Negation
                | Notation::Quotient
                | Notation::Power
                | Notation::Root
                | Notation::Absolute,
            )
            | None => (plain, escaped()),
        };
        Name { unicode: unicode.to_owned(), ascii: plain.to_owned(), latex, labelled: false }
    }

    /// Whether `dL/dw` could be taken for a division of quantities.
    fn is_ambiguous(&self, names: &[SymbolId]) -> bool {
        names.iter().any(|&symbol| self.graph.find_symbol(&format!("d{}", self.graph.name(symbol))).is_some())
    }
}

/// One layout in the making.
struct Setting<'t, 'a> {
    from: &'t Typesetter<'a>,
    layout: Layout,
    placed: HashMap<ExprId, PieceId>,
}

impl Setting<'_, '_> {
    /// The piece of an expression in its place, in parentheses where it needs them.
    fn at(&mut self, place: Place, id: ExprId) -> PieceId {
        let inner = self.placed[&id];
        match place.fence(Kind::of(self.from.graph, id)) {
            Some(fence) => self.layout.push(Piece::Fenced(fence, inner)),
            None => inner,
        }
    }

    fn operator(&mut self, operator: Operator) -> PieceId {
        self.layout.push(Piece::Operator(operator))
    }

    fn piece(&mut self, id: ExprId) -> PieceId {
        let graph = self.from.graph;
        match graph.node(id) {
            Node::Number(value) => {
                let value = number::value(value);
                self.layout.push(Piece::Number(value))
            }
            Node::Symbol(symbol) => {
                let name = self.from.spelled(symbol);
                self.layout.push(Piece::Name(name))
            }
            Node::Derivative { of, by, scope } => self.derivative(of, by, scope),
            Node::Apply { function, primes, arguments } => {
                let notation = if primes == 0 { graph.builtin(function).map(|row| row.notation) } else { None };
                self.apply(notation, function, primes, arguments)
            }
        }
    }

    fn apply(
        &mut self,
        notation: Option<Notation>,
        function: FunctionId,
        primes: u8,
        arguments: &[ExprId],
    ) -> PieceId {
        match (notation, arguments) {
            (Some(Notation::Sum), _) => self.sum(arguments),
            (Some(Notation::Product), _) => self.product(arguments),
            (Some(Notation::Negation), &[inner]) => {
                let sign = self.operator(Operator::Negative);
                let inner = self.at(Place::Negated, inner);
                self.layout.row(&[sign, inner])
            }
            (Some(Notation::Quotient), &[over, under]) => {
                let over = self.at(Place::Over(Kind::of(self.from.graph, under)), over);
                let under = self.at(Place::Under, under);
                self.layout.push(Piece::Fraction(over, under))
            }
            (Some(Notation::Power), &[base, exponent]) => {
                let base = self.at(Place::Base, base);
                let exponent = self.at(Place::Exponent, exponent);
                self.layout.push(Piece::Superscript(base, exponent))
            }
            (Some(Notation::Root), &[inner]) => {
                let inner = self.placed[&inner];
                self.layout.push(Piece::Radical(inner))
            }
            (Some(Notation::Absolute), &[inner]) => {
                let inner = self.placed[&inner];
                self.layout.push(Piece::Absolute(inner))
            }
            (Some(Notation::Constant { .. }), []) => {
                let name = self.from.function(function);
                self.layout.push(Piece::Name(name))
            }
            // A row put to the wrong number of arguments is still shown, as a call.
            (
                Some(
                    Notation::Negation
                    | Notation::Quotient
                    | Notation::Power
                    | Notation::Root
                    | Notation::Absolute
                    | Notation::Call { .. }
                    | Notation::Constant { .. },
                )
                | None,
                _,
            ) => {
                let name = self.from.function(function);
                let inner: Vec<PieceId> = arguments.iter().map(|argument| self.placed[argument]).collect();
                let arguments = self.layout.span(&inner);
                self.layout.push(Piece::Call { function: name, primes, arguments })
            }
        }
    }

    /// What a negation negates, or nothing for anything else.
    fn negated(&self, id: ExprId) -> Option<ExprId> {
        (Kind::of(self.from.graph, id) == Kind::Negation).then(|| self.from.graph.children(id).first().copied())?
    }

    fn sum(&mut self, terms: &[ExprId]) -> PieceId {
        let mut row = Vec::with_capacity(2 * terms.len());
        for (position, &term) in terms.iter().enumerate() {
            if position == 0 {
                row.push(self.at(Place::FirstTerm, term));
            } else if let Some(inner) = self.negated(term) {
                row.push(self.operator(Operator::Minus));
                row.push(self.at(Place::Term, inner));
            } else {
                row.push(self.operator(Operator::Plus));
                row.push(self.at(Place::Term, term));
            }
        }
        self.layout.row(&row)
    }

    fn product(&mut self, factors: &[ExprId]) -> PieceId {
        let mut row = Vec::with_capacity(2 * factors.len());
        for (position, &factor) in factors.iter().enumerate() {
            let place = if position == 0 { Place::FirstFactor } else { Place::Factor };
            if position > 0 {
                row.push(self.operator(Operator::Dot));
            }
            row.push(self.at(place, factor));
        }
        self.layout.row(&row)
    }

    /// A derivative; derivatives of derivatives are gathered into one of higher order.
    fn derivative(&mut self, of: ExprId, by: SymbolId, scope: Scope) -> PieceId {
        let graph = self.from.graph;
        let (mut inner, mut by) = (of, vec![by]);
        while let Node::Derivative { of, by: next, scope: also } = graph.node(inner) {
            if also != scope {
                break;
            }
            by.push(next);
            inner = of;
        }
        let symbol = match graph.node(inner) {
            Node::Symbol(symbol) => Some(symbol),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
        };
        let mut mentioned = by.clone();
        mentioned.extend(symbol);
        let spelled_out = self.from.is_ambiguous(&mentioned);
        let names: Vec<PieceId> =
            by.iter().map(|&symbol| self.layout.push(Piece::Name(self.from.spelled(symbol)))).collect();
        let by = self.layout.span(&names);
        let of = self.at(Place::Derived, inner);
        let immediate = scope == Scope::Local && symbol.is_some();
        self.layout.push(Piece::Derivative { immediate, spelled_out, of, by })
    }
}
