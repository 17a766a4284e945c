//! Every number system holds the truth: at the points of mpmath's file, in random formulas, in deep products.

use chainrule_number::Rational;
use chainrule_number::{Dual, Enclosure, Kept, Scalar, Undefined, Value};
use chainrule_program::{Formula, Kernel as Primitives};
use chainrule_symbolic::function::{self, Function};
use chainrule_symbolic::graph::{ExprId, Graph};
use rustc_hash::FxHashMap;

use crate::error::golden;
use crate::subject::{Subject, rational};
use crate::{GOLDEN, Stream};

/// What a system says of a value, as an interval.
trait Holds: Scalar {
    fn held(&self) -> Option<Enclosure>;
}

impl Holds for Rational {
    fn held(&self) -> Option<Enclosure> {
        Some(Enclosure::from_rational(self, 4096))
    }
}

impl<const LONGEST: u64> Holds for Kept<LONGEST> {
    fn held(&self) -> Option<Enclosure> {
        Some(self.enclosure(4096))
    }
}

impl Holds for Enclosure {
    fn held(&self) -> Option<Enclosure> {
        Some(self.clone())
    }
}

/// How often a system gave a value, and how often that was narrow.
#[derive(Default)]
struct Count {
    asked: u32,
    told: u32,
    narrow: u32,
}

impl Count {
    fn note(&mut self, place: &str, ours: Result<Option<Enclosure>, Undefined>, truth: &Enclosure) {
        self.asked += 1;
        let Ok(Some(ours)) = ours else { return };
        self.told += 1;
        assert!(!ours.is_disjoint(truth), "{place}: {ours:?} excludes {truth:?}");
        self.narrow += u32::from(ours.certain_bits() > 40);
    }

    fn share(&self) -> (f64, f64) {
        let of = |part: u32| f64::from(part) / f64::from(self.asked);
        (of(self.told), of(self.narrow))
    }
}

/// The value of a row and its first derivative, in one system.
fn at_golden<S: Holds>(count: &mut Count, slopes: &mut Count, bits: u32) {
    let mut subjects: FxHashMap<(&str, usize), Subject> = FxHashMap::default();
    for line in GOLDEN.lines().filter_map(|line| line.strip_prefix("value ")) {
        let words: Vec<&str> = line.split(' ').collect();
        let [name, arguments, value, derivatives] = words[..] else { panic!("{line}") };
        let at: Vec<f64> = arguments.split(',').map(|x| x.parse().expect("a float")).collect();
        let row: &'static Function = function::find(name).expect("a row");
        let subject = subjects.entry((name, at.len())).or_insert_with(|| Subject::new(row, at.len()));
        let numbers: Vec<S> = at.iter().map(|&x| S::from_rational(&rational(x), bits)).collect();
        if let Some(truth) = golden(value) {
            count.note(line, subject.at(subject.value, &numbers, bits).map(|number| number.held()), &truth);
        }
        let first = derivatives.split(',').next().expect("one at least");
        if first == "-" || at.contains(&0.0) {
            continue;
        }
        if let Some(truth) = golden(first) {
            let duals: Vec<Dual<S>> = numbers
                .iter()
                .enumerate()
                .map(
                    |(place, x)| {
                        if place == 0 { Dual::variable(x.clone()) } else { Dual::constant(x.clone()) }
                    },
                )
                .collect();
            let slope = subject.at(subject.value, &duals, bits).map(|dual| dual.slope.held());
            slopes.note(line, slope, &truth);
        }
    }
}

#[test]
fn no_system_excludes_what_mpmath_says() {
    let all = |name: &str, run: fn(&mut Count, &mut Count), least: (f64, f64)| {
        let (mut values, mut slopes) = (Count::default(), Count::default());
        run(&mut values, &mut slopes);
        let shares = [values.share(), slopes.share()];
        for (told, narrow) in shares {
            assert!(told >= least.0 && narrow >= least.1, "{name}: {shares:?}");
        }
        assert!(values.asked > 3000);
    };
    all("narrow enclosures", |values, slopes| at_golden::<Enclosure>(values, slopes, 64), (0.95, 0.6));
    all("enclosures", |values, slopes| at_golden::<Enclosure>(values, slopes, 192), (0.95, 0.8));
    all("values", |values, slopes| at_golden::<Value>(values, slopes, 192), (0.95, 0.8));
}

/// Functions for random formulas: those of arithmetic first.
const ARITHMETIC: &[&str] = &["+", "*", "-", "/"];
const FUNCTIONS: &[&str] = &[
    "exp", "ln", "sqrt", "sin", "cos", "tan", "atan", "tanh", "sinh", "cosh", "asinh", "erf", "sigmoid",
    "softplus", "gelu", "silu", "mish", "softsign", "elu", "relu", "abs", "min", "max", "^",
];

/// A random formula over three names.
fn formula(graph: &mut Graph, stream: &mut Stream, leaves: &[ExprId], only_arithmetic: bool) -> ExprId {
    let mut pool = leaves.to_vec();
    for number in ["2", "3", "1/3", "7/8"] {
        pool.push(graph.number(crate::subject::exact(number)));
    }
    let pick = |stream: &mut Stream, count: usize| {
        let place = (0..count)
            .find(|&place| stream.next() * f64::from(u32::try_from(count - place).unwrap_or(1)) < 1.0);
        place.unwrap_or(count - 1)
    };
    for _ in 0..10 {
        let names = if only_arithmetic || stream.next() < 0.6 { ARITHMETIC } else { FUNCTIONS };
        let name = names[pick(stream, names.len())];
        let row = function::find(name).expect("a row");
        let count = if row.arity.admits(2) { 2 } else { 1 };
        let arguments: Vec<ExprId> = (0..count).map(|_| pool[pick(stream, pool.len())]).collect();
        let next = graph.call(row, &arguments);
        pool.push(next);
    }
    let last = *pool.last().expect("a formula");
    Primitives::new().of(graph, last)
}

fn value_of<S: Holds>(
    graph: &Graph,
    root: ExprId,
    leaves: &[ExprId],
    at: &[Rational],
    bits: u32,
) -> Result<Option<Enclosure>, Undefined> {
    let numbers: Vec<S> = at.iter().map(|x| S::from_rational(x, bits)).collect();
    let formula = Formula::of_primitives(graph, root, leaves).map_err(|_| Undefined::Unknown)?;
    formula.at(&numbers, bits).map(|value: S| value.held())
}

fn slope_of<S: Holds>(
    graph: &Graph,
    root: ExprId,
    leaves: &[ExprId],
    at: &[Rational],
    bits: u32,
) -> Result<Option<Enclosure>, Undefined> {
    let dual = |(place, x): (usize, &Rational)| {
        let x = S::from_rational(x, bits);
        if place == 0 { Dual::variable(x) } else { Dual::constant(x) }
    };
    let duals: Vec<Dual<S>> = at.iter().enumerate().map(dual).collect();
    let formula = Formula::of_primitives(graph, root, leaves).map_err(|_| Undefined::Unknown)?;
    formula.at(&duals, bits).map(|value: Dual<S>| value.slope.held())
}

#[test]
fn all_systems_agree_on_random_formulas() {
    let mut stream = Stream(0x0DDB_1A5E_5BAD_5EED);
    let mut counts = [const { Count { asked: 0, told: 0, narrow: 0 } }; 4];
    for round in 0..1500 {
        let mut graph = Graph::new();
        let leaves: Vec<ExprId> = ["x", "y", "z"]
            .into_iter()
            .map(|name| {
                let symbol = graph.intern(name);
                graph.symbol(symbol)
            })
            .collect();
        let at: Vec<Rational> = leaves.iter().map(|_| rational(stream.argument() / 16.0)).collect();
        let only_arithmetic = round % 3 == 0;
        let root = formula(&mut graph, &mut stream, &leaves, only_arithmetic);
        let place = format!("round {round} at {at:?}");
        // The truth: a fraction where nothing but arithmetic is done, else 1500 bits.
        let exact = value_of::<Rational>(&graph, root, &leaves, &at, 0);
        let truth = match exact {
            Ok(Some(exact)) => exact,
            Ok(None) | Err(_) if only_arithmetic => continue,
            Ok(None) | Err(_) => match value_of::<Enclosure>(&graph, root, &leaves, &at, 1500) {
                Ok(Some(truth)) if truth.certain_bits() > 200 => truth,
                Ok(_) | Err(_) => continue,
            },
        };
        let of = [
            value_of::<Enclosure>(&graph, root, &leaves, &at, 24),
            value_of::<Enclosure>(&graph, root, &leaves, &at, 53),
            value_of::<Value>(&graph, root, &leaves, &at, 128),
        ];
        for (count, ours) in counts.iter_mut().zip(of) {
            count.note(&place, ours, &truth);
        }
        let Ok(Some(truth)) = slope_of::<Value>(&graph, root, &leaves, &at, 1500) else { continue };
        let of = [slope_of::<Enclosure>(&graph, root, &leaves, &at, 64)];
        for (count, ours) in counts[3..].iter_mut().zip(of) {
            count.note(&place, ours, &truth);
        }
    }
    for (place, count) in counts.iter().enumerate() {
        let (told, _) = count.share();
        assert!(count.asked > 500 && told > 0.8, "system {place}: {} asked, {told} told", count.asked);
    }
}

#[test]
fn deep_products_neither_vanish_nor_explode() {
    // σ'(2) a hundred thousand times, and its inverse.
    let bits = 128;
    let sheet = |graph: &mut Graph| {
        let two = graph.number(Rational::from_integer(2));
        let sigmoid = graph.call(function::find("sigmoid").expect("a row"), &[two]);
        let one = graph.number(Rational::one());
        let opposite = graph.call(function::find("-").expect("a row"), &[sigmoid]);
        let rest = graph.call(function::find("+").expect("a row"), &[one, opposite]);
        let slope = graph.call(function::find("*").expect("a row"), &[sigmoid, rest]);
        Primitives::new().of(graph, slope)
    };
    let mut graph = Graph::new();
    let slope = sheet(&mut graph);
    let nothing: &[Enclosure] = &[];
    let formula = Formula::of_primitives(&graph, slope, &[]).expect("it has no names");
    let enclosed = formula.at(nothing, bits).expect("a value");
    let (mut product, mut inverse) = (Enclosure::integer(1), Enclosure::integer(1));
    for _ in 0..100_000 {
        product = product.mul(&enclosed, bits).expect("in range");
        inverse = inverse.div(&enclosed, bits).expect("in range");
    }
    // 100000 · log10(σ'(2)) is -97883.723339633958929 by mpmath. Its exponent may be told one larger than the first digit says.
    let (scaled, exponent) = product.scientific(64).expect("not zero");
    assert!([-97_884, -97_883].contains(&exponent), "{exponent}: {scaled:?}");
    assert!(scaled.certain_bits() > 60);
    let rest = i32::try_from(exponent + 97_884).expect("0 or 1");
    assert!((scaled.middle(64).log10_abs() + f64::from(rest) - 0.276_660_366_041_071).abs() < 1e-12);
    let back = product.mul(&inverse, bits).expect("in range");
    assert!(back.lower() <= Enclosure::integer(1).upper() && back.upper() >= Enclosure::integer(1).lower());
}

#[test]
fn beyond_all_exponents_is_said_and_not_rounded_away() {
    let bits = 64;
    let mut square = Enclosure::integer(2);
    let mut told = Ok(());
    for _ in 0..100 {
        match square.mul(&square, bits) {
            Ok(next) => square = next,
            Err(why) => told = Err(why),
        }
    }
    assert_eq!(told, Err(Undefined::BeyondExponents));
    let huge = Scalar::pow(&square, &Enclosure::integer(-1_000_000), bits);
    assert_eq!(huge.err(), Some(Undefined::BeyondExponents));
}
