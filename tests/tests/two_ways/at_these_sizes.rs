//! Claims of worksheets whose sizes are numbers: they are about these sizes.

use chainrule::{ClaimReport, Options, page, run};

fn verdicts(text: &str) -> Vec<bool> {
    let outcome = run("sizes", text, &Options::default());
    let report = outcome.report.unwrap_or_else(|| panic!("{text}\n{:?}", outcome.diagnostics));
    report.claims.iter().map(ClaimReport::holds).collect()
}

#[test]
fn what_holds_at_the_sizes_of_the_worksheet_holds() {
    let sheets = [
        // A sum over nothing is the number of its terms.
        ("x in R^12\nL = sum(q*x[j] + c for j in 1..12)\n", "dL/dc = 12", "dL/dc = 11"),
        ("w in R^(12×12), x in R^12\nz = w*x + c*ones(12)\nL = sum(z)\n", "dL/dc = 12", "dL/dc = 144"),
        (
            "x in R^12, y in R^12\nL = sum((x + c*ones(12) - y)^2)\n",
            "dL/dc = 2*(sum(x) - sum(y)) + 24*c",
            "dL/dc = 2*(sum(x) - sum(y)) + 12*c",
        ),
        (
            "x in R^5\nm = sum(x)/5\nL = sum((x - m*ones(5))^2)\n",
            "dL/dx[2] = 2*(x[2] - m)",
            "dL/dx[2] = 2*x[2]",
        ),
        ("x in R^5\nm = mean(x)\nL = m^2\n", "dL/dx[2] = 2*m/5", "dL/dx[2] = 2*m/4"),
        ("x in R^12\nL = sum(q*x[j] + c for j in 1..12)\n", "dL/dc <= 12", "dL/dc < 12"),
        ("x in R^12\nL = sum(q*x[j] + c for j in 1..12)\n", "dL/dc >= 12", "dL/dc >= 13"),
    ];
    for (sheet, right, wrong) in sheets {
        let text = format!("{sheet}claim {right}\nclaim {wrong}\n");
        assert_eq!(verdicts(&text), [true, false], "{text}");
    }
}

/// The way back through batch norm over 32 numbers: with 32 written as a number it holds for 32 alone.
#[test]
fn batch_norm_by_entries() {
    let text = "x in R^32, r in R^32
m = sum(x[n] for n in 1..32)/32
s = sum((x[n] - m)^2 for n in 1..32)/32
h[n] = (x[n] - m)/sqrt(s + eps) for n in 1..32
L = sum(r[n]*(g*h[n] + b) for n in 1..32)
claim dL/dx[1] = g/sqrt(s + eps)/32*(32*r[1] - sum(r[n] for n in 1..32) - h[1]*sum(r[n]*h[n] for n in 1..32))
claim dL/dx[1] = g/sqrt(s + eps)*(32*r[1] - sum(r[n] for n in 1..32) - h[1]*sum(r[n]*h[n] for n in 1..32))
claim dL/db = sum(r)";
    assert_eq!(verdicts(text), [true, false, true]);
    let outcome = run("sizes", text, &Options::default());
    let shown = page(&outcome.report.expect("it is right"), &Options::default()).text(200, false, false);
    assert!(shown.contains("the same function for all numbers, at these sizes"), "{shown}");
}

#[test]
fn claims_that_fail_far_out_are_refuted() {
    for claim in ["relu(x - 300) = 0*x", "max(x, 500) = 0*x + 500", "relu(x - 50000) = 0*x", "sum(x) <= 2000"]
    {
        assert_eq!(verdicts(&format!("x in R^3\ny = sum(x)\nclaim {claim}")), [false], "{claim}");
    }
}

#[test]
fn numbers_within_products_are_taken_out() {
    let right = [
        "relu(3*W*x) = 3*relu(W*x)",
        "relu(3*(W*x)) = 3*relu(W*x)",
        "relu(W*(2*x)) = 2*relu(W*x)",
        "abs(-2*W*x) = 2*abs(W*x)",
        "relu(-W*x) = relu(W*x) - W*x",
        "max(2*W*x, 0*b) = 2*relu(W*x)",
    ];
    let wrong = ["relu(3*W*x) = 2*relu(W*x)", "relu(-3*W*x) = -3*relu(W*x)", "abs(-2*W*x) = -2*abs(W*x)"];
    let sheet = "W in R^(2×3), x in R^3, b in R^2\nz = sum(W*x + b)\n";
    for (claims, holds) in [(&right[..], true), (&wrong[..], false)] {
        for claim in claims {
            assert_eq!(verdicts(&format!("{sheet}claim {claim}")), [holds], "{claim}");
        }
    }
}

#[test]
fn entries_get_values_by_their_indices() {
    let right = "b in R^6, W in R^(2×3)\nL = sum(b)^2 + sum(W)\ngiven b[l] = l/2 for l in 1..6\ngiven W[i,j] = i - j for i in 1..2, j in 1..3\nclaim L = 441/4 - 3\nclaim L = 0";
    assert_eq!(verdicts(right), [true, false]);
    for wrong in [
        "given b[l] = l for l in 1..5",
        "given b[l] = l for l in 0..5",
        "given b[l+1] = l for l in 1..6",
        "given W[i,j] = i for i in 1..3, j in 1..2",
    ] {
        let text = format!("b in R^6, W in R^(2×3)\nL = sum(b)^2 + sum(W)\nderive dL/db\n{wrong}");
        let outcome = run("sizes", &text, &Options::default());
        assert!(outcome.report.is_none(), "{wrong}");
        assert_eq!(outcome.diagnostics[0].code.id, "E0803", "{:?}", outcome.diagnostics);
    }
}

/// A sum over an index inside of another function, and the mean of a family.
#[test]
fn functions_of_sums_over_indices() {
    let text = "z in R^4, y in R^4
L = ln(sum(exp(z[v]) for v in 1..4)) - z[3]
m = mean((z[i] - y[i])^2 for i in 1..4)
claim dL/dz[1] = exp(z[1])/sum(exp(z))
claim dL/dz[3] = exp(z[3])/sum(exp(z)) - 1
claim dL/dz[3] = exp(z[3])/sum(exp(z))
claim dm/dz[2] = (z[2] - y[2])/2
claim dm/dz[2] = z[2] - y[2]";
    assert_eq!(verdicts(text), [true, true, false, true, false]);
}
