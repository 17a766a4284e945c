//! What programs in number formats make of arrays: what is lost, where, and what repairs it.

use chainrule_array::chain::Calculus;
use chainrule_array::{Arrays, QuantityId, WholeId};
use chainrule_evaluator::verdict::half_the_digits;
use chainrule_number::{F32, Format, Rational, Value, format};
use chainrule_program::array::Array;
use chainrule_program::array::in_format::{Carried, Outcome, Seen, SumOrder, carry_out, computed_before};

use rustc_hash::FxHashMap;

use super::derivation::{ArrayDerivation, ArrayInFormat, Change, HeldArray, Repair};
use super::layers::LayerTable;
use super::numbers::Numbers;
use crate::options::Options;

/// How arrays are carried out in formats.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// The formats.
    pub formats: Vec<&'static Format>,
    /// What sums are kept in; the format itself where nothing is said.
    pub accumulate: Option<&'static Format>,
    /// In which order they are taken.
    pub order: SumOrder,
    /// Whether causes and repairs are looked for.
    pub with_causes: bool,
}

impl Asked {
    /// What a reader asks for.
    pub(crate) fn by(options: &Options) -> Self {
        Self {
            formats: options.formats.clone(),
            accumulate: options.accumulate,
            order: options.sum_order,
            with_causes: !options.formats.is_empty(),
        }
    }

    /// The formats that tables show where none is asked for.
    pub(super) fn beside(&self, tables: &[LayerTable]) -> Self {
        let formats = if self.formats.is_empty() && !tables.is_empty() {
            vec![&F32, &format::F16]
        } else {
            self.formats.clone()
        };
        Self { formats, ..*self }
    }
}

/// The largest scale of a loss that is tried, as a power of 2.
const LARGEST_SCALE: i32 = 64;

/// Carries out everything in each format.
pub(super) fn all(
    arrays: &Arrays,
    calculus: &Calculus,
    numbers: &Numbers,
    written: &FxHashMap<QuantityId, WholeId>,
    derivations: &mut [ArrayDerivation],
    asked: &Asked,
) {
    if numbers.values.is_empty() {
        return;
    }
    let scene = Scene { arrays, calculus, numbers, written, with_causes: asked.with_causes };
    for &format in &asked.formats {
        let carried = Carried {
            format,
            accumulate: asked.accumulate.unwrap_or(format),
            order: asked.order,
            scale: 0,
            shifts_exponents: false,
        };
        let outcome = scene.run(carried);
        for derivation in derivations.iter_mut() {
            let found = scene.of(derivation, carried, &outcome);
            derivation.in_formats.extend(found);
        }
    }
}

struct Scene<'a> {
    arrays: &'a Arrays,
    calculus: &'a Calculus,
    numbers: &'a Numbers,
    written: &'a FxHashMap<QuantityId, WholeId>,
    with_causes: bool,
}

impl Scene<'_> {
    fn run(&self, carried: Carried) -> Outcome {
        let (sizes, leaves) = (&self.numbers.sizes, &self.numbers.printed);
        carry_out(self.arrays, self.calculus, sizes, leaves, self.written, carried)
    }

    fn of(&self, derivation: &ArrayDerivation, carried: Carried, outcome: &Outcome) -> Option<ArrayInFormat> {
        let names: Vec<QuantityId> =
            derivation.adjoints.iter().map(|&place| self.calculus.adjoints[place].name).collect();
        let held: Vec<Option<HeldArray>> =
            names.iter().map(|&name| self.held(name, outcome, carried)).collect();
        let last = *names.last()?;
        let derivative = held.last()?.as_ref()?;
        let (mut losses, mut repairs) = (Vec::new(), Vec::new());
        // What only a table shows needs no causes.
        if derivative.is_wrong && self.with_causes {
            for quantity in computed_before(self.arrays, last) {
                if let Some(seen) = outcome.seen.get(&quantity).filter(|seen| **seen != Seen::default()) {
                    losses.push((quantity, seen.clone()));
                }
            }
            repairs = self.repairs(last, carried);
        }
        Some(ArrayInFormat { carried, held, lost: losses, repairs })
    }

    /// What a format holds of a quantity, beside what it is.
    fn held(&self, quantity: QuantityId, outcome: &Outcome, carried: Carried) -> Option<HeldArray> {
        let (array, truth) = (outcome.values.get(&quantity)?, self.numbers.printed.get(&quantity)?);
        Some(compared(array, truth, carried))
    }

    /// Changes with which a derivative comes out right.
    fn repairs(&self, of: QuantityId, carried: Carried) -> Vec<Repair> {
        let mut found = Vec::new();
        let tried = |change: Change, carried: Carried, found: &mut Vec<Repair>| {
            let held = self.held(of, &self.run(carried), carried);
            if let Some(held) = held.filter(|held| !held.is_wrong) {
                found.push(Repair { change, held });
            }
        };
        tried(Change::Shift, Carried { shifts_exponents: true, ..carried }, &mut found);
        // What went beyond the format before its sum needs no other way of adding.
        if !found.is_empty() {
            return found;
        }
        if carried.accumulate.precision < F32.precision {
            tried(Change::Accumulate(&F32), Carried { accumulate: &F32, ..carried }, &mut found);
        }
        if carried.order != SumOrder::Pairwise {
            tried(Change::Pairwise, Carried { order: SumOrder::Pairwise, ..carried }, &mut found);
        }
        for scale in (4..=LARGEST_SCALE).step_by(4) {
            let before = found.len();
            tried(Change::Scale(scale), Carried { scale, ..carried }, &mut found);
            if found.len() > before {
                break;
            }
        }
        found
    }
}

/// What a format holds of an array beside the true one.
fn compared(array: &Array<f64>, truth: &Array<Value>, carried: Carried) -> HeldArray {
    let smallest = format::power_of_two(carried.format.smallest_exponent());
    let scale = Rational::power_of_two(i16::try_from(-carried.scale).unwrap_or(0));
    let mut held = HeldArray {
        entries: array.entries.len(),
        zero: 0,
        subnormal: 0,
        infinite: 0,
        not_a_number: 0,
        error: None,
        length: 0.0,
        is_wrong: false,
    };
    // The largest size is 1 here, so that no square is lost.
    let most = truth.entries.iter().map(Value::log10_abs).fold(f64::NEG_INFINITY, f64::max);
    let unit = Rational::from_f64(10f64.powf(most.clamp(-300.0, 300.0))).unwrap_or_else(Rational::one);
    let in_units = |value: &Rational| value.checked_div(&unit).map_or(0.0, |number| number.to_f64());
    let (mut gap, mut length, mut own_length) = (0.0, 0.0, 0.0);
    for (number, true_one) in array.entries.iter().zip(&truth.entries) {
        let is_true_zero = true_one.exact().is_some_and(Rational::is_zero);
        let size = number.abs();
        if number.is_nan() {
            held.not_a_number += 1;
        } else if number.is_infinite() {
            held.infinite += 1;
        } else if size <= 0.0 {
            held.zero += usize::from(!is_true_zero);
        } else if size < smallest {
            held.subnormal += 1;
        }
        let (Some(number), Some(true_one)) = (Rational::from_f64(*number), about(true_one)) else { continue };
        let number = &number * &scale;
        let (off, size, own_size) =
            (in_units(&(&number - &true_one)), in_units(&true_one), in_units(&number));
        gap += off * off;
        length += size * size;
        own_length += own_size * own_size;
    }
    let is_finite = held.infinite + held.not_a_number == 0;
    held.length = own_length.sqrt() * unit.to_f64();
    held.error = (is_finite && length > 0.0).then(|| (gap / length).sqrt());
    let allowed = 1.0 / half_the_digits(carried.format).to_f64();
    held.is_wrong = !is_finite || held.error.map_or(gap > 0.0, |error| error > allowed);
    held
}

/// A fraction near a number.
fn about(value: &Value) -> Option<Rational> {
    match value {
        Value::Exact(exact) => Some(exact.clone()),
        Value::Enclosed(enclosure) => enclosure.middle(64).to_rational().ok(),
    }
}
