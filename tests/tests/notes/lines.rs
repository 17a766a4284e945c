//! Single lines whose truth is known, and numbers at their printed digits.

use chainrule_notes::{Line, Verdict, single};

use super::folder;

/// What the relations of a formula come to together.
fn judged(lines: &[Line]) -> &'static str {
    let has = |is: &dyn Fn(Verdict) -> bool| lines.iter().any(|line| is(line.verdict));
    if has(&|verdict| verdict == Verdict::Wrong) {
        "false"
    } else if has(&|verdict| verdict == Verdict::NotDecided) {
        "not decided"
    } else if has(&|verdict| verdict == Verdict::NotRead) {
        "unread"
    } else if has(&Verdict::is_right) {
        "true"
    } else {
        "none"
    }
}

#[test]
fn single_lines_whose_truth_is_known() {
    lines_of("lines.tsv");
}

#[test]
fn lines_written_before_they_were_judged() {
    lines_of("fresh.tsv");
}

#[test]
fn lines_of_limits_sums_vectors_and_matrices() {
    lines_of("arrays.tsv");
}

#[track_caller]
fn lines_of(name: &str) {
    let text = std::fs::read_to_string(folder().join(name)).expect("the lines");
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in text.lines().filter(|row| !row.starts_with('#')) {
        let parts: Vec<&str> = row.split('\t').collect();
        let (truth, latex) = (parts[0], parts[1]);
        let givens: Vec<String> = parts[2]
            .split(";;")
            .map(|given| given.trim().to_owned())
            .filter(|given| !given.is_empty())
            .collect();
        let lines = single(latex, &givens);
        count += 1;
        if judged(&lines) != truth {
            wrong.push(format!("{latex} is {truth}, but judged {}: {lines:?}", judged(&lines)));
        }
    }
    assert!(count >= 150, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn numbers_are_judged_at_their_printed_digits() {
    for (latex, verdict) in [
        ("2/3 = 0.667", Verdict::PrintedDigits),
        ("2/3 = 0.66", Verdict::Cut),
        ("2/3 = 0.68", Verdict::Wrong),
        ("1/4 = 0.25", Verdict::Equal),
        ("7/2 = 4", Verdict::Wrong),
        (r"0.25^{20} \approx 10^{-12}", Verdict::OrderOfMagnitude),
        (r"0.25^{20} \approx 10^{-13}", Verdict::Wrong),
        (r"1.5^{49} \approx 6.4 \times 10^8", Verdict::Wrong),
        (r"\ln 4 = 2 \ln 2", Verdict::Equal),
        // A half is rounded to the even digit or away from 0: 0.3 of 0.35 is neither.
        (r"0.5 \times 0.5 = 0.3", Verdict::PrintedDigits),
        (r"0.5 \times 0.5 = 0.2", Verdict::PrintedDigits),
        (r"0.7 \times 0.5 = 0.3", Verdict::Cut),
        (r"0.7 \times 0.5 = 0.4", Verdict::PrintedDigits),
        (r"-0.5 \times 0.5 = -0.2", Verdict::PrintedDigits),
        (r"\frac18 = 0.12", Verdict::PrintedDigits),
        (r"\frac38 = 0.37", Verdict::Cut),
    ] {
        let lines = single(latex, &[]);
        assert_eq!(lines[0].verdict, verdict, "{latex}: {lines:?}");
    }
}

#[test]
fn a_tie_says_what_the_other_rule_of_rounding_gives() {
    for (latex, other) in
        [(r"0.5 \times 0.5 = 0.2", "0.3"), (r"-0.5 \times 0.5 = -0.2", "-0.3"), (r"\frac18 = 0.12", "0.13")]
    {
        let lines = single(latex, &[]);
        let because = lines[0].because.as_deref().unwrap_or("");
        assert!(because.contains("halfway") && because.ends_with(other), "{latex}: {because}");
    }
    // What every rule gives needs no word.
    assert_eq!(single(r"0.5 \times 0.5 = 0.3", &[])[0].because, None);
}

#[test]
fn functions_of_which_nothing_is_known_are_no_factors() {
    for latex in [r"\Psi(-x) = -\Psi(x)", "y(0) = 1", r"\chi(0) = 0", "u(0) = 0"] {
        let lines = single(latex, &[]);
        assert!(
            lines.iter().all(|line| !line.verdict.is_right() && line.verdict != Verdict::Wrong),
            "{latex}: {lines:?}"
        );
    }
}

#[test]
fn a_slip_gives_what_is_printed_and_nothing_near_it() {
    for (latex, slip) in [
        ("3 + 1 = 3", "one term is left out"),
        ("20 + 1 = 20", "one term is left out"),
        ("57 + 1 = 57", "one term is left out"),
        ("5 + 0.2 = 5", "one term is left out"),
        (r"\lfloor (28 - 3)/2 \rfloor + 1 = 12", "one term is left out"),
        ("0.8 \\cdot 0.5 = 4", "the decimal point"),
    ] {
        let lines = single(latex, &[]);
        assert_eq!(lines[0].verdict, Verdict::Wrong, "{latex}: {lines:?}");
        assert!(lines[0].slip.as_deref().is_some_and(|found| found.starts_with(slip)), "{latex}: {lines:?}");
    }
    // Half of 27 is not 13: neither is a factor that would only round to it.
    assert_eq!(single("27 = 13", &[])[0].slip, None);
}

#[test]
fn what_would_be_right_is_written_as_a_reader_writes_it() {
    for (latex, given, right) in [
        (r"\sigma'(x) = -\sigma(x)(1-\sigma(x))", "", "sigmoid(x)*(1 - sigmoid(x))"),
        (r"\frac{\partial y}{\partial x} = \frac{2x}{\sqrt{1+x^2}}", r"y = \sqrt{1+x^2}", "x/sqrt(1 + x^2)"),
        (r"\frac{\partial u}{\partial x} = \frac{1}{2x}", r"u = \ln(2x)", "1/x"),
    ] {
        let givens: Vec<String> =
            Some(given.to_owned()).into_iter().filter(|given| !given.is_empty()).collect();
        let lines = single(latex, &givens);
        assert_eq!(lines[0].value.as_deref(), Some(right), "{latex}: {lines:?}");
    }
}

#[test]
fn what_holds_nowhere_is_no_equation_to_be_solved() {
    let lines = single(r"1 - \sigma(x) = -\sigma(x)", &[]);
    assert_eq!(lines[0].verdict, Verdict::Wrong, "{lines:?}");
    assert_eq!(super::notes(r"$1 - \sigma(x) = -\sigma(x)$")[0].verdict, Verdict::Wrong);
}
