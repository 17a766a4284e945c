//! A page says the same numbers in every format, and JSON has them too.

use std::collections::BTreeSet;

use chainrule::render::{FORMATS, Format, Page, Settings};
use chainrule::{Options, json, page, run};
use proptest::prelude::{ProptestConfig, Strategy, proptest};
use serde_json::Value;

use super::{SETTINGS, worksheets};

/// Stands before an exponent of ten, whatever the format writes there.
const EXPONENT: char = '\u{1}';

/// Stands between groups of three digits.
const THIN: char = '\u{2009}';

const SUPERSCRIPTS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/// A page with powers of ten and groups of digits as all formats have them here.
fn plain(format: &str, text: &str) -> String {
    let mut text = text.to_owned();
    let mut replace = |from: &str, to: &str| text = text.replace(from, to);
    match format {
        "latex" | "markdown" => {
            replace(r"\thinspace ", "\u{2009}");
            replace(r"\,", "\u{2009}");
            replace(r"10^ {", "\u{1}");
            replace("10^{", "\u{1}");
            replace(r"\times", "×");
        }
        "html" => {
            replace("&#x2061;", "");
            replace("<msup><mn>10</mn><mrow>", "\u{1}");
            replace("<msup><mn>10</mn>", "\u{1}");
        }
        "typst" => {
            replace("10^(", "\u{1}");
            replace(" thin ", "\u{2009}");
            replace("times", "×");
            // Words and typed claims are escaped.
            replace("\\", "");
        }
        _ => {
            replace("10^(", "\u{1}");
            replace("10^", "\u{1}");
        }
    }
    if format == "html" {
        text = without_tags(text.split_once("<main>").map_or(text.as_str(), |(_, page)| page));
    }
    let mut out = String::new();
    let mut is_above = false;
    for character in text.chars() {
        let was_above =
            std::mem::replace(&mut is_above, character == '⁻' || SUPERSCRIPTS.contains(character));
        if is_above && !was_above {
            let is_of_ten = out.ends_with("×10");
            out.truncate(out.len() - if is_of_ten { 2 } else { 0 });
            out.push(if is_of_ten { EXPONENT } else { '^' });
        }
        match character {
            '\u{202f}' | '\u{a0}' => out.push(THIN),
            '−' | '⁻' => out.push('-'),
            _ => match SUPERSCRIPTS.chars().position(|digit| digit == character) {
                Some(digit) => out.push_str(&digit.to_string()),
                None => out.push(character),
            },
        }
    }
    out
}

fn without_tags(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for character in text.chars() {
        match character {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            _ if inside => {}
            _ => out.push(character),
        }
    }
    out
}

/// The numbers of a page: those with a power of ten, with three digits around a point, or with four digits.
fn numbers(format: &str, text: &str) -> BTreeSet<String> {
    let text: Vec<char> = plain(format, text).chars().collect();
    let is_digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    let mut found = BTreeSet::new();
    let mut at = 0;
    while at < text.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let mut mantissa = String::new();
        loop {
            if is_digit(at) || (text.get(at) == Some(&'.') && is_digit(at + 1) && !mantissa.contains('.')) {
                mantissa.push(text[at]);
                at += 1;
            } else if matches!(text.get(at), Some(&(THIN | ' ')))
                && (1..4).all(|next| is_digit(at + next))
                && !is_digit(at + 4)
                && !mantissa.contains('.')
                && mantissa.len() <= 3 + 3 * mantissa.len() / 4
            {
                at += 1;
            } else {
                break;
            }
        }
        let mut end = at;
        let exponent = if text.get(end) == Some(&'e') {
            end += 1;
            true
        } else {
            while matches!(text.get(end), Some(' ' | '×' | '*' | '\u{2009}')) {
                end += 1;
            }
            let is_one = text.get(end) == Some(&EXPONENT);
            end += 1;
            is_one
        };
        let mut power = None;
        if exponent {
            while text.get(end) == Some(&' ') {
                end += 1;
            }
            let is_negative = text.get(end) == Some(&'-');
            if is_negative {
                end += 1;
            }
            while text.get(end) == Some(&' ') {
                end += 1;
            }
            let mut digits = String::new();
            while is_digit(end) {
                digits.push(text[end]);
                end += 1;
            }
            if let Ok(value) = digits.parse::<i64>() {
                power = Some(if is_negative { -value } else { value });
                at = end;
            }
        }
        found.extend(normal(&mantissa, power));
    }
    found
}

/// A number without zeros at its end; nothing for one of few digits.
fn normal(mantissa: &str, power: Option<i64>) -> Option<String> {
    let mantissa =
        if mantissa.contains('.') { mantissa.trim_end_matches('0').trim_end_matches('.') } else { mantissa };
    if let Some(power) = power {
        return Some(format!("{mantissa}e{power}"));
    }
    let digits = mantissa.chars().filter(char::is_ascii_digit).count();
    (digits >= if mantissa.contains('.') { 3 } else { 4 }).then(|| mantissa.to_owned())
}

/// All numbers of a JSON document, fractions worked out.
fn all_numbers(value: &Value, found: &mut Vec<f64>) {
    let mut stack = vec![value];
    while let Some(value) = stack.pop() {
        match value {
            Value::Object(fields) => stack.extend(fields.values()),
            Value::Array(items) => stack.extend(items),
            Value::Number(number) => found.extend(number.as_f64().map(f64::abs)),
            Value::String(text) => {
                let part = |c: char| !(c.is_ascii_digit() || matches!(c, '.' | '/' | 'e' | '-'));
                for word in text.split(part) {
                    let word = word.trim_start_matches('-');
                    found.extend(word.parse::<f64>().ok());
                    if let Some((above, below)) = word.split_once('/')
                        && let (Ok(above), Ok(below)) = (above.parse::<f64>(), below.parse::<f64>())
                    {
                        found.push(above / below);
                    }
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }
}

/// A page of text without what one layer multiplies by: that follows from the size and the layers, which JSON has.
fn without_rates(text: &str) -> String {
    let parts: Vec<&str> = text.split(" a layer").collect();
    let (last, before) = parts.split_last().expect("a part");
    let mut out: String =
        before.iter().map(|part| part.rsplit_once(' ').map_or(*part, |(before, _)| before)).collect();
    out.push_str(last);
    out
}

/// The fractions that a worksheet writes, as decimals: claims stand as they were typed in text, and as formulas elsewhere.
fn fractions(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_digit() || c == '/'));
    let values = words.filter_map(|word| {
        let (above, below) = word.split_once('/')?;
        Some((above.parse::<f64>().ok()? / below.parse::<f64>().ok()?).to_string())
    });
    values.collect()
}

/// Half of the last digit of a number as it is written.
fn half_of_the_last_digit(number: &str) -> f64 {
    let (mantissa, power) = number.split_once('e').unwrap_or((number, "0"));
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let power: i32 = power.parse().expect("an exponent");
    0.500_000_1 * 10f64.powi(power - i32::try_from(decimals).expect("few digits"))
}

/// What stands on pages and not in JSON: numbers of leaves that a worksheet writes as a formula, and the power of ten between
/// two slopes that JSON has.
const WORKED_OUT: &[&str] = &["0.333333", "6.88137", "2421", "0.375", "21.1"];

/// The ends of formats, which pages name where something is beyond them.
const ENDS: &[&str] = &["65504", "1.7976931348623157e308", "3.4028234663852886e38", "1.40129846e-45"];

/// Compares the formats of one page with each other, and the page with its JSON: how many numbers there are, and those
/// that JSON lacks.
fn compare(name: &str, text: &str) -> (usize, Vec<String>) {
    let options = Options::default();
    let report = run(name, text, &options).report.expect("a report");
    let document = page(&report, &options);
    let pages = [Page { name, document: &document }];
    let wide = Settings { width: 1_000, ..SETTINGS };
    let in_text = Format::find("text").expect("text").write(&pages, &wide);
    let expected = numbers("text", &in_text);
    let fractions = fractions(text);
    let settings = [wide, Settings { ascii: true, ..wide }];
    for (format, settings) in FORMATS.iter().flat_map(|format| settings.map(|settings| (format, settings))) {
        let printed = numbers(format.name, &format.write(&pages, &settings));
        let less: Vec<&String> = expected.difference(&printed).collect();
        let more = printed.difference(&expected);
        let more: Vec<&String> = more.filter(|number| !fractions.contains(number.as_str())).collect();
        let how = if settings.ascii { ", ASCII" } else { "" };
        assert!(
            less.is_empty() && more.is_empty(),
            "{name} in {}{how} lacks {less:?} and has besides {more:?}:\n{text}",
            format.name
        );
    }
    let document: Value = serde_json::from_str(&json(&report, &options)).expect("JSON");
    let mut found = Vec::new();
    all_numbers(&document, &mut found);
    let typed = numbers("text", text);
    let told = numbers("text", &without_rates(&in_text));
    let mut missing = Vec::new();
    for number in &told {
        let is_elsewhere = [WORKED_OUT, ENDS].concat().contains(&number.as_str()) || typed.contains(number);
        let Ok(value) = number.parse::<f64>() else { panic!("{number} is no number") };
        let near = half_of_the_last_digit(number) + value * 1e-12;
        // What is beyond the numbers of this program is compared as text above.
        let is_beyond = value == 0.0 || value.is_infinite();
        if !is_elsewhere && !is_beyond && !found.iter().any(|candidate| (candidate - value).abs() <= near) {
            missing.push(format!("{name}: {number}"));
        }
    }
    (told.len(), missing)
}

#[test]
fn all_formats_say_the_same_numbers() {
    let compared: Vec<(usize, Vec<String>)> =
        worksheets().iter().map(|(name, text)| compare(name, text)).collect();
    let missing: Vec<&String> = compared.iter().flat_map(|(_, missing)| missing).collect();
    assert!(missing.is_empty(), "JSON lacks {missing:#?}");
    let count: usize = compared.iter().map(|(count, _)| count).sum();
    assert!(count > 500, "only {count} numbers were compared");
}

fn networks() -> impl Strategy<Value = String> {
    let number = || -300i32..300;
    proptest::collection::vec(number(), 6).prop_map(|draws| {
        let given = |at: usize| format!("{:.3}", f64::from(draws[at]) / 100.0 + 0.001);
        format!(
            "z1 = w1*x + b1\nh = sigmoid(z1)\nz2 = w2*h + b2\np = tanh(z2)\nL = (p - y)^2\nderive dL/dw1, dL/dw2\n\
             given w1 = {}, w2 = {}, b1 = {}, b2 = {}, x = {}, y = {}\n",
            given(0), given(1), given(2), given(3), given(4), given(5)
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn all_formats_say_the_same_numbers_of_any_network(text in networks()) {
        let (count, missing) = compare("sheet.chain", &text);
        assert!(missing.is_empty(), "JSON lacks {missing:#?} of\n{text}");
        assert!(count > 5, "only {count} numbers were compared");
    }
}

#[test]
fn numbers_are_found_in_every_format() {
    for (format, text) in [
        ("text", "= 7 507 500 000 ≈ 1.92875×10⁻²² in 0.6860"),
        ("text", "= 7 507 500 000 ~= 1.92875*10^-22 in 0.686"),
        ("latex", r"&= 7\,507\,500\,000 \approx 1.92875 \times 10^{-22} in 0.686"),
        ("markdown", r"&= 7\thinspace 507\thinspace 500\thinspace 000 \approx 1.92875 \times 10^{-22} 0.686"),
        (
            "html",
            "<main><mn>7\u{2009}507\u{2009}500\u{2009}000</mn><mo>≈</mo><mn>1.92875</mn><mo>×</mo><msup><mn>10</mn><mrow><mo>−</mo><mn>22</mn></mrow></msup><mn>0.686</mn>",
        ),
        ("typst", r"&= 7 thin 507 thin 500 thin 000 ≈ 1.92875 times 10^(−22) 0\.686"),
    ] {
        let found: Vec<String> = numbers(format, text).into_iter().collect();
        assert_eq!(found, ["0.686", "1.92875e-22", "7507500000"], "{format}");
    }
}
