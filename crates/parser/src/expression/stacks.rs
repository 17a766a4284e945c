//! The two stacks of the precedence loop: operands, and what is still pending between them.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, NEGATE, POWER};
use chainrule_symbolic::function::rows::power::SQRT;
use chainrule_symbolic::graph::ExprId;

use super::call;
use super::operator::Operator;
use super::reader::{MOST_DEPTH, Reader, Wrong};
use super::reduction::Reduction;

/// A finished or growing operand.
pub(super) struct Operand {
    pub(super) value: Value,
    pub(super) span: Span,
    /// How deep it is nested.
    pub(super) depth: usize,
    /// Whether it is a number written without brackets, so that `-3` and `1/3` are numbers too.
    pub(super) bare: bool,
}

pub(super) enum Value {
    Done(ExprId),
    /// A sum that further terms may join.
    Sum(Vec<ExprId>),
    /// A product that further factors may join.
    Product(Vec<ExprId>),
}

pub(super) enum Pending {
    Operator(Operator, Span),
    Group {
        bracket: u8,
        span: Span,
        call: Option<call::Call>,
    },
    /// A sum or product over indices, whose body is being read.
    Reduction(Box<Reduction>),
}

pub(super) fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

/// Room that was used for one expression and is kept for the next: most are short, and there may be a quarter of a
/// million.
#[derive(Default)]
pub struct Spare {
    stacks: Stacks,
    lists: Vec<Vec<ExprId>>,
}

impl Spare {
    /// Empty stacks.
    pub(super) fn take_stacks(&mut self) -> Stacks {
        std::mem::take(&mut self.stacks)
    }

    /// Keeps stacks for the next expression.
    pub(super) fn keep_stacks(&mut self, mut stacks: Stacks) {
        stacks.operands.clear();
        stacks.pending.clear();
        self.stacks = Stacks { depth: 0, too_deep: None, ..stacks };
    }

    /// A list of terms or factors that holds one.
    fn list(&mut self, first: ExprId) -> Vec<ExprId> {
        let mut list = self.lists.pop().unwrap_or_default();
        list.push(first);
        list
    }

    /// Keeps a list for the next sum or product.
    pub(super) fn keep_list(&mut self, mut list: Vec<ExprId>) {
        list.clear();
        self.lists.push(list);
    }
}

/// The two stacks of the loop.
#[derive(Default)]
pub(super) struct Stacks {
    pub(super) operands: Vec<Operand>,
    pub(super) pending: Vec<Pending>,
    /// Brackets that are open.
    pub(super) depth: usize,
    /// Where an operand became too deep to go on.
    pub(super) too_deep: Option<Span>,
}

impl Stacks {
    pub(super) fn push(&mut self, id: ExprId, span: Span, bare: bool) {
        self.push_nested(id, span, bare, 0);
    }

    /// Puts an operand that holds others, nested so deep.
    pub(super) fn push_nested(&mut self, id: ExprId, span: Span, bare: bool, depth: usize) {
        self.check(depth, span);
        self.operands.push(Operand { value: Value::Done(id), span, depth, bare });
    }

    /// Leaves an operator pending until its right side is read.
    pub(super) fn wait(&mut self, operator: Operator, span: Span) {
        self.check(self.pending.len() / 8, span);
        self.pending.push(Pending::Operator(operator, span));
    }

    fn check(&mut self, depth: usize, span: Span) {
        if depth > MOST_DEPTH && self.too_deep.is_none() {
            self.too_deep = Some(span);
        }
    }

    pub(super) fn open(&mut self, bracket: u8, span: Span, call: Option<call::Call>) -> Result<(), Wrong> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(too_deep(span));
        }
        self.pending.push(Pending::Group { bracket, span, call });
        Ok(())
    }

    /// Whether the innermost bracket that is open is that of a sum or product over indices.
    pub(super) fn in_reduction(&self) -> bool {
        let innermost = self.pending.iter().rev().find(|pending| !matches!(pending, Pending::Operator(..)));
        matches!(innermost, Some(Pending::Reduction(_)))
    }

    /// Carries out what binds before `next`.
    pub(super) fn reduce(&mut self, reader: &mut Reader<'_>, next: Operator) {
        while let Some(&Pending::Operator(operator, span)) = self.pending.last() {
            if !operator.takes_before(next) {
                break;
            }
            self.pending.pop();
            self.carry_out(reader, operator, span);
        }
    }

    /// Carries out everything up to the innermost open bracket.
    pub(super) fn reduce_group(&mut self, reader: &mut Reader<'_>) {
        while let Some(&Pending::Operator(operator, span)) = self.pending.last() {
            self.pending.pop();
            self.carry_out(reader, operator, span);
        }
    }

    fn carry_out(&mut self, reader: &mut Reader<'_>, operator: Operator, sign: Span) {
        let right = self.operands.pop().expect("every operator has its operands");
        if operator.is_prefix() {
            let span = sign.to(right.span);
            let depth = right.depth + 1;
            let number = reader.number_in(&right);
            let (id, bare) = match (operator, number) {
                (Operator::Negate | Operator::NegateTightly, Some(number)) => {
                    (reader.graph.number(-&number), true)
                }
                (Operator::Root, _) => {
                    let inner = reader.finish(right);
                    (reader.graph.call(&SQRT, &[inner]), false)
                }
                (_, _) => {
                    let inner = reader.finish(right);
                    (reader.graph.call(&NEGATE, &[inner]), false)
                }
            };
            self.push_nested(id, span, bare, if bare { 0 } else { depth });
            return;
        }
        let left = self.operands.pop().expect("every operator has its operands");
        let span = left.span.to(right.span);
        let mut bare = false;
        let grows = matches!(
            (&left.value, operator),
            (Value::Sum(_), Operator::Add | Operator::Subtract)
                | (Value::Product(_), Operator::Multiply | Operator::Juxtapose)
        );
        let depth = (left.depth + usize::from(!grows)).max(right.depth + 1);
        let value = match operator {
            Operator::Add | Operator::Subtract => {
                let mut terms = match left {
                    Operand { value: Value::Sum(terms), .. } => terms,
                    other => {
                        let first = reader.finish(other);
                        reader.spare.list(first)
                    }
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
                    other => {
                        let first = reader.finish(other);
                        reader.spare.list(first)
                    }
                };
                factors.push(reader.finish(right));
                Value::Product(factors)
            }
            Operator::Divide => {
                let numbers = reader.number_in(&left).zip(reader.number_in(&right));
                if let Some(quotient) = numbers.and_then(|(above, below)| above.checked_div(&below)) {
                    bare = true;
                    Value::Done(reader.graph.number(quotient))
                } else {
                    let (above, below) = (reader.finish(left), reader.finish(right));
                    Value::Done(reader.graph.call(&DIVIDE, &[above, below]))
                }
            }
            Operator::Power => {
                let (below, exponent) = (reader.finish(left), reader.finish(right));
                Value::Done(reader.graph.call(&POWER, &[below, exponent]))
            }
            Operator::Negate | Operator::NegateTightly | Operator::Root => {
                unreachable!("prefix operators were carried out above")
            }
        };
        let depth = if bare { 0 } else { depth };
        self.check(depth, span);
        self.operands.push(Operand { value, span, depth, bare });
    }
}

/// Nested deeper than [`MOST_DEPTH`].
pub(super) fn too_deep(span: Span) -> Wrong {
    Box::new(
        Diagnostic::error(
            &code::TOO_DEEP,
            span,
            format!("brackets and operators are nested more than {MOST_DEPTH} deep"),
        )
        .help("name inner parts in definitions of their own"),
    )
}
