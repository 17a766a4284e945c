//! The rules of the house, held over its own sources: edges between crates, who may name what, sizes of files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use chainrule::symbolic::function::TABLE;

/// Who depends on whom. A new edge is a decision: the commit that adds it here says why.
const EDGES: &[(&str, &[&str])] = &[
    // The ground.
    ("chainrule-diagnostic", &[]),
    ("chainrule-number", &[]),
    ("chainrule-symbolic", &["chainrule-number"]),
    // Arrays take functions and their derivatives from the one table, and know nothing of numbers of entries.
    ("chainrule-array", &["chainrule-number", "chainrule-symbolic"]),
    // What readers fill, and what everything is carried out by.
    (
        "chainrule-worksheet",
        &["chainrule-array", "chainrule-diagnostic", "chainrule-number", "chainrule-symbolic"],
    ),
    ("chainrule-program", &["chainrule-array", "chainrule-number", "chainrule-symbolic"]),
    ("chainrule-render", &["chainrule-array", "chainrule-number", "chainrule-symbolic"]),
    (
        "chainrule-parser",
        &[
            "chainrule-array",
            "chainrule-diagnostic",
            // A line in LaTeX is read by the one reader of formulas.
            "chainrule-latex",
            "chainrule-number",
            "chainrule-symbolic",
            "chainrule-worksheet",
        ],
    ),
    // Judges see neither proofs nor the numbers of a worksheet.
    ("chainrule-judge", &["chainrule-array", "chainrule-number", "chainrule-program", "chainrule-symbolic"]),
    // Norms of vectors and matrices are bounded by rules, as other things are.
    ("chainrule-proof", &["chainrule-array", "chainrule-number", "chainrule-program", "chainrule-symbolic"]),
    // Whether a number lies at a kink exactly is an identity: the evaluator asks for a proof.
    (
        "chainrule-evaluator",
        &["chainrule-number", "chainrule-program", "chainrule-proof", "chainrule-symbolic"],
    ),
    (
        "chainrule-work",
        &[
            "chainrule-array",
            "chainrule-diagnostic",
            "chainrule-evaluator",
            "chainrule-judge",
            "chainrule-number",
            "chainrule-parser",
            "chainrule-program",
            "chainrule-proof",
            "chainrule-render",
            "chainrule-symbolic",
            "chainrule-worksheet",
        ],
    ),
    // Tellers: they know what was found, and none of those who find it.
    (
        "chainrule-page",
        &[
            "chainrule-array",
            "chainrule-diagnostic",
            "chainrule-number",
            // It places pictures in its pages.
            "chainrule-plot",
            "chainrule-render",
            "chainrule-symbolic",
            "chainrule-work",
            "chainrule-worksheet",
        ],
    ),
    (
        "chainrule-json",
        &["chainrule-array", "chainrule-number", "chainrule-render", "chainrule-symbolic", "chainrule-work"],
    ),
    // A teller too.
    ("chainrule-plot", &["chainrule-number", "chainrule-render", "chainrule-symbolic", "chainrule-work"]),
    (
        "chainrule",
        &[
            "chainrule-diagnostic",
            "chainrule-evaluator",
            "chainrule-json",
            "chainrule-number",
            "chainrule-page",
            "chainrule-plot",
            "chainrule-render",
            "chainrule-symbolic",
            "chainrule-work",
            "chainrule-worksheet",
        ],
    ),
    // A reader of formulas in LaTeX: it fills a graph, and judges nothing.
    ("chainrule-latex", &["chainrule-number", "chainrule-symbolic"]),
    // Notes are read and proofread; what holds is asked of the facade.
    ("chainrule-notes", &["chainrule", "chainrule-latex"]),
    // The command line reads one expression by itself (`derive EXPR`) and shows diagnostics.
    ("chainrule-cli", &["chainrule", "chainrule-diagnostic", "chainrule-notes", "chainrule-parser"]),
];

/// Words that only some files may contain, and which.
const WORDS: &[(&str, &[&str])] = &[
    ("pretty::", &["crates/parser/src/layout/", "crates/render/src/text/"]),
    ("annotate_snippets", &["crates/diagnostic/src/render.rs"]),
    ("libm::", &["crates/symbolic/src/function/rows/", "crates/symbolic/src/function/float/"]),
    ("println!", &["crates/cli/src/"]),
    ("print!(", &["crates/cli/src/"]),
    ("std::fs::", &["crates/cli/src/"]),
    ("clap", &["crates/cli/src/"]),
    // There is one tape. A definition over indices is carried out for each member by instructions of its own, which make
    // expressions and no numbers.
    ("struct Instruction", &["crates/program/src/tape.rs"]),
    ("enum Operation", &["crates/program/src/tape.rs", "crates/symbolic/src/derivation/renaming.rs"]),
    ("enum Instruction", &["crates/parser/src/family/program.rs"]),
];

/// A file of the crates holds one idea in so many lines.
const LONGEST_FILE: usize = 400;

/// A test may be a long table of cases.
const LONGEST_TEST: usize = 600;

/// Files that are longer, and how long they may be. The list only gets shorter, and the numbers smaller.
const LONGER: &[(&str, usize)] = &[];

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
            } else if endings.iter().any(|ending| path.extension().is_some_and(|own| own == *ending)) {
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
fn crates_depend_on_each_other_as_drawn() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let mut seen = BTreeSet::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("a name");
        if name == "chainrule-tests" {
            continue;
        }
        let dependencies = package["dependencies"].as_array().expect("dependencies");
        let own: BTreeSet<&str> = dependencies
            .iter()
            .filter(|dependency| dependency["kind"].is_null())
            .filter_map(|dependency| dependency["name"].as_str())
            .filter(|dependency| dependency.starts_with("chainrule"))
            .collect();
        let drawn = EDGES.iter().find(|(crate_name, _)| *crate_name == name);
        let drawn = drawn.unwrap_or_else(|| panic!("{name} is not in the drawing")).1;
        assert_eq!(own, drawn.iter().copied().collect(), "{name} depends on other crates than are drawn");
        seen.insert(name);
    }
    assert_eq!(seen, EDGES.iter().map(|(name, _)| *name).collect());
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
        let usual = if path.starts_with("crates/") { LONGEST_FILE } else { LONGEST_TEST };
        let exception = LONGER.iter().find(|(own, _)| *own == path).map(|(_, longest)| *longest);
        if length > exception.unwrap_or(usual) {
            wrong.push(format!("{path} has {length} lines"));
        }
        if exception.is_some() && length <= usual {
            wrong.push(format!("{path} is no exception any more: it has {length} lines"));
        }
    }
    for (path, _) in LONGER {
        if !root().join(path).exists() {
            wrong.push(format!("{path} is gone: it is no exception any more"));
        }
    }
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

/// Other places that spell a function's name, and which. The list only gets shorter.
const SPELLED: &[(&str, &[&str])] = &[
    // Greek letters, which are also names of quantities.
    ("crates/symbolic/src/greek.rs", &["pi", "sigma"]),
    ("crates/parser/src/lexer/alphabet.rs", &["sigma"]),
    ("crates/render/src/spelling/greek.rs", &["pi"]),
    // Commands of LaTeX.
    ("crates/render/src/notation/commands.rs", &["sqrt"]),
    // Functions by the words and commands of notes.
    (
        "crates/latex/src/names.rs",
        &[
            "log",
            "ln",
            "pi",
            "sigma",
            "asin",
            "acos",
            "atan",
            "sign",
            "sigmoid",
            "leaky_relu",
            "silu",
            "tanh",
            "log10",
            "step",
            "arcsin",
            "arccos",
            "arctan",
        ],
    ),
    ("crates/latex/src/alphabet.rs", &["sqrt"]),
    ("crates/latex/src/reader/call.rs", &["log", "log2", "log10", "sigma"]),
    ("crates/latex/src/reader/word.rs", &["sigma"]),
    ("crates/latex/src/reader/base.rs", &["log", "log2", "log10", "sqrt", "pi", "sigma"]),
    ("crates/notes/src/words.rs", &["σ", "sign", "step", "sqrt", "sigmoid", "·"]),
    ("crates/notes/src/points.rs", &["sigma"]),
    ("crates/notes/src/survey.rs", &["sigma"]),
    ("crates/notes/src/naming.rs", &["sigma"]),
    ("crates/notes/src/slips.rs", &["log"]),
    // A heading of a table, and the word for a gradient step.
    ("crates/page/src/ledger.rs", &["log10"]),
    ("crates/page/src/arrays/ledger.rs", &["log10"]),
    ("crates/page/src/update.rs", &["step"]),
    // To be replaced by the rows themselves.
    ("crates/parser/src/expression/call.rs", &["log", "min", "max"]),
    (
        "crates/parser/src/expression/head.rs",
        &["sin", "cos", "tan", "sinh", "cosh", "tanh", "ln", "log", "log10", "log2"],
    ),
    ("crates/parser/src/resolve/definitions.rs", &["log"]),
    // Those that libraries do not agree on.
    ("crates/parser/src/lexer/name.rs", &["max", "min", "gelu", "leaky_relu", "elu", "selu", "step"]),
    // A command of LaTeX, and a word with which people begin a line.
    ("crates/parser/src/lexer/plain_latex.rs", &["sqrt"]),
    ("crates/parser/src/resolve/no_head.rs", &["step"]),
    // A training takes so many steps: here `step` is the word, not the function.
    ("crates/parser/src/resolve/updates/clauses.rs", &["step"]),
    ("crates/parser/src/expression/after.rs", &["step"]),
    ("crates/page/src/training.rs", &["step"]),
];

#[test]
fn a_function_is_named_in_its_row_and_nowhere_else() {
    let mut wrong = Vec::new();
    for (path, code) in sources() {
        if path.starts_with("crates/symbolic/src/function/rows/") {
            continue;
        }
        for row in TABLE.iter().filter(|row| row.name.starts_with(|c: char| c.is_ascii_alphabetic())) {
            let known = SPELLED.iter().filter(|(file, _)| *file == path).flat_map(|(_, names)| *names);
            let known: Vec<&str> = known.copied().collect();
            let names = std::iter::once(&row.name).chain(row.spellings);
            for name in names.filter(|name| !known.contains(name)) {
                // A key of the JSON report is followed by a colon.
                let quoted = format!("\"{name}\"");
                let places = code
                    .match_indices(&quoted)
                    .filter(|(at, found)| !code[at + found.len()..].trim_start().starts_with(':'));
                wrong.extend(places.map(|_| format!("{path} names \"{name}\"")));
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
        let is_place =
            |text: &&&str| text.contains('/') || Path::new(text).extension().is_some_and(|own| own == "rs");
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
    for path in ["crates/work/src/claim/judgement.rs", "crates/work/src/array/finding.rs"] {
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

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the root manifest");
    let section = manifest.split("[workspace.dependencies]").nth(1).expect("dependencies");
    let section = section.split("\n[").next().expect("a section");
    let mut wrong = Vec::new();
    for line in section.lines().filter(|line| line.contains('=') && !line.trim_start().starts_with('#')) {
        let is_ours = line.contains("path = ");
        let comment = line.rsplit_once('#').map_or("", |(_, comment)| comment.trim());
        if !is_ours && comment.len() < 5 {
            wrong.push(line.to_owned());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // Versions stand there and nowhere else.
    for (path, text) in files("crates", &["toml"]) {
        let dependencies = text.split("dependencies]").skip(1).flat_map(|rest| {
            rest.split("\n[").next().expect("a section").lines().filter(|line| line.contains('='))
        });
        for line in dependencies {
            assert!(line.contains("workspace = true"), "{path}: {line}");
        }
    }
}

#[test]
fn no_path_of_a_machine() {
    let mut wrong = Vec::new();
    let marks = [["/wo", "rk/"], ["/ho", "me/"], ["/ro", "ot/"], ["/Us", "ers/"], ["/tm", "p/"]]
        .map(|parts| parts.concat());
    for folder in ["crates", "tests", "docs", ".ci"] {
        for (path, text) in files(folder, &["rs", "toml", "md", "chain", "snap", "py", "txt", "sh", "json"]) {
            for mark in &marks {
                let places = text.match_indices(mark.as_str());
                // A web address may hold such a path; a path of a machine begins with it.
                let begins =
                    |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
                wrong.extend(places.filter(|(at, _)| begins(*at)).map(|_| format!("{path} holds {mark}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
