//! The worked examples: no error, all claims hold, all steps verified; then the pages are compared.

use chainrule::{Options, run};

#[test]
fn worked_examples() {
    insta::glob!("../worked", "*.chain", |path| {
        let text = std::fs::read_to_string(path).expect("a worksheet");
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let outcome = run(name, &text, &Options::default());
        assert!(!outcome.diagnostics.iter().any(|d| d.is_error()), "{:?}", outcome.diagnostics);
        let report = outcome.report.expect("no error");
        for claim in &report.claims {
            assert!(claim.holds(), "{name}: {claim:?}");
        }
        for derivation in &report.derivations {
            assert!(
                derivation.chain_holds && derivation.tally.refuted == 0 && derivation.tally.untested == 0
            );
        }
        assert_eq!(report.exit_code(), 0);
        insta::assert_snapshot!("text", report.text(100, false, false));
        insta::assert_snapshot!("ascii", report.text(60, true, false));
        insta::assert_snapshot!("latex", report.latex(false));
    });
}
