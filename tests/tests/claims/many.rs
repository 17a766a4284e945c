//! Claims for every layer of a deep network, and thousands in one worksheet.

use super::judged;

#[test]
fn a_bound_that_a_definition_shows_is_proved_for_every_layer() {
    // Each layer alone shows it: nothing of the thousands below is written out.
    let deep = "let N = 4000\nz[l] = w[l]*a[l-1] + b[l] for l in 1..N\na[l] = sigmoid(z[l]) for l in 1..N\n\
                given w[l] = 1/l for l in 1..N\ngiven b[*] = 0, a[0] <= 1/2\nclaim 0 < a[l] < 1 for l in 1..N";
    let all = judged(deep);
    assert_eq!(all.len(), 4000);
    assert!(
        all.iter().all(|(judgement, _)| *judgement == "holds"),
        "{:?}",
        all.iter().find(|verdict| verdict.0 != "holds")
    );
    let told = |sheet: &str| judged(sheet).into_iter().map(|(judgement, _)| judgement).collect::<Vec<_>>();
    let net = "z = w*x + b\na = tanh(z)\n";
    assert_eq!(
        told(&format!("{net}claim a^2 <= 1\nclaim a < 1/2\nclaim a >= 0")),
        ["holds", "fails", "fails"]
    );
    // A quantity that has no number anywhere is bounded by nothing.
    assert_eq!(told("given x in [-3, -1]\nz = ln(x)\na = sigmoid(z)\nclaim a > 0"), ["vacuous"]);
    for nowhere in ["sqrt(z)", "z^0.5", "ln(z)*ln(z)", "acosh(z)"] {
        assert_eq!(
            told(&format!("z = -x^2 - 1\na = sigmoid({nowhere})\nclaim a > 0")),
            ["vacuous"],
            "{nowhere}"
        );
    }
    assert_ne!(told("z = x - x\na = sigmoid(1/z)\nclaim a > 0"), ["holds"]);
    assert_eq!(told("z = ln(w)\na = sigmoid(z)\nclaim 0 < a < 1"), ["holds"]);
    // The end of a range that the definition does not reach, and one that it does.
    assert_eq!(told("a = relu(z)\nz = w*x\nclaim a >= 0\nclaim a > 0"), ["holds", "fails"]);
    assert_eq!(
        told("p = (1 - a)*(1 + a)\na = sin(z)\nz = w*x\nclaim p <= 1\nclaim p < 1"),
        ["holds", "fails"]
    );
}

#[test]
fn thousands_of_claims_share_the_work_of_one_worksheet() {
    // Each needs points: there are fewer for each, and what is false is refuted all the same.
    let many: String =
        (1..=1500).map(|at| format!("claim x^2 + {at} >= {at}\nclaim x + {at} > 0\n")).collect();
    let all = judged(&many);
    assert!(all.iter().step_by(2).all(|(judgement, _)| *judgement == "holds"));
    assert!(all.iter().skip(1).step_by(2).take(20).all(|(judgement, _)| *judgement == "fails"));
    assert!(all.iter().skip(1).step_by(2).all(|(judgement, _)| *judgement != "holds"));
}

#[test]
fn claims_about_slopes_of_deep_networks_need_no_network_written_out() {
    let net = "let N = 300\nz[l] = w[l]*a[l-1] + b[l] for l in 1..N\na[l] = sigmoid(z[l]) for l in 1..N\n\
               L = (y - a[N])^2\n";
    for (more, claim) in [
        ("", "abs(da[l]/da[l-1]) <= abs(w[l])/4 for l in 1..N"),
        ("given w[l] in [-2, 2] for l in 1..N\n", "abs(da[l]/da[l-1]) <= 1/2 for l in 1..N"),
        ("given w[l] = 1/l for l in 1..N\n", "a[l]^2 <= a[l] for l in 1..N"),
        ("", "z[l] <= w[l]*a[l-1] + b[l] for l in 1..N"),
        ("", "a[l] >= a[l]*a[l-1] for l in 2..N"),
        ("", "da[l]/dz[l] = a[l]*(1 - a[l]) for l in 1..N"),
    ] {
        let all = judged(&format!("{net}{more}claim {claim}"));
        assert!(all.len() >= 299 && all.iter().all(|(judgement, _)| *judgement == "holds"), "{claim}");
    }
    // Just beyond, and where a number of another layer would be needed.
    let told =
        judged(&format!("{net}claim abs(da[2]/da[1]) <= abs(w[2])/5\nclaim a[2] >= a[1]\nclaim a[3] = a[2]"));
    assert!(told.iter().all(|(judgement, _)| *judgement == "fails"), "{told:?}");
}
