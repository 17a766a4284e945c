//! Families, windows, chosen rows, arrays of many indices and random expressions; and claims of textbooks, true ones beside false ones.

use chainrule::{Judgement, Options, run};

/// Worksheets, parted by empty lines, with their titles.
fn blocks(file: &str) -> Vec<(String, Vec<String>)> {
    let path = chainrule_tests::root().join("tests/oracle").join(file);
    let text = std::fs::read_to_string(path).expect("a list of worksheets");
    let lines = |block: &str| -> Vec<String> {
        block.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
    };
    let all = text.split("\n\n").map(lines).filter(|lines| !lines.is_empty());
    all.map(|mut lines| (lines.remove(0), lines)).collect()
}

fn refuted(judgement: &Judgement) -> bool {
    matches!(judgement, Judgement::Refuted { .. })
}

fn proved(judgement: &Judgement) -> bool {
    matches!(judgement, Judgement::Proved { .. })
}

/// Worksheets whose claims do not hold, and how many claims there are.
fn not_proved(file: &str) -> (Vec<String>, usize) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (title, lines) in blocks(file) {
        let outcome = run(&title, &lines.join("\n"), &Options::default());
        let Some(report) = outcome.report else {
            let said: Vec<&str> =
                outcome.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
            wrong.push(format!("{title}: {}", said.join("; ")));
            continue;
        };
        for claim in &report.claims {
            count += 1;
            if !proved(&claim.judgement) {
                wrong.push(format!("{title}: {} is {:?}", claim.text, claim.judgement));
            }
        }
    }
    (wrong, count)
}

/// The numbers come from `families.py`, by difference quotients of programs of its own.
#[test]
fn derivatives_are_the_numbers_of_difference_quotients() {
    let (wrong, count) = not_proved("families.txt");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 35, "{count} numbers");
}

/// Random expressions, read by `array_reading.py` as well: what they come to, and their derivatives.
#[test]
fn expressions_are_read_as_they_stand() {
    let (wrong, count) = not_proved("array_reading.txt");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 1000, "{count} numbers");
}

/// Each true claim stands beside one with a transpose dropped, a factor 2 dropped or an order changed.
#[test]
fn claims_of_textbooks_hold_and_those_with_a_slip_do_not() {
    let mut wrong = Vec::new();
    let mut count = 0;
    let all = ["matrix_claims.txt", "textbooks.txt", "papers.txt"].into_iter().flat_map(blocks);
    for (title, lines) in all {
        let (claims, sheet): (Vec<&String>, Vec<&String>) =
            lines.iter().partition(|line| line.starts_with(['+', '-']));
        let sheet: Vec<&str> = sheet.into_iter().map(String::as_str).collect();
        for line in claims {
            count += 1;
            let (sign, claim) = line.split_at(1);
            let outcome = run(&title, &format!("{}\nclaim {claim}\n", sheet.join("\n")), &Options::default());
            // A slip may change the shape: that is an error.
            let said = match &outcome.report {
                Some(report) => {
                    let is_all = |judge: fn(&Judgement) -> bool| {
                        report.claims.iter().all(|claim| judge(&claim.judgement))
                    };
                    if sign == "+" { is_all(proved) } else { is_all(refuted) }
                }
                None => {
                    sign == "-" && outcome.diagnostics.iter().all(|diagnostic| diagnostic.code.id == "E0801")
                }
            };
            if !said {
                let told: Vec<String> = outcome.report.map_or_else(
                    || outcome.diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect(),
                    |report| report.claims.iter().map(|claim| format!("{:?}", claim.judgement)).collect(),
                );
                wrong.push(format!("{title}: {line}: {}", told.join("; ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 1200, "{count} claims");
}

#[test]
fn steps_move_all_members() {
    let sheet = "W[1] in R^(3x2), W[2] in R^(1x3), b[1] in R^3, b[2] in R^1, h[0] in R^2, y in R^1\n\
                 h[l] = tanh(W[l]*h[l-1] + b[l]) for l in 1..2\nL = norm(h[2] - y)^2\n\
                 given W[1] = [1/2, -1; 1, 1/2; 0, 2], W[2] = [1, -1, 1/2], b[1] = [0, 0, 0], b[2] = [0]\n\
                 given h[0] = [1, 2], y = [1/2]\nupdate W[*], b[*] by 0.1 for 20 steps\n\
                 claim L after 20 steps < 0.1";
    let outcome = run("steps.chain", sheet, &Options::default());
    let report = outcome.report.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics));
    assert!(report.claims.iter().all(|claim| proved(&claim.judgement)), "{:?}", report.claims);
}

/// How much is kept of a recurrent network and of a deep one, each written out.
fn kept(count: usize) -> [usize; 2] {
    let recurrent = format!(
        "W in R^(3x3), b, h[0] in R^3\nx[t], y[t] in R^3 for t in 1..{count}\n\
         h[t] = tanh(W*h[t-1] + x[t] + b) for t in 1..{count}\n\
         L = sum(sum((h[t] - y[t])^2) for t in 1..{count})\nderive dL/dW"
    );
    let deep = format!(
        "W[l] in R^(3x3), b[l] in R^3 for l in 1..{count}\nh[0], y in R^3\n\
         h[l] = sigmoid(W[l]*h[l-1] + b[l]) for l in 1..{count}\n\
         L = sum((h[{count}] - y)^2)\nderive gradient of L"
    );
    [recurrent, deep].map(|text| {
        let report = super::report(&text);
        let report = report.arrays.expect("a worksheet with shapes");
        assert!(report.derivations.iter().all(|derivation| derivation.tally.is_sound()));
        report.arrays.count()
    })
}

#[test]
fn twice_the_steps_cost_twice_as_much() {
    for (few, many) in kept(30).into_iter().zip(kept(60)) {
        assert!(many * 10 <= few * 21, "{few} for 30 steps, {many} for 60");
    }
}
