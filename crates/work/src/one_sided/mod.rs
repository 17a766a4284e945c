//! Slopes from the left and from the right, where a derivative was taken at a kink by convention.
//!
//! A convention gives a number at a kink of one function. Where several kinks meet in one quantity it need not be the
//! slope of that quantity: `relu(x) - relu(-x)` is x, and at 0 the conventions make its slope 0. So both one-sided slopes
//! are carried through the network by themselves, each kink entered from the side on which its argument moves.

mod walk;

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_evaluator::Numbers;
use chainrule_number::Rational;
use chainrule_number::{Scalar, Value};
use chainrule_symbolic::derivation::Calculus;
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashMap;

use self::walk::{Side, Walk};
use crate::report::DerivationReport;

/// What the slopes from both sides say of a derivative that was taken by convention.
#[derive(Clone, Debug)]
pub enum OneSided {
    /// They agree, and the conventions give another number.
    Slope(Value),
    /// They differ: there is no derivative.
    Kink {
        /// The slope from the left.
        left: Value,
        /// The slope from the right.
        right: Value,
    },
}

/// Up to so many expressions are looked at for one slope.
const MOST_PARTS: usize = 20_000;

/// Looks at every derivation, where some convention for a kink was used, and warns of those whose number is no slope.
pub fn all(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    numbers: &mut Numbers,
    derivations: &[DerivationReport],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<OneSided>> {
    let has_kinks = diagnostics.iter().any(|own| own.code == &code::KINK);
    let mut found = Vec::with_capacity(derivations.len());
    for (place, own) in derivations.iter().enumerate() {
        let look_at_it = has_kinks && place < MOST_DERIVATIONS;
        let sides = if look_at_it { look(worksheet, calculus, numbers, own) } else { None };
        if let Some(OneSided::Slope(slope)) = &sides {
            let graph = &worksheet.graph;
            let (target, by) = (graph.name(own.derivation.target), graph.name(own.derivation.by));
            let asked = worksheet.queries.iter().find(|query| query.of == own.derivation.target);
            let place =
                asked.map(|query| query.span).or(worksheet.places.get(&own.derivation.target).copied());
            let show = |value: &Value| chainrule_render::value::number(value, None).ascii();
            let taken = own.value.as_ref().map_or(String::new(), show);
            let message = format!(
                "the conventions at kinks give {taken} for d{target}/d{by}, which is not its derivative: the slope of \
                 `{target}` is {} from both sides",
                show(slope)
            );
            diagnostics.push(Diagnostic::warning(&code::NOT_THE_SLOPE, place.unwrap_or_default(), message));
        }
        found.push(sides);
    }
    found
}

/// So many derivations are looked at.
const MOST_DERIVATIONS: usize = 100;

/// What the slopes from both sides say of a derivative, where they are known and say something else than its number.
pub fn look(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    numbers: &mut Numbers,
    own: &DerivationReport,
) -> Option<OneSided> {
    let value = own.value.as_ref().filter(|_| own.stands_for.is_none())?;
    let (target, by) = (own.derivation.target, own.derivation.by);
    let mut slope = |sign: i64| {
        let start = Side { moved: None, slope: Value::Exact(Rational::from_integer(sign)) };
        let bits = numbers.bits();
        let mut walk = Walk { worksheet, numbers, bits, sides: FxHashMap::default(), left: MOST_PARTS };
        walk.through(calculus, target, by, start)
    };
    let right = slope(1)?;
    let left = Scalar::neg(&slope(-1)?);
    if are_equal(&left, &right) {
        return differ(&right, value).then_some(OneSided::Slope(right));
    }
    differ(&left, &right).then_some(OneSided::Kink { left, right })
}

fn are_equal(one: &Value, other: &Value) -> bool {
    matches!((one, other), (Value::Exact(one), Value::Exact(other)) if one == other)
}

/// Whether two numbers are certainly not the same.
fn differ(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Exact(one), Value::Exact(other)) => one != other,
        (one, other) => one.enclosure(256).is_disjoint(&other.enclosure(256)),
    }
}
