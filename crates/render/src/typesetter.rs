//! Expressions to mathematics: signs, parentheses and order, decided once for all targets.

use std::collections::HashMap;

use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Scope, SymbolId, Walk};
use chainrule_symbolic::number::{Rational, terminating};

use crate::math::Math;
use crate::spelling::{Latex, Level, Spelling, Text};

/// Expressions of more nodes than this, written out, are not spelled: no reader reads them, and shared parts may make
/// them exponentially long.
pub const LARGEST: u64 = 4_000;

/// Rational numbers with denominators up to this are written as fractions in formulas.
const LARGEST_DENOMINATOR: i64 = 16;

/// Spells expressions of one graph.
pub struct Typesetter<'a> {
    graph: &'a Graph,
    /// Names that the reader typesets in a way of their own, in LaTeX.
    notations: &'a HashMap<SymbolId, String>,
}

impl<'a> Typesetter<'a> {
    /// A typesetter over a graph.
    pub fn new(graph: &'a Graph, notations: &'a HashMap<SymbolId, String>) -> Self {
        Self { graph, notations }
    }

    /// An expression, for every target.
    pub fn expression(&self, root: ExprId) -> Math {
        if self.size(root) > LARGEST {
            let count = self.size(root);
            let text = if count == u64::MAX { "…".to_owned() } else { format!("… ({count} parts)") };
            return Math {
                unicode: text.clone(),
                ascii: text.replace('…', "..."),
                latex: r"\cdots".to_owned(),
            };
        }
        Math {
            unicode: self.spell(root, &Text { ascii: false }),
            ascii: self.spell(root, &Text { ascii: true }),
            latex: self.spell(root, &Latex),
        }
    }

    /// A name, for every target.
    pub fn name(&self, symbol: SymbolId) -> Math {
        Math {
            unicode: self.symbol(symbol, &Text { ascii: false }),
            ascii: self.symbol(symbol, &Text { ascii: true }),
            latex: self.symbol(symbol, &Latex),
        }
    }

    fn symbol(&self, symbol: SymbolId, spelling: &impl Spelling) -> String {
        match self.notations.get(&symbol) {
            Some(own) if spelling.draws_fractions() => format!("{{{own}}}"),
            Some(_) | None => spelling.name(self.graph.name(symbol)),
        }
    }

    /// Nodes of the expression written out as a tree.
    fn size(&self, root: ExprId) -> u64 {
        let mut sizes: HashMap<ExprId, u64> = HashMap::new();
        for id in Walk::below(self.graph, &[root]) {
            let below =
                self.graph.children(id).iter().fold(1u64, |sum, child| sum.saturating_add(sizes[child]));
            sizes.insert(id, below);
        }
        sizes[&root]
    }

    fn spell(&self, root: ExprId, spelling: &impl Spelling) -> String {
        let mut spelled: HashMap<ExprId, (String, Level)> = HashMap::new();
        for id in Walk::below(self.graph, &[root]) {
            let piece = self.node(id, &spelled, spelling);
            spelled.insert(id, piece);
        }
        spelled.remove(&root).map(|(text, _)| text).unwrap_or_default()
    }

    fn node(
        &self,
        id: ExprId,
        spelled: &HashMap<ExprId, (String, Level)>,
        spelling: &impl Spelling,
    ) -> (String, Level) {
        match self.graph.node(id) {
            Node::Number(number) => number_piece(number, spelling),
            Node::Symbol(symbol) => (self.symbol(symbol, spelling), Level::Atom),
            Node::Derivative { .. } => (self.derivative(id, spelled, spelling), Level::Derivative),
            Node::Apply { function, primes, arguments } => {
                let plain = |argument: &ExprId| spelled[argument].0.clone();
                let Some(row) = self.graph.builtin(function) else {
                    let arguments: Vec<String> = arguments.iter().map(plain).collect();
                    return (
                        spelling.user_call(self.graph.function_name(function), primes, &arguments),
                        Level::Atom,
                    );
                };
                let at_least = |argument: &ExprId, level: Level| {
                    let (text, own) = &spelled[argument];
                    if *own < level { spelling.fenced(text) } else { text.clone() }
                };
                if *row == ADD {
                    (self.sum(arguments, spelled, spelling), Level::Sum)
                } else if *row == NEGATE {
                    let is_number = matches!(self.graph.node(arguments[0]), Node::Number(_));
                    let inner = if is_number && !spelling.draws_fractions() {
                        spelling.fenced(&plain(&arguments[0]))
                    } else {
                        at_least(&arguments[0], Level::Product)
                    };
                    (spelling.sum(&[(true, inner)]), Level::Sum)
                } else if *row == MULTIPLY {
                    let factors: Vec<String> = arguments
                        .iter()
                        .enumerate()
                        .map(|(place, factor)| {
                            let first = place == 0 || spelling.draws_fractions();
                            at_least(factor, if first { Level::Quotient } else { Level::Derivative })
                        })
                        .collect();
                    (spelling.product(&factors), Level::Product)
                } else if *row == DIVIDE {
                    if spelling.draws_fractions() {
                        return (
                            spelling.quotient(&plain(&arguments[0]), &plain(&arguments[1])),
                            Level::Quotient,
                        );
                    }
                    let is_number = |argument: &ExprId| matches!(self.graph.node(*argument), Node::Number(_));
                    let above = if is_number(&arguments[0]) && is_number(&arguments[1]) {
                        spelling.fenced(&plain(&arguments[0]))
                    } else {
                        let is_derivative = spelled[&arguments[0]].1 == Level::Derivative;
                        if is_derivative {
                            spelling.fenced(&plain(&arguments[0]))
                        } else {
                            at_least(&arguments[0], Level::Product)
                        }
                    };
                    (spelling.quotient(&above, &at_least(&arguments[1], Level::Power)), Level::Quotient)
                } else if *row == POWER {
                    let base = at_least(&arguments[0], Level::Atom);
                    let exponent = if spelling.draws_fractions() {
                        plain(&arguments[1])
                    } else {
                        at_least(&arguments[1], Level::Power)
                    };
                    (spelling.power(&base, &exponent), Level::Power)
                } else {
                    let arguments: Vec<String> = arguments.iter().map(plain).collect();
                    (spelling.call(row, primes, &arguments), Level::Atom)
                }
            }
        }
    }

    fn sum(
        &self,
        terms: &[ExprId],
        spelled: &HashMap<ExprId, (String, Level)>,
        spelling: &impl Spelling,
    ) -> String {
        let fenced = |id: ExprId, level: Level| {
            let (text, own) = &spelled[&id];
            if *own < level { spelling.fenced(text) } else { text.clone() }
        };
        let terms: Vec<(bool, String)> = terms
            .iter()
            .enumerate()
            .map(|(place, &term)| match self.graph.node(term) {
                Node::Apply { function, primes: 0, arguments }
                    if self.graph.builtin(function) == Some(&NEGATE) =>
                {
                    let is_number = matches!(self.graph.node(arguments[0]), Node::Number(_));
                    let bare = is_number && place == 0 && !spelling.draws_fractions();
                    let inner = fenced(arguments[0], Level::Product);
                    (true, if bare { spelling.fenced(&inner) } else { inner })
                }
                Node::Number(number) if number.is_negative() && place == 0 => {
                    (false, spelled[&term].0.clone())
                }
                Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                    (false, fenced(term, Level::Product))
                }
            })
            .collect();
        spelling.sum(&terms)
    }

    fn derivative(
        &self,
        id: ExprId,
        spelled: &HashMap<ExprId, (String, Level)>,
        spelling: &impl Spelling,
    ) -> String {
        let mut by = Vec::new();
        let mut at = id;
        let mut immediate = false;
        while let Node::Derivative { of, by: own, scope } = self.graph.node(at) {
            by.push(self.symbol(own, spelling));
            immediate =
                scope == Scope::Local && matches!(self.graph.node(of), Node::Symbol(symbol) if symbol != own);
            at = of;
        }
        let of = match self.graph.node(at) {
            Node::Symbol(symbol) => self.symbol(symbol, spelling),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                spelling.fenced(&spelled[&at].0)
            }
        };
        spelling.derivative(&of, &by, immediate)
    }
}

/// A number in a formula.
fn number_piece(number: &Rational, spelling: &impl Spelling) -> (String, Level) {
    let size = number.abs();
    let small =
        Rational::from_bigint(size.denominator().clone()).to_i64().is_some_and(|d| d <= LARGEST_DENOMINATOR);
    let (text, level) = match terminating(&size, 15).filter(|_| size.is_integer() || !small) {
        Some(decimal) => (decimal, Level::Atom),
        None => {
            (spelling.ratio(&size.numerator().to_string(), &size.denominator().to_string()), Level::Quotient)
        }
    };
    if number.is_negative() { (format!("-{text}"), Level::Sum) } else { (text, level) }
}
