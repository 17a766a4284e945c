//! The two stacks of the precedence loop: operands, and what is still pending between them.

use chainrule_diagnostic::Span;
use chainrule_symbolic::graph::ExprId;

use super::operator::Operator;
use crate::depth::{MOST_DEPTH, too_deep};
use crate::family::clause::Range;
use crate::family::draft::Reduce;
use crate::lexer::NameId;
use crate::wrong::Wrong;

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
        call: Option<Call>,
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
    pub(super) fn list(&mut self, first: ExprId) -> Vec<ExprId> {
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

    pub(super) fn check(&mut self, depth: usize, span: Span) {
        if depth > MOST_DEPTH && self.too_deep.is_none() {
            self.too_deep = Some(span);
        }
    }

    pub(super) fn open(&mut self, bracket: u8, span: Span, call: Option<Call>) -> Result<(), Wrong> {
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
}

/// A call whose arguments are being read.
pub(super) struct Call {
    pub(super) name: NameId,
    pub(super) name_span: Span,
    pub(super) primes: u8,
    /// The 2 of `sin^2(x)`.
    pub(super) power: Option<i64>,
    pub(super) arguments: Vec<ExprId>,
    /// How deep the deepest argument is nested.
    pub(super) depth: usize,
    pub(super) span: Span,
}

impl Call {
    /// Takes the next argument, nested so deep.
    pub(super) fn take(&mut self, argument: ExprId, depth: usize) {
        self.arguments.push(argument);
        self.depth = self.depth.max(depth);
    }
}

/// A sum or product over indices, whose body is being read.
pub(super) struct Reduction {
    pub(super) kind: Reduce,
    pub(super) ranges: Vec<Range>,
    /// From its name on.
    pub(super) span: Span,
    /// The token of `for`, and the one behind the clause.
    pub(super) clause: (usize, usize),
}
