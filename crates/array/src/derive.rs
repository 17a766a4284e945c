//! The derivative of a definition by an entry, line by line: each line goes by rules that are noted.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::exponential::LN;
use chainrule_symbolic::function::rows::power::SQRT;

use crate::arena::{Arrays, Entry, EntryId, Index, Made, QuantityId};
use crate::entry::is;
use crate::rule::{ArrayRule, Rules};
use crate::tidy::{SumFact, tidy};

/// A line of a working.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What the line before becomes.
    pub after: EntryId,
    /// By which rules.
    pub rules: Rules,
}

/// So many rounds of rules are enough for any nesting that is read.
const MOST_ROUNDS: usize = 400;

/// Works out the derivative of an entry by an entry of a quantity; nothing where the table of functions has no derivative.
pub(crate) fn work_out(
    arrays: &mut Arrays,
    facts: &[SumFact],
    of: EntryId,
    by: QuantityId,
    at: &[Index],
) -> Option<Vec<Line>> {
    let mut lines = Vec::new();
    let mut current = arrays.derivative(of, by, at);
    lines.push(Line { after: current, rules: ArrayRule::Definition.into() });
    for _ in 0..MOST_ROUNDS {
        let mut rules = Rules::default();
        let linear =
            each_derivative(arrays, current, &mut |arrays, of| linear(arrays, of, by, at, &mut rules))?;
        let changed = linear != current;
        current = linear;
        if changed {
            lines.push(Line { after: current, rules });
        }
        let mut rules = Rules::default();
        let next = each_derivative(arrays, current, &mut |arrays, of| other(arrays, of, by, at, &mut rules))?;
        if next == current {
            break;
        }
        current = next;
        lines.push(Line { after: current, rules });
    }
    let entries = each_derivative(arrays, current, &mut |arrays, of| by_itself(arrays, of, by, at))?;
    if entries != current {
        current = entries;
        lines.push(Line { after: current, rules: ArrayRule::EntryByEntry.into() });
    }
    let mut rules = Rules::default();
    let tidied = tidy(arrays, facts, current, &mut rules);
    if tidied != current {
        if rules.all().is_empty() {
            rules.note(ArrayRule::Collected);
        }
        lines.push(Line { after: tidied, rules });
    }
    Some(lines)
}

/// Every derivative that is not worked out, replaced.
fn each_derivative(
    arrays: &mut Arrays,
    id: EntryId,
    change: &mut dyn FnMut(&mut Arrays, EntryId) -> Option<EntryId>,
) -> Option<EntryId> {
    Some(match arrays.entry(id).made() {
        Made::Derivative(of) => change(arrays, of)?,
        Made::Alone => id,
        Made::Sum(size, body) => {
            let (letter, opened) = arrays.opened(size, body);
            let changed = each_derivative(arrays, opened, change)?;
            if changed == opened { id } else { arrays.sum_over(letter, changed) }
        }
        Made::Apply { function, primes, arguments } => {
            let changed: Option<Vec<EntryId>> =
                arguments.iter().map(|&part| each_derivative(arrays, part, change)).collect();
            let changed = changed?;
            if changed == arguments { id } else { arrays.apply(function, primes, &changed) }
        }
    })
}

/// A derivative taken into sums, past constant factors and signs, as far as that goes.
fn linear(
    arrays: &mut Arrays,
    of: EntryId,
    by: QuantityId,
    at: &[Index],
    rules: &mut Rules,
) -> Option<EntryId> {
    if !arrays.mentions(of, by) {
        return Some(arrays.integer_entry(0));
    }
    match arrays.entry(of).made() {
        Made::Sum(size, body) => {
            let (letter, body) = arrays.opened(size, body);
            let body = linear(arrays, body, by, at, rules)?;
            rules.note(ArrayRule::SumRule);
            return Some(arrays.sum_over(letter, body));
        }
        Made::Apply { function, primes, arguments } => {
            let moving: Vec<usize> =
                (0..arguments.len()).filter(|&place| arrays.mentions(arguments[place], by)).collect();
            if is(function, primes, &ADD) {
                if arguments.len() > 1 {
                    rules.note(ArrayRule::SumRule);
                }
                let terms: Option<Vec<EntryId>> =
                    moving.iter().map(|&place| linear(arrays, arguments[place], by, at, rules)).collect();
                let terms = terms?;
                return Some(arrays.add(&terms));
            }
            if is(function, primes, &NEGATE) {
                let inner = linear(arrays, arguments[0], by, at, rules)?;
                rules.note(ArrayRule::ConstantFactor);
                return Some(arrays.negate(inner));
            }
            let is_scaled = (is(function, primes, &MULTIPLY) && moving.len() == 1)
                || (is(function, primes, &DIVIDE) && moving == [0]);
            if is_scaled {
                let mut parts = arguments;
                parts[moving[0]] = linear(arrays, parts[moving[0]], by, at, rules)?;
                rules.note(ArrayRule::ConstantFactor);
                return Some(arrays.apply(function, primes, &parts));
            }
        }
        Made::Alone | Made::Derivative(_) => {}
    }
    Some(arrays.derivative(of, by, at))
}

/// A derivative of a product, quotient, power or function, one step further.
fn other(
    arrays: &mut Arrays,
    of: EntryId,
    by: QuantityId,
    at: &[Index],
    rules: &mut Rules,
) -> Option<EntryId> {
    let Entry::Apply { function, primes, arguments } = arrays.entry(of).clone() else {
        return Some(arrays.derivative(of, by, at));
    };
    let moving: Vec<usize> =
        (0..arguments.len()).filter(|&place| arrays.mentions(arguments[place], by)).collect();
    if is(function, primes, &MULTIPLY) {
        rules.note(ArrayRule::ProductRule);
        let terms: Vec<EntryId> = moving
            .into_iter()
            .map(|place| {
                let mut factors = arguments.clone();
                factors[place] = arrays.derivative(arguments[place], by, at);
                arrays.multiply(&factors)
            })
            .collect();
        return Some(arrays.add(&terms));
    }
    if is(function, primes, &DIVIDE) {
        rules.note(ArrayRule::QuotientRule);
        let (above, below) = (arguments[0], arguments[1]);
        let moved = arrays.derivative(below, by, at);
        let moved = arrays.multiply(&[above, moved]);
        let mut terms = vec![arrays.negate(moved)];
        if moving.len() == 2 {
            let rising = arrays.derivative(above, by, at);
            terms.insert(0, arrays.multiply(&[rising, below]));
        }
        let (sum, two) = (arrays.add(&terms), arrays.integer_entry(2));
        let square = arrays.power(below, two);
        return Some(arrays.divide(sum, square));
    }
    if is(function, primes, &POWER) {
        if moving != [0] {
            return power_with_moving_exponent(arrays, of, (arguments[0], arguments[1]), (by, at), rules);
        }
        rules.note(ArrayRule::PowerRule);
        let (base, exponent) = (arguments[0], arguments[1]);
        if let Some(derived) = power_of_a_root(arrays, (base, exponent), (by, at)) {
            return Some(derived);
        }
        let inner = arrays.derivative(base, by, at);
        let lowered = if let Entry::Number(value) = arrays.entry(exponent).clone() {
            let lowered = &value - &Rational::one();
            if lowered.is_one() {
                base
            } else {
                let lowered = arrays.number_entry(lowered);
                arrays.power(base, lowered)
            }
        } else {
            let one = arrays.integer_entry(1);
            let minus_one = arrays.negate(one);
            let lowered = arrays.add(&[exponent, minus_one]);
            arrays.power(base, lowered)
        };
        return Some(arrays.multiply(&[exponent, lowered, inner]));
    }
    let mut terms = Vec::new();
    for place in moving {
        rules.note(ArrayRule::DerivativeOf(function));
        let slope = arrays.partial(function, primes, &arguments, place)?;
        let inner = arrays.derivative(arguments[place], by, at);
        terms.push(arrays.multiply(&[slope, inner]));
    }
    Some(arrays.add(&terms))
}

/// The derivative of `√s^p`, `p/2·√s^(p - 2)·∂s`, for whole exponents from 2 on: it has a value where s is 0, too.
fn power_of_a_root(
    arrays: &mut Arrays,
    (base, exponent): (EntryId, EntryId),
    (by, at): (QuantityId, &[Index]),
) -> Option<EntryId> {
    let power = arrays.whole_number(exponent).filter(|power| *power >= 2)?;
    let square = match arrays.entry(base) {
        Entry::Apply { function, primes, arguments } if is(*function, *primes, &SQRT) => arguments[0],
        _ => return None,
    };
    let half = arrays.number_entry(Rational::fraction(power, 2));
    let inner = arrays.derivative(square, by, at);
    Some(match power {
        2 => inner,
        3 => arrays.multiply(&[half, base, inner]),
        _ => {
            let lowered = arrays.integer_entry(power - 2);
            let lowered = arrays.power(base, lowered);
            arrays.multiply(&[half, lowered, inner])
        }
    })
}

/// A derivative of a power whose exponent depends on what is derived by; a negative number has no such derivative.
fn power_with_moving_exponent(
    arrays: &mut Arrays,
    of: EntryId,
    (base, exponent): (EntryId, EntryId),
    (by, at): (QuantityId, &[Index]),
    rules: &mut Rules,
) -> Option<EntryId> {
    if let Entry::Number(value) = arrays.entry(base)
        && !value.is_positive()
    {
        return None;
    }
    let ln = arrays.call(&LN, &[base]);
    let rising = arrays.derivative(exponent, by, at);
    if !arrays.mentions(base, by) {
        rules.note(ArrayRule::ExponentialRule);
        return Some(arrays.multiply(&[of, ln, rising]));
    }
    rules.note(ArrayRule::LogarithmicDifferentiation);
    let first = arrays.multiply(&[rising, ln]);
    let inner = arrays.derivative(base, by, at);
    // In u^u the factor u/u is 1: u > 0.
    let second = if base == exponent {
        inner
    } else {
        let product = arrays.multiply(&[exponent, inner]);
        arrays.divide(product, base)
    };
    let sum = arrays.add(&[first, second]);
    Some(arrays.multiply(&[of, sum]))
}

/// The derivative of an entry by an entry.
fn by_itself(arrays: &mut Arrays, of: EntryId, by: QuantityId, at: &[Index]) -> Option<EntryId> {
    match arrays.entry(of).clone() {
        Entry::Of(quantity, indexes) if quantity == by => {
            let deltas: Vec<EntryId> =
                indexes.iter().zip(at).map(|(left, right)| arrays.delta(*left, *right)).collect();
            Some(arrays.multiply(&deltas))
        }
        _ => None,
    }
}
