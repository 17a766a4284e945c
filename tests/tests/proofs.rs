//! What proofs rest on: fields that nobody can aim at, equality before inequality, searches that end, and formulas that
//! are not said to hold where they were not checked.

use chainrule::{Doubt, Judgement, Options, Outcome, run};
use chainrule_tests::{json, page};
use serde_json::Value;

fn outcome(sheet: &str) -> Outcome {
    run("proofs", sheet, &Options::default())
}

fn judgements(sheet: &str) -> Vec<Judgement> {
    let outcome = outcome(sheet);
    let Some(report) = outcome.report else { panic!("{sheet}{:?}", outcome.diagnostics) };
    report.claims.iter().map(|claim| claim.judgement.clone()).collect()
}

fn judgement(sheet: &str) -> Judgement {
    let mut all = judgements(sheet);
    assert_eq!(all.len(), 1, "{sheet}");
    all.remove(0)
}

fn is_proved(sheet: &str) -> bool {
    matches!(judgement(sheet), Judgement::Proved { .. })
}

fn shown(sheet: &str) -> String {
    let outcome = outcome(sheet);
    let Some(report) = outcome.report else { panic!("{sheet}{:?}", outcome.diagnostics) };
    page(&report).text(100, false, false)
}

/// False, each where its roots are defined: by a constant sign, or by a number that is zero modulo a prime.
const FALSE_FAR_OUT: &[&str] = &[
    "sqrt(5*x - 2*sqrt(6)*x)*sqrt(x^3 - 1e40) = (sqrt(2) - sqrt(3))*sqrt(x)*sqrt(x^3 - 1e40)",
    "4081821535481049360*x*sqrt(x^3 - 1e40) = x*sqrt(x^3 - 1e40)",
    "2305843009213693952*x*sqrt(x^3 - 1e40) = x*sqrt(x^3 - 1e40)",
    "sqrt(2809*x)*sqrt(x^3 - 1e40) = -53*sqrt(x)*sqrt(x^3 - 1e40)",
    "sqrt(x^2 - 2*x + 1)*sqrt(x^3 - 1e40) = (1 - x)*sqrt(x^3 - 1e40)",
    "sqrt(5*x - 2*sqrt(6)*x)*sqrt(x - 1e300) = (sqrt(2) - sqrt(3))*sqrt(x)*sqrt(x - 1e300)",
    "sqrt(6*x - 2*sqrt(5)*x)*ln(x - 1e15) = (1 - sqrt(5))*sqrt(x)*ln(x - 1e15)",
    "exp(ln(5*x - 2*sqrt(6)*x)/2)*sqrt(x - 1e20) = (sqrt(2) - sqrt(3))*sqrt(x)*sqrt(x - 1e20)",
    "(7 - 4*sqrt(3))^(1/2)*x^(1/2)*sqrt(x - 1e18) = (sqrt(3) - 2)*sqrt(x)*sqrt(x - 1e18)",
    "sqrt(x*(11 - 2*sqrt(30)))*sqrt(x - 1e18) = (sqrt(5) - sqrt(6))*sqrt(x)*sqrt(x - 1e18)",
    "sqrt(2*x^2*10000000000000061^2)*sqrt(x - 1e25) = -sqrt(2)*10000000000000061*x*sqrt(x - 1e25)",
    "sqrt(2*x - sqrt(3)*x)*sqrt(x - 1e60) = (sqrt(x/2) - sqrt(3*x/2))*sqrt(x - 1e60)",
];

#[test]
fn what_is_false_far_out_is_refuted_there() {
    for claim in FALSE_FAR_OUT {
        let judgement = judgement(&format!("claim {claim}\n"));
        assert!(matches!(judgement, Judgement::Refuted { .. }), "{claim}: {judgement:?}");
    }
}

#[test]
fn what_is_defined_at_no_point_that_is_found_is_not_proved() {
    for claim in [
        // Nowhere defined: √x and √−x meet at 0 alone, where −1 has no root.
        "sqrt(5*x - 2*sqrt(6)*x)*sqrt(-x - 1) = (sqrt(2) - sqrt(3))*sqrt(x)*sqrt(-x - 1)",
        // Defined on a strip as thin as a hair.
        "sqrt(3*x - 2*sqrt(2)*x)*sqrt(1/10^40 - (x - 123457/1009)^2) = \
         (1 - sqrt(2))*sqrt(x)*sqrt(1/10^40 - (x - 123457/1009)^2)",
    ] {
        assert!(!is_proved(&format!("claim {claim}\n")), "{claim}");
    }
}

#[test]
fn roots_of_constants_have_their_signs() {
    for claim in [
        "sqrt(5*x - 2*sqrt(6)*x) = (sqrt(3) - sqrt(2))*sqrt(x)",
        "sqrt(11*x - 2*sqrt(30)*x) = (sqrt(6) - sqrt(5))*sqrt(x)",
        "sqrt(5*x - 2*sqrt(6)*x)*sqrt(x^3 - 1e40) = (sqrt(3) - sqrt(2))*sqrt(x)*sqrt(x^3 - 1e40)",
        "sqrt(2809*x) = 53*sqrt(x)",
        "sqrt(1018081*x) = 1009*sqrt(x)",
        "sqrt(9 - 4*sqrt(5)) = sqrt(5) - 2",
        "sqrt(3 - 2*sqrt(2)) = sqrt(2) - 1",
        "sqrt(x^2) = abs(x)",
        "ln(x^2) = 2*ln(abs(x))",
    ] {
        assert!(is_proved(&format!("claim {claim}\n")), "{claim}");
    }
}

#[test]
fn signs_that_exclude_each_other_are_no_case() {
    // Each is true because two of the arguments are never positive, or never negative, at once.
    for claim in [
        "relu(x - 1)*relu(-x - 1) = 0",
        "relu(x - 2)*step(1 - x) = 0",
        "relu(x - y - 1)*relu(y - x) = 0",
        "step(x - 3)*step(2 - x) = 0",
        "abs(x) + abs(x - 1) >= 1",
        "max(x, y) - min(x, y) >= 0",
        "abs(x - y) + abs(y - z) >= abs(x - z)",
    ] {
        assert!(is_proved(&format!("claim {claim}\n")), "{claim}");
    }
    // False, each in a case that is possible.
    for claim in ["relu(x - 1)*relu(3 - x) = 0", "step(x - 2)*step(3 - x) = 0", "abs(x) + abs(x - 1) >= 2"] {
        let judgement = judgement(&format!("claim {claim}\n"));
        assert!(matches!(judgement, Judgement::Refuted { .. }), "{claim}: {judgement:?}");
    }
}

#[test]
fn bounds_are_added_over_paths() {
    let page = shown("u = sigmoid(x)\nv = tanh(x)\nL = 3*u + 5*v\nderive dL/dx\n");
    // 3·1/4 + 5·1, which is reached at 0; their product would be less.
    assert!(page.contains("abs(dL/dx) <= 23/4") || page.contains("|∂L/∂x| ≤ 23/4"), "{page}");
    let page = shown("u = sigmoid(x)\nv = tanh(x)\nL = p*u + q*v\nderive dL/dx\n");
    assert!(page.contains("1/4·|p| + |q|") || page.contains("1/4*abs(p) + abs(q)"), "{page}");
    let page = shown("u = tanh(x)\nv = tanh(2*x)\nk = tanh(x/2)\nL = u/10 + v/10 + k/10\nderive dL/dx\n");
    // 1/10 + 2/10 + 1/20
    assert!(page.contains("≤ 0.35 "), "{page}");
}

#[test]
fn equal_sides_are_never_below_each_other() {
    for sheet in [
        "given x in [1, 5.4)\nclaim exp(sqrt(((x + 2)*(x + 2))^2)) >= exp((x + 2)*(x + 2))\n",
        "given y in [-0.5, 0.5)\nclaim cos(asin(y)) >= sqrt(1 - y^2)\n",
        "given x in [-1, 1)\nclaim 2*(sin((x + 2)^(-1)*tan(x))*cos((x + 2)^(-1)*tan(x))) <= \
         sin(2*((x + 2)^(-1)*tan(x)))\n",
        "given x in [-5, -4.9]\nclaim sigmoid(sqrt(1 - sin(x)^2)) >= sigmoid(cos(x))\n",
        "claim tanh(ln(exp(x*y))) <= tanh(x*y)\n",
        "claim -exp(sin(x)^2) >= -exp(1 - cos(x)^2)\n",
        "given x in [1, 3]\nclaim exp(x)*sqrt(x^4) >= exp(x)*x^2\n",
        "claim max(x*y, y*x) <= y*x\n",
    ] {
        assert!(is_proved(sheet), "{sheet}{:?}", judgement(sheet));
    }
    // Equal sides are not strictly ordered.
    for claim in ["exp(2*x) > exp(x)^2", "sin(x)^2 + cos(x)^2 < 1"] {
        assert!(!is_proved(&format!("claim {claim}\n")), "{claim}");
    }
}

#[test]
fn searches_end_and_say_where() {
    for sheet in [
        "z[l] = w[l]*a[l-1] for l in 1..40\na[l] = sigmoid(z[l]) for l in 1..40\ngiven w[*] in [-3, 3]\n\
         claim abs(da[40]/da[0]) <= (74/100)^40\n",
        "given x in [-1, 1], y in [-1, 1], u in [-1, 1]\n\
         claim sin(x*y + u)*exp(x*u) - cos(y*u - x)*sin(x + y*u)*exp(-y) <= 23/10 + sin(x*y*u)/9\n",
    ] {
        match judgement(sheet) {
            Judgement::Undecided(why) => {
                assert_eq!(why, Doubt::NotProved { ended_after: Some(6_000_000) });
            }
            other => {
                assert!(matches!(other, Judgement::Proved { .. } | Judgement::Refuted { .. }), "{other:?}");
            }
        }
    }
}

fn chain(depth: usize, weights: &str, claim: &str) -> String {
    format!(
        "z[l] = w[l]*a[l-1] for l in 1..{depth}\na[l] = sigmoid(z[l]) for l in 1..{depth}\n\
         given w[*] in {weights}\nclaim {claim}\n"
    )
}

#[test]
fn bounds_of_deep_nets_are_exact() {
    for (depth, weights, base) in [
        (5, "[-9/10, 9/10]", "9/40"),
        (33, "[-3, 3]", "3/4"),
        (50, "[-3, 3]", "3/4"),
        (120, "[-9/10, 9/10]", "9/40"),
        (2000, "[-1, 1]", "1/4"),
    ] {
        let bound = format!("abs(da[{depth}]/da[0]) <= ({base})^{depth}");
        assert!(is_proved(&chain(depth, weights, &bound)), "{bound}");
    }
    // Skips: each factor is 1 + a slope times a weight.
    let residual = "h[l] = h[l-1] + tanh(w[l]*h[l-1]) for l in 1..60\ngiven w[*] in [-1/10, 1/10]\n\
                    claim abs(dh[60]/dh[0]) <= (11/10)^60\n";
    assert!(is_proved(residual));
    // One last digit below what is reached where every z is 0.
    let below = "z[l] = w[l]*a[l-1] for l in 1..40\na[l] = tanh(z[l]) for l in 1..40\ngiven w[*] in [-3, 3]\n\
                 claim abs(da[40]/da[0]) <= 3^40 - 1/10^30\n";
    assert!(!is_proved(below));
}

#[test]
fn equations_of_deep_nets_are_proved_by_names() {
    let sheet = "z[l] = w[l]*a[l-1] for l in 1..400\na[l] = sigmoid(z[l]) for l in 1..400\n\
                 L = (a[400] - y)^2\nclaim dL/dw[1] = dL/dz[1]*a[0]\n";
    assert!(is_proved(sheet));
    let wrong = sheet.replace("*a[0]\n", "*a[1]\n");
    assert!(!is_proved(&wrong));
}

#[test]
fn ties_of_equal_functions_are_ties() {
    for (sheet, slope) in [
        // tanh'(tanh 1/3)·tanh'(1/3)
        ("n = tanh(u)\nm = min(n, n)\nL = tanh(m)\n", "0.80997684952"),
        ("a = sigmoid(u)\nb = u*a\nL = tanh(max(a + b, b + a))\n", "0.522689836987"),
        ("a = exp(u)\nb = exp(2*u)\nL = max(a*a, b)\n", "3.8954680821"),
        ("a = sin(u)\nb = cos(u)\nL = max(a*a + b*b, tanh(u) - tanh(u) + 1)\n", "0"),
    ] {
        let outcome = outcome(&format!("{sheet}given u = 1/3\nderive dL/du\nclaim dL/du ~= {slope}\n"));
        let report = outcome.report.expect("a report");
        assert!(
            matches!(report.claims[0].judgement, Judgement::Proved { .. }),
            "{sheet}{:?}",
            report.claims[0].judgement
        );
        let said: Vec<&str> =
            outcome.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert!(said.iter().any(|message| message.contains("taken at a tie")), "{sheet}{said:?}");
    }
    // No tie, however close.
    let close =
        outcome("a = exp(u)\nL = max(a, a + 1e-60)\ngiven u = 1/3\nderive dL/du\nclaim dL/du ~= 1.3956124\n");
    assert!(
        close.diagnostics.iter().all(|diagnostic| !diagnostic.message.contains("tie")),
        "{:?}",
        close.diagnostics
    );
    // A number at a kink that no digits tell.
    let kink =
        outcome("a = sqrt(2)*sqrt(u) - sqrt(6)\nL = relu(a)\ngiven u = 3\nderive dL/du\nclaim dL/du = 0\n");
    assert!(
        kink.diagnostics.iter().any(|diagnostic| diagnostic.message.contains("there is a kink")),
        "{:?}",
        kink.diagnostics
    );
    assert!(matches!(kink.report.expect("a report").claims[0].judgement, Judgement::Proved { .. }));
}

#[test]
fn formulas_with_an_open_size_say_where_they_were_checked() {
    let chain = "z[l] = w[l]*a[l-1] for l in 1..N\na[l] = sigmoid(z[l]) for l in 1..N\n";
    let page = shown(&format!("let N\n{chain}L = a[N]^2\nderive dL/da[0]\n"));
    assert!(page.contains("with N left open, checked at N = 4 to 13, 16 and 20\n"), "{page}");
    assert!(
        page.contains("For other N\nit is not proved.") || page.contains("For other N it is not proved."),
        "{page}"
    );
    for (sum, worst) in [
        // More paths at the sizes that are not zeros of the bound: 8 is one.
        ("sum(a[0] for k in 1..((N-4)*(N-5)*(N-6)*(N-7)*(N-9)*(N-13)*(N-20))^2)", 8),
        // Another path from 31 on.
        ("sum(a[0] for k in 31..N)", 31),
        ("sum(a[0] for k in 11..N)", 11),
    ] {
        let sheet = format!("let N\n{chain}L = a[N]^2 + {sum}\nderive dL/da[0]\n");
        let report = outcome(&sheet).report.unwrap_or_else(|| panic!("{sheet}"));
        let json: Value = serde_json::from_str(&json(&report)).expect("JSON");
        assert_eq!(json["at_every_size"].as_array().map(Vec::len), Some(0), "{sheet} differs at {worst}");
    }
}
