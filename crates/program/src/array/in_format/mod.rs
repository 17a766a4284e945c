//! Arrays in number formats: forward and back, operation by operation, with sums in a format and an order of their own.
//!
//! - `sums`: the order of a sum, and what is absorbed in it; `seen`: what was lost where;
//! - `operations`: functions entry by entry, and products; `chosen`: where nothing is computed; `words`: the words for arrays.
//!
//! A product is rounded to the format, and so is what a sum comes to; in between a sum is kept in the format of sums.

mod chosen;
mod operations;
mod seen;
mod sums;
mod words;

use chainrule_array::chain::{Calculus, inputs};
use chainrule_array::word::Word;
use chainrule_array::{Arrays, QuantityId, Role, Whole, WholeId};
use chainrule_number::{Format, Undefined, Value, format};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::graph::FunctionId;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Array, Sizes};
use crate::arithmetics::rounded;
use crate::tape::{Program, Register};
pub use seen::{Absorbed, Calculation, OutOfRange, Seen};
pub use sums::SumOrder;

/// How arrays are carried out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carried {
    /// What every result is rounded to.
    pub format: &'static Format,
    /// What sums are kept in until they are done.
    pub accumulate: &'static Format,
    /// In which order they are taken.
    pub order: SumOrder,
    /// The loss is multiplied by two to this power before the way back.
    pub scale: i32,
    /// Whether exponentials that are divided by their sum have the largest exponent taken away first, however they are
    /// written; else only those of the words `softmax` and `logsumexp` do, as in frameworks.
    pub shifts_exponents: bool,
}

/// What a program with arrays gives in a format.
#[derive(Debug)]
pub struct Outcome {
    /// The numbers of quantities and of derivatives; those of derivatives are scaled.
    pub values: FxHashMap<QuantityId, Array<f64>>,
    /// What was lost on the way to each.
    pub seen: FxHashMap<QuantityId, Seen>,
}

/// Carries out everything for which there are numbers: what is defined as it is written, where that is said.
pub fn carry_out(
    arrays: &Arrays,
    calculus: &Calculus,
    sizes: &Sizes,
    leaves: &FxHashMap<QuantityId, Array<Value>>,
    written: &FxHashMap<QuantityId, WholeId>,
    how: Carried,
) -> Outcome {
    let mut run = Run {
        arrays,
        sizes,
        how,
        slopes: FxHashMap::default(),
        as_written: with_exponentials(arrays, written),
        is_shifted: true,
        outcome: Outcome { values: FxHashMap::default(), seen: FxHashMap::default() },
        here: Seen::default(),
    };
    let of_number: FxHashSet<QuantityId> = calculus
        .adjoints
        .iter()
        .filter(|adjoint| arrays.quantity(adjoint.of).shape.is_number())
        .map(|adjoint| adjoint.name)
        .collect();
    for (quantity, data) in arrays.quantities() {
        let found = match data.role {
            Role::Leaf => match leaves.get(&quantity) {
                Some(array) => {
                    let entries =
                        array.entries.iter().map(|entry| rounded(how.format, entry).to_f64()).collect();
                    Ok(Array { axes: array.axes.clone(), entries })
                }
                None => continue,
            },
            Role::Defined(definition) => run.defined(*written.get(&quantity).unwrap_or(&definition)),
            Role::Adjoint { .. } => match arrays.definition(quantity) {
                Some(reading) if of_number.contains(&quantity) => run.scaled(reading),
                Some(reading) => run.evaluate(reading),
                None => continue,
            },
        };
        let seen = std::mem::take(&mut run.here);
        if let Ok(array) = found {
            run.outcome.values.insert(quantity, array);
            run.outcome.seen.insert(quantity, seen);
        }
    }
    run.outcome
}

/// The derivative of a function as a program, with the registers of its argument and its result.
type Slope = (Program, Register, Register);

/// A run that goes on.
struct Run<'a> {
    arrays: &'a Arrays,
    sizes: &'a Sizes,
    how: Carried,
    /// Derivatives of functions, written out; nothing where they can't be.
    slopes: FxHashMap<(FunctionId, u8), Option<Slope>>,
    /// Softmaxes that are written with exponentials: those are carried out.
    as_written: FxHashSet<WholeId>,
    /// Whether the word that is carried out takes the largest exponent away first.
    is_shifted: bool,
    outcome: Outcome,
    /// What was lost on the way to the quantity that is worked out.
    here: Seen,
}

impl Run<'_> {
    /// What a derivative of the scaled loss is: the factors that come from the loss itself are scaled, others are already.
    fn scaled(&mut self, whole: WholeId) -> Result<Array<f64>, Undefined> {
        let scale = format::power_of_two(self.how.scale);
        if self.how.scale == 0 {
            return self.evaluate(whole);
        }
        let is_scaled = |run: &Self, part: WholeId| run.mentions_derivative(part);
        if let Whole::Apply { function, primes: 0, arguments } = self.arrays.whole(whole).clone() {
            let is = |row| function == function::id(row);
            if is(&ADD) {
                let parts: Result<Vec<Array<f64>>, Undefined> =
                    arguments.iter().map(|part| self.scaled(*part)).collect();
                return self.each((function, 0), &parts?);
            }
            if is_scaled(self, whole) {
                return self.evaluate(whole);
            }
            if is(&NEGATE) || is(&DIVIDE) || is(&MULTIPLY) {
                let mut parts = Vec::with_capacity(arguments.len());
                for (place, part) in arguments.iter().enumerate() {
                    parts.push(if place == 0 { self.scaled(*part)? } else { self.evaluate(*part)? });
                }
                return self.each((function, 0), &parts);
            }
        }
        if is_scaled(self, whole) {
            return self.evaluate(whole);
        }
        let mut array = self.evaluate(whole)?;
        for (entry, value) in array.entries.iter_mut().enumerate() {
            *value = self.rounded(*value * scale, (Calculation::Product, entry), &[*value, scale]);
        }
        Ok(array)
    }

    /// Whether the derivative of a number stands in an expression.
    fn mentions_derivative(&self, whole: WholeId) -> bool {
        let mut stack = vec![whole];
        while let Some(id) = stack.pop() {
            let part = self.arrays.whole(id);
            if let Whole::Quantity(quantity) | Whole::Part { of: quantity, .. } = part
                && matches!(self.arrays.quantity(*quantity).role, Role::Adjoint { .. })
            {
                return true;
            }
            stack.extend(self.arrays.parts(part));
        }
        false
    }

    /// A result in the format.
    fn rounded(&mut self, exact: f64, (operation, entry): (Calculation, usize), operands: &[f64]) -> f64 {
        let format = self.how.format;
        let kept = format.round_double(exact);
        self.here.note(format, (operation, entry), operands, (exact, kept));
        kept
    }
}

/// The words with exponentials that quantities are derived as, and that nobody wrote: what is written stands for them.
fn with_exponentials(arrays: &Arrays, written: &FxHashMap<QuantityId, WholeId>) -> FxHashSet<WholeId> {
    let words = |roots: Vec<WholeId>| {
        let (mut found, mut seen) = (FxHashSet::default(), FxHashSet::default());
        let mut stack = roots;
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            let whole = arrays.whole(id);
            if matches!(whole, Whole::Word { word: Word::Softmax | Word::LogSumExp, .. }) {
                found.insert(id);
            }
            stack.extend(arrays.parts(whole));
        }
        found
    };
    let derived_as = arrays.quantities().filter_map(|(_, quantity)| match quantity.role {
        Role::Defined(definition) => Some(definition),
        Role::Leaf | Role::Adjoint { .. } => None,
    });
    let (mut all, wholes) = (words(derived_as.collect()), written_words(arrays, written, &words));
    all.retain(|whole| !wholes.contains(whole));
    all
}

/// Those that stand in what is written; what they are taken of may have become a quantity of its own since.
fn written_words(
    arrays: &Arrays,
    written: &FxHashMap<QuantityId, WholeId>,
    words: &dyn Fn(Vec<WholeId>) -> FxHashSet<WholeId>,
) -> FxHashSet<WholeId> {
    let mut wholes = words(written.values().copied().collect());
    let by_name: Vec<(WholeId, WholeId)> = arrays
        .quantities()
        .filter_map(|(quantity, declared)| match declared.role {
            Role::Defined(definition) if declared.name.is_empty() => {
                Some((arrays.whole_of(quantity)?, definition))
            }
            Role::Defined(_) | Role::Leaf | Role::Adjoint { .. } => None,
        })
        .collect();
    // `softmax(W·x)` is derived as `softmax(z)` with a part z.
    for &(_, definition) in &by_name {
        if let Whole::Word { word, over, arguments } = arrays.whole(definition) {
            let parts: Vec<WholeId> = arguments
                .iter()
                .map(|argument| {
                    by_name.iter().find(|(name, _)| name == argument).map_or(*argument, |(_, of)| *of)
                })
                .collect();
            let spelled_out = Whole::Word { word: *word, over: *over, arguments: parts };
            if arrays.known_whole(&spelled_out).is_some_and(|whole| wholes.contains(&whole)) {
                wholes.insert(definition);
            }
        }
    }
    wholes
}

/// Everything that a derivative is computed from, in the order in which it is computed, itself the last.
pub fn computed_before(arrays: &Arrays, quantity: QuantityId) -> Vec<QuantityId> {
    let (mut seen, mut stack) = (FxHashSet::from_iter([quantity]), vec![quantity]);
    while let Some(quantity) = stack.pop() {
        stack.extend(inputs(arrays, quantity).into_iter().filter(|input| seen.insert(*input)));
    }
    let mut all: Vec<QuantityId> = seen.into_iter().collect();
    all.sort_unstable();
    all
}
