//! The rules of the house, held over its own sources: edges between crates, who may name what, sizes of files.

mod circles;
mod edges;
mod guides;
mod manifests;
mod spelled;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Words that only some files may contain, and which.
const WORDS: &[(&str, &[&str])] = &[
    ("pretty::", &["crates/parser/src/layout/", "crates/render/src/text/"]),
    ("annotate_snippets", &["crates/diagnostic/src/render.rs"]),
    ("libm::", &["crates/symbolic/src/function/rows/", "crates/symbolic/src/function/float/"]),
    ("println!", &["crates/cli/src/"]),
    ("print!(", &["crates/cli/src/"]),
    ("std::fs", &["crates/cli/src/"]),
    ("std::env", &["crates/cli/src/"]),
    ("std::time", &["crates/cli/src/"]),
    ("std::thread", &["crates/cli/src/"]),
    ("std::process", &["crates/cli/src/"]),
    // Kept for the whole process: constants, each worked out once; and what the last panic said.
    ("thread_local!", &["crates/cli/src/defect.rs"]),
    ("static mut", &[]),
    ("Mutex", &["crates/cli/src/"]),
    ("Atomic", &["crates/cli/src/"]),
    ("OnceLock", &["crates/number/src/constant.rs", "crates/number/src/powers_of_ten.rs"]),
    (
        "LazyLock",
        &[
            "crates/number/src/dyadic/decimal.rs",
            "crates/symbolic/src/function/mod.rs",
            "crates/symbolic/src/function/rows/formula.rs",
        ],
    ),
    // Where something is walked its order is the same on every run.
    ("::HashMap", &[]),
    (" HashMap", &[]),
    ("::HashSet", &[]),
    (" HashSet", &[]),
    ("RandomState", &[]),
    ("clap", &["crates/cli/src/"]),
    // There is one tape. A definition over indices is carried out for each member by instructions of its own, which make
    // expressions and no numbers.
    ("struct Instruction", &["crates/program/src/tape.rs"]),
    ("enum Operation", &["crates/program/src/tape.rs", "crates/symbolic/src/derivation/renaming.rs"]),
    ("enum Instruction", &["crates/parser/src/family/program.rs"]),
];

/// A file holds one idea in so many lines.
const LONGEST_FILE: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// All files below a folder of the workspace with one of these endings: path from the root, and text.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let root = root();
    let mut folders = vec![root.join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let brought = path.file_name().is_some_and(|name| name == "node_modules");
            if path.is_dir() {
                folders.extend((!brought).then_some(path));
            } else if endings
                .iter()
                .any(|ending| path.extension().is_some_and(|extension| extension == *ending))
            {
                let name = path.strip_prefix(&root).expect("below the root").to_string_lossy().into_owned();
                found.push((
                    name,
                    String::from_utf8_lossy(&std::fs::read(&path).expect("a file")).into_owned(),
                ));
            }
        }
    }
    found.sort();
    found
}

/// Code without its comments and without its tests, which stand at the end of a file or in files of their own.
fn code(text: &str) -> String {
    let mut kept = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            // A module of tests on the spot ends the code; one in its own file is one line.
            if lines.next().is_some_and(|next| next.trim_end().ends_with('{')) {
                break;
            }
        } else if !line.trim_start().starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// The sources of the crates: path, and code without comments and tests.
fn sources() -> Vec<(String, String)> {
    let is_test = |path: &str, all: &[(String, String)]| {
        let (folder, name) = path.rsplit_once('/').expect("a folder");
        let declared = format!("#[cfg(test)]\nmod {};", name.trim_end_matches(".rs"));
        all.iter().any(|(other, text)| {
            (other.trim_end_matches(".rs") == folder || other.starts_with(&format!("{folder}/mod.rs")))
                && text.contains(&declared)
        })
    };
    let all = files("crates", &["rs"]);
    let kept = all.iter().filter(|(path, _)| path.contains("/src/") && !is_test(path, &all));
    kept.map(|(path, text)| (path.clone(), code(text))).collect()
}

#[test]
fn words_stand_only_where_they_may() {
    let mut wrong = Vec::new();
    for (path, code) in sources() {
        for (word, allowed) in WORDS {
            if code.contains(word) && !allowed.iter().any(|prefix| path.starts_with(prefix)) {
                wrong.push(format!("{path} names `{word}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_are_short() {
    let mut wrong = Vec::new();
    for (path, text) in files("crates", &["rs"]).into_iter().chain(files("tests", &["rs"])) {
        let length = text.lines().count();
        if length > LONGEST_FILE {
            wrong.push(format!("{path} has {length} lines"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A function has at most so many lines, its head among them.
const LONGEST_FUNCTION: usize = 100;

#[test]
fn functions_are_short() {
    let mut wrong = Vec::new();
    for (path, text) in files("crates", &["rs"]) {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let head = line.trim_start();
            let words: Vec<&str> = head.split_whitespace().take(3).collect();
            if !words.contains(&"fn") || head.starts_with("//") {
                continue;
            }
            // `cargo fmt` puts the last bracket below the first word.
            let end = format!("{}}}", &line[..line.len() - head.len()]);
            let length = lines[at..].iter().position(|line| *line == end).map_or(0, |last| last + 1);
            if length > LONGEST_FUNCTION && !line.ends_with(['}', ';']) {
                wrong.push(format!("{path}, line {}: {length} lines", at + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Names of files that would say nothing of what is in them.
const NAMELESS: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc", "tools"];

#[test]
fn files_are_named_after_what_is_in_them() {
    let all = files("crates", &["rs"]).into_iter().chain(files("tests", &["rs"]));
    let nameless =
        |path: &String| path.split('/').any(|part| NAMELESS.contains(&part.trim_end_matches(".rs")));
    let wrong: Vec<String> = all.map(|(path, _)| path).filter(nameless).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_is_left_to_do_and_no_panic_is_short() {
    let mut wrong = Vec::new();
    for (path, code) in sources() {
        for word in ["todo!", "unimplemented!", "dbg!", ".unwrap()", "#[allow("] {
            if code.contains(word) {
                wrong.push(format!("{path} has `{word}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Where the ways in which a chain is written are told apart: who makes them, judges, bounds, evaluates or tells each of them
/// by itself. Everybody else asks the derivation for what it wants to know.
const FORMS: &[&str] = &[
    "crates/json/src/derivation.rs",
    "crates/json/src/instances.rs",
    "crates/judge/src/chain.rs",
    "crates/judge/src/put_back.rs",
    "crates/page/src/chain.rs",
    "crates/proof/src/theorem/chain.rs",
    "crates/symbolic/src/derivation/calculus.rs",
    "crates/symbolic/src/derivation/lines.rs",
    "crates/symbolic/src/derivation/record.rs",
    "crates/work/src/by_hand/mod.rs",
    "crates/work/src/layers.rs",
    "crates/work/src/numerics.rs",
    "crates/work/src/verification.rs",
];

#[test]
fn forms_of_a_chain_are_told_apart_in_few_places() {
    let shapes = ["Form::Same", "Form::Independent", "Form::Paths", "Form::Backpropagation"];
    let found: BTreeSet<String> = sources()
        .into_iter()
        .filter(|(_, code)| code.replace("schema::Form", "").contains("Form::"))
        .filter(|(_, code)| shapes.iter().any(|shape| code.replace("schema::", "").contains(shape)))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(found, FORMS.iter().map(|path| (*path).to_owned()).collect());
}

#[test]
fn places_on_the_architecture_page_are_there() {
    let path = root().join("docs/src/internals/architecture.md");
    let page = std::fs::read_to_string(path).expect("the page");
    let exists = |place: &str| root().join(place).exists();
    let mut missing = Vec::new();
    // Between fences there are drawings.
    for line in page.split("```").step_by(2).flat_map(str::lines) {
        let named: Vec<&str> = line.split('`').skip(1).step_by(2).collect();
        // A row of the table of crates names the crate, then places in it.
        let inside = named.first().filter(|first| line.starts_with("| `") && exists(first));
        let is_place = |text: &&&str| {
            text.contains('/') || Path::new(text).extension().is_some_and(|extension| extension == "rs")
        };
        for place in named.iter().filter(is_place) {
            let below = inside
                .into_iter()
                .flat_map(|first| [format!("{first}/src/{place}"), format!("{first}/{place}")]);
            if !exists(place)
                && !exists(&format!("crates/{place}"))
                && !below.into_iter().any(|at| exists(&at))
            {
                missing.push((*place).to_owned());
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
    assert!(page.contains("## Where a change goes"));
}

#[test]
fn judgements_are_data() {
    for path in ["crates/work/src/claim/judgement.rs", "crates/work/src/reported/array_finding.rs"] {
        let text = std::fs::read_to_string(root().join(path)).expect("the file");
        // A claim as its author wrote it is the only text.
        let code = code(&text).replace("pub text: String,", "");
        assert!(!code.contains("String") && !code.contains('"'), "{path} has words in it");
    }
}

#[test]
fn a_free_function_has_a_name_of_its_own() {
    let mut wrong = Vec::new();
    for (path, code) in sources() {
        // Beside a type `of` says what it is made from; alone it says nothing.
        let free = code.lines().filter(|line| {
            let line = line.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
            line.trim_start_matches("pub(super) ").starts_with("fn of(")
        });
        wrong.extend(free.map(|line| format!("{path}: {line}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
