//! Numbers at their limits: wide sums, exponents of any size, points that steps are tried at.
//!
//! The values were computed with fractions or with mpmath at 2 000 digits.

use chainrule::{Judgement, Options, run};

/// What the JSON report says.
fn json(text: &str) -> serde_json::Value {
    let outcome = run("numbers.chain", text, &Options { by_members: true, ..Options::default() });
    let report = outcome.report.unwrap_or_else(|| panic!("{text}: {:?}", outcome.diagnostics));
    serde_json::from_str(&chainrule_tests::json(&report)).expect("JSON")
}

/// The first derivation, worked out.
fn worked(text: &str) -> serde_json::Value {
    json(text)["derivations"][0]["worked"].clone()
}

/// How the only claim is judged.
fn judged(text: &str) -> Judgement {
    let outcome = run("numbers.chain", text, &Options::default());
    let report = outcome.report.unwrap_or_else(|| panic!("{text}: {:?}", outcome.diagnostics));
    report.claims.into_iter().next().expect("a claim").judgement
}

fn holds(text: &str) {
    let judgement = judged(text);
    assert!(matches!(judgement, Judgement::Proved { .. }), "{text}: {judgement:?}");
}

#[test]
fn wide_sums_and_products_have_their_values() {
    for (text, exact) in [
        ("given a[*] = 0.5\nL = sum((a[i] - 1)^2 for i in 1..65)\nderive dL/da[1]", "-1"),
        (
            "J = sum((w*x[i] - y[i])^2 for i in 1..65)\ngiven w = 2, x[i] = i/10 for i in 1..65, y[i] = i/7 for i in 1..65\nderive dJ/dw",
            "37466/35",
        ),
        ("given x[*] = 2\ny = prod(x[i] for i in 1..70)\nderive dy/dx[3]", "590295810358705651712"),
        // Σ x·P has 66 summands, in each of which the product stands: 66·P/2 + P/2·66·… by one of its factors.
        (
            "given x[*] = 1\nP = prod(x[i] for i in 1..66)\nz = sum(x[i]*P for i in 1..66)\nderive dz/dx[3]",
            "67",
        ),
        (
            "f(z) = z^2\ngiven x[i] = i for i in 1..70\ny = f(sum(x[i] for i in 1..70))\nderive dy/dx[1]",
            "4970",
        ),
    ] {
        let worked = worked(text);
        assert_eq!(worked["value"]["exact"], exact, "{text}");
        assert_eq!(worked["verified"]["untested"], 0, "{text}");
    }
    for text in [
        "given x[*] = 0\nL = sum((x[i] - 1)^2 for i in 1..65)\nclaim L = 65",
        "claim sum(1/i^2 for i in 1..100) < 2",
        "claim sum(1/i^2 for i in 1..100) ~= 1.63498390018489287",
        "claim prod(i for i in 1..70)/prod(i for i in 1..69) = 70",
        "S = sum(x[i] for i in 1..70) + prod(x[i] for i in 1..65)\ngiven x[*] = 1\nclaim S = 71",
        "y = exp(exp(x))\ngiven x = 0.1\nclaim d^6y/dx^6 ~= 857.5383496536599",
        "h[t] = u*h[t-1] for t in 1..100\ngiven h[0] = 1, u = 1\nclaim sum(h[t] for t in 1..100) = 100",
        "J = sum((w - y[i])^2 for i in 1..100)\ngiven w = 0, y[*] = 1\nupdate w by 1/200\nclaim J after 1 step = 0",
    ] {
        holds(text);
    }
}

#[test]
fn a_wide_sum_without_a_value_says_why() {
    let outcome = run(
        "numbers.chain",
        "given x[*] = 0\ny = 1/sum(x[i] for i in 1..70)\nderive dy/dx[1]",
        &Options::default(),
    );
    let said: Vec<&str> = outcome.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert!(said.iter().any(|message| message.contains("a division by zero")), "{said:?}");
}

#[test]
fn wide_sums_are_rounded_by_hand_too() {
    let rounding = "4dp".parse().expect("a rounding");
    let options = Options { rounding: Some(rounding), ..Options::default() };
    let text = "J = sum((w*x[i])^2 for i in 1..65)\ngiven w = 2, x[*] = 0.5\nderive dJ/dw";
    let report = run("numbers.chain", text, &options).report.expect("a report");
    assert!(report.by_hand.is_some());
}

/// Numbers whose digits nobody could write down are numbers all the same: only their exponents are kept.
#[test]
fn huge_exponents_stay_exponents() {
    for text in [
        "claim exp(1000000000000) > 2^1000000000000",
        "claim 2^1000000000000 > 0",
        "claim exp(-1000000000000) > 0",
        "claim asin(exp(-1000000000)) > 0",
        "claim exp(1e19) > 0",
        "claim 2^(2^(2^(2^(2^2)))) > 0",
        "claim x^1000000000000*x = x^1000000000001",
        "given x in [0, 1]\nclaim x^1000000000000 <= 1",
        "y = exp(1000000000000*x)\ngiven x = 1\nclaim dy/dx = 1000000000000*y",
    ] {
        holds(text);
    }
    // Larger than any number that is counted in: not decided, which is not to say that it fails.
    for text in ["claim exp(1e19) > exp(1e18)", "claim exp(exp(1000)) > 10"] {
        assert!(!matches!(judged(text), Judgement::Refuted { .. }), "{text}");
    }
    // Judged in some way, without the digits.
    for text in [
        "claim exp(1000000000000*x) >= x^3 + x - 10",
        "claim exp(exp(x^2)) >= exp(x) + x^3 - 5",
        "claim exp(1000000000000*x) >= x - 10^15",
        "claim 2^(1000000000000*x) + x^2 >= x",
        "claim sinh(x^2*10^10) >= x^5 - 3",
        "claim (x + 1)^1000000000 = (1 + x)^1000000000",
        "claim exp(1000000000000) ~= 1.79e5",
        "claim f16(exp(1000000000000)) > 0",
    ] {
        let _ = judged(text);
    }
    for rounding in ["3sf", "4dp"] {
        let options = Options { rounding: Some(rounding.parse().expect("a rounding")), ..Options::default() };
        for text in [
            "y = exp(1000000000000*x)\ngiven x = 1\nderive dy/dx",
            "y = exp(-1000000000000*x)\ngiven x = 1\nderive dy/dx",
            "y = x^1000000000000\ngiven x = 2\nderive dy/dx",
        ] {
            let _ = run("numbers.chain", text, &options);
        }
    }
}

#[test]
fn numbers_far_below_are_told() {
    let tanh = "y = (exp(x) - exp(-x))/(exp(x) + exp(-x))\nderive dy/dx\n";
    let softmax = "p = exp(a)/(exp(a) + exp(b))\nderive dp/da\n";
    for (text, value) in [
        (format!("{tanh}given x = 745"), "3.1862654583181907e-647"),
        (format!("{tanh}given x = 2500"), "1.347877659323567e-2171"),
        (format!("{softmax}given a = 0, b = 2116"), "1.0786394317556647e-919"),
    ] {
        assert_eq!(worked(&text)["value"]["decimal"], value, "{text}");
    }
    holds("y = (exp(x) - exp(-x))/(exp(x) + exp(-x))\ngiven x = 745\nclaim dy/dx > 0");
    holds("p = exp(a)/(exp(a) + exp(b))\ngiven a = 0, b = 2116\nclaim dp/da ~= 1.0786394e-919");
    holds("claim 1 - tanh(5000) > 0");
}

#[test]
fn the_sine_of_a_large_number_is_known() {
    let value = &worked("y = sin(x)\nderive dy/dx\ngiven x = 1e2000")["value"];
    assert_eq!(value["decimal"], "-0.96346431093675624");
    holds("claim sin(10^2000) ~= 0.267836744214010865");
}

/// A number that is not told from 0 has no size: not that of 0, and none with a minus infinity for its logarithm.
#[test]
fn what_is_not_told_has_no_size() {
    let worked = worked("y = sin(exp(x))*w\nderive dy/dw\ngiven x = 10^6, w = 1");
    assert_eq!(worked["value"]["log10"], serde_json::Value::Null, "{}", worked["value"]);
    let numerics = worked["numerics"].to_string();
    assert!(!numerics.contains("\"zero\""), "{numerics}");
    let zero = self::worked("y = x^2*w\nderive dy/dw\ngiven x = 0, w = 1");
    assert_eq!(zero["value"]["log10"], "-inf");
}

/// Points come from the domain of a step and from the given values.
#[test]
fn steps_are_tried_where_they_are_defined() {
    for text in [
        "y = ln(T - 273.15)\nderive dy/dT",
        "y = ln(T - 273.15)\nderive dy/dT\ngiven T = 300",
        "y = sqrt(5000 - T)*ln(T - 273.15)\nderive dy/dT",
        "y = asin(x/300 - 7)\nderive dy/dx",
        "y = acosh(x^2 - 1000)\nderive dy/dx",
        "y = ln(ln(ln(x)))\nderive dy/dx",
        "y = (x - 1000)^0.3*(1001 - x)^0.7\nderive dy/dx",
        "y = atanh(exp(x) - 1000)\nderive dy/dx",
        "f(t) = ln(t - 50)\ny = f(x) + f(2*x)\nderive dy/dx",
        "y = ln(a - 100) + ln(b - 200) + ln(c - a - b)\nderive dy/da",
    ] {
        let worked = worked(text);
        assert_eq!(worked["verified"]["untested"], 0, "{text}");
    }
    // Digits of the sine are found with more of them, not taken for known.
    let wide = worked("y = sin(10^2000*x)*x\nderive dy/dx");
    assert_eq!(wide["verified"]["untested"], 0);
    let width = wide["verified"]["worst_width"].as_f64().expect("a number");
    assert!(width > 0.0 && width < 1e-9, "{width}");
}

#[test]
fn what_is_untested_is_not_called_verified() {
    let text = "m = min(u, u)\nL = tanh(m)\nderive dL/du\ngiven u = 1/3";
    let report = run("numbers.chain", text, &Options::default()).report.expect("a report");
    let untested = report.derivations[0].tally.untested;
    let page = chainrule_tests::page(&report).text(100, false, false);
    assert_eq!(untested > 0, page.contains("not fully verified"), "{page}");
    assert_eq!(untested == 0, page.lines().any(|line| line.starts_with("verified")), "{page}");
}

#[test]
fn the_largest_of_many_is_derived_in_few_steps() {
    let list = |count: u32| (1..=count).map(|place| format!("x{place}")).collect::<Vec<_>>().join(", ");
    for count in [3u32, 64, 4_000] {
        let values = (1..=count).map(|place| format!("x{place} = {}/7", (place * 7_919) % 10_007));
        let values = values.collect::<Vec<_>>().join(", ");
        let top = (1..=count).max_by_key(|place| (place * 7_919) % 10_007).expect("some");
        let text = format!("m = max({})\nderive dm/dx{top}\ngiven {values}", list(count));
        let worked = worked(&text);
        assert_eq!(worked["value"]["exact"], "1", "{count}");
        assert_eq!(worked["verified"]["untested"], 0, "{count}");
        // One for each pair around it.
        let steps = worked["verified"]["steps"].as_u64().expect("a count");
        assert!(steps < 2 * u64::from(count.ilog2()) + 12, "{count}: {steps}");
    }
}
