//! The tape over ranges: what an expression can reach over many boxes, and how fast it moves with each leaf.

use chainrule_number::{Elementary, Rational, Value};
use chainrule_program::{Arithmetic, Builder, Kernel, Names, Operator, Program as Tape, Register, Templates};
use chainrule_symbolic::function::rows::gaussian::{ERF, GELU};
use chainrule_symbolic::function::{self, Definition, Domain, Function, Monotonicity};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};

use super::{Range, Ranges};
use chainrule_number::{Scalar, Undefined};

/// Ranges need no working precision.
const BITS: u32 = 64;

/// An error function over a range takes the time of about so many other instructions.
const INSTRUCTIONS_OF_A_SERIES: usize = 100;

/// An expression as a tape over ranges.
#[derive(Debug)]
pub struct Program {
    tape: Tape,
    /// The names and open derivatives, in the order in which boxes list them.
    pub leaves: Vec<ExprId>,
    inputs: Vec<Register>,
    whole: Register,
    /// How many expressions there are.
    size: usize,
    functions: Templates,
    /// The registers with what no box changes in them.
    start: Result<Vec<Range>, Undefined>,
    /// What computes what; nothing where slopes are not asked for.
    operations: Option<Vec<(Register, Operator, Vec<Register>)>>,
}

impl Program {
    /// The program of an expression, for what it can reach.
    pub fn new(graph: &mut Graph, root: ExprId) -> Self {
        let root = without_own_functions(graph, root);
        let order = Walk::rewritable(graph, root);
        let is_leaf = |&id: &ExprId| match graph.node(id) {
            Node::Number(_) => false,
            Node::Symbol(_) | Node::Derivative { .. } => true,
            Node::Apply { function, .. } => graph.builtin(function).is_none(),
        };
        let leaves: Vec<ExprId> = order.iter().copied().filter(is_leaf).collect();
        let mut builder = Builder::over_ranges();
        let mut names = Names::default();
        let inputs: Vec<Register> = leaves.iter().map(|_| builder.input()).collect();
        names.stated.extend(leaves.iter().copied().zip(inputs.iter().copied()));
        let whole = builder.expression(graph, root, &mut names).expect("every leaf has a register");
        let tape = builder.finish();
        let functions = Templates::of_program(graph, &tape);
        let start = tape.start(&OverRanges { functions: &functions }, &Range::ALL);
        Self { tape, leaves, inputs, whole, size: order.len(), functions, start, operations: None }
    }

    /// The program of an expression, for how fast it moves besides.
    pub fn with_slopes(graph: &mut Graph, root: ExprId) -> Self {
        let mut program = Self::new(graph, root);
        for (row, primes, arity) in program.tape.calls() {
            if arity == 1 {
                program.functions.prepare_function(graph, (function::id(row), primes + 1), arity);
            }
        }
        program.operations = Some(program.tape.instructions().collect());
        program
    }

    /// How many expressions there are in it.
    pub fn size(&self) -> usize {
        self.size
    }

    /// How much work one run is, in instructions: error functions over ranges are series.
    pub fn work(&self) -> usize {
        let is_series = |operator: &Operator| {
            let row = match operator {
                Operator::Call(row) | Operator::Primed(row, _) => *row,
                Operator::Add
                | Operator::Multiply
                | Operator::Negate
                | Operator::Divide
                | Operator::Power => return false,
            };
            *row == ERF || *row == GELU
        };
        let operations = self.operations.as_deref().unwrap_or_default();
        let series = operations.iter().filter(|(_, operator, _)| is_series(operator)).count();
        self.size + INSTRUCTIONS_OF_A_SERIES * series
    }

    /// The tape, with the registers of the leaves and that of the whole.
    pub(super) fn tape(&self) -> (&Tape, &[Register], Register) {
        (&self.tape, &self.inputs, self.whole)
    }

    /// What every register can hold over a box, leaf by leaf.
    ///
    /// # Errors
    /// Something is undefined everywhere in the box.
    pub fn ranges(&self, leaves: &[Range]) -> Result<Vec<Range>, Undefined> {
        let mut registers = self.start.clone()?;
        for (input, leaf) in self.inputs.iter().zip(leaves) {
            registers[input.index()] = *leaf;
        }
        self.tape.run(&OverRanges { functions: &self.functions }, 0..self.tape.length(), &mut registers)?;
        Ok(registers)
    }

    /// What the whole can reach, the leaves in these ranges; nothing where it is undefined throughout.
    pub fn reach(&self, ranges: &Ranges) -> Option<Range> {
        let range = |leaf| ranges.get(leaf).map_or(Range::ALL, |range| range.range);
        let leaves: Vec<Range> = self.leaves.iter().map(range).collect();
        self.ranges(&leaves).ok().map(|reached| self.whole(&reached))
    }

    /// What the whole can reach, where `ranges` are those of a box.
    pub fn whole(&self, ranges: &[Range]) -> Range {
        ranges[self.whole.index()]
    }

    /// How fast the whole can move with each leaf, anywhere in a box whose `ranges` are these; only of a program that was
    /// made [with slopes][`Self::with_slopes`]. Nothing where it may jump or is not defined somewhere, the ends that are left
    /// out included: then nothing follows from the slopes.
    pub fn gradient(&self, ranges: &[Range]) -> Option<Vec<Range>> {
        let over = OverRanges { functions: &self.functions };
        let mut adjoints = vec![Range::floats(0.0, 0.0); self.tape.register_count()];
        adjoints[self.whole.index()] = Range::floats(1.0, 1.0);
        for (to, operator, operands) in self.operations.as_ref()?.iter().rev() {
            let adjoint = adjoints[to.index()];
            for (at, &operand) in operands.iter().enumerate() {
                let partial = over.partial(*operator, operands, at, ranges)?;
                let moved = adjoint.mul(&partial, BITS).ok()?;
                adjoints[operand.index()] = adjoints[operand.index()].add(&moved, BITS).ok()?;
            }
        }
        Some(self.inputs.iter().map(|input| adjoints[input.index()]).collect())
    }
}

/// Ranges, with what the rows of functions know.
struct OverRanges<'t> {
    functions: &'t Templates,
}

impl Arithmetic for OverRanges<'_> {
    type Number = Range;

    fn constant(&self, value: &Value) -> Result<Range, Undefined> {
        value.exact().map(Range::point).ok_or(Undefined::NotRational)
    }

    fn add(&self, left: &Range, right: &Range) -> Result<Range, Undefined> {
        left.add(right, BITS)
    }

    fn multiply(&self, left: &Range, right: &Range) -> Result<Range, Undefined> {
        left.mul(right, BITS)
    }

    fn divide(&self, above: &Range, below: &Range) -> Result<Range, Undefined> {
        above.div(below, BITS)
    }

    fn power(&self, base: &Range, exponent: &Range) -> Result<Range, Undefined> {
        base.pow(exponent, BITS)
    }

    fn negate(&self, of: &Range) -> Range {
        of.neg()
    }

    fn call(&self, row: &'static Function, arguments: &[Range]) -> Result<Range, Undefined> {
        self.primed(row, 0, arguments)
    }

    fn primed(&self, row: &'static Function, primes: u8, arguments: &[Range]) -> Result<Range, Undefined> {
        match (arguments, row.definition) {
            ([argument], _) => self.function(row, primes, *argument),
            (_, Definition::Primitive(primitive)) if primes == 0 => {
                Range::elementary(primitive, arguments, BITS)
            }
            (_, Definition::Primitive(_) | Definition::Arithmetic | Definition::Formula(_)) => Ok(Range::ALL),
        }
    }
}

impl OverRanges<'_> {
    /// What a function of one argument can reach: by its definition, its monotonicity, and the range its row proves.
    fn function(&self, row: &'static Function, primes: u8, argument: Range) -> Result<Range, Undefined> {
        // A derivative is defined where the function is, even where its formula says more: 1/x for ln'.
        let argument = match row.domain {
            Domain::Within(domain) if primes > 0 => {
                let domain = Range::stated(domain);
                if !argument.meets(domain) {
                    return Err(Undefined::Unknown);
                }
                argument.intersect(domain)
            }
            Domain::Within(_)
            | Domain::Everywhere
            | Domain::NonzeroDivisor
            | Domain::Power
            | Domain::AwayFromPoles => argument,
        };
        if let (Definition::Primitive(primitive), 0) = (row.definition, primes) {
            return Ok(Range::elementary(primitive, &[argument], BITS)?.intersect(Range::stated(row.range)));
        }
        let stated = match primes {
            0 => Range::stated(row.range),
            1 => Range::stated(row.derivative_range),
            _ => Range::ALL,
        };
        if !self.functions.knows(row, primes) {
            return Ok(stated);
        }
        let at = |argument: Range| self.functions.primed(row, primes, &[argument], BITS);
        let at_end = |end: Option<Range>| end.and_then(|end| at(end).ok());
        let ends = || (at_end(argument.at_lower()), at_end(argument.at_upper()));
        let mut range = match (row.monotonicity, primes) {
            (Monotonicity::Increasing, 0) => between(ends()),
            (Monotonicity::Decreasing, 0) => {
                let (lower, upper) = ends();
                between((upper, lower))
            }
            (_, _) => Range::ALL,
        };
        // The formula over the whole argument may be tighter, and is all there is without monotonicity.
        match at(argument) {
            Ok(whole) => range = range.intersect(whole),
            Err(why) if range == Range::ALL => return Err(why),
            Err(_) => {}
        }
        Ok(range.intersect(stated))
    }

    /// How fast an operation moves with one of its operands; nothing where it may jump.
    fn partial(
        &self,
        operator: Operator,
        operands: &[Register],
        at: usize,
        ranges: &[Range],
    ) -> Option<Range> {
        let argument = |place: usize| ranges[operands[place].index()];
        let one = Range::floats(1.0, 1.0);
        let (row, primes) = match operator {
            Operator::Add => return Some(one),
            Operator::Negate => return Some(one.neg()),
            Operator::Multiply => return Some(argument(1 - at)),
            Operator::Divide => return of_quotient(argument(0), argument(1), at),
            Operator::Power => return of_power(argument(0), argument(1), at),
            Operator::Call(row) => (row, 0),
            Operator::Primed(row, primes) => (row, primes),
        };
        if operands.len() == 1 {
            return self.slope(row, primes, argument(0));
        }
        // Minima and maxima: between 0 and 1, or certain where one argument is certainly the extreme.
        matches!(row.definition, Definition::Primitive(Elementary::Min | Elementary::Max))
            .then(|| Range::floats(0.0, 1.0))
    }

    /// How fast a function of one argument moves with it.
    fn slope(&self, row: &'static Function, primes: u8, argument: Range) -> Option<Range> {
        // The derivative of a function with kinks jumps there, a later one where it bends.
        let reaches = |at: i64| {
            let at = Range::point(&Rational::from_integer(at));
            argument.lower() <= at.upper() && argument.upper() >= at.lower()
        };
        let kinked = (primes > 0 && row.kinks.iter().any(|kink| reaches(kink.at)))
            || (primes > 1 && row.bends.iter().any(|&at| reaches(at)));
        let jumps = match row.definition {
            Definition::Primitive(Elementary::Sign | Elementary::Step) => argument.touches_zero(),
            Definition::Primitive(Elementary::Tan) => {
                let cosine = Range::elementary(Elementary::Cos, &[argument], BITS).ok()?;
                cosine.touches_zero()
            }
            // The end of the domain belongs to it for these functions, but not for their derivatives.
            Definition::Primitive(Elementary::Sqrt) if primes == 0 => argument.lower() < 0.0,
            Definition::Primitive(Elementary::Ln | Elementary::Sqrt) => argument.lower() <= 0.0,
            Definition::Primitive(Elementary::Asin | Elementary::Acos) if primes == 0 => {
                argument.lower() < -1.0 || argument.upper() > 1.0
            }
            Definition::Primitive(Elementary::Asin | Elementary::Acos | Elementary::Atanh) => {
                argument.lower() <= -1.0 || argument.upper() >= 1.0
            }
            Definition::Primitive(Elementary::Acosh) if primes == 0 => argument.lower() < 1.0,
            Definition::Primitive(Elementary::Acosh) => argument.lower() <= 1.0,
            Definition::Formula(_) => !is_everywhere(row),
            Definition::Primitive(_) | Definition::Arithmetic => false,
        };
        if jumps || kinked {
            return None;
        }
        if !self.functions.knows(row, primes + 1) {
            return None;
        }
        // What happens at the ends of the range alone moves nothing: kinks may lie there.
        self.function(row, primes + 1, argument.interior()).ok()
    }
}

/// How fast a quotient moves with what stands above or below.
fn of_quotient(above: Range, below: Range, at: usize) -> Option<Range> {
    if below.lower() <= 0.0 && below.upper() >= 0.0 {
        return None;
    }
    let inverse = Range::floats(1.0, 1.0).div(&below, BITS).ok()?;
    if at == 0 {
        return Some(inverse);
    }
    Some(above.mul(&inverse, BITS).ok()?.mul(&inverse, BITS).ok()?.neg())
}

/// How fast a power with a number as its exponent moves with its base.
fn of_power(base: Range, exponent: Range, at: usize) -> Option<Range> {
    if !exponent.is_point() {
        return None;
    }
    if at == 1 {
        return Some(Range::floats(0.0, 0.0));
    }
    let number = Rational::from_f64(exponent.lower())?;
    let smooth = number.is_integer() && number.is_positive();
    if !smooth && base.lower() <= 0.0 {
        return None;
    }
    let lowered = exponent.add(&Range::floats(-1.0, -1.0), BITS).ok()?;
    exponent.mul(&base.pow(&lowered, BITS).ok()?, BITS).ok()
}

fn is_everywhere(row: &'static Function) -> bool {
    matches!(row.domain, Domain::Everywhere)
}

/// From the first to the second, where both are defined.
fn between((lower, upper): (Option<Range>, Option<Range>)) -> Range {
    let (lower, upper) = (lower.unwrap_or(Range::ALL), upper.unwrap_or(Range::ALL));
    lower.up_to(upper)
}

/// The expression with the reader's own functions written out, and further primes of them by their formulas.
pub fn without_own_functions(graph: &mut Graph, root: ExprId) -> ExprId {
    Kernel::without_own_functions().of(graph, root)
}

/// The ranges of some expressions over a box.
pub fn ranges_of(graph: &mut Graph, expressions: &[ExprId], ranges: &Ranges) -> Vec<Option<Range>> {
    expressions.iter().map(|&expr| Program::new(graph, expr).reach(ranges)).collect()
}
