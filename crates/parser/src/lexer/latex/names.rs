//! What a worksheet calls its quantities and functions, as far as it tells how a formula is read.

use chainrule_latex::{Names, function_named};
use chainrule_symbolic::function;
use rustc_hash::FxHashMap;

use super::lines::{clause_indices, comment_start, is_latex, opens_or_closes};
use super::spelling::{indices_of, plain_word};
use crate::lexer::Keyword;

/// So many words of a worksheet are kept.
const MOST_WORDS: usize = 100_000;

/// Letters that stand for functions wherever brackets follow, unless the worksheet has a quantity of that name.
const FUNCTIONS: [&str; 15] =
    ["f", "g", "h", "F", "G", "H", "J", "L", "C", "E", "phi", "varphi", "psi", "S", "l"];

/// The names of a worksheet, found when its first formula is met.
#[derive(Default)]
pub(in crate::lexer) struct SheetNames {
    pub(super) names: Names,
    pub(super) families: Families,
}

/// The stems that lines of LaTeX make families, `h_t … for t in 1..3`, each with how many indices it has.
pub(super) type Families = FxHashMap<Box<str>, usize>;

impl SheetNames {
    /// Looks through a worksheet.
    pub(in crate::lexer) fn of(text: &str) -> Self {
        let mut names = Names { is_of_numbers: true, ..Names::default() };
        let mut families = Families::default();
        let mut in_display = false;
        for line in text.split(['\n', '\r']) {
            let line = &line[..comment_start(line).unwrap_or(line.len())];
            if let Some(opens) = opens_or_closes(line, in_display) {
                in_display = opens;
                continue;
            }
            let indices = clause_indices(line);
            if !indices.is_empty() && is_latex(line) && families.len() < MOST_WORDS {
                members(line, &indices, &mut families);
            }
            for statement in line.split(';') {
                heads(statement, &mut names);
            }
            if !in_display && !is_latex(line) && names.runs.len() < MOST_WORDS {
                words(line, &mut names);
            }
        }
        for letter in FUNCTIONS {
            if !names.quantities.contains(letter) {
                names.functions.insert(letter.into());
            }
        }
        Self { names, families }
    }
}

/// What a statement defines: `e = …` is a quantity, `f(x) = …` a function.
fn heads(statement: &str, names: &mut Names) {
    let Some((head, _)) = statement.split_once('=') else { return };
    let head = head.trim().trim_start_matches('$').trim_start_matches("\\left");
    let head = head.trim_start_matches("given ").trim_start_matches("let ").trim();
    let word = head.trim_start_matches('\\');
    let end = word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len());
    let (name, rest) = word.split_at(end);
    let rest = rest.trim_start().trim_start_matches("\\left");
    if name.is_empty() {
        return;
    }
    if rest.is_empty() {
        names.has_e |= name == "e";
        names.quantities.insert(name.into());
    } else if rest.starts_with('(') && rest.ends_with(')') && function::find(name).is_none() {
        names.functions.insert(name.into());
    }
}

/// The stems before subscripts in which an index runs: `h_t`, `w_{t-1}`, `\alpha_{ij}`.
fn members(line: &str, running: &[Box<str>], families: &mut Families) {
    for (at, _) in line.match_indices('_') {
        let before = &line[..at];
        let start = before.rfind(|c: char| !c.is_ascii_alphabetic()).map_or(0, |end| end + 1);
        let is_command = before[..start].ends_with('\\');
        let stem =
            if is_command { &before[start..] } else { &before[before.len().saturating_sub(1).max(start)..] };
        let behind = &line[at + 1..];
        let index = match behind.strip_prefix('{') {
            Some(rest) => rest.split('}').next().unwrap_or_default(),
            None => behind.get(..1).unwrap_or_default(),
        };
        let index: String = index.chars().filter(|c| !c.is_whitespace()).collect();
        let runs = index.chars().any(|c| running.iter().any(|letter| letter.chars().eq([c])));
        if !stem.is_empty() && runs {
            families.insert(plain_word(stem).into(), indices_of(&index).len());
        }
    }
}

/// The words of a line that is not LaTeX: each is one name there, and one name in formulas.
fn words(line: &str, names: &mut Names) {
    for word in line.split(|c: char| !c.is_ascii_alphanumeric()) {
        names.has_e |= word == "e";
        let is_name = word.len() > 1 && word.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_name && Keyword::find(word).is_none() && function_named(word).is_none() {
            names.runs.insert(word.into());
        }
    }
}
