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
    for own in list(&hand["derivations"]) {
        for line in list(&own["factors"]) {
            keep("", &line);
        }
        for product in list(&own["products"]) {
            keep("", &product["line"]);
        }
        keep("", &own["result"]);
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
        let own = page.get(name).unwrap_or_else(|| panic!("{line}: among {:?}", page.keys()));
        let expected: f64 = expected.parse().expect("a number");
        // Python writes -0 where a hand writes 0.
        assert_eq!(number(own).to_bits(), (expected + 0.0).to_bits(), "{line}: {own}");
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
        let own = number(&page[name]);
        assert_eq!(own.to_bits(), printed.parse::<f64>().expect("a number").to_bits(), "{name}: {own}");
    }
}

#[test]
fn the_last_digit_is_marked_where_rounding_changed_it() {
    let own = written(&worked("mazur.chain"), "4dp");
    assert_eq!(own["dE/dw5"]["off"], "0");
    assert_eq!(own["dE/dw1"]["off"], "1");
    assert_eq!(own["dE/dw2"]["off"], "-1");
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
    let own = written("y = a*x\ngiven a = 0.00125, x = 1\nderive dy/dx", "4dp");
    assert_eq!(own["dy/dx"]["written"], "0.00125");
    assert_eq!(own["dy/dx"]["off"], "0");
    assert_eq!(own["y"]["written"], "0.0012");
    let own = written("y = a*x\ngiven a = 0.00125, x = 1\nderive dy/dx", "4dp:half-up");
    assert_eq!(own["y"]["written"], "0.0013");
    // √2·√2 is a tie that no enclosure decides.
    let own = written("r = exp(ln(2)/2)\ny = exp(ln(8)/3)/16*x\ngiven x = 1\nderive dy/dx", "2dp");
    assert!(own["y"]["written"].is_null() && own["y"]["off"].is_null(), "{}", own["y"]);
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
    let own = &json["by_hand"]["derivations"][0];
    // By Python's decimal arithmetic: 0.913, 0.758, 0.629, 0.522, 0.433, 0.359, 0.298, 0.247 forward, and as much back.
    assert_eq!(own["result"]["written"], "0.112");
    let first = own["products"].as_array().and_then(|products| products.first()).expect("an adjoint");
    assert_eq!(first["line"]["written"], "0.247");
    assert!(own["products"].as_array().expect("adjoints").len() > 10);
}

#[test]
fn without_numbers_there_is_nothing_to_work_out() {
    let report = outcome("y = w*x\nderive dy/dw", "4dp").report.expect("no error");
    assert!(page(&report).text(100, false, false).contains("state values with `given`"));
    let plain = run("plain", "y = w*x\nderive dy/dw", &Options::default()).report.expect("no error");
    assert!(!json(&plain).contains("by_hand"));
}
