//! A statement read once, with placeholders for what differs from instance to instance.

use rustc_hash::FxHashMap;

use chainrule_diagnostic::Span;
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};

use super::clause::Range;
use super::index::IndexExpr;
use super::index_reader::Indices;
use crate::lexer::NameId;
use chainrule_worksheet::SpanTable;

/// What a placeholder stands for.
#[derive(Clone, Debug)]
pub enum Placeholder {
    /// The value of an index, as a number.
    Index(usize),
    /// A member of a family.
    Member(Mention),
    /// A sum, a product or another reduction over indices.
    Reduction {
        /// What becomes of the terms.
        kind: Reduce,
        /// What it runs over.
        ranges: Vec<Range>,
        /// What its terms are.
        body: ExprId,
        /// Where it stands.
        span: Span,
    },
}

/// What becomes of the terms of a reduction over indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduce {
    /// `sum(x[i] for i in 1..3)`
    Sum,
    /// `prod(x[i] for i in 1..3)`
    Product,
    /// `mean(x[i] for i in 1..3)`: the sum divided by the number of terms.
    Mean,
    /// `max(x[i] for i in 1..3)`
    Largest,
    /// `min(x[i] for i in 1..3)`
    Smallest,
}

impl Reduce {
    /// The reduction of this name.
    pub fn find(name: &str) -> Option<Self> {
        match name {
            "sum" => Some(Self::Sum),
            "prod" => Some(Self::Product),
            "mean" | "avg" | "average" => Some(Self::Mean),
            _ if name == MAX.name => Some(Self::Largest),
            _ if name == MIN.name => Some(Self::Smallest),
            _ => None,
        }
    }

    /// That of a sign, `Σ` or `Π`.
    pub fn of_sign(sign: &str) -> Self {
        if matches!(sign, "Σ" | "∑") { Self::Sum } else { Self::Product }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Product => "prod",
            Self::Mean => "mean",
            Self::Largest => MAX.name,
            Self::Smallest => MIN.name,
        }
    }

    /// Whether its name says nothing but that: the others are functions of several arguments too.
    pub fn needs_for(self) -> bool {
        matches!(self, Self::Sum | Self::Product)
    }
}

/// A member of a family as written.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The pattern of the family.
    pub pattern: NameId,
    /// Its indices.
    pub indices: Vec<IndexExpr>,
    /// Where each stands.
    pub places: Vec<Span>,
    /// Where it stands, the first time.
    pub span: Span,
}

/// What a statement is read into: a graph of its own, in which some symbols are placeholders.
#[derive(Debug, Default)]
pub struct Draft {
    /// The indices, and the constants that may stand among them.
    pub indices: Indices,
    /// The expressions.
    pub graph: Graph,
    /// Where they stand.
    pub spans: SpanTable<ExprId>,
    /// The placeholders, by symbol of that graph.
    pub placeholders: Placeholders,
}

/// The placeholders of a draft.
#[derive(Debug, Default)]
pub struct Placeholders {
    by_symbol: Vec<Option<Placeholder>>,
    members: FxHashMap<(NameId, Vec<IndexExpr>), SymbolId>,
    /// The member written with `*`, if any: its pattern and the places of its `*` among the indices.
    pub starred: Option<Starred>,
}

/// A member with `*` in the place of some of its indices: all such members.
#[derive(Clone, Debug)]
pub struct Starred {
    /// The pattern of the family.
    pub pattern: NameId,
    /// For each index: the place of the value that the `*` stands for, or what is written.
    pub slots: Vec<Result<usize, IndexExpr>>,
    /// Where it stands.
    pub span: Span,
}

impl Placeholders {
    /// What a symbol of the draft stands for, where it is a placeholder.
    pub fn get(&self, symbol: SymbolId) -> Option<&Placeholder> {
        self.by_symbol.get(symbol.index())?.as_ref()
    }

    /// All members mentioned.
    pub fn mentions(&self) -> impl Iterator<Item = &Mention> {
        self.by_symbol.iter().filter_map(|placeholder| match placeholder {
            Some(Placeholder::Member(mention)) => Some(mention),
            Some(Placeholder::Index(_) | Placeholder::Reduction { .. }) | None => None,
        })
    }

    fn set(&mut self, symbol: SymbolId, placeholder: Placeholder) {
        if self.by_symbol.len() <= symbol.index() {
            self.by_symbol.resize_with(symbol.index() + 1, || None);
        }
        self.by_symbol[symbol.index()] = Some(placeholder);
    }

    /// The symbol that stands for the value of an index.
    pub fn index(&mut self, graph: &mut Graph, index: usize) -> SymbolId {
        let symbol = graph.intern(&format!("'index{index}"));
        self.set(symbol, Placeholder::Index(index));
        symbol
    }

    /// The symbol that stands for a member; equal members have one.
    pub fn member(&mut self, graph: &mut Graph, mention: Mention) -> SymbolId {
        let key = (mention.pattern, mention.indices.clone());
        if let Some(&symbol) = self.members.get(&key) {
            return symbol;
        }
        let symbol = graph.intern(&format!("'member{}", self.members.len()));
        self.members.insert(key, symbol);
        self.set(symbol, Placeholder::Member(mention));
        symbol
    }

    /// The symbol that stands for a sum or product.
    pub fn reduction(
        &mut self,
        graph: &mut Graph,
        kind: Reduce,
        ranges: Vec<Range>,
        body: ExprId,
        span: Span,
    ) -> SymbolId {
        let symbol = graph.intern(&format!("'reduction{}", graph.symbol_count()));
        self.set(symbol, Placeholder::Reduction { kind, ranges, body, span });
        symbol
    }
}
