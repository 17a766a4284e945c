//! Many steps, in a number format or exactly.

use std::collections::BTreeSet;

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_evaluator::training::{Course, End, History, Plan, Schedule, Snapshot, Step, Stopped, run};
use chainrule_evaluator::verdict::{Loss, Run};
use chainrule_number::Rational;
use chainrule_number::{Format, Scalar, Undefined, Value};
use chainrule_program::Templates;
use chainrule_program::{Double, Enclosing, Exact, Meaning, Narrow, Observed, Register, rounded};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE};
use chainrule_symbolic::graph::{Graph, Rewriter, SymbolId};
use chainrule_symbolic::network::{Network, Role};
use chainrule_worksheet::{After, Batches, Update, Worksheet};

use super::formats::half_gap;
use super::progress::Progress;
use super::starting_numbers::{StartingNumbers, unwritten};
use crate::after_steps::{AfterValues, NoNumber, claimable};
use crate::claim::is_zero;

/// Exact fractions of a training may have up to so many decimal digits, above and below the line together.
pub const MOST_EXACT_DIGITS: u64 = 10_000;

/// Where nothing is watched, so many of the quantities that the loss is computed from are.
const MOST_WATCHED: usize = 4;

/// Where a step takes so many registers or less, it is found out why a run diverged.
const MOST_EXPLAINED: usize = 200_000;

/// Many steps, carried out.
#[derive(Clone, Debug)]
pub struct TrainingReport {
    /// The format; nothing for exact fractions.
    pub format: Option<&'static Format>,
    /// How many steps were asked for.
    pub steps: u64,
    /// What was noted: the loss, then what is watched.
    pub noted: Vec<SymbolId>,
    /// After how many steps it is shown: at the start, at powers of ten, at the end.
    pub shown: Vec<u64>,
    /// What came of it.
    pub history: History,
    /// What was noted at steps that lie evenly between the start and the end, for curves.
    pub curve: Vec<Snapshot>,
    /// Where a run that diverged lost its numbers.
    pub why: Option<Box<Loss>>,
    /// For each weight that had come to a stop: half the distance to the next number of the format, on the side to which
    /// its gradient would move it. Steps of up to that size are absorbed.
    pub half_gaps: Vec<Option<Rational>>,
    /// Whether the rule leaves every weight where it is, whatever the gradient: with a learning rate of 0, for instance.
    /// Then no step is lost: there is none.
    pub stands_still: bool,
}

/// The arithmetic of a training.
enum Chosen {
    Double,
    Narrow(&'static Format),
    Exact,
}

pub(super) fn carry_out(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    starting: &StartingNumbers,
    update: &Update,
    afters: &[After],
    progress: Option<&Progress>,
) -> Result<(TrainingReport, AfterValues), Box<Diagnostic>> {
    let chosen = chosen(update)?;
    let steps = update.steps.unwrap_or(1);
    let shown = shown(steps);
    let (mut noted, shown_count) = noted(worksheet, calculus, update, afters);
    let data: Vec<SymbolId> =
        update.batches.iter().flat_map(Batches::leaves).map(|(leaf, _)| *leaf).collect();
    let batches = in_batches(update);
    let plan = Plan {
        data: &data,
        loss: update.loss,
        weights: &update.weights,
        order: update.order,
        rule: &update.rule,
        arguments: &starting.arguments,
        watched: &noted,
        stated: &starting.stated,
    };
    let step = Step::new(&mut worksheet.graph, calculus, &plan);
    let step = step.map_err(|why| unwritten(worksheet, update, why))?;
    let register = |&symbol: &SymbolId| step.quantities.get(&symbol).copied().ok_or(symbol);
    let registers: Result<Vec<_>, SymbolId> = noted.iter().map(register).collect();
    let mut registers = registers.map_err(|symbol| without_value(worksheet, update, symbol))?;
    // What weights carry along stands behind the quantities: before the next step it is what the last one left.
    registers.extend(afters.iter().filter_map(|after| {
        let (weight, state) = after.state?;
        Some(step.weights[weight].states[state].0)
    }));
    let evenly = evenly(steps);
    let asked_at = afters.iter().map(|after| after.steps);
    let at: BTreeSet<u64> = shown.iter().copied().chain(asked_at).chain(evenly.iter().copied()).collect();
    let at: Vec<u64> = at.into_iter().collect();
    let tell = |done| {
        if let Some(progress) = progress {
            progress.tell(done, steps);
        }
    };
    let schedule = Schedule {
        steps,
        start: &starting.start,
        batches: &batches,
        noted: &registers,
        at: &at,
        progress: &tell,
    };
    let history = match chosen {
        Chosen::Double => run(&step, &Double, &schedule),
        Chosen::Narrow(format) => run(&step, &Narrow { format }, &schedule),
        // log2(10) < 10/3
        Chosen::Exact => {
            let functions = &Templates::of_program(&mut worksheet.graph, &step.program);
            run(&step, &Exact { most_bits: MOST_EXACT_DIGITS * 10 / 3, functions }, &schedule)
        }
    };
    let mut history = history.map_err(|stopped| stopped_early(update, stopped))?;
    let after = after_values(afters, &noted, &history);
    noted.truncate(shown_count);
    for snapshot in &mut history.snapshots {
        snapshot.values.truncate(shown_count);
    }
    let is_even = |snapshot: &&Snapshot| evenly.binary_search(&snapshot.step).is_ok();
    let curve = history.snapshots.iter().filter(is_even).cloned().collect();
    history.snapshots.retain(|snapshot| shown.contains(&snapshot.step));
    let format = match chosen {
        Chosen::Double => Some(&chainrule_number::F64),
        Chosen::Narrow(format) => Some(format),
        Chosen::Exact => None,
    };
    let stands_still = stands_still(worksheet, calculus, update, &starting.arguments);
    if stands_still {
        for course in &mut history.courses {
            (course.absorbed, course.first_absorbed) = (0, 0);
        }
    }
    let reached = history.reached(steps);
    let why = format
        .and_then(|format| why_diverged(&mut worksheet.graph, &step, format, &history, &batches))
        .map(Box::new);
    let half_gaps = half_gaps(&history, format, reached, stands_still);
    Ok((TrainingReport { format, steps, noted, shown, history, curve, why, half_gaps, stands_still }, after))
}

/// The quantities whose numbers are kept, and how many of them are shown: the first are.
fn noted(
    worksheet: &Worksheet,
    calculus: &Calculus,
    update: &Update,
    afters: &[After],
) -> (Vec<SymbolId>, usize) {
    let watched = if update.watched.is_empty() {
        outputs(calculus.network(), update.loss, worksheet.arrays.is_some())
    } else {
        update.watched.clone()
    };
    let mut noted = vec![update.loss];
    noted.extend(watched.into_iter().filter(|&symbol| symbol != update.loss));
    let shown_count = noted.len();
    for after in afters.iter().filter(|after| after.state.is_none()) {
        if !noted.contains(&after.of) {
            noted.push(after.of);
        }
    }
    (noted, shown_count)
}

/// For each weight that had come to a stop, half the distance to the next number.
fn half_gaps(
    history: &History,
    format: Option<&'static Format>,
    reached: u64,
    stands_still: bool,
) -> Vec<Option<Rational>> {
    history
        .courses
        .iter()
        .map(|course| match (format, &course.end, &course.gradient) {
            (Some(format), Observed::Value(end), Observed::Value(gradient))
                if course.last_change < reached && !stands_still && !is_step_zero(course) =>
            {
                half_gap(format, &rounded(format, end), gradient.is_negative()?)
            }
            (Some(_) | None, _, _) => None,
        })
        .collect()
}

/// The numbers of the data, batch by batch.
fn in_batches(update: &Update) -> Vec<Vec<Value>> {
    let Some(batches) = &update.batches else { return Vec::new() };
    let numbers = |batch: usize| batches.leaves().map(|(_, all)| Value::Exact(all[batch].clone())).collect();
    (0..usize::try_from(batches.count).unwrap_or(0)).map(numbers).collect()
}

/// Where a run that diverged lost its numbers: the step in which it did is carried out once more.
fn why_diverged(
    graph: &mut Graph,
    step: &Step,
    format: &'static Format,
    history: &History,
    batches: &[Vec<Value>],
) -> Option<Loss> {
    let End::Diverged { step: number, what, .. } = history.end else { return None };
    let program = &step.program;
    // What the states were is not known any more.
    let depends_on_states = match what {
        Meaning::Quantity(_) | Meaning::Derivative(_) => false,
        Meaning::State(..) | Meaning::New(_) => step.weights.iter().any(|moved| !moved.states.is_empty()),
    };
    if depends_on_states || program.register_count() > MOST_EXPLAINED {
        return None;
    }
    let mut inputs: Vec<(Register, Value)> = Vec::with_capacity(step.weights.len() + 1);
    for (moved, course) in step.weights.iter().zip(&history.courses) {
        let Observed::Value(value) = &course.end else { return None };
        inputs.push((moved.old, value.clone()));
    }
    let seen = usize::try_from(number.saturating_sub(1)).ok();
    if let Some(batch) = seen.and_then(|seen| batches.get(seen.checked_rem(batches.len())?)) {
        inputs.extend(step.data.iter().copied().zip(batch.iter().cloned()));
    }
    let number = Rational::from_bigint(number.max(1).into());
    inputs.extend(step.time.map(|time| (time, Value::Exact(number))));
    let mut values = program.start_in(format);
    for (register, value) in &inputs {
        values[register.index()] = rounded(format, value).to_f64();
    }
    program.run_in(format, 0..program.length(), &mut values);
    let functions = &Templates::of_program(graph, program);
    let truths = &program.values(&Enclosing { bits: 192, functions }, &inputs);
    let (first, _) = step.meanings.iter().find(|(_, meaning)| *meaning == what)?;
    Run { program, functions, format, values: &values, truths }.first_loss(*first)
}

/// Whether nothing was added to a weight in the last step.
fn is_step_zero(course: &Course) -> bool {
    matches!(&course.step, Some(Observed::Value(step)) if step.is_certainly_zero())
}

/// Whether the new weight is the old one for every gradient, state and weight: by the same proof as a claim.
fn stands_still(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    update: &Update,
    arguments: &[Value],
) -> bool {
    let graph = &mut worksheet.graph;
    let rule = &update.rule.weight;
    let Some(function) = graph.user_function(rule.function) else { return false };
    let (body, parameters) = (function.body, function.parameters.clone());
    let mut rewriter = Rewriter::new();
    let mut old = None;
    for (parameter, role) in parameters.into_iter().zip(&rule.parameters) {
        let name = graph.symbol(parameter);
        match role {
            Role::Weight => old = Some(name),
            Role::Argument(place) => {
                if let Some(Value::Exact(exact)) = arguments.get(*place) {
                    let number = graph.number(exact.clone());
                    rewriter.replace(name, number);
                }
            }
            Role::Gradient | Role::Norm | Role::Step | Role::State(_) => {}
        }
    }
    let Some(old) = old else { return false };
    let new = rewriter.apply(graph, body);
    let old = graph.call(&NEGATE, &[old]);
    let step = graph.call(&ADD, &[new, old]);
    is_zero(worksheet, calculus, step)
}

/// What claims ask for; or why there is nothing.
fn after_values(afters: &[After], noted: &[SymbolId], history: &History) -> AfterValues {
    let mut after = AfterValues::default();
    let mut states = noted.len()..;
    for question in afters {
        let place = match question.state {
            Some(_) => states.next(),
            None => noted.iter().position(|&symbol| symbol == question.of),
        };
        let snapshot = history.snapshots.iter().find(|snapshot| snapshot.step == question.steps);
        let value = match (place.and_then(|place| snapshot?.values.get(place)), &history.end) {
            (Some(observed), _) => claimable(observed),
            (None, &End::Diverged { step, what, .. }) => Err(NoNumber::Diverges { step, what }),
            (None, End::Completed | End::Settled { .. }) => Err(NoNumber::Unknown),
        };
        after.insert(question.symbol, value);
    }
    after
}

/// The arithmetic asked for; doubles where nothing is.
fn chosen(update: &Update) -> Result<Chosen, Box<Diagnostic>> {
    let Some(asked) = &update.arithmetic else { return Ok(Chosen::Double) };
    if asked.name == "exact" {
        return Ok(Chosen::Exact);
    }
    if asked.name == "f64" {
        return Ok(Chosen::Double);
    }
    let formats = chainrule_number::ALL_FORMATS;
    if let Some(format) = formats.iter().find(|format| format.name == asked.name) {
        return Ok(Chosen::Narrow(format));
    }
    let names: Vec<&str> = formats.iter().map(|format| format.name).collect();
    Err(Box::new(
        Diagnostic::error(
            &code::BAD_UPDATE,
            asked.span,
            format!("there is no number format `{}`", asked.name),
        )
        .help(format!("write one of {}, or `exact`", names.join(", "))),
    ))
}

/// What a reader looks at besides the loss: what it is computed from. The first entries of an array are not looked at where
/// the others are not.
fn outputs(network: &Network, loss: SymbolId, is_of_arrays: bool) -> Vec<SymbolId> {
    let inputs = network.inputs(loss).iter().copied();
    let computed = inputs.filter(|&input| !network.is_leaf(input));
    let watched: Vec<SymbolId> = computed.take(MOST_WATCHED + 1).collect();
    if is_of_arrays && watched.len() > MOST_WATCHED {
        return Vec::new();
    }
    watched.into_iter().take(MOST_WATCHED).collect()
}

/// A curve has so many places, at most, and the start.
const MOST_PLACES: u64 = 120;

/// Steps that lie evenly between the start and the end.
fn evenly(steps: u64) -> Vec<u64> {
    let places = steps.min(MOST_PLACES);
    let place = |number: u64| u128::from(steps) * u128::from(number) / u128::from(places.max(1));
    (0..=places).filter_map(|number| u64::try_from(place(number)).ok()).collect()
}

/// The start, powers of ten, the end.
fn shown(steps: u64) -> Vec<u64> {
    let powers = std::iter::successors(Some(1u64), |power| power.checked_mul(10));
    std::iter::once(0).chain(powers.take_while(|&power| power < steps)).chain([steps]).collect()
}

fn without_value(worksheet: &Worksheet, update: &Update, symbol: SymbolId) -> Box<Diagnostic> {
    let name = worksheet.graph.name(symbol);
    Box::new(
        Diagnostic::error(
            &code::MISSING_VALUE,
            update.span,
            format!("`{name}` has no value, so its course can't be followed"),
        )
        .help("give it a formula, and its leaves values"),
    )
}

fn stopped_early(update: &Update, stopped: Stopped) -> Box<Diagnostic> {
    let Stopped { step, why } = stopped;
    let place = update.arithmetic.as_ref().map_or(update.span, |arithmetic| arithmetic.span);
    let wrong = match why {
        Undefined::TooLarge => Diagnostic::error(
            &code::TOO_MANY_STEPS,
            place,
            format!("in step {step} an exact number needs more than {MOST_EXACT_DIGITS} digits"),
        )
        .help(format!("ask for fewer steps than {step}, or leave `in exact` out")),
        Undefined::NotRational => Diagnostic::error(
            &code::BAD_UPDATE,
            place,
            "exact steps need fractions, and a function of this network or its rule has other values",
        )
        .help("leave `in exact` out, or name a number format: `in f64`"),
        Undefined::DivisionByZero
        | Undefined::Logarithm
        | Undefined::SquareRoot
        | Undefined::Domain(_)
        | Undefined::Power
        | Undefined::Kink
        | Undefined::BeyondExponents
        | Undefined::TooFewDigits
        | Undefined::NotTold(_)
        | Undefined::Unknown => {
            Diagnostic::error(&code::OUTSIDE_DOMAIN, place, format!("step {step} needs {why}"))
                .help("change the values, or the formula")
        }
    };
    Box::new(wrong)
}
