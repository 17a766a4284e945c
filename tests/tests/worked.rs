//! The worked examples: no error, all claims hold, all steps verified; then the pages are compared.
//! The values of all derivations are compared with numbers that mpmath found without any rule of differentiation.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;

use chainrule::diagnostic::Diagnostic;
use chainrule::number::{Rational, parse_decimal};
use chainrule::{Format, Options, Report, run};
use chainrule_number::{Dyadic, Value};
use chainrule_tests::{json, page, usual_page};

fn report(path: &Path) -> (String, Report) {
    let text = std::fs::read_to_string(path).expect("a worksheet");
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    let outcome = run(name, &text, &options(&text));
    assert!(!outcome.diagnostics.iter().any(Diagnostic::is_error), "{:?}", outcome.diagnostics);
    (name.to_owned(), outcome.report.expect("no error"))
}

/// The number formats that a worksheet is worked in: `# formats: f16,f32` in its first line.
fn options(text: &str) -> Options {
    let first = text.lines().next().and_then(|line| line.strip_prefix("# formats: "));
    let names = first.map_or(Vec::new(), |names| names.split(',').collect());
    let formats = names.iter().map(|name| Format::find(name).expect("a number format")).collect();
    Options { formats, ..Options::default() }
}

#[test]
fn worked_examples() {
    insta::glob!("../worked", "*.chain", |path| {
        let (name, report) = report(path);
        for claim in &report.claims {
            assert!(claim.holds(), "{name}: {claim:?}");
        }
        for derivation in &report.derivations {
            assert!(
                derivation.chain_holds && derivation.tally.refuted == 0 && derivation.tally.untested == 0
            );
        }
        assert_eq!(report.exit_code(), 0);
        insta::assert_snapshot!("text", usual_page(&report).text(100, false, false));
        insta::assert_snapshot!("ascii", usual_page(&report).text(60, true, false));
        insta::assert_snapshot!("latex", usual_page(&report).latex(false));
        insta::assert_snapshot!("record", page(&report).text(100, false, false));
    });
}

/// One line of the oracle's file: `mazur.chain dE/dw5 0.0821…`, or `mazur.chain claims 21`.
fn oracle() -> BTreeMap<&'static str, VecDeque<(&'static str, Rational)>> {
    let mut lines: BTreeMap<&str, VecDeque<(&str, Rational)>> = BTreeMap::new();
    for line in include_str!("../oracle/worked.txt").lines() {
        let [sheet, derivative, number] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("three fields: {line}")
        };
        let magnitude = parse_decimal(number.trim_start_matches('-')).expect("a decimal");
        let number = if number.starts_with('-') { -&magnitude } else { magnitude };
        lines.entry(sheet).or_default().push_back((derivative, number));
    }
    lines
}

/// The precision that the oracle is compared at: 30 significant digits.
fn tolerance(value: &Rational) -> Rational {
    let digits = parse_decimal("1e-30").expect("a decimal");
    &value.abs() * &digits
}

fn assert_agrees(what: &str, value: &Value, number: &Rational) {
    let enclosure = value.enclosure(256);
    let slack = tolerance(number);
    let end = |end: &Dyadic| end.to_rational().expect("a moderate number");
    let (low, high) = (end(enclosure.lower()), end(enclosure.upper()));
    assert!(
        low >= number - &slack && high <= number + &slack,
        "{what} is {} to {} here, {} by the oracle",
        low.to_f64(),
        high.to_f64(),
        number.to_f64(),
    );
}

#[test]
fn values_agree_with_difference_quotients() {
    // tests/oracle/worked.py wrote the file: 50 digits of every derivative, and the number of claims that it found true.
    let mut expected = oracle();
    let mut compared = 0;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("worked");
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let (name, report) = report(&path);
        if name.starts_with("training-") {
            // Many steps: tests/oracle/training.py and training_arrays.py work those out.
            continue;
        }
        let json: serde_json::Value = serde_json::from_str(&json(&report)).expect("JSON");
        let mut wanted = expected.remove(name.as_str()).unwrap_or_default();
        if !report.claims.is_empty() {
            let count = wanted.pop_front().expect("the oracle judged the claims");
            let claims = i64::try_from(report.claims.len()).expect("a few claims");
            assert_eq!(count, ("claims", Rational::from_integer(claims)), "{name}");
        }
        for (place, derivation) in report.derivations.iter().enumerate() {
            let Some(value) = &derivation.value else { continue };
            let of = json["derivations"][place]["name"]["text"].as_str().expect("a name");
            let (derivative, number) =
                wanted.pop_front().unwrap_or_else(|| panic!("{name}: the oracle has no number for {of}"));
            assert_eq!(of, derivative, "{name}");
            assert_agrees(&format!("{name}: {of}"), value, &number);
            compared += 1;
        }
        for (place, gradient) in report.gradients.iter().enumerate() {
            let worked = &json["gradients"][place];
            for (at, (_, value)) in gradient.by_leaf().enumerate() {
                let Some(value) = value else { continue };
                let leaf = worked["worked"]["leaves"][at]["by"].as_str().expect("a name");
                let of = format!("d{}/d{leaf}", worked["target"].as_str().expect("a name"));
                let (derivative, number) =
                    wanted.pop_front().unwrap_or_else(|| panic!("{name}: the oracle has no number for {of}"));
                assert_eq!(of, derivative, "{name}");
                assert_agrees(&format!("{name}: {of}"), value, &number);
                compared += 1;
            }
        }
        assert!(wanted.is_empty(), "{name}: only the oracle has {wanted:?}; run tests/oracle/worked.py");
    }
    assert!(expected.is_empty(), "no worksheet {:?}; run tests/oracle/worked.py", expected.keys());
    assert!(compared >= 80, "{compared} values were compared");
}
