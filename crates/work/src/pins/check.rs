//! All that the checks of stated derivatives look at.

use chainrule_diagnostic::Source;
use chainrule_evaluator::{Numbers, NumbersByPrecision};
use chainrule_number::{Rational, Toward, Value};
use chainrule_proof::ranges::{LeafRange, Ranges};
use chainrule_proof::theorem::Ground;
use chainrule_symbolic::derivation::{Calculus, Derivation, FactorId};
use chainrule_symbolic::graph::{ExprId, Rewriter};
use chainrule_worksheet::Worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::claim::all_values::ranges;
use crate::derived::calculus_of;

/// Up to so many are searched for their least and largest value.
pub(super) const MOST_SEARCHED: usize = 24;

/// All that the checks look at.
pub(super) struct Check<'a> {
    pub(super) source: &'a Source,
    pub(super) worksheet: &'a mut Worksheet,
    /// A calculus of its own: what is worked out here was not asked for.
    pub(super) calculus: Calculus,
    pub(super) numbers: &'a mut Numbers,
    /// What is known of every quantity: by ranges, values and stated derivatives.
    pub(super) ground: Ground,
    /// The stated derivatives, by what they state.
    pub(super) by_derivative: FxHashMap<ExprId, usize>,
    /// Puts stated numbers in.
    pub(super) stated: Rewriter,
    pub(super) names: FxHashSet<ExprId>,
    /// Those that contradict something: what rests on them is not blamed again.
    pub(super) wrong: FxHashSet<ExprId>,
    pub(super) visited: usize,
}

impl<'a> Check<'a> {
    pub(super) fn new(
        source: &'a Source,
        worksheet: &'a mut Worksheet,
        precisions: &'a mut NumbersByPrecision,
    ) -> Self {
        let calculus = calculus_of(worksheet, None);
        let numbers = precisions.at(&mut worksheet.graph, calculus.network(), 0);
        let given = known_ranges(worksheet, numbers);
        let ground = Ground::new(&mut worksheet.graph, calculus.network(), given);
        let pins = worksheet.pins.iter().enumerate();
        let by_derivative: FxHashMap<ExprId, usize> =
            pins.map(|(place, pin)| (pin.derivative, place)).collect();
        let mut stated = Rewriter::new();
        for pin in &worksheet.pins {
            stated.replace(pin.derivative, pin.value);
        }
        let names = by_derivative.keys().copied().collect();
        let wrong = FxHashSet::default();
        Self { source, worksheet, calculus, numbers, ground, by_derivative, stated, names, wrong, visited: 0 }
    }

    pub(super) fn differ(&self, claimed: &Value, expected: &Value) -> bool {
        match (claimed, expected) {
            (Value::Exact(left), Value::Exact(right)) => left != right,
            (left, right) => {
                let bits = self.numbers.bits();
                left.enclosure(bits).is_disjoint(&right.enclosure(bits))
            }
        }
    }
}

/// The ends of a value, rounded outwards where they have too many digits; nothing for one beyond all fractions.
pub(super) fn ends(value: &Value, bits: u32) -> [Option<Rational>; 2] {
    match value {
        Value::Exact(exact) => [Some(exact.clone()), Some(exact.clone())],
        Value::Enclosed(_) => {
            let enclosure = value.enclosure(bits);
            [enclosure.lower().rational_toward(Toward::Down), enclosure.upper().rational_toward(Toward::Up)]
        }
    }
}

/// The ranges of leaves, the values given, and the stated derivatives.
fn known_ranges(worksheet: &mut Worksheet, numbers: &mut Numbers) -> Ranges {
    let mut given = ranges(worksheet);
    let mut names: Vec<ExprId> = Vec::with_capacity(worksheet.values.len() + worksheet.pins.len());
    for place in 0..worksheet.values.len() {
        let symbol = worksheet.values[place].symbol;
        names.push(worksheet.graph.symbol(symbol));
    }
    names.extend(worksheet.pins.iter().map(|pin| pin.derivative));
    for name in names {
        if let Ok(value) = numbers.value(&mut worksheet.graph, name) {
            let [low, high] = ends(&value, numbers.bits());
            let end = |end: Option<Rational>| end.map(|end| (end, false));
            given.insert(name, LeafRange::between(end(low), end(high)));
        }
    }
    given
}

/// The one factor of a derivation that is a single link.
pub(super) fn only_factor(derivation: &Derivation) -> Option<FactorId> {
    match derivation.chain.edges() {
        [only] => Some(only.factor),
        _ => None,
    }
}
