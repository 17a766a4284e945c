//! Characters beyond ASCII that notes write in formulas, and the letters of Greek.

use chainrule_symbolic::greek;

/// What a character stands for.
pub(crate) enum Meaning {
    /// A command.
    Command(&'static str),
    /// A letter or a sign.
    Char(char),
    /// A raised character.
    Superscript(char),
    /// A lowered character.
    Subscript(char),
    /// Nothing: it is invisible.
    Nothing,
}

/// Variants of Greek letters that have commands of their own.
const VARIANTS: &[(&str, char)] = &[("varepsilon", 'ϵ'), ("vartheta", 'ϑ'), ("varphi", 'ϕ'), ("ell", 'ℓ')];

/// Whether a word names a letter of Greek.
pub fn is_greek(word: &str) -> bool {
    greek::letter(word).is_some() || VARIANTS.iter().any(|(name, _)| *name == word)
}

/// Signs and the commands that they stand for.
const SIGNS: &[(char, &str)] = &[
    ('×', "times"),
    ('∗', "cdot"),
    ('·', "cdot"),
    ('⋅', "cdot"),
    ('•', "cdot"),
    ('∙', "cdot"),
    ('⊙', "odot"),
    ('÷', "div"),
    ('∂', "partial"),
    ('∇', "nabla"),
    ('≈', "approx"),
    ('≃', "approx"),
    ('≅', "approx"),
    ('≤', "le"),
    ('≥', "ge"),
    ('⩽', "le"),
    ('⩾', "ge"),
    ('≪', "ll"),
    ('≫', "gg"),
    ('≠', "ne"),
    ('→', "to"),
    ('←', "gets"),
    ('⇒', "Rightarrow"),
    ('∈', "in"),
    ('∝', "propto"),
    ('∼', "sim"),
    ('∞', "infty"),
    ('√', "sqrt"),
    ('∑', "sum"),
    ('∏', "prod"),
    ('′', "prime"),
    ('…', "dots"),
    ('⋯', "dots"),
    ('°', "degree"),
    ('∥', "|"),
    ('±', "pm"),
    ('≡', "equiv"),
    ('≜', "triangleq"),
    ('ŷ', "yhat"),
    ('½', "half"),
];

const RAISED: &str = "⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9⁺+⁻-⁽(⁾)ⁿnˡlᵀT";
const LOWERED: &str = "₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9₊+₋-₍(₎)ᵢiⱼjₖkₙnₜt";

fn looked_up(table: &str, sign: char) -> Option<char> {
    let mut all = table.chars();
    while let (Some(character), Some(plain)) = (all.next(), all.next()) {
        if character == sign {
            return Some(plain);
        }
    }
    None
}

/// The plain form of a raised character.
pub(crate) fn superscript(sign: char) -> Option<char> {
    looked_up(RAISED, sign)
}

/// The plain form of a lowered character.
pub(crate) fn subscript(sign: char) -> Option<char> {
    looked_up(LOWERED, sign)
}

/// What a character stands for in a formula.
pub(crate) fn meaning(sign: char) -> Meaning {
    if sign.is_ascii() {
        return Meaning::Char(sign);
    }
    if let Some((_, command)) = SIGNS.iter().find(|(character, _)| *character == sign) {
        return Meaning::Command(command);
    }
    let variant = VARIANTS.iter().find(|(_, character)| *character == sign).map(|(name, _)| *name);
    if let Some(command) = variant.or_else(|| greek::name(sign)) {
        return Meaning::Command(command);
    }
    if let Some(plain) = superscript(sign) {
        return Meaning::Superscript(plain);
    }
    if let Some(plain) = subscript(sign) {
        return Meaning::Subscript(plain);
    }
    match sign {
        '−' | '–' | '‐' | '‑' | '﹣' | '－' => Meaning::Char('-'),
        '＝' => Meaning::Char('='),
        '（' => Meaning::Char('('),
        '）' => Meaning::Char(')'),
        '’' => Meaning::Char('\''),
        // The mathematical alphabets: 𝑤 is w.
        '\u{1d400}'..='\u{1d6a3}' => {
            let place = (sign as u32 - 0x1d400) % 52;
            let letter = if place < 26 { 'A' as u32 + place } else { 'a' as u32 + place - 26 };
            Meaning::Char(char::from_u32(letter).unwrap_or(sign))
        }
        '\u{1d7ce}'..='\u{1d7ff}' => {
            let digit = (sign as u32 - 0x1d7ce) % 10;
            Meaning::Char(char::from_digit(digit, 10).unwrap_or(sign))
        }
        '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{202a}'..='\u{202e}' => {
            Meaning::Nothing
        }
        _ => Meaning::Char(sign),
    }
}
