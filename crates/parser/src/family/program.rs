//! A draft as a list of instructions, to be carried out for each instance.

use rustc_hash::FxHashMap;

use chainrule_diagnostic::Span;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, Scope, SymbolId};
use chainrule_symbolic::network::{Families, FamilyId};

use super::clause::Range;
use super::draft::{Draft, Mention, Placeholder, Reduce};
use crate::lexer::Names;

/// The place of an expression while an instance is made.
pub type Slot = usize;

/// So many instructions count for one more instance.
const INSTRUCTIONS_THAT_COUNT_FOR_ONE: usize = 6;

/// So many bytes of a name count for one more instance.
pub const BYTES_THAT_COUNT_FOR_ONE: usize = 64;

/// What to do for each instance, in order.
#[derive(Debug, Default)]
pub struct Program {
    pub(super) instructions: Vec<Instruction>,
    /// Arguments of applications, one after another.
    pub(super) arguments: Vec<Slot>,
    /// What each slot holds before the first instance: expressions that are the same in all of them.
    pub(super) fixed: Vec<Option<ExprId>>,
    /// Where the expression of each slot was written.
    pub(super) spans: Vec<Option<Span>>,
    /// The members mentioned.
    pub(super) members: Vec<Member>,
    /// The ranges of sums and products.
    pub(super) ranges: Vec<Range>,
    /// The expressions wanted.
    pub(super) roots: Vec<Slot>,
    /// Number of indices.
    pub(super) indices: usize,
    /// For how many instances one of this program counts.
    pub weight: u64,
    /// Of the slots that hold a sum, a product or its like over indices: which.
    reductions: Vec<Option<Reduce>>,
}

/// A member that an instance mentions.
#[derive(Debug)]
pub struct Member {
    /// Its family.
    pub family: FamilyId,
    /// How it is written.
    pub mention: Mention,
}

#[derive(Debug)]
pub(super) enum Instruction {
    /// The value of an index.
    Number { to: Slot, index: usize },
    /// A member.
    Member { to: Slot, member: usize },
    /// A function put to its arguments.
    Apply { to: Slot, function: FunctionId, primes: u8, start: usize, count: usize, how: How },
    /// A derivative.
    Derivative { to: Slot, of: Slot, by: Slot, scope: Scope },
    /// A sum or product begins.
    Open,
    /// An index takes its first value, or the program goes on behind its last.
    Begin { range: usize, skip: usize },
    /// A term or factor is ready, which counts for so many.
    Append { from: Slot, weight: u64 },
    /// An index takes its next value.
    Next { range: usize, back: usize },
    /// A sum or product ends.
    Close { to: Slot, kind: Reduce },
}

/// How an application is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// As it is.
    Plain,
    /// `1/l` and `-l` are numbers.
    Fold,
    /// So is `k-1` as an exponent.
    Raise,
    /// Sums inside a sum, written with `sum`, give it their terms; products likewise.
    Splice,
}

enum Task {
    Visit(ExprId),
    Emit(ExprId),
    /// Go on with the loops of a reduction, which begin here.
    Close {
        symbol_expr: ExprId,
        begins: Vec<usize>,
        memo: usize,
        body: ExprId,
        kind: Reduce,
        first_range: usize,
    },
}

struct Compiler<'a> {
    draft: &'a Draft,
    names: &'a Names,
    graph: &'a mut Graph,
    families: &'a mut Families,
    program: Program,
    slots: FxHashMap<ExprId, Slot>,
    /// Expressions in the order in which they got slots; those of a loop are forgotten at its end.
    memo: Vec<ExprId>,
    /// Whether a slot differs from instance to instance.
    varies: Vec<bool>,
}

impl Program {
    /// The instructions for these expressions of a draft.
    pub fn compile(
        draft: &Draft,
        roots: &[ExprId],
        names: &Names,
        graph: &mut Graph,
        families: &mut Families,
    ) -> Self {
        let mut compiler = Compiler {
            draft,
            names,
            graph,
            families,
            program: Self { indices: draft.indices.named.len(), ..Self::default() },
            slots: FxHashMap::default(),
            memo: Vec::new(),
            varies: Vec::new(),
        };
        for &root in roots {
            compiler.run(root);
            let slot = compiler.slots[&root];
            compiler.program.roots.push(slot);
        }
        compiler.program.weight = compiler.program.weight_from(0, compiler.families);
        compiler.program
    }

    /// For how many terms those instructions count that begin at a place: more than one where they are many, or their
    /// names are long, so that the limit bounds time and memory whatever a worksheet says.
    fn weight_from(&self, first: usize, families: &Families) -> u64 {
        let instructions = &self.instructions[first..];
        let names = instructions.iter().map(|instruction| match instruction {
            Instruction::Member { member, .. } => {
                families.pattern(self.members[*member].family).len() / BYTES_THAT_COUNT_FOR_ONE
            }
            Instruction::Number { .. }
            | Instruction::Apply { .. }
            | Instruction::Derivative { .. }
            | Instruction::Open
            | Instruction::Begin { .. }
            | Instruction::Append { .. }
            | Instruction::Next { .. }
            | Instruction::Close { .. } => 0,
        });
        let more = instructions.len() / INSTRUCTIONS_THAT_COUNT_FOR_ONE + names.sum::<usize>();
        1 + more as u64
    }

    /// How many applications an instance is made of, each term of a sum counted once.
    pub fn applications(&self) -> u64 {
        let is_one = |instruction: &&Instruction| {
            matches!(instruction, Instruction::Apply { .. } | Instruction::Derivative { .. })
        };
        self.instructions.iter().filter(is_one).count() as u64
    }

    /// The members that instances mention.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The ranges of its sums and products.
    pub fn ranges(&self) -> &[Range] {
        &self.ranges
    }

    /// Whether a slot holds a sum or product over indices, whose parts may join those around it.
    pub(super) fn is_reduction(&self, slot: Slot) -> bool {
        self.reductions[slot].is_some_and(Reduce::needs_for)
    }

    /// Whether instances differ with an index.
    pub fn uses(&self, index: usize) -> bool {
        let mut ends = self.ranges.iter().flat_map(|range| [&range.lower, &range.upper]);
        let mentions = self.members.iter().flat_map(|member| &member.mention.indices);
        self.instructions.iter().any(
            |instruction| matches!(instruction, Instruction::Number { index: other, .. } if *other == index),
        ) || ends.any(|end| end.expr.indices().any(|other| other == index))
            || mentions.into_iter().any(|expr| expr.indices().any(|other| other == index))
    }
}

impl Compiler<'_> {
    fn run(&mut self, root: ExprId) {
        let mut tasks = vec![Task::Visit(root)];
        while let Some(task) = tasks.pop() {
            match task {
                Task::Visit(expr) => {
                    if !self.slots.contains_key(&expr) {
                        self.visit(expr, &mut tasks);
                    }
                }
                Task::Emit(expr) => self.emit(expr),
                Task::Close { symbol_expr, begins, memo, body, kind, first_range } => {
                    let from = self.slots[&body];
                    let first = begins.first().copied().unwrap_or_default();
                    let weight = self.program.weight_from(first, self.families);
                    self.program.instructions.push(Instruction::Append { from, weight });
                    for (place, begin) in begins.iter().enumerate().rev() {
                        let range = first_range + place;
                        self.program.instructions.push(Instruction::Next { range, back: begin + 1 });
                        let skip = self.program.instructions.len();
                        self.program.instructions[*begin] = Instruction::Begin { range, skip };
                    }
                    for expr in self.memo.split_off(memo) {
                        self.slots.remove(&expr);
                    }
                    let to = self.slot(symbol_expr, None, Some(kind));
                    self.program.instructions.push(Instruction::Close { to, kind });
                }
            }
        }
    }

    fn visit(&mut self, expr: ExprId, tasks: &mut Vec<Task>) {
        let draft = self.draft;
        match draft.graph.node(expr) {
            Node::Number(number) => {
                let fixed = self.graph.number(number.clone());
                self.slot(expr, Some(fixed), None);
            }
            Node::Symbol(symbol) => match draft.placeholders.get(symbol) {
                Some(Placeholder::Reduction { kind, ranges, body, .. }) => {
                    let first_range = self.program.ranges.len();
                    self.program.ranges.extend(ranges.iter().cloned());
                    self.program.instructions.push(Instruction::Open);
                    let mut begins = Vec::new();
                    for _ in ranges {
                        begins.push(self.program.instructions.len());
                        self.program.instructions.push(Instruction::Open);
                    }
                    tasks.push(Task::Close {
                        symbol_expr: expr,
                        begins,
                        memo: self.memo.len(),
                        body: *body,
                        kind: *kind,
                        first_range,
                    });
                    tasks.push(Task::Visit(*body));
                }
                found => self.symbol(expr, symbol, found),
            },
            Node::Apply { arguments, .. } => {
                tasks.push(Task::Emit(expr));
                tasks.extend(arguments.iter().rev().map(|&argument| Task::Visit(argument)));
            }
            Node::Derivative { of, by, .. } => {
                tasks.push(Task::Emit(expr));
                if let Some(by) = self.by(by) {
                    tasks.push(Task::Visit(by));
                }
                tasks.push(Task::Visit(of));
            }
        }
    }

    /// The expression of the name that a derivative is taken by.
    fn by(&self, by: SymbolId) -> Option<ExprId> {
        // It was named, so it stands in the draft as an expression of its own.
        self.draft.graph.find_symbol_expr(by)
    }

    fn symbol(&mut self, expr: ExprId, symbol: SymbolId, found: Option<&Placeholder>) {
        match found {
            Some(Placeholder::Index(index)) => {
                let to = self.slot(expr, None, None);
                self.program.instructions.push(Instruction::Number { to, index: *index });
            }
            Some(Placeholder::Member(mention)) => {
                let to = self.slot(expr, None, None);
                let family = self.families.family(self.names.text(mention.pattern));
                self.program
                    .instructions
                    .push(Instruction::Member { to, member: self.program.members.len() });
                self.program.members.push(Member { family, mention: mention.clone() });
            }
            Some(Placeholder::Reduction { .. }) | None => {
                let name = self.draft.graph.name(symbol).as_str();
                let symbol = self.families.intern_name(self.graph, name);
                let fixed = self.graph.symbol(symbol);
                self.slot(expr, Some(fixed), None);
            }
        }
    }

    fn emit(&mut self, expr: ExprId) {
        if self.slots.contains_key(&expr) {
            return;
        }
        match self.draft.graph.node(expr) {
            Node::Apply { function, primes, arguments } => {
                let slots: Vec<Slot> = arguments.iter().map(|argument| self.slots[argument]).collect();
                let row = self.graph.builtin(function);
                let is = |wanted: &'static chainrule_symbolic::function::Function| {
                    row.is_some_and(|row| std::ptr::eq(row, wanted)) && primes == 0
                };
                let splices =
                    |kind: Reduce| slots.iter().any(|&slot| self.program.reductions[slot] == Some(kind));
                let how = if (is(&ADD) && splices(Reduce::Sum)) || (is(&MULTIPLY) && splices(Reduce::Product))
                {
                    How::Splice
                } else if is(&DIVIDE) || is(&NEGATE) {
                    How::Fold
                } else if is(&POWER) {
                    How::Raise
                } else {
                    How::Plain
                };
                if slots.iter().any(|&slot| self.varies[slot]) {
                    let start = self.program.arguments.len();
                    let count = slots.len();
                    self.program.arguments.extend(slots);
                    let to = self.slot(expr, None, None);
                    self.program.instructions.push(Instruction::Apply {
                        to,
                        function,
                        primes,
                        start,
                        count,
                        how,
                    });
                } else {
                    let arguments: Vec<ExprId> =
                        slots.iter().filter_map(|&slot| self.program.fixed[slot]).collect();
                    let fixed = self.graph.apply_primed(function, primes, &arguments);
                    self.slot(expr, Some(fixed), None);
                }
            }
            Node::Derivative { of, by, scope } => {
                let of = self.slots[&of];
                let Some(by) = self.by(by).map(|by| self.slots[&by]) else { return };
                let to = self.slot(expr, None, None);
                self.program.instructions.push(Instruction::Derivative { to, of, by, scope });
            }
            Node::Number(_) | Node::Symbol(_) => {}
        }
    }

    /// A slot for an expression.
    fn slot(&mut self, expr: ExprId, fixed: Option<ExprId>, reduction: Option<Reduce>) -> Slot {
        let slot = self.program.fixed.len();
        self.varies.push(fixed.is_none());
        self.program.fixed.push(fixed);
        self.program.spans.push(self.draft.spans.get(&expr).copied());
        self.program.reductions.push(reduction);
        self.slots.insert(expr, slot);
        self.memo.push(expr);
        slot
    }
}
