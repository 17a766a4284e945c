//! `let`: constants, in whatever order they are written.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::graph::{ExprId, Node, Rewriter, SymbolId, Walk};

use super::Resolver;
use super::fraction::{fraction, number};
use super::given_item::read_given;
use crate::expression::Wrong;
use crate::lexer::{Kind, NameId, Relation, Token};
use crate::statements::Tokens;
use chainrule_worksheet::OpenSize;

/// The number put in for a size left open (`let N` without a value) where nobody chooses one.
pub const DEFAULT_SIZE: i64 = 4;

/// What `let` says.
#[derive(Default)]
pub(super) struct Constants<'a> {
    /// Each constant as the number it is.
    pub(super) values: FxHashMap<SymbolId, ExprId>,
    /// Those that may stand in indices, since they are whole.
    pub(super) in_indices: Rc<FxHashMap<NameId, Option<i64>>>,
    pub(super) open_sizes: Vec<OpenSize>,
    /// Numbers that the caller puts in for open sizes.
    chosen_sizes: &'a [(&'a str, i64)],
}

impl<'a> Constants<'a> {
    /// None yet; these numbers stand for open sizes.
    pub(super) fn with(chosen_sizes: &'a [(&'a str, i64)]) -> Self {
        Self { chosen_sizes, ..Self::default() }
    }
}

/// A constant as written: its right side may name others.
struct Written {
    symbol: SymbolId,
    value: ExprId,
    value_span: Span,
    span: Span,
}

impl Resolver<'_> {
    /// All `let` statements: each constant becomes the number it is, those it is made of first.
    pub(super) fn constants(&mut self, statements: &[Tokens<'_>]) {
        let mut written: Vec<Written> = Vec::new();
        let mut place: FxHashMap<SymbolId, usize> = FxHashMap::default();
        for tokens in statements {
            let what = "a name and a number, such as `N = 50`";
            let mut read = Vec::new();
            self.each_item(tokens, what, |resolver, tokens, start| {
                let constant = match tokens[start..] {
                    [Token { kind: Kind::Name(name), span }] => resolver.open_size(name, span),
                    _ => resolver.written(tokens, start)?,
                };
                read.push(constant);
                Ok(())
            });
            for constant in read {
                if let Some(&first) = place.get(&constant.symbol) {
                    let wrong = self.given_twice(constant.symbol, constant.span, written[first].span);
                    self.diagnostics.push(wrong);
                    continue;
                }
                place.insert(constant.symbol, written.len());
                written.push(constant);
            }
        }
        // 0: untouched, 1: waiting for others, 2: done.
        let mut state = vec![0u8; written.len()];
        for first in 0..written.len() {
            let mut stack = vec![first];
            while let Some(&at) = stack.last() {
                if state[at] == 2 {
                    stack.pop();
                    continue;
                }
                let names = Walk::symbols(&self.graph, written[at].value, |_| {});
                let waiting: Vec<usize> = names
                    .iter()
                    .filter_map(|name| place.get(name).copied())
                    .filter(|&other| state[other] != 2)
                    .collect();
                if let Some(&other) = waiting.iter().find(|&&other| state[other] == 1) {
                    let name = self.graph.name(written[at].symbol);
                    let wrong = Diagnostic::error(
                        &code::CYCLE,
                        written[at].span,
                        format!("the constant `{name}` is made of itself"),
                    )
                    .also(written[other].span, "part of the circle");
                    self.diagnostics.push(wrong.help("give it a number"));
                    // Something to go on with, so that the others on the circle are not blamed too.
                    let something = self.graph.integer(1);
                    self.constants.values.insert(written[at].symbol, something);
                    state[at] = 2;
                } else if waiting.is_empty() || state[at] == 1 {
                    state[at] = 2;
                    self.take_constant(&written[at]);
                } else {
                    state[at] = 1;
                    stack.extend(waiting);
                }
            }
        }
    }

    /// `let N`: a size left open, which is a number in each reading.
    fn open_size(&mut self, name: NameId, span: Span) -> Written {
        let name = self.known_names.names.text(name);
        let chosen =
            self.constants.chosen_sizes.iter().find(|(letter, _)| *letter == name).map(|(_, value)| *value);
        let number = chosen.unwrap_or(DEFAULT_SIZE);
        let symbol = self.graph.intern(name);
        let value = self.graph.integer(number);
        if self.constants.open_sizes.iter().all(|size| size.symbol != symbol) {
            let name = name.to_owned();
            self.constants.open_sizes.push(OpenSize {
                name,
                symbol,
                value: number,
                is_default: chosen.is_none(),
                span,
            });
        }
        Written { symbol, value, value_span: span, span }
    }

    fn written(&mut self, tokens: &[Token], start: usize) -> Result<Written, Wrong> {
        let mut reader = self.reader(tokens, start, false);
        let item = read_given(&mut reader)?;
        match (self.graph.node(item.sides[0].0), item.relations.as_slice(), item.sides.get(1)) {
            (Node::Symbol(symbol), [Relation::Equal], Some(&(value, value_span))) => {
                Ok(Written { symbol, value, value_span, span: item.span })
            }
            _ => Err(Box::new(
                Diagnostic::error(&code::EXPECTED, item.span, "`let` names a number")
                    .help("write `let N = 50`"),
            )),
        }
    }

    /// The constants that may stand in indices; one that is not whole is known to be none.
    pub(super) fn whole_constants(&self) -> FxHashMap<NameId, Option<i64>> {
        let constants = self.constants.values.iter().filter_map(|(symbol, &value)| {
            let name = self.known_names.names.find(self.graph.name(*symbol).as_str())?;
            let whole =
                number(&self.graph, value).filter(Rational::is_integer).and_then(|value| value.to_i64());
            Some((name, whole))
        });
        constants.collect()
    }

    fn take_constant(&mut self, written: &Written) {
        let value = match self.closed(written.value, written.value_span) {
            Ok(value) => value,
            Err(wrong) => return self.diagnostics.push(*wrong),
        };
        self.constants.values.insert(written.symbol, value);
        if let Err(wrong) = self.value(written.symbol, value, true, written.span) {
            self.diagnostics.push(*wrong);
        }
    }

    /// The expression with every constant replaced by the number it is, worked out where it is a fraction.
    pub(super) fn without_constants(&mut self, expr: ExprId) -> ExprId {
        let mut rewriter = Rewriter::new();
        for symbol in Walk::symbols(&self.graph, expr, |_| {}) {
            if let Some(&value) = self.constants.values.get(&symbol) {
                let name = self.graph.symbol(symbol);
                rewriter.replace(name, value);
            }
        }
        rewriter.apply(&mut self.graph, expr)
    }

    /// A value without names: the expression with constants put in.
    pub(super) fn closed(&mut self, value: ExprId, span: Span) -> Result<ExprId, Wrong> {
        if let Node::Number(_) = self.graph.node(value) {
            return Ok(value);
        }
        let value = self.without_constants(value);
        let mut derivative = false;
        let names = Walk::symbols(&self.graph, value, |_| derivative = true);
        if let Some(symbol) = names.first() {
            return Err(Box::new(
                Diagnostic::error(
                    &code::NOT_A_NUMBER,
                    span,
                    format!("a value must be a number, and `{}` is a quantity", self.graph.name(*symbol)),
                )
                .help("numbers, functions of numbers and `let` constants can stand here"),
            ));
        }
        if derivative {
            return Err(Box::new(Diagnostic::error(
                &code::NOT_A_NUMBER,
                span,
                "a value must be a number, not a derivative",
            )));
        }
        Ok(match fraction(&self.graph, value) {
            Some(number) => self.graph.number(number),
            None => value,
        })
    }
}
