//! `given`: values, stated derivatives and ranges.

use rustc_hash::FxHashMap;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function;
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId};

use super::Resolver;
use super::expected::expected;
use super::families::instance::Instance;
use super::fraction::number;
use super::given_item::{ReadGiven, read_given};
use crate::expression::{Reader, Wrong};
use crate::id_tables::PlaceTable;
use crate::lexer::{Relation, Token};
use chainrule_worksheet::{GivenRange, GivenValue, Pin};

/// What the worksheet gives: values, ranges and stated derivatives.
#[derive(Default)]
pub(super) struct Givens {
    pub(super) values: Vec<GivenValue>,
    /// The place of each symbol's value among them.
    pub(super) value_of: PlaceTable<SymbolId>,
    pub(super) ranges: Vec<GivenRange>,
    /// The ranges of each symbol, by their places.
    pub(super) ranges_of: FxHashMap<SymbolId, Vec<usize>>,
    pub(super) pins: Vec<Pin>,
    /// The place of each stated derivative among the pins.
    pub(super) pin_of: FxHashMap<ExprId, usize>,
}

impl Instance for ReadGiven {
    const SAYS_WHERE: bool = false;

    fn read(reader: &mut Reader<'_>, tokens: &[Token], start: usize) -> Result<Self, Wrong> {
        thousands(reader, tokens, start)?;
        let item = read_given(reader)?;
        if reader.peek().is_some() {
            return Err(expected(reader, "`,` or the end of the statement"));
        }
        Ok(item)
    }

    fn roots(&self) -> Vec<ExprId> {
        let ends =
            self.within.iter().flat_map(|range| [range.lower, range.upper]).flatten().map(|end| end.id);
        let arguments = self.fill.iter().flat_map(|fill| fill.arguments.iter().map(|(id, _)| *id));
        self.sides.iter().map(|(id, _)| *id).chain(ends).chain(arguments).collect()
    }

    fn with(&self, roots: &[ExprId]) -> Self {
        let mut roots = roots.iter().copied();
        let mut copy = self.clone();
        let ends = copy.within.iter_mut().flat_map(|range| [&mut range.lower, &mut range.upper]).flatten();
        let arguments = copy.fill.iter_mut().flat_map(|fill| fill.arguments.iter_mut().map(|(id, _)| id));
        let sides = copy.sides.iter_mut().map(|(id, _)| id);
        for (id, root) in sides.chain(ends.map(|end| &mut end.id)).chain(arguments).zip(&mut roots) {
            *id = root;
        }
        copy
    }

    fn take(self, resolver: &mut Resolver<'_>, _at: &str) -> Result<(), Wrong> {
        resolver.take_item(&self)
    }

    fn span(&self) -> Span {
        self.span
    }

    fn filler(&self) -> Option<ReadGiven> {
        // A pinned derivative, `sigmoid'(z[*]) = 0.25`, stands for all members at once.
        self.is_on_name.then(|| self.clone())
    }
}

impl Resolver<'_> {
    /// One item of a `given`: `w = 1`, `sigmoid'(Z) = 0.25`, `x in [-1, 1]`.
    pub(super) fn given(&mut self, tokens: &[Token], start: usize) -> Result<(), Wrong> {
        let mut reader = self.reader(tokens, start, true);
        let item = ReadGiven::read(&mut reader, tokens, start)?;
        for symbol in item
            .sides
            .iter()
            .filter_map(|(id, _)| match self.graph.node(*id) {
                Node::Symbol(symbol) => Some(symbol),
                Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
            })
            .collect::<Vec<_>>()
        {
            self.adopt(symbol);
        }
        self.take_item(&item)
    }

    fn take_item(&mut self, item: &ReadGiven) -> Result<(), Wrong> {
        let (first, first_span) = item.sides[0];
        if let Some(fill) = &item.fill {
            let symbol = self.leaf(first, first_span)?;
            return self.draw(symbol, fill, item.span);
        }
        if let Some(range) = &item.within {
            let symbol = self.leaf(first, first_span)?;
            let lower = range.lower.map(|end| self.bound(end.id, end.span, end.open)).transpose()?;
            let upper = range.upper.map(|end| self.bound(end.id, end.span, end.open)).transpose()?;
            return self.range(symbol, lower, upper, item.span);
        }
        match (item.relations.as_slice(), item.sides.as_slice()) {
            ([Relation::Equal], [_, (value, value_span)]) => {
                let value = self.closed(*value, *value_span)?;
                match self.graph.node(first) {
                    Node::Symbol(symbol) => self.value(symbol, value, false, item.span),
                    Node::Derivative { .. } | Node::Apply { primes: 1.., .. } => {
                        self.pin(first, value, item.span)
                    }
                    Node::Number(_) | Node::Apply { .. } => Err(Box::new(
                        Diagnostic::error(
                            &code::EXPECTED,
                            first_span,
                            "a value is given for a name or a derivative",
                        )
                        .help("write `given w = 1` or `given dL/dw = 2`"),
                    )),
                }
            }
            ([Relation::About], _) => Err(Box::new(
                Diagnostic::error(&code::EXPECTED, item.span, "`~=` stands only in claims")
                    .help("write `=`: every number is exact"),
            )),
            ([relation], [_, (right, right_span)]) => match self.graph.node(first) {
                Node::Symbol(symbol) => {
                    let bound = self.bound(*right, *right_span, is_strict(*relation))?;
                    let upwards = matches!(relation, Relation::Greater | Relation::AtLeast);
                    let (lower, upper) = if upwards { (Some(bound), None) } else { (None, Some(bound)) };
                    self.range(symbol, lower, upper, item.span)
                }
                Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                    let symbol = self.leaf(*right, *right_span)?;
                    let bound = self.bound(first, first_span, is_strict(*relation))?;
                    let upwards = matches!(relation, Relation::Less | Relation::AtMost);
                    let (lower, upper) = if upwards { (Some(bound), None) } else { (None, Some(bound)) };
                    self.range(symbol, lower, upper, item.span)
                }
            },
            // `w1 = w2 = 50`
            ([Relation::Equal, .., Relation::Equal], [names @ .., (value, value_span)]) => {
                let value = self.closed(*value, *value_span)?;
                for (name, name_span) in names {
                    match self.graph.node(*name) {
                        Node::Symbol(symbol) => {
                            self.value(symbol, value, false, name_span.to(*value_span))?;
                        }
                        Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                            return Err(Box::new(
                                Diagnostic::error(
                                    &code::EXPECTED,
                                    *name_span,
                                    "one number is given to names only, as in `given w1 = w2 = 2`",
                                )
                                .help("separate values by commas: `given w1 = 2, w2 = 3`"),
                            ));
                        }
                    }
                }
                Ok(())
            }
            ([left, right], [_, (middle, middle_span), (last, last_span)]) => {
                let symbol = self.leaf(*middle, *middle_span)?;
                let one = self.bound(first, first_span, is_strict(*left))?;
                let other = self.bound(*last, *last_span, is_strict(*right))?;
                let rising = |relation: Relation| matches!(relation, Relation::Less | Relation::AtMost);
                let falling = |relation: Relation| matches!(relation, Relation::Greater | Relation::AtLeast);
                if rising(*left) && rising(*right) {
                    self.range(symbol, Some(one), Some(other), item.span)
                } else if falling(*left) && falling(*right) {
                    self.range(symbol, Some(other), Some(one), item.span)
                } else {
                    Err(Box::new(Diagnostic::error(
                        &code::EXPECTED,
                        item.span,
                        "a range is written `-3 <= w <= 2` or `w in [-3, 2]`",
                    )))
                }
            }
            _ => Err(Box::new(
                Diagnostic::error(
                    &code::EXPECTED,
                    item.span,
                    "`given` states a number: `w = 1`, `dL/dw = 2`, `w in [-3, 2]`",
                )
                .help("write `given w = …`"),
            )),
        }
    }

    fn leaf(&self, id: ExprId, span: Span) -> Result<SymbolId, Wrong> {
        match self.graph.node(id) {
            Node::Symbol(symbol) => Ok(symbol),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                Err(Box::new(Diagnostic::error(&code::EXPECTED, span, "a range is given for a name")))
            }
        }
    }

    pub(super) fn value(
        &mut self,
        symbol: SymbolId,
        value: ExprId,
        constant: bool,
        span: Span,
    ) -> Result<(), Wrong> {
        if let Some(first) = self.givens.value_of.get(&symbol) {
            return Err(Box::new(self.given_twice(symbol, span, self.givens.values[first].span)));
        }
        self.places.set_first(symbol, span);
        self.givens.value_of.insert(symbol, self.givens.values.len());
        self.givens.values.push(GivenValue { symbol, value, constant, span });
        Ok(())
    }

    pub(super) fn given_twice(&self, symbol: SymbolId, span: Span, first: Span) -> Diagnostic {
        let name = self.graph.name(symbol);
        Diagnostic::error(&code::DUPLICATE_VALUE, span, format!("`{name}` is given a value twice"))
            .label("given again here")
            .also(first, "first given here")
            .help("remove one of the two")
    }

    fn pin(&mut self, derivative: ExprId, value: ExprId, span: Span) -> Result<(), Wrong> {
        if let Some(&first) = self.givens.pin_of.get(&derivative) {
            return Err(Box::new(
                Diagnostic::error(&code::DUPLICATE_VALUE, span, "this derivative is given a value twice")
                    .label("given again here")
                    .also(self.givens.pins[first].span, "first given here")
                    .help("remove one of the two"),
            ));
        }
        if let Node::Apply { function, primes: 1, .. } = self.graph.node(derivative)
            && let Some(row) = self.graph.builtin(function)
            && let Some(wrong) = impossible(row, &self.graph, value, span)
        {
            return Err(Box::new(wrong));
        }
        self.givens.pin_of.insert(derivative, self.givens.pins.len());
        self.givens.pins.push(Pin { derivative, value, span });
        Ok(())
    }
}

/// What to say where a function's derivative can't have a stated value.
pub(super) fn impossible(
    row: &function::Function,
    graph: &Graph,
    value: ExprId,
    span: Span,
) -> Option<Diagnostic> {
    let number = number(graph, value)?;
    let range = row.derivative_range;
    if range.contains(&number) {
        return None;
    }
    let end = |end: function::End, infinite: &str| {
        end.value().map_or_else(|| infinite.to_owned(), |value| value.to_string())
    };
    let sign = |end: function::End| if end.is_open() || end.value().is_none() { "<" } else { "≤" };
    let bounds = format!(
        "{} {} {}' {} {}",
        end(range.lower, "-∞"),
        sign(range.lower),
        row.name,
        sign(range.upper),
        end(range.upper, "∞")
    );
    let bounds = format!("{bounds} for every argument");
    let wrong = |message: String| Diagnostic::error(&code::IMPOSSIBLE_PIN, span, message).note(&bounds);
    // An end that is come near to and never reached.
    let is_end = |end: function::End| end.value().is_some_and(|value| value == number);
    Some(if is_end(range.lower) || is_end(range.upper) {
        wrong(format!("the derivative of `{}` comes near to {number} and is never {number}", row.name))
            .help("state the number before it was rounded, such as `1e-9` for 0 or `0.9999` for 1")
    } else {
        wrong(format!("the derivative of `{}` can't be {number}: that is impossible", row.name))
            .help("state a number within these bounds")
    })
}

/// `1,000` is refused.
fn thousands(reader: &mut Reader<'_>, tokens: &[Token], start: usize) -> Result<(), Wrong> {
    reader.at = start - 1;
    let help = reader.thousands();
    reader.at = start;
    let Some(help) = help else { return Ok(()) };
    let place = tokens[start - 2].span.to(tokens[start].span);
    let message = "a comma begins another value: it does not group digits";
    Err(Box::new(Diagnostic::error(&code::EXPECTED, place, message).help(help)))
}

fn is_strict(relation: Relation) -> bool {
    match relation {
        Relation::Less | Relation::Greater => true,
        Relation::Equal | Relation::About | Relation::AtMost | Relation::AtLeast => false,
    }
}
