//! What was found of claims between arrays, in words.

use chainrule_array::{Arrays, WholeId};
use chainrule_number::Value;
use chainrule_render::array::ArraySetter;
use chainrule_render::value;
use chainrule_work::array::{Array, ArrayDifference, ArrayDoubt, ArrayGround, LikelySlip, SlipKind};
use rustc_hash::FxHashSet;

/// Numbers of counterexamples have so many digits.
const DIGITS: usize = 6;

/// Where so many arrays are 0, they are not named one by one.
const FEWEST_ZEROS: usize = 2;

/// By what two arrays are seen to be equal.
pub(in super::super) fn ground(arrays: &Arrays, ground: &ArrayGround) -> String {
    match ground {
        ArrayGround::SameFunction(side)
        | ArrayGround::SameForSigns(side)
        | ArrayGround::SameButAtKinks(side)
        | ArrayGround::SameAtSizes(side)
        | ArrayGround::SameAtGiven(side) => {
            let shape = arrays.shape(*side);
            let same = match ground {
                ArrayGround::SameForSigns(_) => {
                    "the same function on either side of each kink, in all cases tried"
                }
                ArrayGround::SameButAtKinks(_) => {
                    "the same function but at kinks, where conventions stand for the derivative"
                }
                ArrayGround::SameAtSizes(_) => "the same function for all numbers, at these sizes",
                ArrayGround::SameAtGiven(_) => "the same function, with the numbers given",
                ArrayGround::SameFunction(_)
                | ArrayGround::ExactNumbers
                | ArrayGround::EveryEntry
                | ArrayGround::AsPrinted(_)
                    if may_be_empty(arrays) =>
                {
                    "the same function for all numbers, and all sizes at which no range is empty"
                }
                ArrayGround::SameFunction(_)
                | ArrayGround::ExactNumbers
                | ArrayGround::EveryEntry
                | ArrayGround::AsPrinted(_) => "the same function for all numbers and sizes",
            };
            if shape.is_number() {
                return same.to_owned();
            }
            let shape = ArraySetter::new(arrays, &FxHashSet::default()).shape(shape).unicode();
            format!("{shape} on both sides; {same}")
        }
        ArrayGround::ExactNumbers => "exact, at the given numbers".to_owned(),
        ArrayGround::EveryEntry => "every entry, at the given numbers".to_owned(),
        ArrayGround::AsPrinted(last) => value::number(last, None).unicode(),
    }
}

/// Whether a range of the worksheet has no index at some sizes, as that up to n-2 has none at n = 2.
fn may_be_empty(arrays: &Arrays) -> bool {
    arrays.size_sums().iter().any(|(_, sum)| !sum.is_at_least(1))
}

/// Where two arrays differ, and with which change they do not.
pub(in super::super) fn difference(arrays: &Arrays, difference: &ArrayDifference) -> String {
    let indices: Vec<String> = difference.at.iter().map(ToString::to_string).collect();
    let place = if indices.is_empty() { String::new() } else { format!("entry [{}]: ", indices.join(",")) };
    let mut text = match &difference.right {
        None => format!("{place}{}", digits(&difference.left)),
        Some(right) => {
            format!("{place}{} on the left, {} on the right", digits(&difference.left), digits(right))
        }
    };
    if !difference.leaves.is_empty() {
        let is_zero = |number: &Value| matches!(number, Value::Exact(value) if value.is_zero());
        let (zeros, others): (Vec<_>, Vec<_>) =
            difference.leaves.iter().partition(|(_, numbers)| numbers.entries.iter().all(is_zero));
        let told = if zeros.len() < FEWEST_ZEROS { difference.leaves.iter().collect() } else { others };
        let mut leaves: Vec<String> = told
            .iter()
            .map(|(leaf, numbers)| format!("{} = {}", arrays.quantity(*leaf).name, literal(numbers)))
            .collect();
        match (zeros.len(), leaves.is_empty()) {
            (count, true) if count >= FEWEST_ZEROS => leaves.push("0 for all of them".to_owned()),
            (count, false) if count >= FEWEST_ZEROS => leaves.push("0 for the others".to_owned()),
            (_, _) => {}
        }
        text.push_str(&format!(", at {}", leaves.join(", ")));
    }
    if let Some(slip) = &difference.slip {
        text.push_str(&format!("; {}", likely_slip(arrays, slip)));
    }
    text
}

/// Why it was not found whether two arrays are equal.
pub(in super::super) fn doubt(doubt: ArrayDoubt) -> &'static str {
    match doubt {
        ArrayDoubt::NoRule => "a derivative in it has no rule",
        ArrayDoubt::AgreeWhereTried => {
            "both sides agree at the numbers tried, and are not shown to be the same function"
        }
        ArrayDoubt::TooLarge => {
            "the arrays are too large to be tried at these sizes; at smaller ones the sides differ"
        }
        ArrayDoubt::NothingTried => "no numbers were found at which both sides have a value",
        ArrayDoubt::AgreeAsFarAsCertain => {
            "both sides agree at the given numbers as far as their digits are certain"
        }
        ArrayDoubt::WithoutNumber => "a side has no number at the given values",
        ArrayDoubt::NoDecimal => "`~=` is read with a printed decimal on its right",
        ArrayDoubt::TooFewDigits => "too few digits are certain",
    }
}

fn likely_slip(arrays: &Arrays, slip: &LikelySlip) -> String {
    let nothing = FxHashSet::default();
    let setter = ArraySetter::new(arrays, &nothing);
    let written = |whole: WholeId| setter.whole(whole).unicode();
    let kind = kind(slip.kind);
    if let Some([old, new]) = slip.replaced {
        return format!("{kind}: it holds with {} in the place of {}", written(new), written(old));
    }
    let holds_with = setter.whole_at(slip.whole, &slip.letters()).unicode();
    format!("{kind}: it holds with {holds_with}")
}

fn kind(kind: SlipKind) -> &'static str {
    match kind {
        SlipKind::Transposed => "transposed",
        SlipKind::OtherSign => "the other sign",
        SlipKind::TwoMissing => "a factor 2 is missing",
        SlipKind::TwoTooMany => "a factor 2 too many",
        SlipKind::SizeNotDividedBy => "the mean is over a size that is not divided by",
        SlipKind::SizeTooMany => "a division by a size too many",
        SlipKind::FactorsSwapped => "factors swapped",
        SlipKind::FactorsSwappedAndTransposed => "factors swapped and transposed",
        SlipKind::FactorsSwappedOneTransposed => "factors swapped, and a transpose",
        SlipKind::Transpose => "a transpose is missing or too many",
        SlipKind::Inverse => "an inverse is missing or too many",
        SlipKind::EntrywiseMeant => "⊙ is meant",
        SlipKind::ProductMeant => "a product of matrices is meant",
        SlipKind::OtherAxis => "the other axis is meant",
        SlipKind::SignOfTerm => "the sign of a term",
        SlipKind::SlopeMeant => "the slope of the function is meant",
        SlipKind::FunctionMeant => "the function itself is meant",
        SlipKind::SlopeMissing => "the slope of an activation is missing",
    }
}

fn digits(number: &Value) -> String {
    // Of a number so small that its sign is not certain the ends of where it lies say nothing.
    if number.is_negative().is_none() {
        return "about 0".to_owned();
    }
    value::number(number, Some(DIGITS)).unicode()
}

/// `[1, 2; 3, 4]`
fn literal(array: &Array<Value>) -> String {
    let numbers: Vec<String> = array.entries.iter().map(digits).collect();
    match array.axes.as_slice() {
        [] => numbers.concat(),
        [_, columns] => {
            let rows: Vec<String> = numbers.chunks((*columns).max(1)).map(|row| row.join(", ")).collect();
            format!("[{}]", rows.join("; "))
        }
        [..] => format!("[{}]", numbers.join(", ")),
    }
}
