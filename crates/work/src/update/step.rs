//! One step, in exact arithmetic and in each number format.

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_evaluator::highest_precision;
use chainrule_evaluator::training::{Plan, Step};
use chainrule_evaluator::verdict::Run;
use chainrule_number::PRECISIONS;
use chainrule_number::Rational;
use chainrule_number::{FORMATS, Scalar, Undefined, Value};
use chainrule_program::Templates;
use chainrule_program::{Enclosing, Observed};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::graph::SymbolId;
use chainrule_worksheet::{After, Update, Worksheet};

use super::formats::{Kept, in_format, keep};
use super::starting_numbers::{StartingNumbers, unwritten};
use crate::after_steps::{AfterValues, NoNumber, claimable};

/// One step, worked out.
#[derive(Clone, Debug)]
pub struct StepReport {
    /// The weights, in the order in which they move.
    pub moves: Vec<MoveReport>,
    /// The loss before, where it has a value.
    pub before: Option<Value>,
    /// The loss after.
    pub after: Option<Value>,
    /// The length of the gradient, where the rule uses it.
    pub norm: Option<Value>,
}

/// One weight in a step.
#[derive(Clone, Debug)]
pub struct MoveReport {
    /// The leaf that moves.
    pub weight: SymbolId,
    /// The weight before.
    pub old: Value,
    /// Its gradient, before any clip.
    pub gradient: Value,
    /// How far it moves: old minus new.
    pub step: Value,
    /// The weight after, in exact arithmetic.
    pub new: Value,
    /// What each float format keeps of it.
    pub kept: Vec<Kept>,
}

/// A loss, a gradient and a weight are told with so many certain binary digits.
const CERTAIN_BITS: i64 = 64;

/// One step, with more digits than `bits` where those do not tell the losses, the gradients and the weights: one close to 0 may be
/// what is left of two numbers.
pub(super) fn carry_out_told(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    starting: &StartingNumbers,
    update: &Update,
    afters: &[After],
    bits: u32,
) -> Result<(StepReport, AfterValues), Box<Diagnostic>> {
    let mut step = carry_out(worksheet, calculus, starting, update, afters, bits);
    let highest = PRECISIONS[highest_precision(&worksheet.network)];
    for &more in PRECISIONS.iter().filter(|&&more| more > bits && more <= highest) {
        let is_told =
            |loss: &Option<Value>| loss.as_ref().is_none_or(|loss| loss.certain_bits() >= CERTAIN_BITS);
        let are_told = |moves: &[MoveReport]| {
            moves.iter().all(|moved| {
                [&moved.gradient, &moved.new].iter().all(|value| value.certain_bits() >= CERTAIN_BITS)
            })
        };
        match &step {
            Ok((report, _))
                if is_told(&report.before) && is_told(&report.after) && are_told(&report.moves) =>
            {
                break;
            }
            Err(_) => break,
            Ok(_) => step = carry_out(worksheet, calculus, starting, update, afters, more),
        }
    }
    step
}

fn carry_out(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    starting: &StartingNumbers,
    update: &Update,
    afters: &[After],
    bits: u32,
) -> Result<(StepReport, AfterValues), Box<Diagnostic>> {
    let wanted: Vec<SymbolId> =
        afters.iter().filter(|after| after.state.is_none()).map(|after| after.of).collect();
    let plan = Plan {
        // One step sees the first batch, whose numbers are those given.
        data: &[],
        loss: update.loss,
        weights: &update.weights,
        order: update.order,
        rule: &update.rule,
        arguments: &starting.arguments,
        watched: &wanted,
        stated: &starting.stated,
    };
    let graph = &mut worksheet.graph;
    let step = Step::new(graph, calculus, &plan);
    let step = step.map_err(|why| unwritten(worksheet, update, why))?;
    let functions = &Templates::of_program(&mut worksheet.graph, &step.program);
    let arithmetic = Enclosing { bits, functions };
    let undefined = |why| without_value(update, why);
    let zero = Value::Exact(Rational::zero());
    let mut registers = step.program.start(&arithmetic, &zero).map_err(undefined)?;
    for (moved, value) in step.weights.iter().zip(&starting.start) {
        registers[moved.old.index()] = value.clone();
    }
    if let Some(time) = step.time {
        registers[time.index()] = Value::Exact(Rational::one());
    }
    step.program.run(&arithmetic, 0..step.program.length(), &mut registers).map_err(undefined)?;
    let at = |registers: &[Value], symbol: SymbolId| {
        step.quantities.get(&symbol).map(|register| registers[register.index()].clone())
    };
    let before = at(&registers, update.loss);
    let mut after = AfterValues::default();
    let note = |after: &mut AfterValues, registers: &[Value], steps: u64| {
        for question in afters.iter().filter(|after| after.steps == steps) {
            let state = question.state.map(|(weight, state)| {
                let (before, after) = step.weights[weight].states[state];
                registers[if steps == 0 { before } else { after }.index()].clone()
            });
            let value = state.or_else(|| at(registers, question.of)).ok_or(NoNumber::Unknown);
            after.insert(question.symbol, value.and_then(|value| claimable(&Observed::Value(value))));
        }
    };
    note(&mut after, &registers, 0);
    let norm = step.norm.map(|register| registers[register.index()].clone());
    let truths: Vec<Option<Value>> = registers.iter().cloned().map(Some).collect();
    let programs: Vec<Vec<f64>> =
        FORMATS.iter().map(|&format| in_format(format, &step, &starting.start)).collect();
    let mut moves = Vec::with_capacity(step.weights.len());
    for (moved, old) in step.weights.iter().zip(&starting.start) {
        let gradient = registers[moved.gradient.index()].clone();
        let new = registers[moved.new.index()].clone();
        let difference = difference(old, &new, &gradient, update, starting, bits).map_err(undefined)?;
        let kept = FORMATS
            .iter()
            .zip(&programs)
            .map(|(&format, values)| {
                let (program, truths) = (&step.program, &truths);
                keep(&Run { program, functions, format, values, truths }, moved, &difference)
            })
            .collect();
        moves.push(MoveReport {
            weight: moved.weight,
            old: old.clone(),
            gradient,
            step: difference,
            new,
            kept,
        });
    }
    for (moved, report) in step.weights.iter().zip(&moves) {
        registers[moved.old.index()] = report.new.clone();
    }
    // What has no value after the step is said where it is asked for.
    let forward = step.program.run(&arithmetic, 0..step.forward, &mut registers);
    let loss = forward.is_ok().then(|| at(&registers, update.loss)).flatten();
    match forward {
        Ok(()) => note(&mut after, &registers, 1),
        Err(why) => {
            after.extend(
                afters
                    .iter()
                    .filter(|after| after.steps == 1)
                    .map(|after| (after.symbol, Err(NoNumber::Undefined(why)))),
            );
        }
    }
    Ok((StepReport { moves, before, after: loss, norm }, after))
}

/// How far a weight moves. By plain descent that is rate times gradient, which is known to more digits than the
/// difference of the weights.
fn difference(
    old: &Value,
    new: &Value,
    gradient: &Value,
    update: &Update,
    starting: &StartingNumbers,
    bits: u32,
) -> Result<Value, Undefined> {
    match starting.arguments.as_slice() {
        [rate] if update.rule.plain_rate().is_some() => rate.mul(gradient, bits),
        [..] => old.add(&new.neg(), bits),
    }
}

fn without_value(update: &Update, why: Undefined) -> Box<Diagnostic> {
    let wrong = Diagnostic::error(
        &code::OUTSIDE_DOMAIN,
        update.span,
        format!("with the given values this step needs {why}"),
    );
    Box::new(wrong.help("change the values, or the formula"))
}
