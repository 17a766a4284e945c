//! Formulas that neither overflow nor cancel, as they are offered: they are the same function, and give the right number.

use chainrule::{ALL_FORMATS, Options, run};
use chainrule_number::format::{F16, F32, Held};
use chainrule_render::Typesetter;

use super::{Random, in_formats, page, report_with, same};

/// What a program gives with the formulas that are offered; nothing where none are.
fn with_steady_formulas(text: &str) -> [Option<Held>; 2] {
    let in_formats = in_formats(text, &[&F32, &F16]);
    [&in_formats[0], &in_formats[1]].map(|in_format| in_format.steady.as_ref().map(|steady| steady.result))
}

/// The right numbers are known in closed form: p − t, p1 − 1, x/n and the like, in the nearest number of the format.
#[test]
fn they_are_offered_where_they_help() {
    let softmax = "z1 = w1*x; z2 = w2*x; p1 = exp(z1)/(exp(z1) + exp(z2))";
    let named = "e1 = exp(z1); e2 = exp(z2); p1 = e1/(e1 + e2); L = -ln(p1)";
    for (text, right) in [
        // ∂L/∂w1 = x·(p1 − 1), where p1 is 10^-10.
        (format!("{softmax}; L = -ln(p1); given x = 3, w1 = -4, w2 = 4; derive dL/dw1"), -3.0),
        // p1·(1 − p1)·x is 10^-25: NaN becomes 0, the nearest number of f16, but not of f32.
        (format!("{named}; given z1 = 100, z2 = 99; derive dL/dz1"), -0.268_941_421_369_995_1),
        (
            "s = exp(z1) + exp(z2) + exp(z3); p = exp(z2)/s; L = -ln(p); given z1 = 90, z2 = 89, z3 = 70\n\
             derive dL/dz2"
                .into(),
            -0.731_058_579_079_297_3,
        ),
        // Cross-entropy behind a sigmoid: (p − t)·x.
        (
            "z = w*x; p = sigmoid(z); L = -(t*ln(p) + (1 - t)*ln(1 - p)); given w = 4, x = 10, t = 0; derive dL/dw"
                .into(),
            10.0,
        ),
        (
            "p = 1/(1 + exp(-z)); L = -(y*ln(p) + (1 - y)*ln(1 - p)); given z = -120, y = 1; derive dL/dz".into(),
            -1.0,
        ),
        ("D = sigmoid(d); q = 1 - D; L = -ln(q); given d = 30; derive dL/dd".into(), 1.0),
        ("s = ln(1 + exp(z)); given z = 800; derive ds/dz".into(), 1.0),
        ("t = (exp(z) - exp(-z))/(exp(z) + exp(-z)); given z = 400; derive dt/dz".into(), 0.0),
        ("s = exp(z)/(1 + exp(z)); given z = 800; derive ds/dz".into(), 0.0),
        ("s = (1 + exp(-z))^(-1); given z = -800; derive ds/dz".into(), 0.0),
        ("n = sqrt(x^2 + y^2); given x = 3e-4, y = 4e-4; derive dn/dx".into(), 0.6),
        ("L = sqrt((x - a)^2 + (y - b)^2); given x = 300, a = 0, y = 0, b = 400; derive dL/dx".into(), 0.6),
    ] {
        for (result, format) in with_steady_formulas(&text).into_iter().zip([&F32, &F16]) {
            // Where the format loses nothing there is nothing to offer.
            let Some(result) = result else {
                let in_format = in_formats(&text, &[format]).remove(0);
                assert!(in_format.loss.is_none(), "{text} in {}: {in_format:?}", format.name);
                continue;
            };
            let nearest = format.round_f64(right);
            let gap = (result.to_f64() - nearest.to_f64()).abs();
            assert!(gap <= 0.01 * nearest.to_f64().abs(), "{text} in {}: {result:?}", format.name);
        }
        assert!(with_steady_formulas(&text).iter().any(Option::is_some), "{text}");
    }
}

#[test]
fn what_does_not_come_out_right_is_not_offered() {
    // p is 1 but for 10^-9: a − m − ln(1 + …) is 0 in f32, and so would be the derivative. In f16 0 is right.
    let saturated = "p = exp(a)/(exp(a) + exp(b)); L = -ln(p); given a = 120, b = 99; derive dL/da";
    let [in_f32, in_f16] = with_steady_formulas(saturated);
    assert!(in_f32.is_none() && in_f16.is_some_and(|held| held.is_zero()));
    // The exponential stands beside the quotient too.
    let beside = "p = exp(a)/(exp(a) + exp(b)); L = -ln(p)*exp(a); given a = 120, b = 99; derive dL/da";
    assert_eq!(with_steady_formulas(beside), [None, None]);
    // With relu in its place p would be 40, and ln(1 − p) no number.
    let told = page(
        "z = w*x; p = sigmoid(z); L = -(t*ln(p) + (1 - t)*ln(1 - p)); given w = 4, x = 10, t = 0; derive dL/dw",
        &[&F32],
    );
    assert!(!told.contains("relu"), "{told}");
}

/// One name for one largest number, whichever format and derivative it is told of; none that the worksheet has.
#[test]
fn names_for_the_largest() {
    let told = page(
        "L = ln(exp(a) + exp(b) + exp(c)); given a = 1000, b = 1000, c = 0; derive dL/da, dL/db",
        &[&F32, &F16],
    );
    assert_eq!(told.matches("where m is the largest of a, b, c, held fixed").count(), 4, "{told}");
    let told = page("m = a; L = ln(exp(m) + exp(b)); given a = 1000, b = 1000; derive dL/da", &[&F32]);
    assert!(told.contains("where c is the largest of m, b"), "{told}");
}

/// The formulas that are offered, put into the worksheet with the name of the largest as a number: the derivative is the
/// same number.
#[test]
fn they_are_the_same_function() {
    let mut random = Random(17);
    let exponents = ["u", "v", "u*x", "3*u - v", "-v", "-u", "x", "2*v"];
    let mut offered = 0;
    for _ in 0..150 {
        let mut terms: Vec<&str> = (0..2 + random.below(3)).map(|_| random.pick(&exponents)).collect();
        terms.dedup();
        let sum: Vec<String> = terms.iter().map(|term| format!("exp({term})")).collect();
        let sum = sum.join(" + ");
        let above = terms[0];
        let text = match random.below(7) {
            0 => format!("S = {sum}\np = exp({above})/S\nL = -ln(p)\n"),
            1 => format!("S = {sum}\nL = ln(S) - u\n"),
            2 => format!("e = exp({above})\np = e/({sum})\nL = -ln(1 - p)\n"),
            3 => format!("p = 1/(1 + exp({above}))\nL = -(y*ln(p) + (1 - y)*ln(1 - p))\n"),
            4 => format!("p = sigmoid({above})\nq = 1 - p\nL = -(y*ln(p) + (1 - y)*ln(q))\n"),
            5 => format!("L = ln(1 + exp({above}))*v\n"),
            _ => format!("L = (exp({above}) - exp(-({above})))/(exp({above}) + exp(-({above}))) + v\n"),
        };
        let size = random.pick(&["12", "30", "110", "-40", "-95", "800"]);
        let given = format!("given u = {size}, v = {}, x = 1.5, y = 1\nderive dL/du\n", random.number());
        let text = text + &given;
        let options = Options { formats: ALL_FORMATS.to_vec(), ..Options::default() };
        let Some(report) = run("program", &text, &options).report else { continue };
        for in_format in &report.numerics[0].formats {
            let Some(steady) = &in_format.steady else { continue };
            let graph = report.graph();
            let setter = Typesetter::new(graph, &report.notations);
            let mut other = text.clone();
            for &(quantity, formula) in &steady.changed {
                let start = format!("{} = ", graph.name(quantity));
                let line = text.lines().find(|line| line.starts_with(&start)).expect("its definition");
                let formula = setter.expression(formula).ascii();
                other = other.replace(line, &format!("{start}{formula}"));
            }
            for (place, largest) in steady.largest.iter().enumerate() {
                // Any number does: the function does not depend on it.
                other += &format!("given {} = {}\n", graph.name(largest.name), place + 5);
            }
            let value = |text: &str| report_with(text, &Options::default()).derivations[0].value.clone();
            let [Some(value), Some(wanted)] = [value(&other), report.derivations[0].value.clone()] else {
                panic!("{text}\n{other}");
            };
            assert!(!value.enclosure(200).is_disjoint(&wanted.enclosure(200)), "{text}\n{other}");
            let nearest = in_format.held.expect("a number");
            let is_near = same(steady.result, nearest)
                || chainrule_evaluator::verdict::agree(in_format.format, steady.result, nearest);
            assert!(is_near, "{text}{}", in_format.format.name);
            offered += 1;
        }
    }
    assert!(offered > 60, "{offered} offered");
}
