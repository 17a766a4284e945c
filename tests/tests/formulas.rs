//! Random formulas and networks against gradients that were computed without this library: `oracle/formulas.py`
//! differentiates the forward pass numerically at 60 digits, and rational networks by Python's fractions;
//! `oracle/networks.py` carries adjoints back through chains, recurrences, layers, skips and ladders.

use std::sync::atomic::{AtomicUsize, Ordering};

use chainrule::{Options, run};

#[test]
fn gradients_agree_with_numerical_differentiation() {
    all_hold(include_str!("../oracle/formulas.txt"), 500);
}

#[test]
fn gradients_of_networks_agree_with_a_reverse_mode_in_python() {
    all_hold(include_str!("../oracle/networks.txt"), 80);
}

/// Runs all worksheets of a file, of which there are at least so many.
fn all_hold(text: &str, least: usize) {
    let sheets: Vec<&str> =
        text.split("\n---").map(str::trim).filter(|sheet| sheet.contains("claim")).collect();
    assert!(sheets.len() >= least, "{} worksheets", sheets.len());
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let work = || {
            let mut wrong = Vec::new();
            while let Some(sheet) = sheets.get(next.fetch_add(1, Ordering::Relaxed)) {
                wrong.extend(failure(sheet));
            }
            wrong
        };
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker ends")).collect()
    });
    assert!(wrong.is_empty(), "{} worksheets are wrong:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// What is wrong with a worksheet, all of whose claims must hold.
fn failure(sheet: &str) -> Option<String> {
    let outcome = run("oracle", sheet, &Options::default());
    let Some(report) = outcome.report else { return Some(format!("{sheet}\n{:?}", outcome.diagnostics)) };
    let claimed = sheet.lines().filter(|line| line.starts_with("claim")).count();
    assert_eq!(report.claims.len(), claimed, "{sheet}");
    let failed: Vec<_> = report.claims.iter().filter(|claim| !claim.holds()).collect();
    if !failed.is_empty() {
        return Some(format!("{sheet}\n{failed:?}"));
    }
    let untested = report.derivations.iter().any(|derivation| derivation.tally.untested > 0);
    (report.exit_code() != 0 || untested).then(|| format!("{sheet}\na step is refuted or untested"))
}
