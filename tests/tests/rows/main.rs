//! Conformance of all function rows: to mpmath (`oracle/rows.txt`, written by `oracle/rows.py`), to the primitives, and
//! to what the rows say of themselves.

mod error;
mod subject;
mod systems;
mod whole;

use chainrule_number::Rational;
use chainrule_number::{Enclosure, Scalar, Undefined, Value};
use chainrule_symbolic::function::{self, Arity, Domain, End, Interval, Monotonicity, TABLE};
use rustc_hash::FxHashMap;

use error::{Worst, error_in_ulps, golden};
use subject::{Subject, exact, rational};

const GOLDEN: &str = include_str!("../../oracle/rows.txt");

#[test]
fn mpmath_agrees() {
    let mut subjects: FxHashMap<(&str, usize), Subject> = FxHashMap::default();
    let mut worst = Worst::default();
    let mut lines = 0;
    let mut wrong = Vec::new();
    for line in GOLDEN.lines().filter_map(|line| line.strip_prefix("value ")) {
        let words: Vec<&str> = line.split(' ').collect();
        let [name, arguments, value, slopes] = words[..] else { panic!("{line}") };
        let at: Vec<f64> = arguments.split(',').map(|x| x.parse().expect("a float")).collect();
        let row = function::find(name).expect("the golden file names rows");
        let subject = subjects.entry((name, at.len())).or_insert_with(|| Subject::new(row, at.len()));
        let mut meets = |what: &str, ours: Result<Enclosure, Undefined>, theirs: &str| {
            let Some(theirs) = golden(theirs) else { return };
            // What is far below the floats may be enclosed widely.
            let is_tiny = theirs.size().upper().top().is_none_or(|top| top < -1200);
            let holds = ours.as_ref().is_ok_and(|ours| {
                !ours.is_disjoint(&theirs) && (is_tiny || ours.exact().is_some() || ours.certain_bits() > 60)
            });
            if !holds {
                wrong.push(format!("{what} {line}: {ours:?}"));
            }
        };
        meets("value", subject.narrow(subject.value, &at), value);
        if let Some(truth) = golden(value) {
            worst.note(row, false, row.kernel, &at, &truth);
        }
        for (place, slope) in slopes.split(',').enumerate().filter(|(_, slope)| *slope != "-") {
            // At 0, |z| and max(z, 0) have no dual number, though what is built of them may be smooth.
            if !at.contains(&0.0) {
                meets("dual", subject.dual(place, &at), slope);
            }
            if let Some(&partial) = subject.partials.get(place) {
                meets("partial", subject.narrow(partial, &at), slope);
            }
            if let (Some(kernel), Some(truth)) = (row.derivative_kernel, golden(slope)) {
                worst.note(row, true, kernel, &at, &truth);
            }
        }
        lines += 1;
    }
    assert!(wrong.is_empty(), "{} of {lines}: {:#?}", wrong.len(), &wrong[..wrong.len().min(20)]);
    worst.check(false);
    assert!(lines > 3000, "{lines}");
    for row in TABLE.iter().filter(|row| row.arity != Arity::Exactly(0)) {
        assert!(subjects.keys().any(|(name, _)| *name == row.name), "{} is not in the golden file", row.name);
    }
}

/// A stream of numbers that is the same on every run.
struct Stream(u64);

impl Stream {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        f64::from(u32::try_from(self.0 >> 32).expect("32 bits")) / 4_294_967_296.0
    }

    /// Mostly moderate, of both signs, sometimes tiny or large.
    fn argument(&mut self) -> f64 {
        let sign = if self.next() < 0.5 { -1.0 } else { 1.0 };
        sign * match self.next() {
            kind if kind < 0.5 => 4.0 * self.next(),
            kind if kind < 0.8 => 40.0 * self.next(),
            kind if kind < 0.9 => 2f64.powf(-60.0 * self.next()),
            _ => 750.0 * self.next(),
        }
    }
}

#[test]
fn kernels_and_ranges_hold_at_random_points() {
    let mut stream = Stream(0x9E37_79B9_7F4A_7C15);
    let mut worst = Worst::default();
    for &row in TABLE.iter().filter(|row| row.arity != Arity::Exactly(0)) {
        let count = match row.arity {
            Arity::Exactly(count) => count,
            Arity::AtLeast(_) => 4,
        };
        let subject = Subject::new(row, count);
        let mut defined = 0;
        for _ in 0..120 {
            let at: Vec<f64> = (0..count)
                .map(|_| {
                    let x = stream.argument();
                    if matches!(row.domain, Domain::Within(_)) && stream.next() < 0.5 { x / 750.0 } else { x }
                })
                .collect();
            let Ok(value) = subject.narrow(subject.value, &at) else { continue };
            defined += 1;
            worst.note(row, false, row.kernel, &at, &value);
            assert!(meets(row.range, &value), "{}{at:?} = {value:?} is out of range", row.name);
            for (place, &partial) in subject.partials.iter().enumerate() {
                let Ok(slope) = subject.narrow(partial, &at) else { continue };
                let dual = subject.dual(place, &at);
                assert!(dual.is_ok_and(|dual| !dual.is_disjoint(&slope)), "{}{at:?}", row.name);
                if let Some(kernel) = row.derivative_kernel {
                    worst.note(row, true, kernel, &at, &slope);
                    assert!(
                        meets(row.derivative_range, &slope),
                        "{}'{at:?} = {slope:?} is out of range",
                        row.name
                    );
                }
            }
        }
        assert!(defined > 20, "{}: {defined}", row.name);
    }
    worst.check(true);
}

/// Whether an enclosure and a stated range have numbers in common; open ends count as far as the enclosure can tell.
fn meets(range: Interval, value: &Enclosure) -> bool {
    let side = |end: End| end.value();
    let above = side(range.lower).is_none_or(|lower| {
        let gap = value.sub(&Enclosure::from_rational(&lower, 400), 400);
        gap.upper().sign().is_gt() || (gap.upper().sign().is_eq() && !range.lower.is_open())
    });
    let below = side(range.upper).is_none_or(|upper| {
        let gap = Enclosure::from_rational(&upper, 400).sub(value, 400);
        gap.upper().sign().is_gt() || (gap.upper().sign().is_eq() && !range.upper.is_open())
    });
    above && below
}

#[test]
fn ranges_and_directions_are_sharp() {
    let mut count = 0;
    for line in GOLDEN.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["bounds", name, which, lower, upper] => {
                let row = function::find(name).expect("a row");
                let range = if which == "of" { row.range } else { row.derivative_range };
                check_end(line, range.lower, lower, -1);
                check_end(line, range.upper, upper, 1);
            }
            ["moves", name, moves] => {
                let row = function::find(name).expect("a row");
                let stated = match row.monotonicity {
                    Monotonicity::Increasing => "increasing",
                    Monotonicity::Decreasing => "decreasing",
                    Monotonicity::Valley => "valley",
                    Monotonicity::Neither => "neither",
                };
                assert_eq!(stated, moves, "{name}");
                count += 1;
            }
            _ => {}
        }
    }
    assert_eq!(count, TABLE.iter().filter(|row| row.arity == Arity::Exactly(1)).count());
}

/// The stated end is the true one: rational ends exactly, irrational ones rounded outwards by less than 1e-6 of them.
fn check_end(line: &str, stated: End, truth: &str, outwards: i64) {
    let (kind, value) = truth.split_at(1);
    match (kind, stated) {
        ("[", End::Closed(..)) | ("(", End::Open(..)) => assert_close(line, stated, &exact(value), None),
        ("~", End::Open(..)) => assert_close(line, stated, &exact(value), Some(outwards)),
        ("i", End::Unbounded) => {}
        _ => panic!("{line}: the row says {stated:?}"),
    }
}

fn assert_close(line: &str, stated: End, truth: &Rational, outwards: Option<i64>) {
    let gap = &stated.value().expect("an end") - truth;
    let fits = match outwards {
        // mpmath's 40 digits of a fraction such as 1/6.
        None => gap.abs() <= exact("1e-39"),
        Some(sign) => {
            let beyond = &gap * &Rational::from_integer(sign);
            beyond.is_positive() && beyond <= &exact("1e-6") * &truth.abs().max(Rational::one())
        }
    };
    assert!(fits, "{line}: the row says {stated:?}");
}

#[test]
fn examples_hold() {
    for row in TABLE {
        assert!(!row.examples.is_empty(), "{} has an example", row.name);
        for example in row.examples {
            let subject = Subject::new(row, example.arguments.len());
            let at: Vec<Value> = example.arguments.iter().map(|text| Value::Exact(exact(text))).collect();
            let value = subject.at(subject.value, &at, 200).expect("examples are defined");
            let stated = exact(example.value);
            if let Value::Exact(value) = &value {
                assert_eq!(*value, stated, "{}{:?}", row.name, example.arguments);
                continue;
            }
            // A decimal, off by at most one half in its last digit; or exact, where enclosures can't tell.
            let decimals = example.value.split_once('.').map_or(30, |(_, decimals)| decimals.len());
            let slack = exact(&format!("0.{}5", "0".repeat(decimals)));
            let around = Enclosure::from_range(&(&stated - &slack), &(&stated + &slack), 400);
            assert!(!value.enclosure(200).is_disjoint(&around), "{}{:?}", row.name, example.arguments);
            assert!(decimals >= 10, "{} quotes enough digits", row.name);
        }
    }
}

#[test]
fn kinks_are_where_the_derivative_jumps() {
    let tiny = 2f64.powi(-40);
    for &row in TABLE.iter().filter(|row| row.arity == Arity::Exactly(1)) {
        let subject = Subject::new(row, 1);
        for kink in row.kinks {
            #[expect(clippy::cast_precision_loss, reason = "kinks are small whole numbers")]
            let at = kink.at as f64;
            let near =
                |expr, side: f64| subject.narrow(expr, &[at + side * tiny]).expect("defined beside a kink");
            let jumps = |expr| {
                near(expr, -1.0).sub(&near(expr, 1.0), 200).size().lower()
                    > Enclosure::from_rational(&exact("0.001"), 64).upper()
            };
            assert!(jumps(subject.partials[0]) || jumps(subject.value), "{} at {at}", row.name);
            assert_eq!(subject.dual(0, &[at]).err(), Some(Undefined::Kink), "{} at {at}", row.name);
            for (slope, side) in kink.slopes.into_iter().flatten().zip([-1.0, 1.0]) {
                let slope = Rational::fraction(slope.0, slope.1);
                let is_slope =
                    |enclosure: &Enclosure| !enclosure.is_disjoint(&Enclosure::from_rational(&slope, 200));
                // Up to the next kink, or as far as one likes.
                let gaps = row.kinks.iter().map(|other| i32::try_from(other.at - kink.at).expect("near"));
                let next = gaps.map(f64::from).filter(|gap| side * gap > 0.0).map(f64::abs);
                let reach = next.fold(1e6, f64::min);
                for share in [tiny, 0.01, 0.3, 0.5, 0.99] {
                    let found = near(subject.partials[0], side * share * reach / tiny);
                    assert!(is_slope(&found), "{} at {at}, {side}: {found:?}", row.name);
                }
            }
            // The convention is what the row's formula and kernel give.
            let taken = subject.narrow(subject.partials[0], &[at]).expect("conventions have a value");
            let slack = exact("1e-19");
            let stated = exact(kink.derivative);
            let around = Enclosure::from_range(&(&stated - &slack), &(&stated + &slack), 200);
            assert!(!taken.is_disjoint(&around), "{} at {at}: {taken:?}", row.name);
            let kernel = row.derivative_kernel.expect("a kernel");
            assert!(
                error_in_ulps((kernel.compute)(&[at]), &taken.middle(200).to_rational().expect("moderate"))
                    <= f64::from(kernel.ulps)
            );
            assert!(row.derivative_range.contains(&stated), "{} at {at}", row.name);
        }
        // Everywhere else the derivative exists: mpmath's file leaves out kinks and ends of domains only.
        for line in GOLDEN
            .lines()
            .filter(|line| line.starts_with(&format!("value {} ", row.name)) && line.ends_with(" -"))
        {
            let at = exact(line.split(' ').nth(2).expect("an argument"));
            let is_end = matches!(row.domain, Domain::Within(range) if range.lower.value() == Some(at.clone()) || range.upper.value() == Some(at.clone()));
            assert!(is_end || row.kinks.iter().any(|kink| Rational::from_integer(kink.at) == at), "{line}");
        }
    }
    // At a tie both arguments of min and max share the derivative.
    for name in ["min", "max"] {
        let subject = Subject::new(function::find(name).expect("a row"), 2);
        for &partial in &subject.partials {
            assert_eq!(subject.narrow(partial, &[2.0, 2.0]).expect("a value").exact(), Some(exact("1/2")));
        }
        assert_eq!(subject.dual(0, &[2.0, 2.0]).err(), Some(Undefined::Kink));
    }
}

#[test]
fn outside_the_domain_there_is_no_number() {
    let refused = |name: &str, at: &[&str]| {
        let subject = Subject::new(function::find(name).expect("a row"), at.len());
        let exactly: Vec<Value> = at.iter().map(|text| Value::Exact(exact(text))).collect();
        assert!(subject.at(subject.value, &exactly, 128).is_err(), "{name}{at:?}, exactly");
        let enclosed: Vec<Enclosure> = exactly.iter().map(|value| value.enclosure(128)).collect();
        assert!(subject.at(subject.value, &enclosed, 128).is_err(), "{name}{at:?}, enclosed");
    };
    for &row in TABLE {
        match row.domain {
            Domain::Within(range) => {
                for (end, beyond) in [(range.lower, -1), (range.upper, 1)] {
                    let Some(bound) = end.value() else { continue };
                    let outside = &bound + &Rational::fraction(beyond, 1_000_000);
                    refused(row.name, &[&format!("{}/{}", outside.numerator(), outside.denominator())]);
                    if end.is_open() {
                        refused(row.name, &[&bound.numerator().to_string()]);
                    } else {
                        let subject = Subject::new(row, 1);
                        assert!(
                            subject.at(subject.value, &[Value::Exact(bound)], 128).is_ok(),
                            "{}",
                            row.name
                        );
                    }
                }
            }
            Domain::NonzeroDivisor => refused(row.name, &["1", "0"]),
            Domain::Power => {
                refused(row.name, &["0", "-1"]);
                refused(row.name, &["-2", "1/2"]);
            }
            Domain::AwayFromPoles => {
                let subject = Subject::new(row, 1);
                let around = Enclosure::from_range(&exact("1.5"), &exact("1.6"), 64);
                assert!(subject.at(subject.value, &[around], 64).is_err(), "{} over a pole", row.name);
            }
            Domain::Everywhere => {
                let count = if row.arity == Arity::Exactly(0) { 0 } else { 2 };
                if row.arity.admits(count) || row.arity == Arity::Exactly(1) {
                    let subject = Subject::new(row, if row.arity == Arity::Exactly(1) { 1 } else { count });
                    for x in [-700.0, -1.0, 0.0, 1.0, 3.0, 700.0] {
                        let at = vec![Value::Exact(rational(x)); subject.arguments.len()];
                        assert!(subject.at(subject.value, &at, 128).is_ok(), "{} at {x}", row.name);
                    }
                }
            }
        }
    }
}

#[test]
fn kernels_pass_nan_on() {
    for row in TABLE.iter().filter(|row| row.arity != Arity::Exactly(0)) {
        let count = if row.arity.admits(1) { 1 } else { 2 };
        for place in 0..count {
            let mut at = vec![1.0; count];
            at[place] = f64::NAN;
            // 1^NaN is 1 by IEEE 754.
            let is_one = row.name == "^" && place == 1;
            assert!(is_one || (row.kernel.compute)(&at).is_nan(), "{}", row.name);
            assert!(
                row.derivative_kernel.is_none_or(|kernel| (kernel.compute)(&at).is_nan()),
                "{}'",
                row.name
            );
        }
    }
}
