//! What is known of the factors of a derivation, whatever the numbers: the ranges of slopes, what a softmax adds up to,
//! which derivatives are symmetric.

use chainrule_array::chain::{Calculus, Jacobian, indices};
use chainrule_array::word::{Over, Word};
use chainrule_array::{ArrayRule, Arrays, Entry, EntryId, QuantityId, Size, Whole, WholeId};
use chainrule_judge::array::{Answer, ArrayJudge};
use chainrule_symbolic::function::rows::hyperbolic::TANH;
use chainrule_symbolic::function::rows::logistic::SIGMOID;
use chainrule_symbolic::function::{self, Interval, TABLE};
use chainrule_symbolic::graph::FunctionId;
use rustc_hash::FxHashSet;

use super::derivation::ArrayDerivation;

/// Something known of a factor.
#[derive(Clone, Debug)]
pub enum ArrayFact {
    /// The slope of a function, by entries, lies in a range that its row states, whatever its argument.
    Slope {
        /// The function.
        function: FunctionId,
        /// Of what it is taken, as a whole.
        argument: WholeId,
        /// Where the slope lies.
        range: Interval,
        /// The quantity that is the function of this argument, where the slope is written by it.
        by_value: Option<QuantityId>,
    },
    /// The entries of a softmax are positive and add up to 1.
    Probabilities {
        /// The quantity.
        of: QuantityId,
        /// What adds up to 1.
        over: Over,
        /// Whether each is certainly below 1: there are several.
        below_one: bool,
    },
    /// A derivative of a vector by a vector is its own transpose: the place of the factor.
    Symmetric(usize),
}

/// What is known of the factors of derivations, in the order in which they are told.
pub(super) fn all(
    arrays: &mut Arrays,
    calculus: &Calculus,
    judge: &ArrayJudge,
    derivations: &[ArrayDerivation],
) -> Vec<ArrayFact> {
    let (mut places, mut seen): (Vec<usize>, FxHashSet<usize>) = (Vec::new(), FxHashSet::default());
    let mut looked_at: FxHashSet<usize> = FxHashSet::default();
    for &place in derivations
        .iter()
        .flat_map(|derivation| &derivation.adjoints)
        .filter(|&&place| looked_at.insert(place))
    {
        places.extend(calculus.adjoints[place].through.iter().filter(|through| seen.insert(**through)));
    }
    let mut facts = Vec::new();
    let mut slopes: FxHashSet<(FunctionId, WholeId)> = FxHashSet::default();
    for place in places {
        let jacobian = &calculus.jacobians[place];
        facts.extend(slope(arrays, jacobian, &mut slopes));
        let is_softmax = |rule: &ArrayRule| *rule == ArrayRule::DerivativeOfSoftmax;
        if jacobian.lines.iter().any(|line| line.rules.all().iter().any(is_softmax)) {
            facts.extend(probabilities(arrays, jacobian, &facts));
            if is_symmetric(arrays, judge, jacobian) {
                facts.push(ArrayFact::Symmetric(place));
            }
        }
    }
    facts
}

/// The range of the slope in a factor, where it is the first of its function and argument.
fn slope(
    arrays: &Arrays,
    jacobian: &Jacobian,
    seen: &mut FxHashSet<(FunctionId, WholeId)>,
) -> Option<ArrayFact> {
    let function = slope_in(arrays, jacobian.result())?;
    let range = TABLE.get(function.index()).map(|row| row.derivative_range)?;
    let definition = arrays.definition(jacobian.child)?;
    let argument = argument_of(arrays, definition, function)?;
    if range == Interval::ALL || !seen.insert((function, argument)) {
        return None;
    }
    let is_written_by_value = [&SIGMOID, &TANH].into_iter().any(|row| function::id(row) == function);
    let is_whole = matches!(arrays.whole(definition), Whole::Apply { function: applied, primes: 0, .. } if *applied == function);
    let is_named = !arrays.quantity(jacobian.child).name.is_empty();
    let by_value = (is_written_by_value && is_whole && is_named).then_some(jacobian.child);
    Some(ArrayFact::Slope { function, argument, range, by_value })
}

/// The function whose derivative stands in an entry, where it is one alone.
fn slope_in(arrays: &Arrays, entry: EntryId) -> Option<FunctionId> {
    let mut found = None;
    for (_, node) in arrays.entries_in(entry) {
        if let Entry::Apply { function, primes: 1, .. } = node {
            if found.is_some_and(|other| other != *function) {
                return None;
            }
            found = Some(*function);
        }
    }
    found
}

/// Of what a definition takes a function.
fn argument_of(arrays: &Arrays, definition: WholeId, function: FunctionId) -> Option<WholeId> {
    let mut stack = vec![definition];
    while let Some(id) = stack.pop() {
        let whole = arrays.whole(id);
        if let Whole::Apply { function: applied, primes: 0, arguments } = whole
            && *applied == function
        {
            return arguments.first().copied();
        }
        stack.extend(arrays.parts(whole));
    }
    None
}

fn probabilities(arrays: &Arrays, jacobian: &Jacobian, facts: &[ArrayFact]) -> Option<ArrayFact> {
    let of = jacobian.child;
    let Whole::Word { word: Word::Softmax, over, arguments } = arrays.whole(arrays.definition(of)?) else {
        return None;
    };
    let is_known =
        |fact: &ArrayFact| matches!(fact, ArrayFact::Probabilities { of: quantity, .. } if *quantity == of);
    if arrays.quantity(of).name.is_empty() || facts.iter().any(is_known) {
        return None;
    }
    let axes = arrays.shape(arguments[0]).axes();
    let summed: Vec<Size> = match over {
        Over::All => axes,
        Over::EachRow => axes.get(1).copied().into_iter().collect(),
        Over::EachColumn => axes.first().copied().into_iter().collect(),
    };
    let below_one = summed.iter().any(|size| matches!(size, Size::Number(count) if *count > 1));
    Some(ArrayFact::Probabilities { of, over: *over, below_one })
}

/// Whether a derivative is its own transpose: the entry with its indices exchanged is the same array.
fn is_symmetric(arrays: &mut Arrays, judge: &ArrayJudge, jacobian: &Jacobian) -> bool {
    let ([at], [by]) = (jacobian.at.as_slice(), jacobian.by.as_slice()) else { return false };
    let Some(reading) = jacobian.reading.filter(|_| arrays.size_of(*at) == arrays.size_of(*by)) else {
        return false;
    };
    let exchanged = arrays.renamed(jacobian.result(), &[*at, *by], &indices(&[*by, *at]));
    judge.reading(arrays, exchanged, &[*at, *by], reading) == Answer::Equal
}
