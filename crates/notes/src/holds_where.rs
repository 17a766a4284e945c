//! Words behind a formula that say where it holds.

/// Words that say where something holds.
pub(crate) fn is_condition_word(word: &str) -> bool {
    let word = word.to_lowercase();
    let first = word.split_whitespace().next().unwrap_or("");
    matches!(first, "if" | "for" | "when" | "where" | "whenever" | "provided" | "unless" | "otherwise")
        && !["for all", "for any", "for every", "for each"].iter().any(|words| word.starts_with(words))
}

/// Whether the words right behind a formula lead to another one that says where it holds: `for $w > 0$`.
pub(crate) fn is_condition_behind(text: &str) -> bool {
    const NEAR: usize = 40;
    let mut end = NEAR.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let near = text[..end].trim_start_matches([' ', ',', '\n', '\r', '*']);
    // The next paragraph speaks of something else.
    if text[..end - near.len()].matches('\n').count() > 1 {
        return false;
    }
    let Some(formula) = near.find('$').or_else(|| near.find("\\(")) else { return false };
    let words = near[..formula].trim();
    words.len() <= 16 && is_condition_word(words)
}
