//! What pages and JSON tell, whatever it is: numbers that were found, references that lead somewhere, the same in every
//! format, nothing half-written, lines no longer than they must be.

use std::path::PathBuf;

use chainrule::symbolic::graph::Node;
use chainrule::{Format, Options, Report, run};
use chainrule_tests::{in_format, json, page, root, usual_page};
use serde_json::Value;

/// The worked examples: name, text and report.
fn reports() -> Vec<(String, String, Report)> {
    let entries = std::fs::read_dir(root().join("tests/worked")).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "chain"));
    paths.sort();
    assert!(paths.len() > 50);
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).expect("a worksheet");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let named = text.lines().next().and_then(|line| line.strip_prefix("# formats: "));
        let formats = named.map_or(Vec::new(), |names| names.split(',').filter_map(Format::find).collect());
        let report = run(&name, &text, &Options { formats, ..Options::default() }).report.expect("no error");
        (name, text, report)
    };
    paths.iter().map(read).collect()
}

/// The numbers with a point in a text, in order, each with its place.
fn decimals(text: &str) -> Vec<(usize, &str)> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let belongs = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        while is_digit(at) {
            at += 1;
        }
        if bytes.get(at) == Some(&b'.') && is_digit(at + 1) {
            at += 1;
            while is_digit(at) {
                at += 1;
            }
            if !belongs(start.checked_sub(1)) && !belongs(Some(at)) {
                found.push((start, &text[start..at]));
            }
        }
    }
    found
}

/// The sizes of all numbers in a text, fractions among them.
fn sizes_in_text(text: &str, sizes: &mut Vec<f64>) {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | '/' | '-');
    for piece in text.split(|c: char| !is_part(c)) {
        for number in piece.split('/') {
            sizes.extend(number.parse::<f64>().ok().map(f64::abs));
            sizes.extend(number.split('-').filter_map(|part| part.parse::<f64>().ok()).map(f64::abs));
        }
        if let Some((above, below)) = piece.split_once('/')
            && let (Ok(above), Ok(below)) = (above.parse::<f64>(), below.parse::<f64>())
        {
            sizes.push((above / below).abs());
        }
    }
}

fn sizes_in_json(value: &Value, sizes: &mut Vec<f64>) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => sizes.extend(number.as_f64().map(f64::abs)),
        Value::String(text) => sizes_in_text(text, sizes),
        Value::Array(items) => items.iter().for_each(|item| sizes_in_json(item, sizes)),
        Value::Object(fields) => fields.values().for_each(|field| sizes_in_json(field, sizes)),
    }
}

/// A number of a page is one of the report or of the worksheet, rounded to the digits that are printed. Powers of ten and
/// what they come to a layer are told by the page alone.
#[test]
fn numbers_of_pages_are_numbers_of_the_report() {
    for (name, text, report) in reports() {
        let told: Value = serde_json::from_str(&json(&report)).expect("JSON");
        let mut sizes = Vec::new();
        sizes_in_json(&told, &mut sizes);
        sizes_in_text(&text, &mut sizes);
        // Those given by a formula for each member.
        sizes.extend(report.worksheet().values.iter().filter_map(|given| {
            match report.graph().node(given.value) {
                Node::Number(number) => Some(number.to_f64().abs()),
                Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
            }
        }));
        sizes.sort_by(f64::total_cmp);
        let page = usual_page(&report).text(100, true, false);
        for (at, number) in decimals(&page) {
            let before = page[..at].trim_end_matches('-');
            let behind = page[at + number.len()..].trim_start();
            if before.ends_with("10^") || behind.starts_with("a layer") {
                continue;
            }
            let (_, digits) = number.split_once('.').expect("a point");
            let value: f64 = number.parse().expect("a number");
            let unit = 1.001 * 10f64.powi(-i32::try_from(digits.len()).expect("few digits"));
            let nearest = sizes.partition_point(|size| *size < value - unit);
            let is_known = sizes.get(nearest).is_some_and(|size| *size <= value + unit);
            assert!(is_known, "{name}: {number} is no number of the report\n{page}");
        }
    }
}

/// HTML without its tags, styles and pictures.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        text.push(' ');
        let closing = ["style", "svg"].iter().find(|tag| rest[start + 1..].starts_with(**tag));
        let end = match closing {
            Some(name) => rest[start..].find(&format!("</{name}>")).map(|end| start + end + name.len() + 2),
            None => rest[start..].find('>').map(|end| start + end),
        };
        rest = end.map_or("", |end| &rest[end + 1..]);
    }
    text.push_str(rest);
    text
}

/// Two formats that share nothing but the document tell the same numbers in the same order.
#[test]
fn formats_tell_the_same_numbers() {
    let mut count = 0;
    for (name, _, report) in reports() {
        let html = without_tags(&in_format("html", &usual_page(&report)));
        let markdown = in_format("markdown", &usual_page(&report)).replace("{,}", "");
        let numbers = |text: &str| -> Vec<String> {
            decimals(text).into_iter().map(|(_, number)| number.to_owned()).collect()
        };
        assert_eq!(numbers(&html), numbers(&markdown), "{name}");
        count += numbers(&html).len();
    }
    assert!(count > 500, "{count}");
}

/// Every id that JSON tells is that of something in it, and in the report.
#[test]
fn references_lead_somewhere() {
    for (name, _, report) in reports() {
        let told: Value = serde_json::from_str(&json(&report)).expect("JSON");
        let ids = |list: &str| -> Vec<u64> {
            let items = told[list].as_array().expect("a list").iter();
            items.map(|item| item["id"].as_u64().expect("an id")).collect()
        };
        let (factors, workings) = (ids("factors"), ids("workings"));
        let rules: Vec<&str> =
            told["rules"].as_array().expect("rules").iter().filter_map(|rule| rule["id"].as_str()).collect();
        assert!(factors.iter().all(|&id| id < report.calculus().factors().len() as u64), "{name}");
        assert!(workings.iter().all(|&id| id < report.calculus().working_count() as u64), "{name}");
        let adjoints = told["adjoints"].as_array().expect("a list").len() as u64;
        let (mut cited, mut stack) = (0, vec![&told]);
        while let Some(value) = stack.pop() {
            match value {
                Value::Array(items) => stack.extend(items),
                Value::Object(fields) => {
                    for (key, field) in fields {
                        stack.push(field);
                        let numbers = field.as_array().into_iter().flatten().chain([field]);
                        let is_swept = fields.get("kind").is_some_and(|kind| kind == "backpropagation");
                        for id in numbers.filter_map(Value::as_u64) {
                            let leads = match key.as_str() {
                                "factor" | "factors" => factors.contains(&id),
                                "working" => workings.contains(&id),
                                "adjoints" if is_swept => id < adjoints,
                                _ => continue,
                            };
                            assert!(leads, "{name}: {key} {id} leads nowhere");
                            cited += 1;
                        }
                        if let ("rule", Some(rule)) = (key.as_str(), field.as_str())
                            && fields.contains_key("before")
                        {
                            assert!(rules.contains(&rule), "{name}: {rule} is not among the rules");
                        }
                    }
                }
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        assert!(cited > 0 || report.derivations.is_empty(), "{name}");
    }
}

/// Names that nobody typed, values of the program and empty brackets stand on no page.
#[test]
fn nothing_is_left_half_written() {
    for (name, _, report) in reports() {
        for page in [usual_page(&report), page(&report)] {
            let text = page.text(100, false, false);
            for line in text.lines() {
                let is_placeholder = line.match_indices('\'').any(|(at, _)| {
                    let follows = line[at + 1..].starts_with(|c: char| c.is_ascii_digit());
                    follows
                        && !line[..at]
                            .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '\''))
                });
                let marks = ["None", "Some(", "\u{fffd}", "{}", "()", "[]", "??", "··", "=  ="];
                let is_raw = marks.iter().any(|mark| line.contains(mark));
                assert!(!is_placeholder && !is_raw, "{name}: {line}");
            }
        }
    }
}

/// A line longer than the width has no place at which a list could go on below.
#[test]
fn lists_keep_to_the_width() {
    for (name, _, report) in reports() {
        for width in [40, 60, 100] {
            let text = usual_page(&report).text(width, true, false);
            for line in text.lines().filter(|line| line.len() > width) {
                let mut depth = 0i32;
                let mut is_list = false;
                for (at, sign) in line.char_indices() {
                    depth += i32::from(matches!(sign, '(' | '[')) - i32::from(matches!(sign, ')' | ']'));
                    is_list |= depth == 0 && line[at..].starts_with(", ");
                }
                assert!(!is_list, "{name} in {width} columns:\n{line}");
            }
        }
    }
}

/// Telling changes nothing: what is told first and what last is the same.
#[test]
fn a_report_can_be_told_again() {
    for (name, _, report) in reports() {
        let (first, told) = (usual_page(&report).text(100, false, false), json(&report));
        let record = page(&report).text(100, false, false);
        assert_eq!(json(&report), told, "{name}");
        assert_eq!(usual_page(&report).text(100, false, false), first, "{name}");
        assert_eq!(page(&report).text(100, false, false), record, "{name}");
    }
}
