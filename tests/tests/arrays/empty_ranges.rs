//! Ranges that have no index at some sizes.

use chainrule::{Judgement, Options, claim_reason, run};

/// At the sizes that a worksheet states they are refused: what holds at others says nothing of these.
#[test]
fn a_range_without_indices_at_the_stated_size_is_refused() {
    for sheet in [
        "x in R^n\nlet n = 2\nL = sum(x[i]^2 for i in 2..n-1)\nclaim dL/dx[2] = 2*x[2]",
        "x in R^n\nlet n = 4\nL = sum(x[i]^2 for i in 1..n-2)\nM = sum(x[i] for i in 6..n-6)\nclaim dL/dx[4] = 2*x[4]",
        "x in R^n\ngiven x = [1, 2]\nL = sum(x[i]^2 for i in 2..n-1)\nclaim L = 0",
        "x in R^n, k in R^5\nlet n = 3\ny[i] = sum(k[j]*x[i+j-1] for j in 1..5) for i in 1..n-4\nL = sum(y)\nclaim L = 0",
    ] {
        let outcome = run("ranges", sheet, &Options::default());
        assert!(outcome.report.is_none(), "{sheet}");
        assert!(
            outcome.diagnostics.iter().any(|wrong| wrong.message.contains("has none at n = ")),
            "{sheet}"
        );
    }
    let sheet = "x in R^n\nlet n = 4\nL = sum(x[i]^2 for i in 2..n-1)\nclaim dL/dx[2] = 2*x[2]\nclaim dL/dx[4] = 0\nclaim dL/dx[4] = 2*x[4]";
    let report = run("ranges", sheet, &Options::default()).report.expect("a report");
    let holds: Vec<bool> =
        report.claims.iter().map(|claim| matches!(claim.judgement, Judgement::Proved(_))).collect();
    assert_eq!(holds, [true, true, false]);
}

/// Elsewhere what is proved is proved for sizes at which there are some.
#[test]
fn what_is_proved_for_sizes_with_indices_says_so() {
    let sheet = "x in R^n\nL = sum(x[i]^2 for i in 1..n-2)\nclaim dL/dx[i] = 2*x[i] for i in 6..n-6\nclaim dL/dx[4] = 2*x[4]";
    let report = run("ranges", sheet, &Options::default()).report.expect("a report");
    for claim in &report.claims {
        let reason = claim_reason(&report, claim);
        assert!(reason.contains("all sizes at which no range is empty"), "{reason}");
    }
}
