//! How large derivatives are on the way back from a loss, by their lengths: the square root of the sum of the squares of
//! all entries.

use chainrule_array::chain::Jacobian;
use chainrule_array::word::Word;
use chainrule_array::{Arrays, Entry, QuantityId, Whole, WholeId};
use chainrule_evaluator::verdict::{Limits, Size};
use chainrule_number::{Elementary, Enclosure, Scalar, Undefined, Value};
use chainrule_program::array::Array;
use chainrule_symbolic::function::rows::gaussian::ERF;
use chainrule_symbolic::function::rows::logistic::SOFTPLUS;
use chainrule_symbolic::function::rows::trigonometric::{ATAN, COS, SIN};
use chainrule_symbolic::function::{self, Function};
use rustc_hash::FxHashMap;

use super::derivation::{ArrayDerivation, ArraySizes};
use super::directions::{self, Ways};
use super::ledger::Ledgers;
use super::numbers::value;

/// The sizes along a derivation; nothing where it is no gradient of a number, or one of its derivatives has no numbers.
pub(super) fn sizes_along(
    ledgers: &mut Ledgers<'_>,
    ways: &mut Ways,
    derivation: &ArrayDerivation,
) -> Option<ArraySizes> {
    let (arrays, calculus, numbers) = (ledgers.arrays, ledgers.calculus, ledgers.numbers);
    let of = &arrays.quantity(derivation.of).shape;
    // Of a vector it is the derivative by a vector that has lengths.
    if !of.is_number() && arrays.quantity(derivation.by).shape.axes().len() + of.axes().len() > 2 {
        return None;
    }
    let adjoints = derivation.adjoints.iter().map(|&place| &calculus.adjoints[place]);
    let lengths = &mut ledgers.lengths;
    let norms = derivation.adjoints.iter().map(|&place| {
        let length = lengths.entry(place).or_insert_with(|| {
            length(numbers.values.get(&calculus.adjoints[place].name)?, numbers.bits).ok()
        });
        length.clone()
    });
    let norms: Vec<Value> = norms.collect::<Option<_>>()?;
    // So many slopes lie on the way from each quantity that passes most; the nearest to the number come first.
    let mut slopes: FxHashMap<QuantityId, usize> = FxHashMap::default();
    for adjoint in adjoints {
        for &place in &adjoint.through {
            let jacobian = &calculus.jacobians[place];
            let entry = ledgers.slopes.entry(place);
            let slope_here = usize::from(*entry.or_insert_with(|| passes_layer(arrays, jacobian)));
            let above = slopes.get(&jacobian.child).copied().unwrap_or(0) + slope_here;
            let most = slopes.entry(jacobian.parent).or_insert(0);
            *most = above.max(*most);
        }
    }
    let layers = slopes.get(&derivation.by).copied().unwrap_or(0).max(1);
    let limits = Limits::through(layers);
    let size = Size::of(norms.last()?.told_log10_abs()?, limits);
    let ledger = ledgers.rows(derivation, &norms);
    let lost = directions::lost(ledgers, ways, derivation, &ledger, limits.vanishing);
    Some(ArraySizes { norms, layers, limits, size, ledger, lost })
}

/// √(Σ x²)
pub(super) fn length(array: &Array<Enclosure>, bits: u32) -> Result<Value, Undefined> {
    if let [only] = array.entries.as_slice() {
        return Enclosure::elementary(Elementary::Abs, std::slice::from_ref(only), bits)
            .map(|enclosure| value(&enclosure));
    }
    let sum = Enclosure::inner_product(array.entries.iter().map(|entry| (entry, entry)), bits)?;
    Enclosure::elementary(Elementary::Sqrt, &[sum], bits).map(|enclosure| value(&enclosure))
}

/// Functions whose derivatives are written without a prime.
static WITHOUT_PRIME: &[&Function] = &[&SOFTPLUS, &SIN, &COS, &ERF, &ATAN];

/// Whether the slope of a function stands in the derivative of a quantity by another.
fn passes_layer(arrays: &Arrays, jacobian: &Jacobian) -> bool {
    if arrays.entries_in(jacobian.result()).any(|(_, node)| matches!(node, Entry::Apply { primes: 1.., .. }))
    {
        return true;
    }
    let mut waiting: Vec<WholeId> = arrays.definition(jacobian.child).into_iter().collect();
    while let Some(whole) = waiting.pop() {
        let is_layer = match arrays.whole(whole) {
            Whole::Apply { function, primes: 0, .. } => {
                WITHOUT_PRIME.iter().any(|row| function::id(row) == *function)
            }
            Whole::Word { word, .. } => *word == Word::Softmax,
            Whole::Number(_)
            | Whole::Size(_)
            | Whole::Quantity(_)
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::Rows { .. }
            | Whole::OneHot(..)
            | Whole::Apply { .. }
            | Whole::Spread { .. }
            | Whole::Product(..)
            | Whole::Transpose(_)
            | Whole::Entries { .. }
            | Whole::Part { .. } => false,
        };
        if is_layer && arrays.whole_mentions(whole, jacobian.parent) {
            return true;
        }
        waiting.extend(arrays.parts(arrays.whole(whole)));
    }
    false
}
