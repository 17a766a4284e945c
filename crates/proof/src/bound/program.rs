//! An expression as a list of instructions, to be evaluated over many boxes.

use chainrule_number::{Elementary, Rational};
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::{Definition, Domain, Function, Monotonicity};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, Walk};
use rustc_hash::FxHashMap;

use super::Range;
use chainrule_number::{Scalar, Undefined};
use chainrule_program::Kernel;
use chainrule_program::evaluate;

/// Ranges need no working precision.
const BITS: u32 = 64;

/// Instructions, each after those it needs; the last is the whole.
#[derive(Debug)]
pub struct Program {
    instructions: Vec<Instruction>,
    /// The names and open derivatives, in the order in which boxes list them.
    pub leaves: Vec<ExprId>,
    templates: Vec<Template>,
}

#[derive(Debug)]
enum Instruction {
    Constant(Range),
    Leaf(usize),
    Apply(Call),
}

#[derive(Debug)]
struct Call {
    row: &'static Function,
    primes: u8,
    arguments: Vec<usize>,
    /// The function by its definition, and its derivative, for functions of one argument.
    own: Option<usize>,
    derivative: Option<usize>,
}

/// A function of one argument written out in primitives.
#[derive(Debug)]
struct Template {
    placeholder: ExprId,
    root: ExprId,
}

impl Program {
    /// The program of an expression.
    pub fn new(graph: &mut Graph, root: ExprId) -> Self {
        let root = without_own_functions(graph, root);
        let mut program = Self { instructions: Vec::new(), leaves: Vec::new(), templates: Vec::new() };
        let mut known: FxHashMap<(FunctionId, u8), Option<usize>> = FxHashMap::default();
        let mut place: FxHashMap<ExprId, usize> = FxHashMap::default();
        for id in Walk::rewritable(graph, root) {
            let instruction = match graph.node(id) {
                Node::Number(number) => Instruction::Constant(Range::point(number)),
                Node::Symbol(_) | Node::Derivative { .. } => program.leaf(id),
                Node::Apply { function, primes, arguments } => match graph.builtin(function) {
                    None => program.leaf(id),
                    Some(row) => {
                        let arguments: Vec<usize> =
                            arguments.iter().map(|argument| place[argument]).collect();
                        let single =
                            arguments.len() == 1 && *row != ADD && *row != MULTIPLY && *row != NEGATE;
                        let mut template = |primes| {
                            let known = &mut known;
                            let program = &mut program;
                            *known
                                .entry((function, primes))
                                .or_insert_with(|| program.template(graph, function, primes))
                        };
                        let (own, derivative) =
                            if single { (template(primes), template(primes + 1)) } else { (None, None) };
                        Instruction::Apply(Call { row, primes, arguments, own, derivative })
                    }
                },
            };
            place.insert(id, program.instructions.len());
            program.instructions.push(instruction);
        }
        program
    }

    fn leaf(&mut self, id: ExprId) -> Instruction {
        self.leaves.push(id);
        Instruction::Leaf(self.leaves.len() - 1)
    }

    fn template(&mut self, graph: &mut Graph, function: FunctionId, primes: u8) -> Option<usize> {
        // A name no worksheet can write stands for the argument.
        let symbol = graph.intern("'u");
        let placeholder = graph.symbol(symbol);
        let applied = graph.apply_primed(function, primes, &[placeholder]);
        let root = Kernel::new().of(graph, applied);
        let is_written_out = |id| matches!(graph.node(id), Node::Apply { primes: 1.., .. });
        if Walk::rewritable(graph, root).into_iter().any(is_written_out) {
            return None;
        }
        self.templates.push(Template { placeholder, root });
        Some(self.templates.len() - 1)
    }

    /// How many instructions there are.
    pub fn size(&self) -> usize {
        self.instructions.len()
    }

    /// What every instruction can reach over a box, leaf by leaf.
    ///
    /// # Errors
    /// Something is undefined everywhere in the box.
    pub fn ranges(&self, graph: &Graph, leaves: &[Range]) -> Result<Vec<Range>, Undefined> {
        let mut ranges: Vec<Range> = Vec::with_capacity(self.instructions.len());
        for instruction in &self.instructions {
            let range = match instruction {
                Instruction::Constant(range) => *range,
                Instruction::Leaf(leaf) => leaves[*leaf],
                Instruction::Apply(call) => self.call(graph, call, &ranges)?,
            };
            ranges.push(range);
        }
        Ok(ranges)
    }

    fn call(&self, graph: &Graph, call: &Call, ranges: &[Range]) -> Result<Range, Undefined> {
        let argument = |place: usize| ranges[call.arguments[place]];
        let row = call.row;
        if *row == ADD {
            let mut terms = call.arguments.iter().map(|&place| ranges[place]);
            let Some(first) = terms.next() else { return Ok(Range::floats(0.0, 0.0)) };
            return terms.try_fold(first, |sum, term| sum.add(&term, BITS));
        }
        if *row == MULTIPLY {
            return product(&call.arguments, ranges, None);
        }
        if *row == NEGATE {
            return Ok(argument(0).neg());
        }
        if *row == DIVIDE {
            return argument(0).div(&argument(1), BITS);
        }
        if *row == POWER {
            return argument(0).pow(&argument(1), BITS);
        }
        if call.arguments.len() != 1 {
            let arguments: Vec<Range> = call.arguments.iter().map(|&place| ranges[place]).collect();
            return match row.definition {
                Definition::Primitive(primitive) => Range::elementary(primitive, &arguments, BITS),
                Definition::Arithmetic | Definition::Formula(_) => Ok(Range::ALL),
            };
        }
        self.function(graph, row, call.primes, call.own, argument(0))
    }

    /// What a function of one argument can reach: by its definition, its monotonicity, and the range its row proves.
    fn function(
        &self,
        graph: &Graph,
        row: &'static Function,
        primes: u8,
        template: Option<usize>,
        argument: Range,
    ) -> Result<Range, Undefined> {
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
        let Some(template) = template.map(|template| &self.templates[template]) else { return Ok(stated) };
        let at = |argument: Range| {
            let known = FxHashMap::from_iter([(template.placeholder, argument)]);
            evaluate(graph, template.root, &known, BITS).map_err(|failure| failure.why)
        };
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

    /// How fast the whole can move with each leaf, anywhere in a box whose `ranges` are these. Nothing where it may
    /// jump or is not defined somewhere, the ends that are left out included: then nothing follows from the slopes.
    pub fn gradient(&self, graph: &Graph, ranges: &[Range]) -> Option<Vec<Range>> {
        let zero = Range::floats(0.0, 0.0);
        let mut adjoints = vec![zero; self.instructions.len()];
        *adjoints.last_mut()? = Range::floats(1.0, 1.0);
        let mut slopes = vec![zero; self.leaves.len()];
        for place in (0..self.instructions.len()).rev() {
            let adjoint = adjoints[place];
            match &self.instructions[place] {
                Instruction::Constant(_) => {}
                Instruction::Leaf(leaf) => slopes[*leaf] = slopes[*leaf].add(&adjoint, BITS).ok()?,
                Instruction::Apply(call) => {
                    for (at, &argument) in call.arguments.iter().enumerate() {
                        let partial = self.partial(graph, call, at, ranges)?;
                        let moved = adjoint.mul(&partial, BITS).ok()?;
                        adjoints[argument] = adjoints[argument].add(&moved, BITS).ok()?;
                    }
                }
            }
        }
        Some(slopes)
    }

    fn partial(&self, graph: &Graph, call: &Call, at: usize, ranges: &[Range]) -> Option<Range> {
        let row = call.row;
        let argument = |place: usize| ranges[call.arguments[place]];
        let one = Range::floats(1.0, 1.0);
        if *row == ADD {
            return Some(one);
        }
        if *row == NEGATE {
            return Some(one.neg());
        }
        if *row == MULTIPLY {
            return product(&call.arguments, ranges, Some(at)).ok();
        }
        if *row == DIVIDE {
            let (above, below) = (argument(0), argument(1));
            if below.lower() <= 0.0 && below.upper() >= 0.0 {
                return None;
            }
            let inverse = one.div(&below, BITS).ok()?;
            return if at == 0 {
                Some(inverse)
            } else {
                Some(above.mul(&inverse, BITS).ok()?.mul(&inverse, BITS).ok()?.neg())
            };
        }
        if *row == POWER {
            let (base, exponent) = (argument(0), argument(1));
            let constant = exponent.is_point();
            if !constant || at == 1 {
                return if constant { Some(Range::floats(0.0, 0.0)) } else { None };
            }
            let number = Rational::from_f64(exponent.lower())?;
            let smooth = number.is_integer() && number.is_positive();
            if !smooth && base.lower() <= 0.0 {
                return None;
            }
            let lowered = exponent.add(&one.neg(), BITS).ok()?;
            return exponent.mul(&base.pow(&lowered, BITS).ok()?, BITS).ok();
        }
        if call.arguments.len() == 1 {
            let argument = argument(0);
            // The derivative of a function with kinks jumps there, a later one where it bends.
            let reaches = |at: i64| {
                let at = Range::point(&Rational::from_integer(at));
                argument.lower() <= at.upper() && argument.upper() >= at.lower()
            };
            let kinked = (call.primes > 0 && row.kinks.iter().any(|kink| reaches(kink.at)))
                || (call.primes > 1 && row.bends.iter().any(|&at| reaches(at)));
            let jumps = match row.definition {
                Definition::Primitive(Elementary::Sign | Elementary::Step) => argument.touches_zero(),
                Definition::Primitive(Elementary::Tan) => {
                    let cosine = Range::elementary(Elementary::Cos, &[argument], BITS).ok()?;
                    cosine.touches_zero()
                }
                // The end of the domain belongs to it for these functions, but not for their derivatives.
                Definition::Primitive(Elementary::Sqrt) if call.primes == 0 => argument.lower() < 0.0,
                Definition::Primitive(Elementary::Ln | Elementary::Sqrt) => argument.lower() <= 0.0,
                Definition::Primitive(Elementary::Asin | Elementary::Acos) if call.primes == 0 => {
                    argument.lower() < -1.0 || argument.upper() > 1.0
                }
                Definition::Primitive(Elementary::Asin | Elementary::Acos | Elementary::Atanh) => {
                    argument.lower() <= -1.0 || argument.upper() >= 1.0
                }
                Definition::Primitive(Elementary::Acosh) if call.primes == 0 => argument.lower() < 1.0,
                Definition::Primitive(Elementary::Acosh) => argument.lower() <= 1.0,
                Definition::Formula(_) => !is_everywhere(row),
                Definition::Primitive(_) | Definition::Arithmetic => false,
            };
            if jumps || kinked {
                return None;
            }
            call.derivative?;
            // What happens at the ends of the range alone moves nothing: kinks may lie there.
            return self.function(graph, row, call.primes + 1, call.derivative, argument.interior()).ok();
        }
        // Minima and maxima: between 0 and 1, or certain where one argument is certainly the extreme.
        matches!(row.definition, Definition::Primitive(Elementary::Min | Elementary::Max))
            .then(|| Range::floats(0.0, 1.0))
    }
}

fn is_everywhere(row: &'static Function) -> bool {
    matches!(row.domain, Domain::Everywhere)
}

/// From the first to the second, where both are defined.
fn between((lower, upper): (Option<Range>, Option<Range>)) -> Range {
    let (lower, upper) = (lower.unwrap_or(Range::ALL), upper.unwrap_or(Range::ALL));
    lower.up_to(upper)
}

/// The product of all arguments but one, equal ones taken as a power.
fn product(arguments: &[usize], ranges: &[Range], left_out: Option<usize>) -> Result<Range, Undefined> {
    let mut factors: Vec<usize> = arguments
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != left_out)
        .map(|(_, &argument)| argument)
        .collect();
    factors.sort_unstable();
    let mut result = Range::floats(1.0, 1.0);
    let mut rest = factors.as_slice();
    while let Some(&factor) = rest.first() {
        let count = rest.iter().take_while(|&&other| other == factor).count();
        rest = &rest[count..];
        let power = i64::try_from(count).unwrap_or(i64::MAX);
        let power = ranges[factor].pow(&Range::point(&Rational::from_integer(power)), BITS)?;
        result = result.mul(&power, BITS)?;
    }
    Ok(result)
}

/// The expression with the reader's own functions written out, and further primes of them by their formulas.
pub fn without_own_functions(graph: &mut Graph, root: ExprId) -> ExprId {
    Kernel::without_own_functions().of(graph, root)
}
