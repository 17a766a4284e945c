//! Expressions to instructions: the one place where an expression is taken apart for those who carry it out.

use chainrule_number::Rational;
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::{FxHashMap, FxHashSet};

use super::tape::{Instruction, Operation, Program, Register, RowId};
use crate::kernel::Kernel;
use chainrule_number::Value;

/// Writes a program. Equal operations on equal registers share one register: what is shared in the network is computed
/// once in a step, however many derivations cite it.
#[derive(Debug)]
pub struct Builder {
    program: Program,
    kernel: Kernel,
    numbers: FxHashMap<Rational, Register>,
    /// Where each operation was carried out.
    registers: FxHashMap<(Operation, Vec<Register>), Register>,
    rows: FxHashMap<(&'static str, u8), RowId>,
    /// Whether a register changes from run to run.
    varies: Vec<bool>,
    is_nameless: bool,
    style: Style,
}

/// What instructions are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// What a program gives: rows, which have kernels; a square is a product, rounded once.
    Rows,
    /// Numbers that know the primitives alone.
    Primitives,
    /// Ranges: rows and their primed functions, of which more is known than their formulas say. Equal factors are a
    /// power, since a range does not know that it is multiplied by itself.
    Ranges,
}

/// Where the numbers of expressions are kept: those that are stated or set, and those written since they changed.
#[derive(Debug, Default)]
pub struct Names {
    /// Names, parameters and stated derivatives.
    pub stated: FxHashMap<ExprId, Register>,
    written: FxHashMap<ExprId, Register>,
}

impl Names {
    fn get(&self, id: ExprId) -> Option<Register> {
        self.stated.get(&id).or_else(|| self.written.get(&id)).copied()
    }

    /// What was written so far stays what it is, whatever changes: the values of a forward pass.
    pub fn keep_written(&mut self) {
        self.stated.extend(self.written.drain());
    }

    /// Forgets what was written: something stated has changed.
    pub fn forget_written(&mut self) {
        self.written.clear();
    }
}

/// An expression for which no instructions can be written: a name or a derivative without a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WithoutNumber {
    /// Which.
    pub at: ExprId,
}

impl Builder {
    /// A program without instructions; the numbers of the expressions in `kept` are stated.
    pub fn new(kept: FxHashSet<ExprId>) -> Self {
        Self::with(Style::Rows, Kernel::in_rows(kept))
    }

    /// As [`Builder::new`], in primitives, for numbers of any kind.
    pub fn in_primitives(kept: FxHashSet<ExprId>) -> Self {
        Self::with(Style::Primitives, Kernel::keeping(kept))
    }

    /// For ranges: functions of the table and their derivatives stay what they are, and equal factors are a power.
    pub fn over_ranges() -> Self {
        Self::with(Style::Ranges, Kernel::without_own_functions())
    }

    fn with(style: Style, kernel: Kernel) -> Self {
        Self {
            program: Program::default(),
            kernel,
            numbers: FxHashMap::default(),
            registers: FxHashMap::default(),
            rows: FxHashMap::default(),
            varies: Vec::new(),
            is_nameless: false,
            style,
        }
    }

    /// Derivatives are written by formulas in which nothing cancels, where their rows have one.
    pub(super) fn write_steady_slopes(&mut self) {
        self.kernel = std::mem::take(&mut self.kernel).steady();
    }

    /// The program.
    pub fn finish(self) -> Program {
        self.program
    }

    /// How many instructions a run takes so far.
    pub fn length(&self) -> usize {
        self.program.each.len()
    }

    fn register(&mut self, varies: bool) -> Register {
        let register = Register(self.program.registers);
        self.program.registers += 1;
        self.program.origins.push(None);
        self.varies.push(varies);
        register
    }

    /// Whether registers are told from now on what they are for: not those of a rule, whose parameters have no names of the
    /// reader's.
    pub fn names_registers(&mut self, names: bool) {
        self.is_nameless = !names;
    }

    /// Says what a register is for, where that is not known yet.
    pub fn name(&mut self, register: Register, origin: ExprId) {
        if self.is_nameless {
            return;
        }
        self.program.origins[register.index()].get_or_insert(origin);
    }

    /// A register that is set before each run.
    pub fn input(&mut self) -> Register {
        self.register(true)
    }

    /// A register that holds the same value in all runs.
    pub fn constant(&mut self, value: Value) -> Register {
        if let Value::Exact(exact) = &value
            && let Some(&register) = self.numbers.get(exact)
        {
            return register;
        }
        let register = self.register(false);
        if let Value::Exact(exact) = &value {
            self.numbers.insert(exact.clone(), register);
        }
        self.program.constants.push((register, value));
        register
    }

    /// The instructions of an expression. `names` says where names, parameters and stated derivatives are kept; what is
    /// written is added to it.
    ///
    /// # Errors
    /// A name or a derivative has no register.
    pub fn expression(
        &mut self,
        graph: &mut Graph,
        root: ExprId,
        names: &mut Names,
    ) -> Result<Register, WithoutNumber> {
        if let Some(register) = names.get(root) {
            return Ok(register);
        }
        let written = self.kernel.of(graph, root);
        let register = self.as_written(graph, written, names)?;
        names.written.insert(root, register);
        Ok(register)
    }

    /// The instructions of an expression that is written out already.
    ///
    /// # Errors
    /// A name, a derivative or a function has neither a register nor instructions.
    pub fn as_written(
        &mut self,
        graph: &Graph,
        written: ExprId,
        names: &mut Names,
    ) -> Result<Register, WithoutNumber> {
        let order = Walk::below_until(graph, &[written], |id| {
            names.get(id).is_some() || matches!(graph.node(id), Node::Derivative { .. })
        });
        for id in order {
            if names.get(id).is_some() {
                continue;
            }
            let register = match graph.node(id) {
                Node::Number(number) => self.constant(Value::Exact(number.clone())),
                Node::Symbol(_) | Node::Derivative { .. } => return Err(WithoutNumber { at: id }),
                Node::Apply { function, primes, arguments } => {
                    let row = graph.builtin(function).ok_or(WithoutNumber { at: id })?;
                    let inputs: Option<Vec<Register>> =
                        arguments.iter().map(|&argument| names.get(argument)).collect();
                    let inputs = inputs.ok_or(WithoutNumber { at: id })?;
                    let squared = self.style == Style::Rows
                        && matches!(arguments, [_, exponent] if is_two(graph, *exponent));
                    match (primes, self.style) {
                        (0, _) => self.apply(row, &inputs, squared),
                        (_, Style::Ranges) => self.called(row, primes, &inputs),
                        (_, Style::Rows | Style::Primitives) => return Err(WithoutNumber { at: id }),
                    }
                }
            };
            self.name(register, id);
            names.written.insert(id, register);
        }
        names.get(written).ok_or(WithoutNumber { at: written })
    }

    /// The operations whose numbers are stated and which an expression is written with: none that lies in another one.
    pub fn kept_operations(&mut self, graph: &mut Graph, root: ExprId, names: &Names) -> FxHashSet<ExprId> {
        let written = self.kernel.of(graph, root);
        let is_kept = |id: ExprId| names.stated.contains_key(&id);
        let below = Walk::below_until(graph, &[written], is_kept);
        below.into_iter().filter(|&id| is_kept(id) && matches!(graph.node(id), Node::Apply { .. })).collect()
    }

    /// A row put to registers.
    pub fn call(&mut self, row: &'static Function, arguments: &[Register]) -> Register {
        self.apply(row, arguments, false)
    }

    fn apply(&mut self, row: &'static Function, arguments: &[Register], squared: bool) -> Register {
        match arguments {
            [only] if *row == ADD || *row == MULTIPLY => *only,
            [first, rest @ ..] if *row == ADD => {
                rest.iter().fold(*first, |sum, &term| self.emit(Operation::Add(sum, term), &[]))
            }
            [_, ..] if *row == MULTIPLY && self.style == Style::Ranges => self.powers(arguments),
            [first, rest @ ..] if *row == MULTIPLY => {
                rest.iter().fold(*first, |product, &factor| self.multiply(product, factor))
            }
            [of] if *row == NEGATE => self.emit(Operation::Negate(*of), &[]),
            [above, below] if *row == DIVIDE => self.emit(Operation::Divide(*above, *below), &[]),
            // A square is a product, rounded once.
            [base, _] if *row == POWER && squared => self.multiply(*base, *base),
            [base, exponent] if *row == POWER => self.emit(Operation::Power(*base, *exponent), &[]),
            _ => self.called(row, 0, arguments),
        }
    }

    fn called(&mut self, row: &'static Function, primes: u8, arguments: &[Register]) -> Register {
        let next = RowId(u32::try_from(self.program.rows.len()).expect("fewer rows than 2^32"));
        let id = *self.rows.entry((row.name, primes)).or_insert(next);
        if id == next {
            self.program.rows.push((row, primes));
        }
        self.emit(Operation::Call { row: id, first: 0, count: 0 }, arguments)
    }

    /// A product in which equal factors stand together, as a power.
    fn powers(&mut self, factors: &[Register]) -> Register {
        let mut factors = factors.to_vec();
        factors.sort_unstable();
        let powers: Vec<Register> = factors
            .chunk_by(|one, other| one == other)
            .map(|equal| match i64::try_from(equal.len()) {
                Ok(count) if count > 1 => {
                    let exponent = self.constant(Value::Exact(Rational::from_integer(count)));
                    self.emit(Operation::Power(equal[0], exponent), &[])
                }
                Ok(_) | Err(_) => equal[0],
            })
            .collect();
        let (first, rest) = powers.split_first().expect("a product has factors");
        rest.iter().fold(*first, |product, &factor| self.multiply(product, factor))
    }

    /// What is added to a register where that gives another.
    pub fn addend(&self, sum: Register, to: Register) -> Option<Register> {
        let place = self.program.each.binary_search_by_key(&sum, |instruction| instruction.to).ok()?;
        match self.program.each[place].operation {
            Operation::Add(left, right) if left == to => Some(right),
            Operation::Add(left, right) if right == to => Some(left),
            Operation::Add(..)
            | Operation::Multiply(..)
            | Operation::Negate(_)
            | Operation::Divide(..)
            | Operation::Power(..)
            | Operation::Call { .. } => None,
        }
    }

    /// The product of two registers; one of them may hold 1.
    pub fn multiply(&mut self, left: Register, right: Register) -> Register {
        match self.numbers.get(&Rational::one()) {
            Some(&one) if left == one => right,
            Some(&one) if right == one => left,
            Some(_) | None => self.emit(Operation::Multiply(left, right), &[]),
        }
    }

    /// The product of two registers, carried out even by 1: in a format that is where a number enters it.
    pub fn multiply_out(&mut self, left: Register, right: Register) -> Register {
        self.emit(Operation::Multiply(left, right), &[])
    }

    /// The sum of two registers.
    pub fn add(&mut self, left: Register, right: Register) -> Register {
        self.emit(Operation::Add(left, right), &[])
    }

    fn emit(&mut self, operation: Operation, arguments: &[Register]) -> Register {
        let key = (operation, arguments.to_vec());
        if let Some(&register) = self.registers.get(&key) {
            return register;
        }
        let varies = |register: &Register| self.varies[register.index()];
        let (changes, operation) = match operation {
            Operation::Add(left, right)
            | Operation::Multiply(left, right)
            | Operation::Divide(left, right)
            | Operation::Power(left, right) => (varies(&left) || varies(&right), operation),
            Operation::Negate(of) => (varies(&of), operation),
            Operation::Call { row, .. } => {
                let changes = arguments.iter().any(varies);
                let count = |length: usize| u32::try_from(length).expect("fewer arguments than 2^32");
                let (first, arity) = (count(self.program.arguments.len()), count(arguments.len()));
                self.program.arguments.extend_from_slice(arguments);
                (changes, Operation::Call { row, first, count: arity })
            }
        };
        let to = self.register(changes);
        let instructions = if changes { &mut self.program.each } else { &mut self.program.once };
        instructions.push(Instruction { operation, to });
        self.registers.insert(key, to);
        to
    }
}

fn is_two(graph: &Graph, id: ExprId) -> bool {
    matches!(graph.node(id), Node::Number(number) if *number == Rational::from_integer(2))
}
