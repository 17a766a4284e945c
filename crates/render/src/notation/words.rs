//! Notations for text alone: plain words.

use unicode_width::UnicodeWidthChar;

use super::{Refusal, Refused};
use crate::layout::Layout;

/// Signs besides letters, digits and what ASCII has.
const SIGNS: &str = "′″∂∇∞·×±⁺⁻⁼⁽⁾₊₋₌₍₎∘⊙⊗⊕⋆†‖ℓℏ";

/// Reads a notation for text: it stands on the page as typed.
///
/// # Errors
/// It holds a character that would not be seen as it stands: one that is invisible, controls the terminal or turns the direction of writing.
pub fn words(text: &str) -> Result<Layout, Refused> {
    Refused::by_length(text)?;
    let mut has_base = false;
    for (start, character) in text.char_indices() {
        let is_mark = ('\u{300}'..='\u{36F}').contains(&character);
        if !(if is_mark { has_base } else { is_seen(character) }) {
            let at = start..start + character.len_utf8();
            return Err(Refused { why: Refusal::Character(character), at });
        }
        has_base = is_mark || character != ' ';
    }
    Ok(Layout::text(text))
}

/// Whether a character is seen as it stands, from left to right.
fn is_seen(character: char) -> bool {
    let is_blank =
        matches!(character, '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{3164}' | '\u{FFA0}');
    let is_from_the_right = matches!(
        u32::from(character),
        0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x1_0800..=0x1_0FFF | 0x1_E800..=0x1_EFFF
    );
    let is_sign = character == ' ' || character.is_ascii_graphic() || SIGNS.contains(character);
    (is_sign || character.is_alphanumeric())
        && !is_blank
        && !is_from_the_right
        && character.width().is_some_and(|width| width > 0)
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::notation::Refusal;

    #[test]
    fn what_is_seen_is_let_in() {
        for text in ["ŷ", "y\u{302}", "w₁₁⁽²⁾", "net in", "σ'(z)", "重み", "a$b", r"\hat{y}"] {
            assert_eq!(words(text).expect(text).unicode(), text);
        }
        for (text, character) in [
            ("a\u{202E}b", '\u{202E}'),
            ("a\u{200B}", '\u{200B}'),
            ("\u{1b}[31m", '\u{1b}'),
            ("a\nb", '\n'),
            ("\u{302}", '\u{302}'),
            (" \u{302}", '\u{302}'),
            ("\u{3164}", '\u{3164}'),
            ("\u{5d0}", '\u{5d0}'),
        ] {
            assert_eq!(words(text).expect_err(text).why, Refusal::Character(character), "{text:?}");
        }
    }
}
