//! What a program gives for a derivative: the tape in f64, on which claims, verdicts and trainings are carried out too.

use chainrule_evaluator::NumbersByPrecision;
use chainrule_number::format::F64;
use chainrule_program::{Kernel, NetworkWriter, Operator, Program, Register};
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, POWER};
use chainrule_symbolic::graph::{ExprId, Node, SymbolId, Walk};
use chainrule_symbolic::network::Definition;
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashSet;

use crate::program_inputs::program_inputs;

/// Longer programs are not carried out.
const MOST_OPERATIONS: usize = 200_000;

/// An operation whose slope is infinite.
pub(super) struct Link {
    pub(super) operation: ExprId,
    /// Its name.
    pub(super) function: &'static str,
    /// The quantity in whose definition it stands.
    pub(super) within: SymbolId,
    /// What it is put to.
    pub(super) argument: f64,
}

/// What a program gives for the derivative.
pub(super) enum Outcome {
    /// NaN, by this operation first: `0·∞`.
    NotANumber(String),
    Infinite {
        negative: bool,
    },
    Finite(f64),
}

pub(super) struct Run {
    /// The first operation met from the target back whose slope is infinite.
    pub(super) link: Option<Link>,
    pub(super) outcome: Outcome,
}

/// Carries the program out; nothing where it is too long, or where derivatives are stated: then no program has them.
pub(super) fn run(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    precisions: &mut NumbersByPrecision,
    derivation: &Derivation,
) -> Option<Run> {
    if !worksheet.pins.is_empty() || derivation.chain.quantities().len() > MOST_OPERATIONS {
        return None;
    }
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), 0);
    let inputs = program_inputs(worksheet, calculus.network(), numbers);
    let inputs = inputs.iter().map(|(&id, value)| (id, value));
    let mut writer = NetworkWriter::new(&mut worksheet.graph, calculus, inputs);
    writer.forward(Some(&[derivation.target]));
    let end = writer.derivative(derivation.target, derivation.by).ok()?;
    let operations = operations(&mut writer, derivation)?;
    let program = writer.finish();
    let values = program.start_in(&F64);
    // A slope is infinite at what the arguments are, which a program may miss by a rounding.
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), 0);
    let mut number = |(id, register): (ExprId, Register)| match numbers.value(&mut worksheet.graph, id) {
        Ok(value) => value.enclosure(64).middle(64).to_f64(),
        Err(_) => values[register.index()],
    };
    let link = operations.iter().find_map(|operation| operation.infinite_slope(&mut number));
    let outcome = match values[end.index()] {
        value if value.is_nan() => Outcome::NotANumber(first_nan(&program, &values, end)),
        value if value.is_infinite() => Outcome::Infinite { negative: value < 0.0 },
        value => Outcome::Finite(value),
    };
    Some(Run { link, outcome })
}

/// What a program gives for a quantity that has no value: an infinity or NaN, as a rule.
pub(super) fn forward(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    precisions: &mut NumbersByPrecision,
    of: SymbolId,
) -> Option<f64> {
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), 0);
    let inputs = program_inputs(worksheet, calculus.network(), numbers);
    let inputs = inputs.iter().map(|(&id, value)| (id, value));
    let mut writer = NetworkWriter::new(&mut worksheet.graph, calculus, inputs);
    writer.forward(Some(&[of]));
    let register = writer.quantities().get(&of).copied()?;
    let program = writer.finish();
    Some(program.start_in(&F64)[register.index()])
}

/// An operation that the derivative leads through.
struct Operation {
    id: ExprId,
    within: SymbolId,
    row: &'static Function,
    arguments: Vec<(ExprId, Register)>,
    /// Which of them depend on what the derivative is taken by.
    moving: Vec<bool>,
}

/// The operations between a target and what it is derived by, those nearest to the target first.
fn operations(writer: &mut NetworkWriter<'_>, derivation: &Derivation) -> Option<Vec<Operation>> {
    let quantities = derivation.chain.quantities();
    let moving: FxHashSet<SymbolId> = quantities.iter().copied().collect();
    let mut found = Vec::new();
    for &within in quantities.iter().take_while(|&&quantity| quantity != derivation.by) {
        let Definition::Formula(formula) = writer.calculus.network().definition(within) else { return None };
        let root = Kernel::in_rows(FxHashSet::default()).of(writer.graph, formula);
        let order = Walk::below(writer.graph, &[root]);
        let mut moves: FxHashSet<ExprId> = FxHashSet::default();
        let mut here = Vec::new();
        for &id in &order {
            match writer.graph.node(id) {
                Node::Symbol(symbol) if moving.contains(&symbol) => {
                    moves.insert(id);
                }
                Node::Symbol(_) | Node::Number(_) => {}
                Node::Derivative { .. } => return None,
                Node::Apply { function, arguments, .. } => {
                    let moving: Vec<bool> =
                        arguments.iter().map(|argument| moves.contains(argument)).collect();
                    if moving.contains(&true) {
                        moves.insert(id);
                        here.push((id, writer.graph.builtin(function)?, arguments.to_vec(), moving));
                    }
                }
            }
        }
        if found.len() + here.len() > MOST_OPERATIONS {
            return None;
        }
        for (id, row, arguments, moving) in here.into_iter().rev() {
            let arguments: Option<Vec<(ExprId, Register)>> = arguments
                .into_iter()
                .map(|argument| Some((argument, writer.expression(argument).ok()?)))
                .collect();
            found.push(Operation { id, within, row, arguments: arguments?, moving });
        }
    }
    Some(found)
}

impl Operation {
    /// Where its slope by an argument that moves is infinite.
    fn infinite_slope(&self, number: &mut impl FnMut((ExprId, Register)) -> f64) -> Option<Link> {
        let inputs: Vec<f64> = self.arguments.iter().copied().map(number).collect();
        let place = (0..inputs.len())
            .find(|&place| self.moving[place] && has_infinite_slope(self.row, &inputs, place))?;
        Some(Link {
            operation: self.id,
            function: self.row.name,
            within: self.within,
            argument: inputs[place],
        })
    }
}

/// Whether an operation rises without bound in one of its arguments.
fn has_infinite_slope(row: &'static Function, arguments: &[f64], place: usize) -> bool {
    match *arguments {
        [above, below] if *row == DIVIDE => below == 0.0 && (place == 0 || above != 0.0),
        [base, exponent] if *row == POWER && place == 0 => exponent != 0.0 && base == 0.0 && exponent < 1.0,
        [base, exponent] if *row == POWER => base == 0.0 && exponent <= 0.0,
        _ => row.derivative_kernel.is_some_and(|kernel| (kernel.compute)(arguments).is_infinite()),
    }
}

/// The operation that gives NaN first.
fn first_nan(program: &Program, values: &[f64], end: Register) -> String {
    let mut at = end;
    loop {
        let Some((operator, operands)) = program.instruction(at) else { return String::new() };
        let Some(&operand) = operands.iter().find(|operand| values[operand.index()].is_nan()) else {
            let inputs: Vec<f64> = operands.iter().map(|operand| values[operand.index()]).collect();
            return told(operator, &inputs);
        };
        at = operand;
    }
}

fn told(operator: Operator, inputs: &[f64]) -> String {
    match (operator, inputs) {
        (Operator::Add, _) => "∞ - ∞".to_owned(),
        (Operator::Multiply, &[one, other]) => {
            let (zero, other) = if one == 0.0 { (one, other) } else { (other, one) };
            format!("{}·{}", plain(zero), plain(other))
        }
        (Operator::Divide, &[above, below]) => format!("{}/{}", plain(above), plain(below)),
        (Operator::Power, &[base, exponent]) => format!("{}^{}", plain(base), plain(exponent)),
        (Operator::Call(row), inputs) => {
            let inputs: Vec<String> = inputs.iter().map(|&input| plain(input)).collect();
            format!("{}({})", row.name, inputs.join(", "))
        }
        (Operator::Primed(row, _), _) => format!("the slope of `{}` is NaN there", row.name),
        (Operator::Negate | Operator::Multiply | Operator::Divide | Operator::Power, _) => String::new(),
    }
}

fn plain(value: f64) -> String {
    match value {
        value if value == f64::INFINITY => "∞".to_owned(),
        value if value == f64::NEG_INFINITY => "(-∞)".to_owned(),
        0.0 => "0".to_owned(),
        value => value.to_string(),
    }
}
