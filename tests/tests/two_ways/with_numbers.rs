//! Sheets with numbers: what only the page of the members would say keeps them there.

use chainrule::{Options, json};

use super::{parts, report};

const SOFTMAX: &str = "\
e[k] = exp(z[k]) for k in 1..100
S = sum(e[k] for k in 1..100)
p[k] = e[k]/S for k in 1..100
L = -sum(y[k]*ln(p[k]) for k in 1..100)
derive dL/dz[3]
";

#[test]
fn numbers_for_all_leaves_or_for_none() {
    let y = "given y[k] = 1/100 for k in 1..100\n";
    let by_shapes = report(&format!("{SOFTMAX}{y}given z[k] = k/100 for k in 1..100\n"), true);
    // By a difference quotient at 40 digits.
    let number = parts(&by_shapes)[0];
    assert!((number + 0.004_032_879_963_611_029).abs() < 1e-17, "{number}");
    for given in [
        "given z[*] ~ normal(0, 1) seed 3",
        "given z[2] = 1, z[*] = 1/2",
        "given z[7] = 2, z[*] = 1",
        "let c = 3\ngiven z[k] = k/(10*c) for k in 1..100",
    ] {
        let text = format!("{SOFTMAX}{y}{given}\n");
        assert!(report(&text, true).arrays.is_some(), "{given}");
    }
    for given in [
        // Of some leaves nothing is known.
        "",
        "given z[k] = k/100 for k in 1..99",
        // No fraction.
        "given z[k] = sqrt(k) for k in 1..100",
        // A definition that gives numbers.
        "z[k] = k/100 for k in 1..100",
        // Something is said of all numbers in a range.
        "given z[*] in [0, 1]",
    ] {
        let text = format!("{SOFTMAX}{y}{given}\n");
        assert!(report(&text, true).arrays.is_none(), "{given}");
    }
}

#[test]
fn what_only_members_say_keeps_the_page_of_the_members() {
    let layer = "\
z[i] = sum(w[i,j]*x[j] for j in 1..9) for i in 1..3
a[i] = relu(z[i]) for i in 1..3
L = sum(a[i]^2 for i in 1..3)
derive dL/dw[1,2]
";
    let plain = "given x[*] = 1, w[*,*] = 1/2\n";
    assert!(report(&format!("{layer}{plain}"), true).arrays.is_some());
    for (given, why) in [
        ("given x[*] = 1, w[1,1] = -8, w[*,*] = 1", "a kink"),
        ("given x[2] = 0, x[*] = 1, w[*,*] = 1", "a derivative that is 0"),
        ("given x[*] = 1/10^9, w[*,*] = 1", "one that vanishes"),
        ("given x[*] = 10^30, w[*,*] = 1", "one that overflows in f32"),
    ] {
        assert!(report(&format!("{layer}{given}\n"), true).arrays.is_none(), "{why}");
    }
}

/// The largest exponent is taken away first: the derivatives are those of a softmax, by mpmath.
#[test]
fn the_largest_of_a_family_is_told_at_once() {
    let one = "\
m = max(z[i] for i in 1..20)
e[i] = exp(z[i] - m) for i in 1..20
S = sum(e[i] for i in 1..20)
L = m + ln(S)
derive dL/dz[3], dL/dz[20]
given z[i] = i/8 for i in 1..20
";
    let rows = "\
m[i] = max(s[i,j] for j in 1..12) for i in 1..3
e[i,j] = exp(s[i,j] - m[i]) for i in 1..3, j in 1..12
S[i] = sum(e[i,j] for j in 1..12) for i in 1..3
L = sum(m[i] + ln(S[i]) for i in 1..3)
derive dL/ds[2,5], dL/ds[2,12]
given s[i,j] = i*j/8 for i in 1..3, j in 1..12
";
    let expected = [
        [0.015_288_718_109_864_7, 0.128_010_869_458_772],
        [0.040_452_680_587_926_9, 0.232_789_103_962_889_3],
    ];
    for (text, expected) in [one, rows].into_iter().zip(expected) {
        let report = report(text, true);
        assert!(report.arrays.is_some(), "{text}");
        let by_shapes = parts(&report);
        for (number, expected) in by_shapes.iter().zip(expected) {
            assert!((number - expected).abs() < 1e-15, "{number} {expected}\n{text}");
        }
        assert_eq!(by_shapes.len(), 2);
    }
}

#[test]
fn every_format_tells_one_report() {
    let text = format!("{SOFTMAX}given z[2] = 1, z[*] = 1/2, y[3] = 1, y[*] = 0\n");
    let by_shapes = report(&text, true);
    let options = Options::default();
    let page = chainrule::page(&by_shapes, &options).text(100, false, false);
    assert!(page.contains("∂L/∂z    = sum(y)·p - y "), "{page}");
    let told: serde_json::Value = serde_json::from_str(&json(&by_shapes, &options)).expect("JSON");
    assert_eq!(
        told["arrays"]["derivations"][0]["parts"][0]["right"]["text"],
        "sum(y[k] for k in 1..100)*p[3] - y[3]"
    );
}
