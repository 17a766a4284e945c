//! Who depends on whom.

use std::collections::BTreeSet;
use std::process::Command;

use super::root;

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
    // Judges see neither proofs nor the evaluator.
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
    // The command line asks the parser what needs no report: worksheets in Markdown, their layout.
    ("chainrule-cli", &["chainrule", "chainrule-notes", "chainrule-parser"]),
];

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
        let named: BTreeSet<&str> = dependencies
            .iter()
            .filter(|dependency| dependency["kind"].is_null())
            .filter_map(|dependency| dependency["name"].as_str())
            .filter(|dependency| dependency.starts_with("chainrule"))
            .collect();
        let drawn = EDGES.iter().find(|(crate_name, _)| *crate_name == name);
        let drawn = drawn.unwrap_or_else(|| panic!("{name} is not in the drawing")).1;
        assert_eq!(named, drawn.iter().copied().collect(), "{name} depends on other crates than are drawn");
        seen.insert(name);
    }
    assert_eq!(seen, EDGES.iter().map(|(name, _)| *name).collect());
}
