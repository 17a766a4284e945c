//! Derivatives that have no number: what is said that a program gives is what a claim in f64 holds it to.

use chainrule::{Judgement, Options, run};

use super::Random;

/// A formula with a point at which it, or its slope, has no number, more often than not.
fn singular(random: &mut Random) -> String {
    let leaf =
        |random: &mut Random| random.pick(&["x", "a", "x - a", "x^2", "2*x", "x*a", "abs(x)"]).to_owned();
    let inner = leaf(random);
    let middle = match random.below(8) {
        0 => format!("sqrt({inner})"),
        1 => format!("ln({inner})"),
        2 => format!("1/({inner})"),
        3 => format!("({inner})^a"),
        4 => format!("abs({inner}) - sqrt({inner})"),
        5 => format!("cbrt({inner})"),
        6 => format!("max({inner}, 0)"),
        _ => format!("exp({inner}) - 1"),
    };
    let outer = match random.below(7) {
        0 => "sqrt(u)",
        1 => "u*ln(u)",
        2 => "u^x",
        3 => "u/x",
        4 => "x/u",
        5 => "u^2",
        _ => "u*x",
    };
    let (x, a) = (random.pick(&["0", "0", "0", "1", "-1"]), random.pick(&["0", "0", "1", "2", "1/2", "-1"]));
    format!("u = {middle}\ny = {outer}\ngiven x = {x}, a = {a}\nderive dy/dx\n")
}

/// What a note says that a program gives for `dy/dx`, as claims write it.
fn said(text: &str) -> Option<String> {
    let report = run("singular", text, &Options::default()).report?;
    let refusal = report.derivations.first()?.refusal.as_ref()?;
    let note = refusal.diagnostic.notes.iter().find_map(|note| note.strip_prefix("a program gives "))?;
    let value = note.split([':', ',']).next()?;
    Some(match value {
        "NaN" => "nan".to_owned(),
        "∞" => "inf".to_owned(),
        "-∞" => "-inf".to_owned(),
        number => number.to_owned(),
    })
}

#[test]
fn what_a_program_gives_is_what_a_claim_in_f64_holds_it_to() {
    let mut random = Random(17);
    let mut count = 0;
    for _ in 0..900 {
        if count == 150 {
            break;
        }
        let text = singular(&mut random);
        let Some(value) = said(&text) else { continue };
        count += 1;
        let claimed = format!("{text}claim dy/dx = {value} in f64\n");
        let outcome = run("singular", &claimed, &Options::default());
        let report = outcome.report.unwrap_or_else(|| panic!("{claimed}\n{:?}", outcome.diagnostics));
        let judgement = &report.claims[0].judgement;
        assert!(matches!(judgement, Judgement::Proved(_)), "{claimed}\n{judgement:?}");
    }
    assert!(count >= 100, "{count} formulas have no number");
}

#[test]
fn powers_of_zero_and_roots_below_differences_are_those_of_the_tape() {
    for (text, value) in [
        ("y = x^a\ngiven x = 0, a = 0\nderive dy/dx\n", "nan"),
        ("u = abs(x) - sqrt(x)\ny = sqrt(u)\ngiven x = 0\nderive dy/dx\n", "-inf"),
    ] {
        let found = said(text);
        let claimed = format!("{text}claim dy/dx = {value} in f64\n");
        let report = run("singular", &claimed, &Options::default()).report.expect("a report");
        assert!(matches!(report.claims[0].judgement, Judgement::Proved(_)), "{claimed}");
        assert_eq!(found.as_deref(), Some(value), "{text}");
    }
}
