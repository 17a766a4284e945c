//! The keyword that was meant where a statement begins with another word: `deriv`, `differentiate`, `assume`.

use crate::expression::nearest;
use crate::lexer::Keyword;

/// The keyword that a word is almost, or that stands for it here.
pub(crate) fn known_keyword(word: &str) -> Option<&'static str> {
    let plain = word.to_ascii_lowercase();
    let by_meaning = match plain.as_str() {
        "assume" | "where" | "with" | "set" | "suppose" | "put" | "input" => Some("given"),
        "diff" | "differentiate" | "derivative" | "derivatives" | "compute" | "find" | "grad"
        | "gradient" | "calculate" | "calc" | "evaluate" | "solve" | "get" | "print" | "what"
        | "backprop" | "backward" => Some("derive"),
        "assert" | "check" | "show" | "prove" | "verify" | "require" | "ensure" => Some("claim"),
        "constant" | "define" => Some("let"),
        "train" | "step" | "optimize" | "optimise" | "minimize" | "minimise" => Some("update"),
        _ => None,
    };
    by_meaning.or_else(|| nearest(word, Keyword::beginnings()))
}
