//! Names, numbers and calls in the text of a line.

/// Whether it is a name of a worksheet: `w`, `w_11`, `y_hat`, `x[1]`.
pub(super) fn is_name(text: &str) -> bool {
    let (name, index) = match text.split_once('[') {
        Some((name, rest)) => (name, rest.strip_suffix(']')),
        None => (text, Some("1")),
    };
    let mut letters = name.chars();
    letters.next().is_some_and(char::is_alphabetic)
        && letters.all(|letter| {
            letter.is_alphabetic()
                || letter.is_ascii_digit()
                || ('₀'..='₉').contains(&letter)
                || letter == '_'
        })
        && index.is_some_and(|index| {
            !index.is_empty()
                && index.chars().all(|character| character.is_alphanumeric() || character == ',')
        })
}

/// Whether it is a number as written: `3`, `-0.5`, `1e-3`, `1/3`.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.')
        && digits.chars().any(|letter| letter.is_ascii_digit())
        && digits.chars().all(|letter| letter.is_ascii_digit() || ".e-+/_".contains(letter))
}

/// The first word and what follows it.
pub(super) fn first_word(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(text.len());
    (end > 0).then(|| (&text[..end], text[end..].trim_start()))
}

/// What follows one of some words at the beginning, whatever the case.
pub(super) fn after_word<'l>(text: &'l str, words: &[&str]) -> Option<&'l str> {
    let (first, rest) = first_word(text)?;
    words.iter().any(|word| first.eq_ignore_ascii_case(word)).then_some(rest)
}

/// Where a word stands by itself; the text before it, the word, and the text behind.
pub(super) fn around<'l>(text: &'l str, word: &str) -> Option<(&'l str, &'l str, &'l str)> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let at = text.match_indices(word).map(|(at, _)| at).find(|&at| {
        let goes_on_before = word.starts_with(is_part) && text[..at].ends_with(is_part);
        let goes_on_behind = word.ends_with(is_part) && text[at + word.len()..].starts_with(is_part);
        !goes_on_before && !goes_on_behind
    })?;
    Some((&text[..at], &text[at..at + word.len()], &text[at + word.len()..]))
}

/// A call of a function in a line.
pub(super) struct Call<'l> {
    pub(super) before: &'l str,
    /// `name(…)` with its brackets.
    pub(super) whole: &'l str,
    pub(super) arguments: Vec<&'l str>,
    pub(super) after: &'l str,
}

/// The first call of a function of this name.
pub(super) fn call<'l>(line: &'l str, name: &str) -> Option<Call<'l>> {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
    let at = line
        .match_indices(name)
        .map(|(at, _)| at)
        .find(|&at| !line[..at].ends_with(is_part) && line[at + name.len()..].starts_with('('))?;
    let open = at + name.len();
    let end = open + closing(&line[open..])?;
    let arguments = split(&line[open + 1..end], ',');
    Some(Call { before: &line[..at], whole: &line[at..=end], arguments, after: &line[end + 1..] })
}

/// Where the bracket closes that a text opens with.
pub(super) fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The parts between separators that stand in no bracket, without spaces at their ends.
pub(super) fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ if letter == separator && depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts
}

/// A formula of a program in the signs of a worksheet.
pub(super) fn formula(text: &str) -> String {
    let mut plain = text.trim().trim_end_matches(';').replace("**", "^");
    for library in ["np.", "numpy.", "math.", "torch.", "tf.", "jnp."] {
        plain = plain.replace(library, "");
    }
    plain
}

/// The one name before `=` and what stands behind; nothing where there are more.
pub(super) fn definition(line: &str) -> Option<(&str, &str)> {
    let (name, formula) = line.split_once('=')?;
    let (name, formula) = (name.trim(), formula.trim());
    (!formula.contains('=')
        && !formula.is_empty()
        && !name.ends_with(['<', '>', '~', '!', ':', '+', '-', '*', '/']))
    .then_some((name, formula))
}

/// A derivative that is named in words or signs: `dy/dx`, `the derivative of y with respect to x`.
pub(super) fn derivative(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(['.', '?', '!']).trim();
    if text.starts_with(['d', '∂']) && text.contains("/d") | text.contains("/∂") && !text.contains(' ') {
        return Some(text.to_owned());
    }
    let (_, rest) = text.split_once("derivative of ")?;
    let by =
        [" with respect to ", " wrt ", " w.r.t. ", " by "].iter().find_map(|words| rest.split_once(words));
    let (of, by) = by?;
    (is_name(of) && is_name(by)).then(|| format!("d{of}/d{by}"))
}
