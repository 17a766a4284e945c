//! The precedence loop.

use std::collections::HashMap;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId};
use chainrule_symbolic::number::Rational;

use super::operator::Operator;
use super::{Known, call, literal};
use crate::lexer::{Keyword, Kind, Names, Token};

/// Brackets may be nested this deep.
pub const MOST_DEPTH: usize = 1_000;

/// A diagnostic on the error path, boxed to keep results small.
pub type Wrong = Box<Diagnostic>;

/// Reads expressions into a graph.
pub struct Reader<'a> {
    /// The whole text, for the digits of numbers.
    pub text: &'a str,
    /// The tokens of one statement.
    pub tokens: &'a [Token],
    /// The names they mention.
    pub names: &'a Names,
    /// What the names are.
    pub known: &'a Known,
    /// Where expressions go.
    pub graph: &'a mut Graph,
    /// Where each expression was first written.
    pub spans: &'a mut HashMap<ExprId, Span>,
    /// The names met, with their places.
    pub mentions: Vec<(SymbolId, Span)>,
    /// Whether derivatives may stand in the expression.
    pub derivatives: bool,
    /// The next token.
    pub at: usize,
}

/// A finished or growing operand.
struct Operand {
    value: Value,
    span: Span,
    /// Whether it is a number written without brackets, so that `-3` and `1/3` are numbers too.
    bare: bool,
}

enum Value {
    Done(ExprId),
    /// A sum that further terms may join.
    Sum(Vec<ExprId>),
    /// A product that further factors may join.
    Product(Vec<ExprId>),
}

enum Pending {
    Operator(Operator, Span),
    Group { bracket: u8, span: Span, call: Option<call::Call> },
}

impl Reader<'_> {
    /// What stands at the next place.
    pub fn peek(&self) -> Option<Kind> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    /// Where the next token stands; the end of the statement where there is none.
    pub fn here(&self) -> Span {
        match (self.tokens.get(self.at), self.tokens.last()) {
            (Some(token), _) => token.span,
            (None, Some(last)) => Span::at(last.span.end as usize),
            (None, None) => Span::default(),
        }
    }

    /// The text of a stretch.
    pub fn text_of(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Reads one expression, as far as it goes.
    pub fn expression(&mut self) -> Result<(ExprId, Span), Wrong> {
        let mut stacks = Stacks { operands: Vec::new(), pending: Vec::new(), depth: 0 };
        let mut wants_operand = true;
        loop {
            let Some(kind) = self.peek() else { break };
            if wants_operand {
                wants_operand = self.operand(&mut stacks, kind)?;
            } else if !self.operator(&mut stacks, kind, &mut wants_operand)? {
                break;
            }
        }
        if wants_operand {
            return Err(self.missing_operand(&stacks));
        }
        stacks.reduce_group(self);
        if let Some(Pending::Group { span, .. }) = stacks.pending.last() {
            return Err(Box::new(
                Diagnostic::error(&code::UNCLOSED_BRACKET, *span, "this bracket is never closed")
                    .label("opened here"),
            ));
        }
        let operand = stacks.operands.pop().expect("an operand was read");
        let span = operand.span;
        Ok((self.finish(operand), span))
    }

    fn missing_operand(&self, stacks: &Stacks) -> Wrong {
        let here = self.here();
        let after = match stacks.pending.last() {
            Some(Pending::Operator(operator, span)) => Some((operator.spelling(), *span)),
            Some(Pending::Group { .. }) | None => None,
        };
        let found = match self.tokens.get(self.at) {
            Some(token) => format!("found `{}`", self.text_of(token.span).escape_debug()),
            None => "the statement ends".to_owned(),
        };
        match (self.peek(), after) {
            (Some(Kind::Close(_)), None) if stacks.depth == 0 => Box::new(
                Diagnostic::error(&code::UNEXPECTED_BRACKET, here, "this bracket closes nothing")
                    .help("remove it, or open one before"),
            ),
            (_, Some((operator, span))) => Box::new(
                Diagnostic::error(
                    &code::EXPECTED,
                    here,
                    format!("expected a number, a name or `(` after `{operator}`, {found}"),
                )
                .also(span, "after this"),
            ),
            (_, None) => Box::new(Diagnostic::error(
                &code::EXPECTED,
                here,
                format!("expected a number, a name or `(`, {found}"),
            )),
        }
    }

    /// Reads what an operand begins with. Answers whether an operand is still wanted.
    fn operand(&mut self, stacks: &mut Stacks, kind: Kind) -> Result<bool, Wrong> {
        let span = self.here();
        match kind {
            Kind::Number => {
                self.at += 1;
                let value = literal::number(self.text_of(span), span)?;
                let id = self.graph.number(value);
                stacks.push(id, span, true);
                Ok(false)
            }
            Kind::Plus if matches!(stacks.pending.last(), Some(Pending::Operator(..))) => {
                Err(self.missing_operand(stacks))
            }
            Kind::Minus | Kind::Plus => {
                self.at += 1;
                if kind == Kind::Minus {
                    let tight = matches!(
                        stacks.pending.last(),
                        Some(Pending::Operator(
                            Operator::Multiply
                                | Operator::Divide
                                | Operator::Power
                                | Operator::NegateTightly
                                | Operator::Root,
                            _
                        ))
                    );
                    let operator = if tight { Operator::NegateTightly } else { Operator::Negate };
                    stacks.pending.push(Pending::Operator(operator, span));
                }
                Ok(true)
            }
            Kind::Root => {
                self.at += 1;
                stacks.pending.push(Pending::Operator(Operator::Root, span));
                Ok(true)
            }
            Kind::Open(bracket @ (b'(' | b'{')) => {
                self.at += 1;
                stacks.open(bracket, span, None)?;
                Ok(true)
            }
            Kind::Name(_) | Kind::Partial => self.name(stacks),
            Kind::Member => Err(Box::new(call::later(span, "members of families with an index expression"))),
            Kind::BigOperator => Err(Box::new(call::later(span, "sums and products over a family"))),
            Kind::Keyword(keyword) if stacks.pending.is_empty() && keyword.begins_statement() => {
                Err(Box::new(
                    Diagnostic::error(
                        &code::KEYWORD_AS_NAME,
                        span,
                        format!("`{}` is a keyword, not a name", self.text_of(span)),
                    )
                    .help("choose another name"),
                ))
            }
            Kind::Open(_)
            | Kind::Close(_)
            | Kind::Keyword(_)
            | Kind::Text
            | Kind::Times
            | Kind::Slash
            | Kind::Caret
            | Kind::Superscript(_)
            | Kind::Prime
            | Kind::Comma
            | Kind::DotDot
            | Kind::Tilde
            | Kind::Relation(_)
            | Kind::End { .. } => Err(self.missing_operand(stacks)),
        }
    }

    /// A name, a call or a derivative.
    fn name(&mut self, stacks: &mut Stacks) -> Result<bool, Wrong> {
        let divided = matches!(stacks.pending.last(), Some(Pending::Operator(Operator::Divide, _)));
        if !divided && let Some((id, span)) = call::derivative(self)? {
            stacks.push(id, span, false);
            return Ok(false);
        }
        match call::head(self)? {
            call::Head::Expr(id, span) => {
                stacks.push(id, span, false);
                Ok(false)
            }
            call::Head::Call(call, bracket) => {
                stacks.open(b'(', bracket, Some(call))?;
                Ok(true)
            }
        }
    }

    /// Reads what may follow an operand. Answers whether the expression goes on.
    fn operator(&mut self, stacks: &mut Stacks, kind: Kind, wants_operand: &mut bool) -> Result<bool, Wrong> {
        let span = self.here();
        let operator = match kind {
            Kind::Plus => Operator::Add,
            Kind::Minus => Operator::Subtract,
            Kind::Times => Operator::Multiply,
            Kind::Slash => Operator::Divide,
            Kind::Caret => Operator::Power,
            Kind::Superscript(power) => {
                self.at += 1;
                stacks.reduce(self, Operator::Power);
                stacks.pending.push(Pending::Operator(Operator::Power, span));
                let power = self.graph.integer(power.into());
                stacks.push(power, span, false);
                return Ok(true);
            }
            Kind::Close(bracket) => return self.close(stacks, bracket, span),
            Kind::Comma if stacks.depth > 0 => {
                stacks.reduce_group(self);
                let operand = stacks.operands.pop().expect("an operand stands before a comma");
                let argument = self.finish(operand);
                match stacks.pending.last_mut() {
                    Some(Pending::Group { call: Some(call), .. }) => call.arguments.push(argument),
                    Some(Pending::Group { .. } | Pending::Operator(..)) | None => {
                        return Err(Box::new(Diagnostic::error(
                            &code::EXPECTED,
                            span,
                            "a comma only stands between the arguments of a function",
                        )));
                    }
                }
                self.at += 1;
                *wants_operand = true;
                return Ok(true);
            }
            Kind::Number
            | Kind::Name(_)
            | Kind::Partial
            | Kind::Root
            | Kind::Open(b'(')
            | Kind::Member
            | Kind::BigOperator => {
                return self.juxtaposed(stacks, kind, wants_operand);
            }
            Kind::Prime => {
                return Err(Box::new(
                    Diagnostic::error(
                        &code::PRIME,
                        span,
                        "a prime stands only on the name of a function, as in `sigmoid'(z)`",
                    )
                    .help("for the derivative of a quantity write `dL/dw`"),
                ));
            }
            Kind::Open(_)
            | Kind::Comma
            | Kind::Keyword(_)
            | Kind::Text
            | Kind::DotDot
            | Kind::Tilde
            | Kind::Relation(_)
            | Kind::End { .. } => {
                if stacks.depth > 0 {
                    return Err(self.unclosed(stacks, span));
                }
                return Ok(false);
            }
        };
        self.at += 1;
        stacks.reduce(self, operator);
        stacks.pending.push(Pending::Operator(operator, span));
        *wants_operand = true;
        Ok(true)
    }

    fn unclosed(&self, stacks: &Stacks, found: Span) -> Wrong {
        let opened = stacks.pending.iter().rev().find_map(|pending| match pending {
            Pending::Group { span, .. } => Some(*span),
            Pending::Operator(..) => None,
        });
        Box::new(
            Diagnostic::error(
                &code::UNCLOSED_BRACKET,
                opened.unwrap_or(found),
                "this bracket is never closed",
            )
            .label("opened here")
            .also(found, "expected the closing bracket before this"),
        )
    }

    /// `2x`, `O11 w11`, `2(x + 1)`: a product without a sign, refused right after a division.
    fn juxtaposed(
        &mut self,
        stacks: &mut Stacks,
        kind: Kind,
        wants_operand: &mut bool,
    ) -> Result<bool, Wrong> {
        let span = self.here();
        let previous = self.tokens[self.at - 1];
        if kind == Kind::Number && !matches!(previous.kind, Kind::Close(_)) {
            let message = "a number right after a name or a number is no product".to_owned();
            return Err(Box::new(
                Diagnostic::error(&code::EXPECTED, span, message)
                    .help("write `*` between them, or an operator that is missing"),
            ));
        }
        let divided = stacks.pending.iter().rev().find_map(|pending| match pending {
            Pending::Operator(Operator::Power | Operator::Root | Operator::NegateTightly, _) => None,
            Pending::Operator(Operator::Divide, span) => Some(Some(*span)),
            Pending::Operator(..) | Pending::Group { .. } => Some(None),
        });
        stacks.reduce(self, Operator::Juxtapose);
        if let Some(Some(division)) = divided {
            let left = stacks.operands.last().map_or(division, |operand| operand.span);
            let next = self.text_of(span).to_owned();
            let (over, under) = (
                self.text[left.start as usize..division.start as usize].trim().to_owned(),
                self.text[division.end as usize..left.end as usize].trim().to_owned(),
            );
            return Err(Box::new(
                Diagnostic::error(
                    &code::AMBIGUOUS_DIVISION,
                    left.to(span),
                    "this division can be read in two ways",
                )
                .help(format!("write `({over}/{under})*{next}…` if the division comes first"))
                .help(format!("write `{over}/({under}*{next}…)` if the product comes first")),
            ));
        }
        stacks.pending.push(Pending::Operator(Operator::Juxtapose, Span::at(span.start as usize)));
        *wants_operand = true;
        Ok(true)
    }

    fn close(&mut self, stacks: &mut Stacks, bracket: u8, span: Span) -> Result<bool, Wrong> {
        if stacks.depth == 0 {
            return Ok(false);
        }
        stacks.reduce_group(self);
        let Some(Pending::Group { bracket: opened, span: open, call }) = stacks.pending.pop() else {
            return Ok(false);
        };
        if closing(opened) != bracket {
            let wanted = char::from(closing(opened));
            return Err(Box::new(
                Diagnostic::error(&code::UNEXPECTED_BRACKET, span, format!("expected `{wanted}` here"))
                    .also(open, "to close this"),
            ));
        }
        self.at += 1;
        stacks.depth -= 1;
        let operand = stacks.operands.pop().expect("an operand stands before a closing bracket");
        let inner = self.finish(operand);
        let (id, whole) = match call {
            None => (inner, open.to(span)),
            Some(mut call) => {
                call.arguments.push(inner);
                let whole = call.span.to(span);
                (call::apply(self, &call, whole)?, whole)
            }
        };
        stacks.push(id, whole, false);
        Ok(true)
    }

    /// The expression of an operand, with its place remembered.
    fn finish(&mut self, operand: Operand) -> ExprId {
        let id = match operand.value {
            Value::Done(id) => id,
            Value::Sum(terms) => self.graph.call(&ADD, &terms),
            Value::Product(factors) => self.graph.call(&MULTIPLY, &factors),
        };
        self.spans.entry(id).or_insert(operand.span);
        id
    }

    fn number_in(&self, operand: &Operand) -> Option<Rational> {
        match operand.value {
            Value::Done(id) if operand.bare => match self.graph.node(id) {
                Node::Number(number) => Some(number.clone()),
                Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
            },
            Value::Done(_) | Value::Sum(_) | Value::Product(_) => None,
        }
    }

    /// Whether a keyword stands next; it is taken.
    pub fn take_keyword(&mut self, keyword: Keyword) -> bool {
        let found = self.peek() == Some(Kind::Keyword(keyword));
        self.at += usize::from(found);
        found
    }
}

fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

/// The two stacks of the loop.
struct Stacks {
    operands: Vec<Operand>,
    pending: Vec<Pending>,
    depth: usize,
}

impl Stacks {
    fn push(&mut self, id: ExprId, span: Span, bare: bool) {
        self.operands.push(Operand { value: Value::Done(id), span, bare });
    }

    fn open(&mut self, bracket: u8, span: Span, call: Option<call::Call>) -> Result<(), Wrong> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(Box::new(
                Diagnostic::error(
                    &code::TOO_DEEP,
                    span,
                    format!("brackets are nested more than {MOST_DEPTH} deep"),
                )
                .help("name inner parts in definitions of their own"),
            ));
        }
        self.pending.push(Pending::Group { bracket, span, call });
        Ok(())
    }

    /// Carries out what binds before `next`.
    fn reduce(&mut self, reader: &mut Reader<'_>, next: Operator) {
        while let Some(&Pending::Operator(operator, span)) = self.pending.last() {
            if !operator.takes_before(next) {
                break;
            }
            self.pending.pop();
            self.carry_out(reader, operator, span);
        }
    }

    /// Carries out everything up to the innermost open bracket.
    fn reduce_group(&mut self, reader: &mut Reader<'_>) {
        while let Some(&Pending::Operator(operator, span)) = self.pending.last() {
            self.pending.pop();
            self.carry_out(reader, operator, span);
        }
    }

    fn carry_out(&mut self, reader: &mut Reader<'_>, operator: Operator, sign: Span) {
        let right = self.operands.pop().expect("every operator has its operands");
        if operator.is_prefix() {
            let span = sign.to(right.span);
            let number = reader.number_in(&right);
            let (id, bare) = match (operator, number) {
                (Operator::Negate | Operator::NegateTightly, Some(number)) => {
                    (reader.graph.number(-&number), true)
                }
                (Operator::Root, _) => {
                    let inner = reader.finish(right);
                    let sqrt = chainrule_symbolic::function::find("sqrt").expect("the square root has a row");
                    (reader.graph.call(sqrt, &[inner]), false)
                }
                (_, _) => {
                    let inner = reader.finish(right);
                    (reader.graph.call(&NEGATE, &[inner]), false)
                }
            };
            self.operands.push(Operand { value: Value::Done(id), span, bare });
            return;
        }
        let left = self.operands.pop().expect("every operator has its operands");
        let span = left.span.to(right.span);
        let mut bare = false;
        let value = match operator {
            Operator::Add | Operator::Subtract => {
                let mut terms = match left {
                    Operand { value: Value::Sum(terms), .. } => terms,
                    other => vec![reader.finish(other)],
                };
                let right = reader.finish(right);
                terms.push(if operator == Operator::Subtract {
                    reader.graph.call(&NEGATE, &[right])
                } else {
                    right
                });
                Value::Sum(terms)
            }
            Operator::Multiply | Operator::Juxtapose => {
                let mut factors = match left {
                    Operand { value: Value::Product(factors), .. } => factors,
                    other => vec![reader.finish(other)],
                };
                factors.push(reader.finish(right));
                Value::Product(factors)
            }
            Operator::Divide => {
                let numbers = reader.number_in(&left).zip(reader.number_in(&right));
                match numbers.and_then(|(above, below)| above.checked_div(&below)) {
                    Some(quotient) => {
                        bare = true;
                        Value::Done(reader.graph.number(quotient))
                    }
                    None => {
                        let (above, below) = (reader.finish(left), reader.finish(right));
                        Value::Done(reader.graph.call(&DIVIDE, &[above, below]))
                    }
                }
            }
            Operator::Power => {
                let (base, exponent) = (reader.finish(left), reader.finish(right));
                Value::Done(reader.graph.call(&POWER, &[base, exponent]))
            }
            Operator::Negate | Operator::NegateTightly | Operator::Root => {
                unreachable!("prefix operators were carried out above")
            }
        };
        self.operands.push(Operand { value, span, bare });
    }
}
