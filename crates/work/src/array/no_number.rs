//! Derivatives that have no number although all that they are computed from has one, and numbers that are conventions: at
//! kinks.

use chainrule_array::chain::Calculus;
use chainrule_array::word::Word;
use chainrule_array::{Arrays, QuantityId, Role, Whole, WholeId};
use chainrule_diagnostic::{Diagnostic, Source, Span, code};
use chainrule_number::{Enclosure, Undefined};
use chainrule_program::array::Array;
use chainrule_render::array::ArraySetter;
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, POWER};
use chainrule_symbolic::function::rows::piecewise::{MAX, MIN};
use chainrule_symbolic::function::{self, Function, Kink};
use rustc_hash::{FxHashMap, FxHashSet};

use super::definition_has;
use super::derivation::ArrayDerivation;
use super::numbers::{Failure, Numbers};
use crate::refusal::Refusal;
use crate::undefined::code_of;

/// An operation that has no value.
struct Operation {
    /// What it is put to.
    operand: WholeId,
    /// What would have to be another: of a power its exponent too.
    culprit: WholeId,
    /// The indices of the entry at which it fails, from 1; none where it takes the array as a whole.
    at: Vec<usize>,
    /// Whether it is an inverse or a determinant.
    is_of_matrix: bool,
}

/// Says of each derivation that has no number why, where all that it is computed from has one.
pub(super) fn refuse(
    (source, places): (&Source, &FxHashMap<QuantityId, Span>),
    (arrays, calculus): (&Arrays, &Calculus),
    numbers: &Numbers,
    derivations: &mut [ArrayDerivation],
    refused: &mut Vec<Diagnostic>,
) {
    let mut diagnostics: FxHashMap<(QuantityId, QuantityId), Diagnostic> = FxHashMap::default();
    for derivation in derivations.iter_mut().filter(|derivation| !derivation.adjoints.is_empty()) {
        let failed = cause(arrays, numbers, derivation.of).or_else(|| {
            derivation.adjoints.iter().find_map(|&place| {
                let adjoint = &calculus.adjoints[place];
                let failure = failure_of(numbers, adjoint.name);
                // An inverse that stands in it is a quantity of its own, without a name.
                let of_parts = || {
                    let parts = arrays.mentioned_in(adjoint.reading?);
                    let why = parts.into_iter().find_map(|part| failure_of(numbers, part))?.why;
                    Some(Failure { of: adjoint.name, why })
                };
                failure.or_else(of_parts)
            })
        });
        let Some(failure) = failed else { continue };
        // Many derivatives may rest on one failure, which is looked into once.
        let key = (failure.of, derivation.of);
        let wrong = match diagnostics.get(&key) {
            Some(wrong) => Diagnostic::clone(wrong),
            None => said(arrays, calculus, numbers, failure, derivation, places),
        };
        diagnostics.insert(key, wrong.clone());
        if !refused.contains(&wrong) {
            refused.push(wrong.clone());
        }
        derivation.refusal = Some(Refusal::new(source, wrong));
    }
}

fn failure_of(numbers: &Numbers, of: QuantityId) -> Option<Failure> {
    numbers.failures.iter().find(|failure| failure.of == of).copied()
}

/// Why a quantity has no number: its own definition, or one of those that it is computed from.
fn cause(arrays: &Arrays, numbers: &Numbers, of: QuantityId) -> Option<Failure> {
    let mut seen = FxHashSet::default();
    let mut stack = vec![of];
    while let Some(quantity) = stack.pop() {
        if !seen.insert(quantity) {
            continue;
        }
        if let Some(failure) = failure_of(numbers, quantity) {
            return Some(failure);
        }
        if let Role::Defined(definition) = arrays.quantity(quantity).role
            && numbers.is_without(quantity)
        {
            stack.extend(arrays.mentioned_in(definition));
        }
    }
    None
}

fn said(
    arrays: &Arrays,
    calculus: &Calculus,
    numbers: &Numbers,
    failure: Failure,
    derivation: &ArrayDerivation,
    places: &FxHashMap<QuantityId, Span>,
) -> Diagnostic {
    let nothing = FxHashSet::default();
    let setter = ArraySetter::new(arrays, &nothing);
    let name = setter.quantity(failure.of).ascii();
    let is_derivative = matches!(arrays.quantity(failure.of).role, Role::Adjoint { .. });
    let whole = match arrays.quantity(failure.of).role {
        Role::Defined(definition) => Some(definition),
        Role::Adjoint { .. } => {
            calculus.place_of_name(failure.of).and_then(|place| calculus.adjoints[place].reading)
        }
        Role::Leaf => None,
    };
    let operation = whole.and_then(|whole| failing(arrays, numbers, whole));
    let because =
        operation.as_ref().and_then(|operation| in_words(&setter, numbers, arrays, operation, failure.why));
    let message = match because {
        Some(because) if is_derivative => {
            format!("`{name}` as it is written has no number here: {because}")
        }
        Some(because) => format!("`{name}` has no value here: {because}"),
        None => format!("with the given values `{name}` needs {}", failure.why),
    };
    // What is made of numbers of the formula alone, no other values mend.
    let is_constant =
        operation.as_ref().is_some_and(|operation| arrays.mentioned_in(operation.culprit).is_empty());
    let help = if is_constant { "change the formula" } else { "change the values, or the formula" };
    let place = places.get(&failure.of).or_else(|| places.get(&derivation.of)).copied().unwrap_or_default();
    let mut wrong = Diagnostic::error(code_of(failure.why), place, message).help(help);
    if is_derivative
        && operation.is_some_and(|operation| operation.is_of_matrix)
        && definition_has(arrays, derivation.of, Word::Determinant)
    {
        wrong = wrong.note(
            "the derivative of a determinant is the matrix of cofactors, which there is at every matrix",
        );
    }
    wrong
}

/// The operation that has no value, below an expression that has none.
fn failing(arrays: &Arrays, numbers: &Numbers, whole: WholeId) -> Option<Operation> {
    let mut id = whole;
    loop {
        let parts = arrays.parts(arrays.whole(id));
        match parts.into_iter().find(|&part| numbers.of(arrays, part).is_err()) {
            Some(part) => id = part,
            None => {
                if let Whole::Quantity(quantity) = arrays.whole(id)
                    && arrays.quantity(*quantity).name.is_empty()
                {
                    id = arrays.definition(*quantity)?;
                } else {
                    break;
                }
            }
        }
    }
    match arrays.whole(id) {
        Whole::Apply { function, primes, arguments } => {
            let place = usize::from(*function == function::id(&DIVIDE));
            let is_power = *function == function::id(&POWER);
            let operand = *arguments.get(place).or_else(|| arguments.first())?;
            let values: Option<Vec<Array<Enclosure>>> =
                arguments.iter().map(|&argument| numbers.of(arrays, argument).ok()).collect();
            let values = values?;
            let count = values.iter().map(|value| value.entries.len()).max()?;
            let fails = (0..count).find(|&place| {
                let parts: Vec<&Enclosure> = values
                    .iter()
                    .filter_map(|value| value.entries.get(place).or(value.entries.first()))
                    .collect();
                numbers.functions.apply(*function, *primes, &parts, numbers.bits).is_err()
            })?;
            let axes = numbers.of(arrays, operand).ok()?.axes;
            let culprit = if is_power { id } else { operand };
            Some(Operation { operand, culprit, at: indices(&axes, fails), is_of_matrix: false })
        }
        Whole::Word { word: Word::Inverse | Word::Determinant | Word::LogDeterminant, arguments, .. } => {
            Some(Operation { operand: arguments[0], culprit: id, at: Vec::new(), is_of_matrix: true })
        }
        Whole::Number(_)
        | Whole::Size(_)
        | Whole::Quantity(_)
        | Whole::Ones(_)
        | Whole::Identity(_)
        | Whole::Rows { .. }
        | Whole::OneHot(..)
        | Whole::Spread { .. }
        | Whole::Product(..)
        | Whole::Transpose(_)
        | Whole::Word { .. }
        | Whole::Entries { .. }
        | Whole::Part { .. } => None,
    }
}

/// The indices of a place among the entries, from 1.
fn indices(axes: &[usize], mut place: usize) -> Vec<usize> {
    let mut at: Vec<usize> = axes
        .iter()
        .rev()
        .map(|&size| {
            let index = place % size.max(1);
            place /= size.max(1);
            index + 1
        })
        .collect();
    at.reverse();
    at
}

/// Why an operation has no value, in words.
fn in_words(
    setter: &ArraySetter<'_>,
    numbers: &Numbers,
    arrays: &Arrays,
    operation: &Operation,
    why: Undefined,
) -> Option<String> {
    let operand = setter.whole(operation.operand).ascii();
    if operation.is_of_matrix {
        return match why {
            Undefined::DivisionByZero => Some(format!("`{operand}` has no inverse, its determinant is 0")),
            Undefined::Logarithm => {
                Some(format!("the determinant of `{operand}` is 0, which has no logarithm"))
            }
            Undefined::SquareRoot
            | Undefined::Domain(_)
            | Undefined::Power
            | Undefined::NotRational
            | Undefined::TooLarge
            | Undefined::BeyondExponents
            | Undefined::Kink
            | Undefined::Unknown
            | Undefined::TooFewDigits
            | Undefined::NotTold(_) => None,
        };
    }
    let is_name = operand.chars().all(|sign| sign.is_alphanumeric() || sign == '_');
    let at: Vec<String> = operation.at.iter().map(ToString::to_string).collect();
    let entry = match (at.as_slice(), is_name) {
        ([], _) => format!("`{operand}`"),
        (_, true) => format!("`{operand}[{}]`", at.join(",")),
        (_, false) => format!("entry [{}] of `{operand}`", at.join(",")),
    };
    let value = numbers.of(arrays, operation.operand).ok()?;
    let zero_based: Vec<usize> = operation.at.iter().map(|at| at - 1).collect();
    let exact = value.get(&zero_based).and_then(Enclosure::exact);
    // A number that stands in the formula is its own value.
    let value = exact.map(|exact| exact.to_string()).filter(|exact| format!("`{exact}`") != entry);
    let fault = match why {
        Undefined::DivisionByZero if value.is_some() => {
            return Some(format!("{entry} is 0, and is divided by"));
        }
        Undefined::DivisionByZero => "is divided by",
        Undefined::Logarithm => "has no logarithm",
        Undefined::SquareRoot => "has no square root",
        Undefined::Power => "has no power with an exponent that is not whole",
        Undefined::Domain(_)
        | Undefined::NotRational
        | Undefined::TooLarge
        | Undefined::BeyondExponents
        | Undefined::Kink
        | Undefined::Unknown
        | Undefined::TooFewDigits
        | Undefined::NotTold(_) => return None,
    };
    Some(match value {
        Some(value) => format!("{entry} is {value}, which {fault}"),
        None => format!("{entry} {fault}"),
    })
}

/// An activation at a kink, where its slope is a convention.
#[derive(Clone, Debug)]
pub struct ArrayKink {
    /// The function.
    pub function: &'static function::Function,
    /// The kink; of two arguments that are equal, none.
    pub kink: Option<Kink>,
    /// Of what it is taken.
    pub of: WholeId,
    /// The quantity in whose definition it stands.
    pub within: QuantityId,
    /// The indices of the first entry that lies at the kink, from 1; none for a number.
    pub at: Vec<usize>,
    /// How many entries lie there.
    pub count: usize,
}

/// The activations on the way of derivations that are taken at kinks.
pub(super) fn kinks(
    arrays: &Arrays,
    calculus: &Calculus,
    numbers: &Numbers,
    derivations: &[ArrayDerivation],
) -> Vec<ArrayKink> {
    let mut children: Vec<QuantityId> = derivations
        .iter()
        .filter(|derivation| derivation.refusal.is_none())
        .flat_map(|derivation| &derivation.adjoints)
        .flat_map(|&place| &calculus.adjoints[place].through)
        .map(|&place| calculus.jacobians[place].child)
        .collect();
    children.sort_unstable();
    children.dedup();
    let mut found: Vec<ArrayKink> = Vec::new();
    for child in children {
        let Some(definition) = arrays.definition(child) else { continue };
        let mut stack = vec![definition];
        let mut seen = FxHashSet::default();
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            let whole = arrays.whole(id);
            stack.extend(arrays.parts(whole));
            let Whole::Apply { function, primes: 0, arguments } = whole else { continue };
            let has_kinks =
                |row: &&&'static Function| **row == &MAX || **row == &MIN || !row.kinks.is_empty();
            let Some(row) = function::TABLE.get(function.index()).filter(has_kinks) else { continue };
            // Of `max(0, w)` the array.
            let of = *arguments
                .iter()
                .find(|argument| !arrays.shape(**argument).is_number())
                .unwrap_or(&arguments[0]);
            if found.iter().any(|kink| kink.of == of && *kink.function == **row) {
                continue;
            }
            let Ok(values) = numbers.of(arrays, of) else { continue };
            let mut note = |kink: Option<Kink>, places: &[usize]| {
                if let Some(&first) = places.first() {
                    let at = indices(&values.axes, first);
                    let count = places.len();
                    found.push(ArrayKink { function: row, kink, of, within: child, at, count });
                }
            };
            let places = 0..values.entries.len();
            if let &[first, second] = arguments.as_slice() {
                let Ok(other) = numbers.of(arrays, if of == first { second } else { first }) else {
                    continue;
                };
                let other = |place: usize| other.entries.get(place).or(other.entries.first());
                let is_tied = |&place: &usize| {
                    let exact = values.entries[place].exact();
                    exact.is_some() && other(place).and_then(Enclosure::exact) == exact
                };
                note(None, &places.filter(is_tied).collect::<Vec<_>>());
                continue;
            }
            for &kink in row.kinks {
                let lies_there = |&place: &usize| {
                    values.entries[place].exact().is_some_and(|exact| exact.to_i64() == Some(kink.at))
                };
                note(Some(kink), &places.clone().filter(lies_there).collect::<Vec<_>>());
            }
        }
    }
    found
}

/// Warns of activations at kinks.
pub(super) fn warn(
    kinks: &[ArrayKink],
    places: &FxHashMap<QuantityId, Span>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for convention in kinks {
        let name = convention.function.name;
        let message = match convention.kink {
            Some(kink) => format!(
                "{name}'({}) is taken as {} by convention ({}): there is a kink",
                kink.at, kink.derivative, kink.convention
            ),
            None => format!(
                "{name} is taken at a tie: its derivative by each argument is taken as 1/2 by convention (PyTorch and JAX)"
            ),
        };
        let place = places.get(&convention.within).copied().unwrap_or_default();
        let wrong = Diagnostic::warning(&code::KINK, place, message);
        if !diagnostics.contains(&wrong) {
            diagnostics.push(wrong);
        }
    }
}
