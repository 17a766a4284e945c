//! Entries and lines that are asked for, indices that are far out, claims that nothing was tried for, and how conditions between
//! indices are written.

use chainrule::{Judgement, Options, run};

use super::{refusal, report};

fn page(sheet: &str) -> String {
    chainrule::page(&report(sheet), &Options::default()).text(100, false, false)
}

fn judgement(sheet: &str) -> Judgement {
    report(sheet).claims.first().expect("a claim").judgement.clone()
}

const LAYER: &str = "W in R^(m×n), x in R^n, y in R^m\nz = W*x\nL = norm(z - y)^2\n";

#[test]
fn entries_and_lines_of_derivatives_are_asked_for() {
    for (asked, line) in [
        ("dL/dW[1,2]", "∂L/∂W[1,2] = 2·(z[1] - y[1])·x[2]"),
        ("dL/dW[1,*]", "∂L/∂W[1,*] = 2·(z[1] - y[1])·x"),
        ("dL/dW[*,2]", "∂L/∂W[*,2] = 2·x[2]·(z - y)"),
        ("dL/dx[2]", "∂L/∂x[2] = 2·Σ(W[i,2]·(z[i] - y[i]) for i in 1..m)"),
        ("dz[2]/dx", "∂z[2]/∂x = W[2,*]"),
    ] {
        let told = page(&format!("{LAYER}derive {asked}"));
        assert!(told.contains(line), "{asked}: {line} is not in\n{told}");
    }
    let told = page("z in R^3\np = softmax(z)\nderive dp[1]/dz[2]");
    assert!(told.contains("-p[1]·p[2]"), "{told}");
    // By hand: z = [5, 11], z - y = [4, 12], 2·4·2 = 16.
    let given = "given W = [1, 2; 3, 4], x = [1, 2], y = [1, -1]\n";
    let told = page(&format!("{LAYER}{given}derive dL/dW[1,2], dL/dW[2,1]"));
    assert!(told.contains("= 16") && told.contains("= 24"), "{told}");
    let (told, _) = refusal(&format!("{LAYER}derive dL/dW[0,2]"));
    assert!(told.starts_with("E0423"), "{told}");
    let (told, _) = refusal(&format!("{LAYER}derive dL/dW[1]"));
    assert!(told.starts_with("E0424 `W` has 2 indices, not 1"), "{told}");
    let (told, help) = refusal(&format!("{LAYER}derive dL/dW[i,j]"));
    assert!(told.starts_with("E0502") || told.contains("by numbers"), "{told}");
    assert!(help[0].contains("derive dL/dW"), "{help:?}");
}

#[test]
fn indices_far_out_are_judged_at_small_sizes() {
    let sheet = "X in R^(3000x2), w in R^2\nL = (w^T*X[2000,*])^2\n";
    let told = page(&format!("{sheet}derive dL/dw"));
    assert!(told.contains("2·(wᵀ·X[2000,*])·X[2000,*]") && !told.contains("not verified"), "{told}");
    let claim = |claim: &str| judgement(&format!("{sheet}claim {claim}"));
    assert!(matches!(claim("dL/dw = 2*(w^T*X[2000,*])*X[2000,*]"), Judgement::Proved { .. }));
    for wrong in ["dL/dw = (w^T*X[2000,*])*X[2000,*]", "dL/dw = 2*(w^T*X[2000,*])*X[1999,*]"] {
        assert!(matches!(claim(wrong), Judgement::Refuted { .. }), "{wrong}");
    }
    let entry = |claim: &str| judgement(&format!("x in R^5000\nL = x[4000]^2 + x[1]*x[4999]\nclaim {claim}"));
    assert!(matches!(entry("dL/dx[4000] = 2*x[4000]"), Judgement::Proved { .. }));
    assert!(matches!(entry("dL/dx[1] = x[4999]"), Judgement::Proved { .. }));
    assert!(matches!(entry("dL/dx[4999] = x[2]"), Judgement::Refuted { .. }));
    assert!(matches!(entry("dL/dx[1] = x[4000]"), Judgement::Refuted { .. }));
}

#[test]
fn slopes_of_softmax_stay_below_one_half_from_three_entries_on() {
    let claim = |size: &str, claim: &str| judgement(&format!("z in R^{size}\np = softmax(z)\nclaim {claim}"));
    assert!(matches!(claim("3", "norm_2(dp/dz) < 1/2"), Judgement::Proved { .. }));
    assert!(matches!(claim("7", "norm_2(dp/dz) < 1/2"), Judgement::Proved { .. }));
    assert!(matches!(claim("n", "norm_2(dp/dz) <= 1/2"), Judgement::Proved { .. }));
    // Of two equal scores it is 1/2.
    for size in ["2", "n"] {
        assert!(matches!(claim(size, "norm_2(dp/dz) < 1/2"), Judgement::Refuted { .. }), "{size}");
    }
    assert!(!matches!(claim("3", "norm_2(dp/dz) < 9/20"), Judgement::Proved { .. }));
}

#[test]
fn nothing_is_said_of_numbers_that_were_not_tried() {
    // No numbers: the root of a number that is never above 0.
    let sheet = "x in R^n\nL = sqrt(-1 - norm(x)^2)\nclaim dL/dx = -x/L";
    let outcome = run("arrays.chain", sheet, &Options::default());
    if let Some(report) = outcome.report {
        let told = chainrule::page(&report, &Options::default()).text(100, false, false);
        assert!(!told.contains("agree at the numbers tried"), "{told}");
    }
}

#[test]
fn conditions_between_indices_are_written_with_one_of_them_alone() {
    let told = page("x in R^n\ny[i] = x[i+1] - x[i] for i in 1..n-1\nderive dy/dx");
    assert!(told.contains("[j = i + 1] - [i = j]"), "{told}");
    assert!(!told.contains("= 0]"), "{told}");
}

#[test]
fn an_index_that_no_member_has_is_told_as_that() {
    let sheet = "W[l] in R^(n×n) for l in 1..3\nx in R^n\nL = sum(W[4]*x)\nderive dL/dx";
    let (told, _) = refusal(sheet);
    assert_eq!(told, "E0423 there is no `W[4]`: the members of `W` go from 1 to 3");
}

#[test]
fn arrays_are_written_out_in_claims_and_definitions() {
    let proved = |sheet: &str| matches!(judgement(sheet), Judgement::Proved { .. });
    let refuted = |sheet: &str| matches!(judgement(sheet), Judgement::Refuted { .. });
    let sum = "x in R^2\nL = x[1] + 2*x[2]\n";
    for literal in ["[1; 2]", "[1, 2]", "[[1], [2]]", "2*[1/2, 1]"] {
        assert!(proved(&format!("{sum}claim dL/dx = {literal}")), "{literal}");
    }
    assert!(refuted(&format!("{sum}claim dL/dx = [2; 1]")));
    assert!(refuted(&format!("{sum}claim dL/dx = [1; 0]")));
    let form = "A in R^(2x2), x in R^2\nz = [0, 1; -1, 0]*x\nL = norm(z - x)^2\n";
    assert!(proved(&format!("{form}claim dz/dx = [[0, 1], [-1, 0]]")));
    assert!(refuted(&format!("{form}claim dz/dx = [[0, -1], [1, 0]]")));
    // (J - I)^T (J - I) = 2·I
    assert!(proved(&format!("{form}claim dL/dx = 4*x")));
    assert!(proved(&format!("{form}claim d^2L/dx^2 = [4, 0; 0, 4]")));
    assert!(
        page(&format!("{form}derive dz/dx")).contains("[0, 1; -1, 0]·x"),
        "{}",
        page(&format!("{form}derive dz/dx"))
    );
    // Sizes by letter that have a number: z = [3, 7], 2·Wᵀ·z = [48, 68].
    let given = "W in R^(m×n), x in R^n\nL = norm(W*x)^2\ngiven W = [1, 2; 3, 4], x = [1, 1]\n";
    assert!(proved(&format!("{given}claim dL/dx = [48, 68]")));
    assert!(refuted(&format!("{given}claim dL/dx = [48, 67]")));
    let turn = "t in R, x in R^2\ny = [cos(t), -sin(t); sin(t), cos(t)]*x\nL = y[1]\n";
    assert!(proved(&format!("{turn}claim dL/dt = -x[1]*sin(t) - x[2]*cos(t)")));
    assert!(refuted(&format!("{turn}claim dL/dt = -x[1]*sin(t) + x[2]*cos(t)")));
    let (told, _) = refusal("x in R^n\nL = sum(x + [1, 2])\nderive dL/dx");
    assert!(told.starts_with("E0801 `x` (n) and `[1, 2]` (2)"), "{told}");
    let (told, _) = refusal("x in R^3\nL = sum([1, 2; 3]*x)\nderive dL/dx");
    assert!(told.starts_with("E0803"), "{told}");
    let (told, _) = refusal("x in R^3\nL = sum(x)\nclaim dL/dx = [1, 1]");
    assert!(told.starts_with("E0801"), "{told}");
}

#[test]
fn shares_among_several_largest_entries_are_called_a_convention() {
    let has_convention = |sheet: &str| {
        let told: Vec<String> = page(sheet).split_whitespace().map(str::to_owned).collect();
        told.join(" ").contains("by convention they share it equally")
    };
    let all = |x: &str| has_convention(&format!("x in R^3\nL = max(x)\ngiven x = {x}\nderive dL/dx"));
    assert!(all("[1, 4, 4]"));
    assert!(!all("[1, 4, 3]"));
    let rows = |x: &str| {
        has_convention(&format!("X in R^(2x2)\nL = sum(max(X, each row))\ngiven X = {x}\nderive dL/dX"))
    };
    assert!(rows("[1, 1; 2, 3]"));
    assert!(!rows("[1, 2; 1, 3]"));
}

/// Each true claim beside false ones; those of Magnus and Neudecker.
#[test]
fn claims_about_stacked_columns_are_judged_by_entries() {
    for (sheet, yes, no) in [
        (
            "A in R^(p×m), X in R^(m×n), B in R^(n×q)\n",
            &["d vec(A*X*B)/d vec(X) = kron(B^T, A)", "dvec(A*X*B)/dvec(X) = kron(B, A^T)^T"][..],
            &["d vec(A*X*B)/d vec(X) = 2*kron(B^T, A)", "d vec(A*X*B)/d vec(X) = kron(B^T, -2*A)/3"][..],
        ),
        (
            "W in R^(m×n), x in R^n\n",
            &["d vec(W*x)/d vec(W) = kron(x^T, I(m))"],
            &["d vec(W*x)/d vec(W) = -kron(x^T, I(m))"],
        ),
        (
            "X, A, B in R^(n×n)\n",
            &[
                "d vec(X*X)/d vec(X) = kron(X^T, I(n)) + kron(I(n), X)",
                "d vec(X^-1)/d vec(X) = -kron(X^-T, X^-1)",
                "d vec(A*X*B + X)/d vec(X) = kron(B^T, A) + kron(I(n), I(n))",
            ],
            &[
                "d vec(X*X)/d vec(X) = kron(X, I(n)) + kron(I(n), X)",
                "d vec(X*X)/d vec(X) = 2*kron(I(n), X)",
                "d vec(X^-1)/d vec(X) = -kron(X^-1, X^-T)",
                "d vec(A*X*B)/d vec(X) = kron(A, B^T)",
            ],
        ),
        (
            "X in R^(m×n), x in R^m\n",
            &["d vec(x*x^T)/d vec(x) = kron(I(m), x) + kron(x, I(m))"],
            &["d vec(x*x^T)/d vec(x) = 2*kron(x, I(m))"],
        ),
    ] {
        for claim in yes {
            assert!(
                matches!(judgement(&format!("{sheet}claim {claim}")), Judgement::Proved { .. }),
                "{claim}"
            );
        }
        for claim in no {
            assert!(
                matches!(judgement(&format!("{sheet}claim {claim}")), Judgement::Refuted { .. }),
                "{claim}"
            );
        }
    }
    let (told, help) =
        refusal("A in R^(p×m), X in R^(m×n), B in R^(n×q)\nclaim d vec(A*X*B)/d vec(X) = kron(A, B^T)");
    assert!(
        told.starts_with("E0801 `A` is p×m: here stands a matrix of q×n") && help[0].contains("kron(B^T, A)"),
        "{told}"
    );
    let (told, _) = refusal("A in R^(n×n)\nL = tr(kron(A, A))\nderive dL/dA");
    assert!(told.starts_with("E0805 the sizes of `kron(A, A)` are products of sizes"), "{told}");
}

/// Kronecker products and stacked columns as arrays: by hand, `kron([1, 2; 3, 4], [0, 1; 1, 0])` has the second matrix
/// times each entry of the first, and `vec(A·X·B)` is `kron(Bᵀ, A)·vec(X)` (The Matrix Cookbook, 520).
#[test]
fn kronecker_products_and_stacked_columns_are_arrays() {
    let sheet =
        "A, B in R^(2×2)\ngiven A = [1, 2; 3, 4], B = [0, 1; 1, 0]\nK = kron(A, B)\nL = norm_F(K)^2\n";
    for (claim, holds) in [
        ("K = [0, 1, 0, 2; 1, 0, 2, 0; 0, 3, 0, 4; 3, 0, 4, 0]", true),
        ("K = [0, 0, 1, 2; 0, 0, 3, 4; 1, 2, 0, 0; 3, 4, 0, 0]", false),
        ("L = 60", true),
        ("dL/dA = 2*norm_F(B)^2*A", true),
        ("dL/dA = 2*norm_F(A)^2*A", false),
        ("dL/dB = 2*norm_F(A)^2*B", true),
        ("K[3,2] = 3", true),
    ] {
        let judgement = judgement(&format!("{sheet}claim {claim}"));
        let is_as_said = match judgement {
            Judgement::Proved { .. } => holds,
            Judgement::Refuted { .. } => !holds,
            _ => false,
        };
        assert!(is_as_said, "{claim}: {judgement:?}");
    }
    let stacked = "A in R^(2×3), X in R^(3×2), B in R^(2×4), y in R^8\nv = vec(A*X*B)\nL = norm(v - y)^2\n";
    for (claim, holds) in [
        ("v = kron(B^T, A)*vec(X)", true),
        ("v = kron(A, B^T)*vec(X)", false),
        ("vec(dL/dX) = 2*kron(B, A^T)*(v - y)", true),
        ("vec(dL/dX) = 2*kron(B^T, A)*(v - y)", false),
    ] {
        let outcome = run("stacked.chain", &format!("{stacked}claim {claim}"), &Options::default());
        let judgement =
            outcome.report.and_then(|report| report.claims.first().map(|claim| claim.judgement.clone()));
        let is_as_said = match judgement {
            Some(Judgement::Proved { .. }) => holds,
            Some(Judgement::Refuted { .. }) | None => !holds,
            Some(_) => false,
        };
        assert!(is_as_said, "{claim}: {judgement:?}");
    }
    let (told, help) = refusal("A in R^(m×n), B in R^(2×2)\nK = kron(A, B)\nL = sum(K)\nderive dL/dA");
    assert!(told.contains("products of sizes") && help[0].contains("let n = 3"), "{told} {help:?}");
    let (_, help) = refusal("x in R^6\nY = reshape(x, 2, 3)\nL = sum(Y)\nderive dL/dx");
    assert!(help[0].contains("Y[i,j] = x[3*i+j-3]") && help[1].contains("Y[i,j] = x[i+2*j-2]"), "{help:?}");
}
