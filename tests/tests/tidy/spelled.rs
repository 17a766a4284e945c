//! Where the names of functions are spelled.

use chainrule::symbolic::function::TABLE;

use super::sources;

/// Other places that spell a function's name, and which. The list only gets shorter.
const SPELLED: &[(&str, &[&str])] = &[
    // Greek letters, which are also names of quantities.
    ("crates/symbolic/src/greek.rs", &["pi", "sigma"]),
    ("crates/parser/src/lexer/alphabet.rs", &["sigma"]),
    ("crates/render/src/greek.rs", &["pi"]),
    // Commands of LaTeX.
    ("crates/render/src/layout/commands.rs", &["sqrt"]),
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
    ("crates/latex/src/reader/sigma_and_e.rs", &["sigma"]),
    ("crates/latex/src/reader/word.rs", &["sigma"]),
    ("crates/latex/src/reader/base.rs", &["log", "log2", "log10", "sqrt", "pi", "sigma"]),
    ("crates/notes/src/words.rs", &["σ", "sign", "step", "sqrt", "sigmoid", "·"]),
    ("crates/notes/src/points.rs", &["sigma"]),
    ("crates/notes/src/heads.rs", &["sigma"]),
    ("crates/notes/src/naming.rs", &["sigma"]),
    ("crates/notes/src/slips.rs", &["log"]),
    // A heading of a table, and the word for a gradient step.
    ("crates/page/src/ledger.rs", &["log10"]),
    ("crates/page/src/arrays/ledger.rs", &["log10"]),
    ("crates/page/src/update.rs", &["step"]),
    // To be replaced by the rows themselves.
    ("crates/parser/src/expression/call.rs", &["log", "min", "max"]),
    (
        "crates/parser/src/expression/bare_argument.rs",
        &["sin", "cos", "tan", "sinh", "cosh", "tanh", "ln", "log", "log10", "log2"],
    ),
    ("crates/parser/src/expression/plain_name.rs", &["log"]),
    ("crates/parser/src/resolve/definitions.rs", &["log"]),
    // Those that libraries do not agree on.
    ("crates/parser/src/lexer/name.rs", &["max", "min", "gelu", "leaky_relu", "elu", "selu", "step"]),
    // A command of LaTeX, and a word with which people begin a line.
    ("crates/parser/src/lexer/plain_latex.rs", &["sqrt"]),
    // The letter before a name, which is a quantity or the function.
    ("crates/parser/src/lexer/latex/bare_function.rs", &["sigma"]),
    ("crates/parser/src/beginning.rs", &["step"]),
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
