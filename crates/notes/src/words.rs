//! What the words of a page say of its symbols.

use chainrule::symbolic::function::rows::gaussian::GELU;
use chainrule::symbolic::function::{Function, find};
use chainrule_latex::page::Page;
use chainrule_latex::token::{Comma, Kind, Token, tokens};
use chainrule_latex::{Formula, Unread, function_named, name_of};

/// So many characters around a formula are looked at.
const NEAR: usize = 90;

/// Words for functions.
const FUNCTIONS: &[(&str, &str)] = &[
    ("sigmoid", "σ"),
    ("logistic function", "σ"),
    ("logistic activation", "σ"),
    ("hyperbolic tangent", "th"),
    ("rectified linear", "rectifier"),
];

/// The base of `\log`, where the words of a page say one.
pub(crate) fn log_base(text: &str) -> Option<u8> {
    // Only what is said of all logarithms of the page.
    let has = |words: &[&str]| words.iter().any(|word| text.match_indices(word).next().is_some());
    if has(&[
        "log base 2",
        "base-2 log",
        "base 2 log",
        "logarithm base 2",
        "logarithm to base 2",
        "logs are base 2",
        "logarithms to the base 2",
    ]) {
        Some(2)
    } else if has(&[
        "log base 10",
        "base-10 log",
        "base 10 log",
        "logarithm base 10",
        "logarithm to base 10",
        "logs are base 10",
        "logarithms to the base 10",
    ]) {
        Some(10)
    } else {
        None
    }
}

/// The base of the logarithm that the words right behind a formula say: `(base 10)`, `in base 2`.
pub(crate) fn log_base_behind(text: &str) -> Option<u8> {
    let text = text.trim_start_matches([' ', '(', '\n']);
    let text = ["in ", "to ", "with "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let digits = text.strip_prefix("base ").or_else(|| text.strip_prefix("base-"))?.trim_start_matches('$');
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok().filter(|base| matches!(base, 2 | 10))
}

/// Whether a page speaks of the normal distribution, whose distribution function is written `\Phi`.
pub(crate) fn speaks_of_normal(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_said =
        ["normal distribution", "standard normal", "normal cdf", "gaussian", "cumulative", "\\erf", "{erf}"]
            .iter()
            .any(|word| lower.contains(word));
    is_said || lower.contains(GELU.name)
}

/// Names that the page's words use for functions of the table.
pub(crate) fn aliases(page: &Page, formulas: &[Result<Formula, Unread>]) -> Vec<(String, &'static Function)> {
    let mut found: Vec<(String, &'static Function)> = notations(&page.text);
    let stated = found.len();
    for (fragment, formula) in page.fragments.iter().zip(formulas) {
        let Ok(formula) = formula else { continue };
        let Some(name) = head(&formula.tokens) else { continue };
        if found[..stated].iter().any(|(alias, _)| *alias == name) {
            continue;
        }
        let (before, after) =
            (before(&page.text, fragment.outer.start), after(&page.text, fragment.outer.end));
        if before.contains("derivative") || before.contains("gradient") || before.contains("slope") {
            continue;
        }
        let row = said_before(&before).or_else(|| said_after(&after, formula.tokens.len() <= 4));
        let Some(row) = row else { continue };
        match found.iter().position(|(alias, _)| *alias == name) {
            // Two meanings: none is sure.
            Some(place) if found[place].1 != row => {
                found.remove(place);
            }
            Some(_) => {}
            None => found.push((name, row)),
        }
    }
    // What the table calls so itself needs no second name.
    found.retain(|(name, row)| !function_named(name).is_some_and(|function| function == *row));
    found
}

/// The matrices that the words of a page call symmetric: `a symmetric matrix $A$`, `$A$ and $B$ are symmetric`.
pub(crate) fn symmetric(page: &Page, formulas: &[Result<Formula, Unread>]) -> Vec<String> {
    let mut found = Vec::new();
    for (fragment, formula) in page.fragments.iter().zip(formulas) {
        let Ok(formula) = formula else { continue };
        // `$A \in \mathbb{R}^{n \times n}$` is about A.
        let end = formula.tokens.iter().position(|token| token.is_command("in"));
        let Some(name) = name_of(&formula.tokens[..end.unwrap_or(formula.tokens.len())]) else { continue };
        let is_said = ends_symmetric(&before(&page.text, fragment.outer.start))
            || begins_symmetric(&after(&page.text, fragment.outer.end));
        if is_said {
            found.push(name.canonical());
        }
    }
    found
}

/// `with a symmetric positive definite matrix`
fn ends_symmetric(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_behind = |word: &str| {
        matches!(word, "matrix" | "matrices" | "positive" | "definite" | "semidefinite" | "real" | "square")
            || matches!(word, "positive-definite" | "positive-semidefinite" | "semi-definite")
    };
    let rest = words.iter().rposition(|word| !is_behind(word)).map_or(&[][..], |last| &words[..=last]);
    match rest {
        [.., before, "symmetric"] => !matches!(*before, "not" | "non" | "skew" | "no"),
        ["symmetric"] => true,
        _ => false,
    }
}

/// `is symmetric`, `and $B$ are symmetric`, `(symmetric)`, `is its own transpose`
fn begins_symmetric(text: &str) -> bool {
    let mut rest = text;
    while let Some(behind) = rest.strip_prefix("and $").or_else(|| rest.strip_prefix(", $")) {
        let Some(end) = behind.find('$') else { return false };
        rest = behind[end + 1..].trim_start();
    }
    let rest = rest.trim_start_matches(['(', ',', ' ']);
    let said = ["is ", "are ", "be ", "both ", "a ", "real "];
    let mut words = rest;
    while let Some(behind) = said.iter().find_map(|word| words.strip_prefix(word)) {
        words = behind;
    }
    ["symmetric", "its own transpose"]
        .iter()
        .any(|said| words.strip_prefix(said).is_some_and(|behind| !behind.starts_with(char::is_alphanumeric)))
}

/// The name of a function that a formula is about: `f`, `f(z)`, `f(z) = a`.
fn head(tokens: &[Token]) -> Option<String> {
    let end = tokens.iter().position(|token| token.is_char('(') || token.is_char('='));
    let head_tokens = &tokens[..end.unwrap_or(tokens.len())];
    let is_alone = end.is_none();
    let is_called = end.is_some_and(|end| tokens[end].is_char('('));
    if head_tokens.is_empty() || !(is_alone || is_called) {
        return None;
    }
    let name = name_of(head_tokens)?;
    if is_called {
        // A formula that only begins with a call, `f(x)g(x)`, says nothing of it; one with an equality does.
        let close = tokens.iter().position(|token| token.is_char(')'))?;
        let behind = tokens.get(close + 1);
        if behind.is_some_and(|token| !token.is_char('=') && token.kind != Kind::Align) {
            return None;
        }
    }
    Some(name.canonical())
}

fn before(text: &str, end: usize) -> String {
    let mut start = end.saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let near = &text[start..end];
    let near = near.rsplit("\n\n").next().unwrap_or(near);
    let near = near.rsplit(['.', ';']).next().unwrap_or(near);
    near.to_lowercase().trim_end_matches(['$', '\\', '(', ' ', '\n', '`']).to_owned()
}

fn after(text: &str, start: usize) -> String {
    let mut end = (start + NEAR).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let near = &text[start..end];
    let near = near.split("\n\n").next().unwrap_or(near);
    near.to_lowercase().trim_start_matches(['$', '\\', ')', ' ', '\n', '`']).to_owned()
}

/// The function that a word at the start of a text names, and what follows it.
fn function_at(text: &str) -> Option<(&'static Function, &str)> {
    let text = text.trim_start_matches(['*', '_', '`', '"']);
    for (word, name) in FUNCTIONS {
        if let Some(rest) = text.strip_prefix(word) {
            return row(name).map(|row| (row, rest));
        }
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let word = &text[..end];
    let is_sure = word.len() >= 4 && !matches!(word, "sign" | "step" | "sqrt" | "sine");
    function_named(word).filter(|_| is_sure).map(|row| (row, &text[end..]))
}

fn row(name: &str) -> Option<&'static Function> {
    if name == "rectifier" { function_named("ReLU") } else { find(name).or_else(|| function_named(name)) }
}

/// `the sigmoid function`, `the sigmoid of Z is`, at the end of a text.
fn said_before(text: &str) -> Option<&'static Function> {
    let mut best = None;
    for (at, _) in text.char_indices() {
        let starts_word = at == 0 || !text[..at].ends_with(|c: char| c.is_alphanumeric());
        if !starts_word {
            continue;
        }
        if let Some((row, rest)) = function_at(&text[at..]) {
            let rest = rest
                .trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | ',' | ':' | '(' | '$'));
            let words: Vec<&str> = rest.split_whitespace().collect();
            let is_link = |word: &str| {
                matches!(
                    word,
                    "function"
                        | "activation"
                        | "is"
                        | "as"
                        | "by"
                        | "be"
                        | "denoted"
                        | "written"
                        | "called"
                        | "defined"
                        | "of"
                        | "with"
                        | "nonlinearity"
                        | "(logistic)"
                )
            };
            // `of Z` names its argument.
            let mut is_all = true;
            let mut place = 0;
            while place < words.len() {
                if words[place] == "of" {
                    place += 2;
                    continue;
                }
                is_all &= is_link(words[place]);
                place += 1;
            }
            if is_all && words.len() <= 6 {
                best = Some(row);
            }
        }
    }
    best
}

/// `is the sigmoid`, `denotes tanh here`, at the start of a text.
fn said_after(text: &str, is_alone: bool) -> Option<&'static Function> {
    if !is_alone {
        return None;
    }
    let mut rest = text;
    let mut linked = false;
    loop {
        rest = rest.trim_start();
        let word_end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = rest[..word_end].trim_matches([',', ':']);
        match word {
            "is" | "denotes" | "be" | "means" | "represents" | "=" => linked = true,
            "stands" | "for" | "the" | "a" | "here" | "our" | "standard" | "usual" | "logistic" if linked => {
                if let Some((row, _)) = function_at(rest) {
                    return Some(row);
                }
            }
            _ => {
                return if linked { function_at(rest).map(|(row, _)| row) } else { None };
            }
        }
        if word_end >= rest.len() {
            return None;
        }
        rest = &rest[word_end..];
    }
}

/// Lines `notation sigmoid as "\oint"`, in a comment or a block.
fn notations(text: &str) -> Vec<(String, &'static Function)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("notation ") {
        let line = text[at..].lines().next().unwrap_or("");
        let Some(rest) = line.strip_prefix("notation ") else { continue };
        let Some((name, symbol)) = rest.split_once(" as ") else { continue };
        let symbol = symbol.trim().trim_end_matches("-->").trim().trim_matches('"');
        let Some(row) = function_named(name.trim()).or_else(|| find(name.trim())) else { continue };
        let all = tokens(symbol, 0, symbol.len(), Comma::Thousands);
        if let Some(name) = name_of(&all) {
            found.push((name.canonical(), row));
        }
    }
    found
}
