//! Worksheets with declared shapes: values of members by a range, claims by entries whose range the shapes give, claims on
//! either side of kinks, and what is said of a transposed factor that stands elsewhere as it is. The right answers are
//! worked out by hand.

use chainrule::{Judgement, Options, run};

/// The page of a worksheet, as text.
fn page(sheet: &str) -> String {
    let outcome = run("members.chain", sheet, &Options::default());
    let report = outcome.report.unwrap_or_else(|| panic!("{sheet}: {:?}", outcome.diagnostics));
    chainrule_tests::usual_page(&report).text(10_000, false, false)
}

/// What is said about a worksheet: each message with its helps and the texts it points at.
fn said(sheet: &str) -> Vec<String> {
    let outcome = run("members.chain", sheet, &Options::default());
    outcome.diagnostics.iter().map(|diagnostic| format!("{} {diagnostic:?}", diagnostic.code.id)).collect()
}

/// `holds`, `fails` or `undecided`, for each claim of a worksheet.
fn judged(sheet: &str) -> Vec<&'static str> {
    let outcome = run("members.chain", sheet, &Options::default());
    let report = outcome.report.unwrap_or_else(|| panic!("{sheet}: {:?}", outcome.diagnostics));
    let claims = report.claims.iter().map(|claim| match claim.judgement {
        Judgement::Proved { .. } => "holds",
        Judgement::Refuted { .. } => "fails",
        Judgement::Vacuous { .. } => "vacuous",
        Judgement::Undecided { .. } => "undecided",
        Judgement::Consistent { .. } => "consistent",
    });
    claims.collect()
}

const NET: &str = "W[l] in R^(2×2), b[l] in R for l in 1..3\nh[0] in R^2\n\
    h[l] = W[l]*h[l-1] + b[l]*[1, 1] for l in 1..3\nL = sum(h[3])\ngiven h[0] = [1, 2]\n";

#[test]
fn members_get_values_by_a_range() {
    // [1, 2; 3, 4]·[1, 2] = [5, 11], then [27, 59], then [145, 317]: the sum is 462.
    for given in [
        "given W[l] = [1, 2; 3, 4] for l in 1..3, b[l] = 0 for l in 1..3",
        "given W[l] = [1, 2; 3, 4] for l in 1..3\ngiven b[k] = 0 for k in 1..3",
        "given W[l+1] = [1, 2; 3, 4] for l in 0..2, b[*] = 0",
        "given W[2] = [1, 2; 3, 4]\ngiven W[l] = [1, 2; 3, 4] for l in 1..1\ngiven W[3] = [1, 2; 3, 4], b[*] = 0",
        "let N = 3\ngiven W[l] = [1, 2; 3, 4] for l in 1..N, b[l] = 0 for l in 1..N",
        "given W[1] = [1, 2; 3, 4], b[*] = 0\ngiven W[l] = [1, 2; l+1, 4] for l in 2..2, W[3] = [1, 2; 3, 4]",
    ] {
        assert_eq!(judged(&format!("{NET}{given}\nclaim L = 462\nderive dL/dW[1]")), ["holds"], "{given}");
    }
    // [1, 0; 0, 1]·[1, 2] + 1 = [2, 3], [2, 0; 0, 2]·… + 4 = [8, 10], [3, 0; 0, 3]·… + 9 = [33, 39].
    let given = "given W[l] = [l, 0; 0, l] for l in 1..3, b[l] = l^2 for l in 1..3";
    assert_eq!(judged(&format!("{NET}{given}\nclaim L = 72\nderive dL/dW[1]")), ["holds"]);
}

#[test]
fn members_that_are_not_declared_get_their_shape_by_their_value() {
    let sheet =
        "x in R^2\ngiven a[l] = 1/l for l in 1..3, x = [6, 12]\nz = a[1]*a[2]*a[3]*x\nclaim z = [1, 2]";
    assert_eq!(judged(sheet), ["holds"]);
}

#[test]
fn two_values_for_one_member_are_told_with_both_places() {
    for given in [
        "given W[l] = [1, 2; 3, 4] for l in 1..3\ngiven W[2] = [1, 2; 3, 4]",
        "given W[2] = [1, 2; 3, 4]\ngiven W[l] = [1, 2; 3, 4] for l in 1..3",
        "given W[l] = [1, 2; 3, 4] for l in 1..2, W[l] = [1, 2; 3, 4] for l in 2..3",
        "given W[*] = [1, 2; 3, 4], W[l] = [1, 2; 3, 4] for l in 2..2",
    ] {
        let all = said(&format!("{NET}{given}\nderive dL/dW[1]"));
        assert!(
            all.iter()
                .any(|message| message.contains("has a value already") && message.contains("first here")),
            "{all:?}"
        );
    }
}

#[test]
fn a_range_that_goes_too_far_or_is_missing_is_told() {
    let all = said(&format!("{NET}given W[l] = [1, 2; 3, 4] for l in 1..4\nderive dL/dW[1]"));
    assert!(all[0].contains("there is no `W[4]`: `W` has the members 1..3"), "{all:?}");
    let all = said(&format!("{NET}given W[l] = [1, 2; 3, 4]\nderive dL/dW[1]"));
    assert!(all[0].contains("write `W[l] = … for l in 1..3` for those of a range"), "{all:?}");
}

const LINE: &str = "X in R^(m×n), w in R^n, y in R^m\nr = X*w - y\nL = sum(r^2)\n";

#[test]
fn a_claim_by_entries_runs_over_the_axes_at_which_its_letters_stand() {
    for (claim, range, right) in [
        ("dL/dw[j] = sum(2*X[i,j]*r[i] for i in 1..m)", "for j in 1..n", "holds"),
        ("dL/dw[j] = sum(X[i,j]*r[i] for i in 1..m)", "for j in 1..n", "fails"),
        ("dL/dr[i] = 2*r[i]", "for i in 1..m", "holds"),
        ("dL/dX[i,j] = 2*r[i]*w[j]", "for i in 1..m, j in 1..n", "holds"),
        ("dL/dX[i,j] = 2*r[i]*w[i]", "", ""),
        ("dr/dw[i,j] = X[i,j]", "for i in 1..m, j in 1..n", "holds"),
        ("dr[i]/dw[j] = X[i,j]", "for i in 1..m, j in 1..n", "holds"),
        ("r[k]^2 >= 0", "for k in 1..m", ""),
    ] {
        let sheet = format!("{LINE}claim {claim}");
        if right.is_empty() {
            if range.is_empty() {
                assert!(said(&sheet)[0].contains("for i in 1.."), "{:?}", said(&sheet));
            }
            continue;
        }
        assert_eq!(judged(&sheet), [right], "{claim}");
        let shown = page(&sheet);
        assert!(shown.contains(&format!("{claim} {range}")), "{shown}");
    }
}

#[test]
fn of_members_the_claim_is_rewritten_with_a_range() {
    let all = said(&format!("{NET}claim dL/db[l] = 1"));
    assert!(all[0].contains("write `claim dL/db[l] = 1 for l in 1..3`"), "{all:?}");
    // Beside a range of members, the entries run over their axes.
    let sheet =
        format!("{NET}claim h[l][i] = W[l][i,1]*h[l-1][1] + W[l][i,2]*h[l-1][2] + b[l] for l in 1..3");
    assert_eq!(judged(&sheet), ["holds"; 3]);
}

#[test]
fn a_transposed_factor_is_told_where_it_stands_elsewhere_as_it_is() {
    for function in ["relu", "leaky_relu", "tanh", "sigmoid", "abs", "gelu"] {
        let shown = page(&format!(
            "x in R^n, W in R^(m×n), V in R^(k×m), b in R^m, y in R^k\nh = {function}(W*x + b)\n\
             u = {function}(V*h)\nL = norm(u - y)^2\nderive dL/dx"
        ));
        for name in ["V", "W"] {
            let told = format!("summed over the row index of {name}: its transpose");
            assert!(shown.contains(&told), "{function}: {shown}");
        }
    }
    let shown = page(
        "X in R^(p×n), W in R^(n×m), V in R^(m×k), Y in R^(p×k)\nH = relu(X*W)\nL = sum((H*V - Y)^2)\nderive dL/dX",
    );
    assert!(shown.contains("summed over the column index of W: its transpose"), "{shown}");
    // What stands as it is has no such words.
    let shown = page("x in R^n, W in R^(m×n), v in R^m\nh = relu(W^T*v)\nL = x^T*h\nderive dL/dv");
    assert!(!shown.contains("of W: its transpose"), "{shown}");
}

/// For arrays of any size, and for numbers.
fn claims(right: &str, all: &[&str]) {
    let mut wrong = Vec::new();
    for claim in all {
        for declared in [
            "x in R^n, y in R^n, W in R^(m×n), a in R",
            "x in R^(m×n), y in R^(m×n), a in R",
            "x in R, y in R, a in R, q in R^2",
        ] {
            let takes =
                |name: &str| !claim.contains(name) || declared.contains(&format!("{name} in R^(m×n)"));
            if !takes("W") || (claim.contains("sum") && !declared.contains("W in")) {
                continue;
            }
            let verdicts = judged(&format!("{declared}\nclaim {claim}"));
            if verdicts != [right] {
                wrong.push(format!("{verdicts:?}, not {right}: {claim} ({declared})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_holds_on_either_side_of_kinks_is_shown() {
    claims(
        "holds",
        &[
            "relu(2*x) = 2*relu(x)",
            "relu(-x) = relu(x) - x",
            "abs(2*x) = 2*abs(x)",
            "relu(x^2) = x^2",
            "relu(-3*x) = 3*relu(-x)",
            "relu(x) - relu(-x) = x",
            "abs(x) = relu(x) + relu(-x)",
            "relu(relu(x)) = relu(x)",
            "abs(x)^2 = x^2",
            "relu(exp(x)) = exp(x)",
            "abs(sigmoid(x)) = sigmoid(x)",
            "relu(x) = (x + abs(x))/2",
            "sqrt(x^2) = abs(x)",
            "relu(-x^2) = 0",
            "relu(a^2*x) = a^2*relu(x)",
            "leaky_relu(2*x) = 2*leaky_relu(x)",
            "min(x, 0) = -relu(-x)",
            "max(x, y) = x + relu(y - x)",
            "max(x, y) + min(x, y) = x + y",
            "step(2*x) = step(x)",
            "relu(x/2 - y/2) = relu(x - y)/2",
            "relu(-W*x) = relu(W*x) - W*x",
            "sum(relu(2*x)) = 2*sum(relu(x))",
            "sum(abs(x)) = sum(relu(x)) + sum(relu(-x))",
            "relu(sum(x^2)) = sum(x^2)",
        ],
    );
}

#[test]
fn what_fails_on_one_side_of_a_kink_is_refuted() {
    claims(
        "fails",
        &[
            "relu(2*x) = relu(x)",
            "relu(-2*x) = -2*relu(x)",
            "relu(-x) = relu(x)",
            "abs(2*x) = abs(x)",
            "abs(-2*x) = -2*abs(x)",
            "relu(x^2) = x",
            "relu(a*x) = a*relu(x)",
            "abs(x + y) = abs(x) + abs(y)",
            "relu(x + y) = relu(x) + relu(y)",
            "relu(x + 20) = x + 20",
            "relu(x) = abs(x)",
            "step(-x) = 1 - step(x)",
            "relu(W*x) = 2*relu(W*x)",
            "sum(relu(2*x)) = sum(relu(x))",
        ],
    );
}

#[test]
fn what_holds_by_a_definition_is_shown() {
    let sheet = "x in R^n, W in R^(m×n)\nz = W*x\nh = relu(2*z)\nclaim h = 2*relu(z)\nclaim h = 2*relu(W*x)\nclaim h = relu(z)";
    assert_eq!(judged(sheet), ["holds", "holds", "fails"]);
}
