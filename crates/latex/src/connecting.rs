//! Words between formulas.

/// Words that connect, rather than name: more than one word, or a short one of these.
pub fn is_connecting(text: &str) -> bool {
    const CONNECTING: &[&str] = &[
        "and",
        "or",
        "where",
        "if",
        "for",
        "with",
        "when",
        "so",
        "then",
        "since",
        "as",
        "while",
        "thus",
        "hence",
        "but",
        "therefore",
        "otherwise",
        "because",
        "given",
        "let",
        "to",
        "by",
        "from",
        "i.e.",
        "e.g.",
        "using",
        "at",
        "is",
    ];
    let lower = text.to_lowercase();
    let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
    text.is_empty() || lower.is_empty() || lower.contains(' ') || CONNECTING.contains(&lower)
}
