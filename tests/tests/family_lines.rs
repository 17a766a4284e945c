//! Definitions of the members of a family, written once: read again, what is printed defines the same quantities.

use chainrule::{Options, run};
use chainrule_tests::{everything, json, page};
use serde_json::Value;

fn report(text: &str) -> chainrule::Report {
    let outcome = run("family", text, &Options { by_members: true, ..Options::default() });
    outcome.report.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics))
}

/// The forward equations of the page, in ASCII, each on one line.
fn forward(report: &chainrule::Report) -> Vec<String> {
    let shown = page(report).text(10_000, true, false);
    let lines = shown.lines().skip(2).take_while(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// What each quantity is, by name: a family written backwards is printed forwards.
fn quantities(report: &chainrule::Report) -> Vec<String> {
    let whole: Value = serde_json::from_str(&json(report)).expect("JSON");
    let all = whole["quantities"].as_array().expect("a list");
    let mut all: Vec<String> = all.iter().map(ToString::to_string).collect();
    all.sort();
    all
}

#[test]
fn what_is_printed_defines_the_same() {
    let chain = "z[l] = w[l]*a[l-1] + b[l] for l in 1..N\na[l] = sigmoid(z[l]) for l in 1..N";
    let first = "a[0] = x\na[l] = tanh(w[l]*a[l-1])/l for l in 1..N";
    let backwards = "s[N] = 2*x\ns[N-k] = s[N-k+1]*r[N-k] for k in 1..N-1";
    let open = "c[k] depends on u[k], v[2*k], x for k in 1..N";
    let taken = "l = x^2\nc[k] = u[k]*l + v for k in 1..N";
    let odd = "c[k] = u[k]*x for k in 1..N\nd[1] = x\nd[2] = 3*x\nd[k] = d[k-2]*c[k] for k in 3..N";
    for sheet in [chain, first, backwards, open, taken, odd] {
        for size in [5, 12, 30] {
            let text = format!("let N = {size}\n{sheet}\nL = x + y\nderive dL/dx");
            let Some(worked) = run("family", &text, &Options::default()).report else {
                assert_eq!(sheet, open, "only this may be no statement of the language");
                continue;
            };
            let lines = forward(&worked);
            assert_eq!(lines.iter().any(|line| line.contains(" for ")), size > 6, "{lines:?}");
            let again = report(&format!("{}\nderive dL/dx", lines.join("\n")));
            assert_eq!(quantities(&worked), quantities(&again), "{lines:?}");
        }
    }
}

#[test]
fn a_member_that_differs_is_listed_apart() {
    let mut text: Vec<String> =
        (1..=20).map(|layer| format!("a[{layer}] = w[{layer}]*a[{}]", layer - 1)).collect();
    text.push("L = a[20]^2\nderive dL/dw[3]".to_owned());
    for odd in [1, 2, 9, 19, 20] {
        let mut text = text.clone();
        text[odd - 1] = format!("a[{odd}] = w[{odd}]*a[{}] + 1", odd - 1);
        let worked = report(&text.join("\n"));
        let lines = forward(&worked);
        let apart = format!("a[{odd}]");
        assert!(lines.iter().any(|line| line.trim_start().starts_with(&apart)), "{lines:?}");
        let again = report(&format!("{}\nderive dL/dw[3]", lines.join("\n")));
        assert_eq!(quantities(&worked), quantities(&again), "{lines:?}");
    }
}

#[test]
fn all_is_listed_where_all_is_asked_for() {
    let text = "a[l] = tanh(w[l]*a[l-1]) for l in 1..12\nderive da[12]/dw[1]";
    let options = Options { full: true, ..everything() };
    let report = run("family", text, &options).report.expect("no error");
    let shown = chainrule::page(&report, &options).text(100, false, false);
    assert!(!shown.contains(" for l = "));
    for layer in 1..=12 {
        assert!(shown.contains(&format!("a[{layer}]")));
    }
}

/// The page speaks of indices with the worksheet's own letters.
#[test]
fn the_letters_of_the_worksheet() {
    let steps = "h[t] = w*h[t-1] for t in 1..9\nL = h[9]\n";
    let shown = page(&report(&format!("{steps}derive dL/dh[0]"))).text(200, true, false);
    assert!(shown.contains("h[t] = w*h[t-1]"), "{shown}");
    assert!(shown.contains("prod(dh[t]/dh[t-1] for t in 1..9)"), "{shown}");
    let shown = page(&report(&format!("{steps}derive dL/dw"))).text(200, true, false);
    assert!(shown.contains("for k in t + 1..9"), "{shown}");
    // Each family has its own.
    let two = "z[l] = w[l]*z[l-1] for l in 1..9\ns[t] = z[9]*s[t-1] for t in 1..8\nL = s[8]\nderive dL/dw[1]";
    let lines = forward(&report(two));
    assert!(lines[0].contains("z[l] = w[l]*z[l-1]") && lines[1].contains("s[t] = z[9]*s[t-1]"), "{lines:?}");
    // A letter that is the name of something else is left alone.
    let taken = "h[l] = l*h[l-1] for l in 1..9\nL = h[9]\nderive dL/dh[0]";
    let outcome = run("family", taken, &Options::default());
    let shown = outcome.report.map(|report| page(&report).text(200, true, false)).unwrap_or_default();
    assert!(!shown.contains("t[t]"), "{shown}");
}

const DENSE: &str = "z[i] = sum(w[i,j]*x[j] for j in 1..5) + b[i] for i in 1..9
m = mean(z[i] for i in 1..9)
L = -2*sum(z[i]^2 for i in 1..9)^2*q - sum(sum(z[i]*x[j] for j in 1..3) for i in 1..2)/m
derive dL/dx[1]";

#[test]
fn sums_stay_sums() {
    let lines = forward(&report(DENSE));
    assert_eq!(
        lines,
        [
            "  z[i] = sum(w[i,j]*x[j] for j in 1..5) + b[i]   for i in 1..9",
            "  m    = sum(z[i] for i in 1..9)/9",
            "  L    = -2*sum(z[i]^2 for i in 1..9)^2*q - sum(sum(z[i]*x[j] for j in 1..3) for i in 1..2)/m",
        ]
    );
}

#[test]
fn sums_reach_as_far_as_they_should_where_formulas_are_drawn() {
    let report = report(DENSE);
    let latex = page(&report).latex(false);
    // A power of a sum, and what is multiplied behind one.
    assert!(latex.contains(r"-2 \cdot \left(\sum_{i = 1}^{9} z_{i}^{2}\right)^{2} \cdot q"), "{latex}");
    assert!(latex.contains(r"\sum_{j = 1}^{5} w_{i,j} \cdot x_{j} + b_{i}"), "{latex}");
}

#[test]
fn short_sums_are_written_out() {
    let text = "z[i] = sum(w[i,j]*x[j] for j in 1..3) + b[i] for i in 1..2
L = sum(z[i]^2 for i in 1..2)
derive dL/dx[1]";
    let lines = forward(&report(text));
    assert_eq!(lines[2], "  L    = z[1]^2 + z[2]^2");
    assert!(lines[0].contains("w[1,3]*x[3]"), "{lines:?}");
    // Beside the letter of its family it stays a sum.
    let lines = forward(&report(&text.replace("for i in 1..2", "for i in 1..9")));
    assert_eq!(lines[0], "  z[i] = sum(w[i,j]*x[j] for j in 1..3) + b[i]   for i in 1..9");
}

#[test]
fn a_member_keeps_its_sums_with_its_own_indices() {
    let text = "o[j] = sum(k[i]*x[2*j+i-2] for i in 1..4) for j in 1..2
r[t] = sum(h[t]*h[s]/s for s in 1..t+3) for t in 1..2
L = sum(prod(x[i] - j for j in 1..2)*o[i]*r[i] for i in 1..2)
derive dL/dk[1]";
    let lines = forward(&report(text));
    assert_eq!(
        lines,
        [
            "  o[1] = sum(k[i]*x[i] for i in 1..4)",
            "  o[2] = sum(k[i]*x[i+2] for i in 1..4)",
            "  r[1] = sum(h[1]*h[s]/s for s in 1..4)",
            "  r[2] = sum(h[2]*h[s]/s for s in 1..5)",
            "  L    = sum(prod(x[i] - j for j in 1..2)*o[i]*r[i] for i in 1..2)",
        ]
    );
}
