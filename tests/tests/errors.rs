//! Every error page shows a worksheet that gets the error and one that does not.

use chainrule::diagnostic::code::CODES;
use chainrule::{Options, run};

#[test]
fn bad_worksheets_get_their_code_and_mended_ones_do_not() {
    let mut wrong = Vec::new();
    for code in CODES.iter().filter(|code| !code.bad.is_empty()) {
        let ids = |text: &str| -> Vec<&str> {
            run("page", text, &Options::default()).diagnostics.iter().map(|d| d.code.id).collect()
        };
        let bad = ids(code.bad);
        if !bad.contains(&code.id) {
            wrong.push(format!("{}: the bad worksheet gets {bad:?}", code.id));
        }
        let good = ids(code.good);
        if good.iter().any(|id| id.starts_with('E')) || good.contains(&code.id) {
            wrong.push(format!("{}: the mended worksheet gets {good:?}", code.id));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn hostile_text_is_answered() {
    let deep = format!("y = {}x{}", "(".repeat(100_000), ")".repeat(100_000));
    let long = format!("y = x{}", " + x".repeat(200_000));
    for text in [
        deep.as_str(),
        long.as_str(),
        "y = 1e999999999",
        "\0",
        "y = \u{202e}x",
        "a = a",
        "y = ",
        ")",
        "derive",
        "given",
        "claim =",
    ] {
        let outcome = run("hostile", text, &Options::default());
        assert!(outcome.report.is_some() || !outcome.diagnostics.is_empty());
    }
}
