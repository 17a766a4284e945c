//! The causes that are named and the repairs that are offered.

use chainrule::number::Rational;
use chainrule::{ALL_FORMATS, Format, Options, run};
use chainrule_evaluator::verdict::{Cause, Scales};
use chainrule_number::Value;
use chainrule_number::format::{E4M3, F16, F32, F64, Held};

use super::{Random, in_formats, network, page, report_with, same};

#[test]
fn causes_and_repairs_are_as_they_are_carried_out() {
    let mut random = Random(5);
    let (mut causes, mut repairs) = (0, 0);
    for _ in 0..80 {
        let text = network(&mut random) + "derive dJ/dw, dJ/dx";
        let options = Options { formats: ALL_FORMATS.to_vec(), ..Options::default() };
        let Some(report) = run("program", &text, &options).report else { continue };
        for (numerics, derivation) in report.numerics.iter().zip(&report.derivations) {
            let Some(value) = &derivation.value else { continue };
            for in_format in &numerics.formats {
                let (Some(computed), Some(held)) = (in_format.computed, in_format.held) else { continue };
                if computed == held {
                    assert!(
                        in_format.loss.is_none(),
                        "{text} {}: {:?}",
                        in_format.format.name,
                        in_format.loss
                    );
                }
                causes += usize::from(in_format.loss.is_some());
                if let Scales::Within(window) = in_format.scales {
                    repairs += 1;
                    assert!(
                        is_near(in_format.format, window.result, value, window.lowest),
                        "{text} {in_format:?}"
                    );
                }
                if let Some(steady) = &in_format.steady {
                    repairs += 1;
                    let is_zero = held.is_zero() && steady.result.is_zero();
                    assert!(
                        is_zero || is_near(in_format.format, steady.result, value, 0),
                        "{text} {in_format:?}"
                    );
                }
                if let Some(rearranged) = in_format.rearranged {
                    repairs += 1;
                    assert!(is_near(in_format.format, rearranged.result, value, 0), "{text} {in_format:?}");
                }
            }
        }
    }
    assert!(causes > 50 && repairs > 5, "{causes} causes, {repairs} repairs");
}

/// Whether a number is finite, not 0, and a scaled value in about half the digits of a format.
fn is_near(format: &Format, held: Held, value: &Value, scale: i32) -> bool {
    let (Some(number), false) = (held.to_rational(), held.is_zero()) else { return false };
    let scaled = &number * &Rational::power_of_two(-i16::try_from(scale).expect("moderate"));
    let truth = match value {
        Value::Exact(exact) => exact.clone(),
        Value::Enclosed(enclosure) => enclosure.middle(128).to_rational().expect("moderate"),
    };
    let half = Rational::fraction(1, 1 << (format.precision / 2));
    (&scaled - &truth).abs() <= &truth.abs() * &half
}

/// The window of a chain of stated factors against trying every power of two, in the exact arithmetic of the format.
#[test]
fn the_window_is_what_trying_every_power_of_two_gives() {
    let mut random = Random(17);
    let mut windows = 0;
    for _ in 0..150 {
        let count = 3 + usize::try_from(random.below(4)).expect("few");
        let factors: Vec<String> = (0..count)
            .map(|_| match random.below(3) {
                0 => format!("{}", 1 + random.below(2000)),
                1 => format!("-{}/{}", 1 + random.below(2500), 1 + random.below(100)),
                _ => format!("{}/{}", 1 + random.below(9), 1 + random.below(20_000)),
            })
            .collect();
        let mut text = String::from("h1(x)\n");
        for place in 2..=count {
            text += &format!("h{place}(h{})\n", place - 1);
        }
        for (place, factor) in factors.iter().rev().enumerate() {
            let below = if place == 0 { "x".to_owned() } else { format!("h{place}") };
            text += &format!("given dh{}/d{below} = {factor}\n", place + 1);
        }
        text += &format!("derive dh{count}/dx");
        for in_format in in_formats(&text, ALL_FORMATS) {
            if in_format.scales == Scales::NotTried {
                continue;
            }
            let format = in_format.format;
            let exact: Vec<Rational> = factors.iter().map(|factor| fraction(factor)).collect();
            let stays = |scale: i32| {
                let mut product = format.round(
                    &(&format.round(&exact[0]).to_rational()?
                        * &Rational::power_of_two(i16::try_from(scale).expect("moderate"))),
                );
                for (place, factor) in exact.iter().enumerate() {
                    if place > 0 {
                        product = format.mul(product, format.round(factor));
                    }
                    let number = product.finite()?;
                    let largest = format.infinity(false) == product.abs();
                    if number.is_zero() || number.is_subnormal(format) || largest {
                        return None;
                    }
                }
                Some(())
            };
            let good: Vec<i32> = (-200..=200).filter(|&scale| stays(scale).is_some()).collect();
            let Scales::Within(window) = in_format.scales else {
                // The product may be normal all the way and yet not right, where many roundings add up.
                assert!(good.is_empty() || format.precision < 5, "{text} {}: {good:?}", format.name);
                continue;
            };
            windows += 1;
            assert_eq!(good.first(), Some(&window.lowest), "{text} in {}", format.name);
            if window.highest < 200 {
                assert_eq!(good.last(), Some(&window.highest), "{text} in {}", format.name);
            }
        }
    }
    assert!(windows > 40, "{windows}");
}

fn fraction(text: &str) -> Rational {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    Rational::fraction(above.parse().expect("a number"), below.parse().expect("a number"))
}

#[test]
fn a_factor_that_a_format_does_not_hold_is_not_repaired_by_a_scale() {
    // By hand: 1e-10 is 0 in f16, and so is every multiple of it.
    let in_format = &in_formats("L = u*k; u = w*m; given k = 1e-10, w = 1, m = 2; derive dL/dw", &[&F16])[0];
    assert_eq!(in_format.scales, Scales::NoneIsNormal);
    // σ(−100) is 0 in f16; 1 − σ(100) is 0 in f32, and 0·∞ is NaN.
    let in_format = &in_formats("a = sigmoid(x); given x = -100; derive da/dx", &[&F16])[0];
    assert_eq!((in_format.scales, in_format.loss.is_none()), (Scales::NoneIsNormal, true));
    let text = "a = sigmoid(z); L = -ln(1-a); given z = 100; derive dL/dz";
    let in_format = &in_formats(text, &[&F32])[0];
    assert_eq!(in_format.loss.as_ref().map(|loss| loss.cause), Some(Cause::Cancellation));
    assert!(!matches!(in_format.scales, Scales::Within(_)));
    assert!(page(text, &[&F32]).contains("∞ × 0 is NaN"));
}

#[test]
fn the_first_operation_that_lost_the_number_is_named() {
    for (text, format, cause, operands) in [
        ("n = sqrt(x1^2 + x2^2); given x1 = 300, x2 = 400; derive dn/dx1", &F16, Cause::Overflow, "300 300"),
        (
            "L = ln(exp(z1)+exp(z2)) - z2; given z1 = 1e8, z2 = 1e8; derive dL/dz1",
            &F32,
            Cause::Overflow,
            "100000000",
        ),
        ("n = (abs(x)^3)^(1/3); given x = 1/8192; derive dn/dx", &F16, Cause::Underflow, "1/8192 3"),
        (
            "z1 = w1*x; z2 = w2*x; p1 = exp(z1)/(exp(z1) + exp(z2)); L = -ln(p1); given x = 3, w1 = -4, w2 = 4; derive dL/dw1",
            &F16,
            Cause::Overflow,
            "12",
        ),
        ("y = (x + 1e9 - 1e9)^2; given x = 3; derive dy/dx", &F32, Cause::Absorption, "3 1000000000"),
        // 1000.7 becomes 1000.5, whose cosine is another; kept, 0.2 would make it right.
        (
            "y = sin(x + c); given x = 1000.5, c = 0.203125; derive dy/dx",
            &F16,
            Cause::Absorption,
            "2001/2 13/64",
        ),
        // 1000.3 becomes 1000.5 too: the 0.00001 that comes to nothing besides makes no difference.
        ("y = sin(x + c); given x = 1000.3, c = 1e-5; derive dy/dx", &F16, Cause::Magnified, "2001/2"),
        (
            "y = sin(a*b + c); given a = 541, b = 7.434, c = 1e-6; derive dy/dc",
            &F16,
            Cause::Magnified,
            "4022",
        ),
        ("L = k*w^2; given k = 1e6, w = 1e-4; derive dL/dw", &F16, Cause::Constant, ""),
        ("a = sigmoid(z); given z = 50; derive da/dz", &F64, Cause::Cancellation, "1 -1"),
        (
            "u = k*w; L = u*c*v; given k = 1/8192, w = 1/8192, c = 8192, v = 1; derive dL/dv",
            &F16,
            Cause::Underflow,
            "1/8192 1/8192",
        ),
    ] {
        let in_format = in_formats(text, &[format]).remove(0);
        let loss = in_format.loss.unwrap_or_else(|| panic!("{text} has a cause"));
        assert_eq!(loss.cause, cause, "{text}: {loss:?}");
        let held: Vec<String> = loss.operands.iter().map(Held::to_string).collect();
        assert_eq!(held.join(" "), operands, "{text}");
    }
}

#[test]
fn an_exact_zero_is_0_and_no_underflow() {
    let text = "h = (x - m)/sqrt(v); L = h*k; given x = 1, m = 1, v = 2, k = 3; derive dL/dv";
    for text in [text, "y = sin(pi*x)*3; L = y^2; given x = 1/2; derive dL/dx"] {
        let told = page(text, &[&F16]);
        assert!(!told.contains("[0, 0]") && !told.contains("underflow"), "{told}");
        assert!(told.contains("exactly zero") || told.contains("= 0"), "{told}");
    }
}

/// Another activation is offered with what comes of it: the same worksheet with that activation says the same.
#[test]
fn another_activation_is_carried_out() {
    let mut random = Random(11);
    let rows = ["tanh", "sigmoid", "relu", "softsign", "softplus", "erf", "elu"];
    let (mut offered, mut zero) = (0, 0);
    for _ in 0..120 {
        let mut text = String::new();
        let depth = 1 + random.below(4);
        let mut before = "x".to_owned();
        for layer in 1..=depth {
            text += &format!(
                "z{layer} = w{layer}*{before} + b{layer}\na{layer} = {}(z{layer})\n",
                random.pick(&rows)
            );
            before = format!("a{layer}");
        }
        text += &format!("L = ({before} - y)^2\ngiven x = {}, y = 0.3\n", random.number());
        for layer in 1..=depth {
            let weight = random.pick(&["0.5", "-2", "7", "30", "-12", "200", "1.5", "-40"]);
            text += &format!("given w{layer} = {weight}, b{layer} = {}\n", random.number());
        }
        text += "derive dL/dx\n";
        let options = Options { formats: ALL_FORMATS.to_vec(), ..Options::default() };
        let Some(report) = run("program", &text, &options).report else { continue };
        let Some(found) = &report.numerics[0].saturation else { continue };
        let Some(repair) = &found.repair else { continue };
        let (factor, graph) = (report.calculus().factor(found.factor), report.graph());
        let child = graph.name(factor.child).to_string();
        let line =
            text.lines().find(|line| line.starts_with(&format!("{child} = "))).expect("its definition");
        let name = repair.function.name;
        let changed = format!("{child} = {name}{}", &line[line.find('(').expect("a call")..]);
        let other = report_with(&text.replace(line, &changed), &options);
        let value = other.derivations[0].value.as_ref().expect("a number");
        let (wanted, enclosure) = (value.enclosure(200), repair.derivative.enclosure(200));
        assert!(!wanted.is_disjoint(&enclosure), "{text}{changed}");
        for (format, held, _) in &repair.computed {
            let judged =
                other.numerics[0].formats.iter().find(|in_format| in_format.format == *format).expect("it");
            assert!(same(*held, judged.computed.expect("a program")), "{text}{changed}: {}", format.name);
        }
        // It comes nearer to a moderate size, and some program comes to that number.
        let before = report.derivations[0].value.as_ref().expect("a number").log10_abs().abs();
        assert!(value.log10_abs().abs() < before, "{text}{changed}");
        assert!(repair.computed.iter().any(|(_, held, is_nearest)| *is_nearest && held.finite().is_some()));
        offered += 1;
        zero += usize::from(before.is_infinite());
    }
    assert!(offered > 40 && zero > 5, "{offered} offered, {zero} where it is 0");
}

/// By steps in Python: with every product before it put right, 2·2⁻²⁴·0.82 rounds back to 2·2⁻²⁴.
#[test]
fn what_stays_at_the_least_numbers_is_no_sum_of_roundings() {
    let sheet =
        "h[l] = tanh(w[l]*h[l-1]) for l in 1..100\ngiven w[*] = 1.1, h[0] = 0.5\nderive dh[100]/dh[0]\n";
    for in_format in in_formats(sheet, &[&F16, &E4M3]) {
        let cause = in_format.loss.as_ref().map(|loss| loss.cause);
        assert_eq!(cause, Some(Cause::Underflow), "{:?}", in_format.loss);
    }
}
