//! Stated derivatives of random networks, beside totals worked out in whole numbers and by intervals of fractions.

use chainrule::Outcome;
use chainrule_tests::json;

use super::{CONTRADICTS, IMPOSSIBLE, outcome, refused, report};

/// Numbers that depend on nothing but the seed.
struct Draws(u64);

impl Draws {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A network of sums with whole coefficients: by quantity, its inputs with theirs.
fn network(draws: &mut Draws) -> Vec<Vec<(usize, i64)>> {
    (0..8)
        .map(|user: usize| {
            let mut inputs = Vec::new();
            for input in 0..user {
                if user > 1 && (input + 1 == user || draws.below(3) == 0) {
                    inputs.push((input, i64::try_from(draws.below(5)).expect("small") - 2));
                }
            }
            inputs.retain(|&(_, coefficient)| coefficient != 0);
            inputs
        })
        .collect()
}

/// The derivative over all ways, forwards.
fn total(network: &[Vec<(usize, i64)>], of: usize, by: usize) -> i64 {
    let mut moved = vec![0; network.len()];
    moved[by] = 1;
    for quantity in by + 1..=of {
        moved[quantity] =
            network[quantity].iter().map(|&(input, coefficient)| coefficient * moved[input]).sum();
    }
    moved[of]
}

/// Whether one is below the other, whatever the coefficients.
fn reaches(network: &[Vec<(usize, i64)>], of: usize, by: usize) -> bool {
    let mut reached = vec![false; network.len()];
    reached[by] = true;
    for quantity in by + 1..=of {
        reached[quantity] = network[quantity].iter().any(|&(input, _)| reached[input]);
    }
    reached[of]
}

#[test]
fn true_totals_change_nothing_and_false_ones_are_refused() {
    let mut draws = Draws(20_261_129);
    let mut stated_whole = 0;
    for _ in 0..60 {
        let network = network(&mut draws);
        let mut text = String::new();
        for (quantity, inputs) in network.iter().enumerate().filter(|(_, inputs)| !inputs.is_empty()) {
            let terms: Vec<String> =
                inputs.iter().map(|(input, coefficient)| format!("({coefficient})*v{input}")).collect();
            text.push_str(&format!("v{quantity} = {}; ", terms.join(" + ")));
        }
        let is_defined = |quantity: usize| !network[quantity].is_empty();
        let pairs: Vec<(usize, usize)> = (0..8)
            .flat_map(|of| (0..of).map(move |by| (of, by)))
            .filter(|&(of, by)| is_defined(of) && reaches(&network, of, by))
            .collect();
        if pairs.is_empty() {
            continue;
        }
        let mut pins: Vec<(usize, usize)> = Vec::new();
        for _ in 0..3 {
            let pair = pairs[usize::try_from(draws.below(pairs.len() as u64)).expect("small")];
            if !pins.contains(&pair) {
                pins.push(pair);
            }
        }
        stated_whole += pins.len();
        let queries: Vec<String> = pairs.iter().map(|(of, by)| format!("dv{of}/dv{by}")).collect();
        text.push_str(&format!("derive {}; ", queries.join(", ")));
        let state = |wrong: Option<usize>| {
            let each: Vec<String> = pins
                .iter()
                .enumerate()
                .map(|(place, &(of, by))| {
                    format!("dv{of}/dv{by} = {}", total(&network, of, by) + i64::from(wrong == Some(place)))
                })
                .collect();
            format!("{text}given {}", each.join(", "))
        };
        let worked = report(&state(None));
        let told: serde_json::Value = serde_json::from_str(&json(&worked)).expect("JSON");
        for ((of, by), derivation) in pairs.iter().zip(told["derivations"].as_array().expect("a list")) {
            let value = derivation["worked"]["value"]["exact"].as_str().expect("an exact value");
            assert_eq!(value, total(&network, *of, *by).to_string(), "dv{of}/dv{by} of {}", state(None));
        }
        let Outcome { diagnostics, report, .. } = outcome(&state(Some(0)));
        assert!(report.is_none(), "{}", state(Some(0)));
        assert!(diagnostics.iter().any(|diagnostic| diagnostic.code.id == CONTRADICTS), "{}", state(Some(0)));
    }
    assert!(stated_whole > 100, "{stated_whole}");
}

/// Stated derivatives that are possible or not, and what derivatives reach within ranges, by `tests/oracle/pins.py`.
#[test]
fn stated_and_bounded_as_worked_out_elsewhere() {
    let (mut possible, mut impossible, mut bounded) = (0, 0, 0);
    for line in include_str!("../../oracle/pins.txt").lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<&str> = line.split(" | ").collect();
        match *parts.as_slice() {
            ["possible", text] => {
                report(text);
                possible += 1;
            }
            ["impossible", text] => {
                refused(text, IMPOSSIBLE);
                impossible += 1;
            }
            ["bound", text, derivative, ends] => {
                let (least, most) = ends.split_once(' ').expect("two ends");
                let [least, most] = [least, most].map(|end| end.parse::<f64>().expect("a number"));
                let report: serde_json::Value = serde_json::from_str(&json(&report(text))).expect("JSON");
                let whole = &report["derivations"][0]["bounds"]["whole"];
                let end = |name: &str| {
                    let text = whole[name].as_str()?;
                    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
                    Some(above.parse::<f64>().ok()? / below.parse::<f64>().ok()?)
                };
                let near = |end: f64| 1e-9 * (1.0 + end.abs());
                if let Some(lower) = end("lower") {
                    assert!(
                        lower <= least + near(least),
                        "{text}: {derivative} reaches {least}, not from {lower}"
                    );
                    bounded += 1;
                }
                if let Some(upper) = end("upper") {
                    assert!(
                        upper >= most - near(most),
                        "{text}: {derivative} reaches {most}, not up to {upper}"
                    );
                    bounded += 1;
                }
            }
            _ => panic!("{line}"),
        }
    }
    assert!(possible > 50 && impossible > 30 && bounded > 150, "{possible}, {impossible}, {bounded}");
}
