//! `--round`: what a hand writes down, against Python's decimal arithmetic and against numbers that were printed.

use std::collections::HashMap;
use std::path::Path;

use chainrule::{DecimalRounding, Options, Outcome, run};
use chainrule_tests::{json, page};
use serde_json::Value;

fn outcome(text: &str, rounding: &str) -> Outcome {
    let rounding: DecimalRounding = rounding.parse().expect("a rounding");
    run("by-hand", text, &Options { rounding: Some(rounding), ..Options::default() })
}

fn worked(sheet: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("worked").join(sheet);
    std::fs::read_to_string(path).expect("a worked worksheet")
}

/// Everything written down, by name; of a new weight by `new:w5`, of one path among several by its chain.
fn written(text: &str, rounding: &str) -> HashMap<String, Value> {
    let report = outcome(text, rounding).report.expect("no error");
    let json: Value = serde_json::from_str(&json(&report)).expect("JSON");
    let hand = &json["by_hand"];
    let mut all = HashMap::new();
    let mut keep = |prefix: &str, line: &Value| {
        all.insert(format!("{prefix}{}", line["name"].as_str().expect("a name")), line.clone());
    };
    let list = |value: &Value| value.as_array().expect("a list").clone();
    for line in list(&hand["definitions"]) {
        keep("", &line);
    }
    for derivation in list(&hand["derivations"]) {
        for line in list(&derivation["factors"]) {
            keep("", &line);
        }
        for product in list(&derivation["products"]) {
            keep("", &product["line"]);
        }
        keep("", &derivation["result"]);
    }
    for line in list(&hand["updates"]) {
        keep("new:", &line);
    }
    all
}

/// The number that a line says, whatever zeros and exponents it is written with.
fn number(line: &Value) -> f64 {
    line["written"].as_str().expect("written down").parse().expect("a number")
}

#[test]
fn python_writes_the_same_numbers_down() {
    let mut pages: HashMap<(&str, &str), HashMap<String, Value>> = HashMap::new();
    let mut compared = 0;
    for line in include_str!("../oracle/by_hand.txt").lines() {
        let [sheet, rounding, name, expected] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("four fields: {line}")
        };
        if name.starts_with("path:") {
            continue;
        }
        let page = pages.entry((sheet, rounding)).or_insert_with(|| written(&worked(sheet), rounding));
        let value = page.get(name).unwrap_or_else(|| panic!("{line}: among {:?}", page.keys()));
        let expected: f64 = expected.parse().expect("a number");
        // Python writes -0 where a hand writes 0.
        assert_eq!(number(value).to_bits(), (expected + 0.0).to_bits(), "{line}: {value}");
        compared += 1;
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn mazurs_intermediate_numbers_come_out() {
    // As printed in "A Step by Step Backpropagation Example" (2015), at nine digits after the point.
    let page = written(&worked("mazur.chain"), "9dp:half-up");
    for (name, printed) in [
        ("net_h1", "0.3775"),
        ("out_h1", "0.593269992"),
        ("out_h2", "0.596884378"),
        ("net_o1", "1.105905967"),
        ("out_o1", "0.75136507"),
        ("out_o2", "0.772928465"),
        ("E", "0.298371109"),
        ("dE/dout_o1", "0.74136507"),
        ("dout_o1/dnet_o1", "0.186815602"),
        ("dE/dw5", "0.082167041"),
        ("dout_h1/dnet_h1", "0.241300709"),
        ("dE/dw1", "0.000438568"),
        ("new:w5", "0.35891648"),
    ] {
        let found = number(&page[name]);
        assert_eq!(found.to_bits(), printed.parse::<f64>().expect("a number").to_bits(), "{name}: {found}");
    }
}

#[test]
fn the_last_digit_is_marked_where_rounding_changed_it() {
    let lines = written(&worked("mazur.chain"), "4dp");
    assert_eq!(lines["dE/dw5"]["off"], "0");
    assert_eq!(lines["dE/dw1"]["off"], "1");
    assert_eq!(lines["dE/dw2"]["off"], "-1");
    let report = outcome(&worked("mazur.chain"), "4dp").report.expect("no error");
    insta::assert_snapshot!(
        "mazur-4dp",
        page(&report).text(100, false, false).split("By hand\n").nth(1).expect("it is there")
    );
    insta::assert_snapshot!("exam-latex", {
        let report = outcome(&worked("by-hand.chain"), "4dp").report.expect("no error");
        let latex = page(&report).latex(false);
        latex.split_once("By hand").expect("it is there").1.to_owned()
    });
}

#[test]
fn stated_numbers_are_copied_and_ties_are_told() {
    let lines = written("y = a*x\ngiven a = 0.00125, x = 1\nderive dy/dx", "4dp");
    assert_eq!(lines["dy/dx"]["written"], "0.00125");
    assert_eq!(lines["dy/dx"]["off"], "0");
    assert_eq!(lines["y"]["written"], "0.0012");
    let lines = written("y = a*x\ngiven a = 0.00125, x = 1\nderive dy/dx", "4dp:half-up");
    assert_eq!(lines["y"]["written"], "0.0013");
    // √2·√2 is a tie that no enclosure decides.
    let lines = written("r = exp(ln(2)/2)\ny = exp(ln(8)/3)/16*x\ngiven x = 1\nderive dy/dx", "2dp");
    assert!(lines["y"]["written"].is_null() && lines["y"]["off"].is_null(), "{}", lines["y"]);
}

#[test]
fn backpropagation_is_worked_out_adjoint_by_adjoint() {
    // Four layers of two, every quantity used twice: more paths than are written out.
    let mut text = String::from("a0 = x\nb0 = x\n");
    for layer in 1..=8 {
        let before = layer - 1;
        text += &format!("a{layer} = w*a{before} + v*b{before}\nb{layer} = v*a{before} + w*b{before}\n");
    }
    text += "y = a8*b8\ngiven x = 1.1, w = 0.31, v = 0.52\nderive dy/dx\n";
    let report = outcome(&text, "3sf").report.expect("no error");
    let json: Value = serde_json::from_str(&json(&report)).expect("JSON");
    let derivation = &json["by_hand"]["derivations"][0];
    // By Python's decimal arithmetic: 0.913, 0.758, 0.629, 0.522, 0.433, 0.359, 0.298, 0.247 forward, and as much back.
    assert_eq!(derivation["result"]["written"], "0.112");
    let first = derivation["products"].as_array().and_then(|products| products.first()).expect("an adjoint");
    assert_eq!(first["line"]["written"], "0.247");
    assert!(derivation["products"].as_array().expect("adjoints").len() > 10);
}

#[test]
fn without_numbers_there_is_nothing_to_work_out() {
    let report = outcome("y = w*x\nderive dy/dw", "4dp").report.expect("no error");
    assert!(page(&report).text(100, false, false).contains("state values with `given`"));
    let plain = run("plain", "y = w*x\nderive dy/dw", &Options::default()).report.expect("no error");
    assert!(!json(&plain).contains("by_hand"));
}

/// What a hand writes down can be claimed. By hand with a pocket calculator: z = 0.561741 is 0.56, 2·(0.56 - 1) is -0.88,
/// times 4.567 is -4.01896, -4.0; the weight 0.123 + 0.1·4.0 = 0.523.
#[test]
fn what_is_written_down_is_claimed() {
    let sheet = "z = w*x\nL = (z - 1)^2\ngiven w = 0.123, x = 4.567\nupdate w by 0.1\nderive dL/dw\n";
    for (claim, holds) in [
        ("z = 0.56 by hand 2sf", true),
        ("z ~= 0.562 by hand 3sf", true),
        ("z = 0.561741 by hand 2sf", false),
        ("L = 0.19 by hand 2sf", true),
        ("dL/dz = -0.88 by hand 2sf", true),
        ("-0.88 = dL/dz by hand 2sf", true),
        ("dL/dw = -4 by hand 2sf", true),
        ("dL/dw ~= -4.0 by hand 2 sf", true),
        ("dL/dw = -4.003 by hand 3sf", false),
        ("dL/dw < -4 by hand 2sf", false),
        ("dL/dw < -4", true),
        // One line more: 2·(-4.0) + 0.56.
        ("2*dL/dw + z = -7.4 by hand 2sf", true),
        ("w after 1 step = 0.523 by hand 3dp", true),
        ("w after 1 step ~= 0.52 by hand 2sf", true),
        // A stated number is copied.
        ("w = 0.123 by hand 1dp", true),
        // 0.5618… and ties: 4.567·0.123 has none; 0.25·w is 0.03075.
        ("w/4 = 0.0308 by hand 4dp half up", true),
        ("w/4 = 0.0308 by hand 4dp", true),
        ("w*5/2 = 0.308 by hand 3dp half-up", true),
        ("w*5/2 = 0.308 by hand 3dp", true),
        ("w*10/4 - 0.2 = 0.108 by hand 3dp", true),
        ("w*10/4 - 0.301 = 0.006 by hand 3dp", true),
        ("w*10/4 - 0.3 = 0.008 by hand 3dp half-even", true),
        ("w*10/4 - 0.305 = 0.002 by hand 3dp", true),
        ("w*10/4 - 0.304 = 0.004 by hand 3dp half up", true),
        ("w*10/4 - 0.303 = 0.004 by hand 3dp", true),
        ("w*10/4 - 0.303 = 0.005 by hand 3dp half up", true),
    ] {
        let report = run("by-hand", &format!("{sheet}claim {claim}"), &Options::default());
        let claims = report.report.unwrap_or_else(|| panic!("{claim}: {:?}", report.diagnostics)).claims;
        assert_eq!(claims[0].holds(), holds, "{claim}: {:?}", claims[0].judgement);
    }
    // The slope of the sigmoid from what was written down, 0.6651·(1 - 0.6651) = 0.2227…; unrounded it is 0.22275.
    let sheet = worked("by-hand.chain");
    for (claim, holds) in [
        ("dy/dz = 0.2227 by hand 4dp", true),
        ("dy/dz = 0.2228 by hand 4dp", false),
        ("dy/dz ~= 0.2228", true),
        ("dL/dv1 = -0.0412 by hand 4dp", true),
        ("z = 0.6860 by hand 4dp", true),
        ("y - t = -0.3349 by hand 4dp", true),
    ] {
        let report =
            run("by-hand", &format!("{sheet}\nclaim {claim}"), &Options::default()).report.expect("no error");
        let last = report.claims.last().expect("a claim");
        assert_eq!(last.holds(), holds, "{claim}: {:?}", last.judgement);
    }
}

#[test]
fn a_claim_by_hand_says_how_each_line_is_rounded() {
    for (text, piece) in [
        ("y = 2*x; given x = 1; claim y = 2 by hand", "`by hand 4dp`"),
        ("y = 2*x; given x = 1; claim y = 2 by hand 4", "`by hand 4dp`"),
        ("y = 2*x; given x = 1; claim y = 2 by hand 0sf", "from 1 to"),
        ("y = 2*x; given x = 1; claim y = 2 by hand 99dp", "from 1 to"),
        ("y = 2*x; given x = 1; claim 2 = 2 by hand 3sf", "nothing is computed here"),
        (
            "y[k] = 2*x[k] for k in 1..2; given x[*] = 1; claim y[k] = 2 by hand 3sf for k in 1..2",
            "a whole family",
        ),
    ] {
        let outcome = run("by-hand", &text.replace("; ", "\n"), &Options::default());
        assert!(outcome.report.is_none(), "{text}");
        let said: Vec<String> = outcome
            .diagnostics
            .iter()
            .flat_map(|diagnostic| {
                diagnostic
                    .notes
                    .iter()
                    .chain(&diagnostic.help)
                    .chain([&diagnostic.message])
                    .cloned()
                    .collect::<Vec<_>>()
            })
            .collect();
        assert!(said.iter().any(|sentence| sentence.contains(piece)), "{text}: {said:?}");
    }
    // Without a value nothing is written down.
    let report =
        run("by-hand", "y = 2*x\nclaim y = 2 by hand 3sf", &Options::default()).report.expect("no error");
    assert!(!report.claims[0].holds());
}
