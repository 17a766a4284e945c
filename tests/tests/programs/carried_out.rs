//! Programs as `tests/oracle/carried_out.py` carries them out, operation by operation, with fractions and mpmath: what they
//! come to, the first operation that lost the number, and the repairs that help.

use chainrule::{Format, Options, run};
use chainrule_tests::json;
use serde_json::Value;

#[test]
fn programs_come_to_what_is_carried_out_elsewhere() {
    let (mut lines, mut causes, mut repairs) = (0, 0, 0);
    for line in include_str!("../../oracle/carried_out.txt").lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<&str> = line.split(" | ").collect();
        let &[sheet, name, computed, nearest, cause, repair] = parts.as_slice() else { panic!("{line}") };
        let format = Format::find(name).expect("a format");
        let options = Options { formats: vec![format], ..Options::default() };
        let report = run("program", &sheet.replace("; ", "\n"), &options).report.expect("no error");
        let told: Value = serde_json::from_str(&json(&report)).expect("JSON");
        let formats = told["derivations"][0]["worked"]["size"]["formats"].as_array().expect("formats");
        let in_format = formats.iter().find(|in_format| in_format["format"] == name).expect("the format");
        assert_eq!(in_format["computed"]["exact"], computed, "{line}");
        assert_eq!(in_format["nearest"]["exact"], nearest, "{line}");
        assert_eq!(cause_of(in_format), cause, "{line}");
        assert_eq!(repairs_of(in_format), repair, "{line}");
        lines += 1;
        causes += usize::from(cause != "-");
        repairs += usize::from(repair != "-");
    }
    assert!(lines > 80 && causes > 20 && repairs > 5, "{lines} lines, {causes} causes, {repairs} repairs");
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("-")
}

/// Kind, operation and operands.
fn cause_of(in_format: &Value) -> String {
    let Some(cause) = in_format["causes"].get(0) else { return "-".to_owned() };
    let operands: Vec<&str> = cause["operands"]
        .as_array()
        .expect("operands")
        .iter()
        .map(|operand| text(&operand["exact"]))
        .collect();
    let operands = if operands.is_empty() { "-".to_owned() } else { operands.join(",") };
    format!("{} {} {operands}", text(&cause["kind"]), text(&cause["operation"]))
}

/// Each with what it gives.
fn repairs_of(in_format: &Value) -> String {
    let mut found = Vec::new();
    let scales = &in_format["loss_scales"];
    if !scales.is_null() {
        let result = text(&scales["result"]["exact"]);
        found.push(format!("scales:{}..{}={result}", scales["lowest"], scales["highest"]));
    }
    for name in ["rearranged", "steady"] {
        if !in_format[name].is_null() {
            found.push(format!("{name}={}", text(&in_format[name]["result"]["exact"])));
        }
    }
    if found.is_empty() { "-".to_owned() } else { found.join(" ") }
}
