//! Claims whose truth is known without this library: `oracle/claims.py` makes them by construction, `oracle/inequalities.py`
//! takes them from course notes and papers; both search them for failing points with mpmath. `oracle/soundness.py` makes
//! more, whose truth is exact. A false claim must never be proved.

mod links;
mod many;
mod unrefuted;

use std::sync::atomic::{AtomicUsize, Ordering};

use chainrule::{Judgement, Options, claim_reason, run};

#[test]
fn claims_are_judged_as_they_should_be() {
    all_as_they_should_be(include_str!("../../oracle/claims.txt"), 250);
}

#[test]
fn claims_with_exact_truth_are_judged_as_they_should_be() {
    all_as_they_should_be(include_str!("../../oracle/soundness.txt"), 100);
}

#[test]
fn inequalities_of_the_field_are_judged_as_they_should_be() {
    all_as_they_should_be(include_str!("../../oracle/inequalities.txt"), 200);
}

fn all_as_they_should_be(claims: &str, fewest: usize) {
    let entries: Vec<&str> = claims.split("---\n").collect();
    assert!(entries.len() > fewest, "{} claims", entries.len());
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let work = || {
            let mut wrong = Vec::new();
            while let Some(entry) = entries.get(next.fetch_add(1, Ordering::Relaxed)) {
                wrong.extend(misjudged(entry));
            }
            wrong
        };
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker ends")).collect()
    });
    assert!(wrong.is_empty(), "{} claims are misjudged:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// What is wrong with the judgement of the one claim of an entry: the wanted judgement, then the worksheet.
fn misjudged(entry: &str) -> Option<String> {
    let is_note = |line: &&str| line.starts_with("# Written by");
    let entry = entry.split_inclusive('\n').filter(|line| !is_note(line)).collect::<String>();
    let (wanted, sheet) = entry.split_once('\n').expect("a judgement and a worksheet");
    let outcome = run("oracle", sheet, &Options::default());
    let Some(report) = outcome.report else { return Some(format!("{sheet}{:?}", outcome.diagnostics)) };
    let [claim] = report.claims.as_slice() else {
        return Some(format!("{sheet}{} claims", report.claims.len()));
    };
    let is_as_wanted = match (wanted, &claim.judgement) {
        ("proved", Judgement::Proved { .. })
        | ("refuted", Judgement::Refuted { .. })
        | ("vacuous", Judgement::Vacuous { .. }) => true,
        ("not proved", judgement) => !matches!(judgement, Judgement::Proved { .. }),
        ("not refuted", judgement) => !matches!(judgement, Judgement::Refuted { .. }),
        (_, _) => false,
    };
    let code = report.exit_code();
    let is_coded = code == u8::from(!claim.holds());
    (!is_as_wanted || !is_coded).then(|| format!("{wanted}, exit {code}: {sheet}{:?}", claim.judgement))
}

/// What becomes of each claim of a worksheet, in a word, and how it is told.
fn judged(sheet: &str) -> Vec<(&'static str, String)> {
    let outcome = run("claims", sheet, &Options::default());
    let report = outcome.report.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics));
    let judged = report.claims.iter().map(|claim| {
        let word = match claim.judgement {
            Judgement::Proved(_) => "holds",
            Judgement::Consistent { .. } => "consistent",
            Judgement::Refuted(_) => "fails",
            Judgement::Undecided(_) => "undecided",
            Judgement::Vacuous { .. } => "vacuous",
        };
        (word, claim_reason(&report, claim))
    });
    judged.collect()
}

/// Each decimal stands for all numbers that round to it, whatever sign is before it and whatever it is divided by. The
/// ranges are worked out by hand from the ends of the operands.
#[test]
fn printed_operands_reach_as_far_as_their_last_digits() {
    for (claim, wanted, told) in [
        // Each of 2.6, 1.6 (half a tenth) and 2.61 (half a hundredth) is doubled: -15.62 ± (0.1 + 0.1 + 0.01).
        ("-2*(0 - -2.6) + -2*(1 - -1.6) + -2*(0 - -2.61) ~= -15.7", "consistent", "from -15.83 to -15.41"),
        ("-2*(0 - -2.6) + -2*(1 - -1.6) + -2*(0 - -2.61) ~= -15.9", "fails", "from -15.83 to -15.41"),
        ("(-2.6)^2 ~= 6.9", "consistent", "from 6.5025 to 7.0225"),
        ("(-2.6)^2 ~= 6.4", "fails", "from 6.5025 to 7.0225"),
        ("-2.6*3 ~= -7.9", "consistent", "from -7.95 to -7.65"),
        ("−2.6*3 ~= -8.02", "fails", "from -7.95 to -7.65"),
        ("abs(-2.6) ~= 2.64", "consistent", "from 2.55 to 2.65"),
        ("-(-2.6) ~= 2.66", "fails", "from 2.55 to 2.65"),
        ("-2.6 ~= -2.64", "consistent", "from -2.65 to -2.55"),
        ("-0.26e1 ~= -2.66", "fails", "from -2.65 to -2.55"),
        // The quotient of two printed numbers is no number that is exact.
        ("2.6/1.3 ~= 2.04", "consistent", "from 1.88889 to 2.12"),
        ("1/(-2.6/1.3) ~= -0.52", "consistent", "from -0.529412 to -0.471698"),
        ("2.6/1.3 ~= 2.2", "fails", "from 1.88889 to 2.12"),
        // Whole numbers are exact, though a decimal has the same value.
        ("2.0*3 + 2*3 ~= 12.1", "consistent", "from 11.85 to 12.15"),
        ("2.0*3 + 2*3 ~= 12.3", "fails", "from 11.85 to 12.15"),
        ("1/2 + 0.5 ~= 1.04", "consistent", "from 0.95 to 1.05"),
        ("sigmoid(1.0) ~= 0.74", "consistent", "from 0.7211"),
        // The same number with other digits behind it; the end of a range belongs to it.
        ("0.30 + 0.3 ~= 0.66", "consistent", "from 0.545 to 0.655"),
        ("0.30 + 0.30 ~= 0.62", "fails", "from 0.59 to 0.61"),
        ("tanh(-0.5) ~= -0.49", "consistent", "as printed"),
        ("tanh(-0.5) ~= -0.51", "fails", "from"),
        // z/(1 + |z|) has its argument in it twice, so that its range comes out too wide: from 0.45/1.45 to 0.55/1.55 it goes,
        // and beyond that nothing is claimed.
        ("softsign(0.5) ~= 0.311", "consistent", "from 0.290323 to 0.37931"),
        ("softsign(0.5) ~= 0.360", "undecided", "none were ruled out"),
        ("softsign(0.5) ~= 0.390", "fails", "from 0.290323 to 0.37931"),
        // A jump passes over what lies between.
        ("step(0.0) ~= 0.5", "undecided", "none were ruled out"),
        // 0.0 is anything up to 0.05, and 1/0.04 is 25.
        ("1/0.0 ~= 25.0", "undecided", "have no value there"),
        ("0.7414*0.1868 ~= 0.1385", "holds", ""),
    ] {
        let (found, how) = judged(&format!("claim {claim} as rounded")).remove(0);
        assert!(found == wanted && how.contains(told), "{claim}: {found}, {how}");
    }
}

/// Infinities and NaNs of formats can be claimed; `inf` is an ordinary name where the worksheet has it.
#[test]
fn what_a_format_holds_may_be_no_number() {
    let sheet = "L = exp(x)*0.001\ngiven x = 12\n";
    for (claim, wanted) in [
        ("f16(2^16) = inf", "holds"),
        ("inf = f16(65520)", "holds"),
        ("f16(65519) = inf", "fails"),
        ("f16(-2^16) = -inf", "holds"),
        ("f16(-2^16) = inf", "fails"),
        ("bf16(2^128) = inf", "holds"),
        ("bf16(2^127) = inf", "fails"),
        ("e4m3(1000) = nan", "holds"),
        ("e4m3(1000) = inf", "fails"),
        ("e4m3(1000) < 3", "fails"),
        ("e4m3(1000) >= 3", "fails"),
        ("f16(1000) = nan", "fails"),
        ("e5m2(2^20) = inf", "holds"),
        ("f16(2^16) > 30", "holds"),
        ("30 >= f16(2^16)", "fails"),
        ("f16(2^15) < inf", "holds"),
        ("-inf < f16(2^15) < inf", "holds"),
        ("f16(2^16) = 65536", "fails"),
        ("f32(exp(x)^8) = inf", "holds"),
        ("L = inf", "fails"),
        ("q = inf", "undecided"),
    ] {
        let (found, how) = judged(&format!("{sheet}claim {claim}")).remove(0);
        assert_eq!(found, wanted, "{claim}: {how}");
    }
    let verdicts = judged("y = 2*inf\ngiven inf = 3\nclaim y = 2*inf, inf = 3");
    assert!(verdicts.iter().all(|(found, _)| *found == "holds"), "{verdicts:?}");
}

/// `f16(…)` rounds a true value once: that is said where a program would round more than once.
#[test]
fn one_rounding_is_not_that_of_a_program() {
    // exp(12) is beyond f16, and a program never gets to 162.75.
    let sheet = "L = exp(x)*0.001\ngiven x = 12\n";
    for (claim, is_remarked) in [
        ("f16(L) < 200", true),
        ("f16(L) < 30", true),
        ("f16(dL/dx) = 162.75", true),
        ("f16(exp(12)/exp(12)) = 1", true),
        ("f16(x) = 12", false),
        ("f16(300*200) = 60000", false),
        ("f16(0.25^13) = 0", false),
        ("f16(1 - f16(f16(0.01)*f16(0.25^3))) = 1", false),
    ] {
        let (_, how) = judged(&format!("{sheet}claim {claim}")).remove(0);
        assert_eq!(how.contains("rounds the exact value once"), is_remarked, "{claim}: {how}");
    }
}

/// There is no derivative where the quantity has no value, even where the formula of its derivative could be worked out:
/// 1/x at -1 says nothing of ln(x). By hand: dL/dx = 2/(1 - 4x²) ≥ 2 for atanh(2x), which ends at ±1/2; 1/(x·ln x) > 0 for
/// ln(ln x), which begins at 1; 1/x - 1/x² ≥ -1/x² for ln(x) + 1/x.
#[test]
fn derivatives_are_compared_where_their_quantity_has_a_value() {
    for (sheet, wanted) in [
        ("L = ln(x); claim dL/dx > 0", "holds"),
        ("L = log2(x); claim dL/dx >= 0", "holds"),
        ("L = log10(3*x); claim dL/dx >= 0", "holds"),
        ("L = ln(x); claim dL/dx = 1/abs(x)", "holds"),
        ("L = ln(x); claim dL/dx < 1", "fails"),
        ("L = ln(-x); claim dL/dx < 0", "holds"),
        ("L = ln(-x); claim dL/dx > 0", "fails"),
        ("given x in [-1, 5]; L = ln(x); claim dL/dx >= 1/5", "holds"),
        ("given x in [-1, 5]; L = ln(x); claim dL/dx > 1/5", "fails"),
        ("L = atanh(x); claim dL/dx >= 1", "holds"),
        ("L = atanh(x); claim dL/dx > 1", "fails"),
        ("L = ln(x); claim d^2L/dx^2 <= 0", "holds"),
        ("L = x*ln(x); claim d^2L/dx^2 > 0", "holds"),
        ("L = x^2*ln(x); claim d^2L/dx^2 = 2*ln(x) + 3", "holds"),
        ("Z = ln(x); L = 3*Z; claim dL/dx > 0", "holds"),
        ("u = 1/x; L = ln(x) + u; claim dL/dx >= -1/x^2", "holds"),
        ("given x in [-3, -2]; L = ln(x); claim dL/dx < 0", "vacuous"),
        ("given x in [2, 3]; L = atanh(x); claim dL/dx < 0", "vacuous"),
        ("given x in [-3, 0]; L = ln(x); claim dL/dx < 0", "vacuous"),
        ("given x in [-3, 3]; L = x^2; claim dL/dx < 0", "fails"),
        // The pole of 1/x is in its domain's closure, and both sides of it count.
        ("L = 1/x; claim dL/dx < 0", "holds"),
        ("L = 1/x; claim dL/dx < -1", "fails"),
    ] {
        let (found, how) = judged(&sheet.replace("; ", "\n")).remove(0);
        assert_eq!(found, wanted, "{sheet}: {how}");
    }
    // Never refuted at a number at which L has no value; whether it is proved is another matter.
    for sheet in [
        "L = atanh(2*x); claim dL/dx >= 0",
        "L = ln(ln(x)); claim dL/dx > 0",
        "L = ln(x - 7); claim dL/dx > 0",
        "L = ln(x) + asin(x/3); claim dL/dx > 0",
        "given x in [-1/2, 7]; L = atanh(x) - x; claim dL/dx >= 0",
    ] {
        let (found, how) = judged(&sheet.replace("; ", "\n")).remove(0);
        assert!(matches!(found, "holds" | "undecided"), "{sheet}: {found}, {how}");
    }
}

/// `in f16` claims what a program computes, operation by operation; the numbers are those of `numpy`, its `float16` and
/// `float32`, and of the same steps on paper.
#[test]
fn what_a_program_in_a_format_computes_can_be_claimed() {
    for (sheet, claim, wanted) in [
        // exp(12) = 162754.8 is beyond f16, which ends at 65504.
        ("L = exp(x)*0.001; given x = 12", "L = inf in f16", "holds"),
        ("L = exp(x)*0.001; given x = 12", "L < 200 in f16", "fails"),
        ("L = exp(x)*0.001; given x = 12", "L ~= 162.755 in f32", "holds"),
        ("L = exp(x)*0.001; given x = 12", "dL/dx = inf in f16", "holds"),
        ("L = exp(x)*0.001; given x = 12", "-L = -inf in f16", "holds"),
        ("L = exp(x)*0.001; given x = 12", "L in [0, 200] in f16", "fails"),
        ("L = exp(x)*0.001; given x = 12", "L in [0, 200] in f32", "holds"),
        // ∞/∞
        ("L = exp(x)/(exp(x) + 1); given x = 12", "L = nan in f16", "holds"),
        ("L = exp(x)/(exp(x) + 1); given x = 12", "L ~= 0.99999 in f32", "holds"),
        // 2048 and 2^24 are where the gaps become 2.
        ("L = a + b; given a = 2048, b = 1", "L = 2048 in f16", "holds"),
        ("L = a + b; given a = 2048, b = 1", "L = 2049 in f16", "fails"),
        ("L = a + b; given a = 2048, b = 1", "L = 2049 in f32", "holds"),
        ("L = a + b; given a = 16777216, b = 1", "L = 16777216 in f32", "holds"),
        ("L = a + b; given a = 16777216, b = 1", "L = 16777217 in f64", "holds"),
        // (1 + 1e-4) - 1 is 0 in f16, and rounding the true value once is not.
        ("L = (a + b) - a; given a = 1, b = 1e-4", "L = 0 in f16", "holds"),
        ("L = (a + b) - a; given a = 1, b = 1e-4", "f16(L) = 0", "fails"),
        // 300² is beyond f16.
        ("n = sqrt(x1^2 + x2^2); given x1 = 300, x2 = 400", "n = inf in f16", "holds"),
        ("n = sqrt(x1^2 + x2^2); given x1 = 300, x2 = 400", "n = 500 in bf16", "holds"),
        // 0.1 + 0.2 in doubles.
        ("L = a + b; given a = 0.1, b = 0.2", "L = 3/10 in f64", "fails"),
        ("L = a + b; given a = 0.1, b = 0.2", "L ~= 0.30000000000000004 in f64", "holds"),
        // What stands alone is a number as written.
        ("L = a*1; given a = 0.1", "L = 0.1 in f16", "fails"),
        ("L = a*1; given a = 0.1", "L = 0.0999755859375 in f16", "holds"),
        // σ(x)(1 - σ(x)) at 12 in f16: 1 - 1.
        ("a = sigmoid(x); given x = 12", "da/dx = 0 in f16", "holds"),
        ("a = sigmoid(x); given x = 12", "da/dx = 0 in f64", "fails"),
        ("L = w*x; given w = 1", "L = inf in f16", "undecided"),
    ] {
        let sheet = sheet.replace("; ", "\n");
        let (found, how) = judged(&format!("{sheet}\nclaim {claim}")).remove(0);
        assert_eq!(found, wanted, "{sheet}; claim {claim}: {how}");
        assert!(!how.contains("rounds the exact value once") || claim.contains("f16(L)"), "{claim}: {how}");
    }
}

/// A claim about the number that a convention gives at a kink says so, and never holds or fails by it where there is a
/// derivative and it is another number. Slopes by hand: relu(x) - relu(-x) is x; x·|x| has the slope 2|x|.
#[test]
fn conventions_at_kinks_are_no_derivatives() {
    for (sheet, claim, wanted, told) in [
        ("y = relu(x) - relu(-x); given x = 0", "dy/dx = 0", "undecided", "the derivative is 1"),
        ("y = relu(x) - relu(-x); given x = 0", "dy/dx = 1", "undecided", "the derivative is 1"),
        ("y = abs(x) + relu(-x)*2; given x = 0", "dy/dx = 0", "holds", "a convention"),
        ("y = relu(x); given x = 0", "dy/dx = 0", "holds", "a convention"),
        ("y = relu(x); given x = 0", "dy/dx > 1/2", "fails", "a convention"),
        ("y = relu(x); given x = 1", "dy/dx = 1", "holds", ""),
        ("y = abs(x)*x; given x = 0", "dy/dx = 0", "holds", ""),
        ("y = abs(x)*x; given x = 0", "d^2y/dx^2 = 0", "holds", "a convention"),
        ("y = abs(x)*x; given x = -1", "d^2y/dx^2 = -2", "holds", ""),
        ("y = elu(x); given x = 0", "dy/dx = 1", "holds", ""),
        ("y = elu(x); given x = 0", "d^2y/dx^2 = 1/2", "holds", "a convention"),
        ("y = relu(x)^3; given x = 0", "d^2y/dx^2 = 0", "holds", ""),
        ("y = relu(x)^3; given x = 0", "d^3y/dx^3 = 0", "holds", "a convention"),
        ("y = step(x); given x = 0", "dy/dx = 0", "holds", "a convention"),
    ] {
        let sheet = sheet.replace("; ", "\n");
        let (found, how) = judged(&format!("{sheet}\nclaim {claim}")).remove(0);
        assert_eq!(found, wanted, "{sheet}; claim {claim}: {how}");
        assert!(how.contains(told), "{sheet}; claim {claim}: {how}");
        assert_eq!(how.contains("convention"), !told.is_empty(), "{sheet}; claim {claim}: {how}");
    }
}

/// Where no point has numbers for both sides, nothing was tried, and nothing is said of points at which they agree.
#[test]
fn nothing_is_said_of_points_that_were_not_found() {
    for claim in [
        "dL/dw = 2*log10(log10(log10(log10(log10(log10(w))))))",
        "log10(log10(log10(log10(log10(log10(w)))))) > 3",
        "ln(ln(ln(ln(ln(ln(w)))))) = ln(ln(ln(ln(ln(ln(w)))))) + ln(w)",
        "sqrt(ln(ln(ln(ln(ln(w))))) - 1) <= w",
        "asin(ln(ln(ln(ln(ln(w)))))) = w",
    ] {
        let (found, how) = judged(&format!("L = w^2\nclaim {claim}")).remove(0);
        assert!(
            found != "undecided" || !(how.contains("agree") || how.contains("at which it fails")),
            "{claim}: {how}"
        );
    }
}

/// Every logarithm is looked for among those before it: so many ask for little work all the same.
#[test]
fn nested_logarithms_are_compared_in_bounded_work() {
    let nested = |count: usize| format!("{}w{}", "log10(".repeat(count), ")".repeat(count));
    for sheet in [
        format!("L = w^2\nclaim dL/dw = 2*{}", nested(40)),
        format!("L = w^2\nclaim dL/dw = {} + ln({})", nested(25), nested(24)),
        format!("L = {}\nclaim L = 2*{}", nested(12), nested(12)),
    ] {
        let (found, how) = judged(&sheet).remove(0);
        assert_ne!(found, "holds", "{sheet}: {how}");
    }
}

/// A step of a long chain is compared with what its definition says, not with the whole chain: by hand tanh' = 1 - tanh².
#[test]
fn steps_of_a_long_chain_are_compared_one_by_one() {
    let sheet = "let T = 900\nh[t] = tanh(w*h[t-1] + x[t]) for t in 1..T\nL = h[T]\n\
                 given w = 1/2, h[0] = 0\ngiven x[t] = 1/t for t in 1..T\nderive dL/dw\n";
    let right = judged(&format!("{sheet}claim dh[t]/dh[t-1] = w*(1 - h[t]^2) for t in 2..T"));
    assert_eq!(right.len(), 899);
    assert!(right.iter().all(|(found, _)| *found == "holds"), "{:?}", right[0]);
    // By hand dL/dh[T] = 2·h[T] + y, where y is given as 0.
    let given = sheet.replace("L = h[T]", "L = h[T]^2 + y*h[T]").replace("h[0] = 0", "h[0] = 0, y = 0");
    for (claim, wanted) in [
        ("dL/dh[T] = 2*h[T]", "holds"),
        ("dL/dh[T] <= 2*h[T]", "holds"),
        ("dL/dh[T] < 2*h[T]", "fails"),
        ("dL/dh[T] = h[T]", "fails"),
    ] {
        let found = judged(&format!("{given}claim {claim}"));
        assert_eq!(found[0].0, wanted, "{claim}: {}", found[0].1);
    }
    let wrong = judged(&format!("{sheet}claim dh[t]/dh[t-1] = w*(1 + h[t]^2) for t in 2..T"));
    assert!(wrong.iter().all(|(found, _)| *found == "fails"), "{:?}", wrong[0]);
}

/// So many are judged, and of the others it is said that they are not.
#[test]
fn claims_beyond_the_first_ten_thousand_are_not_judged() {
    let sheet = "a[t] = t*w for t in 1..10005\nL = a[3]\ngiven w = 1\nderive dL/dw\nclaim a[t] = t for t in 1..10005\n";
    let all = judged(sheet);
    assert_eq!(all.len(), 10_005);
    assert!(all[..10_000].iter().all(|(found, _)| *found == "holds"), "{:?}", all[0]);
    assert!(all[10_000..].iter().all(|(found, _)| *found == "undecided"), "{:?}", all[10_000]);
}

/// Names among printed numbers have the value that the worksheet gives them, unrounded: 0.35 as printed may be 0.355, the
/// input 0.35 is 0.35. Ranges by hand.
#[test]
fn exact_inputs_stand_by_name_among_printed_numbers() {
    let sheet = "z = w*x\na = sigmoid(z)\ngiven w = 0.35, x = 2\nderive da/dx\n";
    for (claim, wanted, told) in [
        ("0.35*2 ~= 0.71", "consistent", "from 0.69 to 0.71"),
        ("w*2 ~= 0.71", "fails", "0.7"),
        ("w*2 ~= 0.70", "holds", ""),
        ("0.74*w ~= 0.26", "holds", ""),
        // 0.735·0.35 = 0.25725, 0.745·0.35 = 0.26075.
        ("0.74*w ~= 0.2607", "consistent", "from 0.25725 to 0.26075"),
        ("0.74*w ~= 0.2612", "fails", "from 0.25725 to 0.26075"),
        ("0.262 ~= 0.74*w", "fails", "from 0.25725 to 0.26075"),
        ("z + 0.1 ~= 0.84", "consistent", "from 0.75 to 0.85"),
        // sigmoid(0.7) is 0.66818777…
        ("a*0.5 ~= 0.30", "consistent", "from 0.30068"),
        ("a*0.5 ~= 0.29", "fails", "from 0.30068"),
        // The derivative is 0.35·0.66819·0.33181 = 0.0776…
        ("da/dx*1.0 ~= 0.081", "consistent", "from 0.0737"),
        ("da/dx*1.0 ~= 0.083", "fails", "from 0.0737"),
    ] {
        let (found, how) = judged(&format!("{sheet}claim {claim} as rounded")).remove(0);
        assert!(found == wanted && how.contains(told), "{claim}: {found}, {how}");
    }
    // A name without a value is any number.
    let (found, _) = judged("claim 0.7*v ~= 0.35 as rounded").remove(0);
    assert_ne!(found, "consistent");
}
