//! Names of formulas as a worksheet spells them.

use chainrule_latex::tree::Name;

/// Where the scripts of a name begin, and the scripts, where they are such as a worksheet has.
pub(super) fn scripts(source: &str) -> Option<(usize, &str)> {
    let mut depth = 0_usize;
    let start = source.char_indices().find_map(|(at, sign)| {
        match sign {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '_' | '^' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    })?;
    let scripts = &source[start..];
    let is_plain = scripts.chars().all(|c| {
        c.is_ascii_alphanumeric()
            || matches!(c, '_' | '^' | '{' | '}' | '(' | ')' | '[' | ']' | '-' | '+' | ',')
    });
    is_plain.then_some((start, scripts))
}

/// A name as a worksheet spells it.
pub(super) fn spelled(name: &Name, running: &[Box<str>]) -> String {
    let mut text = plain_stem(name);
    let is_running = |c: char| running.iter().any(|index| index.chars().eq([c]));
    if !running.is_empty() && name.index.chars().any(is_running) {
        text.push_str(&format!("[{}]", indices_of(&name.index).join(",")));
    } else if !name.index.is_empty() {
        let is_number = name.index.chars().all(|c| c.is_ascii_digit());
        // `\hat{y}_1` is `ŷ1`.
        if is_number && text.contains('_') && !text.ends_with(|c: char| c.is_ascii_digit()) {
            text.push_str(&name.index);
        } else {
            text.push_str(&format!("_{{{}}}", name.index));
        }
    }
    match &*name.label {
        "" => {}
        "+" => text.push_str("_plus"),
        "*" | "cdot" => text.push_str("_star"),
        "-" => text.push_str("_minus"),
        label if is_word(label) => text.push_str(&format!("_{label}")),
        label => text.push_str(&format!("^{{({label})}}")),
    }
    text
}

/// The indices that a subscript says: `t-1` is one, `ij` and `i,j` are two, `i+1,j` too.
pub(super) fn indices_of(index: &str) -> Vec<String> {
    if index.contains(',') {
        return index.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    }
    let mut found: Vec<String> = Vec::new();
    let mut goes_on = false;
    for c in index.chars() {
        let is_sign = matches!(c, '+' | '-' | '*');
        // The digits of a number behind a sign belong together, `t-10`.
        let is_digit_behind = c.is_ascii_digit()
            && found.last().is_some_and(|last| {
                last.contains(['+', '-']) && last.ends_with(|c: char| c.is_ascii_digit())
            });
        match found.last_mut() {
            Some(last) if is_sign || goes_on || is_digit_behind => last.push(c),
            Some(_) | None => found.push(c.to_string()),
        }
        goes_on = is_sign;
    }
    found
}

/// Whether a label is a word, such as `new`, and no layer.
pub(super) fn is_word(label: &str) -> bool {
    label.chars().count() > 1 && label.chars().all(char::is_alphabetic) || matches!(label, "+" | "*" | "-")
}

pub(super) fn plain_stem(name: &Name) -> String {
    plain_word(&name.stem)
}

/// Letters that a worksheet has one name for.
pub(super) fn plain_word(word: &str) -> String {
    for (variant, plain) in [("varepsilon", "epsilon"), ("varphi", "phi"), ("vartheta", "theta")] {
        if let Some(rest) = word.strip_prefix(variant) {
            return format!("{plain}{rest}");
        }
    }
    word.to_owned()
}

/// The length of the command or the word at the start.
pub(super) fn word_length(source: &str) -> usize {
    let letters = source.strip_prefix('\\').unwrap_or(source);
    let lead = source.len() - letters.len();
    let end = letters.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(letters.len());
    if lead + end > 0 { lead + end } else { source.chars().next().map_or(0, char::len_utf8) }
}
