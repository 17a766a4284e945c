//! Claims whose truth is known without this library: `oracle/claims.py` makes them by construction, `oracle/inequalities.py`
//! takes them from course notes and papers; both search them for failing points with mpmath. `oracle/soundness.py` makes
//! more, whose truth is exact. A false claim must never be proved.

use std::sync::atomic::{AtomicUsize, Ordering};

use chainrule::{Judgement, Options, run};

#[test]
fn claims_are_judged_as_they_should_be() {
    all_as_they_should_be(include_str!("../oracle/claims.txt"), 250);
}

#[test]
fn claims_with_exact_truth_are_judged_as_they_should_be() {
    all_as_they_should_be(include_str!("../oracle/soundness.txt"), 100);
}

#[test]
fn inequalities_of_the_field_are_judged_as_they_should_be() {
    all_as_they_should_be(include_str!("../oracle/inequalities.txt"), 200);
}

fn all_as_they_should_be(claims: &str, fewest: usize) {
    let entries: Vec<&str> = claims.split("---\n").collect();
    assert!(entries.len() > fewest, "{} claims", entries.len());
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let work = || {
            let mut wrong = Vec::new();
            while let Some(entry) = entries.get(next.fetch_add(1, Ordering::Relaxed)) {
                wrong.extend(misjudged(entry));
            }
            wrong
        };
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker ends")).collect()
    });
    assert!(wrong.is_empty(), "{} claims are misjudged:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// What is wrong with the judgement of the one claim of an entry: the wanted judgement, then the worksheet.
fn misjudged(entry: &str) -> Option<String> {
    let is_note = |line: &&str| line.starts_with("# Written by");
    let entry = entry.split_inclusive('\n').filter(|line| !is_note(line)).collect::<String>();
    let (wanted, sheet) = entry.split_once('\n').expect("a judgement and a worksheet");
    let outcome = run("oracle", sheet, &Options::default());
    let Some(report) = outcome.report else { return Some(format!("{sheet}{:?}", outcome.diagnostics)) };
    let [claim] = report.claims.as_slice() else {
        return Some(format!("{sheet}{} claims", report.claims.len()));
    };
    let is_as_wanted = match (wanted, &claim.judgement) {
        ("proved", Judgement::Proved { .. })
        | ("refuted", Judgement::Refuted { .. })
        | ("vacuous", Judgement::Vacuous { .. }) => true,
        ("not proved", judgement) => !matches!(judgement, Judgement::Proved { .. }),
        ("not refuted", judgement) => !matches!(judgement, Judgement::Refuted { .. }),
        (_, _) => false,
    };
    let code = report.exit_code();
    let is_coded = code == u8::from(!claim.holds());
    (!is_as_wanted || !is_coded).then(|| format!("{wanted}, exit {code}: {sheet}{:?}", claim.judgement))
}
