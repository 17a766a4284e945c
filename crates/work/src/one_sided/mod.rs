//! Slopes from the left and from the right, where a derivative was taken at a kink by convention.
//!
//! A convention gives a number at a kink of one function. Where several kinks meet in one quantity it need not be the
//! slope of that quantity: `relu(x) - relu(-x)` is x, and at 0 the conventions make its slope 0. So both one-sided slopes
//! are carried through the network by themselves, each kink entered from the side on which its argument moves.

mod walk;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_evaluator::Numbers;
use chainrule_number::Rational;
use chainrule_number::{Scalar, Value};
use chainrule_program::Kernel;
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::graph::{ExprId, SymbolId};
use chainrule_worksheet::Worksheet;
use rustc_hash::FxHashMap;

use self::walk::{Side, Walk};
use crate::reported::derivation::DerivationReport;

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
    /// What is derived jumps: there is no derivative.
    Jump {
        /// What it tends to from the left.
        left: Value,
        /// What it tends to from the right.
        right: Value,
    },
    /// What is derived is itself a derivative that does not exist there.
    OfNothing,
}

impl OneSided {
    /// Whether there is no derivative at all.
    pub fn is_without_derivative(&self) -> bool {
        match self {
            Self::Slope(_) => false,
            Self::Kink { .. } | Self::Jump { .. } | Self::OfNothing => true,
        }
    }
}

/// Up to so many expressions are looked at for one slope.
const MOST_PARTS: usize = 20_000;

/// So many derivations are looked at.
const MOST_DERIVATIONS: usize = 100;

/// Looks at every derivation, where some convention for a kink was used, and warns of those whose number is no slope.
pub fn all(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    numbers: &mut Numbers,
    derivations: &[DerivationReport],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Option<OneSided>> {
    let has_kinks = diagnostics.iter().any(|diagnostic| diagnostic.code == &code::KINK);
    let mut found: Vec<Option<OneSided>> = Vec::with_capacity(derivations.len());
    // Of a derivative of higher order: of what it is one, and by what, one after the other.
    let (mut of, mut by) = (None, Vec::new());
    for (place, derivation) in derivations.iter().enumerate() {
        let is_higher = derivation.stands_for.is_some();
        if !is_higher {
            of = Some(derivation.derivation.target);
            by.clear();
        }
        by.push(derivation.derivation.by);
        let asked_query =
            worksheet.queries.iter().find(|query| Some(query.of) == of && query.by.starts_with(&by));
        let span = asked_query
            .map(|query| query.span)
            .or(worksheet.places.get(&derivation.derivation.target).copied());
        // A kink of a first derivative is none that a convention was told of.
        let look_at_it = (has_kinks || is_higher) && place < MOST_DERIVATIONS;
        let mut sides =
            if look_at_it { of_derivation(worksheet, calculus, numbers, derivation) } else { None };
        if is_higher && derivation.value.is_some() {
            let first = place.checked_sub(1).and_then(|before| found[before].as_ref());
            if sides.as_ref().is_none_or(|sides| !sides.is_without_derivative())
                && first.is_some_and(OneSided::is_without_derivative)
            {
                sides = Some(OneSided::OfNothing);
            }
        }
        let place = span.unwrap_or_default();
        diagnostics.extend(sides.as_ref().and_then(|sides| warning(worksheet, derivation, sides, place)));
        found.push(sides);
    }
    found
}

/// The warning of a number that is no slope; nothing where the kinks that make it so were warned of.
fn warning(
    worksheet: &Worksheet,
    derivation_report: &DerivationReport,
    sides: &OneSided,
    place: Span,
) -> Option<Diagnostic> {
    let graph = &worksheet.graph;
    let (target, by) =
        (graph.name(derivation_report.derivation.target), graph.name(derivation_report.derivation.by));
    let show = |value: &Value| chainrule_render::value::number(value, None).ascii();
    let taken = derivation_report.value.as_ref().map_or(String::new(), show);
    match sides {
        // A derivative that is derived again has a name that the reader did not write.
        OneSided::Slope(slope) if derivation_report.stands_for.is_some() => {
            let message = format!(
                "the conventions at kinks give {taken} here, which is not the derivative: that is {} from both sides",
                show(slope)
            );
            Some(Diagnostic::warning(&code::NOT_THE_SLOPE, place, message))
        }
        OneSided::Slope(slope) => {
            let message = format!(
                "the conventions at kinks give {taken} for d{target}/d{by}, which is not its derivative: the slope of \
                 `{target}` is {} from both sides",
                show(slope)
            );
            Some(Diagnostic::warning(&code::NOT_THE_SLOPE, place, message))
        }
        OneSided::Kink { .. } | OneSided::Jump { .. } | OneSided::OfNothing
            if derivation_report.stands_for.is_some() =>
        {
            let message =
                format!("there is no such derivative at these values: the number {taken} is a convention");
            Some(Diagnostic::warning(&code::KINK, place, message))
        }
        OneSided::Kink { .. } | OneSided::Jump { .. } | OneSided::OfNothing => None,
    }
}

/// What the slopes from both sides say of a derivation, where they are known and say something else than its number.
fn of_derivation(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    numbers: &mut Numbers,
    derivation_report: &DerivationReport,
) -> Option<OneSided> {
    let value = derivation_report.value.as_ref()?;
    let (target, by) = (derivation_report.derivation.target, derivation_report.derivation.by);
    if derivation_report.stands_for.is_none() {
        let name = worksheet.graph.symbol(target);
        return look(worksheet, calculus, numbers, (name, by), value, Derived::Quantity);
    }
    let formula = calculus.network().formula(target)?;
    look(worksheet, calculus, numbers, (formula, by), value, Derived::Derivative)
}

/// What is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derived {
    /// A quantity: its value at the point is its own.
    Quantity,
    /// A derivative: at a kink its value is a convention, and what it tends to is what counts.
    Derivative,
}

/// What the slopes of an expression from both sides say of the number that was taken for its derivative, where they are
/// known and say something else.
pub(crate) fn look(
    worksheet: &mut Worksheet,
    calculus: &Calculus,
    numbers: &mut Numbers,
    (target, by): (ExprId, SymbolId),
    taken: &Value,
    derived: Derived,
) -> Option<OneSided> {
    // Derivatives of functions have kinks where the functions have none: they are looked at as what they are made of.
    let target = match derived {
        Derived::Quantity => target,
        Derived::Derivative => Kernel::new().of(&mut worksheet.graph, target),
    };
    let mut side = |sign: i64| {
        let start = Side { moved: None, slope: Value::Exact(Rational::from_integer(sign)) };
        let bits = numbers.bits();
        let mut walk = Walk { worksheet, numbers, bits, sides: FxHashMap::default(), left: MOST_PARTS };
        walk.through(calculus, target, by, start)
    };
    let (right, left) = (side(1)?, side(-1)?);
    let is_continuous = match derived {
        Derived::Quantity => right.moved.is_none() && left.moved.is_none(),
        Derived::Derivative => right.moved == left.moved,
    };
    if !is_continuous {
        let at = numbers.value(&mut worksheet.graph, target).ok()?;
        let tends_to = |side: Side| side.moved.map_or_else(|| at.clone(), Value::Exact);
        return Some(OneSided::Jump { left: tends_to(left), right: tends_to(right) });
    }
    let (right, left) = (right.slope, Scalar::neg(&left.slope));
    if are_equal(&left, &right) {
        return differ(&right, taken).then_some(OneSided::Slope(right));
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
