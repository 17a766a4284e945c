//! Text that is safe to show in a terminal.

/// The text with control, invisible and bidirectional characters spelled out: `\u{202E}` instead of the character.
/// A terminal escape in a name must not act on the reader's terminal.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        push(&mut out, character);
    }
    out
}

/// Adds one character in its visible form.
pub(crate) fn push(out: &mut String, character: char) {
    match character {
        '\t' => out.push(' '),
        _ if is_unsafe(character) => out.push_str(&format!("\\u{{{:X}}}", u32::from(character))),
        _ => out.push(character),
    }
}

fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_acts_on_the_terminal() {
        assert_eq!(escape("a\u{1b}[31mb"), "a\\u{1B}[31mb");
        assert_eq!(escape("x\u{202e}y\0"), "x\\u{202E}y\\u{0}");
        assert_eq!(escape("σ'(Z) ≤ ¼"), "σ'(Z) ≤ ¼");
    }
}
