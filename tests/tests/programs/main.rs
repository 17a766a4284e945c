//! What a program gives: one program in the verdict, the step and the training, whatever is shown; its causes and repairs.

mod carried_out;
mod causes;
mod singular;
mod steady;

use chainrule::number::Rational;
use chainrule::{ALL_FORMATS, Format, Options, Order, Report, UpdateOutcome, run};
use chainrule_evaluator::verdict::InFormat;
use chainrule_number::format::Held;
use chainrule_number::{FORMATS, Value};
use chainrule_program::{NetworkWriter, Observed, Operator};

fn report_with(text: &str, options: &Options) -> Report {
    let outcome = run("program", text, options);
    outcome.report.unwrap_or_else(|| panic!("{text}\n{:?}", outcome.diagnostics))
}

fn in_formats(text: &str, formats: &[&'static Format]) -> Vec<InFormat> {
    let options = Options { formats: formats.to_vec(), ..Options::default() };
    report_with(text, &options).numerics.remove(0).formats
}

fn page(text: &str, formats: &[&'static Format]) -> String {
    let options = Options { formats: formats.to_vec(), ..Options::default() };
    let page = chainrule_tests::page(&report_with(text, &options)).text(100, false, false);
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A small generator: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        from[usize::try_from(self.below(from.len() as u64)).expect("few")]
    }

    /// A number, most of moderate size.
    fn number(&mut self) -> String {
        let sign = self.pick(&["", "", "-"]);
        let (whole, part) = (self.below(3), self.below(1000));
        match self.below(12) {
            0 => format!("{sign}{part}"),
            1 => format!("{sign}{whole}.{part:03}e-7"),
            2 => format!("{sign}{whole}/{}", self.below(60) + 1),
            _ => format!("{sign}{whole}.{part:03}"),
        }
    }
}

/// A network on `w`, `v` and `x`, whose loss is `L`.
fn network(random: &mut Random) -> String {
    let mut known = vec!["w".to_owned(), "v".to_owned(), "x".to_owned()];
    let count = 2 + random.below(5);
    let mut text = String::new();
    for place in 0..count {
        let names: Vec<&str> = known.iter().rev().map(String::as_str).collect();
        let (a, b) = (random.pick(&names[..3]), random.pick(&names));
        let row = random.pick(&["tanh", "sigmoid", "relu", "exp", "sin", "softplus", "silu", "atan"]);
        let formula = match random.below(8) {
            0 => format!("w*{a} + {b}"),
            1 => format!("{a}*{b} - x/3"),
            2 | 3 => format!("{row}({a})"),
            4 => format!("{row}({a}*{b} + v)"),
            5 => format!("({a} - {b})^2"),
            6 => format!("{a}/(2 + {b}^2)"),
            _ => format!("0.17*{a} + {b} + w*x"),
        };
        let name = if place + 1 == count { "L".to_owned() } else { format!("h{place}") };
        text += &format!("{name} = {formula}\n");
        known.push(name);
    }
    let last = format!("J = L*w + h0*v + (L - x)^2/{}\n", 1 + random.below(5));
    let (w, v, x) = (random.number(), random.number(), random.number());
    text + &last + &format!("given w = {w}, v = {v}, x = {x}\n")
}

#[test]
fn nothing_that_is_only_shown_changes_what_a_program_gives() {
    let mut random = Random(7);
    let mut looked_at = 0;
    for _ in 0..400 {
        let text = network(&mut random) + "derive dJ/dw, dJ/dx";
        let of = |paths: Option<usize>, order: Order| {
            let options = Options { formats: ALL_FORMATS.to_vec(), paths, order, ..Options::default() };
            let report = run("program", &text, &options).report?;
            let told = |in_format: &InFormat| {
                let loss = in_format.loss.as_ref().map(|loss| (loss.cause, &loss.operands, loss.result));
                format!("{:?} {loss:?} {:?}", in_format.computed, in_format.scales)
            };
            Some(
                report
                    .numerics
                    .iter()
                    .flat_map(|numerics| numerics.formats.iter().map(told))
                    .collect::<Vec<_>>(),
            )
        };
        let Some(plain) = of(None, Order::Backward) else { continue };
        looked_at += 1;
        for (paths, order) in [
            (Some(1), Order::Backward),
            (Some(40), Order::Backward),
            (Some(1), Order::Forward),
            (None, Order::Forward),
        ] {
            assert_eq!(of(paths, order).as_ref(), Some(&plain), "{text}");
        }
    }
    assert!(looked_at >= 300, "{looked_at}");
}

fn observed(format: &Format, observed: &Observed) -> Held {
    match observed {
        Observed::Value(value) => format.round_value(value).expect("exact"),
        Observed::Infinite { negative } => Held::Infinite { negative: *negative },
        Observed::NotANumber => Held::NotANumber,
    }
}

/// 0 and −0 are told apart by bits that no report shows.
fn same(left: Held, right: Held) -> bool {
    left == right || (left.is_zero() && right.is_zero())
}

const RULES: &[&str] =
    &["0.1", "1", "1e-8", "0.1 with momentum 0.9", "0.1 with adam", "0.1 clip 1/2", "0.1 clip norm 1"];

#[test]
fn the_step_is_the_first_of_the_training_and_its_gradient_that_of_the_verdict() {
    let mut random = Random(11);
    let (mut steps, mut gradients, mut networks) = (0, 0, 0);
    for case in 0..440 {
        let text = network(&mut random) + "derive dJ/dw, dJ/dv\n";
        let rule = RULES[case % RULES.len()];
        let single = format!("{text}update w, v by {rule}");
        let Some(single) = run("program", &single, &Options::default()).report else { continue };
        let UpdateOutcome::Step(step) = &single.updates[0].outcome else { panic!("one step") };
        networks += 1;
        for &format in ALL_FORMATS {
            let options = Options { formats: vec![format], ..Options::default() };
            let sheet = format!("{text}update w, v by {rule} for 1 step in {}", format.name);
            let Some(report) = run("program", &sheet, &options).report else { continue };
            let UpdateOutcome::Training(training) = &report.updates[0].outcome else { panic!("steps") };
            let stopped =
                matches!(training.history.end, chainrule_evaluator::training::End::Diverged { step: 0, .. });
            for (place, course) in training.history.courses.iter().enumerate() {
                if let (Some(in_format), false) =
                    (report.numerics.get(place).and_then(|numerics| numerics.formats.first()), stopped)
                {
                    let computed = in_format.computed.expect("computed");
                    let gradient = observed(format, &course.gradient);
                    assert!(same(computed, gradient), "{sheet}: {computed} and {gradient}");
                    gradients += 1;
                }
                let Some(at) = FORMATS.iter().position(|other| other.name == format.name) else { continue };
                let kept = &step.moves[place].kept[at];
                assert!(same(kept.old, observed(format, &course.start)), "{sheet}");
                if !stopped {
                    assert!(same(kept.gradient, observed(format, &course.gradient)), "{sheet}");
                }
                let diverged =
                    matches!(training.history.end, chainrule_evaluator::training::End::Diverged { .. });
                if !diverged {
                    assert!(same(kept.result, observed(format, &course.end)), "{sheet}");
                    steps += 1;
                }
            }
        }
    }
    assert!(networks >= 300, "{networks} networks");
    assert!(steps > 1500 && gradients > 3000, "{steps} steps, {gradients} gradients");
}

/// Sums, products and quotients of a tape against the arithmetic of formats that is exact and rounds once.
#[test]
fn every_operation_in_a_format_is_rounded_once() {
    let mut random = Random(3);
    for _ in 0..200 {
        let [a, b, c, d] = [(); 4].map(|()| random.number());
        let text = format!(
            "y = (u*v + w)/(2 + w*w) - u/3*(v - x) + 0.17*x*v/7\ngiven u = {a}, v = {b}, w = {c}, x = {d}"
        );
        let source = chainrule::diagnostic::Source::new("tape", &text);
        let mut worksheet = chainrule_parser::read(&source).worksheet.expect("it can be read");
        let given: Vec<_> = worksheet
            .values
            .iter()
            .map(|given| {
                let chainrule::symbolic::graph::Node::Number(number) = worksheet.graph.node(given.value)
                else {
                    panic!("a number")
                };
                (given.symbol, Value::Exact(number.clone()))
            })
            .collect();
        let given: Vec<_> =
            given.into_iter().map(|(symbol, value)| (worksheet.graph.symbol(symbol), value)).collect();
        let network = worksheet.network.clone();
        let mut calculus = chainrule::symbolic::derivation::Calculus::new(&mut worksheet.graph, network);
        let stated = given.iter().map(|(id, value)| (*id, value));
        let mut writer = NetworkWriter::new(&mut worksheet.graph, &mut calculus, stated);
        writer.forward(None);
        let program = writer.finish();
        for &format in ALL_FORMATS {
            let registers = program.start_in(format);
            for (to, operator, operands) in program.instructions() {
                let held: Vec<Held> =
                    operands.iter().map(|operand| format.round_f64(registers[operand.index()])).collect();
                let expected = match (operator, held.as_slice()) {
                    (Operator::Add, &[left, right]) => format.add(left, right),
                    (Operator::Multiply, &[left, right]) => format.mul(left, right),
                    (Operator::Divide, &[above, below]) => format.div(above, below),
                    (Operator::Negate, &[of]) => of.negated(),
                    (other, _) => panic!("{other:?}"),
                };
                assert!(same(format.round_f64(registers[to.index()]), expected), "{text} in {}", format.name);
            }
        }
    }
}

#[test]
fn one_meaning_of_a_program_above_and_below() {
    // a·(1 − a) is 0 in f64 where a rounds to 1: the verdict says so, and the weight stays where it is.
    let text = "z = w*a_prev; a = sigmoid(z); C = (a-y)^2; given w = 0.8, a_prev = 62.5, y = 0; derive dC/dw; update w by 1e20 for 1 step in f64; claim w after 1 step = f64(0.8)";
    assert!(report_with(text, &Options::default()).claims[0].holds());
    // The length of the gradient overflows in f16: 300² > 65 504. The step is g/∞ = 0.
    let text = "L = g*w; given g = 300, w = 0.5; update w by 0.1 clip norm 1";
    let told = page(text, &[]);
    assert!(
        told.contains("f16: the weight stays 0.5: the step is lost, since it comes to 0; overflow"),
        "{told}"
    );
    let told = page(&format!("{text} in f16"), &[]);
    assert!(!told.contains("absorbed"), "{told}");
    // The rate is 0 in f16.
    let told = page("L = g*w; given g = 1000, w = 0; update w by 1e-8", &[]);
    assert!(told.contains("f16: the weight stays 0: the step is lost, since it comes to 0; a given number is not in the format"), "{told}");
    assert!(!told.contains("absorbed"), "{told}");
}

#[test]
fn what_is_rounded_when() {
    // By hand in e4m3: 0.17/3 is one number, 15/256; z1 = 15/256·11/32 = 10/512, z1 − 1 = −1, 2·(z1 − 1) = −2.
    let in_formats = in_formats("z1 = 0.17/3*x; L = (z1 - 1)^2; given x = 1/3; derive dL/dx", ALL_FORMATS);
    let e4m3 = in_formats.iter().find(|in_format| in_format.format.name == "e4m3").expect("it is there");
    assert_eq!(e4m3.computed.and_then(|held| held.to_rational()), Some(Rational::fraction(-15, 128)));
}
