//! The JSON report: its schema is up to date, and what is in it is what the page says.

use chainrule::{Options, run};
use chainrule_tests::json;
use serde_json::Value;

/// Where the schema lies, seen from the package of these tests.
const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/schema/report.schema.json");

/// `CHAINRULE_UPDATE=1 cargo test --workspace --test json` writes it anew.
#[test]
fn the_schema_in_docs_is_that_of_the_types() {
    let wanted = chainrule::json_schema();
    if std::env::var_os("CHAINRULE_UPDATE").is_some() {
        std::fs::write(SCHEMA, &wanted).expect("the schema can be written");
    }
    let found = std::fs::read_to_string(SCHEMA).expect("docs/schema/report.schema.json exists");
    assert!(found == wanted, "docs/schema/report.schema.json is not that of the types");
}

fn report(text: &str) -> Value {
    let outcome = run("json.chain", text, &Options { by_members: true, ..Options::default() });
    let report = outcome.report.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics));
    serde_json::from_str(&json(&report)).expect("JSON")
}

fn by_id<'json>(list: &'json Value, id: &Value) -> &'json Value {
    let found = list.as_array().expect("a list").iter().find(|entry| entry["id"] == *id);
    found.unwrap_or_else(|| panic!("no {id} in {list}"))
}

/// What is shared is written once, so that what a sum of n squares takes grows with n, not with n².
#[test]
fn what_is_shared_is_written_once() {
    let length = |terms: usize| {
        let json = report(&format!("S = sum(x[i]^2 for i in 1..{terms})\nderive gradient of S"));
        let steps = &json["workings"][0]["steps"];
        assert_eq!(steps[0]["after"]["definition_of"], "S");
        let last = steps[1]["after"]["text"].as_str().expect("a text");
        assert!(last.len() < 20, "{last}");
        assert_eq!(json["factors"].as_array().map(Vec::len), Some(terms));
        json.to_string().len()
    };
    assert!(length(400) < 21 * length(20));
}

/// Every number under a field, wherever it stands.
fn numbers_under<'json>(json: &'json Value, field: &str) -> Vec<&'json Value> {
    let mut found = Vec::new();
    let mut stack = vec![json];
    while let Some(value) = stack.pop() {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get(field).and_then(Value::as_array).into_iter().flatten());
                stack.extend(fields.values());
            }
            Value::Array(items) => stack.extend(items),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}

/// A long sum inside a square stands in each of its derivatives, and is written once.
#[test]
fn long_parts_are_written_once() {
    let sheet = |terms: usize| {
        report(&format!("L = (sum(w[i]*x[i] for i in 1..{terms}) - y)^2\nderive gradient of L"))
    };
    let [short, long, longer] = [200, 300, 1_200].map(sheet);
    assert!(short["long_parts"].is_null() && numbers_under(&short, "parts").is_empty());
    let parts = long["long_parts"].as_array().expect("a list");
    assert_eq!(parts.len(), 1);
    let sum = parts[0]["expression"]["text"].as_str().expect("a text");
    assert!(sum.starts_with("w[1]*x[1] + w[2]*x[2] + ") && sum.ends_with(" + w[300]*x[300] - y"), "{sum}");
    let cited = numbers_under(&long, "parts");
    assert!(cited.len() >= 600 && cited.iter().all(|&id| *id == parts[0]["id"]));
    for factor in long["factors"].as_array().expect("a list") {
        let name = factor["parent"].as_str().expect("a name");
        let expected = match name.split_once('[') {
            Some(("w", index)) => format!("2*'0*x[{index}"),
            Some((_, index)) => format!("2*'0*w[{index}"),
            None => "-2*'0".to_owned(),
        };
        assert_eq!(factor["result"]["abridged"], expected);
    }
    assert!(longer.to_string().len() < 5 * long.to_string().len());
}

/// The layout is that of the schema: nothing is written that it does not know.
#[test]
fn its_fields_are_those_of_the_schema() {
    let schema: Value = serde_json::from_str(&chainrule::json_schema()).expect("JSON");
    let known = schema["properties"].as_object().expect("properties");
    let json = report(include_str!("../worked/exploding.chain"));
    let object = json.as_object().expect("an object");
    assert!(object.keys().all(|field| known.contains_key(field)));
    let required = schema["required"].as_array().expect("a list");
    assert!(required.iter().all(|field| object.contains_key(field.as_str().expect("a name"))));
}

#[test]
fn latex_is_there_where_it_is_asked_for() {
    let text = "y = sigmoid(w*x)\nderive dy/dw";
    let options = Options { with_latex: true, ..Options::default() };
    let worked = run("json.chain", text, &options).report.expect("no error");
    let json: Value = serde_json::from_str(&chainrule::json(&worked, &options)).expect("JSON");
    assert_eq!(json["derivations"][0]["name"]["latex"], "\\frac{\\partial y}{\\partial w}");
    assert!(report(text)["derivations"][0]["name"]["latex"].is_null());
}

#[test]
fn everything_is_in_it() {
    let text = include_str!("../worked/exploding.chain");
    let json = report(text);
    assert_eq!(json["schema"], 2);
    assert_eq!(json["quantities"][1]["name"], "Z");
    assert_eq!(json["quantities"][1]["formula"]["text"], "O11*w11^{(2)} + b2");
    let worked = &json["derivations"][0]["worked"];
    assert_eq!(worked["form"]["kind"], "paths");
    let path = &worked["form"]["paths"][0];
    assert_eq!(path["factors"].as_array().map(Vec::len), Some(5));
    assert_eq!(path["folds"][0]["name"]["text"], "dO21/dO11");
    assert_eq!(worked["value"]["exact"], "7507500000");
    let working = |place: usize| {
        let factor = by_id(&json["factors"], &worked["factors"][place]);
        by_id(&json["workings"], &factor["working"])
    };
    assert_eq!(working(2)["facts"][0]["kind"], "range");
    assert_eq!(working(2)["facts"][0]["range"]["upper"]["value"], "1/4");
    let steps = working(3)["steps"].as_array().expect("steps");
    let rules = json["rules"].as_array().expect("rules");
    assert!(!steps.is_empty());
    for step in steps {
        assert!(rules.iter().any(|rule| rule["id"] == step["rule"]), "{step} cites a rule that is listed");
        assert!(matches!(step["verdict"]["kind"].as_str(), Some("exact" | "enclosed")), "{step}");
    }
    assert_eq!(json["updates"][0]["new"]["exact"], "-7507499");
    assert_eq!(json["updates"][0]["sign_flip"], true);
    assert_eq!(json["claims"][0]["judgement"], "proved");
}

/// Zero has no logarithm, enclosures have ends, warnings have places.
#[test]
fn what_json_has_no_numbers_for() {
    let json = report("y = relu(x)\nz = exp(w)\ngiven x = 0, w = 1\nderive dy/dx\nderive dz/dw\n");
    let zero = &json["derivations"][0]["worked"]["value"];
    assert_eq!(zero["exact"], "0");
    assert_eq!(zero["log10"], "-inf");
    let e = &json["derivations"][1]["worked"]["value"];
    assert_eq!(e["exact"], Value::Null);
    assert_eq!(e["decimal"], "2.7182818284590452");
    assert!(e["lower"].as_str().is_some_and(|end| end.contains('/')), "{e}");
    assert_eq!(json["warnings"][0]["line"], 1);
    assert!(json["warnings"][0]["code"].as_str().is_some_and(|code| code.starts_with('W')));
}
