//! One suite for every evaluator of the one tape: exact fractions, enclosures, dual numbers, ranges with their slopes, ranges
//! with exact ends, extents, native doubles and each number format find what mpmath finds (`oracle/evaluators.txt`, written by `oracle/evaluators.py`), as near as each must.

use chainrule::diagnostic::Source;
use chainrule::{ALL_FORMATS, Format};
use chainrule_number::{Dual, Enclosure, Rational, Value, parse_decimal};
use chainrule_parser::read;
use chainrule_program::{
    Arithmetic, Builder, Enclosing, Exact, Formula, Names, Program, Register, Templates,
};
use chainrule_proof::bound::{extent, is_plainly_not_negative};
use chainrule_proof::ranges::{LeafRange, Program as OverBoxes, Range, Ranges, ranges_of};
use chainrule_symbolic::function::rows::arithmetic::NEGATE;
use chainrule_symbolic::graph::{ExprId, Graph};
use rustc_hash::FxHashSet;

const GOLDEN: &str = include_str!("../oracle/evaluators.txt");

/// One line of the file.
struct Case {
    line: &'static str,
    graph: Graph,
    formula: ExprId,
    names: [ExprId; 2],
    at: [Rational; 2],
    value: Enclosure,
    /// The value, where it is a fraction.
    exact: Option<Rational>,
    /// By how many times the rounding unit a result may be off, to first order.
    error: f64,
    smallest: f64,
    largest: f64,
    slopes: [Enclosure; 2],
}

fn number(text: &str) -> Rational {
    let (sign, size) = text.strip_prefix('-').map_or((1, text), |size| (-1, size));
    let (above, below) = size.split_once('/').unwrap_or((size, "1"));
    let [above, below] = [above, below].map(|part| parse_decimal(part).expect("a number"));
    &above.checked_div(&below).expect("not zero") * &Rational::from_integer(sign)
}

/// Thirty digits of mpmath, which gives 0 for what is below 10^-40.
fn golden(text: &str) -> Enclosure {
    let value = number(text);
    let slack = &(&value.abs() * &number("1e-28")) + &number("1e-40");
    Enclosure::from_range(&(&value - &slack), &(&value + &slack), 192)
}

impl Case {
    fn new(line: &'static str) -> Self {
        let parts: Vec<&str> = line.split(" | ").collect();
        let [formula, at, value, exact, error, sizes, slopes] = parts[..] else { panic!("{line}") };
        let pair = |text: &'static str| text.split_once(' ').map(<[&str; 2]>::from).expect("two numbers");
        let text = format!("f = {formula}\nderive df/dx\n");
        let mut sheet = read(&Source::new("golden", &text)).worksheet.unwrap_or_else(|| panic!("{line}"));
        let f = sheet.graph.intern("f");
        let names = ["x", "y"].map(|name| {
            let symbol = sheet.graph.intern(name);
            sheet.graph.symbol(symbol)
        });
        let [smallest, largest] = pair(sizes).map(|size| size.parse().expect("a float"));
        Self {
            line,
            formula: sheet.network.formula(f).expect("it is defined"),
            graph: sheet.graph,
            names,
            at: pair(at).map(number),
            value: golden(value),
            exact: (exact != "-").then(|| number(exact)),
            error: error.parse().expect("a float"),
            smallest,
            largest,
            slopes: pair(slopes).map(golden),
        }
    }

    /// The formula as a tape over `x` and `y`.
    fn program(&mut self) -> (Program, [Register; 2], Register) {
        let mut builder = Builder::new(FxHashSet::default());
        let mut names = Names::default();
        let inputs = self.names.map(|name| {
            let input = builder.input();
            names.stated.insert(name, input);
            input
        });
        let result = builder.expression(&mut self.graph, self.formula, &mut names).expect("both are set");
        (builder.finish(), inputs, result)
    }

    /// What the tape comes to in one arithmetic, at numbers made by `of`.
    fn run<A: Arithmetic>(
        &mut self,
        arithmetic: impl FnOnce(&Templates) -> A,
        of: impl Fn(&Rational) -> A::Number,
    ) -> Option<A::Number> {
        let (program, inputs, result) = self.program();
        let functions = Templates::of_program(&mut self.graph, &program);
        let set: Vec<(Register, A::Number)> = inputs.into_iter().zip(self.at.iter().map(of)).collect();
        program.values(&arithmetic(&functions), &set).swap_remove(result.index())
    }
}

/// What an evaluator finds, and how often it told something.
#[derive(Default)]
struct Told {
    values: usize,
    slopes: usize,
}

fn check(name: &str, least: usize, one: impl Fn(&mut Case, &mut Told)) {
    let lines = GOLDEN.lines().filter(|line| !line.starts_with('#'));
    let mut told = Told::default();
    for line in lines {
        one(&mut Case::new(line), &mut told);
    }
    assert!(told.values >= least, "{name} told {} values and {} slopes", told.values, told.slopes);
}

#[test]
fn exact_fractions_are_those_of_python() {
    check("exact", 60, |case, told| {
        let functions = Templates::new();
        let exact = case.run(|_| Exact { most_bits: 4096, functions: &functions }, Clone::clone);
        if let Some(truth) = case.exact.clone() {
            assert_eq!(exact.as_ref(), Some(&truth), "{}", case.line);
            told.values += 1;
        } else if let Some(exact) = exact {
            // What is rational only by chance is told exactly, or not at all.
            assert!(!Enclosure::from_range(&exact, &exact, 192).is_disjoint(&case.value), "{}", case.line);
        }
    });
}

#[test]
fn enclosures_hold_the_truth_and_are_narrow() {
    for bits in [96, 192, 640] {
        check("enclosing", 400, |case, told| {
            let (program, inputs, result) = case.program();
            let functions = Templates::of_program(&mut case.graph, &program);
            let set: Vec<(Register, Value)> =
                inputs.into_iter().zip(case.at.iter().cloned().map(Value::Exact)).collect();
            let values = program.values(&Enclosing { bits, functions: &functions }, &set);
            let value = values[result.index()].as_ref().unwrap_or_else(|| panic!("{}", case.line));
            assert!(!value.enclosure(bits).is_disjoint(&case.value), "{}: {value:?}", case.line);
            assert!(value.certain_bits() > 60, "{}: {value:?}", case.line);
            told.values += 1;
        });
    }
}

#[test]
fn dual_numbers_hold_value_and_slopes() {
    check("dual", 400, |case, told| {
        let formula = Formula::new(&mut case.graph, case.formula, &case.names).expect("both are leaves");
        for place in 0..2 {
            let duals = [0, 1].map(|other| {
                let value = Value::Exact(case.at[other].clone());
                if other == place { Dual::variable(value) } else { Dual::constant(value) }
            });
            let dual = formula.at(&duals, 192).unwrap_or_else(|_| panic!("{}", case.line));
            assert!(!dual.value.enclosure(192).is_disjoint(&case.value), "{}", case.line);
            assert!(!dual.slope.enclosure(192).is_disjoint(&case.slopes[place]), "{}, {place}", case.line);
            told.slopes += 1;
        }
        told.values += 1;
    });
}

/// A box around the point, so far to each side.
fn around(case: &Case, slack: &Rational) -> Ranges {
    let ends = |at: &Rational| LeafRange::between(Some((at - slack, false)), Some((at + slack, false)));
    case.names.iter().zip(&case.at).map(|(name, at)| (*name, ends(at))).collect()
}

fn holds(range: Range, truth: f64) -> bool {
    range.lower() <= truth && truth <= range.upper()
}

#[test]
fn ranges_hold_the_truth() {
    check("ranges", 390, |case, told| {
        let truth = case.value.middle(192).to_f64();
        // At the point, and in a box around it.
        for slack in [Rational::zero(), number("1/64")] {
            let ranges = around(case, &slack);
            let Some(range) = ranges_of(&mut case.graph, &[case.formula], &ranges)[0] else { continue };
            assert!(holds(range, truth), "{}: {range:?}", case.line);
            let width = range.upper() - range.lower();
            told.values += usize::from(slack.is_zero() && width <= 1e-6 * truth.abs().max(1e-3));
        }
    });
}

#[test]
fn slopes_over_boxes_hold_the_slopes() {
    check("slopes over boxes", 300, |case, told| {
        let program = OverBoxes::with_slopes(&mut case.graph, case.formula);
        let truth = case.slopes.each_ref().map(|slope| slope.middle(192).to_f64());
        for slack in [Rational::zero(), number("1/64")] {
            let ranges = around(case, &slack);
            let leaves: Vec<Range> = program.leaves.iter().map(|leaf| ranges[leaf].range).collect();
            // Where it may jump nothing is said.
            let Some(slopes) = program.ranges(&leaves).ok().and_then(|ranges| program.gradient(&ranges))
            else {
                continue;
            };
            for (leaf, slope) in program.leaves.iter().zip(&slopes) {
                let place = case.names.iter().position(|name| name == leaf).expect("x or y");
                assert!(holds(*slope, truth[place]), "{} by {place}: {slope:?}", case.line);
            }
            told.values += usize::from(slack.is_zero());
        }
    });
}

#[test]
fn extents_hold_the_truth_and_lie_within_the_ranges() {
    check("extents", 350, |case, told| {
        let truth = case.value.middle(192).to_f64();
        let ranges = around(case, &number("1/64"));
        let Some(range) = extent(&mut case.graph, case.formula, &ranges) else { return };
        assert!(holds(range, truth), "{}: {range:?}", case.line);
        if let Some(plain) = ranges_of(&mut case.graph, &[case.formula], &ranges)[0] {
            let within = plain.lower() <= range.lower() && range.upper() <= plain.upper();
            assert!(within, "{}: {range:?} is wider than {plain:?}", case.line);
        }
        told.values += 1;
    });
}

#[test]
fn plain_signs_are_those_of_the_truth() {
    check("plain signs", 300, |case, told| {
        let opposite = case.graph.call(&NEGATE, &[case.formula]);
        let ranges = around(case, &Rational::zero());
        for (side, sign) in [(case.formula, 1.0), (opposite, -1.0)] {
            for strict in [false, true] {
                if is_plainly_not_negative(&mut case.graph, side, strict, &ranges) {
                    let truth = sign * case.value.middle(192).to_f64();
                    assert!(truth >= 0.0 && (!strict || truth != 0.0), "{}: {truth}", case.line);
                    told.values += usize::from(strict);
                }
            }
        }
    });
}

#[test]
fn every_format_is_as_near_as_its_rounding_unit_says() {
    for format in ALL_FORMATS {
        let least = if format.precision < 8 { 25 } else { 300 };
        check(format.name, least, |case, told| in_format(case, format, told));
    }
}

fn in_format(case: &mut Case, format: &'static Format, told: &mut Told) {
    let [smallest, largest] =
        [format.smallest_normal(), format.largest()].map(|number| number.to_rational().to_f64());
    let unit = 2f64.powi(-i32::try_from(format.precision).expect("small"));
    let truth = case.value.middle(192).to_f64();
    // Beyond its range a format loses numbers; where the error is large the first order says little.
    if case.smallest < 4.0 * smallest || case.largest > largest / 4.0 || case.error * unit > 0.2 * truth.abs()
    {
        return;
    }
    let (program, inputs, result) = case.program();
    let mut registers = program.start_in(format);
    for (input, at) in inputs.into_iter().zip(&case.at) {
        registers[input.index()] = at.to_f64();
    }
    program.run_in(format, 0..program.length(), &mut registers);
    let computed = registers[result.index()];
    let off = (computed - truth).abs();
    assert!(off <= 1.5 * case.error * unit, "{} in {}: {computed}, not {truth}", case.line, format.name);
    told.values += 1;
}
