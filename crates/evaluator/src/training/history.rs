//! The steps carried out, and what is to be told of them.

use std::cmp::Ordering;

use super::Step;
use chainrule_number::{Undefined, Value};
use chainrule_program::{Meaning, Observed, Observing, Register};

/// How far to go, and what to note on the way.
pub struct Schedule<'a> {
    /// So many steps.
    pub steps: u64,
    /// The numbers of the weights at the start, in their order.
    pub start: &'a [Value],
    /// The numbers of the data, batch by batch; the steps see the batches in turn.
    pub batches: &'a [Vec<Value>],
    /// What to note.
    pub noted: &'a [Register],
    /// After how many steps to note it, ascending.
    pub at: &'a [u64],
    /// Told how many steps are done, now and then.
    pub progress: &'a dyn Fn(u64),
}

/// What was noted after so many steps.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// After how many.
    pub step: u64,
    /// What was noted, in order; not what a run that ended early did not reach.
    pub values: Vec<Observed>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// All steps are done.
    Completed,
    /// From this step on nothing changes, not in one bit: all later steps are the same, and they were not carried out.
    Settled {
        /// The last step that changed anything.
        step: u64,
    },
    /// Something became infinite or NaN.
    Diverged {
        /// In which step; 0 where it is so with the given values.
        step: u64,
        /// The first quantity that did.
        what: Meaning,
        /// What it became.
        value: Observed,
    },
}

/// What became of one weight.
#[derive(Clone, Debug)]
pub struct Course {
    /// At the start, as held.
    pub start: Observed,
    /// At the end.
    pub end: Observed,
    /// Its gradient in the last step,
    pub gradient: Observed,
    /// … and what was added to it there, where the rule ends in such a sum.
    pub step: Option<Observed>,
    /// The last step that changed a bit of it; 0 where none did.
    pub last_change: u64,
    /// The steps in which no bit of it changed though what was added, or where that is not known its gradient, was not 0:
    /// how many, and the first.
    pub absorbed: u64,
    /// The first of them.
    pub first_absorbed: u64,
    /// How often its sign changed, and the step in which it first did.
    pub sign_changes: u64,
    /// The first of them.
    pub first_sign_change: u64,
}

/// What a run gave.
#[derive(Clone, Debug)]
pub struct History {
    /// The notes.
    pub snapshots: Vec<Snapshot>,
    /// What became of the weights, in their order.
    pub courses: Vec<Course>,
    /// How it ended.
    pub end: End,
}

impl History {
    /// How many of so many steps have come to pass: those that were not carried out, since nothing changed any more,
    /// count; the one in which something became infinite or NaN does not.
    pub fn reached(&self, steps: u64) -> u64 {
        match self.end {
            End::Completed | End::Settled { .. } => steps,
            End::Diverged { step, .. } => step.saturating_sub(1),
        }
    }
}

/// A step that has no result in this arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// Which step; 0 where it is so with the given values.
    pub step: u64,
    /// Why.
    pub why: Undefined,
}

/// The progress is told whenever so many instructions are done.
const INSTRUCTIONS_TOLD: u64 = 1 << 14;

/// Carries out the steps.
///
/// # Errors
/// An operation has no value in this arithmetic.
pub fn run<A: Observing>(step: &Step, arithmetic: &A, schedule: &Schedule<'_>) -> Result<History, Stopped> {
    let at_start = |why| Stopped { step: 0, why };
    let number = |value: u64| {
        let exact = chainrule_number::Rational::from_bigint(value.into());
        arithmetic.constant(&Value::Exact(exact))
    };
    let zero = number(0).map_err(at_start)?;
    let mut registers = step.program.start(arithmetic, &zero).map_err(at_start)?;
    let mut weights: Vec<Following<A>> = Vec::with_capacity(step.weights.len());
    for (moved, value) in step.weights.iter().zip(schedule.start) {
        let start = arithmetic.constant(value).map_err(at_start)?;
        registers[moved.old.index()] = start.clone();
        weights.push(Following::new(arithmetic, start));
    }
    let mut batches: Vec<Vec<A::Number>> = Vec::with_capacity(schedule.batches.len());
    for batch in schedule.batches {
        let numbers: Result<Vec<_>, _> = batch.iter().map(|value| arithmetic.constant(value)).collect();
        batches.push(numbers.map_err(at_start)?);
    }
    let backward = step.forward..step.program.length();
    let told_every = (INSTRUCTIONS_TOLD / (step.program.length() as u64 + 1)).max(1);
    let mut snapshots = Vec::new();
    let mut due = schedule.at.iter().copied().peekable();
    let mut done = 0;
    // Nothing changes any more once no batch changes anything.
    let mut quiet = 0;
    let end = loop {
        put_in(step, &batches, done, &mut registers);
        let stopped = |why| Stopped { step: done, why };
        step.program.run(arithmetic, 0..step.forward, &mut registers).map_err(stopped)?;
        if let Some(loss) = step.loss
            && !arithmetic.is_finite(&registers[loss.index()])
        {
            break diverged(step, arithmetic, &registers, done);
        }
        if due.next_if_eq(&done).is_some() {
            snapshots.push(note(arithmetic, schedule, &registers, done));
        }
        if done == schedule.steps {
            break End::Completed;
        }
        done += 1;
        let stopped = |why| Stopped { step: done, why };
        if let Some(time) = step.time {
            registers[time.index()] = number(done).map_err(stopped)?;
        }
        step.program.run(arithmetic, backward.clone(), &mut registers).map_err(stopped)?;
        let mut changed = false;
        let mut finite = true;
        for (moved, following) in step.weights.iter().zip(&mut weights) {
            let new = &registers[moved.new.index()];
            finite &= arithmetic.is_finite(new);
            let step = &registers[moved.step.unwrap_or(moved.gradient).index()];
            let is_zero = arithmetic.sign(step) == Some(Ordering::Equal);
            following.last = Some((registers[moved.gradient.index()].clone(), step.clone()));
            changed |= following.follow(arithmetic, new, done, is_zero);
            for (old, new) in &moved.states {
                let (old, new) = (&registers[old.index()], &registers[new.index()]);
                finite &= arithmetic.is_finite(new);
                changed |= !arithmetic.same(old, new);
            }
        }
        if !finite {
            break diverged(step, arithmetic, &registers, done);
        }
        for moved in &step.weights {
            registers[moved.old.index()] = registers[moved.new.index()].clone();
            for (old, new) in &moved.states {
                registers[old.index()] = registers[new.index()].clone();
            }
        }
        quiet = if changed { 0 } else { quiet + 1 };
        if quiet >= batches.len().max(1) && step.time.is_none() {
            let last = weights.iter().map(|following| following.course.last_change).max().unwrap_or(0);
            for at in due.by_ref() {
                put_in(step, &batches, at, &mut registers);
                step.program.run(arithmetic, 0..step.forward, &mut registers).map_err(stopped)?;
                snapshots.push(note(arithmetic, schedule, &registers, at));
            }
            break End::Settled { step: last };
        }
        if done.is_multiple_of(told_every) {
            (schedule.progress)(done);
        }
    };
    let courses = weights
        .into_iter()
        .zip(&step.weights)
        .map(|(following, moved)| {
            let mut course = Course { end: arithmetic.observe(&following.now), ..following.course };
            if let Some((gradient, step)) = following.last {
                course.gradient = arithmetic.observe(&gradient);
                course.step = moved.step.map(|_| arithmetic.observe(&step));
            }
            course
        })
        .collect();
    Ok(History { snapshots, courses, end })
}

/// The data that the step after so many sees.
fn put_in<N: Clone>(step: &Step, batches: &[Vec<N>], done: u64, registers: &mut [N]) {
    let count = u64::try_from(batches.len()).unwrap_or(u64::MAX).max(1);
    let batch = usize::try_from(done % count).ok().and_then(|place| batches.get(place));
    for (&register, number) in step.data.iter().zip(batch.into_iter().flatten()) {
        registers[register.index()] = number.clone();
    }
}

fn note<A: Observing>(
    arithmetic: &A,
    schedule: &Schedule<'_>,
    registers: &[A::Number],
    step: u64,
) -> Snapshot {
    let values = schedule.noted.iter().map(|noted| arithmetic.observe(&registers[noted.index()])).collect();
    Snapshot { step, values }
}

/// The first quantity that is infinite or NaN. It is looked for only where the loss or a weight is: an infinity that
/// comes to nothing, as in 1/∞, is none.
fn diverged<A: Observing>(step: &Step, arithmetic: &A, registers: &[A::Number], done: u64) -> End {
    // In a forward pass only that much is new; the rest is from the step before, which was finite.
    let first =
        step.meanings.iter().find(|(register, _)| !arithmetic.is_finite(&registers[register.index()]));
    let (register, what) = first.expect("the loss or a weight is not finite");
    End::Diverged { step: done, what: *what, value: arithmetic.observe(&registers[register.index()]) }
}

/// A weight while it moves.
struct Following<A: Observing> {
    now: A::Number,
    /// Its last sign that was not zero.
    sign: Option<Ordering>,
    /// Its gradient in the last step, and what was added to it: the next forward pass may use their registers.
    last: Option<(A::Number, A::Number)>,
    course: Course,
}

impl<A: Observing> Following<A> {
    fn new(arithmetic: &A, start: A::Number) -> Self {
        let observed = arithmetic.observe(&start);
        let course = Course {
            start: observed.clone(),
            gradient: observed.clone(),
            step: None,
            end: observed,
            last_change: 0,
            absorbed: 0,
            first_absorbed: 0,
            sign_changes: 0,
            first_sign_change: 0,
        };
        let sign = arithmetic.sign(&start).filter(|sign| *sign != Ordering::Equal);
        Self { now: start, sign, last: None, course }
    }

    /// Takes the weight's next number; answers whether a bit changed.
    fn follow(&mut self, arithmetic: &A, new: &A::Number, step: u64, is_zero: bool) -> bool {
        let course = &mut self.course;
        if arithmetic.same(&self.now, new) {
            if !is_zero {
                course.absorbed += 1;
                if course.absorbed == 1 {
                    course.first_absorbed = step;
                }
            }
            return false;
        }
        course.last_change = step;
        let sign = arithmetic.sign(new).filter(|sign| *sign != Ordering::Equal);
        if sign.is_some() {
            if self.sign.is_some() && self.sign != sign {
                course.sign_changes += 1;
                if course.sign_changes == 1 {
                    course.first_sign_change = step;
                }
            }
            self.sign = sign;
        }
        self.now = new.clone();
        true
    }
}
